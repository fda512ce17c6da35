package graph

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// An Event is something with a date: what a record says of when something
// began, ended, was discovered or disclosed, or the record itself.
type Event struct {
	// Date is as precise as the source gives it; the first day that is possible
	// for a record that has only an interval, or only a last day that is, and
	// zero for one without a date.
	Date Date
	// When says the date in words where Date cannot: "by 2021-06-30".
	When string
	// Edge is the edge that gives the date, under its record; zero if the event
	// is the record.
	Edge   quad.Quad
	Record *Record
}

// dateEdges are the edges whose object is a date.
var dateEdges = []quad.IRI{schema.Began, schema.Ended, schema.Discovered, schema.Disclosed}

// Timeline returns the visible events that concern one of things, or all, in
// the order of their dates: by the first day that is possible, then the less
// precise first, then by record; what has no date comes last. A record
// concerns what its edges, stored or derived, begin or end at, what it answers,
// and who made it; what it says of dates goes with it.
func (v *View) Timeline(ctx context.Context, things ...quad.IRI) ([]Event, error) {
	concerned := map[quad.IRI]bool{}
	for _, thing := range things {
		of, err := v.concerning(ctx, thing)
		if err != nil {
			return nil, err
		}
		for r := range of {
			concerned[r] = true
		}
	}
	var out []Event
	records := map[quad.IRI]*Record{}
	for _, r := range v.recordsAt(v.concerned(concerned, things)) {
		records[r.IRI] = r
		e := Event{Date: r.On, When: r.When(), Record: r}
		if e.Date.IsZero() && !r.Undated {
			if e.Date = r.Earliest; e.Date.IsZero() {
				e.Date = r.Latest
			}
		}
		out = append(out, e)
	}
	for _, p := range dateEdges {
		for q, err := range v.Match(ctx, Pattern{Predicate: p}) {
			if err != nil {
				return nil, err
			}
			label, _ := q.Label.(quad.IRI)
			r := records[label]
			t, ok := term.FromValue(q.Object)
			if r == nil || !ok {
				continue
			}
			if d, ok := dateOf(t); ok {
				out = append(out, Event{Date: d, When: d.String(), Edge: q, Record: r})
			}
		}
	}
	slices.SortStableFunc(out, compareEvents)
	return out, nil
}

// concerned returns the rows of the visible records that are in a set or made by
// one of things; of no things all.
func (v *View) concerned(set map[quad.IRI]bool, things []quad.IRI) []int {
	ids := func(list iter.Seq[quad.IRI]) map[store.ID]bool {
		out := map[store.ID]bool{}
		for iri := range list {
			if id, ok := v.lookup(iri); ok {
				out[id] = true
			}
		}
		return out
	}
	records, makers := ids(maps.Keys(set)), ids(slices.Values(things))
	var out []int
	for i, visible := range v.visible {
		r := &v.table.list[i]
		if visible && (len(things) == 0 || records[r.id] || slices.ContainsFunc(r.by(), func(p store.ID) bool { return makers[p] })) {
			out = append(out, i)
		}
	}
	return out
}

func compareEvents(a, b Event) int {
	first := func(e Event) int32 {
		if e.Date.IsZero() {
			return dusk
		}
		return e.Date.days().lo
	}
	return cmp.Or(
		cmp.Compare(first(a), first(b)), cmp.Compare(b.Date.days().hi, a.Date.days().hi),
		compareBool(a.Edge.Subject == nil, b.Edge.Subject == nil), cmp.Compare(a.Record.IRI, b.Record.IRI), CompareQuads(a.Edge, b.Edge),
	)
}

// Within reports whether the event may lie between two dates, both included;
// a zero Date is open. What has no date lies within open bounds only.
func (e *Event) Within(since, until Date) bool {
	if e.Date.IsZero() {
		return since.IsZero() && until.IsZero()
	}
	d := e.Date
	first, last := d, d
	if e.Edge.Subject == nil && e.Record.On.IsZero() {
		first, last = e.Record.Earliest, e.Record.Latest
	}
	return (since.IsZero() || last.IsZero() || !last.Before(since)) && (until.IsZero() || first.IsZero() || !until.Before(first))
}

// Changes is what became known, and what was taken back, between two dates.
type Changes struct {
	From, To   Date
	New        []*Record // public since, whatever their stance
	Superseded []*Record // replaced since
	Retracted  []*Record // taken back since
	Blames     []Shift   // which states are blamed for which incidents
	Sanctions  []Shift   // which states are sanctioned, and for which incidents
}

