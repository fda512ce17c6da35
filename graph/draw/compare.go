package draw

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// A Side is one of the two that a comparison sets beside each other.
type Side struct {
	Name string // the party or the lens
	// Subgraph has the names and records of the side's statements, and its
	// lens and world: see StatementRecords.
	Subgraph *graph.Subgraph
}

// ComparisonSVG writes two sides in one picture as SVG does: a row for each
// thing, in it what only the left side says of it, what both say and what only
// the right says; where they contradict, the two stand opposite each other. Of
// a thing and a column at most 5 statements are drawn, and of things 14, those
// first on which the sides contradict each other or agree; the picture says how
// many it leaves out. Errors are those of w.
func ComparisonSVG(w io.Writer, left, right Side, c *graph.Comparison, o *Options) error {
	if o == nil {
		o = &Options{}
	}
	b := newBoard(left, right, c, o)
	if len(b.rows) == 0 {
		return writeSVG(w, b.scene, o.Dark)
	}
	return writeBoard(w, b, o.Dark)
}

// Comparison writes the picture of ComparisonSVG for Graphviz: things at the
// left, beside them what is said of them in a cluster for each part, and lines
// between what contradicts.
func Comparison(w io.Writer, left, right Side, c *graph.Comparison, o *Options) error {
	if o == nil {
		o = &Options{}
	}
	return writeDOT(w, newBoard(left, right, c, o).flow(), o)
}

// ComparisonMermaid writes the picture of Comparison as Mermaid does.
func ComparisonMermaid(w io.Writer, left, right Side, c *graph.Comparison, o *Options) error {
	if o == nil {
		o = &Options{}
	}
	return writeMermaid(w, newBoard(left, right, c, o).flow(), lightOrDark(o.Dark))
}

// StatementRecords are the records of statements, each once.
func StatementRecords(list []graph.Statement) []quad.IRI {
	var out []quad.IRI
	for i := range list {
		for _, r := range list[i].Records {
			out = append(out, r.IRI)
		}
	}
	return sorted(out)
}

// The most that a board shows.
const (
	mostRows     = 14
	mostInCell   = 5
	mostEvidence = 2 // records that a statement names
)

// part of a comparison, from left to right.
const (
	onlyLeft = iota
	both
	onlyRight
	parts
)

// board is a comparison before it has a format.
type board struct {
	*scene
	words  phrases
	names  [parts]string
	lenses [parts]string // where they differ
	counts [parts]int
	rows   []*boardRow
	clash  int // how many contradictions
}

// boardRow is what is said of a thing.
type boardRow struct {
	thing   quad.IRI
	head    *box
	cells   [parts][]*box
	clashes []clash
}

// clash is what stands against each other.
type clash struct{ left, right []*box }

