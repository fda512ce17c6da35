package exec

import (
	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/expr"
	"github.com/ascribe-graph/ascribe/internal/sparql/plan"
	"github.com/ascribe-graph/ascribe/internal/store"
)

// groupOp is GROUP BY. Counts are kept as numbers, what they count by id; the
// other aggregates are those of package expr.
type groupOp struct {
	output
	ex   *executor
	node *plan.Group
	in   operator
	f    *frame
	view *rowView

	keyCols []int // -1: an expression
	keyExpr []*remembered
	keys    *keyTable
	aggs    []aggState
	ran     bool
	at      int
}

// aggState is one aggregate of all groups.
type aggState struct {
	agg   *plan.Agg
	count bool
	col   int // of a plain variable; -1: an expression, -2: rows
	n     []int64
	seen  *keyTable // DISTINCT, of the group and what is counted
	cols  []int     // of COUNT(DISTINCT *)
	accs  []*expr.Accumulator
	tuple []uint32
	sign  int      // -1: the least, 1: the greatest of a column
	best  []uint32 // by group; 0: none yet
	order *order
}

func (b *builder) group(n *plan.Group) (operator, error) {
	g := &groupOp{ex: b.ex, node: n, f: b.f}
	g.init(len(n.Vars))
	if n.Count != nil {
		return g, nil
	}
	in, err := b.build(n.Input)
	if err != nil {
		return nil, err
	}
	vars := n.Input.Props().Vars
	g.in, g.view = in, b.ex.view(vars, b.f)
	column := func(e *plan.Expr) int {
		if v, ok := e.X.(*algebra.ExprVar); ok {
			return columnOf(vars, b.ex.planner.Slot(v.Name))
		}
		return -1
	}
	for _, k := range n.Keys {
		g.keyCols = append(g.keyCols, column(k.Expr))
		g.keyExpr = append(g.keyExpr, b.ex.remember(k.Expr, vars))
	}
	g.keys = newKeyTable(len(n.Keys))
	if rows := int(n.Input.Props().Rows); len(n.Keys) > 0 && rows > 64 {
		g.keys.reserve(min(rows/4, 1<<14))
	}
	for i := range n.Aggs {
		a := &n.Aggs[i]
		s := aggState{agg: a, col: -2}
		if a.Same >= 0 {
			g.aggs = append(g.aggs, s)
			continue
		}
		if a.Expr != nil {
			s.col = column(a.Expr)
		}
		switch {
		case a.Spec.Func == "COUNT" && a.Expr == nil:
			s.count = true
			if a.Spec.Distinct {
				for _, v := range n.Visible {
					if c := columnOf(vars, v); c >= 0 {
						s.cols = append(s.cols, c)
					}
				}
				s.seen = newKeyTable(1 + len(s.cols))
			}
		case a.Spec.Func == "COUNT" && s.col >= 0:
			s.count = true
			if a.Spec.Distinct {
				s.cols = []int{s.col}
				s.seen = newKeyTable(2)
			}
		}
		if s.col >= 0 && a.Spec.Func == "MIN" {
			s.sign = -1
		} else if s.col >= 0 && a.Spec.Func == "MAX" {
			s.sign = 1
		}
		if s.sign != 0 {
			s.order = &order{ex: b.ex}
		}
		if s.seen != nil {
			s.seen.reserve(min(int(n.Input.Props().Rows), 1<<14))
			s.tuple = make([]uint32, s.seen.k)
		}
		g.aggs = append(g.aggs, s)
	}
	if len(n.Keys) == 0 {
		g.open()
		g.keys.add(nil)
	}
	return g, nil
}

// open makes room for a new group.
func (g *groupOp) open() {
	for i := range g.aggs {
		a := &g.aggs[i]
		switch {
		case a.agg.Same >= 0:
		case a.count:
			a.n = append(a.n, 0)
		case a.sign != 0:
			a.best = append(a.best, 0)
		default:
			a.accs = append(a.accs, expr.NewAccumulator(a.agg.Spec))
		}
	}
}

