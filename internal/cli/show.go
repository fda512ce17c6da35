package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"
)

func (s *session) showCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "show NAME|HANDLE",
		Short: "Show what is known of a thing, or one record in full",
		Long: `Show the dossier of a thing: its names by who uses them, its links, the claims and acts
that speak of it, each under its record; or one record, by its handle, with every field.`,
		Example: `  ascribe show APT31
  ascribe show uk-2021-07-19/2`,
		Args:              usageArgs(cobra.ExactArgs(1)),
		ValidArgsFunction: s.completeNames(1),
		RunE: func(c *cobra.Command, args []string) error {
			return s.view(c.Context(), func(v *graph.View, names *ask.Names) error {
				iri, err := names.Resolve(args[0])
				if err != nil {
					return err
				}
				if r := v.Record(iri); r != nil {
					return s.showRecord(c.Context(), v, r)
				}
				return s.showThing(c.Context(), v, iri)
			})
		},
	}
}

// showRecord prints every field of a record and its edges.
func (s *session) showRecord(ctx context.Context, v *graph.View, r *graph.Record) error {
	sh := s.sheetOf(v, "field", "value")
	sh.Head = r.Handle() + ": " + cmp.Or(s.labelIn(v, r.Summary), s.said(v, r))
	add := func(field string, values ...string) {
		for _, value := range values {
			if value != "" {
				sh.Rows = append(sh.Rows, []cell{textCell(field), textCell(value)})
			}
		}
	}
	list := func(field string, iris []quad.IRI) {
		for _, iri := range iris {
			add(field, v.Label(iri, s.langs()...))
		}
	}
	list("by", r.By)
	for _, sp := range v.Speakers(r.IRI, false) {
		if sp.Bond != graph.Direct {
			add("stands behind it", fmt.Sprintf("%s (%s, %s)", v.Label(sp.Party, s.langs()...), sp.Bond, v.Label(sp.Via, s.langs()...)))
		}
	}
	list("relayed by", r.RelayedBy)
	if r.FirstHand() {
		add("hand", "first-hand")
	}
	add("on", r.When())
	for _, d := range r.OtherDates {
		add(v.Label(d.Property, s.langs()...), d.Date.String())
	}
	add("valid from", r.ValidFrom.String())
	add("valid to", r.ValidTo.String())
	add("stance", s.oneLabel(v, r.Stance))
	add("form", s.oneLabel(v, r.Form))
	add("kind", s.oneLabel(v, r.Kind))
	for _, w := range r.LikelihoodWords {
		add("likelihood in words", "“"+v.Label(w)+"”")
	}
	add("scale", s.oneLabel(v, r.Scale))
	if r.Likelihood[0] >= 0 {
		add("likelihood", fmt.Sprintf("%d–%d %%", r.Likelihood[0], r.Likelihood[1]))
	}
	add("confidence", s.oneLabel(v, r.Confidence))
	if r.Unhedged {
		add("hedged", "no: a flat assertion")
	}
	handles := func(field string, iris []quad.IRI) {
		for _, iri := range iris {
			text := schema.Handle(string(iri))
			if v.Record(iri) == nil {
				text = v.Label(iri, s.langs()...)
			}
			add(field, text)
		}
	}
	handles("about the claim", r.Re)
	handles("in response to", r.InResponseTo)
	handles("supersedes", r.Supersedes)
	for _, b := range r.LegalBasis {
		add("legal basis", v.Label(b))
	}
	for _, q := range r.Quotes {
		add("quote", "“"+v.Label(q)+"”"+langMark(q))
	}
	for _, iri := range r.Sources {
		add("source", s.sources(v, []quad.IRI{iri}))
		add("read at", v.Source(iri).URL)
	}
	edges, err := v.Edges(ctx, r.IRI)
	if err != nil {
		return err
	}
	for _, q := range s.readable(edges) {
		add("edge", s.edgeText(v, q))
	}
	return s.print(sh)
}

// oneLabel is the label of an IRI, "" for none.
func (s *session) oneLabel(v *graph.View, iri quad.IRI) string {
	if iri == "" {
		return ""
	}
	return v.Label(iri, s.langs()...)
}

