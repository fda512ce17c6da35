package plan

import (
	"math"
	"math/bits"
)

// size estimates the rows of a mask's leaves joined, made distinct where that
// is done.
func (j *joiner) size(mask uint32) float64 {
	if n, ok := j.rows[mask]; ok {
		return n
	}
	n := 1.0
	for m := mask; m != 0; m &= m - 1 {
		n *= math.Max(j.leaves[bits.TrailingZeros32(m)].rows, 1e-3)
	}
	least := map[int]float64{}
	for v := range j.vars(mask).All() {
		low, prod, k := math.Inf(1), 1.0, 0
		for m := mask; m != 0; m &= m - 1 {
			l := j.leaves[bits.TrailingZeros32(m)]
			if !l.vars.Has(v) {
				continue
			}
			d := j.p.distinctOf(l, v)
			low = math.Min(low, d)
			prod *= d
			k++
		}
		if k > 1 {
			n /= prod / low
		}
		least[v] = low
	}
	for _, c := range j.conds {
		if j.decided(c, mask) {
			n *= selectivity(c.X)
		}
	}
	if j.set {
		d := possible(j.kept(mask), least)
		switch leaf := mask&(mask-1) == 0; {
		case leaf:
			n = math.Min(n, d)
		case mask != j.all:
			if u := different(n, d); u < j.p.vary(n*worthDedup) {
				j.dedup[mask] = true
				n = u
			}
		}
	}
	j.rows[mask] = n
	return n
}

// worthDedup: where no more than this part of a join's rows are different in
// what is read of them, copies are dropped.
const worthDedup = 0.8

// possible estimates how many different rows some variables can have, of which
// each has so many values. Not all meet: common values meet common ones again.
func possible(vars Set, values map[int]float64) float64 {
	most, all := 1.0, 1.0
	for v := range vars.All() {
		most = math.Max(most, values[v])
		all *= values[v]
	}
	return most * math.Pow(all/most, 0.8)
}

// different estimates how many of n rows are different if there are d that
// are possible, all alike.
func different(n, d float64) float64 { return -d * math.Expm1(-n/d) }

// compared estimates how many pairs of rows of two masks agree in v and have
// to be compared in what else they share.
func (j *joiner) compared(a, b uint32, v int) float64 {
	also := j.vars(a).Intersect(j.vars(b))
	if len(also.Slots()) < 2 {
		return 0
	}
	d := math.Max(j.distinct(a, v), j.distinct(b, v))
	return j.size(a) * j.size(b) / math.Max(d, 1)
}

// distinct estimates how many values a variable has in a mask.
func (j *joiner) distinct(mask uint32, v int) float64 {
	d := j.size(mask)
	for m := mask; m != 0; m &= m - 1 {
		if l := j.leaves[bits.TrailingZeros32(m)]; l.vars.Has(v) {
			d = math.Min(d, j.p.distinctOf(l, v))
		}
	}
	return d
}

// pathCost is what it costs to walk a path from the rows of a mask; ends are
// remembered.
func (j *joiner) pathCost(leaf int, mask uint32, shared Set) float64 {
	l, rows := j.leaves[leaf], j.size(mask)
	starts := rows
	bound := 0
	for v := range l.vars.Intersect(shared).All() {
		bound++
		for m := mask; m != 0; m &= m - 1 {
			if o := j.leaves[bits.TrailingZeros32(m)]; o.vars.Has(v) {
				starts = math.Min(starts, j.p.distinctOf(o, v))
			}
		}
	}
	if bound == 0 {
		return rows * j.p.pathAlone(l.path, l.rows)
	}
	return rows*costLook + starts*(1+j.p.pathReach(l.path.Path))*costProbe
}

// condCost is what it costs to test the conditions that a mask decides, and
// neither a nor b, on so many rows in some order.
func (j *joiner) condCost(mask, a, b uint32, rows float64, order []int) float64 {
	if len(j.conds) == 0 {
		return 0
	}
	cost := 0.0
	for _, c := range j.conds {
		if !j.decided(c, mask) || j.decided(c, a) || (b != 0 && j.decided(c, b)) {
			continue
		}
		cost += rows * costTest
		evals := rows
		if c.One >= 0 { // once for each value
			for m := mask; m != 0; m &= m - 1 {
				if l := j.leaves[bits.TrailingZeros32(m)]; l.vars.Has(c.One) {
					evals = math.Min(evals, j.p.distinctOf(l, c.One))
				}
			}
		}
		cost += evals * costExpr
		if len(order) == 0 || order[0] != c.One {
			cost += evals * costRead
		}
	}
	return cost
}

// matches estimates how many quads the look-ups of a leaf give, before its
// conditions.
func (j *joiner) matches(rows float64, leaf int, shared Set) float64 {
	l := j.leaves[leaf]
	n := rows * l.rows
	for v := range shared.Intersect(l.vars).All() {
		n /= j.p.distinctOf(l, v)
	}
	return n
}
