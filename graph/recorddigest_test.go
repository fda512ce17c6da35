package graph_test

import (
	"flag"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
)

var digestSeed = flag.Uint64("digestseed", 0, "seed of TestDigests; 0: the time")

// storeOfSeeds makes a store of some seeds and opens it.
func storeOfSeeds(t testing.TB, path string, names ...string) *graph.Graph {
	t.Helper()
	var docs []graph.Document
	for _, n := range names {
		f, err := seeds.FS().Open(seeds.File(n))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		docs = append(docs, graph.Document{R: f, Format: rdf.TriG, Name: seeds.File(n)})
	}
	if _, err := graph.Load(t.Context(), path, nil, docs...); err != nil {
		t.Fatal(err)
	}
	g, err := graph.Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// What a store's file keeps beside its quads is what the quads say, whatever
// was added, removed, exchanged and compacted since.
func TestDigests(t *testing.T) {
	seed := *digestSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	t.Logf("-digestseed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	path := filepath.Join(t.TempDir(), "x.ascribe")
	g := storeOfSeeds(t, path, seeds.World, seeds.Record2021)
	defer func() { g.Close() }()
	var all []quad.Quad
	collect := func() {
		all = all[:0]
		err := g.View(t.Context(), graph.Everything, func(v *graph.View) error {
			for q, err := range v.Match(t.Context(), graph.Pattern{}) {
				if err != nil {
					return err
				}
				if v.Supports(q) == nil {
					all = append(all, q)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	collect()
	pick := func() quad.Quad { return all[r.IntN(len(all))] }
	for step := range 40 {
		switch r.IntN(8) {
		case 0:
			if err := g.Compact(t.Context()); err != nil {
				t.Fatal(err)
			}
		case 1:
			if err := g.Close(); err != nil {
				t.Fatal(err)
			}
			var err error
			if g, err = graph.Open(path, nil); err != nil {
				t.Fatal(err)
			}
		default:
			err := g.Update(t.Context(), func(tx *graph.Tx) error {
				for range 1 + r.IntN(25) {
					q := pick()
					var err error
					switch r.IntN(6) {
					case 0, 1:
						_, err = tx.Remove(q)
					case 2: // another says it
						q.Label = pick().Label
						_, err = tx.Add(q)
					case 3: // of another thing
						q.Subject = pick().Subject
						_, err = tx.Add(q)
					case 4:
						q.Object = pick().Object
						_, err = tx.Add(q)
					default:
						switch r.IntN(3) {
						case 0:
							q = quad.Quad{Subject: q.Subject, Predicate: quad.IRI(schema.RDFType), Object: quad.IRI(schema.Act)}
						case 1:
							q = quad.Quad{Subject: q.Subject, Predicate: quad.IRI(schema.Published), Object: quad.TypedString{Value: "2020-05", Type: schema.XSDGYearMonth}}
						default:
							q = quad.Quad{Subject: quad.IRI("http://example.org/new"), Predicate: q.Predicate, Object: q.Object, Label: q.Label}
						}
						_, err = tx.Add(q)
					}
					if err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if step%5 == 0 {
				collect()
			}
		}
		if err := graph.CompareTables(g); err != nil {
			t.Fatalf("step %d: %v", step, err)
		}
	}
	if err := g.Verify(t.Context()); err != nil {
		t.Error(err)
	}
}
