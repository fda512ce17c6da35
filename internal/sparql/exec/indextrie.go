package exec

import (
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/plan"
	"github.com/ascribe-graph/ascribe/internal/store"
)

// indexTrie is an index of the source as a trie: the values of a variable are
// looked up when they are asked for, a window of them at a time, so that a
// join begins at once and holds nothing.
type indexTrie struct {
	ex    *executor
	order store.Order
	pat   store.Pattern // the constants, which come first in the order
	some  bool          // a quad may match pat
	pos   []int         // by level: the position of its variable
	named func(store.ID) bool
	err   error
}

// window is what a level of an index needs beside its values.
type window struct {
	cur  engine.Cursor
	pat  store.Pattern // under the values of the levels above
	buf  []store.Quad
	vals []uint32
	size int  // how many quads are read at once
	more bool // the cursor is not at its end
	leap bool // values have many quads: jump to the next
}

// The quads that a level reads at once: few at first.
const (
	minWindow = 8
	maxWindow = 256
)

func (b *builder) newIndexTrie(n *plan.Scan, bind []int) *indexTrie {
	x := &indexTrie{ex: b.ex, order: n.Index}
	if pats := b.ex.patterns(&n.Quads, b.f); len(pats) == 1 {
		x.pat, x.some = pats[0], true
	}
	for _, slot := range bind {
		for i, p := range n.Quads.Pos {
			if p.Kind == plan.Var && p.Slot == slot {
				x.pos = append(x.pos, i)
			}
		}
	}
	if n.Quads.Graphs == plan.NamedGraphs {
		x.named = b.ex.planner.Named
	}
	return x
}

// open moves v to its first value under those of the levels above.
func (x *indexTrie) open(v *level) bool {
	v.pat = x.pat
	for k, up := range v.trie.levels[:v.k] {
		v.pat[x.pos[k]] = store.ID(up.value())
	}
	v.cur = x.ex.rescan(v.cur, v.pat, x.order)
	v.more, v.leap, v.size = true, false, minWindow
	v.col, v.at = v.vals[:0], 0
	return x.fill(v, 0)
}

// fill reads the next window of values, from want on.
func (x *indexTrie) fill(v *level, want uint32) bool {
	pos, last := x.pos[v.k], uint32(0)
	if n := len(v.col); n > 0 {
		if last = v.col[n-1]; want == last+1 && !v.leap {
			v.size = min(4*v.size, maxWindow) // it is read through
		}
	}
	if len(v.buf) < v.size {
		v.buf = make([]store.Quad, v.size)
	}
	v.vals = v.vals[:0]
	for v.more && len(v.vals) == 0 {
		if want > last+1 || v.leap {
			v.cur.Seek(x.first(v, max(want, last+1)))
		}
		n := v.cur.Next(v.buf[:v.size])
		if n == 0 {
			v.more = false
			x.err = v.cur.Err()
			break
		}
		if x.err = x.ex.step(n); x.err != nil {
			break
		}
		for i := range v.buf[:n] {
			id := v.buf[i][pos]
			if uint32(id) == last || pos == store.G && x.named != nil && !x.named(id) {
				continue
			}
			last = uint32(id)
			if last >= want {
				v.vals = append(v.vals, last)
			}
		}
		v.leap = n > leapRuns*max(1, len(v.vals))
		if last == 1<<32-1 {
			v.more = false
		}
	}
	v.col, v.at = v.vals, 0
	return len(v.vals) > 0
}

// leapRuns: where values have more than so many quads each, the next value is
// sought rather than read up to.
const leapRuns = 4

// first returns the first quad that there may be with a value of v.
func (x *indexTrie) first(v *level, value uint32) (q store.Quad) {
	for _, p := range plan.Sequences[x.order] {
		if p == x.pos[v.k] {
			q[p] = store.ID(value)
			break
		}
		q[p] = v.pat[p]
	}
	return q
}
