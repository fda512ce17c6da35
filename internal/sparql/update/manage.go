package update

import (
	"errors"

	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// The reasons why an operation fails; an *OpError wraps them.
var (
	ErrNoGraph     = errors.New("there is no such graph")
	ErrGraphExists = errors.New("the graph exists already")
	ErrNoLoad      = errors.New("nothing may be read here")
	ErrGraphs      = errors.New("the document holds graphs of its own, which INTO GRAPH has no place for")
)

// load is OpLoad (§4.3.4).
func (r *run) load(op *syntax.Load) error {
	into := r.graph(op.Into)
	add := func(q quad) error {
		_, err := r.insert(q)
		return err
	}
	if !op.Silent {
		if err := r.read(op, into, add); err != nil {
			return r.fail(op.Pos, "LOAD "+op.Source.String(), err)
		}
		return nil
	}
	var quads []quad
	err := r.read(op, into, func(q quad) error {
		quads = append(quads, q)
		return nil
	})
	if err != nil {
		return r.ctx.Err() // SILENT: nothing is done
	}
	for _, q := range quads {
		if err := add(q); err != nil {
			return err
		}
	}
	return nil
}

// read gives the quads of a document as they are to be added.
func (r *run) read(op *syntax.Load, into term.Term, out func(quad) error) error {
	if r.opts.Load == nil {
		return ErrNoLoad
	}
	quads, err := r.opts.Load(r.ctx, op.Source.Value)
	if err != nil {
		return err
	}
	for q, err := range quads {
		if err != nil {
			return err
		}
		if !op.Into.IsZero() {
			if !q[3].IsZero() {
				return ErrGraphs
			}
			q[3] = into
		}
		q[3] = r.graph(q[3])
		if err := out(q); err != nil {
			return err
		}
	}
	return nil
}

// clear is OpClear and OpDrop (§4.3.5, §4.4.2).
func (r *run) clear(target syntax.GraphRef) error {
	p := store.Pattern{}
	snap := r.tx.Snapshot()
	switch target.Set {
	case syntax.OneGraph, syntax.DefaultGraph:
		id, ok := r.graphID(snap, target)
		if !ok {
			return nil
		}
		p[store.G] = id
	}
	return r.scan(snap, p, func(q quad, _ store.Quad) error {
		if target.Set == syntax.NamedGraphs && q[3].IsZero() {
			return nil
		}
		_, err := r.remove(q)
		return err
	})
}

// create is OpCreate (§4.4.1).
func (r *run) create(op *syntax.Create) error {
	if !op.Silent && r.exists(r.tx.Snapshot(), syntax.GraphRef{IRI: op.Graph}) {
		return r.fail(op.Pos, "CREATE GRAPH "+op.Graph.String(), ErrGraphExists)
	}
	return nil
}

// transfer is ADD, COPY and MOVE (§3.2.3-5).
func (r *run) transfer(op *syntax.Transfer) error {
	from, to := r.label(op.From), r.label(op.To)
	if from == to {
		return nil
	}
	snap := r.tx.Snapshot()
	if !r.exists(snap, op.From) {
		if op.Silent {
			return nil
		}
		name := [...]string{syntax.Add: "ADD", syntax.Move: "MOVE", syntax.Copy: "COPY"}[op.Kind]
		return r.fail(op.Pos, name+" "+from.String(), ErrNoGraph)
	}
	source, _ := r.graphID(snap, op.From)
	if target, ok := r.graphID(snap, op.To); ok && op.Kind != syntax.Add {
		err := r.scan(snap, store.Pattern{store.G: target}, func(q quad, ids store.Quad) error {
			ids[store.G] = source
			if snap.Has(ids) { // it would come back
				return nil
			}
			_, err := r.remove(q)
			return err
		})
		if err != nil {
			return err
		}
	}
	return r.scan(snap, store.Pattern{store.G: source}, func(q quad, _ store.Quad) error {
		if op.Kind == syntax.Move {
			if _, err := r.remove(q); err != nil {
				return err
			}
		}
		q[3] = to
		_, err := r.insert(q)
		return err
	})
}

// label returns the label of one graph.
func (r *run) label(g syntax.GraphRef) term.Term {
	if g.Set == syntax.DefaultGraph {
		return term.Term{}
	}
	return r.graph(g.IRI)
}

// graphID returns the id of one graph's label, false if no quad has it.
func (r *run) graphID(snap *store.Snapshot, g syntax.GraphRef) (store.ID, bool) {
	label := r.label(g)
	if label.IsZero() {
		return store.Unlabelled, true
	}
	return snap.Lookup(label)
}

// exists reports whether there is a graph. The default graph always is.
func (r *run) exists(snap *store.Snapshot, g syntax.GraphRef) bool {
	id, ok := r.graphID(snap, g)
	return ok && (id == store.Unlabelled || snap.Count(store.Pattern{store.G: id}) > 0)
}

// scan calls f for each quad of snap that matches p.
func (r *run) scan(snap *store.Snapshot, p store.Pattern, f func(quad, store.Quad) error) error {
	c := snap.Scan(p, snap.BestOrder(p))
	var buf [256]store.Quad
	for {
		n := c.Next(buf[:])
		if n == 0 {
			return errors.Join(c.Err(), snap.Err())
		}
		for _, ids := range buf[:n] {
			var q quad
			for i, id := range ids {
				q[i] = snap.Term(id)
			}
			if err := f(q, ids); err != nil {
				return err
			}
		}
	}
}
