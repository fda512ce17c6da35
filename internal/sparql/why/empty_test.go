package why_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/exec"
	"github.com/ascribe-graph/ascribe/internal/sparql/naive"
	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
	"github.com/ascribe-graph/ascribe/internal/sparql/why"
	"github.com/ascribe-graph/ascribe/internal/store"
)

// TestEmpty: the part that is named, as one line, and what stands nowhere.
func TestEmpty(t *testing.T) {
	src := read(`
a p b g1
b p c g1
c q d g2
d r e
g1 by us
g2 by uk
`).source(t)
	for _, c := range []struct{ query, want string }{
		{`SELECT * { ?x :p ?y }`, ``},
		{`SELECT * { ?x :p ?y OPTIONAL { ?y :z ?z } }`, ``},
		{`ASK { ?x :p ?y }`, ``},
		// One pattern alone.
		{`SELECT * { ?x :p ?y . ?y :z ?z . ?z :q ?w }`, `{ ?y :z ?z } | absent p :z`},
		{`SELECT * { ?x :p ?y . ?y :q :nobody }`, `{ ?y :q :nobody } | absent o :nobody`},
		{`SELECT * { ?x :p ?y . :e :q ?y }`, `{ :e :q ?y } | absent s :e`},
		{`SELECT * { ?x :p+ ?y . :e :p+ ?y }`, `{ :e :p+ ?y }`},
		// Two that each have solutions.
		{`SELECT * { ?v :by ?w . ?x :p ?y . ?y :r ?z }`, `{ ?x :p ?y . ?y :r ?z }`},
		// Three of which each two have solutions.
		{`SELECT * { ?x :p ?y . ?y :p ?z . ?z :r ?w . ?u :by ?v }`, `{ ?y :p ?z . ?z :r ?w }`},
		{`SELECT * { ?u :by ?v . ?x :p ?y . ?y :p|:q ?z . ?z :p|:q ?a . ?a :by ?b }`, `{ ?z :p|:q ?a . ?a :by ?b }`},
		{`SELECT * { ?x ?e1 ?y . ?y ?e2 ?z . ?z ?e3 ?x . ?g :by ?w }`, `{ ?x ?e1 ?y . ?y ?e2 ?z . ?z ?e3 ?x }`},
		// Graphs.
		{`SELECT * { GRAPH ?g { ?x :p ?y . ?y :p ?z } ?g :by :uk }`, `{ GRAPH ?g { ?x :p ?y } ?g :by :uk }`},
		{`SELECT * { GRAPH ?g { ?x :p ?y . ?x :q ?z } }`, `{ GRAPH ?g { ?x :p ?y . ?x :q ?z } }`},
		{`SELECT * { GRAPH :g9 { ?x :p ?y } }`, `{ GRAPH :g9 { ?x :p ?y } } | absent g :g9`},
		{`SELECT * { GRAPH ?g { ?x :p ?y FILTER(?x = ?y) } ?g :by ?who }`, `{ GRAPH ?g { ?x :p ?y FILTER (?x = ?y) } }`},
		// Filters keep the patterns that they are about, and no others.
		{`SELECT * { ?x :p ?y . ?y :p ?z FILTER(?x = :z) }`, `{ ?x :p ?y FILTER (?x = :z) }`},
		{`SELECT * { ?x :p ?y FILTER NOT EXISTS { ?x :p ?z } }`, `{ ?x :p ?y FILTER NOT EXISTS { ?x :p ?z } }`},
		{`SELECT * { ?x :p ?y . ?g :by ?w MINUS { ?x :p ?y } }`, `{ ?x :p ?y MINUS { ?x :p ?y } }`},
		{`SELECT * { ?x :p ?y FILTER(1 = 2) }`, `{ FILTER (1 = 2) }`},
		{`SELECT * { ?x :p ?y BIND(STR(?x) AS ?n) FILTER(?n = "x:none") }`, `{ ?x :p ?y BIND (STR(?x) AS ?n) FILTER (?n = "x:none") }`},
		{`SELECT * { ?x :p ?y OPTIONAL { ?y :z ?z } FILTER(BOUND(?z)) }`, `{ ?x :p ?y OPTIONAL { ?y :z ?z } FILTER BOUND(?z) }`},
		// Into groups, unions and sub-selects.
		{`SELECT * { ?x :p ?y { ?a :z ?b OPTIONAL { ?a :p ?c } } }`, `{ ?a :z ?b } | absent p :z`},
		{`SELECT * { ?x :p ?y { ?a :z ?b . ?b :p ?c } UNION { ?a :y ?b } }`, `{ { ?a :z ?b } UNION { ?a :y ?b } } | absent p :z | absent p :y`},
		{`SELECT * { ?x :p ?y { SELECT ?x { ?x :q ?z . ?z :p ?w } LIMIT 5 } }`, `{ ?x :q ?z . ?z :p ?w }`},
		{`SELECT * { ?x :p ?y VALUES ?x { :q :r } }`, `{ ?x :p ?y VALUES ( ?x ) { ( :q ) ( :r ) } }`},
		{`SELECT * { ?x :p ?y } VALUES ?x { :q }`, `{ ?x :p ?y VALUES ( ?x ) { ( :q ) } }`},
		{`CONSTRUCT { ?x :q ?y } WHERE { ?x :p ?y . ?y :z ?x }`, `{ ?y :z ?x } | absent p :z`},
		// What is done to the solutions.
		{`SELECT ?x { ?x :p ?y } GROUP BY ?x HAVING(COUNT(*) > 1)`, `HAVING`},
		{`SELECT ?x { ?x :p ?y } LIMIT 0`, `LIMIT`},
		{`SELECT ?x { ?x :p ?y } OFFSET 7`, `OFFSET`},
		{`SELECT (COUNT(*) AS ?n) { ?x :z ?y }`, ``},
		{`SELECT ?x (COUNT(*) AS ?n) { ?x :z ?y } GROUP BY ?x`, `{ ?x :z ?y } | absent p :z`},
		// FROM.
		{`SELECT * FROM :g2 { ?x :p ?y . ?x ?e ?z }`, `{ ?x :p ?y }`},
		// Chains.
		{`PATHS START ?s = :a END ?e = :d VIA :p|:q`, ``},
		{`PATHS START ?s = :d END ?e = :a VIA :p|:q`, `START ?s = :d END ?e VIA :p|:q MAX LENGTH 1`},
		{`PATHS START ?s = :a END ?e = :g1 VIA :p|:q`, `START ?s END ?e = :g1 VIA :p|:q MAX LENGTH 1`},
		{`PATHS START ?s = :a END ?e = :g1`, `START ?s END ?e = :g1 MAX LENGTH 1`},
		{`PATHS START ?s = :a END ?e = :d VIA :p|:q MAX LENGTH 2`, `START ?s = :a END ?e = :d VIA :p|:q MAX LENGTH 2`},
		{`PATHS START ?s = :zz END ?e = :d VIA :p|:q`, `START ?s = :zz END ?e VIA :p|:q MAX LENGTH 1 | absent s :zz`},
		{`PATHS START ?s { ?s :p ?o . ?o :z ?s } END ?e = :d`, `{ ?o :z ?s } | absent p :z`},
	} {
		for _, run := range []engine.Engine{exec.Eval, naive.Eval} {
			tree, err := syntax.ParseQuery(c.query, &syntax.Options{Prefixes: map[string]string{"": "x:"}})
			if err != nil {
				t.Fatal(err)
			}
			found, err := why.Empty(t.Context(), run, tree, src, engine.Options{})
			if err != nil {
				t.Errorf("%s: %v", c.query, err)
				continue
			}
			if got := describe(found); got != c.want {
				t.Errorf("%s\n got %s\nwant %s", c.query, got, c.want)
			}
		}
	}
}

