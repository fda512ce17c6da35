package algebra_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
)

// translate parses with the prefix : for "urn:" and returns the algebra with
// IRIs shortened back.
func translate(t *testing.T, text string) string {
	t.Helper()
	q, err := syntax.ParseQuery(text, &syntax.Options{Prefixes: map[string]string{"": "urn:"}})
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	out, err := algebra.Translate(q)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	s := algebra.String(out.Op)
	for _, name := range []string{"p1", "p2", "p3", "p", "q", "r", "a", "b", "g"} {
		s = strings.ReplaceAll(s, "<urn:"+name+">", ":"+name)
	}
	return s
}

var patterns = []struct{ name, in, want string }{
	// The examples of SPARQL 1.1 Query §18.2.3, in its order.
	{"triple", `?s ?p ?o`, `(bgp (triple ?s ?p ?o))`},
	{"two triples", `?s :p1 ?v1 ; :p2 ?v2`, `(bgp (triple ?s :p1 ?v1) (triple ?s :p2 ?v2))`},
	{
		"union", `{ ?s :p1 ?v1 } UNION { ?s :p2 ?v2 }`,
		`(union (bgp (triple ?s :p1 ?v1)) (bgp (triple ?s :p2 ?v2)))`,
	},
	{
		"unions", `{ ?s :p1 ?v1 } UNION { ?s :p2 ?v2 } UNION { ?s :p3 ?v3 }`,
		`(union (union (bgp (triple ?s :p1 ?v1)) (bgp (triple ?s :p2 ?v2))) (bgp (triple ?s :p3 ?v3)))`,
	},
	{
		"optional", `?s :p1 ?v1 OPTIONAL { ?s :p2 ?v2 }`,
		`(leftjoin (bgp (triple ?s :p1 ?v1)) (bgp (triple ?s :p2 ?v2)))`,
	},
	{
		"optionals", `?s :p1 ?v1 OPTIONAL { ?s :p2 ?v2 } OPTIONAL { ?s :p3 ?v3 }`,
		`(leftjoin (leftjoin (bgp (triple ?s :p1 ?v1)) (bgp (triple ?s :p2 ?v2))) (bgp (triple ?s :p3 ?v3)))`,
	},
	{
		"optional with filter", `?s :p1 ?v1 OPTIONAL { ?s :p2 ?v2 FILTER(?v1<3) }`,
		`(leftjoin (bgp (triple ?s :p1 ?v1)) (bgp (triple ?s :p2 ?v2)) (< ?v1 3))`,
	},
	{
		"union and optional", `{ ?s :p1 ?v1 } UNION { ?s :p2 ?v2 } OPTIONAL { ?s :p3 ?v3 }`,
		`(leftjoin (union (bgp (triple ?s :p1 ?v1)) (bgp (triple ?s :p2 ?v2))) (bgp (triple ?s :p3 ?v3)))`,
	},
	{
		"filter and optional", `?s :p1 ?v1 FILTER (?v1 < 3) OPTIONAL { ?s :p2 ?v2 }`,
		`(filter (< ?v1 3) (leftjoin (bgp (triple ?s :p1 ?v1)) (bgp (triple ?s :p2 ?v2))))`,
	},
	{
		"bind", `?s :p ?v . BIND (2*?v AS ?v2) ?s :p1 ?v2`,
		`(join (extend (?v2 (* 2 ?v)) (bgp (triple ?s :p ?v))) (bgp (triple ?s :p1 ?v2)))`,
	},
	{
		"bind after a group", `?s :p ?v . {} BIND (2*?v AS ?v2)`,
		`(extend (?v2 (* 2 ?v)) (bgp (triple ?s :p ?v)))`,
	},
	{
		"minus", `?s :p ?v . MINUS { ?s :p1 ?v2 }`,
		`(minus (bgp (triple ?s :p ?v)) (bgp (triple ?s :p1 ?v2)))`,
	},
	{
		"sub-select", `?s :p ?o . { SELECT DISTINCT ?o { ?o ?p ?z } }`,
		`(join (bgp (triple ?s :p ?o)) (distinct (project (?o) (bgp (triple ?o ?p ?z)))))`,
	},

	// Filters hold for their group, wherever they stand, and do not cut it (§18.2.2.2, §18.2.2.5).
	// In ?v+1 the sign belongs to the number (§19.8, AdditiveExpression).
	{"signed number", `FILTER(?v+1 -2*3)`, `(filter (+ (+ ?v +1) (* -2 3)) (bgp))`},
	{
		"filter between triples", `?s :p ?v FILTER(?v) ?s :q ?w FILTER(?w)`,
		`(filter (&& ?v ?w) (bgp (triple ?s :p ?v) (triple ?s :q ?w)))`,
	},
	// A filter in a group inside OPTIONAL's own is not OPTIONAL's (§18.2.2.8 comes last).
	{
		"optional with a filter further in", `?s :p ?v OPTIONAL { { ?s :q ?w FILTER(?v) } }`,
		`(leftjoin (bgp (triple ?s :p ?v)) (filter ?v (bgp (triple ?s :q ?w))))`,
	},
	{
		"exists", `?s :p ?v FILTER NOT EXISTS { ?v :q ?w }`,
		`(filter (notexists (bgp (triple ?v :q ?w))) (bgp (triple ?s :p ?v)))`,
	},
	{
		"graph", `GRAPH ?g { ?s :p ?v } GRAPH :g {}`,
		`(join (graph ?g (bgp (triple ?s :p ?v))) (graph :g (bgp)))`,
	},
	{
		"values", `VALUES (?a ?b) { (1 UNDEF) (:a "x") } ?s :p ?a`,
		`(join (table (?a ?b) (row 1 UNDEF) (row :a "x")) (bgp (triple ?s :p ?a)))`,
	},
	{"service", `SERVICE SILENT :g { ?s :p ?v }`, `(service-silent :g (bgp (triple ?s :p ?v)))`},
	{
		"blank nodes", `_:x :p [ :q ?v ]`,
		`(bgp (triple ?_:x :p ?_:b0) (triple ?_:b0 :q ?v))`,
	},

	// Paths (§18.2.2.3, §18.2.2.4).
	{"path of one", `?s (:p) ?o`, `(bgp (triple ?s :p ?o))`},
	{"path inverse", `?s ^:p ?o`, `(bgp (triple ?o :p ?s))`},
	{
		"path sequence", `?s :p/^:q/:r ?o`,
		`(bgp (triple ?s :p ?_:.path2) (triple ?_:.path1 :q ?_:.path2) (triple ?_:.path1 :r ?o))`,
	},
	{
		"path that stays", `?s :p*/:q ?o`,
		`(join (path ?s (path* :p) ?_:.path1) (bgp (triple ?_:.path1 :q ?o)))`,
	},
	{"path inverse of a path", `?s ^(:p/:q) ?o`, `(path ?s (reverse (seq :p :q)) ?o)`},
	{"path alternatives", `?s (:p|^:q|:r)+ ?o`, `(path ?s (path+ (alt (alt :p (reverse :q)) :r)) ?o)`},
	{"path optional", `?s :p? ?o`, `(path ?s (path? :p) ?o)`},
	{
		"path bounds", `?s :p{2} ?o ; :p{2,} ?o ; :p{,2} ?o ; :p{1,3} ?o`,
		`(join (join (join (path ?s (repeat 2 2 :p) ?o) (path ?s (repeat 2 _ :p) ?o)) (path ?s (repeat 0 2 :p) ?o)) (path ?s (repeat 1 3 :p) ?o))`,
	},
	{
		"path negated", `?s !(:p|^:q|a) ?o ; !^:p ?o ; !() ?o`,
		`(join (join (path ?s (notoneof (forward :p <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>) (reverse :q)) ?o) ` +
			`(path ?s (notoneof (reverse :p)) ?o)) (path ?s (notoneof (forward)) ?o))`,
	},
	{
		"paths", `{ PATHS START ?s = :a END ?e { ?e :p ?x } VIA ^(:p|^:q|!(:a|^:b)) MAX LENGTH 3 LIMIT 5 }`,
		`(project (?path ?hop ?from ?p ?to ?forward ?s ?e) (paths any-shortest (start ?s (table (?s) (row :a))) ` +
			`(end ?e (distinct (project (?e) (bgp (triple ?e :p ?x))))) ` +
			`(via (alt (alt (reverse :p) :q) (notoneof (forward :b) (reverse :a)))) (max-length 3) (limit 5)))`,
	},
}

