package schema_test

import (
	"fmt"

	"github.com/ascribe-graph/ascribe/schema"
)

// The stances that a claim can have, in both languages.
func ExampleTermDef() {
	for _, t := range schema.Stances() {
		if t.IRI == schema.Denies {
			fmt.Println(schema.Handle(t.IRI), t.EN, t.NL)
		}
	}
	// Output:
	// asc:denies denies ontkent
}

// A class, and what it is a kind of.
func ExampleClassDef() {
	c, ok := schema.Class(schema.Agency)
	fmt.Println(c.EN, ok, schema.IsA(schema.Agency, schema.Party))
	// Output:
	// agency true true
}

// The words of a scale of likelihood, with the figures that its document gives.
func ExampleScaleDef() {
	for _, s := range schema.Scales() {
		if s.IRI == schema.ICD203 {
			last := s.Words[len(s.Words)-1]
			fmt.Println(len(s.Words), "words, the surest from", last.Min, "to", last.Max)
		}
	}
	// Output:
	// 7 words, the surest from 95 to 99
}
