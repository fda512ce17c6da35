package graph_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
)

// freedonia is a small graph for examples: Freedonia blames Sylvania's secret
// service for a hack, Sylvania denies it, and a sanction follows.
const freedonia = `
@prefix asc: <https://w3id.org/ascribe/schema#> .
@prefix id: <https://w3id.org/ascribe/id/> .
@prefix claim: <https://w3id.org/ascribe/claim/> .
@prefix act: <https://w3id.org/ascribe/act/> .
@prefix src: <https://w3id.org/ascribe/source/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

id:freedonia a asc:State ; rdfs:label "Freedonia"@en .
id:sylvania a asc:State ; rdfs:label "Sylvania"@en .
id:service a asc:Agency ; rdfs:label "Secret Service of Sylvania"@en .
id:grey-owl a asc:ThreatGroup ; rdfs:label "Grey Owl"@en .
id:harbour-hack a asc:Incident ; rdfs:label "Harbour hack"@en .
src:statement a asc:Source ; asc:title "On the Harbour hack" ; asc:publisher id:freedonia ;
	asc:published "2021-07-19"^^xsd:date ; asc:url "https://example.org/statement" .

claim:freedonia-1 a asc:Claim ; asc:by id:freedonia ; asc:stance asc:asserts ; asc:form asc:officialStatement ;
	asc:on "2021-07-19"^^xsd:date ; asc:source src:statement ; asc:likelihoodWords "highly likely"@en ;
	asc:quote "It is highly likely that Grey Owl broke into the harbour."@en .
claim:freedonia-1 { id:harbour-hack asc:attributedTo id:grey-owl . id:grey-owl asc:linkedTo id:service }

claim:freedonia-2 a asc:Claim ; asc:by id:freedonia ; asc:stance asc:asserts ; asc:form asc:officialStatement ;
	asc:on "2021-07-19"^^xsd:date ; asc:source src:statement .
claim:freedonia-2 { id:service asc:partOf id:sylvania }

claim:sylvania-1 a asc:Claim ; asc:by id:sylvania ; asc:stance asc:denies ; asc:re claim:freedonia-1 ;
	asc:on "2021-07-20"^^xsd:date ; asc:source src:statement .
claim:sylvania-1 { id:harbour-hack asc:attributedTo id:grey-owl }

act:freedonia-3 a asc:Act ; asc:by id:freedonia ; asc:kind asc:sanction ; asc:inResponseTo id:harbour-hack ;
	asc:on "2021-08"^^xsd:gYearMonth ; asc:source src:statement .
act:freedonia-3 { id:freedonia asc:sanctioned id:grey-owl }
`

// later is what a newspaper wrote beside freedonia: that two groups are one, and
// one thing that it took back.
const later = `
id:night-jar a asc:ThreatGroup ; rdfs:label "Night Jar"@en .
id:gazette a asc:Company ; rdfs:label "Gazette"@en .
src:gazette a asc:Source ; asc:title "Who is Night Jar?" ; asc:publisher id:gazette ; asc:published "2022"^^xsd:gYear .

claim:gazette-1 a asc:Claim ; asc:by id:gazette ; asc:stance asc:reports ; asc:on "2022-03"^^xsd:gYearMonth ; asc:source src:gazette .
claim:gazette-1 { id:night-jar asc:sameAs id:grey-owl ; asc:knownAs "Night Jar"@en }
claim:gazette-2 a asc:Claim ; asc:by id:gazette ; asc:stance asc:reports ; asc:on "2022-04"^^xsd:gYearMonth ; asc:source src:gazette .
claim:gazette-2 { id:night-jar asc:linkedTo id:freedonia }
claim:gazette-3 a asc:Claim ; asc:by id:gazette ; asc:stance asc:retracts ; asc:re claim:gazette-2 ; asc:on "2022-05"^^xsd:gYearMonth ; asc:source src:gazette .
`

// small calls fn with freedonia seen through lens, and prints an error.
func small(lens *graph.Lens, fn func(context.Context, *graph.View) error) { asked(freedonia, lens, fn) }

// asked calls fn with a graph of TriG seen through lens, and prints an error.
func asked(trig string, lens *graph.Lens, fn func(context.Context, *graph.View) error) {
	ctx := context.Background()
	g, err := graph.Read(ctx, nil, graph.Document{R: strings.NewReader(trig), Format: rdf.TriG})
	if err == nil {
		defer g.Close()
		err = g.View(ctx, lens, func(v *graph.View) error { return fn(ctx, v) })
	}
	if err != nil {
		fmt.Println(err)
	}
}
