// Package importtest holds what the tests of all importers share: importing into
// a fresh graph, checking it against the schema, and hostile files.
package importtest

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/schema/check"
	"github.com/cayleygraph/quad"
)

// File is a file to import.
type File struct {
	Name string
	Data []byte
}

// Data reads a file of the third-party data that the project does not hold, and
// skips the test where it is absent.
func Data(t testing.TB, name string) File {
	t.Helper()
	path := filepath.Join("..", "..", "..", "..", "shared", "data", filepath.FromSlash(name))
	b, err := os.ReadFile(path)
	if err != nil {
		t.Skipf("the third-party data set %s is not there (looked at ../shared/data from the project's root)", name)
	}
	return File{filepath.Base(name), b}
}

// Testdata reads a file of the package's testdata.
func Testdata(t testing.TB, name string) File {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return File{name, b}
}

// Import imports files in one transaction.
func Import(g *graph.Graph, im importer.Importer, o *importer.Options, files ...File) (reports []*importer.Report, err error) {
	ctx := context.Background()
	s := importer.NewSession([]importer.Importer{im}, o)
	for _, f := range files {
		if err := s.Read(ctx, f.Name, bytes.NewReader(f.Data)); err != nil {
			return nil, err
		}
	}
	err = g.Update(ctx, func(tx *graph.Tx) error {
		reports, err = s.Write(ctx, tx)
		return err
	})
	return reports, err
}

// Must imports files and fails the test on an error.
func Must(t testing.TB, g *graph.Graph, im importer.Importer, files ...File) []*importer.Report {
	t.Helper()
	reports, err := Import(g, im, nil, files...)
	if err != nil {
		t.Fatal(err)
	}
	return reports
}

// Quads returns every quad of a graph that matches, whatever a lens shows.
func Quads(t testing.TB, g *graph.Graph, p graph.Pattern) (out []quad.Quad) {
	t.Helper()
	err := g.View(t.Context(), graph.Everything, func(v *graph.View) error {
		for q, err := range v.Match(t.Context(), p) {
			if err != nil {
				return err
			}
			if v.Supports(q) == nil {
				out = append(out, q)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Visible returns the quads that a lens shows, nil being the default one.
func Visible(t testing.TB, g *graph.Graph, lens *graph.Lens, p graph.Pattern) (out []quad.Quad) {
	t.Helper()
	err := g.View(t.Context(), lens, func(v *graph.View) error {
		for q, err := range v.Match(t.Context(), p) {
			if err != nil {
				return err
			}
			if v.Supports(q) == nil {
				out = append(out, q)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Check holds a graph to the schema: warnings are counted and returned, an
// error fails the test.
func Check(t testing.TB, g *graph.Graph) map[check.Rule]int {
	t.Helper()
	warnings := map[check.Rule]int{}
	err := g.View(t.Context(), graph.Everything, func(v *graph.View) error {
		report, err := check.Graph(t.Context(), v.Match(t.Context(), graph.Pattern{}), nil)
		if err != nil {
			return err
		}
		shown := 0
		for _, x := range report.Violations {
			if x.Severity == check.Warning {
				warnings[x.Rule]++
			} else if shown++; shown <= 10 {
				t.Errorf("schema: %s", x)
			}
		}
		if report.Errors > 0 {
			t.Errorf("%d errors against the schema", report.Errors)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return warnings
}

// Again imports files a second time and fails unless that adds nothing.
func Again(t testing.TB, g *graph.Graph, im importer.Importer, files ...File) {
	t.Helper()
	before := g.Len()
	for _, r := range Must(t, g, im, files...) {
		if r.New != 0 || r.NewQuads != 0 || r.NewEntities != 0 || r.Superseded != 0 || r.Retracted != 0 {
			t.Errorf("second import of %s: %d new records, %d new quads, %d new entities, %d superseded, %d retracted, want none",
				r.File, r.New, r.NewQuads, r.NewEntities, r.Superseded, r.Retracted)
		}
	}
	if g.Len() != before {
		t.Errorf("second import: %d quads became %d", before, g.Len())
	}
}
