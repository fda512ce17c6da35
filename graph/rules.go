package graph

import (
	"slices"

	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/schema"
)

// derive computes what the rules say under a lens. Each derived quad stands
// under the record that it unfolds, so that GRAPH ?r joins it with what that
// record says; nothing is ever derived across two speakers.
//
//	attributes           party -> incident, for everyone who stands behind a claim with attributedTo
//	attributedToState    incident -> state, from attributedTo, rolled up
//	sanctionedState      party -> state, from sanctioned, along officerOf and partOf
//	sanctionedStateVia   the same where linkedTo or actsFor is needed as well
//
// It costs a scan of attributedTo and sanctioned edges and a walk from each
// target; nothing where the graph has no such edges.
func derive(c *compiled) (*overlay, error) {
	d := &deriver{c: c, out: newOverlay(), snap: c.src.snap}
	if err := d.readDenials(); err != nil {
		return nil, err
	}
	if err := d.blame(); err != nil {
		return nil, err
	}
	if err := d.sanctions(); err != nil {
		return nil, err
	}
	if d.out.empty() {
		return nil, nil
	}
	d.out.seal()
	return d.out, nil
}

type deriver struct {
	c      *compiled
	snap   *store.Snapshot
	out    *overlay
	denied map[[3]store.ID]bool
}

// readDenials collects the edges that someone denies. Whether an edge is
// disputed is asked past the stance filter, but of what is public.
func (d *deriver) readDenials() error {
	d.denied = map[[3]store.ID]bool{}
	for i, r := range d.c.table.list {
		if r.stance != d.c.table.ids.denies || d.public(i) != certain {
			continue
		}
		err := each(d.c.whole, store.Pattern{store.G: r.id}, store.GSPO, func(q store.Quad) {
			d.denied[[3]store.ID{q[store.S], q[store.P], q[store.O]}] = true
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *deriver) public(i int) publicity {
	f := recordFilter{lens: d.c.lens}
	return f.public(&d.c.table.list[i])
}

// blame unfolds every visible claim that attributes an incident.
func (d *deriver) blame() error {
	ids := d.c.table.ids
	attributes := d.out.intern(d.snap, schema.Attributes)
	toState := d.out.intern(d.snap, schema.AttributedToState)
	var edges []store.Quad
	err := each(d.c.src, store.Pattern{store.P: ids.attributedTo}, store.PSOG, func(q store.Quad) {
		if _, ok := d.c.table.index[q[store.G]]; ok {
			edges = append(edges, q)
		}
	})
	if err != nil {
		return err
	}
	for _, q := range edges {
		i := d.c.table.index[q[store.G]]
		incident := q[store.S]
		for _, s := range d.c.parties.speakers(i, d.c.lens.Spread) {
			supports := []store.Quad{q}
			if s.how != direct {
				supports = append(supports, s.edge)
			}
			d.out.add(store.Quad{s.party, attributes, incident, q[store.G]}, supports)
		}
		voices := d.c.parties.voices(i)
		own := func(record int) bool {
			r := &d.c.table.list[record]
			return r.assumed || !r.act && r.stance == ids.asserts &&
				slices.ContainsFunc(d.c.parties.voices(record), func(p store.ID) bool { return slices.Contains(voices, p) })
		}
		err := d.rollUp(q[store.O], own, func(state store.ID, chain []store.Quad) {
			d.out.add(store.Quad{incident, toState, state, q[store.G]}, append([]store.Quad{q}, chain...))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// sanctions rolls the visible sanctions up to the states behind those listed.
func (d *deriver) sanctions() error {
	ids := d.c.table.ids
	toState := d.out.intern(d.snap, schema.SanctionedState)
	via := d.out.intern(d.snap, schema.SanctionedStateVia)
	var edges []store.Quad
	err := each(d.c.src, store.Pattern{store.P: ids.sanctioned}, store.PSOG, func(q store.Quad) {
		if i, ok := d.c.table.index[q[store.G]]; ok && d.c.table.list[i].act {
			edges = append(edges, q)
		}
	})
	if err != nil {
		return err
	}
	for _, q := range edges {
		organ := map[store.ID]bool{}
		none := func(int) bool { return false }
		err := d.rollUp(q[store.O], none, func(state store.ID, chain []store.Quad) {
			organ[state] = true
			d.out.add(store.Quad{q[store.S], toState, state, q[store.G]}, append([]store.Quad{q}, chain...))
		})
		if err != nil {
			return err
		}
		anyone := func(record int) bool { return !d.c.table.list[record].act }
		err = d.rollUp(q[store.O], anyone, func(state store.ID, chain []store.Quad) {
			if !organ[state] {
				d.out.add(store.Quad{q[store.S], via, state, q[store.G]}, append([]store.Quad{q}, chain...))
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// rollUp walks from an actor up to states, breadth first: along visible,
// undisputed partOf and officerOf edges, and along those linkedTo and actsFor
// edges whose record passes link. operatesFrom is territory and never walked.
// found gets each state once, with the edges of a shortest way to it.
func (d *deriver) rollUp(from store.ID, link func(record int) bool, found func(store.ID, []store.Quad)) error {
	ids := d.c.table.ids
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
			found(now.at, now.chain)
			continue // nothing stands above a state
		}
		err := each(d.c.src, store.Pattern{store.S: now.at}, store.SPOG, func(q store.Quad) {
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
			return err
		}
	}
	return nil
}
