package store

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"runtime"
	"sync/atomic"
	"unsafe"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// openImage maps the image in f and returns its header and a base over it.
// The mapping goes when nobody holds the base any more. It reads the header
// page, the checksums and the table of extras; the rest is verified when it
// is touched.
func openImage(name string, f file) (*header, *base, error) {
	if !littleEndian {
		return nil, nil, errors.New("store: graph files need a little-endian processor")
	}
	size, err := f.size()
	if err != nil {
		return nil, nil, err
	}
	page := make([]byte, min(size, headerSize))
	if _, err := f.ReadAt(page, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, nil, err
	}
	h, err := decodeHeader(name, page, size)
	if err != nil {
		return nil, nil, err
	}
	crcs := make([]uint32, (h.fileLen-h.crcsAt)/4)
	if _, err := f.ReadAt(wordBytes(crcs), int64(h.crcsAt)); err != nil {
		return nil, nil, err
	}
	if crc32.Checksum(wordBytes(crcs), castagnoli) != h.crcCRC {
		return nil, nil, &CorruptError{File: name, Offset: int64(h.crcsAt), Msg: "the checksum of the checksums is wrong"}
	}
	data, unmap, err := f.mapped(int64(h.fileLen))
	if err != nil {
		return nil, nil, err
	}
	m := &mapped{
		name: name, data: data, crcs: crcs, blocks: int64(h.crcsAt),
		done: make([]atomic.Uint64, (len(crcs)+63)/64),
	}
	runtime.AddCleanup(m, func(unmap func()) { unmap() }, unmap)
	b, err := m.base(h)
	if err != nil {
		return nil, nil, err
	}
	return h, b, nil
}

// base returns the base whose arrays are the sections of m.
func (m *mapped) base(h *header) (b *base, err error) {
	secs := make(map[uint32]section)
	for _, s := range h.sections {
		if knownSection(s.id) {
			secs[s.id] = s
		} else if s.flags&flagNeeded != 0 {
			return nil, &CorruptError{File: m.name, Offset: -1, Msg: fmt.Sprintf("it needs section %#x, which this program does not know", s.id)}
		}
	}
	// get returns a section of the right length; n < 0 is any.
	get := func(id uint32, n int64) (section, []byte) {
		s, ok := secs[id]
		if !ok && err == nil {
			err = &CorruptError{File: m.name, Offset: -1, Msg: fmt.Sprintf("section %#x is missing", id)}
		}
		if ok && n >= 0 && s.len != uint64(n) && err == nil {
			err = &CorruptError{File: m.name, Offset: int64(s.at), Msg: fmt.Sprintf("section %#x has %d bytes, want %d", id, s.len, n)}
		}
		return s, m.data[s.at : s.at+s.len]
	}
	wordsOf := func(id uint32, n int64) words {
		s, v := get(id, 4*n)
		return words{v: unsafe.Slice((*uint32)(unsafe.Pointer(unsafe.SliceData(v))), len(v)/4), m: m, at: int64(s.at)}
	}
	longsOf := func(id uint32, n int64) longs {
		s, v := get(id, 8*n)
		return longs{v: unsafe.Slice((*uint64)(unsafe.Pointer(unsafe.SliceData(v))), len(v)/8), m: m, at: int64(s.at)}
	}
	textOf := func(id uint32) text {
		s, v := get(id, -1)
		return text{v: v, m: m, at: int64(s.at)}
	}

	b = &base{m: m, n: int(h.quads), first: h.first}
	x := &extraTable{data: textOf(secExtras + 1)}
	if secs[secExtras].len > 0 {
		x.at = longsOf(secExtras, int64(secs[secExtras].len/8))
	}
	for k := range b.dict {
		b.dict[k] = sortedDict{kind: term.Kind(k), extras: x}
	}
	for k := term.IRI; k <= term.Typed; k++ {
		n := b.count(k)
		b.dict[k].n = n
		b.dict[k].at = longsOf(secDict+2*uint32(k), int64((n+blockTerms-1)/blockTerms)+1)
		b.dict[k].data = textOf(secDict + 2*uint32(k) + 1)
	}
	for o := range b.perm {
		id := secPerm + 4*uint32(o)
		b.perm[o].off = wordsOf(id, int64(b.ranks())+1)
		for c := range b.perm[o].col {
			b.perm[o].col[c] = wordsOf(id+1+uint32(c), int64(b.n))
		}
	}
	if err != nil {
		return nil, err
	}
	func() {
		defer m.leave(m.enter())
		x.intern()
	}()
	return b, m.failure()
}

func knownSection(id uint32) bool {
	switch {
	case id >= secPerm && id < secPerm+4*numOrders,
		id >= secDict+2 && id < secDict+2*uint32(numKinds),
		id == secExtras, id == secExtras+1:
		return true
	}
	return false
}
