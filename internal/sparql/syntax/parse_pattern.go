package syntax

var groupKeywords = []string{"OPTIONAL", "FILTER", "UNION", "MINUS", "BIND", "VALUES", "GRAPH", "SERVICE", "SELECT", "PATHS"}

// newBGP begins a basic graph pattern for the blank node rule.
func (p *parser) newBGP() {
	p.bgps++
	p.bgp = p.bgps
}

// group reads GroupGraphPattern [53].
func (p *parser) group() *Group {
	g := &Group{Pos: p.tok.pos}
	p.enter()
	defer p.leave()
	p.wantPunct("{")
	p.newBGP()
	if p.isWord("SELECT") || p.isWord("PATHS") {
		g.Elems = []Pattern{p.subSelect()}
		p.wantPunct("}")
		return g
	}
	var scope vars // of the elements so far, kept only once a BIND asks
	scoped := 0
	afterTriples := false
	for !p.isPunct("}") {
		var e Pattern
		if p.startsTriples() {
			if afterTriples {
				p.unexpected(`"." between triples`)
			}
			pos := p.tok.pos
			e = &Triples{pos, p.triplesBlock(true)}
			afterTriples = true
			g.Elems = append(g.Elems, e)
			continue
		}
		p.operator()
		e = p.notTriples()
		if b, ok := e.(*Bind); ok {
			for ; scoped < len(g.Elems); scoped++ {
				scope.pattern(g.Elems[scoped])
			}
			if scope.has(b.Var) {
				p.failAt(b.Pos, "BIND needs a new variable; to compare with this one use FILTER", "got ?%s, want a variable that the group does not use before this BIND", b.Var)
			}
		}
		g.Elems = append(g.Elems, e)
		if _, ok := e.(*Filter); !ok {
			p.newBGP()
		}
		afterTriples = false
		p.takePunct(".")
	}
	p.advance()
	return g
}

// notTriples reads GraphPatternNotTriples [56].
func (p *parser) notTriples() Pattern {
	pos := p.tok.pos
	if p.isPunct("{") {
		g := p.group()
		if !p.isWord("UNION") {
			return g
		}
		u := &Union{pos, []*Group{g}}
		for p.takeWord("UNION") {
			p.operator()
			if !p.isPunct("{") {
				p.unexpected(`"{" after UNION`)
			}
			u.Groups = append(u.Groups, p.group())
		}
		return u
	}
	switch p.word() {
	case "OPTIONAL":
		p.advance()
		return &Optional{pos, p.group()}
	case "MINUS":
		p.advance()
		return &Minus{pos, p.group()}
	case "GRAPH":
		p.advance()
		name := p.varOrIRI("a variable or an IRI after GRAPH")
		return &GraphPattern{pos, name, p.group()}
	case "SERVICE":
		p.advance()
		silent := p.takeWord("SILENT")
		name := p.varOrIRI("a variable or an IRI after SERVICE")
		return &Service{pos, silent, name, p.group()}
	case "FILTER":
		p.advance()
		if !p.startsConstraint() {
			p.unexpected("a condition in brackets, or a call, after FILTER", constraintWords...)
		}
		old := p.bgp // the groups of EXISTS end, this pattern goes on
		e := p.constraint()
		p.bgp = old
		p.checkNoAggregate(e, "FILTER")
		return &Filter{pos, e}
	case "BIND":
		p.advance()
		p.wantPunct("(")
		e := p.expression()
		p.wantWord("AS")
		at := p.tok.pos
		v := p.variable("a variable after AS")
		p.wantPunct(")")
		p.checkNoAggregate(e, "BIND")
		return &Bind{at, e, v}
	case "VALUES":
		return p.inlineData()
	case "SELECT", "PATHS":
		p.failAt(p.tok.pos, "put the sub-select in { } of its own", "got %s, want a triple, a pattern or \"}\"", p.tok.describe())
	}
	p.unexpected(`a triple, a pattern or "}"`, groupKeywords...)
	return nil
}
