package naive

import (
	"errors"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// graph is a graph that can be active: a set of triples.
type graph struct {
	label store.ID          // what the quads' label must be; Any: no matter
	merge map[store.ID]bool // not nil: the labels that are merged (FROM)

	nodes []val // the subjects and objects, ascending by id; nil until asked for
}

// openDataset finds the default graph and the named graphs (§13).
func (e *evaluator) openDataset() error {
	ids, err := e.src.Graphs(e.ctx)
	if err != nil {
		return err
	}
	e.order = slices.Clone(ids)
	e.deflt = &graph{label: store.Any}
	if e.opts.DefaultGraph != 0 {
		e.deflt.label = store.Unlabelled
	}
	if ds := e.q.Dataset; ds != nil {
		e.deflt = &graph{label: store.Any, merge: map[store.ID]bool{}}
		for _, t := range ds.Default {
			if e.isUnlabelled(t) {
				e.deflt.merge[store.Unlabelled] = true
			} else if id, ok := e.src.Lookup(t); ok {
				e.deflt.merge[id] = true
			}
		}
		e.order = slices.DeleteFunc(e.order, func(id store.ID) bool {
			return !slices.Contains(ds.Named, e.src.Term(id))
		})
	}
	slices.Sort(e.order)
	e.named = map[store.ID]*graph{}
	for _, id := range e.order {
		e.named[id] = &graph{label: id}
	}
	return nil
}

// buffer and release keep the buffers of scans that have ended for those to come.
func (e *evaluator) buffer() *scanBuffer {
	if n := len(e.buffers); n > 0 {
		b := e.buffers[n-1]
		e.buffers = e.buffers[:n-1]
		return b
	}
	return new(scanBuffer)
}

func (e *evaluator) release(b *scanBuffer) { e.buffers = append(e.buffers, b) }

type scanBuffer [64]store.Quad

func (e *evaluator) isUnlabelled(t term.Term) bool {
	return e.opts.UnlabelledName != "" && t == term.NewIRI(e.opts.UnlabelledName)
}

// namedGraph returns the graph that GRAPH names, nil if the dataset has none.
func (e *evaluator) namedGraph(v val) *graph {
	if t := e.term(v); e.isUnlabelled(t) {
		if ds := e.q.Dataset; ds != nil && !slices.Contains(ds.Named, t) {
			return nil
		}
		g := e.named[store.Unlabelled]
		if g == nil {
			g = &graph{label: store.Unlabelled}
			e.named[store.Unlabelled] = g
		}
		return g
	}
	id, ok := e.id(v)
	if !ok {
		return nil
	}
	return e.named[id]
}

// scan calls f for each triple of g that matches; Any matches everything.
func (e *evaluator) scan(g *graph, s, p, o store.ID, f func(s, p, o store.ID) error) error {
	order := store.SPOG
	switch {
	case s != store.Any && o != store.Any && p == store.Any, s == store.Any && o != store.Any && p == store.Any:
		order = store.OSPG
	case s == store.Any && p != store.Any && o != store.Any:
		order = store.POSG
	case s == store.Any && p != store.Any:
		order = store.PSOG
	}
	cur := e.src.Scan(store.Pattern{s, p, o, g.label}, order)
	buf := e.buffer()
	defer e.release(buf)
	var last [3]store.ID
	for {
		n := cur.Next(buf[:])
		if n == 0 {
			return cur.Err()
		}
		for _, q := range buf[:n] {
			if err := e.step(); err != nil {
				return err
			}
			if g.merge != nil && !g.merge[q[store.G]] {
				continue
			}
			// The graph comes last in the order: copies of a triple are neighbours.
			t := [3]store.ID{q[store.S], q[store.P], q[store.O]}
			if t == last {
				continue
			}
			last = t
			if err := f(t[0], t[1], t[2]); err != nil {
				return err
			}
		}
	}
}

// isNode reports whether v is a subject or object in g.
func (e *evaluator) isNode(g *graph, v val) (bool, error) {
	id, ok := e.id(v)
	if !ok {
		return false, nil
	}
	found := &errStop{}
	stop := func(store.ID, store.ID, store.ID) error { return found }
	err := e.scan(g, id, store.Any, store.Any, stop)
	if err == nil {
		err = e.scan(g, store.Any, store.Any, id, stop)
	}
	if errors.Is(err, found) {
		return true, nil
	}
	return false, err
}

// nodesOf returns nodes(G) of §18.1.7: every subject and object of g.
func (e *evaluator) nodesOf(g *graph) ([]val, error) {
	if g.nodes != nil {
		return g.nodes, nil
	}
	seen := map[store.ID]bool{}
	err := e.scan(g, store.Any, store.Any, store.Any, func(s, _, o store.ID) error {
		seen[s], seen[o] = true, true
		return nil
	})
	if err != nil {
		return nil, err
	}
	ids := make([]store.ID, 0, len(seen))
	for id := range seen {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	g.nodes = make([]val, len(ids))
	for i, id := range ids {
		g.nodes[i] = e.fromID(id)
	}
	return g.nodes, nil
}
