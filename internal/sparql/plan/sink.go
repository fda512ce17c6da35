package plan

import "github.com/ascribe-graph/ascribe/internal/sparql/algebra"

// sink moves the conditions of a filter below the operators that only add to
// solutions, drop or gather them, where they see the same values: fewer rows
// are joined, grouped and extended, and what is below may use an index.
func (p *Planner) sink(f *algebra.Filter, sc scope) algebra.Op {
	in := f.Input
	var rest []algebra.Expr
	for _, x := range conjuncts(f.Expr, nil) {
		if lower, ok := p.below(in, x, sc); ok {
			in = lower
		} else {
			rest = append(rest, x)
		}
	}
	if in == f.Input {
		return f
	}
	for _, x := range rest {
		in = &algebra.Filter{Input: in, Expr: x}
	}
	return in
}

// below returns op with the condition x on its solutions tested below op
// itself, false if that cannot be, or would gain nothing.
func (p *Planner) below(op algebra.Op, x algebra.Expr, sc scope) (algebra.Op, bool) {
	if exists, fickle := traits(x); exists || fickle {
		return nil, false // they see more than the values
	}
	all := p.mentionsExpr(x)
	v := all.Minus(sc.outer)
	if v.Empty() {
		return nil, false
	}
	if lj, ok := op.(*algebra.LeftJoin); ok && sc.graph.Kind != GraphVar {
		if minus := p.unmatched(lj, x, sc); minus != nil {
			return minus, true
		}
	}
	return p.lower(op, x, v, all, sc.outer)
}

// unmatched returns what an OPTIONAL with a condition that a variable of its
// own is unbound asks for, as a MINUS; nil if it is not that.
func (p *Planner) unmatched(lj *algebra.LeftJoin, x algebra.Expr, sc scope) algebra.Op {
	not, ok := x.(*algebra.ExprCall)
	if !ok || not.Name != "!" {
		return nil
	}
	bound, ok := not.Args[0].(*algebra.ExprCall)
	if !ok || bound.Name != "BOUND" {
		return nil
	}
	v, ok := bound.Args[0].(*algebra.ExprVar)
	if lj = p.intoOptional(lj, sc); !ok || lj.Expr != nil {
		return nil
	}
	lp, lc := p.vars(lj.L, sc.outer)
	rp, rc := p.vars(lj.R, sc.outer)
	shared, slot := lp.Intersect(rp), p.slot(v.Name)
	if lp.Has(slot) || !rc.Has(slot) || shared.Empty() || !shared.Within(lc.Intersect(rc)) {
		return nil
	}
	return &algebra.Minus{L: lj.L, R: lj.R}
}

func (p *Planner) lower(op algebra.Op, x algebra.Expr, v, all, outer Set) (algebra.Op, bool) {
	// on is op with x tested on its solutions, as deep as that can be.
	on := func(op algebra.Op) algebra.Op {
		if lower, ok := p.lower(op, x, v, all, outer); ok {
			return lower
		}
		return &algebra.Filter{Input: op, Expr: x}
	}
	switch op := op.(type) {
	case *algebra.Filter:
		if in, ok := p.lower(op.Input, x, v, all, outer); ok {
			return &algebra.Filter{Input: in, Expr: op.Expr}, true
		}
	case *algebra.Join:
		lp, lc := p.vars(op.L, outer)
		rp, rc := p.vars(op.R, outer)
		seen := v.Intersect(lp.Union(rp))
		if seen.Within(lc) {
			if l, ok := p.lower(op.L, x, v, all, outer); ok {
				return &algebra.Join{L: l, R: op.R}, true
			}
		}
		if seen.Within(rc) {
			if r, ok := p.lower(op.R, x, v, all, outer); ok {
				return &algebra.Join{L: op.L, R: r}, true
			}
		}
	case *algebra.LeftJoin:
		lp, lc := p.vars(op.L, outer)
		rp, _ := p.vars(op.R, outer)
		if v.Intersect(lp.Union(rp)).Within(lc) {
			return &algebra.LeftJoin{L: on(op.L), R: op.R, Expr: op.Expr}, true
		}
	case *algebra.Minus:
		return &algebra.Minus{L: on(op.L), R: op.R}, true
	case *algebra.Union:
		return &algebra.Union{L: on(op.L), R: on(op.R)}, true
	case *algebra.Extend:
		if !v.Has(p.slot(op.Var)) {
			return &algebra.Extend{Input: on(op.Input), Var: op.Var, Expr: op.Expr}, true
		}
	case *algebra.Project:
		if all.Within(p.slotsOf(op.Vars)) {
			return &algebra.Project{Input: on(op.Input), Vars: op.Vars}, true
		}
	case *algebra.Distinct:
		return &algebra.Distinct{Input: on(op.Input)}, true
	case *algebra.Reduced:
		return &algebra.Reduced{Input: on(op.Input)}, true
	case *algebra.OrderBy:
		return &algebra.OrderBy{Input: on(op.Input), Keys: op.Keys}, true
	case *algebra.Group:
		var keys Set
		for _, k := range op.Keys {
			if e, ok := k.Expr.(*algebra.ExprVar); ok && e.Name == k.Var {
				keys.Add(p.slot(k.Var))
			}
		}
		if all.Within(keys) {
			return &algebra.Group{Input: on(op.Input), Keys: op.Keys, Aggregates: op.Aggregates}, true
		}
	}
	return nil, false
}

