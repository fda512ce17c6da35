package rdf

import (
	"bytes"
	"unicode/utf8"
)

// The terminals of Turtle and TriG. Each reader starts at its first
// character and appends the value to the arena.

// skip passes white space and comments. No term is being read any more.
func (s *Scanner) skip() {
	src := &s.src
	src.mark = -1
	for {
		for src.pos < src.end && is(src.buf[src.pos], cSpace) {
			src.pos++
		}
		if src.pos == src.end {
			if src.fill() {
				continue
			}
			return
		}
		if src.buf[src.pos] != '#' {
			return
		}
		for {
			if i := bytes.IndexAny(src.buf[src.pos:src.end], "\r\n"); i >= 0 {
				src.pos += i
				break
			}
			src.pos = src.end
			if !src.fill() {
				return
			}
		}
	}
}

// tooLong reports whether the term at arena[start:] is longer than the limit.
func (s *Scanner) tooLong(start int) bool {
	if len(s.arena)-start <= s.src.max {
		return false
	}
	if s.err == nil {
		s.err = s.src.tooLong(s.src.mark)
	}
	return true
}

// iriRef reads an IRIREF and resolves it against the base. The mark stays at
// its start until skip takes it away.
func (s *Scanner) iriRef(t *Term) bool {
	src := &s.src
	src.mark = src.pos
	src.pos++
	start := len(s.arena)
	for {
		b := src.buf[src.pos:src.end]
		j := 0
		for j < len(b) && is(b[j], cIRI) {
			j++
		}
		s.arena = append(s.arena, b[:j]...)
		src.pos += j
		if j == len(b) {
			if src.fill() {
				continue
			}
			return s.fail(src.mark, "an IRI ends with '>'", "got IRI without end, want '>'")
		}
		if b[j] == '>' {
			src.pos++
			break
		}
		if b[j] != '\\' {
			s.badIRI(src.mark, src.pos)
			return false
		}
		src.need(10)
		var n int
		var problem string
		if s.arena, n, problem = appendIRIEscape(s.arena, src.buf[src.pos:src.end]); n == 0 {
			return s.fail(src.pos, hintIRIChar, "%s", problem)
		}
		src.pos += n
	}
	if s.tooLong(start) {
		return false
	}
	if !hasScheme(s.arena[start:]) {
		if !s.hasBase {
			return s.fail(src.mark, "give the file's own IRI with --base, or declare one: @base <http://...> .",
				"got relative IRI <%s> without a base, want absolute IRI", clip(s.arena[start:]))
		}
		s.scratch = append(s.scratch[:0], s.arena[start:]...)
		s.arena = s.base.appendResolved(s.arena[:start], s.scratch)
	}
	*t = Term{Kind: IRI, Value: s.arena[start:len(s.arena):len(s.arena)]}
	return true
}

// nameOrWord reads a PrefixedName into t, or a word without a colon, which
// it returns. The mark stays at its start until skip takes it away.
func (s *Scanner) nameOrWord(t *Term) (word []byte, ok bool) {
	src := &s.src
	src.mark = src.pos
	start := len(s.arena)
	if !s.namePrefix() {
		return nil, false
	}
	if src.peek() != ':' {
		if len(s.arena) == start {
			return nil, s.wanted("", "IRI, blank node or keyword")
		}
		return s.arena[start:len(s.arena):len(s.arena)], true
	}
	src.pos++
	ns, ok := s.prefixes[string(s.arena[start:])]
	if !ok {
		return nil, s.unknownPrefix(string(s.arena[start:]))
	}
	s.arena = append(s.arena[:start], ns...)
	if c := src.peek(); c >= 0 && c != '.' && c != '-' && s.nameCharAt(0, true) {
		first := true
		if c >= utf8.RuneSelf {
			r, _ := utf8.DecodeRune(src.buf[src.pos:src.end])
			first = isNameBase(r)
		}
		if first && !s.nameChars(true) {
			return nil, false
		}
	}
	if s.tooLong(start) {
		return nil, false
	}
	*t = Term{Kind: IRI, Value: s.arena[start:len(s.arena):len(s.arena)]}
	return nil, true
}

// namePrefix appends a PN_PREFIX, which may be empty.
func (s *Scanner) namePrefix() bool {
	if c := s.src.peek(); c >= 0 {
		if r, _ := utf8.DecodeRune(s.src.buf[s.src.pos:s.src.end]); isNameBase(r) {
			start := len(s.arena)
			return s.nameChars(false) && !s.tooLong(start)
		}
	}
	return true
}

