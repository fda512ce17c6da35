package expr

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// A Row is one solution in the layout for which a Program was compiled.
type Row interface {
	// At returns the value in column i, the zero Value if it is unbound.
	At(i int) Value
}

// Env is what an expression sees besides its row. Its zero value works. An
// Env belongs to one evaluation of one query and is not safe for concurrent use.
type Env struct {
	// Base is the IRI against which IRI() resolves; "" leaves a relative IRI
	// as it is. A second argument of IRI() is the base instead.
	Base string
	// Now is the value of NOW(): one for a whole query. The zero time is
	// replaced at first use.
	Now time.Time
	// Rand is the source of RAND(); nil is math/rand/v2's own.
	Rand *rand.Rand
	// Exists evaluates the pattern of EXISTS with the row's values in place of
	// its variables. nil: EXISTS is an error.
	Exists func(pattern algebra.Op, row Row) (bool, error)
	// Solution identifies the solution for BNODE(label): the same label in the
	// same solution gives the same blank node.
	Solution uint64
	// FreshBlank returns a label that nothing in the query's data has. nil
	// gives "b1", "b2", and so on.
	FreshBlank func() string

	blanks map[blankKey]string
	blankN int
	args   []Value // of the calls that are being evaluated
}

type blankKey struct {
	solution uint64
	label    string
}

func (e *Env) fresh() string {
	if e.FreshBlank != nil {
		return e.FreshBlank()
	}
	e.blankN++
	return "b" + strconv.Itoa(e.blankN)
}

// An UnsupportedError is a query that asks for what this package does not
// have, found when it is compiled or, for a computed regular expression, when
// it is evaluated. It ends the query.
type UnsupportedError struct {
	What string // such as "function <http://example.org/f>"
	Hint string // what to do; may be ""
}

func (e *UnsupportedError) Error() string {
	s := e.What + " is not supported"
	if e.Hint != "" {
		s += "; " + e.Hint
	}
	return s
}

// node is a compiled expression.
type node func(env *Env, row Row) (Value, error)

// A Program is a compiled expression. It is immutable and safe for concurrent
// use with an Env for each goroutine.
type Program struct{ eval node }

// Compile compiles e. slot gives the column of a variable, or -1 if it is
// never bound. The error is an *UnsupportedError or says which function has a
// wrong number of arguments.
func Compile(e algebra.Expr, slot func(name string) int) (*Program, error) {
	n, err := (&compiler{slot: slot}).compile(e)
	if err != nil {
		return nil, err
	}
	return &Program{eval: n}, nil
}

// CompileAll compiles the expressions of op and of what is below it, the
// patterns of EXISTS included, so that mistakes are found before the first row.
// The error is that of Compile, or says that a SERVICE is not silent; what a
// silent one holds is never evaluated.
func CompileAll(op algebra.Op, slot func(name string) int) (map[algebra.Expr]*Program, error) {
	programs := map[algebra.Expr]*Program{}
	var failed error
	algebra.Inspect(op, func(op algebra.Op) bool {
		if s, ok := op.(*algebra.Service); ok {
			if !s.Silent && failed == nil {
				failed = &UnsupportedError{What: "SERVICE", Hint: "nothing is ever fetched; load the data, or write SERVICE SILENT to go without it"}
			}
			return false
		}
		for _, x := range algebra.Exprs(op) {
			if failed == nil {
				programs[x], failed = Compile(x, slot)
			}
		}
		return failed == nil
	})
	return programs, failed
}

// Eval returns the value for row. The error is ErrType or fatal.
func (p *Program) Eval(env *Env, row Row) (Value, error) { return p.eval(env, row) }

// Test reports whether the effective boolean value for row is true, an error
// of SPARQL being false, as in FILTER. The error is fatal.
func (p *Program) Test(env *Env, row Row) (bool, error) {
	v, err := p.eval(env, row)
	if err == nil {
		var b bool
		if b, err = v.EBV(); err == nil {
			return b, nil
		}
	}
	if IsTypeError(err) {
		err = nil
	}
	return false, err
}

// Eval compiles and evaluates e once, with variables looked up by name; a
// convenience for constants and tests.
func Eval(e algebra.Expr, env *Env, lookup func(name string) term.Term) (term.Term, error) {
	var row mapRow
	p, err := Compile(e, func(name string) int {
		row = append(row, FromTerm(lookup(name)))
		return len(row) - 1
	})
	if err != nil {
		return term.Term{}, err
	}
	v, err := p.Eval(env, &row)
	return v.Term(), err
}

type mapRow []Value

func (r *mapRow) At(i int) Value { return (*r)[i] }

type compiler struct{ slot func(string) int }

func (c *compiler) compile(e algebra.Expr) (node, error) {
	switch e := e.(type) {
	case *algebra.ExprVar:
		i := c.slot(e.Name)
		if i < 0 {
			return failing, nil
		}
		return func(_ *Env, row Row) (Value, error) {
			v := row.At(i)
			if v.kind == kNone {
				return v, ErrType
			}
			return v, nil
		}, nil
	case *algebra.ExprTerm:
		v := FromTerm(e.Term)
		return func(*Env, Row) (Value, error) { return v, nil }, nil
	case *algebra.ExprCall:
		return c.call(e)
	case *algebra.ExprFunc:
		return c.function(e)
	case *algebra.ExprExists:
		return exists(e), nil
	}
	return nil, fmt.Errorf("expression of type %T", e)
}

func failing(*Env, Row) (Value, error) { return Value{}, ErrType }

