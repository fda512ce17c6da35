package ask

import (
	"slices"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
)

// The files of tails say of each what an answer has to show, and none twice.
func TestTailFiles(t *testing.T) {
	for _, lang := range languages {
		seen := map[string]bool{}
		for _, x := range tailsOf()[lang] {
			key := joinWords(x.words)
			if _, ok := tailKinds[x.kind]; !ok || key == "" || seen[key] {
				t.Errorf("%s: %q is of the kind %q, which is unknown, or stands twice", lang, key, x.kind)
			}
			seen[key] = true
		}
	}
}

// A second question at the end is answered by a column, and refuses the whole
// where the answer has none.
func TestTails(t *testing.T) {
	view(t, nil, starter(t), func(v *graph.View) {
		o := &Options{Names: NewNames(v)}
		for _, c := range []struct{ question, plain, column string }{
			{"Which countries blamed North Korea for WannaCry, and in what words?", "Which countries blamed North Korea for WannaCry?", "words"},
			{"Which incidents did the UK attribute, and in which document?", "Which incidents did the UK attribute?", "source"},
			{"Which EU sanctions were there, and for which incidents?", "Which EU sanctions were there?", "incident"},
			{"Welke regeringen hielden Rusland verantwoordelijk voor NotPetya, met datum?", "Welke regeringen hielden Rusland verantwoordelijk voor NotPetya?", "when"},
			{"How many countries held Russia responsible for NotPetya, and which ones?", "How many countries held Russia responsible for NotPetya?", "state"},
			{"Which incidents have contradictory attributions, and is that settled?", "Which incidents have contradictory attributions?", "state"},
			{"Over welke aanvallen bestaat onenigheid over de dader, en is dat opgehelderd?", "Over welke aanvallen bestaat onenigheid over de dader?", "state"},
			{"Which states attributed NotPetya, and why did they do so?", "", ""},
			{"Who denied SolarWinds, and was it resolved?", "", ""},
			{"Welke personen klaagde de VS aan, en is dat beslecht?", "", ""},
			{"Which states were members of NATO in 2019, and whom did they blame?", "", ""},
		} {
			a, err := Ask(t.Context(), v, c.question, o)
			if c.plain == "" {
				if err == nil {
					t.Errorf("%s: understood as %s", c.question, a.Question)
				}
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", c.question, err)
				continue
			}
			b, err := Ask(t.Context(), v, c.plain, o)
			if err != nil {
				t.Fatalf("%s: %v", c.plain, err)
			}
			if !slices.Equal(firstKeys(a), firstKeys(b)) {
				t.Errorf("%s: other rows than %s", c.question, c.plain)
			}
			at := slices.IndexFunc(a.Columns, func(x Column) bool { return x.Name == c.column })
			if at < 0 || !slices.ContainsFunc(a.Rows, func(r Row) bool { return len(r.Cells[at]) > 0 }) {
				t.Errorf("%s: no column %s: %v", c.question, c.column, a.Columns)
			}
		}
	})
}
