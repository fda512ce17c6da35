// Package plan turns the algebra of a query into a tree of physical operators
// for sparql/exec: which index each pattern is read from, in which order and
// by which method patterns are joined, where filters are tested, what is
// decorrelated.
//
// Sizes come from the source's exact counts and from a few probes into its
// indexes; nothing is kept between queries. Joins are ordered by dynamic
// programming (bushy up to 7 inputs, one after another up to 10, greedily
// beyond), with the order of rows as a property of a plan. Where only the set
// of solutions counts (below DISTINCT, EXISTS, or aggregates over distinct
// values), variables that are no longer needed are dropped as early as possible
// and what is left made distinct, or read distinct from the index.
//
// A plan computes what SPARQL 1.1 Query §18 says, in the reading of
// sparql/naive: an EXISTS puts values in the place of variables.
package plan
