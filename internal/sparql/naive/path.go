package naive

import (
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// pathPattern matches X Path Y (§18.4) under the current row.
func (m *matcher) pathPattern(p *algebra.PathPattern, f func() error) error {
	s, o := m.end(p.S), m.end(p.O)
	w := &walker{m.e, m.sc.graph}
	// Between two variables a path of length zero joins nodes of the graph
	// only. A variable that has its value from another pattern may have one
	// that is no node; with a term at the other end it then still matches
	// that very term.
	for _, x := range []end{s, o} {
		if x.v == 0 || x.rigid || s.rigid || o.rigid {
			continue
		}
		if ok, err := w.e.isNode(w.g, x.v); err != nil || !ok {
			return err
		}
	}
	each := func(x, y val) error {
		if err := w.e.step(); err != nil {
			return err
		}
		return m.bind(s, x, func() error { return m.bind(o, y, f) })
	}
	switch {
	case s.v != 0:
		return w.from(p.Path, s.v, false, func(y val) error { return each(s.v, y) })
	case o.v != 0:
		return w.from(p.Path, o.v, true, func(x val) error { return each(x, o.v) })
	}
	return w.pairs(p.Path, false, each)
}

// walker evaluates paths over one graph.
type walker struct {
	e *evaluator
	g *graph
}

// from calls f for each end of p that starts at x, as often as there are ways
// (§18.1.7; a repeated path has each end once); inverse walks p backwards.
func (w *walker) from(p algebra.Path, x val, inverse bool, f func(val) error) error {
	switch p := p.(type) {
	case *algebra.PathLink:
		id, ok := w.e.id(w.e.fromTerm(p.IRI))
		if !ok {
			return nil
		}
		return w.edges(x, id, inverse, func(_ store.ID, y val) error { return f(y) })
	case *algebra.PathInverse:
		return w.from(p.P, x, !inverse, f)
	case *algebra.PathSeq:
		first, second := p.L, p.R
		if inverse {
			first, second = second, first
		}
		return w.from(first, x, inverse, func(z val) error { return w.from(second, z, inverse, f) })
	case *algebra.PathAlt:
		if err := w.from(p.L, x, inverse, f); err != nil {
			return err
		}
		return w.from(p.R, x, inverse, f)
	case *algebra.PathRepeat:
		ends, err := w.repeat(p, x, inverse)
		if err != nil {
			return err
		}
		for _, y := range ends {
			if err := f(y); err != nil {
				return err
			}
		}
		return nil
	case *algebra.PathNegated:
		if p.HasForward {
			if err := w.except(p.Forward, x, inverse, f); err != nil {
				return err
			}
		}
		if p.HasInverse {
			return w.except(p.Inverse, x, !inverse, f)
		}
	}
	return nil
}

// edges calls f for each triple x p y, or y p x if inverse.
func (w *walker) edges(x val, p store.ID, inverse bool, f func(p store.ID, y val) error) error {
	id, ok := w.e.id(x)
	if !ok {
		return nil
	}
	if inverse {
		return w.e.scan(w.g, store.Any, p, id, func(s, p, _ store.ID) error { return f(p, w.e.fromID(s)) })
	}
	return w.e.scan(w.g, id, p, store.Any, func(_, p, o store.ID) error { return f(p, w.e.fromID(o)) })
}

// except walks the edges whose predicate is not listed.
func (w *walker) except(list []term.Term, x val, inverse bool, f func(val) error) error {
	return w.edges(x, store.Any, inverse, func(p store.ID, y val) error {
		if slices.Contains(list, w.e.term(w.e.fromID(p))) {
			return nil
		}
		return f(y)
	})
}

// pairs calls f for the two ends of p wherever it starts.
func (w *walker) pairs(p algebra.Path, inverse bool, f func(x, y val) error) error {
	switch p := p.(type) {
	case *algebra.PathLink:
		id, ok := w.e.id(w.e.fromTerm(p.IRI))
		if !ok {
			return nil
		}
		return w.e.scan(w.g, store.Any, id, store.Any, func(s, _, o store.ID) error {
			x, y := w.e.fromID(s), w.e.fromID(o)
			if inverse {
				x, y = y, x
			}
			return f(x, y)
		})
	case *algebra.PathInverse:
		return w.pairs(p.P, !inverse, f)
	case *algebra.PathSeq:
		first, second := p.L, p.R
		if inverse {
			first, second = second, first
		}
		return w.pairs(first, inverse, func(x, z val) error {
			return w.from(second, z, inverse, func(y val) error { return f(x, y) })
		})
	case *algebra.PathAlt:
		if err := w.pairs(p.L, inverse, f); err != nil {
			return err
		}
		return w.pairs(p.R, inverse, f)
	}
	nodes, err := w.e.nodesOf(w.g)
	if err != nil {
		return err
	}
	for _, x := range nodes {
		if err := w.e.step(); err != nil {
			return err
		}
		if err := w.from(p, x, inverse, func(y val) error { return f(x, y) }); err != nil {
			return err
		}
	}
	return nil
}

// repeat returns the ends of at least Min and at most Max steps from x, each
// once: ALP of §18.4 for * and +, and the same with bounds for {n,m}.
func (w *walker) repeat(p *algebra.PathRepeat, x val, inverse bool) ([]val, error) {
	level := []val{x}
	// Min steps, level by level: here a node may come again.
	for range p.Min {
		var err error
		if level, err = w.successors(p.P, level, inverse, map[val]bool{}); err != nil || len(level) == 0 {
			return nil, err
		}
	}
	// From there on a node that was seen is not walked again.
	seen := map[val]bool{}
	for _, v := range level {
		seen[v] = true
	}
	all := slices.Clone(level)
	for n := p.Min; len(level) > 0 && (p.Max < 0 || n < p.Max); n++ {
		var err error
		if level, err = w.successors(p.P, level, inverse, seen); err != nil {
			return nil, err
		}
		all = append(all, level...)
	}
	if p.Max >= 0 && p.Max < p.Min {
		return nil, nil
	}
	return all, nil
}

// successors returns the ends of one p from each node of level that are not
// in seen, and adds them to it.
func (w *walker) successors(p algebra.Path, level []val, inverse bool, seen map[val]bool) ([]val, error) {
	var next []val
	for _, x := range level {
		err := w.from(p, x, inverse, func(y val) error {
			if seen[y] {
				return nil
			}
			if err := w.e.count(); err != nil {
				return err
			}
			seen[y] = true
			next = append(next, y)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return next, nil
}
