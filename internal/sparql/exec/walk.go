package exec

import (
	"slices"

	"github.com/ascribe-graph/ascribe/internal/store"
)

// ends appends to dst the ends of p that start at x, as often as there are
// ways (§18.1.7; a repeated path has each end once); inverse walks backwards.
func (g *pathGraph) ends(dst []uint32, p *path, x uint32, inverse bool) ([]uint32, error) {
	switch p.kind {
	case pathLink:
		return g.edges(dst, x, p.pred, inverse, nil)
	case pathInverse:
		return g.ends(dst, p.l, x, !inverse)
	case pathSeq:
		first, second := p.l, p.r
		if inverse {
			first, second = second, first
		}
		mid, err := g.ends(nil, first, x, inverse)
		for _, z := range mid {
			if err != nil {
				return dst, err
			}
			dst, err = g.ends(dst, second, z, inverse)
		}
		return dst, err
	case pathAlt:
		dst, err := g.ends(dst, p.l, x, inverse)
		if err != nil {
			return dst, err
		}
		return g.ends(dst, p.r, x, inverse)
	case pathRepeat:
		out, err := g.repeat(p, []uint32{x}, inverse)
		return append(dst, out...), err
	}
	var err error
	if p.hasFw {
		if dst, err = g.edges(dst, x, store.Any, inverse, p.fw); err != nil {
			return dst, err
		}
	}
	if p.hasBw {
		dst, err = g.edges(dst, x, store.Any, !inverse, p.bw)
	}
	return dst, err
}

// reach appends to dst the ends of p that start at any of xs and are not in
// seen, and adds them to it. Inside of a path nothing is walked twice.
func (g *pathGraph) reach(dst []uint32, p *path, xs []uint32, inverse bool, seen *idSet) ([]uint32, error) {
	keep := func(from int) error {
		n := from
		for _, y := range dst[from:] {
			if seen.add(y) {
				dst[n] = y
				n++
			}
		}
		dst = dst[:n]
		return g.ex.count(n - from)
	}
	var err error
	switch p.kind {
	case pathInverse:
		return g.reach(dst, p.l, xs, !inverse, seen)
	case pathSeq:
		first, second := p.l, p.r
		if inverse {
			first, second = second, first
		}
		mid := g.ex.takeSet()
		zs, err := g.reach(nil, first, xs, inverse, mid)
		g.ex.giveSet(mid)
		if err != nil {
			return dst, err
		}
		return g.reach(dst, second, zs, inverse, seen)
	case pathAlt:
		if dst, err = g.reach(dst, p.l, xs, inverse, seen); err != nil {
			return dst, err
		}
		return g.reach(dst, p.r, xs, inverse, seen)
	case pathRepeat:
		from := len(dst)
		out, err := g.repeat(p, xs, inverse)
		if err != nil {
			return dst, err
		}
		dst = append(dst, out...)
		err = keep(from)
		return dst, err
	}
	for _, x := range xs {
		from := len(dst)
		if dst, err = g.ends(dst, p, x, inverse); err != nil {
			return dst, err
		}
		if err := keep(from); err != nil {
			return dst, err
		}
	}
	return dst, nil
}

// repeat returns the ends of at least min and at most max steps from any of
// xs, each once: ALP of §18.4 for * and +, and the same with bounds for {n,m}.
func (g *pathGraph) repeat(p *path, xs []uint32, inverse bool) ([]uint32, error) {
	if p.max >= 0 && p.max < p.min {
		return nil, nil
	}
	if p.max < 0 && p.min <= 1 && linksOnly(p.l) {
		if a, err := g.edgesOf(p.l, inverse); a != nil || err != nil {
			if err != nil {
				return nil, err
			}
			out, err := a.reach(g.ex, xs, p.min == 0)
			if err != nil {
				return nil, err
			}
			return out, g.ex.count(len(out))
		}
	}
	level := xs
	// min steps, level by level: here a node may come again.
	for range p.min {
		seen := g.ex.takeSet()
		next, err := g.reach(nil, p.l, level, inverse, seen)
		g.ex.giveSet(seen)
		if err != nil || len(next) == 0 {
			return nil, err
		}
		level = next
	}
	// From there on a node that was seen is not walked again.
	seen := g.ex.takeSet()
	defer g.ex.giveSet(seen)
	all := make([]uint32, 0, 2*len(level))
	for _, v := range level {
		if seen.add(v) {
			all = append(all, v)
		}
	}
	lo := 0
	for n := p.min; lo < len(all) && (p.max < 0 || n < p.max); n++ {
		hi := len(all)
		var err error
		if all, err = g.reach(all, p.l, all[lo:hi:hi], inverse, seen); err != nil {
			return nil, err
		}
		lo = hi
	}
	return all, nil
}

