package graph

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// TestLensColumns compares reading by column with reading by row, through
// lenses that hide some records, and cursors that are used again.
func TestLensColumns(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	name := func() term.Term { return term.NewIRI(fmt.Sprintf("http://example.org/%d", r.IntN(8))) }
	b := store.NewBuilder(nil)
	for range 800 {
		q := [4]term.Term{name(), name(), name(), name()}
		if r.IntN(4) == 0 {
			q[3] = term.Term{}
		}
		if err := b.AddTerms(q); err != nil {
			t.Fatal(err)
		}
	}
	snap := b.Build()
	for range 20 {
		src := everything(snap)
		for range r.IntN(4) {
			if id, ok := snap.Lookup(name()); ok {
				src.hidden.set(id)
			}
		}
		var again engine.Cursor
		for range 40 {
			var p store.Pattern
			for i := range p {
				if r.IntN(3) == 0 {
					p[i], _ = snap.Lookup(name())
				}
			}
			order := store.Order(r.IntN(len(positions)))
			var want, got, twice []store.Quad
			var buf [7]store.Quad
			rows := src.Scan(p, order)
			for n := rows.Next(buf[:]); n > 0; n = rows.Next(buf[:]) {
				want = append(want, buf[:n]...)
			}
			again = src.Rescan(again, p, order)
			for n := again.Next(buf[:]); n > 0; n = again.Next(buf[:]) {
				twice = append(twice, buf[:n]...)
			}
			if !slices.Equal(twice, want) {
				t.Fatalf("%v: %d quads by a cursor used again, %d by a new one", p, len(twice), len(want))
			}
			cols := src.Scan(p, order).(engine.ColumnCursor)
			dst := [4][]uint32{store.P: make([]uint32, 5), store.O: make([]uint32, 5)}
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
					got = append(got, store.Quad{store.P: store.ID(dst[store.P][i]), store.O: store.ID(dst[store.O][i])})
				}
			}
			if len(got) != len(want) {
				t.Fatalf("%v: %d quads by column, %d by row", p, len(got), len(want))
			}
			for i, q := range want {
				if got[i][store.P] != q[store.P] || got[i][store.O] != q[store.O] {
					t.Fatalf("%v: quad %d differs", p, i)
				}
			}
		}
	}
}
