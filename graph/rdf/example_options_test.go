package rdf_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/cayleygraph/quad"
)

// The format of a file by its name; not every format can name graphs.
func ExampleFormat() {
	for _, name := range []string{"claims.trig", "claims.nt", "claims.txt"} {
		f, ok := rdf.FormatOf(name)
		fmt.Println(name, f, ok, f.HasGraphs())
	}
	// Output:
	// claims.trig trig true true
	// claims.nt nt true false
	// claims.txt  false false
}

// Options name the input in errors, and resolve relative IRIs.
func ExampleOptions() {
	quads, err := rdf.ReadAll(strings.NewReader(`<a> <b> <c> .`), rdf.Turtle, &rdf.Options{Base: "https://example.org/"})
	fmt.Println(quads, err)
	_, err = rdf.ReadAll(strings.NewReader(`<a> <b> <c> .`), rdf.Turtle, &rdf.Options{File: "x.ttl"})
	fmt.Println(err)
	// Output:
	// [<https://example.org/a> -- <https://example.org/b> -> <https://example.org/c>] <nil>
	// x.ttl:1:1: got relative IRI <a> without a base, want absolute IRI
}

// Prefixes make Turtle short.
func ExampleWriterOptions() {
	w := rdf.NewWriter(os.Stdout, rdf.Turtle, &rdf.WriterOptions{Prefixes: map[string]string{"ex": "https://example.org/"}})
	err := w.Write(quad.Quad{Subject: quad.IRI("https://example.org/a"), Predicate: quad.IRI("https://example.org/knows"), Object: quad.IRI("https://example.org/b")})
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// @prefix ex: <https://example.org/> .
	//
	// ex:a ex:knows ex:b .
}

// With the terms of a context JSON-LD says "knows" instead of an address.
func ExampleTerms() {
	terms := rdf.NewTerms(rdf.ContextTerm{Name: "knows", IRI: "https://example.org/knows", Type: "@id"})
	w := rdf.NewWriter(os.Stdout, rdf.JSONLD, &rdf.WriterOptions{Terms: terms})
	err := w.Write(quad.Quad{Subject: quad.IRI("https://example.org/a"), Predicate: quad.IRI("https://example.org/knows"), Object: quad.IRI("https://example.org/b")})
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// {
	//   "@context": {
	//     "knows": {"@id": "https://example.org/knows", "@type": "@id"}
	//   },
	//   "@graph": [
	//     {
	//       "@id": "https://example.org/a",
	//       "knows": "https://example.org/b"
	//     }
	//   ]
	// }
}

// The terms of a statement are spans of bytes, each of a kind.
func ExampleKind() {
	const text = `_:x <https://example.org/name> "Grijze Uil"@nl .`
	for st, err := range rdf.NewScanner(strings.NewReader(text), rdf.NTriples, nil).All() {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(st.S.Kind == rdf.Blank, st.P.Kind == rdf.IRI, st.O.Kind == rdf.Lang, string(st.O.Value), st.G.Kind == rdf.None)
	}
	// Output:
	// true true true Grijze Uil true
}
