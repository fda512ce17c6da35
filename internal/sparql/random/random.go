// Package random makes small graphs and queries for tests that compare one way
// of answering with another. Terms are few, so that patterns meet often; a
// query uses most of the language, PATHS and {n,m} included.
package random

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// NS is where all names are: n0 to n6, p0 to p3, g1 to g3, unlabelled and g9,
// which is no graph.
const NS = "http://example.org/"

// Prologue declares the prefixes that queries use.
const Prologue = "PREFIX : <" + NS + "> PREFIX xsd: <" + term.XSD + ">\n"

var words = []string{"a", "b", "a b", "B", ""}

func pick[T any](r *rand.Rand, xs ...T) T { return xs[r.IntN(len(xs))] }

// Node is the name n followed by i.
func Node(i int) term.Term { return term.NewIRI(fmt.Sprintf("%sn%d", NS, i)) }

// object is any term.
func object(r *rand.Rand) term.Term {
	switch r.IntN(12) {
	case 0:
		return term.NewString(pick(r, words...))
	case 1:
		return term.NewLang(pick(r, words...), pick(r, "en", "EN", "en-GB"))
	case 2, 3:
		return term.NewTyped(fmt.Sprint(r.IntN(4)), term.XSDInteger)
	case 4:
		return term.NewTyped(pick(r, "1.0", "01", "2.5", "1e0"), pick(r, term.XSDDecimal, term.XSDDouble, term.XSDInteger))
	case 5:
		return term.NewTyped(pick(r, "2020-01-01", "2021-07-19", "2021"), pick(r, term.XSDDate, term.XSDYear))
	case 6:
		return term.NewBlank(pick(r, "x", "y"))
	}
	return Node(r.IntN(6))
}

// Quads returns up to some 60 quads, with some triples under several labels;
// some are equal.
func Quads(r *rand.Rand) [][4]term.Term {
	var out [][4]term.Term
	preds := 1 + r.IntN(4)
	for range r.IntN(40) {
		q := [4]term.Term{Node(r.IntN(6)), term.NewIRI(fmt.Sprintf("%sp%d", NS, r.IntN(preds))), object(r)}
		if r.IntN(3) == 0 {
			q[2] = Node(r.IntN(6))
		}
		if r.IntN(20) == 0 {
			q[0] = term.NewBlank(pick(r, "x", "y"))
		}
		if r.IntN(30) == 0 {
			q[0] = term.NewIRI(NS + "g1")
		}
		for range 1 + r.IntN(2) {
			if g := r.IntN(4); g > 0 {
				q[3] = term.NewIRI(fmt.Sprintf("%sg%d", NS, g))
			} else {
				q[3] = term.Term{}
			}
			out = append(out, q)
		}
	}
	return out
}

// Query returns the text of a query without the Prologue. Not every one can be
// translated, such as one whose BIND binds a variable again.
func Query(r *rand.Rand) string { return (&writer{Rand: r}).query() }

// Group returns the text of a group graph pattern, in braces.
func Group(r *rand.Rand) string { return (&writer{Rand: r}).group() }

// writer makes the text of a query.
type writer struct {
	*rand.Rand
	depth int
	fresh int
}

func (w *writer) variable() string { return pick(w.Rand, "?a", "?b", "?c", "?d", "?e") }

func (w *writer) newVar() string {
	w.fresh++
	return fmt.Sprintf("?v%d", w.fresh)
}

func (w *writer) constant() string {
	switch w.IntN(10) {
	case 0:
		return fmt.Sprint(w.IntN(4))
	case 1:
		return pick(w.Rand, `"a"`, `"b"`, `"a"@en`, `"a"@EN`, `"a"@en-gb`)
	case 2:
		return pick(w.Rand, `1.0`, `"2020-01-01"^^xsd:date`, `"2021"^^xsd:gYear`, "true")
	}
	return fmt.Sprintf(":n%d", w.IntN(7))
}

