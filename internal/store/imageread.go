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
	h, m, err := openMapped(name, f, imageMagic)
	if err != nil {
		return nil, nil, err
	}
	b, err := m.base(h)
	if err != nil {
		return nil, nil, err
	}
	return h, b, nil
}

func openMapped(name string, f file, magic [8]byte) (*header, *mapped, error) {
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
	h, err := decodeHeader(name, page, size, magic)
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
		name: name, id: h.id, data: data, crcs: crcs, blocks: int64(h.crcsAt),
		done: make([]atomic.Uint64, (len(crcs)+63)/64),
	}
	m.unmap, m.cleanup = unmap, runtime.AddCleanup(m, func(unmap func()) { unmap() }, unmap)
	return h, m, nil
}

// sections gives the sections of a mapped file by their ids, and keeps the
// first error.
type sections struct {
	m   *mapped
	by  map[uint32]section
	err error
}

func (m *mapped) sections(h *header) *sections {
	ss := &sections{m: m, by: make(map[uint32]section)}
	for _, s := range h.sections {
		if knownSection(s.id) || isDigest(s.id) {
			ss.by[s.id] = s
		} else if s.flags&flagNeeded != 0 {
			ss.fail(-1, "it needs section %#x, which this program does not know", s.id)
		}
	}
	return ss
}

func (ss *sections) fail(at int64, format string, args ...any) {
	if ss.err == nil {
		ss.err = &CorruptError{File: ss.m.name, Offset: at, Msg: fmt.Sprintf(format, args...)}
	}
}

// get returns a section, which must have n bytes; n < 0 is any.
func (ss *sections) get(id uint32, n int64) (section, []byte) {
	s, ok := ss.by[id]
	switch {
	case !ok:
		ss.fail(-1, "section %#x is missing", id)
	case n >= 0 && s.len != uint64(n):
		ss.fail(int64(s.at), "section %#x has %d bytes, want %d", id, s.len, n)
	}
	return s, ss.m.data[s.at : s.at+s.len]
}

func (ss *sections) words(id uint32, n int64) words {
	s, v := ss.get(id, 4*n)
	return words{v: unsafe.Slice((*uint32)(unsafe.Pointer(unsafe.SliceData(v))), len(v)/4), m: ss.m, at: int64(s.at)}
}

func (ss *sections) longs(id uint32, n int64) longs {
	s, v := ss.get(id, 8*n)
	return longs{v: unsafe.Slice((*uint64)(unsafe.Pointer(unsafe.SliceData(v))), len(v)/8), m: ss.m, at: int64(s.at)}
}

func (ss *sections) text(id uint32) text {
	s, v := ss.get(id, -1)
	return text{v: v, m: ss.m, at: int64(s.at)}
}

func (ss *sections) keys(id uint32) keys {
	s, v := ss.get(id, int64(ss.by[id].len/keySize*keySize))
	return keys{v: unsafe.Slice((*key)(unsafe.Pointer(unsafe.SliceData(v))), len(v)/keySize), m: ss.m, at: int64(s.at)}
}

// dicts fills in a dictionary for each kind, of as many terms as first tells.
func (ss *sections) dicts(first [numKinds + 1]uint32) (dict [numKinds]sortedDict) {
	x := &extraTable{data: ss.text(secExtras + 1)}
	if n := ss.by[secExtras].len; n > 0 {
		x.at = ss.longs(secExtras, int64(n/8))
	}
	for k := range dict {
		dict[k] = sortedDict{kind: term.Kind(k), extras: x}
	}
	for k := term.IRI; k <= term.Typed; k++ {
		d := &dict[k]
		d.n = first[k+1] - first[k]
		d.at = ss.longs(secDict+2*uint32(k), int64((d.n+blockTerms-1)/blockTerms)+1)
		d.data = ss.text(secDict + 2*uint32(k) + 1)
	}
	if ss.err == nil {
		defer ss.m.leave(ss.m.enter())
		x.intern()
	}
	return dict
}

// base returns the base whose arrays are the sections of m.
func (m *mapped) base(h *header) (*base, error) {
	ss := m.sections(h)
	b := &base{m: m, n: int(h.quads), first: h.first, dict: ss.dicts(h.first)}
	for o := range b.perm {
		id := secPerm + 4*uint32(o)
		b.perm[o].off = ss.words(id, int64(b.ranks())+1)
		for c := range b.perm[o].col {
			b.perm[o].col[c] = ss.words(id+1+uint32(c), int64(b.n))
		}
		b.perm[o].skip = ss.words(secSkip+uint32(o), int64(b.n+skipRows-1)/skipRows)
		b.perm[o].col[0].skip = &b.perm[o].skip
	}
	for id := range ss.by {
		if isDigest(id) {
			if b.digests == nil {
				b.digests = make(map[uint16]text)
			}
			b.digests[uint16(id-secDigest)] = ss.text(id)
		}
	}
	if ss.err != nil {
		return nil, ss.err
	}
	return b, m.failure()
}

func knownSection(id uint32) bool {
	switch {
	case id >= secPerm && id < secPerm+4*numOrders,
		id >= secSkip && id < secSkip+numOrders,
		id >= secDict+2 && id < secDict+2*uint32(numKinds),
		id == secExtras, id == secExtras+1,
		id >= secRun && id < secRun+2*numOrders,
		id == secMark:
		return true
	}
	return false
}
