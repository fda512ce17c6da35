package graph

import (
	"cmp"
	"context"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// A StatementKind says what a Statement is about.
type StatementKind int8

// The kinds of statements, in the order in which they are listed.
const (
	Blame       StatementKind = iota // who is responsible for an incident
	Link                             // how things belong together
	Deed                             // what was done: an act
	NameOf                           // what a thing is called
	statementKs                      // how many there are
)

var statementKindNames = [statementKs]string{"blame", "link", "act", "name"}

func (k StatementKind) String() string { return statementKindNames[k] }

// A Statement is an edge as the records say it that agree on it: that it is
// so, that it is not (Denied), or in a weaker way (Weak).
//
// Blame of something that stands for a state counts as blame of the state
// (schema.AttributedToState) beside what was named, as the view's rules derive
// it; a denial that an organ did it says nothing of its state. A Deed has no
// Subject: two parties that sanction one firm do the same.
type Statement struct {
	Kind      StatementKind
	Subject   quad.IRI // "" of a Deed
	Predicate quad.IRI
	Object    quad.Value
	Answers   quad.IRI // of a Deed: the incident that it answers, "" if none
	Denied    bool
	Weak      quad.IRI  // the stance, where it neither says nor denies: suspects, condemns, acknowledges
	Records   []*Record // in the order of Record.Compare
}

// statementKinds are the predicates of statements.
var statementKinds = func() map[quad.IRI]StatementKind {
	m := map[quad.IRI]StatementKind{
		schema.AttributedTo: Blame, schema.AttributedToState: Blame, schema.Conducted: Blame,
		schema.LinkedTo: Link, schema.PartOf: Link, schema.ActsFor: Link, schema.OfficerOf: Link, schema.MemberOf: Link,
		schema.OperatesFrom: Link, schema.WorksWith: Link, schema.SpeaksFor: Link, schema.SameAs: Link,
		schema.KnownAs: NameOf, schema.SanctionedState: Deed, schema.SanctionedStateVia: Deed,
	}
	for _, k := range schema.Kinds() {
		if k.Edge != "" {
			m[quad.IRI(k.Edge)] = Deed
		}
	}
	return m
}()

// StatementOptions choose among the statements; nil and the zero value choose
// all.
type StatementOptions struct {
	// By keeps what this party says: itself, through its organs, or named as
	// member of a coalition; of an organization also as a member where the
	// lens spreads.
	By quad.IRI
	// About keeps what the records say that concern this thing.
	About quad.IRI
}

// statementKey tells statements apart.
type statementKey struct {
	subject, predicate quad.IRI
	object             quad.Value
	answers            quad.IRI
	denied             bool
	weak               quad.IRI
}

// Statements returns what the visible records say: blames, links, acts and
// names, sorted by kind, subject, predicate and object. It costs a scan of the
// edges of these kinds; with About, of the edges of the records that concern
// the thing.
func (v *View) Statements(ctx context.Context, o *StatementOptions) ([]Statement, error) {
	if o == nil {
		o = &StatementOptions{}
	}
	var patterns []Pattern
	if o.About == "" {
		for p := range statementKinds {
			patterns = append(patterns, Pattern{Predicate: p})
		}
	} else {
		about, err := v.concerning(ctx, o.About)
		if err != nil {
			return nil, err
		}
		for record := range about {
			patterns = append(patterns, Pattern{Label: record})
		}
	}
	keep := func(r *Record) bool {
		return o.By == "" || slices.ContainsFunc(v.Speakers(r.IRI, false), func(s Speaker) bool { return s.Party == o.By })
	}
	found := map[statementKey]*Statement{}
	records := map[quad.IRI]*Record{} // nil: left out
	answers := map[quad.IRI][]quad.IRI{}
	for _, pattern := range patterns {
		for q, err := range v.Match(ctx, pattern) {
			if err != nil {
				return nil, err
			}
			predicate, _ := q.Predicate.(quad.IRI)
			kind, stated := statementKinds[predicate]
			label, ok := q.Label.(quad.IRI)
			if !stated || !ok {
				continue
			}
			r, seen := records[label]
			if !seen {
				if r = v.Record(label); r != nil && !keep(r) {
					r = nil
				}
				records[label] = r
			}
			if r == nil || r.Stance == schema.Retracts {
				continue
			}
			if answers[label] == nil && kind == Deed {
				if answers[label], err = v.answered(ctx, r); err != nil {
					return nil, err
				}
			}
			v.tally(found, q, kind, r, answers[label])
		}
	}
	out := make([]Statement, 0, len(found))
	for _, s := range found {
		slices.SortFunc(s.Records, (*Record).Compare)
		out = append(out, *s)
	}
	slices.SortFunc(out, compareStatements)
	return out, nil
}

// tally adds one edge under its record to the statements.
func (v *View) tally(found map[statementKey]*Statement, q quad.Quad, kind StatementKind, r *Record, answers []quad.IRI) {
	subject, _ := q.Subject.(quad.IRI)
	predicate, _ := q.Predicate.(quad.IRI)
	key := statementKey{subject: subject, predicate: predicate, object: q.Object}
	switch side := polarity(r); {
	case side < 0:
		key.denied = true
	case side == 0:
		key.weak = r.Stance
	}
	if key.denied && len(v.Supports(q)) > 1 {
		return // an organ is denied, not its state
	}
	if to, ok := q.Object.(quad.IRI); ok && predicate == schema.AttributedTo && v.IsA(to, schema.State) {
		key.predicate = schema.AttributedToState
	}
	if predicate == schema.SameAs { // the same either way
		if q.Object == subject {
			return // the view follows the names of those who say so
		}
		if to, ok := q.Object.(quad.IRI); ok && to < subject {
			key.subject, key.object = to, subject
		}
	}
	add := func(key statementKey) {
		s := found[key]
		if s == nil {
			s = &Statement{
				Kind: kind, Subject: key.subject, Predicate: key.predicate, Object: key.object,
				Answers: key.answers, Denied: key.denied, Weak: key.weak,
			}
			found[key] = s
		}
		if !slices.Contains(s.Records, r) {
			s.Records = append(s.Records, r)
		}
	}
	if kind != Deed {
		add(key)
		return
	}
	key.subject = ""
	if predicate == schema.SanctionedState {
		if q.Object == directObject(v, q) {
			return // the sanction itself says so
		}
	}
	if len(answers) == 0 {
		add(key)
	}
	for _, key.answers = range answers {
		add(key)
	}
}

// directObject is the object of the edge that a derived one unfolds.
func directObject(v *View, q quad.Quad) quad.Value {
	if s := v.Supports(q); len(s) > 0 {
		return s[0].Object
	}
	return nil
}

func compareStatements(a, b Statement) int {
	return cmp.Or(
		cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Answers, b.Answers), cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Predicate, b.Predicate),
		cmp.Compare(quad.ToString(a.Object), quad.ToString(b.Object)), cmp.Compare(a.Weak, b.Weak), compareBool(a.Denied, b.Denied),
	)
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// concerning returns the visible records that concern a thing: an edge of
// theirs, stored or derived, begins or ends there, or they answer it or a
// record that does.
func (v *View) concerning(ctx context.Context, thing quad.IRI) (map[quad.IRI]bool, error) {
	out := map[quad.IRI]bool{}
	for _, p := range []Pattern{{Subject: thing}, {Object: thing}} {
		for q, err := range v.Match(ctx, p) {
			if err != nil {
				return nil, err
			}
			if label, ok := q.Label.(quad.IRI); ok {
				out[label] = true
			}
		}
	}
	// In the order of time, so that what answers an answer counts as well. What
	// may count is found first.
	id, known := v.lookup(thing)
	if !known {
		return out, nil
	}
	todo := []store.ID{id}
	for record := range out {
		if id, ok := v.lookup(record); ok {
			todo = append(todo, id)
		}
	}
	answers, met, rows := v.table.answering(), map[int]bool{}, []int{}
	for ; len(todo) > 0; todo = todo[1:] {
		for _, i := range answers[todo[0]] {
			if v.visible[i] && !met[i] {
				met[i] = true
				rows, todo = append(rows, i), append(todo, v.table.list[i].id)
			}
		}
	}
	for _, r := range v.recordsAt(rows) {
		if slices.ContainsFunc(slices.Concat(r.InResponseTo, r.Re), func(to quad.IRI) bool { return to == thing || out[to] }) {
			out[r.IRI] = true
		}
	}
	return out, nil
}

// answered returns the incidents that a record answers: those it names, and
// those of the records that it names.
func (v *View) answered(ctx context.Context, r *Record) ([]quad.IRI, error) {
	out := []quad.IRI{}
	for _, to := range r.InResponseTo {
		if v.IsA(to, schema.Incident) {
			out = append(out, to)
			continue
		}
		edges, err := v.Edges(ctx, to)
		if err != nil {
			return nil, err
		}
		for _, q := range edges {
			for _, end := range []quad.Value{q.Subject, q.Object} {
				if iri, ok := end.(quad.IRI); ok && v.IsA(iri, schema.Incident) {
					out = append(out, iri)
				}
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}
