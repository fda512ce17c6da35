// Package stix reads bundles of STIX 2.1 (OASIS Standard, June 2021;
// https://docs.oasis-open.org/cti/stix/v2.1/) and of 2.0 as MITRE ATT&CK
// publishes them.
//
// # What becomes of an object
//
//   - intrusion-set and threat-actor: a threat group (a person if resource_level
//     is individual); campaign, incident, vulnerability; malware and tool: a
//     product; identity: person, organization or sector by identity_class;
//     location: the state of its country code, else a territory or region. The
//     entity is id:stix/<id>; a location with a country is the state itself.
//   - name and aliases: a knownAs claim. description: a quote. objective, goals and
//     motivations: aim. first_seen and last_seen of a campaign or incident: began and
//     ended; MITRE gives months as their first day, and they become months again.
//   - relationship: a claim with the edge that the vocabulary has for its type
//     (asc:stixRelationship, or the edge's own name with hyphens) between such
//     classes; start_time and stop_time are its validity.
//   - opinion: a claim for each object that it is about: agree supports, disagree denies, neutral acknowledges.
//     sighting: targeted, if an actor or campaign was sighted by somebody.
//     note: a claim with its words. report: a source, and of the relationships
//     that it lists one of their sources.
//   - revoked: a claim that retracts what the object said.
//
// Every claim is by created_by_ref. It became public between created and
// modified: those are its earliest and latest day. Names and descriptions report,
// relationships assert, except those of catalogues of others' findings
// (MITRE ATT&CK), which report, in the form of a catalogue. confidence (0-100) is kept in words, and as low,
// moderate or high by the table of appendix A of the standard; it is no likelihood. Claims
// rest on a source for each creator and set of markings, whose rights are the TLP colour
// or the statement.
//
// Objects that an export of this project wrote (package exporter/stix) hold records
// and entities as they were, and these are kept under their own IRIs. Objects
// that somebody changed since then are read as any other's.
//
// Objects and fields beyond these are counted in the report: attack patterns,
// indicators, observables, detection rules have no class in the vocabulary.
package stix

