package draw

import (
	"cmp"
	"maps"
	"slices"
)

// sweeps is how often the order of each column is computed anew from its
// neighbours; more than this changes little.
const sweeps = 16

// place is a column, or a sub-column of one.
type place struct {
	col   column
	level int
}

func (b *box) place() place { return place{b.col, b.level} }

func comparePlaces(a, b place) int {
	return cmp.Or(cmp.Compare(a.col, b.col), cmp.Compare(a.level, b.level))
}

// uncross orders the boxes of each place so that few lines cross: each box as
// near as it goes to the mean of those that it is joined with (barycentre;
// Sugiyama, Tagawa and Toda, 1981), the boxes of a frame side by side. The
// frames of the claims keep the order of their dates. The best of all orders
// met is kept, the first of equals. It sets the boxes' rank and sorts them.
func (s *scene) uncross() {
	at := map[string]*box{}
	for _, b := range s.boxes {
		at[b.id] = b
	}
	neighbours := map[string][]string{}
	var joins []join
	for _, l := range s.lines {
		from, to := at[l.from], at[l.to]
		if from == nil || to == nil || from.place() == to.place() {
			continue
		}
		neighbours[l.from] = append(neighbours[l.from], l.to)
		neighbours[l.to] = append(neighbours[l.to], l.from)
		if comparePlaces(from.place(), to.place()) > 0 {
			from, to = to, from
		}
		joins = append(joins, join{from, to, from.place(), to.place()})
	}
	columns := map[place][]*box{}
	for _, b := range s.boxes {
		columns[b.place()] = append(columns[b.place()], b)
	}
	places := slices.SortedFunc(maps.Keys(columns), comparePlaces)
	settle := func(p place) {
		for i, b := range columns[p] {
			b.height = (float64(i) + 0.5) / float64(len(columns[p]))
		}
	}
	for _, p := range places {
		settle(p)
	}
	frameRank := map[string]int{}
	for _, f := range s.frames {
		frameRank[f.id] = f.rank
	}
	wish := func(p place) {
		want := map[string]float64{}
		blocks := map[string][2]float64{} // sum and number
		for _, b := range columns[p] {
			sum := b.height
			for _, n := range neighbours[b.id] {
				sum += at[n].height
			}
			want[b.id] = sum / float64(len(neighbours[b.id])+1)
			k := cmp.Or(b.frame, b.id)
			blocks[k] = [2]float64{blocks[k][0] + want[b.id], blocks[k][1] + 1}
		}
		slices.SortStableFunc(columns[p], func(x, y *box) int {
			kx, ky := cmp.Or(x.frame, x.id), cmp.Or(y.frame, y.id)
			if kx == ky {
				return cmp.Compare(want[x.id], want[y.id])
			}
			if p.col == inClaims {
				return cmp.Or(cmp.Compare(frameRank[x.frame], frameRank[y.frame]), cmp.Compare(kx, ky))
			}
			return cmp.Or(cmp.Compare(blocks[kx][0]/blocks[kx][1], blocks[ky][0]/blocks[ky][1]), cmp.Compare(kx, ky))
		})
		settle(p)
	}
	keep := func() {
		for _, p := range places {
			for i, b := range columns[p] {
				b.rank = i
			}
		}
	}
	keep()
	best := crossings(joins)
	for i := range sweeps {
		order := slices.Clone(places)
		if i%2 == 1 {
			slices.Reverse(order)
		}
		for _, p := range order {
			wish(p)
		}
		if n := crossings(joins); n < best {
			best = n
			keep()
		}
	}
	slices.SortFunc(s.boxes, func(x, y *box) int {
		return cmp.Or(comparePlaces(x.place(), y.place()), cmp.Compare(x.rank, y.rank), cmp.Compare(x.id, y.id))
	})
	// A frame stands where its first box does.
	first := map[string]int{}
	for i, b := range s.boxes {
		if _, ok := first[b.frame]; !ok {
			first[b.frame] = i
		}
	}
	slices.SortFunc(s.frames, func(a, b *frame) int { return cmp.Or(cmp.Compare(first[a.id], first[b.id]), cmp.Compare(a.id, b.id)) })
}

// maxCrossed bounds the lines that crossings looks at: pairs of them, so 1,500
// cost about a million comparisons.
const maxCrossed = 1500

// join is a line between boxes of different places, the left one first.
type join struct {
	left, right *box
	from, to    place
}

// crossings counts the pairs of lines that share a gap between columns and
// cross.
func crossings(joins []join) int {
	if len(joins) > maxCrossed {
		joins = joins[:maxCrossed]
	}
	n := 0
	for i, a := range joins {
		for _, b := range joins[:i] {
			if (a.left.height-b.left.height)*(a.right.height-b.right.height) < 0 && comparePlaces(a.from, b.to) < 0 && comparePlaces(b.from, a.to) < 0 {
				n++
			}
		}
	}
	return n
}
