package graph

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/exec"
	"github.com/ascribe-graph/ascribe/internal/store"
)

// bareSource is a snapshot as exec reads it without any lens.
type bareSource struct{ *store.Snapshot }

func (s bareSource) Scan(p store.Pattern, o store.Order) engine.Cursor { return s.Snapshot.Scan(p, o) }
func (s bareSource) ExactCounts() bool                                 { return true }
func (s bareSource) Rescan(c engine.Cursor, p store.Pattern, o store.Order) engine.Cursor {
	if under, ok := c.(*store.Cursor); ok {
		under.Reset(s.Snapshot, p, o)
		return under
	}
	return s.Snapshot.Scan(p, o)
}

// manyRecords is a graph of n claims with four edges each, public one after
// another from 2010 to 2021; one in 20 is a denial, which the default lens
// hides.
func manyRecords(b *testing.B, n int) *Graph {
	b.Helper()
	r := rand.New(rand.NewPCG(7, 7))
	var text strings.Builder
	text.WriteString(`@prefix asc: <https://w3id.org/ascribe/schema#> . @prefix id: <https://w3id.org/ascribe/id/> .
@prefix claim: <https://w3id.org/ascribe/claim/> . @prefix src: <https://w3id.org/ascribe/source/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
`)
	for i := range n {
		stance := "asserts"
		if i%20 == 7 {
			stance = "denies"
		}
		fmt.Fprintf(&text, "claim:c%d a asc:Claim ; asc:by id:party%d ; asc:stance asc:%s ; asc:on \"20%02d-%02d-%02d\"^^xsd:date ; asc:source src:s%d .\nclaim:c%[1]d {",
			i, r.IntN(40), stance, 10+12*i/n, 1+r.IntN(12), 1+r.IntN(28), r.IntN(n/3))
		for range 3 {
			fmt.Fprintf(&text, " id:group%d asc:linkedTo id:group%d .", r.IntN(n/4), r.IntN(n/4))
		}
		fmt.Fprintf(&text, " id:group%d asc:exploited id:cve%d . }\n", r.IntN(n/4), r.IntN(200))
	}
	g, err := Read(b.Context(), nil, Document{R: strings.NewReader(text.String()), Format: rdf.TriG})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { g.Close() })
	return g
}

// BenchmarkLens asks the same of the bare snapshot and through three lenses:
// all is to cost 1.0 times the bare one, the default lens at most 1.2 times,
// and a lens that hides half of the records at most 1.5 times, although it
// also finds less.
func BenchmarkLens(b *testing.B) {
	g := manyRecords(b, 20_000)
	half, err := ParseDate("2015-12-31")
	if err != nil {
		b.Fatal(err)
	}
	for _, q := range []struct{ name, text string }{
		{"scan", `SELECT (COUNT(*) AS ?n) { GRAPH ?r { ?a asc:linkedTo ?b } FILTER(?a != ?b) }`},
		{"join", `SELECT (COUNT(*) AS ?n) { ?a asc:linkedTo ?b . ?b asc:exploited id:cve7 }`},
		{"records", `SELECT ?who (COUNT(*) AS ?n) { GRAPH ?r { ?a asc:exploited id:cve7 } ?r asc:by ?who } GROUP BY ?who`},
		{"triangle", `SELECT (COUNT(*) AS ?n) { ?a asc:linkedTo ?b . ?b asc:linkedTo ?c . ?c asc:linkedTo ?a }`},
		{"point", `SELECT ?p ?o { id:group77 ?p ?o }`},
		{"path", `SELECT (COUNT(*) AS ?n) { id:group77 asc:linkedTo{1,3} ?b }`},
		{"not exists", `SELECT (COUNT(DISTINCT ?a) AS ?n) { ?a asc:linkedTo ?b FILTER NOT EXISTS { ?b asc:exploited ?v } }`},
	} {
		p, err := Prepare(q.text, nil)
		if err != nil {
			b.Fatal(err)
		}
		for _, l := range []struct {
			name string
			lens *Lens
		}{{"bare", Everything}, {"all", Everything}, {"default", nil}, {"half", &Lens{AsOf: half}}} {
			b.Run(q.name+"/"+l.name, func(b *testing.B) {
				err := g.View(b.Context(), l.lens, func(v *View) error {
					var src engine.Source = v.src
					if l.name == "bare" {
						src = bareSource{v.state.snap}
					}
					for b.Loop() {
						res, err := exec.Eval(context.Background(), p.query, src, v.engineOptions(&p.opts))
						if err != nil {
							return err
						}
						for _, err := range res.Rows {
							if err != nil {
								return err
							}
						}
					}
					return nil
				})
				if err != nil {
					b.Fatal(err)
				}
			})
		}
	}
}
