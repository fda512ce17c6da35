package graph

import (
	"maps"
	"slices"
	"sync"

	"github.com/ascribe-graph/ascribe/internal/store"
)

// overlay is a set of quads beside those of a snapshot, in every order that
// scans ask for. It is immutable once sealed; a nil one is empty.
type overlay struct {
	runs  []*overlayRun            // each at most half as long as the one before
	quads map[store.Quad]derivedBy // those of which somebody may ask whence they come; all are in runs
	added []store.Quad             // not yet in a run
}

// overlayRun is quads sorted by each order; an order is sorted when somebody
// first asks for it, since most are never asked for.
type overlayRun struct {
	sorted [len(positions)][]store.Quad
	once   [len(positions)]sync.Once
}

// by returns the quads sorted by an order. They are not to be changed.
func (r *overlayRun) by(order store.Order) []store.Quad {
	r.once[order].Do(func() {
		if order == baseOrder {
			return
		}
		r.sorted[order] = sortQuads(slices.Clone(r.sorted[baseOrder]), order)
	})
	return r.sorted[order]
}

// baseOrder is that in which a run is made, and from which others are.
const baseOrder = store.GSPO

func (r *overlayRun) len() int { return len(r.sorted[baseOrder]) }

// derivedBy says whence a derived quad comes.
type derivedBy struct {
	rule     int          // of the program
	supports []store.Quad // what it rests on, where that is known without asking
}

func newOverlay() *overlay { return &overlay{quads: map[store.Quad]derivedBy{}} }

func (o *overlay) empty() bool { return o == nil || len(o.runs) == 0 }

// len returns how many quads there are; what is not sealed may count twice.
func (o *overlay) len() int {
	if o == nil {
		return 0
	}
	n := len(o.added)
	for _, r := range o.runs {
		n += r.len()
	}
	return n
}

// has reports whether a quad is in the overlay.
func (o *overlay) has(q store.Quad) bool {
	if _, ok := o.quads[q]; ok {
		return true
	}
	return slices.ContainsFunc(o.runs, func(r *overlayRun) bool { return r.has(q) })
}

func (r *overlayRun) has(q store.Quad) bool {
	rows := r.sorted[baseOrder]
	i := lowerBound(rows, q, baseOrder)
	return i < len(rows) && rows[i] == q
}

// add adds q and reports whether it was new; the first derivation of a quad
// stays, which is the shortest where rules walk breadth first.
func (o *overlay) add(q store.Quad, by derivedBy) bool {
	if o.has(q) {
		return false
	}
	o.quads[q] = derivedBy{by.rule, slices.Clone(by.supports)}
	o.added = append(o.added, q)
	return true
}

// put adds q, whence it comes is not kept.
func (o *overlay) put(q store.Quad) { o.added = append(o.added, q) }

// seal sorts what was added, so that scans see it.
func (o *overlay) seal() {
	fresh := newRun(o.added)
	o.added = nil
	o.addRun(fresh)
}

// addRun adds the quads of a run.
func (o *overlay) addRun(fresh *overlayRun) {
	// Runs that are not much longer become one with it.
	keep, n := len(o.runs), fresh.len()
	for keep > 0 && o.runs[keep-1].len() < 2*n {
		keep--
		n += o.runs[keep].len()
	}
	if keep > 0 {
		fresh = sortedRun(slices.DeleteFunc(fresh.by(baseOrder), func(q store.Quad) bool {
			return slices.ContainsFunc(o.runs[:keep], func(r *overlayRun) bool { return r.has(q) })
		}))
	}
	if fresh.len() == 0 {
		return
	}
	o.join(keep, fresh)
}

// join puts a run in the place of those from a position on, with what they hold.
func (o *overlay) join(from int, fresh *overlayRun) {
	all := fresh.by(baseOrder)
	for _, r := range slices.Backward(o.runs[from:]) {
		all = mergeQuads(r.by(baseOrder), all, baseOrder)
	}
	o.runs = append(o.runs[:from:from], sortedRun(all))
}

// compact makes one run of all, which scans read fastest.
func (o *overlay) compact() {
	o.seal()
	if n := len(o.runs); n > 1 {
		last := o.runs[n-1]
		o.runs = o.runs[:n-1]
		o.join(0, last)
	}
}

// newRun makes a run of quads, each once. It keeps the slice.
func newRun(quads []store.Quad) *overlayRun {
	return sortedRun(slices.Compact(sortQuads(quads, baseOrder)))
}

