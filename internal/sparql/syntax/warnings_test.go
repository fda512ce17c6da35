package syntax

import (
	"fmt"
	"slices"
	"testing"
)

// What is in scope where is §18.2.1; that BIND sees what stands before it in
// its group, §18.2.1 and §10.1; that FILTER sees its whole group, §5.2.2; that
// the FILTER of an OPTIONAL sees what the OPTIONAL is joined to, §18.2.2.6; that
// EXISTS sees the solution it tests, §18.6, and MINUS does not, §8.3.3.
func TestWarnings(t *testing.T) {
	for _, c := range []struct {
		query string
		want  []string
	}{
		{`SELECT ?name { ?s <p> ?name }`, nil},
		{`SELECT ?nme { ?s <p> ?name }`, []string{`1:8 ?nme is a column, and nothing binds it: the column stays empty; did you mean ?name?`}},
		{`SELECT * { ?s <p> ?o }`, nil},
		{`SELECT ?x { VALUES ?x { 1 } }`, nil},
		{`SELECT ?x { } VALUES ?x { 1 }`, nil},
		{`SELECT (?a + 1 AS ?b) (?b * 2 AS ?c) { ?s <p> ?a }`, nil},
		{`SELECT (?q + 1 AS ?b) { ?s <p> ?a }`, []string{`1:9 ?q has no value in this expression: no pattern binds it`}},
		{`SELECT ?k (COUNT(?v) AS ?n) { ?k <p> ?v } GROUP BY ?k HAVING (?n > 1) ORDER BY DESC(?n) ?k`, nil},
		{`SELECT ?y { ?s <p> ?d } GROUP BY (YEAR(?d) AS ?y)`, nil},
		{`SELECT ?s { ?s <p> ?d } ORDER BY ?day`, []string{`1:34 ?day has no value in ORDER BY: no pattern binds it`}},
		{`CONSTRUCT { ?s <p> ?q } WHERE { ?s <p> ?o }`, []string{`1:20 ?q is in the template, and nothing binds it: the triple is never made`}},
		// A group sees itself alone.
		{`SELECT ?v { ?a <p> ?b { BIND (?b AS ?v) } UNION { ?v <q> ?w } }`, []string{`1:31 ?b has no value in this BIND: nothing before it in its group binds it`}},
		{`SELECT ?a { ?a <p> ?b { ?a <q> ?c FILTER (?c > ?b) } }`, []string{`1:48 ?b has no value in this FILTER: nothing in its group binds it`}},
		{`SELECT ?a { ?a <p> ?b MINUS { ?a <q> ?c FILTER (?c > ?b) } }`, []string{`1:54 ?b has no value in this FILTER: nothing in its group binds it`}},
		{`SELECT ?a { ?a <p> ?b { SELECT ?a { ?a <q> ?c FILTER (?c > ?b) } } }`, []string{`1:60 ?b has no value in this FILTER: nothing in its group binds it`}},
		{`SELECT ?a { GRAPH ?g { ?a <p> ?b FILTER (?g = ?b) } }`, []string{`1:42 ?g has no value in this FILTER: nothing in its group binds it`}},
		// But the condition of an OPTIONAL sees what it is joined to, itself only.
		{`SELECT ?a { ?a <p> ?b OPTIONAL { ?a <q> ?c FILTER (?c > ?b) } }`, nil},
		{`SELECT ?a { ?a <p> ?b OPTIONAL { ?a <q> ?c { ?a <r> ?d FILTER (?d > ?b) } } }`, []string{`1:69 ?b has no value in this FILTER: nothing in its group binds it`}},
		{`SELECT ?a { OPTIONAL { ?a <q> ?c FILTER (?c > ?b) } ?a <p> ?b }`, []string{`1:47 ?b has no value in this FILTER: nothing in its group binds it`}},
		// FILTER sees its whole group, BIND what stands before it.
		{`SELECT ?a { FILTER (?b > 1) ?a <p> ?b }`, nil},
		{`SELECT ?a ?c { BIND (?b AS ?c) ?a <p> ?b }`, []string{`1:22 ?b has no value in this BIND: nothing before it in its group binds it`}},
		// EXISTS sees the solution that it tests, at any depth.
		{`SELECT ?a { ?a <p> ?b FILTER NOT EXISTS { ?a <q> ?c { FILTER (?c > ?b) ?c <r> ?d } } }`, nil},
		{`SELECT ?a { ?a <p> ?b FILTER EXISTS { ?a <q> ?c FILTER (?c > ?z) } }`, []string{`1:62 ?z has no value in this FILTER: nothing in its group binds it`}},
		// BOUND asks just whether there is a value.
		{`SELECT ?a { ?a <p> ?b FILTER (!BOUND(?c)) }`, nil},
		{`PATHS START ?s = <a> END ?e = <b> VIA <p>`, nil},
	} {
		q, err := ParseQuery(c.query, &Options{Base: "http://example.org/"})
		if err != nil {
			t.Errorf("%s: %v", c.query, err)
			continue
		}
		var got []string
		for _, w := range q.Warnings() {
			got = append(got, fmt.Sprintf("%d:%d %s", w.Line, w.Col, w.Msg))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n\tgot  %q\n\twant %q", c.query, got, c.want)
		}
	}
}