// between reports whether a repeated path without bounds leads from x to y:
// from both ends at once, the smaller front first.
func (g *pathGraph) between(p *path, x, y uint32, inverse bool) (bool, error) {
	if p.min == 0 && x == y {
		return true, nil
	}
	fs, bs := g.ex.takeSet(), g.ex.takeSet()
	defer g.ex.giveSet(fs)
	defer g.ex.giveSet(bs)
	fw, bw := []uint32{x}, []uint32{y}
	// With one step at least the ends themselves count only when reached.
	if p.min == 0 {
		fs.add(x)
	}
	bs.add(y)
	first := true
	for len(fw) > 0 && len(bw) > 0 {
		var err error
		if first || len(fw) <= len(bw) {
			if fw, err = g.reach(nil, p.l, fw, inverse, fs); err != nil {
				return false, err
			}
			if slices.ContainsFunc(fw, bs.has) {
				return true, nil
			}
			first = false
			continue
		}
		if bw, err = g.reach(nil, p.l, bw, !inverse, bs); err != nil {
			return false, err
		}
		if slices.ContainsFunc(bw, fs.has) {
			return true, nil
		}
	}
	return false, nil
}

// pairs yields the pairs of a path by their first end.
type pairs struct {
	g       *pathGraph
	p       *path
	set     bool
	inverse bool
	starts  []uint32
	at      int
	closure *closure
}

// newPairs prepares all pairs of p.
func (g *pathGraph) newPairs(p *path, set bool) (*pairs, error) {
	for p.kind == pathInverse {
		return g.inversePairs(p.l, set)
	}
	return g.directPairs(p, set, false)
}

func (g *pathGraph) inversePairs(p *path, set bool) (*pairs, error) {
	return g.directPairs(p, set, true)
}

func (g *pathGraph) directPairs(p *path, set, inverse bool) (*pairs, error) {
	ps := &pairs{g: g, p: p, set: set, inverse: inverse}
	var err error
	if p.kind == pathRepeat && p.max < 0 && p.min <= 1 && linksOnly(p.l) {
		var extra []uint32
		if p.min == 0 {
			if extra, err = g.all(); err != nil {
				return nil, err
			}
		}
		ps.closure, err = g.newClosure(p, extra, inverse)
		return ps, err
	}
	ps.starts, err = g.all()
	return ps, err
}

// linksOnly reports whether p is alternatives of predicates, also backwards.
func linksOnly(p *path) bool {
	switch p.kind {
	case pathLink:
		return true
	case pathInverse:
		return linksOnly(p.l)
	case pathAlt:
		return linksOnly(p.l) && linksOnly(p.r)
	}
	return false
}

// next returns a start and its ends; false at the end. The ends are not the
// caller's to change.
func (ps *pairs) next() (uint32, []uint32, bool, error) {
	if ps.closure != nil {
		return ps.closure.next()
	}
	for ps.at < len(ps.starts) {
		x := ps.starts[ps.at]
		ps.at++
		ys, err := ps.g.from(ps.p, x, ps.inverse, ps.set)
		if err != nil {
			return 0, nil, false, err
		}
		if len(ys) > 0 {
			return x, ys, true, nil
		}
	}
	return 0, nil, false, nil
}

// from returns the ends of p from x, each once if set.
func (g *pathGraph) from(p *path, x uint32, inverse, set bool) ([]uint32, error) {
	if !set || p.kind == pathRepeat {
		return g.ends(nil, p, x, inverse)
	}
	seen := g.ex.takeSet()
	defer g.ex.giveSet(seen)
	return g.reach(nil, p, []uint32{x}, inverse, seen)
}

// closure is the transitive closure of a set of edges by strongly connected
// components: all nodes of one reach the same.
type closure struct {
	g       *pathGraph
	reflex  bool
	ids     []uint32
	comp    []int32   // of each node
	members [][]int32 // of each component
	cyclic  []bool    // has an edge within
	succ    [][]int32 // components that its edges lead to
	stamp   []int32
	node    int
	ofComp  int32 // whose ends are in list
	list    []uint32
	own     []uint32
	order   []int32 // nodes by component
}

// adjacency holds the edges of one step of a path in memory.
type adjacency struct {
	ids      []uint32 // of the nodes, ascending
	index    map[uint32]int32
	off, adj []int32
	stamp    []int32 // by node: the walk that has seen it
	walks    int32
}

// adjKey names an adjacency of a graph.
type adjKey struct {
	p       *path
	inverse bool
}

// The walks after which edges are read into memory, and how many edges that
// may be at most.
const (
	patience = 32
	maxEdges = 1 << 23
)