func TestTranslatePatterns(t *testing.T) {
	for _, c := range patterns {
		t.Run(c.name, func(t *testing.T) {
			if got := translate(t, "ASK { "+c.in+" }"); got != c.want {
				t.Errorf("{ %s }\n got %s\nwant %s", c.in, got, c.want)
			}
		})
	}
}

var queries = []struct{ name, in, want string }{
	{
		"order of the modifiers", `SELECT DISTINCT ?s (?o + 1 AS ?x) { ?s :p ?o } ORDER BY DESC(?x) ?s LIMIT 5 OFFSET 2`,
		`(slice 2 5 (distinct (project (?s ?x) (order ((desc ?x) ?s) (extend (?x (+ ?o 1)) (bgp (triple ?s :p ?o)))))))`,
	},
	{
		"star", `SELECT * { ?s :p/:q [ :r ?o ] OPTIONAL { ?z :p ?s } MINUS { ?m :p ?s } FILTER(?f) } LIMIT 0`,
		`(slice 0 0 (project (?s ?o ?z) (filter ?f (minus (leftjoin (bgp (triple ?s :p ?_:.path1) ` +
			`(triple ?_:.path1 :q ?_:b0) (triple ?_:b0 :r ?o)) (bgp (triple ?z :p ?s))) (bgp (triple ?m :p ?s))))))`,
	},
	{
		"values at the end", `SELECT REDUCED ?s (1 AS ?x) { ?s :p ?o } OFFSET 1 VALUES ?o { 2 }`,
		`(slice 1 _ (reduced (project (?s ?x) (extend (?x 1) (join (bgp (triple ?s :p ?o)) (table (?o) (row 2)))))))`,
	},
	// §18.2.4.1, its example.
	{
		"aggregates", `SELECT (SUM(?val) AS ?sum) (COUNT(?a) AS ?count) { ?a :p ?val } GROUP BY ?a`,
		`(project (?sum ?count) (extend (?count ?_:.agg2) (extend (?sum ?_:.agg1) ` +
			`(group ((?a ?a)) ((?_:.agg1 (sum ?val)) (?_:.agg2 (count ?a))) (bgp (triple ?a :p ?val))))))`,
	},
	{
		"having and order", `SELECT ?k (COUNT(*) AS ?n) { ?s :p ?o } GROUP BY (STR(?s) AS ?k) ?o HAVING (MIN(?o) > 1) (?s = 2) ORDER BY DESC(?n) AVG(?o) ?s`,
		`(project (?k ?n) (order ((desc ?n) ?_:.agg4 ?_:.agg2) (extend (?n ?_:.agg3) (filter (&& (> ?_:.agg1 1) (= ?_:.agg2 2)) ` +
			`(group ((?k (str ?s)) (?o ?o)) ((?_:.agg1 (min ?o)) (?_:.agg2 (sample ?s)) (?_:.agg3 (count *)) (?_:.agg4 (avg ?o))) (bgp (triple ?s :p ?o)))))))`,
	},
	{
		"one group", `SELECT (GROUP_CONCAT(DISTINCT ?o; SEPARATOR=",") AS ?g) (CONCAT(?g, "x") AS ?h) { ?s :p ?o }`,
		`(project (?g ?h) (extend (?h (concat ?g "x")) (extend (?g ?_:.agg1) ` +
			`(group () ((?_:.agg1 (group_concat distinct ?o (separator ",")))) (bgp (triple ?s :p ?o))))))`,
	},
	{
		"key without a name", `SELECT (COUNT(*) AS ?n) {} GROUP BY (1 + 1)`,
		`(project (?n) (extend (?n ?_:.agg2) (group ((?_:.key1 (+ 1 1))) ((?_:.agg2 (count *))) (bgp))))`,
	},
	{
		"having alone", `SELECT ?s { ?s :p ?o } HAVING (?o > 1)`,
		`(project (?s) (filter (> ?o 1) (bgp (triple ?s :p ?o))))`,
	},
	{
		"construct", `CONSTRUCT WHERE { ?s :p ?o } ORDER BY ?s LIMIT 1`,
		`(slice 0 1 (order (?s) (bgp (triple ?s :p ?o))))`,
	},
	{
		"paths", `PATHS ACYCLIC START ?a END ?b LIMIT 0`,
		`(project (?path ?hop ?from ?p ?to ?forward ?a ?b) (paths acyclic (start ?a) (end ?b) (limit 0)))`,
	},
	{"describe", `DESCRIBE :a`, `(bgp)`},
}

