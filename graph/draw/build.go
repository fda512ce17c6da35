package draw

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// builder turns a subgraph into a scene.
type builder struct {
	sub   *graph.Subgraph
	words phrases
	lang  string
	about []quad.IRI
	many  bool             // more than one incident is spoken of
	names bool             // nothing is said but how things are called: that is drawn
	hitBy map[quad.IRI]int // by how many things something was hit or used
	side  string           // of a comparison: whose it is, "" for none

	list    []*graph.SubRecord // in the order of Record.Compare, each once
	records map[quad.IRI]*graph.SubRecord
	nodes   map[quad.IRI]graph.Node
	looks   map[quad.IRI]look   // of nodes
	cites   map[quad.IRI]string // what cite has said of records
	press   map[quad.IRI]bool
	above   map[quad.IRI][]graph.Edge // structure edges by what they leave
	states  map[quad.IRI]quad.IRI     // the state that undisputed structure puts a thing in

	loops  []string // what is wrong with the structure, in words
	boxes  map[string]*box
	frames map[string]*frame
	lines  map[lineKey]*line
	aims   map[quad.IRI][]string
}

// newBuilder reads a subgraph.
func newBuilder(s *graph.Subgraph, o *Options) *builder {
	records, nodes := len(s.Records), len(s.Nodes)
	b := &builder{
		sub: s, records: make(map[quad.IRI]*graph.SubRecord, records), cites: make(map[quad.IRI]string, records), aims: make(map[quad.IRI][]string, records),
		nodes: make(map[quad.IRI]graph.Node, nodes), looks: make(map[quad.IRI]look, nodes), press: map[quad.IRI]bool{},
		boxes: make(map[string]*box, records+nodes), frames: map[string]*frame{}, lines: make(map[lineKey]*line, records+nodes),
	}
	b.words, b.lang = wordsFor(o.Langs)
	b.about = o.About
	b.read()
	return b
}

func newScene(s *graph.Subgraph, o *Options) *scene {
	b := newBuilder(s, o)
	b.countIncidents()
	if !slices.ContainsFunc(b.list, b.draws) {
		b.drawNames()
	}
	drawn := 0
	for _, r := range b.list {
		if b.draws(r) {
			drawn++
		}
	}
	heading := b.headings(drawn)
	for i, r := range b.list {
		if b.draws(r) {
			b.record(r, i, heading)
		}
	}
	for _, r := range b.list {
		b.borrowAims(r)
	}
	b.loners()
	b.structure()

	sc := &scene{
		title: o.Title, subtitle: o.Subtitle, lang: b.lang,
		boxes: slices.Collect(maps.Values(b.boxes)), frames: slices.Collect(maps.Values(b.frames)), lines: slices.Collect(maps.Values(b.lines)),
	}
	sc.arrange()
	b.stack(sc)
	condensed := !o.Full && b.condense(sc)
	if condensed {
		b.stack(sc)
		sc.reframe(b)
	}
	if s.Omitted > 0 {
		sc.boxes = append(sc.boxes, &box{id: "more", col: inClaims, rank: len(b.list) + 1, look: lookMore, head: b.words.say("more records", strconv.Itoa(s.Omitted)), tip: []string{b.words.say("omitted", strconv.Itoa(s.Omitted))}})
	}
	if len(sc.boxes) == 0 {
		sc.boxes = append(sc.boxes, &box{id: "empty", col: inTargets, look: lookMore, head: b.words["empty"], sub: []string{b.words["empty sub"]}})
	}
	for _, col := range []column{inTargets, inIncidents, inObjects} {
		sc.levels(col)
	}
	sc.arrange()
	sc.legend = legendOf(sc, b.words)
	sc.footer = b.footer()
	if condensed {
		sc.footer = append(sc.footer, b.words["condensed"])
	}
	if sc.subtitle == "" && sc.title != "" {
		sc.subtitle = b.summary()
	}
	return sc
}

// draws reports whether a record has a box of its own: those that only say how
// parties are built and called have none, unless nothing else is said.
func (b *builder) draws(r *graph.SubRecord) bool {
	return !isContext(r) || b.names && has(r, schema.KnownAs)
}

