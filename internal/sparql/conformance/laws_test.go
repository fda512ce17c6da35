package conformance

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/exec"
	"github.com/ascribe-graph/ascribe/internal/sparql/expr"
	"github.com/ascribe-graph/ascribe/internal/sparql/naive"
	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

const ns = "http://example.org/"

// open loads quads written "s p o" or "s p o g", one a line: names in the
// namespace ex:, numbers as integers.
func open(t testing.TB, lines string) engine.Source {
	t.Helper()
	name := func(s string) term.Term {
		switch {
		case strings.HasPrefix(s, "_:"):
			return term.NewBlank(s[2:])
		case strings.Trim(s, "0123456789") == "":
			return term.NewTyped(s, term.XSDInteger)
		}
		return term.NewIRI(ns + s)
	}
	var seq iter.Seq2[[4]term.Term, error] = func(yield func([4]term.Term, error) bool) {
		for line := range strings.Lines(lines) {
			var q [4]term.Term
			fields := strings.Fields(line)
			for i, f := range fields {
				q[i] = name(f)
			}
			if len(fields) >= 3 && !yield(q, nil) {
				return
			}
		}
	}
	st, err := store.Load(seq)
	if err != nil {
		t.Fatal(err)
	}
	return source{st.Snapshot()}
}

func translate(t testing.TB, text string) *algebra.Query {
	t.Helper()
	tree, err := syntax.ParseQuery("PREFIX : <"+ns+"> PREFIX xsd: <"+term.XSD+">\n"+text, &syntax.Options{Base: ns})
	if err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	q, err := algebra.Translate(tree)
	if err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	return q
}

// answer returns the rows of a query as text, sorted unless it sorts itself;
// of CONSTRUCT and DESCRIBE the triples; of ASK one row. All engines must give
// the same.
func answer(t testing.TB, src engine.Source, text string, opts engine.Options) []string {
	t.Helper()
	q := translate(t, text)
	rows, err := evaluate(t.Context(), naive.Eval, src, q, opts)
	if err != nil {
		t.Fatalf("%s\n%v", text, err)
	}
	again, err := evaluate(t.Context(), exec.Eval, src, q, opts)
	if err != nil {
		t.Fatalf("%s\nexec: %v", text, err)
	}
	if !slices.Equal(again, rows) {
		t.Errorf("%s\nnaive %q\nexec  %q", text, rows, again)
	}
	return rows
}

func evaluate(ctx context.Context, eval engine.Engine, src engine.Source, q *algebra.Query, opts engine.Options) ([]string, error) {
	res, err := eval(ctx, q, src, opts)
	if err != nil {
		return nil, err
	}
	var out []string
	write := func(row []term.Term) {
		cells := make([]string, len(row))
		for i, x := range row {
			s := strings.ReplaceAll(strings.TrimSuffix(strings.TrimPrefix(x.String(), "<"+ns), ">"), "^^<"+term.XSDInteger, "")
			cells[i] = strings.Trim(s, `"`)
		}
		out = append(out, strings.Join(cells, " "))
	}
	switch {
	case res.Rows != nil:
		for row, err := range res.Rows {
			if err != nil {
				return out, err
			}
			write(row)
		}
	case res.Triples != nil:
		for x, err := range res.Triples {
			if err != nil {
				return out, err
			}
			write(x[:])
		}
	default:
		out = []string{fmt.Sprint(res.Bool)}
	}
	if !hasOrder(q.Op) {
		slices.Sort(out)
	}
	return out, nil
}