func (g *groupOp) next() (*batch, error) {
	if g.node.Count != nil {
		return g.counted()
	}
	if !g.ran {
		g.ran = true
		if err := g.run(); err != nil {
			return nil, err
		}
	}
	g.reset()
	for g.at < g.keys.n && g.n < g.max {
		k := len(g.keyCols)
		for c := range g.node.Keys {
			g.cols[c][g.n] = g.keys.keys[g.at*k+c]
		}
		for i := range g.aggs {
			if same := g.node.Aggs[i].Same; same >= 0 {
				g.cols[k+i][g.n] = g.cols[k+same][g.n]
				continue
			}
			id, err := g.aggs[i].result(g.ex, g.at)
			if err != nil {
				return nil, err
			}
			g.cols[k+i][g.n] = id
		}
		g.at++
		g.n++
	}
	return g.done(g.ex)
}

func (a *aggState) result(ex *executor, group int) (uint32, error) {
	if a.count {
		return ex.looseInt(a.n[group]), nil
	}
	if a.sign != 0 {
		return a.best[group], nil
	}
	v, err := a.accs[group].Result()
	if err != nil {
		if expr.IsTypeError(err) {
			err = nil
		}
		return 0, err
	}
	return ex.loose(v), nil
}

// run reads the whole input.
func (g *groupOp) run() error {
	key := make([]uint32, len(g.keyCols))
	nums := make([]int32, batchRows)
	for {
		b, err := g.in.next()
		if err != nil {
			return err
		}
		if b == nil {
			return nil
		}
		if err := g.ex.step(b.n); err != nil {
			return err
		}
		g.view.set(b)
		if b.n > len(nums) {
			nums = make([]int32, b.n)
		}
		groups := g.keys.n
		if len(key) == 0 {
			clear(nums[:b.n])
		} else {
			var one []uint32 // the only key, if it is a column
			if len(g.keyCols) == 1 && g.keyCols[0] >= 0 {
				one = b.cols[g.keyCols[0]]
			}
			for i := range b.n {
				if one != nil && i > 0 && one[i] == one[i-1] {
					nums[i] = nums[i-1]
					continue
				}
				for k, c := range g.keyCols {
					if c >= 0 {
						key[k] = b.cols[c][i]
						continue
					}
					g.view.i = i
					if key[k], err = g.keyExpr[k].id(g.view); err != nil {
						return err
					}
				}
				num, fresh := g.keys.add(key)
				if fresh {
					g.open()
				}
				nums[i] = int32(num)
			}
		}
		g.ex.hold(g.keys.n-groups, len(key)+16*len(g.aggs))
		if err := g.ex.count(g.keys.n - groups); err != nil {
			return err
		}
		for i := range g.aggs {
			if g.node.Aggs[i].Same >= 0 {
				continue
			}
			if err := g.aggs[i].add(g, b, nums[:b.n]); err != nil {
				return err
			}
		}
	}
}

