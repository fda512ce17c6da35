package graph

import (
	"context"
	"iter"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/exec"
	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/cayleygraph/quad"
)

// QueryOptions tune one query; nil is the default.
type QueryOptions struct {
	// Strict makes the default graph the unlabelled quads alone, as the W3C
	// tests expect; default: the set union of all that is visible.
	Strict bool
	// Base resolves relative IRIs; default: none, and a relative IRI is an error.
	Base string
	// File is how errors name the query; default "".
	File string
	// NoPrefixes leaves the prefixes of the schema (asc, id, claim, act, src,
	// rdf, rdfs, xsd) undeclared.
	NoPrefixes bool
	// MaxRows stops a query with a *LimitError after so many rows; 0: no limit.
	MaxRows int
	// AllOrNone makes a query with more than MaxRows rows give none of them: it is
	// found out before any is made.
	AllOrNone bool
	// MaxMemory stops a query with a *LimitError when its joins, groups, sorts
	// and sets hold about so many bytes at once; 0: 2 GiB.
	MaxMemory int64
	// MaxPathSteps stops a query with a *LimitError when its property paths and
	// chains have looked at so many edges; 0: a billion.
	MaxPathSteps int64
	// MaxEvidence bounds the quads of a row's evidence; 0: 10,000.
	MaxEvidence int
	// Relations lets the query read the relations of the lens, which are
	// otherwise for rules alone: those of docs/rules.md, by the prefix rule:. A
	// variable predicate does not find them.
	Relations bool
	// Bind puts values in the place of variables, in the parsed query and
	// never in its text. A variable that is bound stays a column. Blank nodes,
	// and variables that the query assigns itself, are ignored.
	Bind map[string]quad.Value
}

// QueryForm is the form of a query.
type QueryForm = algebra.Form

// The forms. PATHS gives a Select.
const (
	Select    = algebra.Select
	Ask       = algebra.Ask
	Construct = algebra.Construct
	Describe  = algebra.Describe
)

// SyntaxError reports a query that was not understood, with file, line,
// column and a hint.
type SyntaxError = syntax.Error

// LimitError reports a query that was stopped by a limit; the rows before it
// are right but not all.
type LimitError = engine.LimitError

// Result is what a query gives. Its iterators are single-use, at most one
// error comes, as the last pair, and they are valid while the View is open.
type Result struct {
	Form QueryForm
	Vars []string // of Select: the columns
	Bool bool     // of Ask
	rows iter.Seq2[[]term.Term, error]
	set  iter.Seq2[[3]term.Term, error]
	done context.CancelFunc
}

// Rows yields the rows of a Select in the order of Vars; nil is unbound. The
// row is the caller's to keep.
func (r *Result) Rows() iter.Seq2[[]quad.Value, error] {
	return func(yield func([]quad.Value, error) bool) {
		defer r.done()
		if r.rows == nil {
			return
		}
		for row, err := range r.rows {
			if err != nil {
				yield(nil, err)
				return
			}
			values := make([]quad.Value, len(row))
			for i, t := range row {
				values[i] = t.QuadValue()
			}
			if !yield(values, nil) {
				return
			}
		}
	}
}

// Triples yields the triples of a Construct or Describe, each once, as quads
// without a label.
func (r *Result) Triples() iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		defer r.done()
		if r.set == nil {
			return
		}
		for t, err := range r.set {
			if err != nil {
				yield(quad.Quad{}, err)
				return
			}
			q := quad.Quad{Subject: t[0].QuadValue(), Predicate: t[1].QuadValue(), Object: t[2].QuadValue()}
			if !yield(q, nil) {
				return
			}
		}
	}
}

// lineOf returns a line of a text, 1-based, without its end.
func lineOf(text string, n int) string {
	for line := range strings.Lines(text) {
		if n--; n == 0 {
			return strings.TrimRight(line, "\r\n")
		}
	}
	return ""
}

// engine is what evaluates queries.
func (v *View) engine() engine.Engine { return exec.Eval }

// Query runs a SPARQL 1.1 query over what the view shows: its named graphs
// are the visible records. It returns a *SyntaxError for a query that is not
// understood; limits end the rows with a *LimitError. A query that runs longer
// than the graph's QueryTime is stopped.
//
// The prefixes of the schema need no declaration, and GRAPH asc:unlabelled
// names the quads without a label.
func (v *View) Query(ctx context.Context, text string, o *QueryOptions) (*Result, error) {
	p, err := Prepare(text, o)
	if err != nil {
		return nil, err
	}
	return p.Run(ctx, v, nil)
}
