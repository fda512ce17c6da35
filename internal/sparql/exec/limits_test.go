package exec_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/exec"
	"github.com/ascribe-graph/ascribe/internal/sparql/expr"
	"github.com/ascribe-graph/ascribe/internal/sparql/random"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// dense is a graph in which each of n nodes leads to k others.
func dense(t testing.TB, n, k int) engine.Source {
	t.Helper()
	r := rand.New(rand.NewPCG(1, 1))
	var quads [][4]term.Term
	p := term.NewIRI(ns + "p0")
	for i := range n {
		for range k {
			quads = append(quads, [4]term.Term{node(i), p, node(r.IntN(n)), term.NewIRI(ns + "g1")})
		}
	}
	src, err := load(rand.New(rand.NewPCG(0, 3)), quads)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// endless are queries that would run for very long over dense.
var endless = map[string]string{
	"product":   `SELECT (COUNT(*) AS ?n) WHERE { ?a :p0 ?b . ?c :p0 ?d . ?e :p0 ?f . ?g :p0 ?h }`,
	"chain":     `SELECT (COUNT(*) AS ?n) WHERE { ?a :p0 ?b . ?b :p0 ?c . ?c :p0 ?d . ?d :p0 ?e . ?e :p0 ?f . ?f :p0 ?g . ?g :p0 ?h }`,
	"filter":    `SELECT * WHERE { ?a :p0 ?b . ?c :p0 ?d . ?e :p0 ?f FILTER(CONCAT(STR(?a), STR(?c), STR(?e)) = "") }`,
	"sequence":  `SELECT (COUNT(*) AS ?n) WHERE { ?a (:p0/:p0/:p0/:p0/:p0/:p0) ?b }`,
	"acyclic":   `PATHS ACYCLIC START ?s = :n0 END ?e = :n1 VIA :p0 MAX LENGTH 20`,
	"exists":    `SELECT * WHERE { ?a :p0 ?b . ?c :p0 ?d . ?e :p0 ?f FILTER NOT EXISTS { { ?a :p0 ?x . ?c :p0 ?y } UNION { ?e :p0 ?z } } }`,
	"optional":  `SELECT (COUNT(*) AS ?n) WHERE { ?a :p0 ?b . ?c :p0 ?d OPTIONAL { ?e :p0 ?f FILTER(?f != ?a && ?e != ?c) } }`,
	"group":     `SELECT ?a ?d (COUNT(*) AS ?n) WHERE { ?a :p0 ?b . ?c :p0 ?d . ?e :p0 ?f } GROUP BY ?a ?d`,
	"union":     `SELECT (COUNT(*) AS ?n) WHERE { { ?a :p0 ?b . ?c :p0 ?d . ?e :p0 ?f } UNION { ?a :p0 ?b . ?c :p0 ?d . ?e :p0 ?f } }`,
	"construct": `CONSTRUCT { ?a :q ?f } WHERE { ?a :p0 ?b . ?c :p0 ?d . ?e :p0 ?f }`,
}

// drain runs a query to its end and returns its error.
func drain(ctx context.Context, t testing.TB, text string, src engine.Source, opts engine.Options) error {
	t.Helper()
	q, err := translate(text)
	if err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	res, err := exec.Eval(ctx, q, src, opts)
	if err != nil {
		return err
	}
	if res.Rows != nil {
		for _, err := range res.Rows {
			if err != nil {
				return err
			}
		}
	}
	if res.Triples != nil {
		for _, err := range res.Triples {
			if err != nil {
				return err
			}
		}
	}
	return nil
}

func TestDeadline(t *testing.T) {
	src := dense(t, 400, 12)
	for name, text := range endless {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
			defer cancel()
			start := time.Now()
			err := drain(ctx, t, text, src, engine.Options{MaxSolutions: 1 << 40})
			limit, ok := errors.AsType[*engine.LimitError](err)
			if !ok || limit.Limit != "time" || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("got %v, want a LimitError of time", err)
			}
			t.Logf("stopped %v after the deadline", time.Since(start)-30*time.Millisecond)
		})
	}
}

func TestCancel(t *testing.T) {
	src := dense(t, 400, 12)
	for name, text := range endless {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			timer := time.AfterFunc(10*time.Millisecond, cancel)
			defer timer.Stop()
			if err := drain(ctx, t, text, src, engine.Options{MaxSolutions: 1 << 40}); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v, want context.Canceled", err)
			}
		})
	}
}

