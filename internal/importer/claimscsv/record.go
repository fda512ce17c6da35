package claimscsv

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// draft is a record under way, with the things that it needs.
type draft struct {
	*reader
	head    row
	rec     importer.Record
	things  []thing
	sources []importer.Source
	parts   [][2]quad.IRI
}

// record adds the record of one id, or returns why it is wrong; then nothing
// of it is added.
func (r *reader) record(id string) error {
	rows := r.rows[id]
	d := &draft{reader: r, head: rows[0], rec: importer.Record{Stem: r.name + "/" + id, Where: rows[0].where}}
	for _, x := range rows[1:] {
		for _, c := range columns {
			switch c {
			case "claim", "subject", "edge", "object", "object_lang", "by_class", "subject_class", "object_class":
			default:
				if x.get(c) != "" && x.get(c) != d.head.get(c) {
					return fmt.Errorf("%s has another %s than the first row of %s", x.where, c, id)
				}
			}
		}
	}
	for _, step := range []func() error{d.parties, d.sort, d.dates, d.words, d.source, d.speaksOf} {
		if err := step(); err != nil {
			return err
		}
	}
	for _, x := range rows {
		if err := d.edge(x); err != nil {
			if x.where != rows[0].where {
				return fmt.Errorf("%s: %w", x.where, err)
			}
			return err
		}
	}
	if err := d.whole(); err != nil {
		return err
	}
	for _, p := range d.parts {
		if !r.parts.Add(p[0], p[1]) {
			return errors.New("partOf closes a circle")
		}
	}
	for _, t := range d.things {
		if t.handle {
			d.rec.Needs = append(d.rec.Needs, t.entity.IRI)
		} else {
			r.Entity(t.entity)
		}
	}
	for _, s := range d.sources {
		d.rec.Sources = append(d.rec.Sources, r.Source(s))
	}
	r.stems[id], r.by[id] = d.rec.Stem, d.rec.By
	if d.rec.Act {
		r.stems[id] = ""
		r.Count("acts", 1)
	} else {
		r.Count("claims", 1)
	}
	r.Count("edges", len(d.rec.Edges))
	r.Record(d.rec)
	return nil
}

