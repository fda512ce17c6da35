package exec

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/expr"
	"github.com/ascribe-graph/ascribe/internal/sparql/plan"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

const (
	// maxSolutions is the default of engine.Options.MaxSolutions.
	maxSolutions = 50_000_000
	// maxMemory and maxPathSteps are those of MaxMemory and MaxPathSteps.
	maxMemory    = 2 << 30
	maxPathSteps = 1_000_000_000
	// batchRows is how many rows a batch has at most.
	batchRows = 1024
	// checkEvery is how much small work passes between looks at the context.
	checkEvery = 512
	// checkCalls is how many times such work is counted, if it is small: the
	// source may be slow.
	checkCalls = 8
)

var _ engine.Engine = Eval

// Eval evaluates q over src. A query that asks for what is not supported is
// refused at once (*expr.UnsupportedError); all else that goes wrong is the
// last error of Rows or Triples, where rows are computed as they are taken.
// Joins, groups and sorts hold their rows: 4 bytes a column and some 10 more.
// Rows before an *engine.LimitError are right but not all.
func Eval(ctx context.Context, q *algebra.Query, src engine.Source, opts engine.Options) (*engine.Result, error) {
	ex, err := newExecutor(ctx, q, src, opts)
	if err != nil {
		return nil, err
	}
	res := &engine.Result{Form: q.Form}
	switch q.Form {
	case algebra.Ask:
		res.Bool, err = ex.ask()
		if err != nil {
			return nil, ex.explain(err)
		}
	case algebra.Construct:
		res.Triples = ex.triples(ex.construct)
	case algebra.Describe:
		res.Triples = ex.triples(ex.describe)
	default:
		res.Vars = q.Vars
		res.Rows = ex.rows()
	}
	return res, nil
}

// vary is plan.Planner.Vary; tests set it.
var vary func(float64) float64

// leapfrog is plan.Planner.Leapfrog; tests set it.
var leapfrog int

// executor is one evaluation of one query. It is not safe for concurrent use.
type executor struct {
	ctx     context.Context
	q       *algebra.Query
	opts    engine.Options
	began   time.Time
	planner *plan.Planner
	reuse   engine.Rescanner // the source, if it is one
	dict

	env       expr.Env
	current   *plan.Expr // whose EXISTS is evaluated
	exists    map[existsKey]*existsState
	graphs    []store.ID // the named graphs; nil until asked for
	hasGraphs bool
	spare     walkPool

	steps     int
	calls     uint // of step
	solutions int
	held      int64 // bytes that operators keep
	walked    int64 // edges of paths
	lastRow   uint64
	blanks    int
}

func newExecutor(ctx context.Context, q *algebra.Query, src engine.Source, opts engine.Options) (*executor, error) {
	ex := &executor{ctx: ctx, q: q, opts: opts, began: time.Now(), dict: dict{src: src}}
	if ex.opts.MaxSolutions == 0 {
		ex.opts.MaxSolutions = maxSolutions
	}
	ex.opts.MaxMemory = cmp.Or(ex.opts.MaxMemory, maxMemory)
	ex.opts.MaxPathSteps = cmp.Or(ex.opts.MaxPathSteps, maxPathSteps)
	ex.env = expr.Env{Base: q.Base, Now: opts.Now, FreshBlank: ex.freshBlank, Exists: ex.testExists}
	if ex.env.Now.IsZero() {
		ex.env.Now = ex.began
	}
	ex.reuse, _ = src.(engine.Rescanner)
	ex.reader, _ = src.(engine.TermReader)
	var err error
	if ex.planner, err = plan.New(ctx, q, src, opts, ex.intern); err == nil {
		ex.planner.Vary, ex.planner.Leapfrog = vary, leapfrog
	}
	return ex, err
}

// freshBlank returns a label that the source does not have.
func (ex *executor) freshBlank() string {
	for {
		ex.blanks++
		label := "q" + strconv.Itoa(ex.blanks)
		if _, taken := ex.src.Lookup(term.NewBlank(label)); !taken {
			return label
		}
	}
}

