package graph

import (
	"slices"

	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// overlay holds the quads that the rules derive under one lens, each with the
// quads it rests on. They are few, and seen only through that lens: never
// stored among the facts. A nil overlay is empty.
type overlay struct {
	sorted   [len(positions)][]store.Quad // by store.Order
	supports map[store.Quad][]store.Quad
	ids      map[term.Term]store.ID // predicates that no stored quad holds
	terms    []term.Term
}

// topIRI numbers the overlay's own terms downwards, above every stored IRI.
const topIRI = store.ID(term.IRI)<<29 | store.MaxTerms

func newOverlay() *overlay {
	return &overlay{supports: map[store.Quad][]store.Quad{}, ids: map[term.Term]store.ID{}}
}

func (o *overlay) empty() bool { return o == nil || len(o.supports) == 0 }

// intern returns the id of an IRI, from the snapshot if it has one.
func (o *overlay) intern(s *store.Snapshot, iri string) store.ID {
	t := term.NewIRI(iri)
	if id, ok := s.Lookup(t); ok {
		return id
	}
	if id, ok := o.ids[t]; ok {
		return id
	}
	id := topIRI - store.ID(len(o.terms))
	o.terms = append(o.terms, t)
	o.ids[t] = id
	return id
}

// add derives q from its supports; the first derivation of a quad stays, which
// is the shortest where rules walk breadth first.
func (o *overlay) add(q store.Quad, supports []store.Quad) {
	if _, ok := o.supports[q]; !ok {
		o.supports[q] = slices.Clone(supports)
	}
}

// seal sorts what was added. The overlay is immutable from then on.
func (o *overlay) seal() {
	all := make([]store.Quad, 0, len(o.supports))
	for q := range o.supports {
		all = append(all, q)
	}
	for order := range o.sorted {
		sorted := slices.Clone(all)
		slices.SortFunc(sorted, func(a, b store.Quad) int { return compareQuads(a, b, store.Order(order)) })
		o.sorted[order] = sorted
	}
}

// match returns the derived quads that match p, sorted by order.
func (o *overlay) match(p store.Pattern, order store.Order) []store.Quad {
	if o.empty() {
		return nil
	}
	rows := o.sorted[order]
	// The leading key narrows the range; the rest is filtered.
	if lead := positions[order][0]; p[lead] != store.Any {
		lo, _ := slices.BinarySearchFunc(rows, p[lead], func(q store.Quad, id store.ID) int {
			return int(int64(q[lead]) - int64(id))
		})
		hi := lo
		for hi < len(rows) && rows[hi][lead] == p[lead] {
			hi++
		}
		rows = rows[lo:hi]
	}
	var out []store.Quad
	for _, q := range rows {
		if matches(p, q) {
			out = append(out, q)
		}
	}
	return out
}

func matches(p store.Pattern, q store.Quad) bool {
	for i, id := range p {
		if id != store.Any && id != q[i] {
			return false
		}
	}
	return true
}

func (o *overlay) lookup(t term.Term) (store.ID, bool) {
	if o.empty() {
		return 0, false
	}
	id, ok := o.ids[t]
	return id, ok
}

func (o *overlay) term(id store.ID) (term.Term, bool) {
	if o.empty() || id.Kind() != term.IRI {
		return term.Term{}, false
	}
	if i := int(topIRI - id); i < len(o.terms) {
		return o.terms[i], true
	}
	return term.Term{}, false
}
