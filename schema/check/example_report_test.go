package check_test

import (
	"context"
	"errors"
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

// More than may be checked is an error, never half a report; more violations
// than are kept are counted.
func ExampleOptions() {
	quads := func(yield func(quad.Quad, error) bool) {
		for _, name := range []string{"x", "y"} {
			q := quad.Quad{Subject: quad.IRI(schema.NSClaim + name), Predicate: quad.IRI(schema.RDFType), Object: quad.IRI(schema.Claim)}
			if !yield(q, nil) {
				return
			}
		}
	}
	r, err := check.Graph(context.Background(), quads, &check.Options{MaxViolations: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(r.Violations), "of", r.Errors, "errors")
	_, err = check.Graph(context.Background(), quads, &check.Options{MaxQuads: 1})
	if e, ok := errors.AsType[*check.LimitError](err); ok {
		fmt.Println("more than", e.Max, "quad")
	}
	// Output:
	// 1 of 10 errors
	// more than 1 quad
}
