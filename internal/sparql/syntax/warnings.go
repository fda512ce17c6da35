package syntax

import (
	"cmp"
	"slices"
)

// Warning is a use of a variable where it can have no value: the grammar
// allows it, and its author hardly meant it.
type Warning struct {
	Pos
	Msg string
}

// Warnings returns where q uses a variable that nothing binds there, in the
// order of the text: a column or a sort key that no pattern has, or an
// expression that looks out of its group, where a variable of the surrounding
// group has no value (§18.2.1; §18.6 for what EXISTS sees). Linear in the query.
func (q *Query) Warnings() []Warning {
	var s scoping
	s.query(q, vars{})
	slices.SortStableFunc(s.found, func(a, b Warning) int { return cmp.Or(a.Line-b.Line, a.Col-b.Col) })
	return s.found
}

type scoping struct{ found []Warning }

// query looks at a query or sub-select; EXISTS gives outer to all it holds.
func (s *scoping) query(q *Query, outer vars) {
	if q.Form == Paths {
		return
	}
	if q.Where != nil {
		s.group(q.Where, outer, vars{})
	}
	if q.Form == Select && q.Star {
		return
	}
	in := outer.and(q.scope().list...)
	if q.Where != nil { // what aggregates see, before any grouping
		in.pattern(q.Where)
	}
	for _, k := range q.GroupBy {
		s.expr(k.Expr, in, "GROUP BY: no pattern binds it")
	}
	for _, it := range q.Items {
		if it.Expr != nil {
			s.expr(it.Expr, in, "this expression: no pattern binds it")
		} else if !in.has(it.Var) {
			s.warn(it.Pos, it.Var, in, "is a column, and nothing binds it: the column stays empty")
		}
		in.add(it.Var)
	}
	for _, e := range q.Having {
		s.expr(e, in, "HAVING: no pattern binds it")
	}
	for _, k := range q.OrderBy {
		s.expr(k.Expr, in, "ORDER BY: no pattern binds it")
	}
	for _, t := range q.Template {
		for _, n := range []Node{t.S, t.P, t.O} {
			if n.Var != "" && !in.has(n.Var) {
				s.warn(n.Pos, n.Var, in, "is in the template, and nothing binds it: the triple is never made")
			}
		}
	}
}

// group looks at { … }. Its FILTERs see left as well: what stands before an
// OPTIONAL, whose condition they are.
func (s *scoping) group(g *Group, outer, left vars) {
	whole := outer.and(g.Vars()...)
	before := outer.and()
	for _, e := range g.Elems {
		switch e := e.(type) {
		case *Filter:
			s.expr(e.Expr, whole.and(left.list...), "this FILTER: nothing in its group binds it")
		case *Bind:
			s.expr(e.Expr, before, "this BIND: nothing before it in its group binds it")
		case *Group:
			s.group(e, outer, vars{})
		case *Optional:
			s.group(e.Group, outer, before)
		case *Minus:
			s.group(e.Group, outer, vars{})
		case *Union:
			for _, alternative := range e.Groups {
				s.group(alternative, outer, vars{})
			}
		case *GraphPattern:
			s.group(e.Group, outer, vars{})
		case *Service:
			s.group(e.Group, outer, vars{})
		case *SubSelect:
			s.query(e.Query, outer)
		}
		before.pattern(e)
	}
}

func (s *scoping) expr(e Expr, in vars, where string) {
	walkExpr(e, func(e Expr) bool {
		switch e := e.(type) {
		case *VarExpr:
			if !in.has(e.Name) {
				s.warn(e.Pos, e.Name, in, "has no value in "+where)
			}
		case *CallExpr:
			// BOUND asks just that.
			return e.Name != "BOUND"
		case *Exists:
			s.group(e.Group, in, vars{})
		}
		return true
	})
}

func (s *scoping) warn(at Pos, name string, in vars, what string) {
	msg := "?" + name + " " + what
	if near, ok := nearest(name, in.list); ok && len(name) > 2 {
		msg += "; did you mean ?" + near + "?"
	}
	s.found = append(s.found, Warning{at, msg})
}

// and returns a copy of s with more names.
func (s *vars) and(names ...string) vars {
	var out vars
	out.add(s.list...)
	out.add(names...)
	return out
}
