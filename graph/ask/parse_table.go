package ask

// phraseList are phrases by language.
type phraseList map[string][]string

var (
	tableWords = phraseList{"en": {"table", "matrix", "overview", "pivot"}, "nl": {"tabel", "matrix", "overzicht"}}
	countWords = phraseList{"en": {"how many", "number of", "numbers of", "count of", "count", "total number of", "amount of", "tally of", "counting", "showing the number of", "giving the number of"}, "nl": {"hoeveel", "aantal", "aantallen", "het aantal", "aantal keren", "tel"}}
	perWords   = phraseList{"en": {"per", "by", "for each", "for every", "grouped by", "broken down by", "split by", "in each", "each"}, "nl": {"per", "naar", "voor elk", "voor elke", "voor ieder", "verdeeld naar", "uitgesplitst naar", "in elk", "elk", "op"}}
	// andWords come between two dimensions.
	andWords   = phraseList{"en": {"and", "and by", "and per", "by", "per", "x", "against", "versus", "and for each", "by each"}, "nl": {"en", "en per", "en naar", "per", "naar", "x", "tegen", "en voor elke", "bij"}}
	thereWords = phraseList{"en": {"were there", "are there", "were imposed", "were issued", "were made", "do we know", "were announced"}, "nl": {"waren er", "zijn er", "werden opgelegd", "kennen we", "werden er opgelegd", "zijn er opgelegd"}}
	unitWords  = map[string]phraseList{
		"year":  {"en": {"which year", "in which year", "what year", "in what year"}, "nl": {"welk jaar", "in welk jaar"}},
		"month": {"en": {"which month", "in which month", "what month", "in what month"}, "nl": {"welke maand", "in welke maand"}},
		"day":   {"en": {"which day", "on which day", "what day", "on what day", "which date", "on which date", "on what date"}, "nl": {"welke dag", "op welke dag", "welke datum", "op welke datum"}},
	}
	sawWords  = phraseList{"en": {"saw", "had", "brought", "were there", "was there", "were", "did we see", "counted"}, "nl": {"zag", "had", "kende", "waren er", "waren", "vielen", "werden", "kwamen", "telde"}}
	madeWords = phraseList{"en": {"imposed", "made", "issued", "announced", "brought"}, "nl": {"opgelegd", "gedaan", "uitgesproken", "afgekondigd", "ingediend"}}
	rankWords = phraseList{"en": {"rank", "order", "sort", "ranking of", "rank all", "list"}, "nl": {"rangschik", "sorteer", "orden", "ranglijst van"}}
	byCount   = phraseList{"en": {"by number of", "by the number of", "by how many", "on number of"}, "nl": {"op aantal", "naar aantal", "op het aantal", "naar het aantal"}}
	mostWord  = map[string]string{"en": "most", "nl": "meeste"}
	ofWords   = map[string]string{"en": "of", "nl": "van"}
)

// after returns where the phrases of a list that stand at i end.
func (p *parser) after(list phraseList, i int) []int {
	var out []int
	for _, s := range list[p.lang] {
		if j, ok := p.phrase(i, s); ok {
			out = append(out, j)
		}
	}
	return out
}

// tables reads "how many sanctions per year", "number of incidents by accused
// state", "claimant by attributed state", "rank the accused states by number of
// incidents", "the top five claimants".
func (p *parser) tables(i int, take func(*reading, int, error)) {
	j, table := i, false
	for _, k := range p.after(tableWords, j) {
		for j, table = k, true; p.is("of", j) || p.is("with", j); j++ {
		}
	}
	if p.is("list", j) {
		j = p.skip("me", j+1)
		k := p.skip("det", j)
		for _, k := range p.after(tableWords, k) {
			for j, table = k, true; p.is("of", j) || p.is("with", j); j++ {
			}
		}
	}
	j = p.skip("det", j)
	for _, k := range append(p.after(countWords, j), j) {
		for _, s := range p.nounPhrase(k) {
			p.counted(s, s.to, take)
			for _, e := range p.after(thereWords, s.to) { // "how many sanctions were there per year"
				p.counted(s, e, take)
			}
			for _, d := range p.perAt(s.to) { // "how many incidents per year were attributed to China"
				p.main(countForm, setAt{set: s.set, to: d.to, err: s.err}, func(_ questionForm, t *set, to int, err error) {
					if r := tableOf(t, d.value...); r != nil {
						take(r, to, err)
					}
				})
			}
		}
	}
	if table {
		p.grid(j, take)
	}
	p.peaks(i, take)
	p.ranking(i, take)
}

// perAt reads "per year", "by claimant and year" at i: one dimension or two.
func (p *parser) perAt(i int) []entryAt[[]dimension] {
	var out []entryAt[[]dimension]
	for _, m := range p.after(perWords, i) {
		out = append(out, p.dimsFrom(m)...)
	}
	return out
}

