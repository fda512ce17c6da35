package syntax

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/term"
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

// term writes t in the shortest form that is surely read back as t.
func (p *printer) term(t term.Term) {
	switch t.Kind {
	case term.IRI:
		p.iri(t.Value)
	case term.Lang:
		p.print(quote(t.Value) + "@" + t.Extra)
	case term.Typed:
		if bare(t) {
			p.print(t.Value)
			return
		}
		p.print(quote(t.Value) + "^^")
		p.iri(t.Extra)
	case term.String:
		p.print(quote(t.Value))
	case term.Blank:
		p.print("_:" + t.Value)
	}
}

// bare reports whether the lexical form alone is read as t.
func bare(t term.Term) bool {
	var want kind
	switch t.Extra {
	case term.XSDBoolean:
		return t.Value == "true" || t.Value == "false"
	case term.XSDInteger:
		want = tInteger
	case term.XSDDecimal:
		want = tDecimal
	case term.XSDDouble:
		want = tDouble
	default:
		return false
	}
	l := lexer{src: t.Value}
	return l.number(0) > 0 && l.number(0) == len(t.Value) && numberKind(t.Value) == want
}

func (p *printer) iri(s string) {
	for _, x := range p.prefixes {
		local, ok := strings.CutPrefix(s, x.IRI)
		if ok && plainLocal(local) {
			p.print(x.Name + ":" + local)
			return
		}
	}
	p.print("<" + s + ">")
}

// plainLocal reports whether s is a local name of letters, digits, _ and -.
func plainLocal(s string) bool {
	for i, r := range s {
		if r != '_' && !isAlpha(r) && !isDigit(r) && (r != '-' || i == 0) {
			return false
		}
	}
	return s != ""
}

// quote writes s as a string literal in double quotes.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch r {
		case '"', '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		case '\t':
			b.WriteString(`\t`)
		default:
			if r < 0x20 || r == 0x7F {
				b.WriteString(`\u` + fmt.Sprintf("%04X", r))
				continue
			}
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func (p *printer) path(x Path, level int) {
	own := 3
	switch x.(type) {
	case *PathAlt:
		own = 0
	case *PathSeq:
		own = 1
	case *PathInverse:
		own = 2
	case *PathRepeat:
		own = 3
	default:
		own = 4
	}
	if own < level {
		p.print("(")
		p.path(x, 0)
		p.print(")")
		return
	}
	switch x := x.(type) {
	case *PathIRI:
		p.iri(x.IRI.Value)
	case *PathInverse:
		p.print("^")
		p.path(x.P, 3)
	case *PathAlt:
		for i, e := range x.Paths {
			if i > 0 {
				p.print("|")
			}
			p.path(e, 1)
		}
	case *PathSeq:
		for i, e := range x.Paths {
			if i > 0 {
				p.print("/")
			}
			p.path(e, 2)
		}
	case *PathRepeat:
		p.path(x.P, 4)
		p.print(bounds(x.Min, x.Max))
	case *PathNegated:
		p.print("!(")
		for i, it := range x.Items {
			if i > 0 {
				p.print("|")
			}
			if it.Inverse {
				p.print("^")
			}
			p.iri(it.IRI.Value)
		}
		p.print(")")
	}
}

// bounds writes the modifier of a repeated path.
func bounds(low, high int) string {
	switch {
	case low == 0 && high == 1:
		return "?"
	case low == 0 && high < 0:
		return "*"
	case low == 1 && high < 0:
		return "+"
	case high < 0:
		return "{" + strconv.Itoa(low) + ",}"
	case low == high:
		return "{" + strconv.Itoa(low) + "}"
	}
	return "{" + strconv.Itoa(low) + "," + strconv.Itoa(high) + "}"
}
