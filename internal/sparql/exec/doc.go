// Package exec is the fast evaluator: it runs the plans of sparql/plan.
//
// Operators pull batches of up to 1,024 rows from each other. A row is a term's
// number in each column, 0 where a variable is unbound; terms themselves are
// read only for expressions, for sorting and for the answer. Numbers are the
// source's ids, and beyond them those of a dictionary of the evaluation: see
// dict.
//
// It gives the same solutions as sparql/naive, in the same order only where
// ORDER BY says so; what ORDER BY leaves equal comes in any order.
package exec
