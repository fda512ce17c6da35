package graph

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/ascribe-graph/ascribe/schema"
)

// recordVar is the variable of a rule that holds the record that it unfolds.
const recordVar = "record"

// parsedRule is a rule's query with what it reads and what it derives.
type parsedRule struct {
	Rule
	template []algebra.TriplePattern
	where    algebra.Op
	vars     []string             // of the template, and ?record
	heads    []term.Term          // the predicates that it derives
	reads    map[term.Term]access // the predicates that it looks at
	any      access               // what it does with predicates that it does not name
	native   func(*deriver) error // derives the same without the query; nil: none
	unfolds  *unfolding           // native, if that is one
}

// access is how a rule looks at a predicate.
type access uint8

const (
	positive access = 1 << iota // more of it derives more
	negative                    // more of it may derive less
	pathed                      // in a property path, or by a variable: it has no delta
)

func parseRule(r Rule) (*parsedRule, error) {
	fail := func(format string, args ...any) (*parsedRule, error) {
		return nil, &RuleError{Rules: []string{r.Name}, File: r.File, Msg: fmt.Sprintf(format, args...)}
	}
	if !isRuleName(r.Name) {
		return fail("got the name %q, want letters and digits, and hyphens between them", r.Name)
	}
	if len(r.Query) > MaxRule {
		return fail("the rule is longer than %d bytes", MaxRule)
	}
	prefixes := schema.Prefixes()
	prefixes["rule"] = NSRule
	tree, err := syntax.ParseQuery(r.Query, &syntax.Options{File: r.File, Prefixes: prefixes})
	var q *algebra.Query
	if err == nil {
		q, err = algebra.Translate(tree)
	}
	if e, ok := errors.AsType[*algebra.TranslateError](err); ok {
		err = &SyntaxError{File: r.File, Line: e.Line, Col: e.Col, Msg: e.Msg, Text: lineOf(r.Query, e.Line)}
	}
	if e, ok := errors.AsType[*SyntaxError](err); ok {
		return nil, &RuleError{Rules: []string{r.Name}, File: r.File, Line: e.Line, Col: e.Col, Msg: e.Msg, Err: err}
	}
	if err != nil {
		return nil, err
	}
	switch {
	case q.Form != algebra.Construct:
		return fail("a rule is a CONSTRUCT query")
	case q.Dataset != nil:
		return fail("a rule has no FROM: it reads what the lens shows")
	case len(q.Template) == 0:
		return fail("the template constructs nothing")
	}
	if w := tree.Warnings(); len(w) > 0 {
		return nil, &RuleError{Rules: []string{r.Name}, File: r.File, Line: w[0].Line, Col: w[0].Col, Msg: w[0].Msg}
	}
	p := &parsedRule{Rule: r, template: q.Template, where: q.Op, reads: map[term.Term]access{}}
	variable := func(n algebra.Node) {
		if n.IsVar() && !slices.Contains(p.vars, n.Var) {
			p.vars = append(p.vars, n.Var)
		}
	}
	for _, t := range q.Template {
		for _, n := range []algebra.Node{t.S, t.P, t.O} {
			if strings.HasPrefix(n.Var, "_:") || n.Term.Kind == term.Blank {
				return fail("the template has a blank node: a rule derives edges between things that are there")
			}
		}
		if t.P.IsVar() {
			return fail("the template has the predicate ?%s, want one that is named", t.P.Var)
		}
		variable(t.S)
		variable(t.O)
		if !slices.Contains(p.heads, t.P.Term) {
			p.heads = append(p.heads, t.P.Term)
		}
	}
	if !slices.Contains(p.vars, recordVar) {
		p.vars = append(p.vars, recordVar)
	}
	look := reader{rule: p, bound: map[string][]term.Term{}}
	look.op(q.Op, positive)
	if !look.seen[recordVar] {
		return fail("WHERE does not bind ?record, the record under which the derived edges stand: write GRAPH ?record { ... }")
	}
	return p, nil
}

// reader finds out which predicates a pattern looks at, and how.
type reader struct {
	rule  *parsedRule
	bound map[string][]term.Term // variables to which VALUES beside gives values
	seen  map[string]bool
}

func (r *reader) note(n algebra.Node, how access) {
	if r.seen == nil {
		r.seen = map[string]bool{}
	}
	switch {
	case !n.IsVar():
		r.rule.reads[n.Term] |= how
	case r.bound[n.Var] != nil:
		for _, t := range r.bound[n.Var] {
			r.rule.reads[t] |= how | pathed
		}
	default:
		r.rule.any |= how
	}
}

