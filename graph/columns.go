package graph

import (
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/store"
)

var (
	_ engine.Rescanner    = (*source)(nil)
	_ engine.ExactCounter = (*source)(nil)
	_ engine.ColumnCursor = (*lensCursor)(nil)
)

// ExactCounts reports whether Count is exact: not if the lens hides or adds.
func (s *source) ExactCounts() bool { return s.plain() }

// Rescan is Scan with a cursor that is of no more use.
func (s *source) Rescan(c engine.Cursor, p store.Pattern, order store.Order) engine.Cursor {
	if !s.derived.empty() || s.naming != nil {
		return s.Scan(p, order)
	}
	switch c := c.(type) {
	case *store.Cursor:
		if s.plain() {
			c.Reset(s.snap, p, order)
			return c
		}
	case *lensCursor:
		if under, ok := c.under.(*store.Cursor); ok {
			under.Reset(s.snap, p, order)
			return c
		}
	}
	return s.Scan(p, order)
}

// NextColumns is Next by column. What the lens looks at is read beside what
// is asked for.
func (c *lensCursor) NextColumns(dst *[4][]uint32) (n int, ok bool) {
	under, ok := c.under.(engine.ColumnCursor)
	if !ok {
		return 0, false
	}
	size := 0
	for _, col := range dst {
		size = max(size, len(col))
	}
	all := *dst
	for i, pos := range [2]int{store.S, store.G} {
		if all[pos] == nil {
			if len(c.spare[i]) < size {
				c.spare[i] = make([]uint32, size)
			}
			all[pos] = c.spare[i][:size]
		}
	}
	for {
		n, ok := under.NextColumns(&all)
		if n == 0 || !ok {
			return n, ok
		}
		kept := 0
		s, g := all[store.S], all[store.G]
		for i := range n {
			if !c.src.shows(store.Quad{store.S: store.ID(s[i]), store.G: store.ID(g[i])}) {
				continue
			}
			if kept < i {
				for _, col := range all {
					if col != nil {
						col[kept] = col[i]
					}
				}
			}
			kept++
		}
		if kept > 0 {
			return kept, true
		}
	}
}
