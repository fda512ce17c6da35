package ask

import (
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
)

// Where nothing tells subject from object an answer says what the question may
// ask as well, in words that ask it.
func TestOtherWay(t *testing.T) {
	view(t, nil, both, func(v *graph.View) {
		also := func(question string) string {
			a := mustAsk(t, v, question)
			i := slices.IndexFunc(a.Notes, func(n Note) bool { return n.Name == "also" })
			if i < 0 {
				return ""
			}
			_, said, _ := strings.Cut(strings.TrimSuffix(a.Notes[i].Text, "."), ": ")
			return said
		}
		for _, q := range []string{
			"Wie beschuldigde China?", "wie beschuldigt Amerika?", "wie sanctioneerde Rusland?", "Per 2021, wie beschuldigde China?", "Wie ontbood Rusland?", "wie klaagde China aan?", "welke staat beschuldigde Rusland?", "wie ontbood China in 2021?",
			"Welke staat beschuldigde China in 2021?", "Wie heeft Albanië beschuldigd?", "wie heeft het VK beschuldigd?", "welke staten hebben de VS gesanctioneerd?", "wie riep China op?",
		} {
			other := also(q)
			if other == "" {
				t.Errorf("%s: not a word of the other reading", q)
				continue
			}
			one, two := mustAsk(t, v, q), mustAsk(t, v, other)
			if one.SPARQL == two.SPARQL || !strings.Contains(two.Question, "door") {
				t.Errorf("%s may ask as well %q, which is read as %q", q, other, two.Question)
			}
		}
		for _, q := range []string{
			"wie beschuldigden China?", "wie werd door China beschuldigd?", "wie beschuldigde China van de Exchange-hack?", "waarvan wordt China beschuldigd?",
			"what is China blamed for?", "welke staten beschuldigden China?",
		} {
			if other := also(q); other != "" {
				t.Errorf("%s may ask as well %q, want one reading", q, other)
			}
		}
	})
}
