package ask

import (
	"errors"
	"fmt"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

func TestFold(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"APT-29", "apt 29"},
		{"U.S.", "u s"},
		{"  Ministry of  State-Security ", "ministry of state security"},
		{"Türkiye", "turkiye"},
		{"China’s", "china"},
		{"People's Republic", "people republic"},
		{"ＡＰＴ３１", "apt31"},
		{"Straße", "strasse"},
		{"Бундестаг", "бундестаг"},
		{"!?", ""},
	} {
		if got := Fold(c.in); got != c.want {
			t.Errorf("Fold(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b  string
		limit int
		want  int
	}{
		{"", "", 2, 0},
		{"abc", "abc", 0, 0},
		{"kitten", "sitting", 5, 3},
		{"form", "from", 2, 1},
		{"abc", "xyz", 2, 3},
		{"a", "abcdef", 2, 3},
	} {
		if got := distance(c.a, c.b, c.limit); got != c.want {
			t.Errorf("distance(%q, %q, %d) = %d, want %d", c.a, c.b, c.limit, got, c.want)
		}
		if got := distance(c.b, c.a, c.limit); got != c.want {
			t.Errorf("distance is not symmetric for %q, %q", c.a, c.b)
		}
	}
}

func TestResolve(t *testing.T) {
	files := append([]string{"testdata/mixing.trig"}, both...)
	view(t, nil, files, func(v *graph.View) {
		names := NewNames(v)
		id := func(s string) quad.IRI { return schema.NSID + quad.IRI(s) }
		for _, c := range []struct {
			text    string
			classes []quad.IRI
			want    quad.IRI
		}{
			{"China", nil, id("china")},
			{"u.s.", nil, id("us")},
			{"Verenigde Staten", nil, id("us")},
			{"Volksrepubliek China", nil, id("china")},
			{"apt 31", nil, id("apt31")},
			{"APT-31", nil, id("apt31")},
			{"Violet Typhoon", nil, id("apt31")},
			{"Violt Typhon", nil, id("apt31")},
			{"MSS", nil, id("mss")},
			{"the Ministry of State Security", nil, ""},
			{"Ministry of State Security", nil, id("mss")},
			{"Exchange", []quad.IRI{schema.Incident}, id("exchange-hack")},
			{"Exchange", []quad.IRI{schema.Product}, id("microsoft-exchange")},
			{"Exchange attack", []quad.IRI{schema.Incident}, id("exchange-hack")},
			{"solarwinds", []quad.IRI{schema.Incident}, id("solarwinds-hack")},
			{"Jordan", []quad.IRI{schema.Person}, id("jordan-person")},
			{"id:apt31", nil, id("apt31")},
			{schema.NSID + "apt31", nil, id("apt31")},
			{"uk-2021-07-19/2", nil, schema.NSClaim + "uk-2021-07-19/2"},
			{"act:us-2021-04-15/1", nil, schema.NSAct + "us-2021-04-15/1"},
			// A campaign is an incident.
			{"APT40 campaign", []quad.IRI{schema.Incident}, id("apt40-campaign")},
			{"Unit 26165", []quad.IRI{schema.Agency}, id("unit-26165")},
		} {
			got, err := names.Resolve(c.text, c.classes...)
			if got != c.want {
				t.Errorf("Resolve(%q, %v) = %s, %v, want %s", c.text, c.classes, got, err, c.want)
			}
		}
	})
}

// What is written down is named as it is called, or not at all.
func TestResolveExact(t *testing.T) {
	files := append([]string{"testdata/mixing.trig"}, both...)
	view(t, nil, files, func(v *graph.View) {
		names := NewNames(v)
		id := func(s string) quad.IRI { return schema.NSID + quad.IRI(s) }
		for _, c := range []struct {
			text    string
			classes []quad.IRI
			want    quad.IRI
		}{
			{"China", nil, id("china")},
			{"verenigde staten", nil, id("us")},
			{"APT-31", nil, id("apt31")},
			{" Violet Typhoon ", nil, id("apt31")},
			{"id:apt31", nil, id("apt31")},
			{schema.NSID + "apt31", nil, id("apt31")},
			{"uk-2021-07-19/2", nil, schema.NSClaim + "uk-2021-07-19/2"},
			{"Jordan", []quad.IRI{schema.Person}, id("jordan-person")},
		} {
			if got, err := names.ResolveExact(c.text, c.classes...); got != c.want || err != nil {
				t.Errorf("ResolveExact(%q, %v) = %s, %v, want %s", c.text, c.classes, got, err, c.want)
			}
		}
		// Each of these Resolve understands.
		for _, c := range []struct {
			text    string
			classes []quad.IRI
			first   quad.IRI // what is offered before anything else
		}{
			{"Chyna", nil, id("china")},
			{"Violt Typhon", nil, id("apt31")},
			{"Exchange attack", []quad.IRI{schema.Incident}, id("exchange-hack")},
		} {
			if got, err := names.Resolve(c.text, c.classes...); got != c.first {
				t.Errorf("Resolve(%q, %v) = %s, %v, want %s", c.text, c.classes, got, err, c.first)
			}
			got, err := names.ResolveExact(c.text, c.classes...)
			var unknown *UnknownNameError
			if got != "" || !errors.As(err, &unknown) || len(unknown.Nearest) == 0 || unknown.Nearest[0].IRI != c.first {
				t.Errorf("ResolveExact(%q, %v) = %s, %#v, want no name, and %s offered", c.text, c.classes, got, err, c.first)
			}
		}
		var ambiguous *AmbiguousNameError
		if got, err := names.ResolveExact("Jordan"); got != "" || !errors.As(err, &ambiguous) || len(ambiguous.Candidates) != 2 {
			t.Errorf("ResolveExact(Jordan) = %s, %v, want two candidates", got, err)
		}
	})
}

// What must never be taken for something else.
func TestResolveRefuses(t *testing.T) {
	files := append([]string{"testdata/mixing.trig"}, both...)
	view(t, nil, files, func(v *graph.View) {
		names := NewNames(v)
		for _, text := range []string{
			"APT29", "APT30", "APT3", "Unit 29155", "Unit 26156", // digits are exact
			"Silk Blizzard", "Salt Typhoon", // a word of a name is no name, Salt is not Silk
			"Bhutan", "Chad", // a country that is not there is no other
			"MSX", "EUU", // short names mean what they say
			"", " ", "???", "of",
			"a name so long that nobody can have meant it, a name so long that nobody can have meant it, a name so long that nobody can have meant it, a name so long that nobody can have meant it, a name so long that nobody",
		} {
			got, err := names.Resolve(text)
			if text == "APT29" {
				if got != schema.NSID+"apt29" {
					t.Errorf("APT29 = %s, %v", got, err)
				}
				continue
			}
			var unknown *UnknownNameError
			if !errors.As(err, &unknown) {
				t.Errorf("Resolve(%q) = %s, %v, want an unknown name", text, got, err)
			}
		}
		_, err := names.Resolve("Jordan")
		var ambiguous *AmbiguousNameError
		if !errors.As(err, &ambiguous) || len(ambiguous.Candidates) != 2 {
			t.Fatalf("Jordan: %v, want two candidates", err)
		}
		if got := ambiguous.Hint(); got != "type one of id:jordan-river, id:jordan-person" && got != "type one of id:jordan-person, id:jordan-river" {
			t.Errorf("hint %q", got)
		}
	})
}

func TestComplete(t *testing.T) {
	view(t, nil, both, func(v *graph.View) {
		var got []string
		for _, c := range NewNames(v).Complete("apt", schema.ThreatGroup) {
			got = append(got, c.Label)
		}
		want(t, got, "APT29", "APT31", "APT40")
	})
}

func FuzzResolve(f *testing.F) {
	for _, s := range []string{"APT31", "uk-2021-07-19/2", "id:us", "<x>", "\xff", "ﬃ", "Ⅻ", "' s"} {
		f.Add(s)
	}
	g := open(f, mixing...)
	f.Fuzz(func(t *testing.T, text string) {
		err := g.View(t.Context(), nil, func(v *graph.View) error {
			names := NewNames(v)
			iri, err := names.Resolve(text)
			if (iri == "") == (err == nil) {
				return fmt.Errorf("Resolve(%q) = %q, %w", text, iri, err)
			}
			if f := Fold(text); f != Fold(f) {
				return fmt.Errorf("Fold is not idempotent: %q, %q", f, Fold(f))
			}
			names.Complete(text)
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// A capital stands for the state whose government sits there, as it is spelled
// and nowhere near it.
func TestCapitals(t *testing.T) {
	view(t, nil, both, func(v *graph.View) {
		names := NewNames(v)
		for text, want := range map[string]quad.IRI{"London": "uk", "Londen": "uk", "Washington": "us", "the Hague": "netherlands", "Den Haag": "netherlands", "PEKING": "china"} {
			if iri, err := names.Resolve(text, schema.State); err != nil || iri != schema.NSID+want {
				t.Errorf("%s: got %s, %v, want %s", text, iri, err, want)
			}
		}
		for _, text := range []string{"Londn", "Berm", "Osla", "Washington Post", "Hogue"} {
			if iri, err := names.Resolve(text, schema.State); err == nil {
				t.Errorf("%s: got %s, want no state", text, iri)
			}
		}
	})
	of := map[string]string{}
	for iso, list := range capitals {
		if _, ok := demonyms[iso]; !ok {
			t.Errorf("%s has a capital and no adjective: it is never looked for", iso)
		}
		for _, name := range stateForms(regionNames(iso)[0]).capitals {
			if other := of[compact(name)]; other != "" && other != iso {
				t.Errorf("%s is the capital of %s and %s", name, iso, other)
			}
			of[compact(name)] = iso
		}
		if len(list) != 2 || list[0] == "" {
			t.Errorf("%s: %v", iso, list)
		}
	}
}
