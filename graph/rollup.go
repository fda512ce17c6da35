package graph

import (
	"cmp"
	"encoding/binary"
	"runtime"
	"slices"
	"sync"

	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/schema"
)

// The roll-up without queries: what the built-in rules say, by a walk from each
// edge.

// An unfolding is a built-in rule that needs no query: what it derives unfolds
// one stored edge, under whose record it stands. So what matches a pattern can be
// derived from few edges, without the rest.
type unfolding struct {
	head   string // the predicate of what is derived: what the query's template has
	from   string // the predicate of the edges that are unfolded
	at     int    // the position at which what is derived has the subject of its edge
	barren func(c *compiled, p store.Pattern) bool
	derive func(*deriver) error
}

// natives are the built-in rules as unfoldings: what a test holds to their
// queries on random graphs.
var natives = map[string]*unfolding{
	"attributes": {
		head: schema.Attributes, from: schema.AttributedTo, at: store.O, barren: noSpeaker,
		derive: func(d *deriver) error { return d.attributes(direct, named) },
	},
	"spread": {
		head: schema.Attributes, from: schema.AttributedTo, at: store.O, barren: noSpeaker,
		derive: func(d *deriver) error { return d.attributes(represented, represented) },
	},
	"blame": {
		head: schema.AttributedToState, from: schema.AttributedTo, at: store.S, barren: noState,
		derive: (*deriver).blame,
	},
	"sanctions": {
		head: schema.SanctionedState, from: schema.Sanctioned, at: store.S, barren: noState,
		derive: func(d *deriver) error { return d.sanctions(false) },
	},
	"sanctions-via": {
		head: schema.SanctionedStateVia, from: schema.Sanctioned, at: store.S, barren: noState,
		derive: func(d *deriver) error { return d.sanctions(true) },
	},
}

// noSpeaker reports whether a pattern asks for what somebody attributes who
// stands behind no record.
func noSpeaker(c *compiled, p store.Pattern) bool {
	return p[store.S] != store.Any && !c.parties.speaks(p[store.S])
}

// noState reports whether a pattern asks for the roll-up to what is no state.
func noState(c *compiled, p store.Pattern) bool {
	return p[store.O] != store.Any && !c.table.isA(p[store.O], c.table.ids.state)
}

// edgesOf returns the pattern of the stored edges that an unfolding unfolds to what
// matches p; narrow says that it is less than all edges by its predicate.
func (d *derivation) edgesOf(u *unfolding, p store.Pattern) (edges store.Pattern, narrow bool) {
	edges[store.P], edges[store.S], edges[store.G] = d.from[u], p[u.at], p[store.G]
	return edges, edges[store.S] != store.Any || edges[store.G] != store.Any
}

// leastShare is how many edges are worth a share of their own; tests set it.
var leastShare = 1 << 12

// unfoldAll derives what a rule that is an unfolding derives from all edges, of many
// on every core a share.
func (d *derivation) unfoldAll(dr *deriver, u *unfolding) error {
	from, _ := d.edgesOf(u, store.Pattern{})
	// By their object, since that is what is rolled up: what one share remembers
	// others seldom need.
	edges, err := d.visible(from, store.POSG)
	if err != nil {
		return err
	}
	if err := dr.readUpward(); err != nil { // what all shares look at
		return err
	}
	shares := make([]deriver, max(1, min(runtime.GOMAXPROCS(0), len(edges)/leastShare)))
	errs := make([]error, len(shares))
	var all sync.WaitGroup
	for i := range shares {
		share := &shares[i]
		*share = *dr
		share.out = &derived{shown: newOverlay(), hidden: dr.out.hidden, terms: dr.out.terms}
		share.unfolds = edges[len(edges)*i/len(shares) : len(edges)*(i+1)/len(shares)]
		share.rolled = map[rolledKey][]rolled{}
		all.Go(func() {
			errs[i] = u.derive(share)
			share.out.shown.seal()
		})
	}
	all.Wait()
	var quads []store.Quad
	for i := range shares {
		if errs[i] != nil {
			return errs[i]
		}
		for _, run := range shares[i].out.shown.runs {
			quads = mergeQuads(quads, run.by(baseOrder), baseOrder)
		}
	}
	dr.out.shown.addRun(sortedRun(quads))
	return nil
}

