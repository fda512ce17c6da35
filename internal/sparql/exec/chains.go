package exec

import (
	"cmp"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/expr"
	"github.com/ascribe-graph/ascribe/internal/sparql/plan"
	"github.com/ascribe-graph/ascribe/internal/store"
)

// chainsOp is PATHS: what it yields, and in which order, is told at the head
// of sparql/naive's chains.go. The search walks forwards, level by level, only
// through nodes from which an end can be reached in time, which a walk
// backwards from all ends has found.
type chainsOp struct {
	output
	ex    *executor
	node  *plan.Chains
	b     *builder
	g     *pathGraph
	via   []step
	place [8]int // of the columns, in the output

	opened bool
	starts []uint32
	ends   *idSet // nil: any node
	end    uint32 // the only end; 0: there are others
	reach  map[uint32]int
	names  map[uint32]string
	cache  map[uint32][]hop

	// the search from one start
	at    int
	start uint32
	depth int
	arena []link
	level []int32 // the chains of the last length, as their last links
	found map[uint32]int
	left  int
	best  int // no chain longer than this is of use; -1: not known

	queue  []int32 // chains to be given out
	number int
	hops   []int32 // of the chain that is given out
	hopAt  int
	stop   bool
}

// step is one alternative of VIA.
type step struct {
	p       store.ID
	except  []store.ID
	inverse bool
}

// hop is an edge that can be walked.
type hop struct {
	to, p   uint32
	forward bool
}

// link is a hop of a chain, with the link before it.
type link struct {
	prev int32 // -1: the chain begins
	hop
}

func (b *builder) chains(n *plan.Chains) (operator, error) {
	c := &chainsOp{ex: b.ex, node: n, b: b, names: map[uint32]string{}, cache: map[uint32][]hop{}}
	for i, s := range n.Cols {
		c.place[i] = columnOf(n.Vars, s)
	}
	c.init(len(n.Vars))
	c.stop = n.Op.Limit == 0
	return c, c.alternatives(n.Op.Via)
}

// alternatives lists the edges that VIA allows.
func (c *chainsOp) alternatives(p algebra.Path) error {
	switch p := p.(type) {
	case nil:
		c.via = append(c.via, step{})
		return nil
	case *algebra.PathLink:
		c.via = append(c.via, step{p: c.ex.compilePath(p).pred})
		return nil
	case *algebra.PathInverse:
		if l, ok := p.P.(*algebra.PathLink); ok {
			c.via = append(c.via, step{p: c.ex.compilePath(l).pred, inverse: true})
			return nil
		}
	case *algebra.PathAlt:
		if err := c.alternatives(p.L); err != nil {
			return err
		}
		return c.alternatives(p.R)
	case *algebra.PathNegated:
		n := c.ex.compilePath(p)
		if n.hasFw {
			c.via = append(c.via, step{except: n.fw})
		}
		if n.hasBw {
			c.via = append(c.via, step{except: n.bw, inverse: true})
		}
		return nil
	}
	return &expr.UnsupportedError{What: "a path of several edges in VIA", Hint: "VIA takes alternatives of predicates, ^ and !"}
}

// open finds the ends.
func (c *chainsOp) open() error {
	c.opened = true
	var err error
	if c.g, err = c.ex.pathGraph(c.node.Graph, c.b.f); err != nil || c.g == nil {
		return err
	}
	c.starts, err = c.endsOf(c.node.Start, c.node.Cols[6])
	if err != nil {
		return err
	}
	known := c.starts != nil
	if !known {
		nodes, err := c.g.all()
		if err != nil {
			return err
		}
		c.starts = slices.Clone(nodes)
	}
	slices.SortFunc(c.starts, c.byName)
	ends, err := c.endsOf(c.node.End, c.node.Cols[7])
	if err != nil || ends == nil {
		return err
	}
	c.ends = &idSet{}
	for _, v := range ends {
		c.ends.add(v)
	}
	if len(ends) == 1 && c.node.Op.Mode != algebra.Acyclic && !slices.Contains(c.starts, ends[0]) {
		c.end = ends[0]
	}
	return c.distances(ends, known)
}

