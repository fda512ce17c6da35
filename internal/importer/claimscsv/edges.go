package claimscsv

import (
	"errors"
	"fmt"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// edge adds the edge of a row, if it has one.
func (d *draft) edge(x row) error {
	subject, name, object := x.get("subject"), x.get("edge"), x.get("object")
	if subject == "" && name == "" && object == "" {
		return nil
	}
	def, ok := schema.Property(schema.NS + name)
	if !ok || def.Place() != schema.EdgeProperty {
		return fmt.Errorf("edge is %.40q, want an edge of the vocabulary such as attributedTo", name)
	}
	s, err := d.resolve(subject)
	if err != nil {
		return fmt.Errorf("subject: %w", err)
	}
	if !s.handle && !isOne(s.entity.Class, def.Subjects) {
		return fmt.Errorf("the subject of %s is a %s", name, schema.Handle(s.entity.Class))
	}
	if def.BySubject && !slices.Contains(d.rec.By, s.entity.IRI) {
		return fmt.Errorf("%s is what its subject did: by and subject must be the same", name)
	}
	o, err := d.object(def, object, x.get("object_lang"))
	if err != nil {
		return err
	}
	d.things = append(d.things, s)
	e := importer.Edge{S: s.entity.IRI, P: def.IRI, O: o}
	if def.IRI == schema.PartOf && d.head.get("stance") != "denies" {
		whole, _ := o.(quad.IRI)
		d.parts = append(d.parts, [2]quad.IRI{e.S, whole})
	}
	if slices.Contains(d.rec.Edges, e) {
		return errors.New("the edge is in the record twice")
	}
	d.rec.Edges = append(d.rec.Edges, e)
	return nil
}

func isOne(class string, of []string) bool {
	return slices.ContainsFunc(of, func(c string) bool { return schema.IsA(class, c) })
}

// object returns the other side of an edge: a date, a text, a term of the vocabulary or a thing.
func (d *draft) object(def schema.PropertyDef, cell, lang string) (quad.Value, error) {
	if cell == "" {
		return nil, errors.New("there is no object")
	}
	takes := func(datatype string) bool { return slices.Contains(def.Objects, datatype) }
	if lang != "" && (lang != NoLanguage && !langForm.MatchString(lang) || !takes(schema.RDFLangString) || lang == NoLanguage && !takes(schema.XSDString)) {
		return nil, fmt.Errorf("object_lang is %.40q, want the language of a text", lang)
	}
	switch {
	case takes(schema.XSDDate):
		v, ok := importer.Date(cell)
		if !ok {
			return nil, fmt.Errorf("object is %.40q, want 2021-07-19, 2021-07 or 2021", cell)
		}
		return v, nil
	case takes(schema.XSDString):
		name, ok := importer.CleanName(cell)
		if !ok {
			return nil, fmt.Errorf("object is no name: %.40q", cell)
		}
		return TextObject(def, name, lang), nil
	case takes(schema.RDFLangString):
		return TextObject(def, cell, lang), nil
	case slices.Contains(def.Objects, schema.KindClass):
		t, ok := schema.Lookup(schema.NS + cell)
		if !ok || t.Type != schema.KindClass {
			return nil, fmt.Errorf("object is %.40q, want a kind of act such as sanction", cell)
		}
		return quad.IRI(t.IRI), nil
	}
	o, err := d.resolve(cell)
	if err != nil {
		return nil, fmt.Errorf("object: %w", err)
	}
	if !o.handle && !isOne(o.entity.Class, def.Objects) {
		return nil, fmt.Errorf("the object of %s is a %s", schema.Handle(def.IRI), schema.Handle(o.entity.Class))
	}
	d.things = append(d.things, o)
	return o.entity.IRI, nil
}

// IsHandle reports whether a cell names a thing of the graph by its handle.
func IsHandle(cell string) bool { return handleForm.FindStringSubmatch(cell) != nil }

// NoLanguage stands in object_lang for a text without a language.
const NoLanguage = "-"

// TextObject returns a text as the object of an edge, in a language or NoLanguage; "": in
// that which its letters tell.
func TextObject(def schema.PropertyDef, text, lang string) quad.Value {
	switch {
	case lang == NoLanguage:
		return quad.String(text)
	case lang != "":
		return quad.LangString{Value: quad.String(text), Lang: lang}
	case slices.Contains(def.Objects, schema.XSDString):
		return importer.Name(text)
	}
	return importer.Prose(text)
}

// context are the edges of a claim that needs no form if it reports.
var context = []string{schema.PartOf, schema.OfficerOf, schema.MemberOf, schema.SpeaksFor, schema.KnownAs}

// whole checks the record as a whole against the design.
func (d *draft) whole() error {
	stance := d.head.get("stance")
	isContext := stance == "reports" && len(d.rec.Edges) > 0
	incidents := map[quad.Value]bool{}
	began := map[quad.IRI]string{}
	for _, e := range d.rec.Edges {
		isContext = isContext && slices.Contains(context, e.P)
		if e.P == schema.Withheld && (d.rec.Act || d.head.get("in_response_to") == "") {
			return errors.New("withheld stands in a claim with in_response_to")
		}
		if t, ok := e.O.(quad.TypedString); ok && e.P == schema.Began {
			began[e.S] = string(t.Value)
		}
		if e.P != schema.PartOf && e.P != schema.SameAs {
			incidents[e.S] = d.isIncident(e.S)
			if o, ok := e.O.(quad.IRI); ok {
				incidents[o] = d.isIncident(o)
			}
		}
	}
	for _, p := range d.rec.Props {
		if iri, ok := p.O.(quad.IRI); ok && p.P == schema.InResponseTo {
			incidents[iri] = d.isIncident(iri)
		}
	}
	n := 0
	for _, is := range incidents {
		if is {
			n++
		}
	}
	for _, e := range d.rec.Edges {
		if t, ok := e.O.(quad.TypedString); ok && e.P == schema.Ended && began[e.S] != "" {
			a, b := began[e.S], string(t.Value)
			if short := min(len(a), len(b)); a[:short] > b[:short] {
				return errors.New("the incident ended before it began")
			}
		}
	}
	switch {
	case n > 1:
		return errors.New("the record has more than one incident: make one for each")
	case !d.rec.Act && d.head.get("form") == "" && !isContext:
		return errors.New("a claim needs a form, such as officialStatement")
	case d.rec.Act && len(d.rec.Edges) == 0:
		return errors.New("an act needs an edge: who did it to whom")
	}
	return nil
}

func (d *draft) isIncident(iri quad.IRI) bool {
	for _, t := range d.things {
		if t.entity.IRI == iri {
			return schema.IsA(t.entity.Class, schema.Incident)
		}
	}
	return false
}
