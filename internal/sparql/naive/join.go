package naive

import "github.com/ascribe-graph/ascribe/internal/sparql/algebra"

// seedable reports whether evaluating op under a seed gives the join of the
// two: patterns, and what joins them without looking at a solution from within.
func seedable(op algebra.Op) bool {
	switch op := op.(type) {
	case *algebra.BGP, *algebra.PathPattern:
		return true
	case *algebra.Join:
		return seedable(op.L) && seedable(op.R)
	case *algebra.Union:
		return seedable(op.L) && seedable(op.R)
	case *algebra.Graph:
		return seedable(op.Input)
	}
	return false
}

// join is Join (§18.5).
func (e *evaluator) join(op *algebra.Join, sc scope, seed solution, out emit) error {
	l, r := op.L, op.R
	if !seedable(r) && seedable(l) {
		l, r = r, l
	}
	if seedable(r) {
		return e.eval(l, sc, seed, func(s solution) error {
			return e.eval(r, sc, s, func(s solution) error { return e.pass(s, out) })
		})
	}
	right, err := e.index(r, sc)
	if err != nil {
		return err
	}
	return e.eval(l, sc, e.empty(), func(s solution) error {
		for _, o := range right.candidates(s) {
			if err := e.step(); err != nil {
				return err
			}
			if m, ok := merge(s, o); ok {
				if err := e.pass(m, out); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// leftJoin is LeftJoin (§18.5).
func (e *evaluator) leftJoin(op *algebra.LeftJoin, sc scope, out emit) error {
	right, err := e.partners(op.R, sc)
	if err != nil {
		return err
	}
	return e.eval(op.L, sc, e.empty(), func(s solution) error {
		matched := false
		err := right(s, func(m solution) error {
			if op.Expr != nil {
				keep, err := e.test(op.Expr, sc, m)
				if err != nil || !keep {
					return err
				}
			}
			matched = true
			return e.pass(m, out)
		})
		if err != nil || matched {
			return err
		}
		return e.pass(s, out)
	})
}

// partners returns a function that merges a solution with each compatible one
// of op.
func (e *evaluator) partners(op algebra.Op, sc scope) (func(solution, emit) error, error) {
	if seedable(op) {
		return func(s solution, out emit) error { return e.eval(op, sc, s, out) }, nil
	}
	right, err := e.index(op, sc)
	return func(s solution, out emit) error {
		for _, o := range right.candidates(s) {
			if err := e.step(); err != nil {
				return err
			}
			if m, ok := merge(s, o); ok {
				if err := out(m); err != nil {
					return err
				}
			}
		}
		return nil
	}, err
}

// minus is Minus (§18.5): it removes a solution if a compatible one of the
// right side shares a variable with it.
func (e *evaluator) minus(op *algebra.Minus, sc scope, out emit) error {
	right, err := e.index(op.R, sc)
	if err != nil {
		return err
	}
	return e.eval(op.L, sc, e.empty(), func(s solution) error {
		for _, o := range right.candidates(s) {
			if err := e.step(); err != nil {
				return err
			}
			if shares(s, o) {
				if _, ok := merge(s, o); ok {
					return nil
				}
			}
		}
		return e.pass(s, out)
	})
}

func shares(a, b solution) bool {
	for i, v := range a.vals {
		if v != 0 && b.vals[i] != 0 {
			return true
		}
	}
	return false
}

// index holds the solutions of one side of a join.
type index struct {
	all     []solution
	certain []int // the slots that all of them bind
	byKey   map[string]map[string][]solution
	buf     []byte
}

// index evaluates op.
func (e *evaluator) index(op algebra.Op, sc scope) (*index, error) {
	all, err := e.collect(op, sc)
	if err != nil {
		return nil, err
	}
	ix := &index{all: all, byKey: map[string]map[string][]solution{}}
	for i := range e.names {
		every := len(all) > 0
		for _, s := range all {
			if s.vals[i] == 0 {
				every = false
				break
			}
		}
		if every {
			ix.certain = append(ix.certain, i)
		}
	}
	return ix, nil
}

// candidates returns the solutions that agree with s on the certain slots
// that s binds; a hash table is made for each set of such slots.
func (ix *index) candidates(s solution) []solution {
	var slots []int
	mask := make([]byte, 0, len(ix.certain))
	for _, i := range ix.certain {
		b := byte('0')
		if s.vals[i] != 0 {
			slots = append(slots, i)
			b = '1'
		}
		mask = append(mask, b)
	}
	if len(slots) == 0 {
		return ix.all
	}
	table, ok := ix.byKey[string(mask)]
	if !ok {
		table = map[string][]solution{}
		for _, o := range ix.all {
			k := string(o.key(slots, nil))
			table[k] = append(table[k], o)
		}
		ix.byKey[string(mask)] = table
	}
	ix.buf = s.key(slots, ix.buf[:0])
	return table[string(ix.buf)]
}
