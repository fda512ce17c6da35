package syntax

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/ascribe-graph/ascribe/internal/iri"
)

type kind uint8

const (
	tEOF     kind = iota
	tWord         // a keyword, or a word that should be one
	tIRI          // val is the reference, unescaped
	tPName        // prefix and val; local says whether there was a local part at all
	tBlank        // val is the label
	tVar          // val is the name
	tString       // val is the value
	tLang         // val is the tag
	tInteger      // text is the lexical form, for these three
	tDecimal
	tDouble
	tPunct // text is the operator or bracket
)

type token struct {
	kind   kind
	long   bool   // tString: with three quotes
	local  bool   // tPName: PNAME_LN, or PNAME_NS if false
	text   string // as written
	val    string
	prefix string
	pos    Pos
}

// describe names a token for "got …".
func (t *token) describe() string {
	if t.kind == tEOF {
		return "end of query"
	}
	return fmt.Sprintf("%q", shorten(t.text))
}

// lexer cuts the text into tokens by the longest match (§19.8 note 3).
// It panics with *Error; the parser's entry points recover that.
type lexer struct {
	src  string
	off  int // of what comes next
	file string

	// The position of the byte counted, kept so that columns cost one pass.
	counted int
	pos     Pos
}

// posAt returns the position of off, which must not lie before the last one asked.
func (l *lexer) posAt(off int) Pos {
	for l.counted < off {
		c := l.src[l.counted]
		switch {
		case c == '\n', c == '\r' && !strings.HasPrefix(l.src[l.counted+1:], "\n"):
			l.pos = Pos{l.pos.Line + 1, 1}
			l.counted++
		case c < utf8.RuneSelf:
			l.pos.Col++
			l.counted++
		default:
			_, n := utf8.DecodeRuneInString(l.src[l.counted:])
			l.pos.Col++
			l.counted += n
		}
	}
	return l.pos
}

func (l *lexer) fail(pos Pos, hint, format string, args ...any) {
	panic(&Error{
		File: l.file, Line: pos.Line, Col: pos.Col,
		Msg: fmt.Sprintf(format, args...), Hint: hint, Text: lineText(l.src, pos.Line, pos.Col),
	})
}

// rune returns the rune at off and its width; width 0 is the end.
func (l *lexer) rune(off int) (rune, int) {
	if off >= len(l.src) {
		return 0, 0
	}
	if c := l.src[off]; c < utf8.RuneSelf {
		return rune(c), 1
	}
	r, n := utf8.DecodeRuneInString(l.src[off:])
	if r == utf8.RuneError && n == 1 {
		l.fail(l.posAt(off), "save the query as UTF-8", "got byte 0x%02X, want UTF-8", l.src[off])
	}
	return r, n
}

func (l *lexer) byte(off int) byte {
	if off < len(l.src) {
		return l.src[off]
	}
	return 0
}

// next returns the next token.
func (l *lexer) next() token {
	l.skip()
	start := l.off
	t := token{pos: l.posAt(start)}
	r, n := l.rune(start)
	if n == 0 {
		return t
	}
	switch {
	case r == '<':
		if l.iriRef(&t) {
			break
		}
		l.punct(&t)
	case r == '?' || r == '$':
		if end := l.varName(start + 1); end > start+1 {
			t.kind, t.val, l.off = tVar, l.src[start+1:end], end
			break
		}
		if r == '$' {
			l.fail(t.pos, "", "got \"$\", want a variable name after it")
		}
		l.punct(&t)
	case r == '"' || r == '\'':
		l.str(&t, byte(r))
	case r == '@':
		l.langTag(&t)
	case isDigit(r), (r == '.' || r == '+' || r == '-') && l.number(start) > start:
		l.off = l.number(start)
		t.kind = numberKind(l.src[start:l.off])
	case r == '_' && l.byte(start+1) == ':':
		end := l.blankLabel(start + 2)
		if end == start+2 {
			l.fail(t.pos, "", "got \"_:\", want a blank node label after it")
		}
		t.kind, t.val, l.off = tBlank, l.src[start+2:end], end
	case r == ':' || isPNBase(r):
		l.word(&t)
	default:
		l.punct(&t)
	}
	t.text = l.src[start:l.off]
	return t
}

// skip passes white space and comments.
func (l *lexer) skip() {
	for l.off < len(l.src) {
		switch c := l.src[l.off]; {
		case isSpace(c):
			l.off++
		case c == '#':
			end := strings.IndexAny(l.src[l.off:], "\r\n")
			if end < 0 {
				end = len(l.src) - l.off
			}
			for i := l.off; i < l.off+end; {
				_, n := l.rune(i) // refuses what is not UTF-8
				i += n
			}
			l.off += end
		default:
			return
		}
	}
}

func (l *lexer) punct(t *token) {
	t.kind = tPunct
	rest := l.src[l.off:]
	for _, two := range [...]string{"^^", "&&", "||", "!=", "<=", ">="} {
		if strings.HasPrefix(rest, two) {
			l.off += 2
			return
		}
	}
	switch rest[0] {
	case '{', '}', '(', ')', '[', ']', '.', ';', ',', '=', '<', '>', '!', '+', '-', '*', '/', '^', '|', '?':
		l.off++
	case '\\':
		l.fail(t.pos, "codepoint escapes stand only inside IRIs and strings; in a prefixed name only \\ and one of _~.-!$&'()*+,;=/?#@%",
			"got \"\\\", want a token")
	case '&':
		l.fail(t.pos, "\"and\" is &&", "got \"&\", want an operator")
	default:
		r, _ := l.rune(l.off)
		l.fail(t.pos, "", "got %q, want a token", string(r))
	}
}

