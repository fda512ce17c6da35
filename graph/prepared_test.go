package graph_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
)

// The acts of one party, as structs.
func ExampleScan() {
	type row struct {
		Act  quad.IRI
		Kind string      `sparql:"label"`
		On   *graph.Date // nil where the record has no day
	}
	ctx := context.Background()
	g, err := seeds.Open(seeds.Founding)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer g.Close()
	acts, err := graph.Prepare(`SELECT ?act ?kind ?on (STRAFTER(STR(?kind), "#") AS ?label) {
		?act a asc:Act ; asc:by ?party ; asc:kind ?kind OPTIONAL { ?act asc:on ?on } } ORDER BY ?act`, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	err = g.View(ctx, nil, func(v *graph.View) error {
		res, err := acts.Run(ctx, v, map[string]quad.Value{"party": quad.IRI(schema.NSID + "us")})
		if err != nil {
			return err
		}
		for r, err := range graph.Scan[row](res) {
			if err != nil {
				return err
			}
			fmt.Println(schema.Handle(string(r.Act)), r.Kind, r.On == nil)
		}
		return nil
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// act:us-before-2021-07 sanction true
}

func TestScanRows(t *testing.T) {
	g := graph.New(nil)
	scan := func(query string, rows func(*graph.Result)) {
		t.Helper()
		if err := g.View(t.Context(), nil, func(v *graph.View) error {
			res, err := v.Query(t.Context(), query, nil)
			if err == nil {
				rows(res)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	type all struct {
		S    string
		I    int8
		U    uint16
		F    float64
		B    bool
		D    graph.Date
		T    time.Time
		IRI  quad.IRI `sparql:"x"`
		Any  quad.Value
		None *int
		V    quad.Value `sparql:"none"`
		Skip chan int   `sparql:"-"`
	}
	const values = `SELECT * { VALUES (?s ?i ?u ?f ?b ?d ?t ?x ?any ?none) {
		("a"@en -7 +8 1.5 true "2021-07"^^xsd:gYearMonth "2021-07-19T12:00:00Z"^^xsd:dateTime id:us 01 UNDEF) } }`
	scan(values, func(r *graph.Result) {
		n := 0
		for got, err := range graph.Scan[all](r) {
			if err != nil {
				t.Fatal(err)
			}
			n++
			want := all{
				S: "a", I: -7, U: 8, F: 1.5, B: true, D: graph.Date{Year: 2021, Month: 7},
				T: time.Date(2021, 7, 19, 12, 0, 0, 0, time.UTC), IRI: id("us"),
				Any: quad.TypedString{Value: "01", Type: schema.XSDInteger},
			}
			if got != want {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		}
		if n != 1 {
			t.Errorf("%d rows", n)
		}
	})
	fails := func(query, want string, scan1 func(*graph.Result) error) {
		t.Helper()
		scan(query, func(r *graph.Result) {
			if err := scan1(r); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: got %v, want %q", query, err, want)
			}
		})
	}
	fails("SELECT ?n { VALUES ?n { 1 300 } }", "row 2, ?n: got", drain[struct{ N int8 }])
	fails(`SELECT ?n { VALUES ?n { "1" } }`, "want an integer of int", drain[struct{ N int }])
	fails("SELECT ?n { VALUES ?n { UNDEF } }", "got nothing, want a literal or an IRI", drain[struct{ N string }])
	fails("SELECT ?n { VALUES ?n { 1 } }", "no column ?M", drain[struct{ M int }])
	fails("SELECT ?n { VALUES ?n { 1 } }", "want a struct", drain[int])
	fails("SELECT ?d { VALUES ?d { 2021 } }", "want a date, a month or a year", drain[struct{ D graph.Date }])
}

func drain[T any](r *graph.Result) error {
	for _, err := range graph.Scan[T](r) {
		if err != nil {
			return err
		}
	}
	return nil
}