func (s *session) labelIn(v *graph.View, texts []quad.Value) string { return s.words(v).Text(texts) }

func langMark(value quad.Value) string {
	if l, ok := value.(quad.LangString); ok {
		return " (" + l.Lang + ")"
	}
	return ""
}

// showThing prints the dossier of a thing: a row for each edge and record
// that names it.
func (s *session) showThing(ctx context.Context, v *graph.View, iri quad.IRI) error {
	sh := s.sheetOf(v, "part", "what", "by", "says", "on", "record")
	kinds := make([]string, 0, 2)
	for _, c := range v.Classes(iri) {
		kinds = append(kinds, v.Label(c, s.langs()...))
	}
	sh.Head = v.Label(iri, s.langs()...) + ": " + orDash(strings.Join(kinds, ", ")) + "."
	var rows []dossierRow
	collect := func(p graph.Pattern) error {
		var quads []quad.Quad
		for q, err := range v.Match(ctx, p) {
			if err != nil {
				return err
			}
			quads = append(quads, q)
		}
		for _, q := range s.readable(quads) {
			label, ok := q.Label.(quad.IRI)
			if !ok {
				continue
			}
			if q.Subject == q.Object && p.Object != nil {
				continue // an identity of what is seen as one: met as the subject
			}
			if r := v.Record(label); r != nil {
				rows = append(rows, dossierRow{part: dossierPart(r, q), record: r, quad: q, derived: len(v.Supports(q)) > 0})
			}
		}
		return nil
	}
	if err := collect(graph.Pattern{Subject: iri}); err != nil {
		return err
	}
	if err := collect(graph.Pattern{Object: iri}); err != nil {
		return err
	}
	for _, r := range v.Records() {
		if slices.Contains(r.InResponseTo, iri) && !slices.ContainsFunc(rows, func(d dossierRow) bool { return d.record.IRI == r.IRI }) {
			edges, err := v.Edges(ctx, r.IRI)
			if err != nil {
				return err
			}
			for _, q := range s.readable(edges) {
				rows = append(rows, dossierRow{part: dossierPart(r, q), record: r, quad: q})
			}
		}
	}
	slices.SortStableFunc(rows, func(a, b dossierRow) int {
		return cmp.Or(cmp.Compare(a.part, b.part), a.record.Compare(b.record), graph.CompareQuads(a.quad, b.quad))
	})
	for _, d := range rows {
		what := s.edgeText(v, d.quad)
		if d.derived {
			what += " (derived)"
		}
		sh.Rows = append(sh.Rows, []cell{
			textCell(partNames[d.part]), textCell(what), textCell(s.who(v, d.record)),
			textCell(s.said(v, d.record)), textCell(d.record.When()), textCell(d.record.Handle()),
		})
	}
	if len(rows) == 0 {
		sh.Notes = append(sh.Notes, "No visible record speaks of it.")
	}
	return s.print(sh)
}

// dossierRow is an edge of a dossier under its record.
type dossierRow struct {
	part    int
	record  *graph.Record
	quad    quad.Quad
	derived bool
}

// The parts of a dossier, in the order in which they are printed.
const (
	partNamed = iota
	partDisputed
	partLinks
	partClaims
	partActs
)

var partNames = [...]string{"name", "denied", "link", "claim", "act"}

func dossierPart(r *graph.Record, q quad.Quad) int {
	switch {
	case r.Act:
		return partActs
	case r.Stance == schema.Denies:
		return partDisputed
	}
	switch q.Predicate {
	case quad.IRI(schema.KnownAs), quad.IRI(schema.SameAs):
		return partNamed
	case quad.IRI(schema.LinkedTo), quad.IRI(schema.PartOf), quad.IRI(schema.ActsFor), quad.IRI(schema.OfficerOf),
		quad.IRI(schema.MemberOf), quad.IRI(schema.OperatesFrom), quad.IRI(schema.SpeaksFor):
		return partLinks
	}
	return partClaims
}
