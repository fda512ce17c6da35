package term_test

import (
	"math"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/cayleygraph/quad"
)

// The canonical forms are those of XML Schema 1.1 part 2, sections 3.2.2 to 3.3.13.
func TestNativeValues(t *testing.T) {
	day := time.Date(2021, 7, 19, 14, 0, 0, 120_000_000, time.FixedZone("", 2*3600))
	for _, test := range []struct {
		native quad.Value
		want   string
	}{
		{quad.Int(-7), `"-7"^^<http://www.w3.org/2001/XMLSchema#integer>`},
		{quad.Bool(true), `"true"^^<http://www.w3.org/2001/XMLSchema#boolean>`},
		{quad.Float(1), `"1.0E0"^^<http://www.w3.org/2001/XMLSchema#double>`},
		{quad.Float(-12345e-6), `"-1.2345E-2"^^<http://www.w3.org/2001/XMLSchema#double>`},
		{quad.Float(math.Inf(-1)), `"-INF"^^<http://www.w3.org/2001/XMLSchema#double>`},
		{quad.Time(day), `"2021-07-19T12:00:00.12Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>`},
	} {
		got, ok := term.FromValue(test.native)
		if !ok || got.String() != test.want {
			t.Errorf("FromValue(%v) = %s, want %s", test.native, got, test.want)
		}
		back := got.Native()
		if eq, ok := back.(quad.Equaler); ok && eq.Equal(test.native) || back == test.native {
			continue
		}
		t.Errorf("%s comes back as %T %v", got, back, back)
	}
	for _, lexical := range []string{"01", "+1", "1.0", "", "99999999999999999999"} {
		lit := term.NewTyped(lexical, term.XSDInteger)
		if _, ok := lit.Native().(quad.TypedString); !ok {
			t.Errorf("%s became %T: its lexical form is lost", lit, lit.Native())
		}
	}
}

func TestRoundTripThroughCayley(t *testing.T) {
	for _, want := range []term.Term{
		{},
		term.NewIRI("http://x/"), term.NewBlank("b"), term.NewString(`a "b" \`), term.NewLang("a", "nl-BE"),
		term.NewTyped("01", term.XSDInteger), term.NewTyped("x", term.XSDString),
	} {
		got, ok := term.FromValue(want.QuadValue())
		if !ok || got != want {
			t.Errorf("%v comes back as %v, %v", want, got, ok)
		}
	}
}
