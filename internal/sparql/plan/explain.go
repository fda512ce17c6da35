package plan

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/store"
)

// Tree is a plan for people and programs.
type Tree struct {
	Op     string  `json:"op"`
	Detail string  `json:"detail,omitempty"`
	Est    float64 `json:"estimatedRows"`
	// Actual is what was measured, nil for a plan that was not run.
	Actual *Actual `json:"actual,omitempty"`
	Inputs []*Tree `json:"inputs,omitempty"`
}

// Actual is what an operator really did.
type Actual struct {
	Rows int           `json:"rows"`
	Time time.Duration `json:"nanoseconds"` // its inputs' included
	// Bytes is how much was allocated meanwhile, its inputs' included: a bound
	// of what it held, in steps of some KiB.
	Bytes int64 `json:"bytes"`
}

// Explain describes a plan; actual gives what was measured of an operator,
// and may be nil.
func (p *Planner) Explain(n Node, actual func(Node) *Actual) *Tree {
	op, detail := p.describe(n)
	t := &Tree{Op: op, Detail: detail, Est: n.Props().Rows}
	if actual != nil {
		t.Actual = actual(n)
	}
	for _, in := range n.Inputs() {
		t.Inputs = append(t.Inputs, p.Explain(in, actual))
	}
	return t
}

// String draws the tree, one operator a line.
func (t *Tree) String() string {
	var b strings.Builder
	t.write(&b, "", "")
	return b.String()
}

func (t *Tree) write(b *strings.Builder, first, rest string) {
	b.WriteString(first + t.Op)
	if t.Detail != "" {
		b.WriteString(" " + t.Detail)
	}
	fmt.Fprintf(b, "  ~%s rows", short(t.Est))
	if t.Actual != nil {
		fmt.Fprintf(b, ", %d real, %s, %s", t.Actual.Rows, t.Actual.Time.Round(time.Microsecond), size(t.Actual.Bytes))
	}
	b.WriteByte('\n')
	for i, in := range t.Inputs {
		if i == len(t.Inputs)-1 {
			in.write(b, rest+"└ ", rest+"  ")
		} else {
			in.write(b, rest+"├ ", rest+"│ ")
		}
	}
}

func size(bytes int64) string {
	switch {
	case bytes >= 10<<20:
		return strconv.FormatInt(bytes>>20, 10) + " MiB"
	default:
		return strconv.FormatInt((bytes+1023)>>10, 10) + " KiB"
	}
}

func short(n float64) string {
	switch {
	case n >= 1e6:
		return strconv.FormatFloat(n/1e6, 'f', 1, 64) + "M"
	case n >= 1e4:
		return strconv.FormatFloat(n/1e3, 'f', 0, 64) + "k"
	case n > 0 && n < 1:
		return "<1"
	}
	return strconv.FormatFloat(n, 'f', 0, 64)
}

func (p *Planner) names(slots []int) string {
	out := make([]string, len(slots))
	for i, s := range slots {
		out[i] = p.varText(p.Names[s])
	}
	return strings.Join(out, " ")
}

func (p *Planner) describe(n Node) (op, detail string) {
	switch n := n.(type) {
	case *Unit:
		return "unit", ""
	case *Empty:
		return "empty", ""
	case *Input:
		return "row of outer", p.names(n.Vars)
	case *Scan:
		if n.Seek {
			return "seek in " + n.Index.String(), p.quads(&n.Quads)
		}
		if n.Skip > 0 {
			return "skip scan " + n.Index.String(), p.quads(&n.Quads)
		}
		return "scan " + n.Index.String(), p.quads(&n.Quads)
	case *IndexJoin:
		how := "look up "
		if n.Sorted {
			how = "walk along "
		}
		if n.One {
			how = "any of " + how
		}
		return how + n.Index.String(), p.quads(&n.Quads)
	case *MergeJoin:
		return "merge join", "on " + p.names([]int{n.On}) + p.also(n.Check)
	case *Leapfrog:
		return "leapfrog join", "of " + strconv.Itoa(len(n.Of)) + " by " + p.names(n.Bind)
	case *HashJoin:
		if len(n.Keys)+len(n.Check) == 0 {
			return "product", ""
		}
		return [...]string{"hash join", "hash left join", "hash semi join", "hash anti join", "hash minus", "hash mark join"}[n.Kind], p.joined(n)
	case *Apply:
		return [...]string{"for each row", "for each row optionally", "for each row exists", "for each row not exists", "", "for each row mark"}[n.Kind], p.names(n.Pass) + p.found(n.Kind, n.Found)
	case *PathJoin:
		return "path", p.place(n.S) + " " + pathText(n.Path) + " " + p.place(n.O)
	case *Filter:
		return "filter", p.conds(n.Conds)
	case *Extend:
		var parts []string
		for i, s := range n.Slots {
			parts = append(parts, p.varText(p.Names[s])+" = "+p.exprText(n.Exprs[i].X))
		}
		return "bind", strings.Join(parts, ", ")
	case *Union:
		return "union", ""
	case *Values:
		return "values", p.names(n.Vars)
	case *Graphs:
		return "graphs", p.names(n.Vars)
	case *GraphCheck:
		return "graph exists", ""
	case *GraphLoop:
		return "for each graph", p.names([]int{n.Out})
	case *Group:
		var keys []int
		for _, k := range n.Keys {
			keys = append(keys, k.Slot)
		}
		if n.Count != nil {
			return "count index ranges", p.quads(&n.Count.Quads) + " by " + p.names(keys)
		}
		var parts []string
		for _, k := range n.Keys {
			parts = append(parts, p.varText(p.Names[k.Slot]))
			if v, ok := k.Expr.X.(*algebra.ExprVar); !ok || v.Name != p.Names[k.Slot] {
				parts[len(parts)-1] = p.exprText(k.Expr.X)
			}
		}
		for _, a := range n.Aggs {
			parts = append(parts, p.aggregateText(a.Spec))
		}
		return "group", strings.Join(parts, " ")
	case *Sort:
		var parts []string
		for _, k := range n.Keys {
			text := p.exprText(k.Expr.X)
			if k.Desc {
				text = "DESC(" + text + ")"
			}
			parts = append(parts, text)
		}
		by := "by " + strings.Join(parts, " ")
		if n.Limit >= 0 {
			return "first rows", strconv.Itoa(n.Limit) + " " + by
		}
		return "sort", by
	case *Project:
		return "keep", p.names(n.Vars)
	case *Distinct:
		return "distinct", p.names(n.Vars)
	case *Slice:
		return "slice", fmt.Sprintf("offset %d limit %d", n.Offset, n.Limit)
	case *Canon:
		return "number", p.names(n.Slots)
	case *Chains:
		return "chains", "?" + n.Op.Start.Var + " " + pathText(n.Op.Via) + " ?" + n.Op.End.Var
	}
	return fmt.Sprintf("%T", n), ""
}

