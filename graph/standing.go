package graph

import (
	"slices"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Standing says which records of the same party took a record back.
type Standing struct {
	RetractedBy  []quad.IRI // retractions of it that stand
	SupersededBy []quad.IRI // records that replace it and were not retracted
}

// Stands reports whether nothing took the record back.
func (s Standing) Stands() bool { return len(s.RetractedBy)+len(s.SupersededBy) == 0 }

// Standing returns what took a record back among the records that were public
// on the date of the view's lens, whatever else the lens hides; the zero
// Standing for what is no record. The first call on a lens costs a pass over
// all records, others a look-up.
func (v *View) Standing(record quad.IRI) Standing { return v.standings()(record) }

// standings is Standing as a function.
func (v *View) standings() func(quad.IRI) Standing {
	v.takenOnce.Do(func() { v.taken = v.takenBack() })
	return func(record quad.IRI) Standing { return v.taken[record] }
}

// takenBack finds the records that do not stand.
func (v *View) takenBack() map[quad.IRI]Standing {
	f := recordFilter{lens: v.lens}
	s := newStanding(v.table, func(i int) bool { return f.public(&v.table.list[i]) == certain })
	name := func(by []int) []quad.IRI {
		var iris []quad.IRI
		for _, j := range by {
			if !s.retracted(j) {
				iris = append(iris, v.iri(v.table.list[j].id))
			}
		}
		slices.Sort(iris)
		return slices.Compact(iris)
	}
	out := map[quad.IRI]Standing{}
	for i := range v.table.list {
		var st Standing
		if s.retracted(i) {
			st.RetractedBy = name(s.retractors[i])
		}
		st.SupersededBy = name(s.successors[i])
		if !st.Stands() {
			out[v.iri(v.table.list[i].id)] = st
		}
	}
	return out
}

// PastStance returns the view with claims of every stance: denials,
// suspicions and retractions beside what is asserted, all other fields of the
// lens as they are. It is where disputes are looked for.
func (v *View) PastStance() (*View, error) {
	l := *v.lens
	if l.All {
		return v, nil
	}
	l.Stances = nil
	for _, s := range schema.Stances() {
		l.Stances = append(l.Stances, quad.IRI(s.IRI))
	}
	return v.With(&l)
}

// withFallen returns the view with the records too that were retracted or
// superseded.
func (v *View) withFallen() (*View, error) {
	l := *v.lens
	l.fallen = true
	return v.With(&l)
}
