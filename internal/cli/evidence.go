package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/cayleygraph/quad"
)

// whyText is evidence as lines and as data.
type whyText struct {
	*ask.Evidence
	lines []indented
}

// indented is a line of a page whose indent says what it belongs to.
type indented struct {
	indent int
	text   string
}

// whyWords are the words of evidence.
var whyWords = map[string]struct{ evidence, words, source, derived, rests string }{
	"en": {"Evidence for", "words", "source", "derived by the rule", "follows from"},
	"nl": {"Grond voor", "woorden", "bron", "afgeleid door de regel", "volgt uit"},
}

func (s *session) evidence(ctx context.Context, v *graph.View, a *ask.Answer, why bool) (*whyText, error) {
	if !why {
		return nil, nil
	}
	e, err := a.Why(ctx, v)
	if err != nil {
		return nil, err
	}
	if s.whyRows != nil {
		var rows []ask.RowEvidence
		for _, n := range s.whyRows {
			if n <= len(e.Rows) {
				rows = append(rows, e.Rows[n-1])
			}
		}
		e.Rows = rows
	}
	w, ok := whyWords[a.Lang]
	if !ok {
		w = whyWords["en"]
	}
	out := &whyText{Evidence: e}
	add := func(indent int, parts ...string) {
		out.lines = append(out.lines, indented{indent, strings.Join(parts, " ")})
	}
	for _, row := range e.Rows {
		add(0, w.evidence, rowTitle(row)+":")
		for _, rec := range row.Records {
			add(2, rec.Record.Handle(), " "+rec.When, " "+strings.Join(rec.By, ", "), " "+rec.Stance)
			for _, words := range rec.Words {
				add(6, w.words+":", words)
			}
			for _, src := range rec.Sources {
				add(6, w.source+":", sourceLine(src))
			}
			quads := make([]quad.Quad, len(rec.Edges))
			for i, edge := range rec.Edges {
				quads[i] = edge.Quad
			}
			shown := s.readable(quads)
			for _, edge := range rec.Edges {
				if slices.Contains(shown, edge.Quad) {
					add(6, edge.Text)
				}
			}
			for _, d := range rec.Derived {
				add(6, d.Text, "("+w.derived+" "+d.Rule+")")
				if d.Sure != "" {
					add(8, d.Sure)
				}
				for _, q := range d.Supports {
					add(8, w.rests, q.Text)
				}
			}
		}
	}
	if e.Looked != nil {
		add(0, e.Looked.Text)
	}
	return out, nil
}

// rowTitle tells a row from the others: its first two cells.
func rowTitle(row ask.RowEvidence) string {
	if row.Row == nil || len(row.Row.Cells) == 0 {
		return row.Title
	}
	var parts []string
	for _, c := range row.Row.Cells[:min(2, len(row.Row.Cells))] {
		if text := c.String(); text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, ", ")
}

func sourceLine(src graph.Source) string {
	parts := []string{src.Title}
	if src.Title == "" {
		parts[0] = string(src.IRI)
	}
	if !src.Published.IsZero() {
		parts = append(parts, src.Published.String())
	}
	if src.URL != "" {
		parts = append(parts, src.URL)
	}
	return strings.Join(parts, ", ")
}

// json is the evidence, row by row.
func (e *whyText) json(v *graph.View) any {
	rows := make([]any, 0, len(e.Rows))
	for _, row := range e.Rows {
		records := make([]any, 0, len(row.Records))
		for _, r := range row.Records {
			var sources, edges, derived []any
			for _, src := range r.Sources {
				sources = append(sources, map[string]any{
					"iri": string(src.IRI), "title": src.Title, "publisher": src.Publisher, "published": src.Published.String(), "url": src.URL,
				})
			}
			for _, q := range r.Edges {
				edges = append(edges, map[string]any{"text": q.Text, "quad": q.Quad.NQuad()})
			}
			for _, d := range r.Derived {
				var supports []any
				for _, q := range d.Supports {
					supports = append(supports, map[string]any{"text": q.Text, "quad": q.Quad.NQuad()})
				}
				derived = append(derived, map[string]any{"text": d.Text, "quad": d.Quad.NQuad(), "rule": d.Rule, "sure": d.Sure, "supports": supports})
			}
			records = append(records, map[string]any{
				"record": string(r.Record.IRI), "handle": r.Record.Handle(), "by": r.By, "when": r.When, "stance": r.Stance,
				"relayedBy": r.Relayed, "sources": sources, "words": r.Words, "edges": edges, "derived": derived,
			})
		}
		rows = append(rows, map[string]any{"row": row.Title, "records": records})
	}
	out := map[string]any{"rows": rows, "world": e.World}
	if e.Looked != nil {
		out["looked"] = map[string]any{"text": e.Looked.Text, "records": handlesOf(v, e.Looked.Records)}
	}
	return out
}

func handlesOf(v *graph.View, iris []quad.IRI) []string {
	out := make([]string, 0, len(iris))
	for _, iri := range iris {
		if r := v.Record(iri); r != nil {
			out = append(out, r.Handle())
		}
	}
	return out
}
