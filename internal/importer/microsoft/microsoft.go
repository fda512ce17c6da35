// Package microsoft reads Microsoft's threat actor naming map
// (MicrosoftMapping.json, CC BY 4.0): a list of objects with the fields "Threat
// actor name", "Origin/Threat" and "Other names".
//
// Each row is an actor, id:microsoft/<name>. Its name and the other names are
// one knownAs claim by Microsoft; the map does not say who coined the others,
// nor that two rows with one other name (three have IMPERIAL KITTEN) are the same, and so nothing here does.
// The states among the origins are a claim by Microsoft that the actor
// operatesFrom them: an origin, not an attribution. The whole field is kept as a
// quote, with what is no state ("Financially motivated"). The map has no date
// and no version; of two files the one imported later supersedes.
package microsoft

import (
	"fmt"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Importer reads the naming map.
type Importer struct{}

// The fields of a row.
const (
	fieldName   = "Threat actor name"
	fieldOrigin = "Origin/Threat"
	fieldOthers = "Other names"
)

// Name implements importer.Importer.
func (Importer) Name() string { return "microsoft" }

// About implements importer.Importer.
func (Importer) About() string { return "Microsoft threat actor naming map (MicrosoftMapping.json)" }

// Detect implements importer.Importer.
func (Importer) Detect(head []byte, _ string) bool {
	return importer.LooksLikeJSON(head, fieldName, fieldOrigin)
}

// Read implements importer.Importer.
func (Importer) Read(in *importer.Input, b *importer.Batch) error {
	j, err := in.JSON()
	if err != nil {
		return err
	}
	microsoft := b.Entity(importer.Party("microsoft"))
	source := importer.Source{
		Title: importer.English("Microsoft threat actor naming map (MicrosoftMapping.json)"), Publisher: microsoft, Language: "en", Rights: "CC BY 4.0",
	}
	if in.Published != "" {
		source.Published, _ = importer.Date(in.Published)
	}
	b.Collect(importer.Collection{Name: "microsoft/naming-map", Version: in.Published, Source: source})
	if kind, err := j.Next(); err != nil {
		return err
	} else if kind != importer.Array {
		return &importer.FormatError{File: in.Name, Line: 1, Path: "$", Msg: "got " + kind.String() + ", want a list"}
	}
	seen := map[string]bool{}
	err = j.Each(func(string, int) error {
		where := j.Path()
		v, err := j.Value()
		if err != nil {
			return err
		}
		row(b, &v, where, seen)
		return b.Object()
	})
	if err != nil {
		return err
	}
	return j.End()
}

// row adds one actor.
func row(b *importer.Batch, v *importer.Value, where string, seen map[string]bool) {
	if v.Kind != importer.Object {
		b.Reject(where, "got %s, want an object", v.Kind)
		return
	}
	text := func(key string) (string, bool) {
		f := v.Get(key)
		s, ok := importer.Clean(f.Text)
		if f.Kind != importer.Text && f.Kind != importer.Null || !ok {
			b.Reject(where+fmt.Sprintf("[%q]", key), "got %s, want a text without control characters", f.Kind)
			return "", false
		}
		return s, true
	}
	name, ok1 := text(fieldName)
	origin, ok2 := text(fieldOrigin)
	others, ok3 := text(fieldOthers)
	if !ok1 || !ok2 || !ok3 {
		return
	}
	name, ok := importer.CleanName(name)
	slug := importer.Slug(name)
	switch {
	case !ok:
		b.Reject(where, "no name of the actor")
		return
	case seen[slug]:
		b.Reject(where, "%q is in the file twice", name)
		return
	}
	seen[slug] = true
	for _, k := range v.Keys {
		if k != fieldName && k != fieldOrigin && k != fieldOthers {
			b.Left("a field beside the three that are known")
		}
	}
	actor := b.Entity(importer.Entity{IRI: importer.ID("microsoft/" + slug), Class: schema.ThreatGroup, Labels: []quad.Value{importer.Name(name)}})
	b.Count("actors", 1)
	r := importer.Record{
		Stem: "microsoft/naming-map/" + slug + "/names", By: []quad.IRI{importer.ID("microsoft")}, Props: importer.Reports(""), Where: where,
		Edges: []importer.Edge{{S: actor, P: schema.KnownAs, O: importer.Name(name)}},
	}
	had := map[string]bool{name: true}
	for other := range strings.SplitSeq(others, ",") {
		if other, ok := importer.CleanName(other); ok && !had[other] {
			had[other] = true
			b.Count("other names", 1)
			r.Edges = append(r.Edges, importer.Edge{S: actor, P: schema.KnownAs, O: importer.Name(other)})
		}
	}
	b.Record(r)
	if origin != "" {
		from(b, actor, "microsoft/naming-map/"+slug+"/origin", origin, where)
	}
}

// notPlaces are what the field of origins says beside states.
var notPlaces = map[string]bool{
	"group in development": true, "financially motivated": true, "influence operations": true,
	"private sector offensive actor": true, "covert network": true,
}

// from adds the origin of an actor.
func from(b *importer.Batch, actor quad.IRI, stem, origin, where string) {
	r := importer.Record{
		Stem: stem, By: []quad.IRI{importer.ID("microsoft")}, Props: importer.Reports(schema.Disclosure), Where: where,
	}
	r.Props = append(r.Props, importer.Prop{P: schema.Quote, O: importer.Prose(origin)})
	for part := range strings.SplitSeq(origin, ",") {
		part, ok := importer.CleanName(part)
		if !ok || notPlaces[strings.ToLower(part)] {
			continue
		}
		if state, ok := importer.CountryByName(part); ok && state.State {
			r.Edges = append(r.Edges, importer.Edge{S: actor, P: schema.OperatesFrom, O: b.Entity(state.Entity)})
			b.Count("origins that are states", 1)
			continue
		}
		b.Unresolved("origin", part, where, "kept in the quote; no claim was made of it")
	}
	if len(r.Edges) == 0 {
		r.Props = append(r.Props, importer.Prop{P: schema.About, O: actor})
	}
	b.Record(r)
}
