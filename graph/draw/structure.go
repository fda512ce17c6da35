package draw

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
	working "github.com/dominikbraun/graph"
)

func itoa(n int) string { return strconv.Itoa(n) }

// readStructure gathers the undisputed partOf and officerOf edges, those of
// the subgraph's Structure and those under its records, drops what longer
// chains say already, and finds the state of each thing.
func (b *builder) readStructure() {
	type key struct{ from, p, to quad.IRI }
	denied := map[key]bool{}
	edges := map[key]*graph.Edge{}
	keyOf := func(from quad.Value, p quad.IRI, to quad.Value) (key, bool) {
		f, ok := from.(quad.IRI)
		t, ok2 := to.(quad.IRI)
		return key{f, p, t}, ok && ok2 && (p == schema.PartOf || p == schema.OfficerOf)
	}
	add := func(k key, records ...quad.IRI) {
		if edges[k] == nil {
			edges[k] = &graph.Edge{From: k.from, Predicate: k.p, To: k.to}
		}
		edges[k].Records = sorted(append(edges[k].Records, records...))
	}
	for _, e := range b.sub.Structure {
		if k, ok := keyOf(e.From, e.Predicate, e.To); ok {
			add(k, e.Records...)
		}
	}
	for _, r := range b.list {
		for _, q := range r.Edges {
			k, ok := keyOf(q.Subject, predicate(q), q.Object)
			switch {
			case !ok:
			case r.Stance == schema.Denies:
				denied[k] = true
			case isContext(r):
				add(k, r.IRI)
			}
		}
	}
	maps.DeleteFunc(edges, func(k key, _ *graph.Edge) bool { return denied[k] })
	list := make([]graph.Edge, 0, len(edges))
	for _, e := range edges {
		list = append(list, *e)
	}
	list = b.reduce(list)
	b.above = map[quad.IRI][]graph.Edge{}
	for _, e := range list {
		b.above[e.From] = append(b.above[e.From], e)
	}
	for from := range b.above {
		slices.SortFunc(b.above[from], func(x, y graph.Edge) int {
			return cmp.Or(cmp.Compare(x.Predicate, y.Predicate), cmp.Compare(x.To.(quad.IRI), y.To.(quad.IRI)))
		})
	}
	b.states = map[quad.IRI]quad.IRI{}
	for _, from := range slices.Sorted(maps.Keys(b.above)) {
		if b.look(from) != lookState {
			b.states[from] = b.stateOf(from)
		}
	}
}

// reduce takes out the edges that a chain of others implies. A circle, which
// is an error in the data, leaves the edges as they are.
func (b *builder) reduce(edges []graph.Edge) []graph.Edge {
	part := &graph.Subgraph{Edges: edges}
	seen := map[quad.IRI]bool{}
	for _, e := range edges {
		for _, iri := range []quad.IRI{e.From, e.To.(quad.IRI)} {
			if !seen[iri] {
				seen[iri] = true
				part.Nodes = append(part.Nodes, graph.Node{IRI: iri})
			}
		}
	}
	g, err := part.Working()
	if err != nil {
		return edges
	}
	b.findLoops(g)
	reduced, err := working.TransitiveReduction(g)
	if err != nil {
		return edges
	}
	return slices.DeleteFunc(edges, func(e graph.Edge) bool {
		_, err := reduced.Edge(string(e.From), string(e.To.(quad.IRI)))
		return err != nil
	})
}

// findLoops notes what is said to be a part of itself, by way of others: an
// error in the data, of which a picture should not be silent.
func (b *builder) findLoops(g working.Graph[string, graph.Node]) {
	parts, err := working.StronglyConnectedComponents(g)
	if err != nil {
		return
	}
	for _, p := range parts {
		if len(p) < 2 {
			continue
		}
		names := make([]string, len(p))
		for i, iri := range p {
			names[i] = b.name(quad.IRI(iri))
		}
		slices.Sort(names)
		if len(names) > 6 {
			names = append(names[:5:5], b.words.say("more", itoa(len(p)-5)))
		}
		b.loops = append(b.loops, b.words.say("loop", strings.Join(names, ", ")))
	}
	slices.Sort(b.loops)
}

// stateOf follows structure upwards to a state; "" if there is none, or more
// than one.
func (b *builder) stateOf(iri quad.IRI) quad.IRI {
	states := map[quad.IRI]bool{}
	seen := map[quad.IRI]bool{}
	var climb func(quad.IRI)
	climb = func(at quad.IRI) {
		if seen[at] {
			return
		}
		seen[at] = true
		for _, e := range b.above[at] {
			to := e.To.(quad.IRI)
			if b.isState(to) {
				states[to] = true
				continue
			}
			climb(to)
		}
	}
	climb(iri)
	if len(states) != 1 {
		return ""
	}
	return slices.Collect(maps.Keys(states))[0]
}

// isState reports whether a thing is a state; a parent that is no node of the
// subgraph and stands at the top counts as one.
func (b *builder) isState(iri quad.IRI) bool {
	if l, ok := b.looks[iri]; ok {
		return l == lookState
	}
	return len(b.above[iri]) == 0
}

// loners draws the subgraph's things where it has no claim and no act: a thing
// of which nothing is said but what it is called and belongs to.
func (b *builder) loners() {
	if len(b.boxes) > 0 {
		return
	}
	for _, iri := range slices.Sorted(maps.Keys(b.nodes)) {
		b.target(iri)
	}
}

// structure draws the structure among the things that are drawn, except what
// a frame says already.
func (b *builder) structure() {
	for _, from := range slices.Sorted(maps.Keys(b.above)) {
		f := nodeID("target", string(from))
		if b.boxes[f] == nil {
			continue
		}
		for _, e := range b.above[from] {
			to := e.To.(quad.IRI)
			if b.states[from] == to {
				continue
			}
			var tip []string
			for _, iri := range e.Records {
				tip = append(tip, b.label(e.Predicate)+": "+b.handle(iri))
			}
			b.line(line{from: f, to: nodeID("target", string(to)), part: grey, trace: tracePart, tip: tip})
		}
	}
}
