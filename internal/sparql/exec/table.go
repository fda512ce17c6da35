package exec

import (
	"math/bits"
	"slices"
)

// doubled makes room for n more elements, by twice as much where there is none: a
// long slice grows by a quarter otherwise, and is copied often.
func doubled[T any](s []T, n int) []T {
	if cap(s)-len(s) >= n {
		return s
	}
	return slices.Grow(s, max(n, len(s)))
}

// keyTable numbers tuples of k numbers from 0 in the order in which they come.
type keyTable struct {
	k     int
	keys  []uint32 // k for each tuple
	slots []int32  // number of a tuple plus 1; a power of two long
	n     int
	shift uint8 // the bits of a hash that are no place in slots
}

func newKeyTable(k int) *keyTable { return &keyTable{k: k} }

// reserve makes room for about n tuples.
func (t *keyTable) reserve(n int) {
	size := 16
	for size < 2*n && size < 1<<20 {
		size *= 2
	}
	if size > len(t.slots) && t.n == 0 {
		t.slots = make([]int32, size)
		t.shift = shiftOf(size)
		t.keys = make([]uint32, 0, size/2*t.k)
	}
}

func shiftOf(size int) uint8 { return uint8(65 - bits.Len(uint(size))) }

// golden is 2^64 divided by the golden ratio: the high bits of a product with
// it depend on all bits of the other factor.
const golden = 0x9E3779B97F4A7C15

func mix(h uint64) uint64 {
	h *= golden
	return h ^ h>>32
}

func (t *keyTable) hash(key []uint32) uint64 {
	switch len(key) {
	case 1:
		return uint64(key[0]) * golden
	case 2:
		return mix(uint64(key[0])<<32|uint64(key[1])) * golden
	}
	h := uint64(len(key))
	for _, v := range key {
		h = mix(h ^ uint64(v))
	}
	return h * golden
}

func (t *keyTable) grow() {
	size := max(16, 2*len(t.slots))
	t.slots = make([]int32, size)
	t.shift = shiftOf(size)
	mask := uint64(size - 1)
	for i := range t.n {
		h := t.hash(t.keys[i*t.k:(i+1)*t.k]) >> t.shift
		for t.slots[h] != 0 {
			h = (h + 1) & mask
		}
		t.slots[h] = int32(i + 1)
	}
}

// add returns the number of a tuple and whether it is new.
func (t *keyTable) add(key []uint32) (int, bool) {
	if 2*t.n >= len(t.slots) {
		t.grow()
	}
	mask := uint64(len(t.slots) - 1)
	h := t.hash(key) >> t.shift
search:
	for {
		s := t.slots[h]
		if s == 0 {
			break
		}
		at := t.keys[int(s-1)*t.k:]
		for i, v := range key {
			if at[i] != v {
				h = (h + 1) & mask
				continue search
			}
		}
		return int(s - 1), false
	}
	t.keys = append(doubled(t.keys, len(key)), key...)
	t.n++
	t.slots[h] = int32(t.n)
	return t.n - 1, true
}

// find returns the number of a tuple, -1 if it is not there.
func (t *keyTable) find(key []uint32) int {
	if t.n == 0 {
		return -1
	}
	mask := uint64(len(t.slots) - 1)
	h := t.hash(key) >> t.shift
search:
	for {
		s := t.slots[h]
		if s == 0 {
			return -1
		}
		at := t.keys[int(s-1)*t.k:]
		for i, v := range key {
			if at[i] != v {
				h = (h + 1) & mask
				continue search
			}
		}
		return int(s - 1)
	}
}

// find1 is find of a tuple of one.
func (t *keyTable) find1(v uint32) int {
	if t.n == 0 {
		return -1
	}
	mask := uint64(len(t.slots) - 1)
	for h := uint64(v) * golden >> t.shift; ; h = (h + 1) & mask {
		s := t.slots[h]
		if s == 0 {
			return -1
		}
		if t.keys[s-1] == v {
			return int(s - 1)
		}
	}
}

// idSet is a set of numbers that can be emptied cheaply.
type idSet struct {
	slots []uint32
	n     int
	shift uint8
}

// add reports whether v is new; v is not 0.
func (s *idSet) add(v uint32) bool {
	if 2*s.n >= len(s.slots) {
		s.grow()
	}
	mask := uint64(len(s.slots) - 1)
	h := uint64(v) * golden >> s.shift
	for s.slots[h] != 0 {
		if s.slots[h] == v {
			return false
		}
		h = (h + 1) & mask
	}
	s.slots[h] = v
	s.n++
	return true
}

func (s *idSet) has(v uint32) bool {
	if s.n == 0 {
		return false
	}
	mask := uint64(len(s.slots) - 1)
	h := uint64(v) * golden >> s.shift
	for s.slots[h] != 0 {
		if s.slots[h] == v {
			return true
		}
		h = (h + 1) & mask
	}
	return false
}

func (s *idSet) grow() {
	old := s.slots
	s.slots = make([]uint32, max(32, 2*len(old)))
	s.shift = shiftOf(len(s.slots))
	mask := uint64(len(s.slots) - 1)
	for _, v := range old {
		if v == 0 {
			continue
		}
		h := uint64(v) * golden >> s.shift
		for s.slots[h] != 0 {
			h = (h + 1) & mask
		}
		s.slots[h] = v
	}
}

func (s *idSet) clear() {
	if s.n > 0 {
		clear(s.slots)
		s.n = 0
	}
}

// memo remembers for numbers a small value; 0 is not remembered.
type memo struct {
	byKind [inlineKind][]*memoBlock // of the source's terms, which lie close
	others map[uint32]*memoBlock
	last   uint32 // page, plus 1
	at     *memoBlock
}

const memoPage = 1 << 10

type memoBlock [memoPage]uint8

// slot returns where the value of id is kept.
func (m *memo) slot(id uint32) *uint8 {
	if p := id/memoPage + 1; p != m.last {
		m.last, m.at = p, m.page(id)
	}
	return &m.at[id%memoPage]
}

func (m *memo) page(id uint32) *memoBlock {
	k := kindOf(id)
	if k >= inlineKind {
		at := m.others[id/memoPage]
		if at == nil {
			if m.others == nil {
				m.others = map[uint32]*memoBlock{}
			}
			at = new(memoBlock)
			m.others[id/memoPage] = at
		}
		return at
	}
	pages, p := m.byKind[k], int(id&rankMask/memoPage)
	if p >= len(pages) {
		pages = append(pages, make([]*memoBlock, p+1-len(pages))...)
		m.byKind[k] = pages
	}
	if pages[p] == nil {
		pages[p] = new(memoBlock)
	}
	return pages[p]
}
