package store

// words and longs are arrays of numbers that lie in memory or in a mapped
// file. Of a mapped one no element is read before its block was verified.
type words struct {
	v  []uint32
	m  *mapped // nil: in memory
	at int64   // in bytes from the start of the file
	// skip, if not nil, holds every skipRows-th element: a search of many
	// rows looks there first, for it stays in the cache.
	skip *words
}

const skipRows = 256

type longs struct {
	v  []uint64
	m  *mapped
	at int64
}

// text is the same for bytes.
type text struct {
	v  []byte
	m  *mapped
	at int64
}

func (w *words) get(i int) uint32 {
	if w.m != nil {
		w.m.touch(w.at+int64(i)*4, 4)
	}
	return w.v[i]
}

// slice returns w[lo:hi].
func (w *words) slice(lo, hi int) []uint32 {
	if w.m != nil {
		w.m.touch(w.at+int64(lo)*4, int64(hi-lo)*4)
	}
	return w.v[lo:hi]
}

// pair returns elements i and i+1.
func (w *words) pair(i uint32) (a, b int) {
	if w.m != nil {
		w.m.touch(w.at+int64(i)*4, 8)
	}
	v := w.v[i : i+2]
	return int(v[0]), int(v[1])
}

func (l *longs) pair(i int) (a, b uint64) {
	if l.m != nil {
		l.m.touch(l.at+int64(i)*8, 16)
	}
	v := l.v[i : i+2]
	return v[0], v[1]
}

func (t *text) slice(lo, hi uint64) []byte {
	if lo > hi || hi > uint64(len(t.v)) {
		panic(corrupt("an offset in the dictionary is wrong"))
	}
	if t.m != nil {
		t.m.touch(t.at+int64(lo), int64(hi-lo))
	}
	return t.v[lo:hi]
}

// lowerBound returns the first place in w[lo:hi] that is not less than v.
func (w *words) lowerBound(lo, hi int, v uint32) int {
	if w.skip != nil && hi-lo > 4*skipRows {
		// Rows i*skipRows of [lo, hi) are as sorted as all of them.
		first, last := (lo+skipRows-1)/skipRows, (hi-1)/skipRows+1
		i := w.skip.lowerBound(first, last, v)
		if i < last {
			hi = min(hi, i*skipRows)
		}
		if i > first {
			lo = (i-1)*skipRows + 1
		}
	}
	if w.m == nil {
		col := w.v
		for lo < hi {
			mid := int(uint(lo+hi) / 2)
			if col[mid] < v {
				lo = mid + 1
			} else {
				hi = mid
			}
		}
		return lo
	}
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		if w.get(mid) < v {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// gallop is lowerBound for an answer that is likely near lo.
func (w *words) gallop(lo, hi int, v uint32) int {
	if lo >= hi || w.get(lo) >= v {
		return lo
	}
	step := 1
	for lo+step < hi && w.get(lo+step) < v {
		lo += step
		if step *= 2; step > 4*skipRows && w.skip != nil {
			return w.lowerBound(lo+1, hi, v)
		}
	}
	return w.lowerBound(lo+1, min(lo+step, hi), v)
}

// gallopPast returns the first place in w[lo:hi] that is greater than v.
func (w *words) gallopPast(lo, hi int, v uint32) int {
	if v == 1<<32-1 {
		return hi
	}
	return w.gallop(lo, hi, v+1)
}
