package draw

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
)

// entities are all things of the seeds that have a name.
func entities(v *graph.View) []quad.IRI {
	found := map[quad.IRI]bool{}
	for _, n := range v.Names() {
		if !strings.HasPrefix(string(n.Of), "https://w3id.org/ascribe/schema#") {
			found[n.Of] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// Every thing of the seeds can be drawn, alone, through the default lens and
// through the one that shows all, and Graphviz takes every picture.
func TestSeeds(t *testing.T) {
	g, err := seeds.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { g.Close() })
	for _, lens := range []*graph.Lens{nil, graph.Everything} {
		err := g.View(t.Context(), lens, func(v *graph.View) error {
			var all []string
			for _, iri := range entities(v) {
				s, err := v.Around(t.Context(), []quad.IRI{iri}, nil)
				if err != nil {
					return err
				}
				dot := render(t, s, &Options{Title: v.Label(iri)})
				if _, _, err := scanDOT(dot); err != nil {
					t.Errorf("%s: %v", iri, err)
				}
				if strings.Count(dot, "\n") < 400 { // the few big ones take seconds each
					all = append(all, dot)
				}
			}
			t.Logf("%d pictures", len(all))
			if testing.Short() {
				all = all[:min(len(all), 20)]
			}
			layOut(t, all...)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestLook draws one thing of the seeds for a person to look at, as DOT or SVG:
//
//	DRAW=exchange-hack DRAW_TO=x.svg go test -run TestLook ./graph/draw
func TestLook(t *testing.T) {
	name, to := os.Getenv("DRAW"), os.Getenv("DRAW_TO")
	if name == "" || to == "" {
		t.Skip("DRAW and DRAW_TO do not say what to draw, and where")
	}
	g, err := seeds.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	err = g.View(t.Context(), nil, func(v *graph.View) error {
		iri := id(name)
		s, err := v.Around(t.Context(), []quad.IRI{iri}, nil)
		if err != nil {
			return err
		}
		o := &Options{Title: v.Label(iri), Dark: os.Getenv("DRAW_DARK") != "", Langs: []string{os.Getenv("DRAW_LANG")}}
		picture := render(t, s, o)
		if strings.HasSuffix(to, ".svg") {
			picture = renderSVG(t, s, o)
		}
		return os.WriteFile(to, []byte(picture), 0o644)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// BenchmarkSVGExchange draws the day of 19 July 2021 from the starter set.
func BenchmarkSVGExchange(b *testing.B) {
	g, err := seeds.Open()
	if err != nil {
		b.Fatal(err)
	}
	defer g.Close()
	lens := &graph.Lens{AsOf: graph.Date{Year: 2021, Month: 7, Day: 31}, Stances: []quad.IRI{schema.Asserts, schema.Supports, schema.Reports, schema.Acknowledges, schema.Condemns, schema.Denies, schema.Suspects}}
	var s *graph.Subgraph
	err = g.View(b.Context(), lens, func(v *graph.View) error {
		s, err = v.Around(b.Context(), []quad.IRI{id("exchange-hack")}, nil)
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	o := &Options{Title: "Microsoft Exchange, 19 July 2021", About: []quad.IRI{id("exchange-hack")}}
	b.ReportAllocs()
	for b.Loop() {
		renderSVG(b, s, o)
	}
	b.ReportMetric(float64(len(newScene(s, o).boxes)), "boxes")
}
