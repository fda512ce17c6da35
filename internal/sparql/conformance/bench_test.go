package conformance

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
)

// BenchmarkQueries runs queries of common shapes over 50,000 random quads.
func BenchmarkQueries(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	var data strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&data, "n%d type c%d\nn%d age %d\n", i, i%20, i, r.IntN(90))
		for range 3 {
			fmt.Fprintf(&data, "n%d knows n%d g%d\n", i, r.IntN(10_000), r.IntN(100))
		}
	}
	src := open(b, data.String())
	for _, q := range []struct{ name, text string }{
		{"star", `SELECT * { ?x :type :c3 ; :age 7 ; :knows ?y . ?y :age ?a }`},
		{"optional", `SELECT * { ?x :type :c3 OPTIONAL { ?x :knows ?y . ?y :type :c4 } }`},
		{"minus", `SELECT * { ?x :type :c3 MINUS { ?x :knows ?y . ?y :type :c4 } }`},
		{"notexists", `SELECT * { ?x :type :c3 FILTER NOT EXISTS { ?x :knows ?y . ?y :type :c4 } }`},
		{"group", `SELECT ?c (AVG(?a) AS ?avg) { ?x :type ?c ; :age ?a } GROUP BY ?c ORDER BY DESC(?avg)`},
		{"plus", `SELECT * { :n1 :knows+ ?y }`},
		{"plusjoin", `SELECT * { ?x :knows+ ?y . ?x :type :c3 ; :age 7 . ?y :age 8 } LIMIT 1000`},
		{"graph", `SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?x :knows ?y } } GROUP BY ?g`},
		{"shortest", `PATHS START ?s = :n1 END ?e = :n2 VIA :knows|^:knows`},
		{"regex", `SELECT * { ?x :type ?c FILTER REGEX(STR(?x), "n12.4$") }`},
	} {
		b.Run(q.name, func(b *testing.B) {
			n := 0
			for b.Loop() {
				n = len(answer(b, src, q.text, engine.Options{}))
			}
			b.ReportMetric(float64(n), "rows")
		})
	}
}
