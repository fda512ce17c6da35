package store

import (
	"slices"
	"sync"
)

// radixBits is the width of a digit: its counts fit the first-level cache.
const radixBits = 11

// rankShift holds, for each kind, what turns the number of an id into its rank.
type rankShift [8]uint32

func (b *base) rankShift() (rs rankShift) {
	rs[0] = ^uint32(0) // Unlabelled is 1, its rank 0
	copy(rs[1:], b.first[1:numKinds])
	return rs
}

func (rs *rankShift) rank(id uint32) uint32 { return id&idMask + rs[id>>kindShift] }

// sortBy sorts quads by the rank of one position, stably. It returns them
// and the buffer that is free then.
func (rs *rankShift) sortBy(src, dst [][4]uint32, pos int, ranks uint32) (sorted, free [][4]uint32) {
	for shift := 0; shift == 0 || (ranks-1)>>shift > 0; shift += radixBits {
		digit := func(q *[4]uint32) uint32 { return rs.rank(q[pos&3]) >> shift & (1<<radixBits - 1) }
		var at [1 << radixBits]uint32
		for i := range src {
			at[digit(&src[i])]++
		}
		if at[digit(&src[0])] == uint32(len(src)) {
			continue // all have the same digit
		}
		sum := uint32(0)
		for d := range at {
			at[d], sum = sum, sum+at[d]
		}
		for i := range src {
			d := digit(&src[i])
			dst[at[d]] = src[i]
			at[d]++
		}
		src, dst = dst, src
	}
	return src, dst
}

// permute sorts the quads, whose terms are all in b, into every order and
// drops repeated ones. It overwrites quads.
func (b *base) permute(quads [][4]uint32, workers int) {
	ranks := b.ranks()
	for o := range b.perm {
		b.perm[o].off.v = make([]uint32, ranks+1)
	}
	if len(quads) == 0 {
		return
	}
	rs := b.rankShift()
	free := make([][4]uint32, len(quads))
	for _, pos := range [4]int{G, O, P, S} {
		quads, free = rs.sortBy(quads, free, pos, ranks)
	}
	quads = slices.Compact(quads)
	b.n = len(quads)

	// Every other order is a stable sort of one before by one position, and
	// so a single pass: S,P,O,G by P, by G and by O; O,S,P,G by P.
	first := func() {
		b.place(SPOG, quads, &rs)
		b.place(PSOG, quads, &rs)
		b.place(GSPO, quads, &rs)
	}
	second := func() {
		b.place(OSPG, quads, &rs)
		b.placePOSG(&rs)
	}
	defer b.setSkips()
	if workers < 2 {
		first()
		second()
		return
	}
	var wg sync.WaitGroup
	wg.Go(first)
	second()
	wg.Wait()
}

// place writes the columns of o from quads in SPOG order.
func (b *base) place(o Order, quads [][4]uint32, rs *rankShift) {
	pm := &b.perm[o]
	pos := orders[o]
	p0, p1, p2, p3 := pos[0]&3, pos[1]&3, pos[2]&3, pos[3]&3
	for i := range quads {
		pm.off.v[rs.rank(quads[i][p0])+1]++
	}
	next := pm.begin(len(quads))
	c1, c2, c3 := pm.col[0].v, pm.col[1].v, pm.col[2].v
	for i := range quads {
		q := &quads[i]
		r := rs.rank(q[p0])
		row := next[r]
		next[r]++
		c1[row], c2[row], c3[row] = q[p1], q[p2], q[p3]
	}
}

// placePOSG writes the columns of POSG from those of OSPG.
func (b *base) placePOSG(rs *rankShift) {
	from, pm := &b.perm[OSPG], &b.perm[POSG]
	ss, ps, gs := from.col[0].v, from.col[1].v, from.col[2].v
	for _, p := range ps {
		pm.off.v[rs.rank(p)+1]++
	}
	next := pm.begin(len(ps))
	c1, c2, c3 := pm.col[0].v, pm.col[1].v, pm.col[2].v
	for rank := range b.ranks() {
		o := uint32(b.id(rank))
		for i := from.off.v[rank]; i < from.off.v[rank+1]; i++ {
			r := rs.rank(ps[i])
			row := next[r]
			next[r]++
			c1[row], c2[row], c3[row] = o, ss[i], gs[i]
		}
	}
}

// begin turns counts, each one place late, into offsets, makes the columns,
// and returns where the rows of each rank begin.
func (pm *perm) begin(n int) []uint32 {
	for r := 1; r < len(pm.off.v); r++ {
		pm.off.v[r] += pm.off.v[r-1]
	}
	for c := range pm.col {
		pm.col[c].v = make([]uint32, n)
	}
	return slices.Clone(pm.off.v[:len(pm.off.v)-1])
}
