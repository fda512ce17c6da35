package exec_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/exec"
	"github.com/ascribe-graph/ascribe/internal/sparql/naive"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// attributions is a small graph of the kind that the product holds: states,
// groups, incidents, and claims that name a target and a state.
var attributions = sync.OnceValues(func() (engine.Source, error) {
	r := rand.New(rand.NewPCG(42, 1))
	skew := func(n int) int { return int(float64(n) * r.Float64() * r.Float64()) }
	iri := func(kind string, i int) term.Term { return term.NewIRI(fmt.Sprintf("%s%s/%d", ns, kind, i)) }
	p := func(name string) term.Term { return term.NewIRI(ns + name) }
	b := store.NewBuilder(nil)
	var err error
	add := func(s, p, o, g term.Term) {
		if err == nil {
			err = b.AddTerms([4]term.Term{s, p, o, g})
		}
	}
	const states, groups, incidents, claims = 60, 200, 4000, 4000
	for i := range groups {
		for range 1 + r.IntN(3) {
			add(iri("group", i), p("linkedTo"), iri("group", skew(groups)), iri("doc", r.IntN(500)))
			add(iri("group", i), p("sponsoredBy"), iri("state", skew(states)), iri("doc", r.IntN(500)))
		}
	}
	for i := range incidents {
		doc := iri("doc", r.IntN(500))
		add(iri("incident", i), p("label"), term.NewString(fmt.Sprintf("Incident %d: %s through %s", i, words[r.IntN(len(words))], words[r.IntN(len(words))])), doc)
		add(iri("incident", i), p("victim"), iri("state", skew(states)), doc)
		add(iri("incident", i), p("date"), term.NewTyped(fmt.Sprintf("20%02d-%02d-%02d", 10+r.IntN(15), 1+r.IntN(12), 1+r.IntN(28)), term.XSDDate), doc)
	}
	for i := range claims {
		doc := iri("doc", r.IntN(500))
		add(iri("claim", i), p("claimant"), iri("state", skew(states)), doc)
		add(iri("claim", i), p("incident"), iri("incident", r.IntN(incidents)), doc)
		add(iri("claim", i), p("target"), iri("group", skew(groups)), doc)
		add(iri("claim", i), p("targetState"), iri("state", skew(states)), doc)
		if r.IntN(3) == 0 {
			add(iri("act", i), p("by"), iri("state", skew(states)), doc)
			add(iri("act", i), p("against"), iri("state", skew(states)/2), doc)
		}
	}
	return source{b.Build()}, err
})

var words = []string{"phishing", "Supply chain", "stolen credentials", "wiper", "Ransomware", "zero-day", "insider"}