func newBoard(left, right Side, c *graph.Comparison, o *Options) *board {
	bs := [2]*builder{newBuilder(left.Subgraph, o), newBuilder(right.Subgraph, o)}
	w := bs[0].words
	bs[0].side, bs[1].side = left.Name, right.Name
	bd := &board{scene: &scene{title: o.Title, subtitle: o.Subtitle, lang: bs[0].lang}, words: w}
	bd.names = [parts]string{w.say("only side", left.Name), w["both sides"], w.say("only side", right.Name)}
	if l, r := bs[0].lens(), bs[1].lens(); l != r {
		bd.lenses[onlyLeft], bd.lenses[onlyRight] = l, r
	}
	rows := map[quad.IRI]*boardRow{}
	row := func(b *builder, s *graph.Statement) *boardRow {
		thing := subjectOf(s)
		if rows[thing] == nil {
			l := b.look(thing)
			head := &box{id: nodeID("thing", string(thing)), col: inSpeakers, look: l, head: b.name(thing), tip: []string{b.label(thing), b.handle(thing)}}
			if l != lookThing {
				head.sub = []string{w.class(l)}
			}
			rows[thing] = &boardRow{thing: thing, head: head}
		}
		return rows[thing]
	}
	add := func(side, part int, list []graph.Statement) {
		for i := range list {
			r := row(bs[side], &list[i])
			r.cells[part] = append(r.cells[part], bs[side].statement(&list[i], nil, nil))
		}
		bd.counts[part] += len(list)
	}
	add(0, onlyLeft, c.OnlyLeft)
	add(1, onlyRight, c.OnlyRight)
	for i := range c.Both {
		r := row(bs[0], &c.Both[i].Left)
		r.cells[both] = append(r.cells[both], bs[0].statement(&c.Both[i].Left, bs[1], &c.Both[i].Right))
	}
	bd.counts[both] = len(c.Both)
	for i := range c.Contradictions {
		p := &c.Contradictions[i]
		r := row(bs[0], &p.Left)
		r.oppose(bs[0].statement(&p.Left, nil, nil), bs[1].statement(&p.Right, nil, nil))
	}
	for _, r := range rows {
		bd.rows = append(bd.rows, r)
		bd.clash += len(r.clashes)
		for _, c := range r.clashes {
			bd.counts[onlyLeft] += len(c.left)
			bd.counts[onlyRight] += len(c.right)
		}
	}
	weight := func(r *boardRow) int {
		return len(r.cells[onlyLeft]) + len(r.cells[both]) + len(r.cells[onlyRight])
	}
	slices.SortFunc(bd.rows, func(x, y *boardRow) int {
		return cmp.Or(
			cmp.Compare(len(y.clashes), len(x.clashes)), cmp.Compare(len(y.cells[both]), len(x.cells[both])), cmp.Compare(weight(y), weight(x)),
			cmp.Compare(x.head.head, y.head.head), cmp.Compare(x.thing, y.thing),
		)
	})
	bd.cap()
	bd.footnotes(left, right, bs)
	bd.legend = bd.boardLegend()
	if len(bd.rows) == 0 {
		bd.boxes = []*box{{id: "empty", col: inTargets, look: lookMore, head: w["empty"], sub: []string{w["empty sides"]}}}
	}
	return bd
}

// subjectOf is the thing that a statement is listed under.
func subjectOf(s *graph.Statement) quad.IRI {
	object, _ := s.Object.(quad.IRI)
	switch {
	case s.Predicate == schema.Conducted:
		return object
	case s.Kind == graph.Deed && s.Answers != "":
		return s.Answers
	case s.Kind == graph.Deed:
		return object
	}
	return s.Subject
}

// oppose adds two statements that contradict: with those that one of them
// stands against already.
func (r *boardRow) oppose(left, right *box) {
	has := func(list []*box, b *box) bool {
		return slices.ContainsFunc(list, func(o *box) bool { return o.id == b.id })
	}
	for i := range r.clashes {
		c := &r.clashes[i]
		l, rt := has(c.left, left), has(c.right, right)
		if !l && !rt {
			continue
		}
		if !l {
			c.left = append(c.left, left)
		}
		if !rt {
			c.right = append(c.right, right)
		}
		return
	}
	r.clashes = append(r.clashes, clash{[]*box{left}, []*box{right}})
}

// statement is the box of a statement; o and other are the same one as the
// other side has it.
func (b *builder) statement(s *graph.Statement, o *builder, other *graph.Statement) *box {
	w := b.words
	bx := &box{col: inClaims, look: lookClaim, voice: b.voiceOfStatement(s), fine: true}
	if s.Kind == graph.Deed {
		bx.look = lookAct
	}
	object := clean(b.valueName(s.Object), maxLabel)
	text := b.label(s.Predicate) + " " + object
	switch {
	case s.Predicate == schema.Conducted:
		text = w.say("conducted by", b.name(s.Subject))
	case s.Kind == graph.Deed && s.Answers == "":
		text = b.label(s.Predicate)
	}
	bx.head = upperFirst(text)
	if s.Kind == graph.NameOf && !s.Denied && s.Weak == "" {
		bx.names = []string{object}
	}
	if s.Denied {
		bx.head = w.say("stance", w["Denies"], text)
	} else if s.Weak != "" {
		bx.head = w.say("stance", upperFirst(b.label(s.Weak)), text)
	}
	type from struct {
		b *builder
		r *graph.Record
	}
	var list []from
	for _, r := range s.Records {
		list = append(list, from{b, r})
	}
	if other != nil {
		for _, r := range other.Records {
			if !slices.ContainsFunc(list, func(f from) bool { return f.r.IRI == r.IRI }) {
				list = append(list, from{o, r})
			}
		}
	}
	for i, f := range list {
		r := f.b.records[f.r.IRI]
		if r == nil {
			r = &graph.SubRecord{Record: *f.r}
		}
		bx.tip = append(bx.tip, f.b.cite(r))
		if bx.url == "" {
			_, bx.url = f.b.tooltip(r, "")
		}
		switch {
		case i < mostEvidence || len(list) == mostEvidence+1:
			bx.sub = append(bx.sub, f.b.evidence(r))
		case i == mostEvidence:
			bx.sub = append(bx.sub, w.say("more", itoa(len(list)-i)))
		}
	}
	bx.tip = append([]string{bx.head}, bx.tip...)
	bx.id = nodeID("says", string(s.Subject)+" "+string(s.Predicate)+" "+quad.ToString(s.Object)+" "+string(s.Answers)+" "+string(s.Weak)+" "+string(yesNo(s.Denied)))
	return bx
}

