package rdf

import (
	"bytes"
	"strings"
)

// The directives of Turtle and TriG, and the other keywords that begin a
// statement.

// keyword reads the directive or graph that begins with word.
func (s *Scanner) keyword(word []byte) bool {
	switch w := strings.ToUpper(string(clip(word))); {
	case w == "PREFIX":
		return s.prefix()
	case w == "BASE":
		return s.setBase()
	case w == "VERSION":
		return s.version()
	case w == "GRAPH" && s.format == TriG:
		return s.namedGraph()
	}
	return s.failWord(word, "", "subject (IRI or blank node)")
}

// atDirective reads @prefix, @base or @version with its dot.
func (s *Scanner) atDirective() bool {
	s.src.mark = s.src.pos
	n := 1
	for s.src.need(n+1) && n < 12 && is(s.src.buf[s.src.pos+n], cName) {
		n++
	}
	word := string(s.src.buf[s.src.pos : s.src.pos+n])
	at := s.src.pos
	s.src.pos += n
	var ok bool
	switch word {
	case "@prefix":
		ok = s.prefix()
	case "@base":
		ok = s.setBase()
	case "@version":
		ok = s.version()
	default:
		hint := ""
		if l := strings.ToLower(word); l != word && (l == "@prefix" || l == "@base" || l == "@version") {
			hint = "with '@' it is written in lower case: " + l
		}
		return s.fail(at, hint, "got '%s', want @prefix, @base or a statement", word)
	}
	if !ok {
		return false
	}
	s.skip()
	if s.src.peek() != '.' {
		return s.wanted(word+" ends with a dot", "'.'")
	}
	s.src.pos++
	return true
}

// prefix reads PNAME_NS IRIREF.
func (s *Scanner) prefix() bool {
	s.arena = s.arena[:0]
	s.skip()
	s.src.mark = s.src.pos
	if !s.namePrefix() {
		return false
	}
	name := string(s.arena)
	if s.src.peek() != ':' {
		return s.wanted("a declaration is written @prefix ex: <http://example.org/> .", "prefix with ':'")
	}
	s.src.pos++
	s.arena = s.arena[:0]
	iri, ok := s.directiveIRI()
	if ok {
		s.prefixes[name] = string(iri)
	}
	return ok
}

// setBase reads the IRIREF of a base declaration.
func (s *Scanner) setBase() bool {
	iri, ok := s.directiveIRI()
	if ok {
		s.base, _ = parseBase(bytes.Clone(iri))
		s.hasBase = true
	}
	return ok
}

// directiveIRI reads an IRIREF, resolved.
func (s *Scanner) directiveIRI() ([]byte, bool) {
	s.skip()
	if s.src.peek() != '<' {
		return nil, s.wanted("", "IRI in angle brackets")
	}
	var t Term
	ok := s.iriRef(&t)
	return t.Value, ok
}

// version reads the string of an RDF 1.2 version announcement, which changes
// nothing.
func (s *Scanner) version() bool {
	s.arena = s.arena[:0]
	s.skip()
	c := s.src.peek()
	long := s.src.need(3) && s.src.buf[s.src.pos+1] == byte(c) && s.src.buf[s.src.pos+2] == byte(c)
	if c != '"' && c != '\'' || long {
		return s.wanted(`for example VERSION "1.2"`, "version in quotes")
	}
	_, ok := s.quoted(byte(c))
	return ok
}
