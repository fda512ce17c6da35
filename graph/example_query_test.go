package graph_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// The rows of a query.
func ExampleResult() {
	small(nil, func(ctx context.Context, v *graph.View) error {
		res, err := v.Query(ctx, `SELECT ?incident ?record { GRAPH ?record { ?incident asc:attributedToState id:sylvania } }`, nil)
		if err != nil {
			return err
		}
		fmt.Println(res.Vars)
		for row, err := range res.Rows() {
			if err != nil {
				return err
			}
			fmt.Println(v.Label(row[0]), v.Label(row[1]))
		}
		return nil
	})
	// Output:
	// [incident record]
	// Harbour hack freedonia-1
}

// A query that is parsed once and run with different values, which are never
// put into its text.
func ExamplePrepared() {
	q, err := graph.Prepare(`ASK { ?incident asc:attributedToState ?state }`, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	small(nil, func(ctx context.Context, v *graph.View) error {
		for _, name := range []string{"sylvania", "freedonia"} {
			res, err := q.Run(ctx, v, map[string]quad.Value{"state": quad.IRI(schema.NSID + name)})
			if err != nil {
				return err
			}
			fmt.Println(name, res.Bool)
		}
		return nil
	})
	// Output:
	// sylvania true
	// freedonia false
}

// Options bind a variable, and bound what a query may cost.
func ExampleQueryOptions() {
	small(nil, func(ctx context.Context, v *graph.View) error {
		o := &graph.QueryOptions{Bind: map[string]quad.Value{"who": quad.IRI(schema.NSID + "freedonia")}, MaxRows: 10}
		res, err := v.Query(ctx, `SELECT ?record { ?record asc:by ?who ; a asc:Act }`, o)
		if err != nil {
			return err
		}
		for row, err := range res.Rows() {
			fmt.Println(v.Label(row[0]), err)
		}
		return nil
	})
	// Output:
	// act:freedonia-3 <nil>
}

// On which records a row rests.
func ExampleEvidence() {
	const query = `SELECT ?incident { ?incident asc:attributedToState id:sylvania }`
	small(nil, func(ctx context.Context, v *graph.View) error {
		e, err := v.Explain(ctx, query, []quad.Value{quad.IRI(schema.NSID + "harbour-hack")}, nil)
		if err != nil {
			return err
		}
		for _, r := range e.Records {
			fmt.Println(schema.Handle(string(r)))
		}
		return nil
	})
	// Output:
	// freedonia-1
	// freedonia-2
}

// A query that is not understood: where, and what to do.
func ExampleSyntaxError() {
	err := graph.ParseQuery("SELECT ?x WHERE { ?x knows }", &graph.QueryOptions{File: "x.rq"})
	if e, ok := errors.AsType[*graph.SyntaxError](err); ok {
		fmt.Println("line", e.Line, "column", e.Col, "of", e.File)
	}
	// Output:
	// line 1 column 22 of x.rq
}

// A query that was stopped: the rows before are right, but not all.
func ExampleLimitError() {
	small(nil, func(ctx context.Context, v *graph.View) error {
		res, err := v.Query(ctx, `SELECT ?s { ?s a asc:State }`, &graph.QueryOptions{MaxRows: 1})
		if err != nil {
			return err
		}
		for _, err := range res.Rows() {
			if e, ok := errors.AsType[*graph.LimitError](err); ok {
				fmt.Println("stopped by the limit of", e.Max, e.Limit)
			} else {
				fmt.Println("a row")
			}
		}
		return nil
	})
	// Output:
	// a row
	// stopped by the limit of 1 rows
}

// All chains between two things, by edges of one's own choice.
func ExamplePathQuery() {
	small(nil, func(ctx context.Context, v *graph.View) error {
		chains, err := v.Paths(ctx, graph.PathQuery{
			From: schema.NSID + "harbour-hack", To: schema.NSID + "sylvania", Mode: graph.Acyclic,
			Steps: []graph.Step{{Predicate: schema.AttributedTo}, {Predicate: schema.LinkedTo}, {Predicate: schema.PartOf}},
		})
		for _, chain := range chains {
			for _, hop := range chain {
				fmt.Println(v.Label(hop.From), v.Label(hop.Predicate), v.Label(hop.To), "in", schema.Handle(string(hop.Records[0])))
			}
		}
		return err
	})
	// Output:
	// Harbour hack attributed to Grey Owl in freedonia-1
	// Grey Owl linked to Secret Service of Sylvania in freedonia-1
	// Secret Service of Sylvania part of Sylvania in freedonia-2
}

// A record is added and taken away again. A transaction that fails keeps
// nothing.
func ExampleTx() {
	ctx := context.Background()
	g := graph.New(nil)
	defer g.Close()
	q := quad.Quad{Subject: quad.IRI(schema.NSID + "a"), Predicate: quad.IRI(schema.LinkedTo), Object: quad.IRI(schema.NSID + "b"), Label: quad.IRI(schema.NSClaim + "mine")}
	err := g.Update(ctx, func(tx *graph.Tx) error {
		_, err := tx.Add(q)
		return err
	})
	fmt.Println(g.Len(), err)
	err = g.Update(ctx, func(tx *graph.Tx) error {
		if _, err := tx.Remove(q); err != nil {
			return err
		}
		return errors.New("changed my mind")
	})
	fmt.Println(g.Len(), err)
	// Output:
	// 1 <nil>
	// 1 changed my mind
}

// Many quads at once, into the file of a store.
func ExampleDocument() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "x"+graph.StoreExt)
	n, err := graph.Load(context.Background(), path, nil, graph.Document{R: strings.NewReader(freedonia), Format: rdf.TriG, Name: "freedonia.trig"})
	if err != nil {
		fmt.Println(err)
		return
	}
	g, err := graph.Open(path, &graph.Options{ReadOnly: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer g.Close()
	fmt.Println(n == g.Len(), g.Update(context.Background(), func(*graph.Tx) error { return nil }))
	// Output:
	// true graph is read-only
}

// A negative row rests on what was looked for and not found.
func ExampleAbsent() {
	const query = `SELECT ?state { ?state a asc:State FILTER NOT EXISTS { ?who asc:sanctioned ?state } } ORDER BY ?state`
	small(nil, func(ctx context.Context, v *graph.View) error {
		e, err := v.Explain(ctx, query, []quad.Value{quad.IRI(schema.NSID + "sylvania")}, nil)
		if err != nil {
			return err
		}
		for _, a := range e.Absent {
			fmt.Println("looked for in vain:", v.Label(quad.IRI(schema.Sanctioned)), v.Label(a.Values["state"]), "in", v.World())
		}
		return nil
	})
	// Output:
	// looked for in vain: sanctioned Sylvania in 3 records from 1 source
}

// A field that takes text is given what is none.
func ExampleScanError() {
	small(nil, func(ctx context.Context, v *graph.View) error {
		res, err := v.Query(ctx, `SELECT ?day { claim:freedonia-1 asc:likelihoodWords ?day }`, nil)
		if err != nil {
			return err
		}
		for _, err := range graph.Scan[struct{ Day graph.Date }](res) {
			if e, ok := errors.AsType[*graph.ScanError](err); ok {
				fmt.Println("row", e.Row, "column", e.Column, "holds", e.Value)
			}
		}
		return nil
	})
	// Output:
	// row 1 column day holds "highly likely"@en
}

// A variable that nothing binds is no error of SPARQL, and seldom meant.
func ExampleWarning() {
	q, err := graph.Prepare("SELECT ?state ?party\nWHERE { ?state a asc:State }", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, w := range q.Warnings() {
		fmt.Printf("line %d, column %d: %s\n", w.Line, w.Col, w.Msg)
	}
	// Output:
	// line 1, column 15: ?party is a column, and nothing binds it: the column stays empty
}

// An update that must not grow beyond bounds: it is kept whole or not at all.
func ExampleUpdateOptions() {
	g := graph.New(nil)
	defer g.Close()
	_, err := g.Exec(context.Background(), `INSERT DATA { GRAPH claim:x { id:a asc:linkedTo id:b , id:c } }`, &graph.UpdateOptions{MaxChanges: 1})
	_, limited := errors.AsType[*graph.LimitError](err)
	fmt.Println(limited, g.Len())
	// Output:
	// true 0
}

// Many quads go into a store at once, with a bound on memory.
func ExampleLoadOptions() {
	dir, err := os.MkdirTemp("", "load")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	ctx, path := context.Background(), filepath.Join(dir, "x.ascribe")
	n, err := graph.Load(ctx, path, &graph.LoadOptions{MemoryBudget: 64 << 20}, graph.Document{R: strings.NewReader(freedonia), Format: rdf.TriG})
	if err != nil {
		fmt.Println(err)
		return
	}
	g, err := graph.Open(path, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer g.Close()
	// What takes which room in the file.
	parts, _ := g.Sizes()
	var bytes int64
	for _, p := range parts {
		bytes += p.Bytes
	}
	fmt.Println(n == g.Len(), bytes > 0)
	// Output:
	// true true
}
