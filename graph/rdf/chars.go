package rdf

import "unicode/utf8"

// Classes of bytes, from the terminals of the Turtle grammar (section 6.5).
const (
	cIRI   = 1 << iota // may stand in an IRIREF as it is; every byte above 0x7F may
	cName              // ASCII part of PN_CHARS
	cAlpha             // ASCII part of PN_CHARS_BASE
	cDigit             // 0-9
	cHex               // 0-9, A-F, a-f
	cStr               // may stand in a STRING_LITERAL_QUOTE as it is
	cLocal             // may follow a backslash in PN_LOCAL_ESC
	cSpace             // WS
)

var class = func() (t [256]uint8) {
	for i := range t {
		c := byte(i)
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z':
			t[i] |= cAlpha | cName
		case c >= '0' && c <= '9':
			t[i] |= cDigit | cName | cHex
		case c == '_', c == '-':
			t[i] |= cName
		case c == ' ', c == '\t', c == '\n', c == '\r':
			t[i] |= cSpace
		}
		if c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F' {
			t[i] |= cHex
		}
		if c > ' ' {
			t[i] |= cIRI
		}
		if c != '"' && c != '\\' && c != '\n' && c != '\r' {
			t[i] |= cStr
		}
	}
	for _, c := range []byte("<>\"{}|^`\\") {
		t[c] &^= cIRI
	}
	for _, c := range []byte("_~.-!$&'()*+,;=/?#@%") {
		t[c] |= cLocal
	}
	return t
}()

func is(c byte, mask uint8) bool { return class[c]&mask != 0 }

// isNameBase reports whether r is in PN_CHARS_BASE.
func isNameBase(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return is(byte(r), cAlpha)
	case r < 0x370:
		return r >= 0xC0 && r != 0xD7 && r != 0xF7 && r < 0x300
	case r < 0x2000:
		return r != 0x37E
	case r < 0x3001:
		return r == 0x200C || r == 0x200D || r >= 0x2070 && r <= 0x218F || r >= 0x2C00 && r <= 0x2FEF
	case r < 0xD800:
		return true
	case r < 0x10000:
		return r >= 0xF900 && r <= 0xFDCF || r >= 0xFDF0 && r <= 0xFFFD
	}
	return r <= 0xEFFFF
}

// isName reports whether r is in PN_CHARS.
func isName(r rune) bool {
	if r < utf8.RuneSelf {
		return is(byte(r), cName)
	}
	return isNameBase(r) || r == 0xB7 || r >= 0x300 && r <= 0x36F || r == 0x203F || r == 0x2040
}

// isNameStart reports whether r is in PN_CHARS_U or a digit: the first
// character of a blank node label.
func isNameStart(r rune) bool { return r == '_' || isNameBase(r) || r >= '0' && r <= '9' }

// hasScheme reports whether iri begins with the scheme of an absolute IRI
// (RFC 3987: ALPHA *( ALPHA / DIGIT / "+" / "-" / "." ) ":").
func hasScheme[T string | []byte](iri T) bool {
	if len(iri) == 0 || !is(iri[0], cAlpha) {
		return false
	}
	for i := 1; i < len(iri); i++ {
		c := iri[i]
		switch {
		case c == ':':
			return true
		case is(c, cAlpha|cDigit), c == '+', c == '-', c == '.':
		default:
			return false
		}
	}
	return false
}

// validLabel reports whether label can follow "_:" (BLANK_NODE_LABEL).
func validLabel(label []byte) bool {
	if len(label) == 0 || label[len(label)-1] == '.' {
		return false
	}
	for i := 0; i < len(label); {
		r, n := utf8.DecodeRune(label[i:])
		if r == utf8.RuneError && n == 1 {
			return false
		}
		if i == 0 && !isNameStart(r) || i > 0 && !isName(r) && r != '.' {
			return false
		}
		i += n
	}
	return true
}

// langLen returns the length of the language tag at the start of b, 0 if none
// (LANGTAG without its "@"). long says that a part of it has more than the eight
// characters that BCP 47 allows, which RDF 1.1 Concepts section 3.3 asks for.
func langLen[T string | []byte](b T) (n int, long bool) {
	for n < len(b) && is(b[n], cAlpha) {
		n++
	}
	long = n > 8
	for n > 0 && n+1 < len(b) && b[n] == '-' && is(b[n+1], cAlpha|cDigit) {
		n++
		from := n
		for n < len(b) && is(b[n], cAlpha|cDigit) {
			n++
		}
		long = long || n-from > 8
	}
	return n, long
}
