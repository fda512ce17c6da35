package naive

import (
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/expr"
)

// members is one group while its solutions come in.
type members struct {
	keys []val
	accs []*expr.Accumulator
	seen []map[string]struct{} // of COUNT(DISTINCT *), by aggregate
}

// group is GROUP BY with its aggregates (§18.2.4.1, §18.5.1). A key that is
// an error is a value of its own. Groups come in the order of their first
// solution.
func (e *evaluator) group(op *algebra.Group, sc scope, out emit) error {
	var groups []*members
	byKey := map[string]*members{}
	open := func(keys []val) *members {
		g := &members{keys: keys, seen: make([]map[string]struct{}, len(op.Aggregates))}
		for i := range op.Aggregates {
			a := &op.Aggregates[i]
			g.accs = append(g.accs, expr.NewAccumulator(a))
			if a.Expr == nil && a.Distinct {
				g.seen[i] = map[string]struct{}{}
			}
		}
		groups = append(groups, g)
		return g
	}
	if len(op.Keys) == 0 {
		byKey[""] = open(nil)
	}
	visible := e.visibleSlots()
	err := e.eval(op.Input, sc, e.empty(), func(s solution) error {
		keys := make([]val, len(op.Keys))
		for i, k := range op.Keys {
			v, err := e.value(k.Expr, sc, &s)
			if err != nil && !expr.IsTypeError(err) {
				return err
			}
			if err == nil {
				keys[i] = e.fromTerm(v.Term())
			}
		}
		id := string(keyBytes(keys))
		g := byKey[id]
		if g == nil {
			if err := e.count(); err != nil {
				return err
			}
			g = open(keys)
			byKey[id] = g
		}
		return e.accumulate(g, op.Aggregates, sc, s, visible)
	})
	if err != nil {
		return err
	}
	for _, g := range groups {
		s, err := e.close(g, op, sc)
		if err != nil {
			return err
		}
		if err := e.pass(s, out); err != nil {
			return err
		}
	}
	return nil
}

func keyBytes(keys []val) []byte {
	slots := make([]int, len(keys))
	for i := range slots {
		slots[i] = i
	}
	return solution{vals: keys}.key(slots, nil)
}

// visibleSlots returns the slots that * stands for.
func (e *evaluator) visibleSlots() []int {
	var slots []int
	for i, n := range e.names {
		if !hidden(n) {
			slots = append(slots, i)
		}
	}
	return slots
}

func (e *evaluator) accumulate(g *members, as []algebra.Aggregate, sc scope, s solution, visible []int) error {
	for i := range as {
		if as[i].Expr != nil {
			v, err := e.value(as[i].Expr, sc, &s)
			if err != nil && !expr.IsTypeError(err) {
				return err
			}
			g.accs[i].Add(v, err)
			continue
		}
		if seen := g.seen[i]; seen != nil {
			k := string(s.key(visible, nil))
			if _, dup := seen[k]; dup {
				continue
			}
			seen[k] = struct{}{}
		}
		g.accs[i].AddSolution()
	}
	return nil
}

// close returns the solution that a group becomes.
func (e *evaluator) close(g *members, op *algebra.Group, sc scope) (solution, error) {
	s := e.empty()
	for i, k := range op.Keys {
		s.vals[e.slot(k.Var)] = g.keys[i]
	}
	for i, a := range op.Aggregates {
		v, err := g.accs[i].Result()
		if err == nil {
			s.vals[e.slot(a.Var)] = e.fromTerm(v.Term())
		} else if !expr.IsTypeError(err) {
			return s, err
		}
	}
	return s, nil
}

// orderBy sorts (§15.1); what is equal under all keys keeps its order.
func (e *evaluator) orderBy(op *algebra.OrderBy, sc scope, out emit) error {
	type keyed struct {
		s    solution
		keys []expr.Value // the zero Value for an error, which sorts as unbound
	}
	var all []keyed
	err := e.eval(op.Input, sc, e.empty(), func(s solution) error {
		k := keyed{s, make([]expr.Value, len(op.Keys))}
		for i, key := range op.Keys {
			v, err := e.value(key.Expr, sc, &k.s)
			if err != nil && !expr.IsTypeError(err) {
				return err
			}
			if err == nil {
				k.keys[i] = v
			}
		}
		all = append(all, k)
		return nil
	})
	if err != nil {
		return err
	}
	var stopped error
	slices.SortStableFunc(all, func(a, b keyed) int {
		if stopped == nil {
			stopped = e.step()
		}
		if stopped != nil {
			return 0 // the rest of the sort is cheap, and its result not used
		}
		for i, k := range op.Keys {
			if c := expr.Order(a.keys[i], b.keys[i]); c != 0 {
				if k.Desc {
					return -c
				}
				return c
			}
		}
		return 0
	})
	if stopped != nil {
		return stopped
	}
	for _, k := range all {
		if err := e.pass(k.s, out); err != nil {
			return err
		}
	}
	return nil
}
