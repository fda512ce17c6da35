package graph

import (
	"bufio"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"

	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// LoadOptions tune Load; nil is the default.
type LoadOptions struct {
	// MemoryBudget is how many bytes the load may hold, roughly; 0: 2 GiB.
	// What is more is sorted by parts in files beside the graph.
	MemoryBudget int64
	// MaxTerm is the longest term or line that is read, in bytes; default
	// rdf.DefaultMaxTerm.
	MaxTerm int
	// Progress, if not nil, is called now and then with how many quads have
	// been read.
	Progress func(quads int)
}

// Load adds documents to the store in the file at path, which is made if it
// is not there, and returns how many quads it read, repeated ones included. It
// is far faster than an Update and rewrites the whole file, so it is for many
// quads. On an error the file is as it was before. Blank nodes of each document
// stay apart from all others. Text goes to the dictionary as bytes; no value is
// made of it.
func Load(ctx context.Context, path string, o *LoadOptions, docs ...Document) (int, error) {
	if o == nil {
		o = &LoadOptions{}
	}
	scope := blankScope()
	source := func(ctx context.Context, add func(s, p, o, g store.Span) error) error {
		for i, d := range docs {
			ro := &rdf.Options{File: d.Name, Base: d.Base, MaxTerm: o.MaxTerm, BlankPrefix: fmt.Sprintf("%sd%d", scope, i+1)}
			label := store.Span{}
			if d.Label != "" {
				label = store.SpanOf(term.NewIRI(string(d.Label)))
			}
			for st, err := range rdf.NewScanner(d.R, d.Format, ro).All() {
				if err != nil {
					return err
				}
				g := spanOf(st.G)
				if st.G.Kind == rdf.None {
					g = label
				}
				if err := add(spanOf(st.S), spanOf(st.P), spanOf(st.O), g); err != nil {
					return err
				}
			}
		}
		return nil
	}
	return store.BulkLoad(ctx, path, source, &store.LoadOptions{
		MemoryBudget: o.MemoryBudget, Progress: o.Progress, Options: store.Options{Digests: digests},
	})
}

// blankScope returns a prefix for blank node labels that no other load has.
func blankScope() string { return "b" + rand.Text()[:10] }

func spanOf(t rdf.Term) store.Span {
	return store.Span{Kind: term.Kind(t.Kind), Value: t.Value, Extra: t.Extra}
}

// Backup writes the newest committed state into a new store at path, which
// must not be there. The graph may be read and written meanwhile. It costs a
// bulk load of all quads.
func (g *Graph) Backup(ctx context.Context, path string) error { return g.st.Backup(ctx, path) }

// Dump writes every quad as N-Quads, in the order of an index, whatever any
// lens shows. It holds one quad at a time; View.Write sorts and holds all.
func (g *Graph) Dump(ctx context.Context, w io.Writer) error {
	return g.View(ctx, Everything, func(v *View) error {
		bw := bufio.NewWriterSize(w, 1<<16)
		rw := rdf.NewWriter(bw, rdf.NQuads, nil)
		for q, err := range v.Match(ctx, Pattern{}) {
			if err == nil {
				err = rw.Write(q)
			}
			if err != nil {
				return err
			}
		}
		return errors.Join(rw.Close(), bw.Flush())
	})
}
