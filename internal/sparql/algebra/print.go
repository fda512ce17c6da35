package algebra

import (
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// String returns op as one S-expression on one line, in the manner of the
// specification's examples: (join (bgp (triple ?s <p> ?o)) …). It is for
// people and tests; nothing reads it back. Equal operators have equal strings.
func String(op Op) string {
	var p printer
	p.op(op)
	return p.String()
}

// Indent lays an S-expression of String out over lines of at most width
// characters where its parts allow, two spaces for each level.
func Indent(s string, width int) string {
	var b strings.Builder
	indent(&b, s, 0, width)
	return b.String()
}

// indent writes s, which is one part or several between brackets.
func indent(b *strings.Builder, s string, depth, width int) {
	const deepest = 100 // beyond it lines stay long
	if len(s)+2*depth <= width || !strings.HasPrefix(s, "(") || depth > deepest {
		b.WriteString(s)
		return
	}
	parts := split(s[1 : len(s)-1])
	b.WriteByte('(')
	for i, part := range parts {
		if i > 0 && strings.HasPrefix(part, "(") {
			b.WriteByte('\n')
			b.WriteString(strings.Repeat("  ", depth+1))
		} else if i > 0 {
			b.WriteByte(' ')
		}
		indent(b, part, depth+1, width)
	}
	b.WriteByte(')')
}

// split cuts s at the spaces outside of brackets, strings and IRIs.
func split(s string) []string {
	var parts []string
	depth, start := 0, 0
	inString, inIRI := false, false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case inString:
			if c == '\\' {
				i++
			} else if c == '"' {
				inString = false
			}
		case inIRI:
			inIRI = c != '>'
		case c == '"':
			inString = true
		case c == '<' && i+1 < len(s) && s[i+1] != ' ' && s[i+1] != '=':
			inIRI = true
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == ' ' && depth == 0:
			parts = append(parts, s[start:i])
			start = i + 1
		}
	}
	return append(parts, s[start:])
}

type printer struct{ strings.Builder }

// list writes (name part part …); each part writes itself.
func (p *printer) list(name string, parts ...func()) {
	p.WriteString("(" + name)
	for _, part := range parts {
		p.WriteByte(' ')
		part()
	}
	p.WriteByte(')')
}

func (p *printer) text(s string) func() { return func() { p.WriteString(s) } }

func (p *printer) sub(op Op) func() { return func() { p.op(op) } }

func (p *printer) node(n Node) {
	if n.IsVar() {
		p.WriteString("?" + n.Var)
		return
	}
	p.WriteString(shortTerm(n.Term))
}

// shortTerm writes integers, decimals and booleans bare, UNDEF for no term.
func shortTerm(t term.Term) string {
	if t.IsZero() {
		return "UNDEF"
	}
	if t.Kind == term.Typed && t.Value != "" {
		switch t.Extra {
		case term.XSDInteger, term.XSDDecimal, term.XSDBoolean:
			if !strings.ContainsAny(t.Value, " ()\"<>\\\n\r\t") {
				return t.Value
			}
		}
	}
	return t.String()
}

func (p *printer) triple(t TriplePattern) {
	p.list("triple", func() { p.node(t.S) }, func() { p.node(t.P) }, func() { p.node(t.O) })
}

func (p *printer) vars(names []string) {
	p.WriteByte('(')
	for i, v := range names {
		if i > 0 {
			p.WriteByte(' ')
		}
		p.WriteString("?" + v)
	}
	p.WriteByte(')')
}

func (p *printer) op(op Op) {
	switch op := op.(type) {
	case nil:
		p.WriteString("()")
	case *BGP:
		p.WriteString("(bgp")
		for _, t := range op.Triples {
			p.WriteByte(' ')
			p.triple(t)
		}
		p.WriteByte(')')
	case *PathPattern:
		p.list("path", func() { p.node(op.S) }, func() { p.path(op.Path) }, func() { p.node(op.O) })
	case *Join:
		p.list("join", p.sub(op.L), p.sub(op.R))
	case *LeftJoin:
		if op.Expr == nil {
			p.list("leftjoin", p.sub(op.L), p.sub(op.R))
			break
		}
		p.list("leftjoin", p.sub(op.L), p.sub(op.R), func() { p.expr(op.Expr) })
	case *Union:
		p.list("union", p.sub(op.L), p.sub(op.R))
	case *Minus:
		p.list("minus", p.sub(op.L), p.sub(op.R))
	case *Filter:
		p.list("filter", func() { p.expr(op.Expr) }, p.sub(op.Input))
	case *Graph:
		p.list("graph", func() { p.node(op.Name) }, p.sub(op.Input))
	case *Extend:
		p.list("extend", func() { p.binding(op.Var, op.Expr) }, p.sub(op.Input))
	case *Values:
		p.values(op)
	case *Group:
		p.group(op)
	case *OrderBy:
		p.order(op)
	case *Project:
		p.list("project", func() { p.vars(op.Vars) }, p.sub(op.Input))
	case *Distinct:
		p.list("distinct", p.sub(op.Input))
	case *Reduced:
		p.list("reduced", p.sub(op.Input))
	case *Slice:
		limit := "_"
		if op.Limit >= 0 {
			limit = strconv.Itoa(op.Limit)
		}
		p.list("slice", p.text(strconv.Itoa(op.Offset)), p.text(limit), p.sub(op.Input))
	case *Service:
		name := "service"
		if op.Silent {
			name = "service-silent"
		}
		p.list(name, func() { p.node(op.Name) }, p.sub(op.Input))
	case *Paths:
		p.paths(op)
	}
}

