package store

import (
	"encoding/binary"
	"hash/maphash"
	"sync/atomic"

	"github.com/ascribe-graph/ascribe/internal/term"
)

const (
	numKinds = int(term.Typed) + 1
	idMask   = 1<<kindShift - 1
)

var hashSeed = maphash.MakeSeed()

// interner numbers byte strings, each with a small number beside it (its
// extra), by order of arrival. The bytes lie in slabs, the hash table holds
// numbers: the collector sees a handful of pointers however many strings there
// are.
//
// One goroutine adds. A view taken by it may be read by others meanwhile: what
// a view reaches is never changed, but for slots of the table that go from
// empty to a number the view does not know and skips.
type interner struct {
	internView
	free int // bytes left in the last slab
}

// internView is an interner as it was when n strings were in it.
type internView struct {
	slabs [][]byte
	at    []uint64 // slab<<32 | offset of uvarint(length), then the bytes
	extra []uint32 // nil if every extra is 0
	table []uint64 // high half of the hash <<32 | number+1; 0 is empty
	n     uint32
}

const (
	minSlab = 1 << 12
	maxSlab = 1 << 22
)

func hashBytes(b []byte, extra uint32) uint64 {
	h := maphash.Bytes(hashSeed, b)
	if extra != 0 {
		h = (h ^ uint64(extra)) * 0x9E3779B97F4A7C15
		h ^= h >> 32
	}
	return h
}

func (v *internView) bytes(i uint32) []byte {
	at := v.at[i]
	slab := v.slabs[at>>32][uint32(at):]
	n, w := binary.Uvarint(slab)
	return slab[w : uint64(w)+n : uint64(w)+n]
}

func (v *internView) extraOf(i uint32) uint32 {
	if v.extra == nil {
		return 0
	}
	return v.extra[i]
}

func (v *internView) find(b []byte, extra uint32) (uint32, bool) {
	if v.n == 0 {
		return 0, false
	}
	i, _, ok := v.probe(b, extra, hashBytes(b, extra))
	return i, ok
}

// probe returns the number of b, or the empty slot where it belongs.
func (v *internView) probe(b []byte, extra uint32, h uint64) (num uint32, slot uint64, ok bool) {
	mask := uint64(len(v.table) - 1)
	for slot = h & mask; ; slot = (slot + 1) & mask {
		e := atomic.LoadUint64(&v.table[slot])
		if e == 0 {
			return 0, slot, false
		}
		if e>>32 != h>>32 {
			continue
		}
		if i := uint32(e) - 1; i < v.n && v.extraOf(i) == extra && string(v.bytes(i)) == string(b) {
			return i, slot, true
		}
	}
}

// add returns the number of b and whether it is new. limit is the most
// strings that there may be; beyond it ok is false.
func (in *interner) add(b []byte, extra uint32, limit int) (num uint32, fresh, ok bool) {
	if uint64(in.n+1)*4 > uint64(len(in.table))*3 {
		in.grow()
	}
	h := hashBytes(b, extra)
	i, slot, found := in.probe(b, extra, h)
	if found {
		return i, false, true
	}
	if int(in.n) >= limit {
		return 0, false, false
	}
	i = in.n
	in.at = append(in.at, in.store(b))
	if extra != 0 && in.extra == nil {
		in.extra = make([]uint32, i, max(64, 2*i))
	}
	if in.extra != nil {
		in.extra = append(in.extra, extra)
	}
	in.n++
	atomic.StoreUint64(&in.table[slot], h>>32<<32|uint64(i+1))
	return i, true, true
}

func (in *interner) store(b []byte) uint64 {
	need := len(b) + binary.MaxVarintLen32
	if need > in.free {
		size := minSlab
		if k := len(in.slabs); k > 0 {
			size = min(2*len(in.slabs[k-1]), maxSlab)
		}
		in.slabs = append(in.slabs, make([]byte, max(size, need)))
		in.free = max(size, need)
	}
	last := len(in.slabs) - 1
	slab := in.slabs[last]
	at := len(slab) - in.free
	w := binary.PutUvarint(slab[at:], uint64(len(b)))
	copy(slab[at+w:], b)
	in.free -= w + len(b)
	return uint64(last)<<32 | uint64(at)
}

func (in *interner) grow() {
	old := in.table
	in.table = make([]uint64, max(64, 2*len(old)))
	mask := uint64(len(in.table) - 1)
	for i := range in.n {
		h := hashBytes(in.bytes(i), in.extraOf(i))
		slot := h & mask
		for in.table[slot] != 0 {
			slot = (slot + 1) & mask
		}
		in.table[slot] = h>>32<<32 | uint64(i+1)
	}
}

// termSet numbers the terms of each kind by order of arrival.
type termSet struct {
	kinds  [numKinds]interner
	extras interner // number 0 is ""
}

// termView is a termSet as it was when the view was taken.
type termView struct {
	kinds  [numKinds]internView
	extras internView
}

func (t *termSet) view() *termView {
	v := &termView{extras: t.extras.internView}
	for k := range t.kinds {
		v.kinds[k] = t.kinds[k].internView
	}
	return v
}

// add returns the number of s within its kind. room is how many terms the
// kind may hold.
func (t *termSet) add(s Span, room int) (num uint32, fresh bool, err error) {
	if s.Kind == term.None || int(s.Kind) >= numKinds {
		return 0, false, ErrNoTerm
	}
	var extra uint32
	if s.Kind >= term.Lang {
		if t.extras.n == 0 {
			t.extras.add(nil, 0, MaxTerms)
		}
		var ok bool
		if extra, _, ok = t.extras.add(s.Extra, 0, MaxTerms); !ok {
			return 0, false, ErrTooManyTerms
		}
	}
	num, fresh, ok := t.kinds[s.Kind].add(s.Value, extra, room)
	if !ok {
		return 0, false, ErrTooManyTerms
	}
	return num, fresh, nil
}

func (v *termView) find(s Span) (uint32, bool) {
	if s.Kind == term.None || int(s.Kind) >= numKinds {
		return 0, false
	}
	var extra uint32
	if s.Kind >= term.Lang {
		var ok bool
		if extra, ok = v.extras.find(s.Extra, 0); !ok {
			return 0, false
		}
	}
	return v.kinds[s.Kind].find(s.Value, extra)
}

func (v *termView) span(k term.Kind, num uint32) Span {
	in := &v.kinds[k]
	s := Span{Kind: k, Value: in.bytes(num)}
	if k >= term.Lang {
		s.Extra = v.extras.bytes(in.extraOf(num))
	}
	return s
}
