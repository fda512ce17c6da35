package plan

import (
	"math"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/store"
)

// group plans GROUP BY.
func (p *Planner) group(op *algebra.Group, sc scope, nd need) (Node, error) {
	out := &Group{}
	var in Set
	set := true
	for _, k := range op.Keys {
		x := p.expr(k.Expr, sc)
		out.Keys = append(out.Keys, GroupKey{p.slot(k.Var), x})
		in = in.Union(x.Vars)
	}
	for i := range op.Aggregates {
		a := &op.Aggregates[i]
		s := p.slot(a.Var)
		if !nd.vars.Has(s) {
			continue
		}
		g := Agg{Slot: s, Spec: a, Same: -1}
		for k := range out.Aggs {
			o := out.Aggs[k].Spec
			if o.Func == a.Func && o.Distinct == a.Distinct && o.Separator == a.Separator && sameVar(o.Expr, a.Expr) {
				g.Same = k
				break
			}
		}
		switch {
		case a.Expr != nil:
			g.Expr = p.expr(a.Expr, sc)
			in = in.Union(g.Expr.Vars)
			_, fickle := traits(a.Expr)
			set = set && !fickle && (a.Distinct || a.Func == "MIN" || a.Func == "MAX" || a.Func == "SAMPLE")
		case a.Distinct:
			ip, _ := p.vars(op.Input, sc.outer)
			for v := range ip.All() {
				if !p.Hidden(v) {
					out.Visible = append(out.Visible, v)
					in.Add(v)
				}
			}
		default:
			set = false
		}
		out.Aggs = append(out.Aggs, g)
	}
	n, err := p.build(op.Input, sc, need{in, set, -1, 0})
	if err != nil {
		return nil, err
	}
	for i := range out.Aggs {
		if x := out.Aggs[i].Expr; x != nil && x.Exists {
			m, e, err := p.marked(n, x.X, sc)
			if err != nil {
				return nil, err
			}
			n, out.Aggs[i].Expr = m, p.expr(e, sc)
		}
	}
	out.Input = n
	info := n.Props()
	p.countPlain(out)
	out.Unique = true
	out.Rows = 1
	for _, k := range out.Keys {
		out.Vars = append(out.Vars, k.Slot)
		v, ok := k.Expr.X.(*algebra.ExprVar)
		switch {
		case !ok:
			out.Loose.Add(k.Slot)
		default:
			i := p.slot(v.Name)
			if info.Certain.Has(i) || sc.outer.Has(i) {
				out.Certain.Add(k.Slot)
			}
			if info.Loose.Has(i) {
				out.Loose.Add(k.Slot)
			}
		}
	}
	if len(out.Keys) > 0 {
		out.Rows = math.Max(1, math.Pow(info.Rows, 0.7))
	}
	for _, a := range out.Aggs {
		out.Vars = append(out.Vars, a.Slot)
		out.Loose.Add(a.Slot)
		if a.Spec.Func == "COUNT" {
			out.Certain.Add(a.Slot)
		}
	}
	out.Cost = info.Cost + info.Rows*costDedup
	p.countOnly(out)
	return out, nil
}

// countPlain makes a COUNT(DISTINCT ?x) whose values are different anyway,
// since no two rows of a group are the same in anything else, a COUNT(?x).
func (p *Planner) countPlain(g *Group) {
	info := g.Input.Props()
	if !info.Unique {
		return
	}
	var keys Set
	for _, k := range g.Keys {
		if v, ok := k.Expr.X.(*algebra.ExprVar); ok {
			keys.Add(p.slot(v.Name))
		}
	}
	for i := range g.Aggs {
		a := &g.Aggs[i]
		if a.Spec.Func != "COUNT" || !a.Spec.Distinct || a.Expr == nil {
			continue
		}
		v, ok := a.Expr.X.(*algebra.ExprVar)
		if !ok || !SetOf(info.Vars...).Within(keys.Union(SetOf(p.slot(v.Name)))) {
			continue
		}
		plain := *a.Spec
		plain.Distinct = false
		a.Spec = &plain
	}
}

// sameVar reports whether two expressions are both nil or the same variable.
func sameVar(a, b algebra.Expr) bool {
	if a == nil || b == nil {
		return a == b
	}
	x, ok := a.(*algebra.ExprVar)
	y, also := b.(*algebra.ExprVar)
	return ok && also && x.Name == y.Name
}

// countOnly lets a group that counts the quads of one pattern by one of its
// positions do so from the sizes of index ranges.
func (p *Planner) countOnly(g *Group) {
	scan, ok := g.Input.(*Scan)
	if !ok || scan.Skip > 0 || scan.Quads.Dedup || scan.Quads.OneOf != nil || len(g.Keys) > 1 || len(g.Aggs) == 0 {
		return
	}
	if x, ok := p.src.(engine.ExactCounter); !ok || !x.ExactCounts() {
		return
	}
	for _, a := range g.Aggs {
		if a.Spec.Func != "COUNT" || a.Spec.Distinct {
			return
		}
		if a.Expr != nil {
			if v, ok := a.Expr.X.(*algebra.ExprVar); !ok || !scan.Certain.Has(p.slot(v.Name)) {
				return
			}
		}
	}
	q := scan.Quads
	key, bound := -1, 0
	for i, pos := range q.Pos {
		switch pos.Kind {
		case Const:
			bound++
		case Param:
			return
		case Var:
			if len(g.Keys) == 1 && g.Keys[0].Expr.One == pos.Slot {
				if key >= 0 {
					return
				}
				key = i
			}
			for j := range i {
				if q.Pos[j].Kind == Var && q.Pos[j].Slot == pos.Slot {
					return
				}
			}
		}
	}
	if q.Graphs != AllGraphs && (q.Graphs != NamedGraphs || !p.AllNamed()) {
		return
	}
	if len(g.Keys) == 1 {
		if v, ok := g.Keys[0].Expr.X.(*algebra.ExprVar); !ok || key < 0 || p.slot(v.Name) != g.Keys[0].Expr.One || key == store.G {
			return
		}
		if bound > 1 || (bound == 1 && q.Pos[store.G].Kind == Const) {
			return
		}
	} else if bound > 1 && q.Pos[store.G].Kind == Const {
		return
	}
	c := *scan
	c.Skip = key + 1 // 0: there is no key
	g.Count = &c
	g.Cost = 50 * costProbe
}
