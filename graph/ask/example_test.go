package ask_test

import (
	"context"
	"fmt"
	"log"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/ascribe-graph/ascribe/graph/rdf"
)

const example = `
@prefix asc: <https://w3id.org/ascribe/schema#> .
@prefix id: <https://w3id.org/ascribe/id/> .
@prefix src: <https://w3id.org/ascribe/source/> .
@prefix claim: <https://w3id.org/ascribe/claim/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
id:arland a asc:State ; rdfs:label "Arland"@en .
id:syldavia a asc:State ; rdfs:label "Syldavia"@en .
id:rail-hack a asc:Incident ; rdfs:label "Rail hack"@en .
src:s a asc:Source ; asc:title "A statement"@en .
claim:arland-2020-03-01 a asc:Claim ; asc:by id:arland ; asc:stance asc:asserts ;
    asc:form asc:officialStatement ; asc:on "2020-03-01"^^xsd:date ; asc:source src:s .
claim:arland-2020-03-01 { id:rail-hack asc:attributedTo id:syldavia . }
`

func ExampleAsk() {
	ctx := context.Background()
	g, err := graph.Read(ctx, nil, graph.Document{R: strings.NewReader(example), Format: rdf.TriG})
	if err != nil {
		log.Fatal(err)
	}
	err = g.View(ctx, nil, func(v *graph.View) error {
		a, err := ask.Ask(ctx, v, "which states were blamed without sanctions?", nil)
		if err != nil {
			return err
		}
		fmt.Println(a.Question)
		for _, row := range a.Rows {
			fmt.Println(a.Cell(&row, "state"), a.Cell(&row, "incident"), a.Cell(&row, "blamedBy"), string(row.Records[0]))
		}
		fmt.Println(a.Sentence)
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	// Output:
	// Which states were attributed without sanctions?
	// Syldavia Rail hack Arland https://w3id.org/ascribe/claim/arland-2020-03-01
	// Attributed without sanctions: Syldavia for the Rail hack. No sanction answers that in 1 record from 1 source.
}

func ExampleNames_Resolve() {
	ctx := context.Background()
	g, err := graph.Read(ctx, nil, graph.Document{R: strings.NewReader(example), Format: rdf.TriG})
	if err != nil {
		log.Fatal(err)
	}
	err = g.View(ctx, nil, func(v *graph.View) error {
		names := ask.NewNames(v)
		iri, err := names.Resolve("rail-hack")
		fmt.Println(string(iri), err)
		_, err = names.Resolve("Bordavia")
		fmt.Println(err)
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}
	// Output:
	// https://w3id.org/ascribe/id/rail-hack <nil>
	// nothing is called "Bordavia"
}