// varName returns the end of the VARNAME at off, off if there is none.
func (l *lexer) varName(off int) int {
	r, n := l.rune(off)
	if n == 0 || !isPNU(r) && !isDigit(r) {
		return off
	}
	for n > 0 && isVarChar(r) {
		off += n
		r, n = l.rune(off)
	}
	return off
}

// blankLabel returns the end of the label at off (BLANK_NODE_LABEL without its "_:").
func (l *lexer) blankLabel(off int) int {
	r, n := l.rune(off)
	if n == 0 || !isPNU(r) && !isDigit(r) {
		return off
	}
	return l.dotted(off, isPNChar)
}

// dotted returns the end of the longest run of ok and dots from off that does
// not end with a dot.
func (l *lexer) dotted(off int, ok func(rune) bool) int {
	end := off
	for {
		r, n := l.rune(off)
		if n == 0 || r != '.' && !ok(r) {
			return end
		}
		off += n
		if r != '.' {
			end = off
		}
	}
}

// word reads a prefixed name, or a keyword.
func (l *lexer) word(t *token) {
	start := l.off
	end := start
	if l.src[start] != ':' {
		end = l.dotted(start, isPNChar)
	}
	if l.byte(end) == ':' {
		t.kind, t.prefix = tPName, l.src[start:end]
		l.off = end + 1
		l.localName(t)
		return
	}
	end = start
	for c := l.byte(end); c == '_' || isAlpha(rune(c)) || isDigit(rune(c)); c = l.byte(end) {
		end++
	}
	if end == start {
		r, _ := l.rune(start)
		l.fail(t.pos, "", "got %q, want a token", string(r))
	}
	t.kind, l.off = tWord, end
}

// localName reads PN_LOCAL after the colon, without its escapes.
func (l *lexer) localName(t *token) {
	off, end := l.off, l.off
	var b strings.Builder
	dots := 0 // dots seen but not yet kept
	for {
		r, n := l.rune(off)
		keep := ""
		switch {
		case n == 0:
		case r == '.' && off > l.off:
			dots++
			off++
			continue
		case r == ':' || isPNU(r) || isDigit(r), off > l.off && isPNChar(r):
			keep = l.src[off : off+n]
		case r == '%' && off+2 < len(l.src) && isHex(l.src[off+1]) && isHex(l.src[off+2]):
			n = 3
			keep = l.src[off : off+3]
		case r == '\\' && l.byte(off+1) != 0 && strings.IndexByte("_~.-!$&'()*+,;=/?#@%", l.byte(off+1)) >= 0:
			n = 2
			keep = l.src[off+1 : off+2]
		}
		if keep == "" {
			break
		}
		for ; dots > 0; dots-- {
			b.WriteByte('.')
		}
		b.WriteString(keep)
		off += n
		end = off
	}
	t.local, t.val, l.off = end > l.off, b.String(), end
}

// number returns the end of the number at off, off if there is none.
func (l *lexer) number(off int) int {
	start := off
	if c := l.byte(off); c == '+' || c == '-' {
		off++
	}
	digits := func(i int) int {
		for isDigit(rune(l.byte(i))) {
			i++
		}
		return i
	}
	whole := digits(off)
	end := whole
	if l.byte(whole) == '.' {
		frac := digits(whole + 1)
		if frac > whole+1 {
			end = frac
		}
		if whole > off || frac > whole+1 {
			if e := l.exponent(frac); e > frac {
				return e
			}
		}
	}
	if end == off {
		return start
	}
	return max(end, l.exponent(end))
}

// exponent returns the end of the EXPONENT at off, off if there is none.
func (l *lexer) exponent(off int) int {
	i := off
	if l.byte(i)|0x20 != 'e' {
		return off
	}
	i++
	if c := l.byte(i); c == '+' || c == '-' {
		i++
	}
	first := i
	for isDigit(rune(l.byte(i))) {
		i++
	}
	if i == first {
		return off
	}
	return i
}

func numberKind(s string) kind {
	switch {
	case strings.ContainsAny(s, "eE"):
		return tDouble
	case strings.Contains(s, "."):
		return tDecimal
	}
	return tInteger
}

func (l *lexer) langTag(t *token) {
	i := l.off + 1
	for isAlpha(rune(l.byte(i))) {
		i++
	}
	if i == l.off+1 {
		l.fail(t.pos, "a language tag looks like @en or @nl-BE", "got \"@\", want a language tag")
	}
	for l.byte(i) == '-' {
		j := i + 1
		for c := rune(l.byte(j)); isAlpha(c) || isDigit(c); c = rune(l.byte(j)) {
			j++
		}
		if j == i+1 {
			break
		}
		i = j
	}
	t.kind, t.val, l.off = tLang, l.src[l.off+1:i], i
}

// iriRef reads an IRIREF, or returns false if the "<" is an operator.
func (l *lexer) iriRef(t *token) bool {
	off := l.off + 1
	from := off
	var b strings.Builder
	for {
		r, n := l.rune(off)
		switch {
		case n == 0:
			return false
		case r == '>':
			if from == l.off+1 {
				t.val = l.src[from:off]
			} else {
				b.WriteString(l.src[from:off])
				t.val = b.String()
			}
			t.kind, l.off = tIRI, off+1
			return true
		case r == '\\' && (l.byte(off+1) == 'u' || l.byte(off+1) == 'U'):
			b.WriteString(l.src[from:off])
			c, width := l.codepoint(off)
			if iri.Check(string(c)) != nil {
				l.fail(l.posAt(off), "", "got %s, which no IRI may hold", l.src[off:off+width])
			}
			b.WriteRune(c)
			off += width
			from = off
		case r <= 0x20 || r < 0x80 && strings.IndexByte("<\"{}|^`\\", byte(r)) >= 0:
			return false
		default:
			off += n
		}
	}
}
