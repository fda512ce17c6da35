package graph_test

import (
	"slices"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
)

// FindRecords is Records without those that do not pass.
func TestFindRecords(t *testing.T) {
	g, err := seeds.Open(seeds.Record2021)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	for _, lens := range []*graph.Lens{nil, graph.Everything, {Spread: true}} {
		err := g.View(t.Context(), lens, func(v *graph.View) error {
			parties := map[quad.IRI]bool{}
			for _, r := range v.Records() {
				for _, s := range v.Speakers(r.IRI, v.Lens().Spread) {
					parties[s.Party] = true
				}
			}
			filters := []graph.RecordFilter{{}, {Stance: schema.Denies}, {Answering: true}, {By: "http://example.org/nobody"}, {Stance: "http://example.org/none"}}
			for p := range parties {
				filters = append(filters, graph.RecordFilter{By: p}, graph.RecordFilter{By: p, Stance: schema.Asserts})
			}
			for _, f := range filters {
				var want, got []quad.IRI
				for _, r := range v.Records() {
					ok := (f.Stance == "" || !r.Act && r.Stance == f.Stance) && (!f.Answering || len(r.InResponseTo) > 0)
					if f.By != "" && ok {
						ok = slices.ContainsFunc(v.Speakers(r.IRI, v.Lens().Spread), func(s graph.Speaker) bool { return s.Party == f.By })
					}
					if ok {
						want = append(want, r.IRI)
					}
				}
				for _, r := range v.FindRecords(f) {
					got = append(got, r.IRI)
				}
				if !slices.Equal(got, want) {
					t.Errorf("%+v: got %v, want %v", f, got, want)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
