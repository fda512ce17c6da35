package syntax

import (
	"slices"
	"strings"
)

// expression reads Expression [110].
func (p *parser) expression() Expr {
	p.enter()
	defer p.leave()
	return p.or()
}

func (p *parser) binary(pos Pos, name string, l, r Expr) Expr {
	p.operator()
	return &CallExpr{pos, name, []Expr{l, r}}
}

func (p *parser) or() Expr {
	l := p.and()
	for p.isPunct("||") {
		pos := p.tok.pos
		p.advance()
		l = p.binary(pos, "||", l, p.and())
	}
	return l
}

func (p *parser) and() Expr {
	l := p.relational()
	for p.isPunct("&&") {
		pos := p.tok.pos
		p.advance()
		l = p.binary(pos, "&&", l, p.relational())
	}
	return l
}

// relational reads RelationalExpression [114]; comparisons do not chain.
func (p *parser) relational() Expr {
	l := p.additive()
	pos := p.tok.pos
	if p.tok.kind == tPunct {
		switch op := p.tok.text; op {
		case "=", "!=", "<", ">", "<=", ">=":
			p.advance()
			return p.binary(pos, op, l, p.additive())
		}
		return l
	}
	name := "IN"
	switch {
	case p.takeWord("NOT"):
		name = "NOT IN"
		p.wantWord("IN")
	case !p.takeWord("IN"):
		return l
	}
	p.operator()
	return &CallExpr{pos, name, append([]Expr{l}, p.expressionList()...)}
}

// additive reads AdditiveExpression [116]. In ?x -1 the sign belongs to the
// number, and the number is added.
func (p *parser) additive() Expr {
	l := p.multiplicative()
	for {
		pos := p.tok.pos
		switch {
		case p.isPunct("+"), p.isPunct("-"):
			op := p.tok.text
			p.advance()
			l = p.binary(pos, op, l, p.multiplicative())
		case p.isSignedNumber():
			r := p.factors(&TermExpr{pos, p.literal()})
			l = p.binary(pos, "+", l, r)
		default:
			return l
		}
	}
}

func (p *parser) isSignedNumber() bool {
	switch p.tok.kind {
	case tInteger, tDecimal, tDouble:
		return p.tok.text[0] == '+' || p.tok.text[0] == '-'
	}
	return false
}

func (p *parser) multiplicative() Expr { return p.factors(p.unary()) }

// factors reads what may follow the first factor l.
func (p *parser) factors(l Expr) Expr {
	for p.isPunct("*") || p.isPunct("/") {
		pos, op := p.tok.pos, p.tok.text
		p.advance()
		l = p.binary(pos, op, l, p.unary())
	}
	return l
}

// unary reads UnaryExpression [118]; ! repeats as in SPARQL 1.2.
func (p *parser) unary() Expr {
	pos := p.tok.pos
	switch {
	case p.isPunct("!"):
		p.enter()
		defer p.leave()
		p.advance()
		return &CallExpr{pos, "!", []Expr{p.unary()}}
	case p.takePunct("+"):
		return &CallExpr{pos, "unary+", []Expr{p.primary()}}
	case p.takePunct("-"):
		return &CallExpr{pos, "unary-", []Expr{p.primary()}}
	}
	return p.primary()
}

// primary reads PrimaryExpression [119].
func (p *parser) primary() Expr {
	pos := p.tok.pos
	switch {
	case p.isPunct("("):
		return p.bracketted()
	case p.tok.kind == tVar:
		return &VarExpr{pos, p.variable("")}
	case p.isLiteral():
		return &TermExpr{pos, p.literal()}
	case p.isIRI():
		return p.iriOrFunction()
	case p.tok.kind == tWord:
		return p.builtInCall()
	case p.tok.kind == tBlank || p.isPunct("["):
		p.failAt(pos, "", "got a blank node, want an expression: blank nodes stand only in patterns")
	}
	p.unexpected("an expression")
	return nil
}

// bracketted reads BrackettedExpression [120].
func (p *parser) bracketted() Expr {
	p.wantPunct("(")
	e := p.expression()
	if !p.takePunct(")") {
		p.unexpected(`an operator or ")"`, "IN", "NOT", "AS")
	}
	return e
}

// startsConstraint reports whether the current token may begin Constraint
// [69]. A word may begin one if it is not what follows a list of them.
func (p *parser) startsConstraint() bool {
	if p.tok.kind == tWord {
		w := p.word()
		_, call := builtIns[w]
		return call || aggregates[w] || w == "EXISTS" || w == "NOT"
	}
	return p.isPunct("(") || p.isIRI()
}

// constraint reads Constraint [69].
func (p *parser) constraint() Expr {
	pos := p.tok.pos
	switch {
	case p.isPunct("("):
		return p.bracketted()
	case p.isIRI():
		e := p.iriOrFunction()
		if _, ok := e.(*FuncExpr); !ok {
			p.failAt(p.tok.pos, "", "got %s, want \"(\" after a function's name", p.tok.describe())
		}
		return e
	case p.tok.kind == tWord:
		return p.builtInCall()
	}
	p.failAt(pos, "", "got %s, want a condition in brackets, or a call", p.tok.describe())
	return nil
}

// iriOrFunction reads iriOrFunction [128].
func (p *parser) iriOrFunction() Expr {
	pos := p.tok.pos
	iri := p.iri("")
	if !p.isPunct("(") {
		return &TermExpr{pos, iri}
	}
	f := &FuncExpr{Pos: pos, IRI: iri.Value}
	p.advance()
	if p.takePunct(")") {
		return f
	}
	f.Distinct = p.takeWord("DISTINCT")
	f.Args = p.arguments()
	return f
}

