package draw

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// layout is a scene with a place for everything, in units of one CSS pixel:
// layers from left to right, in each an order from top to bottom. It is the
// method of Sugiyama, Tagawa and Toda (1981): lines that skip a layer get a
// waypoint in it, orders are chosen so that few lines cross, and then heights
// so that lines are straight.
type layout struct {
	scene  *scene
	layers []*layer
	cells  []*cell
	links  []*thread
	items  map[string]*item // of boxes, by their ids
	tree   []int            // scratch of countCrossings

	width, height float64 // of boxes and frames; the upper left corner is 0, 0
}

// layer is a column or sub-column of the picture.
type layer struct {
	col    column
	blocks []*block // from top to bottom
	best   []*block // the best order so far, while ordering
	size   int      // items
	// shared says that its frames keep an order that it does not decide alone.
	shared bool
	// still says that nothing has moved here or beside here since neighbours were
	// exchanged.
	still  bool
	x0, x1 float64 // with the edges of its frames
	mid    float64
}

// block is what stays together in a layer: the boxes of a frame, or a single
// item.
type block struct {
	cell  *cell
	items []*item
	best  []*item // the best order so far, while ordering
	pos   int
	mean  float64 // of its items', while ordering
}

// item is a box, or a waypoint of a line that passes through a layer.
type item struct {
	box         *box
	text        textBlock
	link        *thread // of a waypoint; nil of a box
	cell        *cell   // nil where there is no frame
	layer, pos  int
	at          float64 // pos by the height of the layer, 0 at the top and 1 at the bottom
	w, h        float64
	x, y        float64 // centre
	left, right []*segment
	// before and after are where left and right end, for ordering.
	before, after []end
	mean          float64 // of its neighbours' positions, while ordering
	mark          int
}

// segment is a line, or a part of one between two layers.
type segment struct {
	link   *thread
	a, b   *item   // the left and the right one
	pa, pb float64 // where it touches them, down from their centres
	shift  float64 // where between the layers it turns, from the middle
}

// end is the other end of a segment of an item.
type end struct {
	item   *item
	weight int // of a crossing
}

// thread is a line with its ends.
type thread struct {
	line        *line
	left, right *item
	back        bool // its head is at the left end
	segments    []*segment
	label       *item // nil for none
	loop        bool  // its ends stand in one layer
}

// cell is a frame.
type cell struct {
	frame          *frame
	title          string
	first, last    int // layers
	rank           int // among the frames of its column, from the top
	x0, y0, x1, y1 float64
	top, bottom    int     // marks
	sum, ends      float64 // where lines from its boxes end outside, and how many
	mean           float64
}

// Distances, in pixels.
const (
	boxGap       = 12 // between boxes of a layer
	wayGap       = 11 // between lines that pass through a layer
	wayBoxGap    = 15
	frameGap     = 14
	framePad     = 13
	frameTop     = 26 // with its heading
	frameSize    = 12 // of the heading
	layerGapMin  = 58
	layerGapMax  = 128
	portGap      = 10 // between lines that end at one box
	portMargin   = 14
	maxPorts     = 120 // what a box grows to for the lines that end at it
	maxFrameHead = 220
)

func newLayout(s *scene) *layout {
	l := &layout{scene: s, items: map[string]*item{}}
	l.makeLayers()
	l.makeLinks()
	l.order()
	l.ports()
	l.measureLayers()
	l.heights()
	l.across()
	return l
}

