package exec

import (
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/plan"
	"github.com/ascribe-graph/ascribe/internal/store"
)

// indexJoinOp looks up a pattern for each row of its input.
type indexJoinOp struct {
	output
	ex    *executor
	node  *plan.IndexJoin
	left  leftRows
	test  quadTest
	pats  []store.Pattern // the constants, in every spelling
	bound []boundPos
	from  []source // of the columns

	pat   int // of pats
	cur   engine.Cursor
	spare engine.Cursor // the last one, to be used again
	buf   []store.Quad
	got   []store.Quad

	step1 int // Sorted: the position that moves forward, -1: look up anew
	walk  engine.Cursor
	group []store.Quad // all quads of the last value
	have  int          // how many of buf are taken
	last  uint32
}

// boundPos is a position of the pattern that a column of the input may bind.
type boundPos struct{ pos, col int }

// source is where a column comes from: the input, or the quad.
type source struct{ col, pos int }

func (b *builder) indexJoin(n *plan.IndexJoin) (operator, error) {
	left, err := b.leftRows(n.Left, n.Within)
	if err != nil {
		return nil, err
	}
	in := n.Left.Props()
	j := &indexJoinOp{ex: b.ex, node: n, left: left, test: newQuadTest(b.ex, &n.Quads), step1: -1}
	j.pats = b.ex.patterns(&n.Quads, b.f)
	for i, p := range n.Quads.Pos {
		if p.Kind != plan.Var {
			continue
		}
		if c := columnOf(in.Vars, p.Slot); c >= 0 {
			j.bound = append(j.bound, boundPos{i, c})
		}
	}
	pos := positionsOf(&n.Quads, n.Vars)
	for i, v := range n.Vars {
		if pos[i] >= 0 {
			j.from = append(j.from, source{-1, pos[i]})
		} else {
			j.from = append(j.from, source{columnOf(in.Vars, v), -1})
		}
	}
	j.init(len(n.Vars))
	if n.Sorted && len(j.bound) == 1 && len(j.pats) == 1 {
		j.step1 = j.bound[0].pos
	}
	return j, nil
}

func (j *indexJoinOp) next() (*batch, error) {
	j.reset()
	if len(j.pats) == 0 {
		return nil, nil
	}
	for j.n < j.max {
		more, err := j.left.next(j.n)
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
		if !j.left.open {
			if err := j.ex.step(1); err != nil {
				return nil, err
			}
			j.left.open, j.pat, j.got = true, 0, nil
			j.test.restart()
			if j.step1 >= 0 {
				if err := j.forward(j.left.value(j.bound[0].col)); err != nil {
					return nil, err
				}
			} else {
				j.lookup()
			}
		}
		if len(j.got) == 0 {
			more, err := j.fill()
			if err != nil {
				return nil, err
			}
			if !more {
				j.left.done()
				continue
			}
		}
		j.emit()
	}
	return j.done(j.ex)
}

// lookup opens the scan of the current row.
func (j *indexJoinOp) lookup() {
	p := j.pats[j.pat]
	j.pat++
	for _, b := range j.bound {
		v := j.left.value(b.col)
		if v == 0 {
			continue
		}
		if kindOf(v) >= inlineKind || (p[b.pos] != store.Any && p[b.pos] != store.ID(v)) {
			j.cur = nil
			return
		}
		p[b.pos] = store.ID(v)
	}
	if j.spare == nil {
		j.spare = j.cur
	}
	j.cur = j.ex.rescan(j.spare, p, j.node.Index)
	j.spare = j.cur
}

// fill reads more quads of the current row; false at its end.
func (j *indexJoinOp) fill() (bool, error) {
	for {
		if j.cur != nil && j.step1 < 0 {
			if j.buf == nil {
				j.buf = make([]store.Quad, 32)
			}
			if k := j.cur.Next(j.buf); k > 0 {
				j.got = j.buf[:k]
				return true, j.ex.step(k)
			}
			if err := j.cur.Err(); err != nil {
				return false, err
			}
		}
		if j.step1 >= 0 || j.pat >= len(j.pats) {
			return false, nil
		}
		j.lookup()
	}
}

// emit writes the matches of the current row while there is room.
func (j *indexJoinOp) emit() {
	got, k := j.got, 0
	in, at := j.left.in, j.left.at
	n, one := j.n, j.node.One || j.node.Last
	for k < len(got) && n < j.max {
		q := &got[k]
		k++
		if j.test.any && !j.test.pass(q) {
			continue
		}
		for c, f := range j.from {
			if f.pos >= 0 {
				j.cols[c][n] = uint32(q[f.pos&3])
			} else {
				j.cols[c][n] = in.cols[f.col][at]
			}
		}
		n++
		if one {
			if j.node.Last {
				j.left.settle()
			}
			j.left.done()
			k = len(got)
		}
	}
	j.n, j.got = n, got[k:]
	if !one && len(j.got) == 0 && j.step1 >= 0 {
		j.left.done()
	}
}

// forward finds the quads of v with the cursor that moves forward only. The
// rows come in order, so v is the last value or a greater one.
func (j *indexJoinOp) forward(v uint32) error {
	if v == j.last && v != 0 {
		j.got = j.group
		return nil
	}
	if v < j.last || j.walk == nil { // a new start, as above an Input
		j.walk = j.ex.rescan(j.walk, j.pats[0], j.node.Index)
		j.buf, j.have = j.buf[:0], 0
	}
	j.last = v
	j.group = j.group[:0]
	for {
		// buf[have:] is what the cursor gave and nobody took.
		buf, k, pos := j.buf, j.have, j.step1&3
		for k < len(buf) && uint32(buf[k][pos]) < v {
			k++
		}
		for k < len(buf) && uint32(buf[k][pos]) == v {
			j.group = append(j.group, buf[k])
			k++
		}
		if j.have = k; k < len(buf) {
			break
		}
		if len(j.group) == 0 {
			var q store.Quad
			for _, p := range plan.Sequences[j.node.Index] {
				if p == j.step1 {
					q[p] = store.ID(v)
					break
				}
				q[p] = j.pats[0][p]
			}
			j.walk.Seek(q)
		}
		if cap(j.buf) < 16 {
			j.buf = make([]store.Quad, 16)
		}
		j.buf, j.have = j.buf[:cap(j.buf)], 0
		k = j.walk.Next(j.buf)
		j.buf = j.buf[:k]
		if k == 0 {
			if err := j.walk.Err(); err != nil {
				return err
			}
			break
		}
		if err := j.ex.step(k); err != nil {
			return err
		}
	}
	j.got = j.group
	return nil
}
