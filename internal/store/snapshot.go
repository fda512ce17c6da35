package store

import (
	"context"
	"math"
	"sync/atomic"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// Snapshot is one committed state of a store, the same for ever. It is safe
// for concurrent use. Its ids mean the same in every Snapshot of the same
// Epoch, as far as both know them, and nothing in others.
type Snapshot struct {
	base  *base
	runs  []*run
	late  *lateTerms // those that came after the base, up to the checkpoint; may be nil
	terms *termView  // those that came after them
	n     int
	gen   uint64
	epoch uint64
}

// lastEpoch numbers the bases of this process.
var lastEpoch atomic.Uint64

var noTerms = &termView{}

func newSnapshot(b *base) *Snapshot {
	return &Snapshot{base: b, terms: noTerms, n: b.n, epoch: lastEpoch.Add(1)}
}

// Len returns how many quads there are.
func (s *Snapshot) Len() int { return s.n }

// Generation returns the number of commits since the store began. It grows
// with every commit that changes something.
func (s *Snapshot) Generation() uint64 { return s.gen }

// Image returns the UUID of the image in the store's file that this state rests
// on; a compaction writes another. It is "" for a store in memory.
func (s *Snapshot) Image() string {
	if s.base.m == nil {
		return ""
	}
	return s.base.m.id.String()
}

// Epoch tells apart the states between which ids changed: two snapshots of one
// process with the same Epoch give the terms that both know the same ids.
func (s *Snapshot) Epoch() uint64 { return s.epoch }

// Terms returns how many terms of a kind have ids: from 0 up to it they are
// the numbers of the kind's ids. Some may be of quads that are gone.
func (s *Snapshot) Terms(k term.Kind) int {
	if k == term.None || int(k) >= numKinds {
		return 0
	}
	return int(s.sorted(k)) + int(s.terms.kinds[k].n)
}

// Sorted reports whether id is among those that were numbered in lexical
// order: of two such ids of one kind the smaller has the lesser term.
func (s *Snapshot) Sorted(id ID) bool {
	k := id.Kind()
	return k != term.None && int(k) < numKinds && uint32(id&idMask) < s.base.count(k)
}

// Lookup returns the id of t, or false if no quad held it since the base was
// built. It takes about a microsecond.
func (s *Snapshot) Lookup(t term.Term) (ID, bool) { return s.LookupSpan(SpanOf(t)) }

// LookupSpan is Lookup for bytes.
func (s *Snapshot) LookupSpan(sp Span) (id ID, ok bool) {
	if m := s.base.m; m != nil {
		defer m.leave(m.enter())
	}
	if id, ok := s.findSorted(sp); ok {
		return id, true
	}
	if num, ok := s.terms.find(sp); ok {
		return makeID(sp.Kind, s.sorted(sp.Kind)+num), true
	}
	return 0, false
}

// sorted returns how many terms of a kind the base and the checkpoint have.
func (s *Snapshot) sorted(k term.Kind) uint32 {
	n := s.base.count(k)
	if s.late != nil {
		n += s.late.dict[k].n
	}
	return n
}

// findSorted finds a term of the base or the checkpoint.
func (s *Snapshot) findSorted(sp Span) (ID, bool) {
	if id, ok := s.base.find(sp); ok || s.late == nil || int(sp.Kind) >= numKinds {
		return id, ok
	}
	num, ok := s.late.dict[sp.Kind].find(sp)
	return makeID(sp.Kind, s.base.count(sp.Kind)+num), ok
}

// findGuarded is findSorted for callers outside of a guard.
func (s *Snapshot) findGuarded(sp Span) (id ID, ok bool) {
	if m := s.base.m; m != nil {
		defer m.leave(m.enter())
	}
	return s.findSorted(sp)
}

// Term returns the term of id, the zero Term if id is Any, Unlabelled or
// unknown.
func (s *Snapshot) Term(id ID) (t term.Term) {
	if m := s.base.m; m != nil {
		defer m.leave(m.enter())
	}
	k := id.Kind()
	if k == term.None || int(k) >= numKinds {
		return term.Term{}
	}
	num := uint32(id & idMask)
	c := s.base.count(k)
	if num < c {
		return s.base.dict[k].term(num)
	}
	num -= c
	if s.late != nil {
		d := &s.late.dict[k]
		if num < d.n {
			return d.term(num)
		}
		num -= d.n
	}
	if num < s.terms.kinds[k].n {
		return s.terms.span(k, num).Term()
	}
	return term.Term{}
}

// Err returns the first error of any read of the file behind s, of this
// snapshot or another of the same file: a wrong checksum, or a file cut short
// while it was open. Reads without an error of their own (Lookup, Term, Count,
// Has) give nothing from then on or before it, so whoever used them looks here
// before trusting an answer. It is nil for a store in memory.
func (s *Snapshot) Err() error { return s.base.m.failure() }

// Has reports whether the quad is there.
func (s *Snapshot) Has(q Quad) (ok bool) {
	if m := s.base.m; m != nil {
		defer m.leave(m.enter())
	}
	return s.has(q)
}

func (s *Snapshot) has(q Quad) bool {
	n := 0
	if s.base.has(q) {
		n = 1
	}
	k := SPOG.key(q)
	for _, r := range s.runs {
		n += len(r.add[SPOG].prefixed(k, 4)) - len(r.del[SPOG].prefixed(k, 4))
	}
	return n > 0
}

// BestOrder returns the order in which a scan of p reads least.
func (s *Snapshot) BestOrder(p Pattern) (best Order) {
	if m := s.base.m; m != nil {
		defer m.leave(m.enter())
	}
	least := math.MaxInt
	for o := range Order(numOrders) {
		lead, bound := o.prefix(p)
		if lead == bound {
			return o
		}
		if lead == 0 {
			continue
		}
		if n := s.countPrefix(o, p, lead); n < least {
			best, least = o, n
		}
	}
	return best
}

// countPrefix counts the quads that match the first lead positions of o in p.
func (s *Snapshot) countPrefix(o Order, p Pattern, lead int) (n int) {
	if m := s.base.m; m != nil {
		defer m.leave(m.enter())
	}
	lo, hi, _ := s.base.rowRange(o, p, lead)
	n = hi - lo
	k := o.key(Quad(p))
	for _, r := range s.runs {
		n += len(r.add[o].prefixed(k, lead)) - len(r.del[o].prefixed(k, lead))
	}
	return n
}

// Count returns how many quads match p, exactly. It is arithmetic on ranges
// for all but the patterns P+G, O+G, S+O+G and P+O+G, for which it reads the
// shortest range.
func (s *Snapshot) Count(p Pattern) int {
	o := s.BestOrder(p)
	lead, bound := o.prefix(p)
	if lead == bound {
		return s.countPrefix(o, p, lead)
	}
	n := 0
	var buf [256]Quad
	for c := s.Scan(p, o); ; {
		k := c.Next(buf[:])
		if k == 0 {
			return n
		}
		n += k
	}
}

// Graphs returns the labels of all quads, ascending, without Unlabelled. It
// skips from label to label.
func (s *Snapshot) Graphs(ctx context.Context) ([]ID, error) {
	var ids []ID
	c := s.Scan(Pattern{}, GSPO)
	c.Seek(Quad{G: Unlabelled + 1})
	var buf [1]Quad
	for c.Next(buf[:]) > 0 {
		if len(ids)%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		g := buf[0][G]
		ids = append(ids, g)
		c.Seek(Quad{G: g + 1})
	}
	return ids, c.Err()
}