// list splits a cell at '|'.
func (d *draft) list(column string) (out []string) {
	for part := range strings.SplitSeq(d.head.get(column), "|") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// thingsOf resolves the cells of a list.
func (d *draft) thingsOf(column, class string) (out []quad.IRI, err error) {
	for _, cell := range d.list(column) {
		iri, err := d.thing(column, cell, class)
		if err != nil {
			return nil, err
		}
		out = append(out, iri)
	}
	return out, nil
}

// thing resolves a cell, which must be of a class.
func (d *draft) thing(column, cell, class string) (quad.IRI, error) {
	t, err := d.resolve(cell)
	if err != nil {
		return "", fmt.Errorf("%s: %w", column, err)
	}
	if !t.handle && !schema.IsA(t.entity.Class, class) {
		return "", fmt.Errorf("%s is a %s, want a %s", column, schema.Handle(t.entity.Class), schema.Handle(class))
	}
	d.things = append(d.things, t)
	return t.entity.IRI, nil
}

func (d *draft) parties() (err error) {
	if d.rec.By, err = d.thingsOf("by", schema.Party); err != nil {
		return err
	}
	if len(d.rec.By) == 0 {
		return errors.New("by: there is no party")
	}
	d.rec.RelayedBy, err = d.thingsOf("relayed_by", schema.Party)
	return err
}

func (d *draft) put(p string, v quad.Value) {
	d.rec.Props = append(d.rec.Props, importer.Prop{P: p, O: v})
}

// term returns a term of the vocabulary that a cell names, of a type.
func (d *draft) term(column, typ string) (string, error) {
	cell := d.head.get(column)
	if cell == "" {
		return "", nil
	}
	for _, name := range []string{cell, cell + "Form"} {
		if t, ok := schema.Lookup(schema.NS + name); ok && t.Type == typ {
			return t.IRI, nil
		}
	}
	return "", fmt.Errorf("%s is %.40q, which the vocabulary does not have", column, cell)
}

// sort says whether it is a claim or an act, and of which sort.
func (d *draft) sort() error {
	stance, err := d.term("stance", schema.StanceClass)
	if err != nil {
		return err
	}
	kind, err := d.term("kind", schema.KindClass)
	if err != nil {
		return err
	}
	form, err := d.term("form", schema.FormClass)
	if err != nil {
		return err
	}
	switch {
	case (stance == "") == (kind == ""):
		return errors.New("want either a stance (a claim) or a kind (an act)")
	case kind != "":
		d.rec.Act = true
		d.put(schema.Kind, quad.IRI(kind))
		for _, part := range d.list("legal_basis") {
			d.put(schema.LegalBasis, importer.Prose(part))
		}
		if form != "" {
			return errors.New("an act has no form")
		}
	default:
		d.put(schema.Stance, quad.IRI(stance))
		if form != "" {
			d.put(schema.Form, quad.IRI(form))
		}
		if d.head.get("legal_basis") != "" {
			return errors.New("only an act has a legal basis")
		}
	}
	return nil
}

func (d *draft) dates() error {
	dates := map[string]string{}
	for _, c := range []struct{ column, p string }{
		{"on", schema.On},
		{"valid_from", schema.ValidFrom},
		{"valid_to", schema.ValidTo},
		{"on_earliest", schema.OnEarliest},
		{"on_latest", schema.OnLatest},
		{"announced_on", schema.AnnouncedOn},
		{"in_force_on", schema.InForceOn},
		{"returned_on", schema.ReturnedOn},
		{"unsealed_on", schema.UnsealedOn},
		{"ended_on", schema.EndedOn},
	} {
		cell := d.head.get(c.column)
		if c.column == "on" && cell == "undated" {
			d.put(schema.Undated, quad.TypedString{Value: "true", Type: schema.XSDBoolean})
			continue
		}
		if cell == "" {
			continue
		}
		v, ok := importer.Date(cell)
		if !ok {
			return fmt.Errorf("%s is %.40q, want 2021-07-19, 2021-07 or 2021", c.column, cell)
		}
		dates[c.column] = cell
		switch literal, _ := v.(quad.TypedString); {
		case (c.p == schema.OnEarliest || c.p == schema.OnLatest) && literal.Type != schema.XSDDate:
			return fmt.Errorf("%s is %.40q, want a day", c.column, cell)
		case !d.rec.Act && (strings.HasSuffix(c.column, "ed_on") || c.column == "in_force_on"):
			return fmt.Errorf("only an act has %s", c.column)
		}
		d.put(c.p, v)
	}
	if dates["on"] != "" && dates["on_earliest"]+dates["on_latest"] != "" {
		return errors.New("on, and on_earliest or on_latest: want one of them")
	}
	if a, b := dates["on_earliest"], dates["on_latest"]; a != "" && b != "" && a > b {
		return errors.New("on_latest lies before on_earliest")
	}
	if from, to := dates["valid_from"], dates["valid_to"]; from != "" && to != "" && from[:min(len(from), len(to))] > to[:min(len(from), len(to))] {
		return errors.New("valid_to lies before valid_from")
	}
	return nil
}

func (d *draft) words() error {
	words, hedged := d.head.get("words"), d.head.get("hedged")
	scale, err := d.term("scale", schema.ScaleClass)
	if err != nil {
		return err
	}
	confidence, err := d.term("confidence", schema.ConfidenceClass)
	if err != nil {
		return err
	}
	if d.rec.Act && words+scale+confidence+hedged != "" {
		return errors.New("an act has no words, scale, confidence or hedge")
	}
	switch {
	case scale != "" && words == "":
		return errors.New("a scale without words")
	case words != "":
		props := importer.Likelihood(words, scale)
		if scale != "" && len(props) == 1 {
			return fmt.Errorf("the scale %s has no words %.40q; leave the scale out if the claimant declares none", d.head.get("scale"), words)
		}
		d.rec.Props = append(d.rec.Props, props...)
	}
	if confidence != "" {
		d.put(schema.Confidence, quad.IRI(confidence))
	}
	switch {
	case hedged == "false" && words+confidence != "":
		return errors.New("hedged is false, and there are words or a confidence")
	case hedged == "true" || hedged == "false":
		d.put(schema.Hedged, quad.TypedString{Value: quad.String(hedged), Type: schema.XSDBoolean})
	case hedged != "":
		return fmt.Errorf("hedged is %.40q, want true or false", hedged)
	}
	if s := d.head.get("summary_nl"); s != "" {
		d.put(schema.Summary, importer.Dutch(s))
	}
	for _, c := range []struct{ column, p string }{{"quote", schema.Quote}, {"summary", schema.Summary}} {
		if s := d.head.get(c.column); s != "" {
			text := importer.Prose(s)
			if lang := d.head.get("lang"); lang != "" && c.p == schema.Quote {
				if !langForm.MatchString(lang) {
					return fmt.Errorf("lang is %.40q, want a language tag such as nl", lang)
				}
				text = quad.LangString{Value: quad.String(s), Lang: lang}
			}
			d.put(c.p, text)
		}
	}
	return nil
}

// source makes the document of the row, or the file itself.
func (d *draft) source() error {
	if handles := d.list("source"); len(handles) > 0 {
		for _, h := range handles {
			m := sourceForm.FindStringSubmatch(h)
			if m == nil {
				return fmt.Errorf("source is %.80q, want the handle of a document such as src:uk-2021-07-19", h)
			}
			d.rec.Sources = append(d.rec.Sources, quad.IRI(schema.NSSource+m[1]))
			d.rec.Needs = append(d.rec.Needs, quad.IRI(schema.NSSource+m[1]))
		}
		if d.head.get("source_title")+d.head.get("source_url")+d.head.get("source_date")+d.head.get("source_publisher") != "" {
			return errors.New("source names documents of the graph, and source_title and others describe one: want one of them")
		}
		return nil
	}
	title, address := d.head.get("source_title"), d.head.get("source_url")
	s := importer.Source{Title: importer.English("table of claims " + strings.TrimPrefix(d.name, "csv/"))}
	s.IRI = quad.IRI(schema.NSSource + d.name)
	if title != "" || address != "" {
		s = importer.Source{IRI: quad.IRI(schema.NSSource + "doc/" + importer.Digest(title, address, d.head.get("source_publisher"), d.head.get("source_date")))}
		if title != "" {
			s.Title = importer.Prose(title)
		}
		if address != "" {
			page, ok := importer.Page(address)
			if !ok {
				return fmt.Errorf("source_url is no web address: %.80q", address)
			}
			s.URL = page.URL
			if s.Title == nil {
				s.Title = page.Title
			}
		}
	}
	if date := d.head.get("source_date"); date != "" {
		v, ok := importer.Date(date)
		if !ok {
			return fmt.Errorf("source_date is %.40q, want 2021-07-19, 2021-07 or 2021", date)
		}
		s.Published = v
	}
	if d.head.get("source_publisher") != "" {
		publisher, err := d.thing("source_publisher", d.head.get("source_publisher"), schema.Party)
		if err != nil {
			return err
		}
		s.Publisher = publisher
		last := d.things[len(d.things)-1]
		if len(d.rec.RelayedBy) == 0 && publisher != d.rec.By[0] && !(last.handle && d.things[0].handle) {
			return errors.New("the document is by another than the party: say in relayed_by who passed it on")
		}
	}
	d.sources = append(d.sources, s)
	return nil
}

// speaksOf joins the record to others.
func (d *draft) speaksOf() error {
	about, err := d.thingsOf("about", schema.Entity)
	if err != nil {
		return err
	}
	for _, iri := range about {
		d.put(schema.About, iri)
	}
	for _, part := range d.list("re") {
		if d.rec.Act {
			return errors.New("an act has no re: use in_response_to")
		}
		if m := recordForm.FindStringSubmatch(part); m != nil && m[1] == "claim" {
			d.put(schema.Re, quad.IRI(schema.NSClaim+m[2]))
			d.rec.Needs = append(d.rec.Needs, quad.IRI(schema.NSClaim+m[2]))
			continue
		}
		stem := d.stems[part]
		if stem == "" {
			return fmt.Errorf("re names %.40q, which is no claim in a row above", part)
		}
		d.rec.Re = append(d.rec.Re, stem)
		if d.head.get("stance") == "retracts" && !slices.Equal(d.by[part], d.rec.By) {
			return fmt.Errorf("only who said %s retracts it", part)
		}
	}
	switch d.head.get("stance") {
	case "supports", "acknowledges", "retracts":
		if d.head.get("re") == "" {
			return errors.New("the stance needs re: the claim that is meant")
		}
	}
	if d.head.get("stance") == "retracts" && len(d.rec.Re) == 0 {
		return errors.New("only a claim of this file can be retracted here")
	}
	for _, cell := range d.list("in_response_to") {
		if m := recordForm.FindStringSubmatch(cell); m != nil {
			iri := quad.IRI(schema.NSClaim + m[2])
			if m[1] == "act" {
				iri = quad.IRI(schema.NSAct + m[2])
			}
			d.put(schema.InResponseTo, iri)
			d.rec.Needs = append(d.rec.Needs, iri)
			continue
		}
		iri, err := d.thing("in_response_to", cell, schema.Incident)
		if err != nil {
			return err
		}
		d.put(schema.InResponseTo, iri)
	}
	return nil
}
