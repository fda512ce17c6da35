package exec

import (
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/plan"
)

// leapfrogOp joins several inputs a variable at a time (Veldhuizen, Leapfrog
// Triejoin, 2014): no intermediate result is larger than what the inputs
// allow the whole to be. It holds the inputs, each sorted by its variables in
// the order in which they are bound.
type leapfrogOp struct {
	output
	ex    *executor
	node  *plan.Leapfrog
	tries []*trie
	at    [][]place // by variable: the inputs that have it
	val   []uint32  // by variable
	from  []int     // of the columns: the variable
	read  bool
	ended bool
	level int
	fresh bool // the variable of level has no value yet
}

// trie is an input as sorted columns, and where the join stands in it.
type trie struct {
	op   operator // nil: shared with an earlier input
	cols [][]uint32
	n    int
	lo   []int // by column: the rows that agree with the values before it
	hi   []int
	pos  []int
}

// place is a column of a trie.
type place struct {
	t   *trie
	col int
}

func (b *builder) leapfrog(n *plan.Leapfrog) (operator, error) {
	l := &leapfrogOp{ex: b.ex, node: n, at: make([][]place, len(n.Bind)), val: make([]uint32, len(n.Bind)), fresh: true}
	for i, in := range n.Of {
		t := &trie{}
		if n.Same[i] < 0 {
			op, err := b.build(in)
			if err != nil {
				return nil, err
			}
			t.op = op
		}
		l.tries = append(l.tries, t)
		k := 0
		for v, slot := range n.Bind {
			if slices.Contains(in.Props().Vars, slot) {
				l.at[v] = append(l.at[v], place{t, k})
				k++
			}
		}
		t.lo, t.hi, t.pos = make([]int, k), make([]int, k), make([]int, k)
	}
	for _, v := range n.Vars {
		l.from = append(l.from, slices.Index(n.Bind, v))
	}
	l.init(len(n.Vars))
	return l, nil
}

// load reads all inputs.
func (l *leapfrogOp) load() error {
	for i, t := range l.tries {
		if same := l.node.Same[i]; same >= 0 {
			t.cols, t.n = l.tries[same].cols, l.tries[same].n
			continue
		}
		vars := l.node.Of[i].Props().Vars
		var from []int
		for _, slot := range l.node.Bind {
			if c := columnOf(vars, slot); c >= 0 {
				from = append(from, c)
			}
		}
		if err := t.load(l.ex, from); err != nil {
			return err
		}
	}
	return nil
}

func (t *trie) load(ex *executor, from []int) error {
	t.cols = make([][]uint32, len(from))
	sorted := true
	for {
		b, err := t.op.next()
		if err != nil {
			return err
		}
		if b == nil {
			break
		}
		for k, c := range from {
			t.cols[k] = append(t.cols[k], b.cols[c][:b.n]...)
		}
		for i := max(t.n, 1); sorted && i < t.n+b.n; i++ {
			sorted = t.compare(i-1, i) <= 0
		}
		t.n += b.n
		ex.hold(b.n, len(from))
		if err := ex.step(b.n); err != nil {
			return err
		}
	}
	if sorted {
		return nil
	}
	return t.sort(ex)
}

func (t *trie) compare(a, b int) int {
	for _, col := range t.cols {
		if x, y := col[a], col[b]; x != y {
			if x < y {
				return -1
			}
			return 1
		}
	}
	return 0
}

func (t *trie) sort(ex *executor) error {
	perm := make([]int32, t.n)
	for i := range perm {
		perm[i] = int32(i)
	}
	var failed error
	slices.SortFunc(perm, func(a, b int32) int {
		if failed == nil {
			failed = ex.step(1)
		}
		if failed != nil {
			return 0
		}
		return t.compare(int(a), int(b))
	})
	if failed != nil {
		return failed
	}
	for k, col := range t.cols {
		out := make([]uint32, len(col))
		for i, r := range perm {
			out[i] = col[r]
		}
		t.cols[k] = out
		if err := ex.step(len(out)); err != nil {
			return err
		}
	}
	return nil
}

