package stix

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// classes are the classes of the types that are entities; "" where a field
// decides.
var classes = map[string]string{
	"intrusion-set": schema.ThreatGroup, "threat-actor": schema.ThreatGroup, "campaign": schema.Campaign, "incident": schema.Incident,
	"vulnerability": schema.Vulnerability, "malware": schema.Product, "tool": schema.Product, "identity": "", "location": "",
}

// convert turns the objects into entities and records: first the things, then
// what joins them, then what speaks of records.
func (r *reader) convert() {
	slices.SortStableFunc(r.objects, func(a, b *object) int { return a.modified.Compare(b.modified) })
	each := func(fn func(*object), types ...string) {
		for _, o := range r.objects {
			if slices.Contains(types, o.typ) {
				fn(o)
			}
		}
	}
	each(r.identity, "identity")
	each(r.location, "location")
	each(r.thing, "intrusion-set", "threat-actor", "campaign", "incident", "vulnerability", "malware", "tool")
	each(r.report, "report")
	each(r.relationship, "relationship")
	each(r.sighting, "sighting")
	each(r.note, "note")
	each(r.opinion, "opinion")
	for _, o := range r.objects {
		switch o.typ {
		case "relationship", "sighting", "note", "opinion", "report":
		case "marking-definition":
			r.Count("markings", 1)
		default:
			if _, ok := classes[o.typ]; !ok {
				r.Left("objects of the type " + o.typ)
			}
		}
	}
}

// finish rejects an object with a fault, and otherwise counts what it has beyond.
func (r *reader) finish(o *object) bool {
	if o.err != nil {
		r.Reject(o.where, "%s", o.err)
		return false
	}
	r.Count(o.typ, 1)
	r.leftovers(o)
	return true
}

// name returns the name of an object; none is a fault.
func (o *object) name() string {
	name, ok := importer.CleanName(o.text("name"))
	if !ok {
		o.fail("there is no name, or one that is too long")
	}
	return name
}

// identity adds a party or a sector.
func (r *reader) identity(o *object) {
	name, kind := o.name(), o.text("identity_class")
	description := o.text("description")
	aliases := append(o.texts("aliases"), o.texts("x_opencti_aliases")...)
	o.used["roles"] = false
	if description != "" {
		o.used["description"] = false // counted: of identities only the name is kept
	}
	if !r.finish(o) {
		return
	}
	class := schema.Organization
	switch {
	case kind == "individual":
		class = schema.Person
	case r.creators[o.id]: // speaks, so it is a party
	case kind == "class":
		class = schema.Sector
	case kind == "system":
		class = schema.Product
	}
	e := importer.Entity{IRI: importer.ID("stix/" + o.id), Class: class, Labels: []quad.Value{importer.Name(name)}}
	for _, a := range aliases {
		if n, ok := importer.CleanName(a); ok && n != name {
			e.Search = append(e.Search, importer.Name(n))
		}
	}
	r.iris[o.id] = r.Entity(e)
}

// location adds a state by its code, or whoever is in a region.
func (r *reader) location(o *object) {
	country, region := o.text("country"), o.text("region")
	name, _ := importer.CleanName(o.text("name"))
	if !r.finish(o) {
		return
	}
	if country != "" {
		c, ok := importer.CountryByCode(country)
		if !ok {
			c, ok = importer.CountryByName(country)
		}
		if ok {
			r.iris[o.id] = r.Entity(c.Entity)
			return
		}
		r.Unresolved("country", country, o.where+".country", "kept as an entity of the source's own")
	}
	for _, n := range []string{name, region, country} {
		if n, ok := importer.CleanName(n); ok {
			r.iris[o.id] = r.Entity(importer.Entity{IRI: importer.ID("stix/" + o.id), Class: schema.UnnamedParty, Labels: []quad.Value{importer.Name(n)}})
			return
		}
	}
	r.Left("locations without a country or a name")
}

