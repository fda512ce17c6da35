package ask

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// disputes returns a line where a claim that rows rest on is denied: by a
// denial that names it, or by one of the same edge. It looks past the stance
// filter of the lens and obeys its other fields.
func (r *run) disputes(a *Answer) ([]Note, error) {
	past, err := r.pastStance(r.view)
	if err != nil {
		return nil, err
	}
	type edge struct{ s, p, o string }
	said := map[edge]bool{}
	restsOn := map[quad.IRI]bool{}
	tell := map[quad.IRI]bool{schema.AttributedTo: true, schema.AttributedToState: true, schema.LinkedTo: true, schema.ActsFor: true, schema.Conducted: true, schema.PartOf: true, schema.OfficerOf: true, schema.SameAs: true}
	edges := func(v *graph.View, record quad.IRI, f func(edge)) error {
		for q, err := range v.Match(r.ctx, graph.Pattern{Label: record}) {
			if err != nil {
				return err
			}
			if p, ok := q.Predicate.(quad.IRI); ok && tell[p] {
				f(edge{quad.ToString(q.Subject), string(p), quad.ToString(q.Object)})
			}
		}
		return nil
	}
	for _, record := range a.Records() {
		if rec := past.Record(record); rec == nil || rec.Stance == schema.Denies {
			continue
		}
		restsOn[record] = true
		if err := edges(past, record, func(e edge) { said[e] = true }); err != nil {
			return nil, err
		}
	}
	var lines []string
	var records []quad.IRI
	for _, rec := range past.FindRecords(graph.RecordFilter{Stance: schema.Denies}) {
		hit := slices.ContainsFunc(rec.Re, func(iri quad.IRI) bool { return restsOn[iri] })
		if !hit {
			if err := edges(past, rec.IRI, func(e edge) { hit = hit || said[e] }); err != nil {
				return nil, err
			}
		}
		if hit {
			records = append(records, rec.IRI)
			var by []string
			for _, s := range shownSpeakers(past, rec.IRI, false) {
				by = append(by, r.label(s.Party))
			}
			lines = append(lines, fmt.Sprintf(phrases[a.Lang].denies, listed(by, a.Lang), whenText(rec, a.Lang), rec.Handle()))
		}
	}
	if len(lines) == 0 {
		return nil, nil
	}
	return []Note{{Name: "disputed", Text: fmt.Sprintf(phrases[a.Lang].disputed, strings.Join(lines, "; ")), Records: records}}, nil
}
