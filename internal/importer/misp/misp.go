// Package misp reads clusters of the MISP galaxy (https://github.com/MISP/misp-galaxy,
// CC0 1.0 or BSD-2-Clause): threat actors and the lists that go with them
// (producers, intelligence agencies, sectors, countries, regions).
//
// # What becomes of a threat actor
//
//   - The actor is id:misp/<uuid>: a threat group, or a campaign where
//     threat-actor-classification says operation or campaign. 27 names belong to
//     more than one actor of version 349, and they stay apart.
//   - Each name is a knownAs claim. A pair of meta.name-attribution ("APT1:<uuid of
//     the producer>") is a claim by that producer, relayed by MISP; so is
//     meta."origin:<name>", whose producer is given in words. The other names,
//     value and synonyms, are by MISP.
//   - country: a claim by MISP that the actor operatesFrom the state: territory,
//     no attribution. cfr-suspected-state-sponsor: a claim that it is linkedTo the
//     state, in the word "suspected". cfr-suspected-victims, suspected-victims,
//     targeted-sector, cfr-target-category: claims with targeted. motive: aim.
//   - attribution-confidence is kept as words on the claim of the country, or of the sponsor where there is none. Its scale is
//     not declared, so it gives no range.
//   - description is a quote, refs are sources of all of these but the names.
//   - A relation "similar" is a claim of sameness (sameAs) if the other cluster is
//     in the graph or the import. Its tag estimative-language declares ICD 203 as scale.
//
// All claims report (stance), are undated, and rest on the cluster in its
// version: a cluster has no date. A later version supersedes what it says
// differently and withdraws what it no longer says.
package misp

