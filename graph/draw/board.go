package draw

import "io"

// Measures of a board, in pixels.
const (
	cellWide  = 268
	thinCell  = 96 // of a part that nothing is in
	lensCell  = 150
	rowHead   = 196
	cellPad   = 12
	rowPad    = 12
	columnGap = 12
	headHigh  = 40
	partSize  = 13 // of the heading of a part
)

// table is a board with a place for everything, from the upper left corner of
// its parts' frames.
type table struct {
	*board
	left, wide [parts]float64
	lensLines  [parts][]string
	sets       []set
	rules      []float64 // heights of the lines between rows
	clashes    []float64 // heights of what contradicts
	w, h       float64
}

// set is a box of a table with the place of its upper left corner.
type set struct {
	*item
	x0, y0 float64
	part   int // -1 of the head of a row
}

func newTable(bd *board) *table {
	t := &table{board: bd}
	x, deepest := float64(rowHead+columnGap), 0
	for part := range t.wide {
		t.wide[part] = thinCell
		if bd.lenses[part] != "" {
			t.wide[part] = lensCell
		}
		for _, r := range bd.rows {
			if len(r.cells[part]) > 0 || bd.clash > 0 && part != both {
				t.wide[part] = cellWide + 2*cellPad
			}
		}
		t.lensLines[part] = fold(clean(bd.lenses[part], maxTipLine), smallSize, upright, t.wide[part]-16, 5)
		deepest = max(deepest, len(t.lensLines[part]))
		t.left[part] = x
		x += t.wide[part] + columnGap
	}
	t.w = x - columnGap
	y := headHigh + float64(deepest)*smallSize*leading
	for i, r := range bd.rows {
		if i > 0 {
			t.rules = append(t.rules, y)
		}
		y = t.row(r, y+rowPad) + rowPad
	}
	t.h = y
	return t
}

// row places a row and returns where it ends.
func (t *table) row(r *boardRow, y float64) float64 {
	const room = rowHead - 2*padX - lugWidth
	head := measured(r.head, room, room)
	for narrow := 140.0; head.oval() && head.w > rowHead && narrow > 60; narrow -= 10 {
		head = measured(r.head, narrow, narrow)
	}
	head.w = min(max(head.w, 120), rowHead)
	t.sets = append(t.sets, set{head, 0, y, -1})
	end := y + head.h
	// column places boxes below each other and returns where they end.
	column := func(part int, list []*box, y float64) float64 {
		for _, b := range list {
			it := measured(b, cellWide-2*padX, cellWide-2*padX)
			it.w = cellWide
			t.sets = append(t.sets, set{it, t.left[part] + cellPad, y, part})
			y += it.h + boxGap
		}
		return y
	}
	for _, c := range r.clashes {
		n := len(t.sets)
		below := column(onlyLeft, c.left, y)
		mid := t.sets[n].h
		n = len(t.sets)
		below = max(below, column(onlyRight, c.right, y))
		t.clashes = append(t.clashes, y+min(mid, t.sets[n].h)/2)
		y = below
		end = max(end, y-boxGap)
	}
	for part, list := range r.cells {
		if len(list) > 0 {
			end = max(end, column(part, list, y)-boxGap)
		}
	}
	return end
}

func writeBoard(w io.Writer, bd *board, onlyDark bool) error {
	t := newTable(bd)
	v := newSVG(&layout{scene: bd.scene, width: t.w})
	v.title()
	v.x0, v.y0 = margin, v.pageEnd

	frame := v.class("fill:%;stroke:%", fillFrame, inkFrame)
	for part := range t.wide {
		v.f(`<rect class="%" x="%" y="%" width="%" height="%" rx="12"/>`+"\n", frame, v.x0+t.left[part], v.y0, t.wide[part], t.h)
		mid, y := v.x0+t.left[part]+t.wide[part]/2, v.y0+17
		for _, l := range fold(clean(bd.names[part], maxLabel), partSize, strong, t.wide[part]-10, 1) {
			v.words(lineOf(l, partSize, strong, inkText), mid, y, "middle")
		}
		v.words(lineOf(bd.words.count("statement", bd.counts[part]), smallSize, upright, inkSoft), mid, y+15, "middle")
		for i, l := range t.lensLines[part] {
			v.words(lineOf(l, smallSize, upright, inkSoft), mid, y+15+float64(i+1)*smallSize*leading, "middle")
		}
	}
	rule := v.class("fill:none;stroke:%", inkFrame)
	for _, y := range t.rules {
		v.f(`<path class="%" d="M% %H%"/>`+"\n", rule, v.x0, v.y0+y, v.x0+t.w)
	}
	for _, y := range t.clashes {
		v.against(v.x0+t.left[onlyLeft]+cellPad+cellWide, v.x0+t.left[onlyRight]+cellPad, v.y0+y, bd.words["contradict"])
	}
	for _, s := range t.sets {
		s.x, s.y = s.x0+s.w/2, s.y0+s.h/2
		v.box(s.box, s.item, v.x0, v.y0)
	}
	v.pageEnd += t.h + 24
	return v.finish(w, onlyDark)
}

// against joins two statements that contradict each other.
func (v *svgWriter) against(a, b, y float64, tip string) {
	mid := (a + b) / 2
	v.f(`<g><title>%</title>`, xmlText(tip, maxLabel))
	v.f(`<path class="%" d="M% %H%"/>`, v.class("fill:none;stroke:%;stroke-width:2.4;stroke-dasharray:7 4.5", inkText), a, y, b)
	v.f(`<ellipse class="%" cx="%" cy="%" rx="13" ry="13"/>`, v.class("fill:%;stroke:%;stroke-width:1.6", fillPage, inkText), mid, y)
	v.f(`<path class="%" transform="translate(% %)" d="%"/></g>`+"\n", v.class("fill-rule:evenodd;fill:%", inkText), mid, y, signUnequal.path)
}