// dimsFrom reads one dimension or two: where a second is said, one alone is no
// reading.
func (p *parser) dimsFrom(i int) []entryAt[[]dimension] {
	var out []entryAt[[]dimension]
	for _, d := range p.dimsAt(i) {
		two := false
		for _, k := range p.after(andWords, d.to) {
			for _, e := range p.dimsAt(k) {
				two = true
				out = append(out, entryAt[[]dimension]{[]dimension{d.value, e.value}, e.to})
			}
		}
		if !two {
			out = append(out, entryAt[[]dimension]{[]dimension{d.value}, d.to})
		}
	}
	return out
}

// counted reads by what a set is counted, at k.
func (p *parser) counted(s setAt, k int, take func(*reading, int, error)) {
	for _, d := range p.perAt(k) {
		// "sanctions per year by the UK"
		for _, t := range p.posts(setAt{set: s.set, to: d.to, err: s.err}) {
			if r := tableOf(t.set, d.value...); r != nil {
				take(r, t.to, t.err)
			}
		}
	}
}

// grid reads a table whose sides alone are said: "claimant state by attributed
// state", with the number of what or not.
func (p *parser) grid(i int, take func(*reading, int, error)) {
	for _, d := range p.dimsFrom(i) {
		if len(d.value) != 2 {
			continue
		}
		of := func(s *set, to int, err error) {
			if r := tableOf(s, d.value...); r != nil {
				take(r, to, err)
			}
		}
		for _, k := range []int{d.to, p.skip("with", d.to)} {
			for _, m := range p.after(countWords, p.skip("det", k)) {
				for _, s := range p.nounPhrase(m) {
					of(s.set, s.to, s.err)
				}
			}
		}
		if noun := countedNoun(d.value[0].counted); noun != nil && (d.value[1].counted == "" || d.value[1].counted == d.value[0].counted) {
			of(newSet(nounForm{noun, true}), d.to, nil)
		}
	}
}

// countedNoun is the noun of what is counted where a dimension alone is said.
func countedNoun(name string) *noun {
	for _, n := range nouns {
		if name != "" && n.called("en", false) == name {
			return n
		}
	}
	return nil
}

// peaks reads "which year saw the most attributions", "on which day were the
// most sanctions imposed".
func (p *parser) peaks(i int, take func(*reading, int, error)) {
	for unit, heads := range unitWords {
		for _, k := range p.after(heads, i) {
			for _, m := range p.after(sawWords, k) {
				m = p.skip("det", m)
				if !p.words(m, mostWord[p.lang]) {
					continue
				}
				for _, s := range p.nounPhrase(m + 1) {
					r := tableOf(s.set, dimension{unit: unit, most: true, text: unitNames[unit][p.lang]})
					if r == nil {
						continue
					}
					take(r, s.to, s.err)
					for _, e := range p.after(madeWords, s.to) {
						take(r, e, s.err)
					}
				}
			}
		}
	}
}

var unitNames = map[string]map[string]string{"year": words("year", "jaar"), "month": words("month", "maand"), "day": words("day", "dag")}

// ranking reads "rank the accused states by number of incidents", "top five
// claimants".
func (p *parser) ranking(i int, take func(*reading, int, error)) {
	type start struct{ at, top int }
	var starts []start
	for _, k := range p.after(rankWords, i) {
		starts = append(starts, start{k, 0})
	}
	if k, top, ok := p.topAt(i); ok {
		starts = append(starts, start{k, top})
	}
	for _, st := range starts {
		for _, d := range p.dimsAt(st.at) {
			rank := func(s *set, to int, err error) {
				if r := tableOf(s, d.value); r != nil {
					r.top = st.top
					take(r, to, err)
				}
			}
			said := false
			for _, m := range p.after(byCount, d.to) {
				for _, s := range p.nounPhrase(m) {
					said = true
					rank(s.set, s.to, s.err)
				}
			}
			if noun := countedNoun(d.value.counted); noun != nil && !said && st.top > 0 {
				rank(newSet(nounForm{noun, true}), d.to, nil)
			}
		}
	}
}

// topAt reads "the top five", "top 3 of" at i.
func (p *parser) topAt(i int) (to, top int, ok bool) {
	if (i < len(p.toks) || i == 0) && p.is("list", i) {
		i = p.skip("me", i+1)
	}
	i = p.skip("det", i)
	if !p.words(i, "top") {
		return i, 0, false
	}
	n, ok := p.number(i + 1)
	if !ok || n < 2 {
		return i, 0, false
	}
	if i += 2; p.words(i, ofWords[p.lang]) {
		i = p.skip("det", i+1)
	}
	return i, n, true
}

// pickTop gives the one place of which a set has the most its number: "the three
// states that imposed the most sanctions" are those with most, second and third
// most. It reports whether there is one.
func (s *set) pickTop() bool {
	if s.top == 0 {
		return true
	}
	found := 0
	for i, k := range s.is {
		if k.op != isAtom {
			continue
		}
		a := *k.atom
		n := 0
		for r, f := range a.fill {
			if f != nil && f.most {
				g := *f
				g.top = s.top
				a.fill[r], n = &g, n+1
			}
		}
		if a.most != noRole {
			a.top, n = s.top, n+1
		}
		if n > 0 {
			s.is[i] = &cond{atom: &a}
		}
		found += n
	}
	return found == 1
}
