// Package uksanctions reads the UK Sanctions List as CSV
// (https://sanctionslist.fcdo.gov.uk/docs/UK-Sanctions-List.csv, Open Government
// Licence v3.0), from the user's own download. Above the header stands a line
// with the date of the report; below it, a row for each name and address of a
// designation. These columns are used:
//
//	Unique ID            the designation, such as CYB0001; rows with one id belong together
//	Name 1 … Name 5      given names, or parts of an entity's name; Name 6: the surname
//	Name type            Primary Name; anything else is an alias
//	Name non-latin script    another way to find it
//	Regime Name          the legal basis
//	Designation Type     Individual, Entity or Ship; older files: Individual, Entity, Ship
//	Sanctions Imposed, UK Statement of Reasons   kept as quotes
//	Date Designated      the day, as 24/03/2022
//
// Dates and places of birth, passports, addresses, telephone numbers and the
// like are never kept.
//
// The entity is id:uk-sanctions/<Unique ID>, a person or an organization. The
// designation is an act of the kind sanction by the UK; its reasons are a claim
// (form: sanctions listing) and the aliases a knownAs claim by the Foreign Office,
// which speaks for the UK.
package uksanctions

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Importer reads the UK Sanctions List.
type Importer struct{}

// Name implements importer.Importer.
func (Importer) Name() string { return "uksanctions" }

// About implements importer.Importer.
func (Importer) About() string { return "UK Sanctions List (CSV)" }

var need = []string{"Unique ID", "Name 6", "Name 1", "Name type", "Regime Name", "Date Designated"}

// Detect implements importer.Importer.
func (Importer) Detect(head []byte, _ string) bool {
	return importer.FirstLine(head, importer.HasColumns(need...))
}

var idForm = importer.NewForm(`^[A-Z]{2,6}[0-9]{1,7}[A-Z]?$`)

// designation is what the rows of one id say.
type designation struct {
	id, kind, regime, imposed, reasons string
	primary                            string
	search                             []string
	aliases                            []string
	on                                 quad.Value
	where                              string
}

// reader reads one file.
type reader struct {
	*importer.Batch
	order []string
	all   map[string]*designation
	bad   map[string]bool
}

var fcdo = sync.OnceValue(func() importer.Entity { return importer.Party("fcdo") })

func uk() quad.IRI {
	c, _ := importer.CountryByCode("GB")
	return c.IRI
}

// Read implements importer.Importer.
func (Importer) Read(in *importer.Input, b *importer.Batch) error {
	r := &reader{Batch: b, all: map[string]*designation{}, bad: map[string]bool{}}
	date := in.Published
	isHeader := importer.HasColumns(need...)
	header := func(fields []string) bool {
		if text, ok := strings.CutPrefix(strings.TrimSpace(fields[0]), "Report Date:"); ok && date == "" {
			if t, err := time.Parse("02-Jan-2006", strings.TrimSpace(text)); err == nil {
				date = t.Format(time.DateOnly)
			}
		}
		return isHeader(fields)
	}
	if err := in.Rows(b, importer.Table{Header: header, Need: need}, r.row); err != nil {
		return err
	}
	state, _ := importer.CountryByCode("GB")
	b.Entity(state.Entity)
	b.Entity(fcdo())
	source := importer.Source{Title: importer.English("UK Sanctions List"), Publisher: fcdo().IRI, Language: "en", Rights: "Open Government Licence v3.0"}
	if date != "" {
		source.Title = importer.English("UK Sanctions List, " + date)
		source.Published, _ = importer.Date(date)
	}
	b.Collect(importer.Collection{Name: "uk-sanctions", Version: date, Source: source})
	b.Record(importer.Record{
		Stem: "uk-sanctions/organs", By: []quad.IRI{fcdo().IRI}, Props: importer.Reports(""),
		Edges: []importer.Edge{{S: fcdo().IRI, P: schema.SpeaksFor, O: uk()}, {S: fcdo().IRI, P: schema.PartOf, O: uk()}},
	})
	for _, id := range r.order {
		if !r.bad[id] {
			r.write(r.all[id])
		}
	}
	return nil
}

// name joins the parts of a name: given names first, as they are spoken.
func name(row importer.Row) (natural, surnameFirst string) {
	var given []string
	for _, c := range []string{"Name 1", "Name 2", "Name 3", "Name 4", "Name 5"} {
		if s := row.Get(c); s != "" {
			given = append(given, s)
		}
	}
	surname := row.Get("Name 6")
	natural, _ = importer.CleanName(strings.Join(append(slices.Clone(given), surname), " "))
	surnameFirst, _ = importer.CleanName(surname + " " + strings.Join(given, " "))
	return natural, surnameFirst
}

