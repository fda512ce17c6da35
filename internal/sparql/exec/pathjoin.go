package exec

import (
	"github.com/ascribe-graph/ascribe/internal/sparql/plan"
	"github.com/ascribe-graph/ascribe/internal/store"
)

// pathJoinOp extends each row of its input by the matches of a path.
type pathJoinOp struct {
	output
	ex   *executor
	node *plan.PathJoin
	f    *frame
	left leftRows
	path *path
	null bool
	s, o pathEnd
	gcol int // the input's column of the graph; -1
	from []pathSource

	// the current row
	graphs []store.ID // still to walk, of a graph variable
	gid    uint32
	sv, ov uint32
	list   []uint32 // further values of o, or of s if back
	back   bool
	all    *pairs
	known  map[pathKey][]uint32
	sets   map[pathKey]*idSet
	asked  map[pathKey]int
	kept   int
}

// maxKept is how many ends are remembered.
const maxKept = 1 << 21

type pathKey struct {
	g    store.ID
	x    uint32
	back bool
}

// pathEnd is an end of the path: a value, or a column that may give one.
type pathEnd struct {
	v     uint32
	col   int // -1: none
	rigid bool
}

// pathSource is where a column comes from.
type pathSource struct {
	col  int // of the input, unless kind says
	kind uint8
}

const (
	fromInput uint8 = iota
	fromStart
	fromEnd
	fromGraph
)

func (b *builder) pathJoin(n *plan.PathJoin) (operator, error) {
	left, err := b.leftRows(n.Left, n.Within)
	if err != nil {
		return nil, err
	}
	in := n.Left.Props()
	j := &pathJoinOp{ex: b.ex, node: n, f: b.f, left: left, path: b.ex.compilePath(n.Path), gcol: -1}
	j.null = j.path.nullable()
	end := func(p plan.Pos) pathEnd {
		switch p.Kind {
		case plan.Const:
			return pathEnd{uint32(p.ID), -1, true}
		case plan.Param:
			return pathEnd{b.f.at(p.Slot), -1, true}
		}
		return pathEnd{0, columnOf(in.Vars, p.Slot), false}
	}
	j.s, j.o = end(n.S), end(n.O)
	if n.Graph.Kind == plan.GraphVar {
		j.gcol = columnOf(in.Vars, n.Graph.Slot)
	}
	for _, v := range n.Vars {
		switch {
		case n.S.Kind == plan.Var && n.S.Slot == v:
			j.from = append(j.from, pathSource{kind: fromStart})
		case n.O.Kind == plan.Var && n.O.Slot == v:
			j.from = append(j.from, pathSource{kind: fromEnd})
		case n.Graph.Kind == plan.GraphVar && n.Graph.Slot == v:
			j.from = append(j.from, pathSource{kind: fromGraph})
		default:
			j.from = append(j.from, pathSource{col: columnOf(in.Vars, v)})
		}
	}
	j.known, j.sets, j.asked = map[pathKey][]uint32{}, map[pathKey]*idSet{}, map[pathKey]int{}
	j.init(len(n.Vars))
	return j, nil
}

func (j *pathJoinOp) next() (*batch, error) {
	j.reset()
	for j.n < j.max {
		more, err := j.left.next(j.n)
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
		if !j.left.open {
			if err := j.start(); err != nil {
				return nil, err
			}
		}
		if more, err = j.more(); err != nil {
			return nil, err
		}
		if !more {
			j.left.done()
			continue
		}
		j.emit()
	}
	return j.done(j.ex)
}

// start begins the current row.
func (j *pathJoinOp) start() error {
	if err := j.ex.step(1); err != nil {
		return err
	}
	j.left.open, j.list, j.all, j.graphs = true, nil, nil, nil
	j.sv, j.ov = j.value(j.s), j.value(j.o)
	if j.node.Graph.Kind != plan.GraphVar {
		g, err := j.ex.pathGraph(j.node.Graph, j.f)
		if err != nil || g == nil {
			return err
		}
		return j.walk(g)
	}
	if j.gcol >= 0 {
		if id := store.ID(j.left.value(j.gcol)); id != 0 {
			if kindOf(uint32(id)) < inlineKind && j.ex.planner.Named(id) && j.ex.graphExists(id) {
				j.graphs = []store.ID{id}
			}
			return nil
		}
	}
	var err error
	j.graphs, err = j.ex.namedGraphs()
	return err
}

// value returns the value of an end in the current row, 0 if it has none.
func (j *pathJoinOp) value(e pathEnd) uint32 {
	if e.col >= 0 {
		return j.left.value(e.col)
	}
	return e.v
}

