package exec

import "github.com/ascribe-graph/ascribe/internal/sparql/plan"

// side is one input of a merge join and where it stands.
type side struct {
	op   operator
	in   *batch
	at   int
	key  int // column
	ends bool
}

// load makes a row current; false at the end.
func (s *side) load() (bool, error) {
	if s.in != nil && s.at < s.in.n {
		return true, nil
	}
	if s.ends {
		return false, nil
	}
	in, err := s.op.next()
	if err != nil {
		return false, err
	}
	s.in, s.at = in, 0
	if in == nil {
		s.ends = true
		return false, nil
	}
	return true, nil
}

// advance moves to the first row whose key is at least v.
func (s *side) advance(v uint32) (bool, error) {
	for {
		if more, err := s.load(); !more {
			return false, err
		}
		col := s.in.cols[s.key][:s.in.n]
		if col[len(col)-1] >= v {
			at := s.at
			for step := 0; col[at] < v; step++ {
				if step == 8 { // far: halve
					lo, hi := at, len(col)-1
					for lo < hi {
						mid := int(uint(lo+hi) / 2)
						if col[mid] < v {
							lo = mid + 1
						} else {
							hi = mid
						}
					}
					at = lo
					break
				}
				at++
			}
			s.at = at
			return true, nil
		}
		s.at = s.in.n
		if sk, ok := s.op.(seeker); ok {
			sk.seek(v)
		}
	}
}

// mergeJoinOp joins two sorted inputs.
type mergeJoinOp struct {
	output
	ex    *executor
	l, r  side
	check [][2]int // columns that must agree
	from  []mergeSource

	group [][]uint32 // the rows of the right side with the current key
	size  int
	key   uint32
	have  bool // group is of key
	pos   int  // in group, of the current left row

	li, ri [batchRows]int32 // pairs of rows of the current batches
}

// mergeSource is where a column comes from: the left row or the right one.
type mergeSource struct{ l, r int }

// joined writes rows of l and r side by side: the pairs li and ri, for which
// there is room.
func (o *output) joined(from []mergeSource, l, r [][]uint32, li, ri []int32) {
	for c, f := range from {
		out := o.cols[c][o.n : o.n+len(li)]
		if f.l >= 0 {
			take(out, l[f.l], li)
		} else {
			take(out, r[f.r], ri)
		}
	}
	o.n += len(li)
}

// take fills out with the rows of a column that are listed.
func take(out, col []uint32, rows []int32) {
	for i, r := range rows {
		out[i] = col[r]
	}
}

func (b *builder) mergeJoin(n *plan.MergeJoin) (operator, error) {
	l, err := b.build(n.L)
	if err != nil {
		return nil, err
	}
	r, err := b.build(n.R)
	if err != nil {
		return nil, err
	}
	li, ri := n.L.Props(), n.R.Props()
	m := &mergeJoinOp{ex: b.ex}
	m.l = side{op: l, key: columnOf(li.Vars, n.On)}
	m.r = side{op: r, key: columnOf(ri.Vars, n.On)}
	for _, v := range n.Check {
		m.check = append(m.check, [2]int{columnOf(li.Vars, v), columnOf(ri.Vars, v)})
	}
	for _, v := range n.Vars {
		c := mergeSource{columnOf(li.Vars, v), -1}
		if c.l < 0 {
			c.r = columnOf(ri.Vars, v)
		}
		m.from = append(m.from, c)
	}
	m.group = make([][]uint32, len(ri.Vars))
	m.init(len(n.Vars))
	return m, nil
}

func (m *mergeJoinOp) next() (*batch, error) {
	m.reset()
	for m.n < m.max {
		more, err := m.l.load()
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
		v := m.l.in.cols[m.l.key][m.l.at]
		if !m.have || v != m.key {
			if m.zip() {
				continue
			}
			more, err := m.match(v)
			if err != nil {
				return nil, err
			}
			if !more {
				break
			}
			continue
		}
		m.emit()
		if m.pos == m.size {
			m.pos = 0
			m.l.at++
		}
	}
	return m.done(m.ex)
}