// questions are asked in the benchmarks, and their plans are pinned.
var questions = []struct{ name, text, plan string }{
	{"point", `SELECT ?p ?o WHERE { <claim/7> ?p ?o }`, `
scan SPOG …7 ?p ?o
`},
	{"star", `SELECT ?i ?d WHERE { ?a :target <group/1> ; :incident ?i . ?i :date ?d }`, ``},
	{"never", `SELECT DISTINCT ?s WHERE { ?a :targetState ?s FILTER NOT EXISTS { ?r :against ?s } }`, `
for each row not exists ?s
├ skip scan POSG _ …targetState ?s
└ any of look up POSG _ …against ?s
  └ row of outer ?s _row.1
`},
	{"text", `SELECT ?i WHERE { ?i :label ?l FILTER(CONTAINS(LCASE(?l), "supply chain")) }`, `
keep ?i
└ filter CONTAINS(LCASE(?l), "supply chain")
  └ scan POSG ?i …label ?l
`},
	{"expression", `SELECT ?i WHERE { ?i :label ?l FILTER(REGEX(?l, "ransom.*day$", "i")) }`, ``},
	{"years", `SELECT ?y (COUNT(*) AS ?n) WHERE { ?i :date ?d } GROUP BY (YEAR(?d) AS ?y)`, ``},
	// A label that the row knows is looked up by itself, not by all that has the
	// predicate, and much less by all there is.
	{"label", `SELECT ?s ?o WHERE { GRAPH ?g { <incident/7> :label ?l } GRAPH ?g { ?s ?p ?o } }`, `
look up GSPO ?s _ ?o in ?g
└ scan SPOG …7 …label _ in ?g
`},
	{"label and predicate", `SELECT ?s ?o WHERE { GRAPH ?g { <incident/7> :label ?l } GRAPH ?g { ?s :victim ?o } }`, `
look up GSPO ?s …victim ?o in ?g
└ scan SPOG …7 …label _ in ?g
`},
	{"latest", `SELECT ?i ?d WHERE { ?i :date ?d } ORDER BY DESC(?d) ?i LIMIT 10`, ``},
	// Who reads the beginning waits for no table.
	{"first", `SELECT ?a ?t WHERE { ?a :incident ?i ; :target ?t . ?i :victim ?v } LIMIT 10`, `
slice offset 0 limit 10
└ look up PSOG ?a …target ?t
  └ merge join on ?i
    ├ scan PSOG ?i …victim _
    └ scan POSG ?a …incident ?i
`},
	{"all", `SELECT ?a ?t WHERE { ?a :incident ?i ; :target ?t . ?i :victim ?v }`, `
hash join on ?a
├ merge join on ?i
│ ├ scan PSOG ?i …victim _
│ └ scan POSG ?a …incident ?i
└ scan POSG ?a …target ?t
`},
	{"first and last", `SELECT ?v (MIN(?d) AS ?from) (MAX(?d) AS ?to) WHERE { ?i :victim ?v ; :date ?d } GROUP BY ?v`, ``},
	{"sunk", `SELECT ?i ?c WHERE { ?i :victim <state/1> OPTIONAL { ?a :incident ?i ; :claimant ?c } ?i :date ?d FILTER(?d < "2011-01-01"^^xsd:date && BOUND(?c)) }`, `
filter BOUND(?c)
└ for each row optionally
  ├ keep ?i
  │ └ filter ?d < "2011-01-01"^^…date
  │   └ walk along PSOG ?i …date ?d
  │     └ scan POSG ?i …victim …1
  └ look up PSOG ?a …claimant ?c
    └ look up POSG ?a …incident ?i
      └ row of outer ?i _row.1
`},
	{"by all", `SELECT DISTINCT ?i WHERE { ?a :incident ?i FILTER NOT EXISTS { ?x :by <state/1> ; :against ?t FILTER NOT EXISTS { ?b :incident ?i ; :targetState ?t } } }`, ``},
	{"either", `SELECT ?i WHERE { ?i :victim ?v FILTER(EXISTS { ?a :incident ?i } || NOT EXISTS { ?i :label ?l }) }`, `
keep ?i
└ filter _found.1 || !_found.3
  └ hash mark join on ?i as _found.3
    ├ hash mark join on ?i as _found.1
    │ ├ scan PSOG ?i …victim _
    │ └ skip scan POSG _ …incident ?i
    └ skip scan PSOG ?i …label _
`},
	{"none of", `SELECT ?i WHERE { ?i :victim ?v FILTER NOT EXISTS { { ?a :incident ?i } UNION { ?i :label ?l } } }`, `
hash anti join on ?i
├ hash anti join on ?i
│ ├ scan PSOG ?i …victim _
│ └ skip scan POSG _ …incident ?i
└ skip scan PSOG ?i …label _
`},
	{"none of, joined", `SELECT ?i WHERE { ?i :victim ?v FILTER NOT EXISTS { ?a :incident ?i { ?a :claimant ?c BIND(1 AS ?how) } UNION { ?a :target ?c BIND(2 AS ?how) } } }`, `
hash anti join on ?i
├ hash anti join on ?i
│ ├ scan PSOG ?i …victim _
│ └ merge join on ?a
│   ├ skip scan PSOG ?a …claimant _
│   └ scan PSOG ?a …incident ?i
└ merge join on ?a
  ├ skip scan PSOG ?a …target _
  └ scan PSOG ?a …incident ?i
`},
	{"newest", `SELECT ?v ?i WHERE { ?i :victim ?v ; :date ?d FILTER NOT EXISTS { ?j :victim ?v ; :date ?e FILTER(?e > ?d) } }`, `
keep ?i ?v
└ hash anti join on ?v if ?e > ?d
  ├ merge join on ?i
  │ ├ scan PSOG ?i …date ?d
  │ └ scan PSOG ?i …victim ?v
  └ distinct ?e ?v
    └ merge join on ?j
      ├ scan PSOG ?j …date ?e
      └ scan PSOG ?j …victim ?v
`},
	{"most by group", `SELECT ?s ?g WHERE { { SELECT ?s ?g (COUNT(*) AS ?n) { ?a :targetState ?s ; :target ?g } GROUP BY ?s ?g } FILTER NOT EXISTS { { SELECT ?s ?h (COUNT(*) AS ?m) { ?b :targetState ?s ; :target ?h } GROUP BY ?s ?h } FILTER(?m > ?n) } }`, `
keep ?s ?g
└ hash anti join on ?s if ?m > ?n
  ├ number ?n
  │ └ keep ?s ?g ?n
  │   └ bind ?n = COUNT(*)
  │     └ group ?s ?g COUNT(*)
  │       └ merge join on ?a
  │         ├ scan PSOG ?a …target ?g
  │         └ scan PSOG ?a …targetState ?s
  └ distinct ?s ?m
    └ keep ?s ?m
      └ bind ?m = COUNT(*)
        └ group ?s ?h COUNT(*)
          └ merge join on ?b
            ├ scan PSOG ?b …target ?h
            └ scan PSOG ?b …targetState ?s
`},
	{"ends by group", `SELECT ?a (COUNT(DISTINCT ?b) AS ?n) WHERE { ?a :linkedTo+ ?b } GROUP BY ?a`, `
keep ?a ?n
└ bind ?n = COUNT(DISTINCT ?b)
  └ group ?a COUNT(?b)
    └ path ?a …linkedTo+ ?b
      └ unit
`},
	{"mutual", `SELECT DISTINCT ?x ?y WHERE { ?a :claimant ?x ; :targetState ?y . ?b :claimant ?y ; :targetState ?x }`, ``},
	{"square", `SELECT DISTINCT ?x ?y WHERE { ?a :claimant ?x ; :incident/:victim ?y . ?b :claimant ?y ; :incident/:victim ?x FILTER(?x != ?y) }`, `
merge join on ?x and ?y
├ distinct ?x ?y
│ └ filter ?x != ?y
│   └ hash join on _path2
│     ├ scan POSG _path2 …victim ?x
│     └ merge join on ?b
│       ├ scan PSOG ?b …incident _path2
│       └ scan PSOG ?b …claimant ?y
└ distinct ?x ?y
  └ filter ?x != ?y
    └ hash join on ?a
      ├ scan POSG ?a …claimant ?x
      └ merge join on _path1
        ├ scan PSOG _path1 …victim ?y
        └ scan POSG ?a …incident _path1
`},
	{"pairs", `SELECT ?c ?t (COUNT(?a) AS ?n) WHERE { ?a :claimant ?c ; :targetState ?t } GROUP BY ?c ?t ORDER BY DESC(?n) ?c ?t LIMIT 20`, ``},
	{"window", `SELECT ?v (COUNT(*) AS ?n) WHERE { ?i :victim ?v ; :date ?d FILTER(?d >= "2020-01-01"^^xsd:date && ?d < "2021-01-01"^^xsd:date) } GROUP BY ?v`, ``},
	{"reach", `SELECT DISTINCT ?s WHERE { <group/17> :linkedTo*/:sponsoredBy ?s }`, ``},
	{"closure", `SELECT (COUNT(*) AS ?n) WHERE { ?a :linkedTo+ ?b }`, ``},
	{"count", `SELECT ?p (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?p`, `
keep ?p ?n
└ bind ?n = COUNT(*)
  └ count index ranges _ ?p _ in any graph by ?p
`},
	{"shortest", `PATHS START ?s = <group/17> END ?e = <group/90> VIA :linkedTo`, ``},
}

