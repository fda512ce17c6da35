package draw

import (
	"cmp"
	"io"
	"slices"
)

// Measures of a ladder, in pixels.
const (
	ladderFrom  = 6 // boxes: a chain of fewer stands from left to right
	rungMin     = 54
	rungWords   = 420
	rungCites   = 4
	rungSize    = 11.5
	rungPad     = 9
	rungToWords = 18
)

// rungs are the boxes and lines of a single chain that is too long to stand
// from left to right on a page; nil if the scene is anything else.
func (s *scene) rungs() (boxes []*box, lines []*line) {
	if !s.chain || len(s.boxes) < ladderFrom || len(s.lines) != len(s.boxes)-1 {
		return nil, nil
	}
	boxes = slices.SortedFunc(slices.Values(s.boxes), func(x, y *box) int { return cmp.Compare(x.level, y.level) })
	for i, b := range boxes {
		if b.level != i {
			return nil, nil
		}
		if i == 0 {
			continue
		}
		above := boxes[i-1].id
		n := slices.IndexFunc(s.lines, func(l *line) bool {
			return l.from == above && l.to == b.id || l.from == b.id && l.to == above
		})
		if n < 0 {
			return nil, nil
		}
		lines = append(lines, s.lines[n])
	}
	return boxes, lines
}

// writeLadder draws a chain from top to bottom, beside each hop what it is and
// who says so.
func writeLadder(w io.Writer, s *scene, boxes []*box, lines []*line, onlyDark bool) error {
	items := make([]*item, len(boxes))
	wide := 0.0
	for i, b := range boxes {
		items[i] = newItem(b)
		wide = max(wide, items[i].w)
	}
	texts := make([]textBlock, len(lines))
	room := 0.0
	for i, l := range lines {
		t := &texts[i]
		for _, part := range fold(clean(l.label[0], maxLabel), rungSize, strong, rungWords, 2) {
			t.add(part, rungSize, strong, inkText)
		}
		for n, cite := range l.cites {
			if n == rungCites-1 && len(l.cites) > rungCites {
				t.add(s.more(len(l.cites)-n), whenSize, upright, inkSoft)
				break
			}
			for _, part := range fold(clean(cite, maxTipLine), whenSize, upright, rungWords, 2) {
				t.add(part, whenSize, upright, inkSoft)
			}
		}
		room = max(room, t.w)
	}
	x := wide / 2
	v := newSVG(&layout{scene: s, width: x + max(wide/2, rungToWords+room)})
	v.title()
	y := v.pageEnd
	for i, it := range items {
		if i > 0 {
			l, t := lines[i-1], texts[i-1]
			high := max(rungMin, t.h+2*rungPad)
			end := y + high
			if shapes[it.box.look].name == "tab" {
				end += tabHeight // its edge is lower there
			}
			v.rung(l, t, margin+x, y, end, l.from == boxes[i].id)
			y += high
		}
		if !it.oval() {
			it.w = max(it.w, min(wide, 150))
		}
		it.x, it.y = x, y+it.h/2
		v.box(it.box, it, margin, 0)
		y += it.h
	}
	v.pageEnd = y + 26
	return v.finish(w, onlyDark)
}

// rung draws a hop from the height above to that below, or upwards.
func (v *svgWriter) rung(l *line, t textBlock, x, above, below float64, up bool) {
	st := l.drawn()
	head := arrows[st.head].length
	end := v.around(l.url, l.tip, true)
	from, to := above, below-head
	if up {
		from, to = below, above+head
	}
	v.stroke(st, appendf(nil, "M% %V%", x, from, to))
	v.f("\n")
	y := (above+below)/2 - t.h/2
	for _, line := range t.lines {
		v.words(line, x+rungToWords, y+line.size*(leading/2+baseline), "start")
		y += line.size * leading
	}
	v.f(end)
}
