package dossier

import (
	"cmp"
	"context"
	"slices"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// The bounds of a ladder, beside Options.
const (
	maxClimb = 200 // things met on the way up
	maxBelow = 3   // rungs below the thing
	maxRungs = 60  // lines, where Options bound the entries
)

// rungs are the edges that place a thing below another.
var rungs = []quad.IRI{schema.PartOf, schema.OfficerOf, schema.ActsFor, schema.LinkedTo, schema.MemberOf, schema.OperatesFrom}

// climber builds the ladder of a dossier.
type climber struct {
	*builder
	up       map[quad.IRI][]*tie // child -> what is said of its parents
	inside   map[quad.IRI]bool   // the things between the thing and the top, with it
	expanded map[quad.IRI]bool   // whose rungs are already written
	out      []Entry
}

// A tie joins a child to a parent.
type tie struct {
	child, parent quad.IRI
	entry         *Entry // its lines
}

// holds reports whether anybody says so, however weakly.
func (t *tie) holds() bool {
	return slices.ContainsFunc(t.entry.Lines, func(l Line) bool { return l.Side(For) != nil || l.Side(Weaker) != nil })
}

// ladder is the way from the states at the top down to the thing, and what
// stands below it; of an incident the ways down to whom it is attributed to.
func (b *builder) ladder(ctx context.Context) ([]Entry, error) {
	c := &climber{builder: b, up: map[quad.IRI][]*tie{}, inside: map[quad.IRI]bool{}, expanded: map[quad.IRI]bool{}}
	var from []quad.IRI
	if b.view.IsA(b.thing, schema.Incident) {
		for _, e := range b.edges {
			if e.Predicate == quad.IRI(schema.AttributedTo) && e.Subject == quad.Value(b.thing) ||
				e.Predicate == quad.IRI(schema.Conducted) && e.Object == quad.Value(b.thing) {
				if other := e.other(b.thing); b.side(e.record) == pro && !slices.Contains(from, other) {
					from = append(from, other)
				}
			}
		}
	}
	if err := c.climb(ctx, append(from, b.thing)); err != nil {
		return nil, err
	}
	var tops []quad.IRI
	for thing := range c.inside {
		if !slices.ContainsFunc(c.up[thing], (*tie).holds) && (thing != b.thing || from == nil) {
			tops = append(tops, thing)
		}
	}
	if len(tops) == 0 { // a circle
		tops = []quad.IRI{b.thing}
	}
	slices.SortFunc(tops, c.compare)
	for _, top := range tops {
		e := c.rung(top, 0)
		if err := c.descend(ctx, e, top, 0, nil); err != nil {
			return nil, err
		}
		if len(c.out) == e+1 && len(tops) > 1 && top != c.thing { // nothing stands below it
			c.out = c.out[:e]
		}
	}
	if len(c.out) <= 1 {
		return nil, nil // only itself
	}
	return c.out, nil
}

func (c *climber) compare(a, b quad.IRI) int {
	return cmp.Or(cmp.Compare(c.rank(a), c.rank(b)), cmp.Compare(c.label(a), c.label(b)), cmp.Compare(a, b))
}

// rank orders what stands on one rung: organs, fronts, groups, people.
func (c *climber) rank(thing quad.IRI) int {
	if thing == c.thing {
		return 9
	}
	for i, class := range []quad.IRI{schema.State, schema.Agency, schema.Organization, schema.Company, schema.ThreatGroup, schema.Person, schema.UnnamedParty} {
		if c.view.IsA(thing, class) {
			return i
		}
	}
	return 8
}

// climb collects everything above some things.
func (c *climber) climb(ctx context.Context, queue []quad.IRI) error {
	for _, thing := range queue {
		c.inside[thing] = true
	}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		ties, err := c.tied(ctx, graph.Pattern{Subject: at})
		if err != nil {
			return err
		}
		c.up[at] = ties
		for _, t := range ties {
			if t.holds() && !c.inside[t.parent] && len(c.inside) < maxClimb {
				c.inside[t.parent] = true
				queue = append(queue, t.parent)
			}
		}
	}
	return nil
}

