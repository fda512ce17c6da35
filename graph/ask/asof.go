package ask

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// The words that begin "as of DATE".
var asOfWords = [][]string{
	{"as", "of", "the", "end", "of"},
	{"as", "of"},
	{"as", "known", "on"},
	{"as", "known", "in"},
	{"by", "the", "end", "of"},
	{"at", "the", "end", "of"},
	{"before", "the", "end", "of"},
	{"as", "things", "stood", "on"},
	{"as", "things", "stood", "in"},
	{"as", "it", "stood", "on"},
	{"as", "at"},
	{"seen", "from"},
	{"eind"},
	{"tegen", "eind"},
	{"op", "eind"},
	{"known", "on"},
	{"known", "by"},
	{"by"},
	{"tegen"},
	{"per", "eind"},
	{"per", "het", "einde", "van"},
	{"per"},
	{"zoals", "bekend", "op"},
	{"zoals", "bekend", "in"},
	{"stand", "van"},
	{"bekend", "op"},
	{"naar", "de", "stand", "van"},
	{"gezien", "vanuit"},
}

// The words that begin "at the start of 2018": as of its first day.
var asOfStartWords = [][]string{
	{"at", "the", "start", "of"},
	{"at", "the", "beginning", "of"},
	{"by", "the", "start", "of"},
	{"by", "the", "beginning", "of"},
	{"as", "of", "the", "start", "of"},
	{"begin"},
	{"aan", "het", "begin", "van"},
	{"op", "begin"},
	{"per", "begin"},
	{"per", "het", "begin", "van"},
	{"in", "het", "begin", "van"},
}

// The words before a Dutch year that say "in the middle of" without a preposition,
// as "eind" says "at the end of": as of that day.
var asOfMiddleWords = [][]string{{"midden"}, {"medio"}, {"halverwege"}}

// newYear are the days that people name by the year alone.
var newYear = []struct {
	words []string
	day   string
}{
	{[]string{"new", "year", "day"}, "-01-01"},
	{[]string{"nieuwjaarsdag"}, "-01-01"},
	{[]string{"nieuwjaar"}, "-01-01"},
	{[]string{"new", "year", "eve"}, "-12-31"},
	{[]string{"oudjaarsdag"}, "-12-31"},
	{[]string{"oudejaarsdag"}, "-12-31"},
}

var months = map[string]int{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
	"september": 9, "october": 10, "november": 11, "december": 12,
	"januari": 1, "februari": 2, "maart": 3, "mei": 5, "juni": 6, "juli": 7, "augustus": 8, "oktober": 10,
	"jan": 1, "feb": 2, "mar": 3, "mrt": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10,
	"okt": 10, "nov": 11, "dec": 12,
}

// modifiers are what the ends of a question say about how to look.
type modifiers struct {
	dates    []graph.Date // as of each, in the order in which they are asked
	official bool
	level    quad.IRI   // least confidence
	percent  int        // least likelihood
	by       []quad.IRI // whose claims count
	dangling bool       // "and as of" without what it follows on
}

func (m modifiers) any() bool {
	return len(m.dates) > 0 || m.official || m.level != "" || m.percent > 0 || len(m.by) > 0
}

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
	{"official", "sources", "only"},
	{"only", "official", "sources"},
	{"by", "official", "sources"},
	{"according", "to", "official", "sources"},
	{"officially"},
	{"alleen", "officiele", "beweringen"},
	{"alleen", "officiele", "verklaringen"},
	{"alleen", "officiele", "bronnen"},
	{"door", "officiele", "bronnen"},
	{"volgens", "officiele", "bronnen"},
	{"officieel"},
}

