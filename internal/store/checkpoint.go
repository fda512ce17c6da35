package store

import (
	"encoding/binary"
	"errors"
	"unsafe"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// A checkpoint is a file beside the log, with the changes that its first
// records make, sorted and with their terms: mapped like a snapshot, it saves
// opening from reading those records again. It is laid out as a snapshot is,
// with another magic, and holds nothing that the log does not hold: a missing
// or foreign one is passed over.
//
// Its header has the generation after those records, the UUID of the snapshot
// that they change as parent, and as length of the parent's log where they
// end. The rank of the first term counts the late terms only.

var checkpointMagic = [8]byte{0x89, 'a', 's', 'c', 'r', 'c', 'h', 'k'}

const checkpointSuffix = "-delta"

// The length of the log behind the checkpoint above which a new one is
// written: when the store is closed, and in the background.
const (
	tailAtClose      = 128 << 10
	tailInBackground = 16 << 20
)

// lateTerms are the terms of a checkpoint: numbered after those of the base,
// in lexical order.
type lateTerms struct {
	dict [numKinds]sortedDict
}

// mark names a record of a log.
type mark struct {
	at   int64 // where it begins, 0: none
	end  int64
	head [recordHeaderSize]byte
}

func (m mark) encode() []byte {
	b := make([]byte, 16, 16+recordHeaderSize)
	binary.LittleEndian.PutUint64(b, uint64(m.at))
	binary.LittleEndian.PutUint64(b[8:], uint64(m.end))
	return append(b, m.head[:]...)
}

// openCheckpoint returns s with the changes of the checkpoint of the log, and
// the last record that is in it; ok is false if there is none that fits.
func (f *fileStore) openCheckpoint(s *Snapshot, hdr *header, log file) (next *Snapshot, last mark, ok bool) {
	name := f.path + checkpointSuffix
	cf, err := f.fs.open(name, false)
	if err != nil {
		return s, last, false
	}
	defer func() { _ = cf.Close() }()
	h, m, err := openMapped(name, cf, checkpointMagic)
	if err != nil || h.parent != hdr.id || h.gen < hdr.gen {
		return s, last, false
	}
	ss := m.sections(h)
	late := &lateTerms{dict: ss.dicts(h.first)}
	r := &run{}
	for o := range r.add {
		r.add[o] = ss.keys(secRun + 2*uint32(o))
		r.del[o] = ss.keys(secRun + 2*uint32(o) + 1)
		if len(r.add[o].v) != len(r.add[SPOG].v) || len(r.del[o].v) != len(r.del[SPOG].v) {
			return s, last, false
		}
	}
	sec, b := ss.get(secMark, 16+recordHeaderSize)
	if ss.err != nil || m.failure() != nil || !m.sound(int64(sec.at), int64(sec.len)) {
		return s, last, false
	}
	last.at = int64(binary.LittleEndian.Uint64(b))
	last.end = int64(binary.LittleEndian.Uint64(b[8:]))
	last.head = [recordHeaderSize]byte(b[16:])

	// The log must have that record there.
	var head [recordHeaderSize]byte
	size, err := log.size()
	if err != nil || last.at < logHeaderSize || size < last.end {
		return s, last, false
	}
	if _, err := log.ReadAt(head[:], last.at); err != nil || head != last.head {
		return s, last, false
	}
	if n, ok := recordLen(head[:]); !ok || int64(n) != last.end-last.at {
		return s, last, false
	}

	s.base.m.also = m // mapped as long as the base is
	c := *s
	c.late = late
	c.runs = []*run{r}
	adds, dels := r.counts()
	c.n += adds - dels
	c.gen = h.gen
	return &c, last, true
}

// sound reports whether the blocks with n bytes from at on have the right
// checksums.
func (m *mapped) sound(at, n int64) bool {
	func() {
		defer m.leave(m.enter())
		m.touch(at, n)
	}()
	return m.failure() == nil
}

// checkpoint writes one of the newest state if the log behind the last is
// longer than tail. It does nothing if another writer has the lock.
func (st *Store) checkpoint(tail int64) error {
	f := st.file
	if err := st.beginWrite("checkpoint"); err != nil {
		return err
	}
	var err error
	if f.log != nil && f.last.at > 0 && f.last.end-f.covered > tail {
		if err = f.writeCheckpoint(st.cur.Load()); err == nil {
			f.covered = f.last.end
		}
	}
	return errors.Join(err, st.endWrite())
}

func (f *fileStore) writeCheckpoint(s *Snapshot) (err error) {
	name := f.path + checkpointSuffix
	temp := name + tempSuffix
	out, err := f.fs.create(temp, f.path)
	if err != nil {
		return err
	}
	w := newImageWriter(out)
	w.magic = checkpointMagic
	w.h.gen, w.h.parent, w.h.parentLog = s.gen, f.hdr.id, uint64(f.last.end)
	if err = w.writeChanges(s); err == nil {
		err = w.write(secMark, f.last.encode())
	}
	if err == nil {
		err = w.finish()
	}
	if err == nil {
		err = out.Sync()
	}
	if err = errors.Join(err, out.Close()); err == nil {
		err = f.fs.rename(temp, name)
	}
	if err != nil {
		_ = f.fs.remove(temp)
	}
	// Nothing is lost if the folder forgets it.
	return err
}

// writeChanges writes the runs of s and the terms in them that are not of its
// base.
func (w *imageWriter) writeChanges(s *Snapshot) error {
	all, err := s.mergedGuarded()
	if err != nil {
		return err
	}
	b := NewBuilder(nil)
	prov := make(map[ID]uint32) // provisional numbers of the late terms
	adds := make([]Quad, len(all.add[SPOG].v))
	for i, k := range all.add[SPOG].v {
		adds[i] = SPOG.quad(k)
		for _, id := range adds[i] {
			if id.Kind() == term.None || s.Sorted(id) {
				continue
			}
			if _, ok := prov[id]; !ok {
				num, _, err := b.terms.add(SpanOf(s.Term(id)), MaxTerms)
				if err != nil {
					return errors.Join(err, s.Err())
				}
				prov[id] = num
			}
		}
	}
	if s.Err() != nil {
		return s.Err()
	}
	bs := &base{}
	newID := b.sortDict(bs)
	for i := range adds {
		for p, id := range adds[i] {
			if num, ok := prov[id]; ok {
				k := id.Kind()
				adds[i][p] = ID(newID[k][num]) + ID(s.base.count(k))
			}
		}
	}
	// What is removed was in the base, and has no late terms.
	dels := make([]Quad, len(all.del[SPOG].v))
	for i, k := range all.del[SPOG].v {
		dels[i] = SPOG.quad(k)
	}
	r := sortRun(adds, dels)
	w.h.quads = uint64(len(adds))
	if err := w.writeDicts(bs); err != nil {
		return err
	}
	for o := range r.add {
		if err := errors.Join(
			w.write(secRun+2*uint32(o), keyBytes(r.add[o].v)),
			w.write(secRun+2*uint32(o)+1, keyBytes(r.del[o].v))); err != nil {
			return err
		}
	}
	return nil
}

func keyBytes(v []key) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(v))), keySize*len(v))
}