// evidence names a record in a line: who, when, handle.
func (b *builder) evidence(r *graph.SubRecord) string {
	var who []quad.Value
	for _, v := range b.voices(r) {
		who = append(who, v.party)
	}
	_, when := b.day(r)
	if r.On.IsZero() {
		when = lowerFirst(when) // words
	}
	if s := b.listOf(who, 40); s != "" && s != b.side {
		when = s + ", " + when
	}
	if len(r.RelayedBy) > 0 {
		when += ", " + b.words["relayed note"]
	}
	return when + " · " + shortHandle(b.handle(r.IRI), maxHandle)
}

// voiceOfStatement is the strongest of the voices that its records have in it.
func (b *builder) voiceOfStatement(s *graph.Statement) voice {
	switch {
	case s.Kind == graph.Deed:
		return voiceAct
	case s.Denied:
		return voiceDenies
	}
	best := voices
	for _, r := range s.Records {
		sr := &graph.SubRecord{Record: *r, Edges: []quad.Quad{{Subject: s.Subject, Predicate: s.Predicate, Object: s.Object}}}
		if s.Predicate == schema.AttributedToState {
			sr.Edges[0].Predicate = quad.IRI(schema.AttributedTo)
		}
		best = min(best, voiceOf(sr))
	}
	if best == voices {
		return voiceFact
	}
	return best
}

// gatherNames makes one box of the names in a cell.
func (bd *board) gatherNames(list []*box) []*box {
	var names []*box
	for _, b := range list {
		if len(b.names) > 0 {
			names = append(names, b)
		}
	}
	if len(names) < 2 {
		return list
	}
	one := *names[0]
	one.id += " and more"
	one.names, one.tip, one.sub, one.url = nil, nil, nil, ""
	for _, b := range names {
		one.names = append(one.names, b.names...)
		one.tip = append(one.tip, strings.Join(b.tip, ": "))
	}
	show := one.names
	if len(show) > mostNamesInBox+1 {
		show = append(slices.Clone(show[:mostNamesInBox]), bd.words.say("more", itoa(len(show)-mostNamesInBox)))
	}
	one.head = upperFirst(bd.words.say("known as", strings.Join(show, ", ")))
	one.sub = []string{bd.words.count("statement", len(names))}
	out := slices.DeleteFunc(slices.Clone(list), func(b *box) bool { return len(b.names) > 0 })
	return append(out, &one)
}

// cap leaves out what a board has no room for, and says so.
func (bd *board) cap() {
	more := func(n int) *box {
		return &box{id: "more " + itoa(n), col: inClaims, look: lookMore, head: bd.words.say("more statements", itoa(n))}
	}
	for i, r := range bd.rows {
		if i >= mostRows && len(bd.rows) > mostRows+1 {
			break
		}
		for part, list := range r.cells {
			list = bd.gatherNames(list)
			r.cells[part] = list
			if len(list) > mostInCell {
				m := more(len(list) - mostInCell + 1)
				m.id = nodeID("more "+itoa(part)+" "+itoa(i), string(r.thing))
				for _, b := range list[mostInCell-1:] {
					m.tip = append(m.tip, b.head)
				}
				r.cells[part] = append(slices.Clone(list[:mostInCell-1]), m)
			}
		}
	}
	if len(bd.rows) <= mostRows+1 {
		return
	}
	rest := bd.rows[mostRows:]
	last := &boardRow{head: &box{id: "more things", col: inSpeakers, look: lookMore, head: bd.words.say("more things", itoa(len(rest)))}}
	var n [parts]int
	for _, r := range rest {
		last.head.tip = append(last.head.tip, r.head.head)
		for part, list := range r.cells {
			n[part] += len(list)
		}
		for _, c := range r.clashes {
			n[onlyLeft] += len(c.left)
			n[onlyRight] += len(c.right)
		}
	}
	for part, n := range n {
		if n > 0 {
			m := more(n)
			m.id = "more " + itoa(part)
			last.cells[part] = []*box{m}
		}
	}
	bd.rows = append(slices.Clone(bd.rows[:mostRows]), last)
}

