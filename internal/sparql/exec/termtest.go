package exec

import (
	"strings"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/expr"
	"github.com/ascribe-graph/ascribe/internal/sparql/plan"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// termTest tests a term without making a value of it; ok is false if that
// takes more than its text. It keeps nothing of the term.
type termTest func(t term.Term) (pass, ok bool)

// termTests returns conditions on one variable as tests, nil unless all are.
func termTests(es []*plan.Expr) []termTest {
	var out []termTest
	for _, e := range es {
		f := dateTest(e.X)
		if f == nil {
			text := expr.NewTermTest(e.X)
			if text == nil {
				return nil
			}
			f = func(t term.Term) (bool, bool) { return text(t) == expr.True, t.Kind != term.None }
		}
		out = append(out, f)
	}
	return out
}

func testTerm(tests []termTest, t term.Term) (pass, ok bool) {
	for _, f := range tests {
		if pass, ok = f(t); !ok || !pass {
			return false, ok
		}
	}
	return true, true
}

// dateTest returns a comparison of a variable with an xsd:date as a test, nil
// if x is none: of two dates without timezone the later is the greater string.
func dateTest(x algebra.Expr) termTest {
	c, ok := x.(*algebra.ExprCall)
	if !ok || len(c.Args) != 2 {
		return nil
	}
	op, v, t := c.Name, c.Args[0], c.Args[1]
	if _, swapped := v.(*algebra.ExprTerm); swapped {
		v, t = t, v
		op = map[string]string{"<": ">", ">": "<", "<=": ">=", ">=": "<="}[op]
	}
	var good [3]bool // the term is before the constant, is it, is after it
	switch op {
	case "<":
		good[0] = true
	case "<=":
		good[0], good[1] = true, true
	case ">":
		good[2] = true
	case ">=":
		good[1], good[2] = true, true
	default:
		return nil
	}
	_, ok = v.(*algebra.ExprVar)
	d, also := t.(*algebra.ExprTerm)
	if !ok || !also || !plainDate(d.Term) {
		return nil
	}
	return func(t term.Term) (pass, ok bool) {
		if !plainDate(t) {
			return false, false
		}
		return good[strings.Compare(t.Value, d.Term.Value)+1], true
	}
}

// plainDate reports whether t is an xsd:date of four digits, two and two,
// surely a day of its month, without timezone.
func plainDate(t term.Term) bool {
	s := t.Value
	if t.Kind != term.Typed || t.Extra != term.XSDDate || len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return false
	}
	for i := range s {
		if i != 4 && i != 7 && (s[i] < '0' || s[i] > '9') {
			return false
		}
	}
	month, day := s[5:7], s[8:10]
	return s[:4] != "0000" && month >= "01" && month <= "12" && day >= "01" && day <= "28"
}

// pairTest is a comparison of two columns, or of their STR.
type pairTest struct {
	l, r  int
	good  [3]bool // what passes: less, equal, greater
	same  bool    // only whether they are equal matters
	str   bool
	order order
}

func (ex *executor) pairTest(e *plan.Expr, vars []int) *pairTest {
	c, ok := e.X.(*algebra.ExprCall)
	if !ok || len(c.Args) != 2 {
		return nil
	}
	t := &pairTest{order: order{ex: ex}}
	switch c.Name {
	case "=":
		t.good, t.same = [3]bool{false, true, false}, true
	case "!=":
		t.good, t.same = [3]bool{true, false, true}, true
	case "<":
		t.good = [3]bool{true, false, false}
	case "<=":
		t.good = [3]bool{true, true, false}
	case ">":
		t.good = [3]bool{false, false, true}
	case ">=":
		t.good = [3]bool{false, true, true}
	default:
		return nil
	}
	args := [2]algebra.Expr{c.Args[0], c.Args[1]}
	strs := 0
	for i, a := range args {
		if f, ok := a.(*algebra.ExprCall); ok && f.Name == "STR" && len(f.Args) == 1 {
			args[i] = f.Args[0]
			strs++
		}
	}
	l, ok := args[0].(*algebra.ExprVar)
	r, also := args[1].(*algebra.ExprVar)
	if !ok || !also || strs == 1 {
		return nil
	}
	t.str = strs == 2
	t.l, t.r = columnOf(vars, ex.planner.Slot(l.Name)), columnOf(vars, ex.planner.Slot(r.Name))
	if t.l < 0 || t.r < 0 {
		return nil
	}
	return t
}

// test compares two numbers of the source; ok is false if that takes more
// than the numbers.
func (t *pairTest) test(a, b uint32) (pass, ok bool) {
	x, y := kindOf(a), kindOf(b)
	if x == 0 || y == 0 || x >= inlineKind || y >= inlineKind {
		return false, false
	}
	const iri, blank = uint32(term.IRI), uint32(term.Blank)
	switch {
	case t.str:
		if x != iri || y != iri {
			return false, false
		}
		if t.same {
			return t.good[1] == (a == b), true
		}
		if !t.order.ex.lexical(a) || !t.order.ex.lexical(b) {
			return false, false
		}
	case t.same:
		if x > blank && y > blank { // literals may be equal though they differ
			return false, false
		}
		return t.good[1] == (a == b), true
	default:
		if x != y || x <= blank || !t.order.numbered(a) || !t.order.numbered(b) {
			return false, false
		}
	}
	switch {
	case a < b:
		return t.good[0], true
	case a > b:
		return t.good[2], true
	}
	return t.good[1], true
}
