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
	n     int                  // quads
	first [numKinds + 1]uint32 // rank of a kind's first term; the last is the number of ranks
	dict  [numKinds]sortedDict
	perm  [numOrders]perm
}

// perm holds the quads of a base in one order. The first position is told by
// the row: rank r has the rows from off[r] up to off[r+1].
type perm struct {
	off []uint32
	col [3][]uint32
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
	lo, hi = int(pm.off[rank]), int(pm.off[rank+1])
	for i := 1; i < lead && lo < hi; i++ {
		v := uint32(p[pos[i]])
		col := pm.col[i-1]
		lo = lowerBound(col, lo, hi, v)
		if lo < hi && col[lo] == v {
			hi = upperBound(col, lo, hi, v)
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
	lo := int(pm.off[rank])
	if lo >= end {
		return end
	}
	lo = max(lo, row)
	if !exact {
		return lo
	}
	hi := min(int(pm.off[rank+1]), end)
	for i, col := range pm.col {
		if lo >= hi {
			break
		}
		v := uint32(k[i+1])
		lo = gallop(col, lo, hi, v)
		if lo == hi || col[lo] != v || i == 2 {
			break
		}
		hi = gallopPast(col, lo, hi, v)
	}
	return lo
}

// rankAt returns the rank of the first position in row, which is at or after
// the rank from.
func (pm *perm) rankAt(row int, from uint32) uint32 {
	if int(pm.off[from+1]) > row {
		return from
	}
	// Double the step, then halve it: neighbours are found at once.
	step := uint32(1)
	last := uint32(len(pm.off) - 2)
	lo := from // off[lo+1] <= row
	for last-lo > step && int(pm.off[lo+step+1]) <= row {
		lo += step
		step *= 2
	}
	hi := last
	if last-lo > step {
		hi = lo + step
	}
	for lo+1 < hi {
		mid := lo + (hi-lo)/2
		if int(pm.off[mid+1]) <= row {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi
}

// lowerBound returns the first place in col[lo:hi] that is not less than v.
func lowerBound(col []uint32, lo, hi int, v uint32) int {
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		if col[mid] < v {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// upperBound returns the first place in col[lo:hi] that is greater than v.
func upperBound(col []uint32, lo, hi int, v uint32) int {
	if v == 1<<32-1 {
		return hi
	}
	return lowerBound(col, lo, hi, v+1)
}

// gallop is lowerBound for an answer that is likely near lo.
func gallop(col []uint32, lo, hi int, v uint32) int {
	if lo >= hi || col[lo] >= v {
		return lo
	}
	step := 1
	for lo+step < hi && col[lo+step] < v {
		lo += step
		step *= 2
	}
	return lowerBound(col, lo+1, min(lo+step, hi), v)
}

func gallopPast(col []uint32, lo, hi int, v uint32) int {
	if v == 1<<32-1 {
		return hi
	}
	return gallop(col, lo, hi, v+1)
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
		if off := b.perm[o].off; off[rank] != off[rank+1] {
			return true
		}
	}
	return false
}

// graphs returns the distinct labels, ascending, without Unlabelled.
func (b *base) graphs() []ID {
	var ids []ID
	pm := &b.perm[GSPO]
	for row, rank := int(pm.off[1]), uint32(0); row < b.n; row = int(pm.off[rank+1]) {
		rank = pm.rankAt(row, rank)
		ids = append(ids, b.id(rank))
	}
	return ids
}

var emptyBase = newEmptyBase()

func newEmptyBase() *base {
	b := &base{}
	for k := 1; k <= numKinds; k++ {
		b.first[k] = 1
	}
	for k := range b.dict {
		b.dict[k] = sortedDict{kind: term.Kind(k), extras: &extraTable{}}
	}
	for o := range b.perm {
		b.perm[o].off = []uint32{0, 0}
	}
	return b
}

// searchKeys returns the first place in ks[lo:] that is not before k.
func searchKeys(ks []key, lo int, k key) int {
	return lo + sort.Search(len(ks)-lo, func(i int) bool { return compareKeys(ks[lo+i], k) >= 0 })
}
