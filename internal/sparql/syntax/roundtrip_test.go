package syntax_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
)

// withoutPos returns a deep copy of a tree with every Pos zero, so that trees
// of differently laid out texts compare.
func withoutPos[T any](tree T) T {
	return clonePlain(reflect.ValueOf(tree)).Interface().(T)
}

var posType = reflect.TypeFor[syntax.Pos]()

func clonePlain(v reflect.Value) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(clonePlain(v.Elem()))
		}
	case reflect.Interface:
		if !v.IsNil() {
			out.Set(clonePlain(v.Elem()))
		}
	case reflect.Slice:
		if v.Len() > 0 { // nil and empty are the same
			out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
			for i := range v.Len() {
				out.Index(i).Set(clonePlain(v.Index(i)))
			}
		}
	case reflect.Struct:
		if v.Type() == posType {
			break
		}
		for i := range v.NumField() {
			out.Field(i).Set(clonePlain(v.Field(i)))
		}
	default:
		out.Set(v)
	}
	return out
}

// checkQueryRoundTrip fails unless printing and parsing q gives q.
func checkQueryRoundTrip(t *testing.T, name string, q *syntax.Query) {
	t.Helper()
	printed := q.String()
	again, err := syntax.ParseQuery(printed, &syntax.Options{MaxBytes: 64 << 20})
	if err != nil {
		t.Fatalf("%s: what was printed does not parse: %v\n%s", name, err, printed)
	}
	if !reflect.DeepEqual(withoutPos(q), withoutPos(again)) {
		t.Fatalf("%s: what was printed has another tree:\n%s\nthen\n%s", name, printed, again)
	}
}

func checkUpdateRoundTrip(t *testing.T, name string, u *syntax.Update) {
	t.Helper()
	printed := u.String()
	again, err := syntax.ParseUpdate(printed, &syntax.Options{MaxBytes: 64 << 20})
	if err != nil {
		t.Fatalf("%s: what was printed does not parse: %v\n%s", name, err, printed)
	}
	if !reflect.DeepEqual(withoutPos(u), withoutPos(again)) {
		t.Fatalf("%s: what was printed has another tree:\n%s\nthen\n%s", name, printed, again)
	}
}

func TestRoundTripW3C(t *testing.T) {
	n := 0
	for _, c := range w3cCases(t) {
		opts := &syntax.Options{Base: c.base()}
		switch {
		case strings.HasSuffix(c.action, ".rq"):
			if q, err := syntax.ParseQuery(c.read(t), opts); err == nil {
				n++
				checkQueryRoundTrip(t, c.action, q)
			}
		case strings.HasSuffix(c.action, ".ru"):
			if u, err := syntax.ParseUpdate(c.read(t), opts); err == nil {
				n++
				checkUpdateRoundTrip(t, c.action, u)
			}
		}
	}
	t.Logf("%d texts", n)
}