// more makes list hold something; false at the end of the row.
func (j *pathJoinOp) more() (bool, error) {
	for len(j.list) == 0 {
		if j.all != nil {
			x, ys, ok, err := j.all.next()
			if err != nil {
				return false, err
			}
			if ok {
				j.setPair(x, ys)
				continue
			}
			j.all = nil
		}
		if len(j.graphs) == 0 {
			return false, nil
		}
		id := j.graphs[0]
		j.graphs = j.graphs[1:]
		j.gid = uint32(id)
		if err := j.walk(j.ex.graphOf(id)); err != nil {
			return false, err
		}
	}
	return true, nil
}

// setPair makes ys the ends of x, or x itself if both ends are one variable.
func (j *pathJoinOp) setPair(x uint32, ys []uint32) {
	if j.loop() {
		j.list = nil
		for _, y := range ys {
			if y == x {
				j.list = append(j.list, y)
			}
		}
		j.sv = x
		return
	}
	j.sv, j.list, j.back = x, ys, false
}

// loop reports whether both ends are the same variable.
func (j *pathJoinOp) loop() bool {
	return j.node.S.Kind == plan.Var && j.node.O.Kind == plan.Var && j.node.S.Slot == j.node.O.Slot
}

// walk finds the matches of the current row in g.
func (j *pathJoinOp) walk(g *pathGraph) error {
	s, o := j.value(j.s), j.value(j.o)
	if j.null && !j.s.rigid && !j.o.rigid {
		// Between two variables a path of length zero joins nodes only.
		for _, v := range []uint32{s, o} {
			if v == 0 {
				continue
			}
			if ok, err := g.isNode(v); err != nil || !ok {
				return err
			}
		}
	}
	var err error
	switch {
	case s != 0 && o != 0:
		var n int
		n, err = j.count(g, s, o)
		j.sv, j.back = s, false
		j.list = nil
		for range n {
			j.list = append(j.list, o)
		}
	case s != 0:
		j.sv, j.back = s, false
		j.list, err = j.ends(g, s, false)
	case o != 0:
		j.ov, j.back = o, true
		j.list, err = j.ends(g, o, true)
	default:
		j.all, err = g.newPairs(j.path, j.node.Set)
	}
	return err
}

// ends returns the ends of the path from x, which are remembered.
func (j *pathJoinOp) ends(g *pathGraph, x uint32, back bool) ([]uint32, error) {
	key := pathKey{g.label, x, back}
	if list, ok := j.known[key]; ok {
		return list, nil
	}
	list, err := g.from(j.path, x, back, j.node.Set)
	if err == nil && j.kept+len(list) < maxKept {
		j.kept += len(list) + 8
		j.known[key] = list
	}
	return list, err
}

// count returns how often the path leads from s to o.
func (j *pathJoinOp) count(g *pathGraph, s, o uint32) (int, error) {
	p := j.path
	if p.kind == pathRepeat && p.max < 0 && p.min <= 1 {
		key := pathKey{g.label, s, false}
		set := j.sets[key]
		if set == nil {
			if j.asked[key]++; j.asked[key] < 4 {
				ok, err := g.between(p, s, o, false)
				if ok {
					return 1, err
				}
				return 0, err
			}
			list, err := j.ends(g, s, false)
			if err != nil {
				return 0, err
			}
			set = &idSet{}
			for _, v := range list {
				set.add(v)
			}
			j.sets[key] = set
		}
		if set.has(o) {
			return 1, nil
		}
		return 0, nil
	}
	list, err := j.ends(g, s, false)
	n := 0
	for _, v := range list {
		if v == o {
			n++
		}
	}
	return n, err
}

// emit writes matches of the current row while there is room.
func (j *pathJoinOp) emit() {
	k := min(len(j.list), j.max-j.n)
	last := j.node.Last
	switch {
	case last:
		k = 1
	case j.left.row >= 0:
		k = min(k, askAgain)
	}
	for c, f := range j.from {
		col := j.cols[c][j.n : j.n+k]
		v := uint32(0)
		switch f.kind {
		case fromInput:
			v = j.left.value(f.col)
		case fromStart:
			if j.back {
				copy(col, j.list)
				continue
			}
			v = j.sv
		case fromEnd:
			if !j.back {
				copy(col, j.list)
				continue
			}
			v = j.ov
		case fromGraph:
			v = j.gid
		}
		for i := range col {
			col[i] = v
		}
	}
	j.n += k
	j.list = j.list[k:]
	if last {
		j.left.settle()
	}
}