// takeModifiers cuts what says how to look out of a question: "as of DATE"
// anywhere, the rest at its ends. ok is false if what is left cannot be a
// question: a date that follows on one that is not there.
func takeModifiers(words []word, names *Names, question string) ([]word, modifiers) {
	var m modifiers
	words = writtenOut(words)
	joined := false
	words = m.hadOn(m.knownOn(words))
	for i := 0; i < len(words); i++ {
		for k, phrase := range slices.Concat(asOfWords, asOfStartWords, asOfMiddleWords) {
			if !hasWords(words[i:], phrase) || endsSpan(words[:i]) || i > 0 && boundsSpan(words[i-1]) {
				continue
			}
			d, n := dateWords(words[i+len(phrase):])
			if n == 0 {
				continue
			}
			switch {
			case k >= len(asOfWords)+len(asOfStartWords):
				d = middle(d)
			case k >= len(asOfWords):
				d = d.First()
			}
			from := i
			for from > 1 && slices.Contains([]string{"who", "whom", "wie"}, words[from-1].fold) && joins(words[from-2]) {
				from-- // "and who by 2021"
			}
			if from > 0 && joins(words[from-1]) {
				from, joined = from-1, true
			}
			words = slices.Delete(words, from, i+len(phrase)+n)
			m.dates = append(m.dates, d)
			i = max(from-1, -1)
			break
		}
	}
	words = m.andIn(words)
	words = slices.DeleteFunc(words, func(w word) bool {
		said := w.fold == "officially" || w.fold == "officieel"
		m.official = m.official || said
		return said
	})
	if joined && len(m.dates) == 1 {
		words = m.firstOn(words)
	}
	m.dangling = joined && len(m.dates) < 2
	for {
		n := len(words)
		for _, phrase := range officialWords {
			if i := len(words) - len(phrase); i > 0 && hasWords(words[i:], phrase) {
				words, m.official = words[:i], true
			}
		}
		words = m.confidence(words)
		words = m.according(words, names, question)
		if len(words) == n {
			return words, m
		}
	}
}

func joins(w word) bool { return w.fold == "and" || w.fold == "en" }

// firstOn cuts the first date out of "on 1 January 2018, and who by 2021": where
// the second is as of when, so is it.
func (m *modifiers) firstOn(words []word) []word {
	for i := 1; i+1 < len(words); i++ {
		if !slices.Contains([]string{"on", "in", "op"}, words[i].fold) {
			continue
		}
		if d, n := dateWords(words[i+1:]); n > 0 {
			m.dates = append([]graph.Date{d}, m.dates...)
			return slices.Delete(words, i, i+1+n)
		}
	}
	return words
}

// endsSpan reports whether what follows words is the second end of a stretch of
// time: "between July 2021 and the end of 2021".
func endsSpan(words []word) bool {
	n := len(words)
	for n > 0 && stopWords["en"][words[n-1].fold] {
		n--
	}
	if n == 0 || words[n-1].fold != "and" && words[n-1].fold != "en" {
		return false
	}
	return slices.ContainsFunc(words[:n], func(w word) bool { return w.fold == "between" || w.fold == "tussen" })
}

// boundsSpan reports whether a word begins a stretch of time, whose end is said by
// what follows: "sinds eind 2020".
func boundsSpan(w word) bool {
	for _, lang := range languages {
		for _, class := range []string{"since", "before", "upto", "after", "between"} {
			if lexiconOf(lang).classes[class][w.fold] {
				return true
			}
		}
	}
	return false
}

// hadOn cuts the day out of "whom had anyone blamed on 1 January 2018": what had
// happened by then. Dutch says it with "had" and "was": "wie was op 1 januari
// 2018 beschuldigd".
func (m *modifiers) hadOn(words []word) []word {
	had := func(list ...string) bool {
		return slices.ContainsFunc(words, func(w word) bool { return slices.Contains(list, w.fold) })
	}
	for i := range words {
		en := (words[i].fold == "on" || words[i].fold == "in") && had("had", "hadnt", "stood")
		if !en && (words[i].fold != "op" || !had("had", "hadden") && !(had("was", "waren") && hasParticiple(words))) {
			continue
		}
		d, n := dateWords(words[i+1:])
		if n == 0 || d.Day == 0 || i > 0 && joins(words[i-1]) { // "and on 1 April" is a second date
			continue
		}
		m.dates = append(m.dates, d)
		return slices.Delete(words, i, i+1+n)
	}
	return words
}

