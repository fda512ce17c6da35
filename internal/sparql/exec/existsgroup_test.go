package exec_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/internal/sparql/exec"
	"github.com/ascribe-graph/ascribe/internal/sparql/random"
)

// TestExistsOfGroups: an EXISTS of a sub-select that groups, which may be found
// once for all rows, gives what it gives for each.
func TestExistsOfGroups(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	n := 10_000
	if testing.Short() {
		n /= 10
	}
	defer exec.Vary(nil)
	for i := range n {
		r := rand.New(rand.NewPCG(seed, uint64(i)))
		src, err := load(r, random.Quads(r))
		if err != nil {
			t.Fatal(err)
		}
		text := existsOfGroups(r)
		if i%2 == 1 {
			exec.Vary(func(cost float64) float64 { return cost * math.Pow(10, 16*r.Float64()*float64(r.IntN(2))) })
		}
		if diff := compare(text, src, options(r)); diff != "" {
			t.Fatalf("case %d\n%s\n%s", i, text, diff)
		}
		exec.Vary(nil)
	}
}

func existsOfGroups(r *rand.Rand) string {
	pick := func(s ...string) string { return s[r.IntN(len(s))] }
	p := func() string { return fmt.Sprintf(":p%d", r.IntN(4)) }
	outer := pick(
		"{ SELECT ?a ?b (COUNT(*) AS ?n) { ?x "+p()+" ?a ; "+p()+" ?b } GROUP BY ?a ?b }",
		"?a "+p()+" ?b . ?b "+p()+" ?n .",
		"?x "+p()+" ?a OPTIONAL { ?a "+p()+" ?b } BIND(2 AS ?n)",
		"?a "+p()+" ?b . BIND(COALESCE(?b + 0, 1) AS ?n)",
	)
	pattern := pick(
		"?y "+p()+" ?a ; "+p()+" ?c",
		"?a "+p()+"|"+p()+" ?c",
		"?a "+p()+"* ?c",
		"?y "+p()+" ?a . VALUES ?c { :n1 2 UNDEF }",
		"?y "+p()+" ?a OPTIONAL { ?a "+p()+" ?c }",
		"?a "+p()+" ?c FILTER(?c != :n2)",
		"?a "+p()+" ?c FILTER(?b != ?c)",
		"?a "+p()+" ?x . ?x "+p()+" ?c",
	)
	keys := pick("?a", "?a ?c", "?c", "?a ?b", "(STR(?a) AS ?k)")
	columns := keys
	if keys == "(STR(?a) AS ?k)" {
		columns = "?k"
	}
	aggregate := pick("COUNT(*)", "COUNT(DISTINCT ?c)", "MAX(?c)", "SUM(?c)", "COUNT(DISTINCT *)", "MIN(?a)")
	inner := "{ SELECT " + columns + " (" + aggregate + " AS " + pick("?m", "?m", "?m", "?b") + ") { " + pattern + " } GROUP BY " + keys +
		pick("", " HAVING(COUNT(*) > 1)", " HAVING(MAX(?a) != :n1)") + " }"
	filter := pick("", "FILTER(?m > ?n)", "FILTER(?m >= ?n && ?a != :n3)", "FILTER(?m = 1)", "?a "+p()+" ?z")
	return "SELECT * { " + outer + " FILTER " + pick("", "NOT ") + "EXISTS { " + inner + " " + filter + " } }"
}
