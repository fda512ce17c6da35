package store

import (
	"errors"
	"os"
	"slices"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// withCheckpoint makes a store with an image, a log, a checkpoint of most of
// it and a record behind that.
func withCheckpoint(t *testing.T) (string, model) {
	path, m := damaged(t, 500, 0)
	r := newRand(t)
	for round := range 2 {
		opts := &Options{tail: 1}
		if round > 0 {
			opts.tail = 1 << 30
		}
		st, err := Open(path, opts)
		if err != nil {
			t.Fatal(err)
		}
		tx := st.Begin()
		for i := range 2000 {
			q := numbered(5000*(round+1) + i)
			if i%5 == 0 {
				q = someQuad(r)
			}
			if m[q] {
				continue
			}
			m[q] = true
			if ok, err := tx.Add(q); !ok || err != nil {
				t.Fatal(ok, err)
			}
		}
		for q := range m {
			if r.IntN(5) == 0 {
				delete(m, q)
				if ok, err := tx.Remove(q); !ok || err != nil {
					t.Fatal(ok, err)
				}
			}
		}
		if _, err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
	}
	return path, m
}

func TestCheckpoint(t *testing.T) {
	path, m := withCheckpoint(t)
	st := open(t, path, nil)
	s := st.Snapshot()
	if s.late == nil || s.Generation() != 2 {
		t.Fatalf("no checkpoint; generation %d", s.Generation())
	}
	if err := m.is(s); err != nil {
		t.Fatal(err)
	}
	if err := st.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := m.is(st.Snapshot()); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + checkpointSuffix); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("compaction left the checkpoint: %v", err)
	}
}

// Without its checkpoint, or with that of another store or time, a store is
// the same.
func TestForeignCheckpoint(t *testing.T) {
	path, m := withCheckpoint(t)
	other, _ := withCheckpoint(t)
	good, err := os.ReadFile(path + checkpointSuffix)
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := os.ReadFile(other + checkpointSuffix)
	if err != nil {
		t.Fatal(err)
	}
	for i, b := range [][]byte{nil, foreign, good[:5000], []byte("?")} {
		if err := os.WriteFile(path+checkpointSuffix, b, 0o666); err != nil {
			t.Fatal(err)
		}
		st := open(t, path, nil)
		if st.Snapshot().late != nil {
			t.Errorf("checkpoint %d was taken", i)
		}
		if err := m.is(st.Snapshot()); err != nil {
			t.Errorf("checkpoint %d: %v", i, err)
		}
	}
	// A log that was cut behind the back of the checkpoint.
	if err := os.WriteFile(path+checkpointSuffix, good, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path+logSuffix, logHeaderSize); err != nil {
		t.Fatal(err)
	}
	if s := open(t, path, nil).Snapshot(); s.late != nil || s.Len() != 500 {
		t.Errorf("a checkpoint of a log that is gone was taken: %d quads", s.Len())
	}
}

// A flipped bit in a checkpoint is met or passed over, never believed.
func TestFlipInCheckpoint(t *testing.T) {
	path, m := withCheckpoint(t)
	good, err := os.ReadFile(path + checkpointSuffix)
	if err != nil {
		t.Fatal(err)
	}
	r := newRand(t)
	met := 0
	for range 60 {
		bad := slices.Clone(good)
		at := r.IntN(len(bad))
		bad[at] ^= 1 << r.IntN(8)
		if err := os.WriteFile(path+checkpointSuffix, bad, 0o666); err != nil {
			t.Fatal(err)
		}
		st, err := Open(path, nil)
		if err != nil {
			if !isDamage(err) {
				t.Fatal(err)
			}
			met++
			continue
		}
		s := st.Snapshot()
		if err := m.is(s); err != nil && s.Err() == nil {
			t.Fatalf("flip at %d: %v", at, err)
		}
		for k := term.IRI; k <= term.Typed; k++ {
			for i := range s.Terms(k) {
				s.Term(makeID(k, uint32(i)))
			}
		}
		if s.Err() != nil {
			met++
		}
		if s.late != nil && at >= headerSize && !isDamage(s.Check(t.Context())) {
			t.Fatalf("flip at %d: Check did not meet it", at)
		}
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d of 60 flips were met", met)
}