// A Shift is a state and an incident of which one thing is said as of one
// date and not as of the other.
type Shift struct {
	State    quad.IRI
	Incident quad.IRI  // "" for a sanction that names none
	Via      bool      // a sanction that reaches the state only through linkedTo or actsFor
	Lost     bool      // said as of the earlier date only
	Records  []*Record // that say so on the date on which it is said
}

// Changes compares what was known as of two dates, the view's lens otherwise
// as it is; records, but not blames, whatever their stance. about, if not "",
// keeps what concerns that thing. Blame is what is asserted, rolled up to
// states as the view's rules do.
func (v *View) Changes(ctx context.Context, from, to Date, about quad.IRI) (*Changes, error) {
	out := &Changes{From: from, To: to}
	views := [2]*View{}
	visible := [2]map[quad.IRI]*Record{{}, {}}
	keep := map[quad.IRI]bool{}
	var blames, sanctions, via [2]map[[2]quad.IRI][]*Record
	for i, day := range []Date{from, to} {
		l := *v.lens
		l.AsOf = day
		if l.All { // which would ignore the date
			l = Lens{AsOf: day, NoRules: l.NoRules}
		}
		at, err := v.With(&l)
		if err != nil {
			return nil, err
		}
		if views[i], err = at.PastStance(); err != nil {
			return nil, err
		}
		if about != "" {
			of, err := views[i].concerning(ctx, about)
			if err != nil {
				return nil, err
			}
			maps.Copy(keep, of)
		}
		for _, r := range views[i].Records() {
			// What takes back or replaces a record concerns what that did.
			known := func(to quad.IRI) bool { return keep[to] }
			if about == "" || keep[r.IRI] || slices.ContainsFunc(r.Re, known) || slices.ContainsFunc(r.Supersedes, known) {
				visible[i][r.IRI] = r
			}
		}
		said, err := at.Statements(ctx, &StatementOptions{About: about})
		if err != nil {
			return nil, err
		}
		blames[i], sanctions[i], via[i] = at.stateShifts(said)
	}
	standing := views[1].standings()
	for iri, r := range visible[1] {
		if views[0].Record(iri) == nil {
			out.New = append(out.New, r)
		}
	}
	for iri, r := range visible[0] {
		if visible[1][iri] != nil {
			continue
		}
		switch st := standing(iri); {
		case len(st.RetractedBy) > 0:
			out.Retracted = append(out.Retracted, r)
		case len(st.SupersededBy) > 0:
			out.Superseded = append(out.Superseded, r)
		}
	}
	for _, list := range []*[]*Record{&out.New, &out.Superseded, &out.Retracted} {
		slices.SortFunc(*list, (*Record).Compare)
	}
	out.Blames, out.Sanctions = shifts(blames), shifts(sanctions)
	for _, s := range shifts(via) {
		s.Via = true
		out.Sanctions = append(out.Sanctions, s)
	}
	return out, nil
}

// stateShifts picks the blames and sanctions of states out of statements, by
// state and incident.
func (v *View) stateShifts(said []Statement) (blames, sanctions, via map[[2]quad.IRI][]*Record) {
	blames, sanctions, via = map[[2]quad.IRI][]*Record{}, map[[2]quad.IRI][]*Record{}, map[[2]quad.IRI][]*Record{}
	for i := range said {
		s := &said[i]
		object, ok := s.Object.(quad.IRI)
		if !ok || s.Denied || s.Weak != "" {
			continue
		}
		k := [2]quad.IRI{object, s.Answers}
		switch {
		case s.Predicate == schema.AttributedToState:
			for _, r := range s.Records {
				if r.Stance == schema.Asserts {
					k := [2]quad.IRI{object, s.Subject}
					blames[k] = append(blames[k], r)
				}
			}
		case s.Predicate == schema.SanctionedState, s.Predicate == schema.Sanctioned && v.IsA(object, schema.State):
			sanctions[k] = append(sanctions[k], s.Records...)
		case s.Predicate == schema.SanctionedStateVia:
			via[k] = append(via[k], s.Records...)
		}
	}
	return blames, sanctions, via
}

func shifts(at [2]map[[2]quad.IRI][]*Record) []Shift {
	var out []Shift
	for i := range at {
		for k, records := range at[i] {
			if at[1-i][k] == nil {
				slices.SortFunc(records, (*Record).Compare)
				out = append(out, Shift{State: k[0], Incident: k[1], Lost: i == 0, Records: slices.Compact(records)})
			}
		}
	}
	slices.SortFunc(out, func(a, b Shift) int {
		return cmp.Or(compareBool(a.Lost, b.Lost), strings.Compare(string(a.State), string(b.State)), strings.Compare(string(a.Incident), string(b.Incident)))
	})
	return out
}
