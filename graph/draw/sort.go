package draw

import (
	"cmp"
	"math/rand/v2"
	"slices"
)

// layoutSweeps is how often the layers are put in order anew, and patience how
// many times in a row without fewer crossings.
const (
	layoutSweeps = 28
	patience     = 6
	mostStarts   = 8
	startWork    = 700 // items times starts
)

// order chooses the order of each layer: by sweeps in which each item goes to
// the mean of its neighbours in the layer before, then by exchanging what lies
// side by side wherever that leaves fewer crossings. Boxes of a frame stay
// together, frames keep one order in all layers that they share, and those of
// the claims the order of their dates. Small pictures begin several times, from
// orders that are shuffled, the same way each time. The best order met is kept.
func (l *layout) order() {
	items := 0
	for i, ly := range l.layers {
		ly.shared = ly.col == inClaims || slices.ContainsFunc(ly.blocks, func(b *block) bool { return b.cell != nil && b.cell.first < b.cell.last })
		l.number(i)
		items += ly.size
	}
	l.sortCells()
	best := l.countCrossings()
	l.keepBest()
	random := rand.New(rand.NewPCG(2021, 7))
	for start := range min(mostStarts, max(1, startWork/max(1, items))) {
		if start > 0 {
			l.shuffle(random)
		}
		stale := 0
		for sweep := 0; sweep < layoutSweeps && stale < patience && best > 0 || sweep < 2; sweep++ {
			down := sweep%2 == 0
			for n := range l.layers {
				i := n
				if !down {
					i = len(l.layers) - 1 - n
				}
				l.sortLayer(i, down, sweep < 2)
			}
			if sweep%4 == 3 {
				l.sortCells()
			}
			l.exchange()
			stale++
			if n := l.countCrossings(); n < best || start == 0 && sweep == 1 && n <= best {
				best, stale = n, 0
				l.keepBest()
			}
		}
		if best == 0 {
			break
		}
	}
	for i, ly := range l.layers {
		copy(ly.blocks, ly.best)
		for _, b := range ly.blocks {
			copy(b.items, b.best)
		}
		l.number(i)
	}
}

// shuffle puts the layers into another order.
func (l *layout) shuffle(r *rand.Rand) {
	for i, ly := range l.layers {
		r.Shuffle(len(ly.blocks), func(a, b int) { ly.blocks[a], ly.blocks[b] = ly.blocks[b], ly.blocks[a] })
		for _, b := range ly.blocks {
			r.Shuffle(len(b.items), func(x, y int) { b.items[x], b.items[y] = b.items[y], b.items[x] })
		}
		l.number(i)
	}
	l.sortCells()
}

// keepBest keeps the order of all layers as the best.
func (l *layout) keepBest() {
	for _, ly := range l.layers {
		ly.best = append(ly.best[:0], ly.blocks...)
		for _, b := range ly.blocks {
			b.best = append(b.best[:0], b.items...)
		}
	}
}

// number tells the blocks and items of layer i their positions, those of items
// also as parts of the layer's height, and notes if they have moved.
func (l *layout) number(i int) {
	ly := l.layers[i]
	size, moved := 0, false
	for k, b := range ly.blocks {
		moved = moved || b.pos != k
		b.pos = k
		for _, it := range b.items {
			moved = moved || it.pos != size
			it.pos = size
			size++
		}
	}
	if !moved && size == ly.size {
		return
	}
	ly.size = size
	for _, b := range ly.blocks {
		for _, it := range b.items {
			it.at = (float64(it.pos) + 0.5) / float64(size)
		}
	}
	for _, near := range l.layers[max(0, i-1):min(len(l.layers), i+2)] {
		near.still = false
	}
}

// sortLayer orders layer i by the layer before it or after it.
func (l *layout) sortLayer(i int, left, both bool) {
	ly := l.layers[i]
	for _, b := range ly.blocks {
		for _, it := range b.items {
			sum, n := 0.0, 0.0
			if left || both {
				for _, e := range it.before {
					sum += e.item.at
					n++
				}
			}
			if !left || both {
				for _, e := range it.after {
					sum += e.item.at
					n++
				}
			}
			it.mean = it.at
			if n > 0 {
				it.mean = sum / n
			}
		}
	}
	mean := func(b *block) float64 {
		if b.items == nil {
			return b.cell.mean
		}
		sum, n := 0.0, 0.0
		for _, it := range b.items {
			w := float64(len(it.before) + len(it.after))
			sum += (w + 0.01) * it.mean
			n += w + 0.01
		}
		return sum / n
	}
	for _, b := range ly.blocks {
		slices.SortStableFunc(b.items, func(x, y *item) int { return cmp.Compare(x.mean, y.mean) })
		b.mean = mean(b)
		if b.cell == nil && ly.col == inClaims && b.items[0].box != nil {
			b.mean = 2 // what says how many were left out stands last
		}
	}
	slices.SortStableFunc(ly.blocks, func(x, y *block) int { return cmp.Compare(x.mean, y.mean) })
	l.keepCells(i)
	l.number(i)
}

