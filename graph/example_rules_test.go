package graph_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// A rule of one's own, and what it derives under a lens.
func ExampleRule() {
	rule, err := graph.ReadRule(strings.NewReader(`# en: What a group is linked to stands behind it.
CONSTRUCT { ?group asc:actsFor ?organ } WHERE { GRAPH ?record { ?group asc:linkedTo ?organ } }`), "behind.rq")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(rule.Name, "-", rule.Says("en"))
	small(&graph.Lens{Infer: []graph.Rule{rule}}, func(ctx context.Context, v *graph.View) error {
		for q, err := range v.Match(ctx, graph.Pattern{Predicate: quad.IRI(schema.ActsFor)}) {
			if err != nil {
				return err
			}
			fmt.Println(v.Label(q.Subject), v.Label(q.Predicate), v.Label(q.Object), "derived:", v.IsDerived(q))
		}
		return nil
	})
	// Output:
	// behind - What a group is linked to stands behind it.
	// Grey Owl acts for Secret Service of Sylvania derived: true
}

// How many edges each rule of the lens derives.
func ExampleRuleTally() {
	small(nil, func(_ context.Context, v *graph.View) error {
		tallies, err := v.RuleTallies()
		for _, t := range tallies {
			if t.On && t.Derived > 0 {
				fmt.Println(t.Name, t.Derived, t.Heads)
			}
		}
		return err
	})
	// Output:
	// attributes 1 [asc:attributes]
	// blame 1 [asc:attributedToState]
	// sanctions-via 1 [asc:sanctionedStateVia]
}

// Why a derived edge is there: its rule, what it rests on, and which of that is
// the least sure.
func ExampleDerivation() {
	small(nil, func(ctx context.Context, v *graph.View) error {
		for q, err := range v.Match(ctx, graph.Pattern{Predicate: quad.IRI(schema.AttributedToState)}) {
			if err != nil {
				return err
			}
			d, err := v.Derivation(ctx, q)
			if err != nil {
				return err
			}
			fmt.Println("by the rule", d.Rule.Name+":", v.Label(q.Subject), v.Label(q.Predicate), v.Label(q.Object))
			for _, s := range d.Supports {
				fmt.Println("-", v.Label(s.Subject), v.Label(s.Predicate), v.Label(s.Object))
			}
		}
		return nil
	})
	// Output:
	// by the rule blame: Harbour hack attributed to the state Sylvania
	// - Harbour hack attributed to Grey Owl
	// - Grey Owl linked to Secret Service of Sylvania
	// - Secret Service of Sylvania part of Sylvania
}

// A rule that feeds itself through a negation is none.
func ExampleRuleError() {
	rule := graph.Rule{Name: "liar", Query: `CONSTRUCT { ?a asc:actsFor ?b } WHERE { GRAPH ?record { ?a asc:linkedTo ?b } FILTER NOT EXISTS { ?a asc:actsFor ?b } }`}
	ctx := context.Background()
	g, err := graph.Read(ctx, nil, graph.Document{R: strings.NewReader(freedonia), Format: rdf.TriG})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer g.Close()
	err = g.View(ctx, &graph.Lens{Infer: []graph.Rule{rule}}, func(*graph.View) error { return nil })
	if e, ok := errors.AsType[*graph.RuleError](err); ok {
		fmt.Println(e.Rules)
	}
	// Output:
	// [liar]
}
