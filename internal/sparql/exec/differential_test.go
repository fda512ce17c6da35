package exec_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/exec"
	"github.com/ascribe-graph/ascribe/internal/sparql/naive"
	"github.com/ascribe-graph/ascribe/internal/sparql/random"
	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

var (
	cases = flag.Int("cases", 10_000, "random queries that TestDifferential compares with naive")
	seed  = flag.Uint64("seed", 0, "seed of TestDifferential; 0: one that depends on the time")
)

const ns, prologue = random.NS, random.Prologue

func node(i int) term.Term { return random.Node(i) }

func translate(text string) (*algebra.Query, error) {
	tree, err := syntax.ParseQuery(prologue+text, &syntax.Options{Base: ns})
	if err != nil {
		return nil, err
	}
	return algebra.Translate(tree)
}

// load builds a source of quads; some have hidden graphs.
func load(r *rand.Rand, quads [][4]term.Term) (engine.Source, error) {
	st, err := store.Load(func(yield func([4]term.Term, error) bool) {
		for _, q := range quads {
			if !yield(q, nil) {
				return
			}
		}
	})
	if err != nil {
		return nil, err
	}
	src := source{st.Snapshot()}
	if r.IntN(3) == 0 {
		if g, ok := src.Lookup(term.NewIRI(ns + "g3")); ok {
			return veiled{src, g}, nil
		}
	}
	return src, nil
}

// answer is what an engine gives: the rows as text, and the error.
func answer(eval engine.Engine, q *algebra.Query, src engine.Source, opts engine.Options) ([]string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	res, err := eval(ctx, q, src, opts)
	if err != nil {
		return nil, err
	}
	var out []string
	switch {
	case res.Rows != nil:
		for row, err := range res.Rows {
			if err != nil {
				return out, err
			}
			cells := make([]string, len(row))
			for i, x := range row {
				cells[i] = x.String()
			}
			out = append(out, strings.Join(cells, "\t"))
		}
	case res.Triples != nil:
		for x, err := range res.Triples {
			if err != nil {
				return out, err
			}
			out = append(out, x[0].String()+"\t"+x[1].String()+"\t"+x[2].String())
		}
	default:
		out = []string{fmt.Sprint(res.Bool)}
	}
	return out, nil
}

// skipped counts what compare cannot compare.
var skipped int

// compare evaluates a query with both engines; "" if they agree. Work beyond
// a limit, which the engines may spend differently, is no disagreement.
func compare(text string, src engine.Source, opts engine.Options) string {
	q, err := translate(text)
	if err != nil {
		skipped++
		return "" // such as a variable that BIND cannot bind again
	}
	opts.MaxSolutions = 200_000
	opts.Now = time.Unix(1e9, 0)
	want, err1 := answer(naive.Eval, q, src, opts)
	got, err2 := answer(exec.Eval, q, src, opts)
	for _, err := range []error{err1, err2} {
		if _, ok := errors.AsType[*engine.LimitError](err); ok {
			skipped++
			return ""
		}
	}
	if (err1 == nil) != (err2 == nil) {
		return fmt.Sprintf("naive's error: %v, exec's: %v", err1, err2)
	}
	ordered := strings.Contains(text, "ORDER BY") || strings.HasPrefix(text, "PATHS")
	if !ordered || strings.Contains(text, "?c ?d ?e") {
		slices.Sort(want)
		slices.Sort(got)
	}
	if !slices.Equal(want, got) {
		return fmt.Sprintf("naive: %d rows\n  %s\nexec: %d rows\n  %s", len(want), strings.Join(want, "\n  "), len(got), strings.Join(got, "\n  "))
	}
	return ""
}

func options(r *rand.Rand) engine.Options {
	var o engine.Options
	if r.IntN(4) == 0 {
		o.DefaultGraph = engine.Unlabelled
	}
	if r.IntN(2) == 0 {
		o.UnlabelledName = ns + "unlabelled"
	}
	return o
}

// TestDifferential compares exec with naive on random graphs and queries.
func TestDifferential(t *testing.T) {
	s := *seed
	if s == 0 {
		s = uint64(time.Now().UnixNano())
	}
	t.Logf("seed %d", s)
	n := *cases
	if testing.Short() {
		n /= 10
	}
	defer exec.Vary(nil)
	defer exec.Leapfrog(0)
	failed, without := 0, skipped
	defer func() { t.Logf("%d cases, %d of them not comparable", n, skipped-without) }()
	for i := range n {
		r := rand.New(rand.NewPCG(s, uint64(i/8)))
		quads := random.Quads(r)
		src, err := load(r, quads)
		if err != nil {
			t.Fatal(err)
		}
		w := rand.New(rand.NewPCG(s, uint64(i)<<32|1))
		text := random.Query(w)
		if i%2 == 1 { // a plan that is not the best, from a cost up to 10^16 times too high
			exec.Vary(func(cost float64) float64 { return cost * math.Pow(10, 16*w.Float64()*float64(w.IntN(2))) })
			exec.Leapfrog(w.IntN(3))
		}
		if diff := compare(text, src, options(w)); diff != "" {
			t.Errorf("seed %d, case %d\n%s\n%s", s, i, text, diff)
			if failed++; failed == 5 {
				t.Fatal("too many")
			}
		}
		exec.Vary(nil)
		exec.Leapfrog(0)
	}
}

// TestFirstRows compares the rows that exec gives before a limit with all that
// naive gives: they are among them, and as many as there may be.
func TestFirstRows(t *testing.T) {
	defer exec.Vary(nil)
	n, cut := *cases, 0
	for i := range n {
		src, err := load(rand.New(rand.NewPCG(6, uint64(i/8))), random.Quads(rand.New(rand.NewPCG(7, uint64(i/8)))))
		if err != nil {
			t.Fatal(err)
		}
		w := rand.New(rand.NewPCG(8, uint64(i)))
		text := random.Query(w)
		q, err := translate(text)
		if err != nil || q.Form != algebra.Select || strings.Contains(text, "LIMIT") || strings.Contains(text, "OFFSET") {
			continue // what a part is cut to, each engine may choose
		}
		opts := options(w)
		opts.MaxSolutions, opts.Now = 200_000, time.Unix(1e9, 0)
		all, err := answer(naive.Eval, q, src, opts)
		if err != nil {
			continue
		}
		if i%2 == 1 {
			exec.Vary(func(cost float64) float64 { return cost * math.Pow(10, 16*w.Float64()*float64(w.IntN(2))) })
		}
		opts.MaxRows = 1 + w.IntN(6)
		first, err := answer(exec.Eval, q, src, opts)
		exec.Vary(nil)
		switch limit, ok := errors.AsType[*engine.LimitError](err); {
		case ok && limit.Limit == "rows":
			cut++
		case err != nil:
			continue
		}
		if len(first) != min(len(all), opts.MaxRows) {
			t.Fatalf("case %d\n%s\ngot %d rows of %d, at most %d", i, text, len(first), len(all), opts.MaxRows)
		}
		for _, row := range first {
			k := slices.Index(all, row)
			if k < 0 {
				t.Fatalf("case %d\n%s\ngot %s, which naive does not give as often", i, text, row)
			}
			all = slices.Delete(all, k, k+1)
		}
	}
	if cut < n/40 {
		t.Errorf("only %d of %d were cut", cut, n)
	}
}
