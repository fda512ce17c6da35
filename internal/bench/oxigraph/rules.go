package main

import (
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// rule is something that the recommendation says, as another way to write a case:
// one that has the same answer.
type rule struct {
	name    string
	section string // of SPARQL 1.1 Query Language
	rewrite func(testCase) testCase
	// open reports, where the recommendation leaves a choice, whether two
	// answers differ by that choice only; nil: it leaves none.
	open func(c testCase, ours, theirs answer, peer *peer) (bool, error)
}

// rules are in the order in which they are applied. README.md says of each what
// the recommendation says, and who departs from it.
var rules = []rule{
	{name: "COUNT(DISTINCT *)", section: "18.5.1.2", rewrite: countDistinct},
	{name: "FROM is a set", section: "13.2.1", rewrite: fromAsData},
	{name: "GRAPH variable", section: "18.6", rewrite: graphByGraph},
	{name: "GRAPH of no graph", section: "18.6", rewrite: absentGraph},
	{name: "negated set", section: "18.4", rewrite: expanding(expansion{negated: true})},
	{name: "alternative", section: "18.4", rewrite: expanding(expansion{alternatives: true})},
	{name: "length zero", section: "18.4", rewrite: expanding(expansion{zero: true})},
	{name: "MINUS of other variables", section: "18.5", rewrite: disjointMinus},
	{name: "MAX over unbound", section: "18.5.1.6", rewrite: maxOverUnbound},
	{name: "MIN over unbound", section: "18.5.1.5", rewrite: minOverUnbound},
	{name: "comparison", section: "17.4.1.7", rewrite: strictComparison},
	{name: "order of MIN, MAX", section: "15.1", rewrite: same, open: openExtremes},
	{name: "order under LIMIT", section: "15.1", rewrite: same, open: openLimit},
}

func same(c testCase) testCase { return c }

func rewriting(w rewriter) func(testCase) testCase {
	return func(c testCase) testCase {
		c.query = w.query(c.query)
		return c
	}
}

func expanding(x expansion) func(testCase) testCase { return rewriting(rewriter{pattern: x.rewrite}) }

// countDistinct counts the solutions of a SELECT DISTINCT in a sub-select.
func countDistinct(c testCase) testCase {
	q := c.query
	of := func(it syntax.SelectItem) bool {
		a, ok := it.Expr.(*syntax.Aggregate)
		return ok && a.Func == "COUNT" && a.Distinct && a.Arg == nil
	}
	i := slices.IndexFunc(q.Items, of)
	if i < 0 || len(q.GroupBy)+len(q.Having)+len(q.OrderBy) > 0 || q.Limit >= 0 {
		return c
	}
	out, rest, count := *q, *q, *q
	rest.Items = slices.Delete(slices.Clone(q.Items), i, i+1)
	rest.Dataset, rest.Prefixes, rest.Base = nil, nil, ""
	count.Items = []syntax.SelectItem{{Expr: &syntax.Aggregate{Func: "COUNT"}, Var: q.Items[i].Var}}
	count.Dataset, count.Prefixes, count.Base = nil, nil, ""
	count.Where = selected(true, q.Where.Vars(), copied(q.Where, "d"))
	out.Items = nil
	for _, it := range q.Items {
		out.Items = append(out.Items, syntax.SelectItem{Var: it.Var})
	}
	out.Where = group(group(&syntax.SubSelect{Query: &rest}), group(&syntax.SubSelect{Query: &count}))
	c.query = &out
	return c
}

// fromAsData makes the dataset that FROM and FROM NAMED describe the data.
func fromAsData(c testCase) testCase {
	if len(c.query.Dataset) == 0 {
		return c
	}
	var quads [][4]term.Term
	for _, from := range c.query.Dataset {
		for _, q := range c.quads {
			if q[3] != from.IRI {
				continue
			}
			if !from.Named {
				q[3] = term.Term{}
			}
			if !slices.Contains(quads, q) {
				quads = append(quads, q)
			}
		}
	}
	c.quads = quads
	q := *c.query
	q.Dataset = nil
	c.query = &q
	return c
}

// graphs returns the named graphs of the case's dataset.
func (c testCase) graphs() []term.Term {
	var out []term.Term
	in := func(g term.Term) bool {
		return len(c.query.Dataset) == 0 || slices.ContainsFunc(c.query.Dataset, func(d syntax.DatasetClause) bool { return d.Named && d.IRI == g })
	}
	for _, q := range c.quads {
		if g := q[3]; !g.IsZero() && in(g) && !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// graphByGraph makes GRAPH ?g the union over the named graphs.
func graphByGraph(c testCase) testCase {
	graphs := c.graphs()
	return rewriting(rewriter{pattern: func(p syntax.Pattern) []syntax.Pattern {
		g, ok := p.(*syntax.GraphPattern)
		if !ok || g.Name.Var == "" {
			return []syntax.Pattern{p}
		}
		if len(graphs) == 0 {
			return []syntax.Pattern{nothing()}
		}
		var parts []*syntax.Group
		for i, name := range graphs {
			one := &syntax.GraphPattern{Name: syntax.Node{Term: name}, Group: copied(g.Group, "g"+string(rune('a'+i)))}
			parts = append(parts, group(values(g.Name.Var, name), one))
		}
		return []syntax.Pattern{union(parts...)}
	}})(c)
}

// absentGraph makes GRAPH of an IRI that names no graph a pattern without
// solutions.
func absentGraph(c testCase) testCase {
	graphs := c.graphs()
	return rewriting(rewriter{pattern: func(p syntax.Pattern) []syntax.Pattern {
		if g, ok := p.(*syntax.GraphPattern); ok && g.Name.Var == "" && !slices.Contains(graphs, g.Name.Term) {
			p = nothing()
		}
		return []syntax.Pattern{p}
	}})(c)
}

// maxOverUnbound gives MAX a value that stands before all others, as no value
// does (§15.1), in the place of an error.
func maxOverUnbound(c testCase) testCase {
	return rewriting(rewriter{expr: func(e syntax.Expr) syntax.Expr {
		a, ok := e.(*syntax.Aggregate)
		if !ok || a.Func != "MAX" {
			return e
		}
		most := *a
		most.Arg = call("COALESCE", a.Arg, call("BNODE"))
		count := &syntax.Aggregate{Func: "COUNT", Arg: a.Arg}
		return call("IF", call("=", count, integer(0)), failing(), &most)
	}})(c)
}

// minOverUnbound takes MIN of a variable over the solutions that bind it, in a
// sub-select of its own. It is our choice (docs/sparql.md), not the letter of
// §18.5.1.5: no value is before all others.
func minOverUnbound(c testCase) testCase {
	return rewriting(rewriter{pattern: func(p syntax.Pattern) []syntax.Pattern {
		sub, ok := p.(*syntax.SubSelect)
		if !ok || len(sub.Query.GroupBy)+len(sub.Query.Having) > 0 {
			return []syntax.Pattern{p}
		}
		rest := *sub.Query
		rest.Items = nil
		var out []syntax.Pattern
		for _, it := range sub.Query.Items {
			a, _ := it.Expr.(*syntax.Aggregate)
			if a == nil || a.Func != "MIN" {
				rest.Items = append(rest.Items, it)
				continue
			}
			least := *sub.Query
			least.Items = []syntax.SelectItem{it}
			least.Where = group(copied(sub.Query.Where, it.Var), &syntax.Filter{Expr: call("BOUND", a.Arg)})
			out = append(out, group(&syntax.SubSelect{Query: &least}))
		}
		if len(out) == 0 || len(rest.Items) == 0 {
			return []syntax.Pattern{p}
		}
		return append(out, group(&syntax.SubSelect{Query: &rest}))
	}})(c)
}

// strictComparison makes each comparison an error that is none of the table of
// §17.3, and = of two literals one as §17.4.1.7 says. Excepted is what both sides
// compare beyond it, as §17.3.1 allows: literals with a language, dates and years.
func strictComparison(c testCase) testCase {
	return rewriting(rewriter{expr: func(e syntax.Expr) syntax.Expr {
		x, ok := e.(*syntax.CallExpr)
		if !ok {
			return e
		}
		switch x.Name {
		case "=", "!=":
			return strictEqual(x.Name, x.Args[0], x.Args[1])
		case "<", ">", "<=", ">=":
			return call("IF", comparable(x.Args[0], x.Args[1]), x, failing())
		case "IN", "NOT IN": // §17.4.1.9: = and ||
			out := strictEqual("=", x.Args[0], x.Args[1])
			for _, y := range x.Args[2:] {
				out = call("||", out, strictEqual("=", x.Args[0], y))
			}
			if x.Name == "NOT IN" {
				out = call("!", out)
			}
			return out
		}
		return e
	}})(c)
}

func strictEqual(op string, x, y syntax.Expr) syntax.Expr {
	literals := call("&&", call("ISLITERAL", x), call("ISLITERAL", y))
	hasLanguage := func(x syntax.Expr) syntax.Expr { return call("!=", call("LANG", x), text("")) }
	alike := or(call("SAMETERM", x, y), comparable(x, y), both(x, y, term.XSDDate, term.XSDYear), hasLanguage(x), hasLanguage(y))
	return call("IF", call("&&", literals, call("!", alike)), failing(), call(op, x, y))
}

// comparable is whether the operators of §17.3 compare x and y, or both sides do.
func comparable(x, y syntax.Expr) syntax.Expr {
	return or(call("&&", call("ISNUMERIC", x), call("ISNUMERIC", y)),
		both(x, y, term.XSDString), both(x, y, term.XSDBoolean), both(x, y, term.XSD+"dateTime"), both(x, y, term.XSDDate), both(x, y, term.XSDYear))
}

// both is whether x and y are literals of some types.
func both(x, y syntax.Expr, types ...string) syntax.Expr {
	one := func(x syntax.Expr) syntax.Expr {
		var is []syntax.Expr
		for _, t := range types {
			is = append(is, call("SAMETERM", call("DATATYPE", x), &syntax.TermExpr{Term: term.NewIRI(t)}))
		}
		return call("&&", call("ISLITERAL", x), or(is...))
	}
	return call("&&", one(x), one(y))
}

// disjointMinus leaves MINUS out where its pattern binds nothing that may be bound
// before it: it removes no solution then (§18.5).
func disjointMinus(c testCase) testCase {
	w := rewriter{}
	w.elements = func(elems []syntax.Pattern) []syntax.Pattern {
		var out []syntax.Pattern
		for _, p := range elems {
			if m, ok := p.(*syntax.Minus); ok && !slices.ContainsFunc(m.Group.Vars(), func(v string) bool { return slices.Contains(group(out...).Vars(), v) }) {
				continue
			}
			out = append(out, p)
		}
		return out
	}
	return rewriting(w)(c)
}
