package stix

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	stiximport "github.com/ascribe-graph/ascribe/internal/importer/stix"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// record adds the objects of a record.
func (e *exporter) record(t *thing) error {
	r := t.record
	t.marks = e.marks(r.sources)
	base := object{SpecVersion: "2.1", CreatedBy: e.party(r.by), Markings: t.marks, References: e.references(t), Labels: r.labels(), Revoked: r.fallen}
	base.Created, base.Modified = e.span(r.first, r.last)
	base.Confidence = map[string]int{schema.Low: 15, schema.Moderate: 50, schema.High: 85}[r.confidence]

	var ids []string
	for _, rel := range r.relations {
		o := base
		o.Type, o.ID, o.RelationshipType = "relationship", rel.id, rel.typ
		o.SourceRef, o.TargetRef = e.ref(rel.quad.Subject), e.ref(rel.quad.Object)
		if rel.typ == "originates-from" || rel.typ == "located-at" {
			o.TargetRef = e.location(rel.quad.Object)
		}
		o.Description = strings.Join(r.words(), "\n")
		if len(r.quotes) == 1 && r.quotes[0].Lang != "en" && len(r.likelihood) == 0 {
			o.Lang = r.quotes[0].Lang
		}
		if r.validFrom.Day != 0 {
			o.StartTime = stamp(r.validFrom)
		}
		if r.validTo.Day != 0 && (o.StartTime == "" || o.StartTime < stamp(r.validTo)) {
			o.StopTime = stamp(r.validTo)
		}
		ids = append(ids, rel.id)
		if r.carrier == "relationship" {
			if err := o.hold(t); err != nil {
				return err
			}
		} else {
			o.derive(name(t.value))
		}
		e.add(&o)
	}
	for _, q := range t.edges {
		if r.states() && name(q.Predicate) == schema.KnownAs {
			e.names[q.Subject] = append(e.names[q.Subject], text(q.Object))
			e.named[q.Subject] = append(e.named[q.Subject], t.marks...)
		}
	}
	for _, s := range r.sources {
		e.cited[s] = append(e.cited[s], append(slices.Clone(ids), t.id)...)
	}
	if r.carrier == "relationship" {
		return nil
	}
	o := base
	o.Type, o.ID = r.carrier, t.id
	switch r.carrier {
	case "sighting":
		o.SightingOf = e.ref(t.edges[0].Subject)
		for _, q := range t.edges {
			o.WhereSighted = append(o.WhereSighted, e.ref(q.Object))
		}
		o.Description = strings.Join(r.words(), "\n")
	case "opinion":
		o.Opinion, o.ObjectRefs = opinions[r.stance], e.targets(t)
		o.Explanation = e.content(t)
	default:
		o.Content = e.content(t)
		o.ObjectRefs = e.speaksOf(t, ids)
	}
	if r.carrier != "sighting" && len(r.by) > 1 {
		for _, v := range r.by {
			o.Authors = append(o.Authors, e.label(v))
		}
	}
	if err := o.hold(t); err != nil {
		return err
	}
	e.add(&o)
	return nil
}

// labels say of which kind a record is: stance and form, or act and kind.
func (r *record) labels() (out []string) {
	if r.act {
		out = append(out, "act")
	}
	for _, iri := range []string{r.stance, r.form, r.kind} {
		if local, ok := strings.CutPrefix(iri, schema.NS); ok && local != "" {
			out = append(out, stiximport.Kebab(local))
		}
	}
	return out
}

// words are what a record says word for word, with its words of likelihood; what
// we say of it where there are none.
func (r *record) words() (out []string) {
	for _, q := range r.quotes {
		out = append(out, string(q.Value))
	}
	if len(out) == 0 {
		for _, s := range r.summary {
			if s.Lang == "en" {
				out = append(out, string(s.Value))
			}
		}
	}
	for _, l := range r.likelihood {
		out = append(out, "Words of likelihood: "+string(l.Value))
	}
	return out
}

// content tells a record in words: who said what and how, then the quotes.
func (e *exporter) content(t *thing) string {
	r := t.record
	var who, edges []string
	for _, v := range r.by {
		who = append(who, e.label(v))
	}
	for _, q := range t.edges {
		edges = append(edges, strings.Join([]string{e.label(q.Subject), e.label(q.Predicate), e.label(q.Object)}, " "))
	}
	line := strings.Join(who, ", ")
	if line == "" {
		line = "Nobody named"
	}
	if len(r.relayed) > 0 {
		var by []string
		for _, v := range r.relayed {
			by = append(by, e.label(v))
		}
		line += " (relayed by " + strings.Join(by, ", ") + ")"
	}
	switch {
	case r.act:
		line += ", " + e.label(quad.IRI(r.kind))
	case r.stance != "":
		line += " " + e.label(quad.IRI(r.stance))
	}
	if len(edges) > 0 {
		line += ": " + strings.Join(edges, "; ")
	}
	return strings.Join(append([]string{line + "."}, r.words()...), "\n")
}

// speaksOf are the objects that a note is about: its relationships, and things
// of the record that are in none.
func (e *exporter) speaksOf(t *thing, relations []string) []string {
	r := t.record
	ids := slices.Clone(relations)
	see := func(v quad.Value) {
		if other := e.things[v]; other != nil && other != t {
			ids = append(ids, other.id)
		}
	}
	for _, q := range t.edges {
		if !slices.ContainsFunc(r.relations, func(rel relation) bool { return rel.quad == q }) {
			see(q.Subject)
			see(q.Object)
		}
	}
	for _, list := range [][]quad.Value{r.about, r.answers, r.re} {
		for _, v := range list {
			see(v)
		}
	}
	if len(ids) == 0 {
		for _, v := range r.by {
			see(v)
		}
	}
	if ids = unique(ids); len(ids) == 0 {
		return []string{producerID}
	}
	return ids
}

// label is what a thing is called in English.
func (e *exporter) label(v quad.Value) string {
	if iri, ok := v.(quad.IRI); ok && iri == "" {
		return ""
	}
	return e.v.Label(v, "en")
}

// text returns the text of a literal, the label of anything else.
func text(v quad.Value) string {
	switch v := v.(type) {
	case quad.String:
		return string(v)
	case quad.LangString:
		return string(v.Value)
	case quad.TypedString:
		return string(v.Value)
	}
	return name(v)
}

// party returns the identity of the parties of a record, one of several if they
// are several, "" if none is an identity.
func (e *exporter) party(by []quad.Value) string {
	var ids, names []string
	for _, v := range by {
		if t := e.things[v]; t != nil && strings.HasPrefix(t.id, "identity--") {
			ids = append(ids, t.id)
			names = append(names, e.label(v))
		}
	}
	if len(ids) < 2 {
		return strings.Join(ids, "")
	}
	id := ownID("identity", ids...)
	if !e.extra[id] {
		e.extra[id] = true
		o := &object{
			Type: "identity", SpecVersion: "2.1", ID: id, CreatedBy: producerID, Created: unknownDay, Modified: e.newest,
			Name: strings.Join(names, ", "), Description: fmt.Sprintf("The %d parties of one record.", len(ids)), IdentityClass: "group",
		}
		e.add(o.derive(schema.Base))
	}
	return id
}

// day returns a date that is known to the day as a time stamp, "" for others.
func day(d graph.Date) string {
	if d.Day == 0 {
		return ""
	}
	return stamp(d)
}
