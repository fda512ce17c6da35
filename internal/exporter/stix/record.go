package stix

import (
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// record is what is read of a record for the objects it becomes.
type record struct {
	act                                   bool
	by, relayed, about, re, answers, over []quad.Value
	sources                               []quad.Value
	stance, form, kind, confidence        string
	quotes, summary, likelihood           []quad.LangString
	on, earliest, latest                  graph.Date
	validFrom, validTo                    graph.Date

	first, last string // the days on which it can have become public, as time stamps
	fallen      bool   // superseded or retracted by a record of the export
	relations   []relation
	carrier     string // type of the object that holds it
}

// relation is an edge that is a relationship.
type relation struct {
	id, typ string
	quad    quad.Quad
}

func readRecord(t *thing) *record {
	r := &record{act: t.class == schema.Act}
	lists := map[string]*[]quad.Value{
		schema.By: &r.by, schema.RelayedBy: &r.relayed, schema.About: &r.about, schema.Re: &r.re, schema.InResponseTo: &r.answers,
		schema.Supersedes: &r.over, schema.SourceProp: &r.sources,
	}
	terms := map[string]*string{schema.Stance: &r.stance, schema.Form: &r.form, schema.Kind: &r.kind, schema.Confidence: &r.confidence}
	texts := map[string]*[]quad.LangString{schema.Quote: &r.quotes, schema.Summary: &r.summary, schema.LikelihoodWords: &r.likelihood}
	dates := map[string]*graph.Date{
		schema.On: &r.on, schema.OnEarliest: &r.earliest, schema.OnLatest: &r.latest, schema.ValidFrom: &r.validFrom, schema.ValidTo: &r.validTo,
	}
	for _, q := range t.about {
		p := name(q.Predicate)
		switch o := q.Object.(type) {
		case quad.IRI, quad.BNode:
			if list := lists[p]; list != nil {
				*list = append(*list, o)
			} else if term := terms[p]; term != nil && *term == "" {
				*term = name(o)
			}
		case quad.LangString:
			if list := texts[p]; list != nil {
				*list = append(*list, o)
			}
		case quad.String:
			if list := texts[p]; list != nil {
				*list = append(*list, quad.LangString{Value: o})
			}
		case quad.TypedString:
			if d := dates[p]; d != nil && d.IsZero() {
				*d = dateOf(o)
			}
		}
	}
	return r
}

// dateOf returns the date of a literal, the zero date for another.
func dateOf(v quad.Value) graph.Date {
	t, ok := v.(quad.TypedString)
	if !ok || t.Type != schema.XSDDate && t.Type != schema.XSDGYearMonth && t.Type != schema.XSDGYear {
		return graph.Date{}
	}
	d, err := graph.ParseDate(string(t.Value))
	if err != nil || d.Year < 1 {
		return graph.Date{}
	}
	return d
}

// unknownDay stands where it is not known when a thing was made.
const unknownDay = "1970-01-01T00:00:00.000Z"

func stamp(d graph.Date) string { return d.String() + "T00:00:00.000Z" }

// date settles between which days a record became public.
func (e *exporter) date(r *record) {
	first, last := r.on.First(), r.on.Last()
	if r.on.IsZero() {
		first, last = r.earliest.First(), r.latest.Last()
	}
	if first.IsZero() && last.IsZero() {
		for _, s := range r.sources {
			if d := e.published(s); !d.IsZero() {
				first, last = d.First(), d.Last()
				break
			}
		}
	}
	if !first.IsZero() {
		r.first = stamp(first)
	}
	if !last.IsZero() {
		r.last = stamp(last)
	}
}

// published returns the date of a source.
func (e *exporter) published(source quad.Value) (d graph.Date) {
	t := e.things[source]
	if t == nil {
		return d
	}
	for _, q := range t.about {
		if name(q.Predicate) == schema.Published && d.IsZero() {
			d = dateOf(q.Object)
		}
	}
	return d
}

// span returns created and modified of what became public between two days.
func (e *exporter) span(first, last string) (created, modified string) {
	if last == "" {
		last = max(e.newest, first)
	}
	if first == "" || first > last {
		first = min(unknownDay, last)
	}
	return first, last
}

// states reports whether a record's edges are stated as facts, as the default
// lens has it.
func (r *record) states() bool {
	switch r.stance {
	case "", schema.Asserts, schema.Supports, schema.Reports:
		return true
	}
	return false
}

// opinions are what the stances towards another claim are in STIX.
var opinions = map[string]string{
	schema.Supports: "agree", schema.Acknowledges: "neutral", schema.Denies: "disagree", schema.Retracts: "strongly-disagree",
}

// recordIDs settles what each record becomes, and under which ids.
func (e *exporter) recordIDs() {
	for _, t := range e.order {
		r := t.record
		if r == nil || !r.states() {
			continue
		}
		for _, q := range t.edges {
			if !isThing(q.Subject) || !isThing(q.Object) || q.Subject == q.Object {
				continue
			}
			from, to := e.things[q.Subject], e.things[q.Object]
			if from.record != nil || to.record != nil || from.class == schema.Source || to.class == schema.Source {
				continue
			}
			typ := relationType(name(q.Predicate), objectType(from.class), objectType(to.class))
			if typ == "" {
				continue
			}
			id := ownID("relationship", name(t.value), name(q.Subject), name(q.Predicate), name(q.Object))
			r.relations = append(r.relations, relation{id, typ, q})
			if key := edgeKey(q); e.stating[key] == "" {
				e.stating[key] = id
			}
		}
	}
	for _, t := range e.order {
		r := t.record
		if r == nil {
			continue
		}
		for _, list := range [][]quad.Value{r.over, r.retracted()} {
			for _, v := range list {
				if other := e.things[v]; other != nil && other.record != nil && other != t {
					other.record.fallen = true
				}
			}
		}
		switch {
		case e.isSighting(t):
			r.carrier = "sighting"
			r.relations = nil
		case opinions[r.stance] != "" && e.hasTarget(t):
			r.carrier = "opinion"
		case len(t.edges) == 1 && len(r.relations) == 1 && len(r.about)+len(r.answers)+len(r.re) == 0:
			r.carrier = "relationship"
		default:
			r.carrier = "note"
		}
		if t.id = ownID(r.carrier, name(t.value)); r.carrier == "relationship" {
			t.id = r.relations[0].id
		}
	}
}

func (r *record) retracted() []quad.Value {
	if r.stance == schema.Retracts {
		return r.re
	}
	return nil
}

func edgeKey(q quad.Quad) string {
	return name(q.Subject) + "\n" + name(q.Predicate) + "\n" + name(q.Object)
}

// hasTarget reports whether there is anything in the export that a record can
// be an opinion about.
func (e *exporter) hasTarget(t *thing) bool {
	if slices.ContainsFunc(t.record.re, func(v quad.Value) bool {
		other := e.things[v]
		return other != nil && other.record != nil && other != t
	}) {
		return true
	}
	return t.record.stance == schema.Denies && slices.ContainsFunc(t.edges, func(q quad.Quad) bool { return e.stating[edgeKey(q)] != "" })
}

// targets are the objects that an opinion is about.
func (e *exporter) targets(t *thing) (ids []string) {
	for _, v := range t.record.re {
		other := e.things[v]
		switch {
		case other == nil || other.record == nil || other == t:
		case len(other.record.relations) > 0:
			for _, rel := range other.record.relations {
				ids = append(ids, rel.id)
			}
		default:
			ids = append(ids, other.id)
		}
	}
	if t.record.stance == schema.Denies {
		for _, q := range t.edges {
			if id := e.stating[edgeKey(q)]; id != "" {
				ids = append(ids, id)
			}
		}
	}
	return unique(ids)
}

// unique drops empty ids and those that stand before.
func unique(ids []string) (out []string) {
	for _, id := range ids {
		if id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// isSighting reports whether a record was imported as a sighting, and can be one again.
func (e *exporter) isSighting(t *thing) bool {
	if !strings.HasPrefix(name(t.value), schema.NSClaim+"stix/sighting--") || len(t.edges) == 0 || !t.record.states() {
		return false
	}
	of := t.edges[0].Subject
	if !isThing(of) || e.things[of].record != nil || objectType(e.things[of].class) == "software" {
		return false
	}
	return !slices.ContainsFunc(t.edges, func(q quad.Quad) bool {
		where := e.things[q.Object]
		return q.Subject != of || name(q.Predicate) != schema.Targeted || where == nil || where.record != nil || objectType(where.class) != "identity"
	})
}