// sortedRun makes a run of quads that are sorted, each once. It keeps the slice.
func sortedRun(quads []store.Quad) *overlayRun {
	r := &overlayRun{}
	r.sorted[baseOrder] = quads
	return r
}

// clone returns an overlay that can be added to while o stays what it is.
func (o *overlay) clone() *overlay {
	out := newOverlay()
	if o != nil {
		out.runs = slices.Clone(o.runs)
		maps.Copy(out.quads, o.quads)
	}
	return out
}

// match returns the quads that match p, sorted by order.
func (o *overlay) match(p store.Pattern, order store.Order) []store.Quad {
	if o.empty() {
		return nil
	}
	return matchRuns(o.runs, p, order)
}

// matchRuns returns the quads of runs that match p, sorted by order. What it
// returns is not to be changed.
func matchRuns(runs []*overlayRun, p store.Pattern, order store.Order) []store.Quad {
	var out []store.Quad
	met := 0
	for _, r := range runs {
		rows, exact, sorted := r.find(p, order)
		switch {
		case len(rows) == 0:
			continue
		case exact && sorted && met == 0:
			out = slices.Clip(rows) // others are appended to a copy
			met++
			continue
		}
		before := len(out)
		for _, q := range rows {
			if exact || p.Matches(q) {
				out = append(out, q)
			}
		}
		if len(out) > before {
			if met++; !sorted {
				met++ // to be sorted, even if it is the only one
			}
		}
	}
	if met > 1 {
		out = slices.Compact(sortQuads(out, order))
	}
	return out
}

// atMost returns how many quads of runs match p at most, without a look at each.
func atMost(runs []*overlayRun, p store.Pattern) int {
	n := 0
	for _, r := range runs {
		rows, _, _ := r.find(p, baseOrder)
		n += len(rows)
	}
	return n
}

// few is how many quads are looked through sooner than another order is asked.
const few = 16

// find returns the quads of a run among which those that match p are: by order,
// or if that leaves many which do not match, by another order that leaves fewer.
// A record has few quads, so that its order is the first of them.
func (r *overlayRun) find(p store.Pattern, order store.Order) (rows []store.Quad, exact, sorted bool) {
	bound := 0
	for _, id := range p {
		if id != store.Any {
			bound++
		}
	}
	if lead(p, order) < bound && p[store.G] != store.Any && order != baseOrder {
		if rows := r.narrow(p, baseOrder); len(rows) <= few {
			return rows, lead(p, baseOrder) == bound, false
		}
	}
	rows, exact, sorted = r.narrow(p, order), lead(p, order) == bound, true
	for other := range store.Order(len(positions)) {
		if exact || len(rows) <= few {
			break
		}
		if other == order || p[positions[other][0]] == store.Any {
			continue
		}
		if less := r.narrow(p, other); len(less) < len(rows)/2 {
			rows, exact, sorted = less, lead(p, other) == bound, false
		}
	}
	return rows, exact, sorted
}

// lead returns how many constants of p lead an order.
func lead(p store.Pattern, order store.Order) int {
	keys := positions[order]
	n := 0
	for n < len(keys) && p[keys[n]] != store.Any {
		n++
	}
	return n
}

// narrow returns the quads of a run that the constants of p which lead the order
// leave.
func (r *overlayRun) narrow(p store.Pattern, order store.Order) []store.Quad {
	rows, n := r.by(order), lead(p, order)
	if n == 0 {
		return rows
	}
	// The least and the greatest quad that begin so.
	first, last := store.Quad(p), store.Quad(p)
	for _, at := range positions[order][n:] {
		first[at], last[at] = 0, ^store.ID(0)
	}
	rows = rows[lowerBound(rows, first, order):]
	// Mostly they are few.
	end := 1
	for end < len(rows) && compareQuads(rows[end], last, order) <= 0 {
		end *= 2
	}
	end = min(end, len(rows))
	return rows[:end/2+upperBound(rows[end/2:end], last, order)]
}

// lowerBound returns how many of the quads, which are sorted, come before q.
func lowerBound(rows []store.Quad, q store.Quad, order store.Order) int {
	lo, hi := 0, len(rows)
	for lo < hi {
		if mid := int(uint(lo+hi) >> 1); compareQuads(rows[mid], q, order) < 0 {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// upperBound returns how many of the quads, which are sorted, do not come after q.
func upperBound(rows []store.Quad, q store.Quad, order store.Order) int {
	lo, hi := 0, len(rows)
	for lo < hi {
		if mid := int(uint(lo+hi) >> 1); compareQuads(rows[mid], q, order) <= 0 {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}