// makeLayers makes a layer for each place and, between those of chains, one
// for the words on the lines.
func (l *layout) makeLayers() {
	places := map[place]int{}
	for _, b := range l.scene.boxes {
		places[b.place()] = 0
	}
	for _, p := range slices.SortedFunc(maps.Keys(places), comparePlaces) {
		if l.scene.chain && len(l.layers) > 0 {
			l.layers = append(l.layers, &layer{col: p.col})
		}
		places[p] = len(l.layers)
		l.layers = append(l.layers, &layer{col: p.col})
	}
	cells := map[string]*cell{}
	for i, f := range l.scene.frames {
		c := &cell{frame: f, first: math.MaxInt, last: -1, rank: i}
		if t := fold(clean(f.title, maxLabel), frameSize, strong, maxFrameHead, 1); len(t) > 0 {
			c.title = t[0]
		}
		cells[f.id] = c
		l.cells = append(l.cells, c)
	}
	in := map[*cell]map[int]*block{}
	for _, b := range l.scene.boxes {
		it := newItem(b)
		it.layer = places[b.place()]
		it.cell = cells[b.frame]
		l.items[b.id] = it
		ly := l.layers[it.layer]
		if it.cell == nil {
			ly.blocks = append(ly.blocks, &block{items: []*item{it}})
			continue
		}
		it.cell.first, it.cell.last = min(it.cell.first, it.layer), max(it.cell.last, it.layer)
		if in[it.cell] == nil {
			in[it.cell] = map[int]*block{}
		}
		bl := in[it.cell][it.layer]
		if bl == nil {
			bl = &block{cell: it.cell}
			in[it.cell][it.layer] = bl
			ly.blocks = append(ly.blocks, bl)
		}
		bl.items = append(bl.items, it)
	}
	l.cells = slices.DeleteFunc(l.cells, func(c *cell) bool { return c.last < 0 })
	// A frame takes its room in every layer that it spans.
	for _, c := range l.cells {
		for i := c.first; i <= c.last; i++ {
			if in[c][i] == nil {
				l.layers[i].blocks = append(l.layers[i].blocks, &block{cell: c})
			}
		}
	}
}

// makeLinks joins the boxes, from left to right, with waypoints in the layers
// between them.
func (l *layout) makeLinks() {
	for _, ln := range l.scene.lines {
		a, b := l.items[ln.from], l.items[ln.to]
		if a == nil || b == nil || a == b {
			continue
		}
		k := &thread{line: ln, left: a, right: b}
		if a.layer > b.layer {
			k.left, k.right, k.back = b, a, true
		}
		l.links = append(l.links, k)
		if a.layer == b.layer {
			k.loop = true
			continue
		}
		at := k.left
		k.segments = make([]*segment, 0, k.right.layer-k.left.layer)
		for i := k.left.layer + 1; i <= k.right.layer; i++ {
			next := k.right
			if i < k.right.layer {
				next = &item{link: k, layer: i}
				if l.scene.chain && k.label == nil && len(ln.label) > 0 {
					next.text = labelText(ln.label)
					next.w, next.h = next.text.w+16, 2*max(next.text.split, next.text.h-next.text.split)+4
					k.label = next
				}
				l.layers[i].blocks = append(l.layers[i].blocks, &block{items: []*item{next}})
			}
			s := &segment{link: k, a: at, b: next}
			k.segments = append(k.segments, s)
			at.right, next.left = append(at.right, s), append(next.left, s)
			at.after, next.before = append(at.after, end{next, k.weight()}), append(next.before, end{at, k.weight()})
			at = next
		}
	}
}

// ports spreads the ends of the lines along the sides of the boxes, in the
// order of what they lead to, and makes room for them. Lines that look the same
// and lie side by side there share an end.
func (l *layout) ports() {
	for _, ly := range l.layers {
		for _, bl := range ly.blocks {
			for _, it := range bl.items {
				if it.box == nil {
					continue
				}
				left := it.bundles(it.left, func(s *segment) *item { return s.a })
				right := it.bundles(it.right, func(s *segment) *item { return s.b })
				it.grow(min(maxPorts, float64(max(len(left), len(right))-1)*portGap+2*portMargin))
				it.spread(left, func(s *segment, y float64) { s.pb = y })
				it.spread(right, func(s *segment, y float64) { s.pa = y })
			}
		}
	}
}

