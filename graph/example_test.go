package graph_test

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
)

// Whom the United Kingdom blames for what, by its own records.
func Example() {
	ctx := context.Background()
	g, err := seeds.Open(seeds.Founding, seeds.Record2021)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer g.Close()
	err = g.View(ctx, &graph.Lens{By: []quad.IRI{schema.NSID + "uk"}}, func(v *graph.View) error {
		res, err := v.Query(ctx, `
			SELECT DISTINCT ?incident ?state {
				GRAPH ?record { ?incident asc:attributedToState ?state }
				?record asc:stance asc:asserts
			} ORDER BY ?incident`, nil)
		if err != nil {
			return err
		}
		for row, err := range res.Rows() {
			if err != nil {
				return err
			}
			fmt.Printf("%s: %s\n", v.Label(row[0], "en"), v.Label(row[1], "en"))
		}
		return nil
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// Microsoft Exchange hack (2021): China
	// SolarWinds hack (2020): Russia
}

// The chain from a group to a state, with the record behind each hop.
func ExampleView_Paths() {
	ctx := context.Background()
	g, err := seeds.Open(seeds.Record2021)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer g.Close()
	err = g.View(ctx, &graph.Lens{Official: true}, func(v *graph.View) error {
		chains, err := v.Paths(ctx, graph.PathQuery{From: schema.NSID + "apt31", To: schema.NSID + "china"})
		if err != nil {
			return err
		}
		for _, hop := range chains[0] {
			fmt.Println(v.Label(hop.From), "->", v.Label(hop.To), "by", v.Label(v.Record(hop.Records[0]).By[0]))
		}
		return nil
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// APT31 -> Chinese Ministry of State Security by United Kingdom
	// Chinese Ministry of State Security -> China by Australian Government
}

// A graph of one's own in a TriG file.
func ExampleGraph_Update() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	g, err := graph.Open(dir+"/mine.trig", &graph.Options{Create: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer g.Close()
	err = g.Update(ctx, func(tx *graph.Tx) error {
		const claim = `
			@prefix asc: <https://w3id.org/ascribe/schema#> . @prefix id: <https://w3id.org/ascribe/id/> . @prefix claim: <https://w3id.org/ascribe/claim/> .
			claim:mine a asc:Claim ; asc:by id:me ; asc:stance asc:suspects .
			claim:mine { id:group asc:linkedTo id:state }`
		read, added, err := tx.Load(ctx, strings.NewReader(claim), rdf.TriG, nil)
		fmt.Println("read", read, "new", added)
		return err
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = g.View(ctx, graph.Everything, func(v *graph.View) error {
		for _, r := range v.Records() {
			fmt.Println(r.Handle(), schema.Label(string(r.Stance), "en"), r.When())
		}
		return nil
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// read 4 new 4
	// mine suspects undated
}
