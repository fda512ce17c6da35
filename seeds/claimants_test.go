package seeds_test

import (
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/seeds"
)

// claimants are the parties as the table of events writes them.
var claimants = map[string]string{
	"US": "us", "UK": "uk", "CA": "canada", "AU": "australia", "NZ": "new-zealand", "NL": "netherlands", "JP": "japan", "KR": "south-korea", "DE": "germany",
	"PL": "poland", "DK": "denmark", "CZ": "czechia", "NO": "norway", "EE": "estonia", "EU": "eu", "NATO": "nato",
	"Georgia": "georgia", "Norway": "norway", "Japan": "japan", "Belgium": "belgium", "Albania": "albania", "Australia": "australia", "New Zealand": "new-zealand",
	"Germany": "germany", "France": "france", "Czechia": "czechia", "Netherlands": "netherlands", "China": "china", "Estonia": "estonia", "Canada": "canada",
}

// Between brackets stand organs, words and dates, or who is from memory.
var inBrackets = regexp.MustCompile(`\([^)]*\)`)

// TestClaimants holds the records to the table of events: for each party that a
// row names as verified there is a record of its day, or of the two after it, by
// that party or by an organ that speaks for it, and each names a document.
func TestClaimants(t *testing.T) {
	f, err := os.Open("../../shared/data/events/events.csv")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("../shared/data/events/events.csv is not there")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	g := load(t, seeds.Names()...)
	spoke := map[string]bool{} // day and party
	for _, r := range g.records() {
		day := g.text(r, schema.On)
		if len(g.iris(r, schema.SourceProp)) == 0 {
			t.Errorf("%s names no document", schema.Handle(r))
		}
		for _, by := range g.iris(r, schema.By) {
			spoke[day+by] = true
			for _, q := range g.match(by, schema.SpeaksFor, "") {
				spoke[day+iri(q.Object)] = true
			}
		}
	}
	checked := 0
	names := regexp.MustCompile(`\p{Lu}[\p{L}]*( Zealand)?`)
	for _, row := range rows[1:] {
		if row[6] != "V" {
			continue
		}
		first, err := time.Parse(time.DateOnly, row[0])
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range names.FindAllString(inBrackets.ReplaceAllString(row[1], ""), -1) {
			party, known := claimants[word]
			if !known {
				t.Errorf("%s: %q is no party of this test", row[0], word)
				continue
			}
			checked++
			found := slices.ContainsFunc([]int{0, 1, 2}, func(n int) bool {
				return spoke[first.AddDate(0, 0, n).Format(time.DateOnly)+id(party)]
			})
			if !found {
				t.Errorf("%s: no record by %s (%s, %s)", row[0], word, row[3], strings.TrimSpace(row[7]))
			}
		}
	}
	t.Logf("%d parties of verified rows", checked)
	if checked < 60 {
		t.Errorf("only %d parties were looked for", checked)
	}
}
