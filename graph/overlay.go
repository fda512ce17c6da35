package graph

import (
	"maps"
	"slices"
	"sort"

	"github.com/ascribe-graph/ascribe/internal/store"
)

// overlay is a set of quads beside those of a snapshot, in every order that
// scans ask for. It is immutable once sealed; a nil one is empty.
type overlay struct {
	runs  []*overlayRun // each at most half as long as the one before
	quads map[store.Quad]derivedBy
	added []store.Quad // not yet in a run
}

// overlayRun is quads sorted by each order.
type overlayRun [len(positions)][]store.Quad

// derivedBy says whence a derived quad comes.
type derivedBy struct {
	rule     int          // of the program
	supports []store.Quad // what it rests on, where that is known without asking
}

func newOverlay() *overlay { return &overlay{quads: map[store.Quad]derivedBy{}} }

func (o *overlay) empty() bool { return o == nil || len(o.quads) == 0 }

func (o *overlay) len() int {
	if o == nil {
		return 0
	}
	return len(o.quads)
}

// add adds q and reports whether it was new; the first derivation of a quad
// stays, which is the shortest where rules walk breadth first.
func (o *overlay) add(q store.Quad, by derivedBy) bool {
	if _, ok := o.quads[q]; ok {
		return false
	}
	o.quads[q] = derivedBy{by.rule, slices.Clone(by.supports)}
	o.added = append(o.added, q)
	return true
}

// seal sorts what was added, so that scans see it.
func (o *overlay) seal() {
	if len(o.added) == 0 {
		return
	}
	fresh := newRun(o.added)
	o.added = nil
	for n := len(o.runs); n > 0 && len(o.runs[n-1][0]) < 2*len(fresh[0]); n = len(o.runs) {
		fresh = newRun(append(o.runs[n-1][0], fresh[0]...))
		o.runs = o.runs[: n-1 : n-1]
	}
	o.runs = append(o.runs, fresh)
}

// compact makes one run of all, which scans read fastest.
func (o *overlay) compact() {
	o.seal()
	if len(o.runs) < 2 {
		return
	}
	all := make([]store.Quad, 0, len(o.quads))
	for _, r := range o.runs {
		all = append(all, r[0]...)
	}
	o.runs = []*overlayRun{newRun(all)}
}

func newRun(quads []store.Quad) *overlayRun {
	r := &overlayRun{}
	for order := range r {
		r[order] = slices.Clone(quads)
		slices.SortFunc(r[order], func(a, b store.Quad) int { return compareQuads(a, b, store.Order(order)) })
	}
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
		rows, exact := r.narrow(p, order)
		switch {
		case len(rows) == 0:
			continue
		case exact && met == 0:
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
			met++
		}
	}
	if met > 1 {
		slices.SortFunc(out, func(a, b store.Quad) int { return compareQuads(a, b, order) })
		out = slices.Compact(out)
	}
	return out
}

// narrow returns the quads of a run that the constants of p which lead the
// order leave; exact says that they all match p.
func (r *overlayRun) narrow(p store.Pattern, order store.Order) (rows []store.Quad, exact bool) {
	rows = r[order]
	keys := positions[order]
	lead, bound := 0, 0
	for lead < len(keys) && p[keys[lead]] != store.Any {
		lead++
	}
	for _, id := range p {
		if id != store.Any {
			bound++
		}
	}
	if lead == 0 {
		return rows, bound == 0
	}
	compare := func(q store.Quad) int {
		for _, at := range keys[:lead] {
			if q[at] != p[at] {
				if q[at] < p[at] {
					return -1
				}
				return 1
			}
		}
		return 0
	}
	lo := sort.Search(len(rows), func(i int) bool { return compare(rows[i]) >= 0 })
	rows = rows[lo:]
	return rows[:sort.Search(len(rows), func(i int) bool { return compare(rows[i]) > 0 })], bound == lead
}
