package rdf

import "strings"

// The parser of Turtle and TriG, by recursive descent; the names in comments
// are those of the grammar (Turtle section 6.5, TriG section 4.5). Terms live in
// the arena, used as a stack: who appends a term cuts the arena back when the
// statements about it are done.

// document reads a turtleDoc or trigDoc.
func (s *Scanner) document() {
	s.prefixes = map[string]string{}
	if s.opts.Base != "" {
		base, ok := parseBase([]byte(s.opts.Base))
		if !ok || !validIRI([]byte(s.opts.Base)) {
			s.fail(s.src.pos, "a base IRI is absolute, such as http://example.org/file", "got base IRI <%s> of the options, want absolute IRI", s.opts.Base)
			return
		}
		s.base, s.hasBase = base, true
	}
	for {
		s.arena = s.arena[:0]
		s.skip()
		c := s.src.peek()
		if c < 0 {
			s.err = s.src.failure()
			return
		}
		if !s.statement(byte(c)) {
			return
		}
	}
}

// statement reads a directive or block that begins with c.
func (s *Scanner) statement(c byte) bool {
	switch {
	case c == '@':
		return s.atDirective()
	case c == '{' && s.format == TriG:
		s.graph = Term{}
		return s.wrappedGraph()
	case c == ':' || is(c, cAlpha) || c >= 0x80:
		var t Term
		word, ok := s.nameOrWord(&t)
		if !ok {
			return false
		}
		if word != nil {
			return s.keyword(word)
		}
		return s.block(t, true)
	}
	t, plain, ok := s.subject(c)
	return ok && s.block(t, plain)
}

// block reads what follows the subject of a statement: the graph that it
// names or the predicates and the dot. plain says that t may name a graph.
func (s *Scanner) block(t Term, plain bool) bool {
	s.skip()
	if s.format == TriG && plain && s.src.peek() == '{' {
		s.graph = t
		ok := s.wrappedGraph()
		s.graph = Term{}
		return ok
	}
	if !s.rest(t) {
		return false
	}
	if s.src.peek() != '.' {
		hint := ""
		if s.src.peek() == '{' && s.format == Turtle {
			hint = "Turtle has no graphs; read the file as TriG (.trig)"
		}
		return s.wanted(hint, "',', ';' or '.'")
	}
	s.src.pos++
	return true
}

// rest reads the predicateObjectList of t, which may be absent after
// a blankNodePropertyList only: that is a subject with s.bare set.
func (s *Scanner) rest(t Term) bool {
	if t.Kind == None {
		return true // a property list that needs no more
	}
	return s.predicates(t)
}

// subject reads the subject that begins with c, but names and keywords. The
// zero Term says that the subject is a property list which ends the triples.
// plain says that it is a labelOrSubject.
func (s *Scanner) subject(c byte) (t Term, plain, ok bool) {
	switch c {
	case '<':
		ok = s.iriRef(&t)
		return t, true, ok
	case '_':
		ok = s.blankLabel(&t)
		return t, true, ok
	case ':':
		_, ok = s.nameOrWord(&t)
		return t, true, ok
	case '[':
		s.src.pos++
		t = s.newBlank()
		s.skip()
		if s.src.peek() == ']' {
			s.src.pos++
			return t, true, true
		}
		if !s.propertyList(t) {
			return t, false, false
		}
		s.skip()
		if c := s.src.peek(); c == '.' || c == '}' && s.format == TriG {
			return Term{}, false, true
		}
		return t, false, true
	case '(':
		s.src.pos++
		s.skip()
		if s.src.peek() == ')' {
			s.src.pos++
			return rdfNil, false, true
		}
		t = s.newBlank()
		return t, false, s.items(t)
	case '"', '\'':
		return t, false, s.wanted("a literal can only be an object", "subject (IRI or blank node)")
	case '{':
		return t, false, s.wanted("Turtle has no graphs; read the file as TriG (.trig)", "subject (IRI or blank node)")
	}
	return t, false, s.wanted("", "subject (IRI or blank node)")
}

