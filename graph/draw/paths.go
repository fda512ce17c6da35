package draw

import (
	"cmp"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/cayleygraph/quad"
)

// maxHopRecords is how many records a hop names in the picture; its tooltip
// names them all.
const maxHopRecords = 2

// Paths writes a picture of chains for Graphviz, from left to right: a box for
// each thing, and for each hop an arrow in the direction of the stored edge,
// labelled with the edge and the records that it stands under. Hops that
// chains share are drawn once. Names and records come from s, which should
// have been taken of the records of the hops; what it does not hold appears by
// its handle. No chain gives a small picture that says so. Errors are those of
// w.
func Paths(w io.Writer, s *graph.Subgraph, chains []graph.Chain, o *Options) error {
	if o == nil {
		o = &Options{}
	}
	return writeDOT(w, pathScene(s, chains, o), o)
}

func pathScene(s *graph.Subgraph, chains []graph.Chain, o *Options) *scene {
	b := newBuilder(s, o)
	sc := &scene{title: o.Title, subtitle: o.Subtitle, lang: b.lang, chain: true, footer: b.footer()}

	// A thing stands as far right as the longest chain has come to it.
	depth := map[quad.IRI]int{}
	for _, c := range chains {
		for i, h := range c {
			depth[h.From] = max(depth[h.From], i)
			depth[h.To] = max(depth[h.To], i+1)
		}
	}
	for _, iri := range slices.Sorted(maps.Keys(depth)) {
		l := b.look(iri)
		bx := &box{id: nodeID("thing", string(iri)), col: inTargets, level: depth[iri], look: l, head: b.name(iri), tip: []string{b.label(iri), b.handle(iri)}}
		if l != lookThing {
			bx.sub = []string{b.words.class(l)}
		}
		sc.boxes = append(sc.boxes, bx)
	}
	type key struct{ from, p, to quad.IRI }
	hops := map[key][]quad.IRI{}
	back := map[key]bool{}
	for _, c := range chains {
		for _, h := range c {
			k := key{h.From, h.Predicate, h.To}
			if !h.Forward {
				k.from, k.to = k.to, k.from
				back[k] = true
			}
			hops[k] = sorted(append(hops[k], h.Records...))
		}
	}
	order := slices.SortedFunc(maps.Keys(hops), func(x, y key) int {
		return cmp.Or(cmp.Compare(x.from, y.from), cmp.Compare(x.p, y.p), cmp.Compare(x.to, y.to))
	})
	for _, k := range order {
		l := &line{from: nodeID("thing", string(k.from)), to: nodeID("thing", string(k.to)), against: back[k], label: []string{b.label(k.p)}}
		l.part, l.voice, l.trace = b.hopVoice(k.p, hops[k])
		var cites []string
		for _, iri := range hops[k] {
			r := b.records[iri]
			if r == nil {
				cites = append(cites, b.handle(iri))
				continue
			}
			cites = append(cites, b.cite(r))
			if l.url == "" {
				_, l.url = b.tooltip(r, "")
			}
		}
		l.tip = append([]string{b.label(k.p)}, cites...)
		l.cites = cites
		for i, iri := range hops[k] {
			if i == maxHopRecords && len(hops[k]) > maxHopRecords {
				l.label = append(l.label, b.words.say("more", itoa(len(hops[k])-i)))
				break
			}
			l.label = append(l.label, shortHandle(b.handle(iri), maxHopHandle))
		}
		sc.lines = append(sc.lines, l)
	}
	if len(sc.boxes) == 0 {
		sc.boxes = []*box{{id: "empty", col: inTargets, look: lookMore, head: b.words["no chain"]}}
	}
	sc.arrange()
	spoken := *sc // grey lines carry their own names
	spoken.lines = slices.DeleteFunc(slices.Clone(sc.lines), func(l *line) bool { return l.part == grey })
	sc.legend = legendOf(&spoken, b.words)
	return sc
}

// hopVoice is how a hop is drawn: as the strongest of its records says it,
// grey where they only say how things are built, or are not here.
func (b *builder) hopVoice(p quad.IRI, records []quad.IRI) (part, voice, trace) {
	best := voices
	for _, iri := range records {
		r := b.records[iri]
		if r == nil || isContext(r) {
			continue
		}
		one := *r
		one.Edges = slices.DeleteFunc(slices.Clone(r.Edges), func(q quad.Quad) bool { return predicate(q) != p })
		if len(one.Edges) == 0 { // derived
			one.Edges = r.Edges
		}
		best = min(best, voiceOf(&one))
	}
	if best == voices || best == voiceFact && slices.Contains(contextual, p) {
		return grey, 0, traceLinked
	}
	return aim, best, 0
}

// lineLabel is the text on a line of a chain: the edge, and under it records.
func (d *dotWriter) lineLabel(l *line) string {
	var rows strings.Builder
	for i, text := range l.label {
		size, colour := "9", inkSoft
		if i == 0 {
			size, colour = "11.5", inkText
		}
		for _, part := range wrap(clean(text, maxLabel), 30, 2) {
			rows.WriteString("<TR><TD>" + d.font(size, colour, html(part, maxLabel)) + "</TD></TR>")
		}
	}
	return plainTable + rows.String() + "</TABLE>"
}
