package syntax

import (
	"slices"

	"github.com/ascribe-graph/ascribe/internal/term"
)

var queryForms = []string{"SELECT", "CONSTRUCT", "ASK", "DESCRIBE", "PATHS", "PREFIX", "BASE", "VERSION"}

// query reads Query [2].
func (p *parser) query() *Query {
	p.prologue()
	q := &Query{Pos: p.tok.pos, Limit: -1}
	switch p.word() {
	case "SELECT":
		p.selectClause(q)
		p.datasetClauses(q, "FROM")
		p.whereClause(q)
		p.modifiers(q)
	case "CONSTRUCT":
		p.construct(q)
	case "DESCRIBE":
		p.describe(q)
	case "ASK":
		p.advance()
		q.Form = Ask
		p.datasetClauses(q, "FROM")
		p.whereClause(q)
		p.modifiers(q)
	case "PATHS":
		p.paths(q, true)
	default:
		switch p.word() {
		case "INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH":
			p.failAt(p.tok.pos, "this is an update", "got %s, want a query", p.tok.describe())
		}
		p.unexpected("SELECT, CONSTRUCT, ASK, DESCRIBE or PATHS", queryForms...)
	}
	if q.Form != Paths {
		p.valuesClause(q)
		p.checkQuery(q)
	}
	q.Base, q.Version, q.Prefixes = p.base, p.version, p.prefixList()
	return q
}

// subSelect reads SubSelect [8], or PATHS in its place.
func (p *parser) subSelect() *SubSelect {
	q := &Query{Pos: p.tok.pos, Limit: -1}
	if p.isWord("PATHS") {
		p.paths(q, false)
		return &SubSelect{q.Pos, q}
	}
	p.selectClause(q)
	p.whereClause(q)
	p.modifiers(q)
	p.valuesClause(q)
	p.checkQuery(q)
	return &SubSelect{q.Pos, q}
}

func (p *parser) selectClause(q *Query) {
	p.advance()
	switch {
	case p.takeWord("DISTINCT"):
		q.Distinct = true
	case p.takeWord("REDUCED"):
		q.Reduced = true
	}
	if p.takePunct("*") {
		q.Star = true
		return
	}
	for {
		pos := p.tok.pos
		switch {
		case p.tok.kind == tVar:
			q.Items = append(q.Items, SelectItem{Pos: pos, Var: p.variable("")})
		case p.takePunct("("):
			p.operator()
			e := p.expression()
			if !p.takeWord("AS") {
				p.unexpected("AS and a variable", "AS")
			}
			pos = p.tok.pos
			q.Items = append(q.Items, SelectItem{pos, e, p.variable("a variable after AS")})
			p.wantPunct(")")
		case len(q.Items) > 0:
			return
		default:
			p.unexpected("a variable, (expression AS ?variable) or *", "DISTINCT", "REDUCED")
		}
	}
}

func (p *parser) construct(q *Query) {
	p.advance()
	q.Form = Construct
	if p.isPunct("{") {
		q.Template = p.template()
		p.datasetClauses(q, "FROM")
		p.whereClause(q)
		p.modifiers(q)
		return
	}
	p.datasetClauses(q, "FROM")
	if !p.isWord("WHERE") {
		p.unexpected(`a template in "{", FROM or WHERE`, "WHERE", "FROM")
	}
	p.advance()
	pos := p.tok.pos
	q.Template = p.template()
	q.Where = &Group{Pos: pos}
	if len(q.Template) > 0 {
		q.Where.Elems = []Pattern{&Triples{q.Template[0].Pos, slices.Clone(q.Template)}}
	}
	p.modifiers(q)
}

// template reads ConstructTemplate [73].
func (p *parser) template() []Triple {
	p.wantPunct("{")
	old := p.blanks
	p.blanks = blankTemplate
	var out []Triple
	if p.startsTriples() {
		out = p.triplesBlock(false)
	}
	p.blanks = old
	if !p.takePunct("}") {
		p.unexpected(`a triple or "}"`)
	}
	return out
}

func (p *parser) describe(q *Query) {
	p.advance()
	q.Form = Describe
	if p.takePunct("*") {
		q.Star = true
	} else {
		for p.tok.kind == tVar || p.isIRI() {
			q.Targets = append(q.Targets, p.varOrIRI(""))
		}
		if len(q.Targets) == 0 {
			p.unexpected("a variable, an IRI or *")
		}
	}
	p.datasetClauses(q, "FROM")
	if p.isWord("WHERE") || p.isPunct("{") {
		p.whereClause(q)
	}
	p.modifiers(q)
}

func (p *parser) varOrIRI(want string) Node {
	n := Node{Pos: p.tok.pos}
	if p.tok.kind == tVar {
		n.Var = p.variable(want)
	} else {
		n.Term = p.iri(want)
	}
	return n
}

// datasetClauses reads FROM clauses, or USING ones.
func (p *parser) datasetClauses(q *Query, keyword string) {
	for p.isWord(keyword) {
		c := DatasetClause{Pos: p.tok.pos}
		p.advance()
		c.Named = p.takeWord("NAMED")
		c.IRI = p.iri("the IRI of a graph")
		q.Dataset = append(q.Dataset, c)
	}
}

