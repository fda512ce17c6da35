package exec

import "github.com/ascribe-graph/ascribe/internal/sparql/plan"

// hashJoinOp holds its right input in a table and looks up the rows of the left.
type hashJoinOp struct {
	output
	ex      *executor
	node    *plan.HashJoin
	left    leftRows
	r       operator
	lkeys   []int
	rkeys   []int
	lcheck  []int
	rcheck  []int
	from    []mergeSource // both are set where the columns are merged
	pair    *pairFilter   // of Cond; nil: there is none
	lview   *rowView
	built   bool
	rows    [][]uint32
	size    int
	keys    *keyTable
	first   []int32 // by key: the first row
	chain   []int32 // by row: the next of its key; -1 at the end
	key     []uint32
	cand    int32 // the next candidate of the current row
	matched bool
	found   [2]uint32 // of Mark: no and yes
	turns   turns

	li, ri [batchRows]int32 // pairs of rows of the batch and the table
}

func (b *builder) hashJoin(n *plan.HashJoin) (operator, error) {
	left, err := b.leftRows(n.L, n.Within)
	if err != nil {
		return nil, err
	}
	inner := *b
	inner.inputs = nil
	r, err := inner.build(n.R)
	if err != nil {
		return nil, err
	}
	li, ri := n.L.Props(), n.R.Props()
	h := &hashJoinOp{ex: b.ex, node: n, left: left, r: r}
	h.lkeys, h.rkeys = columnsOf(li.Vars, n.Keys), columnsOf(ri.Vars, n.Keys)
	h.lcheck, h.rcheck = columnsOf(li.Vars, n.Check), columnsOf(ri.Vars, n.Check)
	for _, v := range n.Vars {
		c := mergeSource{columnOf(li.Vars, v), -1}
		if n.Kind == plan.Inner || n.Kind == plan.Left {
			c.r = columnOf(ri.Vars, v)
			if c.l >= 0 && li.Certain.Has(v) {
				c.r = -1
			}
		}
		h.from = append(h.from, c)
	}
	if n.Kind == plan.Mark {
		h.from = h.from[:len(li.Vars)]
		h.found = b.ex.boolIDs()
	}
	if len(n.Cond) > 0 {
		h.pair = b.ex.pairFilter(n.Cond, li.Vars, ri.Vars, b.f)
	}
	h.key = make([]uint32, len(n.Keys))
	h.lview = b.ex.view(li.Vars, b.f)
	h.init(len(n.Vars))
	return h, nil
}

// load builds the table.
func (h *hashJoinOp) load() error {
	h.built = true
	h.keys = newKeyTable(len(h.rkeys))
	h.keys.reserve(min(int(h.node.R.Props().Rows), 1<<16))
	h.rows = make([][]uint32, len(h.node.R.Props().Vars))
	unique := h.node.Kind != plan.Inner && h.node.Kind != plan.Left && len(h.rcheck) == 0 && h.pair == nil
	for {
		in, err := h.r.next()
		if err != nil {
			return err
		}
		if in == nil {
			return nil
		}
		if !unique {
			h.chain = doubled(h.chain, in.n)
		}
		for i := range in.n {
			for k, c := range h.rkeys {
				h.key[k] = in.cols[c][i]
			}
			num, fresh := h.keys.add(h.key)
			if unique {
				continue
			}
			if fresh {
				h.first = append(doubled(h.first, 1), -1)
			}
			h.chain = append(h.chain, h.first[num])
			h.first[num] = int32(h.size + i)
		}
		if !unique {
			for c := range h.rows {
				h.rows[c] = append(doubled(h.rows[c], in.n), in.cols[c][:in.n]...)
			}
		}
		h.size += in.n
		h.ex.hold(in.n, len(h.rows))
		if err := h.ex.step(in.n); err != nil {
			return err
		}
	}
}

func (h *hashJoinOp) next() (*batch, error) {
	if !h.built {
		if err := h.load(); err != nil {
			return nil, err
		}
	}
	h.reset()
	step := h.test
	switch plain := h.node.Kind == plan.Inner && len(h.lcheck) == 0; {
	case plain && h.left.row >= 0:
		step = h.turn
	case plain:
		step = h.zip
	case h.node.Kind == plan.Inner || h.node.Kind == plan.Left:
		step = h.join
	}
	for h.n < h.max {
		more, err := h.left.load(h.n)
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
		if err := step(); err != nil {
			return nil, err
		}
		if h.turns.over && h.n > 0 {
			break
		}
	}
	return h.done(h.ex)
}

