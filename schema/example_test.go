package schema_test

import (
	"fmt"

	"github.com/ascribe-graph/ascribe/schema"
)

func ExampleLabel() {
	fmt.Println(schema.Label(schema.AttributedTo, "en"))
	fmt.Println(schema.Label(schema.AttributedTo, "nl-BE"))
	// Output:
	// attributed to
	// toegeschreven aan
}

func ExampleRange() {
	lo, hi, ok := schema.Range(schema.PHIA, "highly likely")
	fmt.Println(lo, hi, ok)
	// Output: 80 90 true
}

func ExampleProperty() {
	p, _ := schema.Property(schema.OfficerOf)
	fmt.Println(schema.Handle(p.Place()))
	for _, c := range p.Objects {
		fmt.Println(schema.Label(c, "en"))
	}
	// Output:
	// asc:EdgeProperty
	// agency
	// company
	// organization
	// state
}

func ExampleHandle() {
	fmt.Println(schema.Handle("https://w3id.org/ascribe/claim/uk-2021-07-19/2"))
	fmt.Println(schema.ExpandHandle("uk-2021-07-19/2")[0])
	// Output:
	// uk-2021-07-19/2
	// https://w3id.org/ascribe/claim/uk-2021-07-19/2
}
