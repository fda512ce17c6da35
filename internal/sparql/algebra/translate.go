package algebra

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// A TranslateError reports a query that is well-formed but has no meaning here.
type TranslateError struct {
	Line, Col int // 1-based; Col counts runes
	Msg       string
}

func (e *TranslateError) Error() string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Col, e.Msg) }

// Translate turns a parsed query into the algebra by SPARQL 1.1 Query §18.2,
// step by step, and simplifies only as §18.2.2.8 does. Variables that it makes
// up begin with "_:.", which no blank node label can, so that nothing in the
// query meets them and no * projects them. The error is a *TranslateError.
func Translate(q *syntax.Query) (*Query, error) {
	t := &translator{}
	op, err := t.query(q)
	if err != nil {
		return nil, err
	}
	out := &Query{Op: op, Base: q.Base, Vars: projected(q.Columns()), Dataset: dataset(q.Dataset)}
	switch q.Form {
	case syntax.Ask:
		out.Form = Ask
		out.Vars = nil
	case syntax.Construct:
		out.Form = Construct
		for _, tr := range q.Template {
			out.Template = append(out.Template, TriplePattern{node(tr.S), node(tr.P), node(tr.O)})
		}
	case syntax.Describe:
		out.Form = Describe
		if !q.Star {
			out.Vars = nil
			for _, n := range q.Targets {
				out.Targets = append(out.Targets, node(n))
				if n.Var != "" {
					out.Vars = append(out.Vars, n.Var)
				}
			}
			out.Vars = projected(out.Vars)
			break
		}
		for _, v := range out.Vars {
			out.Targets = append(out.Targets, Node{Var: v})
		}
	}
	return out, nil
}

// TranslateGroup translates the pattern of an update's WHERE.
func TranslateGroup(g *syntax.Group) (Op, error) { return (&translator{}).group(g) }

// translator numbers the variables that it makes up.
type translator struct{ fresh int }

func (t *translator) newVar(kind string) string {
	t.fresh++
	return "_:." + kind + strconv.Itoa(t.fresh)
}

func fail(pos syntax.Pos, format string, args ...any) error {
	return &TranslateError{pos.Line, pos.Col, fmt.Sprintf(format, args...)}
}

// projected drops the variables that nothing may project, and repetitions.
func projected(vars []string) []string {
	out := make([]string, 0, len(vars))
	seen := make(map[string]bool, len(vars))
	for _, v := range vars {
		if !strings.HasPrefix(v, "_:") && !seen[v] {
			seen[v] = true
			out = append(out, v)
		}
	}
	return out
}

func node(n syntax.Node) Node {
	if n.Var != "" {
		return Node{Var: n.Var}
	}
	if n.Term.Kind == term.Blank {
		return Node{Var: "_:" + n.Term.Value}
	}
	return Node{Term: n.Term}
}

func dataset(clauses []syntax.DatasetClause) *Dataset {
	if len(clauses) == 0 {
		return nil
	}
	d := &Dataset{}
	for _, c := range clauses {
		if c.Named {
			d.Named = append(d.Named, c.IRI)
		} else {
			d.Default = append(d.Default, c.IRI)
		}
	}
	return d
}

// query translates a query or sub-select, modifiers included (§18.2.4, §18.2.5).
func (t *translator) query(q *syntax.Query) (Op, error) {
	if q.Form == syntax.Paths {
		return t.paths(q.Paths)
	}
	var op Op = &BGP{}
	if q.Where != nil {
		var err error
		if op, err = t.group(q.Where); err != nil {
			return nil, err
		}
	}
	op, m, err := t.grouping(q, op)
	if err != nil {
		return nil, err
	}
	if len(m.having) > 0 {
		op = &Filter{op, conjunction(m.having)}
	}
	if q.Values != nil {
		op = join(op, values(q.Values))
	}
	for _, e := range m.extends {
		op = &Extend{op, e.Var, e.Expr}
	}
	if len(m.order) > 0 {
		op = &OrderBy{op, m.order}
	}
	if q.Form == syntax.Select {
		op = &Project{op, projected(q.Columns())}
		switch {
		case q.Distinct:
			op = &Distinct{op}
		case q.Reduced:
			op = &Reduced{op}
		}
	}
	if q.Limit >= 0 || q.Offset > 0 {
		op = &Slice{op, q.Offset, q.Limit}
	}
	return op, nil
}

func values(d *syntax.InlineData) Op {
	rows := make([][]term.Term, len(d.Rows))
	for i, r := range d.Rows {
		rows[i] = slices.Clone(r)
	}
	return &Values{slices.Clone(d.Vars), rows}
}

// conjunction joins conditions with &&.
func conjunction(exprs []Expr) Expr {
	e := exprs[0]
	for _, x := range exprs[1:] {
		e = &ExprCall{"&&", []Expr{e, x}}
	}
	return e
}

// join is Join, with the empty pattern as its identity (§18.2.2.8).
func join(l, r Op) Op {
	if b, ok := l.(*BGP); ok && len(b.Triples) == 0 {
		return r
	}
	if b, ok := r.(*BGP); ok && len(b.Triples) == 0 {
		return l
	}
	return &Join{l, r}
}