// TestLaws holds equivalences of the algebra on random small data.
func TestLaws(t *testing.T) {
	laws := []struct{ name, a, b string }{
		{"p1/p2 is a join", `SELECT ?x ?y { ?x :p/:q ?y }`, `SELECT ?x ?y { ?x :p ?m . ?m :q ?y }`},
		{"^p is p turned round", `SELECT ?x ?y { ?x ^:p ?y }`, `SELECT ?x ?y { ?y :p ?x }`},
		{"^(p/q) is ^q/^p", `SELECT ?x ?y { ?x ^(:p/:q) ?y }`, `SELECT ?x ?y { ?x ^:q/^:p ?y }`},
		{"p|q is a union", `SELECT ?x ?y { ?x :p|:q ?y }`, `SELECT ?x ?y { { ?x :p ?y } UNION { ?x :q ?y } }`},
		{"p+ is p/p*", `SELECT DISTINCT ?x ?y { ?x :p+ ?y }`, `SELECT DISTINCT ?x ?y { ?x :p/:p* ?y }`},
		{"p* is p+ or p?", `SELECT DISTINCT ?x ?y { ?x :p* ?y }`, `SELECT DISTINCT ?x ?y { { ?x :p+ ?y } UNION { ?x :p? ?y } }`},
		{"p{2} is p/p", `SELECT DISTINCT ?x ?y { ?x :p{2} ?y }`, `SELECT DISTINCT ?x ?y { ?x :p/:p ?y }`},
		{"p{1,3} unrolled", `SELECT ?x ?y { ?x :p{1,3} ?y }`, `SELECT DISTINCT ?x ?y { ?x :p|(:p/:p)|(:p/:p/:p) ?y }`},
		{"p{2,} is p/p+", `SELECT ?x ?y { ?x :p{2,} ?y }`, `SELECT DISTINCT ?x ?y { ?x :p/:p+ ?y }`},
		{"p{0,1} is p?", `SELECT ?x ?y { ?x :p{0,1} ?y }`, `SELECT ?x ?y { ?x :p? ?y }`},
		{"!(p) by filter", `SELECT ?x ?y { ?x !(:p) ?y }`, `SELECT ?x ?y { ?x ?e ?y FILTER(?e != :p) }`},
		{"!(p|^q) is two", `SELECT ?x ?y { ?x !(:p|^:q) ?y }`, `SELECT ?x ?y { { ?x !(:p) ?y } UNION { ?y !(:q) ?x } }`},
		{
			"bound ends, closure", `SELECT ?x ?y { VALUES (?x ?y) { (:n0 :n1) (:n1 :n1) (:n2 :none) (:none :none) } ?x :p* ?y }`,
			`SELECT ?x ?y { { SELECT ?x ?y { ?x :p* ?y } } VALUES (?x ?y) { (:n0 :n1) (:n1 :n1) (:n2 :none) (:none :none) } }`,
		},
		{"NOT EXISTS is MINUS where variables are shared", `SELECT * { ?x :p ?y FILTER NOT EXISTS { ?y :q ?z } }`, `SELECT * { ?x :p ?y MINUS { ?y :q ?z } }`},
		{"EXISTS is a semi-join", `SELECT * { ?x :p ?y FILTER EXISTS { ?y :q ?z } }`, `SELECT DISTINCT ?x ?y { ?x :p ?y . ?y :q ?z }`},
		{"OPTIONAL", `SELECT * { ?x :p ?y OPTIONAL { ?y :q ?z } }`, `SELECT * { { ?x :p ?y . ?y :q ?z } UNION { ?x :p ?y FILTER NOT EXISTS { ?y :q ?w } } }`},
		{"OPTIONAL of a group", `SELECT * { ?x :p ?y OPTIONAL { ?y :q ?z FILTER(?z != ?x) } }`, `SELECT * { { ?x :p ?y . ?y :q ?z FILTER(?z != ?x) } UNION { ?x :p ?y FILTER NOT EXISTS { ?y :q ?z FILTER(?z != ?x) } } }`},
		{"join commutes", `SELECT ?x ?y ?z { { ?x :p ?y OPTIONAL { ?y :q ?z } } { ?y :r ?z } }`, `SELECT ?x ?y ?z { { ?y :r ?z } { ?x :p ?y OPTIONAL { ?y :q ?z } } }`},
		{"sub-select is a join", `SELECT * { ?x :p ?y { SELECT ?y ?z { ?y :q ?z } } }`, `SELECT * { ?x :p ?y . ?y :q ?z }`},
		{"filters split", `SELECT * { ?x :p ?y . ?y :q ?z FILTER(?x != ?y && ?y != ?z) }`, `SELECT * { ?x :p ?y . ?y :q ?z FILTER(?x != ?y) FILTER(?y != ?z) }`},
		{"GRAPH ?g is a union of its graphs", `SELECT ?g ?x ?y { GRAPH ?g { ?x :p ?y } }`, `SELECT ?g ?x ?y { { GRAPH :g0 { ?x :p ?y } BIND(:g0 AS ?g) } UNION { GRAPH :g1 { ?x :p ?y } BIND(:g1 AS ?g) } }`},
		{"the default graph is a set", `SELECT ?x ?y { ?x :p ?y }`, `SELECT DISTINCT ?x ?y { { GRAPH ?g { ?x :p ?y } } UNION { GRAPH :unlabelled { ?x :p ?y } } }`},
		{"COUNT of groups", `SELECT ?x (COUNT(*) AS ?n) { ?x :p ?y } GROUP BY ?x`, `SELECT ?x (SUM(1) AS ?n) { ?x :p ?y } GROUP BY ?x`},
		{"DISTINCT is GROUP BY", `SELECT DISTINCT ?x ?y { ?x :p/:q ?y }`, `SELECT ?x ?y { ?x :p/:q ?y } GROUP BY ?x ?y`},
	}
	opts := engine.Options{UnlabelledName: ns + "unlabelled"}
	seed := uint64(time.Now().UnixNano())
	for round := range 60 {
		r := rand.New(rand.NewPCG(seed, uint64(round)))
		data := randomQuads(r)
		src := open(t, data)
		for _, l := range laws {
			a, b := answer(t, src, l.a, opts), answer(t, src, l.b, opts)
			if !slices.Equal(a, b) {
				t.Fatalf("%s (seed %d, round %d)\n%s\n%v\n%s\n%v\ndata:\n%s", l.name, seed, round, l.a, a, l.b, b, data)
			}
		}
	}
}

