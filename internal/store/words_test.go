package store

import (
	"slices"
	"testing"
)

// Searching a long sorted stretch of a column finds what a plain search finds.
func TestSearchColumn(t *testing.T) {
	r := newRand(t)
	for range 200 {
		n := 1 + r.IntN(20_000)
		lo := r.IntN(n)
		hi := lo + r.IntN(n-lo+1)
		span := 1 + uint32(r.IntN(30_000))
		v := make([]uint32, n)
		for i := range v {
			v[i] = r.Uint32N(span)
		}
		slices.Sort(v[lo:hi])
		skip := words{v: skips(v)}
		w := words{v: v, skip: &skip}
		for range 50 {
			x := r.Uint32N(span + 2)
			i, _ := slices.BinarySearch(v[lo:hi], x)
			if got := w.lowerBound(lo, hi, x); got != lo+i {
				t.Fatalf("lowerBound of %d in rows %d to %d = %d, want %d", x, lo, hi, got, lo+i)
			}
			if got := w.gallop(lo, hi, x); got != lo+i {
				t.Fatalf("gallop of %d in rows %d to %d = %d, want %d", x, lo, hi, got, lo+i)
			}
			past, _ := slices.BinarySearch(v[lo:hi], x+1)
			if got := w.gallopPast(lo, hi, x); got != lo+past {
				t.Fatalf("gallopPast of %d in rows %d to %d = %d, want %d", x, lo, hi, got, lo+past)
			}
		}
	}
}
