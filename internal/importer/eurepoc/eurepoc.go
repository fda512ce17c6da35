// Package eurepoc reads the European Repository of Cyber Incidents
// (https://eurepoc.eu, version 1.x) from the user's own download: two of its CSV files, which belong together.
//
// EuRepoC_Global_Database, a row an incident. Used are
//
//	ID, name, description     the incident, id:eurepoc/<ID>, and its words
//	start_date, end_date      began and ended; 1 January stands for a year of which no more is known, and becomes it
//	receiver_country          targeted, values separated by semicolons
//	sources_url               documents
//
// EuRepoC_Attribution_dataset, a row for each initiator that an attribution names. Used are
//
//	incident_ID, attribution_ID    rows with one pair are one claim
//	attribution_date          its date; 1 January is the year, as above
//	attribution_type          the form: technical report, anonymous source, press report, …
//	attribution_basis         who speaks: a government, a company, the attacker; contested ones are left out
//	attributing_country, attributing_actor, attribution_it_company    the party
//	attributed_initiator, attributed_initiator_country, attributed_initiator_category    the blamed
//
// A claim is by the attributing state if a government speaks, else by the company or actor
// named, else by an unnamed party; EuRepoC relays all of them. An initiator of the category State
// is attributedTo the state. One whose state affiliation is suggested is attributedTo the group, which is linkedTo
// the state in the same claim. Criminals and whoever else is no state are
// attributedTo the group, and the incident operatesFrom the country: it does not count against the
// state.
//
// Other columns (responses, intensities, legal assessments) are counted in the report.
package eurepoc

