package ask

import (
	"errors"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
)

// Victims are named and not counted: how many people or machines were hit is
// refused, and not answered with how many are named.
func TestHeadCount(t *testing.T) {
	view(t, nil, starter(t), func(v *graph.View) {
		for _, q := range []string{
			"how many people were hit by NotPetya?", "how many people did NotPetya hit?", "how many computers were infected by WannaCry?",
			"how many users were affected by SolarWinds, and when?", "which computers did NotPetya hit?",
			"hoeveel mensen werden getroffen door NotPetya?", "hoeveel computers trof WannaCry?",
		} {
			_, err := Ask(t.Context(), v, q, nil)
			if e, ok := errors.AsType[*HeadCountError](err); !ok || e.Hint() == "" {
				t.Errorf("%s: got %v, want that victims are not counted", q, err)
			}
		}
		for _, q := range []string{"how many machines blamed Russia?", "who blamed users?", "hoeveel computers zijn er?"} {
			if a, err := Ask(t.Context(), v, q, nil); err == nil {
				t.Errorf("%s: read as %s", q, a.Question)
			}
		}
		for _, q := range []string{"how many people were sanctioned by the US?", "how many states were hit by NotPetya?", "who was hit by NotPetya?", "hoeveel bedrijven werden getroffen door SolarWinds?"} {
			mustAsk(t, v, q)
		}
	})
}
