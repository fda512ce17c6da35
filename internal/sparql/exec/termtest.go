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
