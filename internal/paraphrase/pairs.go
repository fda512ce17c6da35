package paraphrase

import "slices"

// pairs number the features of two marks. Those that are learned are a map; those
// of a file stay sorted, as they are there.
type pairs struct {
	learned map[[2]mark]feature
	keys    []uint64 // of a file: see pairKey
	numbers []feature
}

func pairKey(a, b mark) uint64 { return uint64(uint32(a))<<32 | uint64(uint32(b)) }

func (p *pairs) get(a, b mark) (f feature, ok bool) {
	if p.learned != nil {
		f, ok = p.learned[[2]mark{a, b}]
		return f, ok
	}
	i, ok := slices.BinarySearch(p.keys, pairKey(a, b))
	if ok {
		f = p.numbers[i]
	}
	return f, ok
}

func (p *pairs) len() int { return len(p.learned) + len(p.keys) }

// exchange writes the pairs into a file, or reads them from one: the marks and the
// number of each, the first mark as it differs from the last pair's.
func (p *pairs) exchange(f *file) {
	if f.writes && p.learned != nil {
		p = p.sorted()
	}
	n := len(p.keys)
	if f.length(&n); !f.writes {
		p.learned, p.keys, p.numbers = nil, make([]uint64, n), make([]feature, n)
	}
	last := mark(0)
	for i := range n {
		a, b := mark(p.keys[i]>>32), mark(p.keys[i])
		after(f, &a, &last)
		number(f, &b)
		number(f, &p.numbers[i])
		p.keys[i] = pairKey(a, b)
	}
	f.short = f.short || !slices.IsSorted(p.keys)
}

// sorted are learned pairs as a file has them.
func (p *pairs) sorted() *pairs {
	out := &pairs{}
	for k := range p.learned {
		out.keys = append(out.keys, pairKey(k[0], k[1]))
	}
	slices.Sort(out.keys)
	for _, k := range out.keys {
		out.numbers = append(out.numbers, p.learned[[2]mark{mark(k >> 32), mark(k)}])
	}
	return out
}
