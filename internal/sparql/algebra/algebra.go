// Package algebra holds the SPARQL algebra of SPARQL 1.1 Query §18 and the
// translation of a parsed query into it (translate.go). Every engine evaluates
// these operators; none of them looks at the syntax tree.
//
// Beyond the specification: Paths (chains between nodes) and PathRepeat with
// bounds ({n,m} in property paths).
package algebra

import "github.com/ascribe-graph/ascribe/internal/term"

// Form is the form of a query.
type Form uint8

// The query forms. A PATHS query is a Select whose Op holds a Paths.
const (
	Select Form = iota
	Ask
	Construct
	Describe
)

// Query is one translated query.
type Query struct {
	Form     Form
	Op       Op
	Base     string          // the base IRI that IRI() resolves against (§17.4.2.8); "" if none
	Vars     []string        // Select: the columns, in order
	Template []TriplePattern // Construct; blank nodes are fresh for each solution
	Targets  []Node          // Describe: terms and variables; for DESCRIBE * all of Vars
	Dataset  *Dataset        // FROM and FROM NAMED; nil: the source's own dataset
}

// Dataset lists the graphs that FROM and FROM NAMED choose (§13.2). With
// either present, what is not listed is not in the dataset.
type Dataset struct {
	Default []term.Term // merged into the default graph
	Named   []term.Term
}

// Node is a position of a pattern: a variable if Var is set, otherwise a
// term. A blank node of a pattern is a variable whose name begins with "_:"
// and that is never projected.
type Node struct {
	Var  string
	Term term.Term
}

// IsVar reports whether n is a variable.
func (n Node) IsVar() bool { return n.Var != "" }

// TriplePattern is a triple with variables.
type TriplePattern struct{ S, P, O Node }

// Op is an algebra operator. Its solutions are a multiset unless the
// operator says otherwise.
type Op interface{ op() }

// The operators (§18.2, §18.5).
type (
	// BGP is a basic graph pattern; the empty one has one empty solution.
	BGP struct{ Triples []TriplePattern }
	// PathPattern is a property path pattern.
	PathPattern struct {
		S    Node
		Path Path
		O    Node
	}
	// Join is that of §18.5, as are LeftJoin, Union and Minus.
	Join struct{ L, R Op }
	// LeftJoin keeps L where R does not match under Expr; nil Expr is true.
	LeftJoin struct {
		L, R Op
		Expr Expr
	}
	// Union is the multiset union.
	Union struct{ L, R Op }
	// Minus removes from L what is compatible with R and shares a variable.
	Minus struct{ L, R Op }
	// Filter keeps the solutions for which Expr has the effective value true.
	Filter struct {
		Input Op
		Expr  Expr
	}
	// Graph evaluates Input with the named graph Name as active graph; a
	// variable ranges over the named graphs and is bound by it.
	Graph struct {
		Name  Node
		Input Op
	}
	// Extend binds Var to Expr; an error leaves it unbound.
	Extend struct {
		Input Op
		Var   string
		Expr  Expr
	}
	// Values is inline data; a zero Term is UNDEF.
	Values struct {
		Vars []string
		Rows [][]term.Term
	}
	// Group makes one solution a group: the keys' variables and the
	// aggregates' variables are bound, all others are gone. Without Keys there
	// is exactly one group, empty input included.
	Group struct {
		Input      Op
		Keys       []GroupKey
		Aggregates []Aggregate
	}
	// OrderBy sorts (§15.1).
	OrderBy struct {
		Input Op
		Keys  []OrderKey
	}
	// Project keeps Vars, in order.
	Project struct {
		Input Op
		Vars  []string
	}
	// Distinct removes duplicates; Reduced may.
	Distinct struct{ Input Op }
	// Reduced permits the removal of duplicates.
	Reduced struct{ Input Op }
	// Slice skips Offset solutions and keeps at most Limit; Limit -1 is no limit.
	Slice struct {
		Input         Op
		Offset, Limit int
	}
	// Service is a federated pattern. Engines refuse it (nothing is ever
	// fetched), or with Silent treat it as one empty solution.
	Service struct {
		Name   Node
		Silent bool
		Input  Op
	}
	// Paths yields chains of edges, one row a hop: ?path and ?hop (1-based
	// xsd:integer), ?from, ?p, ?to, ?forward (xsd:boolean: is the edge
	// from->to as stored), with Start and End bound on each row. Names of the
	// six columns are fixed.
	Paths struct {
		Mode       PathMode
		Start, End Node // the variable's name, always set
		StartOp    Op   // binds Start; nil: any node
		EndOp      Op   // binds End; nil: any node
		Via        Path // one edge: an alternative of IRIs, inverses and negated sets; nil: any predicate forwards
		MaxLength  int  // 0: none
		Limit      int  // most chains; -1: none
	}
)