// thing adds an actor, a campaign, a weakness or a program with its claims.
func (r *reader) thing(o *object) {
	name := o.name()
	aliases := slices.Concat(o.texts("aliases"), o.texts("x_mitre_aliases"))
	description := o.text("description")
	aims := o.texts("goals")
	for _, key := range []string{"objective", "primary_motivation"} {
		if s := o.text(key); s != "" {
			aims = append(aims, s)
		}
	}
	aims = append(aims, o.texts("secondary_motivations")...)
	class := classes[o.typ]
	if o.typ == "threat-actor" && o.text("resource_level") == "individual" {
		class = schema.Person
	}
	confidence, pages := o.confidence(), r.pages(o)
	r.marks(o)
	var seen []importer.Edge
	var times []time.Time
	iri := importer.ID("stix/" + o.id)
	if schema.IsA(class, schema.Incident) {
		for _, d := range []struct{ key, p string }{{"first_seen", schema.Began}, {"last_seen", schema.Ended}} {
			if t, err := o.stamp(d.key); err != nil {
				o.fail("%s", err)
			} else if !t.IsZero() {
				seen = append(seen, importer.Edge{S: iri, P: d.p, O: r.seenDate(o, t)})
				times = append(times, t)
			}
		}
	}
	if !r.finish(o) {
		return
	}
	stem := o.id + "/"
	r.iris[o.id] = r.Entity(importer.Entity{IRI: iri, Class: class, Labels: []quad.Value{importer.Name(name)}, Names: "stix/" + stem + "names"})
	said := []string{"stix/" + stem + "names"}
	names := r.claim(o, stem+"names", schema.Reports, "")
	had := map[string]bool{}
	for _, a := range append([]string{name}, aliases...) {
		if n, ok := importer.CleanName(a); ok && !had[n] {
			had[n] = true
			names.Edges = append(names.Edges, importer.Edge{S: iri, P: schema.KnownAs, O: importer.Name(n)})
		}
	}
	r.Count("names", len(names.Edges))
	if description == "" {
		names.Props = append(names.Props, confidence...)
	}
	r.Record(names)
	if description != "" {
		rec := r.claim(o, stem+"description", schema.Reports, o.form())
		rec.Sources = append(rec.Sources, pages...)
		rec.Props = append(rec.Props, importer.Prop{P: schema.About, O: iri}, importer.Prop{P: schema.Quote, O: importer.Prose(description)})
		rec.Props = append(rec.Props, confidence...)
		r.Record(rec)
		said = append(said, rec.Stem)
	}
	if len(aims) > 0 {
		rec := r.claim(o, stem+"aims", schema.Reports, o.form())
		for _, a := range aims {
			rec.Edges = append(rec.Edges, importer.Edge{S: iri, P: schema.Aim, O: importer.Prose(a)})
		}
		r.Record(rec)
		said = append(said, rec.Stem)
	}
	if len(seen) > 0 {
		if len(times) == 2 && times[1].Before(times[0]) {
			r.Left("first_seen and last_seen in the wrong order")
		} else {
			rec := r.claim(o, stem+"seen", schema.Reports, o.form())
			rec.Edges = seen
			r.Record(rec)
			said = append(said, rec.Stem)
		}
	}
	r.revoke(o, said)
}

// seenDate returns the day of a time stamp. MITRE ATT&CK knows months, and
// writes their first day; what others write is a day, but one that begins a
// year may be no more than the year, and is counted.
func (r *reader) seenDate(o *object, t time.Time) quad.Value {
	if o.by == attack && t.Day() == 1 {
		return importer.DateValue(graph.Date{Year: t.Year(), Month: t.Month()})
	}
	v, _ := importer.Day(t.Format(time.RFC3339Nano))
	if importer.FirstOfJanuary(v) {
		r.Count("dates of 1 January, which may be no more than a year", 1)
	}
	return v
}

// revoke takes back what an object said, if it says so.
func (r *reader) revoke(o *object, said []string) {
	if !o.revoked {
		return
	}
	rec := r.claim(o, o.id+"/revoked", schema.Retracts, o.form())
	rec.Retracts, rec.Re = true, said
	r.Record(rec)
	r.Count("revoked", 1)
}

// refIRI returns the entity of a reference and its class. What is not in the
// bundle may be in the graph: its class is then no closer than the id's type
// tells, so that no edge is made that its real class does not allow.
func (r *reader) refIRI(id string) (iri quad.IRI, class string) {
	if iri, ok := r.iris[id]; ok {
		return iri, cmp.Or(r.ClassOf(iri), r.classes[iri])
	}
	typ, _, _ := strings.Cut(id, "--")
	class = classes[typ]
	switch typ {
	case "identity":
		class = schema.Party
	case "threat-actor":
		class = schema.Actor
	}
	return importer.ID("stix/" + id), class
}
