package syntax

// The levels of the expression grammar, loosest first.
const (
	levelOr = iota
	levelAnd
	levelRelational
	levelAdditive
	levelMultiplicative
	levelUnary
	levelPrimary
)

var operatorLevels = map[string]int{
	"||": levelOr, "&&": levelAnd,
	"=": levelRelational, "!=": levelRelational, "<": levelRelational, ">": levelRelational,
	"<=": levelRelational, ">=": levelRelational, "IN": levelRelational, "NOT IN": levelRelational,
	"+": levelAdditive, "-": levelAdditive,
	"*": levelMultiplicative, "/": levelMultiplicative,
	"!": levelUnary, "unary-": levelUnary, "unary+": levelUnary,
}

func exprLevel(e Expr) int {
	if c, ok := e.(*CallExpr); ok {
		if level, ok := operatorLevels[c.Name]; ok {
			return level
		}
	}
	return levelPrimary
}

func (p *printer) bracketted(e Expr) {
	p.print("(")
	p.expr(e, 0)
	p.print(")")
}

// constraint writes e as Constraint: a call as it is, the rest in brackets.
func (p *printer) constraint(e Expr) {
	switch e.(type) {
	case *FuncExpr, *Aggregate, *Exists:
		p.expr(e, 0)
		return
	case *CallExpr:
		if exprLevel(e) == levelPrimary {
			p.expr(e, 0)
			return
		}
	}
	p.bracketted(e)
}

// condition writes e as a condition of GROUP BY or ORDER BY.
func (p *printer) condition(e Expr) {
	if v, ok := e.(*VarExpr); ok {
		p.print("?" + v.Name)
		return
	}
	p.constraint(e)
}

// expr writes e, in brackets if it binds more loosely than level. No more
// brackets are nested than the text had that e came from.
func (p *printer) expr(e Expr, level int) {
	own := exprLevel(e)
	if own < level {
		p.bracketted(e)
		return
	}
	switch e := e.(type) {
	case *VarExpr:
		p.print("?" + e.Name)
	case *TermExpr:
		p.term(e.Term)
	case *FuncExpr:
		p.iri(e.IRI)
		p.print("(")
		if e.Distinct {
			p.print("DISTINCT ")
		}
		p.args(e.Args)
	case *Aggregate:
		p.aggregate(e)
	case *Exists:
		if e.Not {
			p.print("NOT ")
		}
		p.print("EXISTS ")
		p.group(e.Group)
	case *CallExpr:
		p.call(e, own)
	}
}

func (p *printer) call(e *CallExpr, own int) {
	switch own {
	case levelPrimary:
		p.print(e.Name + "(")
		p.args(e.Args)
	case levelUnary:
		switch e.Name {
		case "!":
			p.print("!")
			p.expr(e.Args[0], levelUnary)
		case "unary-":
			p.print("- ")
			p.expr(e.Args[0], levelPrimary)
		default:
			p.print("+ ")
			p.expr(e.Args[0], levelPrimary)
		}
	case levelRelational:
		p.expr(e.Args[0], levelAdditive)
		p.print(" " + e.Name + " ")
		if e.Name == "IN" || e.Name == "NOT IN" {
			p.print("(")
			p.args(e.Args[1:])
			return
		}
		p.expr(e.Args[1], levelAdditive)
	default:
		p.expr(e.Args[0], own)
		p.print(" " + e.Name + " ")
		p.expr(e.Args[1], own+1)
	}
}

// args writes arguments and the closing bracket.
func (p *printer) args(list []Expr) {
	for i, a := range list {
		if i > 0 {
			p.print(", ")
		}
		p.expr(a, 0)
	}
	p.print(")")
}

func (p *printer) aggregate(e *Aggregate) {
	p.print(e.Func + "(")
	if e.Distinct {
		p.print("DISTINCT ")
	}
	if e.Arg == nil {
		p.print("*)")
		return
	}
	p.expr(e.Arg, 0)
	if e.Func == "GROUP_CONCAT" && e.Separator != " " {
		p.print("; SEPARATOR=" + quote(e.Separator))
	}
	p.print(")")
}
