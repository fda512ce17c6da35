package syntax

import "github.com/ascribe-graph/ascribe/internal/term"

var operations = []string{"INSERT", "DELETE", "WITH", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "PREFIX", "BASE", "VERSION"}

// update reads UpdateUnit [3, 29].
func (p *parser) update() *Update {
	u := &Update{}
	var inserted vars // labels of the INSERT DATA operations before this one
	for {
		p.prologue()
		if p.tok.kind == tEOF {
			return u
		}
		p.newBGP()
		u.Ops = append(u.Ops, p.operation(&inserted))
		if p.tok.kind == tEOF {
			return u
		}
		if !p.takePunct(";") {
			p.unexpected(`";" and the next operation, or the end of the update`)
		}
	}
}

func (p *parser) operation(inserted *vars) Operation {
	pos := p.tok.pos
	word := p.word()
	switch word {
	case "SELECT", "CONSTRUCT", "ASK", "DESCRIBE", "PATHS":
		p.failAt(pos, "this is a query", "got %s, want an update", p.tok.describe())
	case "INSERT":
		p.advance()
		if p.takeWord("DATA") {
			op := &InsertData{pos, p.quads("in INSERT DATA", blankTemplate)}
			p.checkInserted(op, inserted)
			return op
		}
		return p.modify(&Modify{Pos: pos}, "INSERT")
	case "DELETE":
		p.advance()
		switch {
		case p.takeWord("DATA"):
			return &DeleteData{pos, p.quads("in DELETE DATA", blankForbidden)}
		case p.takeWord("WHERE"):
			return &DeleteWhere{pos, p.quads("", blankForbidden)}
		}
		return p.modify(&Modify{Pos: pos}, "DELETE")
	case "WITH":
		p.advance()
		m := &Modify{Pos: pos, With: p.iri("the IRI of a graph after WITH")}
		if !p.isWord("INSERT") && !p.isWord("DELETE") {
			p.unexpected("DELETE or INSERT", "DELETE", "INSERT")
		}
		word = p.word()
		p.advance()
		return p.modify(m, word)
	case "LOAD":
		p.advance()
		op := &Load{Pos: pos, Silent: p.takeWord("SILENT")}
		op.Source = p.iri("an IRI after LOAD")
		if p.takeWord("INTO") {
			p.wantWord("GRAPH")
			op.Into = p.iri("the IRI of a graph")
		}
		return op
	case "CLEAR", "DROP":
		p.advance()
		op := &Clear{Pos: pos, Drop: word == "DROP", Silent: p.takeWord("SILENT")}
		op.Target = p.graphRefAll()
		return op
	case "CREATE":
		p.advance()
		op := &Create{Pos: pos, Silent: p.takeWord("SILENT")}
		p.wantWord("GRAPH")
		op.Graph = p.iri("the IRI of a graph")
		return op
	case "ADD", "MOVE", "COPY":
		p.advance()
		op := &Transfer{Pos: pos, Silent: p.takeWord("SILENT")}
		op.Kind = map[string]TransferKind{"ADD": Add, "MOVE": Move, "COPY": Copy}[word]
		op.From = p.graphOrDefault()
		p.wantWord("TO")
		op.To = p.graphOrDefault()
		return op
	}
	p.unexpected("an operation such as INSERT DATA or DELETE WHERE", operations...)
	return nil
}

// modify reads Modify [41] from behind its first DELETE or INSERT.
func (p *parser) modify(m *Modify, word string) Operation {
	if word == "DELETE" {
		m.HasDelete = true
		m.Delete = p.quads("", blankForbidden)
		if p.takeWord("INSERT") {
			word = "INSERT"
		}
	}
	if word == "INSERT" {
		m.HasInsert = true
		m.Insert = p.quads("", blankTemplate)
	}
	var q Query
	p.datasetClauses(&q, "USING")
	m.Using = q.Dataset
	if !p.isWord("WHERE") {
		p.unexpected("WHERE", "WHERE", "USING", "INSERT")
	}
	p.advance()
	m.Where = p.group()
	m.Base = p.base
	return m
}

func (p *parser) graphRefAll() GraphRef {
	switch {
	case p.takeWord("DEFAULT"):
		return GraphRef{Set: DefaultGraph}
	case p.takeWord("NAMED"):
		return GraphRef{Set: NamedGraphs}
	case p.takeWord("ALL"):
		return GraphRef{Set: AllGraphs}
	case p.takeWord("GRAPH"):
		return GraphRef{IRI: p.iri("the IRI of a graph")}
	}
	p.unexpected("GRAPH and an IRI, DEFAULT, NAMED or ALL", "GRAPH", "DEFAULT", "NAMED", "ALL")
	return GraphRef{}
}

func (p *parser) graphOrDefault() GraphRef {
	if p.takeWord("DEFAULT") {
		return GraphRef{Set: DefaultGraph}
	}
	if !p.takeWord("GRAPH") && !p.isIRI() {
		p.unexpected("DEFAULT or the IRI of a graph", "DEFAULT", "GRAPH")
	}
	return GraphRef{IRI: p.iri("the IRI of a graph")}
}

// quads reads QuadPattern [48] and QuadData [49]; noVars says why there may be
// no variables, "" if there may.
func (p *parser) quads(noVars string, blanks blankRule) []QuadBlock {
	p.noVars, p.blanks = noVars, blanks
	p.wantPunct("{")
	var out []QuadBlock
	triples := func(graph Node) {
		if p.startsTriples() {
			pos := p.tok.pos
			out = append(out, QuadBlock{pos, graph, p.triplesBlock(false)})
		} else if graph != (Node{}) {
			out = append(out, QuadBlock{graph.Pos, graph, nil})
		}
	}
	triples(Node{})
	for p.takeWord("GRAPH") {
		name := p.varOrIRI("a variable or an IRI after GRAPH")
		p.wantPunct("{")
		triples(name)
		if !p.isPunct("}") {
			if p.isWord("GRAPH") {
				p.fail("got GRAPH inside GRAPH, want triples or \"}\"")
			}
			p.unexpected(`a triple or "}"`)
		}
		p.advance()
		p.takePunct(".")
		triples(Node{})
	}
	if !p.isPunct("}") {
		p.unexpected(`a triple, GRAPH or "}"`, "GRAPH")
	}
	p.noVars, p.blanks = "", blankPattern
	p.advance()
	return out
}

// checkInserted refuses a label that an earlier INSERT DATA used (§19.6).
func (p *parser) checkInserted(op *InsertData, before *vars) {
	var own vars
	see := func(n Node) {
		if n.Term.Kind != term.Blank {
			return
		}
		if before.has(n.Term.Value) {
			p.failAt(n.Pos, "", "got _:%s, want a label that no other INSERT DATA of this update uses", n.Term.Value)
		}
		own.add(n.Term.Value)
	}
	for _, b := range op.Quads {
		for _, t := range b.Triples {
			see(t.S)
			see(t.O)
		}
	}
	before.add(own.list...)
}