// drawNames makes a picture of who calls what how: of the things that it is
// about, if any is called anything. Where one has so many names that they make a
// box of their own, that says it.
func (b *builder) drawNames() {
	if slices.ContainsFunc(b.about, func(iri quad.IRI) bool { return b.hasNameCard(iri, b.aliases(b.nodes[iri])) }) {
		return
	}
	b.names = true
	calls := func(q quad.Quad) bool { return predicate(q) == schema.KnownAs }
	meant := func(q quad.Quad) bool {
		iri, _ := q.Subject.(quad.IRI)
		return calls(q) && slices.Contains(b.about, iri)
	}
	keep := calls
	if slices.ContainsFunc(b.list, func(r *graph.SubRecord) bool { return slices.ContainsFunc(r.Edges, meant) }) {
		keep = meant
	}
	b.list = slices.DeleteFunc(b.list, func(r *graph.SubRecord) bool {
		r.Edges = slices.DeleteFunc(r.Edges, func(q quad.Quad) bool { return calls(q) && !keep(q) })
		return len(r.Edges) == 0
	})
}

// read sorts the subgraph's parts and indexes them.
func (b *builder) read() {
	for i := range b.sub.Records {
		r := b.sub.Records[i]
		if b.records[r.IRI] != nil {
			continue
		}
		r.By, r.RelayedBy, r.Sources = sorted(r.By), sorted(r.RelayedBy), sorted(r.Sources)
		r.Re, r.InResponseTo = sorted(r.Re), sorted(r.InResponseTo)
		r.Speakers = slices.Clone(r.Speakers)
		slices.SortFunc(r.Speakers, func(x, y graph.Speaker) int {
			return cmp.Or(cmp.Compare(x.Bond, y.Bond), cmp.Compare(x.Party, y.Party), cmp.Compare(x.Via, y.Via))
		})
		r.Edges = slices.Clone(r.Edges)
		slices.SortFunc(r.Edges, graph.CompareQuads)
		b.records[r.IRI] = &r
		b.list = append(b.list, &r)
		for _, p := range r.RelayedBy {
			b.press[p] = true
		}
		if r.Form == schema.PressReport {
			for _, p := range r.By {
				b.press[p] = true
			}
		}
	}
	slices.SortFunc(b.list, func(x, y *graph.SubRecord) int { return x.Compare(&y.Record) })
	for _, n := range b.sub.Nodes {
		n.Aliases = slices.Sorted(slices.Values(n.Aliases))
		if old, ok := b.nodes[n.IRI]; !ok || n.Label < old.Label {
			b.nodes[n.IRI] = n
			b.looks[n.IRI] = lookOf(n)
		}
	}
	b.readStructure()
}

func sorted(iris []quad.IRI) []quad.IRI {
	out := slices.Clone(iris)
	slices.Sort(out)
	return slices.Compact(out)
}

func keys[K comparable, V any](m map[K]V) iter.Seq[K] { return maps.Keys(m) }

// label names a thing or a term of the schema.
func (b *builder) label(iri quad.IRI) string {
	if n, ok := b.nodes[iri]; ok && n.Label != "" {
		return n.Label
	}
	return cmp.Or(b.sub.Labels[iri], schema.Label(string(iri), b.lang), b.handle(iri))
}

func (b *builder) name(iri quad.IRI) string { return cmp.Or(clean(b.label(iri), maxLabel), "?") }

func (b *builder) handle(iri quad.IRI) string { return schema.Handle(string(iri)) }

func (b *builder) valueName(v quad.Value) string {
	if iri, ok := v.(quad.IRI); ok {
		return b.label(iri)
	}
	return text(v)
}

// text is what a literal says.
func text(v quad.Value) string {
	switch v := v.(type) {
	case nil:
		return ""
	case quad.String:
		return string(v)
	case quad.LangString:
		return string(v.Value)
	case quad.TypedString:
		return string(v.Value)
	case quad.BNode:
		return "_:" + string(v)
	case quad.IRI:
		return string(v)
	}
	return fmt.Sprint(v.Native())
}

// frame makes a frame if it is not there yet.
func (b *builder) frame(col column, key, title string, rank int) string {
	id := strconv.Itoa(int(col)) + " " + key
	if b.frames[id] == nil {
		b.frames[id] = &frame{id: id, title: title, col: col, rank: rank}
	}
	return id
}

// line adds a line or, where there is one like it, what its tooltip says.
func (b *builder) line(l line) {
	if b.boxes[l.from] == nil || b.boxes[l.to] == nil || l.from == l.to {
		return
	}
	if old := b.lines[l.key()]; old != nil {
		old.tip = mergeTips(old.tip, l.tip)
		old.denied = old.denied && l.denied
		old.relayed = old.relayed && l.relayed
		return
	}
	l.tip = mergeTips(l.tip, nil)
	b.lines[l.key()] = &l
}

// cite names a record in a tooltip: who, when, handle.
func (b *builder) cite(r *graph.SubRecord) string {
	if s, ok := b.cites[r.IRI]; ok {
		return s
	}
	var who []string
	for _, v := range b.voices(r) {
		who = append(who, b.name(v.party))
	}
	s := strings.Join(who, ", ") + ", " + r.When() + " (" + b.handle(r.IRI) + ")"
	b.cites[r.IRI] = s
	return s
}

