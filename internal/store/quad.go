package store

import "github.com/ascribe-graph/ascribe/internal/term"

// ID is a term's number in one generation of a store: the term's Kind in the
// top three bits, its rank or arrival number in the rest. Any and Unlabelled
// are no terms.
type ID uint32

// The ids that are not terms.
const (
	// Any in a Pattern matches everything.
	Any ID = 0
	// Unlabelled is the graph of a quad without a label.
	Unlabelled ID = 1
)

const (
	kindShift = 29
	// MaxTerms is how many terms of one kind a store can hold.
	MaxTerms = 1<<kindShift - 1
)

// Kind returns the kind of the term that id numbers, term.None for Any and Unlabelled.
func (id ID) Kind() term.Kind { return term.Kind(id >> kindShift) }

// Quad is a quad in ids: subject, predicate, object, graph. In a stored quad
// none is Any and only the graph may be Unlabelled.
type Quad [4]ID

// The positions of a Quad.
const (
	S = iota
	P
	O
	G
)

// Pattern matches quads: Any in a position matches every id there,
// Unlabelled in G only the quads without a label. The zero Pattern matches all.
type Pattern [4]ID

// Order is a sorted permutation.
type Order uint8

// The orders that are stored. The graph comes last in all but GSPO, so that
// a scan meets the copies of one triple side by side.
const (
	SPOG Order = iota
	POSG
	OSPG
	PSOG
	GSPO
)
