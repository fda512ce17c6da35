package claimscsv

import (
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/internal/importer/importtest"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

func TestClaims(t *testing.T) {
	g := graph.New(nil)
	file := importtest.Testdata(t, "claims.csv")
	rep := importtest.Must(t, g, Importer{}, file)[0]
	importtest.Check(t, g)
	if rep.Read != 21 || rep.Counts["claims"] != 6 || rep.Counts["acts"] != 1 || rep.New != 6 {
		t.Errorf("read %d, counts %v, new %d", rep.Read, rep.Counts, rep.New)
	}
	want := map[string]string{
		"line 10": "want letters", "line 22": "fields", "line 11": "on is", "line 12": "nothing says what", "line 13": "is a asc:Incident",
		"line 14": "has no words", "line 15": "needs re", "line 16": "only who said", "line 17": "needs a form", "line 18": "must be the same",
		"line 19": "want an edge", "line 20": "no web address", "line 21": "say in relayed_by",
	}
	for _, r := range rep.Rejected {
		if w, ok := want[r.Where]; !ok || !strings.Contains(r.Reason, w) {
			t.Errorf("rejected %s: %s, want %q", r.Where, r.Reason, w)
		}
		delete(want, r.Where)
	}
	for where, why := range want {
		t.Errorf("%s was not rejected: %s", where, why)
	}
	if len(rep.Unresolved) != 1 || rep.Unresolved[0].Name != "id:apt31" {
		t.Errorf("unresolved %v, want the handle that is not in the graph", rep.Unresolved)
	}
	if rep.Left["a column that is not known"] != 1 {
		t.Errorf("left %v", rep.Left)
	}
	hack := importer.ID("csv/claims/harbour-hack")
	blamed := importtest.Visible(t, g, nil, graph.Pattern{Subject: hack, Predicate: quad.IRI(schema.AttributedTo)})
	if len(blamed) != 1 || blamed[0].Object != quad.Value(importer.ID("china")) {
		t.Fatalf("attributed to %v, want China once: the denial is no fact", blamed)
	}
	props := map[string]string{}
	for _, q := range importtest.Quads(t, g, graph.Pattern{Subject: blamed[0].Label, Unlabelled: true}) {
		switch v := q.Object.(type) {
		case quad.TypedString:
			props[schema.Handle(string(q.Predicate.(quad.IRI)))] = string(v.Value)
		case quad.LangString:
			props[schema.Handle(string(q.Predicate.(quad.IRI)))] = string(v.Value)
		}
	}
	for p, v := range map[string]string{"asc:likelihoodMin": "80", "asc:likelihoodMax": "90", "asc:likelihoodWords": "highly likely", "asc:on": "2021-07-19", "asc:quote": `It was "them".`} {
		if props[p] != v {
			t.Errorf("%s is %q, want %q", p, props[p], v)
		}
	}
	sanctioned := importtest.Visible(t, g, nil, graph.Pattern{Predicate: quad.IRI(schema.Sanctioned)})
	if len(sanctioned) != 1 || sanctioned[0].Subject != quad.Value(importer.ID("us")) {
		t.Errorf("sanctioned %v", sanctioned)
	}
	importtest.Again(t, g, Importer{}, file)

	// With the group in the graph, the claim about it is kept.
	if err := g.Update(t.Context(), func(tx *graph.Tx) error {
		_, err := tx.Add(quad.Quad{Subject: importer.ID("apt31"), Predicate: quad.IRI(schema.RDFType), Object: quad.IRI(schema.ThreatGroup)})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if rep := importtest.Must(t, g, Importer{}, file)[0]; rep.New != 1 || len(rep.Unresolved) != 0 {
		t.Errorf("new %d, unresolved %v", rep.New, rep.Unresolved)
	}
	// A corrected row supersedes its record alone.
	rep = importtest.Must(t, g, Importer{}, importtest.File{Name: file.Name, Data: []byte(strings.Replace(string(file.Data), "2021-08,", "2021-09,", 1))})[0]
	if rep.Superseded != 1 || rep.New != 1 || !strings.HasPrefix(string(rep.Changes[0].Old), schema.NSAct+"csv/claims/us-1/") {
		t.Errorf("superseded %v", rep.Changes)
	}
	importtest.Check(t, g)
}

// Every column is in the package's documentation, and is known.
func TestColumns(t *testing.T) {
	for _, c := range need {
		if !slices.Contains(columns, c) {
			t.Errorf("%s", c)
		}
	}
}

func TestHostile(t *testing.T) {
	importtest.Hostile(t, Importer{}, importtest.Testdata(t, "claims.csv"))
}

func FuzzRead(f *testing.F) {
	f.Add(importtest.Testdata(f, "claims.csv").Data)
	f.Add([]byte("claim,by,stance,on,form,subject,edge,object\n1,China,asserts,2020,disclosure,id:a,partOf,id:b\n2,China,asserts,2020,disclosure,id:b,partOf,id:a\n"))
	f.Fuzz(func(t *testing.T, data []byte) { importtest.Survives(t, Importer{}, "fuzz", data) })
}