func Benchmark(b *testing.B) {
	src, err := attributions()
	if err != nil {
		b.Fatal(err)
	}
	for _, q := range questions {
		b.Run(q.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := drain(context.Background(), b, q.text, src, engine.Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestPlans pins the shape of some plans, without the estimates.
func TestPlans(t *testing.T) {
	src, err := attributions()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range questions {
		if c.plan == "" {
			continue
		}
		q, err := translate(c.text)
		if err != nil {
			t.Fatal(err)
		}
		tree, err := exec.Explain(t.Context(), q, src, engine.Options{}, false)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for line := range strings.Lines("\n" + tree.String()) {
			line, _, _ = strings.Cut(strings.TrimRight(line, "\n"), "  ~")
			b.WriteString(line + "\n")
		}
		if got := b.String(); got != c.plan {
			t.Errorf("%s: got %swant %s", c.text, got, c.plan)
		}
	}
}

// TestExplainRun compares what a run measures with the rows of the answer.
func TestExplainRun(t *testing.T) {
	src, err := attributions()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range questions {
		q, err := translate(c.text)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := answer(exec.Eval, q, src, engine.Options{})
		if err != nil {
			t.Fatal(err)
		}
		tree, err := exec.Explain(t.Context(), q, src, engine.Options{}, true)
		if err != nil {
			t.Fatal(err)
		}
		if tree.Actual == nil || tree.Actual.Rows != len(rows) {
			t.Errorf("%s: measured %v, the answer has %d rows", c.text, tree.Actual, len(rows))
		}
	}
}

// TestManyRows compares answers of thousands of rows, which are read and shown
// many at once, with those of naive.
func TestManyRows(t *testing.T) {
	src, err := attributions()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		`SELECT ?i ?d WHERE { ?i :date ?d }`,
		`SELECT ?l ?i WHERE { ?i :label ?l }`,
		`SELECT ?s ?o WHERE { ?s :linkedTo ?o }`,
		`SELECT ?d (COUNT(*) AS ?n) WHERE { ?i :date ?d } GROUP BY ?d`,
		`SELECT ?l WHERE { ?i :label ?l FILTER(REGEX(?l, "WIPER$", "i") || STRSTARTS(?l, "Incident 11")) }`,
		`SELECT ?i ?d WHERE { ?i :date ?d FILTER(?d >= "2014-06-01"^^xsd:date && ?d < "2016-01-01"^^xsd:date) }`,
		`SELECT ?i ?d WHERE { ?i :date ?d } ORDER BY DESC(?d) ?i`,
		`SELECT (MIN(?d) AS ?x) (MAX(?d) AS ?y) (MIN(?l) AS ?z) (MAX(?i) AS ?w) WHERE { ?i :date ?d ; :label ?l }`,
		`SELECT DISTINCT ?p WHERE { ?s ?p ?o }`,
		`SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s ?p ?o }`,
		`SELECT ?i WHERE { ?i :date ?d OPTIONAL { ?a :incident ?i } FILTER(!BOUND(?a)) }`,
	} {
		q, err := translate(text)
		if err != nil {
			t.Fatal(err)
		}
		want, err := answer(naive.Eval, q, src, engine.Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := answer(exec.Eval, q, src, engine.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(text, "ORDER BY") {
			slices.Sort(got)
			slices.Sort(want)
		}
		if len(got) == 0 || !slices.Equal(got, want) {
			t.Errorf("%s: %d rows, want %d", text, len(got), len(want))
		}
	}
}
