package draw

import (
	"iter"
	"math"
	"slices"
)

// rounds is how often the heights of each column are found anew from those of
// the columns beside it.
const rounds = 12

// stillness is a movement, in pixels, that nobody sees.
const stillness = 1.0

// heights finds the heights of all items and frames: each box near the mean of
// those that it is joined with, nothing above anything that comes before it,
// and long lines straight.
func (l *layout) heights() {
	for _, ly := range l.layers {
		y := 0.0
		for _, bl := range ly.blocks {
			for _, it := range bl.items {
				it.y = y + it.h/2
				y += it.h + boxGap
			}
		}
		for _, bl := range ly.blocks {
			for _, it := range bl.items {
				it.y -= y / 2
			}
		}
	}
	columns := l.columns()
	for round := range rounds {
		moved := 0.0
		for i, c := range columns {
			moved = max(moved, l.settle(c, i > 0, round > 1 && i < len(columns)-1 || i == 0))
		}
		for i := len(columns) - 1; i >= 0; i-- {
			moved = max(moved, l.settle(columns[i], round > 1 && i > 0 || i == len(columns)-1, i < len(columns)-1))
		}
		if round > 2 && moved < stillness {
			break
		}
	}
	l.straighten()
	top, bottom := math.Inf(1), math.Inf(-1)
	for _, c := range l.cells {
		top, bottom = min(top, c.y0), max(bottom, c.y1)
	}
	l.each(func(it *item) { top, bottom = min(top, it.y-it.h/2), max(bottom, it.y+it.h/2) })
	if top > bottom {
		top, bottom = 0, 0
	}
	l.each(func(it *item) { it.y -= top })
	for _, c := range l.cells {
		c.y0 -= top
		c.y1 -= top
	}
	l.height = bottom - top
}

func (l *layout) each(do func(*item)) {
	for _, ly := range l.layers {
		for _, bl := range ly.blocks {
			for _, it := range bl.items {
				do(it)
			}
		}
	}
}

// standing is a column of the scene, whose layers share frames, with the
// distances that are kept in it.
type standing struct {
	blocks   []*block
	cells    []*cell
	settling settling
}

func (l *layout) columns() []*standing {
	var out []*standing
	for i, ly := range l.layers {
		if i == 0 || ly.col != l.layers[i-1].col || l.scene.chain {
			out = append(out, &standing{})
		}
		st := out[len(out)-1]
		for _, bl := range ly.blocks {
			if c := bl.cell; c != nil && !slices.Contains(st.cells, c) {
				st.cells = append(st.cells, c)
				const faint = 1e-4 // the edge of a frame stands where its boxes want it
				c.top, c.bottom = st.settling.add(0, faint), st.settling.add(0, faint)
			}
			for _, it := range bl.items {
				it.mark = st.settling.add(0, 1)
			}
		}
		st.blocks = append(st.blocks, ly.blocks...)
		l.keepOrder(&st.settling, i)
	}
	return out
}

// pull is how strongly a line pulls its ends together: most where it would
// bend between two layers.
func (s *segment) pull() float64 {
	switch {
	case s.a.box == nil && s.b.box == nil:
		return 8
	case s.a.box == nil || s.b.box == nil:
		return 2
	case s.link.line.part == grey && !s.link.line.against:
		return 0.6
	}
	return 1
}

// settle finds the heights in a column anew, from its lines to the left, to
// the right or both, and returns how far anything has moved.
func (l *layout) settle(st *standing, left, right bool) (moved float64) {
	s := &st.settling
	for _, c := range st.cells {
		s.marks[c.top].want, s.marks[c.bottom].want = c.y0, c.y1
	}
	for _, bl := range st.blocks {
		for _, it := range bl.items {
			const inertia = 0.05
			sum, weight := it.y*inertia, inertia
			if left {
				for _, sg := range it.left {
					w := sg.pull()
					sum += w * (sg.a.y + sg.pa - sg.pb)
					weight += w
				}
			}
			if right {
				for _, sg := range it.right {
					w := sg.pull()
					sum += w * (sg.b.y + sg.pb - sg.pa)
					weight += w
				}
			}
			if len(it.left)+len(it.right) == 0 {
				sum, weight = 0, inertia/10 // beside the others, wherever they are
			}
			s.marks[it.mark].want, s.marks[it.mark].weight = sum/weight, weight
		}
		bl.gather(s)
	}
	s.solve()
	for _, c := range st.cells {
		c.y0, c.y1 = math.Inf(1), math.Inf(-1)
	}
	for _, bl := range st.blocks {
		for _, it := range bl.items {
			y := s.marks[it.mark].at
			moved = max(moved, math.Abs(y-it.y))
			it.y = y
			if c := bl.cell; c != nil {
				c.y0, c.y1 = min(c.y0, y-it.h/2-frameTop), max(c.y1, y+it.h/2+framePad)
			}
		}
	}
	return moved
}

// gathering is how much of the way the boxes of a frame go from where their
// lines pull them to where they would stand side by side.
const gathering = 0.5

// gather draws the boxes of a frame together.
func (b *block) gather(s *settling) {
	if b.cell == nil || len(b.items) < 2 {
		return
	}
	sum, weight := 0.0, 0.0
	for it, at := range b.sideBySide() {
		m := s.marks[it.mark]
		sum += m.weight * (m.want - at)
		weight += m.weight
	}
	for it, at := range b.sideBySide() {
		m := &s.marks[it.mark]
		m.want += gathering * (at + sum/weight - m.want)
	}
}

// sideBySide yields the boxes of a block with where they would stand as close to
// each other as they may, below the first.
func (b *block) sideBySide() iter.Seq2[*item, float64] {
	return func(yield func(*item, float64) bool) {
		at := 0.0
		for i, it := range b.items {
			if i > 0 {
				at += (b.items[i-1].h+it.h)/2 + boxGap
			}
			if !yield(it, at) {
				return
			}
		}
	}
}

// keepOrder states the distances within a layer.
func (l *layout) keepOrder(s *settling, i int) {
	blocks := l.layers[i].blocks
	for n, bl := range blocks {
		for k, it := range bl.items {
			if k > 0 {
				s.keep(bl.items[k-1].mark, it.mark, (bl.items[k-1].h+it.h)/2+boxGap)
			}
		}
		if c := bl.cell; c != nil {
			if len(bl.items) == 0 {
				s.keep(c.top, c.bottom, frameTop+framePad)
			} else {
				first, last := bl.items[0], bl.items[len(bl.items)-1]
				s.keep(c.top, first.mark, first.h/2+frameTop)
				s.keep(last.mark, c.bottom, last.h/2+framePad)
			}
		}
		if n == 0 {
			continue
		}
		above, below := blocks[n-1], bl
		a, high := above.end(true)
		b, low := below.end(false)
		s.keep(a, b, high+low+apart(above, below))
	}
}

// end is the mark at the lower or upper end of a block, and how far it reaches
// beyond it.
func (b *block) end(lower bool) (mark int, beyond float64) {
	switch {
	case b.cell != nil && lower:
		return b.cell.bottom, 0
	case b.cell != nil:
		return b.cell.top, 0
	}
	return b.items[0].mark, b.items[0].h / 2
}

func apart(a, b *block) float64 {
	passes := func(x *block) bool { return x.cell == nil && x.items[0].box == nil && x.items[0].h == 0 }
	switch {
	case passes(a) && passes(b):
		return wayGap
	case passes(a) || passes(b):
		return wayBoxGap
	case a.cell != nil && b.cell != nil:
		return frameGap
	}
	return boxGap
}
