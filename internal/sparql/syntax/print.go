package syntax

import (
	"fmt"
	"slices"
	"strings"
)

// String returns q as SPARQL text that parses to the same tree. IRIs are
// shortened by q's prefixes where that is plainly possible.
func (q *Query) String() string {
	p := &printer{prefixes: slices.Clone(q.Prefixes)}
	// The longest namespace first, so that it is the one that shortens.
	slices.SortStableFunc(p.prefixes, func(a, b Prefix) int { return len(b.IRI) - len(a.IRI) })
	if q.Version != "" {
		p.printf("VERSION %s\n", quote(q.Version))
	}
	if q.Base != "" {
		p.printf("BASE <%s>\n", q.Base)
	}
	for _, x := range q.Prefixes {
		p.printf("PREFIX %s: <%s>\n", x.Name, x.IRI)
	}
	p.query(q)
	return p.String()
}

// String returns u as SPARQL Update text that parses to the same tree.
func (u *Update) String() string {
	p := &printer{}
	base := ""
	for i, op := range u.Ops {
		if i > 0 {
			p.print(" ;\n")
		}
		if m, ok := op.(*Modify); ok && m.Base != base {
			base = m.Base
			p.printf("BASE <%s>\n", base)
		}
		p.operation(op)
	}
	p.print("\n")
	return p.String()
}

// printer writes a tree as text. Its methods mirror the parser's.
type printer struct {
	strings.Builder
	prefixes []Prefix
	indent   int
}

func (p *printer) print(s string) { p.WriteString(s) }

func (p *printer) printf(format string, args ...any) { fmt.Fprintf(p, format, args...) }

// line begins a new line.
func (p *printer) line() {
	p.WriteByte('\n')
	for range min(p.indent, 20) {
		p.WriteString("  ")
	}
}

func (p *printer) query(q *Query) {
	switch q.Form {
	case Select:
		p.print("SELECT ")
		switch {
		case q.Distinct:
			p.print("DISTINCT ")
		case q.Reduced:
			p.print("REDUCED ")
		}
		if q.Star {
			p.print("*")
		}
		for i, it := range q.Items {
			if i > 0 {
				p.print(" ")
			}
			if it.Expr == nil {
				p.print("?" + it.Var)
				continue
			}
			p.print("(")
			p.expr(it.Expr, 0)
			p.print(" AS ?" + it.Var + ")")
		}
	case Construct:
		p.print("CONSTRUCT {")
		p.triples(q.Template)
		p.print(" }")
	case Describe:
		p.print("DESCRIBE")
		if q.Star {
			p.print(" *")
		}
		for _, n := range q.Targets {
			p.print(" ")
			p.node(n)
		}
	case Ask:
		p.print("ASK")
	case Paths:
		p.pathsClause(q)
		return
	}
	p.dataset(q.Dataset, "FROM")
	if q.Where != nil {
		p.line()
		p.print("WHERE ")
		p.group(q.Where)
	}
	p.modifiers(q)
}

func (p *printer) dataset(list []DatasetClause, keyword string) {
	for _, c := range list {
		p.line()
		p.print(keyword)
		if c.Named {
			p.print(" NAMED")
		}
		p.print(" ")
		p.term(c.IRI)
	}
}

func (p *printer) modifiers(q *Query) {
	if len(q.GroupBy) > 0 {
		p.line()
		p.print("GROUP BY")
		for _, k := range q.GroupBy {
			p.print(" ")
			if k.Var == "" {
				p.condition(k.Expr)
				continue
			}
			p.print("(")
			p.expr(k.Expr, 0)
			p.print(" AS ?" + k.Var + ")")
		}
	}
	if len(q.Having) > 0 {
		p.line()
		p.print("HAVING")
		for _, e := range q.Having {
			p.print(" ")
			p.constraint(e)
		}
	}
	if len(q.OrderBy) > 0 {
		p.line()
		p.print("ORDER BY")
		for _, k := range q.OrderBy {
			p.print(" ")
			if k.Desc {
				p.print("DESC")
				p.bracketted(k.Expr)
			} else {
				p.condition(k.Expr)
			}
		}
	}
	if q.Limit >= 0 {
		p.line()
		p.printf("LIMIT %d", q.Limit)
	}
	if q.Offset > 0 {
		p.line()
		p.printf("OFFSET %d", q.Offset)
	}
	if q.Values != nil {
		p.line()
		p.inlineData(q.Values)
	}
}

