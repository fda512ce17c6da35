package store

// NextColumns is Next by column: it fills dst[S], dst[P], dst[O] and dst[G]
// with the next quads and returns how many there were. A nil column is left
// out; the others are of one length. ok is false, and nothing has happened, if
// the cursor has to leave quads out: then only Next works.
func (c *Cursor) NextColumns(dst *[4][]uint32) (n int, ok bool) {
	if c.filter {
		return 0, false
	}
	if m := c.base.m; m != nil {
		if m.failure() != nil {
			return 0, true
		}
		defer m.leave(m.enter())
	}
	size := 0
	for _, col := range dst {
		size = max(size, len(col))
	}
	for n < size {
		if c.row < c.stop {
			n += c.fillColumns(dst, n, size-n)
			continue
		}
		if len(c.delta) == 0 {
			break
		}
		k, there := c.change()
		if !there {
			continue
		}
		for i, id := range c.ord.quad(k) {
			if dst[i] != nil {
				dst[i][n] = uint32(id)
			}
		}
		n++
	}
	return n, true
}

// fillColumns copies up to room rows of the base, all of one first position,
// to dst from at on.
func (c *Cursor) fillColumns(dst *[4][]uint32, at, room int) int {
	c.rank = c.pm.rankAt(c.row, c.rank)
	n := min(room, c.stop-c.row, int(c.pm.off.get(int(c.rank)+1))-c.row)
	pos := &orders[c.ord]
	if col := dst[pos[0]]; col != nil {
		first := uint32(c.base.id(c.rank))
		col = col[at : at+n]
		for i := range col {
			col[i] = first
		}
	}
	for k := range c.pm.col {
		if col := dst[pos[k+1]]; col != nil {
			copy(col[at:], c.pm.col[k].slice(c.row, c.row+n))
		}
	}
	c.row += n
	return n
}
