package schema_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/schema"
)

// TestSubjectsAndObjectsAreClasses: what a property joins is a class of the
// vocabulary or a datatype, and every superclass is a class.
func TestSubjectsAndObjectsAreClasses(t *testing.T) {
	known := func(iri string) bool {
		_, ours := schema.Class(iri)
		return ours || !strings.HasPrefix(iri, schema.NS)
	}
	for _, p := range schema.Properties() {
		for _, c := range slices.Concat(p.Subjects, p.Objects) {
			if !known(c) {
				t.Errorf("%s: no class %s", p.IRI, c)
			}
		}
	}
	for _, c := range schema.Classes() {
		for _, s := range c.Supers {
			if !known(s) {
				t.Errorf("%s: no class %s", c.IRI, s)
			}
		}
	}
}

// TestEnumerations holds the lists to the design.
func TestEnumerations(t *testing.T) {
	for _, c := range []struct {
		name string
		got  []schema.TermDef
		want string
	}{
		{"stances", schema.Stances(), "asserts supports acknowledges condemns reports suspects denies retracts"},
		{"forms", schema.Forms(), "officialStatement indictmentForm sanctionsListing technicalReport advisory disclosure pressReport catalogue anonymousSource"},
		{"kinds", schema.Kinds(), "sanction indictment arrestWarrant expulsion summons severedRelations demand talks"},
		{"confidences", schema.Confidences(), "low moderate high"},
	} {
		var got []string
		for _, d := range c.got {
			got = append(got, strings.TrimPrefix(d.IRI, schema.NS))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: %s, want %s", c.name, s, c.want)
		}
	}
}

// TestEveryKindHasItsEdge: the edge of a kind of act has the act's party as
// its subject.
func TestEveryKindHasItsEdge(t *testing.T) {
	for _, k := range schema.Kinds() {
		p, ok := schema.Property(k.Edge)
		if !ok || !p.BySubject || p.Place() != schema.EdgeProperty {
			t.Errorf("%s: edge %q is not an edge of the acting party", k.IRI, k.Edge)
		}
	}
}

// TestScales has the ranges from the published tables.
func TestScales(t *testing.T) {
	for _, c := range []struct {
		scale, words string
		lo, hi       int
	}{
		{schema.ICD203, "almost no chance", 1, 5},
		{schema.ICD203, "highly improbable", 5, 20},
		{schema.ICD203, "unlikely", 20, 45},
		{schema.ICD203, "roughly even odds", 45, 55},
		{schema.ICD203, "probably", 55, 80},
		{schema.ICD203, "very likely", 80, 95},
		{schema.ICD203, "Almost  Certainly", 95, 99},
		{schema.PHIA, "remote chance", 0, 5},
		{schema.PHIA, "highly unlikely", 10, 20},
		{schema.PHIA, "unlikely", 25, 35},
		{schema.PHIA, "realistic possibility", 40, 50},
		{schema.PHIA, "probable", 55, 75},
		{schema.PHIA, "highly likely", 80, 90},
		{schema.PHIA, "almost certain", 95, 100},
		{schema.Kent, "almost certainly not", 7 - 5, 7 + 5},
		{schema.Kent, "probably not", 30 - 10, 30 + 10},
		{schema.Kent, "chances about even", 50 - 10, 50 + 10},
		{schema.Kent, "probable", 75 - 12, 75 + 12},
		{schema.Kent, "almost certain", 93 - 6, 93 + 6},
	} {
		if lo, hi, ok := schema.Range(c.scale, c.words); lo != c.lo || hi != c.hi || !ok {
			t.Errorf("Range(%s, %q) = %d, %d, %t, want %d, %d", schema.Handle(c.scale), c.words, lo, hi, ok, c.lo, c.hi)
		}
	}
	if _, _, ok := schema.Range(schema.PHIA, "highly probable"); ok {
		t.Error("highly probable is not a word of the yardstick")
	}
	for _, s := range schema.Scales() {
		last := -1
		for _, w := range s.Words {
			if w.Min < last || w.Max <= w.Min || w.Max > 100 {
				t.Errorf("%s: %s has the range %d to %d", s.EN, w.EN, w.Min, w.Max)
			}
			last = w.Min
		}
	}
}

func TestHandles(t *testing.T) {
	for handle, want := range map[string]string{
		"uk-2021-07-19/2":       schema.NSClaim + "uk-2021-07-19/2",
		"act:us-before-2021-07": schema.NSAct + "us-before-2021-07",
		"id:apt31":              schema.NSID + "apt31",
		"asc:linkedTo":          schema.LinkedTo,
		"http://example.org/x":  "http://example.org/x",
	} {
		if got := schema.Handle(want); got != handle {
			t.Errorf("Handle(%s) = %s, want %s", want, got, handle)
		}
		if got := schema.ExpandHandle(handle); len(got) == 0 || got[0] != want {
			t.Errorf("ExpandHandle(%s) = %v, want %s first", handle, got, want)
		}
	}
	if got := schema.ExpandHandle("us-before-2021-07"); len(got) != 2 || got[1] != schema.NSAct+"us-before-2021-07" {
		t.Errorf("a bare handle may be an act's: %v", got)
	}
	if schema.ExpandHandle("") != nil {
		t.Error("the empty handle means something")
	}
}

func TestIsA(t *testing.T) {
	for _, c := range []struct {
		class, super string
		want         bool
	}{
		{schema.Campaign, schema.Incident, true},
		{schema.Campaign, schema.Entity, true},
		{schema.State, schema.Actor, true},
		{schema.State, schema.Party, true},
		{schema.Coalition, schema.Actor, false},
		{schema.ThreatGroup, schema.Party, false},
		{schema.Incident, schema.Campaign, false},
		{"http://example.org/c", "http://example.org/c", true},
	} {
		if got := schema.IsA(c.class, c.super); got != c.want {
			t.Errorf("IsA(%s, %s) = %t", schema.Handle(c.class), schema.Handle(c.super), got)
		}
	}
}
