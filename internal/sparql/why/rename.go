package why

import (
	"maps"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
)

// rename returns a copy of op with the names of w. A sub-select inside keeps
// what it hides apart, since its variables get names of their own all alike.
func rename(op algebra.Op, w *where) algebra.Op {
	switch op := op.(type) {
	case nil:
		return nil
	case *algebra.Paths:
		out := *op
		out.Start, out.End = w.node(op.Start), w.node(op.End)
		out.StartOp, out.EndOp = rename(op.StartOp, w), rename(op.EndOp, w)
		return &out
	case *algebra.BGP:
		out := &algebra.BGP{}
		for _, t := range op.Triples {
			out.Triples = append(out.Triples, algebra.TriplePattern{S: w.node(t.S), P: w.node(t.P), O: w.node(t.O)})
		}
		return out
	case *algebra.PathPattern:
		return &algebra.PathPattern{S: w.node(op.S), Path: op.Path, O: w.node(op.O)}
	case *algebra.Join:
		return &algebra.Join{L: rename(op.L, w), R: rename(op.R, w)}
	case *algebra.LeftJoin:
		return &algebra.LeftJoin{L: rename(op.L, w), R: rename(op.R, w), Expr: renameExpr(op.Expr, w)}
	case *algebra.Union:
		return &algebra.Union{L: rename(op.L, w), R: rename(op.R, w)}
	case *algebra.Minus:
		return &algebra.Minus{L: rename(op.L, w), R: rename(op.R, w)}
	case *algebra.Filter:
		return &algebra.Filter{Input: rename(op.Input, w), Expr: renameExpr(op.Expr, w)}
	case *algebra.Graph:
		return &algebra.Graph{Name: w.node(op.Name), Input: rename(op.Input, w)}
	case *algebra.Extend:
		return &algebra.Extend{Input: rename(op.Input, w), Var: w.name(op.Var), Expr: renameExpr(op.Expr, w)}
	case *algebra.Values:
		out := &algebra.Values{Rows: op.Rows}
		for _, v := range op.Vars {
			out.Vars = append(out.Vars, w.name(v))
		}
		return out
	case *algebra.Group:
		out := &algebra.Group{Input: rename(op.Input, w)}
		for _, k := range op.Keys {
			out.Keys = append(out.Keys, algebra.GroupKey{Var: w.name(k.Var), Expr: renameExpr(k.Expr, w)})
		}
		for _, a := range op.Aggregates {
			a.Var, a.Expr = w.name(a.Var), renameExpr(a.Expr, w)
			out.Aggregates = append(out.Aggregates, a)
		}
		return out
	case *algebra.OrderBy:
		out := &algebra.OrderBy{Input: rename(op.Input, w)}
		for _, k := range op.Keys {
			out.Keys = append(out.Keys, algebra.OrderKey{Expr: renameExpr(k.Expr, w), Desc: k.Desc})
		}
		return out
	case *algebra.Project:
		out := &algebra.Project{Input: rename(op.Input, w)}
		for _, v := range op.Vars {
			out.Vars = append(out.Vars, w.name(v))
		}
		return out
	case *algebra.Distinct:
		return &algebra.Distinct{Input: rename(op.Input, w)}
	case *algebra.Reduced:
		return &algebra.Reduced{Input: rename(op.Input, w)}
	case *algebra.Slice:
		return &algebra.Slice{Input: rename(op.Input, w), Offset: op.Offset, Limit: op.Limit}
	}
	return op
}

func renameExpr(x algebra.Expr, w *where) algebra.Expr {
	all := func(args []algebra.Expr) []algebra.Expr {
		out := make([]algebra.Expr, len(args))
		for i, a := range args {
			out[i] = renameExpr(a, w)
		}
		return out
	}
	switch x := x.(type) {
	case *algebra.ExprVar:
		return &algebra.ExprVar{Name: w.name(x.Name)}
	case *algebra.ExprCall:
		return &algebra.ExprCall{Name: x.Name, Args: all(x.Args)}
	case *algebra.ExprFunc:
		return &algebra.ExprFunc{IRI: x.IRI, Args: all(x.Args)}
	case *algebra.ExprExists:
		return &algebra.ExprExists{Not: x.Not, Pattern: rename(x.Pattern, w)}
	}
	return x
}

// deepVariables returns every variable that op names, those of its sub-selects
// and expressions included, sorted.
func deepVariables(op algebra.Op) []string {
	set := map[string]bool{}
	algebra.Inspect(op, func(op algebra.Op) bool {
		for _, v := range algebra.Vars(op) {
			set[v] = true
		}
		for _, x := range algebra.Exprs(op) {
			algebra.InspectExpr(x, func(x algebra.Expr) {
				if v, ok := x.(*algebra.ExprVar); ok {
					set[v.Name] = true
				}
			})
		}
		return true
	})
	return slices.Sorted(maps.Keys(set))
}
