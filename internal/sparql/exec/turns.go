package exec

// turns is where a join stands that gives partners of the rows of a batch by
// turns: in a test a row's first partner may settle the matter, and most of
// many would be found in vain.
type turns struct {
	next []int32 // by row: the next partner in the table; -1: there is none
	per  int     // partners for each row in this turn
	rest bool    // some row has more
	over bool    // the turn has ended, and there is another
}

// turnGrowth is how many times more partners each turn gives than the last.
const turnGrowth = 4

// turn joins the rows of the current batch that are not settled with a few of
// their partners each, while there is room. After a turn what was found is
// handed on.
func (h *hashJoinOp) turn() error {
	l, t := &h.left, &h.turns
	if !l.open {
		l.open, t.per, t.rest, t.next = true, 1, false, t.next[:0]
		for l.at = 0; l.at < l.in.n; l.at++ {
			r := int32(-1)
			if num := h.find(); num >= 0 {
				r = h.first[num]
			}
			t.next = append(t.next, r)
		}
		l.at = 0
	}
	t.over = false
	n, room := 0, h.max-h.n
	for ; l.at < l.in.n && n < room; l.at++ {
		r := t.next[l.at]
		if r < 0 || l.settled(l.at) {
			continue
		}
		for k := 0; k < t.per && r >= 0 && n < room; k++ {
			h.li[n], h.ri[n] = int32(l.at), r
			n++
			r = h.chain[r]
		}
		t.next[l.at] = r
		t.rest = t.rest || r >= 0
	}
	err := h.put(n)
	if l.at == l.in.n && t.rest {
		l.at, t.per, t.rest, t.over = 0, t.per*turnGrowth, false, true
	}
	return err
}
