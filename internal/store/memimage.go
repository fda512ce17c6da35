package store

import (
	"errors"
	"io"
	"unsafe"
)

// Encode returns the bytes of a snapshot file of s, which FromImage reads. The
// same quads, id and digests give the same bytes.
func (s *Snapshot) Encode(id [16]byte, digests ...Digest) ([]byte, error) {
	b := s.base
	if s.terms != noTerms || s.late != nil || len(s.runs) > 0 || b.m != nil {
		b = s.fold()
	}
	f := &memFile{}
	w := newImageWriter(f)
	w.h.id, w.undated = id, true
	err := w.writeBase(b)
	if err == nil {
		err = w.finish()
	}
	if err == nil {
		err = w.writeDigests("image", digests)
	}
	return f.b, errors.Join(err, s.Err())
}

// FromImage returns a store in memory that begins with the bytes of a snapshot
// file, which it verifies and keeps: they must not change. It costs a checksum
// of the bytes, and a copy of them if they do not begin at a multiple of eight.
// name is for errors, which are those of Open.
func FromImage(name string, image []byte) (*Store, error) {
	if uintptr(unsafe.Pointer(unsafe.SliceData(image)))%8 != 0 {
		longs := make([]uint64, (len(image)+7)/8)
		aligned := longBytes(longs)[:len(image)]
		copy(aligned, image)
		image = aligned
	}
	h, m, err := openMapped(name, &memFile{b: image}, imageMagic)
	if err != nil {
		return nil, err
	}
	b, err := m.base(h)
	if err != nil {
		return nil, err
	}
	func() {
		defer m.leave(m.enter())
		m.touchAll()
	}()
	if err := m.failure(); err != nil {
		return nil, err
	}
	// Nothing is left to verify.
	b.m = nil
	for o := range b.perm {
		pm := &b.perm[o]
		pm.off.m, pm.skip.m = nil, nil
		for c := range pm.col {
			pm.col[c].m = nil
		}
	}
	for k := range b.dict {
		b.dict[k].data.m, b.dict[k].at.m = nil, nil
	}
	x := b.dict[0].extras
	x.data.m, x.at.m = nil, nil
	for id, t := range b.digests {
		t.m = nil
		b.digests[id] = t
	}
	s := newSnapshot(b)
	s.gen = h.gen
	st := &Store{terms: &termSet{}}
	st.cur.Store(s)
	return st, nil
}

// memFile is a file in memory, for one goroutine at a time to write.
type memFile struct{ b []byte }

func (f *memFile) ReadAt(p []byte, off int64) (int, error) {
	if off >= int64(len(f.b)) {
		return 0, io.EOF
	}
	n := copy(p, f.b[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (f *memFile) WriteAt(p []byte, off int64) (int, error) {
	if end := off + int64(len(p)); end > int64(len(f.b)) {
		if err := f.Truncate(end); err != nil {
			return 0, err
		}
	}
	return copy(f.b[off:], p), nil
}

func (f *memFile) Truncate(size int64) error {
	if size <= int64(cap(f.b)) {
		old := len(f.b)
		f.b = f.b[:size]
		if int(size) > old {
			clear(f.b[old:])
		}
		return nil
	}
	longs := make([]uint64, (max(size, 2*int64(cap(f.b)))+7)/8) // aligned, as a mapping is
	grown := longBytes(longs)
	copy(grown, f.b)
	f.b = grown[:size]
	return nil
}

func (*memFile) Sync() error  { return nil }
func (*memFile) Close() error { return nil }

func (f *memFile) size() (int64, error) { return int64(len(f.b)), nil }

func (f *memFile) mapped(size int64) ([]byte, func(), error) {
	return f.b[:size:size], func() {}, nil
}
