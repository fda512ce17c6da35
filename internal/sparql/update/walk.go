package update

import "github.com/ascribe-graph/ascribe/internal/sparql/algebra"

// walk calls f for op and every operator below it, those in EXISTS included.
func walk(op algebra.Op, f func(algebra.Op)) {
	if op == nil {
		return
	}
	f(op)
	switch op := op.(type) {
	case *algebra.Join:
		walk(op.L, f)
		walk(op.R, f)
	case *algebra.LeftJoin:
		walk(op.L, f)
		walk(op.R, f)
		walkExpr(op.Expr, f)
	case *algebra.Union:
		walk(op.L, f)
		walk(op.R, f)
	case *algebra.Minus:
		walk(op.L, f)
		walk(op.R, f)
	case *algebra.Filter:
		walk(op.Input, f)
		walkExpr(op.Expr, f)
	case *algebra.Graph:
		walk(op.Input, f)
	case *algebra.Extend:
		walk(op.Input, f)
		walkExpr(op.Expr, f)
	case *algebra.Group:
		walk(op.Input, f)
		for _, k := range op.Keys {
			walkExpr(k.Expr, f)
		}
		for _, a := range op.Aggregates {
			walkExpr(a.Expr, f)
		}
	case *algebra.OrderBy:
		walk(op.Input, f)
		for _, k := range op.Keys {
			walkExpr(k.Expr, f)
		}
	case *algebra.Project:
		walk(op.Input, f)
	case *algebra.Distinct:
		walk(op.Input, f)
	case *algebra.Reduced:
		walk(op.Input, f)
	case *algebra.Slice:
		walk(op.Input, f)
	case *algebra.Service:
		walk(op.Input, f)
	case *algebra.Paths:
		walk(op.StartOp, f)
		walk(op.EndOp, f)
	}
}

func walkExpr(x algebra.Expr, f func(algebra.Op)) {
	var args []algebra.Expr
	switch x := x.(type) {
	case *algebra.ExprCall:
		args = x.Args
	case *algebra.ExprFunc:
		args = x.Args
	case *algebra.ExprExists:
		walk(x.Pattern, f)
	}
	for _, a := range args {
		walkExpr(a, f)
	}
}