// step counts small work and now and then looks at the context and at what is
// held and walked.
func (ex *executor) step(n int) error {
	ex.calls++
	if ex.steps += n; ex.steps >= checkEvery || ex.calls%checkCalls == 0 {
		ex.steps = 0
		switch {
		case ex.held+ex.bytes > ex.opts.MaxMemory:
			return &engine.LimitError{Limit: "memory", Max: ex.opts.MaxMemory}
		case ex.walked > ex.opts.MaxPathSteps:
			return &engine.LimitError{Limit: "path steps", Max: ex.opts.MaxPathSteps}
		}
		return ex.ctx.Err()
	}
	return nil
}

// hold counts rows of some numbers each that are kept, with what finds them
// again; the next step looks whether that is too much.
func (ex *executor) hold(rows, numbers int) { ex.held += int64(rows) * int64(4*numbers+8) }

// walk counts edges of a path.
func (ex *executor) walk(edges int) error {
	ex.walked += int64(edges)
	return ex.step(edges)
}

// count counts n intermediate solutions.
func (ex *executor) count(n int) error {
	if ex.solutions += n; ex.solutions > ex.opts.MaxSolutions {
		return &engine.LimitError{Limit: "solutions", Max: int64(ex.opts.MaxSolutions)}
	}
	return ex.step(n)
}

// explain turns a passed deadline into a LimitError.
func (ex *executor) explain(err error) error {
	if !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if _, ok := errors.AsType[*engine.LimitError](err); ok {
		return err
	}
	limit := time.Since(ex.began)
	if d, ok := ex.ctx.Deadline(); ok {
		limit = d.Sub(ex.began)
	}
	return &engine.LimitError{Limit: "time", Max: limit.Milliseconds(), Err: err}
}

// open plans the query's pattern and opens it.
func (ex *executor) open(vars []string, set bool, limit int) (operator, []int, error) {
	n, err := ex.planner.Query(vars, set, limit, ex.goal())
	if err != nil {
		return nil, nil, err
	}
	op, err := ex.build(n, &frame{})
	if err != nil {
		return nil, nil, err
	}
	cols := make([]int, len(vars))
	for i, v := range vars {
		cols[i] = slices.Index(n.Props().Vars, ex.planner.Slot(v))
	}
	return op, cols, nil
}

// goal is how many rows are read at most, one that is too many included; 0: all.
func (ex *executor) goal() int {
	if ex.opts.MaxRows == 0 || ex.opts.MaxRows == math.MaxInt {
		return 0
	}
	return ex.opts.MaxRows + 1
}

func (ex *executor) ask() (bool, error) {
	op, _, err := ex.open(nil, true, 1)
	if err != nil {
		return false, err
	}
	b, err := op.next()
	return b != nil, err
}

// rows yields the solutions of a SELECT.
func (ex *executor) rows() iter.Seq2[[]term.Term, error] {
	return func(yield func([]term.Term, error) bool) {
		op, cols, err := ex.open(ex.q.Vars, false, -1)
		if err != nil {
			yield(nil, ex.explain(err))
			return
		}
		left := ex.opts.MaxRows
		if ex.opts.AllOrNone && left > 0 {
			op = &heldOp{ex: ex, in: op}
		}
		for {
			b, err := op.next()
			if err != nil {
				yield(nil, ex.explain(err))
				return
			}
			if b == nil {
				return
			}
			// One allocation holds the rows of a batch.
			cells := make([]term.Term, b.n*len(cols))
			for k, c := range cols {
				if c < 0 {
					continue
				}
				ex.show(b.cols[c][:b.n], cells[k:], len(cols))
			}
			for i := range b.n {
				if ex.opts.MaxRows > 0 {
					if left == 0 {
						yield(nil, &engine.LimitError{Limit: "rows", Max: int64(ex.opts.MaxRows)})
						return
					}
					left--
				}
				if !yield(cells[i*len(cols):(i+1)*len(cols):(i+1)*len(cols)], nil) {
					return
				}
			}
		}
	}
}

