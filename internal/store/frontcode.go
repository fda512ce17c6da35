package store

import (
	"bytes"
	"encoding/binary"
	"unsafe"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// blockTerms is how many terms a front-coded block holds.
const blockTerms = 16

// sortedDict holds the terms of one kind in lexical order, front-coded: in a
// block the first value is whole, each further one is the length it shares
// with the one before, then the rest. After each value of a Lang or Typed
// comes the number of its extra. All numbers are uvarints.
type sortedDict struct {
	kind   term.Kind
	n      uint32
	data   text
	at     longs // where each block begins in data, then len(data)
	extras *extraTable
}

// extraTable holds the distinct extras of a base in lexical order.
type extraTable struct {
	data text
	at   longs    // where each begins, then len(data); empty if there are none
	strs []string // the same as strings, unless there are too many
}

const maxExtraStrings = 1 << 14

func (t *extraTable) len() int { return max(len(t.at.v)-1, 0) }

func (t *extraTable) bytes(i uint32) []byte { return t.data.slice(t.at.pair(int(i))) }

func (t *extraTable) str(i uint32) string {
	if t.strs != nil {
		return t.strs[i]
	}
	return string(t.bytes(i))
}

func (t *extraTable) intern() {
	if n := t.len(); n <= maxExtraStrings {
		t.strs = make([]string, n)
		for i := range t.strs {
			t.strs[i] = string(t.bytes(uint32(i)))
		}
	}
}

// dictIter walks a sortedDict; value is valid until the next step.
type dictIter struct {
	d     *sortedDict
	i     uint32 // number of the term that value is, after next
	after uint32
	rest  []byte
	value []byte
	extra uint32
}

// from places the iterator before the first term of block b.
func (it *dictIter) from(d *sortedDict, b int) {
	it.d, it.after = d, uint32(b)*blockTerms
	it.value = it.value[:0]
	if b < d.blocks() {
		it.rest = d.block(b)
	}
}

func (it *dictIter) next() bool {
	d := it.d
	if it.after >= d.n {
		return false
	}
	it.i = it.after
	it.after++
	first := it.i%blockTerms == 0
	if first {
		it.rest = d.block(int(it.i / blockTerms))
	}
	e, left := d.entry(it.rest, first)
	if e.shared > len(it.value) {
		panic(corrupt("a term shares more than there is"))
	}
	it.value = append(it.value[:e.shared], e.suffix...)
	it.rest, it.extra = left, e.extra
	return true
}

func (it *dictIter) span() Span {
	s := Span{Kind: it.d.kind, Value: it.value}
	if it.d.kind >= term.Lang {
		s.Extra = it.d.extras.bytes(it.extra)
	}
	return s
}

// entry is one front-coded term of a block.
type entry struct {
	shared int
	suffix []byte
	extra  uint32
}

// entry reads the next entry of a block from rest; first says that it is the
// block's first.
func (d *sortedDict) entry(rest []byte, first bool) (e entry, left []byte) {
	if !first {
		e.shared, rest = uvarint(rest)
	}
	n, rest := uvarint(rest)
	if n > len(rest) {
		panic(corrupt("a term's length is wrong"))
	}
	e.suffix, rest = rest[:n], rest[n:]
	if d.kind >= term.Lang {
		var x int
		if x, rest = uvarint(rest); x >= d.extras.len() {
			panic(corrupt("a term's datatype or language is missing"))
		}
		e.extra = uint32(x)
	}
	return e, rest
}

func uvarint(b []byte) (int, []byte) {
	if len(b) > 0 && b[0] < 0x80 {
		return int(b[0]), b[1:]
	}
	v, w := binary.Uvarint(b)
	if w <= 0 || v > 1<<40 {
		panic(corrupt("a length in the dictionary is malformed"))
	}
	return int(v), b[w:]
}

// term returns a copy of the i-th term.
func (d *sortedDict) term(i uint32) term.Term {
	var entries [blockTerms]entry
	rest := d.block(int(i / blockTerms))
	k := int(i % blockTerms)
	length := 0
	for j := range k + 1 {
		e, left := d.entry(rest, j == 0)
		if e.shared > length {
			panic(corrupt("a term shares more than there is"))
		}
		entries[j], rest = e, left
		length = e.shared + len(e.suffix)
	}
	t := term.Term{Kind: d.kind}
	if d.kind >= term.Lang {
		t.Extra = d.extras.str(entries[k].extra)
	}
	if length == 0 {
		return t
	}
	// Each entry gives the bytes behind those that the later ones share.
	value := make([]byte, length)
	for end := length; end > 0; k-- {
		if e := &entries[k]; e.shared < end {
			copy(value[e.shared:end], e.suffix)
			end = e.shared
		}
	}
	t.Value = unsafe.String(&value[0], length) // nobody else has value
	return t
}

func (d *sortedDict) blocks() int { return max(len(d.at.v)-1, 0) }

func (d *sortedDict) block(b int) []byte { return d.data.slice(d.at.pair(b)) }

// head returns the first value of block b and the bytes after it.
func (d *sortedDict) head(b int) (value, rest []byte) {
	rest = d.block(b)
	n, w := binary.Uvarint(rest)
	if w <= 0 || n > uint64(len(rest)-w) {
		panic(corrupt("a term's length is wrong"))
	}
	return rest[w : w+int(n)], rest[w+int(n):]
}

// find returns the number of s, which has the dictionary's kind.
func (d *sortedDict) find(s Span) (uint32, bool) {
	// lo becomes the number of blocks whose first term is not after s.
	lo, hi := 0, d.blocks()
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		v, rest := d.head(mid)
		c := bytes.Compare(v, s.Value)
		if c == 0 && d.kind >= term.Lang {
			x, _ := uvarint(rest)
			if x >= d.extras.len() {
				panic(corrupt("a term's datatype or language is missing"))
			}
			c = bytes.Compare(d.extras.bytes(uint32(x)), s.Extra)
		}
		if c <= 0 {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo == 0 {
		return 0, false
	}
	// match is how many bytes of s the entry before has in common with it; it
	// is before s.
	first := uint32(lo-1) * blockTerms
	rest := d.block(lo - 1)
	match := 0
	for j := range min(blockTerms, d.n-first) {
		e, left := d.entry(rest, j == 0)
		rest = left
		switch {
		case e.shared > match:
			continue // it differs from s where the one before did
		case e.shared < match:
			return 0, false // it comes after s
		}
		want := s.Value[match:]
		n := commonPrefix(e.suffix, want)
		match += n
		switch {
		case n < len(e.suffix) && (n == len(want) || e.suffix[n] > want[n]):
			return 0, false
		case n == len(e.suffix) && n == len(want):
			c := 0
			if d.kind >= term.Lang {
				c = bytes.Compare(d.extras.bytes(e.extra), s.Extra)
			}
			if c == 0 {
				return first + j, true
			}
			if c > 0 {
				return 0, false
			}
		}
	}
	return 0, false
}

// dictWriter front-codes terms that come in order.
type dictWriter struct {
	kind term.Kind
	n    uint32
	data []byte
	at   []uint64
	last []byte
	out  *sectionWriter // where data goes from time to time; nil: nowhere
	sent uint64         // bytes of data that went there
}

func (w *dictWriter) add(value []byte, extra uint32) {
	if w.n%blockTerms == 0 {
		if w.out != nil && len(w.data) >= ioChunk {
			w.send()
		}
		w.at = append(w.at, w.sent+uint64(len(w.data)))
		w.data = binary.AppendUvarint(w.data, uint64(len(value)))
		w.data = append(w.data, value...)
	} else {
		shared := commonPrefix(w.last, value)
		w.data = binary.AppendUvarint(w.data, uint64(shared))
		w.data = binary.AppendUvarint(w.data, uint64(len(value)-shared))
		w.data = append(w.data, value[shared:]...)
	}
	if w.kind >= term.Lang {
		w.data = binary.AppendUvarint(w.data, uint64(extra))
	}
	w.last = append(w.last[:0], value...)
	w.n++
}

func (w *dictWriter) send() {
	w.out.bytes(w.data)
	w.sent += uint64(len(w.data))
	w.data = w.data[:0]
}

func (w *dictWriter) finish(extras *extraTable) sortedDict {
	w.at = append(w.at, uint64(len(w.data)))
	return sortedDict{kind: w.kind, n: w.n, data: text{v: w.data}, at: longs{v: w.at}, extras: extras}
}

func commonPrefix(a, b []byte) int {
	n := min(len(a), len(b))
	i := 0
	for i+8 <= n && binary.LittleEndian.Uint64(a[i:]) == binary.LittleEndian.Uint64(b[i:]) {
		i += 8
	}
	for i < n && a[i] == b[i] {
		i++
	}
	return i
}
