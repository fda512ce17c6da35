package plan

import (
	"math"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/store"
)

// leafPlans offers the ways to read one leaf on its own.
func (j *joiner) leafPlans(i int) {
	l := j.leaves[i]
	mask := uint32(1) << i
	rows := j.size(mask)
	switch {
	case l.quads != nil:
		j.scans(i)
	case l.path != nil:
		j.offer(cand{kind: candLeaf, mask: mask, leaf: i, cost: j.p.pathAlone(l.path, l.rows)})
	default:
		info := l.node.Props()
		j.offer(cand{kind: candLeaf, mask: mask, leaf: i, cost: info.Cost + rows*costRow, order: info.Order})
	}
}

// scans offers the indexes in which a quad pattern can be read.
func (j *joiner) scans(i int) {
	l := j.leaves[i]
	mask := uint32(1) << i
	q := j.freed(l.quads, j.wanted(&cand{mask: mask}))
	pat := q.constants()
	for o := range store.Order(len(Sequences)) {
		if o == store.GSPO && q.Dedup {
			continue
		}
		seq := Sequences[o]
		lead := 0
		lpat := store.Pattern{}
		for lead < 4 && (q.Pos[seq[lead]].Kind == Const || q.Pos[seq[lead]].Kind == Param) {
			lpat[seq[lead]] = pat[seq[lead]]
			lead++
		}
		n := j.p.total(lpat)
		for k := range lead {
			if q.Pos[seq[k]].Kind == Param {
				n /= math.Max(1, j.p.distinctAt(lpat, seq[k]))
			}
		}
		c := cand{kind: candLeaf, mask: mask, leaf: i, index: o, cost: costOpen + n*costScan}
		seen := Set{}
		for _, k := range seq[lead:] {
			pos := q.Pos[k]
			if pos.Kind == Const || pos.Kind == Param {
				continue // filtered, so it does not disturb the order
			}
			if pos.Kind != Var {
				break
			}
			if !seen.Has(pos.Slot) {
				c.order = append(c.order, pos.Slot)
				seen.Add(pos.Slot)
			}
		}
		if q.OneOf != nil {
			c.order = nil
		} else if j.set {
			// One quad for each value of what is read, if that comes first.
			k := lead
			d := 1.0
			for k < 4 && q.Pos[seq[k]].Kind == Var {
				d *= j.p.distinctOf(l, q.Pos[seq[k]].Slot)
				k++
			}
			rest := k
			for rest < 4 && q.Pos[seq[rest]].Kind == Free {
				rest++
			}
			if rest == 4 && k < 4 && (k < 3 || !q.Dedup) {
				// Where few would be jumped over all are read, and copies left out.
				if cost := costOpen + math.Min(math.Min(d, n)*costStep, n*costScan); j.p.vary(cost) < c.cost || (k > lead && j.p.vary(cost) == c.cost) {
					c.skip, c.cost = k, cost
				}
			}
		}
		c.cost += j.condCost(mask, 0, 0, n, c.order)
		j.offer(c)
	}
}

// freed returns q without the variables that are neither kept nor compared.
func (j *joiner) freed(q *Quads, kept Set) Quads {
	out := *q
	for i := range out.Pos {
		pos := &out.Pos[i]
		if pos.Kind != Var || kept.Has(pos.Slot) {
			continue
		}
		again := false
		for k, o := range q.Pos {
			again = again || (k != i && o.Kind == Var && o.Slot == pos.Slot)
		}
		if !again {
			*pos = Pos{}
		}
	}
	return out
}

// node makes the plan that c stands for.
func (j *joiner) node(c *cand) Node {
	n := j.bare(c)
	info := n.Props()
	info.Rows = j.size(c.mask)
	info.Cost = c.cost
	var conds []*Expr
	for _, x := range j.conds {
		if !j.decided(x, c.mask) {
			continue
		}
		if (c.l != nil && j.decided(x, c.l.mask)) || (c.r != nil && j.decided(x, c.r.mask)) {
			continue
		}
		conds = append(conds, x)
	}
	n = j.p.filter(n, conds)
	n = keepOnly(n, j.kept(c.mask))
	if j.dedup[c.mask] {
		n = j.p.distinct(n)
	}
	out := n.Props()
	out.Rows, out.Cost = j.size(c.mask), c.cost
	return n
}

