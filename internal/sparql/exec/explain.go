package exec

import (
	"context"
	"runtime/metrics"
	"time"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/plan"
)

// Explain returns the plan of a query's pattern over src, with the rows that
// each operator is estimated to give. With run it is evaluated as well, its
// rows are counted and dropped, and the tree tells what was measured; on an
// error what was measured until then is returned beside it. What is planned
// while a query runs, the pattern of an EXISTS that no join stands for, is not
// in the tree.
func Explain(ctx context.Context, q *algebra.Query, src engine.Source, opts engine.Options, run bool) (*plan.Tree, error) {
	ex, err := newExecutor(ctx, q, src, opts)
	if err != nil {
		return nil, err
	}
	vars, set, limit := q.Vars, false, -1
	switch q.Form {
	case algebra.Ask:
		vars, set, limit = nil, true, 1
	case algebra.Construct:
		var blanks bool
		vars, blanks = templateVars(q.Template)
		set = !blanks
	case algebra.Describe:
		set = true
		if q.Op == nil || len(vars) == 0 {
			return &plan.Tree{Op: "describe"}, nil
		}
	}
	n, err := ex.planner.Query(vars, set, limit, ex.goal())
	if err != nil {
		return nil, err
	}
	if !run {
		return ex.planner.Explain(n, nil), nil
	}
	b := &builder{ex: ex, f: &frame{}, meter: map[plan.Node]*plan.Actual{}}
	op, err := b.build(n)
	for err == nil {
		var rows *batch
		if rows, err = op.next(); rows == nil || q.Form == algebra.Ask {
			break
		}
	}
	tree := ex.planner.Explain(n, func(n plan.Node) *plan.Actual {
		if a := b.meter[n]; a != nil {
			return a
		}
		return &plan.Actual{}
	})
	return tree, ex.explain(err)
}

// metered measures an operator.
type metered struct {
	operator
	actual *plan.Actual
}

func (m *metered) next() (*batch, error) {
	held := allocated()
	start := time.Now()
	b, err := m.operator.next()
	m.actual.Time += time.Since(start)
	m.actual.Bytes += allocated() - held
	if b != nil {
		m.actual.Rows += b.n
	}
	return b, err
}

// allocated is how much this program has allocated so far.
func allocated() int64 {
	one := [1]metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(one[:])
	return int64(one[0].Value.Uint64())
}

func (m *metered) seek(v uint32) {
	if s, ok := m.operator.(seeker); ok {
		s.seek(v)
	}
}
