// Package check holds a graph to the schema. Graph lists every place where the
// quads break a rule of the design: each with the record it stands under, what
// is wrong and what to do. It looks at all records, whatever their stance or
// date: a lens plays no part.
package check

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Options tune Graph; nil and the zero value are the default.
type Options struct {
	MaxQuads      int // most quads that are read; 0: 20 million
	MaxViolations int // most violations that are kept; 0: 10,000. All are counted.
}

// The limits of a zero Options.
const (
	DefaultMaxQuads      = 20_000_000
	DefaultMaxViolations = 10_000
)

// A LimitError reports a graph that is larger than Options allow.
type LimitError struct{ Max int } // in quads

func (e *LimitError) Error() string {
	return fmt.Sprintf("check: more than %d quads; raise the limit or check a part", e.Max)
}

// A Violation is one breach of a rule.
type Violation struct {
	Rule     Rule
	Severity Severity
	// Record is the record that the quad stands under or describes, "" if none.
	Record quad.IRI
	// Quad is the quad at fault; zero where something is absent.
	Quad quad.Quad
	Msg  string // what is wrong, names as handles
	Hint string // what to do
}

// String returns the violation on one line.
func (v Violation) String() string {
	where := ""
	if v.Record != "" {
		where = " " + schema.Handle(string(v.Record))
	}
	return fmt.Sprintf("%s [%s]%s: %s; %s", v.Severity, v.Rule, where, v.Msg, v.Hint)
}

// A Report is the outcome of a check.
type Report struct {
	// Violations are sorted by record, rule, quad and message.
	Violations []Violation
	// Errors and Warnings count all violations, those that were not kept included.
	Errors, Warnings int
	Quads, Records   int // how many were checked
}

// OK reports whether there is no error; warnings are allowed.
func (r *Report) OK() bool { return r.Errors == 0 }

// Truncated reports whether violations were left out for Options.MaxViolations.
func (r *Report) Truncated() bool { return len(r.Violations) < r.Errors+r.Warnings }

// Graph checks all quads of a sequence. It holds them in memory while it runs
// and visits each a few times. An error of the sequence or of ctx ends it; the
// violations of a graph are no error but the report. A sequence that repeats a
// quad is checked as if it came once.
func Graph(ctx context.Context, quads iter.Seq2[quad.Quad, error], opts *Options) (*Report, error) {
	var o Options
	if opts != nil {
		o = *opts
	}
	o.MaxQuads = cmp.Or(o.MaxQuads, DefaultMaxQuads)
	o.MaxViolations = cmp.Or(o.MaxViolations, DefaultMaxViolations)
	m := newModel()
	seen := map[quad.Quad]struct{}{}
	n := 0
	for q, err := range quads {
		if err != nil {
			return nil, fmt.Errorf("check: %w", err)
		}
		if n++; n%4096 == 0 && ctx.Err() != nil {
			return nil, fmt.Errorf("check: %w", context.Cause(ctx))
		}
		if _, again := seen[q]; again {
			continue
		}
		seen[q] = struct{}{}
		if len(seen) > o.MaxQuads {
			return nil, &LimitError{Max: o.MaxQuads}
		}
		m.add(q)
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("check: %w", context.Cause(ctx))
	}
	m.link()
	m.checkQuads()
	m.checkRecords()
	m.checkCycles()
	m.checkNames()
	r := &Report{Violations: m.found, Quads: len(seen), Records: len(m.records)}
	for _, v := range m.found {
		if v.Severity == Error {
			r.Errors++
		} else {
			r.Warnings++
		}
	}
	// Errors must not be what the limit cuts off.
	if len(r.Violations) > o.MaxViolations {
		slices.SortStableFunc(r.Violations, func(a, b Violation) int {
			return cmp.Or(cmp.Compare(a.Severity, b.Severity), compare(a, b))
		})
		r.Violations = r.Violations[:o.MaxViolations]
	}
	slices.SortStableFunc(r.Violations, compare)
	return r, nil
}

func compare(a, b Violation) int {
	return cmp.Or(
		cmp.Compare(a.Record, b.Record), cmp.Compare(a.Rule, b.Rule),
		strings.Compare(quadText(a.Quad), quadText(b.Quad)), cmp.Compare(a.Msg, b.Msg),
	)
}

func quadText(q quad.Quad) string {
	return quad.StringOf(q.Subject) + " " + quad.StringOf(q.Predicate) + " " + quad.StringOf(q.Object) + " " + quad.StringOf(q.Label)
}
