package store

import (
	"sort"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// base is an immutable set of quads: the terms in lexical order and the quads
// in each of the orders.
//
// A term's rank is its place among all ids of the base: 0 is Unlabelled, then
// come the kinds one after the other. Ranks and ids have the same order.
type base struct {
	m     *mapped              // nil: in memory
	n     int                  // quads
	first [numKinds + 1]uint32 // rank of a kind's first term; the last is the number of ranks
	dict  [numKinds]sortedDict
	perm  [numOrders]perm
	// digests are the digests that the file has, by their ids.
	digests map[uint16]text
}

// perm holds the quads of a base in one order. The first position is told by
// the row: rank r has the rows from off[r] up to off[r+1].
type perm struct {
	off  words
	col  [3]words
	skip words // of col[0]
}

// skips returns every skipRows-th element of v.
func skips(v []uint32) []uint32 {
	out := make([]uint32, 0, (len(v)+skipRows-1)/skipRows)
	for i := 0; i < len(v); i += skipRows {
		out = append(out, v[i])
	}
	return out
}

// setSkips makes the skips of a base in memory.
func (b *base) setSkips() {
	for o := range b.perm {
		pm := &b.perm[o]
		pm.skip.v = skips(pm.col[0].v)
		pm.col[0].skip = &pm.skip
	}
}

// maxQuads is how many quads a base can hold.
const maxQuads = 1<<32 - 1

func (b *base) ranks() uint32 { return b.first[numKinds] }

func (b *base) count(k term.Kind) uint32 {
	if k == term.None {
		return 0
	}
	return b.first[k+1] - b.first[k]
}

// floor returns the rank of id, or if the base does not know id the rank of
// the first that is greater.
func (b *base) floor(id ID) (rank uint32, exact bool) {
	k := id >> kindShift
	if k == 0 {
		if id <= Unlabelled {
			return 0, id == Unlabelled
		}
		return 1, false
	}
	if int(k) >= numKinds {
		return b.ranks(), false
	}
	r := uint32(id & idMask)
	if c := b.first[k+1] - b.first[k]; r >= c {
		return b.first[k+1], false
	}
	return b.first[k] + r, true
}

// id returns the id of a rank.
func (b *base) id(rank uint32) ID {
	if rank == 0 {
		return Unlabelled
	}
	for k := term.Typed; k > term.IRI; k-- {
		if rank >= b.first[k] {
			return makeID(k, rank-b.first[k])
		}
	}
	return makeID(term.IRI, rank-b.first[term.IRI])
}

func makeID(k term.Kind, num uint32) ID { return ID(k)<<kindShift | ID(num) }

// rowRange returns the rows of order o that match the first lead positions of p.
func (b *base) rowRange(o Order, p Pattern, lead int) (lo, hi int, rank uint32) {
	if lead == 0 {
		return 0, b.n, 0
	}
	pm := &b.perm[o]
	pos := &orders[o]
	rank, ok := b.floor(p[pos[0]])
	if !ok {
		return 0, 0, 0
	}
	lo, hi = pm.off.pair(rank)
	for i := 1; i < lead && lo < hi; i++ {
		v := uint32(p[pos[i]])
		col := &pm.col[i-1]
		lo = col.lowerBound(lo, hi, v)
		if lo < hi && col.get(lo) == v {
			hi = col.gallopPast(lo, hi, v)
		} else {
			hi = lo
		}
	}
	return lo, hi, rank
}

// has reports whether the base holds the quad.
func (b *base) has(q Quad) bool {
	lo, hi, _ := b.rowRange(SPOG, Pattern(q), 4)
	return lo < hi
}

// seek returns the first row of [row, end) that is not before k.
func (b *base) seek(o Order, k key, row, end int) int {
	pm := &b.perm[o]
	rank, exact := b.floor(k[0])
	lo := int(pm.off.get(int(rank)))
	if lo >= end {
		return end
	}
	lo = max(lo, row)
	if !exact {
		return lo
	}
	hi := min(int(pm.off.get(int(rank)+1)), end)
	for i := range pm.col {
		col := &pm.col[i]
		if lo >= hi {
			break
		}
		v := uint32(k[i+1])
		lo = col.gallop(lo, hi, v)
		if lo == hi || col.get(lo) != v || i == 2 {
			break
		}
		hi = col.gallopPast(lo, hi, v)
	}
	return lo
}

// rankAt returns the rank of the first position in row, which is at or after
// the rank from.
func (pm *perm) rankAt(row int, from uint32) uint32 {
	// The first offset beyond row ends the rank.
	return uint32(pm.off.gallop(int(from)+1, len(pm.off.v), uint32(row)+1)) - 1
}

// find returns the id of s.
func (b *base) find(s Span) (ID, bool) {
	if s.Kind == term.None || int(s.Kind) >= numKinds {
		return 0, false
	}
	i, ok := b.dict[s.Kind].find(s)
	return makeID(s.Kind, i), ok
}

// used reports whether some quad holds the term of a rank.
func (b *base) used(rank uint32) bool {
	for _, o := range [4]Order{SPOG, PSOG, OSPG, GSPO} {
		if lo, hi := b.perm[o].off.pair(rank); lo != hi {
			return true
		}
	}
	return false
}

var emptyBase = newEmptyBase()

func newEmptyBase() *base {
	b := &base{}
	for k := 1; k <= numKinds; k++ {
		b.first[k] = 1
	}
	for k := range b.dict {
		b.dict[k] = sortedDict{kind: term.Kind(k), at: longs{v: []uint64{0}}, extras: &extraTable{}}
	}
	for o := range b.perm {
		b.perm[o].off.v = []uint32{0, 0}
	}
	return b
}

// searchKeys returns the first place in ks[lo:] that is not before k.
func searchKeys(ks []key, lo int, k key) int {
	return lo + sort.Search(len(ks)-lo, func(i int) bool { return compareKeys(ks[lo+i], k) >= 0 })
}
