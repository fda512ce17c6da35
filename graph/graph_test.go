package graph_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
	working "github.com/dominikbraun/graph"
)

var triple = quad.Quad{Subject: id("us"), Predicate: rdfType, Object: quad.IRI(schema.State)}

func TestUpdateKeepsNothingOfAFailure(t *testing.T) {
	for _, path := range []string{"", "x.nq", "x.ascribe"} {
		t.Run("in "+path, func(t *testing.T) {
			g := graph.New(nil)
			if path != "" {
				path = filepath.Join(t.TempDir(), path)
				var err error
				if g, err = graph.Open(path, &graph.Options{Create: true}); err != nil {
					t.Fatal(err)
				}
			}
			t.Cleanup(func() {
				if err := g.Verify(context.Background()); err != nil {
					t.Error(err)
				}
				g.Close()
			})
			boom := errors.New("boom")
			add := func(end func() error) error {
				return g.Update(t.Context(), func(tx *graph.Tx) error {
					if fresh, err := tx.Add(triple); err != nil || !fresh {
						t.Errorf("Add: %v, %v", fresh, err)
					}
					if has, err := tx.Has(triple); err != nil || !has {
						t.Errorf("a transaction does not see its own quad: %v", err)
					}
					return end()
				})
			}
			if err := add(func() error { return boom }); !errors.Is(err, boom) {
				t.Errorf("Update returned %v, want what its function returned", err)
			}
			func() {
				defer func() {
					if recover() == nil {
						t.Error("the panic was swallowed")
					}
				}()
				_ = add(func() error { panic("at the wrong time") })
			}()
			if g.Len() != 0 {
				t.Fatalf("%d quads after failures", g.Len())
			}
			if err := add(func() error { return nil }); err != nil || g.Len() != 1 {
				t.Fatalf("%d quads, %v", g.Len(), err)
			}
			// A view does not see what is committed while it is open.
			err := g.View(t.Context(), nil, func(v *graph.View) error {
				if err := g.Update(t.Context(), func(tx *graph.Tx) error {
					_, err := tx.Remove(triple)
					return err
				}); err != nil {
					return err
				}
				if !v.Has(triple.Subject) {
					t.Error("an open view lost a quad")
				}
				return nil
			})
			if err != nil || g.Len() != 0 {
				t.Errorf("%d quads, %v", g.Len(), err)
			}
		})
	}
}

func TestOpenKeepsAGraphInAFile(t *testing.T) {
	dir := t.TempDir()
	labelled := quad.Quad{Subject: id("us"), Predicate: quad.IRI(schema.Sanctioned), Object: id("russia"), Label: act("us/1")}
	for _, name := range []string{"g.trig", "g.nq", "g.ascribe"} {
		path := filepath.Join(dir, name)
		if _, err := graph.Open(path, nil); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: got %v, want that there is no such file", name, err)
		}
		for round := range 2 {
			g, err := graph.Open(path, &graph.Options{Create: true})
			if err != nil {
				t.Fatal(err)
			}
			if want := round * 2; g.Len() != want {
				t.Errorf("%s: %d quads, want %d", name, g.Len(), want)
			}
			err = g.Update(t.Context(), func(tx *graph.Tx) error {
				_, err1 := tx.Add(labelled)
				_, err2 := tx.Add(triple)
				return errors.Join(err1, err2)
			})
			if err != nil {
				t.Fatal(err)
			}
			if err := g.Close(); err != nil {
				t.Fatal(err)
			}
			if err := g.View(t.Context(), nil, nil); !errors.Is(err, graph.ErrClosed) {
				t.Errorf("View of a closed graph: %v", err)
			}
		}
	}
	// Turtle cannot keep a label, so the update fails and the file stays.
	path := filepath.Join(dir, "g.ttl")
	g, err := graph.Open(path, &graph.Options{Create: true})
	if err != nil {
		t.Fatal(err)
	}
	add := func(q quad.Quad) error {
		return g.Update(t.Context(), func(tx *graph.Tx) error { _, err := tx.Add(q); return err })
	}
	if err := add(triple); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := add(labelled); err == nil || g.Len() != 1 {
		t.Errorf("a label went into Turtle: %v, %d quads", err, g.Len())
	}
	if after, err := os.ReadFile(path); err != nil || string(after) != string(before) {
		t.Errorf("the file changed: %v\n%s", err, after)
	}
	if _, err := graph.Open("x.csv", nil); !errors.Is(err, graph.ErrFormat) {
		t.Errorf("a .csv is opened: %v", err)
	}
}

