package why_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/exec"
	"github.com/ascribe-graph/ascribe/internal/sparql/naive"
	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
	"github.com/ascribe-graph/ascribe/internal/sparql/why"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

type source struct{ *store.Snapshot }

func (s source) Scan(p store.Pattern, o store.Order) engine.Cursor { return s.Snapshot.Scan(p, o) }

type quads [][4]term.Term

func (q quads) source(t testing.TB) engine.Source {
	t.Helper()
	st, err := store.Load(func(yield func([4]term.Term, error) bool) {
		for _, x := range q {
			if !yield(x, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return source{st.Snapshot()}
}

// read reads one quad a line: "s p o" or "s p o g".
func read(text string) quads {
	var out quads
	for line := range strings.Lines(text) {
		var q [4]term.Term
		for i, f := range strings.Fields(line) {
			q[i] = term.NewIRI("x:" + f)
		}
		if !q[2].IsZero() {
			out = append(out, q)
		}
	}
	return out
}

func parse(t testing.TB, text string) *algebra.Query {
	t.Helper()
	tree, err := syntax.ParseQuery(text, &syntax.Options{Prefixes: map[string]string{"": "x:"}})
	if err != nil {
		t.Fatal(err)
	}
	q, err := algebra.Translate(tree)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func rows(t testing.TB, q *algebra.Query, src engine.Source) [][]term.Term {
	t.Helper()
	res, err := naive.Eval(t.Context(), q, src, engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var out [][]term.Term
	for row, err := range res.Rows {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, row)
	}
	return out
}

func explain(t testing.TB, q *algebra.Query, row []term.Term, src engine.Source) (*why.Evidence, []string) {
	t.Helper()
	e, err := why.Explain(t.Context(), naive.Eval, q, row, src, engine.Options{}, 0)
	if err != nil {
		t.Fatal(err)
	}
	fast, err := why.Explain(t.Context(), exec.Eval, q, row, src, engine.Options{}, 0)
	if err != nil || !slices.Equal(fast.Quads, e.Quads) || len(fast.Absent) != len(e.Absent) {
		t.Fatalf("row %v: %d quads by one engine, %d by the other, %v", row, len(e.Quads), len(fast.Quads), err)
	}
	var out []string
	for _, x := range e.Quads {
		var s strings.Builder
		for _, id := range x {
			if id != store.Unlabelled {
				s.WriteString(" " + strings.TrimPrefix(src.Term(id).Value, "x:"))
			}
		}
		out = append(out, s.String()[1:])
	}
	slices.Sort(out)
	return e, out
}

const data = `
	a p b g1
	a p b g2
	b p c g1
	c q d
	a q e g2
	e p e
	x r a g3
`

func TestEvidence(t *testing.T) {
	for _, test := range []struct {
		query string
		want  string // evidence of the first row, quads separated by ";"
	}{
		{"SELECT ?x { ?x :q :d }", "c q d"},
		{"SELECT ?x { :a :p ?x . ?x :p :c }", "a p b g1;a p b g2;b p c g1"},
		{"SELECT ?g { GRAPH ?g { :a :p ?x } } ORDER BY ?g", "a p b g1"},
		{"SELECT ?x { :a :p ?x OPTIONAL { ?x :p ?y } }", "a p b g1;a p b g2;b p c g1"},
		{"SELECT ?x { :c :q ?x OPTIONAL { ?x :p ?y } }", "c q d"},
		{"SELECT ?x { { ?x :q :d } UNION { ?x :p :c } } ORDER BY ?x", "b p c g1"},
		{"SELECT ?x { ?x :q ?y MINUS { ?x :p ?z } }", "c q d"},
		{"SELECT ?x { ?x :q ?y FILTER NOT EXISTS { ?x :p ?z } }", "c q d"},
		{"SELECT ?x { ?x :q ?y FILTER EXISTS { ?x :p ?z } }", "a p b g1;a p b g2;a q e g2"},
		{"SELECT ?x { ?x :q ?y FILTER (?x = :z || EXISTS { GRAPH :g1 { ?x :p ?z } }) }", "a p b g1;a q e g2"},
		{"SELECT ?x { :a :p+ ?x FILTER (?x = :c) }", "a p b g1;a p b g2;b p c g1"},
		{"SELECT ?x { :a :p/:p/:q ?x }", "a p b g1;a p b g2;b p c g1;c q d"},
		{"SELECT ?x { ?x ^:r/:p{1,2} :c FILTER (?x = :a) }", ""},
		{"SELECT ?x { :x :r/:p{2} ?x }", "a p b g1;a p b g2;b p c g1;x r a g3"},
		{"SELECT ?x { :b !:q ?x }", "b p c g1"},
		{"SELECT ?x { :b ^!(:q|:r) ?x }", "a p b g1;a p b g2"}, // that is ?x !(:q|:r) :b
		{"SELECT ?x { :b !(^:q) ?x }", "a p b g1;a p b g2"},
		{"SELECT (COUNT(*) AS ?n) { ?x :q ?y }", "a q e g2;c q d"},
		{"SELECT ?x (COUNT(?y) AS ?n) { ?x :p ?y } GROUP BY ?x HAVING (COUNT(?y) > 0) ORDER BY ?x", "a p b g1;a p b g2"},
		{"SELECT ?x { ?x :r ?y { SELECT ?y { ?y :p ?x } } }", "a p b g1;a p b g2;x r a g3"},
		{"SELECT ?x { { SELECT ?x { ?x :p ?y } ORDER BY ?x LIMIT 1 } }", "a p b g1;a p b g2"},
		{"SELECT ?y { ?x :q ?e BIND (?e AS ?y) } ORDER BY ?y", "c q d"},
		{"SELECT ?x { VALUES ?x { :c } ?x :q [] }", "c q d"},
		{"SELECT ?p ?from { PATHS START ?s = :a END ?t = :c VIA :p } ORDER BY ?from", "a p b g1;a p b g2"},
		{"SELECT ?to { PATHS START ?s = :c END ?t = :b VIA ^:p }", "b p c g1"},
		{"ASK { :c :q ?x }", "c q d"},
		{"SELECT DISTINCT ?p { ?x ?p ?y } ORDER BY ?p LIMIT 1", "a p b g1;a p b g2;b p c g1;e p e"},
	} {
		t.Run(test.query, func(t *testing.T) {
			src := read(data).source(t)
			q := parse(t, test.query)
			var row []term.Term
			if q.Form == algebra.Select {
				all := rows(t, q, src)
				if len(all) == 0 {
					if test.want != "" {
						t.Fatal("no rows")
					}
					return
				}
				row = all[0]
			}
			e, got := explain(t, q, row, src)
			if s := strings.Join(got, ";"); s != test.want {
				t.Errorf("row %v:\ngot  %s\nwant %s", row, s, test.want)
			}
			negative := strings.Contains(test.query, "MINUS") || strings.Contains(test.query, "NOT EXISTS")
			if negative != (len(e.Absent) > 0) {
				t.Errorf("%d patterns that found nothing", len(e.Absent))
			}
		})
	}
}

func TestWhatWasLookedForHasTheQuerysNames(t *testing.T) {
	src := read("a p b\nb q c").source(t)
	for _, test := range []struct{ query, want, value string }{
		{"SELECT ?x { ?x :p ?y FILTER NOT EXISTS { ?y :r ?z } }", "(bgp (triple ?y <x:r> ?z))", "y"},
		{"SELECT ?x { { SELECT ?x { ?x :p ?y FILTER NOT EXISTS { ?y :r ?z } } } }", "(bgp (triple ?y <x:r> ?z))", "y"},
		{"SELECT ?x { { SELECT ?x { ?x :p ?y MINUS { ?y :r ?z } } } }", "(bgp (triple ?y <x:r> ?z))", "y"},
		{"SELECT (COUNT(?x) AS ?n) { { SELECT ?x { ?x :p ?y FILTER NOT EXISTS { { SELECT ?y { ?y :r ?x } } } } } }", "(project (?y) (bgp (triple ?y <x:r> ?x)))", "y"},
	} {
		q := parse(t, test.query)
		e, _ := explain(t, q, rows(t, q, src)[0], src)
		if len(e.Absent) != 1 {
			t.Errorf("%s: %d patterns that found nothing", test.query, len(e.Absent))
			continue
		}
		if got := algebra.String(e.Absent[0].Pattern); got != test.want {
			t.Errorf("%s: looked for %s, want %s", test.query, got, test.want)
		}
		if got := e.Absent[0].Values[test.value]; got != term.NewIRI("x:b") {
			t.Errorf("%s: ?%s is %v", test.query, test.value, got)
		}
	}
}

func TestARowThatIsNotThereHasNoEvidence(t *testing.T) {
	src := read(data).source(t)
	for _, text := range []string{"SELECT ?x { ?x :p :c }", "SELECT ?x { ?y :p ?z OPTIONAL { ?z :none ?x } }"} {
		_, got := explain(t, parse(t, text), []term.Term{term.NewIRI("x:nobody")}, src)
		if len(got) > 0 {
			t.Errorf("%s: a row that is not in the answer rests on %q", text, got)
		}
	}
}

func TestTheCapIsSaid(t *testing.T) {
	var q quads
	for i := range 50 {
		q = append(q, [4]term.Term{term.NewIRI(fmt.Sprint("x:s", i)), term.NewIRI("x:p"), term.NewIRI("x:o")})
	}
	e, err := why.Explain(t.Context(), naive.Eval, parse(t, "SELECT (COUNT(*) AS ?n) { ?s :p ?o }"),
		[]term.Term{term.NewTyped("50", term.XSDInteger)}, q.source(t), engine.Options{}, 10)
	if err != nil || len(e.Quads) != 10 || !e.Truncated {
		t.Errorf("%d quads, truncated %v, %v; want 10 and that there are more", len(e.Quads), e.Truncated, err)
	}
}

// The law of evidence: it is part of the graph, and a graph without it does
// not give the row; a graph of nothing else still does. Positive queries
// without walks of no edges.
func TestEvidenceIsNeededAndEnough(t *testing.T) {
	queries := []string{
		"SELECT ?x ?y { ?x :p ?z . ?z :q ?y }",
		"SELECT ?x { ?x :p ?y . ?x :q ?z . ?y :p ?w }",
		"SELECT ?g ?x { GRAPH ?g { ?x :p ?y . ?y :q ?z } }",
		"SELECT ?x ?y { ?x :p+ ?y }",
		"SELECT ?x ?y { ?x (:p|^:q)/:p ?y }",
		"SELECT ?x ?y { ?x :p{1,3} ?y }",
		"SELECT ?x { { ?x :p ?y } UNION { ?y :q ?x } }",
		"SELECT DISTINCT ?y { ?x :p ?y FILTER EXISTS { ?y :q ?z } }",
		"SELECT ?x { ?x :p ?y { SELECT DISTINCT ?y { ?y :q ?x } } }",
		"SELECT ?from ?to { PATHS ALL SHORTEST START ?s { ?s :q ?a } END ?t { ?t :p ?b } VIA :p|^:q }",
		"SELECT ?x { ?x !(:p) ?y . ?y :p ?z }",
	}
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 2))
	t.Logf("seed %d", seed)
	checked := 0
	for round := range 60 {
		var q quads
		for range 4 + rng.IntN(14) {
			n := func(k int) string { return string(rune('a' + rng.IntN(k))) }
			x := [4]term.Term{term.NewIRI("x:" + n(5)), term.NewIRI("x:" + string("pqp"[rng.IntN(3)])), term.NewIRI("x:" + n(5))}
			if rng.IntN(3) > 0 {
				x[3] = term.NewIRI("x:g" + n(2))
			}
			if !slices.Contains(q, x) {
				q = append(q, x)
			}
		}
		src := q.source(t)
		for _, text := range queries {
			query := parse(t, text)
			all := rows(t, query, src)
			for _, row := range all[:min(len(all), 4)] {
				e, _ := explain(t, query, row, src)
				if len(e.Quads) == 0 || len(e.Absent) > 0 {
					t.Fatalf("seed %d, round %d: %s: row %v rests on %d quads", seed, round, text, row, len(e.Quads))
				}
				var rest, only quads
				for _, x := range q {
					var ids store.Quad
					for i, tm := range x {
						ids[i] = store.Unlabelled
						if !tm.IsZero() {
							ids[i], _ = src.Lookup(tm)
						}
					}
					if slices.Contains(e.Quads, ids) {
						only = append(only, x)
					} else {
						rest = append(rest, x)
					}
				}
				if len(only) != len(e.Quads) {
					t.Fatalf("seed %d, round %d: %s: evidence that is not in the graph", seed, round, text)
				}
				has := func(q quads) bool {
					return slices.ContainsFunc(rows(t, query, q.source(t)), func(r []term.Term) bool { return slices.Equal(r, row) })
				}
				if !strings.Contains(text, "+") && !strings.Contains(text, "{1,3}") && !strings.Contains(text, "PATHS") && has(rest) {
					t.Fatalf("seed %d, round %d: %s: row %v stands without its evidence %v", seed, round, text, row, only)
				}
				if !strings.Contains(text, "PATHS") && !has(only) {
					t.Fatalf("seed %d, round %d: %s: row %v does not follow from its evidence %v", seed, round, text, row, only)
				}
				checked++
			}
		}
	}
	if checked < 500 {
		t.Errorf("only %d rows checked", checked)
	}
}