// intoOptional moves the conditions of an OPTIONAL that only its own pattern
// decides into that pattern.
func (p *Planner) intoOptional(op *algebra.LeftJoin, sc scope) *algebra.LeftJoin {
	if op.Expr == nil {
		return op
	}
	lp, _ := p.vars(op.L, sc.outer)
	rp, rc := p.vars(op.R, sc.outer)
	out := &algebra.LeftJoin{L: op.L, R: op.R}
	for _, x := range conjuncts(op.Expr, nil) {
		exists, fickle := traits(x)
		v := p.mentionsExpr(x).Minus(sc.outer).Intersect(lp.Union(rp))
		if !exists && !fickle && v.Within(rc) && sc.graph.Kind != GraphVar {
			out.R = &algebra.Filter{Input: out.R, Expr: x}
			continue
		}
		if out.Expr == nil {
			out.Expr = x
		} else {
			out.Expr = &algebra.ExprCall{Name: "&&", Args: []algebra.Expr{out.Expr, x}}
		}
	}
	return out
}

// hoist joins before it extends: OPTIONALs between the patterns of a group
// move behind them where that gives the same, so that all patterns are ordered
// together and fewer rows are extended.
func (p *Planner) hoist(op algebra.Op, sc scope) algebra.Op {
	j, ok := op.(*algebra.Join)
	if !ok || sc.graph.Kind == GraphVar {
		return op
	}
	l, r := p.hoist(j.L, sc), p.hoist(j.R, sc)
	if lj, ok := l.(*algebra.LeftJoin); ok && p.joinsFirst(lj, r, sc) {
		return &algebra.LeftJoin{L: p.hoist(&algebra.Join{L: lj.L, R: r}, sc), R: lj.R, Expr: lj.Expr}
	}
	if lj, ok := r.(*algebra.LeftJoin); ok && p.joinsFirst(lj, l, sc) {
		return &algebra.LeftJoin{L: p.hoist(&algebra.Join{L: l, R: lj.L}, sc), R: lj.R, Expr: lj.Expr}
	}
	if l == j.L && r == j.R {
		return op
	}
	return &algebra.Join{L: l, R: r}
}

// joinsFirst reports whether other may be joined with the left side of an
// OPTIONAL instead of with all of it: it must not speak of what the OPTIONAL
// adds, nor give its condition a variable to see.
func (p *Planner) joinsFirst(lj *algebra.LeftJoin, other algebra.Op, sc scope) bool {
	_, lc := p.vars(lj.L, sc.outer)
	rp, _ := p.vars(lj.R, sc.outer)
	op, _ := p.vars(other, sc.outer)
	if op.Meets(rp.Minus(lc)) {
		return false
	}
	if lj.Expr == nil {
		return true
	}
	exists, _ := traits(lj.Expr)
	return !exists && p.mentionsExpr(lj.Expr).Intersect(op).Within(lc)
}
