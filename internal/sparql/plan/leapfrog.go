package plan

import (
	"math"
	"math/bits"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/store"
)

// Costs of a leapfrog join, in nanoseconds, and how many quads it may hold.
const (
	costTrie    = 6   // a quad into a trie that is held
	costTrieRun = 12  // a quad that has to be sorted, for each halving
	costLeap    = 9   // a step of one input to the value of another
	costGallop  = 4   // the same, for each doubling of the rows that lie between
	costOpenRun = 25  // going a variable deeper
	costSeek    = 200 // a step in an index that is not within reach
	costWindow  = 8   // a quad that is read on the way
	maxTries    = 1 << 23
)

// multiway is a leapfrog join, not yet made.
type multiway struct {
	leaves  []int
	indexes []store.Order // of each leaf
	seek    []bool        // of each leaf: it is not held
	vars    []int         // the order in which variables are bound
	keep    int           // of which the first keep are wanted; of the others one value is enough
}

// cores returns the sets of quad patterns that no order of joins by pairs
// takes apart: what is left of the patterns when those that hang on one other
// pattern are taken away again and again (Graham, Yu and Özsoyoğlu).
func (j *joiner) cores() []uint32 {
	var left uint32
	sets := make([]Set, len(j.leaves))
	for i, l := range j.leaves {
		if l.quads != nil && l.quads.unique() && !l.vars.Empty() {
			left |= 1 << i
			sets[i] = l.vars
		}
	}
	each := func(m uint32, f func(i int) bool) bool {
		for ; m != 0; m &= m - 1 {
			if f(bits.TrailingZeros32(m)) {
				return true
			}
		}
		return false
	}
	for again := true; again; {
		again = each(left, func(i int) bool {
			rest := left &^ (1 << i)
			var others Set
			each(rest, func(k int) bool { others = others.Union(sets[k]); return false })
			shared := sets[i].Intersect(others)
			if !sets[i].Within(shared) {
				sets[i] = shared // what only it has does not tie it to others
				return true
			}
			if each(rest, func(k int) bool { return shared.Within(sets[k]) }) || shared.Empty() {
				left = rest
				return true
			}
			return false
		})
	}
	var out []uint32
	for left != 0 {
		part := left & -left
		for grown := true; grown; {
			grown = each(left&^part, func(i int) bool {
				if j.connected(part, 1<<i) {
					part |= 1 << i
					return true
				}
				return false
			})
		}
		if bits.OnesCount32(part) >= 3 {
			out = append(out, part)
		}
		left &^= part
	}
	return out
}

// leapfrogs offers a leapfrog join of each cyclic core.
func (j *joiner) leapfrogs() {
	if len(j.leaves) < 3 || len(j.leaves) > 30 || j.p.Leapfrog < 0 {
		return
	}
	for _, mask := range j.cores() {
		j.leapfrog(mask)
	}
}

// maxOrders is how many variables are ordered by trying all orders.
const maxOrders = 5

func (j *joiner) leapfrog(mask uint32) {
	m := &multiway{}
	for r := mask; r != 0; r &= r - 1 {
		m.leaves = append(m.leaves, bits.TrailingZeros32(r))
	}
	vars := j.vars(mask).Slots()
	wanted := j.wanted(&cand{mask: mask})
	keep := len(vars)
	if j.set {
		// The wanted ones come first; that there are others is enough.
		slices.SortStableFunc(vars, func(a, b int) int { return b2i(wanted.Has(b)) - b2i(wanted.Has(a)) })
		keep = len(wanted.Intersect(SetOf(vars...)).Slots())
	}
	best, cost := []int(nil), math.Inf(1)
	try := func(order []int) {
		if c := j.walkCost(m.leaves, order); c < cost {
			best, cost = slices.Clone(order), c
		}
	}
	if len(vars) <= maxOrders {
		permute(vars, 0, keep, try)
	} else {
		try(j.greedyOrder(m.leaves, vars, keep))
	}
	m.vars, m.keep = best, keep
	rows := j.size(mask)
	inputs, ok := j.openTries(m)
	if !ok {
		return
	}
	cost += inputs
	if j.p.Leapfrog > 0 {
		cost = 0
	}
	cost += rows*costRow + j.condCost(mask, 0, 0, rows, best)
	order := best[:keep]
	for k, v := range order {
		if !wanted.Has(v) {
			order = order[:k]
			break
		}
	}
	j.offer(cand{kind: candLeapfrog, mask: mask, multi: m, cost: cost, order: order})
}