func TestMaxSolutions(t *testing.T) {
	src := dense(t, 400, 12)
	for name, text := range endless {
		t.Run(name, func(t *testing.T) {
			err := drain(t.Context(), t, text, src, engine.Options{MaxSolutions: 10_000})
			limit, ok := errors.AsType[*engine.LimitError](err)
			if !ok || limit.Limit != "solutions" || limit.Max != 10_000 {
				t.Errorf("got %v, want a LimitError of 10000 solutions", err)
			}
		})
	}
}

func TestMaxRows(t *testing.T) {
	src := dense(t, 50, 2)
	q, err := translate(`SELECT ?a ?b WHERE { ?a :p0 ?b }`)
	if err != nil {
		t.Fatal(err)
	}
	res, err := exec.Eval(t.Context(), q, src, engine.Options{MaxRows: 7})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for row, e := range res.Rows {
		if e != nil {
			err = e
			break
		}
		if len(row) != 2 {
			t.Fatalf("row %v", row)
		}
		n++
	}
	limit, ok := errors.AsType[*engine.LimitError](err)
	if n != 7 || !ok || limit.Limit != "rows" || limit.Max != 7 {
		t.Errorf("%d rows and %v, want 7 and a LimitError of rows", n, err)
	}
}

// TestEarlyStop takes one row of a query that has very many.
func TestEarlyStop(t *testing.T) {
	src := dense(t, 400, 12)
	for _, text := range []string{
		`SELECT * WHERE { ?a :p0 ?b . ?c :p0 ?d . ?e :p0 ?f } LIMIT 1`,
		`ASK { ?a :p0 ?b . ?c :p0 ?d . ?e :p0 ?f }`,
	} {
		if err := drain(t.Context(), t, text, src, engine.Options{MaxSolutions: 100_000}); err != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestRefused(t *testing.T) {
	for _, text := range []string{
		`SELECT * WHERE { SERVICE <http://example.org/sparql> { ?s ?p ?o } }`,
		`SELECT (<http://example.org/f>(?s) AS ?x) WHERE { ?s ?p ?o }`,
	} {
		q, err := translate(text)
		if err != nil {
			t.Fatal(err)
		}
		_, err = exec.Eval(t.Context(), q, dense(t, 2, 1), engine.Options{})
		if _, ok := errors.AsType[*expr.UnsupportedError](err); !ok {
			t.Errorf("%s: got %v, want an UnsupportedError", text, err)
		}
	}
}

// FuzzDifferential compares exec with naive on the random graph and query of
// a seed.
func FuzzDifferential(f *testing.F) {
	for i := range uint64(20) {
		f.Add(i, i*7)
	}
	f.Fuzz(func(t *testing.T, graph, query uint64) {
		r := rand.New(rand.NewPCG(graph, 1))
		src, err := load(r, random.Quads(r))
		if err != nil {
			t.Fatal(err)
		}
		w := rand.New(rand.NewPCG(query, 2))
		text := random.Query(w)
		if diff := compare(text, src, options(w)); diff != "" {
			t.Errorf("%s\n%s", text, diff)
		}
	})
}

// Example shows what a plan looks like.
func Example() {
	q, err := translate(`SELECT DISTINCT ?a WHERE { ?a :p0 ?b . ?b :p0 :n1 }`)
	if err != nil {
		fmt.Println(err)
		return
	}
	src, err := load(rand.New(rand.NewPCG(0, 3)), [][4]term.Term{
		{node(0), term.NewIRI(ns + "p0"), node(1)},
		{node(2), term.NewIRI(ns + "p0"), node(0)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	tree, err := exec.Explain(context.Background(), q, src, engine.Options{}, false)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(tree)
	// Output:
	// distinct ?a  ~1 rows
	// └ walk along POSG ?a …p0 ?b  ~1 rows
	//   └ scan POSG ?b …p0 …n1  ~1 rows
}

// With AllOrNone a query gives all of its rows, or none and the error.
func TestAllOrNone(t *testing.T) {
	src := dense(t, 60, 40)
	const text = `SELECT ?a ?b WHERE { ?a :p0 ?b }`
	q, err := translate(text)
	if err != nil {
		t.Fatal(err)
	}
	all, err := answer(exec.Eval, q, src, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for most, want := range map[int]int{len(all): len(all), len(all) + 1: len(all), len(all) - 1: 0, 1: 0} {
		got, err := answer(exec.Eval, q, src, engine.Options{MaxRows: most, AllOrNone: true})
		if _, limited := errors.AsType[*engine.LimitError](err); limited != (want == 0) {
			t.Errorf("at most %d: got error %v", most, err)
		}
		if len(got) != want || want > 0 && !slices.Equal(got, all) {
			t.Errorf("at most %d: got %d rows, want %d", most, len(got), want)
		}
	}
}
