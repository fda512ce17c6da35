package cli

import "slices"

// How long settle looks for better widths.
const (
	settleRows  = 40 // rows that are looked at
	settleMoves = 60 // columns of room that change hands
)

// settle moves room between the columns of a table as long as its rows become
// lower. None becomes narrower than its least width.
func settle(cells [][]string, widths, least []int) []int {
	rows := cells[:min(len(cells), settleRows)]
	type at struct{ row, column, width int }
	known := map[at]int{}
	height := func(row, column, width int) int {
		k := at{row, column, width}
		h, ok := known[k]
		if !ok {
			h = max(1, len(wrapped(rows[row][column], width)))
			known[k] = h
		}
		return h
	}
	total := func(w []int) int {
		sum := 0
		for r := range rows {
			high := 0
			for c := range w {
				high = max(high, height(r, c, w[c]))
			}
			sum += high
		}
		return sum
	}
	best := slices.Clone(widths)
	lowest := total(best)
	for range settleMoves {
		var next []int
		for from := range best {
			for to := range best {
				for _, n := range []int{1, 2, 4, 8} {
					if from == to || best[from]-n < least[from] {
						continue
					}
					w := slices.Clone(best)
					w[from] -= n
					w[to] += n
					if sum := total(w); sum < lowest {
						lowest, next = sum, w
					}
				}
			}
		}
		if next == nil {
			break
		}
		best = next
	}
	return best
}
