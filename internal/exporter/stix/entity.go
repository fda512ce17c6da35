package stix

import (
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// entityIDs settles the ids of entities and sources. Software has the id that
// the standard prescribes for its name; if two have one name, so has the first.
func (e *exporter) entityIDs() {
	software := map[string]bool{}
	for _, t := range e.order {
		switch {
		case t.record != nil:
		case t.class == schema.Source:
			t.id = ownID(e.documentType(t), name(t.value))
		default:
			typ := objectType(t.class)
			t.id = ownID(typ, name(t.value))
			if typ == "software" {
				if id := id(typ, nsObservables, canonical("name", e.label(t.value))); !software[id] {
					software[id] = true
					t.id = id
				}
			}
		}
	}
}

// canonical is the JSON of an object with one text, as RFC 8785 has it.
func canonical(key, value string) string {
	var b strings.Builder
	for _, c := range value {
		switch {
		case c == '"' || c == '\\':
			b.WriteRune('\\')
			b.WriteRune(c)
		case c < 0x20:
			b.WriteString(map[rune]string{'\n': `\n`, '\r': `\r`, '\t': `\t`, '\b': `\b`, '\f': `\f`}[c])
		default:
			b.WriteRune(c)
		}
	}
	return `{"` + key + `":"` + b.String() + `"}`
}

// entity adds the object of an entity.
func (e *exporter) entity(t *thing) error {
	typ := objectType(t.class)
	o := &object{
		Type: typ, SpecVersion: "2.1", ID: t.id, CreatedBy: producerID, Created: unknownDay, Modified: e.newest,
		Name: e.label(t.value), References: e.identifiers(t), Markings: unique(e.named[t.value]),
	}
	switch typ {
	case "identity":
		o.IdentityClass = identityClass(t.class)
	case "software": // an observable, which nobody creates
		o.CreatedBy, o.Created, o.Modified, o.References = "", "", "", nil
	case "intrusion-set", "campaign":
		o.Aliases = unique(e.names[t.value])
	case "vulnerability":
		if cve().MatchString(o.Name) {
			o.References = append([]reference{{SourceName: "cve", ExternalID: o.Name}}, o.References...)
		}
	}
	if len(t.about) == 0 { // only mentioned
		o.derive(name(t.value))
	} else if err := o.hold(t); err != nil {
		return err
	}
	e.add(o)
	return nil
}

// identifiers are the ids of a thing elsewhere: the IRI, and the STIX id that
// it was imported under.
func (e *exporter) identifiers(t *thing) []reference {
	iri, ok := t.value.(quad.IRI)
	if !ok {
		return nil
	}
	refs := []reference{{SourceName: "ascribe", ExternalID: schema.Handle(string(iri))}}
	if original, ok := strings.CutPrefix(string(iri), schema.NSID+"stix/"); ok {
		refs = append(refs, reference{SourceName: "stix", ExternalID: original})
	}
	return refs
}

// location returns the location of a state as a territory.
func (e *exporter) location(v quad.Value) string {
	t := e.things[v]
	code := ""
	for _, q := range t.about {
		if name(q.Predicate) == schema.ISOCode {
			code = text(q.Object)
		}
	}
	if len(code) != 2 {
		return t.id
	}
	id := ownID("location", name(v))
	if !e.extra[id] {
		e.extra[id] = true
		o := &object{
			Type: "location", SpecVersion: "2.1", ID: id, CreatedBy: producerID, Created: unknownDay, Modified: e.newest,
			Name: e.label(v), Country: code, References: e.identifiers(t),
		}
		e.add(o.derive(name(v)))
	}
	return id
}

// documentType is the type of a source: a report has a day.
func (e *exporter) documentType(t *thing) string {
	if day(e.published(t.value)) != "" {
		return "report"
	}
	return "grouping"
}

// source adds the object of a document.
func (e *exporter) source(t *thing) error {
	d := e.published(t.value)
	typ := e.documentType(t)
	first, last := "", ""
	if !d.IsZero() {
		first, last = stamp(d.First()), stamp(d.Last())
	}
	o := &object{
		Type: typ, SpecVersion: "2.1", ID: t.id, Name: e.title(t), Markings: e.marks([]quad.Value{t.value}),
		CreatedBy: producerID, References: e.document(t), ObjectRefs: unique(e.cited[t.value]), Published: day(d),
	}
	o.Created, o.Modified = e.span(first, last)
	if typ == "grouping" {
		o.Context = "unspecified"
		if !d.IsZero() {
			o.Description = "Published in " + d.String() + "."
		}
	}
	if len(o.ObjectRefs) == 0 {
		o.ObjectRefs = []string{producerID}
	}
	for _, q := range t.about {
		if publisher := e.ref(q.Object); name(q.Predicate) == schema.Publisher && strings.HasPrefix(publisher, "identity--") {
			o.CreatedBy = publisher
		}
	}
	if err := o.hold(t); err != nil {
		return err
	}
	e.add(o)
	return nil
}

func (e *exporter) title(t *thing) string {
	iri, ok := t.value.(quad.IRI)
	if !ok {
		return name(t.value)
	}
	if s := e.v.Source(iri, "en"); s.Title != "" {
		return s.Title
	}
	return schema.Handle(string(iri))
}

// document is a source as an external reference.
func (e *exporter) document(t *thing) []reference {
	ref := reference{SourceName: "ascribe", Description: e.title(t)}
	if iri, ok := t.value.(quad.IRI); ok {
		ref.ExternalID = schema.Handle(string(iri))
	}
	for _, q := range t.about {
		switch name(q.Predicate) {
		case schema.Publisher:
			ref.SourceName = e.label(q.Object)
		case schema.URL:
			if ref.URL == "" {
				ref.URL = webAddress(text(q.Object))
			}
		}
	}
	return []reference{ref}
}

// references are the record itself and its documents.
func (e *exporter) references(t *thing) []reference {
	refs := e.identifiers(t)
	for _, s := range t.record.sources {
		if doc := e.things[s]; doc != nil {
			refs = append(refs, e.document(doc)...)
		}
	}
	return refs
}

// tlp are the markings of the Traffic Light Protocol that bundles name by id:
// those of STIX 2.1 section 7.2.1.4, and of TLP 2.0 where that has new ones.
var tlp = map[string]object{
	"TLP:WHITE":        tlp1("613f2e26-407d-48c7-9eca-b8e91df99dc9", "white"),
	"TLP:GREEN":        tlp1("34098fce-860f-48ae-8e50-ebd3cc5e41da", "green"),
	"TLP:AMBER":        tlp1("f88d31f6-486f-44da-b317-01333bde0b82", "amber"),
	"TLP:RED":          tlp1("5e57c739-391a-4eb3-b6be-7d15ca92d5ed", "red"),
	"TLP:CLEAR":        tlp2("94868c89-83c2-464b-929b-a1a8aa3c8487", "clear"),
	"TLP:AMBER+STRICT": tlp2("939a9414-2ddd-4d32-a0cd-375ea402b003", "amber+strict"),
}

func tlp1(uuid, colour string) object {
	return object{
		Type: "marking-definition", SpecVersion: "2.1", ID: "marking-definition--" + uuid, Created: "2017-01-20T00:00:00.000Z",
		DefinitionType: "tlp", Name: "TLP:" + strings.ToUpper(colour), Definition: map[string]string{"tlp": colour},
	}
}

func tlp2(uuid, colour string) object {
	return object{
		Type: "marking-definition", SpecVersion: "2.1", ID: "marking-definition--" + uuid, Created: "2022-10-01T00:00:00.000Z",
		Name: "TLP:" + strings.ToUpper(colour), Extensions: map[string]any{
			"extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d": map[string]string{"extension_type": "property-extension", "tlp_2_0": colour},
		},
	}
}

// marks are the markings of what rests on some sources: their rights, each a
// colour or a statement.
func (e *exporter) marks(sources []quad.Value) (ids []string) {
	for _, s := range sources {
		t := e.things[s]
		if t == nil {
			continue
		}
		for _, q := range t.about {
			if name(q.Predicate) != schema.Rights {
				continue
			}
			for part := range strings.SplitSeq(text(q.Object), ";") {
				if part = strings.TrimSpace(part); part != "" {
					ids = append(ids, e.mark(part))
				}
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (e *exporter) mark(rights string) string {
	o, ok := tlp[strings.ToUpper(rights)]
	if !ok {
		o = object{
			Type: "marking-definition", SpecVersion: "2.1", ID: ownID("marking-definition", rights), CreatedBy: producerID, Created: madeOn,
			DefinitionType: "statement", Definition: map[string]string{"statement": rights},
		}
	}
	if !e.extra[o.ID] {
		e.extra[o.ID] = true
		e.add(&o)
	}
	return o.ID
}