// wrappedGraph reads "{" triplesBlock? "}".
func (s *Scanner) wrappedGraph() bool {
	s.src.pos++
	for {
		mark := len(s.arena)
		s.skip()
		c := s.src.peek()
		if c == '}' {
			s.src.pos++
			return true
		}
		if c < 0 {
			return s.wanted("", "'}'")
		}
		var t Term
		var ok bool
		if is(byte(c), cAlpha) || c >= 0x80 {
			var word []byte
			if word, ok = s.nameOrWord(&t); ok && word != nil {
				hint := ""
				switch strings.ToUpper(string(word)) {
				case "PREFIX", "BASE", "VERSION":
					hint = "directives stand outside of graphs"
				}
				return s.failWord(word, hint, "subject (IRI or blank node)")
			}
		} else {
			t, _, ok = s.subject(byte(c))
		}
		if !ok {
			return false
		}
		s.skip()
		if !s.rest(t) {
			return false
		}
		s.arena = s.arena[:mark]
		switch s.src.peek() {
		case '.':
			s.src.pos++
		case '}':
		default:
			return s.wanted("", "',', ';', '.' or '}'")
		}
	}
}

// predicates reads a predicateObjectList of subj and the white space after it.
func (s *Scanner) predicates(subj Term) bool {
	for {
		mark := len(s.arena)
		pred, ok := s.verb()
		if !ok {
			return false
		}
		for {
			s.skip()
			if !s.object(subj, pred) {
				return false
			}
			s.skip()
			if s.src.peek() != ',' {
				break
			}
			s.src.pos++
		}
		s.arena = s.arena[:mark]
		if s.src.peek() != ';' {
			return true
		}
		for s.src.peek() == ';' {
			s.src.pos++
			s.skip()
		}
		switch s.src.peek() {
		case '.', ']', '}', -1:
			return true
		}
	}
}

// verb reads a predicate: an IRI or the keyword a.
func (s *Scanner) verb() (t Term, ok bool) {
	c := s.src.peek()
	switch {
	case c == '<':
		ok = s.iriRef(&t)
		return t, ok
	case c == ':' || c >= 0 && (is(byte(c), cAlpha) || c >= 0x80):
		word, ok := s.nameOrWord(&t)
		if !ok {
			return t, false
		}
		if word != nil {
			if string(word) != "a" {
				return t, s.failWord(word, "", "predicate (IRI or a)")
			}
			t = rdfType
		}
		return t, true
	case c == '_', c == '[':
		return t, s.wanted("a blank node cannot be a predicate", "predicate (IRI or a)")
	case c == '"', c == '\'':
		return t, s.wanted("a literal cannot be a predicate", "predicate (IRI or a)")
	}
	return t, s.wanted("", "predicate (IRI or a)")
}

// object reads an object and yields the statement with it.
func (s *Scanner) object(subj, pred Term) bool {
	mark := len(s.arena)
	var t Term
	ok := true
	c := s.src.peek()
	switch {
	case c == '<':
		ok = s.iriRef(&t)
	case c == '_':
		ok = s.blankLabel(&t)
	case c == '"', c == '\'':
		ok = s.literal(&t, byte(c))
	case c == '+', c == '-', c == '.', c >= '0' && c <= '9':
		ok = s.number(&t)
	case c == ':' || c >= 0 && (is(byte(c), cAlpha) || c >= 0x80):
		var word []byte
		if word, ok = s.nameOrWord(&t); ok && word != nil {
			switch string(word) {
			case "true", "false":
				t = Term{Typed, word, xsdBoolean}
			default:
				return s.failWord(word, "", "object (IRI, blank node or literal)")
			}
		}
	case c == '[':
		s.src.pos++
		t = s.newBlank()
		if !s.triple(subj, pred, t) {
			return false
		}
		s.skip()
		if s.src.peek() == ']' {
			s.src.pos++
		} else {
			ok = s.propertyList(t)
		}
		s.arena = s.arena[:mark]
		return ok
	case c == '(':
		s.src.pos++
		s.skip()
		if s.src.peek() == ')' {
			s.src.pos++
			return s.triple(subj, pred, rdfNil)
		}
		t = s.newBlank()
		ok = s.triple(subj, pred, t) && s.items(t)
		s.arena = s.arena[:mark]
		return ok
	default:
		return s.wanted("", "object (IRI, blank node or literal)")
	}
	ok = ok && s.triple(subj, pred, t)
	s.arena = s.arena[:mark]
	return ok
}