// openTries decides for each input of m whether it is held or sought in, and
// returns what that costs; false if too much would be held.
func (j *joiner) openTries(m *multiway) (cost float64, ok bool) {
	cost, held := costOpen, 0.0
	for k, i := range m.leaves {
		index, sorted, leading := j.trieIndex(i, m.vars)
		n := j.leaves[i].rows
		hold := costOpen + n*(costScan+costTrie)
		if !sorted {
			hold += n * costTrieRun * math.Log2(n+2)
		}
		if j.few {
			hold *= 4 // it is read to the end
		}
		seek := math.Inf(1)
		if sorted && leading && j.leaves[i].quads.Graphs != MergedGraphs {
			seek = j.seekCost(k, m)
		}
		sought := seek < j.p.vary(hold) || held+n > maxTries || j.p.Leapfrog > 1
		if sought && math.IsInf(seek, 1) {
			if sought = false; held+n > maxTries {
				return 0, false
			}
		}
		if sought {
			cost += seek
		} else {
			cost, held = cost+hold, held+n
		}
		m.indexes, m.seek = append(m.indexes, index), append(m.seek, sought)
	}
	return cost, true
}

// seekCost estimates what it costs more to seek in the index of input k than
// in a trie that is held.
func (j *joiner) seekCost(k int, m *multiway) (cost float64) {
	j.eachLevel(m.leaves, m.vars, func(b *binding) {
		if j.leaves[m.leaves[k]].vars.Has(b.v) {
			cost += b.times * (costProbe + math.Min(b.least*costSeek, b.offers[k]*costWindow))
		}
	})
	return cost
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// permute calls f with every order of vars in which the first keep stay first.
func permute(vars []int, at, keep int, f func([]int)) {
	if at == len(vars) {
		f(vars)
		return
	}
	end := len(vars)
	if at < keep {
		end = keep
	}
	for i := at; i < end; i++ {
		vars[at], vars[i] = vars[i], vars[at]
		permute(vars, at+1, keep, f)
		vars[at], vars[i] = vars[i], vars[at]
	}
}

// greedyOrder orders many variables: the next is the one that adds least.
func (j *joiner) greedyOrder(leaves, vars []int, keep int) []int {
	vars = slices.Clone(vars)
	for at := range vars {
		end := len(vars)
		if at < keep {
			end = keep
		}
		pick, least := at, math.Inf(1)
		for i := at; i < end; i++ {
			vars[at], vars[i] = vars[i], vars[at]
			if c := j.walkCost(leaves, vars[:at+1]); c < least {
				pick, least = i, c
			}
			vars[at], vars[i] = vars[i], vars[at]
		}
		vars[at], vars[pick] = vars[pick], vars[at]
	}
	return vars
}

// walkCost estimates the work of binding variables in an order.
func (j *joiner) walkCost(leaves, order []int) (cost float64) {
	j.eachLevel(leaves, order, func(b *binding) {
		for k, i := range leaves {
			if j.leaves[i].vars.Has(b.v) {
				cost += b.times * (costOpenRun + b.least*(costLeap+costGallop*math.Log2(1+b.rows[k]/b.least)))
			}
		}
	})
	return cost
}

// binding is what is estimated of the binding of one variable.
type binding struct {
	v     int
	times float64 // how often it is done
	// Of each leaf that has the variable, under the values of those before it:
	rows   []float64
	offers []float64 // different values
	least  float64   // of offers: they are looked for in the others
}

// eachLevel calls f for each variable in the order in which they are bound.
func (j *joiner) eachLevel(leaves, order []int, f func(*binding)) {
	b := &binding{times: 1, rows: make([]float64, len(leaves)), offers: make([]float64, len(leaves))}
	var bound Set
	for _, v := range order {
		b.v, b.least = v, math.Inf(1)
		most, product, inputs := 1.0, 1.0, 0.0
		for k, i := range leaves {
			l := j.leaves[i]
			if !l.vars.Has(v) {
				continue
			}
			d := j.p.distinctOf(l, v)
			b.rows[k] = l.rows
			for o := range l.vars.Intersect(bound).All() {
				b.rows[k] /= j.p.distinctOf(l, o)
			}
			b.offers[k] = math.Min(math.Max(b.rows[k], 0.05), d)
			most, b.least = math.Max(most, d), math.Min(b.least, b.offers[k])
			product *= b.offers[k]
			inputs++
		}
		f(b)
		// A value of the smallest input is in another as often as that has
		// some of all values. That the first whole match ends the search of what
		// is not kept is left out: where few of the kept values have one, all is
		// searched.
		b.times *= product / math.Pow(most, inputs-1)
		bound.Add(v)
	}
}

// multiNode makes a leapfrog join.
func (j *joiner) multiNode(c *cand) Node {
	m := c.multi
	n := &Leapfrog{Bind: m.vars, Keep: m.keep}
	for k, i := range m.leaves {
		l := j.leaves[i]
		of := j.p.scan(l, m.indexes[k], 0, l.vars)
		of.Seek = m.seek[k]
		n.Of, n.Same = append(n.Of, of), append(n.Same, -1)
		for e, earlier := range n.Of[:k] {
			if !of.Seek && !earlier.Seek && n.Same[e] < 0 && sameTrie(earlier, of, m.vars) {
				n.Same[k] = e
				break
			}
		}
	}
	wanted := j.wanted(c)
	for _, v := range m.vars[:m.keep] {
		if wanted.Has(v) {
			n.Vars = append(n.Vars, v)
		}
	}
	n.Certain = SetOf(n.Vars...)
	n.Order = slices.Clone(m.vars[:m.keep])
	n.Unique = len(n.Vars) == m.keep && (j.set || m.keep == len(m.vars))
	trimOrder(&n.Info)
	return n
}

// sameTrie reports whether two scans give the same columns, in the order in
// which their variables are bound.
func sameTrie(a, b *Scan, bind []int) bool {
	if a.Index != b.Index || a.Quads.Graphs != b.Quads.Graphs || a.Quads.Dedup != b.Quads.Dedup || a.Quads.several() || b.Quads.several() || len(a.Vars) != len(b.Vars) {
		return false
	}
	place := map[int]int{}
	for i, v := range bind {
		place[v] = i
	}
	for i, x := range a.Quads.Pos {
		y := b.Quads.Pos[i]
		if x.Kind != y.Kind || x.Kind != Var && x != y {
			return false
		}
		for k := range i {
			u, w := a.Quads.Pos[k], b.Quads.Pos[k]
			if x.Kind == Var && u.Kind == Var && (place[u.Slot]-place[x.Slot] < 0 != (place[w.Slot]-place[y.Slot] < 0) || (u == x) != (w == y)) {
				return false
			}
		}
	}
	return true
}

// trieIndex returns the index that gives a leaf's variables in the order in
// which they are bound, or one after which they have to be sorted, and whether
// the leaf's constants come first in it.
func (j *joiner) trieIndex(i int, bind []int) (best store.Order, sorted, leading bool) {
	l := j.leaves[i]
	found := -1
	for o := range store.Order(len(Sequences)) {
		if o == store.GSPO && l.quads.Dedup {
			continue
		}
		lead, consts, at, fits := 0, 0, -1, true
		for _, k := range Sequences[o] {
			switch pos := l.quads.Pos[k]; pos.Kind {
			case Const, Param:
				if consts++; at < 0 {
					lead++
				}
			case Var:
				p := slices.Index(bind, pos.Slot)
				fits = fits && p > at
				at = max(at, p)
			case Free:
				at = len(bind)
			}
		}
		if lead > found || (lead == found && fits && !sorted) {
			best, found, sorted, leading = o, lead, fits, lead == consts
		}
	}
	return best, sorted, leading
}
