package store

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// TestNextColumns compares reading by column with reading by row, over a base
// alone and with changes above it.
func TestNextColumns(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	quad := func() (q [4]term.Term) {
		for i := range q {
			q[i] = term.NewIRI(fmt.Sprintf("http://example.org/%d", r.IntN(9)))
		}
		return q
	}
	b := NewBuilder(nil)
	for range 900 {
		if err := b.AddTerms(quad()); err != nil {
			t.Fatal(err)
		}
	}
	plain := b.Build()
	st := FromSnapshot(plain)
	for range 5 {
		tx := st.Begin()
		for range 20 {
			q := quad()
			var err error
			if r.IntN(2) == 0 {
				_, err = tx.Add(q)
			} else {
				_, err = tx.Remove(q)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if _, err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range []*Snapshot{plain, st.Snapshot()} {
		for o := range Order(numOrders) {
			for range 40 {
				var p Pattern
				for i := range p {
					if r.IntN(3) == 0 {
						p[i], _ = s.Lookup(quad()[i])
					}
				}
				var want, got []Quad
				var buf [7]Quad
				rows, cols := s.Scan(p, o), s.Scan(p, o)
				for n := rows.Next(buf[:]); n > 0; n = rows.Next(buf[:]) {
					want = append(want, buf[:n]...)
				}
				var dst [4][]uint32
				for i := range dst {
					dst[i] = make([]uint32, 5)
				}
				for {
					n, ok := cols.NextColumns(&dst)
					if !ok {
						got = want
						break
					}
					if n == 0 {
						break
					}
					for i := range n {
						got = append(got, Quad{ID(dst[S][i]), ID(dst[P][i]), ID(dst[O][i]), ID(dst[G][i])})
					}
				}
				if !slices.Equal(got, want) {
					t.Fatalf("%s %v: %d quads by column, %d by row", o, p, len(got), len(want))
				}
			}
		}
	}
}
