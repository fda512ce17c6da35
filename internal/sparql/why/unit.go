package why

import (
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
)

// unit is an element of a group, or one triple pattern of it, inside of GRAPHs.
type unit struct {
	in   []syntax.Node
	elem syntax.Pattern
}

// units takes a group apart. A GRAPH or group that only joins is taken apart
// too; one with a FILTER, OPTIONAL and so on stays whole, since these are about
// their own group.
func units(g *syntax.Group, in []syntax.Node) []unit {
	var out []unit
	for _, x := range g.Elems {
		switch x := x.(type) {
		case *syntax.Triples:
			for _, t := range x.Triples {
				out = append(out, unit{in, &syntax.Triples{Pos: t.Pos, Triples: []syntax.Triple{t}}})
			}
			continue
		case *syntax.GraphPattern:
			if joins(x.Group) && len(x.Group.Elems) > 0 {
				out = append(out, units(x.Group, append(slices.Clone(in), x.Name))...)
				continue
			}
		case *syntax.Group:
			if joins(x) {
				out = append(out, units(x, in)...)
				continue
			}
		}
		out = append(out, unit{in, x})
	}
	return out
}

// joins reports whether a group only joins its elements.
func joins(g *syntax.Group) bool {
	return !slices.ContainsFunc(g.Elems, func(x syntax.Pattern) bool {
		switch x.(type) {
		case *syntax.Triples, *syntax.InlineData, *syntax.Union, *syntax.Group, *syntax.GraphPattern:
			return false
		}
		return true
	})
}

// join makes a group of units; neighbours inside of the same GRAPH share it.
func join(list []unit) *syntax.Group { return nest(list, 0) }

func nest(list []unit, depth int) *syntax.Group {
	g := &syntax.Group{}
	for len(list) > 0 {
		u := list[0]
		if len(u.in) <= depth {
			list = list[1:]
			last, ok := lastOf(g).(*syntax.Triples)
			if t, also := u.elem.(*syntax.Triples); ok && also {
				last.Triples = append(last.Triples, t.Triples...)
			} else if also {
				g.Elems = append(g.Elems, &syntax.Triples{Pos: t.Pos, Triples: slices.Clone(t.Triples)})
			} else {
				g.Elems = append(g.Elems, u.elem)
			}
			continue
		}
		name := u.in[depth]
		n := 1
		for n < len(list) && len(list[n].in) > depth && list[n].in[depth].Var == name.Var && list[n].in[depth].Term == name.Term {
			n++
		}
		g.Elems = append(g.Elems, &syntax.GraphPattern{Pos: name.Pos, Name: name, Group: nest(list[:n], depth+1)})
		list = list[n:]
	}
	return g
}

func lastOf(g *syntax.Group) syntax.Pattern {
	if len(g.Elems) == 0 {
		return nil
	}
	return g.Elems[len(g.Elems)-1]
}

func kept(all []unit, keep []bool) []unit {
	var out []unit
	for i, u := range all {
		if keep[i] {
			out = append(out, u)
		}
	}
	return out
}

func only(n int, these ...int) []bool {
	keep := make([]bool, n)
	for _, i := range these {
		keep[i] = true
	}
	return keep
}

// needs says which variables the units bind, and which of those that others
// bind a FILTER, MINUS or BIND is about: without them it means something else.
type needs struct {
	binds  []map[string]bool // by unit: true where it is bound in each solution
	wanted [][]string
}

func newNeeds(all []unit) *needs {
	n := &needs{}
	bound := map[string]bool{}
	for _, u := range all {
		b := map[string]bool{}
		for _, v := range (&syntax.Group{Elems: []syntax.Pattern{u.elem}}).Vars() {
			_, b[v] = u.elem.(*syntax.Triples)
			bound[v] = true
		}
		for _, g := range u.in {
			if g.Var != "" {
				b[g.Var], bound[g.Var] = true, true
			}
		}
		n.binds = append(n.binds, b)
	}
	for _, u := range all {
		var wanted []string
		add := func(v string) {
			if bound[v] && !slices.Contains(wanted, v) {
				wanted = append(wanted, v)
			}
		}
		switch x := u.elem.(type) {
		case *syntax.Filter:
			mentions(x.Expr, add)
		case *syntax.Bind:
			mentions(x.Expr, add)
		case *syntax.Minus:
			mentionsGroup(x.Group, add)
		case *syntax.Optional: // it takes nothing away, but others may be about what it binds
			mentionsGroup(x.Group, add)
		}
		n.wanted = append(n.wanted, wanted)
	}
	return n
}

// met reports whether all that is wanted by kept units is bound as it is in
// the whole group: in each solution by one of them, or by all that may bind it.
func (n *needs) met(all []unit, keep []bool) bool {
	for i := range all {
		if !keep[i] {
			continue
		}
		for _, v := range n.wanted[i] {
			sure, lost := false, false
			for j := range all {
				certain, binds := n.binds[j][v]
				sure = sure || keep[j] && certain
				lost = lost || !keep[j] && binds
			}
			if lost && !sure {
				return false
			}
		}
	}
	return true
}

// share reports whether two units have a variable in common.
func (n *needs) share(i, j int) bool {
	for v := range n.binds[i] {
		if _, ok := n.binds[j][v]; ok || slices.Contains(n.wanted[j], v) {
			return true
		}
	}
	return slices.ContainsFunc(n.wanted[i], func(v string) bool { _, ok := n.binds[j][v]; return ok })
}

// mentions calls f for each variable of an expression, EXISTS included.
func mentions(x syntax.Expr, f func(string)) {
	switch x := x.(type) {
	case *syntax.VarExpr:
		f(x.Name)
	case *syntax.CallExpr:
		for _, a := range x.Args {
			mentions(a, f)
		}
	case *syntax.FuncExpr:
		for _, a := range x.Args {
			mentions(a, f)
		}
	case *syntax.Aggregate:
		if x.Arg != nil {
			mentions(x.Arg, f)
		}
	case *syntax.Exists:
		mentionsGroup(x.Group, f)
	}
}

func mentionsGroup(g *syntax.Group, f func(string)) {
	for _, v := range g.Vars() {
		f(v)
	}
	for _, x := range g.Elems {
		if filter, ok := x.(*syntax.Filter); ok {
			mentions(filter.Expr, f)
		}
	}
}
