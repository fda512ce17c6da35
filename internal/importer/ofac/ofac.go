// Package ofac reads the list of Specially Designated Nationals of the US
// Treasury's Office of Foreign Assets Control (public domain), in two shapes:
//
//   - SDN.CSV as published, without a header: ent_num, name, type, programs, title, call sign,
//     vessel type, tonnage, gross tonnage, flag, owner, remarks; "-0-" is no value.
//   - the excerpt of its cyber programs with the header
//     ent_num,name,type,programs,linked_to,weak_aka, made about January 2023, in
//     which a bar separates several values. Its source has the date 2023-01 unless
//     another is given.
//
// # What becomes of a row
//
//   - The entity is id:ofac/<ent_num>: a person, or an organization. What sort of
//     organization the list does not say.
//   - The listing is an act of the kind sanction by the US, without a date
//     (the list has none: it answers to the date of the source), with each program as legal basis.
//   - Each "Linked To" is an edge of a claim by the Treasury (form: sanctions
//     listing). The list gives the other side by name; a name that no row has
//     becomes an entity of its own and is reported as unresolved.
//   - Weak aliases are a knownAs claim by the Treasury.
//   - A person's name, "SURNAME, Given", is turned to its natural order. As the
//     list has it, and with the surname first, it stays a search form.
//
// Dates of birth, passports, addresses and the like are never kept; the rest of
// the remarks is not kept either, and both are counted.
package ofac

