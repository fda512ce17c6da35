package syntax_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
)

// checkError fails unless err is an *Error that points into text.
func checkError(t *testing.T, text string, err error) {
	t.Helper()
	e, ok := errors.AsType[*syntax.Error](err)
	if !ok {
		t.Fatalf("error of type %T: %v", err, err)
	}
	lines := strings.Count(text, "\n") + strings.Count(text, "\r") + 1
	if e.Line < 1 || e.Line > lines || e.Col < 1 || e.Col > len(text)+1 || e.Msg == "" {
		t.Fatalf("error outside of the text: %+v", e)
	}
}

func FuzzParseQuery(f *testing.F) {
	for _, s := range seedQueries {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := syntax.ParseQuery(text, &syntax.Options{Base: "http://example.org/base"})
		if err != nil {
			checkError(t, text, err)
			return
		}
		checkQueryRoundTrip(t, text, q)
		if a, err := algebra.Translate(q); err == nil {
			_ = algebra.Indent(algebra.String(a.Op), 80)
		} else if _, ok := errors.AsType[*algebra.TranslateError](err); !ok {
			t.Fatalf("error of type %T: %v", err, err)
		}
	})
}

func FuzzParseUpdate(f *testing.F) {
	for _, s := range seedUpdates {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		u, err := syntax.ParseUpdate(text, &syntax.Options{Base: "http://example.org/base"})
		if err != nil {
			checkError(t, text, err)
			return
		}
		checkUpdateRoundTrip(t, text, u)
	})
}
