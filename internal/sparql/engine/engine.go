// Package engine is what every evaluator shares: the source that it reads,
// its options and limits, and the result that it gives. The evaluators are
// sparql/naive (the specification, slowly and obviously: the oracle) and
// sparql/exec (the fast one).
package engine

import (
	"context"
	"iter"
	"strconv"
	"time"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// Source is one committed state seen through one lens. It is immutable and
// safe for concurrent use; ids belong to it alone.
type Source interface {
	// Scan returns a cursor over the quads that match p, sorted by order.
	// The same triple under several graphs comes once for each.
	Scan(p store.Pattern, order store.Order) Cursor
	// Count returns how many quads match p, exactly unless an overlay or a
	// filter makes that cost a scan: then an upper bound.
	Count(p store.Pattern) int
	// Lookup returns the id of t, or false if no quad holds it.
	Lookup(t term.Term) (store.ID, bool)
	// Term returns the term of an id that this source gave.
	Term(id store.ID) term.Term
	// Graphs returns the ids of the visible named graphs, ascending.
	Graphs(ctx context.Context) ([]store.ID, error)
}

// Cursor walks quads in the order of its scan. It is single-use and not safe
// for concurrent use.
type Cursor interface {
	// Next fills buf and returns how many it wrote; 0 is the end or an error.
	Next(buf []store.Quad) int
	// Seek moves forward to the first quad that is not before q in the order.
	Seek(q store.Quad)
	// Err returns the error that ended the walk, nil at a plain end.
	Err() error
}

// Rescanner is what a Source may be as well.
type Rescanner interface {
	// Rescan is Scan, and may use c, a cursor that the source gave and that
	// is of no more use, instead of making another. c may be nil.
	Rescan(c Cursor, p store.Pattern, order store.Order) Cursor
}

// ColumnCursor is what a Cursor may be as well.
type ColumnCursor interface {
	// NextColumns is Next by column; see store.Cursor.NextColumns.
	NextColumns(dst *[4][]uint32) (n int, ok bool)
}

// TermReader is what a Source may be as well.
type TermReader interface {
	// ReadTerms sets dst[i] to Term(ids[i]). Ascending ids are read much faster
	// than one by one. The values lie in buf, if it is large enough, and are
	// valid until it is used again; what is returned is for that. With a nil
	// buf they stay.
	ReadTerms(ids []store.ID, dst []term.Term, buf []byte) []byte
	// Sorted reports whether id is numbered in lexical order: of two such ids
	// of one kind the smaller has the lesser value, or the same value and the
	// lesser language or datatype.
	Sorted(id store.ID) bool
}

// Estimator is what a Source may be as well.
type Estimator interface {
	// Estimate is Count, and may be wrong where that would take time: more
	// or less, but 0 only if no quad matches p.
	Estimate(p store.Pattern) int
	// Sample returns a source of which scans for p cost no more than what they
	// read, and tell how values are spread: it may lack quads.
	Sample(p store.Pattern) Source
}

// Finder is what a Source may be as well.
type Finder interface {
	// Finds reports whether any quad matches p, which costs less than to open
	// a scan and read the first.
	Finds(p store.Pattern) (bool, error)
}

// ExactCounter is what a Source may be as well.
type ExactCounter interface {
	// ExactCounts reports whether Count is exact for every pattern.
	ExactCounts() bool
}

// DefaultGraph says what a pattern outside GRAPH matches.
type DefaultGraph uint8

// The default graphs.
const (
	// Union: the set union of the visible named graphs and the unlabelled quads.
	Union DefaultGraph = iota
	// Unlabelled: the unlabelled quads only, as the W3C tests expect.
	Unlabelled
)

// Options tune one evaluation; the zero value is the default.
type Options struct {
	DefaultGraph DefaultGraph
	// UnlabelledName is an IRI by which GRAPH names the unlabelled quads;
	// "" gives them no name. GRAPH ?g never yields it.
	UnlabelledName string
	MaxRows        int // result rows; 0: no limit
	// AllOrNone gives no row of a SELECT that has more than MaxRows; the error is
	// the same. exec holds the rows as numbers meanwhile. naive gives them as
	// without it.
	AllOrNone    bool
	MaxSolutions int // intermediate solutions over the whole evaluation; 0: 50 million
	// MaxMemory bounds what joins, groups, sorts, sets and computed terms hold
	// at once, in bytes and by count of their rows, not by what the machine
	// allocates; 0: 2 GiB. naive knows no such limit.
	MaxMemory int64
	// MaxPathSteps bounds the edges that property paths and PATHS look at over
	// the whole evaluation; 0: a billion. naive knows no such limit.
	MaxPathSteps int64
	// Now is the time that NOW() returns; zero: the time of the call.
	Now time.Time
}

// Result is what a query gives. Rows and Triples are single-use and valid
// while the source's view is open.
type Result struct {
	Form    algebra.Form
	Vars    []string                       // Select
	Rows    iter.Seq2[[]term.Term, error]  // Select; a row is the caller's to keep; a zero Term is unbound
	Bool    bool                           // Ask
	Triples iter.Seq2[[3]term.Term, error] // Construct, Describe: a set
}

// Engine evaluates a query over a source. It stops soon after ctx is done.
type Engine func(ctx context.Context, q *algebra.Query, src Source, opts Options) (*Result, error)

// A LimitError reports a query that was stopped by one of its limits. Rows
// that were yielded before it are right but not all: partial.
type LimitError struct {
	Limit string // "rows", "solutions", "path steps", "time", "memory"
	Max   int64  // the limit, in its unit: rows, solutions, edges, milliseconds, bytes
	Err   error  // the cause, such as context.DeadlineExceeded; may be nil
}

func (e *LimitError) Error() string {
	limit := strconv.FormatInt(e.Max, 10) + " " + e.Limit
	switch e.Limit {
	case "time":
		limit = (time.Duration(e.Max) * time.Millisecond).String()
	case "memory":
		limit = strconv.FormatInt(e.Max, 10) + " bytes"
	}
	return "query stopped by its limit of " + limit + "; the result is partial"
}

func (e *LimitError) Unwrap() error { return e.Err }
