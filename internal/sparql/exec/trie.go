package exec

import "slices"

// trie is an input of a leapfrog join, sorted by its variables in the order in
// which they are bound: held as columns, or an index of the source.
type trie struct {
	index  *indexTrie // nil: it is held
	op     operator   // what is held is read from; nil: shared with an earlier input
	cols   [][]uint32
	n      int
	levels []*level // by variable
}

// level is where a join stands among the values of one variable of an input,
// under the values of the variables before it. Of an input that is held they
// are rows, and equal ones follow each other; of an index each value is once.
type level struct {
	trie *trie
	k    int
	col  []uint32 // the values that are at hand, ascending
	at   int      // the current one
	window
}

func (v *level) value() uint32 { return v.col[v.at] }

// open moves to the first value; false if there is none.
func (v *level) open() bool {
	t := v.trie
	if t.index != nil {
		return t.index.open(v)
	}
	lo, hi := 0, t.n
	if v.k > 0 {
		up := t.levels[v.k-1]
		lo, hi = up.at, endOfRun(up.col, up.at, len(up.col))
	}
	v.col, v.at = t.cols[v.k][:hi], lo
	return lo < hi
}

// advance moves to the next value; false if there is none.
func (v *level) advance() bool {
	was := v.value()
	v.at = endOfRun(v.col, v.at, len(v.col))
	return v.at < len(v.col) || was < 1<<32-1 && v.fill(was+1)
}

// seek moves forward to the first value that is at least want; false if there
// is none.
func (v *level) seek(want uint32) bool {
	v.at = seekIn(v.col, v.at, len(v.col), want)
	return v.at < len(v.col) || v.fill(want)
}

// fill gets values from want on to hand, where those at hand are all less;
// false if there are no more.
func (v *level) fill(want uint32) bool { return v.trie.index != nil && v.trie.index.fill(v, want) }

// load reads the input; from are its columns in the order of the variables.
func (t *trie) load(ex *executor, from []int) error {
	t.cols = make([][]uint32, len(from))
	sorted := true
	for {
		b, err := t.op.next()
		if err != nil {
			return err
		}
		if b == nil {
			break
		}
		for k, c := range from {
			t.cols[k] = append(t.cols[k], b.cols[c][:b.n]...)
		}
		for i := max(t.n, 1); sorted && i < t.n+b.n; i++ {
			sorted = t.compare(i-1, i) <= 0
		}
		t.n += b.n
		ex.hold(b.n, len(from))
		if err := ex.step(b.n); err != nil {
			return err
		}
	}
	if sorted {
		return nil
	}
	return t.sort(ex)
}

func (t *trie) compare(a, b int) int {
	for _, col := range t.cols {
		if x, y := col[a], col[b]; x != y {
			if x < y {
				return -1
			}
			return 1
		}
	}
	return 0
}

func (t *trie) sort(ex *executor) error {
	perm := make([]int32, t.n)
	for i := range perm {
		perm[i] = int32(i)
	}
	var failed error
	slices.SortFunc(perm, func(a, b int32) int {
		if failed == nil {
			failed = ex.step(1)
		}
		if failed != nil {
			return 0
		}
		return t.compare(int(a), int(b))
	})
	if failed != nil {
		return failed
	}
	for k, col := range t.cols {
		out := make([]uint32, len(col))
		for i, r := range perm {
			out[i] = col[r]
		}
		t.cols[k] = out
		if err := ex.step(len(out)); err != nil {
			return err
		}
	}
	return nil
}

// endOfRun returns the first place in (lo, hi] whose value is not that of lo.
func endOfRun(col []uint32, lo, hi int) int {
	v := col[lo]
	if lo++; lo == hi || col[lo] != v {
		return lo
	}
	if v == 1<<32-1 {
		return hi
	}
	return seekIn(col, lo, hi, v+1)
}

// seekIn returns the first place in [lo, hi] whose value is at least v, hi if
// there is none: near lo at first, then in leaps.
func seekIn(col []uint32, lo, hi int, v uint32) int {
	if lo == hi || col[lo] >= v {
		return lo
	}
	step := 1
	for lo+step < hi && col[lo+step] < v {
		lo += step
		step *= 2
	}
	// col[lo] < v, and col[lo+step] >= v or beyond hi.
	hi = min(hi, lo+step)
	for lo+1 < hi {
		mid := int(uint(lo+hi) / 2)
		if col[mid] < v {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi
}
