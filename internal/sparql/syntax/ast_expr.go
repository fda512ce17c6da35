package syntax

import "github.com/ascribe-graph/ascribe/internal/term"

// Expr is an expression.
type Expr interface {
	At() Pos
	expr()
}

// The expressions.
type (
	// VarExpr is a variable.
	VarExpr struct {
		Pos
		Name string
	}
	// TermExpr is an IRI or a literal.
	TermExpr struct {
		Pos
		Term term.Term
	}
	// CallExpr is an operator or a built-in. Name is one of
	// || && = != < > <= >= + - * / ! unary- unary+ IN "NOT IN", or the built-in's
	// name in upper case; URI and isURI are IRI and ISIRI.
	CallExpr struct {
		Pos
		Name string
		Args []Expr
	}
	// FuncExpr calls a function that an IRI names.
	FuncExpr struct {
		Pos
		IRI      string
		Distinct bool
		Args     []Expr
	}
	// Aggregate is COUNT, SUM, MIN, MAX, AVG, SAMPLE or GROUP_CONCAT.
	Aggregate struct {
		Pos
		Func      string
		Distinct  bool
		Arg       Expr   // nil: COUNT(*)
		Separator string // GROUP_CONCAT: " " if not given; otherwise ""
	}
	// Exists is EXISTS or NOT EXISTS.
	Exists struct {
		Pos
		Not   bool
		Group *Group
	}
)

func (*VarExpr) expr()   {}
func (*TermExpr) expr()  {}
func (*CallExpr) expr()  {}
func (*FuncExpr) expr()  {}
func (*Aggregate) expr() {}
func (*Exists) expr()    {}

// Path is a property path.
type Path interface {
	At() Pos
	path()
}

// The paths.
type (
	// PathIRI is one predicate.
	PathIRI struct {
		Pos
		IRI term.Term
	}
	// PathInverse is ^p.
	PathInverse struct {
		Pos
		P Path
	}
	// PathSeq is p/q/… of at least two paths.
	PathSeq struct {
		Pos
		Paths []Path
	}
	// PathAlt is p|q|… of at least two paths.
	PathAlt struct {
		Pos
		Paths []Path
	}
	// PathRepeat is p* (0,-1), p+ (1,-1), p? (0,1) and p{n,m}; Max -1 is unbounded.
	PathRepeat struct {
		Pos
		P        Path
		Min, Max int
	}
	// PathNegated is !(a|^b|…), possibly of nothing.
	PathNegated struct {
		Pos
		Items []NegatedItem
	}
)

// NegatedItem is a member of a negated property set.
type NegatedItem struct {
	IRI     term.Term
	Inverse bool
}

func (*PathIRI) path()     {}
func (*PathInverse) path() {}
func (*PathSeq) path()     {}
func (*PathAlt) path()     {}
func (*PathRepeat) path()  {}
func (*PathNegated) path() {}
