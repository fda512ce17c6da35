package graph_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
)

// A graph opens from its image in memory and in a file, and the image is the
// same each time.
func TestImage(t *testing.T) {
	g, err := graph.Read(t.Context(), nil, graph.Document{Format: rdf.NQuads, R: strings.NewReader(`
<http://example.org/a> <http://example.org/p> "x"@en <http://example.org/g> .
<http://example.org/a> <http://example.org/p> _:b .
`)})
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	var image, again, want bytes.Buffer
	if err := errors.Join(g.WriteImage(&image), g.WriteImage(&again), g.Dump(t.Context(), &want)); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(image.Bytes(), again.Bytes()) {
		t.Error("the second image is another")
	}
	path := filepath.Join(t.TempDir(), "x.ascribe")
	if err := os.WriteFile(path, image.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	inFile, err := graph.Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	inMemory, err := graph.OpenImage(image.Bytes(), &graph.Options{Name: "mine"})
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range []*graph.Graph{inFile, inMemory} {
		var got bytes.Buffer
		if err := errors.Join(h.Verify(t.Context()), h.Dump(t.Context(), &got)); err != nil || got.String() != want.String() {
			t.Errorf("%s: got %q, %v", h.Name(), got.String(), err)
		}
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	}
	h := storeOfSeeds(t, filepath.Join(t.TempDir(), "s.ascribe"), "founding", "world")
	defer h.Close()
	parts, _ := h.Sizes()
	for _, want := range []string{"table of records", "folded names"} {
		if !slices.ContainsFunc(parts, func(p graph.Size) bool { return p.Part == want && p.Bytes > 0 }) {
			t.Errorf("a store has no %s among %v", want, parts)
		}
	}
	if _, err := graph.OpenImage(image.Bytes()[:5000], &graph.Options{Name: "mine"}); err == nil || !strings.HasPrefix(err.Error(), "store: damaged file mine ") {
		t.Errorf("cut short: %v", err)
	}
	if err := inMemory.Update(t.Context(), func(*graph.Tx) error { return nil }); !errors.Is(err, graph.ErrReadOnly) && !errors.Is(err, graph.ErrClosed) {
		t.Errorf("Update returned %v", err)
	}
}
