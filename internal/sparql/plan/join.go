package plan

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// The largest joins that are planned by looking at all trees, and at all
// sequences; trees also where no more than maxSets of their parts hang together,
// as in a chain.
const (
	maxBushy  = 7
	maxLinear = 10
	maxSets   = 150
)

// The costs below which the plan that greed finds is not worth improving, with
// more than maxSmall leaves and with more than maxBushy.
const (
	maxSmall  = 4
	cheapPlan = 3e5
	fairPlan  = 1.5e7
)

// joiner plans one block.
type joiner struct {
	p      *Planner
	leaves []*leaf
	conds  []*Expr // without EXISTS, each of which some leaf's variables decide
	set    bool
	few    bool // perhaps only the first rows are read
	need   Set  // read after the block, conditions at its top included

	all   uint32
	rows  map[uint32]float64
	best  map[uint32][]*cand
	dedup map[uint32]bool

	// What is known of a mask.
	varsOf    map[uint32]Set
	keptOf    map[uint32]Set
	decidedBy map[uint32][]*Expr
	near      []uint32 // by leaf: those that it shares a variable with
	sure      bool     // every leaf binds its variables always
}

type candKind uint8

const (
	candLeaf candKind = iota
	candIndex
	candMerge
	candHash
	candPath
	candLeapfrog
)

// cand is a plan of some leaves, not yet made.
type cand struct {
	kind   candKind
	mask   uint32
	l, r   *cand
	leaf   int
	index  store.Order
	skip   int
	sorted bool
	on     int
	multi  *multiway
	cost   float64
	order  []int
}

// join plans a block.
func (p *Planner) join(b *block, sc scope, nd need) (Node, error) {
	p.constants(b, sc)
	var conds, semis []*Expr
	read := nd.vars
	for _, c := range b.conds {
		read = read.Union(c.Vars)
		if _, _, ok := existsOf(c.X); ok {
			semis = append(semis, c)
		} else {
			conds = append(conds, c)
		}
	}
	if ok, err := p.buildLeaves(b, need{read, nd.set, -1, nd.goal}); err != nil || !ok {
		return &Empty{Info{Vars: nd.vars.Slots(), Certain: nd.vars}}, err
	}
	j := &joiner{p: p, leaves: b.leaves, set: nd.set, need: nd.vars, few: nd.limit >= 0, rows: map[uint32]float64{}, best: map[uint32][]*cand{}, dedup: map[uint32]bool{}}
	var certain, possible Set
	for _, l := range b.leaves {
		certain, possible = certain.Union(l.certain), possible.Union(l.vars)
	}
	var top []*Expr
	for _, c := range conds {
		if !c.Exists && c.Vars.Minus(sc.outer).Within(certain) && c.Vars.Intersect(possible).Within(certain) {
			j.conds = append(j.conds, c)
		} else {
			top = append(top, c)
			j.need = j.need.Union(c.Vars)
		}
	}
	for _, c := range semis {
		j.need = j.need.Union(c.Vars)
	}
	n, err := p.filterMarked(j.plan(nd), top)
	if err != nil {
		return nil, err
	}
	part := nd.read(n.Props().Rows)
	for i, c := range semis {
		var rest Set
		for _, later := range semis[i+1:] {
			rest = rest.Union(later.Vars)
		}
		if n, err = p.semi(n, c, scope{c.Graph, c.Outer}, part); err != nil {
			return nil, err
		}
		n = keepOnly(n, nd.vars.Union(rest))
	}
	return keepOnly(n, nd.vars), nil
}

