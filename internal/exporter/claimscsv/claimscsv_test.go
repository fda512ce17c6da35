package claimscsv_test

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/internal/exporter/claimscsv"
	claims "github.com/ascribe-graph/ascribe/internal/importer/claimscsv"
	"github.com/ascribe-graph/ascribe/internal/importer/importtest"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
)

func export(t *testing.T, g *graph.Graph, lens *graph.Lens) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := g.View(t.Context(), lens, func(v *graph.View) error { return claimscsv.Write(t.Context(), &b, v) }); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// rows reads a table, a map a row.
func rows(t *testing.T, text []byte) (out []map[string]string) {
	t.Helper()
	all, err := csv.NewReader(bytes.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(all[0], claims.Columns()) {
		t.Fatalf("the header is %q", all[0])
	}
	for _, fields := range all[1:] {
		row := map[string]string{}
		for i, f := range fields {
			row[all[0][i]] = f
		}
		out = append(out, row)
	}
	return out
}

// TestRoundTrip exports the starter set, imports the table into a copy of it,
// and compares each record with its twin: they differ in nothing but what the
// table says that it has no place for.
func TestRoundTrip(t *testing.T) {
	starter, err := seeds.Open()
	if err != nil {
		t.Fatal(err)
	}
	text := export(t, starter, graph.Everything)
	g := graph.New(nil)
	before := importtest.Quads(t, starter, graph.Pattern{})
	if err := g.Update(t.Context(), func(tx *graph.Tx) error {
		for _, q := range before {
			if _, err := tx.Add(q); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	file := importtest.File{Name: "table.csv", Data: text}
	rep := importtest.Must(t, g, claims.Importer{}, file)[0]
	records := map[string]string{} // handles by id in the table
	missing := map[string][]string{}
	for _, row := range rows(t, text) {
		if row["record"] != "" {
			records[row["claim"]] = row["record"]
			missing[row["record"]] = append(missing[row["record"]], strings.Split(row["not_in_table"], "; ")...)
		}
	}
	if rep.RejectedTotal+len(rep.Unresolved)+len(rep.Left) > 0 || rep.New != len(records) {
		t.Fatalf("%d new of %d, rejected %v, unresolved %v, left %v", rep.New, len(records), rep.Rejected, rep.Unresolved, rep.Left)
	}
	// The twin of a record goes by its handle.
	twin := func(v quad.Value) quad.Value {
		iri, ok := v.(quad.IRI)
		for _, ns := range []string{schema.NSClaim, schema.NSAct} {
			if rest, in := strings.CutPrefix(string(iri), ns+"csv/table/"); ok && in {
				id, _, _ := strings.Cut(rest, "/")
				return quad.IRI(schema.ExpandHandle(records[id])[0])
			}
		}
		return v
	}
	said := func(quads []quad.Quad, copies bool) map[string][]string {
		m := map[string][]string{}
		for _, q := range quads {
			about := q.Label
			if about == nil {
				about = q.Subject
			}
			original := twin(about)
			if (original != about) != copies {
				continue
			}
			iri, _ := original.(quad.IRI)
			handle := schema.Handle(string(iri))
			p := strings.TrimPrefix(string(q.Predicate.(quad.IRI)), schema.NS)
			if slices.Contains(missing[handle], p) {
				continue
			}
			q.Subject, q.Object, q.Label = twin(q.Subject), twin(q.Object), twin(q.Label)
			m[handle] = append(m[handle], q.String())
		}
		for _, list := range m {
			slices.Sort(list)
		}
		return m
	}
	want, got := said(before, false), said(importtest.Quads(t, g, graph.Pattern{}), true)
	for _, handle := range records {
		if !slices.Equal(want[handle], got[handle]) {
			t.Errorf("%s:\n got %s\nwant %s", handle, strings.Join(got[handle], "\n     "), strings.Join(want[handle], "\n     "))
		}
	}
	if n := len(slices.DeleteFunc(slices.Collect(func(yield func([]string) bool) {
		for _, m := range missing {
			if !yield(m) {
				return
			}
		}
	}), func(m []string) bool { return slices.Equal(m, []string{""}) })); n > len(records)/20 {
		t.Errorf("%d of %d records do not fit the table", n, len(records))
	}
	importtest.Again(t, g, claims.Importer{}, file)
}

// TestLens exports what a lens shows: no denial by default, one with all.
func TestLens(t *testing.T) {
	starter, err := seeds.Open()
	if err != nil {
		t.Fatal(err)
	}
	count := func(lens *graph.Lens) (n int) {
		for _, row := range rows(t, export(t, starter, lens)) {
			if row["stance"] == "denies" {
				n++
			}
		}
		return n
	}
	if n := count(nil); n != 0 {
		t.Errorf("the default lens exports %d denials", n)
	}
	if n := count(graph.Everything); n == 0 {
		t.Error("everything has no denial")
	}
}