// headings decides under what the claims are gathered: their days as given, or
// their years where there would be more frames than a picture bears.
func (b *builder) headings(drawn int) func(r *graph.SubRecord) (key, title string, coarse bool) {
	const mostFrames = 9
	day := b.day
	days := map[string]bool{}
	for _, r := range b.list {
		if b.draws(r) {
			key, _ := day(r)
			days[key] = true
		}
	}
	if len(days) <= mostFrames || len(days)*4 <= drawn {
		return func(r *graph.SubRecord) (string, string, bool) {
			key, title := day(r)
			return key, title, false
		}
	}
	return func(r *graph.SubRecord) (string, string, bool) {
		d := r.On
		if d.IsZero() && !r.Undated {
			d = cmp.Or(r.Latest, r.Earliest)
		}
		if d.IsZero() {
			key, title := day(r)
			return key, title, false
		}
		year := strconv.Itoa(d.Year)
		return year, year, true
	}
}

// day is when a record became public: a key for those of one date, and words.
func (b *builder) day(r *graph.SubRecord) (key, words string) {
	w := b.words
	switch {
	case !r.On.IsZero():
		return r.On.String(), w.date(r.On)
	case r.Undated || r.Earliest.IsZero() && r.Latest.IsZero():
		return "undated", w["undated"]
	case r.Earliest.IsZero():
		return r.When(), w.say("by date", w.date(r.Latest))
	case r.Latest.IsZero():
		return r.When(), w.say("from date", w.date(r.Earliest))
	}
	return r.When(), w.say("between", w.date(r.Earliest), w.date(r.Latest))
}

// summary says how much is drawn: claims and acts, by how many parties, when.
func (b *builder) summary() string {
	claims, acts := 0, 0
	parties, sources := map[quad.IRI]bool{}, map[quad.IRI]bool{}
	var first, last graph.Date
	for _, r := range b.list {
		if !b.draws(r) {
			continue
		}
		if r.Act {
			acts++
		} else {
			claims++
		}
		for _, v := range b.voices(r) {
			parties[v.party] = true
		}
		for _, s := range r.Sources {
			sources[s] = true
		}
		if r.On.IsZero() {
			continue
		}
		if first.IsZero() || r.On.First().Before(first.First()) {
			first = r.On
		}
		if last.IsZero() || last.Last().Before(r.On.Last()) {
			last = r.On
		}
	}
	if claims+acts == 0 {
		return ""
	}
	w := b.words
	var what []string
	if claims > 0 {
		what = append(what, w.count("n claims said", claims))
	}
	if acts > 0 {
		what = append(what, w.count("n acts done", acts))
	}
	s := what[0]
	if len(what) == 2 {
		s = w.say("and", what[0], what[1])
	}
	s = w.count("by parties", len(parties), s)
	if len(sources) > 0 {
		s = w.count("from sources", len(sources), s)
	}
	switch {
	case first.IsZero():
	case first == last:
		s += ", " + w.date(first)
	default:
		s += ", " + w.dates(first, last)
	}
	return s
}

func (b *builder) lens() string {
	return cmp.Or(b.sub.Lens.Describe(b.lang, b.label), b.words["default lens"])
}

// footer says through which lens the picture was taken, and of which world.
func (b *builder) footer() []string {
	w := b.words
	out := []string{w.say("lens", b.lens()), w.say("world", b.world())}
	if b.sub.Omitted > 0 {
		out[1] += " " + upperFirst(w.say("omitted", strconv.Itoa(b.sub.Omitted)))
	}
	return append(out, b.loops...)
}

func (b *builder) world() string {
	w, world := b.words, b.sub.World
	count := func(n int, one, some string) string {
		if n == 1 {
			return w[one]
		}
		return w.say(some, strconv.Itoa(n))
	}
	s := w.say("records from", count(world.Records, "one record", "some records"), count(world.Sources, "one source", "some sources"))
	if !world.AsOf.IsZero() {
		s += w.say("as of", w.date(world.AsOf))
	}
	var notes []string
	if !world.Newest.IsZero() {
		notes = append(notes, w.say("newest", w.date(world.Newest)))
	}
	note := func(n int, key string) {
		if n > 0 {
			notes = append(notes, w.say(key, strconv.Itoa(n)))
		}
	}
	note(world.Undated, "undated note")
	note(world.Perhaps, "perhaps note")
	note(world.Unsure, "unsure note")
	if len(notes) > 0 {
		s += " (" + strings.Join(notes, ", ") + ")"
	}
	return s
}
