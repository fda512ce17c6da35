package ask

import (
	"fmt"
	"strings"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// dimension is what the rows of a table are counted by: years, or what takes a
// place in what is counted.
type dimension struct {
	year bool
	most bool // the one with most first
	role role
	who  string // "state" or "party", of a place
	text string // as it was typed
}

// dimensionWords name dimensions; what a word means may depend on what is
// counted, and then each meaning is a reading.
var dimensionWords = map[string]map[string][]dimension{
	"en": {
		"year|calendar year":   {{year: true}},
		"state|country|nation": {{role: theBy, who: "state"}, {role: theTo, who: "state"}},
		"accused state|accused country|attributed state|attributed country|blamed state|blamed country|state accused|country accused|state blamed|country blamed|suspect state":                              {{role: theTo, who: "state"}},
		"sanctioned state|sanctioned country|targeted state|targeted country|target state|target country|target":                                                                                             {{role: theTo, who: "state"}},
		"accusing state|accusing country|blaming state|claimant state|attributing state|attributing country|sanctioning state|sanctioning country|indicting state|acting state|issuing state|imposing state": {{role: theBy, who: "state"}},
		"claimant|accuser|party|acting party|issuer|sanctioning party|attributing party":                                                                                                                     {{role: theBy, who: "party"}},
		"incident|hack|attack": {{role: theFor, who: "incident"}},
	},
	"nl": {
		"jaar|kalenderjaar": {{year: true}},
		"staat|land":        {{role: theBy, who: "state"}, {role: theTo, who: "state"}},
		"beschuldigde staat|beschuldigd land|beschuldigde land|aangewezen staat|toegeschreven staat|gesanctioneerde staat|gesanctioneerd land|getroffen staat|getroffen land|doelwit": {{role: theTo, who: "state"}},
		"beschuldigende staat|beschuldigend land|sanctionerende staat|sanctionerend land|toeschrijvende staat":                                                                        {{role: theBy, who: "state"}},
		"beschuldiger|partij|claimant|aanklager": {{role: theBy, who: "party"}},
		"incident|hack|aanval":                   {{role: theFor, who: "incident"}},
	},
}

// dimensions reads what follows "per" or "by" at i, in singular or plural.
func (p *parser) dimensions(i int) []entryAt[dimension] {
	i = p.skip("det", i)
	if p.is("whole", i) {
		i++
	}
	var out []entryAt[dimension]
	for text, list := range dimensionWords[p.lang] {
		for s := range strings.SplitSeq(text, "|") {
			f := strings.Fields(Fold(s))
			for _, many := range []func(string) string{func(w string) string { return w }, pluralOf(p.lang)} {
				w := append([]string{}, f...)
				w[len(w)-1] = many(w[len(w)-1])
				if !p.words(i, w...) {
					continue
				}
				for _, d := range list {
					d.text = s
					out = append(out, entryAt[dimension]{d, i + len(w)})
				}
			}
		}
	}
	return out
}

func pluralOf(lang string) func(string) string {
	return func(w string) string {
		switch {
		case lang == "nl":
			return map[string]string{"jaar": "jaren", "staat": "staten", "land": "landen", "incident": "incidenten", "hack": "hacks", "aanval": "aanvallen", "beschuldiger": "beschuldigers", "partij": "partijen"}[w]
		case strings.HasSuffix(w, "y"):
			return strings.TrimSuffix(w, "y") + "ies"
		}
		return w + "s"
	}
}

// tables reads "how many sanctions per year", "number of incidents by accused
// state", "rank the accused states by number of incidents".
func (p *parser) tables(i int, take func(*reading, int, error)) {
	j := i
	if p.words(j, "table") || p.words(j, "tabel") || p.words(j, "matrix") {
		j++
		for p.is("of", j) || p.words(j, "with") || p.words(j, "met") {
			j++
		}
	}
	if p.is("list", j) {
		j = p.skip("me", j+1)
	}
	j = p.skip("det", j)
	heads := map[string][]string{"en": {"how many", "number of", "numbers of", "count of", "count", "total number of", "amount of", "tally of"}, "nl": {"hoeveel", "aantal", "aantallen", "het aantal", "aantal keren", "tel"}}[p.lang]
	pers := map[string][]string{"en": {"per", "by", "for each", "for every", "grouped by", "broken down by", "split by", "in each", "each"}, "nl": {"per", "naar", "voor elk", "voor elke", "voor ieder", "verdeeld naar", "uitgesplitst naar", "in elk"}}[p.lang]
	starts := []int{}
	for _, h := range heads {
		if k, ok := p.phrase(j, h); ok {
			starts = append(starts, k)
		}
	}
	starts = append(starts, j)
	each := func(s setAt, k int) {
		for _, per := range pers {
			m, ok := p.phrase(k, per)
			if !ok {
				continue
			}
			for _, d := range p.dimensions(m) {
				// "sanctions per year by the UK"
				for _, t := range p.posts(setAt{set: s.set, to: d.to, err: s.err}) {
					if r := tableOf(t.set, d.value); r != nil {
						take(r, t.to, t.err)
					}
				}
			}
		}
	}
	// which year saw the most attributions
	for _, h := range map[string][]string{"en": {"which year", "in which year", "what year", "in what year"}, "nl": {"welk jaar", "in welk jaar"}}[p.lang] {
		k, ok := p.phrase(i, h)
		if !ok {
			continue
		}
		for _, v := range map[string][]string{"en": {"saw", "had", "brought", "were there", "was there", "were", "did we see", "counted"}, "nl": {"zag", "had", "kende", "waren er", "waren", "vielen", "werden", "kwamen", "telde"}}[p.lang] {
			m, ok := p.phrase(k, v)
			if !ok {
				continue
			}
			m = p.skip("det", m)
			if !p.words(m, map[string]string{"en": "most", "nl": "meeste"}[p.lang]) {
				continue
			}
			for _, s := range p.nounPhrase(m + 1) {
				r := tableOf(s.set, dimension{year: true, most: true, text: map[string]string{"en": "year", "nl": "jaar"}[p.lang]})
				if r == nil {
					continue
				}
				take(r, s.to, s.err)
				for _, w := range map[string][]string{"en": {"imposed", "made", "issued", "announced"}, "nl": {"opgelegd", "gedaan", "uitgesproken", "afgekondigd"}}[p.lang] {
					if e, ok := p.phrase(s.to, w); ok {
						take(r, e, s.err)
					}
				}
			}
		}
	}
	for _, k := range starts {
		for _, s := range p.nounPhrase(k) {
			end := s.to
			each(s, end)
			// "how many sanctions were there per year"
			for _, w := range map[string][]string{"en": {"were there", "are there", "were imposed", "were issued", "were made", "do we know", "were announced"}, "nl": {"waren er", "zijn er", "werden opgelegd", "kennen we", "werden er opgelegd", "zijn er opgelegd"}}[p.lang] {
				if e, ok := p.phrase(end, w); ok {
					each(s, e)
				}
			}
		}
	}
	// rank the accused states by number of incidents
	ranks := map[string][]string{"en": {"rank", "order", "sort", "ranking of", "top", "rank all", "list"}, "nl": {"rangschik", "sorteer", "orden", "ranglijst van", "top"}}[p.lang]
	by := map[string][]string{"en": {"by number of", "by the number of", "by how many", "on number of"}, "nl": {"op aantal", "naar aantal", "op het aantal", "naar het aantal"}}[p.lang]
	for _, h := range ranks {
		k, ok := p.phrase(i, h)
		if !ok {
			continue
		}
		for _, d := range p.dimensions(k) {
			for _, b := range by {
				m, ok := p.phrase(d.to, b)
				if !ok {
					continue
				}
				for _, s := range p.nounPhrase(m) {
					if r := tableOf(s.set, d.value); r != nil {
						take(r, s.to, s.err)
					}
				}
			}
		}
	}
}

// tableOf makes the reading of a table, nil where the dimension is no place of
// what is counted.
func tableOf(s *set, d dimension) *reading {
	if s.noun == nil || !s.many {
		return nil
	}
	n := s.clone()
	n.is = append([]*cond{}, n.is...)
	incidents := s.noun.frame == nil && isIncidentSet(s) && len(s.classes) == 1
	switch {
	case s.noun.record() && len(n.is) > 0 && n.is[0].op == isAtom:
	case incidents && d.year && len(n.is) == 0:
		n.is = []*cond{{atom: &atom{frame: began, self: theFor}}}
	case incidents && len(n.is) == 0:
		n.is = []*cond{{atom: &atom{frame: blame, self: theFor}}}
	case incidents && n.is[0].op == isAtom && n.is[0].atom.frame == blame && n.is[0].atom.self == theFor:
	default:
		return nil
	}
	a := *n.is[0].atom
	n.is[0] = &cond{atom: &a}
	if !d.year {
		if d.role == a.self || a.frame.classes[d.role] == nil || a.fill[d.role] != nil {
			return nil
		}
		of := &set{noun: nouns[0], classes: classesOf(schema.State), many: true}
		switch d.who {
		case "party":
			of = &set{noun: nouns[1], classes: classesOf(schema.Party), many: true}
		case "incident":
			of = &set{noun: incidentNoun(), classes: anyIncident, many: true}
		}
		a.fill[d.role] = &filler{set: of}
	}
	return &reading{form: tableForm, set: n, per: &d}
}

func incidentNoun() *noun {
	for _, n := range nouns {
		if len(n.classes) == 1 && n.classes[0] == quad.IRI(schema.Incident) {
			return n
		}
	}
	return nil
}

// dimension writes the variable that rows are counted by, and makes it the key.
func (c *compiler) dimension(b *strings.Builder, t *Template, r *reading) []string {
	a := r.set.is[0].atom
	v := c.atoms[a]
	t.keys = []string{"year"}
	t.sort = []string{"year"}
	if !r.per.year {
		t.keys = []string{v.v[r.per.role]}
		t.sort = []string{"-#" + self, v.v[r.per.role]}
		return nil
	}
	if r.per.most {
		t.sort = []string{"-#" + self, "year"}
	}
	date := v.record + "Date"
	if a.frame != began {
		fmt.Fprintf(b, "  OPTIONAL { ?%s asc:on ?onYear } OPTIONAL { ?%s asc:onLatest ?lateYear }\n", v.record, v.record)
		date = "onYear"
		fmt.Fprintf(b, "  BIND (SUBSTR(STR(COALESCE(?%s, ?lateYear)), 1, 4) AS ?year)\n", date)
	} else {
		fmt.Fprintf(b, "  BIND (SUBSTR(STR(?%s), 1, 4) AS ?year)\n", date)
	}
	b.WriteString("  FILTER (BOUND(?year))\n")
	return []string{"year"}
}

// tableColumns are the dimension, the number, and what was counted.
func (c *compiler) tableColumns(t *Template, r *reading) {
	set := &columnSet{t: t}
	key, en, nl := "year", "YEAR", "JAAR"
	if !r.per.year {
		a := r.set.is[0].atom
		key = keyOf(a, r.per.role)
		en, nl = headOf(a, r.per.role)
		if r.per.role == theBy && a.frame == blame {
			key, en, nl = "by", "BY", "DOOR"
		}
	}
	set.add(t.keys[0], key, en, nl)
	_, en, nl = "", strings.ToUpper(r.set.noun.called("en", true)), strings.ToUpper(r.set.noun.called("nl", true))
	set.add("number", "number", "NUMBER OF "+en, "AANTAL "+nl).countOf = self
	if !r.set.noun.record() {
		set.add(self, camel(r.set.noun.called("en", true)), en, nl)
	}
}
