package store

// Cursor walks the quads of a scan in its order. It is single-use and not
// safe for concurrent use; the quads that it gives are copies.
type Cursor struct {
	base *base
	pm   *perm
	ord  Order

	row, end int    // rows of the base that are left
	stop     int    // rows before it come before head
	rank     uint32 // of the first position in row, or less

	delta []keySource // changes that are left, none empty
	head  key         // the least of them

	want   key // what the positions from lead on must be; Any: anything
	filter bool
}

type keySource struct {
	ks     []key
	weight int
}

// Scan returns a cursor over the quads that match p, sorted by o. Where the
// bound positions of p are the first ones of o it reads only those quads,
// otherwise all that agree in the leading ones.
func (s *Snapshot) Scan(p Pattern, o Order) *Cursor {
	c := new(Cursor)
	c.Reset(s, p, o)
	return c
}

// Reset makes c what s.Scan(p, o) returns, without allocating.
func (c *Cursor) Reset(s *Snapshot, p Pattern, o Order) {
	if int(o) >= numOrders {
		o = s.BestOrder(p)
	}
	lead, bound := o.prefix(p)
	*c = Cursor{base: s.base, pm: &s.base.perm[o], ord: o, delta: c.delta[:0]}
	if m := s.base.m; m != nil {
		defer m.leave(m.enter())
	}
	k := o.key(Quad(p))
	c.want, c.filter = k, lead < bound
	c.row, c.end, c.rank = s.base.rowRange(o, p, lead)
	for _, r := range s.runs {
		if ks := r.add[o].prefixed(k, lead); len(ks) > 0 {
			c.delta = append(c.delta, keySource{ks, 1})
		}
		if ks := r.del[o].prefixed(k, lead); len(ks) > 0 {
			c.delta = append(c.delta, keySource{ks, -1})
		}
	}
	c.plan()
}

// plan finds the next change and the rows that come before it.
func (c *Cursor) plan() {
	if len(c.delta) == 0 {
		c.stop = c.end
		return
	}
	c.head = c.delta[0].ks[0]
	for _, d := range c.delta[1:] {
		if compareKeys(d.ks[0], c.head) < 0 {
			c.head = d.ks[0]
		}
	}
	c.stop = c.base.seek(c.ord, c.head, c.row, c.end)
}

// Empty reports whether nothing is left to look at: then Next gives nothing.
func (c *Cursor) Empty() bool { return c.row >= c.end && len(c.delta) == 0 }

// Err returns the error that ended the walk, nil at a plain end.
func (c *Cursor) Err() error { return c.base.m.failure() }

// Next fills buf with the next quads and returns how many it wrote; 0 is the
// end or an error.
func (c *Cursor) Next(buf []Quad) (n int) {
	if m := c.base.m; m != nil {
		if m.failure() != nil {
			return 0
		}
		defer m.leave(m.enter())
	}
	return c.next(buf)
}

func (c *Cursor) next(buf []Quad) int {
	n := 0
	for n < len(buf) {
		if c.row < c.stop {
			k := c.fill(buf[n:])
			if c.filter {
				k = c.keep(buf[n : n+k])
			}
			n += k
			continue
		}
		if len(c.delta) == 0 {
			break
		}
		k, there := c.change()
		if there && (!c.filter || c.passes(k)) {
			buf[n] = c.ord.quad(k)
			n++
		}
	}
	return n
}

// fill copies rows of the base, all of one first position.
func (c *Cursor) fill(buf []Quad) int {
	c.rank = c.pm.rankAt(c.row, c.rank)
	first := c.base.id(c.rank)
	n := min(len(buf), c.stop-c.row, int(c.pm.off.get(int(c.rank)+1))-c.row)
	lo, hi := c.row, c.row+n
	c1, c2, c3 := c.pm.col[0].slice(lo, hi), c.pm.col[1].slice(lo, hi), c.pm.col[2].slice(lo, hi)
	buf = buf[:n]
	switch c.ord {
	case SPOG:
		for i := range buf {
			buf[i] = Quad{first, ID(c1[i]), ID(c2[i]), ID(c3[i])}
		}
	case POSG:
		for i := range buf {
			buf[i] = Quad{ID(c2[i]), first, ID(c1[i]), ID(c3[i])}
		}
	case OSPG:
		for i := range buf {
			buf[i] = Quad{ID(c1[i]), ID(c2[i]), first, ID(c3[i])}
		}
	case PSOG:
		for i := range buf {
			buf[i] = Quad{ID(c1[i]), first, ID(c2[i]), ID(c3[i])}
		}
	default:
		for i := range buf {
			buf[i] = Quad{ID(c1[i]), ID(c2[i]), ID(c3[i]), first}
		}
	}
	c.row = hi
	return n
}

// change takes the next change, and the row it speaks of if there is one. It
// reports whether the quad is there in the end.
func (c *Cursor) change() (k key, there bool) {
	k = c.head
	n := 0
	if c.row < c.end && c.rowIs(k) {
		n = 1
		c.row++
	}
	left := c.delta[:0]
	for _, d := range c.delta {
		if d.ks[0] == k {
			n += d.weight
			d.ks = d.ks[1:]
		}
		if len(d.ks) > 0 {
			left = append(left, d)
		}
	}
	c.delta = left
	c.plan()
	return k, n > 0
}

func (c *Cursor) rowIs(k key) bool {
	r := c.row
	for i := range c.pm.col {
		if c.pm.col[i].get(r) != uint32(k[i+1]) {
			return false
		}
	}
	rank, ok := c.base.floor(k[0])
	if !ok {
		return false
	}
	lo, hi := c.pm.off.pair(rank)
	return lo <= r && r < hi
}

func (c *Cursor) passes(k key) bool {
	for i, id := range c.want {
		if id != Any && id != k[i] {
			return false
		}
	}
	return true
}

// keep moves the quads that pass to the front and returns how many they are.
func (c *Cursor) keep(buf []Quad) int {
	p := Pattern(c.ord.quad(c.want))
	n := 0
	for _, q := range buf {
		if p.Matches(q) {
			buf[n] = q
			n++
		}
	}
	return n
}

// Seek moves forward to the first quad that is not before q in the cursor's
// order. Seeking backwards does nothing.
func (c *Cursor) Seek(q Quad) {
	if m := c.base.m; m != nil {
		defer m.leave(m.enter())
	}
	k := c.ord.key(q)
	c.row = c.base.seek(c.ord, k, c.row, c.end)
	left := c.delta[:0]
	for _, d := range c.delta {
		if i := gallopKeys(d.ks, k); i < len(d.ks) {
			left = append(left, keySource{d.ks[i:], d.weight})
		}
	}
	c.delta = left
	c.plan()
}

// gallopKeys returns the first place in ks that is not before k, likely near
// the front.
func gallopKeys(ks []key, k key) int {
	step, lo := 1, 0
	for lo < len(ks) && compareKeys(ks[lo], k) < 0 {
		if lo+step >= len(ks) || compareKeys(ks[lo+step], k) >= 0 {
			return searchKeys(ks[:min(lo+step, len(ks))], lo+1, k)
		}
		lo += step
		step *= 2
	}
	return lo
}
