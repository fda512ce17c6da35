package cayley

import (
	"context"
	"fmt"
	"iter"
	"math/bits"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/internal/term"
	cgraph "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/shape"
)

// scan iterates over the quads that match a pattern, or over all nodes. It is
// a shape of Cayley's iterators and of its query plans.
type scan struct {
	qs    *QuadStore
	where [4]term.Term // a zero term matches everything
	nodes bool
	empty bool
}

var (
	_ cgraph.IteratorShape = (*scan)(nil)
	_ shape.Shape          = (*planned)(nil)
	_ shape.Optimizer      = (*QuadStore)(nil)
)

func (s *scan) pattern() graph.Pattern {
	return graph.Pattern{
		Subject: s.where[0].QuadValue(), Predicate: s.where[1].QuadValue(),
		Object: s.where[2].QuadValue(), Label: s.where[3].QuadValue(),
	}
}

func (s *scan) String() string {
	if s.nodes {
		return "ascribe(nodes)"
	}
	return fmt.Sprintf("ascribe(%v)", s.where)
}

// size counts the matches of a pattern exactly, and guesses the nodes.
func (s *scan) size(ctx context.Context) (cgraph.Size, error) {
	if s.empty {
		return cgraph.Size{Exact: true}, nil
	}
	var size cgraph.Size
	err := s.qs.view(ctx, func(v *graph.View) error {
		n, err := v.Count(ctx, s.pattern())
		size = cgraph.Size{Size: int64(n), Exact: err == nil && !s.nodes}
		return err
	})
	return size, err
}

func (s *scan) Stats(ctx context.Context) (cgraph.IteratorCosts, error) {
	size, err := s.size(ctx)
	return cgraph.IteratorCosts{NextCost: 1, ContainsCost: int64(bits.Len64(uint64(size.Size))) + 1, Size: size}, err
}

func (s *scan) Optimize(context.Context) (cgraph.IteratorShape, bool) { return s, false }
func (s *scan) SubIterators() []cgraph.IteratorShape                  { return nil }

// refs yields the Refs of the scan.
func (s *scan) refs(v *graph.View) iter.Seq2[cgraph.Ref, error] {
	return func(yield func(cgraph.Ref, error) bool) {
		ctx := context.Background()
		if s.empty {
			return
		}
		if s.nodes {
			for value, err := range v.Nodes(ctx) {
				t, _ := term.FromValue(value)
				if !yield(node{t}, err) {
					return
				}
			}
			return
		}
		for q, err := range v.Match(ctx, s.pattern()) {
			if !yield(refOf(q), err) {
				return
			}
		}
	}
}

// Iterate walks the scan. The view stays open until Close.
func (s *scan) Iterate() cgraph.Scanner {
	next, stop := iter.Pull2(func(yield func(cgraph.Ref, error) bool) {
		err := s.qs.view(context.Background(), func(v *graph.View) error {
			for r, err := range s.refs(v) {
				if err != nil {
					return err
				}
				if !yield(r, nil) {
					return nil
				}
			}
			return nil
		})
		if err != nil {
			yield(nil, err)
		}
	})
	return &scanner{cursor: cursor{scan: s}, next: next, stop: stop}
}

// Lookup answers Contains.
func (s *scan) Lookup() cgraph.Index { return &index{cursor{scan: s}} }

// cursor is what scanner and index share: the current result.
type cursor struct {
	scan   *scan
	result cgraph.Ref
	err    error
}

func (c *cursor) String() string                   { return c.scan.String() }
func (c *cursor) TagResults(map[string]cgraph.Ref) {}
func (c *cursor) Result() cgraph.Ref               { return c.result }
func (c *cursor) NextPath(context.Context) bool    { return false }
func (c *cursor) Err() error                       { return c.err }
func (c *cursor) Close() error                     { return nil }

type scanner struct {
	cursor
	next func() (cgraph.Ref, error, bool)
	stop func()
}

func (s *scanner) Next(ctx context.Context) bool {
	if s.err = ctx.Err(); s.err != nil {
		return false
	}
	r, err, ok := s.next()
	if !ok || err != nil {
		s.result, s.err = nil, err
		return false
	}
	s.result = r
	return true
}

func (s *scanner) Close() error {
	s.stop()
	return nil
}

type index struct{ cursor }

func (x *index) Contains(ctx context.Context, r cgraph.Ref) bool {
	x.result = nil
	found := false
	x.err = x.scan.qs.view(ctx, func(v *graph.View) error {
		switch r := r.(type) {
		case node:
			found = x.scan.nodes && v.Has(r.t.QuadValue())
		case link:
			if x.scan.nodes || x.scan.empty {
				return nil
			}
			for i, want := range x.scan.where {
				if !want.IsZero() && want != r.q[i] {
					return nil
				}
			}
			all := &scan{where: r.q}
			p := all.pattern()
			p.Unlabelled = r.q[3].IsZero()
			n, err := v.Count(ctx, p)
			found = n > 0
			return err
		}
		return nil
	})
	if found {
		x.result = r
	}
	return found
}

// OptimizeShape turns Cayley's scans with several fixed directions into one
// scan of an index.
func (s *QuadStore) OptimizeShape(sh shape.Shape) (shape.Shape, bool) {
	q, ok := sh.(shape.QuadsAction)
	if !ok || len(q.Filter) == 0 {
		return sh, false
	}
	p := &planned{scan{qs: s}}
	for d, r := range q.Filter {
		n, ok := r.(node)
		if !ok {
			return sh, false
		}
		p.where[at(d)] = n.t
	}
	return q.SimplifyFrom(p), true
}

// planned is a scan as a part of a query plan.
type planned struct{ scan }

func (p *planned) BuildIterator(cgraph.QuadStore) cgraph.Iterator {
	return cgraph.NewLegacy(&p.scan, nil)
}

func (p *planned) Optimize(shape.Optimizer) (shape.Shape, bool) { return p, false }
