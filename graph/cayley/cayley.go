// Package cayley is an Ascribe graph as a Cayley graph.QuadStore, so that
// Cayley's path API and the rest of Cayley run on it, through any lens:
//
//	qs := cayley.New(g, nil)
//	path.StartPath(qs, schema.NSID+"apt31").Out(quad.IRI(schema.LinkedTo))
//
// Reads see what the lens shows, derived quads included; each iterator sees one
// committed state. Writes go through ApplyDeltas as one Update: all or
// nothing.
//
// Literals of the types that Cayley has natively (xsd:integer, xsd:double,
// xsd:boolean, xsd:dateTime) come out as quad.Int, Float, Bool and Time if their
// lexical form is the canonical one, otherwise as quad.TypedString.
package cayley

import (
	"context"
	"errors"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/internal/term"
	cgraph "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// QuadStore is a graph seen through a lens. It is safe for concurrent use.
type QuadStore struct {
	g    *graph.Graph
	lens *graph.Lens
}

var (
	_ cgraph.QuadStore = (*QuadStore)(nil)
	_ cgraph.Namer     = (*QuadStore)(nil)
)

// New returns g through lens, nil for the default one.
func New(g *graph.Graph, lens *graph.Lens) *QuadStore { return &QuadStore{g: g, lens: lens} }

// node is the Ref of a term, link that of a quad: values, so that they mean
// the same in every state of the graph.
type (
	node struct{ t term.Term }
	link struct{ q [4]term.Term }
)

func (n node) Key() any { return n }
func (l link) Key() any { return l }

// view runs fn on the newest state. What fails here has no place to be
// reported in Cayley's interface but an iterator's Err.
func (s *QuadStore) view(ctx context.Context, fn func(*graph.View) error) error {
	return s.g.View(ctx, s.lens, fn)
}

// ValueOf returns the Ref of a value, an untyped nil if no visible quad holds
// it.
func (s *QuadStore) ValueOf(v quad.Value) cgraph.Ref {
	t, ok := term.FromValue(v)
	if !ok || t.IsZero() {
		return nil
	}
	found := false
	_ = s.view(context.Background(), func(v *graph.View) error {
		found = v.Has(t.QuadValue())
		return nil
	})
	if !found {
		return nil
	}
	return node{t}
}

// NameOf returns the value of a Ref, nil for none.
func (s *QuadStore) NameOf(r cgraph.Ref) quad.Value {
	switch r := r.(type) {
	case node:
		return r.t.Native()
	case cgraph.PreFetchedValue:
		return r.NameOf()
	}
	return nil
}

// Quad returns the quad of a Ref, a zero one for none.
func (s *QuadStore) Quad(r cgraph.Ref) quad.Quad {
	l, ok := r.(link)
	if !ok {
		return quad.Quad{}
	}
	return quad.Quad{Subject: l.q[0].Native(), Predicate: l.q[1].Native(), Object: l.q[2].Native(), Label: l.q[3].Native()}
}

func refOf(q quad.Quad) link {
	var l link
	for i, v := range [...]quad.Value{q.Subject, q.Predicate, q.Object, q.Label} {
		l.q[i], _ = term.FromValue(v)
	}
	return l
}

// at returns the position of a direction.
func at(d quad.Direction) int { return int(d - quad.Subject) }

// QuadDirection returns the node of a quad in a direction, nil for none.
func (s *QuadStore) QuadDirection(r cgraph.Ref, d quad.Direction) cgraph.Ref {
	l, ok := r.(link)
	if !ok || d < quad.Subject || d > quad.Label || l.q[at(d)].IsZero() {
		return nil
	}
	return node{l.q[at(d)]}
}

// QuadIterator iterates over the quads that have the node in the direction.
func (s *QuadStore) QuadIterator(d quad.Direction, r cgraph.Ref) cgraph.Iterator {
	n, ok := r.(node)
	if !ok {
		return cgraph.NewLegacy(&scan{qs: s, empty: true}, nil)
	}
	sc := &scan{qs: s}
	sc.where[at(d)] = n.t
	return cgraph.NewLegacy(sc, nil)
}

// QuadIteratorSize counts them. Exact if nothing changes meanwhile.
func (s *QuadStore) QuadIteratorSize(ctx context.Context, d quad.Direction, r cgraph.Ref) (cgraph.Size, error) {
	n, ok := r.(node)
	if !ok {
		return cgraph.Size{Exact: true}, nil
	}
	sc := &scan{qs: s}
	sc.where[at(d)] = n.t
	return sc.size(ctx)
}

// NodesAllIterator iterates over every term that a visible quad holds.
func (s *QuadStore) NodesAllIterator() cgraph.Iterator {
	return cgraph.NewLegacy(&scan{qs: s, nodes: true}, nil)
}

// QuadsAllIterator iterates over every visible quad.
func (s *QuadStore) QuadsAllIterator() cgraph.Iterator {
	return cgraph.NewLegacy(&scan{qs: s}, nil)
}

// Stats counts. With exact it looks at every node, otherwise the number of
// nodes is a guess and says so.
func (s *QuadStore) Stats(ctx context.Context, exact bool) (cgraph.Stats, error) {
	var st cgraph.Stats
	err := s.view(ctx, func(v *graph.View) error {
		n, err := v.Count(ctx, graph.Pattern{})
		if err != nil {
			return err
		}
		st.Quads = cgraph.Size{Size: int64(n), Exact: true}
		if !exact {
			st.Nodes = cgraph.Size{Size: int64(n)}
			return nil
		}
		for _, err := range v.Nodes(ctx) {
			if err != nil {
				return err
			}
			st.Nodes.Size++
		}
		st.Nodes.Exact = true
		return nil
	})
	return st, err
}

// ApplyDeltas applies all deltas or, on an error, none. The error for a quad
// that is there already, or is not there, is a *graph.DeltaError of Cayley.
func (s *QuadStore) ApplyDeltas(in []cgraph.Delta, ignore cgraph.IgnoreOpts) error {
	return s.g.Update(context.Background(), func(tx *graph.Tx) error {
		for _, d := range in {
			var changed bool
			var err, missed error
			switch d.Action {
			case cgraph.Add:
				changed, err = tx.Add(d.Quad)
				if !ignore.IgnoreDup {
					missed = cgraph.ErrQuadExists
				}
			case cgraph.Delete:
				changed, err = tx.Remove(d.Quad)
				if !ignore.IgnoreMissing {
					missed = cgraph.ErrQuadNotExist
				}
			default:
				err = cgraph.ErrInvalidAction
			}
			if err == nil && !changed {
				err = missed
			}
			if err != nil {
				return &cgraph.DeltaError{Delta: d, Err: err}
			}
		}
		return nil
	})
}

// NewQuadWriter returns a writer whose quads are added, in one Update for
// each call of WriteQuads; quads that are there already are ignored.
func (s *QuadStore) NewQuadWriter() (quad.WriteCloser, error) { return &writer{s: s}, nil }

type writer struct {
	s      *QuadStore
	closed bool
}

var errClosed = errors.New("quad writer is closed")

func (w *writer) WriteQuad(q quad.Quad) error {
	_, err := w.WriteQuads([]quad.Quad{q})
	return err
}

func (w *writer) WriteQuads(quads []quad.Quad) (int, error) {
	if w.closed {
		return 0, errClosed
	}
	deltas := make([]cgraph.Delta, len(quads))
	for i, q := range quads {
		deltas[i] = cgraph.Delta{Quad: q, Action: cgraph.Add}
	}
	if err := w.s.ApplyDeltas(deltas, cgraph.IgnoreOpts{IgnoreDup: true}); err != nil {
		return 0, err
	}
	return len(quads), nil
}

func (w *writer) Close() error {
	w.closed = true
	return nil
}

// Close does nothing: the graph is its opener's to close.
func (s *QuadStore) Close() error { return nil }
