package algebra

import (
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
)

// Inspect calls f for op and, where f returns true, for the operators below
// it and those in the EXISTS of its expressions; a nil op is passed over.
func Inspect(op Op, f func(Op) bool) {
	if op == nil || !f(op) {
		return
	}
	for _, in := range Inputs(op) {
		Inspect(in, f)
	}
	for _, x := range Exprs(op) {
		InspectExpr(x, func(x Expr) {
			if e, ok := x.(*ExprExists); ok {
				Inspect(e.Pattern, f)
			}
		})
	}
}

// InspectExpr calls f for x and the expressions that it is made of, those in
// the pattern of an EXISTS not included; a nil x is passed over.
func InspectExpr(x Expr, f func(Expr)) {
	if x == nil {
		return
	}
	f(x)
	for _, a := range Args(x) {
		InspectExpr(a, f)
	}
}

// Inputs returns the operators that op evaluates, those in its expressions
// not included. Some may be nil.
func Inputs(op Op) []Op {
	switch op := op.(type) {
	case *Join:
		return []Op{op.L, op.R}
	case *LeftJoin:
		return []Op{op.L, op.R}
	case *Union:
		return []Op{op.L, op.R}
	case *Minus:
		return []Op{op.L, op.R}
	case *Filter:
		return []Op{op.Input}
	case *Graph:
		return []Op{op.Input}
	case *Extend:
		return []Op{op.Input}
	case *Group:
		return []Op{op.Input}
	case *OrderBy:
		return []Op{op.Input}
	case *Project:
		return []Op{op.Input}
	case *Distinct:
		return []Op{op.Input}
	case *Reduced:
		return []Op{op.Input}
	case *Slice:
		return []Op{op.Input}
	case *Service:
		return []Op{op.Input}
	case *Paths:
		return []Op{op.StartOp, op.EndOp}
	}
	return nil
}

// Exprs returns the expressions of op itself.
func Exprs(op Op) (xs []Expr) {
	switch op := op.(type) {
	case *LeftJoin:
		xs = append(xs, op.Expr)
	case *Filter:
		xs = append(xs, op.Expr)
	case *Extend:
		xs = append(xs, op.Expr)
	case *Group:
		for _, k := range op.Keys {
			xs = append(xs, k.Expr)
		}
		for _, a := range op.Aggregates {
			xs = append(xs, a.Expr)
		}
	case *OrderBy:
		for _, k := range op.Keys {
			xs = append(xs, k.Expr)
		}
	}
	// An OPTIONAL without condition has none, nor has COUNT(*).
	return slices.DeleteFunc(xs, func(x Expr) bool { return x == nil })
}

// Args returns the arguments of an operator, built-in or function.
func Args(x Expr) []Expr {
	switch x := x.(type) {
	case *ExprCall:
		return x.Args
	case *ExprFunc:
		return x.Args
	}
	return nil
}

// Vars returns the variables that op itself names outside of its expressions,
// in the order of its fields; some may come twice.
func Vars(op Op) (vars []string) {
	nodes := func(ns ...Node) {
		for _, n := range ns {
			if n.IsVar() {
				vars = append(vars, n.Var)
			}
		}
	}
	switch op := op.(type) {
	case *BGP:
		for _, t := range op.Triples {
			nodes(t.S, t.P, t.O)
		}
	case *PathPattern:
		nodes(op.S, op.O)
	case *Graph:
		nodes(op.Name)
	case *Extend:
		return []string{op.Var}
	case *Values:
		return op.Vars
	case *Group:
		for _, k := range op.Keys {
			vars = append(vars, k.Var)
		}
		for _, a := range op.Aggregates {
			vars = append(vars, a.Var)
		}
	case *Project:
		return op.Vars
	case *Service:
		nodes(op.Name)
	case *Paths:
		vars = append(vars, syntax.PathsColumns...)
		nodes(op.Start, op.End)
	}
	return vars
}