// hasParticiple reports whether what somebody did is among Dutch words.
func hasParticiple(words []word) bool {
	for _, w := range words {
		for _, e := range lexiconOf("nl").verbs[w.fold] {
			if e.value.form == ppForm && !e.value.verb.predicate && len(e.words) == 1 {
				return true
			}
		}
	}
	return false
}

// andIn cuts "and who in 2021?" off the end of a question that has said as of
// when: the same, as of that date.
func (m *modifiers) andIn(words []word) []word {
	if len(m.dates) == 0 {
		return words
	}
	for i := len(words) - 2; i > 0 && i >= len(words)-8; i-- {
		if words[i].fold != "and" && words[i].fold != "en" {
			continue
		}
		k := i + 1
		for k < len(words) && slices.Contains([]string{"who", "whom", "what", "which", "wie", "wat", "then", "dan"}, words[k].fold) {
			k++
		}
		if k >= len(words) || !slices.Contains([]string{"in", "on", "by", "op"}, words[k].fold) {
			continue
		}
		if d, n := dateWords(words[k+1:]); n > 0 && k+1+n == len(words) {
			m.dates = append(m.dates, d)
			return words[:i]
		}
	}
	return words
}

// knownOn cuts the date out of "was known on DATE" and "op DATE bekend", in
// which the rest of the words are the question's own.
func (m *modifiers) knownOn(words []word) []word {
	for i := 1; i < len(words); i++ {
		switch words[i].fold {
		case "on", "in", "by", "op":
		default:
			continue
		}
		d, n := dateWords(words[i+1:])
		if n == 0 {
			continue
		}
		end := i + 1 + n
		before, after := words[i-1].fold, ""
		if end < len(words) {
			after = words[end].fold
		}
		if said := slices.ContainsFunc(words[:i], func(w word) bool {
			return slices.Contains([]string{"became", "become", "becomes", "werd", "werden", "geworden", "wordt"}, w.fold)
		}); said {
			continue // when it became known, not what was known then
		}
		known := map[string]bool{"known": true, "said": true, "bekend": true, "gezegd": true}
		if known[before] && i > 1 && !hasWords(words[i-2:], []string{"as", "known"}) && !hasWords(words[i-2:], []string{"zoals", "bekend"}) && after != "" || known[after] {
			m.dates = append(m.dates, d)
			return slices.Delete(words, i, end)
		}
	}
	return words
}

// confidence cuts "with confidence at least high" or "with likelihood at least
// 80" off the end.
func (m *modifiers) confidence(words []word) []word {
	for _, phrase := range confidenceWords {
		i := len(words) - len(phrase) - 1
		if i < 1 || !hasWords(words[i:], phrase) {
			continue
		}
		last := words[len(words)-1].fold
		if level, ok := confidenceLevels[last]; ok && phrase[1] != "likelihood" && phrase[1] != "waarschijnlijkheid" {
			m.level = level
			return words[:i]
		}
		if n, err := strconv.Atoi(last); err == nil && n > 0 && n <= 100 {
			m.percent = n
			return words[:i]
		}
	}
	for _, phrase := range [][]string{{"with", "high", "confidence"}, {"met", "grote", "zekerheid"}, {"met", "hoge", "zekerheid"}} {
		if i := len(words) - len(phrase); i > 0 && hasWords(words[i:], phrase) {
			m.level = schema.High
			return words[:i]
		}
	}
	return words
}

// according cuts "according to X" off either end, where X is one party.
func (m *modifiers) according(words []word, names *Names, question string) []word {
	for _, phrase := range [][]string{{"according", "to"}, {"volgens"}, {"as", "told", "by"}} {
		try := func(from, to int) bool {
			if from >= to || to > len(words) {
				return false
			}
			f, err := names.lookUp(question[words[from].start:words[to-1].end], []quad.IRI{schema.Party})
			if err != nil || f.how > byName {
				// Stop words at its beginning are no part of a name.
				if from+1 < to && stopWords["en"][words[from].fold] || from+1 < to && stopWords["nl"][words[from].fold] {
					f, err = names.lookUp(question[words[from+1].start:words[to-1].end], []quad.IRI{schema.Party})
				}
			}
			if err != nil || f.how > byName {
				return false
			}
			m.by = append(m.by, f.iri)
			return true
		}
		for i := len(words) - len(phrase) - 1; i > 0; i-- {
			if hasWords(words[i:], phrase) && try(i+len(phrase), len(words)) {
				return words[:i]
			}
		}
		if hasWords(words, phrase) {
			for to := min(len(words), len(phrase)+6); to > len(phrase); to-- {
				if try(len(phrase), to) {
					return words[to:]
				}
			}
		}
	}
	return words
}

