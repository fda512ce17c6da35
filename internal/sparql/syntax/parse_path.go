package syntax

import "github.com/ascribe-graph/ascribe/internal/term"

// path reads Path [88].
func (p *parser) path() Path {
	pos := p.tok.pos
	alt := []Path{p.pathSequence()}
	for p.takePunct("|") {
		p.operator()
		alt = append(alt, p.pathSequence())
	}
	if len(alt) == 1 {
		return alt[0]
	}
	return &PathAlt{pos, alt}
}

func (p *parser) pathSequence() Path {
	pos := p.tok.pos
	seq := []Path{p.pathEltOrInverse()}
	for p.takePunct("/") {
		p.operator()
		seq = append(seq, p.pathEltOrInverse())
	}
	if len(seq) == 1 {
		return seq[0]
	}
	return &PathSeq{pos, seq}
}

func (p *parser) pathEltOrInverse() Path {
	pos := p.tok.pos
	if p.takePunct("^") {
		return &PathInverse{pos, p.pathElt()}
	}
	return p.pathElt()
}

// pathElt reads PathElt [91], with {n,m} beside ? * +.
func (p *parser) pathElt() Path {
	pos := p.tok.pos
	e := p.pathPrimary()
	switch {
	case p.takePunct("?"):
		return &PathRepeat{pos, e, 0, 1}
	case p.takePunct("*"):
		return &PathRepeat{pos, e, 0, -1}
	case p.takePunct("+"):
		return &PathRepeat{pos, e, 1, -1}
	case p.isPunct("{"):
		return p.pathBounds(pos, e)
	}
	return e
}

// maxRepeat bounds n and m of {n,m}.
const maxRepeat = 1_000_000

func (p *parser) pathBounds(pos Pos, e Path) Path {
	p.advance()
	bound := func() int {
		n := p.integer("a number of steps")
		if n > maxRepeat {
			p.failAt(pos, "", "got a path of more than %d steps, want at most that", maxRepeat)
		}
		return n
	}
	r := &PathRepeat{pos, e, 0, -1}
	if p.tok.kind == tInteger {
		r.Min = bound()
		r.Max = r.Min
		if p.takePunct(",") {
			r.Max = -1
			if !p.isPunct("}") {
				r.Max = bound()
			}
		}
	} else {
		if !p.takePunct(",") {
			p.unexpected("{n}, {n,}, {,m} or {n,m} after a path")
		}
		r.Max = bound()
	}
	if r.Max >= 0 && r.Max < r.Min {
		p.failAt(pos, "", "got {%d,%d}, want the smaller number first", r.Min, r.Max)
	}
	p.wantPunct("}")
	return r
}

func (p *parser) pathPrimary() Path {
	pos := p.tok.pos
	switch {
	case p.isIRI():
		return &PathIRI{pos, p.iri("")}
	case p.isA():
		p.advance()
		return &PathIRI{pos, rdfType}
	case p.takePunct("!"):
		return p.negatedSet(pos)
	case p.isPunct("("):
		p.enter()
		defer p.leave()
		p.advance()
		path := p.path()
		p.wantPunct(")")
		return path
	case p.tok.kind == tVar:
		p.failAt(pos, "a variable alone matches any one predicate", "got %s, want a predicate: a path holds no variables", p.tok.describe())
	}
	p.unexpected("a predicate or a path")
	return nil
}

func (p *parser) isA() bool { return p.tok.kind == tWord && p.tok.text == "a" }

func (p *parser) negatedSet(pos Pos) Path {
	n := &PathNegated{Pos: pos}
	if !p.takePunct("(") {
		n.Items = []NegatedItem{p.negatedItem()}
		return n
	}
	if p.takePunct(")") {
		return n
	}
	for {
		n.Items = append(n.Items, p.negatedItem())
		if !p.takePunct("|") {
			break
		}
	}
	if !p.takePunct(")") {
		p.unexpected(`"|" or ")"`)
	}
	return n
}