// nameCharAt reports whether a character of a name stands n bytes after pos.
func (s *Scanner) nameCharAt(n int, local bool) bool {
	if !s.src.need(n + 1) {
		return false
	}
	b := s.src.buf[s.src.pos+n : s.src.end]
	switch c := b[0]; {
	case c >= utf8.RuneSelf:
		r, _ := utf8.DecodeRune(b)
		return isName(r)
	case is(c, cName):
		return true
	default:
		return local && (c == ':' || c == '%' || c == '\\')
	}
}

// nameChars appends (PN_CHARS | '.')* PN_CHARS; in the local part of a name
// ':' and PLX count as PN_CHARS.
func (s *Scanner) nameChars(local bool) bool {
	src := &s.src
	for {
		b := src.buf[src.pos:src.end]
		j := 0
		for j < len(b) && is(b[j], cName) {
			j++
		}
		s.arena = append(s.arena, b[:j]...)
		src.pos += j
		if j == len(b) {
			if src.fill() {
				continue
			}
			return true
		}
		switch c := b[j]; {
		case c == '.':
			n := 1
			for src.need(n+1) && src.buf[src.pos+n] == '.' {
				n++
			}
			if !s.nameCharAt(n, local) {
				return true
			}
			s.arena = append(s.arena, src.buf[src.pos:src.pos+n]...)
			src.pos += n
		case c == ':' && local:
			s.arena = append(s.arena, ':')
			src.pos++
		case c == '%' && local:
			if !src.need(3) || !is(src.buf[src.pos+1], cHex) || !is(src.buf[src.pos+2], cHex) {
				return s.fail(src.pos, "write a percent sign as \\%", "got '%%' without two hexadecimal digits in a name")
			}
			s.arena = append(s.arena, src.buf[src.pos:src.pos+3]...)
			src.pos += 3
		case c == '\\' && local:
			if !src.need(2) || !is(src.buf[src.pos+1], cLocal) {
				return s.fail(src.pos, "write the IRI in full: <http://...>", "got '\\' in a name, want one of _~.-!$&'()*+,;=/?#@%% after it")
			}
			s.arena = append(s.arena, src.buf[src.pos+1])
			src.pos += 2
		case c >= utf8.RuneSelf:
			r, n := utf8.DecodeRune(src.buf[src.pos:src.end])
			if !isName(r) {
				return true
			}
			s.arena = append(s.arena, src.buf[src.pos:src.pos+n]...)
			src.pos += n
		default:
			return true
		}
	}
}

// literal reads an RDFLiteral that begins with the quote q.
func (s *Scanner) literal(t *Term, q byte) bool {
	start := len(s.arena)
	src := &s.src
	src.mark = src.pos
	long, ok := s.quoted(q)
	if !ok {
		return false
	}
	*t = Term{Kind: String, Value: s.arena[start:len(s.arena):len(s.arena)]}
	if c := src.peek(); long && c == int(q) {
		return s.wanted("a long literal ends at the first three quotes; escape a quote before them: \\"+string(q), "end of literal")
	}
	s.skip()
	switch src.peek() {
	case '@':
		return s.lang(t)
	case '^':
		if !src.need(2) || src.buf[src.pos+1] != '^' {
			return s.wanted("a datatype is written \"value\"^^<IRI>", "'^^'")
		}
		src.pos += 2
		s.skip()
		var d Term
		src.mark = src.pos
		switch c := src.peek(); {
		case c == '<':
			ok = s.iriRef(&d)
		case c == ':' || c >= 0 && (is(byte(c), cAlpha) || c >= utf8.RuneSelf):
			var word []byte
			if word, ok = s.nameOrWord(&d); ok && word != nil {
				return s.failWord(word, "", "datatype (IRI)")
			}
		default:
			return s.wanted("", "datatype (IRI)")
		}
		at := src.mark
		return ok && s.setDatatype(t, d.Value, at)
	}
	return true
}

// lang reads the LANGTAG of t.
func (s *Scanner) lang(t *Term) bool {
	src := &s.src
	src.mark = src.pos
	n := 1
	for src.need(n+1) && (is(src.buf[src.pos+n], cAlpha|cDigit) || src.buf[src.pos+n] == '-') {
		n++
	}
	b := src.buf[src.pos+1 : src.pos+n]
	k, long := langLen(b)
	if k == 0 || long {
		return s.wanted(hintLang, "language tag")
	}
	if k < len(b) && b[k] == '-' {
		s.badLang(src.pos+1+k, k+1 < len(b) && b[k+1] == '-')
		return false
	}
	start := len(s.arena)
	s.arena = append(s.arena, b[:k]...)
	if s.tooLong(start) {
		return false
	}
	t.Kind, t.Extra = Lang, s.arena[start:len(s.arena):len(s.arena)]
	src.pos += 1 + k
	src.mark = -1
	return true
}

