package ask

import (
	"errors"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
)

// A date may be given by one before it, by the middle of a year, or by the name of
// its day.
func TestDatesInWords(t *testing.T) {
	view(t, nil, starter(t), func(v *graph.View) {
		for _, c := range []struct{ question, same string }{
			{"As of 1 January 2018, whom had anyone blamed for Triton? And two years later?", "As of 1 January 2018, whom had anyone blamed for Triton? And as of 1 January 2020?"},
			{"As of 2018, whom had anyone blamed for Triton, and two years later?", "As of 2018, whom had anyone blamed for Triton? And as of 2020?"},
			{"Whom had anyone blamed for Triton as of 1 January 2018, and 18 months later?", "As of 1 January 2018, whom had anyone blamed for Triton? And as of 1 July 2019?"},
			{"Whom had anyone blamed for Triton as of 31 December 2018, and then two months after that?", "As of 31 December 2018, whom had anyone blamed for Triton? And as of 28 February 2019?"},
			{"Per 2021, wie had men beschuldigd van Triton? En drie jaar eerder?", "Per 2021, wie had men beschuldigd van Triton? En per 2018?"},
			{"Per 1 januari 2018, wie had men beschuldigd van Triton? En twee jaar later?", "Per 1 januari 2018, wie had men beschuldigd van Triton? En per 1 januari 2020?"},
			{"Wie was op 1 januari 2018 beschuldigd van Triton, en op 1 december van dat jaar?", "Wie was op 1 januari 2018 beschuldigd van Triton, en op 1 december 2018?"},
			{"Whom had anyone blamed for Triton as of 1 January 2018, and by the end of that year?", "Whom had anyone blamed for Triton as of 1 January 2018, and by the end of 2018?"},
			{"Wie was op nieuwjaarsdag 2018 beschuldigd van Triton?", "Wie was op 1 januari 2018 beschuldigd van Triton?"},
			{"As of 1 Jan. 2018, whom had anyone blamed for Triton? And as of Sept 2020?", "As of 1 January 2018, whom had anyone blamed for Triton? And as of September 2020?"},
			{"Per 1-1-2018, wie had men beschuldigd van Triton?", "Per 1 januari 2018, wie had men beschuldigd van Triton?"},
			{"As of 31/12/2018, whom had anyone blamed for Triton?", "As of 31 December 2018, whom had anyone blamed for Triton?"},
			{"As of 12/31/2018, whom had anyone blamed for Triton?", "As of 31 December 2018, whom had anyone blamed for Triton?"},
			{"Wie was op 1 mrt 2018 beschuldigd van Triton?", "Wie was op 1 maart 2018 beschuldigd van Triton?"},
			{"Turn the clock back to 30 June 2021: at whom was the finger being pointed over Triton, and at whom by the end of that year?", "As of 30 June 2021, whom had anyone blamed for Triton? And as of the end of 2021?"},
			{"Which states had blamed China by mid-2021?", "Which states had blamed China by 30 June 2021?"},
			{"Welke staten hadden China midden 2021 beschuldigd?", "Welke staten hadden China op 30 juni 2021 beschuldigd?"},
			{"which states blamed China since mid-2021?", "which states blamed China since 1 July 2021?"},
			{"which states blamed China before the middle of 2021?", "which states blamed China before 1 July 2021?"},
			{"welke staten beschuldigden China voor medio 2021?", "welke staten beschuldigden China voor 1 juli 2021?"},
			{"which states blamed China in mid-2021?", "which states blamed China between 1 June 2021 and 31 July 2021?"},
			{"which states blamed China in mid-July 2021?", "which states blamed China between 11 July 2021 and 20 July 2021?"},
			{"which sanctions were imposed between mid-2020 and the end of 2021?", "which sanctions were imposed between 1 July 2020 and 31 December 2021?"},
			{"welke staten beschuldigden China sinds eind 2020?", "welke staten beschuldigden China sinds 31 december 2020?"},
			{"Which states had blamed China by the end of 2019?", "Which states had blamed China as of 31 December 2019?"},
		} {
			got, want := mustAsk(t, v, c.question), mustAsk(t, v, c.same)
			if g, w := strings.Join(rows(got, got.Rows), "; "), strings.Join(rows(want, want.Rows), "; "); g != w || got.SPARQL != want.SPARQL {
				t.Errorf("%s: %q, and %s: %q", c.question, g, c.same, w)
			}
			if !got.Lens.AsOf.IsZero() && got.Lens.AsOf.Last() != want.Lens.AsOf.Last() {
				t.Errorf("%s: as of %s, want %s", c.question, got.Lens.AsOf, want.Lens.AsOf)
			}
		}
		for _, q := range []string{
			"As of 1 January 2018, whom had anyone blamed for Triton? And two years after the sanctions?",
			"Whom had anyone blamed for Triton, and two years later?",
			"which states blamed China in early 2021?",
			"As of 2/3/2018, whom had anyone blamed for Triton?", // of February or of March
			"As of 13/13/2018, whom had anyone blamed for Triton?",
		} {
			if a, err := Ask(t.Context(), v, q, nil); err == nil {
				t.Errorf("%s: read as %s", q, a.Question)
			}
		}
	})
}

// A first attribution or sanction that there is not is said: the EU's sanctions of
// 22 October 2020 answer the Bundestag hack, and no claim in the starter set
// attributes it to a state; no sanction answers the Exchange hack.
func TestNoFirst(t *testing.T) {
	const none, unsanctioned = "No claim attributes", "No sanction answers"
	view(t, nil, starter(t), func(v *graph.View) {
		for incident, want := range map[string][2]bool{"the Bundestag hack": {true, false}, "the Exchange hack": {false, true}, "NotPetya": {}} {
			notes := noteText(mustAsk(t, v, "How long from incident to first attribution, and to first sanction, for "+incident+"?"))
			if got := [2]bool{strings.Contains(notes, none), strings.Contains(notes, unsanctioned)}; got != want {
				t.Errorf("%s: %q", incident, notes)
			}
		}
	})
}

// What has not come yet is refused, in whatever way it is asked.
func TestFutureDate(t *testing.T) {
	view(t, nil, starter(t), func(v *graph.View) {
		for _, q := range []string{
			"which states blamed Russia in 2935?", "Who had blamed Russia for NotPetya as of 2935?", "what happened between 2935 and 2940?",
			"As of 2018, whom had anyone blamed for Triton? And as of 2935?", "welke staten beschuldigden Rusland sinds 2935?",
		} {
			_, err := Ask(t.Context(), v, q, nil)
			if e, ok := errors.AsType[*FutureDateError](err); !ok || e.Date.Year != 2935 || e.Hint() == "" {
				t.Errorf("%s: got %v, want a date that has not come", q, err)
			}
		}
		mustAsk(t, v, "which states blamed China before 2935?") // it ends there, and began long ago
	})
}
