package graph_test

import (
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/seeds"
)

// TestLikeness holds what the planner sees in the place of what is not yet derived
// to what is derived then: the same things at the position where they are alike.
func TestLikeness(t *testing.T) {
	g, err := seeds.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	err = g.View(t.Context(), nil, func(v *graph.View) error {
		likenesses, err := v.Likenesses(t.Context())
		if err != nil {
			return err
		}
		for _, l := range likenesses {
			if len(l.Seen) == 0 || len(l.Derived) == 0 {
				t.Errorf("%s: %d things seen and %d derived", l.Predicate, len(l.Seen), len(l.Derived))
			}
			for id := range l.Derived {
				if l.Seen[id] == 0 {
					t.Errorf("%s: %d is derived and was not seen", l.Predicate, id)
				}
			}
			for id, n := range l.Seen {
				if l.Counted[id] < n { // it may count what the lens hides
					t.Errorf("%s: counted %d of %d, fewer than %d", l.Predicate, l.Counted[id], id, n)
				}
			}
		}
		if len(likenesses) != 4 {
			t.Errorf("%d predicates are derived by unfolding, want 4", len(likenesses))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