func (p *printer) pathsClause(q *Query) {
	c := q.Paths
	p.print("PATHS " + [...]string{"ANY SHORTEST", "ALL SHORTEST", "ACYCLIC"}[c.Mode])
	p.dataset(q.Dataset, "FROM")
	for _, e := range []struct {
		keyword string
		PathsEnd
	}{{"START", c.Start}, {"END", c.End}} {
		p.line()
		p.print(e.keyword + " ?" + e.Var)
		switch {
		case !e.IRI.IsZero():
			p.print(" = ")
			p.term(e.IRI)
		case e.Group != nil:
			p.print(" ")
			p.group(e.Group)
		}
	}
	if c.Via != nil {
		p.line()
		p.print("VIA ")
		p.path(c.Via, 0)
	}
	if c.MaxLength > 0 {
		p.line()
		p.printf("MAX LENGTH %d", c.MaxLength)
	}
	if c.Limit >= 0 {
		p.line()
		p.printf("LIMIT %d", c.Limit)
	}
}

func (p *printer) group(g *Group) {
	p.print("{")
	p.indent++
	for i, e := range g.Elems {
		if t, ok := e.(*Triples); ok {
			p.triples(t.Triples)
			continue
		}
		p.line()
		p.element(e)
		if _, ok := e.(*Group); ok && i+1 < len(g.Elems) {
			p.print(" .")
		}
	}
	p.indent--
	p.line()
	p.print("}")
}

func (p *printer) element(e Pattern) {
	switch e := e.(type) {
	case *Group:
		p.group(e)
	case *Filter:
		p.print("FILTER ")
		p.constraint(e.Expr)
	case *Bind:
		p.print("BIND (")
		p.expr(e.Expr, 0)
		p.print(" AS ?" + e.Var + ")")
	case *Optional:
		p.print("OPTIONAL ")
		p.group(e.Group)
	case *Minus:
		p.print("MINUS ")
		p.group(e.Group)
	case *Union:
		for i, g := range e.Groups {
			if i > 0 {
				p.print(" UNION ")
			}
			p.group(g)
		}
	case *GraphPattern:
		p.print("GRAPH ")
		p.node(e.Name)
		p.print(" ")
		p.group(e.Group)
	case *Service:
		p.print("SERVICE ")
		if e.Silent {
			p.print("SILENT ")
		}
		p.node(e.Name)
		p.print(" ")
		p.group(e.Group)
	case *InlineData:
		p.inlineData(e)
	case *SubSelect:
		p.query(e.Query)
	}
}

func (p *printer) inlineData(d *InlineData) {
	p.print("VALUES (")
	for _, v := range d.Vars {
		p.print(" ?" + v)
	}
	p.print(" ) {")
	for _, row := range d.Rows {
		p.print(" (")
		for _, t := range row {
			p.print(" ")
			if t.IsZero() {
				p.print("UNDEF")
			} else {
				p.term(t)
			}
		}
		p.print(" )")
	}
	p.print(" }")
}

func (p *printer) triples(list []Triple) {
	for i, t := range list {
		p.line()
		p.node(t.S)
		p.print(" ")
		if t.Path != nil {
			p.path(t.Path, 0)
		} else {
			p.node(t.P)
		}
		p.print(" ")
		p.node(t.O)
		if i+1 < len(list) {
			p.print(" .")
		}
	}
}

func (p *printer) node(n Node) {
	if n.Var != "" {
		p.print("?" + n.Var)
		return
	}
	p.term(n.Term)
}
