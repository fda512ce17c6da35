package rdf

import (
	"bytes"
	"io"
	"unicode/utf8"
)

// The readers of N-Triples and N-Quads: a line at a time, whose terms are
// spans of the buffer unless they hold escapes.

// nextLine makes buf[pos:nl+1] the rest of a line with its line break and
// reports whether there is one.
func (s *source) nextLine() bool {
	if s.nl >= s.pos && s.pos < s.end {
		return true // after a lone carriage return
	}
	s.mark = s.pos
	seen := 0
	for {
		if i := bytes.IndexByte(s.buf[s.pos+seen:s.end], '\n'); i >= 0 {
			s.nl = s.pos + seen + i
			break
		}
		seen = s.end - s.pos
		if s.fill() {
			continue
		}
		if seen == 0 {
			return false
		}
		if s.err == errTooLong { //nolint:errorlint // private sentinel
			// A file whose only line breaks are carriage returns is one
			// line to IndexByte.
			i := bytes.LastIndexByte(s.buf[s.pos:s.end], '\r')
			if i <= 0 {
				return false
			}
			s.err, s.dry = nil, false
			s.nl = s.pos + i
			break
		}
		if s.err != io.EOF { //nolint:errorlint // as io.Reader says
			return false
		}
		s.nl = s.end
		s.buf[s.end] = '\n'
		break
	}
	if s.nl-s.pos > s.max && bytes.IndexByte(s.buf[s.pos:s.nl], '\r') < 0 {
		s.err, s.dry = errTooLong, true
		return false
	}
	return true
}

// lines reads N-Triples or N-Quads.
func (s *Scanner) lines() {
	src := &s.src
	for src.nextLine() {
		b := src.buf[src.pos : src.nl+1]
		i := blanks(b, 0)
		switch b[i] {
		case '\n', '\r':
		case '#':
			i += comment(b[i:])
		default:
			var version bool
			if i, version = s.lineStatement(b, i); i < 0 {
				return
			}
			i = blanks(b, i)
			if b[i] == '#' {
				i += comment(b[i:])
			}
			if b[i] != '\n' && b[i] != '\r' {
				s.failLine(i, "each statement stands on its own line", "end of line")
				return
			}
			if !version && !s.emit() {
				return
			}
		}
		src.pos = min(src.pos+i+1, src.end)
	}
	s.err = src.failure()
}

func blanks(b []byte, i int) int {
	for b[i] == ' ' || b[i] == '\t' {
		i++
	}
	return i
}

// comment returns the length of the comment at the start of b.
func comment(b []byte) int { return bytes.IndexAny(b, "\r\n") }

// failLine records that something else was wanted at b[i] and returns -1.
func (s *Scanner) failLine(i int, hint, want string) int {
	s.fail(s.src.pos+i, hint, "got %s, want %s", s.gotLine(i), want)
	return -1
}

func (s *Scanner) gotLine(i int) string {
	if idx := s.src.pos + i; idx < s.src.end {
		return s.src.got(idx)
	}
	return "end of file"
}

// lineStatement scans a statement up to and with its dot into s.st. It
// returns the index after it, -1 on failure.
func (s *Scanner) lineStatement(b []byte, i int) (next int, version bool) {
	s.arena = s.arena[:0]
	st := &s.st
	switch b[i] {
	case '<':
		i = s.lineIRI(b, i, &st.S)
	case '_':
		i = s.lineBlank(b, i, &st.S)
	default:
		if bytes.HasPrefix(b[i:], []byte("VERSION")) {
			return s.lineVersion(b, i), true
		}
		return s.failLine(i, "", "subject (IRI or blank node)"), false
	}
	if i < 0 {
		return i, false
	}
	i = blanks(b, i)
	if b[i] != '<' {
		return s.failLine(i, "", "predicate (IRI)"), false
	}
	if i = s.lineIRI(b, i, &st.P); i < 0 {
		return i, false
	}
	i = blanks(b, i)
	switch b[i] {
	case '<':
		i = s.lineIRI(b, i, &st.O)
	case '"':
		i = s.lineLiteral(b, i, &st.O)
	case '_':
		i = s.lineBlank(b, i, &st.O)
	default:
		return s.failLine(i, "", "object (IRI, blank node or literal)"), false
	}
	if i < 0 {
		return i, false
	}
	i = blanks(b, i)
	if s.format == NQuads {
		switch b[i] {
		case '<':
			i = s.lineIRI(b, i, &st.G)
		case '_':
			i = s.lineBlank(b, i, &st.G)
		default:
			st.G = Term{}
		}
		if i < 0 {
			return i, false
		}
		i = blanks(b, i)
		if b[i] != '.' {
			if st.G.Kind == None {
				return s.failLine(i, "", "graph name or '.'"), false
			}
			return s.failLine(i, "", "'.'"), false
		}
		return i + 1, false
	}
	if b[i] != '.' {
		hint := ""
		if b[i] == '<' || b[i] == '_' {
			hint = "N-Triples has no graph names; read the file as N-Quads (.nq)"
		}
		return s.failLine(i, hint, "'.'"), false
	}
	return i + 1, false
}

