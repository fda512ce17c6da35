package graph_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Chains that avoid a thing, or an edge, are those of a graph without it.
func TestAvoid(t *testing.T) {
	r := dice(t)
	chains := func(g *graph.Graph, q graph.PathQuery) (out []string) {
		if err := g.View(t.Context(), nil, func(v *graph.View) error {
			found, err := v.Paths(t.Context(), q)
			for _, c := range found {
				out = append(out, fmt.Sprint(c))
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		slices.Sort(out)
		return out
	}
	found := 0
	for range 100 {
		var all, without [][3]quad.Value
		edges := []string{schema.LinkedTo, schema.PartOf, schema.ActsFor}
		for range 4 + r.IntN(16) {
			from, p, to := r.IntN(6), edges[r.IntN(3)], r.IntN(6)
			e := edge(fmt.Sprint("n", from), p, fmt.Sprint("n", to))
			all = append(all, e)
			if from != 3 && to != 3 && p != schema.ActsFor {
				without = append(without, e)
			}
		}
		record := func(edges [][3]quad.Value) recordSpec {
			return recordSpec{iri: claim("c"), by: "us", on: "2021-01-01", stance: schema.Asserts, edges: edges}
		}
		for _, mode := range []graph.PathMode{graph.AllShortest, graph.Acyclic} {
			q := graph.PathQuery{From: id("n0"), To: id("n5"), Mode: mode}
			want := chains(build(t, record(without)), q)
			q.Avoid = []quad.IRI{id("n3"), quad.IRI(schema.ActsFor)}
			if got := chains(build(t, record(all)), q); !slices.Equal(got, want) {
				t.Fatalf("%v\ngot  %q\nwant %q", all, got, want)
			}
			found += len(want)
		}
	}
	if found < 20 {
		t.Errorf("only %d chains were found", found)
	}
	err := build(t).View(t.Context(), nil, func(v *graph.View) error {
		_, err := v.Paths(t.Context(), graph.PathQuery{From: id("n0"), To: id("n5"), Avoid: []quad.IRI{id("n5")}})
		return err
	})
	if !errors.Is(err, graph.ErrAvoid) {
		t.Errorf("got %v, want ErrAvoid", err)
	}
}