func (r *reader) row(row importer.Row) error {
	id := row.Get("Unique ID")
	if !idForm.MatchString(id) {
		r.Reject(row.Where(), "no unique id such as CYB0001: %.40q", id)
		return nil
	}
	natural, turned := name(row)
	if natural == "" && row.Get("Name non-latin script") == "" {
		r.Reject(row.Where(), "no name")
		return nil
	}
	day, err := time.Parse("02/01/2006", row.Get("Date Designated"))
	if err != nil && row.Get("Date Designated") != "" {
		r.Reject(row.Where(), "Date Designated is %.20q, want a day such as 24/03/2022", row.Get("Date Designated"))
		r.bad[id] = true
		return nil
	}
	d := r.all[id]
	if d == nil {
		d = &designation{id: id, where: row.Where()}
		r.all[id] = d
		r.order = append(r.order, id)
	}
	put := func(to *string, column string) {
		if *to == "" {
			*to = row.Get(column)
		}
	}
	put(&d.kind, "Designation Type")
	put(&d.regime, "Regime Name")
	put(&d.imposed, "Sanctions Imposed")
	put(&d.reasons, "UK Statement of Reasons")
	if err == nil && d.on == nil {
		d.on, _ = importer.Date(day.Format(time.DateOnly))
	}
	switch {
	case natural == "":
	case strings.EqualFold(row.Get("Name type"), "Primary Name") && d.primary == "":
		d.primary = natural
		d.search = append(d.search, turned)
	case natural != d.primary && !slices.Contains(d.aliases, natural):
		d.aliases = append(d.aliases, natural)
	}
	if other, ok := importer.CleanName(row.Get("Name non-latin script")); ok && !slices.Contains(d.search, other) {
		d.search = append(d.search, other)
	}
	for _, c := range []string{"D.O.B", "Passport number", "National Identifier number", "Address Line 1", "Email address", "Phone number", "Town of birth"} {
		if row.Get(c) != "" {
			r.Left("rows with dates of birth, passports, addresses and the like, which are never kept")
			break
		}
	}
	return nil
}

func (r *reader) write(d *designation) {
	if d.primary == "" && len(d.aliases) > 0 {
		d.primary, d.aliases = d.aliases[0], d.aliases[1:]
	}
	if d.primary == "" && len(d.search) > 0 {
		d.primary = d.search[0]
	}
	class := schema.Organization
	switch strings.ToLower(d.kind) {
	case "individual":
		class = schema.Person
	case "ship":
		r.Left("designations of a ship")
		return
	case "entity", "":
	default:
		r.Reject(d.where, "unknown designation type %.40q", d.kind)
		return
	}
	e := importer.Entity{IRI: importer.ID("uk-sanctions/" + d.id), Class: class, Labels: []quad.Value{importer.Name(d.primary)}}
	for _, s := range d.search {
		if s != d.primary {
			e.Search = append(e.Search, importer.Name(s))
		}
	}
	who := r.Entity(e)
	r.Count("designations", 1)
	by := []quad.IRI{fcdo().IRI}
	var on []importer.Prop
	if d.on != nil {
		on = []importer.Prop{{P: schema.On, O: d.on}}
	}
	act := importer.Record{
		Act: true, Stem: "uk-sanctions/" + d.id, By: []quad.IRI{uk()}, Where: d.where,
		Props: append([]importer.Prop{{P: schema.Kind, O: quad.IRI(schema.Sanction)}}, on...),
		Edges: []importer.Edge{{S: uk(), P: schema.Sanctioned, O: who}},
	}
	if d.regime != "" {
		act.Props = append(act.Props, importer.Prop{P: schema.LegalBasis, O: importer.Prose(d.regime)})
	}
	if d.imposed != "" {
		act.Props = append(act.Props, importer.Prop{P: schema.Quote, O: importer.Prose(d.imposed)})
	}
	r.Record(act)
	if d.reasons != "" {
		rec := importer.Record{
			Stem: "uk-sanctions/" + d.id + "/reasons", By: by, Where: d.where,
			Props: append([]importer.Prop{
				{P: schema.Stance, O: quad.IRI(schema.Asserts)},
				{P: schema.Form, O: quad.IRI(schema.SanctionsListing)},
				{P: schema.About, O: who},
				{P: schema.Quote, O: importer.Prose(d.reasons)},
			}, on...),
		}
		r.Record(rec)
		r.Count("statements of reasons", 1)
	}
	if len(d.aliases) > 0 {
		rec := importer.Record{Stem: "uk-sanctions/" + d.id + "/names", By: by, Props: append(importer.Reports(""), on...), Where: d.where}
		for _, a := range d.aliases {
			rec.Edges = append(rec.Edges, importer.Edge{S: who, P: schema.KnownAs, O: importer.Name(a)})
		}
		r.Record(rec)
		r.Count("aliases", len(d.aliases))
	}
}
