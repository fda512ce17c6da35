package plan

import (
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// infix are the operators that stand between their operands.
var infix = map[string]bool{
	"=": true, "!=": true, "<": true, ">": true, "<=": true, ">=": true,
	"+": true, "-": true, "*": true, "/": true, "&&": true, "||": true,
}

// exprText writes an expression as in a query, with shortened IRIs.
func (p *Planner) exprText(x algebra.Expr) string {
	list := func(args []algebra.Expr) string {
		parts := make([]string, len(args))
		for i, a := range args {
			parts[i] = p.exprText(a)
		}
		return "(" + strings.Join(parts, ", ") + ")"
	}
	operand := func(a algebra.Expr) string {
		if c, ok := a.(*algebra.ExprCall); ok && infix[c.Name] {
			return "(" + p.exprText(a) + ")"
		}
		return p.exprText(a)
	}
	switch x := x.(type) {
	case *algebra.ExprVar:
		return p.varText(x.Name)
	case *algebra.ExprTerm:
		return termText(x.Term)
	case *algebra.ExprExists:
		if x.Not {
			return "NOT EXISTS {…}"
		}
		return "EXISTS {…}"
	case *algebra.ExprFunc:
		return brief("<"+x.IRI+">") + list(x.Args)
	case *algebra.ExprCall:
		switch {
		case infix[x.Name] && len(x.Args) == 2:
			return operand(x.Args[0]) + " " + x.Name + " " + operand(x.Args[1])
		case (x.Name == "IN" || x.Name == "NOT IN") && len(x.Args) > 0:
			return operand(x.Args[0]) + " " + x.Name + " " + list(x.Args[1:])
		case x.Name == "!" && len(x.Args) == 1:
			return "!" + operand(x.Args[0])
		case strings.HasPrefix(x.Name, "unary") && len(x.Args) == 1:
			return strings.TrimPrefix(x.Name, "unary") + operand(x.Args[0])
		}
		return x.Name + list(x.Args)
	}
	return ""
}

// varText writes a variable; in the place of one that the translation has made
// for an aggregate it writes that.
func (p *Planner) varText(name string) string {
	if !hidden(name) {
		return "?" + name
	}
	if a := p.aggregates[name]; a != nil {
		return p.aggregateText(a)
	}
	return "_" + strings.TrimLeft(name, "_:.")
}

// termText writes a term with its IRI, or that of its datatype, shortened.
func termText(t term.Term) string {
	if t.Kind != term.Typed {
		return brief(t.String())
	}
	switch t.Extra {
	case term.XSDInteger, term.XSDDecimal, term.XSDDouble, term.XSDBoolean:
		return t.Value
	}
	return strconv.Quote(t.Value) + "^^" + brief("<"+t.Extra+">")
}

func (p *Planner) aggregateText(a *algebra.Aggregate) string {
	arg := "*"
	if a.Expr != nil {
		arg = p.exprText(a.Expr)
	}
	if a.Distinct {
		arg = "DISTINCT " + arg
	}
	return a.Func + "(" + arg + ")"
}
