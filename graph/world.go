package graph

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/store"
)

// World is what a view looks at: the closed world of its negative answers.
type World struct {
	Records int // visible claims and acts
	Claims  int
	Acts    int
	Sources int  // documents that the visible records rest on
	Undated int  // visible records that answer to their source's date
	Perhaps int  // hidden: may have been public on the lens's date, or not
	Assumed int  // visible records that the lens assumes; counted nowhere else
	Unsure  int  // hidden: a confidence was asked for and theirs is unknown
	Newest  Date // the day, or first day, of the newest visible record; zero if none is dated
	AsOf    Date // the lens's
}

// World counts the visible records. It costs a pass over all records.
func (v *View) World() World {
	w := World{AsOf: v.lens.AsOf, Unsure: v.unsure}
	sources := map[store.ID]bool{}
	newest := dawn
	for i := range v.table.list {
		if v.perhaps[i] {
			w.Perhaps++
		}
		if !v.visible[i] {
			continue
		}
		r := &v.table.list[i]
		if r.assumed {
			w.Assumed++
			continue
		}
		w.Records++
		if r.act {
			w.Acts++
		} else {
			w.Claims++
		}
		if r.undated {
			w.Undated++
		}
		for _, s := range r.sources() {
			sources[s] = true
		}
		// A record of a year alone is no newer than that year's first day.
		switch {
		case r.when.lo != dawn:
			newest = max(newest, r.when.lo)
		case r.when.hi != dusk:
			newest = max(newest, r.when.hi)
		}
	}
	w.Sources = len(sources)
	w.Newest = dateFromDay(newest)
	return w
}

// String says the world in one phrase: "61 records from 14 sources, public on
// or before 2021-07-31 (2 undated)".
func (w World) String() string { return w.Describe("en") }

// worldWords are the phrases of Describe, by language: one and many.
var worldWords = map[string]struct {
	record, source                     [2]string
	from, asOf                         string
	assumed, undated, perhaps, unknown string
}{
	"en": {
		[2]string{"record", "records"},
		[2]string{"source", "sources"},
		"from", "public on or before",
		"assumed beside them", "undated", "perhaps later, left out", "of unknown confidence, left out",
	},
	"nl": {
		[2]string{"vermelding", "vermeldingen"},
		[2]string{"bron", "bronnen"},
		"uit", "openbaar op of voor",
		"daarnaast aangenomen", "zonder datum", "misschien later, weggelaten", "van onbekende zekerheid, weggelaten",
	},
}

// Describe is String in a language, "en" or "nl".
func (w World) Describe(lang string) string {
	words, ok := worldWords[lang]
	if !ok {
		words = worldWords["en"]
	}
	count := func(n int, what [2]string) string {
		if n == 1 {
			return "1 " + what[0]
		}
		return strconv.Itoa(n) + " " + what[1]
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s %s", count(w.Records, words.record), words.from, count(w.Sources, words.source))
	if !w.AsOf.IsZero() {
		fmt.Fprintf(&b, ", %s %s", words.asOf, w.AsOf)
	}
	var notes []string
	note := func(n int, what string) {
		if n > 0 {
			notes = append(notes, strconv.Itoa(n)+" "+what)
		}
	}
	note(w.Assumed, words.assumed)
	note(w.Undated, words.undated)
	note(w.Perhaps, words.perhaps)
	note(w.Unsure, words.unknown)
	if len(notes) > 0 {
		fmt.Fprintf(&b, " (%s)", strings.Join(notes, ", "))
	}
	return b.String()
}