// joined says by what a hash join finds partners.
func (p *Planner) joined(n *HashJoin) string {
	s := "on " + p.names(n.Keys) + p.also(n.Check)
	if len(n.Cond) > 0 {
		s += " if " + p.conds(n.Cond)
	}
	return s + p.found(n.Kind, n.Found)
}

func (p *Planner) found(kind JoinKind, slot int) string {
	if kind != Mark {
		return ""
	}
	return " as " + p.names([]int{slot})
}

func (p *Planner) conds(conds []*Expr) string {
	var parts []string
	for _, c := range conds {
		text := p.exprText(c.X)
		if c.Exists {
			text += " (remembered)"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, ", ")
}

func (p *Planner) also(slots []int) string {
	if len(slots) == 0 {
		return ""
	}
	return " and " + p.names(slots)
}

func (p *Planner) quads(q *Quads) string {
	var parts []string
	for i, pos := range q.Pos {
		if i == store.G && pos.Kind == Free {
			switch q.Graphs {
			case NamedGraphs:
				parts = append(parts, "in any graph")
			case MergedGraphs:
				parts = append(parts, "in graphs of FROM")
			}
			break
		}
		s := p.place(pos)
		if i == store.P && q.OneOf != nil {
			s = p.alternatives(q.OneOf)
		}
		if i == store.G {
			s = "in " + s
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, " ")
}

// alternatives writes predicates of which each will do.
func (p *Planner) alternatives(ids []store.ID) string {
	parts := make([]string, len(ids))
	for i, id := range ids {
		parts[i] = p.place(Pos{Kind: Const, ID: id})
	}
	return "(" + strings.Join(parts, "|") + ")"
}

func (p *Planner) place(pos Pos) string {
	switch pos.Kind {
	case Const:
		if pos.ID == store.Unlabelled {
			return "unlabelled"
		}
		return brief(p.src.Term(pos.ID).String())
	case Param:
		return "$" + p.Names[pos.Slot]
	case Var:
		return p.varText(p.Names[pos.Slot])
	}
	return "_"
}

// brief shortens an IRI to its last part.
func brief(s string) string {
	if strings.HasPrefix(s, "<") {
		cut := strings.LastIndexAny(s, "/#")
		if cut > 0 && cut < len(s)-2 {
			return "…" + s[cut+1:len(s)-1]
		}
	}
	return s
}

func pathText(path algebra.Path) string {
	switch path := path.(type) {
	case nil:
		return "any predicate"
	case *algebra.PathLink:
		return brief(path.IRI.String())
	case *algebra.PathInverse:
		return "^" + pathText(path.P)
	case *algebra.PathSeq:
		return "(" + pathText(path.L) + "/" + pathText(path.R) + ")"
	case *algebra.PathAlt:
		return "(" + pathText(path.L) + "|" + pathText(path.R) + ")"
	case *algebra.PathRepeat:
		suffix := fmt.Sprintf("{%d,%d}", path.Min, path.Max)
		switch {
		case path.Min == 0 && path.Max < 0:
			suffix = "*"
		case path.Min == 1 && path.Max < 0:
			suffix = "+"
		case path.Min == 0 && path.Max == 1:
			suffix = "?"
		}
		return pathText(path.P) + suffix
	case *algebra.PathNegated:
		return "!(…)"
	}
	return ""
}