// PathMode says which chains PATHS yields.
type PathMode uint8

// The modes.
const (
	AnyShortest PathMode = iota // one shortest chain for each pair of ends
	AllShortest                 // every shortest chain for each pair
	Acyclic                     // every chain that repeats no node
)

// GroupKey is a key of GROUP BY.
type GroupKey struct {
	Var  string // where the key is bound
	Expr Expr
}

// Aggregate is one aggregate of a group.
type Aggregate struct {
	Var       string // where the value is bound; unbound on error
	Func      string // COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT
	Distinct  bool
	Expr      Expr   // nil: COUNT(*)
	Separator string // GROUP_CONCAT; " " by default
}

// OrderKey is a key of ORDER BY.
type OrderKey struct {
	Expr Expr
	Desc bool
}

func (*BGP) op()         {}
func (*PathPattern) op() {}
func (*Join) op()        {}
func (*LeftJoin) op()    {}
func (*Union) op()       {}
func (*Minus) op()       {}
func (*Filter) op()      {}
func (*Graph) op()       {}
func (*Extend) op()      {}
func (*Values) op()      {}
func (*Group) op()       {}
func (*OrderBy) op()     {}
func (*Project) op()     {}
func (*Distinct) op()    {}
func (*Reduced) op()     {}
func (*Slice) op()       {}
func (*Service) op()     {}
func (*Paths) op()       {}

// Path is a property path (§9, §18.2.2.3).
type Path interface{ path() }

// The paths.
type (
	// PathLink is one predicate.
	PathLink struct{ IRI term.Term }
	// PathInverse is ^p.
	PathInverse struct{ P Path }
	// PathSeq is l/r; PathAlt is l|r.
	PathSeq struct{ L, R Path }
	// PathAlt is l|r.
	PathAlt struct{ L, R Path }
	// PathRepeat is p* (0,-1), p+ (1,-1), p? (0,1) and p{n,m}, all with set
	// semantics; Max -1 is unbounded.
	PathRepeat struct {
		P        Path
		Min, Max int
	}
	// PathNegated is !(forward|^inverse): an edge by a predicate that is not listed.
	// HasForward and HasInverse say which directions are walked: !(^a) walks only backwards.
	PathNegated struct {
		Forward, Inverse       []term.Term
		HasForward, HasInverse bool
	}
)

func (*PathLink) path()    {}
func (*PathInverse) path() {}
func (*PathSeq) path()     {}
func (*PathAlt) path()     {}
func (*PathRepeat) path()  {}
func (*PathNegated) path() {}

// Expr is an expression (§17).
type Expr interface{ expr() }

// The expressions.
type (
	// ExprVar is a variable.
	ExprVar struct{ Name string }
	// ExprTerm is a constant.
	ExprTerm struct{ Term term.Term }
	// ExprCall is an operator or built-in: Name is the operator's symbol
	// ("||" "&&" "=" "!=" "<" ">" "<=" ">=" "+" "-" "*" "/" "!" "unary-" "unary+"), "IN"
	// or "NOT IN" (first argument, then the list), or the built-in's name in
	// upper case ("STRLEN", "BNODE", "IF", "COALESCE", …).
	ExprCall struct {
		Name string
		Args []Expr
	}
	// ExprFunc is a function named by an IRI: the casts of §17.1 and extensions.
	ExprFunc struct {
		IRI  string
		Args []Expr
	}
	// ExprExists is EXISTS or NOT EXISTS.
	ExprExists struct {
		Not     bool
		Pattern Op
	}
)

func (*ExprVar) expr()    {}
func (*ExprTerm) expr()   {}
func (*ExprCall) expr()   {}
func (*ExprFunc) expr()   {}
func (*ExprExists) expr() {}
