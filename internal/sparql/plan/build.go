package plan

import (
	"math"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
)

// Costs, in nanoseconds.
const (
	costScan    = 4   // a quad of a range
	costOpen    = 600 // opening a scan
	costProbe   = 450 // a look-up in an index from nowhere
	costStep    = 150 // the next look-up of a cursor that moves forward
	costMerge   = 7   // a row into a merge join
	costPair    = 1.5 // two rows in a merge join that agree in its first column
	costBuild   = 45  // a row into a hash table
	costLook    = 25  // a row that looks into one
	costRow     = 5   // a row out of an operator
	costExpr    = 250 // an expression
	costRead    = 400 // the terms of an expression, if they come in no order
	costTest    = 12  // a remembered test
	costDedup   = 40  // a row into a set
	costExists  = 4000
	guessedRows = 1000
)

// build plans op.
func (p *Planner) build(op algebra.Op, sc scope, nd need) (Node, error) {
	if err := p.ctx.Err(); err != nil {
		return nil, err
	}
	switch op := op.(type) {
	case *algebra.BGP, *algebra.PathPattern, *algebra.Values:
		return p.buildBlock(op, sc, nd)
	case *algebra.Join:
		if first := p.hoist(op, sc); first != algebra.Op(op) {
			return p.build(first, sc, nd)
		}
		return p.buildBlock(op, sc, nd)
	case *algebra.Filter:
		if first := p.hoist(op.Input, sc); first != op.Input {
			op = &algebra.Filter{Input: first, Expr: op.Expr}
		}
		if lower := p.sink(op, sc); lower != algebra.Op(op) {
			return p.build(lower, sc, nd)
		}
		return p.buildBlock(op, sc, nd)
	case *algebra.Graph:
		if g := p.slotOfGraph(op, sc); g < 0 || p.graphJoin(op.Input, g) || p.graphColumn(op.Input, g) {
			return p.buildBlock(op, sc, nd)
		}
		return p.graphLoop(op, sc, nd)
	case *algebra.LeftJoin:
		return p.leftJoin(op, sc, nd)
	case *algebra.Union:
		return p.union(op, sc, nd)
	case *algebra.Minus:
		return p.minus(op, sc, nd)
	case *algebra.Extend:
		return p.extend(op, sc, nd)
	case *algebra.Group:
		return p.group(op, sc, nd)
	case *algebra.OrderBy:
		in := nd.vars
		keys := make([]SortKey, len(op.Keys))
		for i, k := range op.Keys {
			keys[i] = SortKey{p.expr(k.Expr, sc), k.Desc}
			in = in.Union(keys[i].Expr.Vars)
		}
		n, err := p.build(op.Input, sc, need{in, nd.set, -1, 0})
		if err != nil {
			return nil, err
		}
		return newSort(n, keys, nd.limit), nil
	case *algebra.Project:
		return p.project(op, sc, nd)
	case *algebra.Distinct:
		ip, _ := p.vars(op.Input, sc.outer)
		n, err := p.build(op.Input, sc, need{ip, true, -1, nd.goal})
		if err != nil {
			return nil, err
		}
		return p.distinct(n), nil
	case *algebra.Reduced:
		return p.build(op.Input, sc, nd)
	case *algebra.Slice:
		if op.Limit == 0 {
			return &Empty{}, nil
		}
		limit := -1
		if op.Limit > 0 && op.Offset < math.MaxInt-op.Limit {
			limit = op.Offset + op.Limit
		}
		n, err := p.build(op.Input, sc, need{nd.vars, false, limit, max(limit, 0)})
		if err != nil {
			return nil, err
		}
		s := &Slice{Info: *n.Props(), Input: n, Offset: op.Offset, Limit: op.Limit}
		if op.Limit > 0 {
			s.Rows = math.Min(s.Rows, float64(op.Limit))
		}
		return s, nil
	case *algebra.Paths:
		return p.chains(op, sc)
	}
	return &Unit{Info{Rows: 1}}, nil // SERVICE SILENT
}

func newSort(in Node, keys []SortKey, limit int) Node {
	s := &Sort{Info: *in.Props(), Input: in, Keys: keys, Limit: limit}
	s.Order = nil
	s.Cost += s.Rows * (costExpr + 20*math.Log2(s.Rows+2))
	if limit >= 0 {
		s.Rows = math.Min(s.Rows, float64(limit))
	}
	return s
}