func (w *writer) subject() string {
	switch w.IntN(8) {
	case 0, 1:
		return fmt.Sprintf(":n%d", w.IntN(7))
	case 2:
		return "[]"
	}
	return w.variable()
}

func (w *writer) object() string {
	switch w.IntN(8) {
	case 0, 1:
		return w.constant()
	case 2:
		return "[]"
	}
	return w.variable()
}

func (w *writer) predicate() string {
	if w.IntN(7) == 0 {
		return w.variable()
	}
	return fmt.Sprintf(":p%d", w.IntN(4))
}

func (w *writer) path(depth int) string {
	if depth > 0 {
		switch w.IntN(8) {
		case 0:
			return "(" + w.path(depth-1) + "/" + w.path(depth-1) + ")"
		case 1:
			return "(" + w.path(depth-1) + "|" + w.path(depth-1) + ")"
		case 2:
			return "^(" + w.path(depth-1) + ")"
		case 3, 4:
			return "(" + w.path(depth-1) + ")" + pick(w.Rand, "*", "+", "?", "{1,2}", "{0,2}", "{2,2}")
		case 5:
			return pick(w.Rand, "!:p0", "!(:p1|^:p0)", "!^:p2", "^!(:p0)")
		}
	}
	return fmt.Sprintf(":p%d", w.IntN(4))
}

func (w *writer) triples() string {
	var b strings.Builder
	for range 1 + w.IntN(3) {
		p := w.predicate()
		if w.IntN(5) == 0 {
			p = w.path(2)
		}
		fmt.Fprintf(&b, "%s %s %s . ", w.subject(), p, w.object())
	}
	return b.String()
}

func (w *writer) expr(depth int) string {
	if depth > 0 {
		switch w.IntN(15) {
		case 0:
			return "(" + w.expr(depth-1) + " && " + w.expr(depth-1) + ")"
		case 1:
			return "(" + w.expr(depth-1) + " || " + w.expr(depth-1) + ")"
		case 2:
			return "!(" + w.expr(depth-1) + ")"
		case 3, 4:
			return "(" + w.value() + pick(w.Rand, " = ", " != ", " < ", " >= ") + w.value() + ")"
		case 5:
			return "bound(" + w.variable() + ")"
		case 6:
			return "(" + w.variable() + pick(w.Rand, " IN (", " NOT IN (") + w.constant() + ", " + w.constant() + "))"
		case 7, 8:
			return pick(w.Rand, "EXISTS ", "NOT EXISTS ") + w.group()
		case 9:
			return "sameTerm(" + w.value() + ", " + w.value() + ")"
		case 10:
			return pick(w.Rand, "isIRI(", "isLiteral(", "isNumeric(") + w.variable() + ")"
		case 11, 12:
			return w.text()
		case 13:
			return "(str(" + w.variable() + ")" + pick(w.Rand, " < ", " >= ", " = ") + "str(" + w.variable() + "))"
		}
	}
	return "(" + w.variable() + pick(w.Rand, " = ", " != ") + w.constant() + ")"
}

// text is a condition on the text of a term.
func (w *writer) text() string {
	of := pick(w.Rand, "%s", "str(%s)", "lcase(%s)", "ucase(str(%s))", "lang(%s)")
	of = fmt.Sprintf(of, w.variable())
	part := pick(w.Rand, `"a"`, `"B"`, `"en"`, `"n1"`, `"2021"`, `""`)
	switch w.IntN(4) {
	case 0:
		return "regex(" + of + ", " + pick(w.Rand, `"^a"`, `"a b"`, `"[12]$"`, `"a.*B"`) + pick(w.Rand, "", `, "i"`) + ")"
	case 1:
		return "(" + of + pick(w.Rand, " = ", " != ") + part + ")"
	}
	return pick(w.Rand, "contains(", "strstarts(", "strends(", "langMatches(") + of + ", " + part + ")"
}

