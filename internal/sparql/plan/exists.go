package plan

import (
	"math"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
)

// existsOf returns the pattern of a condition that is an EXISTS and nothing
// else, and whether it is negated.
func existsOf(x algebra.Expr) (op algebra.Op, not, ok bool) {
	switch x := x.(type) {
	case *algebra.ExprExists:
		return x.Pattern, x.Not, true
	case *algebra.ExprCall:
		if x.Name == "!" && len(x.Args) == 1 {
			op, not, ok = existsOf(x.Args[0])
			return op, !not, ok
		}
	}
	return nil, false, false
}

// semi tests an EXISTS on the rows of n: by a join where replacing variables
// by values comes to the same, otherwise for each distinct set of values.
func (p *Planner) semi(n Node, c *Expr, sc scope, read float64) (Node, error) {
	op, not, _ := existsOf(c.X)
	kind := Semi
	if not {
		kind = Anti
	}
	out, err := p.existsJoin(n, op, existsTest{kind: kind, expr: c, read: read}, sc)
	if out == nil {
		out = p.filter(n, []*Expr{c})
	}
	return out, err
}

// existsTest is an EXISTS that becomes a join.
type existsTest struct {
	kind  JoinKind // Semi, Anti or Mark
	found int      // of Mark: the column
	expr  *Expr    // the condition itself
	read  float64  // which part of the rows is probably read; 0: all
}

// existsJoin joins the rows of n with the pattern of an EXISTS; nil if that
// does not come to the same.
func (p *Planner) existsJoin(n Node, op algebra.Op, t existsTest, sc scope) (Node, error) {
	info := n.Props()
	op = p.withoutUnread(op, SetOf(info.Vars...).Union(sc.outer))
	if !p.simpleRoot(op, sc) {
		return nil, nil
	}
	b := &block{}
	if err := p.collect(op, sc, b, true); err != nil {
		return nil, err
	}
	if b.empty {
		switch t.kind {
		case Semi:
			return &Empty{Info{Vars: info.Vars, Certain: info.Certain}}, nil
		case Anti:
			return n, nil
		}
		return nil, nil
	}
	var inner, sure Set
	have := SetOf(info.Vars...)
	grouped := false // the pattern has a sub-select, which is evaluated on its own
	for _, l := range b.leaves {
		inner = inner.Union(l.vars)
		sure = sure.Union(l.certain)
		if l.node != nil && l.op == nil && l.quads == nil && l.path == nil && len(l.vars) > 0 {
			continue
		}
		if l.op != nil {
			keys, ok := p.groupedSelect(l.op, sc)
			if !ok || !l.vars.Intersect(have).Within(keys) {
				return nil, nil
			}
			grouped = true
		}
	}
	keys := inner.Intersect(have)
	shared := keys
	var own, across []*Expr // conditions on the pattern alone, and on both sides
	for _, x := range b.conds {
		if x.Vars.Minus(sc.outer).Within(sure) {
			own = append(own, x)
		} else {
			across = append(across, x)
		}
		shared = shared.Union(x.Vars.Intersect(have))
	}
	if b.isNullable() && !shared.Empty() {
		return nil, nil
	}
	canonical := canon(n, shared)
	var byRow Node // nil: the condition itself
	cost := info.Cost + info.Rows*costExists
	if !grouped {
		a, err := p.applySemi(canonical, b, shared, t)
		if err != nil {
			return nil, err
		}
		byRow, cost = a, a.Cost
	}
	if !keys.Within(info.Certain) || !keys.Within(sure) || keys.Empty() {
		return byRow, nil
	}
	reads := keys // of the pattern
	for _, x := range across {
		if x.Exists || !x.Vars.Intersect(have).Within(info.Certain) || !x.Vars.Intersect(inner).Within(sure) {
			return byRow, nil
		}
		reads = reads.Union(x.Vars.Intersect(inner))
	}
	read := t.read
	if read == 0 {
		read = 1
	}
	if p.vary(read*(cost-info.Cost)) < 2e5 {
		return byRow, nil
	}
	// The pattern on its own, as a set of what the rows are compared with.
	r, err := p.join(&block{leaves: b.leaves, conds: own}, sc, need{reads, true, -1, 0})
	if err != nil {
		return nil, err
	}
	if r = keepOnly(r, reads); len(across) > 0 {
		r = p.distinct(r)
	}
	h := p.hashJoin(t.kind, canonical, r, across)
	h.Cost += p.compareCost(h)
	held := r.Props().Cost + r.Props().Rows*costBuild
	if p.vary(info.Cost+held+read*(h.Cost-info.Cost-held)) < p.vary(info.Cost+read*(cost-info.Cost)) {
		h.Fallback = t.expr
		t.mark(&h.Info, &h.Found)
		return h, nil
	}
	return byRow, nil
}

