package portable_test

import (
	"bytes"
	"errors"
	"runtime"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/ascribe-graph/ascribe/graph/draw"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/graph/results"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
)

// The starter set is asked, queried and drawn.
func TestSeeds(t *testing.T) {
	g, err := seeds.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	err = g.View(t.Context(), &graph.Lens{}, func(v *graph.View) error {
		a, err := ask.Ask(t.Context(), v, "who attributed the Exchange hack to China?", nil)
		if err != nil {
			return err
		}
		if len(a.Rows) < 5 {
			t.Errorf("got %d rows", len(a.Rows))
		}
		s, err := v.Subgraph(t.Context(), a.Records(), nil)
		if err != nil {
			return err
		}
		var svg bytes.Buffer
		if err := draw.SVG(&svg, s, nil); err != nil {
			return err
		}
		if !strings.Contains(svg.String(), "<svg ") {
			t.Errorf("the picture is %.60q", svg.String())
		}
		res, err := v.Query(t.Context(), `SELECT (COUNT(*) AS ?n) { GRAPH ?r { ?who asc:sanctioned ?whom } }`, nil)
		if err != nil {
			return err
		}
		for row, err := range res.Rows() {
			if err != nil {
				return err
			}
			if n, ok := row[0].(quad.TypedString); !ok || n.Value == "0" {
				t.Errorf("got %v sanctions", row[0])
			}
		}
		var out bytes.Buffer
		w := results.NewWriter(&out, results.JSON)
		return errors.Join(w.Head([]string{"n"}), w.Row([]quad.Value{quad.IRI("http://example.org/")}), w.Close())
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A graph of one's own is written, kept as bytes and opened again.
func TestOwnGraph(t *testing.T) {
	g := graph.New(nil)
	err := g.Update(t.Context(), func(tx *graph.Tx) error {
		_, _, err := tx.Load(t.Context(), strings.NewReader(`<http://example.org/s> <http://example.org/p> "o"@en .`), rdf.Turtle, nil)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	var image, text bytes.Buffer
	if err := errors.Join(g.WriteImage(&image), g.Close()); err != nil {
		t.Fatal(err)
	}
	if g, err = graph.OpenImage(image.Bytes(), nil); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(g.Dump(t.Context(), &text), g.Verify(t.Context()), g.Close()); err != nil {
		t.Fatal(err)
	}
	if want := "<http://example.org/s> <http://example.org/p> \"o\"@en .\n"; text.String() != want {
		t.Errorf("got %q, want %q", text.String(), want)
	}
}

// Where files cannot be locked a store is refused to a writer, in words.
func TestStoreNeedsLocks(t *testing.T) {
	if runtime.GOOS != "js" && runtime.GOOS != "wasip1" {
		t.Skip("files can be locked on " + runtime.GOOS)
	}
	_, err := graph.Open(t.TempDir()+"/x"+graph.StoreExt, &graph.Options{Create: true})
	if !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("got %v", err)
	}
}
