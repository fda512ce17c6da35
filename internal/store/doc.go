// Package store keeps quads of numbered terms: a dictionary, five sorted
// permutations, and the changes committed since they were sorted.
//
// A Snapshot is one committed state: an immutable base and a few sorted runs
// of changes over it. Any number of goroutines read it, without locks and for
// as long as they like. A Store hands out the newest Snapshot and lets one
// writer at a time make the next. A Builder makes a base from many quads.
//
// Nothing here holds a pointer for each term or quad: terms are bytes in
// arenas, quads are columns of uint32, hash tables hold numbers.
package store
