package store

import (
	"slices"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// TestReadTerms compares ReadTerms with Term, over terms of an image, of a
// checkpoint and of the log behind it, in any order and ascending.
func TestReadTerms(t *testing.T) {
	path, _ := withCheckpoint(t)
	st := open(t, path, nil)
	defer st.Close()
	s := st.Snapshot()
	if s.late == nil || len(s.runs) == 0 {
		t.Fatal("there is no checkpoint")
	}
	r := newRand(t)
	var ids []ID
	for k := term.IRI; int(k) < numKinds; k++ {
		for i := range s.Terms(k) + 2 { // two that nobody has
			ids = append(ids, makeID(k, uint32(i)))
		}
	}
	ids = append(ids, Any, Unlabelled, ids[3], ids[3])
	var buf []byte
	check := func(ids []ID) {
		t.Helper()
		dst := make([]term.Term, len(ids))
		buf = s.ReadTerms(ids, dst, buf)
		for i, id := range ids {
			if want := s.Term(id); dst[i] != want {
				t.Fatalf("id %x: got %v, want %v", uint32(id), dst[i], want)
			}
		}
	}
	check(nil)
	for range 20 {
		r.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
		part := slices.Clone(ids[:r.IntN(len(ids))])
		check(part)
		slices.Sort(part)
		check(part)
	}
}

func BenchmarkReadTerms(b *testing.B) {
	s := benchSnapshot()
	n := min(s.Terms(term.IRI), 1024)
	ids, dst := make([]ID, n), make([]term.Term, n)
	for i := range ids {
		ids[i] = makeID(term.IRI, uint32(i))
	}
	b.Run("one pass", func(b *testing.B) {
		for b.Loop() {
			s.ReadTerms(ids, dst, nil)
		}
	})
	b.Run("one by one", func(b *testing.B) {
		for b.Loop() {
			for i, id := range ids {
				dst[i] = s.Term(id)
			}
		}
	})
}