// keepCells puts the frames of layer i in the order of their ranks where other
// layers have to agree, leaving what stands between them.
func (l *layout) keepCells(i int) {
	if !l.layers[i].shared {
		return
	}
	var framed []*block
	for _, b := range l.layers[i].blocks {
		if b.cell != nil {
			framed = append(framed, b)
		}
	}
	slices.SortStableFunc(framed, func(x, y *block) int { return cmp.Compare(x.cell.rank, y.cell.rank) })
	n := 0
	for k, b := range l.layers[i].blocks {
		if b.cell != nil {
			l.layers[i].blocks[k] = framed[n]
			n++
		}
	}
}

// sortCells ranks the frames of each column, but for the claims', by the mean
// of what their boxes are joined with outside.
func (l *layout) sortCells() {
	for _, c := range l.cells {
		c.sum, c.ends = 0, 0
	}
	for _, k := range l.links {
		k.left.pullCell(k.right)
		k.right.pullCell(k.left)
	}
	for _, c := range l.cells {
		c.mean = (c.sum + 0.5) / (c.ends + 1)
	}
	order := slices.Clone(l.cells)
	slices.SortStableFunc(order, func(x, y *cell) int {
		if x.frame.col == inClaims && y.frame.col == inClaims {
			return 0
		}
		return cmp.Or(cmp.Compare(x.frame.col, y.frame.col), cmp.Compare(x.mean, y.mean))
	})
	for i, c := range order {
		c.rank = i
	}
	for i := range l.layers {
		l.keepCells(i)
		l.number(i)
	}
}

// pullCell counts for the frame of an item where a line from it ends outside.
func (it *item) pullCell(other *item) {
	if c := it.cell; c != nil && other.cell != c {
		c.sum += other.at
		c.ends++
	}
}

// exchange swaps neighbours as long as that takes crossings away.
func (l *layout) exchange() {
	for range 6 {
		better := false
		for i, ly := range l.layers {
			if !ly.still {
				ly.still = true
				better = l.exchangeIn(i) || better
			}
		}
		if !better {
			return
		}
	}
}

// exchangeIn swaps neighbours in layer i, each pair at most once, and reports
// whether it did.
func (l *layout) exchangeIn(i int) (better bool) {
	ly := l.layers[i]
	for _, b := range ly.blocks {
		for k := 1; k < len(b.items); k++ {
			if gain(b.items[k-1:k], b.items[k:k+1]) > 0 {
				b.items[k-1], b.items[k] = b.items[k], b.items[k-1]
				better = true
			}
		}
	}
	for k := 1; k < len(ly.blocks); k++ {
		x, y := ly.blocks[k-1], ly.blocks[k]
		if ly.shared && x.cell != nil && y.cell != nil || ly.col == inClaims && (x.last() || y.last()) {
			continue
		}
		if gain(x.items, y.items) > 0 {
			ly.blocks[k-1], ly.blocks[k] = y, x
			better = true
		}
	}
	if better {
		l.number(i)
	}
	return better
}

// last reports whether a block of the claims stands below all others.
func (b *block) last() bool { return b.cell == nil && b.items[0].box != nil }

// weight is how much a crossing of a line disturbs: one of two strong lines
// four times as much as one of two grey ones.
func (k *thread) weight() int {
	if k.line.part == grey {
		return 1
	}
	return 2
}

// gain is the weight of the crossings that go if y comes before x.
func gain(x, y []*item) int {
	n := 0
	for _, a := range x {
		for _, b := range y {
			n += inverted(a.before, b.before) + inverted(a.after, b.after)
		}
	}
	return n
}

// inverted is the weight of the pairs of ends of which that of x lies below that
// of y, less that of the pairs of which it lies above.
func inverted(x, y []end) int {
	n := 0
	for _, s := range x {
		pos, sum := s.item.pos, 0
		for _, t := range y {
			sum += cmp.Compare(pos, t.item.pos) * t.weight
		}
		n += sum * s.weight
	}
	return n
}

// countCrossings weighs the pairs of segments that cross, between all layers,
// in O(n log n) (Barth, Mutzel and Jünger: Simple and Efficient Bilayer Cross
// Counting, 2004).
func (l *layout) countCrossings() int {
	total := 0
	for i := 0; i+1 < len(l.layers); i++ {
		// A Fenwick tree of the weights that end at each position.
		tree := slices.Grow(l.tree[:0], l.layers[i+1].size+1)[:l.layers[i+1].size+1]
		clear(tree)
		l.tree = tree
		before := 0
		for _, b := range l.layers[i].blocks {
			for _, it := range b.items {
				for _, e := range it.after {
					above := 0 // those that end no lower
					for j := e.item.pos + 1; j > 0; j -= j & -j {
						above += tree[j]
					}
					total += e.weight * (before - above)
				}
				// Lines that begin at one place do not cross: they count only now.
				for _, e := range it.after {
					before += e.weight
					for j := e.item.pos + 1; j < len(tree); j += j & -j {
						tree[j] += e.weight
					}
				}
			}
		}
	}
	return total
}
