package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/fold"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// A Naming is a name of a thing and who uses it.
type Naming struct {
	Name
	By *Record // the record that says so; nil for a label, a search form or a handle
}

// Namings returns the visible names that keep accepts, nil for all: by thing,
// kind of name, record in the order of Record.Compare, and text. It costs a scan
// of the labels and aliases.
func (v *View) Namings(keep func(Name) bool) []Naming { return v.namings(v.Names(), keep) }

// NamingsOf is Namings of one thing. It costs a look at its own names.
func (v *View) NamingsOf(thing quad.IRI, keep func(Name) bool) []Naming {
	id, ok := v.lookup(thing)
	if !ok {
		return nil
	}
	return v.namings(v.names([]store.ID{id}), keep)
}

// SharedNames returns the names of other things that are names of a thing too,
// compared as people compare names: each under the record that calls the other
// thing so, in the order of Namings. Only what records call them counts (knownAs).
// That two things share a name is no claim that they are one: see Identities. It
// costs a look into the index of names, and where the view has none, a scan of
// the labels and aliases.
func (v *View) SharedNames(thing quad.IRI) []Naming {
	id, ok := v.lookup(thing)
	if !ok {
		return nil
	}
	own := map[string]bool{}
	for _, n := range v.names([]store.ID{id}) {
		if n.Kind == AliasName {
			own[fold.Key(n.Text)] = true
		}
	}
	if len(own) == 0 {
		return nil
	}
	var names []Name
	if index := v.NameIndex(); index != nil {
		names = index.Changed()
		for key := range own {
			names = append(names, index.Find(key)...)
		}
	} else {
		names = v.Names()
	}
	self := v.iri(id)
	return v.namings(names, func(n Name) bool {
		return n.Kind == AliasName && n.Of != self && own[fold.Key(n.Text)]
	})
}

// namings are the names that keep accepts with their records, in order.
func (v *View) namings(names []Name, keep func(Name) bool) []Naming {
	var out []Naming
	records := map[quad.IRI]*Record{}
	for _, n := range names {
		if keep != nil && !keep(n) {
			continue
		}
		by, ok := records[n.Record]
		if !ok && n.Record != "" {
			by = v.Record(n.Record)
			records[n.Record] = by
		}
		out = append(out, Naming{n, by})
	}
	slices.SortStableFunc(out, func(a, b Naming) int {
		c := cmp.Or(cmp.Compare(a.Of, b.Of), cmp.Compare(a.Kind, b.Kind))
		if c == 0 && a.By != nil && b.By != nil {
			c = a.By.Compare(b.By)
		}
		return cmp.Or(c, cmp.Compare(a.Text, b.Text), cmp.Compare(a.Lang, b.Lang))
	})
	return out
}

// An Identity is a claim that two things are one, or that they are not.
type Identity struct {
	A, B quad.IRI // A is the subject of the edge
	Same bool     // false: the claim denies it
	By   *Record
}

// Identities returns the visible claims that a thing is, or is not, the same
// as another, in the order of Record.Compare; of any thing for "". Claims that
// neither say nor deny it (suspicions, retractions) are left out. The default
// lens hides denials: see PastStance.
func (v *View) Identities(ctx context.Context, thing quad.IRI) ([]Identity, error) {
	patterns := []Pattern{{Predicate: quad.IRI(schema.SameAs)}}
	if thing != "" {
		patterns = []Pattern{
			{Subject: thing, Predicate: quad.IRI(schema.SameAs)},
			{Predicate: quad.IRI(schema.SameAs), Object: thing},
		}
	}
	var out []Identity
	for _, p := range patterns {
		for q, err := range v.Match(ctx, p) {
			if err != nil {
				return nil, err
			}
			a, okA := q.Subject.(quad.IRI)
			b, okB := q.Object.(quad.IRI)
			label, okL := q.Label.(quad.IRI)
			if !okA || !okB || !okL || a == b { // of a view that sees both as one
				continue
			}
			r := v.Record(label)
			if r == nil {
				continue
			}
			if side := polarity(r); side != 0 {
				out = append(out, Identity{A: a, B: b, Same: side > 0, By: r})
			}
		}
	}
	slices.SortFunc(out, func(x, y Identity) int {
		return cmp.Or(x.By.Compare(y.By), cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B))
	})
	return slices.CompactFunc(out, func(x, y Identity) bool { return x.By.IRI == y.By.IRI && x.A == y.A && x.B == y.B }), nil
}

// polarity is 1 for a record that says that its edges are so, an act included,
// -1 for one that denies them, 0 for what does neither.
func polarity(r *Record) int {
	switch {
	case r.Act:
		return 1
	case r.Stance == schema.Asserts, r.Stance == schema.Supports, r.Stance == schema.Reports:
		return 1
	case r.Stance == schema.Denies:
		return -1
	}
	return 0
}
