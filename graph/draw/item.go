package draw

import "math"

// textBlock is text in lines, set around a middle.
type textBlock struct {
	lines []textLine
	w, h  float64
	split float64 // of the words on a line: how far down the line passes
}

// textLine is a line of text.
type textLine struct {
	text   string
	size   float64
	face   face
	ink    ink
	strike bool
	w      float64
}

// leading is the height of a line of text by its size; the middle of its
// capitals lies a third of the size above the base line.
const (
	leading  = 1.28
	baseline = 0.35
)

func (t *textBlock) add(text string, size float64, f face, i ink) {
	if text == "" {
		return
	}
	l := textLine{text: text, size: size, face: f, ink: i, w: textWidth(text, size, f)}
	t.lines = append(t.lines, l)
	t.w = math.Max(t.w, l.w)
	t.h += l.size * leading
}

// Sizes of text and boxes, in pixels.
const (
	headSize   = 14
	recordSize = 12.5
	smallSize  = 10.5
	handleSize = 9.5
	headWidth  = 200 // of the name of a thing
	saysWidth  = 270 // of what a record says
	smallWidth = 250
	padX, padY = 14, 7
	rimGap     = 4 // between the two rims of a box
	tabHeight  = 6
	lugWidth   = 12 // of a company's lugs
)

// newItem measures a box.
func newItem(b *box) *item { return measured(b, saysWidth, smallWidth) }

// measured measures a box whose claim and whose small print are at most that
// wide.
func measured(b *box, says, small float64) *item {
	it := &item{box: b}
	it.text.lines = make([]textLine, 0, 2+len(b.sub))
	sh := shapes[b.look]
	if b.col == inClaims {
		ink := strokes[b.voice].ink
		if b.look == lookMore {
			ink = inkSoft
		}
		for _, l := range fold(clean(b.head, maxHeadline), recordSize, strong, says, 4) {
			it.text.add(l, recordSize, strong, ink)
			it.text.lines[len(it.text.lines)-1].strike = b.voice == voiceRetracts && b.look != lookMore
		}
	} else {
		width := min(headWidth, small)
		if b.look == lookGroup {
			width = min(170, small)
		}
		for _, l := range fold(clean(b.head, maxLabel), headSize, strong, width, 4) {
			it.text.add(l, headSize, strong, inkText)
		}
	}
	if len(it.text.lines) == 0 {
		it.text.add("?", headSize, strong, inkText)
	}
	for i, s := range b.sub {
		size := smallSize
		if b.fine || b.col == inClaims && i == len(b.sub)-1 {
			size = handleSize
		}
		for _, l := range fold(clean(s, maxHeadline), size, upright, small, 2) {
			it.text.add(l, size, upright, inkSoft)
		}
	}
	if it.oval() {
		it.grow(0)
		return it
	}
	it.w, it.h = it.text.w+2*padX, it.text.h+2*padY
	if sh.rims > 1 {
		it.w, it.h = it.w+2*rimGap, it.h+2*rimGap
	}
	switch sh.name {
	case "tab":
		it.h += tabHeight
	case "component":
		it.w += 2 * lugWidth
	}
	it.w = math.Max(it.w, 64)
	return it
}

func (it *item) oval() bool { return it.box != nil && shapes[it.box.look].name == "ellipse" }

// grow makes a box at least h high. An oval is as wide as its lines need at
// the height that they stand at.
func (it *item) grow(h float64) {
	if !it.oval() {
		it.h = math.Max(it.h, h)
		return
	}
	it.h = math.Max(it.h, math.Max(h, it.text.h*1.34+12))
	it.w = 0
	b := it.h / 2
	it.corners(func(x, y float64) {
		it.w = math.Max(it.w, 2*(x/math.Sqrt(1-y*y/(b*b))+9))
	})
	it.w = math.Max(it.w, math.Max(90, it.h*1.4))
}

// corners gives half the width of each line of text with the height, from the
// middle of the box, of whichever of its edges is further out.
func (it *item) corners(do func(x, y float64)) {
	y := -it.text.h / 2
	for _, l := range it.text.lines {
		// Ink reaches from the ascenders to the descenders, not to the leading.
		mid := y + l.size*leading/2
		do(l.w/2, math.Abs(mid)+l.size*0.42)
		y += l.size * leading
	}
}

// side is how far the side of a box lies from its middle at height y.
func (it *item) side(y float64) float64 {
	if !it.oval() {
		return it.w / 2
	}
	b := it.h / 2
	return it.w / 2 * math.Sqrt(math.Max(0, 1-y*y/(b*b)))
}

// labelText is the words on a line of a chain: what it says above it, the
// records below.
func labelText(words []string) textBlock {
	var t textBlock
	for i, s := range words {
		size, ink := 9.0, inkSoft
		if i == 0 {
			size, ink = 11.5, inkText
		}
		for _, l := range fold(clean(s, maxLabel), size, upright, 150, 2) {
			t.add(l, size, upright, ink)
		}
		if i == 0 {
			t.split = t.h + 2
		}
	}
	t.h += 4
	return t
}