// distinct removes duplicates, unless there can be none.
func (p *Planner) distinct(in Node) Node {
	switch in.(type) {
	case *Distinct, *Unit, *Empty:
		return in
	}
	if in.Props().Unique {
		return in
	}
	d := &Distinct{Info: *in.Props(), Input: in}
	d.Unique = true
	d.Cost += d.Rows * costDedup
	return d
}

func (p *Planner) project(op *algebra.Project, sc scope, nd need) (Node, error) {
	keep := p.slotsOf(op.Vars)
	in := scope{sc.graph, sc.outer.Intersect(keep)}
	n, err := p.build(op.Input, in, need{nd.vars.Intersect(keep), nd.set, nd.limit, nd.goal})
	if err != nil {
		return nil, err
	}
	return keepOnly(n, nd.vars.Intersect(keep)), nil
}

// keepOnly drops the columns that are not in keep.
func keepOnly(n Node, keep Set) Node {
	info := n.Props()
	if SetOf(info.Vars...).Within(keep) {
		return n
	}
	out := &Project{Info: *info, Input: n}
	out.Unique = false
	out.Vars = slices.DeleteFunc(slices.Clone(info.Vars), func(v int) bool { return !keep.Has(v) })
	out.Certain = info.Certain.Intersect(keep)
	out.Loose = info.Loose.Intersect(keep)
	for i, v := range info.Order {
		if !keep.Has(v) {
			out.Order = info.Order[:i]
			break
		}
	}
	return out
}

// canon makes n give terms in slots the numbers of the source.
func canon(n Node, slots Set) Node {
	loose := n.Props().Loose.Intersect(slots)
	if loose.Empty() {
		return n
	}
	c := &Canon{Info: *n.Props(), Input: n, Slots: loose.Slots()}
	c.Loose = c.Loose.Minus(loose)
	c.Order = nil
	c.Cost += c.Rows * costExpr
	return c
}

func (p *Planner) union(op *algebra.Union, sc scope, nd need) (Node, error) {
	var parts []Node
	var walk func(algebra.Op) error
	walk = func(op algebra.Op) error {
		if u, ok := op.(*algebra.Union); ok {
			if err := walk(u.L); err != nil {
				return err
			}
			return walk(u.R)
		}
		n, err := p.build(op, sc, need{nd.vars, nd.set, nd.limit, nd.goal})
		if err == nil {
			parts = append(parts, keepOnly(n, nd.vars))
		}
		return err
	}
	if nd.limit >= 0 {
		nd.limit = -1 // a part in order says nothing of the whole
	}
	if err := walk(op); err != nil {
		return nil, err
	}
	return unionOf(parts), nil
}

func unionOf(parts []Node) Node {
	u := &Union{Of: parts}
	var all, loose Set
	for i, n := range parts {
		info := n.Props()
		for _, v := range info.Vars {
			all.Add(v)
		}
		if i == 0 {
			u.Certain = info.Certain
		}
		u.Certain = u.Certain.Intersect(info.Certain)
		loose = loose.Union(info.Loose)
		u.Rows += info.Rows
	}
	u.Vars = all.Slots()
	for i, n := range parts {
		parts[i] = canon(n, loose)
		u.Cost += parts[i].Props().Cost + n.Props().Rows*costRow
	}
	return u
}

