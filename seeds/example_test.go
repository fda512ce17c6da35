package seeds_test

import (
	"fmt"

	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/seeds"
)

func ExampleFS() {
	f, err := seeds.FS().Open(seeds.File(seeds.Founding))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer f.Close()
	for q, err := range rdf.NewReader(f, rdf.TriG, nil).Quads() {
		if err != nil {
			fmt.Println(err)
			return
		}
		if q.Label != nil {
			fmt.Println(q.Subject, q.Predicate, q.Object)
			break
		}
	}
	// Output: <https://w3id.org/ascribe/id/exchange-hack> <https://w3id.org/ascribe/schema#attributedTo> <https://w3id.org/ascribe/id/china>
}
