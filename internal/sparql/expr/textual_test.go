package expr

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// TestTermTest compares tests of terms with the evaluation of the same
// expressions, over random ones.
func TestTermTest(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 4))
	words := []string{"", "a", "K", "kit", "Kit", "KITTEN", "ss", "ß", "İ", "K", "apt", "é", "É", " ", "a b", "en", "nl-BE", "28"}
	text := func() string {
		var b strings.Builder
		for range r.IntN(4) {
			b.WriteString(words[r.IntN(len(words))])
		}
		return b.String()
	}
	x := &algebra.ExprVar{Name: "x"}
	call := func(name string, args ...algebra.Expr) algebra.Expr { return &algebra.ExprCall{Name: name, Args: args} }
	simple := func(s string) algebra.Expr { return &algebra.ExprTerm{Term: term.NewString(s)} }
	pick := func(s ...string) string { return s[r.IntN(len(s))] }
	subject := func() algebra.Expr {
		var e algebra.Expr = x
		if n := pick("", "STR", "LANG"); n != "" {
			e = call(n, e)
		}
		if n := pick("", "", "LCASE", "UCASE"); n != "" {
			e = call(n, e)
		}
		return e
	}
	var cond func(depth int) algebra.Expr
	cond = func(depth int) algebra.Expr {
		if depth > 0 && r.IntN(3) == 0 {
			switch n := pick("!", "&&", "||"); n {
			case "!":
				return call(n, cond(depth-1))
			default:
				return call(n, cond(depth-1), cond(depth-1))
			}
		}
		switch n := pick("CONTAINS", "STRSTARTS", "STRENDS", "LANGMATCHES", "=", "!=", "REGEX", "REGEX"); n {
		case "REGEX":
			pattern := pick("k.t", "kit", "^a", "a+b", "(kit|ap)t", "kitt?en", ".*ss", "28$", "k", "é", "[a-c]x?kit", "(?:kit)+")
			return call(n, subject(), simple(pattern), simple(pick("", "i", "s", "iq")))
		default:
			if r.IntN(8) == 0 && (n == "=" || n == "!=") {
				return call(n, simple(text()), subject())
			}
			return call(n, subject(), simple(text()))
		}
	}
	tested := 0
	for range 60_000 {
		e := cond(2)
		f := NewTermTest(e)
		if f == nil {
			continue
		}
		p, err := Compile(e, func(string) int { return 0 })
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			x := []term.Term{
				term.NewString(text()), term.NewLang(text(), pick("en", "EN", "nl-BE")), term.NewIRI(text()),
				term.NewBlank("b"), term.NewTyped(text(), term.XSDInteger),
				{},
			}[r.IntN(6)]
			row := mapRow{FromTerm(x)}
			want := Failed
			v, err := p.Eval(&Env{}, &row)
			if err == nil {
				var b bool
				if b, err = v.EBV(); err == nil {
					want = truth(b)
				}
			}
			tested++
			if got := f(x); got != want {
				t.Fatalf("%s of %v: got %d, want %d", fmt.Sprint(algebraText(e)), x, got, want)
			}
		}
	}
	if tested < 50_000 {
		t.Errorf("only %d tested", tested)
	}
}

func algebraText(e algebra.Expr) string {
	switch e := e.(type) {
	case *algebra.ExprCall:
		var args []string
		for _, a := range e.Args {
			args = append(args, algebraText(a))
		}
		return e.Name + "(" + strings.Join(args, ", ") + ")"
	case *algebra.ExprTerm:
		return e.Term.String()
	}
	return "?x"
}
