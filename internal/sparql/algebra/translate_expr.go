package algebra

import (
	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
	"github.com/ascribe-graph/ascribe/internal/term"
)

func rowOf(t term.Term) [][]term.Term { return [][]term.Term{{t}} }

// expr translates an expression without aggregates.
func (t *translator) expr(e syntax.Expr) (Expr, error) {
	return t.exprIn(e, nil)
}

// exprIn translates an expression; g, if not nil, takes its aggregates.
func (t *translator) exprIn(e syntax.Expr, g *grouping) (Expr, error) {
	switch e := e.(type) {
	case *syntax.VarExpr:
		if g != nil {
			return &ExprVar{g.variable(e.Name)}, nil
		}
		return &ExprVar{e.Name}, nil
	case *syntax.TermExpr:
		return &ExprTerm{e.Term}, nil
	case *syntax.CallExpr:
		args, err := t.args(e.Args, g)
		return &ExprCall{e.Name, args}, err
	case *syntax.FuncExpr:
		if e.Distinct {
			return nil, fail(e.Pos, "got DISTINCT in a call of <%s>, want a function: there are no custom aggregates", e.IRI)
		}
		args, err := t.args(e.Args, g)
		return &ExprFunc{e.IRI, args}, err
	case *syntax.Aggregate:
		if g == nil {
			return nil, fail(e.Pos, "got %s, want no aggregate here", e.Func)
		}
		return g.aggregate(e)
	case *syntax.Exists:
		op, err := t.group(e.Group)
		return &ExprExists{e.Not, op}, err
	}
	return nil, fail(e.At(), "unknown expression %T", e)
}

func (t *translator) args(list []syntax.Expr, g *grouping) ([]Expr, error) {
	out := make([]Expr, len(list))
	for i, a := range list {
		var err error
		if out[i], err = t.exprIn(a, g); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// modifiers are the expressions of a query's clauses after its pattern.
type modifiers struct {
	having  []Expr
	extends []struct {
		Var  string
		Expr Expr
	}
	order []OrderKey
}

// grouping collects the aggregates of one query (§18.2.4.1).
type grouping struct {
	t          *translator
	keys       map[string]bool
	assigned   map[string]bool // by AS in SELECT, so bound after the grouping
	samples    map[string]string
	aggregates []Aggregate
}

// variable returns what stands for a variable outside of aggregates: a key
// and a name of SELECT are themselves, any other is SAMPLE of the group.
func (g *grouping) variable(name string) string {
	if g.keys[name] || g.assigned[name] {
		return name
	}
	if v, ok := g.samples[name]; ok {
		return v
	}
	v := g.t.newVar("agg")
	g.samples[name] = v
	g.aggregates = append(g.aggregates, Aggregate{Var: v, Func: "SAMPLE", Expr: &ExprVar{name}})
	return v
}

func (g *grouping) aggregate(a *syntax.Aggregate) (Expr, error) {
	out := Aggregate{Var: g.t.newVar("agg"), Func: a.Func, Distinct: a.Distinct, Separator: a.Separator}
	if a.Arg != nil {
		var err error
		if out.Expr, err = g.t.expr(a.Arg); err != nil {
			return nil, err
		}
	}
	g.aggregates = append(g.aggregates, out)
	return &ExprVar{out.Var}, nil
}

// grouping translates GROUP BY, and HAVING, SELECT and ORDER BY with the
// aggregates in them.
func (t *translator) grouping(q *syntax.Query, op Op) (Op, *modifiers, error) {
	m := &modifiers{}
	var g *grouping
	var keys []GroupKey
	if q.Grouped() {
		g = &grouping{t: t, keys: map[string]bool{}, assigned: map[string]bool{}, samples: map[string]string{}}
		for _, k := range q.GroupBy {
			x, err := t.expr(k.Expr)
			if err != nil {
				return nil, nil, err
			}
			name := k.Name()
			if name == "" {
				name = t.newVar("key")
			}
			g.keys[name] = true
			keys = append(keys, GroupKey{name, x})
		}
	}
	for _, h := range q.Having {
		x, err := t.exprIn(h, g)
		if err != nil {
			return nil, nil, err
		}
		m.having = append(m.having, x)
	}
	for _, it := range q.Items {
		if it.Expr == nil {
			continue
		}
		x, err := t.exprIn(it.Expr, g)
		if err != nil {
			return nil, nil, err
		}
		m.extends = append(m.extends, struct {
			Var  string
			Expr Expr
		}{it.Var, x})
		if g != nil {
			g.assigned[it.Var] = true
		}
	}
	if q.Values != nil && g != nil {
		for _, v := range q.Values.Vars {
			g.assigned[v] = true
		}
	}
	for _, k := range q.OrderBy {
		x, err := t.exprIn(k.Expr, g)
		if err != nil {
			return nil, nil, err
		}
		m.order = append(m.order, OrderKey{x, k.Desc})
	}
	if g != nil {
		op = &Group{op, keys, g.aggregates}
	}
	return op, m, nil
}
