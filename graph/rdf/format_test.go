package rdf_test

import (
	"testing"

	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/internal/term"
)

func TestFormats(t *testing.T) {
	for name, want := range map[string]rdf.Format{
		"a.nt": rdf.NTriples, "a.NQ": rdf.NQuads, "dir.x/b.ttl": rdf.Turtle, "c.trig": rdf.TriG, "c.turtle": rdf.Turtle,
		"d.jsonld": rdf.JSONLD, "a": 0, "nt": 0, "a.json": 0, "": 0,
	} {
		got, ok := rdf.FormatOf(name)
		if got != want || ok != (want != 0) {
			t.Errorf("%s: got %v, %v, want %v", name, got, ok, want)
		}
	}
	for _, f := range rdf.Formats() {
		if got, err := rdf.ParseFormat(f.String()); err != nil || got != f || f.MediaType() == "" || f.Title() == "" {
			t.Errorf("%s: got %v, %v", f, got, err)
		}
	}
	if _, err := rdf.ParseFormat("rdfxml"); err == nil {
		t.Error("rdfxml: want an error")
	}
	if rdf.Format(0).String() != "" || rdf.Format(99).Title() != "" {
		t.Error("an unknown format has a name")
	}
}

// TestKinds holds what the bulk load relies on: the kinds are those of the term
// package.
func TestKinds(t *testing.T) {
	for k, want := range map[rdf.Kind]term.Kind{
		rdf.None: term.None, rdf.IRI: term.IRI, rdf.Blank: term.Blank, rdf.String: term.String, rdf.Lang: term.Lang, rdf.Typed: term.Typed,
	} {
		if term.Kind(k) != want {
			t.Errorf("kind %d is not %d", k, want)
		}
	}
}
