package syntax

import "github.com/ascribe-graph/ascribe/internal/term"

var (
	rdfType  = term.NewIRI(term.RDFType)
	rdfFirst = term.NewIRI(term.RDF + "first")
	rdfRest  = term.NewIRI(term.RDF + "rest")
	rdfNil   = term.NewIRI(term.RDF + "nil")
)

// startsTriples reports whether the current token begins a triple.
func (p *parser) startsTriples() bool {
	switch p.tok.kind {
	case tVar, tIRI, tPName, tBlank:
		return true
	}
	return p.isPunct("(") || p.isPunct("[") || p.isLiteral()
}

// triplesBlock reads TriplesBlock [55], or TriplesTemplate [52] without paths.
func (p *parser) triplesBlock(paths bool) []Triple {
	var out []Triple
	for {
		p.sameSubject(&out, paths)
		if !p.takePunct(".") || !p.startsTriples() {
			return out
		}
	}
}

// sameSubject reads TriplesSameSubject(Path) [75, 81].
func (p *parser) sameSubject(out *[]Triple, paths bool) {
	s, complete := p.graphNode(out, paths, "a subject")
	if complete && !p.isVerb(paths) {
		return
	}
	p.propertyList(s, out, paths)
}

func (p *parser) startsPath() bool {
	return p.isPunct("(") || p.isPunct("^") || p.isPunct("!")
}

// isVerb reports whether the current token begins a predicate.
func (p *parser) isVerb(paths bool) bool {
	return p.tok.kind == tVar || p.isIRI() || p.tok.kind == tWord && p.tok.text == "a" || paths && p.startsPath()
}

// propertyList reads PropertyListNotEmpty [77, 83].
func (p *parser) propertyList(s Node, out *[]Triple, paths bool) {
	p.predicateObjects(s, out, paths)
	for p.takePunct(";") {
		if p.isVerb(paths) {
			p.predicateObjects(s, out, paths)
		}
	}
}

func (p *parser) predicateObjects(s Node, out *[]Triple, paths bool) {
	pos := p.tok.pos
	var verb Node
	var path Path
	switch {
	case !p.isVerb(paths):
		switch {
		case p.tok.kind == tBlank || p.isPunct("["):
			p.failAt(pos, "a variable matches any predicate", "got a blank node, want a predicate")
		case !paths && p.startsPath():
			p.failAt(pos, "", "got %s, want a predicate: property paths stand only in patterns", p.tok.describe())
		}
		p.unexpected("a predicate", "a")
	case p.tok.kind == tVar:
		verb = Node{Pos: pos, Var: p.variable("")}
	case !paths:
		verb = Node{Pos: pos, Term: rdfType}
		if !p.takeWord("a") {
			verb.Term = p.iri("")
		}
	default:
		path = p.path()
		if link, ok := path.(*PathIRI); ok {
			verb, path = Node{link.Pos, "", link.IRI}, nil
		}
	}
	for {
		// The triple comes before those of its object, so that the variables
		// are met in the order of the text: SELECT * has that order.
		var inner []Triple
		o, _ := p.graphNode(&inner, paths, "an object")
		p.add(out, Triple{pos, s, verb, o, path})
		*out = append(*out, inner...)
		if !p.takePunct(",") {
			return
		}
	}
}

// add appends a triple, within the limits.
func (p *parser) add(out *[]Triple, t Triple) {
	p.triples++
	if p.noVars == "" && p.triples > p.opts.MaxTriples {
		p.fail("got more than %d triples, want at most that", p.opts.MaxTriples)
	}
	if t.Path != nil {
		p.operator()
	}
	*out = append(*out, t)
}

// graphNode reads GraphNode [104]: a variable, a term, or a list or a
// bracket with triples of its own, whose triples it appends. complete says that
// it was of the latter kind and needs no predicate.
func (p *parser) graphNode(out *[]Triple, paths bool, want string) (n Node, complete bool) {
	n.Pos = p.tok.pos
	switch {
	case p.tok.kind == tVar:
		n.Var = p.variable(want)
	case p.isIRI():
		n.Term = p.iri(want)
	case p.isLiteral():
		n.Term = p.literal()
	case p.tok.kind == tBlank:
		n.Term = p.blank()
	case p.isPunct("["):
		p.checkBlankAllowed(p.tok.pos)
		p.enter()
		p.advance()
		n = p.freshBlank(n.Pos)
		if !p.isPunct("]") {
			p.propertyList(n, out, paths)
			complete = true
		}
		if !p.takePunct("]") {
			p.unexpected(`a predicate or "]"`)
		}
		p.leave()
	case p.isPunct("("):
		return p.collection(out, paths)
	default:
		p.unexpected(want, "true", "false")
	}
	return n, complete
}

func (p *parser) collection(out *[]Triple, paths bool) (Node, bool) {
	pos := p.tok.pos
	p.enter()
	defer p.leave()
	p.advance()
	if p.takePunct(")") {
		return Node{Pos: pos, Term: rdfNil}, false
	}
	p.checkBlankAllowed(pos)
	head := p.freshBlank(pos)
	cell := head
	for {
		at := p.tok.pos
		var inner []Triple
		item, _ := p.graphNode(&inner, paths, `an item of the list or ")"`)
		p.add(out, Triple{Pos: at, S: cell, P: Node{Pos: at, Term: rdfFirst}, O: item})
		*out = append(*out, inner...)
		at = p.tok.pos
		rest := Node{Pos: at, Term: rdfNil}
		last := p.takePunct(")")
		if !last {
			rest = p.freshBlank(at)
		}
		p.add(out, Triple{Pos: at, S: cell, P: Node{Pos: at, Term: rdfRest}, O: rest})
		if last {
			return head, true
		}
		cell = rest
	}
}

func (p *parser) checkBlankAllowed(pos Pos) {
	if p.blanks == blankForbidden {
		p.failAt(pos, "a blank node would match anything: use a variable in DELETE … WHERE", "got a blank node, want none in DELETE")
	}
}

// blank reads a blank node label and checks §19.6.
func (p *parser) blank() term.Term {
	p.checkBlankAllowed(p.tok.pos)
	label := p.tok.val
	if p.blanks == blankPattern {
		if at, ok := p.labels[label]; ok && at != p.bgp {
			p.failAt(p.tok.pos, "use a variable to join two patterns", "got _:%s, want a label that no other basic graph pattern uses", label)
		}
		p.labels[label] = p.bgp
	}
	p.advance()
	return term.NewBlank(label)
}
