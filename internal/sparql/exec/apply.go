package exec

import "github.com/ascribe-graph/ascribe/internal/sparql/plan"

// inputOp gives the rows that an Apply has put there, then an end; then it
// can be filled again.
type inputOp struct {
	out     batch
	full    bool
	settled []bool // by row: nothing more is asked about it
}

func (i *inputOp) next() (*batch, error) {
	if !i.full || i.out.n == 0 {
		return nil, nil
	}
	i.full = false
	return &i.out, nil
}

// applyOp evaluates a sub-plan for the rows of its input, a batch at a time.
type applyOp struct {
	output
	ex    *executor
	node  *plan.Apply
	l     operator
	sub   operator
	input *inputOp
	inCol []int // of the input's columns: the column of l; -1 for the number
	row   int   // in sub
	lview *rowView

	// Semi, Anti and Mark
	memo  *keyTable
	found []bool
	key   []uint32
	marks [2]uint32 // no and yes
	out   batch     // of Mark

	// Left
	in      *batch
	from    []mergeSource // l or sub
	got     *batch
	at      int
	rest    int // the next row that may be unmatched; -1 while sub runs
	matched []bool
}

func (b *builder) apply(n *plan.Apply) (operator, error) {
	l, err := b.build(n.L)
	if err != nil {
		return nil, err
	}
	a := &applyOp{ex: b.ex, node: n, l: l, input: &inputOp{}}
	inner := *b
	inner.inputs = append(inner.inputs[:len(inner.inputs):len(inner.inputs)], a.input)
	if a.sub, err = inner.build(n.Sub); err != nil {
		return nil, err
	}
	li, si := n.L.Props(), n.Sub.Props()
	a.row = columnOf(si.Vars, n.Row)
	for _, v := range inputOf(n.Sub) {
		a.inCol = append(a.inCol, columnOf(li.Vars, v))
	}
	a.input.out.cols = make([][]uint32, len(a.inCol))
	a.lview = b.ex.view(li.Vars, b.f)
	if n.Kind == plan.Left {
		for _, v := range n.Vars {
			s := columnOf(si.Vars, v)
			f := mergeSource{columnOf(li.Vars, v), s}
			a.from = append(a.from, f)
		}
	} else {
		a.memo = newKeyTable(len(n.Pass))
		a.key = make([]uint32, len(n.Pass))
		a.inCol = columnsOf(li.Vars, n.Pass)
	}
	if n.Kind == plan.Mark {
		a.marks = b.ex.boolIDs()
	}
	a.init(len(n.Vars))
	return a, nil
}

// inputOf returns the columns of the Input that a sub-plan reads; none if it
// is known to be empty.
func inputOf(n plan.Node) []int {
	for {
		if in, ok := n.(*plan.Input); ok {
			return in.Vars
		}
		of := n.Inputs()
		if len(of) == 0 {
			return nil
		}
		n = of[0]
	}
}

func (a *applyOp) next() (*batch, error) {
	if a.node.Kind == plan.Left {
		return a.left()
	}
	for {
		in, err := a.l.next()
		if in == nil || err != nil {
			return nil, err
		}
		keep, err := a.semi(in)
		if err != nil {
			return nil, err
		}
		if a.node.Kind == plan.Mark {
			return a.mark(in, keep), a.ex.count(in.n)
		}
		n := 0
		for i := range in.n {
			if keep[i] == (a.node.Kind == plan.Semi) {
				for _, c := range in.cols {
					c[n] = c[i]
				}
				n++
			}
		}
		in.n = n
		if n > 0 {
			return in, a.ex.count(n)
		}
	}
}

// mark adds a column to the rows of in.
func (a *applyOp) mark(in *batch, found []bool) *batch {
	var col []uint32
	if k := len(in.cols); len(a.out.cols) > k {
		col = a.out.cols[k][:0]
	}
	for i := range in.n {
		col = append(col, a.marks[b2i(found[i])])
	}
	a.out.n, a.out.cols = in.n, append(append(a.out.cols[:0], in.cols...), col)
	return &a.out
}

