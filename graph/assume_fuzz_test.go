package graph_test

import (
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Whatever is typed after --assume is an error, or an edge of the schema between
// two things that the resolver knows.
func FuzzParseAssumption(f *testing.F) {
	for _, s := range []string{
		"Silk Typhoon sameAs APT27", "APT27 = MSS", "APT27 is gelieerd aan MSS", "Exchange hack was attributed to APT27",
		"sameAs", "= =", "\x00 = \xff", "APT27 sameAs sameAs APT27", " is the same as ", "APT27 asc: MSS",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := graph.ParseAssumption(text, things)
		if err != nil {
			if (a != graph.Assumption{}) {
				t.Errorf("%q: got %v beside the error %v", text, a, err)
			}
			return
		}
		if a.Subject == "" || a.Object == "" || a.Subject == a.Object && a.Predicate == quad.IRI(schema.SameAs) {
			t.Errorf("%q: got %v", text, a)
		}
		if _, ok := schema.Property(string(a.Predicate)); !ok {
			t.Errorf("%q: got the edge %s, which the schema does not have", text, a.Predicate)
		}
	})
}
