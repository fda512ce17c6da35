package ask

import (
	"slices"
	"strconv"
	"time"

	"github.com/ascribe-graph/ascribe/graph"
)

// timeAt reads "since 2018", "on or after 1 May 2018", "between May 2019 and the
// end of 2020", "in 2021" at i.
func (p *parser) timeAt(i int) (span, int, bool) {
	switch {
	case p.is("in", i) && p.is("or", i+1): // as answers say it
		switch a, j, ok := p.dateAt(i + 3); {
		case ok && p.is("after", i+2):
			return span{from: a.from}, j, true
		case ok && p.is("before", i+2):
			return span{to: a.to}, j, true
		}
	case p.is("between", i):
		return p.between(i + 1)
	case p.is("since", i) || p.words(i, "van"): // "van 2018 tot en met 2020"
		if a, j, ok := p.dateAt(i + 1); ok {
			k := j
			if p.is("till", j) {
				if k = j + 1; p.words(k, "en", "met") {
					k += 2
				}
			}
			if b, to, ok := p.dateAt(k); ok && k > j {
				return span{a.from, b.to}, to, true
			}
			if !p.is("since", i) {
				break // "de hack van 2021" is no stretch of time
			}
			if p.is("onward", j) {
				j++
			}
			return span{from: a.from}, j, true
		}
	case p.is("after", i):
		if a, j, ok := p.dateAt(i + 1); ok {
			return span{from: nextDay(a.to)}, j, true
		}
	case p.is("upto", i):
		if a, j, ok := p.dateAt(i + 1); ok {
			return span{to: a.to}, j, true
		}
	case p.is("before", i):
		if a, j, ok := p.dateAt(i + 1); ok {
			return span{to: dayBefore(a.from)}, j, true
		}
	case p.is("in", i):
		if a, j, ok := p.dateAt(i + 1); ok {
			return a.widened(), j, true
		}
	case beginsMiddle(p.wordsFrom(i)) > 0: // "medio 2021"
		if a, j, ok := p.dateAt(i); ok {
			return a.widened(), j, true
		}
	}
	return span{}, i, false
}

// between reads "2018 and 2020", "May and August 2021", "1 and 31 July 2021",
// where what both have may be said once.
func (p *parser) between(i int) (span, int, bool) {
	a, j, ok := p.dateAt(i)
	// "1 July and 31 July 2021" and the like: what is left out of the first is
	// taken from the second.
	short := []int{i + 1, i + 2}
	for _, k := range short {
		if !p.is("and", k) {
			continue
		}
		b, to, second := p.dateAt(k + 1)
		if !second || b.to.IsZero() {
			continue
		}
		from := b.from
		switch words := p.toks[i:k]; {
		case len(words) == 1 && months[words[0].fold] > 0 && from.Month > 0:
			from = graph.Date{Year: from.Year, Month: time.Month(months[words[0].fold])}
		case len(words) == 1 && dayOf(words[0].fold) > 0 && b.from == b.to:
			from.Day = dayOf(words[0].fold)
		case len(words) == 2 && dayOf(words[0].fold) > 0 && months[words[1].fold] > 0 && b.from == b.to:
			from = graph.Date{Year: from.Year, Month: time.Month(months[words[1].fold]), Day: dayOf(words[0].fold)}
		default:
			continue
		}
		return span{from.First(), b.to}, to, true
	}
	if !ok || !p.is("and", j) {
		return span{}, i, false
	}
	b, to, ok := p.dateAt(j + 1)
	if !ok {
		return span{}, i, false
	}
	return span{a.from, b.to}, to, true
}

// dayOf is the day of a month that a word says, 0 if it is none.
func dayOf(word string) int {
	n, err := strconv.Atoi(word)
	if err != nil || n < 1 || n > 31 {
		return 0
	}
	return n
}

// widened is what somebody means who says "in" of a moment: of the middle of a
// year or a month, which ends before it begins, some time around it.
func (s span) widened() span {
	switch {
	case !s.to.Before(s.from):
		return s
	case s.to.Day == 15:
		s.from, s.to = around(graph.Date{Year: s.to.Year, Month: s.to.Month})
	default:
		s.from, s.to = around(graph.Date{Year: s.to.Year})
	}
	return s
}

func (p *parser) wordsFrom(i int) []word {
	var out []word
	for ; i < len(p.toks); i++ {
		out = append(out, p.toks[i].word)
	}
	return out
}

// dateAt reads a date with its first and last day: "2021", "19 July 2021", "the
// end of 2021", "begin 2018". The middle of a year is the moment between its
// halves: it begins on the day after the one on which it ends, so that "since" it
// and "before" it leave no day out and share none.
func (p *parser) dateAt(i int) (span, int, bool) {
	i = p.skip("article", i)
	edge := 0
	switch {
	case p.is("end", i):
		edge, i = 1, p.skip("of", i+1)
	case p.is("beginning", i):
		edge, i = -1, p.skip("of", i+1)
	}
	if i >= len(p.toks) {
		return span{}, i, false
	}
	list := p.wordsFrom(i)
	if k := beginsMiddle(list); k > 0 && edge == 0 {
		d, n := dateWords(list[k:])
		if n == 0 || d.Day != 0 {
			return span{}, i, false
		}
		m := middle(d)
		return span{nextDay(m), m}, i + k + n, true
	}
	d, n := dateWords(list)
	s := span{d.First(), d.Last()}
	switch {
	case n == 0 || d.IsZero():
		return span{}, i, false
	case edge > 0:
		s.from = s.to
	case edge < 0:
		s.to = s.from
	}
	return s, i + n, true
}

// spanIn cuts "since 2020", "between May 2019 and 2020", "in 2021" out of a
// question: the last that there is.
func spanIn(question string, words []word, names *Names, langs []string) (rest []word, s span) {
	for _, lang := range langOrder(langs) {
		p := newParser(question, words, lang, names) // which puts a time in front last
		for i := len(p.toks) - 1; i > 0; i-- {
			sp, to, ok := p.timeAt(i)
			if !ok {
				continue
			}
			for _, t := range slices.Delete(p.toks, i, to) {
				rest = append(rest, t.word)
			}
			return rest, sp
		}
	}
	return words, span{}
}
