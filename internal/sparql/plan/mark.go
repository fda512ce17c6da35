package plan

import "github.com/ascribe-graph/ascribe/internal/sparql/algebra"

// marked makes columns of the EXISTS that an expression holds beside other
// things, so that they are tested for many rows at once: it returns n with
// those columns, and the expression that reads them. What cannot be a join
// stays in the expression.
func (p *Planner) marked(n Node, x algebra.Expr, sc scope) (Node, algebra.Expr, error) {
	if exists, _ := traits(x); !exists {
		return n, x, nil
	}
	args := func(args []algebra.Expr) ([]algebra.Expr, error) {
		out := make([]algebra.Expr, len(args))
		var err error
		for i, a := range args {
			if n, out[i], err = p.marked(n, a, sc); err != nil {
				return nil, err
			}
		}
		return out, nil
	}
	switch e := x.(type) {
	case *algebra.ExprCall:
		as, err := args(e.Args)
		return n, &algebra.ExprCall{Name: e.Name, Args: as}, err
	case *algebra.ExprFunc:
		as, err := args(e.Args)
		return n, &algebra.ExprFunc{IRI: e.IRI, Args: as}, err
	case *algebra.ExprExists:
		if l, r, ok := alternatives(e.Pattern); ok {
			any := either(l, r)
			if e.Not {
				any = &algebra.ExprCall{Name: "!", Args: []algebra.Expr{any}}
			}
			return p.marked(n, any, sc)
		}
		found := p.freshSlot("found")
		test := existsTest{kind: Mark, found: found, expr: p.expr(&algebra.ExprExists{Pattern: e.Pattern}, sc)}
		m, err := p.existsJoin(n, e.Pattern, test, sc)
		if m == nil {
			return n, x, err
		}
		var v algebra.Expr = &algebra.ExprVar{Name: p.Names[found]}
		if e.Not {
			v = &algebra.ExprCall{Name: "!", Args: []algebra.Expr{v}}
		}
		return m, v, nil
	}
	return n, x, nil
}

// filterMarked is filter for conditions that may hold an EXISTS among other
// things.
func (p *Planner) filterMarked(n Node, conds []*Expr) (Node, error) {
	var plain []*Expr
	for _, c := range conds {
		if !c.Exists {
			plain = append(plain, c)
		}
	}
	n = p.filter(n, plain)
	for _, c := range conds {
		if !c.Exists {
			continue
		}
		m, x, err := p.marked(n, c.X, scope{c.Graph, c.Outer})
		if err != nil {
			return nil, err
		}
		if m != n {
			c = p.expr(x, scope{c.Graph, c.Outer})
		}
		n = p.filter(m, []*Expr{c})
	}
	return n, nil
}
