package syntax

import "github.com/ascribe-graph/ascribe/internal/term"

// Pos is a place in the text: 1-based line and column, the column in runes.
type Pos struct{ Line, Col int }

// At returns p; every node of the tree has it by embedding Pos.
func (p Pos) At() Pos { return p }

// Form is the form of a query.
type Form uint8

// The query forms.
const (
	Select Form = iota
	Construct
	Ask
	Describe
	Paths
)

// Query is a query, or a sub-select.
type Query struct {
	Pos
	Base     string   // of the last BASE, resolved, or of Options; "" if none
	Version  string   // of the last VERSION
	Prefixes []Prefix // by name; a name that was declared twice has its last IRI

	Form              Form
	Distinct, Reduced bool
	Star              bool            // SELECT * or DESCRIBE *
	Items             []SelectItem    // SELECT
	Targets           []Node          // DESCRIBE
	Template          []Triple        // CONSTRUCT
	Dataset           []DatasetClause // FROM
	Where             *Group          // nil for DESCRIBE without, and for PATHS
	Paths             *PathsClause    // PATHS only; it has no modifiers

	GroupBy []GroupKey
	Having  []Expr
	OrderBy []OrderKey
	Limit   int // -1: none
	Offset  int
	Values  *InlineData // the VALUES clause at the end; nil: none
}

// Prefix is a declared prefix; Name has no colon.
type Prefix struct{ Name, IRI string }

// SelectItem is a column: a variable, or an expression with the variable
// that it is bound to.
type SelectItem struct {
	Pos
	Expr Expr // nil: the variable itself
	Var  string
}

// DatasetClause is FROM or FROM NAMED, in an update USING or USING NAMED.
type DatasetClause struct {
	Pos
	Named bool
	IRI   term.Term
}

// GroupKey is a condition of GROUP BY; Var is the name after AS, "" for none.
type GroupKey struct {
	Pos
	Expr Expr
	Var  string
}

// OrderKey is a condition of ORDER BY.
type OrderKey struct {
	Pos
	Expr Expr
	Desc bool
}

// Node is a variable if Var is set, otherwise a term. A blank node is a term;
// brackets and lists have labels that the text does not use.
type Node struct {
	Pos
	Var  string
	Term term.Term
}

// Triple is a triple pattern. With Path set it is a property path pattern
// and P is zero. A path of one IRI is never a Path.
type Triple struct {
	Pos
	S, P, O Node
	Path    Path
}

// Pattern is an element of a group.
type Pattern interface {
	At() Pos
	pattern()
}

// The patterns.
type (
	// Group is { … }.
	Group struct {
		Pos
		Elems []Pattern
	}
	// Triples is a block of at least one triple pattern.
	Triples struct {
		Pos
		Triples []Triple
	}
	// Filter is FILTER.
	Filter struct {
		Pos
		Expr Expr
	}
	// Bind is BIND (Expr AS ?Var).
	Bind struct {
		Pos
		Expr Expr
		Var  string
	}
	// Optional is OPTIONAL.
	Optional struct {
		Pos
		Group *Group
	}
	// Minus is MINUS.
	Minus struct {
		Pos
		Group *Group
	}
	// Union is { … } UNION { … } of at least two groups.
	Union struct {
		Pos
		Groups []*Group
	}
	// GraphPattern is GRAPH.
	GraphPattern struct {
		Pos
		Name  Node // a variable or an IRI
		Group *Group
	}
	// Service is SERVICE.
	Service struct {
		Pos
		Silent bool
		Name   Node
		Group  *Group
	}
	// InlineData is VALUES; a zero Term is UNDEF.
	InlineData struct {
		Pos
		Vars []string
		Rows [][]term.Term
	}
	// SubSelect is a query that is all of its group.
	SubSelect struct {
		Pos
		Query *Query
	}
)

func (*Group) pattern()        {}
func (*Triples) pattern()      {}
func (*Filter) pattern()       {}
func (*Bind) pattern()         {}
func (*Optional) pattern()     {}
func (*Minus) pattern()        {}
func (*Union) pattern()        {}
func (*GraphPattern) pattern() {}
func (*Service) pattern()      {}
func (*InlineData) pattern()   {}
func (*SubSelect) pattern()    {}

// PathsMode says which chains PATHS yields.
type PathsMode uint8

// The modes.
const (
	AnyShortest PathsMode = iota
	AllShortest
	Acyclic
)

// PathsColumns are the columns of every PATHS query; those of its START and
// END variables follow them.
var PathsColumns = []string{"path", "hop", "from", "p", "to", "forward"}

// PathsClause is what follows PATHS.
type PathsClause struct {
	Pos
	Mode       PathsMode
	Start, End PathsEnd
	Via        Path // one edge; nil: any predicate, forwards
	MaxLength  int  // 0: none
	Limit      int  // -1: none
}

// PathsEnd is START or END: any node, one IRI, or what a pattern binds.
type PathsEnd struct {
	Pos
	Var   string
	IRI   term.Term // zero: none
	Group *Group    // nil: none
}
