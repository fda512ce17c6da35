package words

import (
	"context"
	"fmt"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// A Field is one thing that a record says of itself, in words. Fields of several
// values follow one another.
type Field struct {
	Name string // in English, the same in any language: programs know it by that
	Text string
	IRI  quad.IRI // of the record or source that it names; else ""
}

// Fields says what a record says of itself, and at the end its edges: what it
// does not say is left out.
func (w Words) Fields(ctx context.Context, r *graph.Record) ([]Field, error) {
	var out []Field
	add := func(name, text string) {
		if text != "" {
			out = append(out, Field{Name: name, Text: text})
		}
	}
	labels := func(name string, iris ...quad.IRI) {
		for _, iri := range iris {
			if iri != "" {
				add(name, w.Label(iri))
			}
		}
	}
	texts := func(name string, values []quad.Value, text func(quad.Value) string) {
		for _, v := range values {
			add(name, text(v))
		}
	}
	records := func(name string, iris []quad.IRI) {
		for _, iri := range iris {
			text := schema.Handle(string(iri))
			if w.View.Record(iri) == nil {
				text = w.Label(iri)
			}
			out = append(out, Field{name, text, iri})
		}
	}
	labels("by", r.By...)
	for _, s := range w.View.Speakers(r.IRI, false) {
		if s.Bond != graph.Direct {
			add("stands behind it", fmt.Sprintf("%s (%s, %s)", w.Label(s.Party), s.Bond, w.Label(s.Via)))
		}
	}
	labels("relayed by", r.RelayedBy...)
	if r.FirstHand() {
		add("hand", w.word("first-hand", "uit eerste hand"))
	}
	add("on", r.When())
	for _, d := range r.OtherDates {
		add(w.Label(d.Property), d.Date.String())
	}
	add("valid from", r.ValidFrom.String())
	add("valid to", r.ValidTo.String())
	labels("stance", r.Stance)
	labels("form", r.Form)
	labels("kind", r.Kind)
	texts("likelihood in words", r.LikelihoodWords, func(v quad.Value) string { return "“" + w.View.Label(v) + "”" })
	labels("scale", r.Scale)
	if r.Likelihood[0] >= 0 {
		add("likelihood", fmt.Sprintf("%d–%d %%", r.Likelihood[0], r.Likelihood[1]))
	}
	labels("confidence", r.Confidence)
	if r.Unhedged {
		add("hedged", w.word("no: a flat assertion", "nee: zonder voorbehoud gesteld"))
	}
	records("about the claim", r.Re)
	records("in response to", r.InResponseTo)
	records("supersedes", r.Supersedes)
	texts("legal basis", r.LegalBasis, func(v quad.Value) string { return w.View.Label(v) })
	texts("quote", r.Quotes, w.Quote)
	for _, iri := range r.Sources {
		out = append(out, Field{"source", w.Sources([]quad.IRI{iri}), iri})
		add("read at", w.View.Source(iri).URL)
	}
	edges, err := w.View.Edges(ctx, r.IRI)
	for _, q := range w.Readable(edges) {
		add("edge", w.Edge(q))
	}
	return out, err
}

// Quote writes somebody's words, with their language.
func (w Words) Quote(v quad.Value) string {
	text := "“" + w.View.Label(v) + "”"
	if l, ok := v.(quad.LangString); ok {
		text += " (" + l.Lang + ")"
	}
	return text
}