// zip joins what of the current batches pairs row with row, as long as each
// key of the right side ends within its batch; false if it did nothing.
func (m *mergeJoinOp) zip() bool {
	if m.r.in == nil || m.r.at >= m.r.in.n {
		return false
	}
	lk, rk := m.l.in.cols[m.l.key][:m.l.in.n], m.r.in.cols[m.r.key][:m.r.in.n]
	l, r, n, room := m.l.at, m.r.at, 0, m.max-m.n
	for l < len(lk) && r < len(rk)-1 && n < room {
		a, b := lk[l], rk[r]
		switch {
		case a < b:
			l++
		case a > b:
			r++
		case rk[r+1] != a: // the right side has this key once
			m.li[n], m.ri[n] = int32(l), int32(r)
			n++
			l++
		default:
			hi := r + 2
			for hi < len(rk) && rk[hi] == a {
				hi++
			}
			if hi == len(rk) || n+hi-r > room {
				goto out
			}
			for k := r; k < hi; k++ {
				m.li[n], m.ri[n] = int32(l), int32(k)
				n++
			}
			l++
		}
	}
out:
	if l == m.l.at && r == m.r.at {
		return false
	}
	m.l.at, m.r.at = l, r
	m.have = false
	if len(m.check) > 0 {
		kept := 0
	pairs:
		for i := range n {
			for _, c := range m.check {
				if m.l.in.cols[c[0]][m.li[i]] != m.r.in.cols[c[1]][m.ri[i]] {
					continue pairs
				}
			}
			m.li[kept], m.ri[kept] = m.li[i], m.ri[i]
			kept++
		}
		n = kept
	}
	m.joined(m.from, m.l.in.cols, m.r.in.cols, m.li[:n], m.ri[:n])
	return true
}

// match moves both sides to the next common key and takes the right rows of
// it, from a left row with key v.
func (m *mergeJoinOp) match(v uint32) (bool, error) {
	m.have, m.pos = false, 0
	for {
		more, err := m.r.advance(v)
		if !more {
			m.l.in, m.l.ends = nil, true
			return false, err
		}
		w := m.r.in.cols[m.r.key][m.r.at]
		if w == v {
			break
		}
		if more, err = m.l.advance(w); !more {
			return false, err
		}
		v = m.l.in.cols[m.l.key][m.l.at]
		if err := m.ex.step(1); err != nil {
			return false, err
		}
	}
	for c := range m.group {
		m.group[c] = m.group[c][:0]
	}
	m.size = 0
	for {
		// A run of equal keys in this batch.
		in, key := m.r.in, m.r.in.cols[m.r.key][:m.r.in.n]
		hi := m.r.at
		for hi < in.n && key[hi] == v {
			hi++
		}
		for c := range m.group {
			m.group[c] = append(m.group[c], in.cols[c][m.r.at:hi]...)
		}
		m.size += hi - m.r.at
		m.r.at = hi
		if hi < in.n {
			break
		}
		if err := m.ex.step(hi); err != nil {
			return false, err
		}
		more, err := m.r.load()
		if err != nil {
			return false, err
		}
		if !more || m.r.in.cols[m.r.key][0] != v {
			break
		}
	}
	m.have, m.key = true, v
	return true, nil
}

// emit joins the current left row with its group while there is room.
func (m *mergeJoinOp) emit() {
	li := m.l.at
	if len(m.check) == 0 {
		k := min(m.size-m.pos, m.max-m.n)
		for c, f := range m.from {
			out := m.cols[c][m.n : m.n+k]
			if f.l >= 0 {
				v := m.l.in.cols[f.l][li]
				for i := range out {
					out[i] = v
				}
			} else {
				copy(out, m.group[f.r][m.pos:])
			}
		}
		m.n += k
		m.pos += k
		return
	}
rows:
	for ; m.pos < m.size && m.n < m.max; m.pos++ {
		for _, c := range m.check {
			if m.l.in.cols[c[0]][li] != m.group[c[1]][m.pos] {
				continue rows
			}
		}
		for c, f := range m.from {
			if f.l >= 0 {
				m.cols[c][m.n] = m.l.in.cols[f.l][li]
			} else {
				m.cols[c][m.n] = m.group[f.r][m.pos]
			}
		}
		m.n++
	}
}
