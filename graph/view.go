package graph

import (
	"context"
	"fmt"
	"iter"

	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/cayleygraph/quad"
)

// View is one committed state seen through one lens. It is immutable and safe
// for concurrent use.
type View struct {
	graph *Graph
	state *state
	*compiled
}

// Lens returns the view's lens. It must not be changed.
func (v *View) Lens() *Lens { return v.lens }

// With returns the same state through another lens; nil is the default one.
func (v *View) With(lens *Lens) (*View, error) {
	if lens == nil {
		lens = &Lens{}
	}
	v.graph.mu.Lock()
	defer v.graph.mu.Unlock()
	w := &View{graph: v.graph, state: v.state}
	c, err := w.compile(*lens)
	w.compiled = c
	return w, err
}

// WithPerhaps returns the same view with the records that may have been
// public on the lens's AsOf date, and may not: what an answer would be if they
// were.
func (v *View) WithPerhaps() (*View, error) {
	l := *v.lens
	l.perhaps = true
	return v.With(&l)
}

// A Pattern matches quads; nil in a position matches everything there.
type Pattern struct {
	Subject, Predicate, Object, Label quad.Value
	// Unlabelled matches only quads without a label; Label is then ignored.
	Unlabelled bool
}

// Match yields the visible quads that match p, derived ones included, sorted
// by an index that serves p. If iteration fails, the last pair is a zero Quad
// and the error. It costs no more than the matching range of the index where
// the constants of p are the prefix of one; a pattern with only a label, a
// subject, a predicate or an object always is.
func (v *View) Match(ctx context.Context, p Pattern) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		ids, ok, err := v.pattern(p)
		if err != nil {
			yield(quad.Quad{}, err)
			return
		}
		if !ok {
			return
		}
		c := v.src.under(ctx).Scan(ids, v.src.snap.BestOrder(ids))
		var buf [64]store.Quad
		for {
			if err := ctx.Err(); err != nil {
				yield(quad.Quad{}, err)
				return
			}
			n := c.Next(buf[:])
			if n == 0 {
				if err := c.Err(); err != nil {
					yield(quad.Quad{}, err)
				}
				return
			}
			for _, q := range buf[:n] {
				if !yield(v.quad(q), nil) {
					return
				}
			}
		}
	}
}

// pattern turns p into ids; ok is false if a term of p is in no quad.
func (v *View) pattern(p Pattern) (ids store.Pattern, ok bool, err error) {
	if p.Unlabelled {
		p.Label = nil
	}
	for i, value := range [...]quad.Value{p.Subject, p.Predicate, p.Object, p.Label} {
		if value == nil {
			continue
		}
		t, known := term.FromValue(value)
		if !known {
			return ids, false, fmt.Errorf("match: a %T is no RDF term", value)
		}
		id, found := v.src.Lookup(t)
		if !found {
			return ids, false, nil
		}
		ids[i] = id
	}
	if p.Unlabelled {
		ids[store.G] = store.Unlabelled
	}
	return ids, true, nil
}

func (v *View) value(id store.ID) quad.Value {
	if id == store.Any || id == store.Unlabelled {
		return nil
	}
	return v.src.Term(id).QuadValue()
}

func (v *View) quad(q store.Quad) quad.Quad {
	return quad.Quad{
		Subject: v.value(q[store.S]), Predicate: v.value(q[store.P]),
		Object: v.value(q[store.O]), Label: v.value(q[store.G]),
	}
}

// iri returns the IRI of an id, "" if it is none.
func (v *View) iri(id store.ID) quad.IRI {
	if id.Kind() != term.IRI {
		return ""
	}
	return quad.IRI(v.src.Term(id).Value)
}

func (v *View) iris(ids []store.ID) []quad.IRI {
	out := make([]quad.IRI, 0, len(ids))
	for _, id := range ids {
		if iri := v.iri(id); iri != "" {
			out = append(out, iri)
		}
	}
	return out
}

func (v *View) lookup(iri quad.IRI) (store.ID, bool) {
	return v.src.Lookup(term.NewIRI(string(iri)))
}

// Supports returns the stored quads that a derived quad rests on, nil for a
// quad that is stored or unknown: first the edge that it unfolds, then the
// chain that was followed. Each is visible through the same lens. Derivation
// says more.
func (v *View) Supports(q quad.Quad) []quad.Quad {
	d, err := v.Derivation(context.Background(), q)
	if err != nil || d == nil {
		return nil
	}
	return d.Supports
}

// stored yields every visible quad that is stored, in index order.
func (v *View) stored(ctx context.Context) iter.Seq2[quad.Quad, error] {
	return v.plainly(v.state.snap).Match(ctx, Pattern{})
}

// plainly returns the view on a snapshot with what the lens hides hidden, and
// nothing derived or seen as another thing.
func (v *View) plainly(snap *store.Snapshot) *View {
	src := *v.src
	src.snap, src.added, src.naming = snap, nil, nil
	return &View{graph: v.graph, state: v.state, compiled: &compiled{lens: v.lens, table: v.table, src: &src}}
}