// semi tells for each row whether the sub-plan has a row for it.
func (a *applyOp) semi(in *batch) ([]bool, error) {
	nums := make([]int, in.n)
	old := a.memo.n
	a.lview.set(in)
rows:
	for i := range in.n {
		for k, c := range a.inCol {
			v := in.cols[c][i]
			if a.node.Fallback != nil && a.ex.isLang(v) {
				a.lview.i = i
				keep, err := a.ex.test(a.node.Fallback, a.lview)
				if err != nil {
					return nil, err
				}
				nums[i] = -1
				if keep == (a.node.Kind != plan.Anti) {
					nums[i] = -2
				}
				continue rows
			}
			a.key[k] = v
		}
		nums[i], _ = a.memo.add(a.key)
	}
	if fresh := a.memo.n - old; fresh > 0 {
		a.ex.hold(fresh, len(a.key)+1)
		if err := a.run(old, fresh); err != nil {
			return nil, err
		}
	}
	keep := make([]bool, in.n)
	for i, num := range nums {
		keep[i] = num == -2 || num >= 0 && a.found[num]
	}
	return keep, nil
}

// run evaluates the sub-plan for the tuples of the memo from old on.
func (a *applyOp) run(old, fresh int) error {
	w := len(a.key)
	for k := range a.input.out.cols {
		col := make([]uint32, fresh)
		for i := range col {
			if k < w {
				col[i] = a.memo.keys[(old+i)*w+k]
			} else {
				col[i] = uint32(i)
			}
		}
		a.input.out.cols[k] = col
	}
	a.input.out.n, a.input.full = fresh, true
	settled := make([]bool, fresh)
	a.input.settled = settled
	for {
		b, err := a.sub.next()
		if err != nil {
			return err
		}
		if b == nil {
			break
		}
		for _, r := range b.cols[a.row][:b.n] {
			settled[r] = true
		}
	}
	a.found = append(a.found, settled...)
	return nil
}

// left is OPTIONAL.
func (a *applyOp) left() (*batch, error) {
	a.reset()
	for a.n < a.max {
		if a.in == nil {
			in, err := a.l.next()
			if err != nil {
				return nil, err
			}
			if in == nil {
				break
			}
			a.start(in)
		}
		if a.rest < 0 {
			if a.got == nil {
				b, err := a.sub.next()
				if err != nil {
					return nil, err
				}
				if b == nil {
					a.rest = 0
					continue
				}
				a.got, a.at = b, 0
			}
			for a.at < a.got.n && a.n < a.max {
				r := a.got.cols[a.row][a.at]
				a.matched[r] = true
				for c, f := range a.from {
					if f.r >= 0 {
						a.cols[c][a.n] = a.got.cols[f.r][a.at]
					} else {
						a.cols[c][a.n] = a.in.cols[f.l][r]
					}
				}
				a.n++
				a.at++
			}
			if a.at == a.got.n {
				a.got = nil
			}
			continue
		}
		for a.rest < a.in.n && a.n < a.max {
			r := a.rest
			a.rest++
			if a.matched[r] {
				continue
			}
			for c, f := range a.from {
				v := uint32(0)
				if f.l >= 0 {
					v = a.in.cols[f.l][r]
				}
				a.cols[c][a.n] = v
			}
			a.n++
		}
		if a.rest == a.in.n {
			a.in = nil
		}
	}
	return a.done(a.ex)
}

func (a *applyOp) start(in *batch) {
	a.in, a.got, a.rest = in, nil, -1
	a.matched = make([]bool, in.n)
	a.input.settled = make([]bool, in.n)
	for k, c := range a.inCol {
		if c >= 0 {
			a.input.out.cols[k] = append(a.input.out.cols[k][:0], in.cols[c][:in.n]...)
			continue
		}
		col := a.input.out.cols[k][:0]
		for i := range in.n {
			col = append(col, uint32(i))
		}
		a.input.out.cols[k] = col
	}
	a.input.out.n, a.input.full = in.n, true
}
