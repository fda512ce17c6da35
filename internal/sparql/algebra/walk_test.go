package algebra_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
)

// TestInspect holds that a walk meets every operator, in EXISTS too, and that
// every variable is named by an operator or an expression.
func TestInspect(t *testing.T) {
	const text = `SELECT DISTINCT ?s (COUNT(?o1 + ?o2) AS ?n) {
		GRAPH ?g { ?s <http://e/p> ?o1 OPTIONAL { ?s <http://e/q>* ?o2 FILTER(?f1 > 1) } }
		MINUS { { ?m1 ?m2 ?m3 } UNION { VALUES ?v { 1 } } }
		BIND(IF(EXISTS { ?e1 <http://e/p> ?e2 FILTER(?f2 = <http://e/cast>(?f3)) }, 1, 2) AS ?b)
		SERVICE SILENT ?at { ?s1 <http://e/p> 1 }
		{ SELECT REDUCED ?r { ?r <http://e/p> ?hid } LIMIT 3 }
	} GROUP BY ?s HAVING(SUM(?h) > 1) ORDER BY ?k`
	tree, err := syntax.ParseQuery(text, nil)
	if err != nil {
		t.Fatal(err)
	}
	q, err := algebra.Translate(tree)
	if err != nil {
		t.Fatal(err)
	}
	ops, vars := map[string]bool{}, map[string]bool{}
	algebra.Inspect(q.Op, func(op algebra.Op) bool {
		ops[strings.TrimPrefix(fmt.Sprintf("%T", op), "*algebra.")] = true
		for _, v := range algebra.Vars(op) {
			vars[v] = true
		}
		for _, x := range algebra.Exprs(op) {
			algebra.InspectExpr(x, func(x algebra.Expr) {
				if v, ok := x.(*algebra.ExprVar); ok {
					vars[v.Name] = true
				}
			})
		}
		return true
	})
	for op := range strings.FieldsSeq("BGP PathPattern Join LeftJoin Union Minus Filter Graph Extend Values Group OrderBy Project Distinct Reduced Slice Service") {
		if !ops[op] {
			t.Errorf("no %s was met", op)
		}
	}
	named := strings.Fields("s o1 o2 n g f1 f2 f3 m1 m2 m3 v e1 e2 b at s1 r hid h k")
	for v := range vars {
		if !slices.Contains(named, v) && !strings.HasPrefix(v, "_:") {
			t.Errorf("?%s is no variable of the query", v)
		}
	}
	for _, v := range named {
		if !vars[v] {
			t.Errorf("?%s was not met", v)
		}
	}

	met := 0
	algebra.Inspect(q.Op, func(op algebra.Op) bool { met++; return false })
	if met != 1 {
		t.Errorf("met %d operators after the first that is not to be entered", met-1)
	}
}
