package expr_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/expr"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// TestBlankNodes: the same label in one solution is one blank node (§17.4.2.9).
func TestBlankNodes(t *testing.T) {
	env := &expr.Env{Solution: 1}
	get := func(text string) term.Term {
		v, err := expr.Eval(parse(t, text), env, unbound)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	a, b, c := get(`BNODE("a")`), get(`BNODE("a")`), get(`BNODE("c")`)
	env.Solution = 2
	d := get(`BNODE("a")`)
	e, f := get(`BNODE()`), get(`BNODE()`)
	if a != b || a == c || a == d || e == f {
		t.Errorf("got %v %v %v %v", a, b, c, d)
	}
}

func TestRandomFunctions(t *testing.T) {
	uuid := regexp.MustCompile(`^"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"$`)
	if s := show(t, "STRUUID()"); !uuid.MatchString(s) {
		t.Errorf("STRUUID() = %s", s)
	}
	if s := show(t, "UUID()"); !strings.HasPrefix(s, "<urn:uuid:") {
		t.Errorf("UUID() = %s", s)
	}
	if s := show(t, "RAND() >= 0 && RAND() < 1"); s != "true" {
		t.Errorf("RAND() in [0,1): %s", s)
	}
}

// TestOrder sorts terms in an order that is known (§15.1).
func TestOrder(t *testing.T) {
	want := []term.Term{
		{},
		term.NewBlank("a"), term.NewBlank("b"),
		term.NewIRI("http://a"), term.NewIRI("http://b"),
		term.NewString(""), term.NewString("B"), term.NewString("a"),
		term.NewLang("a", "de"), term.NewLang("a", "en"), term.NewLang("b", "de"),
		typed("false", "boolean"), typed("true", "boolean"),
		typed("NaN", "double"), typed("-INF", "double"), typed("-1.5", "decimal"), typed("0", "integer"),
		typed("9007199254740992", "double"), typed("9007199254740993", "integer"), typed("INF", "float"),
		typed("2020", "gYear"), typed("2020-12-31", "date"), typed("2021-01-01T00:00:01Z", "dateTime"), typed("2021-07", "gYearMonth"),
		term.NewTyped("a", "http://x/1"), term.NewTyped("b", "http://x/1"), term.NewTyped("a", "http://x/2"),
	}
	for i, a := range want {
		for j, b := range want {
			got := expr.Order(expr.FromTerm(a), expr.FromTerm(b))
			if sign(got) != sign(i-j) {
				t.Errorf("Order(%v, %v) = %d, want the sign of %d", a, b, got, i-j)
			}
		}
	}
	if expr.Order(expr.FromTerm(typed("1", "integer")), expr.FromTerm(typed("1.0", "decimal"))) != 0 {
		t.Error("1 and 1.0 are not equal in ORDER BY")
	}
	if expr.OrderTerms(expr.FromTerm(typed("1", "integer")), expr.FromTerm(typed("1.0", "decimal"))) == 0 {
		t.Error("1 and 1.0 are the same term")
	}
}

func typed(v, xsd string) term.Term { return term.NewTyped(v, term.XSD+xsd) }

func sign(n int) int { return max(-1, min(1, n)) }

func TestAggregates(t *testing.T) {
	ints := []string{"1", "2", "2", "3.5"}
	for _, c := range []struct {
		fn       string
		distinct bool
		values   []string
		want     string
	}{
		{"COUNT", false, ints, "4"},
		{"COUNT", true, ints, "3"},
		{"COUNT", false, []string{"1", "?u"}, "1"},
		{"COUNT", false, nil, "0"},
		{"SUM", false, ints, `"8.5"^^xsd:decimal`},
		{"SUM", true, ints, `"6.5"^^xsd:decimal`},
		{"SUM", false, []string{"1", "1e0"}, `"2.0E0"^^xsd:double`},
		{"SUM", false, []string{"1", `"a"`}, "error"},
		{"SUM", false, []string{"1", "?u"}, "error"},
		{"SUM", false, nil, "0"},
		{"SUM", false, []string{"9223372036854775807", "1"}, "9223372036854775808"},
		{"AVG", false, []string{"1", "2"}, `"1.5"^^xsd:decimal`},
		{"AVG", true, []string{"1", "1", "2"}, `"1.5"^^xsd:decimal`},
		{"AVG", false, nil, "0"},
		{"AVG", false, []string{"ex:a"}, "error"},
		{"MIN", false, ints, "1"},
		{"MIN", false, []string{"1", `"a"`, "ex:b"}, "<http://example.org/b>"},
		{"MIN", false, []string{"?u", "2"}, "2"},
		{"MIN", false, nil, "error"},
		{"MAX", false, ints, `"3.5"^^xsd:decimal`},
		{"MAX", false, nil, "error"},
		{"SAMPLE", false, []string{"?u", "7"}, "7"},
		{"SAMPLE", false, nil, "error"},
		{"GROUP_CONCAT", false, []string{`"a"`, "ex:b", "1"}, `"a|http://example.org/b|1"`},
		{"GROUP_CONCAT", true, []string{`"a"`, `"a"`}, `"a"`},
		{"GROUP_CONCAT", false, nil, `""`},
		{"GROUP_CONCAT", false, []string{`"a"`, "BNODE()"}, "error"},
	} {
		acc := expr.NewAccumulator(&algebra.Aggregate{Func: c.fn, Distinct: c.distinct, Expr: &algebra.ExprVar{Name: "x"}, Separator: "|"})
		for _, text := range c.values {
			v, err := expr.Eval(parse(t, text), &expr.Env{}, unbound)
			acc.Add(expr.FromTerm(v), err)
		}
		v, err := acc.Result()
		got := short(v.Term())
		if err != nil {
			got = "error"
		}
		if got != c.want {
			t.Errorf("%s(distinct %v) of %v = %s, want %s", c.fn, c.distinct, c.values, got, c.want)
		}
	}
}

// TestExistsError: an error that is not of SPARQL gets through everything
// that handles errors.
func TestExistsError(t *testing.T) {
	fatal := errors.New("cancelled")
	env := &expr.Env{Exists: func(algebra.Op, expr.Row) (bool, error) { return false, fatal }}
	for _, text := range []string{
		"EXISTS {}", "NOT EXISTS {} || false", "COALESCE(EXISTS {}, 1)", "IF(EXISTS {}, 1, 2)", "1 IN (EXISTS {})", "!EXISTS {}", "true && EXISTS {}",
	} {
		p, err := expr.Compile(parse(t, text), func(string) int { return -1 })
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Test(env, nil); !errors.Is(err, fatal) {
			t.Errorf("%s: got %v", text, err)
		}
	}
}

// TestTooLong: a few doublings end the query, not the memory.
func TestTooLong(t *testing.T) {
	double := `"12345678"`
	square := "99999999999"
	for range 11 {
		double = "REPLACE(" + double + `, "(.+)", "$1$1$1$1")`
		square = "(" + square + "*" + square + ")"
	}
	if got := show(t, double); !strings.HasPrefix(got, "fatal: query stopped by its limit of 16777216 bytes") {
		t.Errorf("doubled: got %.80s", got)
	}
	if got := show(t, square); len(got) != 22528 {
		t.Errorf("squared: got %d digits", len(got))
	}
}