// constants makes values of conditions that a variable is one of some terms,
// where being equal is being the same term.
func (p *Planner) constants(b *block, sc scope) {
	var certain Set
	for _, l := range b.leaves {
		certain = certain.Union(l.certain)
	}
	b.conds = slices.DeleteFunc(b.conds, func(e *Expr) bool {
		c, ok := e.X.(*algebra.ExprCall)
		if !ok || len(c.Args) < 2 {
			return false
		}
		args := c.Args
		switch c.Name {
		case "=", "SAMETERM":
			if _, ok := args[0].(*algebra.ExprTerm); ok {
				args = []algebra.Expr{args[1], args[0]}
			}
		case "IN":
		default:
			return false
		}
		v, ok := args[0].(*algebra.ExprVar)
		if !ok {
			return false
		}
		slot := p.slot(v.Name)
		if !certain.Has(slot) || sc.outer.Has(slot) {
			return false
		}
		var ids []store.ID
		for _, a := range args[1:] {
			t, ok := a.(*algebra.ExprTerm)
			if !ok || (c.Name != "SAMETERM" && t.Term.Kind != term.IRI && t.Term.Kind != term.String) {
				return false
			}
			if id := p.intern(t.Term); !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
		b.leaves = append(b.leaves, p.idsLeaf(slot, ids))
		return true
	})
}

// buildLeaves plans the leaves that are not patterns; false if one is empty.
func (p *Planner) buildLeaves(b *block, nd need) (bool, error) {
	if len(b.leaves) > 1 {
		nd.goal = 0 // a part of one says nothing of the whole
	}
	for i, l := range b.leaves {
		if l.op == nil {
			continue
		}
		vars := nd.vars
		for k, o := range b.leaves {
			if k != i {
				vars = vars.Union(o.vars)
			}
		}
		vars = vars.Intersect(l.vars)
		n, err := p.build(l.op, l.sc, need{vars, nd.set, -1, nd.goal})
		if err != nil {
			return false, err
		}
		if _, ok := n.(*Empty); ok {
			return false, nil
		}
		n = keepOnly(n, vars)
		if len(b.leaves) > 1 {
			n = canon(n, n.Props().Loose)
		}
		info := n.Props()
		l.node, l.rows = n, math.Max(1, info.Rows)
		l.vars, l.certain = SetOf(info.Vars...), info.Certain
	}
	return true, nil
}

// plan returns the plan of all leaves, with the conditions that they decide.
func (j *joiner) plan(nd need) Node {
	n := len(j.leaves)
	if n == 0 {
		return j.p.filter(&Unit{Info{Rows: 1}}, j.conds)
	}
	if n > 30 {
		return j.greedyNodes()
	}
	j.all = 1<<n - 1
	j.varsOf, j.keptOf, j.decidedBy = map[uint32]Set{}, map[uint32]Set{}, map[uint32][]*Expr{}
	j.near, j.sure = make([]uint32, n), true
	for i, l := range j.leaves {
		j.sure = j.sure && l.vars.Within(l.certain)
		for k, o := range j.leaves {
			if l.vars.Meets(o.vars) {
				j.near[i] |= 1 << k
			}
		}
	}
	for i := range j.leaves {
		j.leafPlans(i)
	}
	j.leapfrogs()
	switch {
	case n <= maxSmall:
		j.bushy()
	case n <= maxBushy && !j.enough(cheapPlan):
		j.bushy()
	case n > maxBushy && n <= maxLinear && !j.enough(fairPlan):
		if j.sets(maxSets) {
			j.bushy()
		} else {
			j.linear()
		}
	case n > maxLinear:
		j.greedies()
	}
	best := j.cheapest(j.all)
	if read := nd.read(j.size(j.all)); read < 1 {
		best = j.sooner(best, read)
	}
	return j.node(best)
}

// sooner returns c for a reader of a part of its rows: a pattern that c holds in a
// table before it gives the first row is looked up for each row instead, where
// that costs less. The rows come in the order in which c gives them.
func (j *joiner) sooner(c *cand, read float64) *cand {
	out := *c
	switch c.kind {
	case candIndex, candPath:
		out.l = j.sooner(c.l, read)
		return &out
	case candHash:
		out.l = j.sooner(c.l, read)
		leaf := leaf0(c.r.mask)
		if c.r.kind != candLeaf || j.leaves[leaf].quads == nil || !j.connected(c.l.mask, c.r.mask) {
			return &out
		}
		rows := j.size(c.l.mask)
		found := j.matches(rows, leaf, j.vars(c.l.mask).Intersect(j.vars(c.r.mask)))
		held := c.r.cost + j.size(c.r.mask)*costBuild
		if read*(rows*costProbe+found*costScan) >= held+read*rows*costLook {
			return &out
		}
		out.kind, out.r, out.leaf = candIndex, nil, leaf
		out.index, out.sorted = j.p.lookup(j.leaves[leaf].quads, j.vars(c.l.mask), nil)
		out.cost += rows * costProbe
		return &out
	}
	return c
}

// enough reports whether the greedy plan costs less than limit.
func (j *joiner) enough(limit float64) bool {
	j.greedies()
	return j.cheapest(j.all).cost < limit
}

func (j *joiner) cheapest(mask uint32) *cand {
	var best *cand
	for _, c := range j.best[mask] {
		if best == nil || c.cost < best.cost {
			best = c
		}
	}
	return best
}

// vars returns the variables of a mask's leaves.
func (j *joiner) vars(mask uint32) (s Set) {
	if mask&(mask-1) == 0 && mask != 0 {
		return j.leaves[bits.TrailingZeros32(mask)].vars
	}
	if s, ok := j.varsOf[mask]; ok {
		return s
	}
	defer func() { j.varsOf[mask] = s }()
	for m := mask; m != 0; m &= m - 1 {
		s = s.Union(j.leaves[bits.TrailingZeros32(m)].vars)
	}
	return s
}

// kept returns the variables of a mask that are read outside of it.
func (j *joiner) kept(mask uint32) Set {
	if s, ok := j.keptOf[mask]; ok {
		return s
	}
	out := j.need.Union(j.vars(j.all &^ mask))
	for _, c := range j.conds {
		if !j.decided(c, mask) {
			out = out.Union(c.Vars)
		}
	}
	out = out.Intersect(j.vars(mask))
	j.keptOf[mask] = out
	return out
}

// decided reports whether a mask's leaves decide a condition.
func (j *joiner) decided(c *Expr, mask uint32) bool {
	if len(j.conds) == 0 {
		return false
	}
	known, ok := j.decidedBy[mask]
	if !ok {
		var certain Set
		for m := mask; m != 0; m &= m - 1 {
			certain = certain.Union(j.leaves[bits.TrailingZeros32(m)].certain)
		}
		possible := j.vars(j.all)
		for _, x := range j.conds {
			if x.Vars.Intersect(possible).Within(certain) {
				known = append(known, x)
			}
		}
		j.decidedBy[mask] = known
	}
	return slices.Contains(known, c)
}

func (j *joiner) connected(a, b uint32) bool {
	for m := a; m != 0; m &= m - 1 {
		if j.near[bits.TrailingZeros32(m)]&b != 0 {
			return true
		}
	}
	return false
}

// offer keeps a plan if none that is cheaper has its order.
func (j *joiner) offer(c cand) {
	c.cost = j.p.vary(c.cost)
	if j.dedup[c.mask] {
		c.cost += j.size(c.mask) * costDedup * 2
	}
	lead := -1
	if len(c.order) > 0 {
		lead = c.order[0]
	}
	list := j.best[c.mask]
	for _, o := range list {
		if o.cost <= c.cost && (lead < 0 || (len(o.order) > 0 && o.order[0] == lead)) {
			return
		}
	}
	kept := list[:0]
	for _, o := range list {
		if c.cost > o.cost || (len(o.order) > 0 && o.order[0] != lead) {
			kept = append(kept, o)
		}
	}
	own := c // only what is kept goes to the heap
	j.best[c.mask] = append(kept, &own)
}

// together reports whether the leaves of a mask hang together.
func (j *joiner) together(mask uint32) bool {
	part := mask & -mask
	for grown := part; grown != 0; {
		next := uint32(0)
		for m := grown; m != 0; m &= m - 1 {
			next |= j.near[bits.TrailingZeros32(m)]
		}
		grown = next & mask &^ part
		part |= grown
	}
	return part == mask
}

// sets reports whether no more than most sets of leaves hang together.
func (j *joiner) sets(most int) bool {
	for mask := uint32(1); mask <= j.all && most >= 0; mask++ {
		if j.together(mask) {
			most--
		}
	}
	return most >= 0
}

// bushy looks at every tree of joins without products.
func (j *joiner) bushy() {
	n := len(j.leaves)
	for size := 2; size <= n; size++ {
		for mask := uint32(1); mask <= j.all; mask++ {
			if bits.OnesCount32(mask) != size || mask != j.all && !j.together(mask) {
				continue
			}
			for a := (mask - 1) & mask; a > 0; a = (a - 1) & mask {
				if j.best[a] != nil && j.best[mask&^a] != nil && j.connected(a, mask&^a) {
					j.pair(a, mask&^a)
				}
			}
			j.product(mask)
		}
	}
}

// linear looks at every sequence of joins without products.
func (j *joiner) linear() {
	n := len(j.leaves)
	for size := 2; size <= n; size++ {
		for mask := uint32(1); mask <= j.all; mask++ {
			if bits.OnesCount32(mask) != size {
				continue
			}
			for i := range n {
				b := uint32(1) << i
				if a := mask &^ b; mask&b != 0 && j.best[a] != nil && j.connected(a, b) {
					j.pair(a, b)
					j.pair(b, a)
				}
			}
			j.product(mask)
		}
	}
}

// product plans the whole as a product where its parts share nothing.
func (j *joiner) product(mask uint32) {
	if mask != j.all || j.best[mask] != nil {
		return
	}
	// The connected parts are planned: the largest is read, the others held.
	rest := mask
	var parts []uint32
	for rest != 0 {
		part := rest & -rest
		for grown := true; grown; {
			grown = false
			for m := rest &^ part; m != 0; m &= m - 1 {
				if b := m & -m; j.connected(part, b) {
					part |= b
					grown = true
				}
			}
		}
		parts = append(parts, part)
		rest &^= part
	}
	slices.SortFunc(parts, func(a, b uint32) int {
		return cmp.Compare(j.size(b), j.size(a))
	})
	acc := parts[0]
	for _, part := range parts[1:] {
		j.pair(acc, part)
		acc |= part
	}
}

// greedies plans from nothing, and from each cyclic core.
func (j *joiner) greedies() {
	j.greedy(0)
	if len(j.leaves) < 3 {
		return
	}
	for _, core := range j.cores() {
		if j.best[core] != nil {
			j.greedy(core)
		}
	}
}

// greedy joins the leaves to those of acc one after another, the cheapest
// result first.
func (j *joiner) greedy(acc uint32) {
	for acc != j.all {
		var pick uint32
		least := math.Inf(1)
		for _, connected := range []bool{true, false} {
			for m := j.all &^ acc; m != 0; m &= m - 1 {
				b := m & -m
				if connected && acc != 0 && !j.connected(acc, b) {
					continue
				}
				if s := j.size(acc | b); s < least {
					pick, least = b, s
				}
			}
			if pick != 0 {
				break
			}
		}
		if pick == 0 {
			pick = (j.all &^ acc) & -(j.all &^ acc)
		}
		if acc != 0 {
			j.pair(acc, pick)
			j.pair(pick, acc)
		}
		acc |= pick
	}
}

// greedyNodes joins very many leaves: patterns by look-up, the fewest matches
// first, all else by hashing.
func (j *joiner) greedyNodes() Node {
	var n Node = &Unit{Info{Rows: 1}}
	if j.p.ctx.Err() != nil {
		return n
	}
	n, _ = j.p.follow(n, j.leaves, j.conds, nil, -1, false) // without EXISTS there is no error
	return n
}

func leaf0(mask uint32) int { return bits.TrailingZeros32(mask) }

// pair offers the joins of two planned sets.
func (j *joiner) pair(a, b uint32) {
	mask := a | b
	rows := j.size(mask)
	ra, rb := j.size(a), j.size(b)
	single := b&(b-1) == 0
	connected := j.connected(a, b)
	var shared Set
	if single || !j.sure {
		shared = j.vars(a).Intersect(j.vars(b))
	}
	certain := j.sure || j.certainAll(shared, a, b)
	cheapest, other := j.cheapest(a), j.cheapest(b)
	found := 0.0
	if single && j.leaves[leaf0(b)].quads != nil {
		found = j.matches(ra, leaf0(b), shared)
	}
	leaf := leaf0(b)
	for _, l := range j.best[a] {
		if single && j.leaves[leaf].quads != nil {
			index, sorted := j.p.lookup(j.leaves[leaf].quads, j.vars(a), l.order)
			per := float64(costProbe)
			if sorted {
				per = costStep
			}
			j.offer(cand{
				kind: candIndex, mask: mask, l: l, leaf: leaf, index: index, sorted: sorted,
				cost: l.cost + ra*per + found*costScan + rows*costRow + j.condCost(mask, a, 0, found, l.order), order: l.order,
			})
		}
		if single && j.leaves[leaf].path != nil {
			j.offer(cand{
				kind: candPath, mask: mask, l: l, leaf: leaf,
				cost: l.cost + j.pathCost(leaf, a, shared) + rows*costRow + j.condCost(mask, a, 0, rows, l.order), order: l.order,
			})
		}
		if l != cheapest && len(l.order) == 0 {
			continue
		}
		for _, r := range j.best[b] {
			if len(l.order) > 0 && len(r.order) > 0 && l.order[0] == r.order[0] && certain {
				j.offer(cand{
					kind: candMerge, mask: mask, l: l, r: r, on: l.order[0],
					cost: l.cost + r.cost + (ra+rb)*costMerge + j.compared(a, b, l.order[0])*costPair + rows*costRow + j.condCost(mask, a, b, 2*rows, l.order), order: l.order[:1],
				})
			}
		}
		if r := other; r != nil {
			c := cand{
				kind: candHash, mask: mask, l: l, r: r, order: l.order,
				cost: l.cost + r.cost + ra*costLook + rb*costBuild + rows*costRow + j.condCost(mask, a, b, 2*rows, l.order),
			}
			if !connected {
				c.cost += ra * rb * costRow
			} else if !certain {
				c.cost += rb * costBuild
				c.order = nil
			}
			j.offer(c)
		}
	}
}

func (j *joiner) certainAll(shared Set, masks ...uint32) bool {
	for _, mask := range masks {
		var certain Set
		for m := mask; m != 0; m &= m - 1 {
			certain = certain.Union(j.leaves[bits.TrailingZeros32(m)].certain)
		}
		if !shared.Within(certain) {
			return false
		}
	}
	return true
}

// lookup returns the index in which q is looked up when the variables of have
// are bound, and whether rows sorted by order let one cursor move forward.
func (p *Planner) lookup(q *Quads, have Set, order []int) (best store.Order, sorted bool) {
	most, forward, consts := -1, false, 0
	narrowed := false // by a term known from the row
	for o := range store.Order(len(Sequences)) {
		lead, fixed := 0, 0
		step := false
		for _, i := range Sequences[o] {
			pos := q.Pos[i]
			if pos.Kind == Const || pos.Kind == Param {
				if fixed == lead {
					fixed++
				}
				lead++
				continue
			}
			if pos.Kind == Var && have.Has(pos.Slot) {
				if lead == fixed && len(order) > 0 && order[0] == pos.Slot {
					step = true
				}
				lead++
				continue
			}
			break
		}
		narrows := 2 * lead
		if o == store.GSPO && lead > 0 && q.Pos[store.G].Kind == Var && lead < 3 {
			narrows = max(1, narrows-2) // a label known from the row narrows less than a term
			if !narrowed && p.count(q) > p.perLabel() {
				narrows = most + 1 // but more than nothing
			}
		}
		if q.Dedup && o == store.GSPO {
			continue
		}
		if narrows > most || (narrows == most && (step && !forward || step == forward && fixed > consts)) {
			best, most, forward, consts, narrowed = o, narrows, step, fixed, lead > fixed
		}
	}
	return best, forward
}
