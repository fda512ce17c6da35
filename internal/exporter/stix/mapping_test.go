package stix_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/internal/importer/importtest"
	stiximport "github.com/ascribe-graph/ascribe/internal/importer/stix"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// dispute returns the graph of testdata/dispute.trig.
func dispute(t *testing.T) *graph.Graph {
	t.Helper()
	f, err := os.Open("testdata/dispute.trig")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	g, err := graph.Read(t.Context(), nil, graph.Document{R: f, Format: rdf.TriG, Name: "dispute.trig"})
	if err != nil {
		t.Fatal(err)
	}
	importtest.Check(t, g)
	return g
}

// objectsOf returns the objects that were made of one thing, the one that holds it first.
func objectsOf(t *testing.T, all []map[string]any, iri string) (out []map[string]any) {
	t.Helper()
	for _, o := range all {
		extensions, _ := o["extensions"].(map[string]any)
		ext, _ := extensions[stiximport.Extension].(map[string]any)
		nodes, _ := ext["nodes"].([]any)
		switch {
		case ext["derived_from"] == iri:
			out = append(out, o)
		case len(nodes) > 0 && nodes[0].(map[string]any)["@id"] == iri:
			out = append([]map[string]any{o}, out...)
		}
	}
	if len(out) == 0 {
		t.Fatalf("nothing was made of %s", iri)
	}
	return out
}

// TestMapping has what each record of the dispute is in STIX.
func TestMapping(t *testing.T) {
	g := dispute(t)
	all := checkBundle(t, export(t, g, graph.Everything))
	of := func(local string) []map[string]any {
		return objectsOf(t, all, map[bool]string{true: schema.Base + local, false: schema.NSClaim + local}[strings.Contains(local, "/")])
	}
	id := func(local string) string { return of("id/" + local)[0]["id"].(string) }
	want := func(local string, o map[string]any, fields map[string]any) {
		t.Helper()
		for key, v := range fields {
			got, _ := json.Marshal(o[key])
			if w, _ := json.Marshal(v); string(got) != string(w) {
				t.Errorf("%s: %s is %s, want %s", local, key, got, w)
			}
		}
	}
	only := func(local string, types ...string) []map[string]any {
		t.Helper()
		list := of(local)
		var got []string
		for _, o := range list {
			got = append(got, o["type"].(string))
		}
		if !slices.Equal(got, types) {
			t.Fatalf("%s became %q, want %q", local, got, types)
		}
		return list
	}
	const amber = "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82" // STIX 2.1, section 7.2.1.4

	blame := only("blame", "relationship")[0]
	want("blame", blame, map[string]any{
		"relationship_type": "attributed-to", "source_ref": id("hack"), "target_ref": id("lemuria"), "created_by_ref": id("atlantis"),
		"created": "2021-07-19T00:00:00.000Z", "modified": "2021-07-19T00:00:00.000Z", "confidence": 50, "object_marking_refs": []string{amber},
		"description": "It was them.\nWords of likelihood: highly likely", "revoked": nil, "labels": []string{"asserts", "official-statement"},
	})
	want("denial", only("denial", "opinion")[0], map[string]any{"opinion": "disagree", "object_refs": []any{blame["id"]}, "created_by_ref": id("lemuria"), "confidence": nil})
	want("support", only("support", "opinion")[0], map[string]any{
		"opinion": "agree", "object_refs": []any{blame["id"]}, "created": "2021-07-01T00:00:00.000Z", "modified": "2021-07-31T00:00:00.000Z",
	})
	want("note-taken", only("note-taken", "opinion")[0], map[string]any{
		"opinion": "neutral", "created": "2021-01-01T00:00:00.000Z", "modified": "2021-12-31T00:00:00.000Z",
	})

	// What nobody states is no relationship.
	want("denial2", only("denial2", "note")[0], map[string]any{"object_refs": []string{id("badgers"), id("lemuria")}, "content": "Lemuria (relayed by Daily Harbour) denies: Badger Group acts for Lemuria."})
	want("suspicion", only("suspicion", "note")[0], map[string]any{"content": "Daily Harbour suspects: Badger Group linked to Lemuria.", "object_marking_refs": nil})
	only("outcry", "note")

	report := only("report", "note", "relationship", "relationship", "relationship")
	var types []string
	for _, o := range report[1:] {
		types = append(types, o["relationship_type"].(string))
		if o["relationship_type"] == "originates-from" && !strings.HasPrefix(o["target_ref"].(string), "location--") {
			t.Errorf("a territory is %v, want a location", o["target_ref"])
		}
	}
	if slices.Sort(types); !slices.Equal(types, []string{"originates-from", "targets", "targets"}) {
		t.Errorf("the report's relationships are %q", types)
	}
	want("badgers", of("id/badgers")[0], map[string]any{"name": "Badger Group", "aliases": []string{"Meles"}, "type": "intrusion-set", "object_marking_refs": nil})
	want("lemuria", only("id/lemuria", "identity", "location")[1], map[string]any{"country": "LE"})
	want("cve", of("id/cve")[0]["external_references"].([]any)[0].(map[string]any), map[string]any{"source_name": "cve", "external_id": "CVE-2021-26855"})

	want("old", only("old", "relationship")[0], map[string]any{"revoked": true})
	want("new", only("new", "relationship")[0], map[string]any{"revoked": true, "relationship_type": "works-with"})
	want("back", only("back", "opinion")[0], map[string]any{"opinion": "strongly-disagree", "revoked": nil})

	sanction := only("act/sanction", "note", "relationship")
	want("sanction", sanction[1], map[string]any{"relationship_type": "sanctioned", "source_ref": id("atlantis"), "target_ref": id("badgers")})
	want("sanction", sanction[0], map[string]any{"object_refs": []any{sanction[1]["id"], id("hack")}, "labels": []string{"act", "sanction"}})
	want("withheld", only("withheld", "note")[0], map[string]any{"content": "Atlantis asserts: Atlantis withheld expulsion.", "object_refs": []string{id("atlantis"), id("hack")}})
	want("sighting", only("claim/stix/sighting--1/x", "sighting")[0], map[string]any{"sighting_of_ref": id("badgers"), "where_sighted_refs": []string{id("atlantis")}})

	// A month is never padded: a report has a day.
	want("day", only("source/day", "report")[0], map[string]any{"published": "2021-07-19T00:00:00.000Z", "name": "Statement", "created_by_ref": id("atlantis")})
	want("month", only("source/month", "grouping")[0], map[string]any{"published": nil, "context": "unspecified", "description": "Published in 2021-07."})
}

