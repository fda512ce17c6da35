package ask

import (
	"maps"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
)

// How long each party takes to attribute, on average over the incidents whose
// day is known. By hand, from the days in the sources: NotPetya began on
// 2017-06-27 and was attributed on 2018-02-15 (UK, US: 233 days) and 2018-02-16
// (Australia, Canada, New Zealand: 234); Georgia 2019-10-28 and 2020-02-20 (115);
// Viasat 2022-02-24 and 2022-05-10 (75); Albania 2022-07-15 and 2022-09-07 (54).
func TestDelaysByParty(t *testing.T) {
	want := map[string]string{
		"Albania": "54", "Estonia": "95", "Czechia": "115", "Denmark": "115", "Georgia": "115", "Netherlands": "115", "Norway": "115", "Poland": "115",
		"United States": "119", "United Kingdom": "141", "Australia": "155", "Canada": "155", "New Zealand": "155",
	}
	view(t, nil, starter(t), func(v *graph.View) {
		for question, eu := range map[string]bool{
			"What is the average delay between incident and attribution per state?": false,
			"Which party attributes fastest on average?":                            true,
		} {
			a := mustAsk(t, v, question)
			got := map[string]string{}
			for _, row := range a.Rows {
				got[row.Cells[0].String()] = row.Cells[1].String()
			}
			if got["European Union"] != "" != eu {
				t.Errorf("%s: the European Union is listed: %v", question, !eu)
			}
			delete(got, "European Union")
			if !maps.Equal(got, want) {
				t.Errorf("%s:\n got %v\nwant %v", question, got, want)
			}
		}
	})
}