func randomQuads(r *rand.Rand) string {
	var b strings.Builder
	for range 3 + r.IntN(15) {
		fmt.Fprintf(&b, "n%d %s n%d", r.IntN(5), []string{"p", "q", "r"}[r.IntN(3)], r.IntN(5))
		if g := r.IntN(3); g < 2 {
			fmt.Fprintf(&b, " g%d", g)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// TestAnswers holds what the specification leaves to the dataset, and what
// goes beyond it.
func TestAnswers(t *testing.T) {
	const data = `
a p b g1
a p b g2
a p b
b p c g1
c p d
a q c g1
g1 by us
g2 by uk
x age 7
x knows _:e
_:e name 1
`
	src := open(t, data)
	union := engine.Options{UnlabelledName: ns + "unlabelled"}
	strict := engine.Options{DefaultGraph: engine.Unlabelled}
	for _, c := range []struct {
		query string
		opts  engine.Options
		want  string
	}{
		{`SELECT (COUNT(*) AS ?n) { :a :p ?o }`, union, "1"},
		{`SELECT ?o { ?s :p ?o }`, union, "b c d"},
		{`SELECT ?o { ?s :p ?o }`, strict, "b d"},
		{`SELECT ?g { GRAPH ?g { :a :p :b } }`, union, "g1 g2"},
		{`SELECT ?o { GRAPH :unlabelled { ?s :p ?o } }`, union, "b d"},
		{`SELECT ?o { GRAPH :unlabelled { ?s :p ?o } }`, strict, ""},
		{`SELECT ?o { VALUES ?g { :unlabelled } GRAPH ?g { ?s :p ?o } }`, union, ""},
		{`SELECT ?o FROM :g1 { ?s :p ?o }`, union, "b c"},
		{`SELECT ?o FROM :g1 FROM :g2 { :a :p ?o }`, union, "b"},
		{`SELECT ?o FROM :g2 FROM :unlabelled { ?s :p ?o }`, union, "b d"},
		{`SELECT ?g FROM NAMED :g2 { GRAPH ?g { ?s :p ?o } }`, union, "g2"},
		{`SELECT ?o FROM NAMED :g2 { ?s :p ?o }`, union, ""},
		{`SELECT ?who { GRAPH ?g { :a :p :b } ?g :by ?who }`, union, "uk us"},
		{`ASK { GRAPH :nowhere {} }`, union, "false"},
		{`ASK { GRAPH :g1 {} }`, union, "true"},
		{`SELECT ?y { :nowhere :p* ?y }`, union, "nowhere"},
		{`SELECT ?y { :a :p{2,3} ?y }`, union, "c d"},
		{`SELECT ?y { :a :p{0} ?y }`, union, "a"},
		{`SELECT ?y { :a :p{,1} ?y }`, union, "a b"},
		{`DESCRIBE :x`, union, "_:e name 1|x age 7|x knows _:e"},
		{`DESCRIBE ?x { ?x :by :us }`, union, "g1 by us"},
		{`CONSTRUCT { ?s :r ?o . ?o :r ?n . ?n ?n ?n } { ?s :age ?o }`, union, "x r 7"},
		{`CONSTRUCT { ?s :r :same } { ?s :p ?o }`, union, "a r same|b r same|c r same"},
		{`SELECT ?x { ?x :p :b SERVICE SILENT <http://nowhere/> { ?x :q ?y } }`, union, "a"},
		{`SELECT ?x { VALUES ?x { 1 2 } FILTER EXISTS { BIND(2 AS ?x) } }`, union, "2"},
		{`SELECT ?x { VALUES ?x { 1 2 } FILTER EXISTS { VALUES ?x { 2 3 } } }`, union, "2"},
		{`SELECT ?x { VALUES ?x { :a :b } FILTER EXISTS { SELECT ?z { ?x :q ?z } } }`, union, "a b"},
		{`SELECT ?x { VALUES ?x { :a :b } FILTER EXISTS { SELECT ?x { ?x :q ?z } } }`, union, "a"},
		{`SELECT ?x (COUNT(DISTINCT *) AS ?n) { ?x :p ?y } GROUP BY ?x ORDER BY DESC(?x)`, union, "c 1|b 1|a 1"},
		{`SELECT ?x { ?x :p ?y } ORDER BY ?x OFFSET 1 LIMIT 1`, union, "b"},
		{`SELECT ?x { ?x :p ?y } LIMIT 0`, union, ""},
	} {
		want := strings.Split(c.want, "|")
		if c.want == "" {
			want = nil
		} else if !strings.Contains(c.want, "|") && !strings.Contains(c.query, "DESCRIBE") && !strings.Contains(c.query, "CONSTRUCT") {
			want = strings.Fields(c.want)
		}
		if got := answer(t, src, c.query, c.opts); !slices.Equal(got, want) {
			t.Errorf("%s\n got %q\nwant %q", c.query, got, want)
		}
	}
}

// TestPaths holds the chains, as "path hop from p to forward".
func TestPaths(t *testing.T) {
	const data = `
a p b g1
a p b g2
a q b
a p c
b p d
c p d
d p a
e r d
`
	src := open(t, data)
	for _, c := range []struct{ query, want string }{
		{`PATHS START ?s = :a END ?e = :d VIA :p`, "1 1 a p b true|1 2 b p d true"},
		{`PATHS ALL SHORTEST START ?s = :a END ?e = :d VIA :p`, "1 1 a p b true|1 2 b p d true|2 1 a p c true|2 2 c p d true"},
		{`PATHS ALL SHORTEST START ?s = :a END ?e = :d`, "1 1 a p b true|1 2 b p d true|2 1 a q b true|2 2 b p d true|3 1 a p c true|3 2 c p d true"},
		{`PATHS ALL SHORTEST START ?s = :a END ?e = :d LIMIT 1`, "1 1 a p b true|1 2 b p d true"},
		{`PATHS START ?s = :a END ?e = :a VIA :p`, "1 1 a p b true|1 2 b p d true|1 3 d p a true"},
		{`PATHS START ?s = :d END ?e = :b VIA ^:p`, "1 1 d p b false"},
		{`PATHS START ?s = :d END ?e = :e VIA !(:p|^:p)`, "1 1 d r e false"},
		{`PATHS START ?s = :a END ?e = :e VIA :p`, ""},
		{`PATHS START ?s = :a END ?e = :e VIA :p|^:r`, "1 1 a p b true|1 2 b p d true|1 3 d r e false"},
		{`PATHS START ?s = :a END ?e = :d VIA :p MAX LENGTH 1`, ""},
		{`PATHS ACYCLIC START ?s = :a END ?e VIA :p MAX LENGTH 2`, "1 1 a p b true|2 1 a p c true|3 1 a p b true|3 2 b p d true|4 1 a p c true|4 2 c p d true"},
		{`PATHS START ?s { ?s :q ?any } END ?e { ?any :r ?e } VIA :p`, "1 1 a p b true|1 2 b p d true"},
		{`PATHS START ?s = :nowhere END ?e VIA :p`, ""},
	} {
		var want []string
		if c.want != "" {
			want = strings.Split(c.want, "|")
		}
		var got []string
		for _, row := range answer(t, src, c.query, engine.Options{}) {
			got = append(got, strings.ReplaceAll(strings.Join(strings.Fields(row)[:6], " "), `"^^<`+term.XSDBoolean, ""))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s\n got %q\nwant %q", c.query, got, want)
		}
	}
}

// TestLimits: a query that would run for ever stops, and says which limit.
func TestLimits(t *testing.T) {
	var b strings.Builder
	for i := range 200 {
		for j := range 10 {
			fmt.Fprintf(&b, "n%d p n%d\n", i, (i*7+j*13)%200)
		}
	}
	src := open(t, b.String())
	for name, query := range map[string]string{
		"cross product": `SELECT * { ?a :p ?b . ?c :p ?d . ?e :p ?f . ?g :p ?h }`,
		"sorted":        `SELECT * { ?a :p ?b . ?c :p ?d . ?e :p ?f } ORDER BY ?a`,
		"filter":        `SELECT * { ?a :p ?b . ?c :p ?d . ?e :p ?f FILTER(?a = 1) }`,
		"hash join":     `SELECT * { { SELECT * { ?a :p ?b } } { SELECT * { ?c :p ?d } } { SELECT * { ?e :p ?f } } FILTER(?a = 1) }`,
		"exists":        `SELECT * { ?a :p ?b FILTER EXISTS { ?c :p ?d . ?e :p ?f . ?g :p ?h FILTER(?a = 1) } }`,
		"paths":         `PATHS ACYCLIC START ?s = :n0 END ?e = :n199 VIA :p MAX LENGTH 150`,
		"path pattern":  `SELECT * { ?a (:p/:p/:p/:p/:p/:p/:p/:p) ?b FILTER(?a = 1) }`,
		"counting":      `SELECT (COUNT(*) AS ?n) { ?a :p ?b . ?c :p ?d . ?e :p ?f . ?g :p ?h }`,
		"construct":     `CONSTRUCT { ?a :x ?h } { ?a :p ?b . ?c :p ?d . ?e :p ?f . ?g :p ?h }`,
		"ask":           `ASK { ?a :p ?b . ?c :p ?d . ?e :p ?f . ?g :p ?h FILTER(?a = 1) }`,
	} {
		q := translate(t, query)
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
		began := time.Now()
		_, err := evaluate(ctx, naive.Eval, src, q, engine.Options{})
		took := time.Since(began)
		cancel()
		limit, ok := errors.AsType[*engine.LimitError](err)
		if !ok || limit.Limit != "time" || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: got %v, want the time limit", name, err)
		}
		if took > 500*time.Millisecond {
			t.Errorf("%s: stopped after %v", name, took)
		}
		_, err = evaluate(t.Context(), naive.Eval, src, q, engine.Options{MaxSolutions: 1000})
		if limit, ok := errors.AsType[*engine.LimitError](err); !ok || limit.Limit != "solutions" || limit.Max != 1000 {
			t.Errorf("%s: got %v, want the limit of solutions", name, err)
		}
	}
	rows, err := evaluate(t.Context(), naive.Eval, src, translate(t, `SELECT * { ?a :p ?b }`), engine.Options{MaxRows: 5})
	if limit, ok := errors.AsType[*engine.LimitError](err); !ok || limit.Limit != "rows" || len(rows) != 5 {
		t.Errorf("got %d rows and %v, want 5 and the limit of rows", len(rows), err)
	}
	rows, err = evaluate(t.Context(), naive.Eval, src, translate(t, `CONSTRUCT WHERE { ?a :p ?b }`), engine.Options{MaxRows: 5})
	if limit, ok := errors.AsType[*engine.LimitError](err); !ok || limit.Limit != "rows" || len(rows) != 5 {
		t.Errorf("got %d triples and %v, want 5 and the limit of rows", len(rows), err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := evaluate(ctx, naive.Eval, src, translate(t, `SELECT * { ?a :p ?b . ?b :p ?c }`), engine.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the cancellation", err)
	}
}

// TestRefused: what is not supported is an error before the first row.
func TestRefused(t *testing.T) {
	src := open(t, "a p b\n")
	for query, want := range map[string]string{
		`SELECT * { SERVICE <http://x/> { ?s ?p ?o } }`:                   "SERVICE is not supported",
		`SELECT * { ?s ?p ?o FILTER(<http://x/f>(?o)) }`:                  "function <http://x/f> is not supported",
		`SELECT * { ?s ?p ?o FILTER REGEX(STR(?o), "(a)\\1") }`:           "back reference",
		`SELECT * { FILTER EXISTS { SERVICE <http://x/> { ?a ?b ?c } } }`: "SERVICE is not supported",

		// Also where it would never be evaluated, and in the middle of an expression.
		`SELECT * { ?s :nothing ?o OPTIONAL { SERVICE <http://x/> { ?s ?p ?o } } }`:                  "SERVICE is not supported",
		`SELECT * { { ?s ?p ?o } UNION { SERVICE ?s { ?a ?b ?c } } }`:                                "SERVICE is not supported",
		`SELECT * { ?s ?p ?o MINUS { SELECT ?s { SERVICE <http://x/> { ?s ?b ?c } } LIMIT 1 } }`:     "SERVICE is not supported",
		`SELECT (SUM(IF(NOT EXISTS { SERVICE <http://x/> { ?a ?b ?c } }, 1, 0)) AS ?n) { ?s ?p ?o }`: "SERVICE is not supported",
		`SELECT * { ?s ?p ?o } ORDER BY EXISTS { SERVICE <http://x/> { ?a ?b ?c } }`:                 "SERVICE is not supported",
		`SELECT * { SERVICE SILENT <http://x/> { ?a ?b ?c } SERVICE <http://y/> { ?a ?b ?c } }`:      "SERVICE is not supported",
	} {
		for name, eval := range engines {
			_, err := eval(t.Context(), translate(t, query), src, engine.Options{})
			if _, ok := errors.AsType[*expr.UnsupportedError](err); !ok || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %s: got %v, want %q", name, query, err, want)
			}
		}
	}
}
