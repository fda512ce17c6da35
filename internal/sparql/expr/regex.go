package expr

import (
	"errors"
	"regexp"
	"regexp/syntax"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// maxPattern is the length in bytes of the longest regular expression: with
// the flag i a character class may cost a millisecond to compile.
const maxPattern = 4 << 10

// regexCall compiles REGEX (§17.4.3.14) or REPLACE (§17.4.3.15). A pattern
// that is a constant is translated once; others are remembered.
func regexCall(e *algebra.ExprCall, args []node) (node, error) {
	want := arity{2, 3}
	if e.Name == "REPLACE" {
		want = arity{3, 4}
	}
	if err := want.check(e.Name, len(args)); err != nil {
		return nil, err
	}
	pattern, okP := constant(e.Args, 1)
	flags, okF := constant(e.Args, want.most-1)
	if okP && okF {
		if _, err := translate(pattern, flags); err != nil && !IsTypeError(err) {
			return nil, err
		}
	}
	cache := &regexCache{}
	f := func(_ *Env, a []Value) (Value, error) { return regexMatch(cache, a) }
	if e.Name == "REPLACE" {
		f = func(_ *Env, a []Value) (Value, error) { return regexReplace(cache, a) }
	}
	return strict(f, args), nil
}

// constant returns argument i if it is a string constant; a missing one is "".
func constant(args []algebra.Expr, i int) (string, bool) {
	if i >= len(args) {
		return "", true
	}
	t, ok := args[i].(*algebra.ExprTerm)
	return func() string {
		if ok {
			return t.Term.Value
		}
		return ""
	}(), ok && t.Term.Kind == term.String
}

// regexCache remembers the last pattern: most queries have one.
type regexCache struct {
	mu             sync.Mutex
	pattern, flags string
	re             *regexp.Regexp
	err            error
	filled         bool
}

func (c *regexCache) get(pattern, flags string) (*regexp.Regexp, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.filled || c.pattern != pattern || c.flags != flags {
		c.re, c.err = translate(pattern, flags)
		c.pattern, c.flags, c.filled = pattern, flags, true
	}
	return c.re, c.err
}

// optional returns argument i as a simple literal, "" if there is none.
func optional(a []Value, i int) (string, bool) {
	if i >= len(a) {
		return "", true
	}
	return a[i].t.Value, a[i].kind == kString
}

func regexMatch(c *regexCache, a []Value) (Value, error) {
	flags, ok := optional(a, 2)
	if !ok || !a[0].isString() || a[1].kind != kString {
		return Value{}, ErrType
	}
	re, err := c.get(a[1].t.Value, flags)
	if err != nil {
		return Value{}, err
	}
	return Bool(re.MatchString(a[0].t.Value)), nil
}

func regexReplace(c *regexCache, a []Value) (Value, error) {
	flags, ok := optional(a, 3)
	if !ok || !a[0].isString() || a[1].kind != kString || a[2].kind != kString {
		return Value{}, ErrType
	}
	re, err := c.get(a[1].t.Value, flags)
	if err != nil {
		return Value{}, err
	}
	// fn:replace: a pattern that matches "" is the error FORX0003.
	if re.MatchString("") {
		return Value{}, ErrType
	}
	with := []piece{{text: a[2].t.Value, group: -1}}
	if !strings.Contains(flags, "q") {
		if with, ok = replacement(a[2].t.Value, re.NumSubexp()); !ok {
			return Value{}, ErrType
		}
	}
	s := a[0].t.Value
	var b strings.Builder
	end := 0
	for _, m := range re.FindAllStringSubmatchIndex(s, -1) {
		b.WriteString(s[end:m[0]])
		end = m[1]
		for _, p := range with {
			if p.group >= 0 && 2*p.group < len(m) && m[2*p.group] >= 0 {
				b.WriteString(s[m[2*p.group]:m[2*p.group+1]])
			}
			b.WriteString(p.text)
			if b.Len() > MaxString {
				return Value{}, errTooLong
			}
		}
	}
	b.WriteString(s[end:])
	return like(a[0], b.String()), nil
}

// piece is a part of a replacement: what a group matched (-1: nothing), then
// text.
type piece struct {
	group int
	text  string
}

// replacement reads the replacement of fn:replace: $N takes as many digits as
// name a group of the pattern, and a single one that names none is empty; \$
// and \\ stand for themselves; anything else after \ or $ is the error
// FORX0004.
func replacement(s string, groups int) ([]piece, bool) {
	out := []piece{{group: -1}}
	for i := 0; i < len(s); i++ {
		last := &out[len(out)-1]
		switch s[i] {
		case '\\':
			i++
			if i == len(s) || s[i] != '\\' && s[i] != '$' {
				return nil, false
			}
			last.text += s[i : i+1]
		case '$':
			j, group := i+1, 0
			for j < len(s) && s[j] >= '0' && s[j] <= '9' {
				n := group*10 + int(s[j]-'0')
				if j > i+1 && n > groups {
					break
				}
				group = n
				j++
			}
			if j == i+1 {
				return nil, false
			}
			out = append(out, piece{group: group})
			i = j - 1
		default:
			j := i + 1
			for j < len(s) && s[j] != '\\' && s[j] != '$' {
				j++
			}
			last.text += s[i:j]
			i = j - 1
		}
	}
	return out, true
}

// translate turns an XPath regular expression (XPath Functions §7.6.1, XML
// Schema part 2 appendix G) with flags into RE2. The error is ErrType if the
// pattern or flags are wrong, *UnsupportedError if RE2 lacks what they ask for.
func translate(pattern, flags string) (*regexp.Regexp, error) {
	if len(pattern) > maxPattern {
		return nil, &UnsupportedError{What: "a regular expression of more than 4 KiB"}
	}
	var goFlags strings.Builder
	var expanded, literal, dotAll bool
	for _, f := range flags {
		switch f {
		case 'i':
			goFlags.WriteString("i")
		case 'm':
			goFlags.WriteString("m")
		case 's':
			goFlags.WriteString("s")
			dotAll = true
		case 'x':
			expanded = true
		case 'q':
			literal = true
		default:
			return nil, ErrType
		}
	}
	src := regexp.QuoteMeta(pattern)
	if !literal {
		t := regexTranslator{in: pattern, expanded: expanded, dotAll: dotAll}
		if err := t.run(); err != nil {
			return nil, err
		}
		src = t.out.String()
	}
	if goFlags.String() != "" {
		src = "(?" + goFlags.String() + ")" + src
	}
	re, err := regexp.Compile(src)
	if err == nil {
		return re, nil
	}
	if e, ok := errors.AsType[*syntax.Error](err); ok {
		switch e.Code {
		case syntax.ErrInvalidRepeatSize, syntax.ErrLarge, syntax.ErrNestingDepth:
			return nil, &UnsupportedError{What: "a regular expression of that size (" + e.Expr + ")", Hint: "repeat at most 1000 times"}
		}
	}
	return nil, ErrType
}

// regexTranslator rewrites what XPath and RE2 write differently.
type regexTranslator struct {
	in       string
	out      strings.Builder
	expanded bool
	dotAll   bool
	class    bool // inside [...]
}

// The classes of XML Schema as the inside of an RE2 class, and negated.
var classEscapes = map[byte][2]string{
	'd': {`\p{Nd}`, `\P{Nd}`},
	's': {` \t\n\r`, `\x00-\x08\x0b\x0c\x0e-\x1f!-\x{10FFFF}`},
	// \w is everything but punctuation, separators and others.
	'w': {`\p{L}\p{M}\p{N}\p{S}`, `\p{P}\p{Z}\p{C}`},
	'i': {nameStart, complement(nameStart)},
	'c': {nameStart + nameMore, complement(nameStart + nameMore)},
}

// Name characters of XML 1.0 (fifth edition), productions 4 and 4a, in
// ascending order except for nameMore.
const (
	nameStart = `:A-Z_a-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{2FF}\x{370}-\x{37D}\x{37F}-\x{1FFF}\x{200C}-\x{200D}\x{2070}-\x{218F}\x{2C00}-\x{2FEF}\x{3001}-\x{D7FF}\x{F900}-\x{FDCF}\x{FDF0}-\x{FFFD}\x{10000}-\x{EFFFF}`
	nameMore  = `\-.0-9\x{B7}\x{300}-\x{36F}\x{203F}-\x{2040}`
)

// complement returns the inside of the class of everything that is not in set.
func complement(set string) string {
	re, err := syntax.Parse("[^"+set+"]", syntax.Perl)
	if err != nil {
		panic("expr: " + err.Error()) // set is a constant of this file
	}
	var b strings.Builder
	for i := 0; i < len(re.Rune); i += 2 {
		b.WriteString(`\x{` + strconv.FormatInt(int64(re.Rune[i]), 16) + `}-\x{` + strconv.FormatInt(int64(re.Rune[i+1]), 16) + `}`)
	}
	return b.String()
}

func (t *regexTranslator) run() error {
	for i := 0; i < len(t.in); {
		r, n := utf8.DecodeRuneInString(t.in[i:])
		rest := t.in[i+n:]
		switch {
		case r == '\\':
			used, err := t.escape(rest)
			if err != nil {
				return err
			}
			n += used
		case t.class:
			if err := t.inClass(r, rest); err != nil {
				return err
			}
		case t.expanded && (r == ' ' || r == '\t' || r == '\n' || r == '\r'):
		case r == '[':
			t.class = true
			t.out.WriteByte('[')
			if strings.HasPrefix(rest, "^") {
				t.out.WriteByte('^')
				n++
			}
		case r == '(' && strings.HasPrefix(rest, "?") && !strings.HasPrefix(rest, "?:"):
			return &UnsupportedError{What: "(?" + firstRune(rest[1:]) + " in a regular expression", Hint: "there is no lookahead and no inline flag; give flags as REGEX's last argument"}
		case r == '.' && !t.dotAll:
			t.out.WriteString(`[^\n\r]`)
		default:
			t.out.WriteRune(r)
		}
		i += n
	}
	if t.class {
		return ErrType
	}
	return nil
}

func (t *regexTranslator) inClass(r rune, rest string) error {
	switch {
	case r == ']':
		t.class = false
		t.out.WriteByte(']')
	case r == '-' && strings.HasPrefix(rest, "["):
		return &UnsupportedError{What: "character class subtraction in a regular expression", Hint: "write the class out"}
	case r == '[':
		return ErrType // must be escaped (XML Schema, production 76)
	default:
		t.out.WriteRune(r)
	}
	return nil
}

// escape translates what follows a backslash and returns how many bytes it used.
func (t *regexTranslator) escape(rest string) (int, error) {
	if rest == "" {
		return 0, ErrType
	}
	c := rest[0]
	switch {
	case c >= '0' && c <= '9':
		return 0, &UnsupportedError{What: `the back reference \` + rest[:1] + " in a regular expression", Hint: "compare parts with SUBSTR, STRBEFORE and STRAFTER instead"}
	case c == 'p' || c == 'P':
		end := strings.IndexByte(rest, '}')
		if end < 0 || rest[1] != '{' {
			return 0, ErrType
		}
		name := rest[2:end]
		if strings.HasPrefix(name, "Is") {
			return 0, &UnsupportedError{What: `the Unicode block \p{` + name + "} in a regular expression", Hint: "write its range, such as [\u0400-\u04FF]"}
		}
		t.out.WriteString(`\` + rest[:end+1])
		return end + 1, nil
	case strings.IndexByte("nrt", c) >= 0:
		t.out.WriteString(`\` + rest[:1])
		return 1, nil
	case strings.IndexByte(`\|.?*+(){}-[]^$`, c) >= 0:
		t.out.WriteString(`\` + rest[:1])
		return 1, nil
	case (c == 'b' || c == 'B') && !t.class:
		t.out.WriteString(`\` + rest[:1])
		return 1, nil
	}
	set, ok := classEscapes[c|0x20]
	if !ok {
		return 0, ErrType
	}
	inside := set[0]
	if c < 'a' {
		inside = set[1]
	}
	if t.class {
		t.out.WriteString(inside)
	} else {
		t.out.WriteString("(?-i:[" + inside + "])") // these hold both cases of a letter or none
	}
	return 1, nil
}

func firstRune(s string) string {
	_, n := utf8.DecodeRuneInString(s)
	return s[:n]
}