// wanted returns the columns that a plan of mask hands on to its conditions
// and to what is around it.
func (j *joiner) wanted(c *cand) Set {
	w := j.kept(c.mask)
	for _, x := range j.conds {
		if j.decided(x, c.mask) && (c.l == nil || !j.decided(x, c.l.mask)) && (c.r == nil || !j.decided(x, c.r.mask)) {
			w = w.Union(x.Vars)
		}
	}
	return w
}

func (j *joiner) bare(c *cand) Node {
	switch c.kind {
	case candLeaf:
		l := j.leaves[c.leaf]
		switch {
		case l.quads != nil:
			return j.p.scan(l, c.index, c.skip, j.wanted(c))
		case l.path != nil:
			return j.p.pathJoin(&Unit{Info{Rows: 1}}, l, j.set, j.wanted(c))
		}
		return l.node
	case candIndex:
		return j.p.indexJoin(j.node(c.l), j.leaves[c.leaf], c.index, c.sorted, j.set, j.wanted(c))
	case candLeapfrog:
		return j.multiNode(c)
	case candPath:
		return j.p.pathJoin(j.node(c.l), j.leaves[c.leaf], j.set, j.wanted(c))
	case candMerge:
		l, r := j.node(c.l), j.node(c.r)
		li, ri := l.Props(), r.Props()
		m := &MergeJoin{L: l, R: r, On: c.on}
		shared := SetOf(li.Vars...).Intersect(SetOf(ri.Vars...))
		m.Check = shared.Minus(SetOf(c.on)).Slots()
		m.Certain = li.Certain.Union(ri.Certain)
		m.Loose = li.Loose.Union(ri.Loose)
		m.Vars = j.columns(c, li, ri)
		m.Order = []int{c.on}
		m.Unique = bothUnique(l, r, m.Vars)
		trim(&m.Info)
		return m
	}
	l, r := j.node(c.l), j.node(c.r)
	h := j.p.hashJoin(Inner, l, r, nil)
	h.Vars = j.columns(c, l.Props(), r.Props())
	h.Unique = bothUnique(l, r, h.Vars)
	trim(&h.Info)
	return h
}

