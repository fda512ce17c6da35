package graph_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/seeds"
)

// How a query would be evaluated: what is read first stands lowest.
func ExampleView_Plan() {
	ctx := context.Background()
	g, err := seeds.Open(seeds.Founding)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer g.Close()
	err = g.View(ctx, graph.Everything, func(v *graph.View) error {
		tree, err := v.Plan(ctx, `SELECT ?who { GRAPH ?r { ?who asc:sanctioned ?whom } ?whom a asc:State }`, nil, false)
		fmt.Print(tree)
		return err
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// walk along POSG ?whom …type …State  ~1 rows
	// └ scan POSG ?who …sanctioned ?whom in any graph  ~1 rows
}

// Why a query finds nothing: of its three patterns one is misspelt.
func ExampleView_WhyEmpty() {
	ctx := context.Background()
	g, err := seeds.Open(seeds.Founding)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer g.Close()
	err = g.View(ctx, nil, func(v *graph.View) error {
		part, err := v.WhyEmpty(ctx, `SELECT * { GRAPH ?r { ?who asc:sancctioned ?whom } ?r asc:by ?who . ?whom a asc:State }`, nil)
		if err != nil {
			return err
		}
		fmt.Println(part.Pattern)
		for _, a := range part.Absent {
			fmt.Println("no", a.Place, a.Term)
		}
		return nil
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// { GRAPH ?r { ?who asc:sancctioned ?whom } }
	// no predicate <https://w3id.org/ascribe/schema#sancctioned>
}

func TestPlan(t *testing.T) {
	g, err := seeds.Open(seeds.Founding)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	err = g.View(t.Context(), nil, func(v *graph.View) error {
		for _, query := range []string{
			`SELECT ?s ?n { { SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o OPTIONAL { ?o ?q ?x } } GROUP BY ?s } } ORDER BY ?n LIMIT 3`,
			`SELECT ?s ?o { ?s asc:linkedTo+ ?o } ORDER BY ?s LIMIT 3`,
			`ASK { ?s ?p ?o }`,
			`CONSTRUCT { ?o ?p ?s } WHERE { ?s ?p ?o FILTER NOT EXISTS { ?o ?p ?s } }`,
			`DESCRIBE ?s WHERE { ?s a asc:State }`,
			`DESCRIBE id:us`,
			`PATHS START ?s END ?e VIA asc:linkedTo MAX LENGTH 2`,
		} {
			tree, err := v.Plan(t.Context(), query, nil, false)
			if err != nil || tree.Actual != nil {
				t.Errorf("%s: %v, measured %v without being run", query, err, tree)
				continue
			}
			if tree, err = v.Plan(t.Context(), query, nil, true); err != nil {
				t.Errorf("%s: %v", query, err)
				continue
			}
			var walk func(x *graph.PlanTree)
			walk = func(x *graph.PlanTree) {
				if a := x.Actual; x.Op == "" || a == nil || a.Time < 0 || a.Bytes < 0 || a.Rows < 0 {
					t.Errorf("%s: %+v measured %+v", query, x, a)
				}
				for _, in := range x.Inputs {
					walk(in)
				}
			}
			if tree.Op != "describe" {
				walk(tree)
			}
			if text, err := json.Marshal(tree); err != nil || len(tree.String()) == 0 {
				t.Errorf("%s: %s, %v", query, text, err)
			}
		}
		// The rows are those of the query.
		res, err := v.Query(t.Context(), `SELECT ?s { ?s a asc:State }`, nil)
		if err != nil {
			return err
		}
		n := 0
		for _, err := range res.Rows() {
			if err != nil {
				return err
			}
			n++
		}
		tree, err := v.Plan(t.Context(), `SELECT ?s { ?s a asc:State }`, nil, true)
		if err != nil || tree.Actual.Rows != n {
			t.Errorf("planned %v and %v, want %d rows", tree, err, n)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPlanErrors(t *testing.T) {
	g, err := seeds.Open(seeds.Founding)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	err = g.View(t.Context(), nil, func(v *graph.View) error {
		if _, err := v.Plan(t.Context(), `SELECT ?s {`, nil, false); !isSyntax(err) {
			t.Errorf("Plan: got %v, want a SyntaxError", err)
		}
		if _, err := v.WhyEmpty(t.Context(), `SELECT ?s {`, nil); !isSyntax(err) {
			t.Errorf("WhyEmpty: got %v, want a SyntaxError", err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		tree, err := v.Plan(ctx, `SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(STR(?c) = STR(?l)) }`, nil, true)
		if limit, ok := errors.AsType[*graph.LimitError](err); !ok || limit.Limit != "time" || tree == nil || tree.Actual == nil {
			t.Errorf("got %v and %v, want the limit of time and what was measured", tree, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestWhyEmpty: what a lens hides is said to be hidden, what has rows is not
// explained, and the part that is named has none under the same lens.
func TestWhyEmpty(t *testing.T) {
	g, err := seeds.Open(seeds.Founding)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	early, err := graph.ParseDate("2001")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		lens   *graph.Lens
		query  string
		want   string
		hidden bool
	}{
		{nil, `SELECT * { ?a asc:sanctioned ?b }`, "", false},
		{nil, `SELECT * { ?a asc:sanctioned id:us . ?a a ?class }`, "{ ?a asc:sanctioned id:us }", false},
		{graph.Everything, `SELECT * { ?a asc:sanctioned id:us }`, "{ ?a asc:sanctioned id:us }", false},
		{&graph.Lens{AsOf: early}, `SELECT * { ?x a asc:State . ?a asc:sanctioned ?b }`, "{ ?a asc:sanctioned ?b }", true},
		{&graph.Lens{AsOf: early}, `SELECT * { ?a asc:sanctioned id:us }`, "{ ?a asc:sanctioned id:us }", false},
		{nil, `SELECT ?a { ?a asc:sanctioned ?b } OFFSET 1000`, "OFFSET", false},
	} {
		err := g.View(t.Context(), c.lens, func(v *graph.View) error {
			part, err := v.WhyEmpty(t.Context(), c.query, nil)
			switch {
			case err != nil:
				return err
			case part == nil && c.want != "":
				t.Errorf("%s: no reason, want %s", c.query, c.want)
			case part == nil:
			case part.Pattern+part.Clause != c.want || part.Hidden != c.hidden || !part.Least:
				t.Errorf("%s: got %+v, want %s, hidden %v", c.query, part, c.want, c.hidden)
			case part.Pattern != "":
				res, err := v.Query(t.Context(), "ASK "+part.Pattern, nil)
				if err != nil || res.Bool {
					t.Errorf("%s: %s has solutions, %v", c.query, part.Pattern, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// TestLimits: each limit of the options ends a query, and says which it was.
func TestLimits(t *testing.T) {
	g, err := seeds.Open(seeds.Founding)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	err = g.View(t.Context(), nil, func(v *graph.View) error {
		for name, c := range map[string]struct {
			query string
			o     graph.QueryOptions
		}{
			"rows":       {`SELECT * { ?s ?p ?o }`, graph.QueryOptions{MaxRows: 5}},
			"memory":     {`SELECT DISTINCT ?a ?b ?c { ?a ?p ?b . ?b ?q ?c }`, graph.QueryOptions{MaxMemory: 1000}},
			"path steps": {`SELECT * { ?a !asc:none ?b . ?b (asc:by|!asc:none)+ ?c }`, graph.QueryOptions{MaxPathSteps: 100}},
		} {
			res, err := v.Query(t.Context(), c.query, &c.o)
			if err != nil {
				return err
			}
			var last error
			for _, err := range res.Rows() {
				last = err
			}
			if limit, ok := errors.AsType[*graph.LimitError](last); !ok || limit.Limit != name {
				t.Errorf("%s: got %v, want the limit of %s", c.query, last, name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