// lineVersion scans an RDF 1.2 version announcement.
func (s *Scanner) lineVersion(b []byte, i int) int {
	i = blanks(b, i+len("VERSION"))
	if b[i] != '"' {
		return s.failLine(i, `for example VERSION "1.2"`, "version in double quotes")
	}
	var t Term
	return s.lineString(b, i, &t)
}

// lineIRI scans the IRIREF at b[i].
func (s *Scanner) lineIRI(b []byte, i int, t *Term) int {
	j := i + 1
	for is(b[j], cIRI) {
		j++
	}
	v := b[i+1 : j]
	if b[j] != '>' {
		start := len(s.arena)
		s.arena = append(s.arena, v...)
		for b[j] == '\\' {
			var n int
			var problem string
			if s.arena, n, problem = appendIRIEscape(s.arena, b[j:]); n == 0 {
				s.fail(s.src.pos+j, hintIRIChar, "%s", problem)
				return -1
			}
			j += n
			from := j
			for is(b[j], cIRI) {
				j++
			}
			s.arena = append(s.arena, b[from:j]...)
		}
		if b[j] != '>' {
			return s.badIRI(s.src.pos+i, s.src.pos+j)
		}
		v = s.arena[start:]
	}
	if !hasScheme(v) {
		s.fail(s.src.pos+i, s.format.Title()+" has only absolute IRIs; write it in full, or read the file as Turtle or TriG with --base",
			"got relative IRI <%s>, want absolute IRI", clip(v))
		return -1
	}
	t.Kind, t.Value, t.Extra = IRI, v, nil
	return j + 1
}

// badIRI reports the character at buf[idx] that ends the IRI at buf[start]
// too early. It returns -1.
func (s *Scanner) badIRI(start, idx int) int {
	b := s.src.buf[idx:s.src.end]
	switch {
	case len(b) == 0 || b[0] == '\n' || b[0] == '\r':
		s.fail(start, "an IRI ends with '>'", "got IRI without end, want '>'")
	case b[0] == '<' && idx == start+1:
		s.fail(start, "triple terms and reifiers (RDF 1.2) are not supported", "got '<<', want IRI")
	default:
		r, _ := utf8.DecodeRune(b)
		s.fail(idx, hintIRIChar, "got %q in an IRI, want '>' or a character that an IRI may hold", r)
	}
	return -1
}

// clip bounds what a message quotes.
func clip(v []byte) []byte {
	const most = 80
	if len(v) <= most {
		return v
	}
	n := most
	for n > 0 && !utf8.RuneStart(v[n]) {
		n--
	}
	return append(bytes.Clone(v[:n]), "…"...)
}