// cycle is patterns whose variables make a cycle, perhaps with more.
func (w *writer) cycle() string {
	vars := []string{"?a", "?b", "?c", "?d"}[:3+w.IntN(2)]
	var b strings.Builder
	for i, v := range vars {
		s, o := v, vars[(i+1)%len(vars)]
		if w.IntN(3) == 0 {
			s, o = o, s
		}
		fmt.Fprintf(&b, "%s %s %s . ", s, w.predicate(), o)
	}
	if w.IntN(2) == 0 {
		b.WriteString(w.triples())
	}
	if w.IntN(3) == 0 {
		return "GRAPH " + pick(w.Rand, "?g", ":g1") + " { " + b.String() + "} "
	}
	return b.String()
}

func (w *writer) value() string {
	switch w.IntN(7) {
	case 0:
		return w.constant()
	case 1:
		return "str(" + w.variable() + ")"
	case 2:
		return "(" + w.variable() + " + 1)"
	case 3:
		return "if(" + w.variable() + " = " + w.constant() + ", " + w.variable() + ", 1)"
	}
	return w.variable()
}

// group is a group graph pattern in braces.
func (w *writer) group() string {
	w.depth++
	defer func() { w.depth-- }()
	var b strings.Builder
	b.WriteString("{ ")
	if w.IntN(8) > 0 {
		b.WriteString(w.triples())
	}
	if w.depth < 4 {
		for range w.IntN(3) {
			b.WriteString(w.element())
		}
	}
	b.WriteString("}")
	return b.String()
}

func (w *writer) element() string {
	switch w.IntN(13) {
	case 0, 1:
		return "OPTIONAL " + w.group() + " "
	case 2:
		return w.group() + " UNION " + w.group() + " "
	case 3:
		return "MINUS " + w.group() + " "
	case 4, 5, 6:
		return "FILTER(" + w.expr(2) + ") "
	case 7:
		return "BIND(" + w.value() + " AS " + w.newVar() + ") "
	case 8:
		v, u := w.variable(), w.variable()
		if v == u {
			return "VALUES " + v + " { " + w.constant() + " " + w.constant() + " UNDEF } "
		}
		return fmt.Sprintf("VALUES (%s %s) { (%s %s) (UNDEF %s) (%s UNDEF) } ", v, u, w.constant(), w.constant(), w.constant(), w.constant())
	case 9, 10:
		return "GRAPH " + pick(w.Rand, "?g", "?a", ":g1", ":g2", ":g9", ":unlabelled") + " " + w.group() + " "
	case 11:
		return "{ " + w.subselect() + " } "
	}
	return w.triples()
}

func (w *writer) subselect() string {
	switch w.IntN(5) {
	case 0:
		return fmt.Sprintf("SELECT %s (COUNT(*) AS %s) WHERE %s GROUP BY %[1]s", "?a", w.newVar(), w.group())
	case 1:
		return fmt.Sprintf("SELECT DISTINCT %s ?b WHERE %s", pick(w.Rand, "?a", "?c"), w.group())
	case 2:
		return fmt.Sprintf("SELECT (COUNT(DISTINCT %s) AS %s) (MIN(?b) AS %s) WHERE %s", w.variable(), w.newVar(), w.newVar(), w.group())
	case 3:
		return "SELECT * WHERE " + w.group()
	}
	return "SELECT ?a ?b WHERE " + w.group()
}

// ties orders terms that are equal by value.
const ties = "str(?a) str(datatype(?a)) lang(?a) str(?b) str(datatype(?b)) lang(?b) "

