package check_test

import (
	"errors"
	"testing"

	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/schema/check"
)

// FuzzGraph feeds whatever the TriG reader accepts: no graph may panic.
func FuzzGraph(f *testing.F) {
	f.Add(world)
	for _, list := range cases {
		for _, c := range list {
			f.Add(c.bad)
		}
	}
	f.Add(`claim:x asc:by "x" , _:b ; asc:on 1 ; asc:source claim:x ; asc:stance asc:retracts ; asc:re claim:x , id:y ; a asc:Act , asc:Claim . GRAPH _:g { _:a asc:partOf _:b . _:b asc:partOf _:a }`)
	f.Fuzz(func(t *testing.T, text string) {
		r, err := check.Graph(t.Context(), trig(text), &check.Options{MaxQuads: 10_000})
		if err != nil {
			if _, ok := errors.AsType[*rdf.SyntaxError](err); ok {
				return
			}
			if _, ok := errors.AsType[*check.LimitError](err); ok {
				return
			}
			t.Skip(err) // a limit of the reader
		}
		for _, v := range r.Violations {
			if v.Msg == "" || v.Hint == "" || v.Rule == "" {
				t.Errorf("a violation without words: %+v", v)
			}
		}
	})
}
