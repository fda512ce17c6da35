package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/cayleygraph/quad"
)

// maxWhyRows is how many rows of a query get their evidence.
const maxWhyRows = 50

// explainRows adds the evidence of a query's rows to its sheet.
func (s *session) explainRows(ctx context.Context, v *graph.View, sh *sheet, text string, rows [][]quad.Value, o *graph.QueryOptions) error {
	var all []any
	for i, row := range rows {
		if s.whyRows != nil && !slices.Contains(s.whyRows, i+1) {
			continue
		}
		if s.whyRows == nil && i == maxWhyRows {
			sh.Below = append(sh.Below, indented{text: fmt.Sprintf("The other %s: narrow the query to see why.", plural(len(rows)-i, "row"))})
			break
		}
		e, err := v.Explain(ctx, text, row, o)
		if err != nil {
			return err
		}
		title := make([]string, len(row))
		for j, value := range row {
			title[j] = s.valueCell(v, value).Text
		}
		sh.Below = append(sh.Below, indented{text: "Why " + strings.Join(title, ", ") + ":"})
		data := map[string]any{"truncated": e.Truncated}
		sh.Below = append(sh.Below, s.evidenceLines(ctx, v, e, data)...)
		all = append(all, data)
	}
	if sh.Extra == nil {
		sh.Extra = map[string]any{}
	}
	sh.Extra["evidence"] = all
	return nil
}

// evidenceLines prints the quads of a row by record, and fills data with the
// same for programs.
func (s *session) evidenceLines(ctx context.Context, v *graph.View, e *graph.Evidence, data map[string]any) []indented {
	var lines []indented
	var quads, absent []any
	byRecord := map[quad.Value][]quad.Quad{}
	for _, q := range e.Quads {
		byRecord[q.Label] = append(byRecord[q.Label], q)
		quads = append(quads, q.NQuad())
	}
	edges := func(label quad.Value) {
		for _, q := range byRecord[label] {
			text := s.edgeText(v, q)
			if d, err := v.Derivation(ctx, q); err == nil && d != nil {
				lines = append(lines, indented{6, text + ", derived by the rule " + d.Rule.Name + " from:"})
				for _, sup := range d.Supports {
					lines = append(lines, indented{8, s.edgeText(v, sup) + " [" + v.Label(sup.Label) + "]"})
				}
				if d.Weakest != nil {
					lines = append(lines, indented{8, "no surer than " + s.said(v, d.Weakest) + " (" + d.Weakest.Handle() + ")"})
				}
				continue
			}
			lines = append(lines, indented{6, text})
		}
	}
	for _, iri := range e.Records {
		r := v.Record(iri)
		lines = append(lines, indented{2, fmt.Sprintf("%s  %s  %s  %s", r.Handle(), r.When(), s.who(v, r), s.said(v, r))})
		lines = append(lines, indented{6, "source: " + s.sources(v, r.Sources)})
		edges(iri)
		delete(byRecord, iri)
	}
	for _, q := range e.Quads {
		if _, left := byRecord[q.Label]; !left {
			continue
		}
		name := "without a label"
		if q.Label != nil {
			name = v.Label(q.Label)
		}
		lines = append(lines, indented{2, name})
		edges(q.Label)
		delete(byRecord, q.Label)
	}
	for _, a := range e.Absent {
		lines = append(lines, indented{2, "looked for in vain: " + a.Pattern + ", among " + v.World().String()})
		absent = append(absent, a.Pattern)
	}
	if e.Truncated {
		lines = append(lines, indented{2, fmt.Sprintf("and more: these are the first %d quads", len(e.Quads))})
	}
	data["quads"], data["absent"] = quads, absent
	return lines
}