func (r *reader) meet(nodes ...algebra.Node) {
	if r.seen == nil {
		r.seen = map[string]bool{}
	}
	for _, n := range nodes {
		if n.IsVar() {
			r.seen[n.Var] = true
		}
	}
}

func (r *reader) op(op algebra.Op, how access) {
	switch op := op.(type) {
	case *algebra.BGP:
		for _, t := range op.Triples {
			r.note(t.P, how)
			r.meet(t.S, t.P, t.O)
		}
	case *algebra.PathPattern:
		r.meet(op.S, op.O)
		r.path(op.Path, how|pathed)
	case *algebra.Join:
		outer := maps.Clone(r.bound)
		r.values(op.L)
		r.values(op.R)
		r.op(op.L, how)
		r.op(op.R, how)
		r.bound = outer
	case *algebra.LeftJoin:
		r.op(op.L, how)
		r.op(op.R, negative) // what matches changes what was there without it
		r.expr(op.Expr)
	case *algebra.Union:
		r.op(op.L, how)
		r.op(op.R, how)
	case *algebra.Minus:
		r.op(op.L, how)
		r.op(op.R, negative)
	case *algebra.Filter:
		r.op(op.Input, how)
		r.expr(op.Expr)
	case *algebra.Graph:
		r.meet(op.Name)
		r.op(op.Input, how)
	case *algebra.Extend:
		r.op(op.Input, how)
		r.meet(algebra.Node{Var: op.Var})
		r.expr(op.Expr)
	case *algebra.Values:
		for _, v := range op.Vars {
			r.meet(algebra.Node{Var: v})
		}
	case *algebra.Group:
		r.op(op.Input, negative)
		for _, k := range op.Keys {
			r.meet(algebra.Node{Var: k.Var})
			r.expr(k.Expr)
		}
		for _, a := range op.Aggregates {
			r.expr(a.Expr)
		}
	case *algebra.OrderBy:
		r.op(op.Input, how)
	case *algebra.Project:
		r.op(op.Input, how)
	case *algebra.Distinct:
		r.op(op.Input, how)
	case *algebra.Reduced:
		r.op(op.Input, how)
	case *algebra.Slice:
		r.op(op.Input, negative)
	case *algebra.Service:
		r.op(op.Input, negative)
	case *algebra.Paths:
		r.meet(op.Start, op.End)
		for _, name := range []string{"path", "hop", "from", "p", "to", "forward"} {
			r.meet(algebra.Node{Var: name})
		}
		for _, end := range []algebra.Op{op.StartOp, op.EndOp} {
			if end != nil {
				r.op(end, how)
			}
		}
		// Shortest chains, and a limit, make more edges give fewer chains.
		if op.Via == nil {
			r.rule.any |= negative
		} else {
			r.path(op.Via, negative)
		}
	}
}

// values notes the constants that a VALUES gives to variables.
func (r *reader) values(op algebra.Op) {
	v, ok := op.(*algebra.Values)
	if !ok {
		if j, ok := op.(*algebra.Join); ok {
			r.values(j.L)
			r.values(j.R)
		}
		return
	}
	for i, name := range v.Vars {
		var terms []term.Term
		for _, row := range v.Rows {
			if row[i].IsZero() {
				terms = nil
				break
			}
			terms = append(terms, row[i])
		}
		if terms != nil {
			r.bound[name] = terms
		}
	}
}

func (r *reader) path(p algebra.Path, how access) {
	switch p := p.(type) {
	case *algebra.PathLink:
		r.note(algebra.Node{Term: p.IRI}, how)
	case *algebra.PathInverse:
		r.path(p.P, how)
	case *algebra.PathSeq:
		r.path(p.L, how)
		r.path(p.R, how)
	case *algebra.PathAlt:
		r.path(p.L, how)
		r.path(p.R, how)
	case *algebra.PathRepeat:
		r.path(p.P, how)
	case *algebra.PathNegated:
		r.rule.any |= how
	}
}

// expr looks for EXISTS, which may stand under a negation anywhere.
func (r *reader) expr(e algebra.Expr) {
	switch e := e.(type) {
	case *algebra.ExprCall:
		for _, a := range e.Args {
			r.expr(a)
		}
	case *algebra.ExprFunc:
		for _, a := range e.Args {
			r.expr(a)
		}
	case *algebra.ExprExists:
		r.op(e.Pattern, negative)
	}
}
