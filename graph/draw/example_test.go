package draw_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/draw"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
)

const exchange = quad.IRI("https://w3id.org/ascribe/id/exchange-hack")

// The picture of what is said about one incident. Give it to dot -Tsvg.
func ExampleDOT() {
	g, err := seeds.Open()
	if err != nil {
		panic(err)
	}
	defer g.Close()
	var picture bytes.Buffer
	err = g.View(context.Background(), nil, func(v *graph.View) error {
		s, err := v.Around(context.Background(), []quad.IRI{exchange}, nil)
		if err != nil {
			return err
		}
		return draw.DOT(&picture, s, &draw.Options{Title: v.Label(exchange)})
	})
	if err != nil {
		panic(err)
	}
	for line := range strings.Lines(picture.String()) {
		if strings.HasPrefix(line, "digraph") || strings.Contains(line, `"speaker id/nato" -> "record act`) {
			fmt.Println(strings.TrimSpace(line[:strings.IndexAny(line, "[{")]))
		}
	}
	// Output:
	// digraph ascribe
	// "speaker id/nato" -> "record act/nato-2021-07-19"
}

// The same picture without any other program: light or dark as the reader's
// system is, with tooltips, and links to the sources.
func ExampleSVG() {
	g, err := seeds.Open()
	if err != nil {
		panic(err)
	}
	defer g.Close()
	var picture bytes.Buffer
	err = g.View(context.Background(), nil, func(v *graph.View) error {
		s, err := v.Around(context.Background(), []quad.IRI{exchange}, nil)
		if err != nil {
			return err
		}
		return draw.SVG(&picture, s, &draw.Options{Title: "The Exchange hack", About: []quad.IRI{exchange}})
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(strings.Contains(picture.String(), ">The Exchange hack</title>"))
	fmt.Println(strings.Contains(picture.String(), "prefers-color-scheme"))
	// Output:
	// true
	// true
}

// How one thing hangs together with another, with the records of each hop.
func ExamplePaths() {
	g, err := seeds.Open()
	if err != nil {
		panic(err)
	}
	defer g.Close()
	ctx := context.Background()
	var picture bytes.Buffer
	err = g.View(ctx, &graph.Lens{AsOf: graph.Date{Year: 2021, Month: 7, Day: 31}}, func(v *graph.View) error {
		chains, err := v.Paths(ctx, graph.PathQuery{
			From: "https://w3id.org/ascribe/id/apt31", To: "https://w3id.org/ascribe/id/china", Mode: graph.AnyShortest,
		})
		if err != nil {
			return err
		}
		var records []quad.IRI
		for _, c := range chains {
			for _, hop := range c {
				records = append(records, hop.Records...)
			}
		}
		s, err := v.Subgraph(ctx, records, nil)
		if err != nil {
			return err
		}
		return draw.Paths(&picture, s, chains, nil)
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(strings.Contains(picture.String(), `"thing id/mss" -> "thing id/china"`))
	// Output: true
}