// lineBlank scans the BLANK_NODE_LABEL at b[i].
func (s *Scanner) lineBlank(b []byte, i int, t *Term) int {
	if b[i+1] != ':' {
		return s.failLine(i, "a blank node is written _:label", "blank node label")
	}
	start := i + 2
	j := start
	for {
		c := b[j]
		if is(c, cName) || c == '.' {
			j++
			continue
		}
		if c < utf8.RuneSelf {
			break
		}
		r, n := utf8.DecodeRune(b[j:])
		if !isName(r) {
			break
		}
		j += n
	}
	for j > start && b[j-1] == '.' {
		j--
	}
	if j > start {
		if r, _ := utf8.DecodeRune(b[start:]); !isNameStart(r) {
			j = start
		}
	}
	if j == start {
		return s.failLine(start, "a label begins with a letter, a digit or '_'", "blank node label")
	}
	v := b[start:j]
	if p := s.opts.BlankPrefix; p != "" {
		from := len(s.arena)
		s.arena = append(append(s.arena, p...), v...)
		v = s.arena[from:]
	}
	t.Kind, t.Value, t.Extra = Blank, v, nil
	return j
}

// lineString scans the STRING_LITERAL_QUOTE at b[i] into t.Value.
func (s *Scanner) lineString(b []byte, i int, t *Term) int {
	j := i + 1
	for is(b[j], cStr) {
		j++
	}
	v := b[i+1 : j]
	if b[j] == '\\' {
		start := len(s.arena)
		s.arena = append(s.arena, v...)
		for b[j] == '\\' {
			var n int
			var problem string
			if s.arena, n, problem = appendStringEscape(s.arena, b[j:]); n == 0 {
				s.fail(s.src.pos+j, hintStringEscape, "%s", problem)
				return -1
			}
			j += n
			from := j
			for is(b[j], cStr) {
				j++
			}
			s.arena = append(s.arena, b[from:j]...)
		}
		v = s.arena[start:]
	}
	if b[j] != '"' {
		s.fail(s.src.pos+i, "write a line break in a literal as \\n", "got literal without end, want '\"' before the end of the line")
		return -1
	}
	t.Value = v
	return j + 1
}

// lineLiteral scans the literal at b[i].
func (s *Scanner) lineLiteral(b []byte, i int, t *Term) int {
	if i = s.lineString(b, i, t); i < 0 {
		return i
	}
	t.Kind, t.Extra = String, nil
	j := blanks(b, i)
	switch b[j] {
	case '@':
		n, long := langLen(b[j+1:])
		if n == 0 || long {
			return s.failLine(j, hintLang, "language tag")
		}
		t.Kind, t.Extra = Lang, b[j+1:j+1+n]
		i = j + 1 + n
		if b[i] == '-' {
			return s.badLang(s.src.pos+i, b[i+1] == '-')
		}
	case '^':
		if b[j+1] != '^' {
			return s.failLine(j, "a datatype is written \"value\"^^<IRI>", "'^^'")
		}
		j = blanks(b, j+2)
		if b[j] != '<' {
			return s.failLine(j, "", "datatype (IRI)")
		}
		var d Term
		if i = s.lineIRI(b, j, &d); i < 0 {
			return i
		}
		if !s.setDatatype(t, d.Value, s.src.pos+j) {
			return -1
		}
	}
	return i
}

// setDatatype makes t a literal of datatype, which stands at buf[idx]. The
// datatypes of tagged literals are never written (RDF 1.1 Concepts section 3.3).
func (s *Scanner) setDatatype(t *Term, datatype []byte, idx int) bool {
	switch {
	case bytes.Equal(datatype, xsdString):
	case isTagged(datatype):
		return s.fail(idx, `write the language tag instead: "value"@en`, "got datatype <%s>, want a datatype of untagged literals", datatype)
	default:
		t.Kind, t.Extra = Typed, datatype
	}
	return true
}

// isTagged reports whether datatype is rdf:langString or rdf:dirLangString.
func isTagged(datatype []byte) bool {
	name, ok := bytes.CutPrefix(datatype, []byte(rdfNS))
	return ok && (string(name) == "langString" || string(name) == "dirLangString")
}

const hintLang = "a language tag has parts of at most eight letters (and digits, after the first), such as @en or @zh-Hans"

// badLang reports what is wrong at the '-' at buf[idx] after a language tag.
func (s *Scanner) badLang(idx int, direction bool) int {
	if direction {
		s.fail(idx, "base directions (RDF 1.2) are not supported", "got '--' after a language tag, want end of literal")
	} else {
		s.fail(idx, hintLang, "got '-' at the end of a language tag")
	}
	return -1
}