// bundles sorts the segments at one side of a box by what they lead to and
// gathers neighbours that look the same where they meet the box.
func (it *item) bundles(segments []*segment, other func(*segment) *item) [][]*segment {
	slices.SortStableFunc(segments, func(x, y *segment) int { return cmp.Compare(other(x).pos, other(y).pos) })
	looks := func(s *segment) lineKey {
		l := s.link.line
		k := lineKey{part: l.part, voice: l.voice, trace: l.trace}
		if l.denied {
			k.from = "denied"
		}
		if l.to == it.box.id { // the head is here
			k.to = l.drawn().head
		}
		return k
	}
	var out [][]*segment
	from := 0
	for i, s := range segments {
		if i+1 == len(segments) || looks(s) != looks(segments[i+1]) {
			out = append(out, segments[from:i+1])
			from = i + 1
		}
	}
	return out
}

func (it *item) spread(bundles [][]*segment, set func(*segment, float64)) {
	gap := 0.0
	if n := len(bundles); n > 1 {
		gap = math.Min(12, (it.h-2*portMargin)/float64(n-1))
	}
	for i, b := range bundles {
		for _, s := range b {
			set(s, (float64(i)-float64(len(bundles)-1)/2)*gap)
		}
	}
}

// measureLayers makes the boxes of a layer equally wide, and ovals nearly so.
func (l *layout) measureLayers() {
	for _, ly := range l.layers {
		widest := map[bool]float64{}
		for _, bl := range ly.blocks {
			for _, it := range bl.items {
				if it.box != nil {
					widest[it.oval()] = max(widest[it.oval()], it.w)
				}
			}
		}
		for _, bl := range ly.blocks {
			for _, it := range bl.items {
				switch {
				case it.box == nil:
				case it.oval():
					it.w = min(widest[true], 1.3*it.w)
				default:
					it.w = widest[false]
				}
			}
		}
	}
}

// across finds the places of the layers from left to right, once heights are
// known: where lines climb far, layers stand further apart.
func (l *layout) across() {
	x := 0.0
	for i, ly := range l.layers {
		half, starts, ends := 0.0, false, false
		for _, bl := range ly.blocks {
			for _, it := range bl.items {
				half = max(half, it.w/2)
			}
			if c := bl.cell; c != nil {
				if n := float64(c.last - c.first + 1); n == 1 {
					half = max(half, textWidth(c.title, frameSize, strong)/2)
				}
				starts, ends = starts || c.first == i, ends || c.last == i
			}
		}
		if i > 0 {
			x += l.gapAfter(i - 1)
		}
		ly.x0 = x
		if starts {
			x += framePad
		}
		ly.mid = x + half
		x += 2 * half
		if ends {
			x += framePad
		}
		ly.x1 = x
		for _, bl := range ly.blocks {
			for _, it := range bl.items {
				it.x = ly.mid
			}
		}
	}
	l.width = x
	for _, c := range l.cells {
		c.x0, c.x1 = l.layers[c.first].x0, l.layers[c.last].x1
	}
}

// gapAfter is how far the next layer stands from layer i, and sets where the
// lines between them turn: those that go the same way one behind the other, so
// that they keep apart where they are steep.
func (l *layout) gapAfter(i int) float64 {
	var down, up []*segment
	n, steep := 0, 0.0
	for _, bl := range l.layers[i].blocks {
		for _, it := range bl.items {
			for _, s := range it.right {
				n++
				climb := s.b.y + s.pb - s.a.y - s.pa
				steep = max(steep, math.Abs(climb))
				switch {
				case climb > 4:
					down = append(down, s)
				case climb < -4:
					up = append(up, s)
				}
			}
		}
	}
	gap := math.Min(layerGapMax, layerGapMin+float64(n)+steep/14)
	if l.scene.chain {
		gap = 44 + math.Min(60, steep/4)
	}
	bending := 0.24
	if l.scene.chain {
		bending = 0.1
	}
	for _, s := range [][]*segment{down, up} {
		slices.SortStableFunc(s, func(x, y *segment) int { return cmp.Compare(x.a.y+x.pa, y.a.y+y.pa) })
	}
	slices.Reverse(up)
	for _, list := range [][]*segment{down, up} {
		room := math.Min(gap*bending, 8*float64(len(list)-1))
		for j, s := range list {
			if len(list) > 1 {
				s.shift = room * (1 - 2*float64(j)/float64(len(list)-1))
			}
		}
	}
	return gap
}
