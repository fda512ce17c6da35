package main

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
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

// queriesPerData is how many cases share their data.
const queriesPerData = 8

// timeout and maxSolutions bound one answer of ours.
const (
	timeout      = 5 * time.Second
	maxSolutions = 300_000
)

// The evaluators.
var (
	fast   engine.Engine = exec.Eval
	oracle engine.Engine = naive.Eval
)

// testCase is a query and its data.
type testCase struct {
	number int
	quads  [][4]term.Term
	query  *syntax.Query
}

// makeCase makes the case of a number, the same on each call.
func makeCase(seed uint64, number int) testCase {
	c := testCase{number: number, quads: random.Quads(rand.New(rand.NewPCG(seed, uint64(number/queriesPerData))))}
	for i := range c.quads {
		c.quads[i][2] = plain(c.quads[i][2])
	}
	r := rand.New(rand.NewPCG(seed, uint64(number)<<32|1))
	for {
		text := strings.NewReplacer("@EN", "@en", "1.0", "2.5").Replace(random.Query(r))
		if tree, err := syntax.ParseQuery(random.Prologue+text, &syntax.Options{Base: random.NS}); err == nil && shared(text, tree) {
			c.query = tree
			return c
		}
	}
}

// plain returns a term that both sides keep as it is: Oxigraph gives numbers,
// dates and language tags back in their canonical form.
func plain(t term.Term) term.Term {
	switch {
	case t.Kind == term.Lang:
		t.Extra = strings.ToLower(t.Extra)
	case t.Kind != term.Typed:
	case t.Extra == term.XSDInteger && len(t.Value) > 1:
		t.Value = "2"
	case t.Extra == term.XSDDecimal:
		t.Value = "2.5"
	case t.Extra == term.XSDDouble:
		t.Value = "2.5"
	case t.Extra == term.XSDDate && len(t.Value) == 4:
		t.Value = "2021-01-01"
	case t.Extra == term.XSDYear:
		t.Value = "2021"
	}
	return t
}

// shared reports whether both sides have what a query asks for: Oxigraph has no
// PATHS and no {n,m}, DESCRIBE is free, and :unlabelled is a name of ours.
func shared(text string, q *syntax.Query) bool {
	return q.Form != syntax.Paths && q.Form != syntax.Describe &&
		!slices.ContainsFunc([]string{"PATHS", "{1,2}", "{0,2}", "{2,2}", ":unlabelled"}, func(s string) bool { return strings.Contains(text, s) })
}

// data returns the case's quads as N-Quads.
func (c testCase) data() string {
	var b strings.Builder
	for _, q := range c.quads {
		for _, t := range q {
			if !t.IsZero() {
				b.WriteString(t.String() + " ")
			}
		}
		b.WriteString(".\n")
	}
	return b.String()
}

type source struct{ *store.Snapshot }

func (s source) Scan(p store.Pattern, o store.Order) engine.Cursor { return s.Snapshot.Scan(p, o) }

// answer evaluates the case over the strict dataset.
func (c testCase) answer(eval engine.Engine) answer {
	a, err := c.evaluate(eval)
	if err != nil {
		return answer{Err: err.Error()}
	}
	return a
}

func (c testCase) evaluate(eval engine.Engine) (a answer, err error) {
	st, err := store.Load(func(yield func([4]term.Term, error) bool) {
		for _, q := range c.quads {
			if !yield(q, nil) {
				return
			}
		}
	})
	if err != nil {
		return a, err
	}
	q, err := algebra.Translate(c.query)
	if err != nil {
		return a, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	got, err := eval(ctx, q, source{st.Snapshot()}, engine.Options{DefaultGraph: engine.Unlabelled, MaxSolutions: maxSolutions})
	if err != nil {
		return a, err
	}
	a.Bool = got.Bool
	if got.Rows != nil {
		for cells, err := range got.Rows {
			if err != nil {
				return a, err
			}
			r := map[string]string{}
			for i, t := range cells {
				if !t.IsZero() {
					r[got.Vars[i]] = t.String()
				}
			}
			a.add(r)
		}
	}
	if got.Triples != nil {
		for t, err := range got.Triples {
			if err != nil {
				return a, err
			}
			a.addTriple([3]string{t[0].String(), t[1].String(), t[2].String()})
		}
	}
	return a, nil
}
