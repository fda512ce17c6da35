package expr

import (
	"strings"
	"unicode/utf8"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// Truth is what a condition says of a term.
type Truth uint8

// The truths.
const (
	False Truth = iota
	True
	Failed // a type error
)

// A TermTest is a condition on one variable that looks at the text of its
// term and computes no Value. It keeps nothing of the term.
type TermTest func(t term.Term) Truth

// NewTermTest returns e as a test of its only variable, nil if it cannot be
// one: it may compare the variable's STR, LANG, LCASE or UCASE, or itself, with
// constants by CONTAINS, STRSTARTS, STRENDS, REGEX, "=", "!=" and LANGMATCHES,
// and combine such tests by !, && and ||. It says what Program.Test says.
func NewTermTest(e algebra.Expr) TermTest {
	c, ok := e.(*algebra.ExprCall)
	if !ok {
		return nil
	}
	switch c.Name {
	case "!":
		x := NewTermTest(c.Args[0])
		if x == nil {
			return nil
		}
		return func(t term.Term) Truth {
			switch x(t) {
			case True:
				return False
			case False:
				return True
			}
			return Failed
		}
	case "&&", "||":
		l, r := NewTermTest(c.Args[0]), NewTermTest(c.Args[1])
		if l == nil || r == nil {
			return nil
		}
		decisive := truth(c.Name == "||")
		return func(t term.Term) Truth {
			a := l(t)
			if a == decisive {
				return a
			}
			if b := r(t); b == decisive || a != Failed {
				return b
			}
			return Failed
		}
	case "CONTAINS", "STRSTARTS", "STRENDS", "LANGMATCHES", "=", "!=":
		if len(c.Args) == 2 {
			return textCompare(c)
		}
	case "REGEX":
		return regexTest(c)
	}
	return nil
}

func truth(b bool) Truth {
	if b {
		return True
	}
	return False
}

// subject is what of a term is looked at: false is a type error.
type subject func(t term.Term) (string, bool)

// The ways in which a subject is spelled anew.
type caseOf uint8

const (
	asIs caseOf = iota
	lower
	upper
)

// textOf returns the subject that e is. computed reports that the subject is a
// simple literal whatever the term is; then no language has to be compared.
func textOf(e algebra.Expr) (s subject, letters caseOf, computed bool) {
	if _, ok := e.(*algebra.ExprVar); ok {
		return func(t term.Term) (string, bool) {
			return t.Value, t.Kind == term.String || t.Kind == term.Lang
		}, asIs, false
	}
	c, ok := e.(*algebra.ExprCall)
	if !ok || len(c.Args) != 1 {
		return nil, asIs, false
	}
	_, plain := c.Args[0].(*algebra.ExprVar)
	switch c.Name {
	case "LCASE", "UCASE":
		s, inner, computed := textOf(c.Args[0])
		if inner != asIs {
			return nil, asIs, false
		}
		if c.Name == "LCASE" {
			return s, lower, computed
		}
		return s, upper, computed
	case "STR":
		if plain {
			return func(t term.Term) (string, bool) { return t.Value, t.Kind != term.Blank && t.Kind != term.None }, asIs, true
		}
	case "LANG":
		if plain {
			return func(t term.Term) (string, bool) {
				if t.Kind == term.Lang {
					return t.Extra, true
				}
				return "", t.Kind == term.String || t.Kind == term.Typed
			}, asIs, true
		}
	}
	return nil, asIs, false
}

// simpleOf returns the text of a constant simple literal.
func simpleOf(e algebra.Expr) (string, bool) {
	t, ok := e.(*algebra.ExprTerm)
	return func() string {
		if ok {
			return t.Term.Value
		}
		return ""
	}(), ok && t.Term.Kind == term.String
}

func textCompare(c *algebra.ExprCall) TermTest {
	args := c.Args
	if _, ok := args[0].(*algebra.ExprTerm); ok && (c.Name == "=" || c.Name == "!=") {
		args = []algebra.Expr{args[1], args[0]}
	}
	s, letters, computed := textOf(args[0])
	want, ok := simpleOf(args[1])
	if s == nil || !ok {
		return nil
	}
	var f func(string) bool
	switch c.Name {
	case "CONTAINS":
		if letters != asIs {
			f = containsIn(want, letters)
			break
		}
		f = func(v string) bool { return strings.Contains(v, want) }
	case "STRSTARTS":
		f = spelled(letters, func(v string) bool { return strings.HasPrefix(v, want) })
	case "STRENDS":
		f = spelled(letters, func(v string) bool { return strings.HasSuffix(v, want) })
	case "LANGMATCHES":
		if !computed {
			return nil // its first argument is a simple literal only by chance
		}
		f = spelled(letters, func(v string) bool {
			ok, _ := langMatches(String(v), String(want))
			return ok.i != 0
		})
	default:
		if !computed {
			return nil // a literal of any kind may be compared
		}
		not := c.Name == "!="
		f = spelled(letters, func(v string) bool { return (v == want) != not })
	}
	return func(t term.Term) Truth {
		v, ok := s(t)
		if !ok {
			return Failed
		}
		return truth(f(v))
	}
}

func spelled(letters caseOf, f func(string) bool) func(string) bool {
	switch letters {
	case lower:
		return func(v string) bool { return f(strings.ToLower(v)) }
	case upper:
		return func(v string) bool { return f(strings.ToUpper(v)) }
	}
	return f
}

// containsIn tests whether a text, all in lower or upper case, contains want.
func containsIn(want string, letters caseOf) func(string) bool {
	slow := spelled(letters, func(v string) bool { return strings.Contains(v, want) })
	small := strings.ToLower(want)
	if !isASCII(want) || want == "" || (letters == lower && want != small) || (letters == upper && want != strings.ToUpper(want)) {
		return slow
	}
	in := newFolded(small)
	return func(v string) bool {
		if !isASCII(v) {
			return slow(v)
		}
		return in.in(v)
	}
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// folded finds an ASCII text in another without regard to case: it looks for
// the letter that is rarest.
type folded struct {
	text         string // in lower case
	at           int    // of the rarest letter
	small, great byte
}

// commonness lists letters from the most to the least common.
const commonness = " etaoinsrhldcumfpgwybvkxjqz"

func newFolded(text string) *folded {
	f := &folded{text: text}
	rarest := -1
	for i := range len(text) {
		n := strings.IndexByte(commonness, text[i])
		if n < 0 {
			n = len(commonness)
		}
		if n > rarest {
			rarest, f.at = n, i
		}
	}
	f.small = text[f.at]
	f.great = f.small
	if 'a' <= f.small && f.small <= 'z' {
		f.great -= 'a' - 'A'
	}
	return f
}

// in reports whether s, which is ASCII, contains the text.
func (f *folded) in(s string) bool { return f.index(s) >= 0 }

// index returns where s, which is ASCII, first contains the text, -1 if it
// does not.
func (f *folded) index(s string) int {
	last := len(s) - len(f.text)
	if last < 0 {
		return -1
	}
	part := s[f.at : last+f.at+1] // where the rarest letter may be
	next := func(c byte, from int) int {
		if i := strings.IndexByte(part[from:], c); i >= 0 {
			return from + i
		}
		return len(part)
	}
	a, b := next(f.small, 0), len(part)
	if f.great != f.small {
		b = next(f.great, 0)
	}
	for a < len(part) || b < len(part) {
		i := min(a, b)
		if f.same(s[i : i+len(f.text)]) {
			return i
		}
		if a == i {
			a = next(f.small, i+1)
		} else {
			b = next(f.great, i+1)
		}
	}
	return -1
}

func (f *folded) same(s string) bool {
	for i := range len(s) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != f.text[i] {
			return false
		}
	}
	return true
}

// regexTest is REGEX with a constant pattern.
func regexTest(c *algebra.ExprCall) TermTest {
	if len(c.Args) != 2 && len(c.Args) != 3 {
		return nil
	}
	s, letters, _ := textOf(c.Args[0])
	pattern, ok := simpleOf(c.Args[1])
	flags, also := constant(c.Args, 2)
	if s == nil || !ok || !also {
		return nil
	}
	re, err := translate(pattern, flags)
	if err != nil {
		return nil
	}
	f := spelled(letters, matcher(re))
	return func(t term.Term) Truth {
		v, ok := s(t)
		if !ok {
			return Failed
		}
		return truth(f(v))
	}
}
