package graph_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
)

func TestLensText(t *testing.T) {
	text, err := graph.ReadLens(strings.NewReader(`
# whom I trust
by = UK
  by = eu
stance=denies
form = Official Statement
source = doc
as-of = 2021-07
at = 2020
min-confidence = 80 %
official = true
spread = true
infer = none
acts-by = us
`), "mine")
	if err != nil {
		t.Fatal(err)
	}
	resolve := func(name string, classes ...quad.IRI) (quad.IRI, error) {
		if name == "doc" && classes[0] == schema.Source {
			return src("doc"), nil
		}
		if classes[0] != schema.Party {
			return "", errors.New("no party wanted")
		}
		return id(strings.ToLower(name)), nil
	}
	got, err := text.Lens(resolve)
	if err != nil {
		t.Fatal(err)
	}
	want := &graph.Lens{
		By: []quad.IRI{id("uk"), id("eu")}, ActsBy: []quad.IRI{id("us")}, Stances: []quad.IRI{schema.Denies},
		Forms: []quad.IRI{schema.OfficialStatement}, Sources: []quad.IRI{src("doc")}, AsOf: mustDate(t, "2021-07"), At: mustDate(t, "2020"),
		MinLikelihood: 80, Official: true, Spread: true, NoRules: true,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v\nwant %+v", got, want)
	}
	again, err := graph.ReadLens(strings.NewReader(text.String()), "")
	if err != nil || again.String() != text.String() {
		t.Errorf("read back: %q, %v", again, err)
	}
	for in, msg := range map[string]string{
		"by":                          `mine:1:1: got "by", want a field and its value: by = United Kingdom`,
		"\n  colour = red":            `mine:2:3: got the field "colour", want one of by, acts-by`,
		"by =":                        `mine:1:1: the field "by" has no value`,
		"at = 2020\nat = 2021":        `mine:2:1: the field "at" stands twice`,
		"by = \xff":                   `mine:1:1: got bytes that are no UTF-8`,
		strings.Repeat("#\n", 40_000): `the lens is longer than 65536 bytes`,
		strings.Repeat("#", 70_000):   `the lens is longer than 65536 bytes`,
		"by = " + strings.Repeat("x", graph.MaxLensText): `the lens is longer than 65536 bytes`,
	} {
		_, err := graph.ReadLens(strings.NewReader(in), "mine")
		if _, ok := errors.AsType[*graph.LensTextError](err); !ok || !errors.Is(err, graph.ErrLens) || !strings.Contains(err.Error(), msg) {
			t.Errorf("%.40q: got %v, want %s", in, err, msg)
		}
	}
	for _, bad := range []string{"stance = doubts", "form = poem", "min-confidence = 101", "min-confidence = huge", "official = maybe", "infer = everything", "as-of = 2021-13"} {
		text, err := graph.ReadLens(strings.NewReader(bad), "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := text.Lens(resolve); err == nil {
			t.Errorf("%s: no error", bad)
		}
	}
}

func FuzzReadLens(f *testing.F) {
	f.Add("by = UK\nas-of = 2021\n")
	f.Add("# x\n\n  form=a = b\r\n")
	f.Fuzz(func(t *testing.T, in string) {
		text, err := graph.ReadLens(strings.NewReader(in), "f")
		if err != nil {
			if e, ok := errors.AsType[*graph.LensTextError](err); !ok || e.Line < 1 || e.Col < 1 {
				t.Fatalf("%v has no position", err)
			}
			return
		}
		again, err := graph.ReadLens(strings.NewReader(text.String()), "f")
		if err != nil || again.String() != text.String() {
			t.Fatalf("%q reads back as %q, %v", text, again, err)
		}
		_, _ = text.Lens(func(string, ...quad.IRI) (quad.IRI, error) { return "x", nil })
	})
}

// A lens in words, resolved by the names of the graph on which it is used.
func ExampleReadLens() {
	ctx := context.Background()
	g, err := seeds.Open(seeds.Founding, seeds.Record2021)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer g.Close()
	text, err := graph.ReadLens(strings.NewReader("by = United Kingdom\nform = official statement\n"), "officials")
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = g.View(ctx, graph.Everything, func(all *graph.View) error {
		lens, err := text.Lens(ask.NewNames(all).Resolve)
		if err != nil {
			return err
		}
		fmt.Println(lens)
		return nil
	})
	// Output:
	// claims by id:uk; form asc:officialStatement
}