// endsOf returns the distinct values of one end, nil for any node.
func (c *chainsOp) endsOf(n plan.Node, slot int) ([]uint32, error) {
	outer := uint32(0)
	if c.node.Outer.Has(slot) {
		outer = c.b.f.at(slot)
	}
	if n == nil {
		if outer != 0 {
			return []uint32{outer}, nil
		}
		return nil, nil
	}
	op, err := c.b.build(n)
	if err != nil {
		return nil, err
	}
	out := []uint32{}
	col := columnOf(n.Props().Vars, slot)
	for {
		b, err := op.next()
		if err != nil {
			return nil, err
		}
		if b == nil {
			return out, nil
		}
		for i := range b.n {
			v := uint32(0)
			if col >= 0 {
				v = b.cols[col][i]
			}
			if v == 0 {
				v = outer
			}
			if v != 0 && !slices.Contains(out[max(0, len(out)-1):], v) {
				out = append(out, v)
			}
		}
	}
}

// name is a term as N-Triples writes it, by which chains are ordered.
func (c *chainsOp) name(v uint32) string {
	s, ok := c.names[v]
	if !ok {
		s = c.ex.term(v).String()
		c.names[v] = s
	}
	return s
}

func (c *chainsOp) byName(a, b uint32) int {
	if a == b {
		return 0
	}
	return strings.Compare(c.name(a), c.name(b))
}

// distances fills reach by walking backwards from all ends at once, as far as
// chains can be of use.
func (c *chainsOp) distances(ends []uint32, known bool) error {
	c.reach = map[uint32]int{}
	missing := idSet{}
	if c.end != 0 && known {
		for _, s := range c.starts {
			missing.add(s)
		}
	}
	left := missing.n
	for _, v := range ends {
		c.reach[v] = 0
	}
	level := ends
	var buf []hop
	for n := 1; len(level) > 0 && (c.node.Op.MaxLength == 0 || n <= c.node.Op.MaxLength); n++ {
		var next []uint32
		for _, v := range level {
			var err error
			if buf, err = c.walk(buf[:0], v, true); err != nil {
				return err
			}
			if err = c.ex.walk(len(buf)); err != nil {
				return err
			}
			for _, h := range buf {
				if _, ok := c.reach[h.to]; !ok {
					c.reach[h.to] = n
					c.ex.hold(1, 8)
					next = append(next, h.to)
					if missing.has(h.to) {
						left--
					}
				}
			}
		}
		if missing.n > 0 && left == 0 {
			return nil
		}
		level = next
	}
	return nil
}

// walk appends the hops at v, or if backwards those that lead to it.
func (c *chainsOp) walk(dst []hop, v uint32, backwards bool) ([]hop, error) {
	for _, s := range c.via {
		if kindOf(v) >= inlineKind || kindOf(uint32(s.p)) >= inlineKind {
			continue
		}
		pat, far := store.Pattern{store.S: store.ID(v), store.P: s.p}, store.O
		if s.inverse != backwards {
			pat, far = store.Pattern{store.O: store.ID(v), store.P: s.p}, store.S
		}
		err := c.g.scan(pat, func(q *store.Quad) error {
			if len(s.except) == 0 || !slices.Contains(s.except, q[store.P]) {
				dst = append(dst, hop{uint32(q[far]), uint32(q[store.P]), !s.inverse})
			}
			return nil
		})
		if err != nil {
			return dst, err
		}
	}
	return dst, nil
}

