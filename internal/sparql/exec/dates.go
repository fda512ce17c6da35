package exec

import (
	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/plan"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// dateTest is a comparison of a variable with an xsd:date: of two dates
// without timezone the later is the greater string.
type dateTest struct {
	op    string
	value string
}

// dateTests returns the conditions as comparisons with dates, nil unless all are.
func dateTests(es []*plan.Expr) []dateTest {
	var out []dateTest
	for _, e := range es {
		c, ok := e.X.(*algebra.ExprCall)
		if !ok || len(c.Args) != 2 {
			return nil
		}
		op, v, t := c.Name, c.Args[0], c.Args[1]
		if _, swapped := v.(*algebra.ExprTerm); swapped {
			v, t = t, v
			op = map[string]string{"<": ">", ">": "<", "<=": ">=", ">=": "<="}[op]
		}
		switch op {
		case "<", ">", "<=", ">=":
		default:
			return nil
		}
		_, ok = v.(*algebra.ExprVar)
		d, also := t.(*algebra.ExprTerm)
		if !ok || !also || !plainDate(d.Term) {
			return nil
		}
		out = append(out, dateTest{op, d.Term.Value})
	}
	return out
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

// testDates tests a term; ok is false if that takes more than comparing
// strings.
func testDates(tests []dateTest, t term.Term) (pass, ok bool) {
	if !plainDate(t) {
		return false, false
	}
	for _, d := range tests {
		switch d.op {
		case "<":
			pass = t.Value < d.value
		case ">":
			pass = t.Value > d.value
		case "<=":
			pass = t.Value <= d.value
		default:
			pass = t.Value >= d.value
		}
		if !pass {
			return false, true
		}
	}
	return true, true
}

// pairTest is "=" or "!=" of two columns.
type pairTest struct {
	l, r int
	not  bool
}

func (ex *executor) pairTest(e *plan.Expr, vars []int) *pairTest {
	c, ok := e.X.(*algebra.ExprCall)
	if !ok || (c.Name != "=" && c.Name != "!=") {
		return nil
	}
	l, ok := c.Args[0].(*algebra.ExprVar)
	r, also := c.Args[1].(*algebra.ExprVar)
	if !ok || !also {
		return nil
	}
	t := &pairTest{columnOf(vars, ex.planner.Slot(l.Name)), columnOf(vars, ex.planner.Slot(r.Name)), c.Name == "!="}
	if t.l < 0 || t.r < 0 {
		return nil
	}
	return t
}

// sameNode reports whether two numbers of the source are equal; ok is false
// if that takes more than the numbers: two literals, or an unbound variable.
func sameNode(a, b uint32) (equal, ok bool) {
	x, y := kindOf(a), kindOf(b)
	if x == 0 || y == 0 || x >= inlineKind || y >= inlineKind {
		return false, false
	}
	if x > uint32(term.Blank) && y > uint32(term.Blank) {
		return false, false
	}
	return a == b, true
}
