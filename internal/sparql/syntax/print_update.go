package syntax

func (p *printer) operation(op Operation) {
	silent := func(s bool) {
		if s {
			p.print(" SILENT")
		}
	}
	switch op := op.(type) {
	case *Load:
		p.print("LOAD")
		silent(op.Silent)
		p.print(" ")
		p.term(op.Source)
		if !op.Into.IsZero() {
			p.print(" INTO GRAPH ")
			p.term(op.Into)
		}
	case *Clear:
		word := "CLEAR"
		if op.Drop {
			word = "DROP"
		}
		p.print(word)
		silent(op.Silent)
		p.graphRef(op.Target)
	case *Create:
		p.print("CREATE")
		silent(op.Silent)
		p.print(" GRAPH ")
		p.term(op.Graph)
	case *Transfer:
		p.print([...]string{"ADD", "MOVE", "COPY"}[op.Kind])
		silent(op.Silent)
		p.graphRef(op.From)
		p.print(" TO")
		p.graphRef(op.To)
	case *InsertData:
		p.quads("INSERT DATA", op.Quads)
	case *DeleteData:
		p.quads("DELETE DATA", op.Quads)
	case *DeleteWhere:
		p.quads("DELETE WHERE", op.Quads)
	case *Modify:
		p.modify(op)
	}
}

func (p *printer) graphRef(r GraphRef) {
	switch r.Set {
	case DefaultGraph:
		p.print(" DEFAULT")
	case NamedGraphs:
		p.print(" NAMED")
	case AllGraphs:
		p.print(" ALL")
	default:
		p.print(" GRAPH ")
		p.term(r.IRI)
	}
}

func (p *printer) modify(m *Modify) {
	if !m.With.IsZero() {
		p.print("WITH ")
		p.term(m.With)
		p.line()
	}
	if m.HasDelete {
		p.quads("DELETE", m.Delete)
		p.line()
	}
	if m.HasInsert {
		p.quads("INSERT", m.Insert)
	}
	p.dataset(m.Using, "USING")
	p.line()
	p.print("WHERE ")
	p.group(m.Where)
}

func (p *printer) quads(keyword string, blocks []QuadBlock) {
	p.print(keyword + " {")
	p.indent++
	for _, b := range blocks {
		if b.Graph.Var == "" && b.Graph.Term.IsZero() {
			p.triples(b.Triples)
			continue
		}
		p.line()
		p.print("GRAPH ")
		p.node(b.Graph)
		p.print(" {")
		p.indent++
		p.triples(b.Triples)
		p.indent--
		p.print(" }")
	}
	p.indent--
	p.line()
	p.print("}")
}
