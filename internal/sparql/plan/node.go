package plan

import (
	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/expr"
	"github.com/ascribe-graph/ascribe/internal/store"
)

// Info is what every operator tells about its rows.
type Info struct {
	Vars    []int // the columns, as slots; a column may be 0 (unbound) in a row
	Certain Set   // the columns that are bound in every row
	// Loose are the columns whose computed terms may have other numbers than
	// the source gives the same terms; see Canon.
	Loose Set
	Order []int // the rows are sorted by these columns
	// Unique: no two rows are the same.
	Unique bool
	Rows   float64
	Cost   float64 // of all rows, in nanoseconds, children included
}

// Props returns the info itself.
func (i *Info) Props() *Info { return i }

// Node is a physical operator.
type Node interface {
	Props() *Info
	// Inputs returns the operators that this one reads.
	Inputs() []Node
}

// PosKind says what stands in a position of a pattern.
type PosKind uint8

// The kinds of positions.
const (
	Free  PosKind = iota // anything, and it is not asked for
	Const                // ID
	Param                // the value of Slot in the frame, never unbound
	Var                  // Slot
)

// Pos is a position of a pattern.
type Pos struct {
	Kind PosKind
	ID   store.ID
	Slot int
}

// GraphSet restricts the label where it is not a Const.
type GraphSet uint8

// The graph sets.
const (
	AllGraphs    GraphSet = iota // every label and none
	NamedGraphs                  // the named graphs of the dataset
	MergedGraphs                 // those of FROM
)

// Quads is a quad pattern.
type Quads struct {
	Pos    [4]Pos
	Graphs GraphSet
	// Dedup: copies of a triple under several labels are one.
	Dedup bool
	// Spell: an object that is a Param with a language is looked for in
	// every spelling of its tag.
	Spell bool
	// OneOf: the predicate is any of these, which differ; Pos has the one of
	// which there are most. nil: it is that of Pos.
	OneOf []store.ID
}

// several reports whether more than one pattern may be looked for, one after
// another: then nothing comes in order.
func (q *Quads) several() bool { return q.Spell || q.OneOf != nil }

// Expr is a compiled expression.
type Expr struct {
	X      algebra.Expr
	Prog   *expr.Program
	Vars   Set // what it mentions, EXISTS included
	Exists bool
	// Few are the variables, if the value depends on nothing else and they are no more
	// than a few; else nil. One is the only one of them; else -1.
	Few   []int
	One   int
	Graph Graph // the active graph, for EXISTS
	Outer Set   // what EXISTS has replaced around it
}

// GraphKind says what the active graph is.
type GraphKind uint8

// The kinds of active graphs.
const (
	GraphDefault GraphKind = iota
	GraphConst             // one label, or Unlabelled
	GraphVar               // each named graph; its name is bound to Slot
	GraphParam             // the graph that Slot in the frame names
	GraphNone              // no graph
)

// Graph is an active graph.
type Graph struct {
	Kind GraphKind
	ID   store.ID
	Slot int
}

// JoinKind says what becomes of the rows of a join's left input.
type JoinKind uint8

// The kinds of joins.
const (
	Inner JoinKind = iota
	Left
	Semi
	Anti
	// MinusJoin is Anti, but a partner that shares no bound variable is none.
	MinusJoin
	// Mark keeps all rows and says of each whether it has a partner.
	Mark
)