var confidenceWords = [][]string{
	{"with", "confidence", "at", "least"},
	{"with", "confidence", "of", "at", "least"},
	{"with", "at", "least", "confidence"},
	{"with", "likelihood", "at", "least"},
	{"with", "likelihood", "of", "at", "least"},
	{"met", "zekerheid", "minstens"},
	{"met", "zekerheid", "ten", "minste"},
	{"met", "zekerheid", "van", "minstens"},
	{"met", "waarschijnlijkheid", "van", "minstens"},
	{"met", "waarschijnlijkheid", "minstens"},
}

var confidenceLevels = map[string]quad.IRI{
	"low": schema.Low, "moderate": schema.Moderate, "medium": schema.Moderate, "high": schema.High,
	"laag": schema.Low, "lage": schema.Low, "gemiddeld": schema.Moderate, "matig": schema.Moderate, "hoog": schema.High, "hoge": schema.High,
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
// took: 2021-07-19, 2021-07, 2021, 19 July 2021, July 2021, mid-2021.
func dateWords(words []word) (graph.Date, int) {
	if k := beginsMiddle(words); k > 0 {
		d, n := dateWords(words[k:])
		if n == 0 || d.Day != 0 {
			return graph.Date{}, 0
		}
		return middle(d), k + n
	}
	for _, h := range newYear {
		if n := len(h.words); hasWords(words, h.words) && len(words) > n && isYear(words[n].fold) {
			if d, err := graph.ParseDate(words[n].fold + h.day); err == nil {
				return d, n + 1
			}
		}
	}
	text := foldsOf(words[:min(len(words), 3)])
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
		if d, ok := numericDate(text); ok {
			return d, 3
		}
		for _, order := range [2][2]int{{0, 1}, {1, 0}} { // 1 March 2018, March 1, 2018
			day, err := strconv.Atoi(text[order[0]])
			if m := months[text[order[1]]]; m > 0 && err == nil {
				if d, ok := try(3, fmt.Sprintf("%s-%02d-%02d", text[2], m, day)); ok {
					return d, 3
				}
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

// numericDate reads 31-12-2018, 12/31/2018 and 1.1.2018: what can be only one day,
// whether the day or the month comes first.
func numericDate(text []string) (graph.Date, bool) {
	one, err1 := strconv.Atoi(text[0])
	two, err2 := strconv.Atoi(text[1])
	if err1 != nil || err2 != nil || !isYear(text[2]) || one <= 12 && two <= 12 && one != two {
		return graph.Date{}, false
	}
	d, err := graph.ParseDate(fmt.Sprintf("%s-%02d-%02d", text[2], min(one, two), max(one, two)))
	return d, err == nil
}

// narrow puts what the question says into a lens that already says something;
// where both name claimants, the question's own count.
func (m modifiers) narrow(l *graph.Lens) {
	l.Official = l.Official || m.official
	l.MinLikelihood = max(l.MinLikelihood, m.percent)
	rank := map[quad.IRI]int{schema.Low: 1, schema.Moderate: 2, schema.High: 3}
	if rank[m.level] > rank[l.MinConfidence] {
		l.MinConfidence = m.level
	}
	if len(m.by) > 0 {
		l.By = m.by
	}
}

// say writes what the question itself said about how to look.
func (m modifiers) say(l *graph.Lens, lang string, v *graph.View) string {
	if !m.any() {
		return ""
	}
	own := graph.Lens{}
	m.narrow(&own)
	if len(m.dates) == 1 {
		own.AsOf = l.AsOf
	}
	return own.Describe(lang, func(iri quad.IRI) string { return v.OwnLabel(iri, lang) })
}
