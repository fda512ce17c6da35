package graph_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// What a query with Relations reads: an act that answers an incident, one that
// answers a claim about it which the lens hides, and one that answers a claim
// which was not yet public; and who stands behind a record.
func TestQueryOfRelations(t *testing.T) {
	blame := [][3]quad.Value{edge("exchange", schema.AttributedTo, "hafnium")}
	g := build(t,
		recordSpec{iri: claim("denied"), by: "us", on: "2021-01-01", stance: schema.Denies, edges: blame},
		recordSpec{iri: claim("later"), by: "us", on: "2021-06-01", stance: schema.Asserts, edges: blame},
		recordSpec{iri: act("direct"), by: "us", on: "2021-02-01", kind: schema.Sanction, response: id("exchange")},
		recordSpec{iri: act("through"), by: "us", on: "2021-02-02", kind: schema.Sanction, response: claim("denied")},
		recordSpec{iri: act("early"), by: "us", on: "2021-02-03", kind: schema.Sanction, response: claim("later")},
	)
	rows := func(lens *graph.Lens, text string, o *graph.QueryOptions) []string {
		t.Helper()
		var out []string
		err := g.View(t.Context(), lens, func(v *graph.View) error {
			res, err := v.Query(t.Context(), text, o)
			if err != nil {
				return err
			}
			for row, err := range res.Rows() {
				if err != nil {
					return err
				}
				out = append(out, short(quad.Quad{Subject: row[0], Predicate: row[1], Object: row[1]}))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(out)
		return out
	}
	const answers = "SELECT ?r ?i { ?r <" + graph.NSRule + "answers> ?i }"
	relations := &graph.QueryOptions{Relations: true}
	for name, lens := range map[string]*graph.Lens{"default": nil, "everything": graph.Everything, "no rules": {NoRules: true}} {
		if got := rows(lens, answers, relations); len(got) != 3 {
			t.Errorf("%s: got %q, want three acts that answer", name, got)
		}
		if got := rows(lens, answers, nil); len(got) != 0 {
			t.Errorf("%s: without Relations got %q, want nothing", name, got)
		}
		if got := rows(lens, "SELECT ?r ?p { ?r ?p <"+string(id("exchange"))+"> }", relations); len(got) == 0 || slices.ContainsFunc(got, func(row string) bool { return strings.Contains(row, "answers") }) {
			t.Errorf("%s: a variable predicate finds %q, want no relation", name, got)
		}
	}
	if got := rows(&graph.Lens{AsOf: graph.Date{Year: 2021, Month: 3, Day: 1}}, answers, relations); len(got) != 2 {
		t.Errorf("as of March: got %q, want the acts that answer what was public", got)
	}
	behind := "SELECT ?r ?p { <" + string(id("us")) + "> rule:standsBehind ?r . ?r asc:by ?p }"
	if got := rows(nil, behind, relations); len(got) != 4 {
		t.Errorf("got %q, want the records of the US that the lens shows", got)
	}
}
