package expr_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/expr"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// FuzzLiterals: reading any literal, comparing and casting it never panics,
// and the order is antisymmetric and agrees with "<".
func FuzzLiterals(f *testing.F) {
	names := []string{"integer", "decimal", "double", "float", "boolean", "dateTime", "date", "time", "gYear", "gYearMonth", "byte", "string"}
	for i, s := range []string{"1", "-0.50", "1e400", "NaN", "true", "2021-07-19T24:00:00.5+14:00", "2021-02-29", "10:00:00", "-0044", "2021-07", "128", "x"} {
		f.Add(s, uint8(i), "2", uint8(1))
	}
	f.Fuzz(func(t *testing.T, a string, i uint8, b string, j uint8) {
		if len(a) > 200 || len(b) > 200 {
			return
		}
		x := expr.FromTerm(typed(a, names[int(i)%len(names)]))
		y := expr.FromTerm(typed(b, names[int(j)%len(names)]))
		if sign(expr.Order(x, y)) != -sign(expr.Order(y, x)) {
			t.Errorf("order of %v and %v is not antisymmetric", x.Term(), y.Term())
		}
		e1, err1 := expr.Equal(x, y)
		e2, err2 := expr.Equal(y, x)
		if e1 != e2 || (err1 == nil) != (err2 == nil) {
			t.Errorf("%v = %v is not symmetric", x.Term(), y.Term())
		}
		for _, n := range names {
			call := &algebra.ExprFunc{IRI: term.XSD + n, Args: []algebra.Expr{&algebra.ExprTerm{Term: x.Term()}}}
			v, err := expr.Eval(call, &expr.Env{}, unbound)
			if err == nil && n != "string" {
				if again := expr.FromTerm(v); !slices.Contains([]string{v.Value}, again.Term().Value) {
					t.Errorf("cast of %v is %v", x.Term(), v)
				}
			}
		}
	})
}

// FuzzRegex: no pattern panics or hangs.
func FuzzRegex(f *testing.F) {
	f.Add("abc", `^[\d-c]\w(a|b)*?$`, "imsx", `$1\$`)
	f.Fuzz(func(t *testing.T, s, pattern, flags, with string) {
		if len(pattern) > 64 || len(s) > 64 {
			return
		}
		args := func(ss ...string) []algebra.Expr {
			var out []algebra.Expr
			for _, s := range ss {
				out = append(out, &algebra.ExprTerm{Term: term.NewString(s)})
			}
			return out
		}
		for _, call := range []*algebra.ExprCall{
			{Name: "REGEX", Args: args(s, pattern, flags)},
			{Name: "REPLACE", Args: args(s, pattern, with, flags)},
		} {
			_, err := expr.Eval(call, &expr.Env{}, unbound)
			if _, ok := errors.AsType[*expr.UnsupportedError](err); err != nil && !ok && !expr.IsTypeError(err) {
				t.Error(err)
			}
		}
	})
}