import (
	"fmt"
	"strings"
	"time"

	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Importer reads STIX bundles.
type Importer struct{}

// Name implements importer.Importer.
func (Importer) Name() string { return "stix" }

// About implements importer.Importer.
func (Importer) About() string { return "STIX 2.1 bundle (MITRE ATT&CK and others)" }

// Detect implements importer.Importer.
func (Importer) Detect(head []byte, _ string) bool {
	return importer.LooksLikeJSON(head, "objects", "type", "id") &&
		(importer.LooksLikeJSON(head, "bundle") || importer.LooksLikeJSON(head, "spec_version") || importer.LooksLikeJSON(head, "created"))
}

// object is a STIX object under way.
type object struct {
	importer.Value
	id, typ           string
	created, modified time.Time
	by                string // id of the identity, "" if none
	revoked           bool
	where             string
	used              map[string]bool
	err               error
}

// reader reads one bundle.
type reader struct {
	*importer.Batch
	objects  []*object
	byID     map[string]*object // the latest version of each
	versions map[string]bool    // id and modified
	creators map[string]bool
	iris     map[string]quad.IRI // entities, by STIX id
	reports  map[string][]quad.IRI
	edges    map[string][]importer.Edge // of relationships, by stem
	parts    importer.Circles
	bundle   string    // id
	restored []*object // that an export wrote, to be read yet
	scope    string    // of their blank nodes
	terms    map[quad.Value]quad.Value
	records  map[string]quad.IRI // of an export, by STIX id
	classes  map[quad.IRI]string // of an export's things
}

var (
	idForm   = importer.NewForm(`^[a-z][a-z0-9-]{0,100}--[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)
	typeForm = importer.NewForm(`^[a-z][a-z0-9-]{0,100}$`)
)

// Read implements importer.Importer.
func (Importer) Read(in *importer.Input, b *importer.Batch) error {
	j, err := in.JSON()
	if err != nil {
		return err
	}
	r := &reader{
		Batch: b, byID: map[string]*object{}, versions: map[string]bool{}, creators: map[string]bool{},
		iris: map[string]quad.IRI{}, reports: map[string][]quad.IRI{}, edges: map[string][]importer.Edge{},
		records: map[string]quad.IRI{}, classes: map[quad.IRI]string{}, terms: map[quad.Value]quad.Value{},
	}
	if kind, err := j.Next(); err != nil {
		return err
	} else if kind != importer.Object {
		return &importer.FormatError{File: in.Name, Line: 1, Path: "$", Msg: "got " + kind.String() + ", want a bundle: an object with objects"}
	}
	found := false
	err = j.Each(func(key string, _ int) error {
		if key == "id" {
			v, err := j.Value()
			r.bundle = v.Text
			return err
		}
		if key != "objects" {
			return j.Skip()
		}
		found = true
		if kind, err := j.Next(); err != nil {
			return err
		} else if kind != importer.Array {
			return &importer.FormatError{File: in.Name, Path: "$.objects", Msg: "got " + kind.String() + ", want a list"}
		}
		return j.Each(func(string, int) error {
			where := j.Path()
			v, err := j.Value()
			if err != nil {
				return err
			}
			r.add(v, where)
			return b.Object()
		})
	})
	if err == nil {
		err = j.End()
	}
	if err == nil && !found {
		err = &importer.FormatError{File: in.Name, Path: "$", Msg: "there is no list of objects", Hint: "want a STIX bundle"}
	}
	if err != nil {
		return err
	}
	r.Collect(importer.Collection{Name: "stix"})
	r.restore()
	r.convert()
	return nil
}

// add checks what every object has.
func (r *reader) add(v importer.Value, where string) {
	o := &object{Value: v, where: where, used: map[string]bool{}}
	if v.Kind != importer.Object {
		r.Reject(where, "got %s, want an object", v.Kind)
		return
	}
	o.id, o.typ = o.text("id"), o.text("type")
	switch {
	case !typeForm.MatchString(o.typ):
		r.Reject(where+".type", "no type of STIX object")
		return
	case !idForm.MatchString(o.id) || !strings.HasPrefix(o.id, o.typ+"--"):
		r.Reject(where+".id", "no id of the form %s--uuid", o.typ)
		return
	}
	if o.err == nil && r.ours(o) {
		return
	}
	var err error
	if o.created, err = o.stamp("created"); err == nil {
		o.modified, err = o.stamp("modified")
	}
	if err != nil {
		r.Reject(where, "%s", err)
		return
	}
	if o.modified.IsZero() {
		o.modified = o.created
	}
	if o.created.IsZero() {
		o.created = o.modified
	}
	if o.modified.Before(o.created) {
		r.Reject(where+".modified", "modified lies before created")
		return
	}
	o.by = o.text("created_by_ref")
	if o.by != "" && (!idForm.MatchString(o.by) || !strings.HasPrefix(o.by, "identity--")) {
		r.Reject(where+".created_by_ref", "no id of an identity")
		return
	}
	o.revoked = o.Get("revoked").Text == "true"
	if o.err != nil {
		r.Reject(where, "%s", o.err)
		return
	}
	key := o.id + " " + o.modified.String()
	if r.versions[key] {
		r.Reject(where+".id", "this version of %s is in the bundle twice", o.id)
		return
	}
	r.versions[key] = true
	r.objects = append(r.objects, o)
	if old := r.byID[o.id]; old == nil || old.modified.Before(o.modified) {
		r.byID[o.id] = o
	}
	if o.by != "" {
		r.creators[o.by] = true
	}
}

// fail keeps the first fault of an object.
func (o *object) fail(format string, args ...any) {
	if o.err == nil {
		o.err = fmt.Errorf(format, args...)
	}
}

// text returns a field that is one clean text, "" if it is not there.
func (o *object) text(key string) string {
	o.used[key] = true
	f := o.Get(key)
	if f.Kind != importer.Text {
		if f.Kind != importer.Null {
			o.fail("%s is %s, want a text", key, f.Kind)
		}
		return ""
	}
	s, ok := importer.Clean(f.Text)
	if !ok {
		o.fail("%s holds control characters", key)
	}
	return s
}

// texts returns a field that is a list of clean texts.
func (o *object) texts(key string) (out []string) {
	o.used[key] = true
	list, ok := o.Get(key).Texts()
	if !ok {
		o.fail("%s is no list of texts", key)
	}
	for _, s := range list {
		s, ok := importer.Clean(s)
		if !ok {
			o.fail("%s holds control characters", key)
		}
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// refs returns a field that is a list of ids.
func (o *object) refs(key string) (out []string) {
	for _, id := range o.texts(key) {
		if !idForm.MatchString(id) {
			o.fail("%s holds what is no id: %.80q", key, id)
			continue
		}
		out = append(out, id)
	}
	return out
}

// stamp returns a time stamp, zero if it is not there.
func (o *object) stamp(key string) (time.Time, error) {
	s := o.text(key)
	if s == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil || t.Year() < 1 || t.Year() > 9999 {
		return time.Time{}, fmt.Errorf("%s is no time stamp: %.40q", key, s)
	}
	return t.UTC(), nil
}

// version is the version of an object as it stands in the IRIs of its records.
func (o *object) version() string {
	return strings.Replace(o.modified.Format("20060102T150405.000"), ".", "", 1)
}

// common are the fields that mean the same everywhere.
var common = map[string]bool{
	"type": true, "id": true, "spec_version": true, "created": true, "modified": true, "created_by_ref": true, "revoked": true,
	"object_marking_refs": true, "external_references": true, "x_mitre_modified_by_ref": true, "x_mitre_attack_spec_version": true,
}

// leftovers counts the fields that have no place.
func (r *reader) leftovers(o *object) {
	for _, k := range o.Keys {
		if !o.used[k] && !common[k] {
			if !typeForm.MatchString(strings.ReplaceAll(k, "_", "-")) {
				k = "(a key that is no name)"
			}
			r.Left(o.typ + "." + k)
		}
	}
}

// attack is the identity of MITRE ATT&CK, which reports what others found.
const attack = "identity--c78cb6e5-0c4b-4611-8297-d1b8b55e40b5"

// form is the form of what an object says: MITRE ATT&CK is a catalogue.
func (o *object) form() string {
	if o.by == attack {
		return schema.Catalogue
	}
	return schema.TechnicalReport
}

// nobody is the party of objects without created_by_ref.
var nobody = importer.Entity{
	IRI: importer.ID("stix/producer-not-named"), Class: schema.UnnamedParty,
	Labels: []quad.Value{importer.English("producer not named (STIX)"), importer.Dutch("niet genoemde producent (STIX)")},
}

// creator returns the party that an object is by.
func (r *reader) creator(o *object) quad.IRI {
	if o.by == "" {
		return r.Entity(nobody)
	}
	if iri, ok := r.iris[o.by]; ok && r.classes[iri] != "" {
		return iri
	}
	iri := importer.ID("stix/" + o.by)
	if !r.Known(iri) {
		r.Entity(importer.Entity{IRI: iri, Class: schema.Party})
		r.WantLabel("creator", iri, o.where, "import the bundle that has this identity")
	}
	return iri
}

// claim begins a record of what an object says.
func (r *reader) claim(o *object, stem, stance, form string) importer.Record {
	by := r.creator(o)
	rec := importer.Record{
		Stem: "stix/" + stem, Version: o.version(), By: []quad.IRI{by}, Sources: []quad.IRI{r.source(o, by)}, Where: o.where,
		Props: []importer.Prop{{P: schema.Stance, O: quad.IRI(stance)}},
	}
	if form != "" {
		rec.Props = append(rec.Props, importer.Prop{P: schema.Form, O: quad.IRI(form)})
	}
	day := func(t time.Time) quad.Value {
		return quad.TypedString{Value: quad.String(t.Format(time.DateOnly)), Type: schema.XSDDate}
	}
	first, last := day(o.created), day(o.modified)
	switch {
	case o.created.IsZero():
	case first == last:
		rec.Props = append(rec.Props, importer.Prop{P: schema.On, O: first})
	default:
		rec.Props = append(rec.Props, importer.Prop{P: schema.OnEarliest, O: first}, importer.Prop{P: schema.OnLatest, O: last})
	}
	return rec
}

// confidence returns what an object says of it: the number in words, and the
// level by the scale None, Low, Med, High of appendix A of STIX 2.1.
func (o *object) confidence() []importer.Prop {
	o.used["confidence"] = true
	f := o.Get("confidence")
	if f.Kind == importer.Null {
		return nil
	}
	n := 0
	if _, err := fmt.Sscanf(f.Text, "%d", &n); f.Kind != importer.Number || err != nil || fmt.Sprint(n) != f.Text || n > 100 || n < 0 {
		o.fail("confidence is %.20q, want a whole number from 0 to 100", f.Text)
		return nil
	}
	props := []importer.Prop{{P: schema.Quote, O: importer.English(fmt.Sprintf("confidence: %d", n))}}
	switch {
	case n >= 70:
		props = append(props, importer.Prop{P: schema.Confidence, O: quad.IRI(schema.High)})
	case n >= 30:
		props = append(props, importer.Prop{P: schema.Confidence, O: quad.IRI(schema.Moderate)})
	case n >= 1:
		props = append(props, importer.Prop{P: schema.Confidence, O: quad.IRI(schema.Low)})
	}
	return props
}
