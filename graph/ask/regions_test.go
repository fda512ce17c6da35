package ask

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// The names of countries are those of CLDR.
func TestRegions(t *testing.T) {
	var want []string
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			r, err := language.ParseRegion(string([]rune{a, b}))
			if err != nil || !r.IsCountry() {
				continue
			}
			en, nl := display.English.Regions().Name(r), display.Dutch.Regions().Name(r)
			if en != "" && nl != "" {
				want = append(want, fmt.Sprintf("%s\t%s\t%s\n", r, en, nl))
			}
		}
	}
	slices.Sort(want)
	text := strings.Join(slices.Compact(want), "")
	if *update {
		if err := os.WriteFile("regions.tsv", []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if text != regionsFile {
		t.Error("regions.tsv is not what CLDR says: run go generate ./graph/ask")
	}
	for iso := range demonyms {
		if len(regionNames(iso)) != 2 {
			t.Errorf("%s has no names", iso)
		}
	}
}
