package ask

import (
	"maps"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
)

// A row is something that records say: each key has a value, and the row rests
// on a record.
func TestRowsOfTemplates(t *testing.T) {
	view(t, nil, starter(t), func(v *graph.View) {
		o := &Options{Names: NewNames(v)}
		answered := 0
		for _, tm := range Templates() {
			for _, question := range tm.Examples["en"] {
				a, err := Ask(t.Context(), v, question, o)
				if err != nil {
					if !refusal(err) {
						t.Errorf("%s: %s: %v", tm.ID, question, err)
					}
					continue
				}
				if len(a.Rows) > 0 {
					answered++
				}
				for _, row := range a.Rows {
					for _, k := range tm.keys {
						if row.keys[k] == nil {
							t.Errorf("%s: %s: a row without %s: %v", tm.ID, question, k, row.keys)
						}
					}
					if len(row.Records) == 0 {
						t.Errorf("%s: %s: a row without a record: %v", tm.ID, question, row.keys)
					}
				}
			}
		}
		if answered < len(Templates()) {
			t.Errorf("%d questions have rows, of %d templates", answered, len(Templates()))
		}
	})
}

// A statement is one response, however many relay it and however many claims it
// holds: of the EU events.csv has four packages of sanctions (2020-07-30 for four
// incidents, 2020-10-22, 2025-01-27), the declaration and the demand of
// 2021-07-19, the same two of the coalition that a newspaper counts it in, and
// declarations on 2022-05-10, 2024-05-03 and 2025-05-28.
func TestResponsesAreCountedOnce(t *testing.T) {
	view(t, nil, starter(t), func(v *graph.View) {
		a := mustAsk(t, v, "List every response by the EU to cyber incidents, by date.")
		got := map[string]int{}
		for _, r := range a.Rows {
			got[r.Cells[0].String()]++
		}
		want := map[string]int{"2020-07-30": 4, "2020-10-22": 1, "2021-07-19": 2, "2021-07": 2, "2022-05-10": 1, "2024-05-03": 1, "2025-01-27": 1, "2025-05-28": 1}
		if !maps.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

// Who did not attribute Viasat by itself, and was in the EU when it did, is named
// beside the rows.
func TestThroughAnOrganization(t *testing.T) {
	view(t, nil, starter(t), func(v *graph.View) {
		a := mustAsk(t, v, "Who joined for Georgia 2020 but not for Viasat 2022?")
		if got, want := noteText(a), "only through an organization: Czechia, Denmark, the Netherlands and Poland (through the European Union)."; !strings.Contains(got, want) {
			t.Errorf("got %s, want %s", got, want)
		}
	})
}