func exists(e *algebra.ExprExists) node {
	return func(env *Env, row Row) (Value, error) {
		if env.Exists == nil {
			return Value{}, ErrType
		}
		found, err := env.Exists(e.Pattern, row)
		if err != nil {
			return Value{}, err
		}
		return Bool(found != e.Not), nil
	}
}

func (c *compiler) all(es []algebra.Expr) ([]node, error) {
	ns := make([]node, len(es))
	for i, e := range es {
		var err error
		if ns[i], err = c.compile(e); err != nil {
			return nil, err
		}
	}
	return ns, nil
}

// call compiles an operator or built-in: first the forms that do not evaluate
// all their arguments (§17.4.1), then the table of the rest.
func (c *compiler) call(e *algebra.ExprCall) (node, error) {
	args, err := c.all(e.Args)
	if err != nil {
		return nil, err
	}
	if form, ok := forms[e.Name]; ok {
		if err := form.arity.check(e.Name, len(args)); err != nil {
			return nil, err
		}
		return form.make(args, e.Args), nil
	}
	if e.Name == "REGEX" || e.Name == "REPLACE" {
		return regexCall(e, args)
	}
	b, ok := builtins[e.Name]
	if !ok {
		return nil, &UnsupportedError{What: "function " + e.Name}
	}
	if err := b.arity.check(e.Name, len(args)); err != nil {
		return nil, err
	}
	return strict(b.call, args), nil
}

// strict evaluates all arguments, then calls f, which does not keep them; the
// first error is the result. The arguments lie on a stack of env.
func strict(f func(env *Env, args []Value) (Value, error), args []node) node {
	return func(env *Env, row Row) (Value, error) {
		base := len(env.args)
		for _, a := range args {
			v, err := a(env, row)
			if err != nil {
				env.args = env.args[:base]
				return Value{}, err
			}
			env.args = append(env.args, v)
		}
		v, err := f(env, env.args[base:])
		env.args = env.args[:base]
		return v, err
	}
}

// arity is the least and most number of arguments; most -1 is any.
type arity struct{ least, most int }

func (a arity) check(name string, n int) error {
	if n >= a.least && (a.most < 0 || n <= a.most) {
		return nil
	}
	want := strconv.Itoa(a.least)
	switch {
	case a.most < 0:
		want = "at least " + want
	case a.most > a.least:
		want += " to " + strconv.Itoa(a.most)
	}
	return fmt.Errorf("%s has %d arguments, want %s", name, n, want)
}

// form is an operator that decides itself which arguments it evaluates.
type form struct {
	arity
	make func(args []node, src []algebra.Expr) node
}

var forms = map[string]form{
	"||":       {arity{2, 2}, func(a []node, _ []algebra.Expr) node { return logical(a[0], a[1], true) }},
	"&&":       {arity{2, 2}, func(a []node, _ []algebra.Expr) node { return logical(a[0], a[1], false) }},
	"IF":       {arity{3, 3}, func(a []node, _ []algebra.Expr) node { return conditional(a) }},
	"COALESCE": {arity{0, -1}, func(a []node, _ []algebra.Expr) node { return coalesce(a) }},
	"IN":       {arity{1, -1}, func(a []node, _ []algebra.Expr) node { return in(a, true) }},
	"NOT IN":   {arity{1, -1}, func(a []node, _ []algebra.Expr) node { return in(a, false) }},
	"BOUND":    {arity{1, 1}, func(a []node, _ []algebra.Expr) node { return bound(a[0]) }},
}

// logical is "||" if decisive is true and "&&" if it is false: an operand
// that has the decisive value decides, even where the other is an error
// (§17.2).
func logical(l, r node, decisive bool) node {
	return func(env *Env, row Row) (Value, error) {
		a, errA := test(l, env, row)
		if errA == nil && a == decisive {
			return Bool(decisive), nil
		}
		if errA != nil && !IsTypeError(errA) {
			return Value{}, errA
		}
		b, errB := test(r, env, row)
		switch {
		case errB != nil:
			return Value{}, errB
		case b == decisive:
			return Bool(decisive), nil
		case errA != nil:
			return Value{}, errA
		}
		return Bool(!decisive), nil
	}
}

func test(n node, env *Env, row Row) (bool, error) {
	v, err := n(env, row)
	if err != nil {
		return false, err
	}
	return v.EBV()
}

func conditional(a []node) node {
	return func(env *Env, row Row) (Value, error) {
		b, err := test(a[0], env, row)
		if err != nil {
			return Value{}, err
		}
		if b {
			return a[1](env, row)
		}
		return a[2](env, row)
	}
}

func coalesce(args []node) node {
	return func(env *Env, row Row) (Value, error) {
		for _, a := range args {
			if v, err := a(env, row); !IsTypeError(err) {
				return v, err
			}
		}
		return Value{}, ErrType
	}
}

// in is IN (§17.4.1.9): true if one is equal, an error if none is and one
// comparison is an error. NOT IN is its negation.
func in(args []node, positive bool) node {
	return func(env *Env, row Row) (Value, error) {
		v, err := args[0](env, row)
		if err != nil {
			return Value{}, err
		}
		var failed error
		for _, a := range args[1:] {
			w, err := a(env, row)
			eq := false
			if err == nil {
				eq, err = Equal(v, w)
			}
			if err != nil && !IsTypeError(err) {
				return Value{}, err
			}
			if err != nil {
				failed = err
			}
			if eq {
				return Bool(positive), nil
			}
		}
		if failed != nil {
			return Value{}, failed
		}
		return Bool(!positive), nil
	}
}

func bound(a node) node {
	return func(env *Env, row Row) (Value, error) {
		_, err := a(env, row)
		if err != nil && !IsTypeError(err) {
			return Value{}, err
		}
		return Bool(err == nil), nil
	}
}
