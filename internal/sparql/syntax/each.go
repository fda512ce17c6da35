package syntax

import (
	"slices"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// Each returns a SELECT that gives, for each row of values in the place of vars,
// what q bound to them gives (see Bind), with vars as its first columns: the rows
// are joined with the pattern. ok is false where that would not be the same, as
// with aggregates, LIMIT, ORDER BY, or a MINUS or a sub-select that mentions one of
// them. Rows are to differ and to hold neither blank nodes, literals with a
// language nor zero terms.
func (q *Query) Each(vars []string, rows [][]term.Term) (joined *Query, ok bool) {
	if q.Form != Select || q.Star || q.Grouped() || len(q.Having)+len(q.OrderBy) > 0 || q.Limit >= 0 || q.Offset > 0 || q.Values != nil || q.Where == nil {
		return nil, false
	}
	for _, v := range append(assignedIn(q), q.Columns()...) {
		if slices.Contains(vars, v) {
			return nil, false
		}
	}
	e := &each{vars: vars, data: &InlineData{q.Where.Pos, vars, rows}, ok: true}
	out := *q
	out.Items = nil
	for _, v := range vars {
		out.Items = append(out.Items, SelectItem{q.Pos, nil, v})
	}
	for _, it := range q.Items {
		if it.Expr != nil && e.inExpr(it.Expr) {
			return nil, false
		}
		out.Items = append(out.Items, it)
	}
	out.Where = e.group(q.Where, true)
	return &out, e.ok
}

// each puts the rows into the groups that look at their variables.
type each struct {
	vars []string
	data *InlineData
	ok   bool
}

// group copies a group; with joined the rows are joined with its pattern.
func (e *each) group(g *Group, joined bool) *Group {
	out := &Group{Pos: g.Pos}
	if joined {
		out.Elems = append(out.Elems, e.data)
	}
	for _, p := range g.Elems {
		out.Elems = append(out.Elems, e.pattern(p))
	}
	return out
}

// inner copies a group that is evaluated on its own: the rows are joined with it
// if an expression or an OPTIONAL of it looks at their variables, which have no
// other way to see them. A FILTER of an OPTIONAL sees what it is joined with.
func (e *each) inner(g *Group, optional bool) *Group {
	looks := slices.ContainsFunc(g.Elems, func(p Pattern) bool {
		switch p := p.(type) {
		case *Filter:
			return !optional && e.inExpr(p.Expr)
		case *Bind:
			return e.inExpr(p.Expr)
		case *Optional: // which would match other values, and so hide that it has none
			return e.inPattern(p.Group)
		}
		return false
	})
	return e.group(g, looks)
}

func (e *each) pattern(p Pattern) Pattern {
	switch p := p.(type) {
	case *Triples:
		for _, t := range p.Triples {
			if t.Path != nil && mayBeEmpty(t.Path) && (e.has(t.S.Var) || e.has(t.O.Var)) {
				e.ok = false // a value is the end of such a path even if it is no node
			}
		}
	case *Group:
		return e.inner(p, false)
	case *Optional:
		return &Optional{p.Pos, e.inner(p.Group, true)}
	case *Union:
		return &Union{p.Pos, mapped(p.Groups, func(g *Group) *Group { return e.inner(g, false) })}
	case *GraphPattern:
		return &GraphPattern{p.Pos, p.Name, e.inner(p.Group, false)}
	case *Filter:
		e.expr(p.Expr)
	case *Bind:
		e.expr(p.Expr)
	case *Minus, *SubSelect, *Service, *InlineData:
		if e.inPattern(p) {
			e.ok = false
		}
	}
	return p
}

// expr looks into the EXISTS of an expression, which sees the values anyway.
func (e *each) expr(x Expr) {
	walkExpr(x, func(x Expr) bool {
		if ex, ok := x.(*Exists); ok {
			e.group(ex.Group, false)
		}
		return true
	})
}

func (e *each) has(v string) bool { return v != "" && slices.Contains(e.vars, v) }

// inExpr reports whether an expression mentions one of the variables.
func (e *each) inExpr(x Expr) bool {
	found := false
	walkExpr(x, func(x Expr) bool {
		switch x := x.(type) {
		case *VarExpr:
			found = found || e.has(x.Name)
		case *Exists:
			found = found || e.inPattern(x.Group)
		}
		return !found
	})
	return found
}

// inPattern reports whether a pattern mentions one of the variables.
func (e *each) inPattern(p Pattern) bool {
	groups := func(list ...*Group) bool {
		return slices.ContainsFunc(list, func(g *Group) bool { return e.inPattern(g) })
	}
	switch p := p.(type) {
	case *Group:
		return slices.ContainsFunc(p.Elems, e.inPattern)
	case *Triples:
		return slices.ContainsFunc(p.Triples, func(t Triple) bool { return e.has(t.S.Var) || e.has(t.P.Var) || e.has(t.O.Var) })
	case *Filter:
		return e.inExpr(p.Expr)
	case *Bind:
		return e.has(p.Var) || e.inExpr(p.Expr)
	case *Optional:
		return groups(p.Group)
	case *Minus:
		return groups(p.Group)
	case *Union:
		return groups(p.Groups...)
	case *GraphPattern:
		return e.has(p.Name.Var) || groups(p.Group)
	case *Service:
		return e.has(p.Name.Var) || groups(p.Group)
	case *InlineData:
		return slices.ContainsFunc(p.Vars, e.has)
	case *SubSelect:
		return slices.ContainsFunc(p.Query.Columns(), e.has) || p.Query.Where != nil && e.inPattern(p.Query.Where)
	}
	return true
}

// mayBeEmpty reports whether a path matches without an edge.
func mayBeEmpty(p Path) bool {
	switch p := p.(type) {
	case *PathInverse:
		return mayBeEmpty(p.P)
	case *PathSeq:
		return !slices.ContainsFunc(p.Paths, func(p Path) bool { return !mayBeEmpty(p) })
	case *PathAlt:
		return slices.ContainsFunc(p.Paths, mayBeEmpty)
	case *PathRepeat:
		return p.Min == 0 || mayBeEmpty(p.P)
	}
	return false
}