// compareCost estimates what it costs to test the conditions of a join that
// looks for the first partner only.
func (p *Planner) compareCost(h *HashJoin) float64 {
	li, ri := h.L.Props(), h.R.Props()
	if len(h.Cond) == 0 {
		return 0
	}
	partners := ri.Rows / math.Max(1, math.Pow(ri.Rows, 0.7))
	chance := 1.0
	for _, c := range h.Cond {
		chance *= selectivity(c.X)
	}
	return li.Rows * math.Min(partners, 1/math.Max(chance, 1e-3)) * costExpr
}

// mark completes what is known of the rows of a test.
func (t *existsTest) mark(i *Info, found *int) {
	if t.kind != Mark {
		i.Rows /= 2
		return
	}
	*found = t.found
	i.Vars = append(slices.Clone(i.Vars), t.found)
	i.Certain = i.Certain.Union(SetOf(t.found))
	i.Loose = i.Loose.Union(SetOf(t.found))
}

// simpleRoot is simple for the pattern of an EXISTS: conditions around all of
// it see the values that are put in it, as they do above an Input.
func (p *Planner) simpleRoot(op algebra.Op, sc scope) bool {
	switch op := op.(type) {
	case *algebra.Filter:
		for _, x := range conjuncts(op.Expr, nil) {
			if exists, _ := traits(x); exists {
				if _, _, whole := existsOf(x); !whole {
					return false
				}
			}
		}
		return p.simpleRoot(op.Input, sc)
	case *algebra.Graph:
		if p.slotOfGraph(op, sc) < 0 {
			return p.simpleRoot(op.Input, sc)
		}
	}
	return p.simpleOrGrouped(op, sc)
}

// simpleOrGrouped is simple, but lets sub-selects that groupedSelect knows stand
// beside patterns.
func (p *Planner) simpleOrGrouped(op algebra.Op, sc scope) bool {
	switch op := op.(type) {
	case *algebra.Join:
		return p.simpleOrGrouped(op.L, sc) && p.simpleOrGrouped(op.R, sc)
	case *algebra.Project:
		_, ok := p.groupedSelect(op, sc)
		return ok
	}
	return p.simple(op, sc)
}

// groupedSelect returns the keys of a sub-select that groups, false if a value that
// an EXISTS puts in the place of a key may not come to the same as the groups of
// that value.
func (p *Planner) groupedSelect(op algebra.Op, sc scope) (Set, bool) {
	project, ok := op.(*algebra.Project)
	if !ok || !sc.outer.Empty() || sc.graph.Kind != GraphDefault && sc.graph.Kind != GraphConst {
		return nil, false
	}
	in := project.Input
	for {
		var x algebra.Expr
		switch o := in.(type) {
		case *algebra.Extend:
			in, x = o.Input, o.Expr
		case *algebra.Filter: // HAVING
			in, x = o.Input, o.Expr
		case *algebra.Group:
			return p.plainKeys(o, sc)
		default:
			return nil, false
		}
		if exists, fickle := traits(x); exists || fickle {
			return nil, false
		}
	}
}

// plainKeys returns the keys of a group, false if some is not a variable of its
// pattern or the pattern is not simple.
func (p *Planner) plainKeys(g *algebra.Group, sc scope) (Set, bool) {
	if len(g.Keys) == 0 || !p.simple(g.Input, sc) {
		return nil, false
	}
	for _, a := range g.Aggregates {
		if exists, fickle := traits(a.Expr); exists || fickle {
			return nil, false
		}
	}
	b := &block{}
	if err := p.collect(g.Input, sc, b, true); err != nil || b.isNullable() {
		return nil, false
	}
	_, certain := p.vars(g.Input, sc.outer)
	var keys Set
	for _, k := range g.Keys {
		v, ok := k.Expr.(*algebra.ExprVar)
		if !ok || v.Name != k.Var || !certain.Has(p.slot(v.Name)) {
			return nil, false
		}
		keys.Add(p.slot(v.Name))
	}
	return keys, true
}

// applyRows is the number of rows for which the inside of an Apply is planned
// at least: what is built once inside of it serves all.
const applyRows = 256