import (
	"slices"
	"strings"
	"sync"

	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Importer reads EuRepoC.
type Importer struct{}

// Name implements importer.Importer.
func (Importer) Name() string { return "eurepoc" }

// About implements importer.Importer.
func (Importer) About() string {
	return "EuRepoC global database or attribution dataset (CSV)"
}

var (
	incidents    = []string{"ID", "name", "description", "start_date", "receiver_country"}
	attributions = []string{"incident_ID", "attribution_ID", "attribution_date", "attribution_type", "attribution_basis", "attributing_country", "attributed_initiator", "attributed_initiator_country", "attributed_initiator_category"}
	both         = func(f []string) bool {
		return importer.HasColumns(incidents...)(f) || importer.HasColumns(attributions...)(f)
	}
)

// Detect implements importer.Importer.
func (Importer) Detect(head []byte, _ string) bool { return importer.FirstLine(head, both) }

// reader reads one file.
type reader struct {
	*importer.Batch
	seen   map[string]bool
	order  []string
	claims map[string]*claim
}

var eurepoc = sync.OnceValue(func() importer.Entity { return importer.Party("eurepoc") })

// Read implements importer.Importer.
func (Importer) Read(in *importer.Input, b *importer.Batch) error {
	r := &reader{Batch: b, seen: map[string]bool{}, claims: map[string]*claim{}}
	b.Entity(eurepoc())
	source := importer.Source{Title: importer.English("European Repository of Cyber Incidents"), Publisher: eurepoc().IRI, Language: "en"}
	if in.Published != "" {
		source.Published, _ = importer.Date(in.Published)
	}
	b.Collect(importer.Collection{Name: "eurepoc", Version: in.Published, Source: source})
	kind := 0
	header := func(f []string) bool {
		switch {
		case importer.HasColumns(attributions...)(f):
			kind = 2
		case importer.HasColumns(incidents...)(f):
			kind = 1
		}
		return kind > 0
	}
	first := true
	err := in.Rows(b, importer.Table{Header: header}, func(row importer.Row) error {
		if first {
			first = false
			r.unused(row, kind)
		}
		if kind == 2 {
			r.attribution(row)
		} else {
			r.incident(row)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, id := range r.order {
		r.write(r.claims[id])
	}
	return nil
}

// used are the columns that are read.
var used = append([]string{"end_date", "sources_url", "attributing_actor", "attribution_it_company"}, slices.Concat(incidents, attributions)...)

func (r *reader) unused(row importer.Row, kind int) {
	for _, c := range row.Header() {
		if !slices.ContainsFunc(used, func(u string) bool { return strings.EqualFold(u, c) }) {
			r.Left("a column that is not used")
		}
	}
	r.Count([]string{"", "files of incidents", "files of attributions"}[kind], 1)
}

var number = importer.NewForm(`^[0-9]{1,9}$`)

// idOf returns a number that may have been written as 8664.0.
func idOf(s string) (string, bool) {
	s = strings.TrimSuffix(s, ".0")
	return s, number.MatchString(s)
}

func incidentIRI(id string) quad.IRI { return importer.ID("eurepoc/" + id) }

// values splits a field; what says that nothing is known is left out.
func values(s string) (out []string) {
	for part := range strings.SplitSeq(s, ";") {
		name, ok := importer.CleanName(part)
		if !ok || nothing(name) || slices.Contains(out, name) {
			continue
		}
		out = append(out, name)
	}
	return out
}

func nothing(s string) bool {
	switch strings.ToLower(s) {
	case "", "not available", "unknown", "none", "nan", "not specified":
		return true
	}
	return false
}

// date returns a date; 1 January is the year alone.
func (r *reader) date(s string) (quad.Value, bool) {
	s, _, _ = strings.Cut(s, " ") // without a time
	v, ok := importer.Date(s)
	if ok && importer.FirstOfJanuary(v) {
		r.Count("dates of 1 January, taken for the year", 1)
		return importer.Date(s[:4])
	}
	return v, ok
}

// state returns the state of a name; what is none is unresolved.
func (r *reader) state(name, where string) (quad.IRI, bool) {
	if c, ok := importer.CountryByName(name); ok && c.State {
		return r.Entity(c.Entity), true
	}
	r.Unresolved("country", name, where, "no claim was made of it")
	return "", false
}

func (r *reader) incident(row importer.Row) {
	id, ok := idOf(row.Get("ID"))
	name, named := importer.CleanName(row.Get("name"))
	switch {
	case !ok:
		r.Reject(row.Where(), "ID is %.20q, want a number", row.Get("ID"))
		return
	case !named:
		r.Reject(row.Where(), "no name, or one that is too long")
		return
	case r.seen[id]:
		r.Reject(row.Where(), "the incident %s is in the file twice", id)
		return
	}
	var dates []importer.Edge
	var raw []string
	for _, d := range []struct{ column, p string }{{"start_date", schema.Began}, {"end_date", schema.Ended}} {
		s := row.Get(d.column)
		if nothing(s) {
			continue
		}
		v, ok := r.date(s)
		if !ok {
			r.Reject(row.Where(), "%s is %.20q, want a day such as 2021-03-02", d.column, s)
			return
		}
		raw = append(raw, s)
		dates = append(dates, importer.Edge{S: incidentIRI(id), P: d.p, O: v})
	}
	if len(raw) == 2 && raw[1] < raw[0] {
		r.Reject(row.Where(), "end_date lies before start_date")
		return
	}
	r.seen[id] = true
	iri := r.Entity(importer.Entity{IRI: incidentIRI(id), Class: schema.Incident, Labels: []quad.Value{importer.Name(name)}})
	r.Count("incidents", 1)
	var pages []quad.IRI
	for _, u := range values(row.Get("sources_url")) {
		if page, ok := importer.Page(u); ok {
			pages = append(pages, r.Source(page))
		} else {
			r.Left("sources that are no web address")
		}
	}
	put := func(what string, edges []importer.Edge, more ...importer.Prop) {
		if len(edges)+len(more) > 0 {
			r.Record(importer.Record{
				Stem: "eurepoc/" + id + "/" + what, By: []quad.IRI{eurepoc().IRI}, Sources: pages, Where: row.Where(),
				Props: append(importer.Reports(schema.Catalogue), more...), Edges: edges,
			})
		}
	}
	put("dates", dates)
	if text := row.Get("description"); text != "" {
		put("description", nil, importer.Prop{P: schema.About, O: iri}, importer.Prop{P: schema.Quote, O: importer.Prose(text)})
	}
	var targets []importer.Edge
	for _, c := range values(row.Get("receiver_country")) {
		targets = append(targets, importer.Edge{S: iri, P: schema.Targeted, O: r.Place("receiver", c, "eurepoc/name/", row.Where())})
	}
	put("receivers", targets)
}
