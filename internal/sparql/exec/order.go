package exec

import (
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/expr"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// order compares the terms of numbers as ORDER BY does, by the numbers alone
// where the source numbers them in that order: IRIs, blank nodes, strings and
// plain dates. What it finds out about a date it remembers.
type order struct {
	ex    *executor
	dates memo
	fresh []store.ID
	buf   []byte
}

// What is remembered of a number of a typed literal.
const (
	byValue  uint8 = 1
	byNumber uint8 = 2
)

// compare returns the sign of the comparison of two terms; 0 is an unbound
// variable.
func (o *order) compare(x, y uint32) int {
	if x == y {
		return 0
	}
	if k := kindOf(x); k == kindOf(y) {
		switch {
		case k == inlineKind, k != 0 && o.numbered(x) && o.numbered(y):
			if x < y {
				return -1
			}
			return 1
		}
	}
	return expr.Order(o.ex.value(x), o.ex.value(y))
}

// strict is compare made total: 0 only for the same term.
func (o *order) strict(x, y uint32) int {
	if c := o.compare(x, y); c != 0 || x == y {
		return c
	}
	return expr.OrderTerms(o.ex.value(x), o.ex.value(y))
}

// numbered reports whether the number of a term tells its place.
func (o *order) numbered(id uint32) bool {
	if !o.ex.lexical(id) {
		return false
	}
	switch term.Kind(kindOf(id)) {
	case term.IRI, term.Blank, term.String:
		return true
	case term.Typed:
		slot := o.dates.slot(id)
		if *slot == 0 {
			o.note(slot, o.ex.term(id))
		}
		return *slot == byNumber
	}
	return false
}

func (o *order) note(slot *uint8, t term.Term) {
	*slot = byValue
	if plainDate(t) {
		*slot = byNumber
	}
}

// ahead looks at the typed literals of a column that are to be compared, in
// one pass over the dictionary.
func (o *order) ahead(col []uint32) error {
	fresh := o.fresh[:0]
	for _, id := range col {
		if term.Kind(kindOf(id)) != term.Typed {
			continue
		}
		if slot := o.dates.slot(id); *slot == 0 {
			*slot = byValue
			fresh = append(fresh, store.ID(id))
		}
	}
	o.fresh = fresh
	if len(fresh) == 0 {
		return nil
	}
	slices.Sort(fresh)
	var terms []term.Term
	terms, o.buf = o.ex.readTermsOf(fresh, o.buf)
	for i, t := range terms {
		o.note(o.dates.slot(uint32(fresh[i])), t)
	}
	return o.ex.step(len(fresh))
}