// zip joins the rows of the current batch while there is room; a row with too
// many partners for what is left is the current row of join.
func (h *hashJoinOp) zip() error {
	if h.left.open {
		return h.join()
	}
	in, n, at, room := h.left.in, 0, h.left.at, h.max-h.n
	var one []uint32
	if len(h.lkeys) == 1 {
		one = in.cols[h.lkeys[0]]
	}
rows:
	for at < in.n && n < room {
		var num int
		if one != nil {
			num = h.keys.find1(one[at])
		} else {
			h.left.at = at
			num = h.find()
		}
		if num >= 0 {
			was := n
			for r := h.first[num]; r >= 0; r = h.chain[r] {
				if n == room {
					n, h.left.open, h.cand = was, true, h.first[num]
					break rows
				}
				h.li[n], h.ri[n] = int32(at), r
				n++
			}
		}
		at++
	}
	h.left.at = at
	return h.put(n)
}

// put writes the first n pairs of rows.
func (h *hashJoinOp) put(n int) error {
	h.joined(h.from, h.left.in.cols, h.rows, h.li[:n], h.ri[:n])
	return h.ex.step(n + 1)
}

// find looks up the current row.
func (h *hashJoinOp) find() int {
	if len(h.lkeys) == 1 {
		return h.keys.find1(h.left.value(h.lkeys[0]))
	}
	for k, c := range h.lkeys {
		h.key[k] = h.left.value(c)
	}
	return h.keys.find(h.key)
}

// agree reports whether the current row and row r of the table are compatible
// in the columns that may be unbound, and whether they share one.
func (h *hashJoinOp) agree(r int32) (ok, shares bool) {
	for k, c := range h.lcheck {
		a, b := h.left.value(c), h.rows[h.rcheck[k]][r]
		if a != 0 && b != 0 {
			if a != b {
				return false, false
			}
			shares = true
		}
	}
	return true, shares
}

// passes reports whether the current row and row r of the table pass Cond.
func (h *hashJoinOp) passes(r int32) (bool, error) {
	if h.pair == nil {
		return true, nil
	}
	return h.pair.test(h.left.in.cols, h.left.at, h.rows, int(r))
}

// join writes the partners of the current row while there is room.
func (h *hashJoinOp) join() error {
	if !h.left.open {
		h.left.open, h.matched, h.cand = true, false, -1
		if num := h.find(); num >= 0 {
			h.cand = h.first[num]
		}
	}
	for h.cand >= 0 && h.n < h.max {
		r := h.cand
		h.cand = h.chain[r]
		if err := h.ex.step(1); err != nil {
			return err
		}
		if ok, _ := h.agree(r); !ok {
			continue
		}
		if keep, err := h.passes(r); err != nil {
			return err
		} else if !keep {
			continue
		}
		for c, f := range h.from {
			v := uint32(0)
			if f.l >= 0 {
				v = h.left.value(f.l)
			}
			if v == 0 && f.r >= 0 {
				v = h.rows[f.r][r]
			}
			h.cols[c][h.n] = v
		}
		h.n++
		h.matched = true
	}
	if h.cand >= 0 || h.n == h.max && h.node.Kind == plan.Left && !h.matched {
		return nil
	}
	if h.node.Kind == plan.Left && !h.matched {
		for c, f := range h.from {
			v := uint32(0)
			if f.l >= 0 {
				v = h.left.value(f.l)
			}
			h.cols[c][h.n] = v
		}
		h.n++
	}
	h.left.done()
	return nil
}

// test keeps or drops the current row.
func (h *hashJoinOp) test() error {
	found, err := h.partner()
	if err != nil {
		return err
	}
	if h.node.Kind == plan.Mark || found == (h.node.Kind == plan.Semi) {
		for c, f := range h.from {
			h.cols[c][h.n] = h.left.value(f.l)
		}
		if h.node.Kind == plan.Mark {
			h.cols[len(h.from)][h.n] = h.found[b2i(found)]
		}
		h.n++
	}
	h.left.done()
	return nil
}

func (h *hashJoinOp) partner() (bool, error) {
	if h.node.Fallback != nil {
		for _, c := range h.lkeys {
			if h.ex.isLang(h.left.value(c)) {
				h.lview.set(h.left.in)
				h.lview.i = h.left.at
				keep, err := h.ex.test(h.node.Fallback, h.lview)
				return keep == (h.node.Kind != plan.Anti), err
			}
		}
	}
	num := h.find()
	if num < 0 {
		return false, nil
	}
	if len(h.lcheck) == 0 && h.pair == nil {
		return h.node.Kind != plan.MinusJoin || len(h.lkeys) > 0, nil
	}
	for r := h.first[num]; r >= 0; r = h.chain[r] {
		if err := h.ex.step(1); err != nil {
			return false, err
		}
		if ok, shares := h.agree(r); !ok || !shares && len(h.lkeys) == 0 && h.node.Kind == plan.MinusJoin {
			continue
		}
		if ok, err := h.passes(r); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}
