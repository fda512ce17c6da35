package ask

import (
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
)

// The files of gists hold together: each idea has words in every language,
// each template and its slots are there, and a slot whose class others share
// stands in a template that reads the same both ways.
func TestGistFiles(t *testing.T) {
	templates, err := builtin()
	if err != nil {
		t.Fatal(err)
	}
	words := map[string]map[string]bool{}
	for _, lang := range languages {
		words[lang] = map[string]bool{}
		for _, f := range readGistLines("gists/" + lang + ".txt") {
			if words[lang][f.head] || len(f.words) == 0 {
				t.Errorf("%s.txt: the idea %q stands twice or has no words", lang, f.head)
			}
			words[lang][f.head] = true
		}
	}
	used := map[string]bool{"filler": true}
	for _, g := range gists() {
		tmpl := byID(templates, g.template)
		if tmpl == nil {
			t.Errorf("there is no template %q", g.template)
			continue
		}
		var slots []string
		for _, s := range tmpl.slots {
			slots = append(slots, s.name)
		}
		if got, want := slices.Sorted(slices.Values(g.slots)), slices.Sorted(slices.Values(slots)); !slices.Equal(got, want) {
			t.Errorf("%s: got the slots %v, want %v", g.template, got, want)
		}
		if len(g.needed) == 0 {
			t.Errorf("%s: nothing is needed, so any name would do", g.template)
		}
		for idea := range g.allowed {
			used[idea] = true
			for _, lang := range languages {
				if !words[lang][idea] {
					t.Errorf("%s: the idea %q has no words in %s.txt", g.template, idea, lang)
				}
			}
		}
	}
	for _, lang := range languages {
		for idea := range words[lang] {
			if !used[idea] {
				t.Errorf("%s.txt: no gist speaks of %q", lang, idea)
			}
		}
	}
}

// A question is read by its gist if every word of it is accounted for, and
// refused if one is not: a turn of voice, a denial, a time, another question.
func TestGist(t *testing.T) {
	view(t, nil, both, func(v *graph.View) {
		names := NewNames(v)
		templates, err := builtin()
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct{ question, want string }{
			{"What other names does APT31 go by, and who coined each?", "who-is"},
			{"APT31 is known under which aliases?", "who-is"},
			{"Wie bedacht welke naam voor APT31?", "who-is"},
			{"How many days were there between the Exchange hack and the first sanction?", "timeline-of"},
			{"Hoeveel dagen zaten er tussen de Exchange-hack en de eerste beschuldiging?", "timeline-of"},
			{"Wat gebeurde er na de Exchange-hack?", "what-followed"},
			{"Wie zit er achter de Exchange-hack?", "whom-blamed-for"},
			{"Which sources do we have for the Exchange attribution?", "sources-for"},
			{"How do we know that APT40 is linked to the MSS?", "source-for-link"},
			{"Waarom is APT31 gelieerd aan het MSS?", "source-for-link"},
			{"Waaruit blijkt dat APT40 bij het MSS hoort?", "source-for-link"},
			{"Quote what the White House said about Exchange.", "what-did-say"},
			{"What was the shortest time between an incident and an attribution?", "delays-shortest"},

			{"Why did nobody follow up on the Exchange hack?", ""},
			{"What did not follow the Exchange hack?", ""},
			{"What happened before the Exchange hack?", ""},
			{"What followed the Exchange hack in 2023?", ""},
			{"How do we know that APT40 is not linked to the MSS?", ""},
			{"Which sources did APT31 attack?", ""},
			{"Which sources deny the Exchange attribution?", ""},
			{"Which names did APT31 steal?", ""},
			{"Who was never behind the Exchange hack?", ""},
			{"How many people are behind the Exchange hack?", ""},
			{"Quote what nobody said about Exchange.", ""},
			{"Only which sources do we have for the Exchange attribution?", ""},
			{"What other names does APT99 go by, and who coined each?", ""},
			{"Waarom is APT31 niet gelieerd aan het MSS?", ""},
			{"How long did the Exchange hack last?", ""},
			{"How long until the next Exchange hack?", ""},
		} {
			got := ""
			m, err := readGist(c.question, split(c.question), names, templates, nil, true)
			if m != nil {
				got = m.t.ID
			}
			if got != c.want {
				t.Errorf("%s: got %q (%v), want %q", c.question, got, err, c.want)
			}
		}
	})
}

func FuzzGist(f *testing.F) {
	for _, s := range []string{"Wat gebeurde er na de Exchange-hack?", "What names does APT31 go by? APT31 APT31", "is is is of of", "who_coined"} {
		f.Add(s)
	}
	g := open(f, both...)
	templates, err := builtin()
	if err != nil {
		f.Fatal(err)
	}
	err = g.View(f.Context(), nil, func(v *graph.View) error {
		names := NewNames(v)
		f.Fuzz(func(t *testing.T, s string) {
			words := split(s)
			m, err := readGist(s, words, names, templates, nil, len(s)%2 == 0)
			if m != nil && err != nil {
				t.Fatalf("%q: got both a reading and %v", s, err)
			}
		})
		return nil
	})
	if err != nil {
		f.Fatal(err)
	}
}

// A name may be all words of questions; whether it was looked up before does not
// matter.
func TestGistNameOfCommonWords(t *testing.T) {
	const doc = `@prefix asc: <https://w3id.org/ascribe/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://w3id.org/ascribe/id/x> a asc:ThreatGroup ; rdfs:label "Source Chain"@en .`
	g, err := graph.Read(t.Context(), nil, graph.Document{R: strings.NewReader(doc), Format: rdf.TriG})
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	err = g.View(t.Context(), nil, func(v *graph.View) error {
		r := &gistReader{words: split("who is source chain"), ideas: ideasOf()["en"], names: NewNames(v)}
		for from, want := range []bool{false, false, true} {
			if got := r.maybeName(from, from+2); got != want {
				t.Errorf("words %d and %d may be a name: got %v, want %v", from, from+1, got, want)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
