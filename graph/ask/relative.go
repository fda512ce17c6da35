package ask

import (
	"slices"
	"strconv"
	"time"

	"github.com/ascribe-graph/ascribe/graph"
)

// writtenOut puts dates in the place of words that give them by a date before
// them: "as of 2018, and two years later", "on 1 April of that year". Words that
// go back to no date stay as they are, and so the question is refused.
func writtenOut(words []word) []word {
	var before graph.Date
	out := make([]word, 0, len(words))
	for i := 0; i < len(words); {
		if d, n := dateWords(words[i:]); n > 0 {
			before, out, i = d, append(out, words[i:i+n]...), i+n
			continue
		}
		if !before.IsZero() {
			if n := thatYear(words[i:]); n > 0 {
				if k := len(out) - 1; k > 0 && (out[k].fold == "of" || out[k].fold == "van") && months[out[k-1].fold] > 0 {
					out = out[:k] // "1 April of that year" is "1 April 2018"
				}
				out, i = append(out, inPlace(words[i:i+n], strconv.Itoa(before.Year))...), i+n
				continue
			}
			if d, n := laterThan(before, words[i:]); n > 0 {
				before = d
				out, i = append(out, inPlace(words[i:i+n], append([]string{"as", "of"}, foldedWords(d.String())...)...)...), i+n
				continue
			}
		}
		out, i = append(out, words[i]), i+1
	}
	return out
}

// inPlace are words that stand where others stood in the question.
func inPlace(old []word, said ...string) []word {
	out := make([]word, len(said))
	end := old[len(old)-1].end
	for i, s := range said {
		out[i] = word{s, end, end}
	}
	out[0].start = old[0].start
	return out
}

// thatYear is how many words at the beginning stand for the year before them.
func thatYear(words []word) int {
	for _, phrase := range [][]string{{"that", "same", "year"}, {"that", "year"}, {"the", "same", "year"}, {"dat", "jaar"}, {"datzelfde", "jaar"}, {"hetzelfde", "jaar"}} {
		if hasWords(words, phrase) {
			return len(phrase)
		}
	}
	return 0
}

// The units in which a question counts on from a date, and the words behind them.
var (
	timeUnits = map[string]string{
		"year": "year", "years": "year", "jaar": "year", "jaren": "year", "month": "month", "months": "month", "maand": "month", "maanden": "month",
		"week": "week", "weeks": "week", "weken": "week", "day": "day", "days": "day", "dag": "day", "dagen": "day",
	}
	laterWords   = wordSet("later", "after", "afterwards", "on", "daarna", "erna", "nadien", "verder")
	earlierWords = wordSet("earlier", "before", "eerder", "daarvoor", "ervoor", "tevoren")
)

// laterThan reads "two years later", "then a year after that", "een jaar eerder"
// at the beginning of words, and returns how many it took.
func laterThan(from graph.Date, words []word) (graph.Date, int) {
	i := 0
	for i < len(words) && slices.Contains([]string{"then", "again", "dan", "toen"}, words[i].fold) {
		i++
	}
	if len(words) < i+3 {
		return graph.Date{}, 0
	}
	n, err := strconv.Atoi(words[i].fold)
	if err != nil {
		n = numberWords[words[i].fold]
		if words[i].fold == "a" || words[i].fold == "an" {
			n = 1
		}
	}
	unit := timeUnits[words[i+1].fold]
	if n < 1 || n > maxCounted || unit == "" {
		return graph.Date{}, 0
	}
	switch w := words[i+2].fold; {
	case laterWords[w]:
	case earlierWords[w]:
		n = -n
	default:
		return graph.Date{}, 0
	}
	end := i + 3
	if end < len(words) && words[end].fold == "that" {
		end++
	}
	if end < len(words) && !joins(words[end]) {
		return graph.Date{}, 0 // "two years after the incident" counts from something else
	}
	return counted(from, n, unit), end
}

// maxCounted is how many units a question counts on at most.
const maxCounted = 1000

// counted is a date so many units after another: of a year by years a year, else
// counted from its last day. Where there is no such day it is the last of its month.
func counted(from graph.Date, n int, unit string) graph.Date {
	if unit == "year" && from.Month == 0 {
		return graph.Date{Year: from.Year + n}
	}
	from = from.Last()
	switch unit {
	case "week":
		return shift(from, 7*n)
	case "day":
		return shift(from, n)
	case "year":
		n *= 12
	}
	first := time.Date(from.Year, from.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	month := graph.Date{Year: first.Year(), Month: first.Month()}
	month.Day = min(from.Day, month.Last().Day)
	return month
}

// The words before a year or a month for its middle.
var middleWords = [][]string{
	{"the", "middle", "of"},
	{"middle", "of"},
	{"mid"},
	{"halfway", "through"},
	{"halfway"},
	{"het", "midden", "van"},
	{"midden"},
	{"medio"},
	{"halverwege"},
}

// middle is the last day of the first half of a year or a month; a day is its own.
func middle(d graph.Date) graph.Date {
	switch {
	case d.Month == 0:
		return graph.Date{Year: d.Year, Month: time.June, Day: 30}
	case d.Day == 0:
		return graph.Date{Year: d.Year, Month: d.Month, Day: 15}
	}
	return d
}

// around is what "in the middle of" a year or a month covers: two months of the
// one, ten days of the other.
func around(d graph.Date) (first, last graph.Date) {
	if d.Month == 0 {
		return graph.Date{Year: d.Year, Month: time.June, Day: 1}, graph.Date{Year: d.Year, Month: time.July, Day: 31}
	}
	return graph.Date{Year: d.Year, Month: d.Month, Day: 11}, graph.Date{Year: d.Year, Month: d.Month, Day: 20}
}

// beginsMiddle is how many words at the beginning say "the middle of".
func beginsMiddle(words []word) int {
	for _, phrase := range middleWords {
		if hasWords(words, phrase) {
			return len(phrase)
		}
	}
	return 0
}
