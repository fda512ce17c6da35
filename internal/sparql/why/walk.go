package why

import (
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// machine is a property path as an automaton. State 0 is the start.
type machine struct {
	steps [][]step // by state
	empty [][]int  // by state: where it goes without an edge
	final int
}

// step is one edge: by one predicate, or by any but some.
type step struct {
	to       int
	inverse  bool
	link     term.Term // zero: negated
	excluded []term.Term
}

func (m *machine) state() int {
	m.steps, m.empty = append(m.steps, nil), append(m.empty, nil)
	return len(m.steps) - 1
}

func (m *machine) free(from, to int) { m.empty[from] = append(m.empty[from], to) }

// build adds p between two states; inverse walks it backwards.
func (m *machine) build(p algebra.Path, from, to int, inverse bool) {
	switch p := p.(type) {
	case *algebra.PathLink:
		m.steps[from] = append(m.steps[from], step{to: to, inverse: inverse, link: p.IRI})
	case *algebra.PathInverse:
		m.build(p.P, from, to, !inverse)
	case *algebra.PathSeq:
		first, second := p.L, p.R
		if inverse {
			first, second = second, first
		}
		mid := m.state()
		m.build(first, from, mid, inverse)
		m.build(second, mid, to, inverse)
	case *algebra.PathAlt:
		m.build(p.L, from, to, inverse)
		m.build(p.R, from, to, inverse)
	case *algebra.PathRepeat:
		at := from
		for range p.Min {
			next := m.state()
			m.build(p.P, at, next, inverse)
			at = next
		}
		if p.Max < 0 {
			loop := m.state()
			m.free(at, loop)
			m.build(p.P, loop, loop, inverse)
			m.free(loop, to)
			return
		}
		for range p.Max - p.Min {
			m.free(at, to)
			next := m.state()
			m.build(p.P, at, next, inverse)
			at = next
		}
		m.free(at, to)
	case *algebra.PathNegated:
		if p.HasForward {
			m.steps[from] = append(m.steps[from], step{to: to, inverse: inverse, excluded: p.Forward})
		}
		if p.HasInverse {
			m.steps[from] = append(m.steps[from], step{to: to, inverse: !inverse, excluded: p.Inverse})
		}
	}
}

// place is a node in a state of the walk, with how it was reached.
type place struct {
	node  store.ID
	state int
}

type arrival struct {
	from   place
	triple [3]store.ID
	edge   bool
}

// walk adds the edges of one shortest walk along p between two terms.
func (e *explainer) walk(graph term.Term, p algebra.Path, from, to term.Term) error {
	start, ok := e.src.Lookup(from)
	end, ok2 := e.src.Lookup(to)
	label, ok3 := e.label(graph)
	if !ok || !ok2 || !ok3 {
		return nil // a walk of no edges, from a term that no quad holds
	}
	m := &machine{}
	first := m.state()
	m.final = m.state()
	m.build(p, first, m.final, false)

	came := map[place]arrival{{start, first}: {}}
	queue := []place{{start, first}}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if at.state == m.final && at.node == end {
			return e.addWalk(graph, came, at)
		}
		for _, to := range m.empty[at.state] {
			next := place{at.node, to}
			if _, seen := came[next]; !seen {
				came[next] = arrival{from: at}
				// A step without an edge is no step: go on with it at once.
				queue = slices.Insert(queue, 0, next)
			}
		}
		for _, s := range m.steps[at.state] {
			err := e.neighbours(label, graph, at.node, s, func(node store.ID, t [3]store.ID) {
				next := place{node, s.to}
				if _, seen := came[next]; !seen {
					came[next] = arrival{from: at, triple: t, edge: true}
					queue = append(queue, next)
				}
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// neighbours calls f for each edge of the step from a node.
func (e *explainer) neighbours(label store.ID, graph term.Term, node store.ID, s step, f func(store.ID, [3]store.ID)) error {
	p := store.Pattern{store.S: node, store.G: label}
	order, far := store.SPOG, store.O
	if s.inverse {
		p = store.Pattern{store.O: node, store.G: label}
		order, far = store.OSPG, store.S
	}
	if !s.link.IsZero() {
		id, ok := e.src.Lookup(s.link)
		if !ok {
			return nil
		}
		p[store.P] = id
	}
	return e.scan(p, order, func(q store.Quad) error {
		if graph.IsZero() && !e.merged(q[store.G]) {
			return nil
		}
		if s.link.IsZero() && slices.Contains(s.excluded, e.src.Term(q[store.P])) {
			return nil
		}
		f(q[far], [3]store.ID{q[store.S], q[store.P], q[store.O]})
		return nil
	})
}

func (e *explainer) addWalk(graph term.Term, came map[place]arrival, at place) error {
	first := arrival{}
	for {
		a := came[at]
		if a.edge {
			t := a.triple
			if err := e.add(graph, e.src.Term(t[0]), e.src.Term(t[1]), e.src.Term(t[2])); err != nil {
				return err
			}
		}
		if a == first {
			return nil
		}
		at = a.from
	}
}
