package seeds_test

import (
	"errors"
	"io/fs"
	"slices"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
)

// derived returns subject and object of the edges that a lens derives.
func derived(t *testing.T, lens *graph.Lens, predicate string, names ...string) []string {
	t.Helper()
	g, err := seeds.Open(names...)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	var out []string
	err = g.View(t.Context(), lens, func(v *graph.View) error {
		for q, err := range v.Match(t.Context(), graph.Pattern{Predicate: quad.IRI(predicate)}) {
			if err != nil {
				return err
			}
			out = append(out, schema.Handle(iri(q.Subject))+" "+schema.Handle(iri(q.Object)))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// TestRollUp: what the default lens derives from the seeds, as the founding
// question needs it.
func TestRollUp(t *testing.T) {
	july, err := graph.ParseDate("2021-07-31")
	if err != nil {
		t.Fatal(err)
	}
	for _, lens := range []*graph.Lens{nil, {AsOf: july}} {
		for _, c := range []struct {
			predicate string
			seeds     []string
			want      []string
		}{
			{schema.AttributedToState, []string{seeds.Founding}, []string{"id:exchange-hack id:china", "id:solarwinds-hack id:russia", "id:unspecified-hacks id:russia"}},
			{schema.SanctionedState, []string{seeds.Founding}, []string{"id:us id:russia"}},
			{schema.SanctionedStateVia, []string{seeds.Founding}, nil},
			{schema.AttributedToState, []string{seeds.Record2021}, []string{"id:apt40-campaign id:china", "id:exchange-hack id:china", "id:solarwinds-hack id:russia"}},
			{schema.SanctionedState, []string{seeds.Record2021}, nil},
			{schema.SanctionedStateVia, []string{seeds.Record2021}, []string{"id:us id:russia"}},
		} {
			if got := derived(t, lens, c.predicate, c.seeds...); !slices.Equal(got, c.want) {
				t.Errorf("%v as of %v: %s %v, want %v", c.seeds, lens != nil, schema.Handle(c.predicate), got, c.want)
			}
		}
	}
}

func TestOpenUnknown(t *testing.T) {
	if _, err := seeds.Open("founding", "nothing"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v, want fs.ErrNotExist", err)
	}
}
