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
	_ engine.ColumnCursor = (*mergeCursor)(nil)
)

// ExactCounts reports whether Count is exact: not if the lens hides.
func (s *source) ExactCounts() bool { return s.whole() }

// Rescan is Scan with a cursor that is of no more use.
func (s *source) Rescan(c engine.Cursor, p store.Pattern, order store.Order) engine.Cursor {
	if s.naming != nil {
		return s.Scan(p, order)
	}
	if s.added != nil && !s.added.none(p) {
		return s.rescanDerived(c, p, order)
	}
	return s.rescanStored(c, p, order)
}

// rescanStored is Rescan without what rules derive; there is no naming.
func (s *source) rescanStored(c engine.Cursor, p store.Pattern, order store.Order) engine.Cursor {
	switch c := c.(type) {
	case *store.Cursor:
		if s.whole() {
			c.Reset(s.snap, p, order)
			return c
		}
	case *lensCursor:
		if under, ok := c.under.(*store.Cursor); ok {
			under.Reset(s.snap, p, order)
			return c
		}
	}
	return s.scanStored(p, order)
}

// rescanDerived is Rescan of what rules derive too.
func (s *source) rescanDerived(c engine.Cursor, p store.Pattern, order store.Order) engine.Cursor {
	m, ok := c.(*mergeCursor)
	if !ok {
		return s.Scan(p, order)
	}
	extra, err := s.extra(p, order)
	if err != nil {
		return failedCursor{err}
	}
	left := s.rescanStored(m.left, p, order)
	*m = mergeCursor{left: left, right: extra, order: order, buf: m.buf, done: nothingIn(left)}
	return m
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
		// What is less is listed, as far as the last quads tell.
		var kept int
		if c.many {
			shown := c.list(all[store.S][:n], all[store.G][:n], 1)
			kept = len(shown)
			if kept < n {
				pick(dst, shown)
			}
		} else {
			hidden := c.list(all[store.S][:n], all[store.G][:n], 0)
			kept = n - len(hidden)
			if 0 < kept && kept < n {
				closeUp(dst, n, hidden)
			}
		}
		c.many = (n-kept)*manyHidden > n
		if kept > 0 {
			return kept, true
		}
	}
}

// manyHidden: if one quad in so many is hidden, the rows that are shown are
// moved one by one.
const manyHidden = 8

// list lists the quads that the lens hides, or with shown 1 those that it
// shows, which is what source.shows tells, without a jump that depends on the
// data. It is valid until the next call.
func (c *lensCursor) list(s, g []uint32, shown uint64) []int32 {
	if len(c.rows) < len(g) {
		c.rows = make([]int32, max(len(g), 64))
	}
	out, src, n := c.rows[:len(g)], c.src, 0
	hidden := src.hidden // in registers: out might be anything, as far as the compiler knows
	unlabelled := uint64(0)
	for i, label := range g {
		out[n] = int32(i)
		n += int(hidden.bit(label) ^ shown)
		unlabelled |= borrow(label)
	}
	if unlabelled>>63 == 0 && src.strangers {
		return out[:n]
	}
	n = 0
	for i, label := range g {
		about := label
		if store.ID(label) == store.Unlabelled {
			about = s[i]
		}
		hide := hidden.bit(about)
		if !src.strangers {
			hide |= 1 ^ (src.records.bit(label) | isUnlabelled(label))
		}
		out[n] = int32(i)
		n += int(hide ^ shown)
	}
	return out[:n]
}

// isUnlabelled is 1 if a label is Unlabelled, otherwise 0.
func isUnlabelled(label uint32) uint64 { return borrow(label) >> 63 }

// borrow has its highest bit set if a label is Unlabelled.
func borrow(label uint32) uint64 { return uint64(label^uint32(store.Unlabelled)) - 1 }

// pick moves the rows that are listed to the front.
func pick(dst *[4][]uint32, shown []int32) {
	for _, col := range dst {
		if col == nil {
			continue
		}
		for k, i := range shown {
			col[k] = col[i]
		}
	}
}

// closeUp moves those of n rows that are not listed to the front, run by run.
func closeUp(dst *[4][]uint32, n int, hidden []int32) {
	for _, col := range dst {
		if col == nil {
			continue
		}
		k := int(hidden[0])
		for h, at := range hidden {
			end := n
			if h+1 < len(hidden) {
				end = int(hidden[h+1])
			}
			k += copy(col[k:], col[at+1:end])
		}
	}
}

// bit is 1 if id is in the set, otherwise 0.
func (b bitmap) bit(id uint32) uint64 {
	r := id ^ uint32(store.ID(term.IRI)<<29) // of other kinds beyond any set
	if w := int(r >> 6); w < len(b) {
		return b[w] >> (r & 63) & 1
	}
	return 0
}
