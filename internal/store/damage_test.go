package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// damaged makes a store with an image and a log of a few transactions, and
// returns its path and what it holds.
func damaged(t *testing.T, quads, commits int) (string, model) {
	path := filepath.Join(t.TempDir(), "x.ascribe")
	m := model{}
	var qs [][4]term.Term
	for i := range quads {
		q := numbered(i)
		q[G] = term.NewIRI(fmt.Sprint("http://example.org/g/", i%7))
		if i%3 == 0 {
			q[O] = term.NewLang(fmt.Sprint("naam ", i), "nl")
		}
		qs = append(qs, q)
		m[q] = true
	}
	if _, err := BulkLoad(t.Context(), path, sourceOf(qs), &LoadOptions{Options: Options{Digests: testDigests}}); err != nil {
		t.Fatal(err)
	}
	st, err := Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range commits {
		q := numbered(1_000_000 + i)
		commit(t, st, q)
		m[q] = true
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	return path, m
}

// A flipped bit anywhere in the snapshot is refused when the store is opened,
// or by whichever read meets it: never a wrong answer, never a panic.
func TestFlipInImage(t *testing.T) {
	r := newRand(t)
	path, m := damaged(t, 6000, 2)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	h, err := decodeHeader(path, good[:headerSize], int64(len(good)), imageMagic)
	if err != nil {
		t.Fatal(err)
	}
	var places []int
	for _, s := range h.sections {
		for range 3 {
			if s.len > 0 {
				places = append(places, int(s.at)+r.IntN(int(s.len)))
			}
		}
	}
	for range 20 {
		places = append(places, r.IntN(headerSize), int(h.crcsAt)+r.IntN(int(h.fileLen-h.crcsAt)))
	}
	digests := map[uint16][]byte{}
	for _, s := range h.sections {
		if isDigest(s.id) {
			digests[uint16(s.id-secDigest)] = good[s.at : s.at+s.len]
		}
	}
	if len(digests) != len(testDigests) {
		t.Fatalf("got %d digests, want %d", len(digests), len(testDigests))
	}
	opened := 0
	for _, at := range places {
		bad := slices.Clone(good)
		bad[at] ^= 1 << r.IntN(8)
		other := filepath.Join(filepath.Dir(path), "bad.ascribe")
		if err := os.WriteFile(other, bad, 0o666); err != nil {
			t.Fatal(err)
		}
		st, err := Open(other, nil)
		if err != nil {
			if !isDamage(err) {
				t.Errorf("flip at %d: %v", at, err)
			}
			continue
		}
		opened++
		s := st.Snapshot()
		// Any answer that comes without an error is right.
		n := 0
		for q := range m {
			if n++; n > 200 {
				break
			}
			if q[G].IsZero() {
				continue // in the other log
			}
			var ids Quad
			ok := true
			for i, tm := range q {
				var found bool
				ids[i], found = s.Lookup(tm)
				ok = ok && found
			}
			if ok = ok && s.Has(ids); !ok && s.Err() == nil {
				t.Fatalf("flip at %d: %v is silently gone", at, q)
			}
			if got := s.Term(ids[S]); got != q[S] && s.Err() == nil {
				t.Fatalf("flip at %d: %v became %v", at, q[S], got)
			}
		}
		for o := range Order(numOrders) {
			c := s.Scan(Pattern{}, o)
			if got := drain(c, 100); len(got) != 6000 && c.Err() == nil {
				t.Fatalf("flip at %d: %d quads in %v and no error", at, len(got), o)
			}
		}
		for _, d := range testDigests {
			var got []byte
			there := s.Digest(d.ID, func(x Section) { got = slices.Clone(x.Bytes(0, x.Len())) })
			if want := digests[d.ID]; (!there || !slices.Equal(got, want)) && s.Err() == nil {
				t.Fatalf("flip at %d: digest %d is silently another", at, d.ID)
			}
		}
		if err := s.Check(t.Context()); !isDamage(err) {
			t.Errorf("flip at %d: Check says %v", at, err)
		}
		if _, err := st.View(); !isDamage(err) {
			t.Errorf("flip at %d: View says %v", at, err)
		}
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Logf("%d flips, of which %d were met by a read", len(places), opened)
}

func isDamage(err error) bool {
	_, corrupt := errors.AsType[*CorruptError](err)
	_, other := errors.AsType[*NotAStoreError](err)
	_, version := errors.AsType[*VersionError](err)
	return corrupt || other || version
}

// A flipped bit in the log, wherever, is refused with its place. Only the
// unfinished end of a write may be passed over, and that is said.
func TestFlipInLog(t *testing.T) {
	path, _ := damaged(t, 50, 4)
	logPath := path + logSuffix
	good, err := os.ReadFile(logPath)
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; at < len(good); at += 3 {
		bad := slices.Clone(good)
		bad[at] ^= 1 << (at / 3 % 8)
		if err := os.WriteFile(logPath, bad, 0o666); err != nil {
			t.Fatal(err)
		}
		cut := 0
		st, err := Open(path, &Options{OnRepair: func(TornTail) { cut++ }})
		if err == nil {
			err = st.Begin().Err()
			if cut > 0 {
				t.Fatalf("flip at %d: cut as torn", at)
			}
			_ = st.Close()
		}
		if _, wrong := errors.AsType[*WrongLogError](err); !wrong && !isDamage(err) {
			t.Fatalf("flip at %d: %v", at, err)
		}
		if now, err := os.ReadFile(logPath); err != nil || !slices.Equal(now, bad) {
			t.Fatalf("flip at %d: the log was changed", at)
		}
	}
}

// A log cut short loses the transaction that was cut, says so, and goes on.
func TestTornTail(t *testing.T) {
	path, _ := damaged(t, 50, 3)
	logPath := path + logSuffix
	good, err := os.ReadFile(logPath)
	if err != nil {
		t.Fatal(err)
	}
	var ends []int
	for at := logHeaderSize; at < len(good); {
		rec, _ := validRecord(good[at:])
		at += len(rec)
		ends = append(ends, at)
	}
	for size := logHeaderSize; size <= len(good); size += 1 + size%3 {
		// Once cut short, once with zeros where the rest should be.
		for _, zeros := range []bool{false, true} {
			b := slices.Clone(good[:size])
			if zeros {
				b = append(b, make([]byte, len(good)-size)...)
			}
			if err := os.WriteFile(logPath, b, 0o666); err != nil {
				t.Fatal(err)
			}
			whole := 0
			for _, end := range ends {
				if end <= size {
					whole++
				}
			}
			tails := 0
			st, err := Open(path, &Options{OnRepair: func(TornTail) { tails++ }})
			if zeros && err != nil && isDamage(err) {
				// Zeros inside a sector are no torn write: refused is right.
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if n := st.Snapshot().Len(); n != 50+whole {
				t.Fatalf("cut at %d: %d quads, want %d", size, n, 50+whole)
			}
			commit(t, st, numbered(77_777))
			if err := st.Close(); err != nil {
				t.Fatal(err)
			}
			want := 1
			if len(b) == logHeaderSize || slices.Contains(ends, len(b)) && (!zeros || size == len(good)) {
				want = 0
			}
			if tails != want {
				t.Fatalf("cut at %d (zeros %v): %d repairs were told, want %d", size, zeros, tails, want)
			}
			st = open(t, path, nil)
			if n := st.Snapshot().Len(); n != 51+whole {
				t.Fatalf("cut at %d: %d quads after a commit, want %d", size, n, 51+whole)
			}
			if err := st.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// A file cut short from outside while it is mapped ends reads with an error.
func TestTruncatedWhileOpen(t *testing.T) {
	path, _ := damaged(t, 30_000, 0)
	st, err := Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	s := st.Snapshot()
	id, ok := s.Lookup(numbered(1)[O])
	if !ok || s.Err() != nil {
		t.Fatal("the store does not work to begin with")
	}
	if err := os.Truncate(path, headerSize); err != nil {
		t.Fatal(err)
	}
	c := s.Scan(Pattern{O: id}, OSPG)
	for c.Next(make([]Quad, 100)) > 0 {
	}
	for k := term.IRI; k <= term.Typed; k++ {
		for i := range s.Terms(k) {
			s.Term(makeID(k, uint32(i)))
		}
	}
	if !isDamage(s.Err()) || !isDamage(c.Err()) {
		t.Errorf("after truncation: %v, %v", s.Err(), c.Err())
	}
	if _, err := st.View(); !isDamage(err) {
		t.Errorf("View: %v", err)
	}
	if err := s.Check(t.Context()); !isDamage(err) {
		t.Errorf("Check: %v", err)
	}
	if err := st.Compact(t.Context()); err == nil {
		if _, err := Open(path, nil); err == nil {
			t.Error("compaction made a store of a damaged one")
		}
	}
}

func TestWrongLog(t *testing.T) {
	a, _ := damaged(t, 10, 2)
	b, _ := damaged(t, 10, 2)
	log, err := os.ReadFile(b + logSuffix)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(a+logSuffix, log, 0o666); err != nil {
		t.Fatal(err)
	}
	_, err = Open(a, nil)
	if _, ok := errors.AsType[*WrongLogError](err); !ok {
		t.Errorf("a log of another store: %v", err)
	}
}

// The log of the snapshot before is passed over if all of it was folded in,
// and refused if it holds more.
func TestStaleLog(t *testing.T) {
	path, _ := damaged(t, 10, 2)
	old, err := os.ReadFile(path + logSuffix)
	if err != nil {
		t.Fatal(err)
	}
	st, err := Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(st.Compact(t.Context()), st.Close()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+logSuffix, old, 0o666); err != nil {
		t.Fatal(err)
	}
	st = open(t, path, nil)
	if n := st.Snapshot().Len(); n != 12 {
		t.Fatalf("%d quads beside the old log, want 12", n)
	}
	if s, err := st.View(); err != nil || s.Len() != 12 {
		t.Fatal(err)
	}
	if err := os.WriteFile(path+logSuffix, append(old, 0), 0o666); err != nil {
		t.Fatal(err)
	}
	_, err = Open(path, nil)
	if _, ok := errors.AsType[*WrongLogError](err); !ok {
		t.Errorf("an old log that went on: %v", err)
	}
	if err := os.WriteFile(path+logSuffix, old, 0o666); err != nil {
		t.Fatal(err)
	}
	commit(t, st, numbered(500)) // replaces it
	if n := open(t, path, nil).Snapshot().Len(); n != 13 {
		t.Errorf("%d quads, want 13", n)
	}
}

// A newer format is refused, an unknown section skipped unless it is needed.
func TestVersions(t *testing.T) {
	path, _ := damaged(t, 10, 0)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	newer := slices.Clone(good)
	newer[8]++
	if err := os.WriteFile(path, newer, 0o666); err != nil {
		t.Fatal(err)
	}
	_, err = Open(path, nil)
	if v, ok := errors.AsType[*VersionError](err); !ok || v.Version != formatVersion+1 {
		t.Errorf("a newer format: %v", err)
	}
	for _, flags := range []uint32{0, flagNeeded} {
		h, err := decodeHeader(path, good[:headerSize], int64(len(good)), imageMagic)
		if err != nil {
			t.Fatal(err)
		}
		h.sections = append(h.sections, section{id: 0x7777, flags: flags, at: headerSize, len: 64})
		if err := os.WriteFile(path, append(h.encode(imageMagic), good[headerSize:]...), 0o666); err != nil {
			t.Fatal(err)
		}
		st, err := Open(path, nil)
		if flags == flagNeeded {
			if !isDamage(err) {
				t.Errorf("an unknown section that is needed: %v", err)
			}
			continue
		}
		if err != nil {
			t.Fatal("an unknown optional section:", err)
		}
		if err := errors.Join(st.Check(t.Context()), st.Close()); err != nil {
			t.Error(err)
		}
	}
	for _, b := range [][]byte{nil, []byte("@prefix : <x> ."), good[:100], good[:headerSize], good[:len(good)-1]} {
		if err := os.WriteFile(path, b, 0o666); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path, nil); !isDamage(err) {
			t.Errorf("a file of %d bytes: %v", len(b), err)
		}
	}
}

// A writer whose sync failed takes its record back. A reader elsewhere that
// saw it must notice, even if another of the same length is in its place.
func TestRecordTakenBack(t *testing.T) {
	path, _ := damaged(t, 10, 1)
	before, err := os.ReadFile(path + logSuffix)
	if err != nil {
		t.Fatal(err)
	}
	reader := open(t, path, &Options{ReadOnly: true})
	st, err := Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	commit(t, st, numbered(2_000_001))
	if s, err := reader.View(); err != nil || s.Len() != 12 {
		t.Fatal(s.Len(), err)
	}
	if err := errors.Join(st.Close(), os.WriteFile(path+logSuffix, before, 0o666)); err != nil {
		t.Fatal(err)
	}
	if st, err = Open(path, nil); err != nil {
		t.Fatal(err)
	}
	commit(t, st, numbered(2_000_002))
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := reader.View()
	if err != nil || s.Len() != 12 {
		t.Fatal(s.Len(), err)
	}
	if _, ok := s.Lookup(numbered(2_000_001)[O]); ok {
		t.Error("the reader still has the record that was taken back")
	}
	if !s.Has(idsOf(t, s, numbered(2_000_002))) {
		t.Error("the reader lacks the record in its place")
	}
}

// FuzzImage opens files with a right header checksum and wrong insides: the
// checks of the blocks aside, no file may bring the process down.
func FuzzImage(f *testing.F) {
	x := newFaultFS(nil)
	out, err := x.create("a", "")
	if err != nil {
		f.Fatal(err)
	}
	b := NewBuilder(nil)
	for i := range 40 {
		if err := b.AddTerms(numbered(i)); err != nil {
			f.Fatal(err)
		}
	}
	w := newImageWriter(out)
	if err := errors.Join(w.writeBase(b.build()), w.finish()); err != nil {
		f.Fatal(err)
	}
	good := x.names["a"].data
	f.Add(uint32(5000), uint8(1), uint32(200), uint8(7))
	f.Fuzz(func(t *testing.T, at1 uint32, v1 uint8, at2 uint32, v2 uint8) {
		data := slices.Clone(good)
		h, _ := decodeHeader("a", good[:headerSize], int64(len(good)), imageMagic)
		body := data[headerSize:h.crcsAt]
		body[int(at1)%len(body)] = v1
		body[int(at2)%len(body)] = v2
		// Make the checksums right again: now only the values are wrong.
		y := newFaultFS(nil)
		y.names["a"] = &inode{data: data[:h.crcsAt]}
		ff, _ := y.open("a", true)
		w := &imageWriter{f: ff, magic: imageMagic, at: h.crcsAt, h: *h}
		if err := w.finish(); err != nil {
			t.Fatal(err)
		}
		_, bs, err := openImage("a", ff)
		if err != nil {
			return
		}
		s := newSnapshot(bs)
		for i := range 40 {
			s.Lookup(numbered(i)[O])
		}
		for o := range Order(numOrders) {
			c := s.Scan(Pattern{}, o)
			buf := make([]Quad, 16)
			for range 100 {
				if c.Next(buf) == 0 {
					break
				}
				s.Term(buf[0][S])
			}
			s.Scan(Pattern{}, o).Seek(Quad{buf[0][G], buf[0][O], buf[0][P], buf[0][S]})
		}
		_ = s.Check(t.Context())
	})
}

// FuzzLog reads a log whose records have right checksums around any payload:
// it is refused or read, and nothing panics.
func FuzzLog(f *testing.F) {
	st := New()
	tx := st.Begin()
	for i := range 3 {
		if _, err := tx.Add(numbered(i)); err != nil {
			f.Fatal(err)
		}
	}
	s := tx.Snapshot()
	rec, err := encodeRecord(s, tx.net, 1)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(rec[recordHeaderSize:])
	f.Add([]byte{1, 1, 0, 1, 1, 1, 1, 0, 0, recordEnd})
	f.Fuzz(func(t *testing.T, payload []byte) {
		x := newFaultFS(nil)
		opts := &Options{fs: x}
		st, err := Create("a", opts)
		if err != nil {
			t.Fatal(err)
		}
		log := logHeader{image: st.file.hdr.id}.encode()
		rec := make([]byte, recordHeaderSize, recordHeaderSize+len(payload))
		rec = append(rec, payload...)
		sealRecord(rec, 1)
		x.names["a"+logSuffix] = &inode{data: append(log, rec...)}
		st, err = Open("a", opts)
		if err != nil {
			if !isDamage(err) {
				t.Fatal(err)
			}
			return
		}
		for o := range Order(numOrders) {
			drain(st.Snapshot().Scan(Pattern{}, o), 8)
		}
	})
}
