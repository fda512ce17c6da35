package syntax

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// str reads a string literal with the quote q.
func (l *lexer) str(t *token, q byte) {
	quote := string(q)
	if strings.HasPrefix(l.src[l.off:], quote+quote+quote) {
		t.long = true
		quote += quote + quote
	}
	off := l.off + len(quote)
	from := off
	var b strings.Builder
	for {
		r, n := l.rune(off)
		switch {
		case n == 0:
			l.fail(t.pos, "", "got end of query, want %s to close the string that begins here", quote)
		case r == rune(q) && strings.HasPrefix(l.src[off:], quote):
			b.WriteString(l.src[from:off])
			t.kind, t.val, l.off = tString, b.String(), off+len(quote)
			return
		case (r == '\n' || r == '\r') && !t.long:
			l.fail(t.pos, "a string of several lines has three quotes on each side", "got end of line, want %s to close the string that begins here", quote)
		case r == '\\':
			b.WriteString(l.src[from:off])
			c, width := l.escape(off)
			b.WriteRune(c)
			off += width
			from = off
		default:
			off += n
		}
	}
}

// escape reads the ECHAR or UCHAR at off.
func (l *lexer) escape(off int) (rune, int) {
	switch c := l.byte(off + 1); c {
	case 't':
		return '\t', 2
	case 'b':
		return '\b', 2
	case 'n':
		return '\n', 2
	case 'r':
		return '\r', 2
	case 'f':
		return '\f', 2
	case '\\', '"', '\'':
		return rune(c), 2
	case 'u', 'U':
		return l.codepoint(off)
	}
	r, _ := l.rune(off + 1)
	l.fail(l.posAt(off), `a backslash is written \\`, `got "\%c", want one of \t \b \n \r \f \" \' \\ \uXXXX \UXXXXXXXX`, r)
	return 0, 0
}

// codepoint reads \uXXXX or \UXXXXXXXX at off.
func (l *lexer) codepoint(off int) (rune, int) {
	width := 6
	if l.src[off+1] == 'U' {
		width = 10
	}
	end := off + 2
	for end < min(off+width, len(l.src)) && isHex(l.src[end]) {
		end++
	}
	if end < off+width {
		l.fail(l.posAt(off), "", "got \"%s\", want %d hexadecimal digits after it", l.src[off:end], width-2)
	}
	v, _ := strconv.ParseUint(l.src[off+2:end], 16, 32)
	if v > utf8.MaxRune || 0xD800 <= v && v < 0xE000 {
		l.fail(l.posAt(off), "characters above U+FFFF are written \\UXXXXXXXX, not as two surrogates",
			"got %s, want the code of a character", l.src[off:end])
	}
	return rune(v), width
}