func (p *parser) negatedItem() NegatedItem {
	inverse := p.takePunct("^")
	var iri term.Term
	if p.isA() {
		p.advance()
		iri = rdfType
	} else {
		iri = p.iri("an IRI: only predicates and their inverses can be negated")
	}
	return NegatedItem{iri, inverse}
}

// paths reads what follows PATHS.
func (p *parser) paths(q *Query, dataset bool) {
	c := &PathsClause{Pos: p.tok.pos, Limit: -1}
	q.Form, q.Paths = Paths, c
	p.enter()
	defer p.leave()
	p.advance()
	switch {
	case p.takeWord("ANY"):
		p.wantWord("SHORTEST")
	case p.takeWord("ALL"):
		p.wantWord("SHORTEST")
		c.Mode = AllShortest
	case p.takeWord("ACYCLIC"):
		c.Mode = Acyclic
	}
	if dataset {
		p.datasetClauses(q, "FROM")
	}
	c.Start = p.pathsEnd("START")
	c.End = p.pathsEnd("END")
	if c.End.Var == c.Start.Var {
		p.failAt(c.End.Pos, "", "got ?%s for both ends, want two variables", c.End.Var)
	}
	if p.takeWord("VIA") {
		c.Via = p.via()
	}
	if p.takeWord("MAX") {
		p.wantWord("LENGTH")
		pos := p.tok.pos
		if c.MaxLength = p.integer("a number of hops"); c.MaxLength == 0 {
			p.failAt(pos, "", "got 0, want at least one hop")
		}
	}
	if p.takeWord("LIMIT") {
		c.Limit = p.integer("a number of chains")
	}
	if c.Mode == Acyclic && c.MaxLength == 0 && c.Limit < 0 {
		p.failAt(c.Pos, "add MAX LENGTH 6, or LIMIT 100", "got ACYCLIC without a bound, want MAX LENGTH or LIMIT")
	}
	switch {
	case p.tok.kind == tEOF, p.isPunct("}"):
	default:
		p.unexpected("VIA, MAX LENGTH, LIMIT or the end of PATHS", "VIA", "MAX", "LIMIT")
	}
}

func (p *parser) pathsEnd(keyword string) PathsEnd {
	p.wantWord(keyword)
	e := PathsEnd{Pos: p.tok.pos}
	e.Var = p.variable("a variable after " + keyword)
	for _, c := range PathsColumns {
		if c == e.Var {
			p.failAt(e.Pos, "", "got ?%s, want another name: it is a column of every PATHS", c)
		}
	}
	switch {
	case p.takePunct("="):
		e.IRI = p.iri("an IRI after =")
	case p.isPunct("{"):
		e.Group = p.group()
		var scope vars
		scope.pattern(e.Group)
		if !scope.has(e.Var) {
			p.failAt(e.Pos, "", "got a pattern without ?%s, want one that binds it", e.Var)
		}
	}
	return e
}

// via reads what one hop may be.
func (p *parser) via() Path {
	pos := p.tok.pos
	switch {
	case p.takePunct("*"):
		return nil
	case p.tok.kind == tVar:
		if v := p.variable(""); v != "p" {
			p.failAt(pos, "the column of the predicate is always ?p", "got ?%s, want ?p, * or a path of one edge", v)
		}
		return nil
	}
	path := p.path()
	if at, ok := longPath(path); ok {
		p.failAt(at, "each hop is one edge; MAX LENGTH bounds how many there are", "got a path of several steps, want alternatives of single edges after VIA")
	}
	return path
}

// longPath finds what is not one edge.
func longPath(p Path) (Pos, bool) {
	switch p := p.(type) {
	case *PathSeq:
		return p.Pos, true
	case *PathRepeat:
		return p.Pos, true
	case *PathInverse:
		return longPath(p.P)
	case *PathAlt:
		for _, a := range p.Paths {
			if at, ok := longPath(a); ok {
				return at, true
			}
		}
	}
	return Pos{}, false
}