func describe(found *why.Emptiness) string {
	if found == nil {
		return ""
	}
	if !found.Least {
		return "stopped"
	}
	if found.Part == nil {
		return found.Clause
	}
	var out strings.Builder
	out.WriteString(found.Pattern())
	for _, a := range found.Absent {
		place := [...]string{store.S: "s", store.P: "p", store.O: "o", store.G: "g"}[a.Place]
		fmt.Fprintf(&out, " | absent %s %s", place, strings.NewReplacer("<x:", ":", ">", "").Replace(a.Term.String()))
	}
	return out.String()
}

// TestEmptyStops: what costs too much is not looked at for ever.
func TestEmptyStops(t *testing.T) {
	src := read("a p b\nb p c\n").source(t)
	tree, err := syntax.ParseQuery(`SELECT * { ?x :p ?y . ?y :z ?z }`, &syntax.Options{Prefixes: map[string]string{"": "x:"}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if found, err := why.Empty(ctx, exec.Eval, tree, src, engine.Options{}); err == nil || found != nil {
		t.Errorf("got %v and %v, want the cancellation", found, err)
	}
	// A cancellation on the way leaves a part that is empty, if not the least.
	ctx, cancel = context.WithCancel(t.Context())
	defer cancel()
	found, err := why.Empty(ctx, stopAfter(1, cancel), tree, src, engine.Options{})
	if err != nil || found == nil || found.Least || found.Pattern() != "{ ?x :p ?y . ?y :z ?z }" {
		t.Errorf("got %+v and %v, want the whole pattern, marked", found, err)
	}
}

// stopAfter is exec that calls cancel after n evaluations.
func stopAfter(n int, cancel func()) engine.Engine {
	return func(ctx context.Context, q *algebra.Query, src engine.Source, opts engine.Options) (*engine.Result, error) {
		res, err := exec.Eval(ctx, q, src, opts)
		if n--; n == 0 {
			cancel()
		}
		return res, err
	}
}