// tied returns what the edges of a pattern say of who stands below whom, one
// for each pair.
func (c *climber) tied(ctx context.Context, p graph.Pattern) ([]*tie, error) {
	var out []*tie
	var edges []quad.Quad
	for _, predicate := range slices.Sorted(slices.Values(rungs)) {
		p.Predicate = predicate // a state has many other edges
		for q, err := range c.past.Match(ctx, p) {
			if err != nil {
				return nil, err
			}
			edges = append(edges, q)
		}
	}
	for _, q := range edges {
		label, _ := q.Label.(quad.IRI)
		child, ok := q.Subject.(quad.IRI)
		parent, ok2 := q.Object.(quad.IRI)
		if !ok || !ok2 || child == parent || !c.onLadder(q) {
			continue
		}
		r := c.record(label)
		if r == nil {
			continue
		}
		i := slices.IndexFunc(out, func(t *tie) bool { return t.child == child && t.parent == parent })
		if i < 0 {
			i = len(out)
			out = append(out, &tie{child: child, parent: parent, entry: &Entry{}})
		}
		relation := c.label(q.Predicate)
		if q.Predicate == quad.IRI(schema.OperatesFrom) {
			relation += " (" + c.words.territory + ")"
		}
		c.say(out[i].entry, relation, q, r, "")
	}
	out = slices.DeleteFunc(out, func(t *tie) bool { return len(t.entry.Lines) == 0 })
	for _, t := range out {
		most := c.maxVoices
		if t.child != c.thing && t.parent != c.thing { // far from what is asked about
			most = c.least(1)
		}
		for i := range t.entry.Lines {
			c.finish(&t.entry.Lines[i], most)
		}
	}
	return out, nil
}

// onLadder reports whether an edge says who stands below whom. Membership does
// only in a group of actors: states do not stand below their alliances.
func (b *builder) onLadder(q quad.Quad) bool {
	p, _ := q.Predicate.(quad.IRI)
	object, _ := q.Object.(quad.IRI)
	return slices.Contains(rungs, p) && (p != schema.MemberOf || b.view.IsA(object, schema.ThreatGroup))
}

func (c *climber) rung(thing quad.IRI, depth int) int {
	c.out = append(c.out, Entry{Depth: depth, Text: c.label(thing), Thing: thing, Kind: c.kind(thing), Self: thing == c.thing})
	return len(c.out) - 1
}

// descend writes what stands below entry at, whose thing is parent: on the way
// to the dossier's thing only what leads there, below it everything.
func (c *climber) descend(ctx context.Context, at int, parent quad.IRI, depth int, path []quad.IRI) error {
	if c.expanded[parent] {
		return nil
	}
	c.expanded[parent] = true
	if parent == c.thing {
		return c.below(ctx, at, parent, depth, nil)
	}
	path = append(slices.Clone(path), parent)
	var ties []*tie
	for child, list := range c.up {
		if !c.inside[child] || slices.Contains(path, child) {
			continue
		}
		for _, t := range list {
			if t.parent == parent {
				ties = append(ties, t)
			}
		}
	}
	slices.SortFunc(ties, func(a, b *tie) int { return c.compare(a.child, b.child) })
	for _, t := range ties {
		e := c.rung(t.child, depth+1)
		c.out[e].Lines = t.entry.Lines
		if err := c.descend(ctx, e, t.child, depth+1, path); err != nil {
			return err
		}
	}
	return nil
}

// below writes everything below the dossier's own thing, a few rungs deep.
func (c *climber) below(ctx context.Context, at int, parent quad.IRI, depth int, path []quad.IRI) error {
	if len(path) == maxBelow {
		return nil
	}
	ties, err := c.tied(ctx, graph.Pattern{Object: parent})
	if err != nil {
		return err
	}
	ties = slices.DeleteFunc(ties, func(t *tie) bool { return slices.Contains(path, t.child) || t.child == c.thing })
	slices.SortFunc(ties, func(a, b *tie) int { return c.compare(a.child, b.child) })
	path = append(slices.Clone(path), parent)
	for i, t := range ties {
		if c.maxEntries >= 0 && (i == c.maxEntries || len(c.out) >= maxRungs) {
			c.omitted += len(ties) - i
			c.out[at].Omitted = len(ties) - i
			break
		}
		e := c.rung(t.child, depth+1)
		c.out[e].Lines = t.entry.Lines
		if c.expanded[t.child] {
			continue
		}
		c.expanded[t.child] = true
		if err := c.below(ctx, e, t.child, depth+1, path); err != nil {
			return err
		}
	}
	return nil
}
