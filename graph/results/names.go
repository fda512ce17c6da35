package results

import "unicode/utf8"

// isVarName reports whether s is a VARNAME of SPARQL 1.1 (production [166]).
func isVarName(s string) bool {
	for i, r := range s {
		switch {
		case isNameStart(r), r >= '0' && r <= '9':
		case i > 0 && (r == 0xB7 || r >= 0x300 && r <= 0x36F || r == 0x203F || r == 0x2040):
		default:
			return false
		}
	}
	return s != "" && utf8.ValidString(s)
}

// isBlankLabel reports whether s can stand behind "_:" in Turtle
// (BLANK_NODE_LABEL, production [141s]).
func isBlankLabel(s string) bool {
	for i, r := range s {
		switch {
		case isNameStart(r), r >= '0' && r <= '9':
		case i == 0:
			return false
		case r == '-', r == 0xB7, r >= 0x300 && r <= 0x36F, r == 0x203F, r == 0x2040:
		case r == '.' && i < len(s)-1:
		default:
			return false
		}
	}
	return s != "" && utf8.ValidString(s)
}

// isNameStart is PN_CHARS_U of Turtle and SPARQL.
func isNameStart(r rune) bool {
	switch {
	case r == '_', r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z':
		return true
	case r < 0xC0 || r == 0xD7 || r == 0xF7:
		return false
	case r <= 0x2FF, r >= 0x370 && r <= 0x37D, r >= 0x37F && r <= 0x1FFF,
		r == 0x200C, r == 0x200D, r >= 0x2070 && r <= 0x218F, r >= 0x2C00 && r <= 0x2FEF,
		r >= 0x3001 && r <= 0xD7FF, r >= 0xF900 && r <= 0xFDCF, r >= 0xFDF0 && r <= 0xFFFC,
		r >= 0x10000 && r <= 0xEFFFF:
		return true
	}
	return false
}

// isLangTag is LANGTAG without its "@" (production [144s] of Turtle).
func isLangTag(s string) bool {
	part, first := 0, true
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9' && !first:
			part++
		case c == '-' && part > 0:
			part, first = 0, false
		default:
			return false
		}
	}
	return part > 0
}

// numberType returns the XSD local name of the number that s abbreviates in
// Turtle: "integer", "decimal", "double", or "" if s is no such number.
func numberType(s string) string {
	i := 0
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		i++
	}
	digits := func() int {
		from := i
		for i < len(s) && s[i] >= '0' && s[i] <= '9' {
			i++
		}
		return i - from
	}
	whole, frac, kind := digits(), 0, "integer"
	point := i < len(s) && s[i] == '.'
	if point {
		i++
		frac = digits()
		kind = "decimal"
	}
	if whole+frac == 0 {
		return ""
	}
	if i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		i++
		if i < len(s) && (s[i] == '+' || s[i] == '-') {
			i++
		}
		if digits() == 0 {
			return ""
		}
		kind = "double"
	} else if point && frac == 0 {
		return ""
	}
	if i != len(s) {
		return ""
	}
	return kind
}
