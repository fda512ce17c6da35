package graph

import (
	"slices"
	"sync"

	"github.com/ascribe-graph/ascribe/internal/store"
)

// parties knows for whom the maker of a record speaks: organs speak for
// states, a coalition always expands to its members, an organization to its
// members only where the lens spreads.
type parties struct {
	table     *recordTable
	spread    bool
	speaksFor map[store.ID][]membership // organ -> whom it speaks for
	members   map[store.ID][]membership // coalition or organization -> members
	related   map[store.ID]bool         // who is in one of these
	makers    func() map[store.ID]bool  // allMakers, once
}

// membership is one structure edge, seen from one of its ends.
type membership struct {
	party  store.ID // the other end
	record int      // the record that says so
	quad   store.Quad
}

// How a party stands behind a record.
type bond int8

const (
	direct      bond = iota // its own name is under it
	spokenFor               // an organ of it spoke
	named                   // named as a member of the coalition that spoke
	represented             // a member of an organization that spoke
)

// speaker is a party that stands behind a record.
type speaker struct {
	party store.ID
	how   bond
	via   store.ID   // the organ, coalition or organization; Any if direct
	edge  store.Quad // what says so; zero if direct
}

func newParties(c *compiled) parties {
	p := parties{
		table: c.table, spread: c.lens.Spread,
		speaksFor: map[store.ID][]membership{}, members: map[store.ID][]membership{}, related: map[store.ID]bool{},
	}
	for _, e := range c.table.structure {
		if !c.usable[e.record] {
			continue
		}
		q := e.quad
		switch q[store.P] {
		case c.table.ids.speaksFor:
			p.speaksFor[q[store.S]] = append(p.speaksFor[q[store.S]], membership{q[store.O], e.record, q})
			p.related[q[store.S]] = true
		case c.table.ids.memberOf:
			p.members[q[store.O]] = append(p.members[q[store.O]], membership{q[store.S], e.record, q})
			p.related[q[store.O]] = true
		}
	}
	p.makers = sync.OnceValue(p.allMakers)
	return p
}

// speakers returns everyone who stands behind record i, nearest first; each
// party once.
func (p *parties) speakers(i int, spread bool) []speaker {
	r := &p.table.list[i]
	var out []speaker
	if p.alone(r) {
		for _, by := range r.by() {
			out = append(out, speaker{party: by})
		}
		return out
	}
	seen := map[store.ID]bool{}
	push := func(s speaker) {
		if !seen[s.party] {
			seen[s.party] = true
			out = append(out, s)
		}
	}
	for _, by := range r.by() {
		push(speaker{party: by})
	}
	for k := 0; k < len(out); k++ {
		at := out[k]
		step := func(list []membership, how bond) {
			for _, m := range list {
				if valid := p.table.list[m.record].valid; valid.lo > r.when.hi || valid.hi < r.when.lo {
					continue
				}
				push(speaker{party: m.party, how: max(at.how, how), via: at.party, edge: m.quad})
			}
		}
		step(p.speaksFor[at.party], spokenFor)
		switch {
		case p.table.isA(at.party, p.table.ids.coalition):
			step(p.members[at.party], named)
		case spread:
			step(p.members[at.party], represented)
		}
	}
	slices.SortStableFunc(out, func(a, b speaker) int { return int(a.how) - int(b.how) })
	return out
}

// include reports whether one of want stands behind record i.
func (p *parties) include(i int, want map[store.ID]bool) bool {
	r := &p.table.list[i]
	if slices.ContainsFunc(r.by(), func(id store.ID) bool { return want[id] }) {
		return true
	}
	return !p.alone(r) && slices.ContainsFunc(p.speakers(i, p.spread), func(s speaker) bool { return want[s.party] })
}

// alone reports whether nobody but its makers stands behind a record, as it is
// with most: they speak for nobody and have no members.
func (p *parties) alone(r *recordRow) bool {
	return !slices.ContainsFunc(r.by(), func(id store.ID) bool { return p.related[id] })
}

// speaks reports whether a party may stand behind a record.
func (p *parties) speaks(party store.ID) bool { return p.makers()[party] }

// allMakers returns who made a record or is made to stand behind one.
func (p *parties) allMakers() map[store.ID]bool {
	out := map[store.ID]bool{}
	for i := range p.table.list {
		for _, by := range p.table.list[i].by() {
			out[by] = true
		}
	}
	for _, memberships := range []map[store.ID][]membership{p.speaksFor, p.members} {
		for _, list := range memberships {
			for _, m := range list {
				out[m.party] = true
			}
		}
	}
	return out
}

// voices returns the parties whose own words record i is: its makers and
// those for whom they speak, without members. It is not to be changed.
func (p *parties) voices(i int) []store.ID {
	if r := &p.table.list[i]; p.alone(r) {
		return r.by()
	}
	var out []store.ID
	for _, s := range p.speakers(i, false) {
		if s.how <= spokenFor {
			out = append(out, s.party)
		}
	}
	return out
}
