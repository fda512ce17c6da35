package exec

import (
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/plan"
)

// leapfrogOp joins several inputs a variable at a time (Veldhuizen, Leapfrog
// Triejoin, 2014): no intermediate result is larger than what the inputs
// allow the whole to be.
type leapfrogOp struct {
	output
	ex    *executor
	node  *plan.Leapfrog
	tries []*trie
	at    [][]*level // by variable: those of the inputs that have it
	val   []uint32   // by variable
	from  []int      // of the columns: the variable
	read  bool
	ended bool
	depth int  // the variable that is being bound
	fresh bool // it has no value yet
}

func (b *builder) leapfrog(n *plan.Leapfrog) (operator, error) {
	l := &leapfrogOp{ex: b.ex, node: n, at: make([][]*level, len(n.Bind)), val: make([]uint32, len(n.Bind)), fresh: true}
	for i, in := range n.Of {
		t := &trie{}
		switch {
		case in.Seek:
			t.index = b.newIndexTrie(in, n.Bind)
		case n.Same[i] < 0:
			op, err := b.build(in)
			if err != nil {
				return nil, err
			}
			t.op = op
		}
		l.tries = append(l.tries, t)
		for v, slot := range n.Bind {
			if slices.Contains(in.Vars, slot) {
				lv := &level{trie: t, k: len(t.levels)}
				t.levels = append(t.levels, lv)
				l.at[v] = append(l.at[v], lv)
			}
		}
	}
	for _, v := range n.Vars {
		l.from = append(l.from, slices.Index(n.Bind, v))
	}
	l.init(len(n.Vars))
	return l, nil
}

// load reads the inputs that are held.
func (l *leapfrogOp) load() error {
	for i, t := range l.tries {
		switch same := l.node.Same[i]; {
		case t.index != nil:
			if !t.index.some {
				l.ended = true // no quad can match
			}
		case same >= 0:
			t.cols, t.n = l.tries[same].cols, l.tries[same].n
		default:
			vars := l.node.Of[i].Vars
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
			found = l.enter(l.depth)
		} else {
			found = l.forward(l.depth)
		}
		switch {
		case !found:
			if err := l.failed(); err != nil {
				return nil, err
			}
			l.fresh = false
			if l.depth--; l.depth < 0 {
				l.ended = true
			}
		case l.depth < last:
			l.depth++
			l.fresh = true
		default:
			for c, v := range l.from {
				l.cols[c][l.n] = l.val[v]
			}
			l.n++
			l.fresh = false
			if keep < len(l.at) { // one value of the rest is enough
				if l.depth = keep - 1; l.depth < 0 {
					l.ended = true
				}
			}
		}
	}
	return l.done(l.ex)
}

// failed returns the error because of which the current variable has no value.
func (l *leapfrogOp) failed() error {
	for _, lv := range l.at[l.depth] {
		if x := lv.trie.index; x != nil && x.err != nil {
			return x.err
		}
	}
	return nil
}

// enter finds the first value of variable v under those before it.
func (l *leapfrogOp) enter(v int) bool {
	for _, lv := range l.at[v] {
		if !lv.open() {
			return false
		}
	}
	return l.meet(v)
}

// forward finds the next value of variable v.
func (l *leapfrogOp) forward(v int) bool { return l.at[v][0].advance() && l.meet(v) }

// meet moves the inputs of variable v to the next value that they all have.
func (l *leapfrogOp) meet(v int) bool {
	ls := l.at[v]
	if len(ls) == 2 {
		return l.meet2(v, ls[0], ls[1])
	}
	want := ls[0].value()
	for i, agreed := 1%len(ls), 1; agreed < len(ls); i = (i + 1) % len(ls) {
		if !ls[i].seek(want) {
			return false
		}
		if got := ls[i].value(); got == want {
			agreed++
		} else {
			want, agreed = got, 1
		}
	}
	l.val[v] = want
	return true
}

// meet2 is meet of two inputs.
func (l *leapfrogOp) meet2(v int, p, q *level) bool {
	for {
		a, b, i, j := p.col, q.col, p.at, q.at
		for i < len(a) && j < len(b) {
			x, y := a[i], b[j]
			switch {
			case x == y:
				p.at, q.at = i, j
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
		// One of them has no more at hand.
		p.at, q.at = i, j
		if i == len(a) && !p.fill(b[j]) || i < len(a) && !q.fill(a[i]) {
			return false
		}
	}
}