// arguments reads expressions to the closing bracket.
func (p *parser) arguments() []Expr {
	var args []Expr
	for {
		args = append(args, p.expression())
		if p.takePunct(",") {
			continue
		}
		if !p.takePunct(")") {
			p.unexpected(`"," or ")"`)
		}
		return args
	}
}

// expressionList reads ExpressionList [72].
func (p *parser) expressionList() []Expr {
	p.wantPunct("(")
	if p.takePunct(")") {
		return nil
	}
	return p.arguments()
}

// arity is how many arguments a built-in takes.
type arity struct{ min, max int }

const anyNumber = 1 << 30

// builtIns are those of BuiltInCall [121] that are plain calls.
var builtIns = map[string]arity{
	"STR": {1, 1}, "LANG": {1, 1}, "LANGMATCHES": {2, 2}, "DATATYPE": {1, 1}, "BOUND": {1, 1},
	"IRI": {1, 1}, "URI": {1, 1}, "BNODE": {0, 1}, "RAND": {0, 0}, "ABS": {1, 1}, "CEIL": {1, 1},
	"FLOOR": {1, 1}, "ROUND": {1, 1}, "CONCAT": {0, anyNumber}, "SUBSTR": {2, 3}, "STRLEN": {1, 1},
	"REPLACE": {3, 4}, "UCASE": {1, 1}, "LCASE": {1, 1}, "ENCODE_FOR_URI": {1, 1}, "CONTAINS": {2, 2},
	"STRSTARTS": {2, 2}, "STRENDS": {2, 2}, "STRBEFORE": {2, 2}, "STRAFTER": {2, 2}, "YEAR": {1, 1},
	"MONTH": {1, 1}, "DAY": {1, 1}, "HOURS": {1, 1}, "MINUTES": {1, 1}, "SECONDS": {1, 1},
	"TIMEZONE": {1, 1}, "TZ": {1, 1}, "NOW": {0, 0}, "UUID": {0, 0}, "STRUUID": {0, 0}, "MD5": {1, 1},
	"SHA1": {1, 1}, "SHA256": {1, 1}, "SHA384": {1, 1}, "SHA512": {1, 1}, "COALESCE": {0, anyNumber},
	"IF": {3, 3}, "STRLANG": {2, 2}, "STRDT": {2, 2}, "SAMETERM": {2, 2}, "ISIRI": {1, 1}, "ISURI": {1, 1},
	"ISBLANK": {1, 1}, "ISLITERAL": {1, 1}, "ISNUMERIC": {1, 1}, "REGEX": {2, 3},
}

var aggregates = map[string]bool{
	"COUNT": true, "SUM": true, "MIN": true, "MAX": true, "AVG": true, "SAMPLE": true, "GROUP_CONCAT": true,
}

// constraintWords are what a misspelled call may have been.
var constraintWords = func() []string {
	words := []string{"EXISTS", "NOT"}
	for w := range builtIns {
		words = append(words, w)
	}
	for w := range aggregates {
		words = append(words, w)
	}
	slices.Sort(words)
	return words
}()

// builtInCall reads BuiltInCall [121].
func (p *parser) builtInCall() Expr {
	pos, name, written := p.tok.pos, p.word(), p.tok.text
	switch name {
	case "NOT":
		p.advance()
		if !p.isWord("EXISTS") {
			p.unexpected("EXISTS", "EXISTS")
		}
		p.advance()
		return &Exists{pos, true, p.group()}
	case "EXISTS":
		p.advance()
		return &Exists{pos, false, p.group()}
	}
	if aggregates[name] {
		return p.aggregate(name)
	}
	n, ok := builtIns[name]
	if !ok {
		p.unexpected("an expression", append(slices.Clone(constraintWords), "true", "false")...)
	}
	p.advance()
	if name == "BOUND" {
		p.wantPunct("(")
		at := p.tok.pos
		v := &VarExpr{at, p.variable("a variable: BOUND takes nothing else")}
		p.wantPunct(")")
		return &CallExpr{pos, name, []Expr{v}}
	}
	args := p.expressionList()
	switch {
	case len(args) >= n.min && len(args) <= n.max:
	case n.min == n.max:
		p.failAt(pos, "", "got %d arguments for %s, want %d", len(args), written, n.min)
	default:
		p.failAt(pos, "", "got %d arguments for %s, want %d or %d", len(args), written, n.min, n.max)
	}
	switch name {
	case "URI":
		name = "IRI"
	case "ISURI":
		name = "ISIRI"
	}
	return &CallExpr{pos, name, args}
}

// aggregate reads Aggregate [127].
func (p *parser) aggregate(name string) Expr {
	a := &Aggregate{Pos: p.tok.pos, Func: name}
	p.advance()
	p.wantPunct("(")
	a.Distinct = p.takeWord("DISTINCT")
	if name == "COUNT" && p.takePunct("*") {
		p.wantPunct(")")
		return a
	}
	a.Arg = p.expression()
	if name == "GROUP_CONCAT" {
		a.Separator = " "
		if p.takePunct(";") {
			p.wantWord("SEPARATOR")
			p.wantPunct("=")
			if p.tok.kind != tString {
				p.unexpected("a string after SEPARATOR =")
			}
			a.Separator = p.tok.val
			p.advance()
		}
	}
	if !p.takePunct(")") {
		p.unexpected(`")" after the one argument of ` + strings.ToUpper(name))
	}
	walkExpr(a.Arg, func(e Expr) bool {
		if inner, ok := e.(*Aggregate); ok {
			p.failAt(inner.Pos, "compute the inner one in a sub-select", "got %s inside %s, want no aggregate in an aggregate", inner.Func, name)
		}
		return true
	})
	return a
}
