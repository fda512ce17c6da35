package expr

import (
	"strings"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// An Accumulator computes one aggregate of one group (§18.5.1). It is not
// safe for concurrent use.
//
// Of an empty group COUNT, SUM and AVG are 0 and GROUP_CONCAT is ""; MIN, MAX
// and SAMPLE are an error. A solution whose expression is an error is ignored
// by COUNT, MIN, MAX and SAMPLE, and makes SUM, AVG and GROUP_CONCAT an error,
// as does a value that is no number, or for GROUP_CONCAT has no STR().
type Accumulator struct {
	fn     string
	sep    string
	seen   map[term.Term]struct{} // nil unless DISTINCT
	n      int64
	value  Value
	text   strings.Builder
	failed error // ErrType or fatal; nil: none so far
}

// NewAccumulator returns the accumulator of an empty group. COUNT(DISTINCT *)
// is the caller's: it adds each distinct solution once.
func NewAccumulator(a *algebra.Aggregate) *Accumulator {
	acc := &Accumulator{fn: a.Func, sep: a.Separator, value: Integer(0)}
	if a.Distinct && a.Expr != nil {
		acc.seen = map[term.Term]struct{}{}
	}
	return acc
}

// AddSolution counts a solution for COUNT(*).
func (a *Accumulator) AddSolution() { a.n++ }

// Add adds the value that the aggregate's expression has for one solution, or
// its error, which must be ErrType or nil.
func (a *Accumulator) Add(v Value, err error) {
	if err != nil {
		switch a.fn {
		case "SUM", "AVG", "GROUP_CONCAT":
			a.failed = ErrType
		}
		return
	}
	if a.failed != nil {
		return
	}
	if a.seen != nil {
		t := v.Term()
		if _, dup := a.seen[t]; dup {
			return
		}
		a.seen[t] = struct{}{}
	}
	switch first := a.n == 0; a.fn {
	case "SUM", "AVG":
		a.value, a.failed = arith('+', a.value, v)
	case "MIN":
		if first || OrderTerms(v, a.value) < 0 {
			a.value = v
		}
	case "MAX":
		if first || OrderTerms(v, a.value) > 0 {
			a.value = v
		}
	case "SAMPLE":
		if first {
			a.value = v
		}
	case "GROUP_CONCAT":
		s, err := str(v)
		a.failed = err
		if !first {
			a.text.WriteString(a.sep)
		}
		if a.text.WriteString(s.lexical()); a.text.Len() > MaxString {
			a.failed = errTooLong
		}
	}
	a.n++
}

// Result returns the aggregate's value; the error is ErrType, or fatal where a
// string became longer than MaxString.
func (a *Accumulator) Result() (Value, error) {
	if a.failed != nil {
		return Value{}, a.failed
	}
	switch a.fn {
	case "COUNT":
		return Integer(a.n), nil
	case "SUM":
		return a.value, nil
	case "AVG":
		if a.n == 0 {
			return Integer(0), nil
		}
		return arith('/', a.value, Integer(a.n))
	case "GROUP_CONCAT":
		return String(a.text.String()), nil
	}
	if a.n == 0 {
		return Value{}, ErrType
	}
	return a.value, nil
}
