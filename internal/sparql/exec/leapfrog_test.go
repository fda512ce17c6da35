package exec_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/exec"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// friends is a graph of n nodes with m edges :p0 and as many :p1, of which a
// few nodes have very many: skew is how strongly.
func friends(tb testing.TB, n, m int, skew float64) engine.Source {
	tb.Helper()
	r := rand.New(rand.NewPCG(8, 15))
	some := func() term.Term {
		x := r.Float64()
		for range int(skew) {
			x *= r.Float64()
		}
		return term.NewIRI(fmt.Sprintf("%sn%d", ns, int(x*float64(n))))
	}
	b := store.NewBuilder(nil)
	for i := range 2 * m {
		p := term.NewIRI(fmt.Sprintf("%sp%d", ns, i%2))
		g := term.Term{}
		if i%5 == 0 {
			g = term.NewIRI(fmt.Sprintf("%sg%d", ns, 1+r.IntN(3)))
		}
		if err := b.AddTerms([4]term.Term{some(), p, some(), g}); err != nil {
			tb.Fatal(err)
		}
	}
	return source{b.Build()}
}

// cycles are patterns that no order of joins by pairs takes apart.
var cycles = []struct{ name, text string }{
	{"triangle", `SELECT (COUNT(*) AS ?n) { ?a :p0 ?b . ?b :p0 ?c . ?c :p0 ?a }`},
	{"fan", `SELECT (COUNT(*) AS ?n) { ?a :p0 ?b , ?c . ?b :p0 ?c }`},
	{"two predicates", `SELECT ?a ?b ?c { ?a :p0 ?b . ?b :p1 ?c . ?a :p1 ?c }`},
	{"square", `SELECT (COUNT(*) AS ?n) { ?a :p0 ?b . ?b :p0 ?c . ?c :p0 ?d . ?d :p0 ?a }`},
	{"clique", `SELECT (COUNT(*) AS ?n) { ?a :p0 ?b , ?c , ?d . ?b :p0 ?c , ?d . ?c :p0 ?d }`},
	{"corners", `SELECT DISTINCT ?a { ?a :p0 ?b . ?b :p0 ?c . ?c :p0 ?a }`},
	{"tail", `SELECT (COUNT(*) AS ?n) { ?a :p0 ?b . ?b :p0 ?c . ?c :p0 ?a . ?a :p1 ?d }`},
	{"one corner", `SELECT ?b ?c { :n77 :p0 ?b . ?b :p0 ?c . ?c :p0 :n77 }`},
	{"graph", `SELECT ?g ?a { GRAPH ?g { ?a :p0 ?b . ?b :p0 ?c . ?c :p0 ?a } }`},
	{"is there", `ASK { ?a :p0 ?b . ?b :p0 ?c . ?c :p1 ?a . FILTER(?a != ?b) }`},
}

// TestLeapfrog compares the plans with leapfrog joins, which must occur, over
// inputs that are held and over such that are not, with those without.
func TestLeapfrog(t *testing.T) {
	defer exec.Leapfrog(0)
	used := 0
	for _, size := range [][2]int{{30, 200}, {300, 4000}} {
		src := friends(t, size[0], size[1], 1)
		for _, c := range cycles {
			q, err := translate(c.text)
			if err != nil {
				t.Fatal(err)
			}
			exec.Leapfrog(-1)
			want, err := answer(exec.Eval, q, src, engine.Options{})
			if err != nil {
				t.Fatal(err)
			}
			slices.Sort(want)
			for how, op := range map[int]string{1: "leapfrog join", 2: "seek in"} {
				exec.Leapfrog(how)
				tree, err := exec.Explain(t.Context(), q, src, engine.Options{}, false)
				if err != nil {
					t.Fatal(err)
				}
				if strings.Contains(tree.String(), op) {
					used++
				}
				got, err := answer(exec.Eval, q, src, engine.Options{})
				if err != nil {
					t.Fatal(err)
				}
				slices.Sort(got)
				if !slices.Equal(got, want) {
					t.Errorf("%s: %d rows, want %d", c.name, len(got), len(want))
				}
			}
		}
	}
	if used < 2*2*len(cycles)-8 {
		t.Errorf("only %d of the plans have a leapfrog join", used)
	}
}

// TestLeapfrogSeek holds that a leapfrog join that seeks holds nothing and
// reads little for its first row.
func TestLeapfrogSeek(t *testing.T) {
	defer exec.Leapfrog(0)
	const text = `SELECT * { ?a :p0 ?b . ?b :p0 ?c . ?c :p0 ?a }`
	src := friends(t, 300, 4000, 0)
	for how, want := range map[int]bool{1: true, 2: false} {
		exec.Leapfrog(how)
		err := drain(t.Context(), t, text, src, engine.Options{MaxMemory: 10_000})
		if _, limited := errors.AsType[*engine.LimitError](err); limited != want || !want && err != nil {
			t.Errorf("how %d: %v", how, err)
		}
	}
	exec.Leapfrog(2)
	reads := &slow{Source: src}
	if err := drain(t.Context(), t, text+" LIMIT 1", reads, engine.Options{}); err != nil {
		t.Fatal(err)
	}
	if reads.reads > 1000 {
		t.Errorf("read %d times for the first row", reads.reads)
	}
}

// BenchmarkCycles measures the chosen plans beside those of joins by pairs.
func BenchmarkCycles(b *testing.B) {
	defer exec.Leapfrog(0)
	for _, g := range []struct {
		name string
		n, m int
		skew float64
	}{{"sparse", 1000, 2300, 0}, {"even", 2000, 40_000, 0}, {"skewed", 20_000, 40_000, 1}} {
		src := friends(b, g.n, g.m, g.skew)
		for _, c := range cycles {
			for how, kind := range []string{"chosen", "held", "sought", "pairs"} {
				b.Run(g.name+"/"+c.name+"/"+kind, func(b *testing.B) {
					exec.Leapfrog([]int{0, 1, 2, -1}[how])
					for b.Loop() {
						if err := drain(context.Background(), b, c.text, src, engine.Options{}); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		}
	}
}
