package exec

import (
	"container/heap"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/expr"
	"github.com/ascribe-graph/ascribe/internal/sparql/plan"
)

// sortOp is ORDER BY. With a limit it keeps only as many rows in order.
type sortOp struct {
	output
	ex   *executor
	node *plan.Sort
	in   operator
	view *rowView
	keys []sortKey
	rows [][]uint32
	size int
	perm []int32
	ran  bool
	at   int
	err  error
}

// sortKey holds the values of one key by row: numbers of a variable, whose
// meaning is read only when needed, or computed values.
type sortKey struct {
	col   int // -1: computed
	desc  bool
	order order
	vals  []expr.Value
}

func (b *builder) sort(n *plan.Sort) (operator, error) {
	in, err := b.build(n.Input)
	if err != nil {
		return nil, err
	}
	vars := n.Input.Props().Vars
	s := &sortOp{ex: b.ex, node: n, in: in, view: b.ex.view(vars, b.f), rows: make([][]uint32, len(vars))}
	for _, k := range n.Keys {
		key := sortKey{col: -1, desc: k.Desc, order: order{ex: b.ex}}
		if v, ok := k.Expr.X.(*algebra.ExprVar); ok {
			key.col = columnOf(vars, b.ex.planner.Slot(v.Name))
		}
		s.keys = append(s.keys, key)
	}
	s.init(len(vars))
	return s, nil
}

func (s *sortOp) next() (*batch, error) {
	if !s.ran {
		s.ran = true
		if err := s.run(); err != nil {
			return nil, err
		}
	}
	s.reset()
	for s.at < len(s.perm) && s.n < s.max {
		r := s.perm[s.at]
		for c, col := range s.rows {
			s.cols[c][s.n] = col[r]
		}
		s.at++
		s.n++
	}
	return s.done(s.ex)
}

// compare orders two rows; rows that are equal keep their order.
func (s *sortOp) compare(a, b int32) int {
	if s.err == nil {
		s.err = s.ex.step(1)
	}
	if s.err != nil {
		return 0 // the rest of the sort is cheap, and its result not used
	}
	for i := range s.keys {
		k := &s.keys[i]
		var c int
		if k.col >= 0 {
			x, y := s.rows[k.col][a], s.rows[k.col][b]
			c = k.order.compare(x, y)
		} else {
			c = expr.Order(k.vals[a], k.vals[b])
		}
		if c != 0 {
			if k.desc {
				return -c
			}
			return c
		}
	}
	return int(a - b)
}

// run reads the input and sorts it.
func (s *sortOp) run() error {
	top := &topRows{s: s}
	for {
		b, err := s.in.next()
		if err != nil {
			return err
		}
		if b == nil {
			break
		}
		s.ex.hold(b.n, len(s.rows)+16*len(s.keys))
		if err := s.ex.step(b.n); err != nil {
			return err
		}
		for c := range s.rows {
			s.rows[c] = append(s.rows[c], b.cols[c][:b.n]...)
		}
		if err := s.evaluate(b); err != nil {
			return err
		}
		for i := range b.n {
			r := int32(s.size + i)
			switch {
			case s.node.Limit < 0 || len(top.rows) < s.node.Limit:
				top.rows = append(top.rows, r)
				if len(top.rows) == s.node.Limit {
					heap.Init(top)
				}
			case s.node.Limit > 0 && s.compare(r, top.rows[0]) < 0:
				top.rows[0] = r
				heap.Fix(top, 0)
			}
		}
		s.size += b.n
	}
	s.perm = top.rows
	slices.SortFunc(s.perm, s.compare)
	return s.err
}

// evaluate computes the keys of a batch that are not plain variables.
func (s *sortOp) evaluate(b *batch) error {
	s.view.set(b)
	for i := range s.keys {
		k := &s.keys[i]
		if k.col >= 0 {
			if err := k.order.ahead(b.cols[k.col][:b.n]); err != nil {
				return err
			}
			continue
		}
		for r := range b.n {
			s.view.i = r
			v, err := s.ex.eval(s.node.Keys[i].Expr, s.view)
			if err != nil {
				if !expr.IsTypeError(err) {
					return err
				}
				v = expr.Value{}
			}
			k.vals = append(k.vals, v)
			if err := s.ex.step(1); err != nil {
				return err
			}
		}
	}
	return nil
}

// topRows is a heap with the last of the best rows in front.
type topRows struct {
	s    *sortOp
	rows []int32
}

func (t *topRows) Len() int           { return len(t.rows) }
func (t *topRows) Less(i, j int) bool { return t.s.compare(t.rows[i], t.rows[j]) > 0 }
func (t *topRows) Swap(i, j int)      { t.rows[i], t.rows[j] = t.rows[j], t.rows[i] }
func (t *topRows) Push(any)           {}
func (t *topRows) Pop() any           { return nil }
