package graph

import (
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
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
		kept := c.shown(all[store.S][:n], all[store.G][:n])
		if kept == n {
			return n, true
		}
		for _, col := range dst {
			if col == nil {
				continue
			}
			for k, i := range c.sel[:kept] {
				col[k] = col[i]
			}
		}
		if kept > 0 {
			return kept, true
		}
	}
}

// shown lists in sel which quads the lens shows, and returns how many: what
// shows tells, without a jump that depends on the data.
func (c *lensCursor) shown(s, g []uint32) int {
	if len(c.sel) < len(g) {
		c.sel = make([]int32, max(len(g), 64))
	}
	sel, src, kept := c.sel, c.src, 0
	for i, label := range g {
		about := label
		if store.ID(label) == store.Unlabelled {
			about = s[i]
		}
		hide := src.hidden.bit(about)
		if !src.strangers && store.ID(label) != store.Unlabelled {
			hide |= 1 ^ src.records.bit(label)
		}
		sel[kept] = int32(i)
		kept += int(1 ^ hide)
	}
	return kept
}

// bit is 1 if id is in the set, otherwise 0.
func (b bitmap) bit(id uint32) uint64 {
	r := id ^ uint32(store.ID(term.IRI)<<29) // of other kinds beyond any set
	if w := int(r >> 6); w < len(b) {
		return b[w] >> (r & 63) & 1
	}
	return 0
}