// edgesOf returns the edges of a step after it has been walked from some
// nodes, nil before.
func (g *pathGraph) edgesOf(p *path, inverse bool) (*adjacency, error) {
	key := adjKey{p, inverse}
	if a := g.adjs[key]; a != nil {
		return a, nil
	}
	if g.walked == nil {
		g.walked, g.adjs = map[adjKey]int{}, map[adjKey]*adjacency{}
	}
	if g.walked[key]++; g.walked[key] != patience || g.size(p) > maxEdges {
		return nil, nil
	}
	a, err := g.readEdges(p, nil, inverse)
	if err == nil {
		g.adjs[key] = a
	}
	return a, err
}

// size returns how many quads a step has.
func (g *pathGraph) size(p *path) int {
	switch p.kind {
	case pathInverse:
		return g.size(p.l)
	case pathAlt:
		return g.size(p.l) + g.size(p.r)
	}
	if kindOf(uint32(p.pred)) >= inlineKind {
		return 0
	}
	return g.ex.src.Count(store.Pattern{store.P: p.pred})
}

// readEdges reads the edges of a step; extra are further nodes.
func (g *pathGraph) readEdges(p *path, extra []uint32, inverse bool) (*adjacency, error) {
	var from, to []uint32
	var read func(*path, bool) error
	read = func(s *path, inv bool) error {
		switch s.kind {
		case pathInverse:
			return read(s.l, !inv)
		case pathAlt:
			if err := read(s.l, inv); err != nil {
				return err
			}
			return read(s.r, inv)
		}
		if kindOf(uint32(s.pred)) >= inlineKind {
			return nil
		}
		return g.scan(store.Pattern{store.P: s.pred}, func(q *store.Quad) error {
			a, b := uint32(q[store.S]), uint32(q[store.O])
			if inv {
				a, b = b, a
			}
			from, to = append(from, a), append(to, b)
			return nil
		})
	}
	if err := read(p, inverse); err != nil {
		return nil, err
	}
	a := &adjacency{}
	if err := g.ex.walk(len(from)); err != nil {
		return nil, err
	}
	var err error
	if a.ids, err = g.ex.sorted(append(append(append(a.ids, from...), to...), extra...)); err != nil {
		return nil, err
	}
	a.ids = slices.Compact(a.ids)
	n := len(a.ids)
	g.ex.hold(n, 6)
	g.ex.hold(len(from), 0)
	a.index = make(map[uint32]int32, n)
	for i, id := range a.ids {
		a.index[id] = int32(i)
		if err := g.ex.step(1); err != nil {
			return nil, err
		}
	}
	a.off = make([]int32, n+1)
	for i := range from {
		from[i], to[i] = uint32(a.index[from[i]]), uint32(a.index[to[i]])
		a.off[from[i]+1]++
		if err := g.ex.step(1); err != nil {
			return nil, err
		}
	}
	for i := range n {
		a.off[i+1] += a.off[i]
	}
	a.adj = make([]int32, len(from))
	at := slices.Clone(a.off[:n])
	for i, x := range from {
		a.adj[at[x]] = int32(to[i])
		at[x]++
	}
	return a, g.ex.step(n)
}

// sortedAtOnce is how many numbers are sorted between looks at the context.
const sortedAtOnce = 1 << 16

// sorted sorts a long list, which it may overwrite, so that it can be stopped.
func (ex *executor) sorted(list []uint32) ([]uint32, error) {
	for part := range slices.Chunk(list, sortedAtOnce) {
		slices.Sort(part)
		if err := ex.step(checkEvery); err != nil {
			return nil, err
		}
	}
	if len(list) <= sortedAtOnce {
		return list, nil
	}
	other := make([]uint32, len(list))
	for size := sortedAtOnce; size < len(list); size *= 2 {
		for at := 0; at < len(list); at += 2 * size {
			mid, end := min(at+size, len(list)), min(at+2*size, len(list))
			l, r, out := list[at:mid], list[mid:end], other[at:end]
			for i := range out {
				if len(r) == 0 || len(l) > 0 && l[0] <= r[0] {
					out[i], l = l[0], l[1:]
				} else {
					out[i], r = r[0], r[1:]
				}
				if i%sortedAtOnce == 0 {
					if err := ex.step(checkEvery); err != nil {
						return nil, err
					}
				}
			}
		}
		list, other = other, list
	}
	return list, nil
}

