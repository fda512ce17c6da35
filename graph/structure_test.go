package graph_test

import (
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/cayleygraph/quad"
)

const structureDoc = `
@prefix asc: <https://w3id.org/ascribe/schema#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix id: <https://w3id.org/ascribe/id/> .
@prefix claim: <https://w3id.org/ascribe/claim/> .
@prefix src: <https://w3id.org/ascribe/source/> .
id:uk a asc:State ; rdfs:label "United Kingdom"@en .
id:state a asc:State ; rdfs:label "A state"@en .
id:service a asc:Agency ; rdfs:label "A service"@en .
id:unit a asc:Agency ; rdfs:label "A unit"@en .
id:firm a asc:Company ; rdfs:label "A firm"@en .
id:paper a asc:Company ; rdfs:label "A paper"@en .
id:hack a asc:Incident ; rdfs:label "A hack"@en .
src:doc a asc:Source ; asc:title "A document"@en ; asc:url "https://example.org/"^^xsd:anyURI .
claim:1 a asc:Claim ; asc:by id:uk ; asc:stance asc:asserts ; asc:on "2021-07-19"^^xsd:date ; asc:source src:doc ; asc:relayedBy id:paper .
claim:1 { id:hack asc:attributedTo id:unit , id:firm . }
claim:2 a asc:Claim ; asc:by id:uk ; asc:stance asc:asserts ; asc:on "2021-07-19"^^xsd:date ; asc:source src:doc .
claim:2 { id:unit asc:partOf id:service . id:service asc:partOf id:state . id:firm asc:partOf id:state . }
claim:3 a asc:Claim ; asc:by id:state ; asc:stance asc:denies ; asc:on "2021-07-20"^^xsd:date ; asc:source src:doc .
claim:3 { id:firm asc:partOf id:state . }
`

// A subgraph knows the undisputed structure above its nodes, the documents of
// its records and the names of what it mentions.
func TestSubgraphSurroundings(t *testing.T) {
	g, err := graph.Read(t.Context(), nil, graph.Document{R: strings.NewReader(structureDoc), Format: rdf.TriG})
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	id := func(s string) quad.IRI { return quad.IRI("https://w3id.org/ascribe/id/" + s) }
	err = g.View(t.Context(), nil, func(v *graph.View) error {
		s, err := v.Around(t.Context(), []quad.IRI{id("hack")}, nil)
		if err != nil {
			return err
		}
		var got []string
		for _, e := range s.Structure {
			got = append(got, string(e.From)[28:]+" "+string(e.To.(quad.IRI))[28:]+" "+string(e.Records[0])[30:])
		}
		// The firm's place is denied; the service is no node, and is passed.
		if want := "service state /2; unit service /2"; strings.Join(got, "; ") != want {
			t.Errorf("structure %q, want %q", strings.Join(got, "; "), want)
		}
		doc := s.Sources["https://w3id.org/ascribe/source/doc"]
		if len(s.Sources) != 1 || doc.Title != "A document" || doc.URL != "https://example.org/" {
			t.Errorf("sources %+v", s.Sources)
		}
		for iri, want := range map[quad.IRI]string{id("paper"): "A paper", id("service"): "A service", id("uk"): "United Kingdom", id("nothing"): "id:nothing"} {
			if got := s.Name(iri, "en"); got != want {
				t.Errorf("Name(%s) = %q, want %q", iri, got, want)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
