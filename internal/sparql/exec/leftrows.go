package exec

import "github.com/ascribe-graph/ascribe/internal/sparql/plan"

// askAgain: after so many rows for one row of its input a join inside of a
// test hands them on, since one of them may settle the matter.
const askAgain = 32

// leftRows walks the rows of the left input of a join, which finds partners
// for one row after another.
type leftRows struct {
	op   operator
	in   *batch
	at   int  // the current row of in
	open bool // the join has begun with it

	// Inside of an Apply that asks only whether there is a row:
	row   int      // the column that numbers the Apply's rows; -1: it is no such
	apply *inputOp // tells which of them are settled
}

// leftRows opens the left input of a join.
func (b *builder) leftRows(left plan.Node, w plan.Within) (leftRows, error) {
	op, err := b.build(left)
	l := leftRows{op: op, row: -1}
	if w.Row >= 0 {
		l.row, l.apply = columnOf(left.Props().Vars, w.Row), b.inputs[len(b.inputs)-1]
	}
	return l, err
}

// load makes a row current; false at the end. Inside of a test it is also
// false if rows of the join are waiting to be handed on: whether more are
// wanted is not known before that.
func (l *leftRows) load(waiting int) (bool, error) {
	for l.in == nil || l.at == l.in.n {
		l.in = nil
		if l.row >= 0 && waiting > 0 {
			return false, nil
		}
		in, err := l.op.next()
		if in == nil || err != nil {
			return false, err
		}
		l.in, l.at, l.open = in, 0, false
	}
	return true, nil
}

// next is load of a row that is not settled.
func (l *leftRows) next(waiting int) (bool, error) {
	for {
		if more, err := l.load(waiting); !more {
			return false, err
		}
		switch {
		case l.settled(l.at):
			l.done()
		case l.row >= 0 && l.open && waiting >= askAgain:
			return false, nil
		default:
			return true, nil
		}
	}
}

// settled reports whether nothing more is asked about row i.
func (l *leftRows) settled(i int) bool { return l.row >= 0 && l.apply.settled[l.in.cols[l.row][i]] }

// settle says that nothing more need be asked about the current row.
func (l *leftRows) settle() { l.apply.settled[l.in.cols[l.row][l.at]] = true }

// done leaves the current row.
func (l *leftRows) done() { l.at, l.open = l.at+1, false }

// value returns a column of the current row.
func (l *leftRows) value(col int) uint32 { return l.in.cols[col][l.at] }