// heldOp gives the batches of its input after the last one has come, none if they
// have more than MaxRows rows.
type heldOp struct {
	ex   *executor
	in   operator
	read bool
	held []batch
}

func (h *heldOp) next() (*batch, error) {
	for rows := 0; !h.read; {
		b, err := h.in.next()
		switch {
		case err != nil:
			return nil, err
		case b == nil:
			h.read = true
			continue
		}
		if rows += b.n; rows > h.ex.opts.MaxRows {
			return nil, &engine.LimitError{Limit: "rows", Max: int64(h.ex.opts.MaxRows)}
		}
		own := batch{n: b.n, cols: make([][]uint32, len(b.cols))}
		for i, c := range b.cols {
			own.cols[i] = slices.Clone(c[:b.n])
		}
		h.ex.hold(b.n, len(b.cols))
		h.held = append(h.held, own)
	}
	if len(h.held) == 0 {
		return nil, nil
	}
	b := &h.held[0]
	h.held = h.held[1:]
	return b, nil
}

// rescan is a scan that may use c, which is of no more use.
func (ex *executor) rescan(c engine.Cursor, p store.Pattern, o store.Order) engine.Cursor {
	if ex.reuse != nil {
		return ex.reuse.Rescan(c, p, o)
	}
	return ex.src.Scan(p, o)
}

// namedGraphs returns the named graphs of the dataset, ascending.
func (ex *executor) namedGraphs() ([]store.ID, error) {
	if !ex.hasGraphs {
		ids, err := ex.src.Graphs(ex.ctx)
		if err != nil {
			return nil, err
		}
		ex.hasGraphs = true
		for _, id := range ids {
			if ex.planner.Named(id) {
				ex.graphs = append(ex.graphs, id)
			}
		}
		slices.Sort(ex.graphs)
	}
	return ex.graphs, nil
}

// resolveGraph returns the label of an active graph, false if there is none.
// A GraphDefault is store.Any.
func (ex *executor) resolveGraph(g plan.Graph, f *frame) (store.ID, bool) {
	switch g.Kind {
	case plan.GraphNone:
		return 0, false
	case plan.GraphConst:
		return g.ID, true
	case plan.GraphParam:
		return ex.graphNamed(f.at(g.Slot))
	}
	return store.Any, true
}

// graphNamed returns the label of the graph that a number names.
func (ex *executor) graphNamed(v uint32) (store.ID, bool) {
	id := store.ID(v)
	if kindOf(v) >= inlineKind {
		id = 0
	}
	g, ok := ex.planner.NamedGraph(ex.term(v), id)
	if !ok || g == store.Any {
		return 0, false
	}
	return g, true
}

// graphExists reports whether a resolved named graph is in the dataset.
func (ex *executor) graphExists(g store.ID) bool {
	if g == store.Any || g == store.Unlabelled {
		return true
	}
	found, _ := ex.finds(store.Pattern{store.G: g}, store.GSPO) // a scan says what is wrong
	return found
}

// finds reports whether any quad matches p.
func (ex *executor) finds(p store.Pattern, o store.Order) (bool, error) {
	if f, ok := ex.src.(engine.Finder); ok {
		return f.Finds(p)
	}
	var one [1]store.Quad
	c := ex.src.Scan(p, o)
	return c.Next(one[:]) > 0, c.Err()
}

// frame holds the values that EXISTS puts in the place of variables, and the
// graph of a loop over graphs, by slot. All are canonical.
type frame struct{ vals []uint32 }

func (f *frame) at(slot int) uint32 {
	if slot < len(f.vals) {
		return f.vals[slot]
	}
	return 0
}

func (f *frame) set(slot int, v uint32) {
	for slot >= len(f.vals) {
		f.vals = append(f.vals, 0)
	}
	f.vals[slot] = v
}

// batch is some rows, by column. It is valid, and the reader's to change,
// until the next call.
type batch struct {
	n    int
	cols [][]uint32
}

// operator gives batches, never empty ones; nil is the end. Above an Input an
// operator starts over after the end.
type operator interface {
	next() (*batch, error)
}