// triple yields a statement in the current graph.
func (s *Scanner) triple(subj, pred, obj Term) bool {
	s.st = Statement{subj, pred, obj, s.graph}
	return s.emit()
}

// propertyList reads what follows the "[" of a blankNodePropertyList, and the
// "]".
func (s *Scanner) propertyList(t Term) bool {
	if !s.deeper() || !s.predicates(t) {
		return false
	}
	s.depth--
	if s.src.peek() != ']' {
		return s.wanted("", "',', ';' or ']'")
	}
	s.src.pos++
	return true
}

// items reads the objects of a collection, of which there is one at least,
// and the ")"; head is the node of the first.
func (s *Scanner) items(head Term) bool {
	if !s.deeper() {
		return false
	}
	mark := len(s.arena)
	node := head
	for {
		if !s.object(node, rdfFirst) {
			return false
		}
		s.skip()
		c := s.src.peek()
		if c == ')' {
			s.src.pos++
			s.depth--
			s.arena = s.arena[:mark]
			return s.triple(node, rdfRest, rdfNil)
		}
		if c < 0 {
			return s.wanted("", "')'")
		}
		next := s.newBlank()
		if !s.triple(node, rdfRest, next) {
			return false
		}
		// The label moves down to the mark, so that a long list needs no
		// more room than a short one.
		s.arena = append(s.arena[:mark], next.Value...)
		node = Term{Kind: Blank, Value: s.arena[mark:]}
	}
}

// deeper counts a level of nesting.
func (s *Scanner) deeper() bool {
	s.depth++
	if limit := s.opts.maxDepth(); s.depth > limit {
		return s.fail(s.src.pos, "the limit is Options.MaxDepth", "got [] and () nested more than %d deep", limit)
	}
	return true
}

// wanted fails at the next byte.
func (s *Scanner) wanted(hint, want string) bool {
	if s.src.need(2) && (s.src.buf[s.src.pos] == '~' || string(s.src.buf[s.src.pos:s.src.pos+2]) == "{|") {
		hint = "reifiers and annotations (RDF 1.2) are not supported"
	}
	if s.src.failure() == nil {
		s.src.settle(s.src.pos)
	}
	return s.fail(s.src.pos, hint, "got %s, want %s", s.src.got(s.src.pos), want)
}

// failWord fails at a word that nameOrWord has just read.
func (s *Scanner) failWord(word []byte, hint, want string) bool {
	switch w := string(word); {
	case hint != "":
	case strings.EqualFold(w, "a") || strings.EqualFold(w, "true") || strings.EqualFold(w, "false"):
		if w != strings.ToLower(w) {
			hint = "keywords are written in lower case: " + strings.ToLower(w)
		}
	case w == "GRAPH" || w == "graph":
		hint = "Turtle has no graphs; read the file as TriG (.trig)"
	default:
		hint = "a prefixed name has a colon (ex:name), an IRI angle brackets (<http://...>)"
	}
	return s.fail(s.src.mark, hint, "got '%s', want %s", clip(word), want)
}

// namedGraph reads what follows the keyword GRAPH.
func (s *Scanner) namedGraph() bool {
	s.arena = s.arena[:0]
	s.skip()
	c := s.src.peek()
	var t Term
	ok := true
	switch {
	case c == '<':
		ok = s.iriRef(&t)
	case c == '_':
		ok = s.blankLabel(&t)
	case c == ':' || c >= 0 && (is(byte(c), cAlpha) || c >= 0x80):
		var word []byte
		if word, ok = s.nameOrWord(&t); ok && word != nil {
			return s.failWord(word, "", "graph name (IRI or blank node)")
		}
	case c == '[':
		s.src.pos++
		s.skip()
		if s.src.peek() != ']' {
			return s.wanted("", "']'")
		}
		s.src.pos++
		t = s.newBlank()
	case c == '{':
		return s.wanted("the default graph is written without GRAPH", "graph name (IRI or blank node)")
	default:
		return s.wanted("", "graph name (IRI or blank node)")
	}
	if !ok {
		return false
	}
	s.skip()
	if s.src.peek() != '{' {
		return s.wanted("", "'{'")
	}
	s.graph = t
	ok = s.wrappedGraph()
	s.graph = Term{}
	return ok
}
