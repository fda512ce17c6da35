// Package naive evaluates the algebra straight from SPARQL 1.1 Query §18,
// slowly and obviously. It is the oracle with which every other engine is
// compared.
//
// Each operator is a function that hands its solutions to the next. Only what
// the specification leaves open is chosen for speed: triple patterns are
// matched one after another, the rarest first; a basic graph pattern or path
// on either side of a join is matched for each solution of the other side; other
// joins hash their right side on the variables that are bound throughout.
//
// Beyond the specification, or where it leaves a choice:
//
//   - The default graph is by default the set union of all graphs (engine.Union).
//   - EXISTS replaces variables by values (§18.6). Inside a sub-select only the
//     variables that it projects are replaced; where BIND or VALUES binds a
//     variable that has a value, the values must be the same.
//   - FROM and FROM NAMED choose among the source's graphs; nothing is fetched,
//     and a graph that the source does not have is empty.
//   - DESCRIBE gives the concise bounded description of each resource: all
//     triples of the default graph with the resource as subject, and the same
//     for each blank node that is the object of one of them. Under engine.Union
//     that includes what unlabelled quads say of a record.
//   - {n,m} in a path has set semantics: each end once, whatever the number of
//     ways.
//   - SERVICE is refused; SERVICE SILENT is one empty solution.
//   - PATHS: see chains.go.
package naive

import (
	"context"
	"errors"
	"iter"
	"strconv"
	"strings"
	"time"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/expr"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

const (
	// maxSolutions is the default of engine.Options.MaxSolutions.
	maxSolutions = 50_000_000
	// checkEvery is how many steps pass between looks at the context.
	checkEvery = 512
)

var _ engine.Engine = Eval

// Eval evaluates q over src. A query that asks for what is not supported is
// refused at once (*expr.UnsupportedError); all else that goes wrong is the
// last error of Rows or Triples, where rows are computed as they are taken.
// Memory is bounded by MaxSolutions: an operator that must see its whole input
// holds 4 bytes a variable and 32 more for each solution of it.
func Eval(ctx context.Context, q *algebra.Query, src engine.Source, opts engine.Options) (*engine.Result, error) {
	e, err := newEvaluator(ctx, q, src, opts)
	if err != nil {
		return nil, err
	}
	res := &engine.Result{Form: q.Form}
	switch q.Form {
	case algebra.Ask:
		res.Bool, err = e.exists(q.Op, scope{graph: e.deflt})
		if err != nil {
			return nil, e.explain(err)
		}
	case algebra.Construct:
		res.Triples = e.triples(e.construct)
	case algebra.Describe:
		res.Triples = e.triples(e.describe)
	default:
		res.Vars = q.Vars
		res.Rows = e.rows()
	}
	return res, nil
}

// evaluator is one evaluation of one query.
type evaluator struct {
	ctx   context.Context
	q     *algebra.Query
	src   engine.Source
	opts  engine.Options
	began time.Time

	*dict
	slots    map[string]int
	names    []string // of the slots
	programs map[algebra.Expr]*expr.Program
	env      expr.Env

	deflt  *graph
	named  map[store.ID]*graph
	order  []store.ID // of named, ascending
	counts map[*algebra.TriplePattern]int

	buffers   []*scanBuffer
	steps     int
	solutions int
	nextID    uint64
	blanks    int
}

func newEvaluator(ctx context.Context, q *algebra.Query, src engine.Source, opts engine.Options) (*evaluator, error) {
	e := &evaluator{
		ctx: ctx, q: q, src: src, opts: opts, began: time.Now(),
		dict:   newDict(src),
		slots:  map[string]int{},
		counts: map[*algebra.TriplePattern]int{},
	}
	if e.opts.MaxSolutions == 0 {
		e.opts.MaxSolutions = maxSolutions
	}
	e.env = expr.Env{Base: q.Base, Now: opts.Now, FreshBlank: e.freshBlank}
	if e.env.Now.IsZero() {
		e.env.Now = e.began
	}
	if q.Op == nil {
		q = &algebra.Query{Op: &algebra.BGP{}} // DESCRIBE <iri>
	}
	var err error
	if e.programs, err = expr.CompileAll(q.Op, e.slot); err != nil {
		return nil, err
	}
	e.number(q.Op)
	e.number(&algebra.BGP{Triples: e.q.Template})
	e.numberVars(e.q.Vars)
	for _, n := range e.q.Targets {
		if n.IsVar() {
			e.slot(n.Var)
		}
	}
	return e, e.openDataset()
}

// slot returns the place of a variable in a solution.
func (e *evaluator) slot(name string) int {
	i, ok := e.slots[name]
	if !ok {
		i = len(e.names)
		e.slots[name] = i
		e.names = append(e.names, name)
	}
	return i
}

// freshBlank returns a label that the source does not have.
func (e *evaluator) freshBlank() string {
	for {
		e.blanks++
		label := "q" + strconv.Itoa(e.blanks)
		if _, taken := e.src.Lookup(term.NewBlank(label)); !taken {
			return label
		}
	}
}

// step counts a step of work and now and then looks at the context.
func (e *evaluator) step() error {
	if e.steps++; e.steps%checkEvery == 0 {
		return e.ctx.Err()
	}
	return nil
}

// count counts an intermediate solution.
func (e *evaluator) count() error {
	if e.solutions++; e.solutions > e.opts.MaxSolutions {
		return &engine.LimitError{Limit: "solutions", Max: int64(e.opts.MaxSolutions)}
	}
	return e.step()
}

// explain turns a passed deadline into a LimitError.
func (e *evaluator) explain(err error) error {
	if !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if _, ok := errors.AsType[*engine.LimitError](err); ok {
		return err
	}
	limit := time.Since(e.began)
	if d, ok := e.ctx.Deadline(); ok {
		limit = d.Sub(e.began)
	}
	return &engine.LimitError{Limit: "time", Max: limit.Milliseconds(), Err: err}
}

// errStop ends an evaluation early: each stop is its own value, so that
// whoever asked for it knows it.
type errStop struct{ _ byte }

func (*errStop) Error() string { return "stopped" }

// rows yields the solutions of a SELECT.
func (e *evaluator) rows() iter.Seq2[[]term.Term, error] {
	cols := make([]int, len(e.q.Vars))
	for i, v := range e.q.Vars {
		cols[i] = e.slot(v)
	}
	return func(yield func([]term.Term, error) bool) {
		stop := &errStop{}
		n := 0
		err := e.eval(e.q.Op, scope{graph: e.deflt}, e.empty(), func(s solution) error {
			if n++; e.opts.MaxRows > 0 && n > e.opts.MaxRows {
				return &engine.LimitError{Limit: "rows", Max: int64(e.opts.MaxRows)}
			}
			row := make([]term.Term, len(cols))
			for i, c := range cols {
				row[i] = e.term(s.vals[c])
			}
			if !yield(row, nil) {
				return stop
			}
			return nil
		})
		if err != nil && !errors.Is(err, stop) {
			yield(nil, e.explain(err))
		}
	}
}

// number gives each variable that op names outside of its expressions a place
// in solutions, so that they have one width.
func (e *evaluator) number(op algebra.Op) {
	algebra.Inspect(op, func(op algebra.Op) bool {
		e.numberVars(algebra.Vars(op))
		return true
	})
}

func (e *evaluator) numberVars(names []string) {
	for _, v := range names {
		e.slot(v)
	}
}

// hidden reports whether a variable is a blank node of a pattern or made up
// by the translation.
func hidden(name string) bool { return strings.HasPrefix(name, "_:") }
