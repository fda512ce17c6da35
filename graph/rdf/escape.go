package rdf

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// uchar decodes the UCHAR (\uXXXX or \UXXXXXXXX) at the start of b. It returns
// the rune and the length of the escape, or 0 and what is wrong.
func uchar(b []byte) (r rune, n int, problem string) {
	n = 6
	if b[1] == 'U' {
		n = 10
	}
	for i := 2; i < n; i++ {
		if i >= len(b) || !is(b[i], cHex) {
			return 0, 0, fmt.Sprintf("got escape \\%c without %d hexadecimal digits", b[1], n-2)
		}
		d := b[i] | 0x20
		if d >= 'a' {
			d -= 'a' - 10
		} else {
			d -= '0'
			d &= 0x0F
		}
		if r > utf8.MaxRune {
			continue // out of range already, and must not overflow
		}
		r = r<<4 | rune(d)
	}
	switch {
	case r >= 0xD800 && r <= 0xDFFF:
		return 0, 0, fmt.Sprintf("got escape %s of half a surrogate pair, want one escape for the whole character", b[:n])
	case r > utf8.MaxRune:
		return 0, 0, fmt.Sprintf("got escape %s beyond U+10FFFF", b[:n])
	}
	return r, n, ""
}

// appendStringEscape appends the character that the escape at the start of b
// stands for in a literal (ECHAR or UCHAR) and returns the escape's length, or
// 0 and what is wrong.
func appendStringEscape(dst, b []byte) (out []byte, n int, problem string) {
	if len(b) < 2 {
		return dst, 0, "got '\\' at the end"
	}
	c := b[1]
	switch c {
	case 't':
		c = '\t'
	case 'b':
		c = '\b'
	case 'n':
		c = '\n'
	case 'r':
		c = '\r'
	case 'f':
		c = '\f'
	case '"', '\'', '\\':
	case 'u', 'U':
		r, n, problem := uchar(b)
		if n == 0 {
			return dst, 0, problem
		}
		return utf8.AppendRune(dst, r), n, ""
	default:
		r, _ := utf8.DecodeRune(b[1:])
		return dst, 0, fmt.Sprintf("got escape '\\%s', want one of \\t \\b \\n \\r \\f \\\" \\' \\\\ \\u \\U", strings.Trim(strconv.QuoteRune(r), "'"))
	}
	return append(dst, c), 2, ""
}

const hintStringEscape = "write a backslash as \\\\"

// appendIRIEscape is appendStringEscape for an IRIREF, where only UCHAR is
// allowed, and only of characters that may stand in an IRI.
func appendIRIEscape(dst, b []byte) (out []byte, n int, problem string) {
	if len(b) < 2 || b[1] != 'u' && b[1] != 'U' {
		return dst, 0, "got '\\' in an IRI, want only \\u and \\U escapes there"
	}
	r, n, problem := uchar(b)
	if n == 0 {
		return dst, 0, problem
	}
	if r < utf8.RuneSelf && !is(byte(r), cIRI) {
		return dst, 0, fmt.Sprintf("got escape of %q, which no IRI may hold", r)
	}
	return utf8.AppendRune(dst, r), n, ""
}

const hintIRIChar = "percent-encode it: a space is %20, a backslash %5C"

const upperHex = "0123456789ABCDEF"

// appendQuoted appends v in quotes, escaped as canonical N-Triples 1.2 has it
// (https://www.w3.org/TR/rdf12-n-triples/#canonical-ntriples): ECHAR where there
// is one, UCHAR for other controls, DEL, U+FFFE and U+FFFF, all else raw.
func appendQuoted(dst, v []byte) []byte {
	dst = append(dst, '"')
	dst = appendEscaped(dst, v, false)
	return append(dst, '"')
}

// appendEscaped appends the inside of a string. In a long one line feeds stay
// raw, and quotes do unless another quote or the end follows.
func appendEscaped(dst, v []byte, long bool) []byte {
	from := 0
	for i, c := range v {
		if c >= ' ' && c != '"' && c != '\\' && c != 0x7F && c != 0xBF && c != 0xBE {
			continue
		}
		switch c {
		case 0xBE, 0xBF: // U+FFFE and U+FFFF are EF BF BE and EF BF BF
			if i < 2 || v[i-1] != 0xBF || v[i-2] != 0xEF {
				continue
			}
			dst = append(dst, v[from:i-2]...)
			dst = append(dst, '\\', 'u', 'F', 'F', 'F', upperHex[c&0x0F])
			from = i + 1
			continue
		case '\n':
			if long {
				continue
			}
		case '"':
			if long && i+1 < len(v) && v[i+1] != '"' {
				continue
			}
		}
		dst = append(dst, v[from:i]...)
		from = i + 1
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\b':
			dst = append(dst, '\\', 'b')
		case '\t':
			dst = append(dst, '\\', 't')
		case '\n':
			dst = append(dst, '\\', 'n')
		case '\f':
			dst = append(dst, '\\', 'f')
		case '\r':
			dst = append(dst, '\\', 'r')
		default:
			dst = append(dst, '\\', 'u', '0', '0', upperHex[c>>4], upperHex[c&0x0F])
		}
	}
	return append(dst, v[from:]...)
}
