package graph_test

import (
	"context"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/cayleygraph/quad"
)

// versionOf is the version of a graph's newest state.
func versionOf(t *testing.T, g *graph.Graph) graph.Version {
	t.Helper()
	var v graph.Version
	err := g.View(t.Context(), nil, func(view *graph.View) error {
		var err error
		v, err = view.Version(t.Context())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func add(t *testing.T, g *graph.Graph, quads ...quad.Quad) {
	t.Helper()
	err := g.Update(t.Context(), func(tx *graph.Tx) error {
		for _, q := range quads {
			if _, err := tx.Add(q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A graph in memory is named by what it holds: the order in which that came
// does not count, a quad more does, and taking it back leads back.
func TestVersionOfContents(t *testing.T) {
	quads := []quad.Quad{
		{Subject: quad.IRI("a"), Predicate: quad.IRI("p"), Object: quad.LangString{Value: "x", Lang: "en"}},
		{Subject: quad.IRI("b"), Predicate: quad.IRI("p"), Object: quad.String("x"), Label: quad.IRI("r")},
		{Subject: quad.IRI("b"), Predicate: quad.IRI("p"), Object: quad.String("x")},
	}
	one, two := graph.New(nil), graph.New(nil)
	add(t, one, quads...)
	slices.Reverse(quads)
	for _, q := range quads {
		add(t, two, q)
	}
	v1, v2 := versionOf(t, one), versionOf(t, two)
	if v1.UUID != v2.UUID {
		t.Errorf("the same quads: %s and %s", v1.UUID, v2.UUID)
	}
	if !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(v1.UUID) {
		t.Errorf("no UUID of version 8: %s", v1.UUID)
	}
	if v1.Generation != 1 || v2.Generation != 3 {
		t.Errorf("generations %d and %d, want 1 and 3", v1.Generation, v2.Generation)
	}
	more := quad.Quad{Subject: quad.IRI("c"), Predicate: quad.IRI("p"), Object: quad.String("x")}
	add(t, two, more)
	if v := versionOf(t, two); v.UUID == v2.UUID {
		t.Error("a quad more, the same UUID")
	}
	if err := two.Update(t.Context(), func(tx *graph.Tx) error { _, err := tx.Remove(more); return err }); err != nil {
		t.Fatal(err)
	}
	if v := versionOf(t, two); v.UUID != v2.UUID {
		t.Error("the same quads again, another UUID")
	}
}

// A store keeps its UUID while it grows and when it is opened again; its
// generations tell its states apart.
func TestVersionOfStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.ascribe")
	open := func() *graph.Graph {
		g, err := graph.Open(path, &graph.Options{Create: true})
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	g := open()
	add(t, g, quad.Quad{Subject: quad.IRI("a"), Predicate: quad.IRI("p"), Object: quad.String("x")})
	first := versionOf(t, g)
	add(t, g, quad.Quad{Subject: quad.IRI("b"), Predicate: quad.IRI("p"), Object: quad.String("x")})
	second := versionOf(t, g)
	if first.UUID == "" || first.UUID != second.UUID || second.Generation != first.Generation+1 {
		t.Errorf("%+v, then %+v", first, second)
	}
	if err := g.Close(); err != nil {
		t.Fatal(err)
	}
	g = open()
	defer g.Close()
	if again := versionOf(t, g); again != second {
		t.Errorf("opened again: %+v, want %+v", again, second)
	}
	if err := g.Compact(context.Background()); err != nil {
		t.Fatal(err)
	}
	if c := versionOf(t, g); c.UUID == second.UUID || c.Generation < second.Generation {
		t.Errorf("compacted: %+v after %+v", c, second)
	}
}
