package ask

import (
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
