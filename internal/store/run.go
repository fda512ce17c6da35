package store

import (
	"slices"
	"sort"
	"sync"
)

// run is a sorted set of changes: quads added and quads removed. In a
// Snapshot the runs are oldest first; a quad is there if it is in the base or
// not, plus the runs that add it, minus those that remove it, makes one.
type run struct {
	add, del [numOrders]keys
}

// keys are sorted keys, in memory or in a mapped file.
type keys struct {
	v  []key
	m  *mapped // nil: in memory
	at int64   // in bytes from the start of the file
}

const keySize = 16

// all returns the keys.
func (ks *keys) all() []key { return ks.slice(0, len(ks.v)) }

func (ks *keys) slice(lo, hi int) []key {
	if ks.m != nil && lo < hi {
		ks.m.touch(ks.at+int64(lo)*keySize, int64(hi-lo)*keySize)
	}
	return ks.v[lo:hi]
}

// prefixed returns those that begin with the first lead of k.
func (ks *keys) prefixed(k key, lead int) []key {
	if lead == 0 || len(ks.v) == 0 {
		return ks.all()
	}
	first, last := k, k
	for i := lead; i < 4; i++ {
		first[i], last[i] = 0, 1<<32-1
	}
	lo := sort.Search(len(ks.v), func(i int) bool { return compareKeys(ks.slice(i, i+1)[0], first) >= 0 })
	hi := lo + sort.Search(len(ks.v)-lo, func(i int) bool { return compareKeys(ks.slice(lo+i, lo+i+1)[0], last) > 0 })
	return ks.slice(lo, hi)
}

// counts returns how many quads r adds and removes.
func (r *run) counts() (adds, dels int) { return len(r.add[SPOG].v), len(r.del[SPOG].v) }

func (r *run) len() int {
	adds, dels := r.counts()
	return adds + dels
}

// newRun sorts changes: positive adds, negative removes.
func newRun(changes map[Quad]int8) *run {
	var adds, dels []Quad
	for q, w := range changes {
		if w > 0 {
			adds = append(adds, q)
		} else {
			dels = append(dels, q)
		}
	}
	return sortRun(adds, dels)
}

func sortRun(adds, dels []Quad) *run {
	r := &run{}
	sorted := func(o Order, qs []Quad) []key {
		ks := make([]key, len(qs))
		for i, q := range qs {
			ks[i] = o.key(q)
		}
		slices.SortFunc(ks, compareKeys)
		return ks
	}
	one := func(o Order) {
		r.add[o].v = sorted(o, adds)
		r.del[o].v = sorted(o, dels)
	}
	var wg sync.WaitGroup
	for o := range Order(numOrders) {
		if len(adds)+len(dels) > 1<<13 {
			wg.Go(func() { one(o) })
		} else {
			one(o)
		}
	}
	wg.Wait()
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
		r.add[o].v, r.del[o].v = mergeKeys(a.add[o].all(), a.del[o].all(), b.add[o].all(), b.del[o].all())
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

// merged returns the sum of all runs of s.
func (s *Snapshot) merged() *run {
	all := &run{}
	// The newest are the smallest.
	for i := len(s.runs) - 1; i >= 0; i-- {
		all = mergeRuns(all, s.runs[i])
	}
	return all
}
