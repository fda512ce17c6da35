package draw

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
)

const catalogued = "misp/threat-actor/5b4ee3ea-eee3-4c8e-8323-85ae32658754/"

func TestShortHandle(t *testing.T) {
	for _, c := range []struct {
		handle string
		limit  int
		want   string
	}{
		{"uk-2021-07-19/2", 48, "uk-2021-07-19/2"},
		{strings.Repeat("x", 48), 48, strings.Repeat("x", 48)},
		{catalogued + "victims/a66a6bfd19", 48, "misp/threat-actor/5b4ee3ea…/victims/a66a6bfd19"},
		{catalogued + "victims/a66a6bfd19", 32, "misp/threat-actor…/a66a6bfd19"},
		{catalogued + "2", 48, "misp/threat-actor/5b4ee3ea…-8323-85ae32658754/2"},
		{"abcdefghijklmnopqrstuvwxyz", 11, "abcde…vwxyz"},
		{"äöüäöüäöüäöüäöüäöüäöüäöü", 11, "äöüäö…öüäöü"},
	} {
		got := shortHandle(c.handle, c.limit)
		if got != c.want {
			t.Errorf("%s in %d: %s, want %s", c.handle, c.limit, got, c.want)
		}
		if n := utf8.RuneCountInString(got); n > c.limit {
			t.Errorf("%s: %d runes, want at most %d", got, n, c.limit)
		}
	}
}

// Records whose long handles differ at the end only can be told apart in their
// boxes; the tooltips have the whole.
func TestLongHandles(t *testing.T) {
	kinds := []string{"country/6221c9c412", "sponsor/6413064fad"}
	var records []graph.SubRecord
	for _, kind := range kinds {
		records = append(records, rec(claim(catalogued+kind), iris("firm"), nil, [3]any{id("bear"), linkedTo, id("land")}))
	}
	svg := renderSVG(t, sub([]graph.Node{
		node("firm", "A firm", schema.Company), node("bear", "GREY BEAR", schema.ThreatGroup), node("land", "A land", schema.State),
	}, records...), nil)
	for _, kind := range kinds {
		if box := ">misp/threat-actor/5b4ee3ea…/" + kind + "</text>"; !strings.Contains(svg, box) {
			t.Errorf("no box says %s", box)
		}
		if !strings.Contains(svg, catalogued+kind+")") {
			t.Errorf("no tooltip has %s", catalogued+kind)
		}
	}
}
