package graph

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/store"
)

// TestSortQuads compares with sorting by comparisons, for lists on both sides of
// radixFrom, of ids that lie close and of ids of terms beside the snapshot's.
func TestSortQuads(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	id := func(spread int) store.ID {
		if r.IntN(8) == 0 {
			return store.ID(r.IntN(7))<<29 | store.MaxTerms - store.ID(r.IntN(spread))
		}
		return 1<<29 | store.ID(r.IntN(spread))
	}
	for _, n := range []int{0, 1, 2, 30, radixFrom - 1, radixFrom, 3000} {
		for _, spread := range []int{1, 3, 5000, 1 << 24} {
			quads := make([]store.Quad, n)
			for i := range quads {
				quads[i] = store.Quad{id(spread), id(3), id(spread), id(spread)}
			}
			for order := range store.Order(len(positions)) {
				want := slices.Clone(quads)
				slices.SortFunc(want, func(a, b store.Quad) int { return compareQuads(a, b, order) })
				if got := sortQuads(slices.Clone(quads), order); !slices.Equal(got, want) {
					t.Fatalf("%d quads, spread %d, order %v: not sorted", n, spread, order)
				}
				half := n / 2
				merged := mergeQuads(sortQuads(slices.Clone(quads[:half]), order), sortQuads(slices.Clone(quads[half/2:]), order), order)
				if !slices.Equal(slices.Compact(merged), slices.Compact(want)) {
					t.Fatalf("%d quads, spread %d, order %v: not merged", n, spread, order)
				}
			}
		}
	}
}