func (p *Planner) extend(op *algebra.Extend, sc scope, nd need) (Node, error) {
	var chain []*algebra.Extend
	var in algebra.Op = op
	for {
		e, ok := in.(*algebra.Extend)
		if !ok {
			break
		}
		chain = append(chain, e)
		in = e.Input
	}
	slices.Reverse(chain)
	out := &Extend{}
	inner := nd.vars
	for i := len(chain) - 1; i >= 0; i-- {
		s := p.slot(chain[i].Var)
		if !inner.Has(s) && !sc.outer.Has(s) {
			chain[i] = nil // nobody reads it
			continue
		}
		inner = inner.Minus(SetOf(s)).Union(p.mentionsExpr(chain[i].Expr))
		if sc.graph.Kind == GraphVar {
			inner.Add(sc.graph.Slot)
		}
	}
	n, err := p.build(in, sc, need{inner, nd.set, nd.limit, nd.goal})
	if err != nil {
		return nil, err
	}
	plain := SetOf(n.Props().Vars...)
	exprs := make([]algebra.Expr, len(chain))
	var bound Set // by the chain so far
	for i, e := range chain {
		if e == nil {
			continue
		}
		if exprs[i] = e.Expr; !p.mentionsExpr(e.Expr).Meets(bound) {
			if n, exprs[i], err = p.marked(n, e.Expr, sc); err != nil {
				return nil, err
			}
		}
		bound.Add(p.slot(e.Var))
	}
	out.Info, out.Input = *n.Props(), n
	out.Vars = slices.Clone(out.Vars)
	for i, e := range chain {
		if e == nil {
			continue
		}
		s := p.slot(e.Var)
		x := p.expr(exprs[i], sc)
		out.Slots = append(out.Slots, s)
		out.Exprs = append(out.Exprs, x)
		if !slices.Contains(out.Vars, s) {
			out.Vars = append(out.Vars, s)
		}
		if sc.outer.Has(s) {
			out.Outer.Add(s)
		}
		switch v := e.Expr.(type) {
		case *algebra.ExprTerm:
			out.Certain = out.Certain.Union(SetOf(s))
		case *algebra.ExprVar:
			i := p.slot(v.Name)
			if out.Certain.Has(i) {
				out.Certain = out.Certain.Union(SetOf(s))
			}
			if out.Loose.Has(i) {
				out.Loose = out.Loose.Union(SetOf(s))
			}
		default:
			out.Loose = out.Loose.Union(SetOf(s))
		}
		out.Cost += out.Rows * costExpr
	}
	if len(out.Slots) == 0 {
		return n, nil
	}
	return keepOnly(out, plain.Union(SetOf(out.Slots...))), nil
}

func (p *Planner) minus(op *algebra.Minus, sc scope, nd need) (Node, error) {
	lp, lc := p.vars(op.L, sc.outer)
	rp, rc := p.vars(op.R, sc.outer)
	shared := lp.Intersect(rp)
	if shared.Empty() {
		return p.build(op.L, sc, nd)
	}
	l, err := p.build(op.L, sc, need{nd.vars.Union(shared), nd.set, -1, nd.goal})
	if err != nil {
		return nil, err
	}
	l = canon(l, shared)
	sure := shared.Within(lc) && shared.Within(rc)
	if sure && p.simple(op.R, sc) {
		if n, ok, err := p.applyMinus(l, op.R, sc, shared); ok || err != nil {
			return n, err
		}
	}
	r, err := p.build(op.R, sc, need{shared, true, -1, 0})
	if err != nil {
		return nil, err
	}
	n := p.hashJoin(MinusJoin, l, canon(r, shared), nil)
	if sure {
		n.Kind = Anti
	}
	return n, nil
}

// hashJoin joins l and r, of which r goes into the table.
func (p *Planner) hashJoin(kind JoinKind, l, r Node, cond []*Expr) *HashJoin {
	li, ri := l.Props(), r.Props()
	n := &HashJoin{Kind: kind, L: l, R: r, Cond: cond, Within: Within{Row: -1}}
	rv := SetOf(ri.Vars...)
	shared := SetOf(li.Vars...).Intersect(rv)
	keys := shared.Intersect(li.Certain).Intersect(ri.Certain)
	n.Keys = keys.Slots()
	n.Check = shared.Minus(keys).Slots()
	n.Vars = slices.Clone(li.Vars)
	n.Certain, n.Loose = li.Certain, li.Loose
	if kind == Inner || kind == Left {
		for _, v := range ri.Vars {
			if !shared.Has(v) {
				n.Vars = append(n.Vars, v)
			}
		}
		n.Loose = n.Loose.Union(ri.Loose)
		if kind == Inner {
			n.Certain = n.Certain.Union(ri.Certain)
		}
	}
	n.Unique = kind != Inner && kind != Left && li.Unique
	n.Order = li.Order
	if kind == Inner && len(n.Check) > 0 {
		for i, v := range li.Order {
			if !li.Certain.Has(v) {
				n.Order = li.Order[:i]
				break
			}
		}
	}
	if kind == Left && len(n.Check) > 0 {
		n.Order = nil
	}
	n.Rows = li.Rows
	if kind == Inner || kind == Left {
		n.Rows = math.Max(li.Rows, ri.Rows)
		if len(n.Keys) == 0 {
			n.Rows = li.Rows * ri.Rows
		}
	}
	n.Cost = li.Cost + ri.Cost + li.Rows*costLook + ri.Rows*costBuild + n.Rows*costRow
	if len(n.Check) > 0 && len(n.Keys) == 0 {
		n.Cost += li.Rows * ri.Rows
	}
	return n
}

