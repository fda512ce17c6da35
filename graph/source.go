package graph

import (
	"cmp"
	"context"
	"slices"
	"sort"

	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// source is a snapshot seen through a compiled lens: an engine.Source whose
// scans leave out what the lens hides and merge in what its rules derive.
type source struct {
	snap    *store.Snapshot
	hidden  bitmap // ranks of the record IRIs that the lens hides
	records bitmap // ranks of all record IRIs; read only if strangers are hidden
	// strangers reports whether labels that no record describes are visible.
	strangers bool
	added     additions // what rules derive; nil: no rule is on
	naming    *naming   // nil: every thing is itself
	// ctx ends the evaluation of rules that a scan has to wait for; nil: nothing does.
	ctx context.Context
}

// under is the source as it is read for ctx.
func (s *source) under(ctx context.Context) *source {
	out := *s
	out.ctx = ctx
	return &out
}

// everything is the source of a snapshot without a lens.
func everything(s *store.Snapshot) *source { return &source{snap: s, strangers: true} }

// plain reports whether scans of the snapshot need neither filter nor merge.
func (s *source) plain() bool { return s.whole() && s.added == nil }

// whole reports whether the lens leaves everything as it is stored.
func (s *source) whole() bool { return s.hidden == nil && s.strangers && s.naming == nil }

// extra returns the quads that the rules add to a scan.
func (s *source) extra(p store.Pattern, order store.Order) ([]store.Quad, error) {
	if s.added == nil || s.added.none(p) {
		return nil, nil
	}
	ctx := s.ctx
	if ctx == nil {
		ctx = context.Background()
	}
	return s.added.match(ctx, p, order)
}

// bare is a source without what rules derive.
func (s *source) bare() *source {
	out := *s
	out.added = nil
	return &out
}

func (s *source) shows(q store.Quad) bool {
	if q[store.G] == store.Unlabelled {
		return !s.hidden.has(q[store.S])
	}
	if s.hidden.has(q[store.G]) {
		return false
	}
	return s.strangers || s.records.has(q[store.G])
}

func (s *source) Scan(p store.Pattern, order store.Order) engine.Cursor {
	if s.naming != nil {
		return s.naming.scan(s, p, order)
	}
	extra, err := s.extra(p, order)
	if err != nil {
		return failedCursor{err}
	}
	c := s.scanStored(p, order)
	if len(extra) > 0 {
		return merged(c, extra, order)
	}
	return c
}

// scanStored is Scan without what rules derive; there is no naming.
func (s *source) scanStored(p store.Pattern, order store.Order) engine.Cursor {
	c := s.snap.Scan(p, order)
	if s.whole() {
		return c
	}
	return &lensCursor{src: s, under: c}
}

// Finds reports whether any quad matches p: rules are asked last.
func (s *source) Finds(p store.Pattern) (bool, error) {
	var one [1]store.Quad
	c := s.bare().Scan(p, s.snap.BestOrder(p))
	if c.Next(one[:]) > 0 || c.Err() != nil {
		return c.Err() == nil, c.Err()
	}
	extra, err := s.extra(p, baseOrder)
	return len(extra) > 0, err
}

// failedCursor is a scan that cannot be.
type failedCursor struct{ err error }

func (c failedCursor) Next([]store.Quad) int { return 0 }
func (c failedCursor) Seek(store.Quad)       {}
func (c failedCursor) Err() error            { return c.err }

func (s *source) Count(p store.Pattern) int {
	moved := 0
	if n := s.naming; n != nil {
		p[store.S], p[store.O] = n.of(p[store.S]), n.of(p[store.O])
		moved = len(n.moved.match(p, store.SPOG))
	}
	extra, _ := s.extra(p, store.SPOG) // the scan says what is wrong
	return s.snap.Count(p) + moved + len(extra)
}

// stored returns how many quads match p at most as they are stored.
func (s *source) stored(p store.Pattern) int {
	moved := 0
	if n := s.naming; n != nil {
		moved = len(n.moved.match(p, baseOrder))
	}
	if p[store.G] != store.Any && p[store.S] == store.Any {
		p[store.P] = store.Any // one range, not a scan
	}
	return s.snap.Count(p) + moved
}

// Estimate is Count where that is not worth the evaluation of rules: then of
// what they derive as much as there is to unfold.
func (s *source) Estimate(p store.Pattern) int {
	if s.added == nil || s.added.none(p) {
		return s.Count(p)
	}
	return s.bare().Count(p) + s.added.estimate(p)
}

// Sample is the source where scans for p need no evaluation of rules, otherwise
// what is stored of it, or what resembles it.
func (s *source) Sample(p store.Pattern) engine.Source {
	if s.added == nil || s.added.none(p) || s.added.known(p) {
		return s
	}
	bare := s.bare()
	if like, ok := s.added.like(p); ok {
		return &resembling{source: bare, likeness: like}
	}
	return bare
}

func (s *source) Lookup(t term.Term) (store.ID, bool) {
	if id, ok := s.snap.Lookup(t); ok {
		return s.naming.of(id), true
	}
	if s.added == nil {
		return 0, false
	}
	id, ok := s.added.own().ids[t]
	return id, ok
}

func (s *source) Term(id store.ID) term.Term {
	if s.added != nil {
		if t, ok := s.added.own().term(id); ok {
			return t
		}
	}
	return s.snap.Term(id)
}

// ReadTerms is Term of many; see store.Snapshot.ReadTerms.
func (s *source) ReadTerms(ids []store.ID, dst []term.Term, buf []byte) []byte {
	buf = s.snap.ReadTerms(ids, dst, buf)
	if s.added == nil {
		return buf
	}
	own := s.added.own()
	for i, id := range ids {
		if t, ok := own.term(id); ok {
			dst[i] = t
		}
	}
	return buf
}

// Sorted is that of the snapshot; ids of derived terms are never sorted.
func (s *source) Sorted(id store.ID) bool { return s.snap.Sorted(id) }

func (s *source) Graphs(ctx context.Context) ([]store.ID, error) {
	all, err := s.snap.Graphs(ctx)
	if err != nil || s.whole() {
		return all, err
	}
	return slices.DeleteFunc(slices.Clone(all), func(g store.ID) bool {
		return !s.shows(store.Quad{store.G: g})
	}), nil
}

// lensCursor leaves out the quads that the lens hides.
type lensCursor struct {
	src   *source
	under engine.Cursor
	spare [2][]uint32 // columns that only the lens reads
	rows  []int32     // that it hides, or shows
	many  bool        // it hid many of the last
}

func (c *lensCursor) Next(buf []store.Quad) int {
	for {
		n := c.under.Next(buf)
		if n == 0 {
			return 0
		}
		kept := 0
		for _, q := range buf[:n] {
			if c.src.shows(q) {
				buf[kept] = q
				kept++
			}
		}
		if kept > 0 {
			return kept
		}
	}
}

func (c *lensCursor) Seek(q store.Quad) { c.under.Seek(q) }
func (c *lensCursor) Err() error        { return c.under.Err() }

// mergeCursor merges the derived quads, which are sorted, into a scan.
type mergeCursor struct {
	left  engine.Cursor
	right []store.Quad
	order store.Order
	buf   []store.Quad
	got   []store.Quad // the part of buf that is not yet given
	done  bool         // left has no more
}

// mergeBuffer is how many quads a mergeCursor reads of the scan at once.
const mergeBuffer = 64

// merged merges derived quads into a scan of the snapshot.
func merged(left engine.Cursor, right []store.Quad, order store.Order) *mergeCursor {
	return &mergeCursor{left: left, right: right, order: order, done: nothingIn(left)}
}

// nothingIn reports whether it is plain without a look that a scan gives nothing:
// what rules derive is seldom stored.
func nothingIn(c engine.Cursor) bool {
	if l, ok := c.(*lensCursor); ok {
		c = l.under
	}
	under, ok := c.(*store.Cursor)
	return ok && under.Empty() && under.Err() == nil
}

func (c *mergeCursor) Next(buf []store.Quad) int {
	n := 0
	for n < len(buf) {
		if len(c.got) == 0 && !c.done {
			if c.buf == nil {
				c.buf = make([]store.Quad, mergeBuffer)
			}
			k := c.left.Next(c.buf)
			c.got, c.done = c.buf[:k], k == 0
			if c.done && c.left.Err() != nil {
				break
			}
		}
		switch {
		case len(c.got) == 0 && c.done:
			k := copy(buf[n:], c.right)
			c.right = c.right[k:]
			return n + k
		case len(c.right) == 0, compareQuads(c.got[0], c.right[0], c.order) <= 0:
			if len(c.right) > 0 && c.got[0] == c.right[0] {
				c.right = c.right[1:] // stored as well as derived: one quad
			}
			buf[n], c.got = c.got[0], c.got[1:]
		default:
			buf[n], c.right = c.right[0], c.right[1:]
		}
		n++
	}
	return n
}

// NextColumns is Next by column, where all that is left is derived.
func (c *mergeCursor) NextColumns(dst *[4][]uint32) (n int, ok bool) {
	if !c.done || len(c.got) > 0 {
		return 0, false
	}
	for _, col := range dst {
		n = max(n, len(col))
	}
	n = min(n, len(c.right))
	for at, col := range dst {
		if col == nil {
			continue
		}
		for i := range c.right[:n] {
			col[i] = uint32(c.right[i][at])
		}
	}
	c.right = c.right[n:]
	return n, true
}

func (c *mergeCursor) Seek(q store.Quad) {
	for len(c.got) > 0 && compareQuads(c.got[0], q, c.order) < 0 {
		c.got = c.got[1:]
	}
	if len(c.got) == 0 && !c.done {
		c.left.Seek(q)
	}
	c.right = c.right[sort.Search(len(c.right), func(i int) bool { return compareQuads(c.right[i], q, c.order) >= 0 }):]
}

func (c *mergeCursor) Err() error { return c.left.Err() }

// positions lists, for each order, the positions of a quad from the first
// sort key to the last.
var positions = [...][4]int{
	store.SPOG: {store.S, store.P, store.O, store.G},
	store.POSG: {store.P, store.O, store.S, store.G},
	store.OSPG: {store.O, store.S, store.P, store.G},
	store.PSOG: {store.P, store.S, store.O, store.G},
	store.GSPO: {store.G, store.S, store.P, store.O},
}

func compareQuads(a, b store.Quad, order store.Order) int {
	p := &positions[order]
	x, y := uint64(a[p[0]&3])<<32|uint64(a[p[1]&3]), uint64(b[p[0]&3])<<32|uint64(b[p[1]&3])
	if x == y {
		x, y = uint64(a[p[2]&3])<<32|uint64(a[p[3]&3]), uint64(b[p[2]&3])<<32|uint64(b[p[3]&3])
	}
	return cmp.Compare(x, y)
}

// bitmap is a set of IRI ids by rank; nil is the empty set.
type bitmap []uint64

const rankMask = store.MaxTerms

func (b bitmap) has(id store.ID) bool {
	if id.Kind() != term.IRI {
		return false
	}
	r := id & rankMask
	w := int(r >> 6)
	return w < len(b) && b[w]&(1<<(r&63)) != 0
}

func (b *bitmap) set(id store.ID) {
	if id.Kind() != term.IRI {
		return
	}
	r := id & rankMask
	for int(r>>6) >= len(*b) {
		*b = append(*b, make([]uint64, int(r>>6)+1-len(*b))...)
	}
	(*b)[r>>6] |= 1 << (r & 63)
}