// visible returns the stored edges that the lens shows, in an order.
func (d *derivation) visible(p store.Pattern, order store.Order) ([]store.Quad, error) {
	src := d.c.src.bare()
	edges := make([]store.Quad, 0, src.stored(p))
	err := each(src, p, order, func(q store.Quad) { edges = append(edges, q) })
	return edges, err
}

// readDenials collects the edges that someone denies, once for a lens. Whether
// an edge is disputed is asked past the stance filter, but of what is public.
func (c *compiled) readDenials() error {
	c.deniedOnce.Do(func() { c.denied, c.deniedErr = denials(c) })
	return c.deniedErr
}

func denials(c *compiled) (map[[3]store.ID]bool, error) {
	out := map[[3]store.ID]bool{}
	f := recordFilter{lens: c.lens}
	for i := range c.table.list {
		r := &c.table.list[i]
		if r.stance != c.table.ids.denies || f.public(r) != certain {
			continue
		}
		err := each(c.whole, store.Pattern{store.G: r.id}, store.GSPO, func(q store.Quad) {
			out[[3]store.ID{q[store.S], q[store.P], q[store.O]}] = true
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// edges calls f for those of the edges to unfold that stand under records, with the
// row of the record.
func (d *deriver) edges(f func(q store.Quad, record int) error) error {
	for k, q := range d.unfolds {
		if k%checkEvery == 0 && d.ctx.Err() != nil {
			return d.ctx.Err()
		}
		if i, ok := d.c.table.index.of(q[store.G]); ok {
			if err := f(q, i); err != nil {
				return err
			}
		}
	}
	return nil
}

// unfold derives a quad of the edge q, to which a chain leads.
func (d *deriver) unfold(q, derived store.Quad, chain []store.Quad) {
	switch {
	case d.isStored(derived):
	case d.explain:
		d.out.shown.add(derived, derivedBy{d.rule, append([]store.Quad{q}, chain...)})
	default:
		d.out.shown.put(derived)
	}
}

// attributes derives who stands behind the visible claims that attribute an
// incident, by how near.
func (d *deriver) attributes(nearest, farthest bond) error {
	attributes := d.intern(schema.Attributes)
	return d.edges(func(q store.Quad, record int) error {
		for _, s := range d.c.parties.speakers(record, farthest == represented) {
			if s.how >= nearest && s.how <= farthest {
				d.unfold(q, store.Quad{s.party, attributes, q[store.S], q[store.G]}, s.supports())
			}
		}
		return nil
	})
}

// blame rolls every visible claim that attributes an incident up to states.
func (d *deriver) blame() error {
	ids := d.c.table.ids
	toState := d.intern(schema.AttributedToState)
	return d.edges(func(q store.Quad, record int) error {
		voices := d.c.parties.voices(record)
		ways, err := d.rollUp(q[store.O], ownLinks, voices, func(link int) bool {
			r := &d.c.table.list[link]
			return r.assumed || !r.act && r.stance == ids.asserts &&
				slices.ContainsFunc(d.c.parties.voices(link), func(p store.ID) bool { return slices.Contains(voices, p) })
		})
		for _, w := range ways {
			d.unfold(q, store.Quad{q[store.S], toState, w.state, q[store.G]}, w.chain)
		}
		return err
	})
}

// sanctions rolls the visible sanctions up to the states behind those listed;
// with via, to those that only a link reaches.
func (d *deriver) sanctions(via bool) error {
	predicate := schema.SanctionedState
	if via {
		predicate = schema.SanctionedStateVia
	}
	toState := d.intern(predicate)
	hit := map[store.ID][]rolled{} // by whom an act lists
	return d.edges(func(q store.Quad, record int) error {
		if !d.c.table.list[record].act {
			return nil
		}
		ways, met := hit[q[store.O]]
		if !met {
			var err error
			if ways, err = d.hits(q[store.O], via); err != nil {
				return err
			}
			hit[q[store.O]] = ways
		}
		for _, w := range ways {
			d.unfold(q, store.Quad{q[store.S], toState, w.state, q[store.G]}, w.chain)
		}
		return nil
	})
}

// hits returns the states that an act hits which lists somebody: those whose organ
// it is, or with via those that only a link reaches.
func (d *deriver) hits(listed store.ID, via bool) ([]rolled, error) {
	organ, err := d.rollUp(listed, noLinks, nil, func(int) bool { return false })
	if err != nil || !via {
		return organ, err
	}
	ways, err := d.rollUp(listed, allLinks, nil, func(link int) bool { return !d.c.table.list[link].act })
	if len(organ) > 0 {
		ways = slices.DeleteFunc(slices.Clone(ways), func(w rolled) bool {
			return slices.ContainsFunc(organ, func(o rolled) bool { return o.state == w.state })
		})
	}
	return ways, err
}

// rolled is a state above an actor, with the edges of a shortest way to it.
type rolled struct {
	state store.ID
	chain []store.Quad
}

// rolledKey is what a roll-up under one lens depends on: where it begins, and
// which links it follows.
type rolledKey struct {
	from   store.ID
	links  linkKind
	voice  store.ID // of ownLinks: the party,
	voices string   // or several, four bytes each
}

// linkKind says which links roll-ups follow.
type linkKind uint8

const (
	noLinks  linkKind = iota
	allLinks          // that claims assert
	ownLinks          // that some parties assert
)

// rollUp walks from an actor up to states, breadth first: along visible,
// undisputed partOf and officerOf edges, and along those linkedTo and actsFor
// edges whose record passes link. operatesFrom is territory and never walked.
// It returns each state once, if it is to explain with the edges of a shortest way
// to it. Walks are kept by where they begin and by links and voices, which tell
// one link from another.
func (d *deriver) rollUp(from store.ID, links linkKind, voices []store.ID, link func(record int) bool) ([]rolled, error) {
	above, err := d.above(from)
	switch {
	case err != nil:
		return nil, err
	case d.c.table.isA(from, d.c.table.ids.state):
		return []rolled{{state: from}}, nil
	case len(above) == 0:
		return nil, nil
	case d.explain, links != noLinks && len(above) <= fewAbove && d.endsIn(above):
		return d.climb(from, link)
	}
	key := rolledKey{from: from, links: links}
	switch {
	case links == ownLinks && len(voices) == 1:
		key.voice = voices[0]
	case links == ownLinks:
		text := make([]byte, 0, 16)
		for _, v := range voices {
			text = binary.NativeEndian.AppendUint32(text, uint32(v))
		}
		key.voices = string(text)
	}
	ways, ok := d.rolled[key]
	if ok {
		return ways, nil
	}
	if ways, err = d.climb(from, link); err != nil {
		return nil, err
	}
	d.rolled[key] = ways
	return ways, nil
}

// fewAbove is up to how many edges a climb of one step is done again sooner than
// kept.
const fewAbove = 8

// endsIn reports whether edges lead to states only, above which nothing stands.
func (d *deriver) endsIn(edges []store.Quad) bool {
	return !slices.ContainsFunc(edges, func(q store.Quad) bool { return !d.c.table.isA(q[store.O], d.c.table.ids.state) })
}

// step is a thing that a climb has reached, from which step before it, by which
// edge.
type step struct {
	at   store.ID
	from int
	by   store.Quad
}

// climb is rollUp without what is kept.
func (d *deriver) climb(from store.ID, link func(record int) bool) (ways []rolled, err error) {
	ids := &d.c.table.ids
	var few [8]step
	steps := append(few[:0], step{at: from, from: -1})
	met := seen{}
	met.add(from)
	for i := 0; i < len(steps); i++ {
		at := steps[i].at
		if d.c.table.isA(at, ids.state) {
			w := rolled{state: at}
			for k := i; d.explain && steps[k].from >= 0; k = steps[k].from {
				w.chain = append(w.chain, steps[k].by)
			}
			slices.Reverse(w.chain)
			ways = append(ways, w)
			continue // nothing stands above a state
		}
		above, err := d.above(at)
		if err != nil {
			return nil, err
		}
		for _, q := range above {
			if met.has(q[store.O]) {
				continue
			}
			if p := q[store.P]; p == ids.linkedTo || p == ids.actsFor {
				if record, described := d.c.table.index.of(q[store.G]); !described || !link(record) {
					continue
				}
			}
			met.add(q[store.O])
			steps = append(steps, step{q[store.O], i, q})
		}
	}
	return ways, nil
}

// seen is a set of things, of few a list.
type seen struct {
	few  []store.ID
	many map[store.ID]bool
}

func (s *seen) has(id store.ID) bool { return slices.Contains(s.few, id) || s.many[id] }

func (s *seen) add(id store.ID) {
	if len(s.few) < 16 {
		s.few = append(s.few, id)
		return
	}
	if s.many == nil {
		s.many = map[store.ID]bool{}
	}
	s.many[id] = true
}

// above returns the visible edges under records that lead upwards from a thing,
// those of organ structure only if nobody denies them. They are kept.
func (d *deriver) above(thing store.ID) ([]store.Quad, error) {
	edges, ok := d.c.upward[thing]
	if ok || d.c.allUpward {
		return edges, nil
	}
	if err := cmp.Or(d.ctx.Err(), d.c.readDenials()); err != nil {
		return nil, err
	}
	if err := d.c.eachUpward(thing, store.SPOG, func(q store.Quad) { edges = append(edges, q) }); err != nil {
		return nil, err
	}
	d.c.upward[thing] = edges
	return edges, nil
}

// readUpward reads what above gives for all things at once.
func (d *deriver) readUpward() error {
	if d.c.allUpward {
		return nil
	}
	if err := cmp.Or(d.ctx.Err(), d.c.readDenials()); err != nil {
		return err
	}
	var all []store.Quad
	if err := d.c.eachUpward(store.Any, store.PSOG, func(q store.Quad) { all = append(all, q) }); err != nil {
		return err
	}
	all = sortQuads(all, store.SPOG)
	d.c.upward, d.c.allUpward = map[store.ID][]store.Quad{}, true
	for begin, i := 0, 1; i <= len(all); i++ {
		if i == len(all) || all[i][store.S] != all[begin][store.S] {
			d.c.upward[all[begin][store.S]] = all[begin:i:i]
			begin = i
		}
	}
	return nil
}

// eachUpward calls f for the edges that lead upwards from a thing, or from all
// (Any).
func (c *compiled) eachUpward(thing store.ID, order store.Order, f func(store.Quad)) error {
	src := c.src.bare()
	for _, p := range c.upwards() {
		structure := p == c.table.ids.partOf || p == c.table.ids.officerOf
		err := each(src, store.Pattern{store.S: thing, store.P: p}, order, func(q store.Quad) {
			if q[store.G] != store.Unlabelled && !(structure && c.denied[[3]store.ID{q[store.S], p, q[store.O]}]) {
				f(q)
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// upwards are the predicates that lead upwards, in the order of their numbers,
// without those that the graph does not hold.
func (c *compiled) upwards() []store.ID {
	ids := &c.table.ids
	all := []store.ID{ids.partOf, ids.officerOf, ids.linkedTo, ids.actsFor}
	slices.Sort(all)
	return slices.DeleteFunc(all, func(p store.ID) bool { return p == noID })
}