// TestLens exports through a lens: what it hides is not in the bundle.
func TestLens(t *testing.T) {
	all := checkBundle(t, export(t, dispute(t), nil))
	for _, o := range all {
		if o["type"] == "opinion" && o["opinion"] == "disagree" || o["relationship_type"] == "works-with" || strings.Contains(o["id"].(string)+" "+text(o), "suspects") {
			t.Errorf("the default lens hides %v", o["id"])
		}
	}
}

func text(o map[string]any) string { s, _ := o["content"].(string); return s }

// TestStripped reads a bundle whose extensions a platform threw away: what STIX
// can say of it is still there.
func TestStripped(t *testing.T) {
	var bundle map[string]any
	if err := json.Unmarshal(export(t, dispute(t), graph.Everything), &bundle); err != nil {
		t.Fatal(err)
	}
	for _, o := range bundle["objects"].([]any) {
		delete(o.(map[string]any), "extensions")
	}
	data, err := json.Marshal(bundle)
	if err != nil {
		t.Fatal(err)
	}
	g := graph.New(nil)
	rep := importtest.Must(t, g, stiximport.Importer{}, importtest.File{Name: "stripped.json", Data: data})[0]
	importtest.Check(t, g)
	if rep.RejectedTotal > 0 {
		t.Errorf("rejected %v", rep.Rejected)
	}
	blamed := importtest.Visible(t, g, nil, graph.Pattern{Predicate: quad.IRI(schema.AttributedTo)})
	if len(blamed) != 1 {
		t.Fatalf("attributed: %v, want the one blame", blamed)
	}
	denied := importtest.Quads(t, g, graph.Pattern{Predicate: quad.IRI(schema.Re), Object: blamed[0].Label})
	if len(denied) != 3 {
		t.Errorf("%d opinions about the blame, want three", len(denied))
	}
	for _, p := range []string{schema.LinkedTo, schema.ActsFor, schema.WorksWith} {
		if q := importtest.Visible(t, g, nil, graph.Pattern{Predicate: quad.IRI(p)}); len(q) != 0 {
			t.Errorf("%s shows, which was suspected, denied or revoked: %v", schema.Handle(p), q)
		}
	}
}
