package exec_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/exec"
	"github.com/ascribe-graph/ascribe/internal/sparql/random"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// stopsWithin is the time in which a query is to stop after it was cancelled.
const stopsWithin = 50 * time.Millisecond

// tangle is a graph in which most random queries have no end: some hundred nodes,
// each tied to many others, by a few predicates under a few labels.
func tangle(t *testing.T, r *rand.Rand) engine.Source {
	t.Helper()
	quads := make([][4]term.Term, 0, 30_000)
	for range cap(quads) {
		q := [4]term.Term{node(r.IntN(300)), term.NewIRI(fmt.Sprintf("%sp%d", ns, r.IntN(4))), node(r.IntN(300))}
		switch r.IntN(8) {
		case 0:
			q[2] = term.NewTyped(fmt.Sprint(r.IntN(500)), term.XSDInteger)
		case 1:
			q[2] = term.NewLang(fmt.Sprint("word ", r.IntN(500)), "en")
		}
		if g := r.IntN(4); g > 0 {
			q[3] = term.NewIRI(fmt.Sprintf("%sg%d", ns, g))
		}
		quads = append(quads, q)
	}
	src, err := load(rand.New(rand.NewPCG(1, 1)), quads)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// TestCancelRandom: whatever a query is doing when it is cancelled, it stops. A
// machine that has other work may be late: only what is late again and again fails.
func TestCancelRandom(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	src := tangle(t, rand.New(rand.NewPCG(seed, 0)))
	n, stopped := 300, 0
	if testing.Short() {
		n /= 10
	}
	for i := range n {
		w := rand.New(rand.NewPCG(seed, uint64(i)+1))
		text := random.Query(w)
		after := time.Duration(1+w.IntN(20)) * time.Millisecond
		opts := options(w)
		opts.MaxMemory = 256 << 20
		late := time.Duration(0)
		for range 5 {
			var ended bool
			if late, ended = lateness(t, text, src, opts, after); ended {
				late = 0
			} else if stopped++; late > stopsWithin {
				continue
			}
			break
		}
		if late > stopsWithin {
			t.Errorf("seed %d, case %d: cancelled after %v, stopped %v later:\n%s", seed, i, after, late, text)
		}
	}
	if stopped < n/20 {
		t.Errorf("only %d of %d queries were cancelled: the graph is too easy", stopped, n)
	}
}

// lateness cancels a query after some time and returns how much later it stopped;
// ended says that it had ended by then.
func lateness(t *testing.T, text string, src engine.Source, opts engine.Options, after time.Duration) (late time.Duration, ended bool) {
	t.Helper()
	q, err := translate(text)
	if err != nil {
		return 0, true
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var at time.Time
	timer := time.AfterFunc(after, func() { at = time.Now(); cancel() })
	defer timer.Stop()
	if res, err := exec.Eval(ctx, q, src, opts); err == nil {
		drainAll(res)
	}
	if ctx.Err() == nil {
		return 0, true
	}
	return time.Since(at), false
}

// drainAll reads a result to its end, or to its error.
func drainAll(res *engine.Result) {
	if res.Rows != nil {
		for _, err := range res.Rows {
			if err != nil {
				return
			}
		}
	}
	if res.Triples != nil {
		for _, err := range res.Triples {
			if err != nil {
				return
			}
		}
	}
}
