package ask

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/cayleygraph/quad"
)

// The words that begin "as of DATE".
var asOfWords = [][]string{
	{"as", "of"},
	{"as", "known", "on"},
	{"as", "known", "in"},
	{"known", "on"},
	{"known", "by"},
	{"per"},
	{"zoals", "bekend", "op"},
	{"zoals", "bekend", "in"},
	{"stand", "van"},
	{"bekend", "op"},
}

var months = map[string]int{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
	"september": 9, "october": 10, "november": 11, "december": 12,
	"januari": 1, "februari": 2, "maart": 3, "mei": 5, "juni": 6, "juli": 7, "augustus": 8, "oktober": 10,
}

// modifiers are what the ends of a question say about how to look.
type modifiers struct {
	dates    []graph.Date // as of each, in the order in which they are asked
	official bool
}

func (m modifiers) any() bool { return len(m.dates) > 0 || m.official }

// each returns the dates to answer for; a zero date is the lens's own.
func (m modifiers) each() []graph.Date {
	if len(m.dates) == 0 {
		return []graph.Date{{}}
	}
	return m.dates
}

// The words that ask for official claims, first-hand.
var officialWords = [][]string{
	{"official", "claims", "only"},
	{"only", "official", "claims"},
	{"official", "statements", "only"},
	{"officially"},
	{"alleen", "officiele", "beweringen"},
	{"alleen", "officiele", "verklaringen"},
	{"officieel"},
}

// takeModifiers cuts modifiers off both ends of a question.
func takeModifiers(words []word) ([]word, modifiers) {
	var m modifiers
	var later []graph.Date
	for {
		n := len(words)
		for _, phrase := range officialWords {
			if i := len(words) - len(phrase); i > 0 && hasWords(words[i:], phrase) {
				words, m.official = words[:i], true
			}
		}
		if rest, d := lastAsOf(words); !d.IsZero() {
			words, later = rest, append([]graph.Date{d}, later...)
		}
		if rest, d := firstAsOf(words); !d.IsZero() {
			words, m.dates = rest, append(m.dates, d)
		}
		if len(words) == n {
			m.dates = append(m.dates, later...)
			return words, m
		}
	}
}

// firstAsOf cuts "as of DATE" off the beginning.
func firstAsOf(words []word) ([]word, graph.Date) {
	for _, phrase := range asOfWords {
		if hasWords(words, phrase) {
			if d, n := dateWords(words[len(phrase):]); n > 0 {
				return words[len(phrase)+n:], d
			}
		}
	}
	return words, graph.Date{}
}

// lastAsOf cuts "[and] as of DATE" off the end.
func lastAsOf(words []word) ([]word, graph.Date) {
	for _, phrase := range asOfWords {
		for i := len(words) - len(phrase) - 1; i > 0; i-- {
			if !hasWords(words[i:], phrase) {
				continue
			}
			if d, n := dateWords(words[i+len(phrase):]); n > 0 && i+len(phrase)+n == len(words) {
				if and := words[i-1].fold; i > 1 && (and == "and" || and == "en") {
					i--
				}
				return words[:i], d
			}
		}
	}
	return words, graph.Date{}
}

// dated puts a column before the others that says as of when.
func (a *Answer) dated(d graph.Date) {
	w := phrases[a.Lang]
	value := Value{Terms: []quad.Value{quad.String(d.String())}, Text: d.String()}
	a.Columns = append([]Column{{Name: "asOf", Head: w.asOfHead}}, a.Columns...)
	for _, rows := range [][]Row{a.Rows, a.Perhaps} {
		for i := range rows {
			rows[i].Cells = append([]Cell{{value}}, rows[i].Cells...)
		}
	}
	a.Sentence = fmt.Sprintf(w.asOf, d) + " " + a.Sentence
	for i := range a.Notes {
		a.Notes[i].Text = fmt.Sprintf(w.asOf, d) + " " + a.Notes[i].Text
	}
}

// with returns the answer to the same question on another day beside a; nil if
// there is none yet. The lens and the world are those of the later day.
func (a *Answer) with(b *Answer) *Answer {
	if a == nil {
		return nil
	}
	a.Rows, a.Perhaps, a.Notes = append(a.Rows, b.Rows...), append(a.Perhaps, b.Perhaps...), append(a.Notes, b.Notes...)
	a.Sentence += " " + b.Sentence
	a.SPARQL += "\n\n" + b.SPARQL
	if a.Lens.AsOf.Before(b.Lens.AsOf) {
		a.Lens, a.World, a.WorldText, a.Looked = b.Lens, b.World, b.WorldText, b.Looked
	}
	return a
}

func hasWords(words []word, phrase []string) bool {
	if len(words) < len(phrase) {
		return false
	}
	for i, p := range phrase {
		if words[i].fold != p {
			return false
		}
	}
	return true
}

// dateWords reads a date at the beginning of words and returns how many it
// took: 2021-07-19, 2021-07, 2021, 19 July 2021, July 2021.
func dateWords(words []word) (graph.Date, int) {
	text := make([]string, 0, 3)
	for _, w := range words[:min(len(words), 3)] {
		text = append(text, w.fold)
	}
	try := func(n int, s string) (graph.Date, bool) {
		if len(text) < n {
			return graph.Date{}, false
		}
		d, err := graph.ParseDate(s)
		return d, err == nil
	}
	if len(text) == 3 {
		if d, ok := try(3, strings.Join(text, "-")); ok {
			return d, 3
		}
		day, err := strconv.Atoi(text[0])
		if m := months[text[1]]; m > 0 && err == nil {
			if d, ok := try(3, fmt.Sprintf("%s-%02d-%02d", text[2], m, day)); ok {
				return d, 3
			}
		}
	}
	if len(text) >= 2 {
		if d, ok := try(2, text[0]+"-"+text[1]); ok {
			return d, 2
		}
		if m := months[text[0]]; m > 0 {
			if d, ok := try(2, fmt.Sprintf("%s-%02d", text[1], m)); ok {
				return d, 2
			}
		}
	}
	if len(text) >= 1 {
		if d, ok := try(1, text[0]); ok {
			return d, 1
		}
	}
	return graph.Date{}, 0
}
