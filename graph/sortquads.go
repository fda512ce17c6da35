package graph

import (
	"slices"

	"github.com/ascribe-graph/ascribe/internal/store"
)

// digit is how many bits radixQuads sorts by at once.
const digit = 11

// radixFrom is from how many quads on radixQuads is faster than comparing.
const radixFrom = 512

// sortQuads sorts quads by an order. What it returns lies where they lay, or in a
// copy.
func sortQuads(quads []store.Quad, order store.Order) []store.Quad {
	compare := func(a, b store.Quad) int { return compareQuads(a, b, order) }
	switch {
	case slices.IsSortedFunc(quads, compare):
	case len(quads) < radixFrom:
		slices.SortFunc(quads, compare)
	default:
		return radixQuads(quads, order)
	}
	return quads
}

// radixQuads sorts by the last key first, a digit at a time, and passes over what
// all quads have in common.
func radixQuads(quads []store.Quad, order store.Order) []store.Quad {
	other := make([]store.Quad, len(quads))
	keys := positions[order]
	for k := len(keys) - 1; k >= 0; k-- {
		at := keys[k]
		least, most := quads[0][at], quads[0][at]
		for _, q := range quads {
			least, most = min(least, q[at]), max(most, q[at])
		}
		for shift := 0; (most-least)>>shift > 0; shift += digit {
			var next [1 << digit]int // by digit: where the next quad goes
			for _, q := range quads {
				next[(q[at]-least)>>shift&(1<<digit-1)]++
			}
			sum := 0
			for d, n := range next {
				next[d], sum = sum, sum+n
			}
			for _, q := range quads {
				d := (q[at] - least) >> shift & (1<<digit - 1)
				other[next[d]] = q
				next[d]++
			}
			quads, other = other, quads
		}
	}
	return quads
}

// mergeQuads merges two lists that are sorted by an order, each quad once.
func mergeQuads(a, b []store.Quad, order store.Order) []store.Quad {
	out := make([]store.Quad, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		c := compareQuads(a[0], b[0], order)
		if c <= 0 {
			out, a = append(out, a[0]), a[1:]
		}
		if c >= 0 {
			if c > 0 {
				out = append(out, b[0])
			}
			b = b[1:]
		}
	}
	return append(append(out, a...), b...)
}