import (
	"errors"
	"fmt"
	"sync"

	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Importer reads clusters of the MISP galaxy.
type Importer struct{}

// Name implements importer.Importer.
func (Importer) Name() string { return "misp" }

// About implements importer.Importer.
func (Importer) About() string { return "MISP galaxy cluster (threat-actor, producer, …)" }

// Detect implements importer.Importer.
func (Importer) Detect(head []byte, _ string) bool {
	return importer.LooksLikeJSON(head, "values", "value", "uuid") && !importer.LooksLikeJSON(head, "spec_version") &&
		!importer.LooksLikeJSON(head, "namespace", "predicates") // a taxonomy: tags, which say nothing of anyone
}

// reader reads one cluster file.
type reader struct {
	*importer.Batch
	kind   string // the cluster's type
	name   string // of the collection
	values []importer.Value
	seen   map[string]bool // uuids
	shared map[string]int  // name without case -> actors
}

var uuidForm = importer.NewForm(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

var misp = sync.OnceValue(func() importer.Entity { return importer.Party("misp-project") })

// Read implements importer.Importer.
func (Importer) Read(in *importer.Input, b *importer.Batch) error {
	j, err := in.JSON()
	if err != nil {
		return err
	}
	r := &reader{Batch: b, seen: map[string]bool{}, shared: map[string]int{}}
	var head importer.Value
	head.Kind = importer.Object
	err = j.Each(func(key string, _ int) error {
		if key == "values" {
			if kind, err := j.Next(); err != nil || kind != importer.Array {
				return wrong(in.Name, "values", kind, err)
			}
			return j.Each(func(string, int) error {
				v, err := j.Value()
				if err != nil {
					return err
				}
				r.values = append(r.values, v)
				return b.Object()
			})
		}
		v, err := j.Value()
		head.Keys, head.Items = append(head.Keys, key), append(head.Items, v)
		return err
	})
	if err == nil {
		err = j.End()
	}
	if err == nil {
		err = r.cluster(in, &head)
	}
	return err
}

func wrong(file, key string, kind importer.Kind, err error) error {
	if err != nil {
		return err
	}
	return &importer.FormatError{File: file, Path: "$." + key, Msg: fmt.Sprintf("got %s, want a list", kind)}
}

// cluster reads the values of a file, as its type asks.
func (r *reader) cluster(in *importer.Input, head *importer.Value) error {
	kind, title := head.Get("type"), head.Get("name")
	if kind.Kind != importer.Text || importer.Slug(kind.Text) != kind.Text {
		return &importer.FormatError{File: in.Name, Path: "$.type", Msg: "got no type of cluster", Hint: "want a MISP galaxy cluster: an object with type, version and values"}
	}
	r.kind, r.name = kind.Text, "misp/"+kind.Text
	version := head.Get("version")
	if version.Kind != importer.Null && (version.Kind != importer.Number || !number.MatchString(version.Text)) {
		return &importer.FormatError{File: in.Name, Path: "$.version", Msg: "got " + version.Kind.String() + ", want a whole number"}
	}
	name, ok := importer.CleanName(title.Text)
	if !ok {
		name = r.kind
	}
	label := "MISP galaxy, " + name
	if version.Text != "" {
		label += ", version " + version.Text
	}
	source := importer.Source{
		Title: importer.English(label), Publisher: misp().IRI, Language: "en", Rights: "CC0 1.0 or BSD-2-Clause",
		URL: quad.TypedString{Value: "https://github.com/MISP/misp-galaxy", Type: schema.XSDAnyURI},
	}
	if in.Published != "" {
		source.Published, _ = importer.Date(in.Published)
	}
	r.Entity(misp())
	r.Collect(importer.Collection{Name: r.name, Version: version.Text, Complete: true, Source: source})
	for i := range r.values {
		r.value(&r.values[i], fmt.Sprintf("$.values[%d]", i))
	}
	n := 0
	for _, actors := range r.shared {
		if actors > 1 {
			n++
		}
	}
	if n > 0 {
		r.Count("names that more than one actor has", n)
	}
	return nil
}

var number = importer.NewForm(`^[0-9]{1,9}$`)

// value reads one cluster element.
func (r *reader) value(v *importer.Value, where string) {
	if v.Kind != importer.Object {
		r.Reject(where, "got %s, want an object", v.Kind)
		return
	}
	uuid, name := v.Get("uuid"), v.Get("value")
	label, ok := importer.CleanName(name.Text)
	switch {
	case uuid.Kind != importer.Text || !uuidForm.MatchString(uuid.Text):
		r.Reject(where+".uuid", "no uuid of the form 8-4-4-4-12")
		return
	case r.seen[uuid.Text]:
		r.Reject(where+".uuid", "the uuid %s is in the file twice", uuid.Text)
		return
	case name.Kind != importer.Text || !ok:
		r.Reject(where+".value", "no name, or one with control characters")
		return
	}
	if meta := v.Get("meta"); meta.Kind != importer.Null && meta.Kind != importer.Object {
		r.Reject(where+".meta", "got %s, want an object", meta.Kind)
		return
	}
	r.seen[uuid.Text] = true
	e := &element{reader: r, v: v, where: where, uuid: uuid.Text, label: label, iri: importer.ID("misp/" + uuid.Text), used: map[string]bool{}}
	var err error
	switch r.kind {
	case "producer":
		err = e.producer()
	case "intelligence-agency":
		err = e.agency()
	case "sector":
		err = e.sector()
	case "country", "target-information":
		err = e.country()
	case "region":
		r.Left("regions")
		return
	default:
		if !actors[r.kind] {
			r.Left("elements of the cluster " + r.kind)
			return
		}
		err = e.actor()
	}
	if shape, ok := errors.AsType[*shapeError](err); ok {
		r.Reject(where+shape.Error(), "%s", shape.msg)
		return
	}
	e.leftovers()
}

// actors are the types of cluster whose elements are actors.
var actors = map[string]bool{
	"threat-actor": true, "360net-threat-actor": true, "microsoft-activity-group": true, "mitre-intrusion-set": true,
}

// shapeError says that a field has another shape than it should.
type shapeError struct{ path, msg string }

func (e *shapeError) Error() string { return e.path }

// element is one value of a cluster under way. Everything is read and checked
// before anything of it is added, so that a rejected one leaves nothing.
type element struct {
	*reader
	v     *importer.Value
	where string
	uuid  string
	label string
	iri   quad.IRI
	used  map[string]bool // keys of meta
	pages []quad.IRI
}

// texts returns the clean texts of a field of meta, which may be one text or a list.
func (e *element) texts(key string) ([]string, error) {
	e.used[key] = true
	field := e.v.Get("meta").Get(key)
	list, ok := field.Texts()
	if !ok {
		return nil, &shapeError{".meta." + key, fmt.Sprintf("got %s, want a text or a list of texts", field.Kind)}
	}
	var out []string
	for _, s := range list {
		s, ok := importer.Clean(s)
		if !ok {
			return nil, &shapeError{".meta." + key, "a text with control characters"}
		}
		if s != "" {
			out = append(out, s)
		}
	}
	return out, nil
}

// one returns the text of a field that has at most one.
func (e *element) one(key string) (string, error) {
	list, err := e.texts(key)
	if err != nil || len(list) == 0 {
		return "", err
	}
	if len(list) > 1 {
		return "", &shapeError{".meta." + key, fmt.Sprintf("got %d texts, want one", len(list))}
	}
	return list[0], nil
}

// leftovers counts the fields that have no place.
func (e *element) leftovers() {
	for _, k := range e.v.Get("meta").Keys {
		if !e.used[k] {
			e.Left("meta." + fieldName(k))
		}
	}
	for _, k := range e.v.Keys {
		switch k {
		case "uuid", "value", "meta":
		default:
			if !e.used["."+k] {
				e.Left(fieldName(k))
			}
		}
	}
}

// fieldName is a key of the file as a report shows it.
func fieldName(k string) string {
	if s, ok := importer.CleanName(k); ok && len(s) <= 60 {
		return s
	}
	return "(a key that is no name)"
}

// claim begins a record by MISP.
func (e *element) claim(what, form string) importer.Record {
	return importer.Record{
		Stem: e.name + "/" + e.uuid + "/" + what, By: []quad.IRI{misp().IRI}, Sources: e.pages,
		Props: importer.Reports(form), Where: e.where,
	}
}
