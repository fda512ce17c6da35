// Package graph is the front door of Ascribe: a graph of quads in which every
// label is the record (the claim or the act) under which its edge stands, seen
// through a Lens.
//
//	g, err := graph.Open("x.trig", nil)
//	…
//	err = g.View(ctx, &graph.Lens{AsOf: d}, func(v *graph.View) error {
//		res, err := v.Query(ctx, `SELECT ?who WHERE { ?who asc:attributes id:exchange-hack }`, nil)
//		…
//	})
//
// Terms and quads are those of github.com/cayleygraph/quad. A typed literal
// is a quad.TypedString and keeps its lexical form.
//
// A Graph is safe for concurrent use: any number of Views, one Update at a
// time.
package graph

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/ascribe-graph/ascribe/internal/store"
)

// The states in which an operation can find a graph.
var (
	// ErrClosed is returned by every use of a closed graph.
	ErrClosed = errors.New("graph is closed")
	// ErrReadOnly is returned by Update where nothing could be kept.
	ErrReadOnly = errors.New("graph is read-only")
)

// Options tune a graph; the zero value is the default.
type Options struct {
	// ReadOnly refuses Update.
	ReadOnly bool
	// Create lets Open make a file that is not there; it appears with the
	// first Update.
	Create bool
	// Name is how the graph calls itself in errors and answers; default: the
	// path it was opened from.
	Name string
	// MaxTerm is the longest term that is read from a file, in bytes; default
	// rdf.DefaultMaxTerm.
	MaxTerm int
	// QueryTime bounds each query; default 60 s, negative: no bound.
	QueryTime time.Duration
}

// DefaultQueryTime is how long a query may take if Options do not say.
const DefaultQueryTime = 60 * time.Second

// Graph is one graph: in memory, or in a file.
type Graph struct {
	opts Options
	st   *store.Store
	// save writes the state after a transaction before it is acknowledged;
	// nil for a graph that lives in memory or in a store that keeps itself.
	save func(*store.Snapshot) error

	mu     sync.Mutex
	closed bool
	cached *state // of the newest generation that was looked at
}

// state is one generation with what was computed from it.
type state struct {
	snap   *store.Snapshot
	table  *recordTable
	told   tellings
	lenses map[string]*compiled
	// contents is the UUID that Version made of the quads; "" until it was
	// asked for.
	contents string
	assumed  map[string]*supposed // by what they assume
}

// maxLenses bounds how many compiled lenses one generation keeps.
const maxLenses = 32

// New returns an empty graph in memory.
func New(opts *Options) *Graph {
	g := &Graph{st: store.New()}
	if opts != nil {
		g.opts = *opts
	}
	return g
}

// Close releases the graph. Views that are open stay valid until they return.
func (g *Graph) Close() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return ErrClosed
	}
	g.closed, g.cached = true, nil
	return g.st.Close()
}

// Compact folds the changes since the last compaction into the graph's file,
// so that it opens and reads faster. Readers go on meanwhile. It costs a
// rewrite of the file; a graph that is not in a store has nothing to fold.
func (g *Graph) Compact(ctx context.Context) error {
	if g.opts.ReadOnly {
		return ErrReadOnly
	}
	return g.st.Compact(ctx)
}

// Verify reads the whole graph and checks it against itself: every index,
// every checksum, the order of the dictionary. It costs a few scans of
// everything.
func (g *Graph) Verify(ctx context.Context) error { return g.st.Check(ctx) }

// Name returns how the graph is called: the path it was opened from, or what
// Options say.
func (g *Graph) Name() string { return g.opts.Name }

// Len returns how many quads the graph holds, whatever any lens shows.
func (g *Graph) Len() int { return g.st.Snapshot().Len() }

// Generation counts the committed transactions that changed the graph since it was opened.
func (g *Graph) Generation() uint64 { return g.st.Snapshot().Generation() }

// View calls fn with the newest committed state seen through lens; nil is the
// default lens. The View and what it yields are valid until fn returns, values
// and rows that were taken out of it for ever.
//
// The first view of a generation reads the records' descriptions, the first
// with a lens applies it to each record; both are kept until the graph changes.
func (g *Graph) View(ctx context.Context, lens *Lens, fn func(*View) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if lens == nil {
		lens = &Lens{}
	}
	v, err := g.view(*lens)
	if err != nil {
		return err
	}
	// Damage that a look-up met has no error of its own: it sticks to the state.
	return cmp.Or(fn(v), v.state.snap.Err())
}

func (g *Graph) view(lens Lens) (*View, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.closed {
		return nil, ErrClosed
	}
	snap, err := g.st.View()
	if err != nil {
		return nil, err
	}
	if g.cached == nil || g.cached.snap != snap {
		table, err := readRecords(snap)
		if err := cmp.Or(err, snap.Err()); err != nil {
			return nil, fmt.Errorf("read the records: %w", err)
		}
		g.cached = &state{
			snap: snap, table: table, told: newTellings(snap),
			lenses: map[string]*compiled{}, assumed: map[string]*supposed{},
		}
	}
	v := &View{graph: g, state: g.cached}
	c, err := v.compile(lens)
	v.compiled = c
	return v, err
}

// compile returns the lens made ready for the view's state. The caller holds
// the graph's lock.
func (v *View) compile(lens Lens) (*compiled, error) {
	key := fmt.Sprintf("%+v", lens)
	if c := v.state.lenses[key]; c != nil {
		return c, nil
	}
	on := &supposed{snap: v.state.snap, table: v.state.table}
	if len(lens.Assume) > 0 {
		var err error
		if on, err = v.state.suppose(lens.Assume); err != nil {
			return nil, err
		}
	}
	c, err := compile(on, &lens)
	if err != nil {
		return nil, err
	}
	if limit := v.graph.opts.QueryTime; limit > 0 && c.rules != nil {
		c.rules.limit = limit
	}
	if len(v.state.lenses) >= maxLenses {
		clear(v.state.lenses)
	}
	v.state.lenses[key] = c
	return c, nil
}

// suppose returns the state as if what is assumed stood in it. The caller holds
// the graph's lock.
func (s *state) suppose(list []Assumption) (*supposed, error) {
	key := fmt.Sprint(list)
	if on := s.assumed[key]; on != nil {
		return on, nil
	}
	on, err := suppose(s.snap, list)
	if err != nil {
		return nil, err
	}
	if len(s.assumed) >= maxLenses {
		clear(s.assumed)
	}
	s.assumed[key] = on
	return on, nil
}
