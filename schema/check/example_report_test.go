package check_test

import (
	"context"
	"fmt"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/schema/check"
	"github.com/cayleygraph/quad"
)

// A claim that nobody made: what is wrong, and what to do.
func ExampleReport() {
	claim := quad.IRI(schema.NSClaim + "x")
	quads := func(yield func(quad.Quad, error) bool) {
		yield(quad.Quad{Subject: claim, Predicate: quad.IRI(schema.RDFType), Object: quad.IRI(schema.Claim)}, nil)
	}
	r, err := check.Graph(context.Background(), quads, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.OK(), r.Records, "record")
	for _, v := range r.Violations {
		if v.Severity == check.Error {
			fmt.Println(schema.Handle(string(v.Record)), v.Msg)
		}
	}
	// Output:
	// false 1 record
	// x the record has no party
	// x the record has no date
	// x the claim has no form
	// x the record has no source
	// x the claim has no stance
}

// The rules that data is held to.
func ExampleRuleDef() {
	for _, r := range check.Rules() {
		if r.Rule == check.UnknownPredicate {
			fmt.Println(r.Rule)
		}
	}
	// Output:
	// unknown-predicate
}