func (p *Planner) leftJoin(op *algebra.LeftJoin, sc scope, nd need) (Node, error) {
	op = p.intoOptional(op, sc)
	lp, _ := p.vars(op.L, sc.outer)
	rp, _ := p.vars(op.R, sc.outer)
	if sc.graph.Kind == GraphVar {
		g := SetOf(sc.graph.Slot)
		lp, rp = lp.Union(g), rp.Union(g)
	}
	shared := lp.Intersect(rp)
	var conds []algebra.Expr
	in := nd.vars.Union(shared)
	if op.Expr != nil {
		conds = conjuncts(op.Expr, nil)
		in = in.Union(p.mentionsExpr(op.Expr))
	}
	if nd.set && !rp.Minus(lp).Meets(nd.vars) {
		// What OPTIONAL adds is not read, and cannot remove anything; but a
		// variable that only sometimes is bound on the left may be.
		if _, lc := p.vars(op.L, sc.outer); lp.Intersect(rp).Within(lc) && sc.graph.Kind != GraphVar {
			return p.build(op.L, sc, nd)
		}
	}
	l, err := p.build(op.L, sc, need{in, nd.set, -1, nd.goal})
	if err != nil {
		return nil, err
	}
	l = canon(l, shared)
	var byRow Node
	if p.simple(op.R, sc) {
		if byRow, err = p.applyLeft(l, op.R, conds, sc, in); err != nil {
			return nil, err
		}
		if byRow != nil && p.vary(byRow.Props().Cost) < 1e6 {
			return byRow, nil
		}
	}
	r, err := p.build(op.R, sc, need{in.Intersect(rp), nd.set, -1, 0})
	if err != nil {
		return nil, err
	}
	exprs := make([]*Expr, len(conds))
	for i, c := range conds {
		exprs[i] = p.expr(c, sc)
	}
	r = canon(keepOnly(r, in.Intersect(rp)), shared)
	n := p.hashJoin(Left, l, r, exprs)
	if byRow != nil {
		read, whole := nd.read(l.Props().Rows), l.Props().Cost
		held := r.Props().Cost + r.Props().Rows*costBuild
		if p.vary(read*(byRow.Props().Cost-whole)) < p.vary(held+read*(n.Cost-whole-held)) {
			return byRow, nil
		}
	}
	return n, nil
}

func (p *Planner) chains(op *algebra.Paths, sc scope) (Node, error) {
	c := &Chains{Op: op, Graph: sc.graph, Outer: sc.outer}
	for i, v := range algebra.Vars(op) {
		c.Cols[i] = p.slot(v)
		if !slices.Contains(c.Vars, c.Cols[i]) {
			c.Vars = append(c.Vars, c.Cols[i])
		}
	}
	c.Certain = SetOf(c.Vars...)
	c.Loose = SetOf(c.Cols[0], c.Cols[1], c.Cols[5])
	c.Rows, c.Cost = guessedRows, 1e6
	end := func(op algebra.Op, slot int) (Node, error) {
		if op == nil {
			return nil, nil
		}
		n, err := p.build(op, sc, need{SetOf(slot), true, -1, 0})
		if err != nil {
			return nil, err
		}
		return p.distinct(canon(keepOnly(n, SetOf(slot)), SetOf(slot))), nil
	}
	var err error
	if c.Start, err = end(op.StartOp, c.Cols[6]); err != nil {
		return nil, err
	}
	c.End, err = end(op.EndOp, c.Cols[7])
	return c, err
}
