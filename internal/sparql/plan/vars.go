package plan

import (
	"strings"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
)

// hidden reports whether a variable is a blank node of a pattern or made up
// by the translation: EXISTS never replaces it, and * never means it.
func hidden(name string) bool { return strings.HasPrefix(name, "_:") }

// slot returns the number of a variable.
func (p *Planner) slot(name string) int {
	i, ok := p.slots[name]
	if !ok {
		i = len(p.Names)
		p.slots[name] = i
		p.Names = append(p.Names, name)
	}
	return i
}

func (p *Planner) slotsOf(names []string) Set {
	var s Set
	for _, n := range names {
		s.Add(p.slot(n))
	}
	return s
}

func (p *Planner) addNode(s *Set, n algebra.Node, outer Set) {
	if n.IsVar() {
		if i := p.slot(n.Var); !outer.Has(i) {
			s.Add(i)
		}
	}
}

// vars returns which variables the solutions of op may bind, and which they
// all do, where those in outer are replaced by values.
func (p *Planner) vars(op algebra.Op, outer Set) (possible, certain Set) {
	switch op := op.(type) {
	case *algebra.BGP:
		for _, t := range op.Triples {
			p.addNode(&possible, t.S, outer)
			p.addNode(&possible, t.P, outer)
			p.addNode(&possible, t.O, outer)
		}
		return possible, possible
	case *algebra.PathPattern:
		p.addNode(&possible, op.S, outer)
		p.addNode(&possible, op.O, outer)
		return possible, possible
	case *algebra.Join:
		lp, lc := p.vars(op.L, outer)
		rp, rc := p.vars(op.R, outer)
		return lp.Union(rp), lc.Union(rc)
	case *algebra.LeftJoin:
		lp, lc := p.vars(op.L, outer)
		rp, _ := p.vars(op.R, outer)
		return lp.Union(rp), lc
	case *algebra.Union:
		lp, lc := p.vars(op.L, outer)
		rp, rc := p.vars(op.R, outer)
		return lp.Union(rp), lc.Intersect(rc)
	case *algebra.Minus:
		return p.vars(op.L, outer)
	case *algebra.Filter:
		return p.vars(op.Input, outer)
	case *algebra.Graph:
		ip, ic := p.vars(op.Input, outer)
		var g Set
		p.addNode(&g, op.Name, outer)
		return ip.Union(g), ic.Union(g)
	case *algebra.Extend:
		ip, ic := p.vars(op.Input, outer)
		v := SetOf(p.slot(op.Var))
		switch x := op.Expr.(type) {
		case *algebra.ExprTerm:
			ic = ic.Union(v)
		case *algebra.ExprVar:
			if i := p.slot(x.Name); ic.Has(i) || outer.Has(i) {
				ic = ic.Union(v)
			}
		}
		return ip.Union(v), ic
	case *algebra.Values:
		for j, name := range op.Vars {
			i := p.slot(name)
			possible.Add(i)
			all := true
			for _, r := range op.Rows {
				all = all && !r[j].IsZero()
			}
			if all {
				certain.Add(i)
			}
		}
		return possible, certain
	case *algebra.Group:
		_, ic := p.vars(op.Input, outer)
		for _, k := range op.Keys {
			i := p.slot(k.Var)
			possible.Add(i)
			if v, ok := k.Expr.(*algebra.ExprVar); ok {
				if j := p.slot(v.Name); ic.Has(j) || outer.Has(j) {
					certain.Add(i)
				}
			}
		}
		for _, a := range op.Aggregates {
			i := p.slot(a.Var)
			possible.Add(i)
			if a.Func == "COUNT" {
				certain.Add(i)
			}
		}
		return possible, certain
	case *algebra.Project:
		keep := p.slotsOf(op.Vars)
		ip, ic := p.vars(op.Input, outer.Intersect(keep))
		return ip.Intersect(keep), ic.Intersect(keep)
	case *algebra.OrderBy:
		return p.vars(op.Input, outer)
	case *algebra.Distinct:
		return p.vars(op.Input, outer)
	case *algebra.Reduced:
		return p.vars(op.Input, outer)
	case *algebra.Slice:
		return p.vars(op.Input, outer)
	case *algebra.Paths:
		s := p.slotsOf(algebra.Vars(op))
		return s, s
	}
	return nil, nil
}

// mentions returns the variables of op that an EXISTS around it would replace.
func (p *Planner) mentions(op algebra.Op) Set {
	var s Set
	for _, in := range algebra.Inputs(op) {
		s = s.Union(p.mentions(in))
	}
	if op, ok := op.(*algebra.Project); ok {
		return s.Intersect(p.slotsOf(op.Vars))
	}
	for _, v := range algebra.Vars(op) {
		if !hidden(v) {
			s.Add(p.slot(v))
		}
	}
	for _, x := range algebra.Exprs(op) {
		s = s.Union(p.mentionsExpr(x))
	}
	return s
}

// mentionsExpr returns the variables of an expression, those of EXISTS included.
func (p *Planner) mentionsExpr(x algebra.Expr) Set {
	var s Set
	algebra.InspectExpr(x, func(x algebra.Expr) {
		switch x := x.(type) {
		case *algebra.ExprVar:
			s.Add(p.slot(x.Name))
		case *algebra.ExprExists:
			s = s.Union(p.mentions(x.Pattern))
		}
	})
	return s
}

