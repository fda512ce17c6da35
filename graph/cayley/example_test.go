package cayley_test

import (
	"context"
	"fmt"
	"slices"

	"github.com/ascribe-graph/ascribe/graph/cayley"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/cayley/graph/path"
	"github.com/cayleygraph/quad"
)

// names returns the handles of a path's nodes, sorted, each once.
func names(p *path.Path) []string {
	values, err := p.Iterate(context.Background()).Paths(false).AllValues(nil)
	if err != nil {
		return []string{err.Error()}
	}
	var out []string
	for _, v := range values {
		if iri, ok := v.(quad.IRI); ok {
			out = append(out, schema.Handle(string(iri)))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// The three founding questions over the founding document, by Cayley's path
// API.
func Example() {
	g, err := seeds.Open(seeds.Founding)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer g.Close()
	qs := cayley.New(g, nil)
	const (
		attributed = quad.IRI(schema.AttributedToState)
		sanctioned = quad.IRI(schema.SanctionedState)
		via        = quad.IRI(schema.SanctionedStateVia)
	)
	blamed := path.StartPath(qs).Out(attributed)
	hit := path.StartPath(qs).Out(sanctioned, via)
	fmt.Println("attributed without sanctions:", names(blamed.Except(hit)))
	fmt.Println("attributed and sanctioned:", names(blamed.And(hit)),
		"by", names(path.StartPath(qs, quad.IRI(schema.NSID+"russia")).In(sanctioned)))
	fmt.Println("behind the Exchange attribution:",
		names(path.StartPath(qs, quad.IRI(schema.NSID+"exchange-hack")).In(quad.IRI(schema.Attributes)).
			Has(quad.IRI(schema.MemberOf), quad.IRI(schema.NSID+"coalition21"))))
	// Output:
	// attributed without sanctions: [id:china]
	// attributed and sanctioned: [id:russia] by [id:us]
	// behind the Exchange attribution: [id:australia id:eu id:japan id:nato id:new-zealand id:us]
}
