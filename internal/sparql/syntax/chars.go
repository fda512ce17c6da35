package syntax

// The character classes of the grammar's terminals (SPARQL 1.1 §19.8,
// productions 164-168).

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func isAlpha(r rune) bool { return 'a' <= r|0x20 && r|0x20 <= 'z' && r < 0x80 }

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// isPNBase is PN_CHARS_BASE.
func isPNBase(r rune) bool {
	if r < 0x80 {
		return isAlpha(r)
	}
	switch {
	case r < 0xC0, r == 0xD7, r == 0xF7:
		return false
	case r <= 0x2FF, 0x370 <= r && r <= 0x37D, 0x37F <= r && r <= 0x1FFF,
		0x200C <= r && r <= 0x200D, 0x2070 <= r && r <= 0x218F,
		0x2C00 <= r && r <= 0x2FEF, 0x3001 <= r && r <= 0xD7FF,
		0xF900 <= r && r <= 0xFDCF, 0xFDF0 <= r && r <= 0xFFFD,
		0x10000 <= r && r <= 0xEFFFF:
		return true
	}
	return false
}

// isPNU is PN_CHARS_U.
func isPNU(r rune) bool { return r == '_' || isPNBase(r) }

// isVarChar is what may follow the first character of VARNAME.
func isVarChar(r rune) bool {
	return isPNU(r) || isDigit(r) || r == 0xB7 ||
		0x300 <= r && r <= 0x36F || r == 0x203F || r == 0x2040
}

// isPNChar is PN_CHARS.
func isPNChar(r rune) bool { return r == '-' || isVarChar(r) }
