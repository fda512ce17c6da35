package rdf_test

import (
	"errors"
	"fmt"
	"log"
	"os"
	"strings"

	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/cayleygraph/quad"
)

const founding = `
PREFIX asc:   <https://w3id.org/ascribe/schema#>
PREFIX id:    <https://w3id.org/ascribe/id/>
PREFIX claim: <https://w3id.org/ascribe/claim/>

claim:uk-2021-07-19 { id:apt31 asc:linkedTo id:mss }
claim:uk-2021-07-19 asc:hedged false .
`

func ExampleReader() {
	for q, err := range rdf.NewReader(strings.NewReader(founding), rdf.TriG, nil).Quads() {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(q.Subject, q.Object, q.Label)
	}
	// Output:
	// <https://w3id.org/ascribe/id/apt31> <https://w3id.org/ascribe/id/mss> <https://w3id.org/ascribe/claim/uk-2021-07-19>
	// <https://w3id.org/ascribe/claim/uk-2021-07-19> "false"^^<http://www.w3.org/2001/XMLSchema#boolean> <nil>
}

func ExampleScanner() {
	sc := rdf.NewScanner(strings.NewReader(founding), rdf.TriG, nil)
	bytes := 0
	for st, err := range sc.All() {
		if err != nil {
			log.Fatal(err)
		}
		bytes += len(st.O.Value) // valid until the next statement
	}
	fmt.Println(bytes, "bytes of objects;", "claim: is", sc.Prefixes()["claim"])
	// Output: 36 bytes of objects; claim: is https://w3id.org/ascribe/claim/
}

func ExampleWriter() {
	claim := quad.IRI("https://w3id.org/ascribe/claim/uk-2021-07-19/2")
	apt31 := quad.IRI("https://w3id.org/ascribe/id/apt31")
	w := rdf.NewWriter(os.Stdout, rdf.TriG, &rdf.WriterOptions{Prefixes: map[string]string{
		"asc":   "https://w3id.org/ascribe/schema#",
		"id":    "https://w3id.org/ascribe/id/",
		"claim": "https://w3id.org/ascribe/claim/",
	}})
	for _, q := range []quad.Quad{
		{Subject: claim, Predicate: quad.IRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), Object: quad.IRI("https://w3id.org/ascribe/schema#Claim")},
		{Subject: claim, Predicate: quad.IRI("https://w3id.org/ascribe/schema#quote"), Object: quad.LangString{Value: "linked to\nthe \"MSS\"", Lang: "en"}},
		{Subject: apt31, Predicate: quad.IRI("https://w3id.org/ascribe/schema#linkedTo"), Object: quad.IRI("https://w3id.org/ascribe/id/mss"), Label: claim},
		{Subject: apt31, Predicate: quad.IRI("https://w3id.org/ascribe/schema#linkedTo"), Object: quad.IRI("https://w3id.org/ascribe/id/hainan"), Label: claim},
		{Subject: apt31, Predicate: quad.IRI("https://w3id.org/ascribe/schema#rank"), Object: quad.Int(31), Label: claim},
	} {
		if err := w.Write(q); err != nil {
			log.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		log.Fatal(err)
	}
	// Output:
	// @prefix asc: <https://w3id.org/ascribe/schema#> .
	// @prefix claim: <https://w3id.org/ascribe/claim/> .
	// @prefix id: <https://w3id.org/ascribe/id/> .
	//
	// claim:uk-2021-07-19\/2 a asc:Claim ;
	//     asc:quote """linked to
	// the "MSS\""""@en .
	//
	// claim:uk-2021-07-19\/2 {
	//     id:apt31 asc:linkedTo id:mss, id:hainan ;
	//         asc:rank 31 .
	// }
}

func ExampleSyntaxError() {
	_, err := rdf.ReadAll(strings.NewReader("PREFIX claim: <https://w3id.org/ascribe/claim/>\nclami:uk a <urn:x> ."), rdf.Turtle, &rdf.Options{File: "feed.ttl"})
	if se, ok := errors.AsType[*rdf.SyntaxError](err); ok {
		fmt.Println(se)
		fmt.Println(se.Text)
		fmt.Printf("%*s\n", se.TextCol, "^")
		fmt.Println("hint:", se.Hint)
	}
	// Output:
	// feed.ttl:2:1: got unknown prefix 'clami:', want a declared one
	// clami:uk a <urn:x> .
	// ^
	// hint: did you mean claim:?
}

func ExampleIsomorphic() {
	read := func(text string) []quad.Quad {
		quads, err := rdf.ReadAll(strings.NewReader(text), rdf.Turtle, nil)
		if err != nil {
			log.Fatal(err)
		}
		return quads
	}
	list := read("<urn:s> <urn:p> ( 1 2 ) .")
	fmt.Println(rdf.Isomorphic(list, read(`
		PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
		_:y rdf:first 2 ; rdf:rest () .
		<urn:s> <urn:p> _:x .
		_:x rdf:first 1 ; rdf:rest _:y .`)))
	// Output: true
}
