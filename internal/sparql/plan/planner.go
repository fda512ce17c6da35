package plan

import (
	"context"
	"fmt"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/expr"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// Planner makes the plans of one query. It is not safe for concurrent use.
type Planner struct {
	// Names are the variables by slot. Planning an EXISTS may add some.
	Names []string
	// Vary, if not nil, changes the costs by which plans are chosen, so that
	// tests meet plans that are not the best.
	Vary func(cost float64) float64
	// Leapfrog says whether cyclic patterns are joined at once: by cost if it is
	// 0, never if less, always if more; if it is 2 no input is held that can be
	// sought in. Tests measure what it gains.
	Leapfrog int

	ctx    context.Context
	src    engine.Source
	opts   engine.Options
	q      *algebra.Query
	intern func(term.Term) store.ID
	slots  map[string]int
	exprs  map[algebra.Expr]*expr.Program
	counts map[store.Pattern]float64
	probes map[probe]float64
	fresh  int
	// aggregates are by the variable that holds their value.
	aggregates map[string]*algebra.Aggregate

	deflt Graph
	merge []store.ID // of GraphDefault under FROM; nil: all
	// named restricts the named graphs to those of FROM NAMED; nil: all.
	named map[store.ID]bool
}

// New returns a planner for q. intern numbers a term that src may not have.
// The error is an *expr.UnsupportedError or says what is wrong with a call.
func New(ctx context.Context, q *algebra.Query, src engine.Source, opts engine.Options, intern func(term.Term) store.ID) (*Planner, error) {
	p := &Planner{
		ctx: ctx, src: src, opts: opts, q: q, intern: intern,
		slots:  map[string]int{},
		exprs:  map[algebra.Expr]*expr.Program{},
		counts: map[store.Pattern]float64{},
		probes: map[probe]float64{},

		aggregates: map[string]*algebra.Aggregate{},
	}
	p.dataset()
	var err error
	if p.exprs, err = expr.CompileAll(q.Op, p.slot); err != nil {
		return nil, err
	}
	algebra.Inspect(q.Op, func(op algebra.Op) bool {
		if g, ok := op.(*algebra.Group); ok {
			for i := range g.Aggregates {
				p.aggregates[g.Aggregates[i].Var] = &g.Aggregates[i]
			}
		}
		return true
	})
	return p, nil
}

// vary returns a cost as plans are compared by it.
func (p *Planner) vary(cost float64) float64 {
	if p.Vary != nil {
		return p.Vary(cost)
	}
	return cost
}

// dataset finds the default graph and the named graphs (§13).
func (p *Planner) dataset() {
	if p.opts.DefaultGraph == engine.Unlabelled {
		p.deflt = Graph{Kind: GraphConst, ID: store.Unlabelled}
	}
	ds := p.q.Dataset
	if ds == nil {
		return
	}
	p.merge = []store.ID{}
	for _, t := range ds.Default {
		id, ok := store.Unlabelled, true
		if !p.isUnlabelled(t) {
			id, ok = p.src.Lookup(t)
		}
		if ok && !slices.Contains(p.merge, id) {
			p.merge = append(p.merge, id)
		}
	}
	switch len(p.merge) {
	case 0:
		p.deflt = Graph{Kind: GraphNone}
	case 1:
		p.deflt = Graph{Kind: GraphConst, ID: p.merge[0]}
	default:
		p.deflt = Graph{Kind: GraphDefault}
	}
	p.named = map[store.ID]bool{}
	for _, t := range ds.Named {
		if id, ok := p.src.Lookup(t); ok {
			p.named[id] = true
		}
	}
}

func (p *Planner) isUnlabelled(t term.Term) bool {
	return p.opts.UnlabelledName != "" && t == term.NewIRI(p.opts.UnlabelledName)
}

// Named reports whether a label is a named graph of the dataset.
func (p *Planner) Named(g store.ID) bool {
	return g != store.Unlabelled && (p.named == nil || p.named[g])
}

// AllNamed reports whether every label is a named graph.
func (p *Planner) AllNamed() bool { return p.named == nil }

// Merged returns the labels of FROM, nil if the default graph is not restricted.
func (p *Planner) Merged() []store.ID { return p.merge }

// NamedGraph returns the label of the graph that a term names, false if the
// dataset has no such graph. id is the term's number, 0 if it has none.
func (p *Planner) NamedGraph(t term.Term, id store.ID) (store.ID, bool) {
	if p.isUnlabelled(t) {
		if ds := p.q.Dataset; ds != nil && !slices.Contains(ds.Named, t) {
			return 0, false
		}
		return store.Unlabelled, true
	}
	if t.Kind != term.IRI && t.Kind != term.Blank {
		return 0, false
	}
	return id, p.Named(id)
}

// Default returns the default graph of the dataset.
func (p *Planner) Default() Graph { return p.deflt }

// Slot returns the number of a variable.
func (p *Planner) Slot(name string) int { return p.slot(name) }

// Hidden reports whether the variable of a slot is not the query's own.
func (p *Planner) Hidden(slot int) bool { return hidden(p.Names[slot]) }

func (p *Planner) freshSlot(kind string) int {
	p.fresh++
	return p.slot(fmt.Sprintf("_:.%s.%d", kind, p.fresh))
}

// scope is where an operator is evaluated.
type scope struct {
	graph Graph
	outer Set // variables that have a value in the frame
}

// need is what is asked of an operator's solutions.
type need struct {
	vars  Set  // the columns that are read
	set   bool // only the set of them counts
	limit int  // only so many of the first are read; -1: all
	goal  int  // so many are probably enough for the reader; 0: all
}

// read returns which part of so many rows is probably read.
func (nd need) read(rows float64) float64 {
	if nd.goal == 0 || rows <= float64(nd.goal) {
		return 1
	}
	return float64(nd.goal) / rows
}

// Query plans the query: the columns of vars are read, only as a set or only
// the first limit rows (-1: all).
//
// With a goal it is planned for a reader who probably stops after so many rows:
// that plan gives what the other would give first. 0 is none.
func (p *Planner) Query(vars []string, set bool, limit, goal int) (Node, error) {
	op := p.q.Op
	if op == nil {
		op = &algebra.BGP{}
	}
	return p.build(op, scope{graph: p.deflt}, need{p.slotsOf(vars), set, limit, goal})
}

// Exists plans the pattern of an EXISTS, in which the variables of bound are
// replaced by values.
func (p *Planner) Exists(op algebra.Op, g Graph, bound Set) (Node, error) {
	return p.build(op, scope{g, bound}, need{set: true, limit: 1})
}

// Part returns the compiled form of a part of e.
func (p *Planner) Part(e *Expr, part algebra.Expr) *Expr {
	return p.expr(part, scope{e.Graph, e.Outer})
}

// fewVars is on how many variables a value may depend so that it is worth
// remembering it for what they are together.
const fewVars = 4

// expr returns the compiled form of x under sc.
func (p *Planner) expr(x algebra.Expr, sc scope) *Expr {
	e := &Expr{X: x, Prog: p.exprs[x], Vars: p.mentionsExpr(x), One: -1, Graph: sc.graph, Outer: sc.outer}
	if e.Prog == nil { // a part of a conjunction
		e.Prog, _ = expr.Compile(x, p.slot)
		p.exprs[x] = e.Prog
	}
	if sc.graph.Kind == GraphVar || sc.graph.Kind == GraphParam {
		if exists, _ := traits(x); exists && sc.graph.Kind == GraphVar {
			e.Vars.Add(sc.graph.Slot)
		}
	}
	exists, fickle := traits(x)
	e.Exists = exists
	own := e.Vars.Slots()
	if exists || fickle || len(own) > fewVars || slices.ContainsFunc(own, sc.outer.Has) {
		return e
	}
	if e.Few = own; len(own) == 1 {
		e.One = own[0]
	}
	return e
}
