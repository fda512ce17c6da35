package main

import (
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// expansion writes path patterns out, by §18.4, as far as is needed to have none
// of some constructs left: outside of a repetition alternatives become a UNION and
// negated sets a variable with a FILTER, and paths of length zero are said apart.
type expansion struct {
	alternatives bool
	negated      bool
	zero         bool
}

// needed reports whether p has something to write out.
func (x expansion) needed(p syntax.Path) bool {
	switch p := p.(type) {
	case *syntax.PathSeq:
		return slices.ContainsFunc(p.Paths, x.needed)
	case *syntax.PathAlt:
		return x.alternatives || slices.ContainsFunc(p.Paths, x.needed)
	case *syntax.PathNegated:
		return x.negated
	case *syntax.PathRepeat:
		return x.zero && mayBeEmpty(p) || x.negated && mixed(p)
	}
	return false
}

// rewrite is a rewriter's pattern.
func (x expansion) rewrite(p syntax.Pattern) []syntax.Pattern {
	block, ok := p.(*syntax.Triples)
	if !ok {
		return []syntax.Pattern{p}
	}
	rest := &syntax.Triples{Pos: block.Pos}
	out := []syntax.Pattern{rest}
	for _, t := range block.Triples {
		if t.Path != nil {
			if path := forwards(t.Path, false); x.needed(path) {
				out = append(out, selected(false, distinctVars(t.S, t.O), group(x.path(named(t.S), path, named(t.O))...)))
				continue
			}
		}
		rest.Triples = append(rest.Triples, t)
	}
	if len(rest.Triples) == 0 {
		return out[1:]
	}
	return out
}

// named gives a blank node a variable's name, so that it may stand in more than
// one basic graph pattern.
func named(n syntax.Node) syntax.Node {
	if n.Term.Kind == term.Blank {
		return variable(fresh())
	}
	return n
}

// path returns patterns with the solutions of s p o.
func (x expansion) path(s syntax.Node, p syntax.Path, o syntax.Node) []syntax.Pattern {
	if !x.needed(p) {
		return []syntax.Pattern{edge(s, p, o)}
	}
	switch p := p.(type) {
	case *syntax.PathSeq:
		var out []syntax.Pattern
		for i, part := range p.Paths {
			end := o
			if i+1 < len(p.Paths) {
				end = variable(fresh())
			}
			for _, p := range x.path(s, part, end) {
				out = append(out, group(p))
			}
			s = end
		}
		return out
	case *syntax.PathAlt:
		var groups []*syntax.Group
		for _, part := range p.Paths {
			groups = append(groups, group(x.path(s, part, o)...))
		}
		return []syntax.Pattern{union(groups...)}
	case *syntax.PathNegated:
		ahead, back := split(p)
		var groups []*syntax.Group
		if len(ahead.Items) > 0 {
			groups = append(groups, otherEdge(s, ahead, o))
		}
		if len(back.Items) > 0 {
			groups = append(groups, otherEdge(o, back, s))
		}
		return []syntax.Pattern{union(groups...)}
	case *syntax.PathRepeat:
		if x.negated {
			p = splitNegated(p).(*syntax.PathRepeat)
		}
		if x.zero && mayBeEmpty(p) {
			return []syntax.Pattern{x.zeroOrMore(s, p, o)}
		}
		return []syntax.Pattern{edge(s, p, o)}
	}
	panic("unreachable: nothing else is needed")
}

// zeroOrMore returns a pattern with the solutions of s p o, where p may be of
// length zero: those of p+ or p, and each node, or the term that is named, with
// itself. They are a set.
func (x expansion) zeroOrMore(s syntax.Node, p *syntax.PathRepeat, o syntax.Node) syntax.Pattern {
	var more *syntax.Group
	if p.Max == 1 {
		more = group(x.path(s, p.P, o)...)
	} else {
		more = group(edge(s, &syntax.PathRepeat{P: p.P, Min: 1, Max: -1}, o))
	}
	switch {
	case s.Var == "" && s.Term == o.Term:
		return group()
	case s.Var == "" && o.Var == "":
		return selected(true, nil, more)
	case s.Var == "":
		return selected(true, []string{o.Var}, group(union(group(values(o.Var, s.Term)), more)))
	case o.Var == "":
		return selected(true, []string{s.Var}, group(union(group(values(s.Var, o.Term)), more)))
	case s.Var == o.Var:
		return selected(true, []string{s.Var}, group(nodes(s.Var)))
	}
	same := &syntax.Bind{Expr: &syntax.VarExpr{Name: s.Var}, Var: o.Var}
	return selected(true, []string{s.Var, o.Var}, group(union(group(nodes(s.Var), same), more)))
}

// nodes binds a variable to each node of the active graph.
func nodes(name string) syntax.Pattern {
	v, p, n := variable(name), variable(fresh()), variable(fresh())
	return selected(true, []string{name}, group(union(group(triple(v, p, n)), group(triple(n, p, v)))))
}

// edge is s p o as one pattern.
func edge(s syntax.Node, p syntax.Path, o syntax.Node) syntax.Pattern {
	t := syntax.Triple{S: s, O: o, Path: p}
	if iri, ok := p.(*syntax.PathIRI); ok {
		t.P, t.Path = syntax.Node{Term: iri.IRI}, nil
	}
	return &syntax.Triples{Triples: []syntax.Triple{t}}
}

// mayBeEmpty reports whether a path matches without an edge.
func mayBeEmpty(p syntax.Path) bool {
	switch p := p.(type) {
	case *syntax.PathInverse:
		return mayBeEmpty(p.P)
	case *syntax.PathSeq:
		return !slices.ContainsFunc(p.Paths, func(p syntax.Path) bool { return !mayBeEmpty(p) })
	case *syntax.PathAlt:
		return slices.ContainsFunc(p.Paths, mayBeEmpty)
	case *syntax.PathRepeat:
		return p.Min == 0 || mayBeEmpty(p.P)
	}
	return false
}

// forwards returns a path, or with inverse its inverse, in which ^ stands before
// predicates only.
func forwards(p syntax.Path, inverse bool) syntax.Path {
	turned := func(p syntax.Path) syntax.Path { return forwards(p, inverse) }
	switch p := p.(type) {
	case *syntax.PathInverse:
		return forwards(p.P, !inverse)
	case *syntax.PathSeq:
		paths := mapped(p.Paths, turned)
		if inverse {
			slices.Reverse(paths)
		}
		return &syntax.PathSeq{Paths: paths}
	case *syntax.PathAlt:
		return &syntax.PathAlt{Paths: mapped(p.Paths, turned)}
	case *syntax.PathRepeat:
		return &syntax.PathRepeat{P: turned(p.P), Min: p.Min, Max: p.Max}
	case *syntax.PathNegated:
		return &syntax.PathNegated{Items: mapped(p.Items, func(it syntax.NegatedItem) syntax.NegatedItem {
			return syntax.NegatedItem{IRI: it.IRI, Inverse: it.Inverse != inverse}
		})}
	}
	if inverse {
		return &syntax.PathInverse{P: p}
	}
	return p
}

// otherEdge matches an edge whose predicate is none of p's, in its direction.
func otherEdge(s syntax.Node, p *syntax.PathNegated, o syntax.Node) *syntax.Group {
	predicate := fresh()
	args := []syntax.Expr{&syntax.VarExpr{Name: predicate}}
	for _, it := range p.Items {
		args = append(args, &syntax.TermExpr{Term: it.IRI})
	}
	return group(triple(s, variable(predicate), o), &syntax.Filter{Expr: call("NOT IN", args...)})
}

// split returns the items of each direction.
func split(p *syntax.PathNegated) (ahead, back *syntax.PathNegated) {
	ahead, back = &syntax.PathNegated{}, &syntax.PathNegated{}
	for _, it := range p.Items {
		if it.Inverse {
			back.Items = append(back.Items, it)
		} else {
			ahead.Items = append(ahead.Items, it)
		}
	}
	return ahead, back
}

// splitNegated returns a path in which no negated set has both directions:
// !(a|^b) is the alternative of !a and !^b (§18.2.2.2).
func splitNegated(p syntax.Path) syntax.Path {
	switch p := p.(type) {
	case *syntax.PathSeq:
		return &syntax.PathSeq{Paths: mapped(p.Paths, splitNegated)}
	case *syntax.PathAlt:
		return &syntax.PathAlt{Paths: mapped(p.Paths, splitNegated)}
	case *syntax.PathRepeat:
		return &syntax.PathRepeat{P: splitNegated(p.P), Min: p.Min, Max: p.Max}
	case *syntax.PathNegated:
		if ahead, back := split(p); len(ahead.Items) > 0 && len(back.Items) > 0 {
			return &syntax.PathAlt{Paths: []syntax.Path{ahead, back}}
		}
	}
	return p
}

// mixed reports whether a path has a negated set of both directions.
func mixed(p syntax.Path) bool {
	switch p := p.(type) {
	case *syntax.PathSeq:
		return slices.ContainsFunc(p.Paths, mixed)
	case *syntax.PathAlt:
		return slices.ContainsFunc(p.Paths, mixed)
	case *syntax.PathRepeat:
		return mixed(p.P)
	case *syntax.PathNegated:
		ahead, back := split(p)
		return len(ahead.Items) > 0 && len(back.Items) > 0
	}
	return false
}
