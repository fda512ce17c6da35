package ask

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
)

// The words that begin "as of DATE".
var asOfWords = [][]string{
	{"as", "of"}, {"as", "known", "on"}, {"as", "known", "in"}, {"known", "on"}, {"known", "by"},
	{"per"}, {"zoals", "bekend", "op"}, {"zoals", "bekend", "in"}, {"stand", "van"}, {"bekend", "op"},
}

var months = map[string]int{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
	"september": 9, "october": 10, "november": 11, "december": 12,
	"januari": 1, "februari": 2, "maart": 3, "mei": 5, "juni": 6, "juli": 7, "augustus": 8, "oktober": 10,
}

// takeAsOf finds "as of DATE" at either end of a question and returns the
// words without it; a zero date means that there is none.
func takeAsOf(words []word) ([]word, graph.Date) {
	for _, phrase := range asOfWords {
		if hasWords(words, phrase) {
			if d, n := dateWords(words[len(phrase):]); n > 0 {
				return words[len(phrase)+n:], d
			}
		}
		for i := len(words) - len(phrase) - 1; i > 0; i-- {
			if !hasWords(words[i:], phrase) {
				continue
			}
			if d, n := dateWords(words[i+len(phrase):]); n > 0 && i+len(phrase)+n == len(words) {
				return words[:i], d
			}
		}
	}
	return words, graph.Date{}
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
