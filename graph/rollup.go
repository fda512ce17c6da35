package graph

import (
	"fmt"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/schema"
)

// The roll-up without queries: what the built-in rules say, by a walk from each
// edge.

// readDenials collects the edges that someone denies, once for a lens. Whether
// an edge is disputed is asked past the stance filter, but of what is public.
func (d *deriver) readDenials() error {
	c := d.c
	c.deniedOnce.Do(func() { c.denied, c.deniedErr = denials(c) })
	d.denied = c.denied
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

// edges returns the visible edges by a predicate that stand under records.
func (d *deriver) edges(predicate store.ID) (edges []store.Quad, err error) {
	err = each(d.c.src.bare(), store.Pattern{store.P: predicate}, store.PSOG, func(q store.Quad) {
		if _, ok := d.c.table.index[q[store.G]]; ok {
			edges = append(edges, q)
		}
	})
	return edges, err
}

// attributes derives who stands behind the visible claims that attribute an
// incident, by how near.
func (d *deriver) attributes(nearest, farthest bond) error {
	attributes := d.intern(schema.Attributes)
	edges, err := d.edges(d.c.table.ids.attributedTo)
	for _, q := range edges {
		for _, s := range d.c.parties.speakers(d.c.table.index[q[store.G]], farthest == represented) {
			if s.how >= nearest && s.how <= farthest {
				d.add(store.Quad{s.party, attributes, q[store.S], q[store.G]}, append([]store.Quad{q}, s.supports()...))
			}
		}
	}
	return err
}

// blame rolls every visible claim that attributes an incident up to states.
func (d *deriver) blame() error {
	ids := d.c.table.ids
	toState := d.intern(schema.AttributedToState)
	if err := d.readDenials(); err != nil {
		return err
	}
	edges, err := d.edges(ids.attributedTo)
	if err != nil {
		return err
	}
	for _, q := range edges {
		i := d.c.table.index[q[store.G]]
		incident := q[store.S]
		voices := d.c.parties.voices(i)
		own := func(record int) bool {
			r := &d.c.table.list[record]
			return r.assumed || !r.act && r.stance == ids.asserts &&
				slices.ContainsFunc(d.c.parties.voices(record), func(p store.ID) bool { return slices.Contains(voices, p) })
		}
		err := d.rollUp(q[store.O], fmt.Sprint(voices), own, func(state store.ID, chain []store.Quad) {
			d.add(store.Quad{incident, toState, state, q[store.G]}, append([]store.Quad{q}, chain...))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// sanctions rolls the visible sanctions up to the states behind those listed;
// with via, to those that only a link reaches.
func (d *deriver) sanctions(via bool) error {
	predicate := schema.SanctionedState
	if via {
		predicate = schema.SanctionedStateVia
	}
	toState := d.intern(predicate)
	if err := d.readDenials(); err != nil {
		return err
	}
	edges, err := d.edges(d.c.table.ids.sanctioned)
	if err != nil {
		return err
	}
	for _, q := range edges {
		if !d.c.table.list[d.c.table.index[q[store.G]]].act {
			continue
		}
		organ := map[store.ID]bool{}
		none := func(int) bool { return false }
		err := d.rollUp(q[store.O], noLinks, none, func(state store.ID, chain []store.Quad) {
			organ[state] = true
			if !via {
				d.add(store.Quad{q[store.S], toState, state, q[store.G]}, append([]store.Quad{q}, chain...))
			}
		})
		if err != nil || !via {
			if err != nil {
				return err
			}
			continue
		}
		anyone := func(record int) bool { return !d.c.table.list[record].act }
		err = d.rollUp(q[store.O], allLinks, anyone, func(state store.ID, chain []store.Quad) {
			if !organ[state] {
				d.add(store.Quad{q[store.S], toState, state, q[store.G]}, append([]store.Quad{q}, chain...))
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// rolled is a state above an actor, with the edges of a shortest way to it.
type rolled struct {
	state store.ID
	chain []store.Quad
}

// rolledKey is what a roll-up under one lens depends on: where it begins, and
// which links it follows.
type rolledKey struct {
	from  store.ID
	links string
}

// The links that roll-ups follow, beside those of some parties.
const (
	noLinks  = "none"
	allLinks = "all"
)

// rollUp walks from an actor up to states, breadth first: along visible,
// undisputed partOf and officerOf edges, and along those linkedTo and actsFor
// edges whose record passes link. operatesFrom is territory and never walked.
// found gets each state once, with the edges of a shortest way to it. Walks are
// kept by where they begin and by links, which tells one link from another.
func (d *deriver) rollUp(from store.ID, links string, link func(record int) bool, found func(store.ID, []store.Quad)) error {
	key := rolledKey{from, links}
	ways, ok := d.c.rolled[key]
	if !ok {
		var err error
		if ways, err = d.climb(from, link); err != nil {
			return err
		}
		if d.c.rolled == nil {
			d.c.rolled = map[rolledKey][]rolled{}
		}
		d.c.rolled[key] = ways
	}
	for _, w := range ways {
		found(w.state, w.chain)
	}
	return nil
}

// climb is rollUp without what is kept.
func (d *deriver) climb(from store.ID, link func(record int) bool) (ways []rolled, err error) {
	ids, src := d.c.table.ids, d.c.src.bare()
	type step struct {
		at    store.ID
		chain []store.Quad
	}
	seen := map[store.ID]bool{from: true}
	queue := []step{{at: from}}
	for len(queue) > 0 {
		now := queue[0]
		queue = queue[1:]
		if d.c.table.isA(now.at, ids.state) {
			ways = append(ways, rolled{now.at, now.chain})
			continue // nothing stands above a state
		}
		err := each(src, store.Pattern{store.S: now.at}, store.SPOG, func(q store.Quad) {
			if seen[q[store.O]] || q[store.G] == store.Unlabelled {
				return
			}
			record, described := d.c.table.index[q[store.G]]
			switch q[store.P] {
			case ids.partOf, ids.officerOf:
				if d.denied[[3]store.ID{q[store.S], q[store.P], q[store.O]}] {
					return
				}
			case ids.linkedTo, ids.actsFor:
				if !described || !link(record) {
					return
				}
			default:
				return
			}
			seen[q[store.O]] = true
			queue = append(queue, step{q[store.O], append(slices.Clone(now.chain), q)})
		})
		if err != nil {
			return nil, err
		}
	}
	return ways, nil
}
