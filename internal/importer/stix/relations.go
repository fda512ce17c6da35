package stix

import (
	"slices"
	"strings"
	"sync"

	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// predicates are the edges that a relationship type may stand for, the
// closest first: the vocabulary's own mapping, some that it leaves open, and each
// edge under its own name.
var predicates = sync.OnceValue(func() map[string][]schema.PropertyDef {
	m := map[string][]schema.PropertyDef{}
	add := func(typ, iri string) {
		if def, ok := schema.Property(iri); ok {
			m[typ] = append(m[typ], def)
		}
	}
	add("attributed-to", schema.AttributedTo)
	add("attributed-to", schema.LinkedTo) // between actors
	add("targets", schema.Targeted)
	add("targets", schema.Exploited) // of a weakness
	add("compromises", schema.Targeted)
	add("located-at", schema.OperatesFrom)
	add("revoked-by", schema.SameAs)
	for _, def := range schema.Properties() {
		if def.Place() != schema.EdgeProperty || acts[def.IRI] || def.BySubject {
			continue
		}
		for _, typ := range append(def.STIX, Kebab(strings.TrimPrefix(def.IRI, schema.NS))) {
			if !slices.ContainsFunc(m[typ], func(d schema.PropertyDef) bool { return d.IRI == def.IRI }) {
				m[typ] = append(m[typ], def)
			}
		}
	}
	return m
})

// acts are the edges of acts, and what needs more than a relationship says.
var acts = func() map[string]bool {
	m := map[string]bool{schema.Withheld: true, schema.CalledFor: true}
	for _, k := range schema.Kinds() {
		m[k.Edge] = true
	}
	return m
}()

// Kebab writes linkedTo as linked-to: a name of the vocabulary as STIX writes
// relationship types.
func Kebab(s string) string {
	var b strings.Builder
	for _, c := range s {
		if c >= 'A' && c <= 'Z' {
			b.WriteByte('-')
			c += 'a' - 'A'
		}
		b.WriteRune(c)
	}
	return b.String()
}

// predicate returns the edge for a relationship type between two classes.
func predicate(typ, from, to string) (string, bool) {
	allowed := func(class string, of []string) bool {
		return slices.ContainsFunc(of, func(c string) bool { return schema.IsA(class, c) })
	}
	for _, def := range predicates()[typ] {
		if allowed(from, def.Subjects) && allowed(to, def.Objects) {
			return def.IRI, true
		}
	}
	return "", false
}

func typeOf(id string) string {
	typ, _, _ := strings.Cut(id, "--")
	return typ
}

// relationship adds the claim of a relationship.
func (r *reader) relationship(o *object) {
	typ, from, to := o.text("relationship_type"), o.text("source_ref"), o.text("target_ref")
	description := o.text("description")
	confidence, pages := o.confidence(), r.pages(o)
	r.marks(o)
	if !typeForm.MatchString(typ) {
		o.fail("no relationship_type")
	}
	if !idForm.MatchString(from) || !idForm.MatchString(to) {
		o.fail("source_ref or target_ref is no id")
	}
	if from == to && from != "" {
		o.fail("the relationship joins %s with itself", from)
	}
	var validity []importer.Prop
	for _, d := range []struct{ key, p string }{{"start_time", schema.ValidFrom}, {"stop_time", schema.ValidTo}} {
		t, err := o.stamp(d.key)
		if err != nil {
			o.fail("%s", err)
		} else if v, ok := importer.Day(t.Format("2006-01-02T15:04:05Z07:00")); ok && !t.IsZero() {
			validity = append(validity, importer.Prop{P: d.p, O: v})
		}
	}
	if len(validity) == 2 && validity[0].O.String() > validity[1].O.String() {
		o.fail("stop_time lies before start_time")
	}
	if o.err != nil {
		r.Reject(o.where, "%s", o.err)
		return
	}
	s, sClass := r.refIRI(from)
	t, tClass := r.refIRI(to)
	p, ok := predicate(typ, sClass, tClass)
	if !ok {
		r.Left("relationship " + typ + ", from " + typeOf(from) + " to " + typeOf(to))
		return
	}
	if s == t || p == schema.PartOf && !r.parts.Add(s, t) {
		r.Reject(o.where, "%s from %s to %s closes a circle", typ, from, to)
		return
	}
	r.finish(o)
	stance := schema.Asserts
	if o.by == attack || o.by == "" {
		stance = schema.Reports
	}
	form := o.form()
	if p == schema.PartOf && stance == schema.Reports {
		form = ""
	}
	rec := r.claim(o, o.id, stance, form)
	rec.Sources = append(rec.Sources, r.reports[o.id]...)
	rec.Sources = append(rec.Sources, pages...)
	rec.Props = append(rec.Props, validity...)
	rec.Props = append(rec.Props, confidence...)
	if description != "" {
		rec.Props = append(rec.Props, importer.Prop{P: schema.Quote, O: importer.Prose(description)})
	}
	rec.Edges = []importer.Edge{{S: s, P: p, O: t}}
	rec.Needs = []quad.IRI{s, t}
	r.edges[rec.Stem] = rec.Edges
	r.Record(rec)
	r.Count("relationships with an edge", 1)
	r.revoke(o, []string{rec.Stem})
}

// report adds a document and the claim of what it is about.
func (r *reader) report(o *object) {
	name, description := o.name(), o.text("description")
	published, err := o.stamp("published")
	if err != nil {
		o.fail("%s", err)
	}
	refs, pages := o.refs("object_refs"), r.pages(o)
	_, rights := r.marks(o)
	confidence := o.confidence()
	if !r.finish(o) {
		return
	}
	by := r.creator(o)
	doc := importer.Source{IRI: quad.IRI(schema.NSSource + "stix/" + o.id), Title: importer.Prose(name), Publisher: by, Rights: rights}
	if v, ok := importer.Day(published.Format("2006-01-02T15:04:05Z07:00")); ok && !published.IsZero() {
		doc.Published = v
	}
	iri := r.Source(doc)
	rec := r.claim(o, o.id+"/about", schema.Reports, schema.TechnicalReport)
	rec.Sources = append([]quad.IRI{iri}, append(rec.Sources, pages...)...)
	rec.Props = append(rec.Props, confidence...)
	for _, ref := range refs {
		if typeOf(ref) == "relationship" {
			r.reports[ref] = append(r.reports[ref], iri)
		} else if thing, ok := r.iris[ref]; ok {
			rec.Props = append(rec.Props, importer.Prop{P: schema.About, O: thing})
		}
	}
	if description != "" {
		rec.Props = append(rec.Props, importer.Prop{P: schema.Quote, O: importer.Prose(description)})
	}
	r.Record(rec)
	r.revoke(o, []string{rec.Stem})
}

// sighting adds the claim that somebody who saw an actor was its target.
func (r *reader) sighting(o *object) {
	of, where := o.text("sighting_of_ref"), o.refs("where_sighted_refs")
	description := o.text("description")
	confidence := o.confidence()
	r.marks(o)
	if !idForm.MatchString(of) {
		o.fail("sighting_of_ref is no id")
	}
	for _, key := range []string{"first_seen", "last_seen"} {
		if _, err := o.stamp(key); err != nil {
			o.fail("%s", err)
		}
		o.used[key] = false // counted
	}
	if o.err != nil {
		r.Reject(o.where, "%s", o.err)
		return
	}
	s, class := r.refIRI(of)
	rec := r.claim(o, o.id, schema.Asserts, schema.TechnicalReport)
	rec.Needs = []quad.IRI{s}
	for _, w := range where {
		t, tClass := r.refIRI(w)
		if _, ok := predicate("targets", class, tClass); ok {
			rec.Edges = append(rec.Edges, importer.Edge{S: s, P: schema.Targeted, O: t})
			rec.Needs = append(rec.Needs, t)
		}
	}
	if len(rec.Edges) == 0 {
		r.Left("sightings of " + typeOf(of) + " without an edge")
		return
	}
	r.finish(o)
	rec.Props = append(rec.Props, confidence...)
	if description != "" {
		rec.Props = append(rec.Props, importer.Prop{P: schema.Quote, O: importer.Prose(description)})
	}
	r.Record(rec)
	r.revoke(o, []string{rec.Stem})
}

// note adds the words of a note.
func (r *reader) note(o *object) {
	content, abstract, refs := o.text("content"), o.text("abstract"), o.refs("object_refs")
	confidence := o.confidence()
	r.marks(o)
	if content == "" {
		o.fail("there is no content")
	}
	if !r.finish(o) {
		return
	}
	rec := r.claim(o, o.id, schema.Reports, schema.TechnicalReport)
	rec.Props = append(rec.Props, confidence...)
	for _, text := range []string{abstract, content} {
		if text != "" {
			rec.Props = append(rec.Props, importer.Prop{P: schema.Quote, O: importer.Prose(text)})
		}
	}
	for _, ref := range refs {
		if iri, ok := r.iris[ref]; ok {
			rec.Props = append(rec.Props, importer.Prop{P: schema.About, O: iri})
		} else {
			r.Left("references of notes to " + typeOf(ref))
		}
	}
	r.Record(rec)
	r.revoke(o, []string{rec.Stem})
}

var opinions = map[string]string{
	"strongly-disagree": schema.Denies, "disagree": schema.Denies, "neutral": schema.Acknowledges,
	"agree": schema.Supports, "strongly-agree": schema.Supports,
}

// opinion adds a claim for each object that the opinion is about.
func (r *reader) opinion(o *object) {
	word, explanation, refs := o.text("opinion"), o.text("explanation"), o.refs("object_refs")
	o.used["authors"] = false
	confidence := o.confidence()
	r.marks(o)
	stance, ok := opinions[word]
	if !ok {
		o.fail("unknown opinion %.40q", word)
	}
	if !r.finish(o) {
		return
	}
	var said []string
	for _, ref := range refs {
		target := "stix/" + ref
		if typeOf(ref) != "relationship" {
			target += "/names"
		}
		if r.byID[ref] != nil && r.iris[ref] == "" && r.edges[target] == nil && r.records[ref] == "" {
			r.Left("opinions about " + typeOf(ref))
			continue
		}
		rec := r.claim(o, o.id+"/"+ref, stance, schema.TechnicalReport)
		if record, ok := r.records[ref]; ok { // one that an export wrote
			target = string(record)
			rec.Props = append(rec.Props, importer.Prop{P: schema.Re, O: record})
			rec.Needs = append(rec.Needs, record)
		} else {
			rec.Re = []string{target}
		}
		rec.Props = append(rec.Props, confidence...)
		rec.Props = append(rec.Props, importer.Prop{P: schema.Quote, O: importer.English("opinion: " + word)})
		if explanation != "" {
			rec.Props = append(rec.Props, importer.Prop{P: schema.Quote, O: importer.Prose(explanation)})
		}
		if stance == schema.Denies {
			rec.Edges = r.edges[target] // the edge that is denied
		}
		r.Record(rec)
		said = append(said, rec.Stem)
	}
	if len(said) > 0 {
		r.revoke(o, said)
	}
}