// quoted reads any of the four kinds of string, which begins with the quote q,
// and reports whether it is a long one.
func (s *Scanner) quoted(q byte) (long, ok bool) {
	src := &s.src
	src.mark = src.pos
	start := len(s.arena)
	if src.need(2) && src.buf[src.pos+1] == q {
		if !src.need(3) || src.buf[src.pos+2] != q {
			src.pos += 2
			src.mark = -1
			return false, true
		}
		long = true
		src.pos += 2
	}
	src.pos++
	for {
		b := src.buf[src.pos:src.end]
		j := 0
		if long {
			for j < len(b) && b[j] != q && b[j] != '\\' {
				j++
			}
		} else {
			for j < len(b) && (is(b[j], cStr) || b[j] == '"') && b[j] != q {
				j++
			}
		}
		s.arena = append(s.arena, b[:j]...)
		src.pos += j
		if j == len(b) {
			if src.fill() {
				continue
			}
			return long, s.fail(src.mark, "is a closing quote missing?", "got literal without end, want %s", quotes(q, long))
		}
		switch b[j] {
		case '\\':
			src.need(10)
			var n int
			var problem string
			if s.arena, n, problem = appendStringEscape(s.arena, src.buf[src.pos:src.end]); n == 0 {
				return long, s.fail(src.pos, hintStringEscape, "%s", problem)
			}
			src.pos += n
			continue
		case q:
			if long && (!src.need(3) || src.buf[src.pos+1] != q || src.buf[src.pos+2] != q) {
				s.arena = append(s.arena, q)
				src.pos++
				continue
			}
		default:
			return long, s.fail(src.mark, "write the line break as \\n, or the literal between three quotes", "got literal without end, want %s before the end of the line", quotes(q, long))
		}
		if s.tooLong(start) {
			return long, false
		}
		src.pos++
		if long {
			src.pos += 2
		}
		src.mark = -1
		return long, true
	}
}

func quotes(q byte, long bool) string {
	if long {
		return string([]byte{q, q, q})
	}
	return string([]byte{q})
}

// number reads an INTEGER, DECIMAL or DOUBLE.
func (s *Scanner) number(t *Term) bool {
	src := &s.src
	src.mark = src.pos
	start := len(s.arena)
	datatype := xsdInteger
	if c := src.buf[src.pos]; c == '+' || c == '-' {
		s.arena = append(s.arena, c)
		src.pos++
	}
	whole := s.digits()
	if src.peek() == '.' {
		switch {
		case src.need(2) && is(src.buf[src.pos+1], cDigit):
			s.arena = append(s.arena, '.')
			src.pos++
			s.digits()
			datatype = xsdDecimal
		case whole > 0 && s.exponentAt(1):
			s.arena = append(s.arena, '.')
			src.pos++
		case whole == 0:
			return s.wanted("", "object (IRI, blank node or literal)")
		}
	} else if whole == 0 {
		return s.wanted("", "digit")
	}
	if s.exponentAt(0) {
		s.arena = append(s.arena, src.buf[src.pos:src.pos+2]...) // e and a sign or digit
		src.pos += 2
		s.digits()
		datatype = xsdDouble
	}
	if s.tooLong(start) {
		return false
	}
	src.mark = -1
	*t = Term{Kind: Typed, Value: s.arena[start:len(s.arena):len(s.arena)], Extra: datatype}
	return true
}

// digits appends a run of digits and returns its length.
func (s *Scanner) digits() (n int) {
	for c := s.src.peek(); c >= 0 && is(byte(c), cDigit); c = s.src.peek() {
		s.arena = append(s.arena, byte(c))
		s.src.pos++
		n++
	}
	return n
}

// exponentAt reports whether an EXPONENT stands n bytes after pos.
func (s *Scanner) exponentAt(n int) bool {
	src := &s.src
	if !src.need(n+2) || src.buf[src.pos+n]|0x20 != 'e' {
		return false
	}
	c := src.buf[src.pos+n+1]
	if c == '+' || c == '-' {
		return src.need(n+3) && is(src.buf[src.pos+n+2], cDigit)
	}
	return is(c, cDigit)
}
