package cli

import (
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
)

func TestSplitWords(t *testing.T) {
	for in, want := range map[string][]string{
		"":                                 nil,
		"  --by UK  ":                      {"--by", "UK"},
		`--by "European Union" --at 2021`:  {"--by", "European Union", "--at", "2021"},
		`--by 'it''s' ""`:                  {"--by", "its", ""},
		`--source="a 'b' c"`:               {"--source=a 'b' c"},
		"--by\tUK\n--form 'press report' ": {"--by", "UK", "--form", "press report"},
	} {
		got, err := splitWords(in)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q: got %q, %v, want %q", in, got, err, want)
		}
	}
	if _, err := splitWords(`--by "UK`); err == nil {
		t.Error("an open quotation mark is no error")
	}
}

// An edge is read by the name of the schema's edge in it, whatever the names
// around it look like, and never guessed.
func TestEdge(t *testing.T) {
	g, err := seeds.Open(seeds.Founding, seeds.Record2021)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	err = g.View(t.Context(), graph.Everything, func(v *graph.View) error {
		d := &drafter{s: &session{}, all: v, names: ask.NewNames(v), fresh: map[string]graph.NewThing{}}
		if err := d.describe([]string{"Part of Things=threat group"}); err != nil {
			return err
		}
		id := func(local string) quad.IRI { return quad.IRI(schema.NSID + local) }
		for text, want := range map[string]quad.Quad{
			"APT31 linkedTo MSS":                                 quad.MakeIRI(schema.NSID+"apt31", schema.LinkedTo, schema.NSID+"mss", ""),
			"APT31 asc:linkedTo id:mss":                          quad.MakeIRI(schema.NSID+"apt31", schema.LinkedTo, schema.NSID+"mss", ""),
			"APT31 gelieerd aan MSS":                             quad.MakeIRI(schema.NSID+"apt31", schema.LinkedTo, schema.NSID+"mss", ""),
			`"Exchange hack" attributed to “China”`:              quad.MakeIRI(schema.NSID+"exchange-hack", schema.AttributedTo, schema.NSID+"china", ""),
			"Part of Things linked to China":                     quad.MakeIRI(schema.NSID+"part-of-things", schema.LinkedTo, schema.NSID+"china", ""),
			"Exchange hack began 2021-01":                        {Subject: id("exchange-hack"), Predicate: quad.IRI(schema.Began), Object: quad.TypedString{Value: "2021-01", Type: schema.XSDGYearMonth}},
			"APT31 known as Zirconium, the stone":                {Subject: id("apt31"), Predicate: quad.IRI(schema.KnownAs), Object: quad.LangString{Value: "Zirconium, the stone", Lang: "en"}},
			"United States withheld sanction":                    quad.MakeIRI(schema.NSID+"us", schema.Withheld, schema.Sanction, ""),
			"United Kingdom sanctioned Cheng Qingmin":            quad.MakeIRI(schema.NSID+"uk", schema.Sanctioned, schema.NSID+"cheng-qingmin", ""),
			"Ministry of Foreign Affairs of China part of China": quad.MakeIRI(schema.NSID+"china-mfa", schema.PartOf, schema.NSID+"china", ""),
		} {
			got, err := d.edge(text, "en")
			if err != nil || got != want {
				t.Errorf("%q: got %v, %v, want %v", text, got, err, want)
			}
		}
		for text, msg := range map[string]string{
			"APT31":                        "names no edge",
			"APT31 likes China":            "names no edge",
			"linkedTo China":               "names no edge",
			"APT31 linkedTo Narnia":        `"Narnia"`,
			"APT31 began 2021-13":          "",
			"Exchange hack began sometime": "not a date",
			"US withheld mercy":            "mercy",
		} {
			if got, err := d.edge(text, "en"); err == nil || !strings.Contains(err.Error(), msg) {
				t.Errorf("%q: got %v, %v, want an error with %q", text, got, err, msg)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFootnoteMarkdownIsHarmless(t *testing.T) {
	for in, want := range map[string]string{
		"https://example.org/a":     "<https://example.org/a>",
		"https://example.org/a>b<c": `https://example.org/a>b\<c`,
		"javascript alert":          "javascript alert",
		"https://example.org/a b":   "https://example.org/a b",
	} {
		if got := angled(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	if got := footnoteLabel("a]b c^\u202e"); got != "a-b-c-\ufffd" {
		t.Errorf("got %q", got)
	}
}