// The operators.
type (
	// Unit is one empty row.
	Unit struct{ Info }
	// Empty has no rows.
	Empty struct{ Info }
	// Input is the current rows of the Apply around it.
	Input struct{ Info }
	// Scan reads a range of an index.
	Scan struct {
		Info
		Quads Quads
		Index store.Order
		// Skip > 0 reads one quad for each value of the first Skip positions
		// of Index and jumps to the next.
		Skip int
		// Seek: a Leapfrog looks values up in Index, and nothing is read through.
		Seek bool
	}
	// IndexJoin looks up Quads for each row of Left.
	IndexJoin struct {
		Info
		Left  Node
		Quads Quads
		Index store.Order
		// Sorted: Left is sorted by the variable that follows the constants
		// in Index, so that one cursor moves forward.
		Sorted bool
		// One: one match of a row is as good as all.
		One bool
		Within
	}
	// MergeJoin joins two inputs that are sorted by On. Check are the other
	// columns they share; all are bound on both sides.
	MergeJoin struct {
		Info
		L, R  Node
		On    int
		Check []int
	}
	// Leapfrog joins inputs a variable of Bind at a time. Of holds scans whose
	// rows are distinct, each read before the first row or, with Seek, looked
	// into where it lies; Same tells the earlier input that is held and gives
	// the same, -1 if there is none. Of the variables after the first Keep one
	// value is enough.
	Leapfrog struct {
		Info
		Of   []*Scan
		Same []int
		Bind []int
		Keep int
	}
	// HashJoin holds R and looks up each row of L. Keys are bound on both
	// sides; Check are shared columns that may be unbound. A partner must pass
	// Cond, of which Inner has none.
	HashJoin struct {
		Info
		Kind  JoinKind
		L, R  Node
		Keys  []int
		Check []int
		Cond  []*Expr
		Found int // of Mark: the column that says whether there is a partner
		Within
		// Fallback is the EXISTS that a Semi, Anti or Mark stands for, tested for
		// rows with a key that is a string with a language: there EXISTS
		// matches whatever the case of the tag. nil: there is none.
		Fallback *Expr
	}
	// Apply evaluates Sub, whose Input is a batch of L's rows, restricted to
	// Pass and each once; rows of Sub belong to the row of L they extend.
	Apply struct {
		Info
		Kind     JoinKind
		L        Node
		Sub      Node
		Pass     []int // of Semi, Anti and Mark: what the answer depends on
		Row      int   // the column of Input that numbers its rows
		Found    int   // as in HashJoin
		Fallback *Expr // as in HashJoin
	}
	// PathJoin extends each row of Left by the matches of a path.
	PathJoin struct {
		Info
		Left  Node
		S, O  Pos
		Path  algebra.Path
		Graph Graph
		Set   bool // each pair once is enough
		Within
	}
	// Filter keeps the rows for which all of Conds are true.
	Filter struct {
		Info
		Input Node
		Conds []*Expr
	}
	// Extend adds columns; they are computed one after another.
	Extend struct {
		Info
		Input Node
		Slots []int
		Exprs []*Expr
		Outer Set // of Slots: what must equal its value in the frame
	}
	// Union is the multiset union.
	Union struct {
		Info
		Of []Node
	}
	// Values is inline data.
	Values struct {
		Info
		Table [][]store.ID
	}
	// Graphs binds a slot to each named graph.
	Graphs struct {
		Info
		Slot int
	}
	// GraphCheck is one empty row if the graph exists.
	GraphCheck struct {
		Info
		Graph Graph
	}
	// GraphLoop evaluates Sub for each named graph, in Slot of the frame, and
	// binds Out to it.
	GraphLoop struct {
		Info
		Sub  Node
		Slot int
		Out  int
	}
	// Group is GROUP BY.
	Group struct {
		Info
		Input Node
		Keys  []GroupKey
		Aggs  []Agg
		// Visible are the columns of COUNT(DISTINCT *).
		Visible []int
		// Count, if not nil, is the pattern of which the rows by one position
		// are counted from the index alone.
		Count *Scan
	}
	// Sort is ORDER BY; Limit >= 0 keeps the first rows only.
	Sort struct {
		Info
		Input Node
		Keys  []SortKey
		Limit int
	}
	// Project keeps columns.
	Project struct {
		Info
		Input Node
	}
	// Distinct removes duplicates.
	Distinct struct {
		Info
		Input Node
	}
	// Slice is OFFSET and LIMIT; Limit -1 is none.
	Slice struct {
		Info
		Input         Node
		Offset, Limit int
	}
	// Canon gives terms in Slots the numbers of the source where it has them.
	Canon struct {
		Info
		Input Node
		Slots []int
	}
	// Chains is PATHS. Start and End are nil for any node, else bind the
	// column of their variable.
	Chains struct {
		Info
		Op         *algebra.Paths
		Start, End Node
		Cols       [8]int // path, hop, from, p, to, forward, Op.Start, Op.End
		Graph      Graph
		Outer      Set
	}
)

