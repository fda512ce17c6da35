package graph

import (
	"context"
	"errors"
	"flag"
	"fmt"
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
	lensCases = flag.Int("cases", 4000, "random queries that TestLensDifferential asks through random lenses")
	lensSeed  = flag.Uint64("seed", 0, "seed of TestLensDifferential; 0: one that depends on the time")
)

// randomLens is a source that hides some of the graphs g1 to g3, perhaps all
// that are not among a few records, and derives some quads.
func randomLens(r *rand.Rand, snap *store.Snapshot) *source {
	src := everything(snap)
	id := func(name string) (store.ID, bool) { return snap.Lookup(term.NewIRI(random.NS + name)) }
	for _, name := range []string{"g1", "g2", "g3", "n1"} {
		if g, ok := id(name); ok && r.IntN(3) == 0 {
			src.hidden.set(g)
		}
	}
	if r.IntN(4) == 0 {
		src.strangers = false
		for _, name := range []string{"g1", "g2", "g3"} {
			if g, ok := id(name); ok && r.IntN(3) > 0 {
				src.records.set(g)
			}
		}
	}
	if r.IntN(2) == 0 {
		derived, terms := newOverlay(), &ownTerms{ids: map[term.Term]store.ID{}}
		src.added = &fixed{terms: terms}
		for range 1 + r.IntN(6) {
			name := func(kind string, n int) store.ID {
				return terms.intern(snap, term.NewIRI(fmt.Sprintf("%s%s%d", random.NS, kind, r.IntN(n))))
			}
			q := store.Quad{name("n", 7), name("p", 4), name("n", 7), store.Unlabelled}
			if r.IntN(3) > 0 {
				q[store.G] = name("g", 4)
			}
			// Rules derive under records that hold edges, nothing that is hidden and
			// nothing that is there.
			if src.shows(q) && !snap.Has(q) && snap.Count(store.Pattern{store.G: q[store.G]}) > 0 {
				derived.add(q, derivedBy{})
			}
		}
		derived.seal()
		src.added = &fixed{runs: derived.runs, terms: terms}
	}
	return src
}

// visible loads what a source shows as if it were all there is.
func visible(src *source) (*store.Store, error) {
	return store.Load(func(yield func([4]term.Term, error) bool) {
		err := each(src, store.Pattern{}, store.SPOG, func(q store.Quad) {
			t := [4]term.Term{src.Term(q[0]), src.Term(q[1]), src.Term(q[2])}
			if q[store.G] != store.Unlabelled {
				t[store.G] = src.Term(q[store.G])
			}
			yield(t, nil)
		})
		if err != nil {
			yield([4]term.Term{}, err)
		}
	})
}

// TestLensDifferential compares answers through a lens with those of the plain
// evaluator over a store that holds only what the lens shows: a lens is as if
// the rest were not there. Options -cases and -seed make long runs.
func TestLensDifferential(t *testing.T) {
	s, n := *lensSeed, *lensCases
	if s == 0 {
		s = uint64(time.Now().UnixNano())
	}
	t.Logf("seed %d", s)
	if testing.Short() {
		n /= 10
	}
	skipped, failed, lenses := 0, 0, 0
	for i := range n {
		r := rand.New(rand.NewPCG(s, uint64(i/8)))
		all, err := store.Load(func(yield func([4]term.Term, error) bool) {
			for _, q := range random.Quads(r) {
				if !yield(q, nil) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		src := randomLens(r, all.Snapshot())
		if !src.plain() {
			lenses++
		}
		shown, err := visible(src)
		if err != nil {
			t.Fatal(err)
		}
		r = rand.New(rand.NewPCG(s, uint64(i)<<32|1))
		text := random.Query(r)
		opts := engine.Options{MaxSolutions: 200_000, Now: time.Unix(1e9, 0), UnlabelledName: random.NS + "unlabelled", DefaultGraph: engine.DefaultGraph(r.IntN(4) / 3)}
		tree, err := syntax.ParseQuery(random.Prologue+text, &syntax.Options{Base: random.NS})
		if err != nil {
			t.Fatal(err)
		}
		q, err := algebra.Translate(tree)
		if err != nil || strings.Contains(text, "LIMIT") && !strings.Contains(text, "PATHS") { // of rows that tie either may stay
			skipped++
			continue
		}
		want, err1 := lensAnswer(t.Context(), naive.Eval, q, everything(shown.Snapshot()), opts)
		got, err2 := lensAnswer(t.Context(), exec.Eval, q, src, opts)
		slow, err3 := lensAnswer(t.Context(), naive.Eval, q, src, opts)
		if _, ok := errors.AsType[*engine.LimitError](errors.Join(err1, err2, err3)); ok {
			skipped++
			continue
		}
		if err1 != nil || err2 != nil || err3 != nil || !slices.Equal(want, got) || !slices.Equal(want, slow) {
			t.Errorf("seed %d, case %d\n%s\nover what is shown %v\n  %s\nexec through the lens %v\n  %s\nnaive through the lens %v\n  %s", s, i, text,
				err1, strings.Join(want, "\n  "), err2, strings.Join(got, "\n  "), err3, strings.Join(slow, "\n  "))
			if failed++; failed == 5 {
				t.Fatal("too many")
			}
		}
	}
	t.Logf("%d cases, %d of them not comparable, %d through a lens", n, skipped, lenses)
}

func lensAnswer(ctx context.Context, eval engine.Engine, q *algebra.Query, src engine.Source, opts engine.Options) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
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
				return nil, err
			}
			out = append(out, fmt.Sprint(row))
		}
	case res.Triples != nil:
		for row, err := range res.Triples {
			if err != nil {
				return nil, err
			}
			out = append(out, fmt.Sprint(row))
		}
	default:
		out = []string{fmt.Sprint(res.Bool)}
	}
	slices.Sort(out)
	return out, nil
}
