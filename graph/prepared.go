package graph

import (
	"context"
	"errors"
	"fmt"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Prepared is a query that is parsed once and run many times, with values for
// some of its variables. It is immutable and safe for concurrent use, on any
// graph.
type Prepared struct {
	text  string
	opts  QueryOptions
	tree  *syntax.Query
	query *algebra.Query // without parameters
}

// Prepare parses a query; nil options are the defaults. It returns a
// *SyntaxError for one that is not understood. Values in Bind are kept for each
// run.
func Prepare(text string, o *QueryOptions) (*Prepared, error) {
	p := &Prepared{text: text}
	if o != nil {
		p.opts = *o
	}
	so := &syntax.Options{Base: p.opts.Base, File: p.opts.File}
	if !p.opts.NoPrefixes {
		so.Prefixes = schema.Prefixes()
		if p.opts.Relations {
			so.Prefixes["rule"] = NSRule
		}
	}
	var err error
	if p.tree, err = syntax.ParseQuery(text, so); err != nil {
		return nil, err
	}
	if p.tree, err = bound(p.tree, p.opts.Bind); err != nil {
		return nil, err
	}
	p.query, err = p.translate(p.tree)
	return p, err
}

// bound puts values into a parsed query.
func bound(q *syntax.Query, values map[string]quad.Value) (*syntax.Query, error) {
	if len(values) == 0 {
		return q, nil
	}
	params := make(map[string]term.Term, len(values))
	for name, value := range values {
		t, ok := term.FromValue(value)
		if !ok {
			return nil, fmt.Errorf("bind ?%s: a %T is no RDF term", name, value)
		}
		params[name] = t
	}
	return q.Bind(params), nil
}

func (p *Prepared) translate(tree *syntax.Query) (*algebra.Query, error) {
	q, err := algebra.Translate(tree)
	if e, ok := errors.AsType[*algebra.TranslateError](err); ok {
		return nil, &SyntaxError{File: p.opts.File, Line: e.Line, Col: e.Col, Msg: e.Msg, Text: lineOf(p.text, e.Line)}
	}
	return q, err
}

// Each returns the query of many runs: for each row of values of vars it gives
// what Run would with them, with vars as its first columns, and evaluates all at
// once. ok is false where that would not give the same: where the query groups,
// sorts or cuts off, among others, or a value is a blank node or a text with a
// language. Rows are to differ.
func (p *Prepared) Each(vars []string, rows [][]quad.Value) (each *Prepared, ok bool) {
	terms := make([][]term.Term, len(rows))
	for i, row := range rows {
		for _, value := range row {
			t, known := term.FromValue(value)
			if !known || t.IsZero() || t.Kind == term.Blank || t.Kind == term.Lang {
				return nil, false
			}
			terms[i] = append(terms[i], t)
		}
	}
	tree, ok := p.tree.Each(vars, terms)
	if !ok {
		return nil, false
	}
	out := *p
	out.tree = tree
	var err error
	out.query, err = out.translate(tree)
	return &out, err == nil
}

// Run runs the query on a view with values in the place of some variables,
// which stay columns. What it returns is valid while the view is open.
func (p *Prepared) Run(ctx context.Context, v *View, values map[string]quad.Value) (*Result, error) {
	q := p.query
	if len(values) > 0 {
		tree, err := bound(p.tree, values)
		if err != nil {
			return nil, err
		}
		if q, err = p.translate(tree); err != nil {
			return nil, err
		}
	}
	src, err := v.sourceFor(&p.opts)
	if err != nil {
		return nil, err
	}
	ctx, cancel := v.limited(ctx)
	res, err := v.engine()(ctx, q, src.under(ctx), v.engineOptions(&p.opts))
	if err != nil || res.Form == Ask {
		cancel()
	}
	if err != nil {
		return nil, err
	}
	return &Result{Form: res.Form, Vars: res.Vars, Bool: res.Bool, rows: res.Rows, set: res.Triples, done: cancel}, nil
}

// Warning is a use of a variable where it can have no value: a column that no
// pattern binds, or an expression that looks out of its group. Line and column
// are 1-based, the column in runes.
type Warning struct {
	Line, Col int
	Msg       string
}

// Warnings returns what the grammar allows in the query and its author hardly
// meant, in the order of the text. Values in QueryOptions.Bind count as bound,
// those that Run will be given do not.
func (p *Prepared) Warnings() []Warning {
	var out []Warning
	for _, w := range p.tree.Warnings() {
		out = append(out, Warning{w.Line, w.Col, w.Msg})
	}
	return out
}

// sourceFor returns what a query with these options reads.
func (v *View) sourceFor(o *QueryOptions) (*source, error) {
	if o.Relations {
		return v.withRelations()
	}
	return v.src, nil
}

// ParseQuery checks a query without running it.
func ParseQuery(text string, o *QueryOptions) error {
	_, err := Prepare(text, o)
	return err
}