// seedQueries reach every production once, and the corners of the printer.
var seedQueries = []string{
	`SELECT * { }`,
	`BASE <http://e/> PREFIX : <#> SELECT DISTINCT ?x (1+?x AS ?y) FROM :a FROM NAMED <b> WHERE { ?x :p/:q*|^:r+ ?y0 }`,
	`SELECT REDUCED $x { ?x a [ a <http://e/c> ; <http://e/p> (1 2.0 3e1 "s" 'l'@en true) ] }`,
	`PREFIX : <http://e/> ASK { ?s !(:a|^a|:b) ?o . ?s !:a ?o ; (:a/(:b|:c)){2,3} ?z ; :a{2} ?z, ?w ; :a{,2} 1 ; :a{2,} 2 ; (^:a)? 3; ^(:a*) 4 ; !() 5 }`,
	`PREFIX : <http://e/> SELECT (-?x AS ?a) (- - 1 AS ?never) {}`,
	`PREFIX : <http://e/> SELECT (-?x AS ?a) (!!?x AS ?b) (?x - 1 AS ?c) (?x -1 AS ?d) (?x -1*2 AS ?e) (1-(2-3) AS ?f) ((1+2)*3 AS ?g) (- (-1) AS ?h) {}`,
	`PREFIX : <http://e/> SELECT * { ?s ?p ?o FILTER(?s = ?p && (?o < 3 || !BOUND(?o))) FILTER regex(?o, "a", "i") FILTER :f(?s) FILTER NOT EXISTS { ?s :q ?z } FILTER(?o NOT IN (1, 2) && ?o IN ()) }`,
	`PREFIX : <http://e/> SELECT ?s (COUNT(*) AS ?n) (GROUP_CONCAT(DISTINCT ?o ; SEPARATOR = "\n") AS ?g) { ?s ?p ?o } GROUP BY ?s (STR(?p) AS ?q) LCASE(?p) HAVING(COUNT(?o) > 1) (?s != :x) ORDER BY DESC(?n) ASC(?s) STR(?s) ?s LIMIT 3 OFFSET 4 VALUES (?s ?z) { (:a UNDEF) (UNDEF 1) }`,
	`PREFIX : <http://e/> CONSTRUCT { _:a :p [] } WHERE { ?s ?p _:a OPTIONAL { ?s :q ?z MINUS { ?s :r 1 } } } ORDER BY ?s`,
	`CONSTRUCT FROM <http://e/g> WHERE { ?s <http://e/p> [] }`,
	`DESCRIBE * { ?s ?p ?o }`,
	`DESCRIBE <http://e/a> ?x`,
	`SELECT * { { ?a ?b ?c } UNION { SELECT ?a { ?a ?b ?c } VALUES ?a { 1 } } UNION {} GRAPH ?g { ?s ?p ?o } SERVICE SILENT <http://e/s> { } BIND(IF(?a, RAND(), BNODE()) AS ?z) VALUES ?q { "x"@nl-be <http://e/x> UNDEF } }`,
	`PREFIX : <http://e/> PATHS ACYCLIC FROM :g START ?s = :a END ?e { ?e a :State } VIA :linkedTo|^:partOf|!(:x|^:y)|^(:z|a) MAX LENGTH 4 LIMIT 10`,
	`SELECT ?s ?hop { { PATHS ALL SHORTEST START ?s END ?e VIA * } ?s ?q ?e }`,
	`VERSION "1.2" PREFIX : <http://e/> SELECT * { :a.b-c :%20x :\~y\-z . ?x <http://e/\u00e9> "\u00e9\t\"\\" }`,
	"# comment\rSELECT # more\n(1 AS ?x) {}",
	`PREFIX : <http://e/> SELECT * { ( ) :p (()) . [ :p 1 ] . (1) }`,
	`SELECT (COUNT(DISTINCT *) AS ?n) (<http://e/f>(DISTINCT ?n, 2) AS ?m) {}`,
}

var seedUpdates = []string{
	``,
	`BASE <http://e/> PREFIX : <#> LOAD SILENT <a> INTO GRAPH <b> ; CLEAR ALL; DROP SILENT GRAPH :g ; CREATE GRAPH <x>;`,
	`ADD DEFAULT TO <http://e/a> ; MOVE SILENT GRAPH <http://e/a> TO DEFAULT ; COPY <http://e/a> TO <http://e/b>`,
	`PREFIX : <http://e/> INSERT DATA { :a :p 1, "x"@en . GRAPH :g { _:b :p [ :q () ] } . :c :d (1 2) GRAPH :h {} }`,
	`PREFIX : <http://e/> DELETE DATA { :a :p 1 } ; DELETE WHERE { ?s :p ?o . GRAPH ?g { ?s ?p ?o } }`,
	`PREFIX : <http://e/> WITH :g DELETE { ?s :p ?o } INSERT { ?s :p [] } USING :a USING NAMED :b WHERE { ?s :p* ?o FILTER(IRI("x") = ?s) } ; BASE <http://f/> INSERT {} WHERE {}`,
}

func TestRoundTripSeeds(t *testing.T) {
	for _, s := range seedQueries {
		q, err := syntax.ParseQuery(s, nil)
		if strings.Contains(s, "?never") {
			if err == nil {
				t.Errorf("accepted %s", s)
			}
			continue
		}
		if err != nil {
			t.Errorf("%v\n%s", err, s)
			continue
		}
		checkQueryRoundTrip(t, s, q)
	}
	for _, s := range seedUpdates {
		u, err := syntax.ParseUpdate(s, nil)
		if err != nil {
			t.Errorf("%v\n%s", err, s)
			continue
		}
		checkUpdateRoundTrip(t, s, u)
	}
}
