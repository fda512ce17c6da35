package graph

import (
	"slices"
	"strconv"

	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// A Draft is a record that is yet to be written, with its edges and with the
// documents and things that the graph does not have. Quads turns it into what
// Tx.Add takes; package schema/check says whether it is sound.
type Draft struct {
	Record
	Edges      []quad.Quad // under the record; their labels are ignored
	NewSources []NewSource // described anew
	NewThings  []NewThing  // described anew
}

// A NewSource is the description of a source document.
type NewSource struct {
	IRI       quad.IRI
	Title     []quad.Value
	Publisher quad.IRI // "" if not known
	Language  string   // a language tag; "" if not known
	Published Date
	URL       string
}

// A NewThing is the description of an entity.
type NewThing struct {
	IRI    quad.IRI
	Class  quad.IRI
	Labels []quad.Value // quad.LangString as a rule
}

// Value returns the date as a literal of its own precision: xsd:date,
// xsd:gYearMonth or xsd:gYear; nil for the zero Date.
func (d Date) Value() quad.Value {
	switch {
	case d.IsZero():
		return nil
	case d.Month == 0:
		return quad.TypedString{Value: quad.String(d.String()), Type: term.XSDYear}
	case d.Day == 0:
		return quad.TypedString{Value: quad.String(d.String()), Type: term.XSDMonth}
	}
	return quad.TypedString{Value: quad.String(d.String()), Type: term.XSDDate}
}

// Quads returns the draft as quads: descriptions without a label, edges under
// the record. Fields that are zero are left out; a likelihood counts where a
// LikelihoodWords is given and both ends are above -1. What On says is not
// said again by Earliest and Latest.
func (d *Draft) Quads() []quad.Quad {
	var out []quad.Quad
	say := func(subject quad.IRI, predicate string, objects ...quad.Value) {
		for _, o := range objects {
			if o != nil {
				out = append(out, quad.Quad{Subject: subject, Predicate: quad.IRI(predicate), Object: o})
			}
		}
	}
	iris := func(list ...quad.IRI) []quad.Value {
		var out []quad.Value
		for _, iri := range list {
			if iri != "" {
				out = append(out, iri)
			}
		}
		return out
	}
	class := quad.IRI(schema.Claim)
	if d.Act {
		class = schema.Act
	}
	r := &d.Record
	say(r.IRI, schema.RDFType, class)
	say(r.IRI, schema.By, iris(r.By...)...)
	say(r.IRI, schema.RelayedBy, iris(r.RelayedBy...)...)
	say(r.IRI, schema.SourceProp, iris(r.Sources...)...)
	say(r.IRI, schema.On, r.On.Value())
	if r.On.IsZero() {
		say(r.IRI, schema.OnEarliest, r.Earliest.Value())
		say(r.IRI, schema.OnLatest, r.Latest.Value())
	}
	if r.Undated {
		say(r.IRI, schema.Undated, boolean(true))
	}
	say(r.IRI, schema.ValidFrom, r.ValidFrom.Value())
	say(r.IRI, schema.ValidTo, r.ValidTo.Value())
	for _, o := range r.OtherDates {
		say(r.IRI, string(o.Property), o.Date.Value())
	}
	say(r.IRI, schema.Stance, iris(r.Stance)...)
	say(r.IRI, schema.Form, iris(r.Form)...)
	say(r.IRI, schema.Re, iris(r.Re...)...)
	say(r.IRI, schema.LikelihoodWords, r.LikelihoodWords...)
	say(r.IRI, schema.Scale, iris(r.Scale)...)
	if len(r.LikelihoodWords) > 0 && r.Likelihood[0] >= 0 && r.Likelihood[1] > 0 {
		say(r.IRI, schema.LikelihoodMin, integer(r.Likelihood[0]))
		say(r.IRI, schema.LikelihoodMax, integer(r.Likelihood[1]))
	}
	say(r.IRI, schema.Confidence, iris(r.Confidence)...)
	if r.Unhedged {
		say(r.IRI, schema.Hedged, boolean(false))
	}
	say(r.IRI, schema.Kind, iris(r.Kind)...)
	say(r.IRI, schema.InResponseTo, iris(r.InResponseTo...)...)
	say(r.IRI, schema.LegalBasis, r.LegalBasis...)
	say(r.IRI, schema.Quote, r.Quotes...)
	say(r.IRI, schema.Summary, r.Summary...)
	say(r.IRI, schema.Supersedes, iris(r.Supersedes...)...)
	for _, s := range d.NewSources {
		say(s.IRI, schema.RDFType, quad.IRI(schema.Source))
		say(s.IRI, schema.Title, s.Title...)
		say(s.IRI, schema.Publisher, iris(s.Publisher)...)
		if s.Language != "" {
			say(s.IRI, schema.Language, quad.String(s.Language))
		}
		say(s.IRI, schema.Published, s.Published.Value())
		if s.URL != "" {
			say(s.IRI, schema.URL, quad.TypedString{Value: quad.String(s.URL), Type: schema.XSDAnyURI})
		}
	}
	for _, t := range d.NewThings {
		say(t.IRI, schema.RDFType, iris(t.Class)...)
		say(t.IRI, schema.RDFSLabel, t.Labels...)
	}
	for _, e := range d.Edges {
		e.Label = r.IRI
		out = append(out, e)
	}
	slices.SortFunc(out, CompareQuads)
	return slices.Compact(out)
}

func boolean(b bool) quad.Value {
	return quad.TypedString{Value: quad.String(strconv.FormatBool(b)), Type: schema.XSDBoolean}
}

func integer(n int) quad.Value {
	return quad.TypedString{Value: quad.String(strconv.Itoa(n)), Type: schema.XSDInteger}
}