// add takes the rows of a batch, of which nums tells the groups.
func (a *aggState) add(g *groupOp, b *batch, nums []int32) error {
	switch {
	case a.count && a.seen != nil:
		old := a.seen.n
		defer func() { g.ex.hold(a.seen.n-old, len(a.tuple)) }()
		for i, num := range nums {
			if a.col >= 0 && b.cols[a.col][i] == 0 {
				continue
			}
			a.tuple[0] = uint32(num)
			for k, c := range a.cols {
				a.tuple[k+1] = b.cols[c][i]
			}
			if _, fresh := a.seen.add(a.tuple); fresh {
				a.n[num]++
			}
		}
	case a.count && a.col < 0 && len(g.keyCols) == 0:
		a.n[0] += int64(len(nums))
	case a.count && a.col < 0:
		for _, num := range nums {
			a.n[num]++
		}
	case a.count:
		for i, id := range b.cols[a.col][:len(nums)] {
			if id != 0 {
				a.n[nums[i]]++
			}
		}
	case a.sign != 0:
		col := b.cols[a.col][:len(nums)]
		if err := a.order.ahead(col); err != nil {
			return err
		}
		for i, id := range col {
			best := &a.best[nums[i]]
			if id == 0 || id == *best {
				continue
			}
			if *best == 0 || a.sign*a.order.strict(id, *best) > 0 {
				*best = id
			}
			if err := g.ex.step(1); err != nil {
				return err
			}
		}
	default:
		for i, num := range nums {
			var v expr.Value
			var err error
			if a.col >= 0 {
				if v = g.ex.value(b.cols[a.col][i]); v.IsZero() {
					err = expr.ErrType
				}
			} else {
				g.view.i = i
				v, err = g.ex.eval(a.agg.Expr, g.view)
			}
			if err != nil && !expr.IsTypeError(err) {
				return err
			}
			a.accs[num].Add(v, err)
			if err := g.ex.step(1); err != nil {
				return err
			}
		}
	}
	return nil
}

// counted counts quads from the sizes of index ranges.
func (g *groupOp) counted() (*batch, error) {
	if g.ran {
		return nil, nil
	}
	g.ran = true
	scan := g.node.Count
	pats := g.ex.patterns(&scan.Quads, g.f)
	if len(pats) == 0 {
		if len(g.node.Keys) > 0 {
			return nil, nil
		}
		for c := range g.node.Aggs {
			g.cols[c][0] = g.ex.looseInt(0)
		}
		g.n = 1
		return g.done(g.ex)
	}
	pat := pats[0]
	named := scan.Quads.Graphs == plan.NamedGraphs
	if scan.Skip == 0 {
		n := g.ex.src.Count(pat)
		if named {
			pat[store.G] = store.Unlabelled
			n -= g.ex.src.Count(pat)
		}
		for c := range g.node.Aggs {
			g.cols[c][0] = g.ex.looseInt(int64(n))
		}
		g.n = 1
		return g.done(g.ex)
	}
	key := scan.Skip - 1
	unlabelled := map[store.ID]int{}
	if named {
		p := pat
		p[store.G] = store.Unlabelled
		cur := g.ex.src.Scan(p, store.GSPO)
		buf := make([]store.Quad, 256)
		for {
			k := cur.Next(buf)
			if k == 0 {
				break
			}
			for i := range buf[:k] {
				unlabelled[buf[i][key]]++
			}
			if err := g.ex.step(k); err != nil {
				return nil, err
			}
		}
		if err := cur.Err(); err != nil {
			return nil, err
		}
	}
	order := [3]store.Order{store.SPOG, store.PSOG, store.OSPG}[key]
	cur := g.ex.src.Scan(pat, order)
	var one [1]store.Quad
	for cur.Next(one[:]) > 0 {
		id := one[0][key]
		p := pat
		p[key] = id
		if n := g.ex.src.Count(p) - unlabelled[id]; n > 0 {
			if g.n == g.max {
				g.grow()
			}
			g.cols[0][g.n] = uint32(id)
			for c := range g.node.Aggs {
				g.cols[1+c][g.n] = g.ex.looseInt(int64(n))
			}
			g.n++
		}
		if err := g.ex.step(4); err != nil {
			return nil, err
		}
		if id == 1<<32-1 {
			break
		}
		var next store.Quad
		next[key] = id + 1
		cur.Seek(next)
	}
	if err := cur.Err(); err != nil {
		return nil, err
	}
	return g.done(g.ex)
}

// grow doubles the room of the batch and keeps what is in it.
func (o *output) grow() {
	old := o.cols
	o.cols = make([][]uint32, len(old))
	copied := o.n
	o.resize(2 * o.max)
	for i := range old {
		copy(o.cols[i], old[i][:copied])
	}
}
