package graph_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
)

func TestIdentitiesAndStanding(t *testing.T) {
	same := [][3]quad.Value{edge("hafnium", schema.SameAs, "xenotime")}
	g := build(
		t,
		recordSpec{iri: claim("one"), by: "cyberx", on: "2021-01-01", stance: schema.Asserts, edges: same},
		recordSpec{iri: claim("two"), by: "mandiant", on: "2021-02-01", stance: schema.Denies, edges: same},
		recordSpec{iri: claim("three"), by: "uk", on: "2021-03-01", stance: schema.Suspects, edges: same},
		recordSpec{iri: claim("back"), by: "cyberx", on: "2021-04-01", stance: schema.Retracts, re: claim("one")},
		recordSpec{iri: claim("next"), by: "mandiant", on: "2021-05-01", stance: schema.Denies, super: claim("two"), edges: same},
	)
	at := func(month int, past bool) (out []string) {
		lens := &graph.Lens{AsOf: mustDate(t, fmt.Sprintf("2021-%02d", month))}
		err := g.View(t.Context(), lens, func(v *graph.View) (err error) {
			if past {
				if v, err = v.PastStance(); err != nil {
					return err
				}
			}
			ids, err := v.Identities(t.Context(), id("xenotime"))
			for _, i := range ids {
				out = append(out, fmt.Sprintf("%s %v", i.By.Handle(), i.Same))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	expect(t, at(1, true), "one true")
	expect(t, at(2, false), "one true")
	expect(t, at(3, true), "one true", "two false") // a suspicion is neither
	expect(t, at(4, true), "two false")
	expect(t, at(5, true), "next false")

	err := g.View(t.Context(), nil, func(v *graph.View) error {
		for handle, want := range map[string]string{
			"one": "[claim/back] []", "two": "[] [claim/next]", "three": "[] []", "next": "[] []", "none": "[] []",
		} {
			st := v.Standing(claim(handle))
			got := fmt.Sprint(trimmed(st.RetractedBy), " ", trimmed(st.SupersededBy))
			if got != want || st.Stands() != (want == "[] []") {
				t.Errorf("%s: got %s, want %s", handle, got, want)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	// As of a day before, nothing had been taken back.
	err = g.View(t.Context(), &graph.Lens{AsOf: mustDate(t, "2021-03")}, func(v *graph.View) error {
		if st := v.Standing(claim("one")); !st.Stands() {
			t.Errorf("as of 2021-03: got %v, want that it stands", st)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Two things share a name if records call both so, whoever does: not by their
// labels, not by a name that the lens hides, and however it is spelt.
func TestSharedNames(t *testing.T) {
	called := func(thing, name string) [][3]quad.Value {
		return [][3]quad.Value{{id(thing), quad.IRI(schema.KnownAs), quad.LangString{Value: quad.String(name), Lang: "en"}}}
	}
	records := []recordSpec{
		{iri: claim("m"), by: "mandiant", on: "2021-01-01", stance: schema.Reports, edges: called("hafnium", "Silk Typhoon")},
		{iri: claim("x"), by: "cyberx", on: "2021-02-01", stance: schema.Reports, edges: called("xenotime", "SILK-TYPHOON")},
		{iri: claim("y"), by: "uk", on: "2021-03-01", stance: schema.Reports, edges: called("sandworm", "Silk Typhoon")},
		{iri: claim("no"), by: "us", on: "2021-03-01", stance: schema.Denies, edges: called("gru", "Silk Typhoon")},
		{iri: claim("other"), by: "us", on: "2021-03-01", stance: schema.Reports, edges: called("xenotime", "Salt Typhoon")},
		{iri: claim("label"), by: "us", on: "2021-03-01", stance: schema.Reports, edges: called("xenotime", "mss")},
	}
	shared := func(g *graph.Graph, l *graph.Lens, thing string) (out []string) {
		err := g.View(t.Context(), l, func(v *graph.View) error {
			for _, n := range v.SharedNames(id(thing)) {
				out = append(out, fmt.Sprintf("%s %s %s", schema.Handle(string(n.Of)), n.Text, n.By.Handle()))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	memory := build(t, records...)
	path := filepath.Join(t.TempDir(), "x.ascribe") // whose index of names is asked
	var image bytes.Buffer
	if err := memory.WriteImage(&image); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, image.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := graph.Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	err = file.View(t.Context(), nil, func(v *graph.View) error {
		if v.NameIndex() == nil {
			t.Error("the file has no index of names: the test is weak")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range []*graph.Graph{memory, file} {
		expect(t, shared(g, nil, "hafnium"), "id:sandworm Silk Typhoon y", "id:xenotime SILK-TYPHOON x")
		expect(t, shared(g, nil, "xenotime"), "id:hafnium Silk Typhoon m", "id:sandworm Silk Typhoon y")
		expect(t, shared(g, nil, "mss")) // only its label is a name of xenotime
		expect(t, shared(g, &graph.Lens{AsOf: mustDate(t, "2021-02")}, "hafnium"), "id:xenotime SILK-TYPHOON x")
		expect(t, shared(g, nil, "nothing"))
	}
}

func mustDate(t *testing.T, s string) graph.Date {
	t.Helper()
	d, err := graph.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func trimmed(iris []quad.IRI) []string {
	out := []string{}
	for _, iri := range iris {
		out = append(out, string(iri)[len(schema.Base):])
	}
	return out
}

// Who calls whom "Silk Typhoon".
func ExampleView_Namings() {
	ctx := context.Background()
	g, err := seeds.Open(seeds.Founding, seeds.Record2021)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer g.Close()
	_ = g.View(ctx, nil, func(v *graph.View) error {
		for _, n := range v.Namings(func(n graph.Name) bool { return n.Text == "Silk Typhoon" }) {
			fmt.Printf("%s: %s, by %s, %s\n", n.Text, v.Label(n.Of), v.Label(n.By.By[0]), n.By.When())
		}
		return nil
	})
	// Output:
	// Silk Typhoon: HAFNIUM, by Microsoft, undated
}

// The names of one thing are those of it among all.
func TestNamingsOf(t *testing.T) {
	g := build(t,
		recordSpec{iri: claim("c"), by: "us", on: "2021-01-01", stance: schema.Asserts, edges: [][3]quad.Value{{id("hafnium"), quad.IRI(schema.KnownAs), quad.String("Silk")}}},
		recordSpec{iri: claim("d"), by: "uk", on: "2021-01-02", stance: schema.Asserts, edges: [][3]quad.Value{{id("hafnium"), quad.IRI(schema.KnownAs), quad.String("Silk")}, {id("sandworm"), quad.IRI(schema.KnownAs), quad.String("Worm")}}},
	)
	err := g.View(t.Context(), nil, func(v *graph.View) error {
		for _, thing := range []string{"hafnium", "sandworm", "xenotime"} {
			got := v.NamingsOf(id(thing), nil)
			want := v.Namings(func(n graph.Name) bool { return n.Of == id(thing) })
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s: got %v, want %v", thing, got, want)
			}
		}
		if n := len(v.NamingsOf(id("hafnium"), nil)); n != 2 {
			t.Errorf("got %d names, want that of each record", n)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
