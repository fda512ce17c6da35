package graph_test

import (
	"context"
	"fmt"
	"os"
	"reflect"
	"slices"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
)

// Every record of the seeds, written as a draft, reads back as the same record
// with the same edges.
func TestDraftsOfTheSeedsReadBack(t *testing.T) {
	from, err := seeds.Open(seeds.Founding, seeds.Record2021)
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	to := graph.New(nil)
	defer to.Close()
	type whole struct {
		record *graph.Record
		edges  []quad.Quad
	}
	read := func(g *graph.Graph) map[quad.IRI]whole {
		out := map[quad.IRI]whole{}
		err := g.View(t.Context(), graph.Everything, func(v *graph.View) error {
			for _, r := range v.Records() {
				edges, err := v.Edges(t.Context(), r.IRI)
				if err != nil {
					return err
				}
				out[r.IRI] = whole{r, edges}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	want := read(from)
	err = to.Update(t.Context(), func(tx *graph.Tx) error {
		for _, w := range want {
			d := graph.Draft{Record: *w.record, Edges: w.edges}
			for _, q := range d.Quads() {
				if _, err := tx.Add(q); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	got := read(to)
	if len(got) != len(want) || len(want) == 0 {
		t.Fatalf("got %d records, want %d", len(got), len(want))
	}
	for iri, w := range want {
		g := got[iri]
		// An undated record answers to its source, which was not written.
		if w.record.Undated {
			g.record.Earliest, g.record.Latest = w.record.Earliest, w.record.Latest
		}
		if !reflect.DeepEqual(sorted(g.record), sorted(w.record)) {
			t.Errorf("%s: got %+v\nwant %+v", iri, *g.record, *w.record)
		}
		expect(t, shorts(g.edges), shorts(w.edges)...)
	}
}

// sorted puts the lists of a record, whose order has no meaning, in order.
func sorted(r *graph.Record) graph.Record {
	out := *r
	v := reflect.ValueOf(&out).Elem()
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.Slice && f.Len() > 1 {
			texts := map[string]bool{}
			for j := range f.Len() {
				texts[fmt.Sprint(f.Index(j).Interface())] = true
			}
			f.SetZero()
			out.Summary = append(out.Summary, quad.String(fmt.Sprint(v.Type().Field(i).Name, texts)))
		}
	}
	return out
}

func shorts(quads []quad.Quad) []string {
	out := make([]string, len(quads))
	for i, q := range quads {
		out[i] = short(q)
	}
	slices.Sort(out)
	return out
}

func ExampleDraft() {
	g := graph.New(nil)
	defer g.Close()
	d := graph.Draft{
		Record: graph.Record{
			IRI: schema.NSClaim + "me-2026-11-20/1", By: []quad.IRI{schema.NSID + "me"},
			On: graph.Date{Year: 2026, Month: 11, Day: 20}, Stance: schema.Asserts, Form: schema.TechnicalReport,
		},
		Edges: []quad.Quad{{Subject: quad.IRI(schema.NSID + "apt31"), Predicate: quad.IRI(schema.LinkedTo), Object: quad.IRI(schema.NSID + "mss")}},
	}
	err := g.Update(context.Background(), func(tx *graph.Tx) error {
		for _, q := range d.Quads() {
			if _, err := tx.Add(q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = g.View(context.Background(), nil, func(v *graph.View) error { return v.Write(context.Background(), os.Stdout, rdf.NQuads) })
	// Output:
	// <https://w3id.org/ascribe/claim/me-2026-11-20/1> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/ascribe/schema#Claim> .
	// <https://w3id.org/ascribe/claim/me-2026-11-20/1> <https://w3id.org/ascribe/schema#by> <https://w3id.org/ascribe/id/me> .
	// <https://w3id.org/ascribe/claim/me-2026-11-20/1> <https://w3id.org/ascribe/schema#form> <https://w3id.org/ascribe/schema#technicalReport> .
	// <https://w3id.org/ascribe/claim/me-2026-11-20/1> <https://w3id.org/ascribe/schema#on> "2026-11-20"^^<http://www.w3.org/2001/XMLSchema#date> .
	// <https://w3id.org/ascribe/claim/me-2026-11-20/1> <https://w3id.org/ascribe/schema#stance> <https://w3id.org/ascribe/schema#asserts> .
	// <https://w3id.org/ascribe/id/apt31> <https://w3id.org/ascribe/schema#linkedTo> <https://w3id.org/ascribe/id/mss> <https://w3id.org/ascribe/claim/me-2026-11-20/1> .
}
