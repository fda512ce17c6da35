package draw_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/draw"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
)

// A title, a dark ground, and the picture's own words in Dutch.
func ExampleOptions() {
	ctx := context.Background()
	g, err := seeds.Open(seeds.World, seeds.Founding, seeds.Record2021)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer g.Close()
	var picture strings.Builder
	err = g.View(ctx, nil, func(v *graph.View) error {
		s, err := v.Around(ctx, []quad.IRI{exchange}, &graph.SubgraphOptions{Langs: []string{"nl"}, MaxRecords: 5})
		if err != nil {
			return err
		}
		return draw.SVG(&picture, s, &draw.Options{Title: "19 juli 2021", Dark: true, Langs: []string{"nl"}})
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.Contains(picture.String(), ">19 juli 2021<"), strings.Contains(picture.String(), `lang="nl"`))
	// Output:
	// true true
}

// Two parties in one picture: the records of each side are what its statements
// rest on.
func ExampleSide() {
	ctx := context.Background()
	g, err := seeds.Open(seeds.World, seeds.Founding, seeds.Record2021)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer g.Close()
	var picture strings.Builder
	err = g.View(ctx, graph.Everything, func(v *graph.View) error {
		var sides [2]draw.Side
		var said [2][]graph.Statement
		for i, party := range []quad.IRI{"https://w3id.org/ascribe/id/us", "https://w3id.org/ascribe/id/china"} {
			var err error
			if said[i], err = v.Statements(ctx, &graph.StatementOptions{By: party, About: exchange}); err != nil {
				return err
			}
			sub, err := v.Subgraph(ctx, draw.StatementRecords(said[i]), nil)
			if err != nil {
				return err
			}
			sides[i] = draw.Side{Name: v.Label(party), Subgraph: sub}
		}
		return draw.ComparisonSVG(&picture, sides[0], sides[1], graph.Compare(said[0], said[1]), nil)
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(strings.Contains(picture.String(), "us-2021-07-19/1"), strings.Contains(picture.String(), "cn-2021-07-20/1"))
	// Output:
	// true true
}
