package store

import "errors"

// The errors that a program may test for.
var (
	// ErrTooManyTerms: a kind already has MaxTerms terms.
	ErrTooManyTerms = errors.New("store: too many terms of one kind (the limit is 536870911): split the graph")
	// ErrTooManyQuads: a store already has 2^32-1 quads.
	ErrTooManyQuads = errors.New("store: too many quads (the limit is 4294967295): split the graph")
	// ErrNoTerm: a subject, predicate or object is the zero Term.
	ErrNoTerm = errors.New("store: a quad needs a subject, a predicate and an object")
	// ErrTxDone: the transaction was committed or rolled back before.
	ErrTxDone = errors.New("store: the transaction is over: begin another")
)
