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
	tell := map[quad.IRI]bool{schema.AttributedTo: true, schema.AttributedToState: true, schema.LinkedTo: true, schema.ActsFor: true, schema.Conducted: true, schema.PartOf: true, schema.OfficerOf: true, schema.SameAs: true}
	rests := map[quad.Value]bool{}
	for _, record := range a.Records() {
		rests[record] = true
	}
	// restsOn reports whether the rows rest on a record that says something.
	restsOn := func(record quad.Value) bool {
		iri, ok := record.(quad.IRI)
		if !ok || !rests[iri] {
			return false
		}
		rec := r.visible(past, iri)
		return rec != nil && rec.Stance != schema.Denies
	}
	// deniesEdge reports whether such a record says an edge of a denial.
	deniesEdge := func(denial quad.IRI) (bool, error) {
		for q, err := range past.Match(r.ctx, graph.Pattern{Label: denial}) {
			if err != nil {
				return false, err
			}
			if p, ok := q.Predicate.(quad.IRI); !ok || !tell[p] {
				continue
			}
			for said, err := range past.Match(r.ctx, graph.Pattern{Subject: q.Subject, Predicate: q.Predicate, Object: q.Object}) {
				if err != nil || restsOn(said.Label) {
					return err == nil, err
				}
			}
		}
		return false, nil
	}
	var lines []string
	var records []quad.IRI
	for _, rec := range past.FindRecords(graph.RecordFilter{Stance: schema.Denies}) {
		hit := slices.ContainsFunc(rec.Re, func(iri quad.IRI) bool { return restsOn(iri) })
		if !hit {
			if hit, err = deniesEdge(rec.IRI); err != nil {
				return nil, err
			}
		}
		if hit {
			records = append(records, rec.IRI)
			var by []string
			for _, s := range shownSpeakers(past, rec.IRI, false) {
				by = append(by, r.said(s.Party))
			}
			lines = append(lines, fmt.Sprintf(phrases[a.Lang].denies, listed(by, a.Lang), whenText(rec.When(), a.Lang), rec.Handle()))
		}
	}
	if len(lines) == 0 {
		return nil, nil
	}
	return []Note{{Name: "disputed", Text: fmt.Sprintf(phrases[a.Lang].disputed, strings.Join(lines, "; ")), Records: records}}, nil
}
