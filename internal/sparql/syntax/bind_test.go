package syntax_test

import (
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
	"github.com/ascribe-graph/ascribe/internal/term"
)

func TestBind(t *testing.T) {
	params := map[string]term.Term{
		"x": term.NewIRI("urn:x"), "n": term.NewTyped("7", term.XSDInteger),
		"blank": term.NewBlank("b"), "none": {},
	}
	for _, c := range []struct{ in, want string }{
		{`SELECT ?x ?o { ?x ?p ?o }`, `SELECT (<urn:x> AS ?x) ?o WHERE { <urn:x> ?p ?o }`},
		{`SELECT ?x ?x { ?x ?p ?o }`, `SELECT (<urn:x> AS ?x) WHERE { <urn:x> ?p ?o }`},
		{`SELECT * { ?x ?p ?o }`, `SELECT (<urn:x> AS ?x) ?p ?o WHERE { <urn:x> ?p ?o }`},
		{
			`SELECT ?s { ?s ?p ?n FILTER(BOUND(?n) && ?n > 3) OPTIONAL { ?s ?x ?z MINUS { ?s ?q ?x } } } ORDER BY ?n`,
			`SELECT ?s { ?s ?p 7 FILTER(true && 7 > 3) OPTIONAL { ?s <urn:x> ?z MINUS { ?s ?q <urn:x> } } } ORDER BY (7)`,
		},
		{
			`SELECT ?s { ?s ?p ?o { SELECT ?o { ?o ?p ?x } } { SELECT ?x { ?o ?p ?x } } }`,
			`SELECT ?s { ?s ?p ?o { SELECT ?o { ?o ?p ?x } } { SELECT (<urn:x> AS ?x) { ?o ?p <urn:x> } } }`,
		},
		{
			`SELECT ?x (COUNT(?n) AS ?c) { ?x ?p ?n } GROUP BY ?x HAVING(?x != 1)`,
			`SELECT ?x (COUNT(7) AS ?c) { <urn:x> ?p 7 } GROUP BY (<urn:x> AS ?x) HAVING(<urn:x> != 1)`,
		},
		{`SELECT ?x { VALUES ?x { 1 } ?x ?p ?n }`, `SELECT ?x { VALUES ?x { 1 } ?x ?p 7 }`},
		{`SELECT ?x { BIND(?n AS ?x) }`, `SELECT ?x { BIND(7 AS ?x) }`},
		{
			`ASK { GRAPH ?x { ?blank ?p ?none } FILTER NOT EXISTS { ?x ?p ?n } }`,
			`ASK { GRAPH <urn:x> { ?blank ?p ?none } FILTER NOT EXISTS { <urn:x> ?p 7 } }`,
		},
		{`DESCRIBE ?x ?n { ?x ?p ?n }`, `DESCRIBE <urn:x> ?n { <urn:x> ?p 7 }`},
		{`CONSTRUCT { ?x ?p ?n } { ?x ?p ?o } `, `CONSTRUCT { <urn:x> ?p 7 } { <urn:x> ?p ?o }`},
		{`PATHS START ?x END ?e { ?e ?q ?n }`, `PATHS START ?x = <urn:x> END ?e { ?e ?q 7 }`},
	} {
		q, err := syntax.ParseQuery(c.in, nil)
		if err != nil {
			t.Fatal(err)
		}
		before := q.String()
		want, err := syntax.ParseQuery(c.want, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := q.Bind(params).String(); got != want.String() {
			t.Errorf("%s\n got %s\nwant %s", c.in, got, want)
		}
		if q.String() != before {
			t.Errorf("Bind changed its receiver: %s", c.in)
		}
	}
}

func TestBindNothing(t *testing.T) {
	q, err := syntax.ParseQuery("SELECT * { ?s ?p ?o }", nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := q.Bind(map[string]term.Term{"z": term.NewString("")}).String(); !strings.Contains(got, "SELECT ?s ?p ?o") {
		t.Errorf("got %s", got)
	}
	if q.Bind(nil) != q {
		t.Error("Bind(nil) copied")
	}
}