func (p *printer) binding(v string, e Expr) {
	p.WriteString("(?" + v + " ")
	p.expr(e)
	p.WriteByte(')')
}

func (p *printer) values(op *Values) {
	p.WriteString("(table ")
	p.vars(op.Vars)
	for _, row := range op.Rows {
		p.WriteString(" (row")
		for _, t := range row {
			p.WriteString(" " + shortTerm(t))
		}
		p.WriteByte(')')
	}
	p.WriteByte(')')
}

func (p *printer) group(op *Group) {
	p.WriteString("(group (")
	for i, k := range op.Keys {
		if i > 0 {
			p.WriteByte(' ')
		}
		p.binding(k.Var, k.Expr)
	}
	p.WriteString(") (")
	for i, a := range op.Aggregates {
		if i > 0 {
			p.WriteByte(' ')
		}
		p.aggregate(a)
	}
	p.WriteString(") ")
	p.op(op.Input)
	p.WriteByte(')')
}

func (p *printer) aggregate(a Aggregate) {
	p.WriteString("(?" + a.Var + " (" + strings.ToLower(a.Func))
	if a.Distinct {
		p.WriteString(" distinct")
	}
	if a.Expr == nil {
		p.WriteString(" *")
	} else {
		p.WriteByte(' ')
		p.expr(a.Expr)
	}
	if a.Func == "GROUP_CONCAT" {
		p.WriteString(" (separator " + term.NewString(a.Separator).String() + ")")
	}
	p.WriteString("))")
}

func (p *printer) order(op *OrderBy) {
	p.WriteString("(order (")
	for i, k := range op.Keys {
		if i > 0 {
			p.WriteByte(' ')
		}
		if k.Desc {
			p.list("desc", func() { p.expr(k.Expr) })
		} else {
			p.expr(k.Expr)
		}
	}
	p.WriteString(") ")
	p.op(op.Input)
	p.WriteByte(')')
}

func (p *printer) paths(op *Paths) {
	mode := [...]string{"any-shortest", "all-shortest", "acyclic"}[op.Mode]
	end := func(name string, n Node, from Op) func() {
		return func() {
			if from == nil {
				p.list(name, func() { p.node(n) })
				return
			}
			p.list(name, func() { p.node(n) }, p.sub(from))
		}
	}
	parts := []func(){p.text(mode), end("start", op.Start, op.StartOp), end("end", op.End, op.EndOp)}
	if op.Via != nil {
		parts = append(parts, func() { p.list("via", func() { p.path(op.Via) }) })
	}
	if op.MaxLength > 0 {
		parts = append(parts, p.text("(max-length "+strconv.Itoa(op.MaxLength)+")"))
	}
	if op.Limit >= 0 {
		parts = append(parts, p.text("(limit "+strconv.Itoa(op.Limit)+")"))
	}
	p.list("paths", parts...)
}

func (p *printer) path(x Path) {
	sub := func(x Path) func() { return func() { p.path(x) } }
	switch x := x.(type) {
	case *PathLink:
		p.WriteString(x.IRI.String())
	case *PathInverse:
		p.list("reverse", sub(x.P))
	case *PathSeq:
		p.list("seq", sub(x.L), sub(x.R))
	case *PathAlt:
		p.list("alt", sub(x.L), sub(x.R))
	case *PathRepeat:
		switch {
		case x.Min == 0 && x.Max < 0:
			p.list("path*", sub(x.P))
		case x.Min == 1 && x.Max < 0:
			p.list("path+", sub(x.P))
		case x.Min == 0 && x.Max == 1:
			p.list("path?", sub(x.P))
		default:
			most := "_"
			if x.Max >= 0 {
				most = strconv.Itoa(x.Max)
			}
			p.list("repeat", p.text(strconv.Itoa(x.Min)), p.text(most), sub(x.P))
		}
	case *PathNegated:
		p.WriteString("(notoneof")
		for _, set := range []struct {
			has  bool
			name string
			iris []term.Term
		}{{x.HasForward, "forward", x.Forward}, {x.HasInverse, "reverse", x.Inverse}} {
			if !set.has {
				continue
			}
			p.WriteString(" (" + set.name)
			for _, t := range set.iris {
				p.WriteString(" " + t.String())
			}
			p.WriteByte(')')
		}
		p.WriteByte(')')
	}
}

func (p *printer) expr(e Expr) {
	switch e := e.(type) {
	case *ExprVar:
		p.WriteString("?" + e.Name)
	case *ExprTerm:
		p.WriteString(shortTerm(e.Term))
	case *ExprCall:
		p.call(strings.ReplaceAll(strings.ToLower(e.Name), " ", "-"), e.Args)
	case *ExprFunc:
		p.call("<"+e.IRI+">", e.Args)
	case *ExprExists:
		name := "exists"
		if e.Not {
			name = "notexists"
		}
		p.list(name, p.sub(e.Pattern))
	}
}

func (p *printer) call(name string, args []Expr) {
	parts := make([]func(), len(args))
	for i, a := range args {
		parts[i] = func() { p.expr(a) }
	}
	p.list(name, parts...)
}
