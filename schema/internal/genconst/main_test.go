package main

import (
	"bytes"
	"fmt"
	"go/format"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph/rdf"
)

// TestReaderAgreesWithRDF: the small reader of this command, which stands
// below graph/rdf, reads the same statements from schema.ttl as that one does.
func TestReaderAgreesWithRDF(t *testing.T) {
	src, err := os.ReadFile("../../schema.ttl")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]bool{}
	for st, err := range rdf.NewScanner(bytes.NewReader(src), rdf.Turtle, nil).All() {
		if err != nil {
			t.Fatal(err)
		}
		lang := ""
		if st.O.Kind == rdf.Lang {
			lang = string(st.O.Extra)
		}
		want[fmt.Sprintf("%s %s %t %s@%s", st.S.Value, st.P.Value, st.O.Kind == rdf.IRI, st.O.Value, lang)] = true
	}
	sts, err := parse(string(src))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, s := range sts {
		for p, values := range s.values {
			for _, v := range values {
				got[fmt.Sprintf("%s %s %t %s@%s", s.subject, p, v.iri != "", v.iri+v.text, v.lang)] = true
			}
		}
	}
	if len(want) < 500 || !maps.Equal(got, want) {
		t.Errorf("%d statements, want %d", len(got), len(want))
	}
}

// TestGeneratedFilesAgree holds constants.go and tables.go to schema.ttl.
func TestGeneratedFilesAgree(t *testing.T) {
	sts := read(t)
	for name, produce := range map[string]func([]statement) []byte{"constants.go": constants, "tables.go": tables} {
		want, err := format.Source(produce(sts))
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s does not agree with schema.ttl: run go generate ./schema", name)
		}
	}
}

// TestEveryTermIsDescribed asks of each term a type, a label in both
// languages and a comment, and of each property its classes.
func TestEveryTermIsDescribed(t *testing.T) {
	names := map[string]string{}
	for _, s := range read(t) {
		for what, ok := range map[string]bool{
			"a type":          s.iri(rdfType) != "",
			"a label @en":     s.text(rdfs+"label", "en") != "",
			"a label @nl":     s.text(rdfs+"label", "nl") != "",
			"a comment @en":   s.text(rdfs+"comment", "en") != "",
			"subject classes": !s.isProperty() || len(s.values[ns+"subjectClass"]) > 0,
			"object classes":  !s.isProperty() || len(s.values[ns+"objectClass"]) > 0,
		} {
			if !ok {
				t.Errorf("%s has not %s", s.subject, what)
			}
		}
		if s.class() == "LikelihoodWord" {
			continue // no constant
		}
		if other := names[constName(s)]; other != "" {
			t.Errorf("%s and %s have the same constant %s", s.subject, other, constName(s))
		}
		names[constName(s)] = s.subject
	}
}

func read(t *testing.T) []statement {
	t.Helper()
	src, err := os.ReadFile("../../schema.ttl")
	if err != nil {
		t.Fatal(err)
	}
	sts, err := parse(string(src))
	if err != nil {
		t.Fatal(err)
	}
	sts = slices.DeleteFunc(sts, func(s statement) bool { return !strings.HasPrefix(s.subject, ns) })
	if len(sts) < 100 {
		t.Fatalf("only %d terms read", len(sts))
	}
	return sts
}
