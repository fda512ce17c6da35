package main

import (
	"fmt"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// rewriter makes another tree of a query, from inside out. A nil function leaves
// things as they are.
type rewriter struct {
	pattern  func(syntax.Pattern) []syntax.Pattern   // what stands in its place
	elements func([]syntax.Pattern) []syntax.Pattern // of a group, after pattern
	expr     func(syntax.Expr) syntax.Expr
	node     func(syntax.Node) syntax.Node // ends of triple patterns
}

func (w rewriter) query(q *syntax.Query) *syntax.Query {
	out := *q
	out.Items = mapped(q.Items, func(it syntax.SelectItem) syntax.SelectItem {
		it.Expr = w.expression(it.Expr)
		return it
	})
	out.GroupBy = mapped(q.GroupBy, func(k syntax.GroupKey) syntax.GroupKey {
		k.Expr = w.expression(k.Expr)
		return k
	})
	out.Having = mapped(q.Having, w.expression)
	out.OrderBy = mapped(q.OrderBy, func(k syntax.OrderKey) syntax.OrderKey {
		k.Expr = w.expression(k.Expr)
		return k
	})
	out.Where = w.group(q.Where)
	return &out
}

func (w rewriter) group(g *syntax.Group) *syntax.Group {
	out := &syntax.Group{Pos: g.Pos}
	for _, p := range g.Elems {
		p = w.inside(p)
		if w.pattern == nil {
			out.Elems = append(out.Elems, p)
		} else {
			out.Elems = append(out.Elems, w.pattern(p)...)
		}
	}
	if w.elements != nil {
		out.Elems = w.elements(out.Elems)
	}
	return out
}

// inside rewrites what a pattern is made of.
func (w rewriter) inside(p syntax.Pattern) syntax.Pattern {
	switch x := p.(type) {
	case *syntax.Group:
		p = w.group(x)
	case *syntax.Triples:
		if w.node != nil {
			p = &syntax.Triples{Pos: x.Pos, Triples: mapped(x.Triples, func(t syntax.Triple) syntax.Triple {
				t.S, t.O = w.node(t.S), w.node(t.O)
				return t
			})}
		}
	case *syntax.Filter:
		p = &syntax.Filter{Pos: x.Pos, Expr: w.expression(x.Expr)}
	case *syntax.Bind:
		p = &syntax.Bind{Pos: x.Pos, Expr: w.expression(x.Expr), Var: x.Var}
	case *syntax.Optional:
		p = &syntax.Optional{Pos: x.Pos, Group: w.group(x.Group)}
	case *syntax.Minus:
		p = &syntax.Minus{Pos: x.Pos, Group: w.group(x.Group)}
	case *syntax.Union:
		p = &syntax.Union{Pos: x.Pos, Groups: mapped(x.Groups, w.group)}
	case *syntax.GraphPattern:
		p = &syntax.GraphPattern{Pos: x.Pos, Name: x.Name, Group: w.group(x.Group)}
	case *syntax.SubSelect:
		p = &syntax.SubSelect{Pos: x.Pos, Query: w.query(x.Query)}
	}
	return p
}

func (w rewriter) expression(e syntax.Expr) syntax.Expr {
	switch x := e.(type) {
	case nil:
		return nil
	case *syntax.CallExpr:
		e = &syntax.CallExpr{Pos: x.Pos, Name: x.Name, Args: mapped(x.Args, w.expression)}
	case *syntax.FuncExpr:
		e = &syntax.FuncExpr{Pos: x.Pos, IRI: x.IRI, Distinct: x.Distinct, Args: mapped(x.Args, w.expression)}
	case *syntax.Aggregate:
		a := *x
		a.Arg = w.expression(x.Arg)
		e = &a
	case *syntax.Exists:
		e = &syntax.Exists{Pos: x.Pos, Not: x.Not, Group: w.group(x.Group)}
	}
	if w.expr != nil {
		return w.expr(e)
	}
	return e
}

func mapped[T any](list []T, f func(T) T) []T {
	out := make([]T, len(list))
	for i, x := range list {
		out[i] = f(x)
	}
	return out
}

// copied returns g with other labels for its blank nodes, which belong to one
// basic graph pattern each.
func copied(g *syntax.Group, suffix string) *syntax.Group {
	return rewriter{node: func(n syntax.Node) syntax.Node {
		if n.Term.Kind == term.Blank {
			n.Term = term.NewBlank(n.Term.Value + suffix)
		}
		return n
	}}.group(g)
}

// What follows builds trees.

func group(elems ...syntax.Pattern) *syntax.Group { return &syntax.Group{Elems: elems} }

func union(groups ...*syntax.Group) syntax.Pattern {
	if len(groups) == 1 {
		return groups[0]
	}
	return &syntax.Union{Groups: groups}
}

func variable(name string) syntax.Node { return syntax.Node{Var: name} }

func triple(s, p, o syntax.Node) syntax.Pattern {
	return &syntax.Triples{Triples: []syntax.Triple{{S: s, P: p, O: o}}}
}

// values is VALUES with one row.
func values(name string, t term.Term) syntax.Pattern {
	return &syntax.InlineData{Vars: []string{name}, Rows: [][]term.Term{{t}}}
}

// selected is the sub-select of some variables in a group of its own. Without
// variables it binds one that nothing else uses.
func selected(distinct bool, names []string, where *syntax.Group) *syntax.Group {
	q := &syntax.Query{Form: syntax.Select, Distinct: distinct, Where: where, Limit: -1}
	for _, v := range names {
		q.Items = append(q.Items, syntax.SelectItem{Var: v})
	}
	if len(names) == 0 {
		q.Items = []syntax.SelectItem{{Expr: integer(1), Var: fresh()}}
	}
	return group(&syntax.SubSelect{Query: q})
}

// nothing has no solutions.
func nothing() *syntax.Group {
	return group(&syntax.Filter{Expr: &syntax.TermExpr{Term: term.NewTyped("false", term.XSDBoolean)}})
}

var freshVars int

// fresh returns the name of a variable that no query has.
func fresh() string {
	freshVars++
	return fmt.Sprintf("fresh%d", freshVars)
}

func call(name string, args ...syntax.Expr) syntax.Expr {
	return &syntax.CallExpr{Name: name, Args: args}
}

func integer(n int) syntax.Expr {
	return &syntax.TermExpr{Term: term.NewTyped(fmt.Sprint(n), term.XSDInteger)}
}

// or is || of conditions.
func or(conditions ...syntax.Expr) syntax.Expr {
	out := conditions[0]
	for _, x := range conditions[1:] {
		out = call("||", out, x)
	}
	return out
}

func text(s string) syntax.Expr { return &syntax.TermExpr{Term: term.NewString(s)} }

// failing is an expression that is an error.
func failing() syntax.Expr { return call("/", integer(1), integer(0)) }

// distinctVars returns the variables among some nodes, each once.
func distinctVars(nodes ...syntax.Node) []string {
	var out []string
	for _, n := range nodes {
		if n.Var != "" && !slices.Contains(out, n.Var) {
			out = append(out, n.Var)
		}
	}
	return out
}
