package why

import (
	"slices"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// site is a place of the pattern that a solution may rest on.
type site struct {
	graph  algebra.Node // active graph; zero: the default graph
	guards []string     // markers that are bound in solutions that went through here

	triple *algebra.TriplePattern
	path   *algebra.PathPattern
	hop    []string // the columns from, p, to and forward of a PATHS

	exists *algebra.ExprExists // looked up again under each solution
	minus  algebra.Op          // found nothing
}

// rewriter turns a query's pattern into one whose solutions hold everything
// that a witness needs: no projection, no modifiers, no grouping, and a marker
// for each branch that a solution may have come by.
type rewriter struct {
	sites   []site
	fresh   int
	dropped map[string]bool // what aggregates and the like bound: known no more
	pins    map[string]term.Term
}

// where is what a rewrite knows of the place.
type where struct {
	graph  algebra.Node
	guards []string
	names  map[string]string // of the variables that are known outside
	scope  string            // what makes the other variables' names differ from those outside; "" at the top
	plain  bool              // all variables keep their names
	pin    bool              // a value of the row may be put in here
	nested bool              // inside a sub-select
}

func (r *rewriter) mint(prefix string) string {
	r.fresh++
	return prefix + strconv.Itoa(r.fresh)
}

// name returns what a variable is called in the rewritten pattern. Blank nodes
// become variables like others, since a witness needs their values; the colon
// keeps the new names apart from all that a text can hold.
func (w *where) name(v string) string {
	if n, ok := w.names[v]; ok || w.plain {
		if !ok {
			n = v
		}
		return n
	}
	return "why:" + w.scope + "/" + v
}

// ownName returns what the query calls a variable that name has renamed.
func ownName(v string) string {
	if strings.HasPrefix(v, "why:") {
		return v[strings.LastIndexByte(v, '/')+1:]
	}
	return v
}

func (w *where) node(n algebra.Node) algebra.Node {
	if n.IsVar() {
		n.Var = w.name(n.Var)
	}
	return n
}

func (w where) guarded(marker string) where {
	w.guards = append(slices.Clone(w.guards), marker)
	return w
}

var isTrue = &algebra.ExprTerm{Term: term.NewTyped("true", term.XSDBoolean)}

// rewrite returns op as described at rewriter, and notes its sites.
func (r *rewriter) rewrite(op algebra.Op, w where) algebra.Op {
	switch op := op.(type) {
	case *algebra.BGP:
		out := &algebra.BGP{}
		for _, t := range op.Triples {
			t = algebra.TriplePattern{S: w.node(t.S), P: w.node(t.P), O: w.node(t.O)}
			out.Triples = append(out.Triples, t)
			r.sites = append(r.sites, site{graph: w.graph, guards: w.guards, triple: &t})
		}
		return r.pinned(out, w)
	case *algebra.PathPattern:
		p := &algebra.PathPattern{S: w.node(op.S), Path: op.Path, O: w.node(op.O)}
		r.sites = append(r.sites, site{graph: w.graph, guards: w.guards, path: p})
		return r.pinned(p, w)
	case *algebra.Join:
		return &algebra.Join{L: r.rewrite(op.L, w), R: r.rewrite(op.R, w)}
	case *algebra.LeftJoin:
		l := r.rewrite(op.L, w)
		marker := r.mint("why:optional")
		in := w.guarded(marker)
		in.pin = false // a row's value must not turn a match into none
		right := &algebra.Extend{Input: r.rewrite(op.R, in), Var: marker, Expr: isTrue}
		out := &algebra.LeftJoin{L: l, R: right}
		if op.Expr != nil {
			out.Expr = r.expr(op.Expr, in)
		}
		return out
	case *algebra.Union:
		side := func(in algebra.Op) algebra.Op {
			marker := r.mint("why:union")
			return &algebra.Extend{Input: r.rewrite(in, w.guarded(marker)), Var: marker, Expr: isTrue}
		}
		return &algebra.Union{L: side(op.L), R: side(op.R)}
	case *algebra.Minus:
		right := rename(op.R, &w)
		r.sites = append(r.sites, site{graph: w.graph, guards: w.guards, minus: right})
		return &algebra.Minus{L: r.rewrite(op.L, w), R: right}
	case *algebra.Filter:
		in := r.rewrite(op.Input, w)
		if r.lost(op.Expr, w) {
			return in // HAVING: the group is gone, its members are what counts
		}
		return &algebra.Filter{Input: in, Expr: r.expr(op.Expr, w)}
	case *algebra.Graph:
		in := w
		in.graph = w.node(op.Name)
		return r.pinned(&algebra.Graph{Name: in.graph, Input: r.rewrite(op.Input, in)}, w)
	case *algebra.Extend:
		in := r.rewrite(op.Input, w)
		if r.lost(op.Expr, w) || volatile(op.Expr) {
			r.dropped[w.name(op.Var)] = true
			return in
		}
		return &algebra.Extend{Input: in, Var: w.name(op.Var), Expr: r.expr(op.Expr, w)}
	case *algebra.Group:
		in := w
		in.pin = false // the keys are computed from the members
		out := r.rewrite(op.Input, in)
		for _, a := range op.Aggregates {
			r.dropped[w.name(a.Var)] = true
		}
		for _, k := range op.Keys {
			if v, ok := k.Expr.(*algebra.ExprVar); ok && v.Name == k.Var {
				continue
			}
			out = &algebra.Extend{Input: out, Var: w.name(k.Var), Expr: r.expr(k.Expr, w)}
		}
		return out
	case *algebra.OrderBy:
		return r.rewrite(op.Input, w)
	case *algebra.Distinct:
		return r.rewrite(op.Input, w)
	case *algebra.Reduced:
		return r.rewrite(op.Input, w)
	case *algebra.Slice:
		in := r.rewrite(op.Input, w)
		if !w.nested {
			return in // the row is given
		}
		return &algebra.Join{L: rename(op, &w), R: in}
	case *algebra.Project:
		in := w
		if w.nested {
			in.scope = w.scope + "s" + strconv.Itoa(len(r.sites)) + strconv.Itoa(r.fresh)
			in.names = map[string]string{}
			for _, v := range op.Vars {
				in.names[v] = w.name(v)
			}
			r.fresh++
		}
		in.nested = true
		return r.rewrite(op.Input, in)
	case *algebra.Paths:
		return r.paths(op, w)
	}
	return rename(op, &w)
}

// pinned puts the row's values for the variables of op beside it.
func (r *rewriter) pinned(op algebra.Op, w where) algebra.Op {
	if !w.pin {
		return op
	}
	data := &algebra.Values{Rows: [][]term.Term{nil}}
	for _, v := range variables(op) {
		if t, ok := r.pins[v]; ok {
			data.Vars = append(data.Vars, v)
			data.Rows[0] = append(data.Rows[0], t)
		}
	}
	if data.Vars == nil {
		return op
	}
	return &algebra.Join{L: data, R: op}
}

// expr renames an expression and notes the patterns of its EXISTS.
func (r *rewriter) expr(x algebra.Expr, w where) algebra.Expr {
	walk(x, func(x algebra.Expr) {
		if e, ok := x.(*algebra.ExprExists); ok {
			r.sites = append(r.sites, site{graph: w.graph, guards: w.guards, exists: renameExpr(e, &w).(*algebra.ExprExists)})
		}
	})
	return renameExpr(x, &w)
}

// lost reports whether x looks at a variable that is not known any more.
func (r *rewriter) lost(x algebra.Expr, w where) bool {
	found := false
	walk(x, func(x algebra.Expr) {
		if v, ok := x.(*algebra.ExprVar); ok && r.dropped[w.name(v.Name)] {
			found = true
		}
	})
	return found
}

// volatile reports whether x may have another value the next time.
func volatile(x algebra.Expr) bool {
	found := false
	walk(x, func(x algebra.Expr) {
		if c, ok := x.(*algebra.ExprCall); ok {
			switch c.Name {
			case "RAND", "UUID", "STRUUID", "BNODE", "NOW":
				found = true
			}
		}
	})
	return found
}

// walk calls f for x and everything in it, patterns of EXISTS left out.
func walk(x algebra.Expr, f func(algebra.Expr)) {
	f(x)
	switch x := x.(type) {
	case *algebra.ExprCall:
		for _, a := range x.Args {
			walk(a, f)
		}
	case *algebra.ExprFunc:
		for _, a := range x.Args {
			walk(a, f)
		}
	}
}

// variables returns the variables of the triple or path patterns and of the
// GRAPH that op is.
func variables(op algebra.Op) []string {
	var out []string
	add := func(nodes ...algebra.Node) {
		for _, n := range nodes {
			if n.IsVar() && !slices.Contains(out, n.Var) {
				out = append(out, n.Var)
			}
		}
	}
	switch op := op.(type) {
	case *algebra.BGP:
		for _, t := range op.Triples {
			add(t.S, t.P, t.O)
		}
	case *algebra.PathPattern:
		add(op.S, op.O)
	case *algebra.Graph:
		add(op.Name)
	}
	return out
}

// pathColumns are the columns of a PATHS that a witness is made of.
var pathColumns = []string{"from", "p", "to", "forward"}

// paths gives the columns of a PATHS their new names.
func (r *rewriter) paths(op *algebra.Paths, w where) algebra.Op {
	out := *op
	out.Start, out.End = w.node(op.Start), w.node(op.End)
	out.StartOp, out.EndOp = rename(op.StartOp, &w), rename(op.EndOp, &w)
	var in algebra.Op = &out
	shown := []string{out.Start.Var, out.End.Var}
	for _, c := range append([]string{"path", "hop"}, pathColumns...) {
		n := w.name(c)
		if n != c {
			in = &algebra.Extend{Input: in, Var: n, Expr: &algebra.ExprVar{Name: c}}
		}
		shown = append(shown, n)
	}
	s := site{graph: w.graph, guards: w.guards}
	for _, c := range pathColumns {
		s.hop = append(s.hop, w.name(c))
	}
	r.sites = append(r.sites, s)
	return &algebra.Project{Input: in, Vars: shown}
}