// footnotes says through which lenses the sides were seen, and of which
// worlds; once where they are the same.
func (bd *board) footnotes(left, right Side, bs [2]*builder) {
	l, r := bs[0].footer(), bs[1].footer()
	var out []string
	if slices.Equal(l, r) {
		out = l
	} else {
		for i, f := range [][]string{l, r} {
			name := []string{left.Name, right.Name}[i]
			for _, s := range f {
				out = append(out, name+": "+s)
			}
		}
	}
	bd.footer = append(out, bd.footer...)
}

func (bd *board) each(do func(*box)) {
	for _, r := range bd.rows {
		for _, c := range r.clashes {
			for _, b := range slices.Concat(c.left, c.right) {
				do(b)
			}
		}
		for _, cell := range r.cells {
			for _, b := range cell {
				do(b)
			}
		}
	}
}

func (bd *board) boardLegend() []legendRow {
	var spoken [voices]bool
	var looked [looks]bool
	bd.each(func(b *box) {
		if b.look != lookMore {
			spoken[b.voice] = true
		}
	})
	for _, r := range bd.rows {
		looked[r.head.look] = r.head.look != lookMore
	}
	var said, things legendRow
	spoken[voiceFact] = spoken[voiceFact] && !spoken[voiceReports] // their boxes look the same
	for v, seen := range spoken {
		if seen {
			said = append(said, legendItem{box: true, voice: voice(v), words: bd.words[voiceWords[v]]})
		}
	}
	if bd.clash > 0 {
		said = append(said, legendItem{sign: &signUnequal, words: bd.words["contradict"]})
	}
	for l, seen := range looked {
		if seen && look(l) != lookThing {
			things = append(things, legendItem{look: look(l), words: bd.words.class(look(l))})
		}
	}
	return []legendRow{said, things}
}

// flow is the board as boxes and lines, for formats that have no rows.
func (bd *board) flow() *scene {
	sc := *bd.scene
	sc.chain = false
	frameOf := func(part int) string {
		id := "part " + itoa(part)
		if !slices.ContainsFunc(sc.frames, func(f *frame) bool { return f.id == id }) {
			sc.frames = append(sc.frames, &frame{id: id, title: bd.names[part], col: inClaims, rank: part})
		}
		return id
	}
	taken := map[string]bool{}
	put := func(r *boardRow, part int, b *box) *box {
		at := *b
		at.id = "part " + itoa(part) + " " + b.id
		if taken[at.id] {
			return &at
		}
		taken[at.id] = true
		at.frame, at.rank = frameOf(part), len(sc.boxes)
		sc.boxes = append(sc.boxes, &at)
		sc.lines = append(sc.lines, &line{from: r.head.id, to: at.id, part: speech, voice: at.voice, tip: []string{at.head}})
		return &at
	}
	for i, r := range bd.rows {
		head := *r.head
		head.rank = i
		sc.boxes = append(sc.boxes, &head)
		for _, c := range r.clashes {
			for _, l := range c.left {
				from := put(r, onlyLeft, l)
				for _, rt := range c.right {
					to := put(r, onlyRight, rt)
					sc.lines = append(sc.lines, &line{from: from.id, to: to.id, part: grey, trace: traceAgainst, label: []string{bd.words["contradict"]}})
				}
			}
		}
		for part, cell := range r.cells {
			for _, b := range cell {
				put(r, part, b)
			}
		}
	}
	sc.arrange()
	if len(bd.rows) > 0 {
		sc.legend = legendOf(&sc, bd.words)
	}
	return &sc
}
