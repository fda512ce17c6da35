package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/cayleygraph/quad"
)

// Tx is one update under way. It is valid until the function given to Update
// returns, and not safe for concurrent use.
type Tx struct {
	graph  *Graph
	tx     *store.Tx
	failed error // of an Exec that left a part of its changes: nothing is kept
}

// Update calls fn with a transaction and commits it if fn returns nil. On an
// error, or a panic, nothing of it is kept. It waits for another Update of the
// same Graph. Views that are open do not see it.
func (g *Graph) Update(ctx context.Context, fn func(*Tx) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	g.mu.Lock()
	closed := g.closed
	g.mu.Unlock()
	if closed {
		return ErrClosed
	}
	if g.opts.ReadOnly {
		return ErrReadOnly
	}
	stx := g.st.Begin()
	if err := stx.Err(); err != nil {
		stx.Rollback()
		return err
	}
	committed := false
	defer func() {
		if !committed {
			stx.Rollback()
		}
	}()
	tx := &Tx{graph: g, tx: stx}
	if err := fn(tx); err != nil {
		return err
	}
	if tx.failed != nil {
		return tx.failed
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if g.save != nil {
		if err := g.save(stx.Snapshot()); err != nil {
			return fmt.Errorf("save: %w", err)
		}
	}
	if _, err := stx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	committed = true
	return nil
}

// errTerm is wrapped where a value is no term for its position.
var errTerm = errors.New("no RDF quad")

// terms turns a quad into terms. Any term may stand in any position here, as
// in Cayley; the readers of RDF files and SPARQL Update hold to RDF.
func terms(q quad.Quad) (out [4]term.Term, err error) {
	for i, value := range [...]quad.Value{q.Subject, q.Predicate, q.Object, q.Label} {
		t, ok := term.FromValue(value)
		if !ok || t.IsZero() && i < 3 {
			return out, fmt.Errorf("%w: %v has a %T in position %d", errTerm, q, value, i+1)
		}
		out[i] = t
	}
	return out, nil
}

// Add adds a quad and reports whether it was new. Any term may stand in any position. A native value of Cayley
// (quad.Int, Float, Bool, Time) is stored as a typed literal.
func (tx *Tx) Add(q quad.Quad) (bool, error) {
	t, err := terms(q)
	if err != nil {
		return false, err
	}
	return tx.tx.Add(t)
}

// Remove removes a quad and reports whether it was there.
func (tx *Tx) Remove(q quad.Quad) (bool, error) {
	t, err := terms(q)
	if err != nil {
		return false, err
	}
	return tx.tx.Remove(t)
}

// Has reports whether the quad is in the graph, this transaction's changes
// included.
func (tx *Tx) Has(q quad.Quad) (bool, error) {
	t, err := terms(q)
	if err != nil {
		return false, err
	}
	return tx.tx.Has(t), nil
}

// Match yields every quad that matches p, no lens between, this transaction's
// changes so far included. Changing the graph while it yields is allowed and
// does not show.
func (tx *Tx) Match(ctx context.Context, p Pattern) iter.Seq2[quad.Quad, error] {
	snap := tx.tx.Snapshot()
	v := &View{graph: tx.graph, state: &state{snap: snap}, compiled: &compiled{lens: Everything, src: everything(snap)}}
	return v.Match(ctx, p)
}

// Load adds every quad of an RDF document and returns how many it read and
// how many of them were new. Blank nodes of the document stay apart from all
// others. On an error the transaction holds a part of the document: return the
// error from the function given to Update, and nothing is kept.
func (tx *Tx) Load(ctx context.Context, r io.Reader, format rdf.Format, o *rdf.Options) (read, added int, err error) {
	var opts rdf.Options
	if o != nil {
		opts = *o
	}
	if opts.BlankPrefix == "" {
		opts.BlankPrefix = blankScope()
	}
	for q, err := range rdf.NewReader(r, format, &opts).Quads() {
		if err != nil {
			return read, added, err
		}
		if read&0xfff == 0 {
			if err := ctx.Err(); err != nil {
				return read, added, err
			}
		}
		read++
		fresh, err := tx.Add(q)
		if err != nil {
			return read, added, err
		}
		if fresh {
			added++
		}
	}
	return read, added, nil
}