func (l *leapfrogOp) next() (*batch, error) {
	if !l.read {
		l.read = true
		if err := l.load(); err != nil {
			return nil, err
		}
	}
	l.reset()
	last, keep := len(l.at)-1, l.node.Keep
	for l.n < l.max && !l.ended {
		if err := l.ex.step(1); err != nil {
			return nil, err
		}
		var found bool
		if l.fresh {
			found = l.enter(l.level)
		} else {
			found = l.forward(l.level)
		}
		switch {
		case !found:
			l.fresh = false
			if l.level--; l.level < 0 {
				l.ended = true
			}
		case l.level < last:
			l.level++
			l.fresh = true
		default:
			for c, v := range l.from {
				l.cols[c][l.n] = l.val[v]
			}
			l.n++
			l.fresh = false
			if keep < len(l.at) { // one value of the rest is enough
				if l.level = keep - 1; l.level < 0 {
					l.ended = true
				}
			}
		}
	}
	return l.done(l.ex)
}

// enter finds the first value of variable v under those before it.
func (l *leapfrogOp) enter(v int) bool {
	for _, p := range l.at[v] {
		t, k := p.t, p.col
		t.lo[k], t.hi[k] = 0, t.n
		if k > 0 {
			t.lo[k] = t.pos[k-1]
			t.hi[k] = endOfRun(t.cols[k-1], t.pos[k-1], t.hi[k-1])
		}
		if t.pos[k] = t.lo[k]; t.lo[k] == t.hi[k] {
			return false
		}
	}
	return l.meet(v)
}

// forward finds the next value of variable v.
func (l *leapfrogOp) forward(v int) bool {
	p := l.at[v][0]
	t, k := p.t, p.col
	if t.pos[k] = endOfRun(t.cols[k], t.pos[k], t.hi[k]); t.pos[k] == t.hi[k] {
		return false
	}
	return l.meet(v)
}

// meet moves the inputs of variable v to the next value that they all have.
func (l *leapfrogOp) meet(v int) bool {
	ps := l.at[v]
	if len(ps) == 2 {
		return l.meet2(v, ps[0], ps[1])
	}
	want := ps[0].t.cols[ps[0].col][ps[0].t.pos[ps[0].col]]
	for i, agreed := 1%len(ps), 1; agreed < len(ps); i = (i + 1) % len(ps) {
		t, k := ps[i].t, ps[i].col
		pos := seekIn(t.cols[k], t.pos[k], t.hi[k], want)
		if t.pos[k] = pos; pos == t.hi[k] {
			return false
		}
		if got := t.cols[k][pos]; got == want {
			agreed++
		} else {
			want, agreed = got, 1
		}
	}
	l.val[v] = want
	return true
}

// meet2 is meet of two inputs.
func (l *leapfrogOp) meet2(v int, p, q place) bool {
	a, b := p.t.cols[p.col][:p.t.hi[p.col]], q.t.cols[q.col][:q.t.hi[q.col]]
	i, j := p.t.pos[p.col], q.t.pos[q.col]
	for i < len(a) && j < len(b) {
		x, y := a[i], b[j]
		switch {
		case x == y:
			p.t.pos[p.col], q.t.pos[q.col] = i, j
			l.val[v] = x
			return true
		case x < y:
			if i++; i < len(a) && a[i] < y {
				i = seekIn(a, i, len(a), y)
			}
		default:
			if j++; j < len(b) && b[j] < x {
				j = seekIn(b, j, len(b), x)
			}
		}
	}
	return false
}

// endOfRun returns the first place in (lo, hi] whose value is not that of lo.
func endOfRun(col []uint32, lo, hi int) int {
	v := col[lo]
	if lo++; lo == hi || col[lo] != v {
		return lo
	}
	if v == 1<<32-1 {
		return hi
	}
	return seekIn(col, lo, hi, v+1)
}

// seekIn returns the first place in [lo, hi] whose value is at least v, hi if
// there is none: near lo at first, then in leaps.
func seekIn(col []uint32, lo, hi int, v uint32) int {
	if lo == hi || col[lo] >= v {
		return lo
	}
	step := 1
	for lo+step < hi && col[lo+step] < v {
		lo += step
		step *= 2
	}
	// col[lo] < v, and col[lo+step] >= v or beyond hi.
	hi = min(hi, lo+step)
	for lo+1 < hi {
		mid := int(uint(lo+hi) / 2)
		if col[mid] < v {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi
}