func (j *joiner) columns(c *cand, l, r *Info) []int {
	w := j.wanted(c)
	var out []int
	for _, v := range l.Vars {
		if w.Has(v) {
			out = append(out, v)
		}
	}
	for _, v := range r.Vars {
		if w.Has(v) && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// trim makes the properties speak of the columns only.
func trim(i *Info) {
	vars := SetOf(i.Vars...)
	i.Certain = i.Certain.Intersect(vars)
	i.Loose = i.Loose.Intersect(vars)
	trimOrder(i)
}

func trimOrder(i *Info) {
	for k, v := range i.Order {
		if !slices.Contains(i.Vars, v) {
			i.Order = i.Order[:k]
			return
		}
	}
}

// scan reads a pattern on its own.
func (p *Planner) scan(l *leaf, o store.Order, skip int, wanted Set) *Scan {
	q := (&joiner{}).freed(l.quads, wanted)
	s := &Scan{Quads: q, Index: o, Skip: skip}
	for _, pos := range q.Pos {
		if pos.Kind == Var && !slices.Contains(s.Vars, pos.Slot) {
			s.Vars = append(s.Vars, pos.Slot)
		}
	}
	s.Certain = SetOf(s.Vars...)
	for _, k := range Sequences[o] {
		pos := q.Pos[k]
		if pos.Kind == Const || pos.Kind == Param {
			continue
		}
		if pos.Kind != Var {
			break
		}
		if !slices.Contains(s.Order, pos.Slot) {
			s.Order = append(s.Order, pos.Slot)
		}
	}
	if q.several() {
		s.Order = nil
	}
	s.Unique = skip > 0 || q.unique()
	s.Rows = l.rows
	s.Cost = costOpen + l.rows*costScan
	return s
}

// indexJoin looks up a pattern for each row of n.
func (p *Planner) indexJoin(n Node, l *leaf, o store.Order, sorted, set bool, wanted Set) *IndexJoin {
	in := n.Props()
	have := SetOf(in.Vars...)
	out := &IndexJoin{Left: n, Index: o, Sorted: sorted && have.Minus(in.Certain).Empty(), Within: Within{Row: -1}}
	out.Quads = (&joiner{}).freed(l.quads, wanted.Union(have))
	if out.Quads.several() {
		out.Sorted = false
	}
	fresh := false
	for _, v := range in.Vars {
		if wanted.Has(v) {
			out.Vars = append(out.Vars, v)
		}
	}
	for _, pos := range out.Quads.Pos {
		if pos.Kind != Var {
			continue
		}
		if !have.Has(pos.Slot) {
			if !slices.Contains(out.Vars, pos.Slot) && wanted.Has(pos.Slot) {
				out.Vars = append(out.Vars, pos.Slot)
				fresh = true
			}
		} else if !in.Certain.Has(pos.Slot) {
			fresh = true
		}
	}
	out.One = set && !fresh
	out.Unique = unique(n) && have.Within(SetOf(out.Vars...)) && have.Within(in.Certain) &&
		(out.One || out.Quads.unique() && l.vars.Within(SetOf(out.Vars...)))
	out.Certain = in.Certain.Union(l.vars)
	out.Loose = in.Loose
	out.Order = in.Order
	trim(&out.Info)
	return out
}

// pathJoin extends the rows of n by a path.
func (p *Planner) pathJoin(n Node, l *leaf, set bool, wanted Set) *PathJoin {
	in := n.Props()
	out := *l.path
	out.Left = n
	out.Within = Within{Row: -1}
	out.Set = set
	for _, v := range in.Vars {
		if wanted.Has(v) {
			out.Vars = append(out.Vars, v)
		}
	}
	for v := range l.vars.All() {
		if !slices.Contains(in.Vars, v) && wanted.Has(v) {
			out.Vars = append(out.Vars, v)
		}
	}
	have := SetOf(in.Vars...)
	_, repeated := out.Path.(*algebra.PathRepeat)
	out.Unique = unique(n) && have.Union(l.vars).Within(SetOf(out.Vars...)) && have.Within(in.Certain) &&
		(set || repeated) && out.Graph.Kind != GraphVar
	out.Certain = in.Certain.Union(l.vars)
	out.Loose = in.Loose
	out.Order = in.Order
	trim(&out.Info)
	return &out
}

// unique reports whether no two rows of n are the same.
func unique(n Node) bool {
	_, unit := n.(*Unit)
	return unit || n.Props().Unique
}

// unique reports whether different quads, or triples with Dedup, are different
// rows.
func (q *Quads) unique() bool {
	for i, pos := range q.Pos {
		if pos.Kind == Free && (i != store.G || !q.Dedup) {
			return false
		}
	}
	return !q.several()
}

// bothUnique reports whether no two rows of l joined with r are the same if
// the columns of vars are kept.
func bothUnique(l, r Node, vars []int) bool {
	li, ri := l.Props(), r.Props()
	all := SetOf(li.Vars...).Union(SetOf(ri.Vars...))
	shared := SetOf(li.Vars...).Intersect(SetOf(ri.Vars...))
	return unique(l) && unique(r) && all.Within(SetOf(vars...)) && shared.Within(li.Certain.Intersect(ri.Certain))
}

// filter tests conditions on the rows of n.
func (p *Planner) filter(n Node, conds []*Expr) Node {
	if len(conds) == 0 {
		return n
	}
	f := &Filter{Info: *n.Props(), Input: n, Conds: slices.Clone(conds)}
	for _, c := range conds {
		if c.Exists {
			f.Cost += f.Rows * costExists
		} else {
			f.Cost += f.Rows * costExpr
		}
		f.Rows *= selectivity(c.X)
	}
	// Cheap ones first.
	slices.SortStableFunc(f.Conds, func(a, b *Expr) int {
		rank := func(e *Expr) int {
			switch {
			case e.Exists:
				return 2
			case e.One >= 0:
				return 0
			}
			return 1
		}
		return rank(a) - rank(b)
	})
	return f
}

// follow joins leaves to n one after another without looking at any on its
// own: patterns and paths row by row, what has the fewest matches first. row
// is the column that numbers the rows of an Apply, -1 if there is none.
func (p *Planner) follow(n Node, leaves []*leaf, conds []*Expr, need Set, row int, set bool) (Node, error) {
	rest := slices.Clone(leaves)
	left := slices.Clone(conds)
	test := -1 // row, if only whether there is a row for it matters
	if set {
		test = row
	}
	for {
		certain := n.Props().Certain
		var possible Set
		for _, l := range rest {
			possible = possible.Union(l.vars)
		}
		possible = possible.Union(SetOf(n.Props().Vars...))
		var now []*Expr
		left = slices.DeleteFunc(left, func(c *Expr) bool {
			if !c.Exists && c.Vars.Intersect(possible).Within(certain) || len(rest) == 0 {
				now = append(now, c)
				return true
			}
			return false
		})
		n = p.filter(n, slices.DeleteFunc(slices.Clone(now), isExists))
		if len(rest) == 0 {
			for _, c := range now {
				if !isExists(c) {
					continue
				}
				var err error
				if n, err = p.semi(n, c, scope{c.Graph, c.Outer}, 1); err != nil {
					return nil, err
				}
				if h, ok := n.(*HashJoin); ok {
					h.Row = test
				}
			}
			return n, nil
		}
		have := SetOf(n.Props().Vars...)
		pick, least := 0, math.Inf(1)
		for i, l := range rest {
			m := p.vary(p.perRow(l, have))
			if !l.vars.Meets(have) && !l.vars.Empty() && l.node == nil && l.rows > 1 {
				m *= 1e6 // a product
			}
			if m < least {
				pick, least = i, m
			}
		}
		l := rest[pick]
		rest = slices.Delete(rest, pick, pick+1)
		var wanted Set
		if need != nil || row >= 0 {
			wanted = need
			for _, o := range rest {
				wanted = wanted.Union(o.vars)
			}
			for _, c := range left {
				wanted = wanted.Union(c.Vars)
			}
			if row >= 0 {
				wanted = wanted.Union(SetOf(row))
			}
		} else {
			wanted = have.Union(l.vars)
		}
		before := n.Props()
		switch {
		case l.quads != nil:
			if h := p.hashFollow(n, l, least, set, wanted); h != nil {
				h.Row = test
				n = keepOnly(h, wanted)
				continue
			}
			o, sorted := p.lookup(l.quads, have, before.Order)
			x := p.indexJoin(n, l, o, sorted, set, wanted)
			x.Row, x.Last = test, test >= 0 && len(rest) == 0 && len(left) == 0
			x.Rows = before.Rows * math.Max(least, 1e-3)
			x.Cost = before.Cost + before.Rows*costProbe + x.Rows*costRow
			n = x
		case l.path != nil:
			x := p.pathJoin(n, l, set, wanted)
			x.Row, x.Last = test, test >= 0 && len(rest) == 0 && len(left) == 0
			x.Rows = before.Rows * math.Max(least, 1e-3)
			x.Cost = before.Cost + before.Rows*p.pathReach(l.path.Path)*costProbe + x.Rows*costRow
			n = x
		default:
			x := p.hashJoin(Inner, n, l.node, nil)
			x.Rows = before.Rows * math.Max(least, 1e-3)
			n = x
		}
	}
}

// hashFollow joins a pattern to n by a table of all its quads, nil if looking
// it up for each row is cheaper. The table is built once, however often the
// Input below n is filled; it has to pay twice, since most Inputs are read to
// the first match only.
func (p *Planner) hashFollow(n Node, l *leaf, perRow float64, set bool, wanted Set) *HashJoin {
	before := n.Props()
	shared := l.vars.Intersect(SetOf(before.Vars...))
	if shared.Empty() || !shared.Within(before.Certain) || shared.Meets(before.Loose) || l.quads.Spell {
		return nil
	}
	for _, pos := range l.quads.Pos {
		if pos.Kind == Param {
			return nil
		}
	}
	o, _ := p.lookup(l.quads, nil, nil)
	right := p.scan(l, o, 0, wanted.Union(shared))
	if 2*(right.Props().Cost+l.rows*costBuild+before.Rows*costLook) > before.Rows*costProbe {
		return nil
	}
	kind := Inner
	if fresh := SetOf(right.Props().Vars...).Minus(shared); set && fresh.Empty() {
		kind = Semi
	}
	h := p.hashJoin(kind, n, right, nil)
	h.Rows = before.Rows * math.Max(math.Min(perRow, 1), 1e-3)
	if kind == Inner {
		h.Rows = before.Rows * math.Max(perRow, 1e-3)
	}
	return h
}

// isExists reports whether a condition is an EXISTS and nothing else.
func isExists(c *Expr) bool {
	_, _, ok := existsOf(c.X)
	return ok
}

// perRow estimates how many matches of a leaf a row has that binds have.
func (p *Planner) perRow(l *leaf, have Set) float64 {
	m := l.rows
	for v := range l.vars.Intersect(have).All() {
		m /= p.distinctOf(l, v)
	}
	if l.path != nil {
		m++
	}
	return m
}
