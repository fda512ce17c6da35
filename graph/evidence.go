package graph

import (
	"context"
	"fmt"
	"time"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/why"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Evidence is what a row of an answer rests on.
type Evidence struct {
	// Quads are the visible quads that the row needs, each under its record;
	// of a derived quad see Supports.
	Quads []quad.Quad
	// Records are the labels of Quads, of what derived ones rest on, and of the
	// identity claims by which the view shows Quads as it does, in the order of
	// Record.Compare.
	Records []quad.IRI
	// Absent are the patterns that NOT EXISTS and MINUS looked for and did not
	// find, in the notation of the SPARQL algebra. They were looked for in the
	// view's World.
	Absent []Absent
	// Truncated says that there is more than QueryOptions.MaxEvidence.
	Truncated bool
}

// Absent is a pattern that found nothing.
type Absent struct {
	Pattern string
	Values  map[string]quad.Value // of its variables, as far as the row gives them
}

// Explain returns the evidence of a row of a Select, which has a value for
// each of its variables as Rows gave it, or of an Ask with a nil row. A row
// that is not in the answer has none. It runs the query's pattern again with
// the row's values put in: the union of all ways to the row, of an aggregate
// those of its whole group, of a property path one shortest walk.
func (v *View) Explain(ctx context.Context, text string, row []quad.Value, o *QueryOptions) (*Evidence, error) {
	if o == nil {
		o = &QueryOptions{}
	}
	p, err := Prepare(text, o)
	if err != nil {
		return nil, err
	}
	q := p.query
	if q.Form == algebra.Construct || q.Form == algebra.Describe {
		return nil, fmt.Errorf("evidence is of the rows of a SELECT, PATHS or ASK, and this is neither")
	}
	terms := make([]term.Term, len(row))
	for i, value := range row {
		t, ok := term.FromValue(value)
		if !ok {
			return nil, fmt.Errorf("evidence: a %T is no RDF term", value)
		}
		terms[i] = t
	}
	src, err := v.sourceFor(o)
	if err != nil {
		return nil, err
	}
	ctx, cancel := v.limited(ctx)
	defer cancel()
	found, err := why.Explain(ctx, v.engine(), q, terms, src.under(ctx), v.engineOptions(o), o.MaxEvidence)
	if err != nil {
		return nil, err
	}
	if r, ok := src.added.(relations); ok {
		if found.Quads, err = r.unfold(ctx, found.Quads); err != nil {
			return nil, err
		}
	}
	out := &Evidence{Truncated: found.Truncated}
	records := map[quad.IRI]*Record{}
	note := func(label quad.Value) {
		if iri, ok := label.(quad.IRI); ok && records[iri] == nil {
			if r := v.Record(iri); r != nil {
				records[iri] = r
			}
		}
	}
	for _, ids := range found.Quads {
		q := v.quad(ids)
		out.Quads = append(out.Quads, q)
		note(q.Label)
		for _, w := range v.Written(q) {
			for _, same := range w.Same {
				note(same.Label)
			}
		}
		for _, s := range v.Supports(q) {
			note(s.Label)
		}
	}
	out.Records = sortedRecords(records)
	for _, a := range found.Absent {
		values := make(map[string]quad.Value, len(a.Values))
		for name, t := range a.Values {
			values[name] = t.QuadValue()
		}
		out.Absent = append(out.Absent, Absent{Pattern: algebra.String(a.Pattern), Values: values})
	}
	return out, nil
}

func (v *View) engineOptions(o *QueryOptions) engine.Options {
	eo := engine.Options{UnlabelledName: schema.Unlabelled, MaxRows: o.MaxRows, AllOrNone: o.AllOrNone, MaxMemory: o.MaxMemory, MaxPathSteps: o.MaxPathSteps, Now: time.Now()}
	if o.Strict {
		eo.DefaultGraph = engine.Unlabelled
	}
	return eo
}

// Limit bounds by the graph's QueryTime what takes several queries, as each of
// them is bounded.
func (v *View) Limit(ctx context.Context) (context.Context, context.CancelFunc) {
	return v.limited(ctx)
}

// limited bounds a query by the graph's QueryTime.
func (v *View) limited(ctx context.Context) (context.Context, context.CancelFunc) {
	switch limit := v.graph.opts.QueryTime; {
	case limit == 0:
		return context.WithTimeout(ctx, DefaultQueryTime)
	case limit > 0:
		return context.WithTimeout(ctx, limit)
	}
	return ctx, func() {}
}