// hopsAt returns the hops from v in order, each once.
func (c *chainsOp) hopsAt(v uint32) ([]hop, error) {
	if hs, ok := c.cache[v]; ok {
		return hs, nil
	}
	hs, err := c.walk(nil, v, false)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(hs, func(a, b hop) int {
		if d := c.byName(a.to, b.to); d != 0 {
			return d
		}
		if d := c.byName(a.p, b.p); d != 0 {
			return d
		}
		return cmp.Compare(b2i(b.forward), b2i(a.forward))
	})
	hs = slices.Compact(hs)
	c.cache[v] = hs
	c.ex.hold(len(hs)+8, 2)
	return hs, nil
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (c *chainsOp) next() (*batch, error) {
	if c.stop && c.hopAt >= len(c.hops) {
		return nil, nil
	}
	if !c.opened {
		if err := c.open(); err != nil {
			return nil, err
		}
	}
	c.reset()
	for c.n < c.max {
		if c.hopAt < len(c.hops) {
			c.emit()
			continue
		}
		if c.stop {
			break
		}
		if len(c.queue) > 0 {
			c.take()
			continue
		}
		more, err := c.extend()
		if err != nil {
			return nil, err
		}
		if !more {
			c.stop = true
		}
	}
	return c.done(c.ex)
}

// take makes the next chain of the queue the one that is given out.
func (c *chainsOp) take() {
	c.number++
	c.hops, c.hopAt = c.hops[:0], 0
	for l := c.queue[0]; c.arena[l].prev >= 0; l = c.arena[l].prev {
		c.hops = append(c.hops, l)
	}
	slices.Reverse(c.hops)
	c.queue = c.queue[1:]
	if c.number == c.node.Op.Limit {
		c.stop = true
	}
}

// extend makes the chains that are one hop longer and queues those that end;
// false if there are no more chains at all.
func (c *chainsOp) extend() (bool, error) {
	op := c.node.Op
	if len(c.level) == 0 || (op.MaxLength > 0 && c.depth >= op.MaxLength) {
		if c.at == len(c.starts) {
			return false, nil
		}
		c.begin(c.starts[c.at])
		c.at++
		return true, nil
	}
	c.depth++
	n := c.depth
	var next []int32
	for _, l := range c.level {
		hops, err := c.hopsAt(c.arena[l].to)
		if err != nil {
			return false, err
		}
		for _, h := range hops {
			if err := c.ex.walk(1); err != nil {
				return false, err
			}
			if !c.useful(h.to, n) || !c.allowed(l, h.to, n) {
				continue
			}
			if err := c.ex.count(1); err != nil {
				return false, err
			}
			next = append(next, int32(len(c.arena)))
			c.arena = append(c.arena, link{l, h})
			c.ex.hold(1, 4)
		}
	}
	c.level = next
	for _, l := range next {
		if c.ends == nil || c.ends.has(c.arena[l].to) {
			c.queue = append(c.queue, l)
			if op.Mode == algebra.AnyShortest {
				c.left--
			}
		}
	}
	if c.ends != nil && op.Mode != algebra.Acyclic && c.complete() {
		c.level = nil
	}
	return true, nil
}

// begin starts the search from v.
func (c *chainsOp) begin(v uint32) {
	c.start, c.depth, c.best = v, 0, -1
	c.ex.hold(-len(c.arena), 4)
	c.arena, c.level, c.queue = c.arena[:0], c.level[:0], nil
	if c.reach != nil {
		d, ok := c.reach[v]
		if !ok {
			return
		}
		if c.end != 0 {
			c.best = d
		}
	}
	c.found = map[uint32]int{}
	c.left = 0
	if c.ends != nil {
		c.left = c.ends.n
	}
	c.arena = append(c.arena, link{-1, hop{to: v}})
	c.ex.hold(1, 4)
	c.level = []int32{0}
}

// complete reports whether every end has its shortest chains.
func (c *chainsOp) complete() bool {
	if c.node.Op.Mode == algebra.AnyShortest {
		return c.left == 0
	}
	for _, v := range c.ends.slots {
		if v != 0 {
			if _, ok := c.found[v]; !ok {
				return false
			}
		}
	}
	return true
}

// useful reports whether an end can be reached from v, where a chain has n hops.
func (c *chainsOp) useful(v uint32, n int) bool {
	if c.reach == nil {
		return true
	}
	d, ok := c.reach[v]
	if !ok || (c.best >= 0 && n+d > c.best) {
		return false
	}
	return c.node.Op.MaxLength == 0 || n+d <= c.node.Op.MaxLength
}

// allowed reports whether the chain of l may go on to v with its hop n.
func (c *chainsOp) allowed(l int32, v uint32, n int) bool {
	if c.node.Op.Mode == algebra.Acyclic {
		for ; l >= 0; l = c.arena[l].prev {
			if c.arena[l].to == v {
				return false
			}
		}
		return true
	}
	d, ok := c.found[v]
	if !ok {
		c.found[v] = n
		return true
	}
	return c.node.Op.Mode == algebra.AllShortest && d == n
}

// emit writes the next hop of the chain that is given out.
func (c *chainsOp) emit() {
	l := c.arena[c.hops[c.hopAt]]
	c.hopAt++
	row := [8]uint32{
		c.ex.looseInt(int64(c.number)), c.ex.looseInt(int64(c.hopAt)),
		c.arena[l.prev].to, l.p, l.to, c.ex.loose(expr.Bool(l.forward)),
		c.start, c.arena[c.hops[len(c.hops)-1]].to,
	}
	for i, v := range row {
		slot := c.node.Cols[i]
		if c.node.Outer.Has(slot) && c.ex.canonical(v) != c.b.f.at(slot) {
			return
		}
		for k := range i {
			if c.node.Cols[k] == slot && c.ex.canonical(row[k]) != c.ex.canonical(v) {
				return
			}
		}
	}
	for i, v := range row {
		c.cols[c.place[i]][c.n] = v
	}
	c.n++
}