// Within says how a join inside of a Semi, Anti or Mark Apply may stop early.
type Within struct {
	Row  int  // the column that numbers the Apply's rows; -1: none
	Last bool // a row out of this join settles the Apply's row
}

// GroupKey is a key of a Group.
type GroupKey struct {
	Slot int
	Expr *Expr
}

// Agg is an aggregate of a Group.
type Agg struct {
	Slot int
	Spec *algebra.Aggregate
	Expr *Expr // nil: COUNT(*)
	Same int   // an earlier aggregate with the same value; -1: none
}

// SortKey is a key of a Sort.
type SortKey struct {
	Expr *Expr
	Desc bool
}

// Inputs returns the operators that a Unit reads.
func (*Unit) Inputs() []Node { return nil }

// Inputs returns the operators that a Empty reads.
func (*Empty) Inputs() []Node { return nil }

// Inputs returns the operators that a Input reads.
func (*Input) Inputs() []Node { return nil }

// Inputs returns the operators that a Scan reads.
func (*Scan) Inputs() []Node { return nil }

// Inputs returns the operators that a IndexJoin reads.
func (n *IndexJoin) Inputs() []Node { return []Node{n.Left} }

// Inputs returns the operators that a MergeJoin reads.
func (n *MergeJoin) Inputs() []Node { return []Node{n.L, n.R} }

// Inputs returns the operators that a Leapfrog reads.
func (n *Leapfrog) Inputs() []Node {
	var in []Node
	for i, of := range n.Of {
		if n.Same[i] < 0 {
			in = append(in, of)
		}
	}
	return in
}

// Inputs returns the operators that a HashJoin reads.
func (n *HashJoin) Inputs() []Node { return []Node{n.L, n.R} }

// Inputs returns the operators that a Apply reads.
func (n *Apply) Inputs() []Node { return []Node{n.L, n.Sub} }

// Inputs returns the operators that a PathJoin reads.
func (n *PathJoin) Inputs() []Node { return []Node{n.Left} }

// Inputs returns the operators that a Filter reads.
func (n *Filter) Inputs() []Node { return []Node{n.Input} }

// Inputs returns the operators that a Extend reads.
func (n *Extend) Inputs() []Node { return []Node{n.Input} }

// Inputs returns the operators that a Union reads.
func (n *Union) Inputs() []Node { return n.Of }

// Inputs returns the operators that a Values reads.
func (*Values) Inputs() []Node { return nil }

// Inputs returns the operators that a Graphs reads.
func (*Graphs) Inputs() []Node { return nil }

// Inputs returns the operators that a GraphCheck reads.
func (*GraphCheck) Inputs() []Node { return nil }

// Inputs returns the operators that a GraphLoop reads.
func (n *GraphLoop) Inputs() []Node { return []Node{n.Sub} }

// Inputs returns the operators that a Group reads.
func (n *Group) Inputs() []Node {
	if n.Count != nil {
		return nil
	}
	return []Node{n.Input}
}

// Inputs returns the operators that a Sort reads.
func (n *Sort) Inputs() []Node { return []Node{n.Input} }

// Inputs returns the operators that a Project reads.
func (n *Project) Inputs() []Node { return []Node{n.Input} }

// Inputs returns the operators that a Distinct reads.
func (n *Distinct) Inputs() []Node { return []Node{n.Input} }

// Inputs returns the operators that a Slice reads.
func (n *Slice) Inputs() []Node { return []Node{n.Input} }

// Inputs returns the operators that a Canon reads.
func (n *Canon) Inputs() []Node { return []Node{n.Input} }

// Inputs returns the operators that a Chains reads.
func (n *Chains) Inputs() []Node {
	var in []Node
	if n.Start != nil {
		in = append(in, n.Start)
	}
	if n.End != nil {
		in = append(in, n.End)
	}
	return in
}
