package graph

import (
	"context"
	"errors"

	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/exec"
	"github.com/ascribe-graph/ascribe/internal/sparql/plan"
	"github.com/ascribe-graph/ascribe/internal/sparql/why"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/cayleygraph/quad"
)

// PlanTree is an operator of a query's plan with those that it reads: Op and
// Detail say what it does, Est how many rows it is estimated to give, Actual
// (nil if the query was not run) what it did. String draws it, an operator a
// line; it is JSON as well.
type PlanTree = plan.Tree

// PlanActual is what an operator did: how many rows it gave, how long it took
// and how many bytes were allocated meanwhile, both with what it reads.
type PlanActual = plan.Actual

// Plan returns how a query's pattern is evaluated on the view. With run it is
// also evaluated, its rows counted and dropped, and the tree holds what each
// operator did; an error such as a *LimitError then comes with the tree as it
// was until there. What a query plans while it runs, such as the pattern of an
// EXISTS that no join stands for, is not in the tree, nor what DESCRIBE reads
// about what the pattern found. Without run it costs some look-ups in the
// indexes.
func (v *View) Plan(ctx context.Context, text string, o *QueryOptions, run bool) (*PlanTree, error) {
	if o == nil {
		o = &QueryOptions{}
	}
	p, err := Prepare(text, o)
	if err != nil {
		return nil, err
	}
	src, err := v.sourceFor(o)
	if err != nil {
		return nil, err
	}
	ctx, cancel := v.limited(ctx)
	defer cancel()
	return exec.Explain(ctx, p.query, src.under(ctx), v.engineOptions(o), run)
}

// EmptyPart is why a query finds nothing.
type EmptyPart struct {
	// Pattern is the smallest part of the query's pattern that has no
	// solutions on its own, as SPARQL in braces; of a PATHS, what follows the
	// word.
	Pattern string
	// Clause is HAVING, OFFSET or LIMIT where the whole pattern has solutions
	// and that clause leaves none; Pattern is then "".
	Clause string
	// Absent are the constants of Pattern that no visible quad has at the
	// place where Pattern has them.
	Absent []AbsentTerm
	// Hidden says that Pattern has solutions where nothing is hidden: it is
	// the lens that leaves none.
	Hidden bool
	// Least says that all smaller parts have solutions; without it the search
	// was stopped by its limits, and a part of Pattern may have none.
	Least bool
}

// AbsentTerm is a term and the place of a quad where it does not stand:
// "subject", "predicate", "object" or "graph".
type AbsentTerm struct {
	Term  quad.Value
	Place string
}

// WhyEmpty says why a query finds nothing; nil if it does find something. Of a
// query of any form it is the pattern that counts, of an aggregate that it
// gives no row, not a row of zero. It evaluates parts of the pattern, some
// hundreds at most, until ctx is done, or the graph's QueryTime has passed; an
// error then means that not even the whole was found to be empty.
func (v *View) WhyEmpty(ctx context.Context, text string, o *QueryOptions) (*EmptyPart, error) {
	if o == nil {
		o = &QueryOptions{}
	}
	p, err := Prepare(text, o)
	if err != nil {
		return nil, err
	}
	src, err := v.sourceFor(o)
	if err != nil {
		return nil, err
	}
	ctx, cancel := v.limited(ctx)
	defer cancel()
	opts := v.engineOptions(o)
	found, err := why.Empty(ctx, v.engine(), p.tree, src.under(ctx), opts)
	if err != nil || found == nil {
		return nil, err
	}
	out := &EmptyPart{Pattern: found.Pattern(), Clause: found.Clause, Least: found.Least}
	for _, a := range found.Absent {
		place := [...]string{store.S: "subject", store.P: "predicate", store.O: "object", store.G: "graph"}[a.Place]
		out.Absent = append(out.Absent, AbsentTerm{a.Term.QuadValue(), place})
	}
	if found.Part != nil && !v.src.plain() {
		still, err := why.HasNone(ctx, v.engine(), found.Part, everything(v.src.snap), opts)
		if _, stopped := errors.AsType[*engine.LimitError](err); err != nil && !stopped && ctx.Err() == nil {
			return nil, err
		}
		out.Hidden = err == nil && !still
	}
	return out, nil
}
