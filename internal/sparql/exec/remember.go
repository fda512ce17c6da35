package exec

import (
	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/expr"
	"github.com/ascribe-graph/ascribe/internal/sparql/plan"
)

// remembered is an expression whose value is needed as a number. One that
// depends on one variable is computed once for each value of it, as long as
// values come again.
type remembered struct {
	ex   *executor
	e    *plan.Expr
	col  int // of the only variable; -1: compute always
	seen *keyTable
	ids  []uint32
	hits int
	key  [1]uint32
}

// The values after which it is decided whether remembering is of use, and the
// most that are remembered.
const (
	tryValues = 1 << 11
	maxValues = 1 << 16
)

func (ex *executor) remember(e *plan.Expr, vars []int) *remembered {
	r := &remembered{ex: ex, e: e, col: -1}
	if _, plain := e.X.(*algebra.ExprVar); e.One >= 0 && !plain {
		r.col = columnOf(vars, e.One)
		r.seen = newKeyTable(1)
	}
	return r
}

// id returns the number of the value for the row of v, 0 for an error.
func (r *remembered) id(v *rowView) (uint32, error) {
	if r.col < 0 {
		return r.compute(v)
	}
	r.key[0] = v.cols[r.col][v.i]
	if num := r.seen.find1(r.key[0]); num >= 0 {
		r.hits++
		return r.ids[num], nil
	}
	id, err := r.compute(v)
	if err != nil {
		return 0, err
	}
	r.seen.add(r.key[:])
	r.ids = append(r.ids, id)
	r.ex.hold(1, 4)
	if n := r.seen.n; (n == tryValues && r.hits < n/8) || n == maxValues {
		r.col = -1
	}
	return id, nil
}

func (r *remembered) compute(v *rowView) (uint32, error) {
	if t, ok := r.e.X.(*algebra.ExprVar); ok {
		outer := v.outer
		v.outer = r.e.Outer
		id := v.id(r.ex.planner.Slot(t.Name))
		v.outer = outer
		return id, nil
	}
	val, err := r.ex.eval(r.e, v)
	if err != nil {
		if expr.IsTypeError(err) {
			err = nil
		}
		return 0, err
	}
	return r.ex.loose(val), nil
}