func (p *parser) whereClause(q *Query) {
	where := p.takeWord("WHERE")
	if !p.isPunct("{") {
		if where {
			p.unexpected(`"{"`)
		}
		p.unexpected(`WHERE or "{"`, "WHERE", "FROM")
	}
	q.Where = p.group()
}

// modifiers reads SolutionModifier [18].
func (p *parser) modifiers(q *Query) {
	if p.takeWord("GROUP") {
		p.wantWord("BY")
		for p.startsGroupKey() {
			q.GroupBy = append(q.GroupBy, p.groupKey())
		}
		if len(q.GroupBy) == 0 {
			p.unexpected("a variable, a call or (expression AS ?variable) after GROUP BY")
		}
	}
	if p.takeWord("HAVING") {
		for p.startsConstraint() {
			p.operator()
			q.Having = append(q.Having, p.constraint())
		}
		if len(q.Having) == 0 {
			p.unexpected("a condition in brackets after HAVING")
		}
	}
	if p.takeWord("ORDER") {
		p.wantWord("BY")
		for p.startsOrderKey() {
			q.OrderBy = append(q.OrderBy, p.orderKey())
		}
		if len(q.OrderBy) == 0 {
			p.unexpected("a variable, a call, ASC(…) or DESC(…) after ORDER BY", "ASC", "DESC")
		}
	}
	limit, offset := false, false
	for {
		switch {
		case !limit && p.takeWord("LIMIT"):
			limit, q.Limit = true, p.integer("a number of rows")
		case !offset && p.takeWord("OFFSET"):
			offset, q.Offset = true, p.integer("a number of rows")
		default:
			return
		}
	}
}

func (p *parser) startsGroupKey() bool {
	return p.tok.kind == tVar || p.startsConstraint()
}

func (p *parser) groupKey() GroupKey {
	k := GroupKey{Pos: p.tok.pos}
	switch {
	case p.tok.kind == tVar:
		k.Expr = &VarExpr{k.Pos, p.variable("")}
	case p.takePunct("("):
		k.Expr = p.expression()
		if p.takeWord("AS") {
			k.Pos = p.tok.pos
			k.Var = p.variable("a variable after AS")
		}
		p.wantPunct(")")
	default:
		k.Expr = p.constraint()
	}
	return k
}

func (p *parser) startsOrderKey() bool {
	return p.tok.kind == tVar || p.isWord("ASC") || p.isWord("DESC") || p.startsConstraint()
}

func (p *parser) orderKey() OrderKey {
	k := OrderKey{Pos: p.tok.pos}
	switch {
	case p.tok.kind == tVar:
		k.Expr = &VarExpr{k.Pos, p.variable("")}
	case p.isWord("ASC"), p.isWord("DESC"):
		k.Desc = p.isWord("DESC")
		p.advance()
		k.Expr = p.bracketted()
	default:
		k.Expr = p.constraint()
	}
	return k
}

func (p *parser) valuesClause(q *Query) {
	if p.isWord("VALUES") {
		q.Values = p.inlineData()
	}
}

// inlineData reads VALUES and its DataBlock [62].
func (p *parser) inlineData() *InlineData {
	d := &InlineData{Pos: p.tok.pos}
	p.advance()
	if p.tok.kind == tVar {
		d.Vars = []string{p.variable("")}
		p.wantPunct("{")
		for !p.isPunct("}") {
			d.Rows = append(d.Rows, []term.Term{p.dataValue()})
		}
		p.advance()
		return d
	}
	if !p.takePunct("(") {
		p.unexpected("a variable, or variables in brackets, after VALUES")
	}
	var seen vars
	for !p.isPunct(")") {
		pos := p.tok.pos
		v := p.variable("a variable or \")\"")
		if seen.has(v) {
			p.failAt(pos, "", "got ?%s twice, want each variable of VALUES once", v)
		}
		seen.add(v)
	}
	d.Vars = seen.list
	p.advance()
	p.wantPunct("{")
	for !p.isPunct("}") {
		pos := p.tok.pos
		if !p.takePunct("(") {
			p.unexpected(`a row in brackets or "}"`)
		}
		row := make([]term.Term, 0, len(d.Vars))
		for !p.isPunct(")") {
			row = append(row, p.dataValue())
		}
		p.advance()
		if len(row) != len(d.Vars) {
			p.failAt(pos, "UNDEF stands for no value", "got a row of %d, want %d: one value for each variable", len(row), len(d.Vars))
		}
		d.Rows = append(d.Rows, row)
	}
	p.advance()
	return d
}

func (p *parser) dataValue() term.Term {
	switch {
	case p.takeWord("UNDEF"):
		return term.Term{}
	case p.isLiteral():
		return p.literal()
	case p.isIRI():
		return p.iri("")
	}
	p.unexpected("an IRI, a literal or UNDEF", "UNDEF", "true", "false")
	return term.Term{}
}
