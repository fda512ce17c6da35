package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// testDigests tell the quads of a snapshot in two ways, the second one long.
var testDigests = []Digest{
	{ID: 1, Name: "number", Make: func(s *Snapshot) ([]byte, error) {
		return binary.LittleEndian.AppendUint64(nil, uint64(s.Len())), nil
	}},
	{ID: 7, Name: "all", Make: func(s *Snapshot) ([]byte, error) {
		var b []byte
		for _, q := range drain(s.Scan(Pattern{}, GSPO), 100) {
			for _, id := range q {
				b = binary.LittleEndian.AppendUint32(b, uint32(id))
			}
		}
		return b, nil
	}},
}

// Digests are those of the file's quads whatever was committed, compacted and
// loaded, and the changes since are told.
func TestDigests(t *testing.T) {
	r := newRand(t)
	path := filepath.Join(t.TempDir(), "x.ascribe")
	opts := &Options{Digests: testDigests}
	if _, err := BulkLoad(t.Context(), path, sourceOf([][4]term.Term{numbered(1), numbered(2)}), &LoadOptions{Options: *opts}); err != nil {
		t.Fatal(err)
	}
	st, err := Open(path, opts)
	if err != nil {
		t.Fatal(err)
	}
	for range 60 {
		switch r.IntN(6) {
		case 0:
			if err := st.Compact(t.Context()); err != nil {
				t.Fatal(err)
			}
		case 1:
			if err := st.Close(); err != nil {
				t.Fatal(err)
			}
			if st, err = Open(path, opts); err != nil {
				t.Fatal(err)
			}
		case 2:
			more := [][4]term.Term{numbered(r.IntN(300)), numbered(r.IntN(300))}
			if _, err := BulkLoad(t.Context(), path, sourceOf(more), &LoadOptions{Options: *opts}); err != nil {
				t.Fatal(err)
			}
		default:
			tx := st.Begin()
			for range 1 + r.IntN(20) {
				q := numbered(r.IntN(300))
				if _, err := tx.Add(q); err != nil {
					t.Fatal(err)
				}
				if r.IntN(3) == 0 {
					if _, err := tx.Remove(q); err != nil {
						t.Fatal(err)
					}
				}
			}
			if _, err := tx.Commit(); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := st.View(); err != nil {
			t.Fatal(err)
		}
		if err := st.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		// The digest and the changes together are the state.
		s := st.Snapshot()
		have := map[Quad]int{}
		there := s.Digest(7, func(x Section) {
			w := x.Words(0, x.Len()/4)
			for ; len(w) > 0; w = w[4:] {
				have[Quad{ID(w[0]), ID(w[1]), ID(w[2]), ID(w[3])}]++
			}
		})
		if !there {
			t.Fatal("the digest is not there")
		}
		s.EachChange(Pattern{}, func(q Quad, added bool) {
			if added {
				have[q]++
			} else {
				have[q]--
			}
		})
		for q, n := range have {
			if n == 0 {
				delete(have, q)
			}
		}
		all := drain(s.Scan(Pattern{}, SPOG), 100)
		if len(all) != len(have) || slices.ContainsFunc(all, func(q Quad) bool { return have[q] != 1 }) {
			t.Fatalf("digest and changes make %d quads, want %d", len(have), len(all))
		}
		// A pattern picks from the changes.
		p := Pattern{P: all[r.IntN(len(all))][P]}
		n := 0
		s.EachChange(Pattern{}, func(q Quad, _ bool) {
			if q[P] == p[P] {
				n++
			}
		})
		s.EachChange(p, func(q Quad, _ bool) {
			if n--; q[P] != p[P] {
				t.Fatalf("a change %v does not match %v", q, p)
			}
		})
		if n != 0 {
			t.Fatalf("%d changes too few by predicate", n)
		}
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
}

// A digest that says something else than the quads is found by Check; one that
// cannot be made leaves the file as it was.
func TestWrongDigest(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.ascribe")
	say := []byte("v1: wrong")
	digest := Digest{ID: 3, Name: "words", Make: func(*Snapshot) ([]byte, error) { return say, nil }}
	opts := &Options{Digests: []Digest{digest}}
	if _, err := BulkLoad(t.Context(), path, sourceOf([][4]term.Term{numbered(1)}), &LoadOptions{Options: *opts}); err != nil {
		t.Fatal(err)
	}
	st, err := Open(path, opts)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	if err := st.Check(t.Context()); err != nil {
		t.Error(err)
	}
	say = []byte("v1: right")
	if err := st.Check(t.Context()); err == nil || err.Error() != "store: the words in the file are not those of its quads" {
		t.Errorf("got %v", err)
	}
	say = []byte("v2: other")
	if err := st.Check(t.Context()); err != nil {
		t.Errorf("a digest of another version: %v", err)
	}
	commit(t, st, numbered(2))
	broken := errors.New("no words")
	st.file.opts.Digests[0].Make = func(*Snapshot) ([]byte, error) { return nil, broken }
	if err := st.Compact(t.Context()); !errors.Is(err, broken) {
		t.Errorf("Compact returned %v", err)
	}
	if s, err := st.View(); err != nil || s.Len() != 2 {
		t.Errorf("got %v quads, %v", s.Len(), err)
	}
}

// The image of a store opens in memory, and is the same each time.
func TestFromImage(t *testing.T) {
	st := checked(t, New())
	for i := range 500 {
		commit(t, st, numbered(i))
	}
	b, err := st.Snapshot().Encode([16]byte{1}, testDigests...)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := st.Snapshot().Encode([16]byte{1}, testDigests...); err != nil || !bytes.Equal(b, again) {
		t.Errorf("the second image differs (%v)", err)
	}
	for shift := range 2 {
		moved := append(make([]byte, shift, shift+len(b)), b...)[shift:]
		got, err := FromImage("x", moved)
		if err != nil {
			t.Fatal(err)
		}
		checked(t, got)
		if n := got.Snapshot().Len(); n != 500 {
			t.Errorf("got %d quads", n)
		}
		if !got.Snapshot().Digest(7, func(x Section) {
			if x.Len() != 500*16 {
				t.Errorf("the digest has %d bytes", x.Len())
			}
		}) {
			t.Error("the digest is gone")
		}
		commit(t, got, numbered(600))
	}
	r := newRand(t)
	for range 200 {
		bad := slices.Clone(b)
		bad[r.IntN(len(bad))] ^= 1 << r.IntN(8)
		if _, err := FromImage("x", bad); !isDamage(err) {
			t.Errorf("damaged: got %v", err)
		}
	}
	for _, n := range []int{0, 5, headerSize - 1, headerSize, len(b) / 2, len(b) - 1} {
		if _, err := FromImage("x", b[:n]); !isDamage(err) {
			t.Errorf("cut to %d bytes: got %v", n, err)
		}
	}
}
