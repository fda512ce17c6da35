package draw

import "math"

// straighten takes bends out of lines that pass through several layers: as
// many of a line's waypoints in a row as have room for it stand at one height,
// at that of an end where they can. Least squares alone spread a climb over
// all layers.
func (l *layout) straighten() {
	for range 2 {
		for _, k := range l.links {
			if len(k.segments) < 2 {
				continue
			}
			for i := 0; i < len(k.segments)-1; {
				i = l.level(k, i)
			}
		}
	}
}

// level gives the longest run of waypoints from the one that segment i of a
// line ends at a common height, and returns the segment after them.
func (l *layout) level(k *thread, i int) int {
	low, high := math.Inf(-1), math.Inf(1)
	sum, n := 0.0, 0
	for ; i+n < len(k.segments)-1; n++ {
		it := k.segments[i+n].b
		lo, hi := l.room(it)
		if max(low, lo) > min(high, hi) {
			break
		}
		low, high = max(low, lo), min(high, hi)
		sum += it.y
	}
	if n == 0 {
		return i + 1
	}
	y := min(max(sum/float64(n), low), high)
	from := k.segments[i].a.y + k.segments[i].pa
	to := k.segments[i+n].b.y + k.segments[i+n].pb
	for _, end := range []float64{from, to} {
		if end >= low && end <= high && (y == sum/float64(n) || math.Abs(end-y) < 40) {
			y = end
			break
		}
	}
	for j := range n {
		k.segments[i+j].b.y = y
	}
	return i + n
}

// room is between which heights a waypoint may stand.
func (l *layout) room(it *item) (low, high float64) {
	blocks := l.layers[it.layer].blocks
	low, high = math.Inf(-1), math.Inf(1)
	for n, b := range blocks {
		if b.cell != nil || b.items[0] != it {
			continue
		}
		if n > 0 {
			low = blocks[n-1].edge(true) + apart(blocks[n-1], b) + it.h/2
		}
		if n+1 < len(blocks) {
			high = blocks[n+1].edge(false) - apart(b, blocks[n+1]) - it.h/2
		}
		break
	}
	const hair = 1e-9
	return min(low, it.y+hair), max(high, it.y-hair)
}

// edge is the lower or upper edge of a block.
func (b *block) edge(lower bool) float64 {
	switch {
	case b.cell != nil && lower:
		return b.cell.y1
	case b.cell != nil:
		return b.cell.y0
	case lower:
		return b.items[0].y + b.items[0].h/2
	}
	return b.items[0].y - b.items[0].h/2
}