// reach returns what any of xs leads to, themselves included if reflex.
func (a *adjacency) reach(ex *executor, xs []uint32, reflex bool) ([]uint32, error) {
	if a.stamp == nil {
		a.stamp = make([]int32, len(a.ids))
	}
	a.walks++
	var out []uint32
	var queue []int32
	see := func(v int32) {
		if a.stamp[v] != a.walks {
			a.stamp[v] = a.walks
			queue = append(queue, v)
			out = append(out, a.ids[v])
		}
	}
	var starts []int32
	for _, x := range xs {
		v, ok := a.index[x]
		switch {
		case !ok && reflex && !slices.Contains(out, x):
			out = append(out, x)
		case !ok:
		case reflex:
			see(v)
		default:
			starts = append(starts, v)
		}
	}
	for _, v := range starts {
		for _, w := range a.adj[a.off[v]:a.off[v+1]] {
			see(w)
		}
	}
	for i := 0; i < len(queue); i++ {
		v := queue[i]
		to := a.adj[a.off[v]:a.off[v+1]]
		for _, w := range to {
			see(w)
		}
		if err := ex.walk(len(to) + 1); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// newClosure reads the edges of p's step and finds the components.
func (g *pathGraph) newClosure(p *path, extra []uint32, inverse bool) (*closure, error) {
	a, err := g.readEdges(p.l, extra, inverse)
	if err != nil {
		return nil, err
	}
	c := &closure{g: g, reflex: p.min == 0, ofComp: -1, ids: a.ids}
	return c, c.components(a.off, a.adj)
}

// components is Tarjan's algorithm without recursion: a component is complete
// after those that it leads to.
func (c *closure) components(off, adj []int32) error {
	n := len(c.ids)
	c.comp = make([]int32, n)
	low, num := make([]int32, n), make([]int32, n)
	at := slices.Clone(off[:n])
	for i := range c.comp {
		c.comp[i] = -1
	}
	var stack, calls []int32
	count := int32(0)
	for root := range int32(n) {
		if num[root] != 0 {
			continue
		}
		calls = append(calls[:0], root)
		for len(calls) > 0 {
			if err := c.g.ex.step(1); err != nil {
				return err
			}
			v := calls[len(calls)-1]
			if num[v] == 0 {
				count++
				num[v], low[v] = count, count
				stack = append(stack, v)
			}
			if at[v] < off[v+1] {
				w := adj[at[v]]
				at[v]++
				switch {
				case num[w] == 0:
					calls = append(calls, w)
				case c.comp[w] < 0:
					low[v] = min(low[v], num[w])
				}
				continue
			}
			calls = calls[:len(calls)-1]
			if len(calls) > 0 {
				up := calls[len(calls)-1]
				low[up] = min(low[up], low[v])
			}
			if low[v] == num[v] {
				id := int32(len(c.members))
				var members []int32
				for {
					w := stack[len(stack)-1]
					stack = stack[:len(stack)-1]
					c.comp[w] = id
					members = append(members, w)
					if w == v {
						break
					}
				}
				c.members = append(c.members, members)
			}
		}
	}
	k := len(c.members)
	c.cyclic, c.succ, c.stamp = make([]bool, k), make([][]int32, k), make([]int32, k)
	for i := range c.stamp {
		c.stamp[i] = -1
	}
	mark := make([]int32, k)
	for i := range mark {
		mark[i] = -1
	}
	for id, members := range c.members {
		c.order = append(c.order, members...)
		if err := c.g.ex.step(len(members)); err != nil {
			return err
		}
		for _, v := range members {
			for _, w := range adj[off[v]:off[v+1]] {
				switch d := c.comp[w]; {
				case d == int32(id):
					c.cyclic[id] = true
				case mark[d] != int32(id):
					mark[d] = int32(id)
					c.succ[id] = append(c.succ[id], d)
				}
			}
		}
	}
	return nil
}

// next returns a node and what it reaches.
func (c *closure) next() (uint32, []uint32, bool, error) {
	for c.node < len(c.order) {
		v := c.order[c.node]
		c.node++
		if id := c.comp[v]; id != c.ofComp {
			c.ofComp = id
			if err := c.collect(id); err != nil {
				return 0, nil, false, err
			}
		}
		list := c.list
		if c.reflex && !c.cyclic[c.ofComp] {
			c.own = append(append(c.own[:0], c.list...), c.ids[v])
			list = c.own
		}
		if len(list) > 0 {
			return c.ids[v], list, true, c.g.ex.walk(len(list) / 64)
		}
	}
	return 0, nil, false, nil
}

// collect lists what a component reaches, itself only if it is cyclic.
func (c *closure) collect(id int32) error {
	c.list = c.list[:0]
	queue := []int32{id}
	c.stamp[id] = id
	for len(queue) > 0 {
		x := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		if x != id || c.cyclic[id] {
			for _, v := range c.members[x] {
				c.list = append(c.list, c.ids[v])
			}
		}
		for _, y := range c.succ[x] {
			if c.stamp[y] != id {
				c.stamp[y] = id
				queue = append(queue, y)
			}
		}
		if err := c.g.ex.walk(len(c.succ[x]) + 1); err != nil {
			return err
		}
	}
	return nil
}