func TestReadOnly(t *testing.T) {
	g, err := graph.Read(t.Context(), nil, graph.Document{R: strings.NewReader("<s:> <p:> <o:> ."), Format: rdf.NTriples})
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Update(t.Context(), func(*graph.Tx) error { return nil }); !errors.Is(err, graph.ErrReadOnly) {
		t.Errorf("got %v, want that it is read-only", err)
	}
}

// Two documents may use the same blank node label for two nodes; one document
// may not be torn apart.
func TestBlankNodesOfDocumentsStayApart(t *testing.T) {
	doc := func(text string) graph.Document {
		return graph.Document{R: strings.NewReader(text), Format: rdf.NTriples}
	}
	g, err := graph.Read(t.Context(), nil, doc("_:a <p:> <x:> .\n_:a <p:> <y:> ."), doc("_:a <p:> <x:> ."))
	if err != nil {
		t.Fatal(err)
	}
	err = g.View(t.Context(), nil, func(v *graph.View) error {
		n, err := v.Count(t.Context(), graph.Pattern{Object: quad.IRI("x:")})
		if n != 2 {
			t.Errorf("%d nodes point to x:, want 2", n)
		}
		res, err2 := v.Query(t.Context(), "SELECT ?n { ?n <p:> <x:>, <y:> }", nil)
		if err := errors.Join(err, err2); err != nil {
			return err
		}
		rows := 0
		for _, err := range res.Rows() {
			if err != nil {
				return err
			}
			rows++
		}
		if rows != 1 {
			t.Errorf("%d nodes point to both, want 1", rows)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Has, Nodes and Count agree with looking at every quad, under lenses that
// hide and derive.
func TestNodesAndCountsAgreeWithMatch(t *testing.T) {
	g, err := seeds.Open(seeds.Founding, seeds.Record2021)
	if err != nil {
		t.Fatal(err)
	}
	for _, lens := range []*graph.Lens{nil, graph.Everything, {NoRules: true}, {Official: true}, {AsOf: graph.Date{Year: 2021, Month: 5}}} {
		err := g.View(t.Context(), lens, func(v *graph.View) error {
			all := map[quad.Quad]int{}
			nodes := map[quad.Value]bool{}
			for q, err := range v.Match(t.Context(), graph.Pattern{}) {
				if err != nil {
					return err
				}
				all[q]++
				for _, value := range []quad.Value{q.Subject, q.Predicate, q.Object, q.Label} {
					if value != nil {
						nodes[value] = true
					}
				}
			}
			if n, err := v.Count(t.Context(), graph.Pattern{}); err != nil || n != len(all) {
				t.Errorf("Count is %d, %v; Match yields %d", n, err, len(all))
			}
			for value, err := range v.Nodes(t.Context()) {
				if err != nil {
					return err
				}
				if !nodes[value] {
					t.Errorf("Nodes yields %v twice, or out of nowhere", value)
				}
				delete(nodes, value)
			}
			if len(nodes) > 0 {
				t.Errorf("Nodes leaves out %d terms", len(nodes))
			}
			// Every index gives the same quads.
			for q, times := range all {
				if times != 1 {
					t.Errorf("%s comes %d times", short(q), times)
				}
				for mask := 1; mask < 16; mask += 5 {
					p := graph.Pattern{}
					for i, to := range []*quad.Value{&p.Subject, &p.Predicate, &p.Object, &p.Label} {
						if mask&(1<<i) != 0 {
							*to = []quad.Value{q.Subject, q.Predicate, q.Object, q.Label}[i]
						}
					}
					found := false
					for got, err := range v.Match(t.Context(), p) {
						if err != nil {
							return err
						}
						if found = got == q; found {
							break
						}
					}
					if !found {
						t.Errorf("Match(%v) does not find %s", p, short(q))
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestPathsOfTheSeeds(t *testing.T) {
	g, err := seeds.Open(seeds.Founding, seeds.Record2021)
	if err != nil {
		t.Fatal(err)
	}
	chain := func(lens *graph.Lens, q graph.PathQuery) (out []string) {
		if err := g.View(t.Context(), lens, func(v *graph.View) error {
			chains, err := v.Paths(t.Context(), q)
			for _, c := range chains {
				var text strings.Builder
				text.WriteString(schema.Handle(string(c[0].From)))
				for _, h := range c {
					text.WriteString(" " + strings.TrimPrefix(string(h.Predicate), schema.NS) + " " + schema.Handle(string(h.To)))
					if len(h.Records) == 0 {
						t.Errorf("no record behind %v", h)
					}
				}
				out = append(out, text.String())
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	q := graph.PathQuery{From: id("apt31"), To: id("china")}
	expect(t, chain(nil, q), "id:apt31 linkedTo id:mss partOf id:china")
	q.Steps = graph.TerritorySteps()
	expect(t, chain(nil, q), "id:apt31 operatesFrom id:china")
	q.Via = id("mss")
	expect(t, chain(nil, q), "id:apt31 linkedTo id:mss partOf id:china")
	// The UK linked APT31 to the MSS on 19 July 2021; the day before nobody had.
	expect(t, chain(&graph.Lens{AsOf: graph.Date{Year: 2021, Month: 7, Day: 18}}, graph.PathQuery{From: id("apt31"), To: id("china")}))
	expect(t, chain(nil, graph.PathQuery{From: id("china"), To: id("apt31")}))
}

func TestQueryLimits(t *testing.T) {
	g, err := seeds.OpenWith(&graph.Options{QueryTime: 50 * time.Millisecond}, seeds.Founding, seeds.Record2021)
	if err != nil {
		t.Fatal(err)
	}
	count := func(text string, o *graph.QueryOptions) (n int, err error) {
		err = g.View(t.Context(), nil, func(v *graph.View) error {
			res, err := v.Query(t.Context(), text, o)
			if err != nil {
				return err
			}
			for _, err := range res.Rows() {
				if err != nil {
					return err
				}
				n++
			}
			return nil
		})
		return n, err
	}
	n, err := count("SELECT * { ?s ?p ?o }", &graph.QueryOptions{MaxRows: 7})
	if limit, ok := errors.AsType[*graph.LimitError](err); n != 7 || !ok || limit.Limit != "rows" {
		t.Errorf("%d rows and %v, want 7 and the limit of rows", n, err)
	}
	_, err = count("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", nil)
	if limit, ok := errors.AsType[*graph.LimitError](err); !ok || limit.Limit != "time" {
		t.Errorf("an endless query ends with %v, want the limit of time", err)
	}
	if _, err := count("SELECT ?x { ?x a ?y } GROUP BY ?y", nil); !isSyntax(err) {
		t.Errorf("a query without meaning gives %v, want a *SyntaxError", err)
	}
	n, err = count("SELECT ?who { ?who asc:sanctioned ?whom }", &graph.QueryOptions{Bind: map[string]quad.Value{"whom": id("russia")}})
	if n != 1 || err != nil {
		t.Errorf("with a bound parameter: %d rows, %v; want the US alone", n, err)
	}
}

func isSyntax(err error) bool {
	_, ok := errors.AsType[*graph.SyntaxError](err)
	return ok
}

func TestSubgraphHasItsWorkingGraph(t *testing.T) {
	g, err := seeds.Open(seeds.Founding, seeds.Record2021)
	if err != nil {
		t.Fatal(err)
	}
	var sub *graph.Subgraph
	err = g.View(t.Context(), nil, func(v *graph.View) (err error) {
		sub, err = v.Around(t.Context(), []quad.IRI{id("mss")}, nil)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	w, err := sub.Working()
	if err != nil {
		t.Fatal(err)
	}
	path, err := working.ShortestPath(w, string(id("apt31")), string(id("mss")))
	if err != nil || !slices.Equal(path, []string{string(id("apt31")), string(id("mss"))}) {
		t.Errorf("shortest path: %v, %v", path, err)
	}
	e, err := w.Edge(string(id("apt31")), string(id("mss")))
	if err != nil {
		t.Fatal(err)
	}
	edges, ok := e.Properties.Data.([]graph.Edge)
	if !ok || len(edges) != 1 || !slices.Contains(edges[0].Records, claim("uk-2021-07-19/2")) {
		t.Errorf("the edge carries %v", e.Properties.Data)
	}
	// A bound keeps the newest records and says how many it left out.
	err = g.View(t.Context(), nil, func(v *graph.View) error {
		few, err := v.Around(t.Context(), []quad.IRI{id("mss")}, &graph.SubgraphOptions{MaxRecords: 2})
		if len(few.Records) != 2 || few.Omitted != len(sub.Records)-2 {
			t.Errorf("%d records and %d left out of %d", len(few.Records), few.Omitted, len(sub.Records))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What a view writes reads back as what it shows.
func TestWriteReadsBack(t *testing.T) {
	g, err := seeds.Open(seeds.Founding, seeds.Record2021)
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []rdf.Format{rdf.NQuads, rdf.TriG} {
		var b strings.Builder
		var want []string
		err := g.View(t.Context(), &graph.Lens{Official: true, NoRules: true}, func(v *graph.View) error {
			for q, err := range v.Match(t.Context(), graph.Pattern{}) {
				if err != nil {
					return err
				}
				want = append(want, short(q))
			}
			return v.Write(t.Context(), &b, format)
		})
		if err != nil {
			t.Fatal(err)
		}
		back, err := graph.Read(t.Context(), nil, graph.Document{R: strings.NewReader(b.String()), Format: format})
		if err != nil {
			t.Fatal(err)
		}
		slices.Sort(want)
		expect(t, look(t, back, graph.Everything, graph.Pattern{}), want...)
	}
}

// The evidence of a row lies within the lens, names the records behind derived
// edges, and says what was looked for in vain.
func TestExplain(t *testing.T) {
	g, err := seeds.Open(seeds.Founding, seeds.Record2021)
	if err != nil {
		t.Fatal(err)
	}
	const text = `SELECT ?state {
		GRAPH ?r { ?incident asc:attributedToState ?state } ?r asc:stance asc:asserts
		FILTER NOT EXISTS { ?a asc:inResponseTo ?incident . GRAPH ?a { ?x asc:sanctionedState|asc:sanctionedStateVia ?state } } }`
	err = g.View(t.Context(), &graph.Lens{By: []quad.IRI{id("uk")}}, func(v *graph.View) error {
		e, err := v.Explain(t.Context(), text, []quad.Value{id("china")}, nil)
		if err != nil {
			return err
		}
		if len(e.Absent) == 0 || !strings.Contains(e.Absent[0].Pattern, "sanctionedState") {
			t.Errorf("what was looked for in vain: %v", e.Absent)
		}
		for _, q := range e.Quads {
			if n, err := v.Count(t.Context(), graph.Pattern{Subject: q.Subject, Predicate: q.Predicate, Object: q.Object, Label: q.Label}); n == 0 || err != nil {
				t.Errorf("%s is evidence that the lens does not show, %v", short(q), err)
			}
		}
		// Its own claim, and its own link from the actors to China.
		if !slices.Contains(e.Records, claim("uk-2021-07-19/1")) || slices.Contains(e.Records, claim("us-2021-07-19/1")) {
			t.Errorf("records %v, want the UK's alone", e.Records)
		}
		none, err := v.Explain(t.Context(), text, []quad.Value{id("russia")}, nil)
		if err == nil && len(none.Quads) > 0 {
			t.Errorf("Russia is not in the answer and has evidence %v", none.Quads)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
