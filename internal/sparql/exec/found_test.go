package exec_test

import (
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// found are disagreements of exec with naive that long runs of
// TestDifferential found, made small. The data are "s p o g, …" of names.
var found = []struct{ name, data, query string }{
	{
		"a column that a merge join drops is not bound in a union",
		"n2 p1 n0 g2, g1 p1 n0, g1 p1 n0 g2, n3 p1 n5, n5 p1 n4 g2",
		"SELECT * { :n3 ^(!^:p2) ?e . { SELECT DISTINCT ?a ?b { ?e :p1 ?a . ?e :p1 ?b } } UNION { ?e :p2 ?e } }",
	},
	{
		"a date is compared with a variable that nothing binds",
		"n3 p2 n1",
		`ASK { { SELECT * { } } FILTER("2020-01-01"^^xsd:date < ?c) }`,
	},
	{
		"a condition on a variable of EXISTS that VALUES may bind is tested",
		"n5 p0 n0, n1 p2 n2, n2 p1 n3",
		"SELECT * { ?c :p0 ?d FILTER NOT EXISTS { VALUES ?d { UNDEF } FILTER(?d + 1 != 1) } }",
	},
}

func TestFound(t *testing.T) {
	for _, c := range found {
		t.Run(c.name, func(t *testing.T) {
			st, err := store.Load(func(yield func([4]term.Term, error) bool) {
				for line := range strings.SplitSeq(c.data, ", ") {
					var q [4]term.Term
					for i, f := range strings.Fields(line) {
						q[i] = term.NewIRI(ns + f)
					}
					if !yield(q, nil) {
						return
					}
				}
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range []engine.Options{{}, {DefaultGraph: engine.Unlabelled}} {
				if diff := compare(c.query, source{st.Snapshot()}, o); diff != "" {
					t.Errorf("%s\n%s", c.query, diff)
				}
			}
		})
	}
}
