package ask

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// open reads the files of the starter graph, or of testdata, into one graph.
func open(t testing.TB, files ...string) *graph.Graph {
	t.Helper()
	g := graph.New(nil)
	err := g.Update(t.Context(), func(tx *graph.Tx) error {
		for _, name := range files {
			path := filepath.Join("..", "..", "seeds", name)
			if strings.HasPrefix(name, "testdata/") {
				path = name
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			if _, _, err := tx.Load(t.Context(), bytes.NewReader(data), rdf.TriG, &rdf.Options{File: name}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

var (
	founding = []string{"world.trig", "founding.trig"}
	both     = []string{"world.trig", "founding.trig", "record-2021.trig"}
)

// view runs f over a view of files.
func view(t testing.TB, lens *graph.Lens, files []string, f func(v *graph.View)) {
	t.Helper()
	err := open(t, files...).View(t.Context(), lens, func(v *graph.View) error {
		f(v)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func mustAsk(t testing.TB, v *graph.View, question string) *Answer {
	t.Helper()
	a, err := Ask(t.Context(), v, question, nil)
	if err != nil {
		t.Fatalf("%s: %v", question, err)
	}
	return a
}

// rows writes the terms of rows, one line a row, columns as asked; handles for
// IRIs.
func rows(a *Answer, list []Row, columns ...string) []string {
	var out []string
	for i := range list {
		var cells []string
		for _, c := range columns {
			var values []string
			for _, v := range a.Cell(&list[i], c) {
				var terms []string
				for _, t := range v.Terms {
					s := quad.ToString(t)
					if iri, ok := t.(quad.IRI); ok {
						s = strings.TrimPrefix(schema.Handle(string(iri)), "id:")
					}
					terms = append(terms, s)
				}
				values = append(values, strings.Join(terms, " "))
			}
			cells = append(cells, strings.Join(values, ","))
		}
		out = append(out, strings.Join(cells, "|"))
	}
	return out
}

func want(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

func show(a *Answer) string {
	var b strings.Builder
	fmt.Fprintln(&b, a.Question)
	for _, c := range a.Columns {
		fmt.Fprintf(&b, "%s | ", c.Head)
	}
	fmt.Fprintln(&b)
	for _, r := range slices.Concat(a.Rows, a.Perhaps) {
		for _, c := range r.Cells {
			fmt.Fprintf(&b, "%s | ", c)
		}
		fmt.Fprintln(&b, r.Perhaps, len(r.Records))
	}
	fmt.Fprintln(&b, a.Sentence)
	for _, n := range a.Notes {
		fmt.Fprintf(&b, "- %s\n", n.Text)
	}
	if a.Looked != nil {
		fmt.Fprintln(&b, a.Looked.Text)
	}
	return b.String()
}

func TestFoundingQuestions(t *testing.T) {
	view(t, nil, founding, func(v *graph.View) {
		a := mustAsk(t, v, "which states were attributed without sanctions?")
		t.Log(show(a))
		want(t, rows(a, a.Rows, "state", "incident"), "china|exchange-hack")
		e, err := a.Why(t.Context(), v)
		if err != nil {
			t.Fatal(err)
		}
		t.Log(e)
	})
}

func TestShow(t *testing.T) {
	for _, files := range [][]string{founding, both} {
		view(t, nil, files, func(v *graph.View) {
			for _, q := range []string{
				"which states were attributed without sanctions?", "which states were attributed and sanctioned?",
				"who stands behind the Exchange attribution?",
			} {
				t.Log(show(mustAsk(t, v, q)))
			}
		})
	}
}
