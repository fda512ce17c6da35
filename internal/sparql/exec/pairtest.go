package exec

import (
	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/plan"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// pairTest is a comparison of two columns, of their STR, or of numbers that
// are computed from one column each, such as two years.
type pairTest struct {
	l, r  operand
	good  [3]bool // what passes: less, equal, greater
	same  bool    // only whether they are equal matters
	str   bool
	order order
}

// operand is a side of a comparison: a column, or what is computed from one.
type operand struct {
	col  int
	expr *remembered // nil: the column itself
}

func (o *operand) id(v *rowView) (uint32, error) {
	if o.expr != nil {
		return o.expr.id(v)
	}
	return v.cols[o.col][v.i], nil
}

// counts are the functions whose values are small whole numbers.
var counts = map[string]bool{"YEAR": true, "MONTH": true, "DAY": true, "HOURS": true, "MINUTES": true, "STRLEN": true}

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
	var kinds [2]string
	for i, side := range []*operand{&t.l, &t.r} {
		if kinds[i], ok = ex.operand(side, c.Args[i], e, vars); !ok {
			return nil
		}
	}
	t.str = kinds[0] == "STR"
	if kinds[0] != kinds[1] && (t.str || kinds[1] == "STR") {
		return nil
	}
	return t
}

// operand makes a side of a comparison of e: of a variable, of STR of one or of
// a count of one, which kind tells.
func (ex *executor) operand(o *operand, x algebra.Expr, e *plan.Expr, vars []int) (kind string, ok bool) {
	of := x
	if f, isCall := x.(*algebra.ExprCall); isCall && len(f.Args) == 1 && (f.Name == "STR" || counts[f.Name]) {
		kind, of = f.Name, f.Args[0]
	}
	v, ok := of.(*algebra.ExprVar)
	if !ok {
		return "", false
	}
	if o.col = columnOf(vars, ex.planner.Slot(v.Name)); o.col < 0 {
		return "", false
	}
	if counts[kind] {
		o.expr = ex.remember(ex.planner.Part(e, x), vars)
	}
	return kind, true
}

// test compares the sides in the row of v; ok is false if that takes more than
// their numbers.
func (t *pairTest) test(v *rowView) (pass, ok bool, err error) {
	if t.l.expr == nil && t.r.expr == nil {
		pass, ok = t.compare(v.cols[t.l.col][v.i], v.cols[t.r.col][v.i])
		return pass, ok, nil
	}
	a, err := t.l.id(v)
	if err != nil {
		return false, false, err
	}
	b, err := t.r.id(v)
	if err != nil {
		return false, false, err
	}
	pass, ok = t.compare(a, b)
	return pass, ok, nil
}

func (t *pairTest) compare(a, b uint32) (pass, ok bool) {
	x, y := kindOf(a), kindOf(b)
	const iri, blank = uint32(term.IRI), uint32(term.Blank)
	switch {
	case x == inlineKind && y == inlineKind && !t.str:
	case x == 0 || y == 0 || x >= inlineKind || y >= inlineKind:
		return false, false
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