// query is a whole query.
func (w *writer) query() string {
	from := ""
	if w.IntN(10) == 0 {
		from = pick(w.Rand, "FROM :g1 ", "FROM :g1 FROM :g2 ", "FROM NAMED :g1 ", "FROM :g3 FROM NAMED :g1 FROM NAMED :g2 ", "FROM :unlabelled FROM :g1 ", "FROM NAMED :unlabelled ")
	}
	g := w.group()
	switch w.IntN(18) {
	case 0:
		return "ASK " + from + g
	case 1:
		return "SELECT DISTINCT ?a ?b " + from + "WHERE " + g
	case 2:
		return "SELECT ?a (COUNT(*) AS ?n) (COUNT(DISTINCT ?b) AS ?m) (SUM(?c) AS ?s) (MAX(?d) AS ?x) " + from + "WHERE " + g + " GROUP BY ?a"
	case 3:
		return "SELECT (COUNT(*) AS ?n) (COUNT(?a) AS ?m) (COUNT(DISTINCT *) AS ?k) " + from + "WHERE " + g
	case 4:
		return "SELECT ?p (COUNT(*) AS ?n) " + from + "WHERE { " + pick(w.Rand, "?s ?p ?o", "GRAPH ?g { ?s ?p ?o }", "GRAPH :g1 { ?s ?p ?o }", "?s ?p :n1", "GRAPH ?g { ?p :p0 ?o }") + " } GROUP BY ?p"
	case 5:
		return "SELECT ?a ?b ?c " + from + "WHERE " + g + " ORDER BY ?a DESC(?b) ?c ?d ?e"
	case 6:
		return "SELECT ?a ?b " + from + "WHERE " + g + " ORDER BY ?a ?b " + ties + "LIMIT 3"
	case 7:
		return "SELECT ?a (COUNT(?b) AS ?n) " + from + "WHERE " + g + " GROUP BY ?a HAVING(COUNT(*) > 1) ORDER BY DESC(?n) ?a str(?a) str(datatype(?a)) lang(?a) LIMIT 2"
	case 8:
		return "CONSTRUCT { ?a :q ?b . ?b ?p ?c } " + from + "WHERE " + g
	case 9:
		return "DESCRIBE ?a " + from + "WHERE " + g
	case 10:
		return "SELECT DISTINCT ?a ?c " + from + "WHERE { " + w.triples() + w.triples() + "}"
	case 11:
		return "SELECT ?" + pick(w.Rand, "a", "b", "c") + " " + from + "WHERE { " + w.triples() + w.triples() + w.triples() + "FILTER(" + w.expr(2) + ") }"
	case 12:
		return w.paths()
	case 13:
		return "SELECT " + pick(w.Rand, "*", "?a ?b", "DISTINCT ?a", "DISTINCT ?b ?c", "(COUNT(*) AS ?n)") + " " + from + "WHERE { " + w.cycle() + pick(w.Rand, "", "FILTER("+w.expr(1)+") ", "OPTIONAL "+w.group()) + " }"
	case 14:
		return "SELECT ?a (MIN(?b) AS ?x) (MAX(?b) AS ?y) (COUNT(DISTINCT ?b) AS ?n) " + from + "WHERE { " + w.triples() + pick(w.Rand, "", "FILTER("+w.expr(2)+") ") + "} GROUP BY ?a"
	}
	return "SELECT * " + from + "WHERE " + g
}

func (w *writer) paths() string {
	end := func(v string) string {
		switch w.IntN(4) {
		case 0:
			return v
		case 1:
			return v + " { " + v + " :p0 ?z }"
		}
		return v + " = " + fmt.Sprintf(":n%d", w.IntN(7))
	}
	mode := pick(w.Rand, "", "ANY SHORTEST ", "ALL SHORTEST ", "ACYCLIC ")
	q := "PATHS " + mode + "START " + end("?s") + " END " + end("?e")
	if w.IntN(3) > 0 {
		q += " VIA " + pick(w.Rand, ":p0", ":p0|:p1", ":p0|^:p1", "!:p2", "^:p0", "!(:p0|^:p1)")
	}
	if mode == "ACYCLIC " || w.IntN(4) == 0 {
		q += fmt.Sprintf(" MAX LENGTH %d", 1+w.IntN(3))
	}
	if w.IntN(4) == 0 {
		q += fmt.Sprintf(" LIMIT %d", 1+w.IntN(5))
	}
	if w.IntN(3) == 0 {
		return "SELECT ?path ?hop ?to ?b WHERE { { " + q + " } ?to " + w.predicate() + " ?b }"
	}
	return q
}
