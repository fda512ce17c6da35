package syntax

import "github.com/ascribe-graph/ascribe/internal/term"

// Update is an update request: its operations in order.
type Update struct {
	Ops []Operation
}

// Operation is one operation of an update.
type Operation interface {
	At() Pos
	operation()
}

// GraphSet says which graphs a GraphRef means.
type GraphSet uint8

// The graph sets.
const (
	OneGraph GraphSet = iota // the graph IRI
	DefaultGraph
	NamedGraphs
	AllGraphs
)

// GraphRef names a graph or a set of graphs.
type GraphRef struct {
	Set GraphSet
	IRI term.Term // of OneGraph
}

// TransferKind is ADD, MOVE or COPY.
type TransferKind uint8

// The transfers.
const (
	Add TransferKind = iota
	Move
	Copy
)

// QuadBlock holds triples for one graph: of GRAPH if Graph is a variable or a
// term, otherwise of the default graph.
type QuadBlock struct {
	Pos
	Graph   Node
	Triples []Triple
}

// The operations.
type (
	// Load is LOAD; a zero Into is the default graph.
	Load struct {
		Pos
		Silent       bool
		Source, Into term.Term
	}
	// Clear is CLEAR, or DROP.
	Clear struct {
		Pos
		Drop, Silent bool
		Target       GraphRef
	}
	// Create is CREATE GRAPH.
	Create struct {
		Pos
		Silent bool
		Graph  term.Term
	}
	// Transfer is ADD, MOVE or COPY; From and To are one graph or the default graph.
	Transfer struct {
		Pos
		Kind     TransferKind
		Silent   bool
		From, To GraphRef
	}
	// InsertData is INSERT DATA; it has no variables.
	InsertData struct {
		Pos
		Quads []QuadBlock
	}
	// DeleteData is DELETE DATA; it has no variables and no blank nodes.
	DeleteData struct {
		Pos
		Quads []QuadBlock
	}
	// DeleteWhere is DELETE WHERE; it has no blank nodes.
	DeleteWhere struct {
		Pos
		Quads []QuadBlock
	}
	// Modify is DELETE … INSERT … WHERE.
	Modify struct {
		Pos
		Base           string    // for IRI() in Where; "" if none
		With           term.Term // zero: none
		Delete, Insert []QuadBlock
		// HasDelete and HasInsert tell an empty clause from none.
		HasDelete, HasInsert bool
		Using                []DatasetClause
		Where                *Group
	}
)

func (*Load) operation()        {}
func (*Clear) operation()       {}
func (*Create) operation()      {}
func (*Transfer) operation()    {}
func (*InsertData) operation()  {}
func (*DeleteData) operation()  {}
func (*DeleteWhere) operation() {}
func (*Modify) operation()      {}
