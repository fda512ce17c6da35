package store

import (
	"maps"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// What is supposed is there in the new snapshot and nowhere else, and the ids
// of the old one mean what they meant.
func TestWith(t *testing.T) {
	r := newRand(t)
	for _, n := range []int{0, 30, 400} {
		st, m := build(t, r, n)
		checked(t, st)
		for range 8 {
			tx := st.Begin()
			for range r.IntN(20) {
				q := someQuad(r)
				if _, err := tx.Add(q); err != nil {
					t.Fatal(err)
				}
				m[q] = true
			}
			s, err := tx.Commit()
			if err != nil {
				t.Fatal(err)
			}
			var more [][4]term.Term
			want := maps.Clone(m)
			for range r.IntN(20) {
				q := someQuad(r)
				more = append(more, q)
				want[q] = true
			}
			old := m.quads(t, s)
			next, err := s.With(more)
			if err != nil {
				t.Fatal(err)
			}
			if next.Epoch() == s.Epoch() {
				t.Error("a supposed state has the epoch of the state it was made from")
			}
			agree(t, r, next, want, 1)
			agree(t, r, s, m, 1)
			agree(t, r, st.Snapshot(), m, 1)
			for _, q := range old {
				for _, id := range q {
					if id != Unlabelled && s.Term(id) != next.Term(id) {
						t.Fatalf("id %d was %v, is %v", id, s.Term(id), next.Term(id))
					}
				}
			}
		}
	}
}
