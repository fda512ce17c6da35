package ask

import (
	_ "embed"
	"strings"
	"sync"
)

// The names of countries are those of Unicode's CLDR, from a file that a test holds
// to golang.org/x/text/language/display: in a program that package takes longer to
// start than the file to read.
//
//go:generate go test -run ^TestRegions$ -count=1 . -update
//go:embed regions.tsv
var regionsFile string

// regionsByCode are the names of countries in each language, by ISO code.
var regionsByCode = sync.OnceValue(func() map[string][]string {
	out := map[string][]string{}
	for line := range strings.Lines(regionsFile) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		out[f[0]] = f[1:]
	}
	return out
})

// regionNames are the names of a country by its ISO code, English and Dutch.
func regionNames(iso string) []string { return regionsByCode()[iso] }

// regions are the names of countries, folded: a country that the graph does
// not have is never taken for another that is spelled much like it.
var regions = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for _, names := range regionsByCode() {
		for _, name := range names {
			out[compact(name)] = true
		}
	}
	return out
})
