package store

import (
	"slices"
	"sort"
)

// run is a sorted set of changes: quads added and quads removed. In a
// Snapshot the runs are oldest first; a quad is there if it is in the base or
// not, plus the runs that add it, minus those that remove it, makes one.
type run struct {
	add, del [numOrders][]key
}

func (r *run) len() int { return len(r.add[SPOG]) + len(r.del[SPOG]) }

// newRun sorts changes: positive adds, negative removes.
func newRun(changes map[Quad]int8) *run {
	r := &run{}
	adds := 0
	for _, w := range changes {
		if w > 0 {
			adds++
		}
	}
	for o := range r.add {
		r.add[o] = make([]key, 0, adds)
		r.del[o] = make([]key, 0, len(changes)-adds)
	}
	for q, w := range changes {
		for o := range Order(numOrders) {
			if w > 0 {
				r.add[o] = append(r.add[o], o.key(q))
			} else {
				r.del[o] = append(r.del[o], o.key(q))
			}
		}
	}
	for o := range r.add {
		slices.SortFunc(r.add[o], compareKeys)
		slices.SortFunc(r.del[o], compareKeys)
	}
	return r
}

// pushRun returns runs with r after them. Runs of like size are merged, so
// that there are no more than the logarithm of all changes.
func pushRun(runs []*run, r *run) []*run {
	runs = slices.Clone(runs)
	for len(runs) > 0 && runs[len(runs)-1].len() < 2*r.len() {
		r = mergeRuns(runs[len(runs)-1], r)
		runs = runs[:len(runs)-1]
	}
	if r.len() == 0 {
		return runs
	}
	return append(runs, r)
}

// mergeRuns returns the sum of a and b: what one adds and the other removes
// is gone.
func mergeRuns(a, b *run) *run {
	r := &run{}
	for o := range r.add {
		r.add[o], r.del[o] = mergeKeys(a.add[o], a.del[o], b.add[o], b.del[o])
	}
	return r
}

func mergeKeys(add1, del1, add2, del2 []key) (add, del []key) {
	in := [4][]key{add1, del1, add2, del2}
	add = make([]key, 0, len(add1)+len(add2))
	del = make([]key, 0, len(del1)+len(del2))
	for {
		var least key
		found := false
		for _, ks := range in {
			if len(ks) > 0 && (!found || compareKeys(ks[0], least) < 0) {
				least, found = ks[0], true
			}
		}
		if !found {
			return add, del
		}
		w := 0
		for i, ks := range in {
			if len(ks) > 0 && ks[0] == least {
				in[i] = ks[1:]
				w += 1 - 2*(i&1)
			}
		}
		switch {
		case w > 0:
			add = append(add, least)
		case w < 0:
			del = append(del, least)
		}
	}
}

// keyRange returns the part of ks that begins with the first lead of k.
func keyRange(ks []key, k key, lead int) []key {
	if lead == 0 || len(ks) == 0 {
		return ks
	}
	lo, hi := k, k
	for i := lead; i < 4; i++ {
		lo[i], hi[i] = 0, 1<<32-1
	}
	i := searchKeys(ks, 0, lo)
	j := i + sort.Search(len(ks)-i, func(j int) bool { return compareKeys(ks[i+j], hi) > 0 })
	return ks[i:j]
}
