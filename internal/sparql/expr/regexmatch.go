package expr

import (
	"regexp"
	"regexp/syntax"
	"strings"
)

// matcher matches re: by looking for its texts one after another if there is
// nothing else in it, otherwise after a look for text that every match has.
func matcher(re *regexp.Regexp) func(string) bool {
	tree, err := syntax.Parse(re.String(), syntax.Perl)
	if err != nil {
		return re.MatchString
	}
	tree = tree.Simplify()
	if p := newPieces(tree); p != nil {
		return func(s string) bool {
			if found, ok := p.match(s); ok {
				return found
			}
			return re.MatchString(s)
		}
	}
	text, fold := required(tree)
	switch {
	case len(text) < 2 || (fold && !isASCII(text)):
		return re.MatchString
	case !fold:
		return func(s string) bool { return strings.Contains(s, text) && re.MatchString(s) }
	}
	in := newFolded(strings.ToLower(text))
	return func(s string) bool {
		if !isASCII(s) { // where an ASCII letter may match another one
			return re.MatchString(s)
		}
		return in.in(s) && re.MatchString(s)
	}
}

// required returns the longest text that is in every match, and whether its
// case is of no matter.
func required(re *syntax.Regexp) (text string, fold bool) {
	switch re.Op {
	case syntax.OpLiteral:
		return string(re.Rune), re.Flags&syntax.FoldCase != 0
	case syntax.OpCapture, syntax.OpPlus:
		return required(re.Sub[0])
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			if t, f := required(sub); len(t) > len(text) {
				text, fold = t, f
			}
		}
	}
	return text, fold
}

// pieces is an expression that is texts with anything between them, as in
// (red|blue).*fox: of each piece the first alternative that ends matters.
type pieces struct {
	of   [][]alternative
	fold bool
	line bool // what is between them has no line break
}

type alternative struct {
	text   string
	folded *folded // not nil: it is found without regard to case
}

// maxAlternatives is how many texts a piece may stand for.
const maxAlternatives = 8

// newPieces returns re as pieces, nil if it is more than that.
func newPieces(re *syntax.Regexp) *pieces {
	p := &pieces{}
	parts := []*syntax.Regexp{re}
	if re.Op == syntax.OpConcat {
		parts = re.Sub
	}
	texts, plain := []string{""}, false
	add := func() {
		if len(texts) == 1 && texts[0] == "" {
			return // there is always nothing
		}
		var piece []alternative
		for _, t := range texts {
			piece = append(piece, alternative{text: t})
		}
		p.of, texts = append(p.of, piece), []string{""}
	}
	for _, part := range parts {
		if part.Op == syntax.OpStar && isAny(part.Sub[0]) {
			p.line = p.line || part.Sub[0].Op != syntax.OpAnyChar
			add()
			continue
		}
		more := textsOf(part, &p.fold, &plain)
		if texts = product(texts, more); texts == nil {
			return nil
		}
	}
	add()
	if len(p.of) == 0 || p.fold && plain {
		return nil
	}
	for _, piece := range p.of {
		for i := range piece {
			a := &piece[i]
			switch {
			case a.text == "", p.fold && !isASCII(a.text):
				return nil
			case p.fold:
				a.folded = newFolded(strings.ToLower(a.text))
			}
		}
	}
	return p
}

// isAny reports whether re is any character, or any that does not end a line.
func isAny(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		return true
	case syntax.OpCharClass: // [^\n\r]
		return string(re.Rune) == "\x00\x09\x0b\x0c\x0e\U0010FFFF"
	}
	return false
}

// textsOf returns the texts that re matches, nil if they are not a few. It
// notes whether there is one whose case is of no matter, and one whose is.
func textsOf(re *syntax.Regexp, fold, plain *bool) (out []string) {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 {
			*fold = true
		} else {
			*plain = true
		}
		return []string{string(re.Rune)}
	case syntax.OpCharClass:
		*plain = true // both cases of a letter are in it, or not
		for i := 0; i < len(re.Rune); i += 2 {
			if re.Rune[i+1]-re.Rune[i] >= maxAlternatives || len(out) > maxAlternatives {
				return nil
			}
			for r := re.Rune[i]; r <= re.Rune[i+1]; r++ {
				out = append(out, string(r))
			}
		}
	case syntax.OpCapture:
		return textsOf(re.Sub[0], fold, plain)
	case syntax.OpConcat:
		out = []string{""}
		for _, sub := range re.Sub {
			if out = product(out, textsOf(sub, fold, plain)); out == nil {
				return nil
			}
		}
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			texts := textsOf(sub, fold, plain)
			if texts == nil || len(out)+len(texts) > maxAlternatives {
				return nil
			}
			out = append(out, texts...)
		}
	}
	return out
}

// product returns each of a followed by each of b, nil if those are too many.
func product(a, b []string) (out []string) {
	if len(a)*len(b) > maxAlternatives {
		return nil
	}
	for _, x := range a {
		for _, y := range b {
			out = append(out, x+y)
		}
	}
	return out
}

// match reports whether the pieces follow each other in s; ok is false if that
// does not tell.
func (p *pieces) match(s string) (found, ok bool) {
	if p.fold && !isASCII(s) { // where an ASCII letter may match another one
		return false, false
	}
	whole := s
	for _, piece := range p.of {
		end := -1
		for i := range piece {
			a := &piece[i]
			var at int
			if a.folded != nil {
				at = a.folded.index(s)
			} else {
				at = strings.Index(s, a.text)
			}
			if at += len(a.text); at >= len(a.text) && (end < 0 || at < end) {
				end = at
			}
		}
		if end < 0 {
			return false, true
		}
		s = s[end:]
	}
	return true, !p.line || len(p.of) == 1 || !strings.ContainsAny(whole, "\n\r")
}
