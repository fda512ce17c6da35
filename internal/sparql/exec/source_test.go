package exec_test

import (
	"context"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/store"
)

// source makes a snapshot an engine.Source.
type source struct{ *store.Snapshot }

func (s source) Scan(p store.Pattern, o store.Order) engine.Cursor { return s.Snapshot.Scan(p, o) }
func (s source) Rescan(c engine.Cursor, p store.Pattern, o store.Order) engine.Cursor {
	if sc, ok := c.(*store.Cursor); ok {
		sc.Reset(s.Snapshot, p, o)
		return sc
	}
	return s.Snapshot.Scan(p, o)
}

func (s source) ExactCounts() bool { return true }

// veiled hides one graph, as a lens does: counts are upper bounds.
type veiled struct {
	source
	hidden store.ID
}

func (v veiled) ExactCounts() bool { return false }

func (v veiled) Rescan(_ engine.Cursor, p store.Pattern, o store.Order) engine.Cursor {
	return v.Scan(p, o)
}

func (v veiled) Scan(p store.Pattern, o store.Order) engine.Cursor {
	return &veil{v.source.Scan(p, o), v.hidden}
}

func (v veiled) Graphs(ctx context.Context) ([]store.ID, error) {
	ids, err := v.source.Graphs(ctx)
	return slices.DeleteFunc(slices.Clone(ids), func(id store.ID) bool { return id == v.hidden }), err
}

type veil struct {
	under  engine.Cursor
	hidden store.ID
}

func (v *veil) Seek(q store.Quad) { v.under.Seek(q) }
func (v *veil) Err() error        { return v.under.Err() }

func (v *veil) Next(buf []store.Quad) int {
	for {
		n := v.under.Next(buf)
		if n == 0 {
			return 0
		}
		kept := slices.DeleteFunc(buf[:n], func(q store.Quad) bool { return q[store.G] == v.hidden })
		if len(kept) > 0 {
			return len(kept)
		}
	}
}
