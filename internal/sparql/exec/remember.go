package exec

import (
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/expr"
	"github.com/ascribe-graph/ascribe/internal/sparql/plan"
)

// remembered is an expression whose value is needed as a number. One that
// depends on few variables is computed once for each of the values that they have
// together, as long as these come again.
type remembered struct {
	ex   *executor
	e    *plan.Expr
	cols []int // of the variables; nil: compute always
	seen *keyTable
	ids  []uint32
	hits int
	key  []uint32
}

// The values after which it is decided whether remembering is of use, and the
// most that are remembered.
const (
	tryValues = 1 << 11
	maxValues = 1 << 16
)

func (ex *executor) remember(e *plan.Expr, vars []int) *remembered {
	r := &remembered{ex: ex, e: e}
	if _, plain := e.X.(*algebra.ExprVar); plain || len(e.Few) == 0 {
		return r
	}
	cols := columnsOf(vars, e.Few)
	if slices.Contains(cols, -1) {
		return r
	}
	r.cols, r.seen, r.key = cols, newKeyTable(len(cols)), make([]uint32, len(cols))
	return r
}

// id returns the number of the value for the row of v, 0 for an error.
func (r *remembered) id(v *rowView) (uint32, error) {
	if r.cols == nil {
		return r.compute(v)
	}
	for k, col := range r.cols {
		r.key[k] = v.cols[col][v.i]
	}
	if num := r.find(); num >= 0 {
		r.hits++
		return r.ids[num], nil
	}
	id, err := r.compute(v)
	if err != nil {
		return 0, err
	}
	r.seen.add(r.key)
	r.ids = append(r.ids, id)
	r.ex.hold(1, len(r.key)+3)
	if n := r.seen.n; (n == tryValues && r.hits < n/8) || n == maxValues {
		r.cols = nil
	}
	return id, nil
}

func (r *remembered) find() int {
	if len(r.key) == 1 {
		return r.seen.find1(r.key[0])
	}
	return r.seen.find(r.key)
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
