package exec

import (
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/plan"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// filterOp keeps the rows that pass. A condition on one variable is tested
// once for each of its values.
type filterOp struct {
	ex    *executor
	in    operator
	conds []filterCond
	view  *rowView
	keep  []int32
	todo  []uint64 // new values and a row of each
	buf   []byte   // for their texts
}

// filterCond is the conditions on one variable, or one on several.
type filterCond struct {
	es    []*plan.Expr
	tests []termTest // es, if they look at the text only
	pair  *pairTest  // es, if it compares two variables
	col   int        // of the only variable; -1
	seen  memo
}

func (b *builder) filter(n *plan.Filter) (operator, error) {
	in, err := b.build(n.Input)
	if err != nil {
		return nil, err
	}
	vars := n.Input.Props().Vars
	f := &filterOp{ex: b.ex, in: in, view: b.ex.view(vars, b.f)}
conds:
	for _, e := range n.Conds {
		c := filterCond{es: []*plan.Expr{e}, col: -1}
		if e.One >= 0 {
			c.col = columnOf(vars, e.One)
		}
		if c.col >= 0 {
			for i := range f.conds {
				if o := &f.conds[i]; o.col == c.col {
					o.es = append(o.es, e)
					continue conds
				}
			}
		}
		f.conds = append(f.conds, c)
	}
	for i := range f.conds {
		if c := &f.conds[i]; c.col >= 0 {
			c.tests = termTests(c.es)
		} else {
			c.pair = b.ex.pairTest(c.es[0], vars)
		}
	}
	return f, nil
}

func (f *filterOp) next() (*batch, error) {
	for {
		b, err := f.in.next()
		if b == nil || err != nil {
			return nil, err
		}
		if err := f.ex.step(b.n); err != nil {
			return nil, err
		}
		f.view.set(b)
		for i := range f.conds {
			if err := f.apply(&f.conds[i], b); err != nil {
				return nil, err
			}
			if b.n == 0 {
				break
			}
		}
		if b.n > 0 {
			return b, f.ex.count(b.n)
		}
	}
}

// apply keeps the rows of b that pass c.
func (f *filterOp) apply(c *filterCond, b *batch) error {
	if c.col >= 0 {
		if err := f.ahead(c, b); err != nil {
			return err
		}
	}
	keep := f.keep[:0]
	for i := range b.n {
		var slot *uint8
		if c.col >= 0 {
			slot = c.seen.slot(b.cols[c.col][i])
			if *slot != 0 {
				if *slot == passes {
					keep = append(keep, int32(i))
				}
				continue
			}
		}
		f.view.i = i
		pass, err := f.test(c, b, i)
		if err != nil {
			return err
		}
		if slot != nil {
			*slot = fails
		}
		if pass {
			keep = append(keep, int32(i))
			if slot != nil {
				*slot = passes
			}
		}
		if err := f.ex.step(1); err != nil {
			return err
		}
	}
	f.keep = keep
	if len(keep) < b.n {
		for _, col := range b.cols {
			for n, i := range keep {
				col[n] = col[i]
			}
		}
		b.n = len(keep)
	}
	return nil
}

// What is remembered of a value.
const (
	fails   uint8 = 1
	passes  uint8 = 2
	pending uint8 = 3 // it is being tested
)

// fewAhead is how many new values are worth reading at once.
const fewAhead = 8

// ahead tests the values of a batch that are new and of the source: sorted, so
// that the dictionary is read in one pass.
func (f *filterOp) ahead(c *filterCond, b *batch) error {
	todo := f.todo[:0]
	for i, id := range b.cols[c.col][:b.n] {
		if id == 0 || kindOf(id) >= inlineKind {
			continue
		}
		if slot := c.seen.slot(id); *slot == 0 {
			*slot = pending
			todo = append(todo, uint64(id)<<32|uint64(i))
		}
	}
	f.todo = todo
	if len(todo) < fewAhead {
		for _, x := range todo {
			*c.seen.slot(uint32(x >> 32)) = 0
		}
		return nil
	}
	slices.Sort(todo)
	ids := make([]store.ID, len(todo))
	for i, x := range todo {
		ids[i] = store.ID(x >> 32)
	}
	settle := func(i int, pass bool) error {
		slot := c.seen.slot(uint32(ids[i]))
		*slot = fails
		if pass {
			*slot = passes
		}
		return f.ex.step(1)
	}
	general := func(i int) error {
		f.view.i = int(uint32(todo[i]))
		pass, err := f.ex.testAll(c.es, f.view)
		if err != nil {
			return err
		}
		return settle(i, pass)
	}
	if c.tests == nil {
		return f.ex.peek(ids, general)
	}
	var terms []term.Term
	terms, f.buf = f.ex.readTermsOf(ids, f.buf)
	for i, t := range terms {
		var err error
		if pass, ok := testTerm(c.tests, t); ok {
			err = settle(i, pass)
		} else {
			err = general(i)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// test tests the conditions of c for a row.
func (f *filterOp) test(c *filterCond, b *batch, i int) (bool, error) {
	if c.tests != nil {
		if pass, ok := testTerm(c.tests, f.ex.term(b.cols[c.col][i])); ok {
			return pass, nil
		}
	}
	if c.pair != nil {
		if pass, ok, err := c.pair.test(f.view); ok || err != nil {
			return pass, err
		}
	}
	return f.ex.testAll(c.es, f.view)
}

func (f *filterOp) seek(v uint32) {
	if s, ok := f.in.(seeker); ok {
		s.seek(v)
	}
}

// extendOp computes columns.
type extendOp struct {
	ex   *executor
	node *plan.Extend
	in   operator
	view *rowView
	out  batch
	own  [][]uint32 // the columns that are computed
	from []int      // of the input; -1: own
	cols []int      // of the expressions, in the output
	term []uint32   // of the expressions that are constants
	expr []*remembered
	f    *frame
}

func (b *builder) extend(n *plan.Extend) (operator, error) {
	in, err := b.build(n.Input)
	if err != nil {
		return nil, err
	}
	vars := n.Input.Props().Vars
	x := &extendOp{ex: b.ex, node: n, in: in, f: b.f, view: b.ex.view(n.Vars, b.f)}
	x.cols = columnsOf(n.Vars, n.Slots)
	x.from = columnsOf(vars, n.Vars)
	for _, s := range n.Slots {
		// BIND in EXISTS may give a variable its value again: compute, compare.
		x.from[columnOf(n.Vars, s)] = -1
	}
	x.term = make([]uint32, len(n.Slots))
	for i, e := range n.Exprs {
		if t, ok := e.X.(*algebra.ExprTerm); ok {
			x.term[i] = uint32(b.ex.intern(t.Term))
		}
		x.expr = append(x.expr, b.ex.remember(e, n.Vars))
	}
	x.own = make([][]uint32, len(n.Slots))
	x.out.cols = make([][]uint32, len(n.Vars))
	return x, nil
}

func (x *extendOp) next() (*batch, error) {
	for {
		b, err := x.in.next()
		if b == nil || err != nil {
			return nil, err
		}
		for c, f := range x.from {
			if f >= 0 {
				x.out.cols[c] = b.cols[f]
			}
		}
		for k, c := range x.cols {
			if cap(x.own[k]) < b.n {
				x.own[k] = make([]uint32, max(b.n, 64))
			}
			x.own[k] = x.own[k][:b.n]
			clear(x.own[k])
			x.out.cols[c] = x.own[k]
		}
		x.out.n = b.n
		x.view.set(&x.out)
		for i := range b.n {
			x.view.i = i
			x.ex.lastRow++
			x.ex.env.Solution = x.ex.lastRow
			for k, e := range x.expr {
				if x.term[k] != 0 {
					x.own[k][i] = x.term[k]
					continue
				}
				id, err := e.id(x.view)
				if err != nil {
					return nil, err
				}
				x.own[k][i] = id
			}
			if err := x.ex.step(1); err != nil {
				return nil, err
			}
		}
		if x.check(); x.out.n > 0 {
			return &x.out, x.ex.count(x.out.n)
		}
	}
}

// check drops the rows that give a variable another value than EXISTS has.
func (x *extendOp) check() {
	for s := range x.node.Outer.All() {
		col := x.out.cols[columnOf(x.node.Vars, s)]
		want := x.f.at(s)
		n := 0
		for i := range x.out.n {
			if v := col[i]; v != 0 && x.ex.canonical(v) != want {
				continue
			}
			for _, c := range x.out.cols {
				c[n] = c[i]
			}
			n++
		}
		x.out.n = n
	}
}

// unionOp gives the rows of one input after another.
type unionOp struct {
	output
	ex   *executor
	of   []operator
	from [][]int
}

func (b *builder) union(n *plan.Union) (operator, error) {
	u := &unionOp{ex: b.ex}
	for _, in := range n.Of {
		op, err := b.build(in)
		if err != nil {
			return nil, err
		}
		u.of = append(u.of, op)
		u.from = append(u.from, columnsOf(in.Props().Vars, n.Vars))
	}
	u.cols = make([][]uint32, len(n.Vars))
	return u, nil
}

func (u *unionOp) next() (*batch, error) {
	for len(u.of) > 0 {
		b, err := u.of[0].next()
		if err != nil {
			return nil, err
		}
		if b == nil {
			u.of, u.from = u.of[1:], u.from[1:]
			continue
		}
		for c, f := range u.from[0] {
			if f >= 0 {
				u.cols[c] = b.cols[f]
			} else {
				u.cols[c] = make([]uint32, b.n)
			}
		}
		u.n = b.n
		return &u.batch, u.ex.count(b.n)
	}
	return nil, nil
}

// projectOp keeps columns.
type projectOp struct {
	in   operator
	from []int
	out  batch
}

func (b *builder) project(n *plan.Project) (operator, error) {
	in, err := b.build(n.Input)
	if err != nil {
		return nil, err
	}
	return &projectOp{in: in, from: columnsOf(n.Input.Props().Vars, n.Vars), out: batch{cols: make([][]uint32, len(n.Vars))}}, nil
}

func (p *projectOp) next() (*batch, error) {
	b, err := p.in.next()
	if b == nil || err != nil {
		return nil, err
	}
	for c, f := range p.from {
		p.out.cols[c] = b.cols[f]
	}
	p.out.n = b.n
	return &p.out, nil
}

func (p *projectOp) seek(v uint32) {
	if s, ok := p.in.(seeker); ok {
		s.seek(v)
	}
}

// distinctOp removes duplicates.
type distinctOp struct {
	ex   *executor
	in   operator
	seen *keyTable
	key  []uint32
}

func (b *builder) distinct(n *plan.Distinct) (operator, error) {
	in, err := b.build(n.Input)
	k := len(n.Vars)
	seen := newKeyTable(k)
	seen.reserve(min(int(n.Rows), 1<<12))
	return &distinctOp{ex: b.ex, in: in, seen: seen, key: make([]uint32, k)}, err
}

func (d *distinctOp) next() (*batch, error) {
	for {
		b, err := d.in.next()
		if b == nil || err != nil {
			return nil, err
		}
		n := 0
		for i := range b.n {
			for c, col := range b.cols {
				d.key[c] = col[i]
			}
			if _, fresh := d.seen.add(d.key); !fresh {
				continue
			}
			for _, col := range b.cols {
				col[n] = col[i]
			}
			n++
		}
		b.n = n
		d.ex.hold(n, len(d.key))
		if err := d.ex.count(n); err != nil {
			return nil, err
		}
		if n > 0 {
			return b, nil
		}
	}
}

// sliceOp skips and stops.
type sliceOp struct {
	in         operator
	skip, left int // left -1: no limit
}

func (s *sliceOp) next() (*batch, error) {
	for s.left != 0 {
		b, err := s.in.next()
		if b == nil || err != nil {
			return nil, err
		}
		if s.skip >= b.n {
			s.skip -= b.n
			continue
		}
		if s.skip > 0 {
			for c := range b.cols {
				copy(b.cols[c], b.cols[c][s.skip:b.n])
			}
			b.n -= s.skip
			s.skip = 0
		}
		if s.left > 0 {
			b.n = min(b.n, s.left)
			s.left -= b.n
		}
		return b, nil
	}
	return nil, nil
}

// canonOp gives terms the numbers of the source.
type canonOp struct {
	ex   *executor
	in   operator
	cols []int
}

func (b *builder) canon(n *plan.Canon) (operator, error) {
	in, err := b.build(n.Input)
	return &canonOp{b.ex, in, columnsOf(n.Vars, n.Slots)}, err
}

func (c *canonOp) next() (*batch, error) {
	b, err := c.in.next()
	if b == nil || err != nil {
		return nil, err
	}
	for _, k := range c.cols {
		col := b.cols[k][:b.n]
		for i, id := range col {
			if kindOf(id) >= inlineKind {
				col[i] = c.ex.canonical(id)
			}
		}
	}
	return b, c.ex.step(b.n)
}

// graphLoopOp evaluates a sub-plan in one named graph after another.
type graphLoopOp struct {
	output
	b      *builder
	node   *plan.GraphLoop
	graphs []store.ID
	open   bool
	held   int64 // by others
	sub    operator
	now    uint32
	from   []int
	out    int // the column of the graph
}

func (b *builder) graphLoop(n *plan.GraphLoop) operator {
	g := &graphLoopOp{b: b, node: n, from: columnsOf(n.Sub.Props().Vars, n.Vars), out: columnOf(n.Vars, n.Out)}
	g.cols = make([][]uint32, len(n.Vars))
	return g
}

func (g *graphLoopOp) next() (*batch, error) {
	ex := g.b.ex
	if !g.open {
		g.open, g.held = true, ex.held
		var err error
		if g.graphs, err = ex.namedGraphs(); err != nil {
			return nil, err
		}
	}
	for {
		if g.sub == nil {
			if len(g.graphs) == 0 {
				return nil, nil
			}
			g.now, g.graphs = uint32(g.graphs[0]), g.graphs[1:]
			ex.held = g.held // the last one's operators are dropped
			f := &frame{vals: append([]uint32(nil), g.b.f.vals...)}
			f.set(g.node.Slot, g.now)
			var err error
			if g.sub, err = (&builder{ex: ex, f: f, meter: g.b.meter}).build(g.node.Sub); err != nil {
				return nil, err
			}
		}
		b, err := g.sub.next()
		if err != nil {
			return nil, err
		}
		if b == nil {
			g.sub = nil
			continue
		}
		for c, k := range g.from {
			if k >= 0 {
				g.cols[c] = b.cols[k]
			} else {
				g.cols[c] = make([]uint32, b.n)
			}
		}
		n := 0
		col := g.cols[g.out]
		for i := range b.n {
			if col[i] != 0 && col[i] != g.now {
				continue // the pattern gives the variable another value
			}
			for _, c := range g.cols {
				c[n] = c[i]
			}
			col[n] = g.now
			n++
		}
		if g.n = n; n > 0 {
			return &g.batch, ex.count(n)
		}
	}
}