// traits tells what an expression needs beyond its variables.
func traits(x algebra.Expr) (exists, fickle bool) {
	algebra.InspectExpr(x, func(x algebra.Expr) {
		switch x := x.(type) {
		case *algebra.ExprCall:
			switch x.Name {
			case "RAND", "BNODE", "UUID", "STRUUID":
				fickle = true
			}
		case *algebra.ExprExists:
			exists = true
		}
	})
	return exists, fickle
}

// conjuncts splits an expression at &&. As a filter the parts are together
// what the whole is. That no alternative of a UNION exists is one part for each.
func conjuncts(x algebra.Expr, to []algebra.Expr) []algebra.Expr {
	if c, ok := x.(*algebra.ExprCall); ok && c.Name == "&&" && len(c.Args) == 2 {
		return conjuncts(c.Args[1], conjuncts(c.Args[0], to))
	}
	if op, not, ok := existsOf(x); ok {
		if l, r, union := alternatives(op); union {
			if not {
				return conjuncts(&algebra.ExprExists{Not: true, Pattern: r}, conjuncts(&algebra.ExprExists{Not: true, Pattern: l}, to))
			}
			x = either(l, r)
		}
	}
	return append(to, x)
}

// maxSides is how many alternatives an EXISTS has at most that is tested for
// each of them.
const maxSides = 8

// alternatives returns the sides of a UNION, each with the conditions around it
// and with what it is joined with.
func alternatives(op algebra.Op) (l, r algebra.Op, ok bool) {
	switch op := op.(type) {
	case *algebra.Union:
		return op.L, op.R, true
	case *algebra.Join:
		if n := sides(op); n == 0 || n > maxSides {
			return nil, nil, false
		}
		if l, r, ok = alternatives(op.L); ok {
			return &algebra.Join{L: l, R: op.R}, &algebra.Join{L: r, R: op.R}, true
		}
		if l, r, ok = alternatives(op.R); ok {
			return &algebra.Join{L: op.L, R: l}, &algebra.Join{L: op.L, R: r}, true
		}
	case *algebra.Filter:
		if l, r, ok = alternatives(op.Input); ok {
			return &algebra.Filter{Input: l, Expr: op.Expr}, &algebra.Filter{Input: r, Expr: op.Expr}, true
		}
	}
	return nil, nil, false
}

// sides returns into how many joins of patterns the UNIONs of op part it, 0 if it
// has other operators.
func sides(op algebra.Op) int {
	switch op := op.(type) {
	case *algebra.BGP, *algebra.PathPattern, *algebra.Values:
		return 1
	case *algebra.Union:
		if l, r := sides(op.L), sides(op.R); l > 0 && r > 0 {
			return min(l+r, maxSides+1)
		}
	case *algebra.Join:
		return min(sides(op.L)*sides(op.R), maxSides+1)
	case *algebra.Filter:
		if exists, _ := traits(op.Expr); !exists {
			return sides(op.Input)
		}
	case *algebra.Extend:
		if exists, _ := traits(op.Expr); !exists {
			return sides(op.Input)
		}
	case *algebra.Graph:
		if n := sides(op.Input); n <= 1 {
			return n
		}
	}
	return 0
}

// withoutUnread returns the pattern of an EXISTS without the BINDs of variables
// that are not in read and that no other part of it mentions.
func (p *Planner) withoutUnread(op algebra.Op, read Set) algebra.Op {
	switch op := op.(type) {
	case *algebra.Extend:
		v := p.slot(op.Var)
		if !read.Has(v) {
			return p.withoutUnread(op.Input, read)
		}
		in := p.withoutUnread(op.Input, read.Union(p.mentionsExpr(op.Expr)))
		if in != op.Input {
			return &algebra.Extend{Input: in, Var: op.Var, Expr: op.Expr}
		}
	case *algebra.Filter:
		if in := p.withoutUnread(op.Input, read.Union(p.mentionsExpr(op.Expr))); in != op.Input {
			return &algebra.Filter{Input: in, Expr: op.Expr}
		}
	case *algebra.Join:
		l := p.withoutUnread(op.L, read.Union(p.mentions(op.R)))
		r := p.withoutUnread(op.R, read.Union(p.mentions(op.L)))
		if l != op.L || r != op.R {
			return &algebra.Join{L: l, R: r}
		}
	case *algebra.Graph:
		if op.Name.IsVar() {
			read = read.Union(SetOf(p.slot(op.Name.Var)))
		}
		if in := p.withoutUnread(op.Input, read); in != op.Input {
			return &algebra.Graph{Name: op.Name, Input: in}
		}
	}
	return op
}

// either is the EXISTS of a UNION as that of one side or the other.
func either(l, r algebra.Op) algebra.Expr {
	return &algebra.ExprCall{Name: "||", Args: []algebra.Expr{&algebra.ExprExists{Pattern: l}, &algebra.ExprExists{Pattern: r}}}
}

// Mentions returns the variables of a pattern that an EXISTS replaces.
func (p *Planner) Mentions(op algebra.Op) Set { return p.mentions(op) }
