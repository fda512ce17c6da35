package store

import (
	"bytes"
	"errors"
	"fmt"
	"unsafe"
)

// A Digest is a section of a store's file that whoever understands the quads
// makes of them, so as not to read them all when the file is opened. The store
// writes it with each image and carries its bytes; what they mean, and which
// version of that they are, is the maker's. A file without it opens as well.
type Digest struct {
	ID   uint16
	Name string // for errors
	// Make returns the bytes of the digest of a snapshot that has no changes,
	// whose ids are those that the file will have; nil for none. Equal quads
	// must give equal bytes.
	Make func(s *Snapshot) ([]byte, error)
}

// secDigest is the first of the ids that are left to digests.
const secDigest = 0x10000

func isDigest(id uint32) bool { return id >= secDigest && id < 2*secDigest }

// Section is the bytes of a digest. What reads beyond them, and what Corrupt is
// called for, ends the read and becomes the snapshot's error.
type Section struct{ t text }

// Len returns how many bytes there are.
func (x Section) Len() int { return len(x.t.v) }

// Bytes returns bytes lo to hi, whose checksums are right. They must not be
// changed, and are valid until the function given to Digest returns.
func (x Section) Bytes(lo, hi int) []byte {
	if lo < 0 || lo > hi || hi > len(x.t.v) {
		panic(corrupt("an offset in a digest is wrong"))
	}
	if x.t.m != nil && lo < hi {
		x.t.m.touch(x.t.at+int64(lo), int64(hi-lo))
	}
	return x.t.v[lo:hi]
}

// Words returns n little-endian numbers from byte at on, which must be a
// multiple of four; otherwise it is like Bytes.
func (x Section) Words(at, n int) []uint32 {
	if at%4 != 0 || n < 0 || n > len(x.t.v)/4 {
		panic(corrupt("an offset in a digest is wrong"))
	}
	b := x.Bytes(at, at+4*n)
	return unsafe.Slice((*uint32)(unsafe.Pointer(unsafe.SliceData(b))), n)
}

// IDs is Words for numbers of terms.
func (x Section) IDs(at, n int) []ID {
	w := x.Words(at, n)
	return unsafe.Slice((*ID)(unsafe.Pointer(unsafe.SliceData(w))), n)
}

// Corrupt ends the read: the bytes cannot be what Make returned.
func (x Section) Corrupt(what string) { panic(corrupt(what)) }

// Digest calls fn with a digest of the quads that s had before the changes
// since it was written, and reports whether there is one. If fn met damage,
// Err tells.
func (s *Snapshot) Digest(id uint16, fn func(Section)) bool {
	t, ok := s.base.digests[id]
	if !ok {
		return false
	}
	if m := s.base.m; m != nil {
		defer m.leave(m.enter())
	}
	fn(Section{t})
	return true
}

// EachChange calls fn for the quads that were added (true) or removed since
// the digests were made and that match p, more than once if they changed more
// than once.
func (s *Snapshot) EachChange(p Pattern, fn func(q Quad, added bool)) {
	if m := s.base.m; m != nil {
		defer m.leave(m.enter())
	}
	o, lead := SPOG, 0
	for other := range Order(numOrders) {
		if n, _ := other.prefix(p); n > lead {
			o, lead = other, n
		}
	}
	k := o.key(Quad(p))
	for _, r := range s.runs {
		for i, ks := range [2]*keys{&r.add[o], &r.del[o]} {
			for _, k := range ks.prefixed(k, lead) {
				if q := o.quad(k); matches(p, q) {
					fn(q, i == 0)
				}
			}
		}
	}
}

func matches(p Pattern, q Quad) bool {
	for i, id := range p {
		if id != Any && id != q[i] {
			return false
		}
	}
	return true
}

// writeDigests adds digests to an image that is finished but for them, and
// finishes it again.
func (w *imageWriter) writeDigests(name string, digests []Digest) error {
	if len(digests) == 0 {
		return nil
	}
	made, err := w.makeDigests(name, digests)
	if err != nil {
		return err
	}
	if err := w.f.Truncate(int64(w.at)); err != nil { // the checksums come later
		return err
	}
	for i, b := range made {
		if b == nil {
			continue
		}
		at := w.begin()
		w.h.sections = append(w.h.sections, section{id: secDigest + uint32(digests[i].ID), at: at, len: uint64(len(b))})
		w.at = at + uint64(len(b))
		if err := writeAt(w.f, b, at); err != nil {
			return err
		}
	}
	return w.finish()
}

// makeDigests reads what was written. The mapping is gone when it returns: the
// file is written to next.
func (w *imageWriter) makeDigests(name string, digests []Digest) ([][]byte, error) {
	h, m, err := openMapped(name, w.f, w.magic)
	if err != nil {
		return nil, err
	}
	defer m.release()
	b, err := m.base(h)
	if err != nil {
		return nil, err
	}
	s := newSnapshot(b)
	made := make([][]byte, len(digests))
	for i, d := range digests {
		if made[i], err = d.Make(s); err != nil || s.Err() != nil {
			return nil, fmt.Errorf("%s: %w", d.Name, errors.Join(err, s.Err()))
		}
	}
	return made, nil
}

// checkDigests makes the digests anew and compares.
func (s *Snapshot) checkDigests(digests []Digest) error {
	base := newSnapshot(s.base)
	for _, d := range digests {
		var have []byte
		if !s.Digest(d.ID, func(x Section) { have = bytes.Clone(x.Bytes(0, x.Len())) }) {
			continue
		}
		want, err := d.Make(base)
		if err := errors.Join(err, s.Err()); err != nil {
			return err
		}
		// Of another version it may say the same in other bytes.
		if len(have) >= 4 && len(want) >= 4 && bytes.Equal(have[:4], want[:4]) && !bytes.Equal(have, want) {
			return fmt.Errorf("store: the %s in the file are not those of its quads", d.Name)
		}
	}
	return nil
}