// output is the batch that an operator fills. It begins small.
type output struct {
	batch
	max  int
	most int // what max may become; 0: batchRows
}

// fewRows is how many rows a batch has at first, and where no more than some
// are read.
const fewRows = 64

func (o *output) init(cols int) {
	o.cols = make([][]uint32, cols)
	o.resize(fewRows)
}

func (o *output) resize(n int) {
	all := make([]uint32, n*len(o.cols))
	for i := range o.cols {
		o.cols[i] = all[i*n : (i+1)*n : (i+1)*n]
	}
	o.max = n
}

// reset empties the batch, after a full one with more room.
func (o *output) reset() {
	if most := cmp.Or(o.most, batchRows); o.n > o.max-o.max/8 && o.max < most {
		o.resize(min(4*o.max, most))
	}
	o.n = 0
}

// done returns what was filled, nil if that is nothing.
func (o *output) done(ex *executor) (*batch, error) {
	if o.n == 0 {
		return nil, ex.step(1)
	}
	if goal := ex.goal(); goal > 0 {
		o.most = min(batchRows, max(fewRows, goal/2))
	}
	return &o.batch, ex.count(o.n)
}

// builder opens operators.
type builder struct {
	ex     *executor
	f      *frame
	inputs []*inputOp                 // of the Applies around, the innermost last
	meter  map[plan.Node]*plan.Actual // not nil: what is measured
}

func (ex *executor) build(n plan.Node, f *frame) (operator, error) {
	return (&builder{ex: ex, f: f}).build(n)
}

func (b *builder) build(n plan.Node) (operator, error) {
	op, err := b.open(n)
	if b.meter == nil || err != nil {
		return op, err
	}
	a := b.meter[n]
	if a == nil {
		a = &plan.Actual{}
		b.meter[n] = a
	}
	return &metered{op, a}, nil
}

func (b *builder) open(n plan.Node) (operator, error) {
	ex := b.ex
	if err := ex.step(1); err != nil {
		return nil, err
	}
	switch n := n.(type) {
	case *plan.Unit:
		return &unitOp{}, nil
	case *plan.Empty:
		return &unitOp{done: true}, nil
	case *plan.Input:
		return b.inputs[len(b.inputs)-1], nil
	case *plan.Scan:
		return newScan(ex, n, b.f), nil
	case *plan.IndexJoin:
		return b.indexJoin(n)
	case *plan.MergeJoin:
		return b.mergeJoin(n)
	case *plan.Leapfrog:
		return b.leapfrog(n)
	case *plan.HashJoin:
		return b.hashJoin(n)
	case *plan.Apply:
		return b.apply(n)
	case *plan.PathJoin:
		return b.pathJoin(n)
	case *plan.Filter:
		return b.filter(n)
	case *plan.Extend:
		return b.extend(n)
	case *plan.Union:
		return b.union(n)
	case *plan.Values:
		return newValues(ex, n), nil
	case *plan.Graphs:
		return &graphsOp{ex: ex}, nil
	case *plan.GraphCheck:
		g, ok := ex.resolveGraph(n.Graph, b.f)
		return &unitOp{done: !ok || !ex.graphExists(g)}, nil
	case *plan.GraphLoop:
		return b.graphLoop(n), nil
	case *plan.Group:
		return b.group(n)
	case *plan.Sort:
		return b.sort(n)
	case *plan.Project:
		return b.project(n)
	case *plan.Distinct:
		return b.distinct(n)
	case *plan.Slice:
		in, err := b.build(n.Input)
		return &sliceOp{in: in, skip: n.Offset, left: n.Limit}, err
	case *plan.Canon:
		return b.canon(n)
	case *plan.Chains:
		return b.chains(n)
	}
	return nil, fmt.Errorf("plan operator of type %T", n)
}

// columnOf returns where slot is among vars, -1 if it is not.
func columnOf(vars []int, slot int) int { return slices.Index(vars, slot) }

func columnsOf(vars, slots []int) []int {
	out := make([]int, len(slots))
	for i, s := range slots {
		out[i] = columnOf(vars, s)
	}
	return out
}
