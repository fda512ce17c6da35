package draw

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
)

// scene is a picture before it has a format: boxes in columns, some of them in
// frames, and lines between them.
type scene struct {
	title, subtitle string
	lang            string
	boxes           []*box
	frames          []*frame
	lines           []*line
	legend          []legendRow
	footer          []string
	chain           bool     // boxes in the order of chains; lines carry labels
	story           []string // what a screen reader says; nil: what boxes and lines say
}

// more says how many are not named.
func (s *scene) more(n int) string {
	w, _ := wordsFor([]string{s.lang})
	return w.say("more", itoa(n))
}

// column is a column of the picture, from left to right.
type column int8

const (
	inSpeakers column = iota
	inClaims
	inTargets
	inIncidents
	inObjects // what an incident hit or used
)

// box is a node of the picture.
type box struct {
	id    string // unique; says column and thing
	col   column
	level int // sub-column, from the left
	look  look
	voice voice // of a claim's box
	head  string
	sub   []string
	tip   []string // lines
	url   string
	frame string // id, "" for none
	rank  int    // order within the column
	// height is where it stands in its column, 0 at the top and 1 at the
	// bottom, while crossings are reduced.
	height  float64
	names   []string
	records []*graph.SubRecord // that a claim's box stands for
	list    bool               // what stands under the head is a list, set from the left
	fine    bool               // what stands under the head is set small
}

// frame is a box around boxes of one column.
type frame struct {
	id, title string
	col       column
	rank      int
}

// line is an edge of the picture.
type line struct {
	from, to string // ids of boxes
	part     part
	voice    voice    // of speech and aim
	trace    trace    // of grey lines
	relayed  bool     // of speech: somebody passed the words on
	denied   bool     // of grey lines: only denials speak of it
	label    []string // lines of text on it
	cites    []string // of a hop: who says it, when, in which records
	against  bool     // drawn from right to left
	tip      []string
	url      string
}

// part is what a line joins.
type part int8

const (
	speech part = iota // a party to what it said or did
	aim                // a record to what it speaks of
	grey               // two things, by what records say of them
)

type lineKey struct {
	from, to string
	part     part
	voice    voice
	trace    trace
}

func (l *line) key() lineKey { return lineKey{l.from, l.to, l.part, l.voice, l.trace} }

func compareLines(a, b *line) int {
	return cmp.Or(
		cmp.Compare(a.part, b.part), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to),
		cmp.Compare(a.voice, b.voice), cmp.Compare(a.trace, b.trace),
	)
}

func compareBoxes(a, b *box) int {
	return cmp.Or(cmp.Compare(a.col, b.col), cmp.Compare(a.rank, b.rank), cmp.Compare(a.head, b.head), cmp.Compare(a.id, b.id))
}

// arrange puts the scene's parts in order and drops frames that say nothing.
func (s *scene) arrange() {
	slices.SortFunc(s.boxes, compareBoxes)
	slices.SortFunc(s.lines, compareLines)
	slices.SortFunc(s.frames, func(a, b *frame) int {
		return cmp.Or(cmp.Compare(a.col, b.col), cmp.Compare(a.rank, b.rank), cmp.Compare(a.id, b.id))
	})
	held := map[string][]*box{}
	for _, b := range s.boxes {
		held[b.frame] = append(held[b.frame], b)
	}
	s.frames = slices.DeleteFunc(s.frames, func(f *frame) bool {
		switch in := held[f.id]; {
		case len(in) == 1 && in[0].head == f.title: // a state around itself
			in[0].frame = ""
			return true
		default:
			return len(in) == 0
		}
	})
}

// Groups of boxes that would all look the same are drawn as one.
const (
	manyTargets  = 5 // things that the same lines reach
	manySpeakers = 9 // parties that say the very same
	namesInStack = 4 // names that a stack of targets still shows
)

// stack draws boxes that have the same lines, look and frame as one box that
// says how many they are.
func (b *builder) stack(s *scene) {
	ends := make(map[string][]string, len(s.boxes))
	for _, l := range s.lines {
		style := l.style()
		ends[l.from] = append(ends[l.from], "> "+l.to+style)
		ends[l.to] = append(ends[l.to], "< "+l.from+style)
	}
	groups := map[string][]*box{}
	for _, b := range s.boxes {
		if b.col == inClaims || len(ends[b.id]) == 0 {
			continue
		}
		e := ends[b.id]
		slices.Sort(e)
		var key strings.Builder
		key.WriteString(b.frame + "\x00" + string(rune('A'+int(b.col))) + string(rune('A'+int(b.look))))
		for _, x := range e {
			key.WriteString("\x00" + x)
		}
		groups[key.String()] = append(groups[key.String()], b)
	}
	gone := map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(groups)) {
		g := groups[key]
		many := manyTargets
		if g[0].col == inSpeakers {
			many = manySpeakers
		}
		if len(g) < many {
			continue
		}
		slices.SortFunc(g, compareBoxes)
		one := b.stackOf(g)
		for _, bx := range g {
			gone[bx.id] = one.id
		}
		s.boxes = append(s.boxes, one)
	}
	s.redirect(gone)
}

// style is what of a line the eye can tell apart, after a blank.
func (l *line) style() string {
	return string([]rune{' ', 'A' + rune(l.part), 'A' + rune(l.voice), 'A' + rune(l.trace), yesNo(l.relayed), yesNo(l.denied)})
}

func yesNo(b bool) rune {
	if b {
		return 'y'
	}
	return 'n'
}

func mergeTips(a, b []string) []string {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}

// levels puts boxes of a column that are joined by lines within it into
// sub-columns: what a line leaves stands left of what it reaches, and what no
// such line leaves stands at the right, groups and persons excepted.
func (s *scene) levels(col column) {
	boxes := map[string]*box{}
	for _, b := range s.boxes {
		if b.col == col {
			boxes[b.id] = b
		}
	}
	next := map[string][]string{}
	entered := map[string]bool{}
	for _, l := range s.lines {
		if boxes[l.from] != nil && boxes[l.to] != nil && l.from != l.to {
			next[l.from] = append(next[l.from], l.to)
			entered[l.to] = true
		}
	}
	height := map[string]int{}
	open := map[string]bool{}
	var climb func(id string) int
	climb = func(id string) int {
		if h, ok := height[id]; ok {
			return h
		}
		if open[id] {
			return -1 // a circle: this line does not count
		}
		open[id] = true
		h := 0
		slices.Sort(next[id])
		for _, to := range next[id] {
			h = max(h, climb(to)+1)
		}
		open[id] = false
		height[id] = h
		return h
	}
	top := 0
	for _, id := range slices.Sorted(maps.Keys(boxes)) {
		top = max(top, climb(id))
	}
	for id, b := range boxes {
		b.level = top - height[id]
		// Those who are said to belong to others stand side by side, however
		// long the chain that begins at them.
		if !entered[id] && (b.look == lookNames || b.look == lookGroup || b.look == lookPerson || b.look == lookUnnamed || b.look == lookCompany) {
			b.level = 0
		}
	}
}
