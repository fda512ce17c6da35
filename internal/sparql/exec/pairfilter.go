package exec

import (
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/expr"
	"github.com/ascribe-graph/ascribe/internal/sparql/plan"
)

// pairFilter tests conditions on a row of one input beside a row of another.
type pairFilter struct {
	ex    *executor
	conds []pairCond
	from  []mergeSource // of the columns that conditions read
	row   batch         // one row of them
	view  *rowView
}

// pairCond is a condition; quick, if not nil, decides what numbers can tell.
type pairCond struct {
	e     *plan.Expr
	quick *pairTest
}

// pairFilter returns the test of conds on rows with the columns l and r. Where
// both have a column it is that of l, or that of r where l's is unbound.
func (ex *executor) pairFilter(conds []*plan.Expr, l, r []int, f *frame) *pairFilter {
	p := &pairFilter{ex: ex}
	var vars []int
	for _, c := range conds {
		for v := range c.Vars.All() {
			s := mergeSource{columnOf(l, v), columnOf(r, v)}
			if (s.l >= 0 || s.r >= 0) && !slices.Contains(vars, v) {
				vars, p.from = append(vars, v), append(p.from, s)
			}
		}
	}
	for _, c := range conds {
		p.conds = append(p.conds, pairCond{c, ex.pairTest(c, vars)})
	}
	p.row = batch{n: 1, cols: make([][]uint32, len(vars))}
	for i := range p.row.cols {
		p.row.cols[i] = make([]uint32, 1)
	}
	p.view = ex.view(vars, f)
	p.view.set(&p.row)
	return p
}

// test tests row i of l with row k of r.
func (p *pairFilter) test(l [][]uint32, i int, r [][]uint32, k int) (bool, error) {
	for c, f := range p.from {
		v := uint32(0)
		if f.l >= 0 {
			v = l[f.l][i]
		}
		if v == 0 && f.r >= 0 {
			v = r[f.r][k]
		}
		p.row.cols[c][0] = v
	}
	for _, c := range p.conds {
		if c.quick != nil {
			if pass, ok, err := c.quick.test(p.view); ok || err != nil {
				if !pass {
					return false, err
				}
				continue
			}
		}
		if pass, err := p.ex.test(c.e, p.view); err != nil || !pass {
			return false, err
		}
	}
	return true, nil
}

// boolIDs returns the numbers of false and true.
func (ex *executor) boolIDs() [2]uint32 {
	return [2]uint32{ex.loose(expr.Bool(false)), ex.loose(expr.Bool(true))}
}
