package naive_test

import (
	"context"
	"fmt"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/naive"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// snapshot makes a store's snapshot an engine.Source.
type snapshot struct{ *store.Snapshot }

func (s snapshot) Scan(p store.Pattern, o store.Order) engine.Cursor { return s.Snapshot.Scan(p, o) }

// The tests of this package are in ../conformance, where queries are text.
func ExampleEval() {
	iri := term.NewIRI
	st, err := store.Load(func(yield func([4]term.Term, error) bool) {
		// One edge under two records is one triple of the default graph.
		_ = yield([4]term.Term{iri("apt31"), iri("linkedTo"), iri("mss"), iri("claim:uk")}, nil) &&
			yield([4]term.Term{iri("apt31"), iri("linkedTo"), iri("mss"), iri("claim:us")}, nil)
	})
	if err != nil {
		panic(err)
	}
	who := algebra.Node{Var: "who"}
	q := &algebra.Query{Vars: []string{"who"}, Op: &algebra.BGP{Triples: []algebra.TriplePattern{
		{S: who, P: algebra.Node{Term: iri("linkedTo")}, O: algebra.Node{Term: iri("mss")}},
	}}}
	res, err := naive.Eval(context.Background(), q, snapshot{st.Snapshot()}, engine.Options{})
	if err != nil {
		panic(err)
	}
	for row, err := range res.Rows {
		fmt.Println(row[0], err)
	}
	// Output: <apt31> <nil>
}
