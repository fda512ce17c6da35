package syntax

import (
	"maps"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// Bind returns a copy of q with parameters put in the place of variables: a
// prepared query run with values. q is not changed, and what Bind returns may
// share parts with it, so neither may be changed afterwards.
//
// The columns stay: SELECT ?x becomes SELECT (value AS ?x), SELECT * lists its
// columns. A variable of a sub-select that the sub-select does not project is
// another variable, and is left alone. Ignored are parameters that the query
// assigns itself (AS, VALUES, a column of PATHS) and blank nodes and zero terms,
// which no text can name. Where a literal stands for a predicate, graph or
// subject the pattern matches nothing, as it should.
func (q *Query) Bind(params map[string]term.Term) *Query {
	params = maps.Clone(params)
	maps.DeleteFunc(params, func(name string, t term.Term) bool {
		return t.IsZero() || t.Kind == term.Blank
	})
	for _, v := range assignedIn(q) {
		delete(params, v)
	}
	if len(params) == 0 {
		return q
	}
	return binder(params).query(q)
}

// binder holds the parameters; it copies what it changes.
type binder map[string]term.Term

func (b binder) query(q *Query) *Query {
	out := *q
	if q.Form == Paths {
		c := *q.Paths
		c.Start, c.End = b.pathsEnd(c.Start), b.pathsEnd(c.End)
		out.Paths = &c
		return &out
	}
	grouped := q.Grouped()
	if q.Star && q.Form == Select {
		out.Star = false
		out.Items = nil
		for _, v := range q.Columns() {
			out.Items = append(out.Items, SelectItem{q.Pos, nil, v})
		}
		if len(out.Items) == 0 {
			out.Star = true
		}
	}
	if q.Star && q.Form == Describe {
		out.Star = false
		for _, v := range q.Columns() {
			out.Targets = append(out.Targets, Node{Pos: q.Pos, Var: v})
		}
		if len(out.Targets) == 0 {
			out.Star = true
		}
	}
	out.Items = mapped(out.Items, func(it SelectItem) SelectItem {
		if it.Expr != nil {
			it.Expr = b.expr(it.Expr)
		} else if t, ok := b[it.Var]; ok && !grouped {
			it.Expr = &TermExpr{it.Pos, t}
		}
		return it
	})
	out.Items = dropRepeated(out.Items)
	out.Targets = mapped(out.Targets, func(n Node) Node {
		if t, ok := b[n.Var]; ok && t.Kind == term.IRI {
			return Node{Pos: n.Pos, Term: t}
		}
		return n
	})
	out.Template = b.triples(q.Template)
	if q.Where != nil {
		out.Where = b.group(q.Where)
	}
	out.GroupBy = mapped(q.GroupBy, func(k GroupKey) GroupKey {
		if v, ok := k.Expr.(*VarExpr); ok && k.Var == "" && b.has(v.Name) {
			k.Var = v.Name
		}
		k.Expr = b.expr(k.Expr)
		return k
	})
	out.GroupBy = dropRepeatedKeys(out.GroupBy)
	out.Having = mapped(q.Having, b.expr)
	out.OrderBy = mapped(q.OrderBy, func(k OrderKey) OrderKey {
		k.Expr = b.expr(k.Expr)
		return k
	})
	return &out
}

// dropRepeated drops a column that (value AS ?x) has already given.
func dropRepeated(items []SelectItem) []SelectItem {
	seen := map[string]bool{}
	return slices.DeleteFunc(items, func(it SelectItem) bool {
		if seen[it.Var] {
			return true
		}
		_, constant := it.Expr.(*TermExpr)
		seen[it.Var] = constant
		return false
	})
}

func dropRepeatedKeys(keys []GroupKey) []GroupKey {
	seen := map[string]bool{}
	return slices.DeleteFunc(keys, func(k GroupKey) bool {
		repeated := k.Var != "" && seen[k.Var]
		seen[k.Var] = true
		return repeated
	})
}

func mapped[T any](list []T, f func(T) T) []T {
	if list == nil {
		return nil
	}
	out := make([]T, len(list))
	for i, x := range list {
		out[i] = f(x)
	}
	return out
}

func (b binder) has(name string) bool {
	_, ok := b[name]
	return ok
}

func (b binder) node(n Node) Node {
	if t, ok := b[n.Var]; ok && n.Var != "" {
		return Node{Pos: n.Pos, Term: t}
	}
	return n
}

func (b binder) triples(list []Triple) []Triple {
	return mapped(list, func(t Triple) Triple {
		t.S, t.P, t.O = b.node(t.S), b.node(t.P), b.node(t.O)
		return t
	})
}

func (b binder) pathsEnd(e PathsEnd) PathsEnd {
	if t, ok := b[e.Var]; ok && t.Kind == term.IRI && e.Group == nil && e.IRI.IsZero() {
		e.IRI = t
	}
	if e.Group != nil {
		inner := maps.Clone(b)
		delete(inner, e.Var)
		e.Group = inner.group(e.Group)
	}
	return e
}

func (b binder) group(g *Group) *Group {
	return &Group{g.Pos, mapped(g.Elems, b.pattern)}
}

func (b binder) pattern(p Pattern) Pattern {
	switch p := p.(type) {
	case *Group:
		return b.group(p)
	case *Triples:
		return &Triples{p.Pos, b.triples(p.Triples)}
	case *Filter:
		return &Filter{p.Pos, b.expr(p.Expr)}
	case *Bind:
		return &Bind{p.Pos, b.expr(p.Expr), p.Var}
	case *Optional:
		return &Optional{p.Pos, b.group(p.Group)}
	case *Minus:
		return &Minus{p.Pos, b.group(p.Group)}
	case *Union:
		return &Union{p.Pos, mapped(p.Groups, b.group)}
	case *GraphPattern:
		return &GraphPattern{p.Pos, b.node(p.Name), b.group(p.Group)}
	case *Service:
		return &Service{p.Pos, p.Silent, b.node(p.Name), b.group(p.Group)}
	case *SubSelect:
		columns := p.Query.Columns() // only these are the same variables inside
		inner := binder{}
		for v, t := range b {
			if slices.Contains(columns, v) {
				inner[v] = t
			}
		}
		if len(inner) == 0 {
			return p
		}
		return &SubSelect{p.Pos, inner.query(p.Query)}
	}
	return p
}

func (b binder) expr(e Expr) Expr {
	switch e := e.(type) {
	case *VarExpr:
		if t, ok := b[e.Name]; ok {
			return &TermExpr{e.Pos, t}
		}
	case *CallExpr:
		if e.Name == "BOUND" {
			if v, ok := e.Args[0].(*VarExpr); ok && b.has(v.Name) {
				return &TermExpr{e.Pos, term.NewTyped("true", term.XSDBoolean)}
			}
		}
		return &CallExpr{e.Pos, e.Name, mapped(e.Args, b.expr)}
	case *FuncExpr:
		return &FuncExpr{e.Pos, e.IRI, e.Distinct, mapped(e.Args, b.expr)}
	case *Aggregate:
		out := *e
		if e.Arg != nil {
			out.Arg = b.expr(e.Arg)
		}
		return &out
	case *Exists:
		return &Exists{e.Pos, e.Not, b.group(e.Group)}
	}
	return e
}

// assignedIn returns the variables that q itself assigns, at any depth.
func assignedIn(q *Query) []string {
	var s vars
	s.assignedQuery(q)
	return s.list
}

func (s *vars) assignedQuery(q *Query) {
	if q.Form == Paths {
		s.add(PathsColumns...)
		for _, e := range []PathsEnd{q.Paths.Start, q.Paths.End} {
			if e.Group != nil || !e.IRI.IsZero() {
				s.add(e.Var)
			}
			if e.Group != nil {
				s.assigned(e.Group)
			}
		}
		return
	}
	for _, it := range q.Items {
		if it.Expr != nil {
			s.add(it.Var)
		}
	}
	for _, k := range q.GroupBy {
		if k.Var != "" {
			s.add(k.Var)
		}
	}
	if q.Values != nil {
		s.add(q.Values.Vars...)
	}
	if q.Where != nil {
		s.assigned(q.Where)
	}
}

func (s *vars) assigned(p Pattern) {
	switch p := p.(type) {
	case *Group:
		for _, e := range p.Elems {
			s.assigned(e)
		}
	case *Filter:
		walkExpr(p.Expr, func(e Expr) bool {
			if x, ok := e.(*Exists); ok {
				s.assigned(x.Group)
			}
			return true
		})
	case *Bind:
		s.add(p.Var)
	case *InlineData:
		s.add(p.Vars...)
	case *Optional:
		s.assigned(p.Group)
	case *Minus:
		s.assigned(p.Group)
	case *Union:
		for _, g := range p.Groups {
			s.assigned(g)
		}
	case *GraphPattern:
		s.assigned(p.Group)
	case *Service:
		s.assigned(p.Group)
	case *SubSelect:
		s.assignedQuery(p.Query)
	}
}
