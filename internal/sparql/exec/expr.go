package exec

import (
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/expr"
	"github.com/ascribe-graph/ascribe/internal/sparql/plan"
)

// rowView is a row of a batch as expressions see it: behind its own columns
// stand the values that EXISTS has put in the place of variables.
type rowView struct {
	ex    *executor
	f     *frame
	col   []int32 // by slot: the column plus 1
	cols  [][]uint32
	i     int
	outer plan.Set // the slots of f that the expression sees
}

func (ex *executor) view(vars []int, f *frame) *rowView {
	v := &rowView{ex: ex, f: f, col: make([]int32, len(ex.planner.Names))}
	for c, s := range vars {
		if s >= len(v.col) {
			v.col = append(v.col, make([]int32, s+1-len(v.col))...)
		}
		v.col[s] = int32(c + 1)
	}
	return v
}

func (v *rowView) set(b *batch) { v.cols = b.cols }

func (v *rowView) id(slot int) uint32 {
	if slot < len(v.col) {
		if c := v.col[slot]; c > 0 {
			if id := v.cols[c-1][v.i]; id != 0 {
				return id
			}
		}
	}
	if v.outer.Has(slot) {
		return v.f.at(slot)
	}
	return 0
}

// At returns the value of a slot.
func (v *rowView) At(slot int) expr.Value { return v.ex.value(v.id(slot)) }

// value evaluates an expression for the row of v: ErrType or a fatal error.
func (ex *executor) eval(e *plan.Expr, v *rowView) (expr.Value, error) {
	was, outer := ex.current, v.outer
	ex.current, v.outer = e, e.Outer
	val, err := e.Prog.Eval(&ex.env, v)
	ex.current, v.outer = was, outer
	return val, err
}

// test evaluates a condition.
func (ex *executor) test(e *plan.Expr, v *rowView) (bool, error) {
	was, outer := ex.current, v.outer
	ex.current, v.outer = e, e.Outer
	keep, err := e.Prog.Test(&ex.env, v)
	ex.current, v.outer = was, outer
	return keep, err
}

func (ex *executor) testAll(es []*plan.Expr, v *rowView) (bool, error) {
	for _, e := range es {
		if keep, err := ex.test(e, v); err != nil || !keep {
			return false, err
		}
	}
	return true, nil
}

// existsKey names an EXISTS: the expression that it is in, and its pattern.
type existsKey struct {
	e  *plan.Expr
	op algebra.Op
}

// existsState is what is known of one EXISTS.
type existsState struct {
	slots []int // of the variables that are replaced
	plans map[string]*existsPlan
}

// existsPlan is an EXISTS under values for one set of variables.
type existsPlan struct {
	node  plan.Node
	bound plan.Set
	seen  *keyTable // of all slots and the graph
	found []bool
}

// testExists is EXISTS for one row: planned once for each set of variables
// that have values, evaluated once for each set of values.
func (ex *executor) testExists(op algebra.Op, r expr.Row) (bool, error) {
	v, e := r.(*rowView), ex.current
	key := existsKey{e, op}
	st := ex.exists[key]
	if st == nil {
		st = &existsState{slots: ex.planner.Mentions(op).Slots(), plans: map[string]*existsPlan{}}
		if ex.exists == nil {
			ex.exists = map[existsKey]*existsState{}
		}
		ex.exists[key] = st
	}
	tuple := make([]uint32, len(st.slots)+1)
	mask := make([]byte, len(st.slots))
	for i, s := range st.slots {
		if tuple[i] = ex.canonical(v.id(s)); tuple[i] != 0 {
			mask[i] = 1
		}
	}
	g := e.Graph
	switch g.Kind {
	case plan.GraphVar: // the graph that the row is from
		outer := v.outer
		v.outer = nil
		tuple[len(tuple)-1] = v.id(g.Slot)
		v.outer = outer
		g.Kind = plan.GraphParam
	case plan.GraphParam:
		tuple[len(tuple)-1] = v.f.at(g.Slot)
	}
	p := st.plans[string(mask)]
	if p == nil {
		p = &existsPlan{seen: newKeyTable(len(tuple))}
		for i, s := range st.slots {
			if mask[i] != 0 {
				p.bound.Add(s)
			}
		}
		var err error
		if p.node, err = ex.planner.Exists(op, g, p.bound); err != nil {
			return false, err
		}
		st.plans[string(mask)] = p
	}
	num, fresh := p.seen.add(slices.Clone(tuple))
	if !fresh {
		return p.found[num], nil
	}
	f := &frame{}
	for i, s := range st.slots {
		if tuple[i] != 0 {
			f.set(s, tuple[i])
		}
	}
	if g.Kind == plan.GraphParam {
		f.set(g.Slot, tuple[len(tuple)-1])
	}
	p.found = append(p.found, false)
	ex.hold(1, len(tuple))
	held := ex.held
	defer func() { ex.held = held }() // run is dropped
	run, err := ex.build(p.node, f)
	if err != nil {
		return false, err
	}
	b, err := run.next()
	p.found[num] = b != nil
	return b != nil, err
}
