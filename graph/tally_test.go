package graph_test

import (
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
)

// The tallies agree with counting quads one by one, with and without a lens
// that hides.
func TestTallies(t *testing.T) {
	g, err := seeds.Open(seeds.Founding)
	if err != nil {
		t.Fatal(err)
	}
	for _, lens := range []*graph.Lens{graph.Everything, nil, {Official: true}} {
		err := g.View(t.Context(), lens, func(v *graph.View) error {
			predicates, labels, kinds := map[quad.Value]int{}, map[quad.Value]int{}, map[quad.Value]int{}
			for q, err := range v.Match(t.Context(), graph.Pattern{}) {
				if err != nil {
					return err
				}
				predicates[q.Predicate]++
				labels[q.Label]++
				if q.Predicate == rdfType {
					kinds[q.Object]++
				}
			}
			same := func(what string, got []graph.Tally, err error, want map[quad.Value]int) {
				if err != nil || len(got) != len(want) {
					t.Errorf("%s: %d tallies, want %d, %v", what, len(got), len(want), err)
				}
				for i, x := range got {
					if want[x.Value] != x.Count {
						t.Errorf("%s %v: %d, want %d", what, x.Value, x.Count, want[x.Value])
					}
					if i > 0 && got[i-1].Count < x.Count {
						t.Errorf("%s: not the most frequent first", what)
					}
				}
			}
			p, err := v.Predicates(t.Context())
			same("predicate", p, err, predicates)
			l, err := v.Labels(t.Context())
			same("label", l, err, labels)
			k, err := v.Kinds(t.Context())
			same("class", k, err, kinds)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestDumpReadsBack(t *testing.T) {
	g, err := seeds.Open(seeds.Founding)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := g.Dump(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	back, err := graph.Read(t.Context(), nil, graph.Document{R: strings.NewReader(b.String()), Format: rdf.NQuads})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, look(t, back, graph.Everything, graph.Pattern{}), look(t, g, graph.Everything, graph.Pattern{})...)
}