func TestTranslateQueries(t *testing.T) {
	for _, c := range queries {
		t.Run(c.name, func(t *testing.T) {
			if got := translate(t, c.in); got != c.want {
				t.Errorf("%s\n got %s\nwant %s", c.in, got, c.want)
			}
		})
	}
}

func TestTranslateForms(t *testing.T) {
	get := func(text string) *algebra.Query {
		t.Helper()
		q, err := syntax.ParseQuery("BASE <urn:base> PREFIX : <urn:> "+text, nil)
		if err != nil {
			t.Fatal(err)
		}
		out, err := algebra.Translate(q)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	q := get(`DESCRIBE * FROM :g FROM NAMED :h FROM NAMED :i { ?s ?p [] }`)
	if q.Form != algebra.Describe || fmt.Sprint(q.Vars) != "[s p]" || len(q.Targets) != 2 {
		t.Errorf("DESCRIBE *: %+v", q)
	}
	if q.Base != "urn:base" {
		t.Errorf("Base = %q", q.Base)
	}
	if d := q.Dataset; d == nil || fmt.Sprint(d.Default, d.Named) != "[<urn:g>] [<urn:h> <urn:i>]" {
		t.Errorf("Dataset = %v", d)
	}
	if q := get(`DESCRIBE ?s :a ?s { ?s ?p ?o }`); fmt.Sprint(q.Vars) != "[s]" || len(q.Targets) != 3 {
		t.Errorf("DESCRIBE ?s: %+v", q)
	}
	if q := get(`CONSTRUCT { _:x :p ?o } { ?s :p ?o }`); q.Form != algebra.Construct || len(q.Template) != 1 || q.Template[0].S.Var != "_:x" {
		t.Errorf("CONSTRUCT: %+v", q)
	}
	if q := get(`ASK {}`); q.Form != algebra.Ask || q.Vars != nil || q.Dataset != nil {
		t.Errorf("ASK: %+v", q)
	}
	if q := get(`SELECT ?x ?y ?x { ?x ?y ?z }`); fmt.Sprint(q.Vars) != "[x y]" {
		t.Errorf("SELECT: %v", q.Vars)
	}
}

func TestTranslateErrors(t *testing.T) {
	q, err := syntax.ParseQuery("SELECT * {\n  FILTER(<urn:f>(DISTINCT ?x)) }", nil)
	if err != nil {
		t.Fatal(err)
	}
	_, err = algebra.Translate(q)
	if err == nil || !strings.HasPrefix(err.Error(), "2:10: ") {
		t.Errorf("custom aggregate: %v", err)
	}
}

func ExampleTranslate() {
	q, err := syntax.ParseQuery(`
		PREFIX : <urn:>
		SELECT ?s { ?s :partOf+ ?o OPTIONAL { ?s :name ?n FILTER(?n != "x") } } LIMIT 3`, nil)
	if err != nil {
		panic(err)
	}
	a, err := algebra.Translate(q)
	if err != nil {
		panic(err)
	}
	fmt.Println(algebra.Indent(algebra.String(a.Op), 50))
	// Output:
	// (slice 0 3
	//   (project
	//     (?s)
	//     (leftjoin
	//       (path ?s (path+ <urn:partOf>) ?o)
	//       (bgp (triple ?s <urn:name> ?n))
	//       (!= ?n "x"))))
}