import (
	"slices"
	"strings"
	"sync"

	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Importer reads the SDN list.
type Importer struct{}

// Name implements importer.Importer.
func (Importer) Name() string { return "ofac" }

// About implements importer.Importer.
func (Importer) About() string {
	return "OFAC SDN list (SDN.CSV, or the excerpt of its cyber programs)"
}

var columns = []string{"ent_num", "name", "type", "programs", "linked_to", "weak_aka"}

// excerptDate is when the excerpt was made, as precisely as is known.
const excerptDate = "2023-01"

// published is a line of SDN.CSV.
func published(fields []string) bool {
	return len(fields) == 12 && entNum.MatchString(strings.TrimSpace(fields[0]))
}

var entNum = importer.NewForm(`^[0-9]{1,9}$`)

// Detect implements importer.Importer.
func (Importer) Detect(head []byte, _ string) bool {
	return importer.FirstLine(head, importer.HasColumns(columns...)) || importer.FirstLine(firstLineOf(head), published)
}

// firstLineOf returns the first line: SDN.CSV has no header to look for below.
func firstLineOf(head []byte) []byte {
	line, _, _ := strings.Cut(string(head), "\n")
	return []byte(line)
}

// entry is a row of the list.
type entry struct {
	num, name, kind  string
	programs, linked []string
	weak             []string
	where            string
}

// reader reads one file.
type reader struct {
	*importer.Batch
	entries []*entry
	byNum   map[string]bool
	byName  map[string]quad.IRI
}

var treasury = sync.OnceValue(func() importer.Entity { return importer.Party("us-treasury") })

func us() quad.IRI {
	c, _ := importer.CountryByCode("US")
	return c.IRI
}

// Read implements importer.Importer.
func (Importer) Read(in *importer.Input, b *importer.Batch) error {
	r := &reader{Batch: b, byNum: map[string]bool{}, byName: map[string]quad.IRI{}}
	table := importer.Table{}
	if head, err := in.Peek(); err != nil {
		return err
	} else if !importer.FirstLine(firstLineOf(head), published) {
		table.Header, table.Need = importer.HasColumns("ent_num", "name"), columns
	}
	if err := in.Rows(b, table, r.row); err != nil {
		return err
	}
	date := in.Published
	if date == "" && table.Header != nil {
		date = excerptDate
	}
	r.collection(date)
	for _, e := range r.entries {
		r.byName[e.name] = importer.ID("ofac/" + e.num)
	}
	for _, e := range r.entries {
		r.write(e)
	}
	return nil
}

func (r *reader) collection(date string) {
	us, _ := importer.CountryByCode("US")
	r.Entity(us.Entity)
	r.Entity(treasury())
	source := importer.Source{
		Title: importer.English("OFAC Specially Designated Nationals list"), Publisher: treasury().IRI, Language: "en", Rights: "public domain (US government)",
	}
	if date != "" {
		source.Published, _ = importer.Date(date)
		source.Title = importer.English("OFAC Specially Designated Nationals list, " + date)
	}
	r.Collect(importer.Collection{Name: "ofac/sdn", Version: date, Source: source})
	r.Record(importer.Record{
		Stem: "ofac/sdn/organs", By: []quad.IRI{treasury().IRI}, Props: importer.Reports(""),
		Edges: []importer.Edge{
			{S: treasury().IRI, P: schema.SpeaksFor, O: us.IRI},
			{S: treasury().IRI, P: schema.PartOf, O: us.IRI},
		},
	})
}

// row reads a row of either shape.
func (r *reader) row(row importer.Row) error {
	e := &entry{where: row.Where()}
	if row.Len() == 12 && row.Get("ent_num") == "" {
		r.publishedRow(e, row)
	} else {
		e.num, e.name, e.kind = row.Get("ent_num"), row.Get("name"), row.Get("type")
		e.programs, e.linked, e.weak = split(row.Get("programs"), "|"), split(row.Get("linked_to"), "|"), split(row.Get("weak_aka"), "|")
	}
	name, ok := importer.CleanName(e.name)
	switch {
	case row.Len() == 1 && row.At(0) == "":
		r.Left("empty lines")
		return nil
	case !entNum.MatchString(e.num):
		r.Reject(e.where, "no entity number: %.40q", e.num)
		return nil
	case r.byNum[e.num]:
		r.Reject(e.where, "the entity number %s is in the file twice", e.num)
		return nil
	case !ok:
		r.Reject(e.where, "no name")
		return nil
	}
	e.name = name
	switch e.kind {
	case "individual", "entity", "":
	case "vessel", "aircraft":
		r.Left("listings of a " + e.kind)
		return nil
	default:
		r.Reject(e.where, "unknown type %.40q, want individual, entity, vessel or aircraft", e.kind)
		return nil
	}
	r.byNum[e.num] = true
	r.entries = append(r.entries, e)
	return nil
}

var (
	linkedTo = importer.NewForm(`(?i)^Linked To: (.+?)\.?$`)
	weakName = importer.NewForm(`^a\.k\.a\. '(.+)'\.?$`)
)

// publishedRow reads a row of SDN.CSV.
func (r *reader) publishedRow(e *entry, row importer.Row) {
	at := func(i int) string {
		if s := row.At(i); s != "-0-" {
			return s
		}
		return ""
	}
	e.num, e.name, e.kind = at(0), at(1), at(2)
	e.programs = split(strings.NewReplacer("[", "", "]", ";").Replace(at(3)), ";")
	remarks := at(11)
	for part := range strings.SplitSeq(remarks, ";") {
		part = strings.TrimSpace(part)
		if m := linkedTo.FindStringSubmatch(part); m != nil {
			e.linked = append(e.linked, split(m[1], "\x00")...)
		} else if m := weakName.FindStringSubmatch(strings.TrimPrefix(part, "alt. ")); m != nil {
			e.weak = append(e.weak, split(m[1], "\x00")...)
		} else if part != "" {
			r.Left("other remarks (dates of birth, passports, addresses and the like are never kept)")
		}
	}
	if at(4) != "" {
		r.Left("titles")
	}
}

func split(s, sep string) (out []string) {
	for part := range strings.SplitSeq(s, sep) {
		if part, ok := importer.CleanName(part); ok && !slices.Contains(out, part) {
			out = append(out, part)
		}
	}
	return out
}

// person reports whether a name that stands alone is written as a person's:
// surname in capitals, comma, given names in mixed case.
func person(name string) bool {
	surname, given, ok := strings.Cut(name, ", ")
	return ok && strings.ToUpper(surname) == surname && strings.ToUpper(given) != given
}

// describe adds the entity of a name.
func (r *reader) describe(iri quad.IRI, name string, individual bool) quad.IRI {
	e := importer.Entity{IRI: iri, Class: schema.Organization, Labels: []quad.Value{importer.Name(name)}}
	if individual {
		natural, forms := importer.NaturalOrder(name)
		e.Class, e.Labels = schema.Person, []quad.Value{importer.Name(natural)}
		for _, f := range forms {
			e.Search = append(e.Search, importer.Name(f))
		}
	}
	return r.Entity(e)
}

// write adds what a row says.
func (r *reader) write(e *entry) {
	who := r.describe(importer.ID("ofac/"+e.num), e.name, e.kind == "individual")
	r.Count("listings", 1)
	r.Count("listings of "+map[bool]string{true: "persons", false: "entities"}[e.kind == "individual"], 1)
	act := importer.Record{
		Act: true, Stem: "ofac/sdn/" + e.num, By: []quad.IRI{us()}, Where: e.where,
		Props: []importer.Prop{{P: schema.Kind, O: quad.IRI(schema.Sanction)}},
		Edges: []importer.Edge{{S: us(), P: schema.Sanctioned, O: who}},
	}
	for _, p := range e.programs {
		act.Props = append(act.Props, importer.Prop{P: schema.LegalBasis, O: quad.String(p)})
		r.Count("programs of listings", 1)
	}
	r.Record(act)
	claim := func(what string, props []importer.Prop, edges []importer.Edge) {
		if len(edges) > 0 {
			r.Record(importer.Record{Stem: "ofac/sdn/" + e.num + "/" + what, By: []quad.IRI{treasury().IRI}, Props: props, Edges: edges, Where: e.where})
		}
	}
	var edges []importer.Edge
	for _, name := range e.linked {
		edges = append(edges, importer.Edge{S: who, P: schema.LinkedTo, O: r.other(name, e.where)})
		r.Count("Linked To edges", 1)
	}
	claim("linked-to", []importer.Prop{{P: schema.Stance, O: quad.IRI(schema.Asserts)}, {P: schema.Form, O: quad.IRI(schema.SanctionsListing)}}, edges)
	edges = nil
	for _, name := range e.weak {
		edges = append(edges, importer.Edge{S: who, P: schema.KnownAs, O: importer.Name(name)})
		r.Count("weak aliases", 1)
	}
	claim("names", importer.Reports(""), edges)
}

// other returns the entity that a "Linked To" names: the row of that name, or
// one of its own.
func (r *reader) other(name, where string) quad.IRI {
	if iri, ok := r.byName[name]; ok {
		return iri
	}
	r.Unresolved("Linked To", name, where, "no row of the file has this name")
	return r.describe(importer.ID("ofac/name/"+importer.Slug(name)), name, person(name))
}