// applySemi tests a block on the rows of n, each distinct set of values once.
func (p *Planner) applySemi(n Node, b *block, shared Set, t existsTest) (*Apply, error) {
	info := n.Props()
	row := p.freshSlot("row")
	// Rows with the same values are tested once.
	rows := math.Min(info.Rows, math.Pow(info.Rows, 0.9)+50)
	planned := math.Max(rows, applyRows)
	in := &Input{Info{Vars: append(shared.Slots(), row), Certain: shared.Intersect(info.Certain).Union(SetOf(row)), Rows: planned}}
	sub, err := p.follow(in, b.leaves, b.conds, nil, row, true)
	if err != nil {
		return nil, err
	}
	a := &Apply{Info: *info, Kind: t.kind, L: n, Sub: keepOnly(sub, SetOf(row)), Pass: shared.Slots(), Row: row, Fallback: t.expr}
	a.Cost += info.Rows*costLook + rows*(sub.Props().Cost/planned+costBuild)
	t.mark(&a.Info, &a.Found)
	return a, nil
}

// applyMinus is MINUS row by row, where that is estimated to be better than
// its right side on its own.
func (p *Planner) applyMinus(l Node, op algebra.Op, sc scope, shared Set) (Node, bool, error) {
	b := &block{}
	if err := p.collect(op, sc, b, true); err != nil {
		return nil, false, err
	}
	if b.empty {
		return l, true, nil
	}
	for _, x := range b.leaves {
		if x.op != nil || x.node != nil {
			return nil, false, nil
		}
	}
	if b.isNullable() {
		return nil, false, nil
	}
	a, err := p.applySemi(l, b, shared, existsTest{kind: Anti})
	if err != nil {
		return nil, false, err
	}
	if p.vary(a.Cost-l.Props().Cost) > 2e5 {
		return nil, false, nil
	}
	return a, true, nil
}

// applyLeft is OPTIONAL row by row, nil if that cannot be.
func (p *Planner) applyLeft(l Node, op algebra.Op, conds []algebra.Expr, sc scope, need Set) (Node, error) {
	b := &block{}
	if err := p.collect(op, sc, b, true); err != nil {
		return nil, err
	}
	info := l.Props()
	possible, _ := p.vars(op, sc.outer)
	if sc.graph.Kind == GraphVar {
		possible = possible.Union(SetOf(sc.graph.Slot))
	}
	if b.empty {
		out := &Project{Info: *info, Input: l}
		return out, nil
	}
	for _, x := range b.leaves {
		if x.op != nil || (x.node != nil && !x.vars.Empty()) {
			return nil, nil
		}
	}
	// A condition inside of the right side sees that side only.
	have := SetOf(info.Vars...)
	var sure Set
	for _, x := range b.leaves {
		sure = sure.Union(x.certain)
	}
	for _, x := range b.conds {
		if !x.Vars.Minus(sc.outer).Within(sure) {
			return nil, nil
		}
	}
	row := p.freshSlot("row")
	in := &Input{Info{Vars: append(have.Slots(), row), Certain: info.Certain.Union(SetOf(row)), Loose: info.Loose, Rows: applyRows}}
	all := b.conds
	for _, x := range conds {
		all = append(all, p.expr(x, sc))
	}
	sub, err := p.follow(in, b.leaves, all, need.Intersect(possible).Minus(info.Certain), row, false)
	if err != nil {
		return nil, err
	}
	a := &Apply{Info: *info, Kind: Left, L: l, Sub: sub, Row: row}
	a.Unique = false
	a.Vars = append([]int(nil), info.Vars...)
	for _, v := range sub.Props().Vars {
		if v != row && !have.Has(v) {
			a.Vars = append(a.Vars, v)
		}
	}
	a.Order = nil
	a.Cost += info.Rows * (sub.Props().Cost/applyRows + costRow)
	a.Rows = info.Rows * math.Max(1, sub.Props().Rows/applyRows)
	return a, nil
}

// graphLoop evaluates a pattern in one named graph after another.
func (p *Planner) graphLoop(op *algebra.Graph, sc scope, nd need) (Node, error) {
	g := p.slot(op.Name.Var)
	slot := p.freshSlot("graph")
	possible, _ := p.vars(op.Input, sc.outer)
	in := scope{Graph{GraphParam, 0, slot}, sc.outer.Union(SetOf(slot))}
	sub, err := p.build(op.Input, in, need{nd.vars.Union(SetOf(g)).Intersect(possible), nd.set, -1, 0})
	if err != nil {
		return nil, err
	}
	sub = canon(keepOnly(sub, nd.vars.Union(SetOf(g))), SetOf(g))
	n := &GraphLoop{Info: *sub.Props(), Sub: sub, Slot: slot, Out: g}
	n.Unique = false
	if !SetOf(n.Vars...).Has(g) {
		n.Vars = append(append([]int(nil), n.Vars...), g)
	}
	n.Certain = n.Certain.Union(SetOf(g))
	n.Order = nil
	n.Rows *= 10
	n.Cost *= 10
	return n, nil
}
