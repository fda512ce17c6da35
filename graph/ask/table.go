package ask

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// dimension is what the rows of a table are counted by: a stretch of time, what
// records are like, or what takes a place in what is counted.
type dimension struct {
	unit string // "year", "month", "day", "kind", "form"; "": a place
	most bool   // the one with most first
	role role
	who  string // "state", "party" or "incident", of a place
	text string // as it was typed
	// counted is the noun that is counted by it where none is said: "the top three
	// sanctioning states".
	counted string
	given   bool // what takes the place is said: "did each state …"
}

// dimensionWords name dimensions; what a word means may depend on what is
// counted, and then each meaning is a reading.
var dimensionWords = map[string]map[string][]dimension{
	"en": {
		"year|calendar year": {{unit: "year"}},
		"month":              {{unit: "month"}},
		"day|date":           {{unit: "day"}},
		"kind|kind of act|kind of response|type of act|type of response|sort of act|kind of measure|type of measure|kind of sanction": {{unit: "kind"}},
		"form|form of claim|form of statement|kind of claim|type of claim":                                                            {{unit: "form"}},
		"state|country|nation": {{role: theBy, who: "state"}, {role: theTo, who: "state"}},
		"accused state|accused country|attributed state|attributed country|blamed state|blamed country|state accused|country accused|state blamed|country blamed|suspect state": {{role: theTo, who: "state", counted: "incident"}},
		"sanctioned state|sanctioned country|targeted state|targeted country|target state|target country|target":                                                                {{role: theTo, who: "state"}},
		"accusing state|accusing country|blaming state|claimant state|claimant country|attributing state|attributing country":                                                   {{role: theBy, who: "state", counted: "incident"}},
		"sanctioning state|sanctioning country|state that imposed them|imposing state":                                                                                          {{role: theBy, who: "state", counted: "sanction"}},
		"indicting state|acting state|issuing state":        {{role: theBy, who: "state"}},
		"claimant|accuser|attributing party|accusing party": {{role: theBy, who: "party", counted: "incident"}},

		"sanctioning party":         {{role: theBy, who: "party", counted: "sanction"}},
		"party|acting party|issuer": {{role: theBy, who: "party"}},
		"incident|hack|attack":      {{role: theFor, who: "incident"}},
	},
	"nl": {
		"jaar|kalenderjaar": {{unit: "year"}},
		"maand":             {{unit: "month"}},
		"dag|datum":         {{unit: "day"}},
		"soort|soort handeling|soort reactie|soort maatregel|type maatregel": {{unit: "kind"}},
		"vorm|soort bewering|vorm van bewering":                              {{unit: "form"}},
		"staat|land":                                                         {{role: theBy, who: "state"}, {role: theTo, who: "state"}},
		"beschuldigde staat|beschuldigd land|beschuldigde land|aangewezen staat|toegeschreven staat|gesanctioneerde staat|gesanctioneerd land|getroffen staat|getroffen land|doelwit": {{role: theTo, who: "state", counted: "incident"}},
		"beschuldigende staat|beschuldigend land|toeschrijvende staat|toeschrijvend land":                                                                                             {{role: theBy, who: "state", counted: "incident"}},
		"sanctionerende staat|sanctionerend land|sanctionerende partij":                                                                                                               {{role: theBy, who: "state", counted: "sanction"}},
		"beschuldiger|claimant|aanklager": {{role: theBy, who: "party", counted: "incident"}},
		"partij":                          {{role: theBy, who: "party"}},
		"incident|hack|aanval":            {{role: theFor, who: "incident"}},
	},
}

// dimsAt reads what follows "per" or "by" at i, in singular or plural.
func (p *parser) dimsAt(i int) []entryAt[dimension] {
	i = p.skip("det", i)
	if p.is("whole", i) {
		i++
	}
	var out []entryAt[dimension]
	for text, list := range dimensionWords[p.lang] {
		for s := range strings.SplitSeq(text, "|") {
			f := foldedWords(s)
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
			return map[string]string{"jaar": "jaren", "staat": "staten", "land": "landen", "incident": "incidenten", "hack": "hacks", "aanval": "aanvallen", "beschuldiger": "beschuldigers", "partij": "partijen", "maand": "maanden", "dag": "dagen", "claimant": "claimanten"}[w]
		case strings.HasSuffix(w, "y"):
			return strings.TrimSuffix(w, "y") + "ies"
		}
		return w + "s"
	}
}

// tableOf makes the reading of a table, nil where a dimension is no place of
// what is counted.
func tableOf(s *set, per ...dimension) *reading {
	if s.noun == nil || !s.many {
		return nil
	}
	n := s.clone()
	n.is = flat(n.is)
	incidents := s.noun.frame == nil && isIncidentSet(s) && len(s.classes) == 1
	timed := len(per) == 1 && slices.Contains([]string{"year", "month", "day"}, per[0].unit)
	switch {
	case s.noun.record() && len(n.is) > 0 && n.is[0].op == isAtom:
		n.mergeRecord()
	case incidents && timed && len(n.is) == 0:
		n.is = []*cond{{atom: &atom{frame: began, self: theFor}}}
	case incidents && len(n.is) == 0:
		n.is = []*cond{{atom: &atom{frame: blame, self: theFor}}}
	case incidents && n.is[0].op == isAtom && n.is[0].atom.frame == blame && n.is[0].atom.self == theFor:
	default:
		return nil
	}
	a := *n.is[0].atom
	n.is[0] = &cond{atom: &a}
	seen := map[string]bool{}
	for _, d := range per {
		key := fmt.Sprint(d.unit, d.role)
		if seen[key] {
			return nil
		}
		seen[key] = true
		switch {
		case d.unit == "kind" && a.frame != acts, d.unit == "form" && a.frame.kind != "":
			return nil
		case d.unit != "", d.given:
			continue
		case d.role == a.self || a.frame.classes[d.role] == nil || a.fill[d.role] != nil:
			return nil
		}
		a.fill[d.role] = &filler{set: d.set()}
	}
	return &reading{form: tableForm, set: n, per: per}
}

// set is what takes the place of a dimension.
func (d dimension) set() *set {
	switch d.who {
	case "party":
		return &set{noun: nouns[1], classes: classesOf(schema.Party), many: true}
	case "incident":
		return &set{noun: incidentNoun(), classes: anyIncident, many: true}
	}
	return &set{noun: nouns[0], classes: classesOf(schema.State), many: true}
}

func incidentNoun() *noun {
	for _, n := range nouns {
		if len(n.classes) == 1 && n.classes[0] == quad.IRI(schema.Incident) {
			return n
		}
	}
	return nil
}

// dimensions writes the variables that rows are counted by, and makes them the
// keys.
func (c *compiler) dimensions(b *strings.Builder, t *Template, r *reading) []string {
	a := r.set.is[0].atom
	v := c.atoms[a]
	t.keys, t.sort = nil, nil
	var vars []string
	places := false
	for _, d := range r.per {
		name := d.unit
		if name == "" {
			name, places = v.v[d.role], true
		} else {
			c.unit(b, a, v, d.unit)
			vars = append(vars, name)
		}
		if t.keys = append(t.keys, name); d.most {
			t.sort = append(t.sort, "-#"+self)
		}
	}
	if len(r.per) == 1 && places {
		t.sort = append(t.sort, "-#"+self)
	}
	t.sort = append(t.sort, t.keys...)
	if r.top > 0 {
		t.top, t.topOf = r.top, self
	}
	return vars
}

// unit writes the stretch of time, the kind or the form of a record.
func (c *compiler) unit(b *strings.Builder, a *atom, v *atomVars, unit string) {
	size, ok := map[string]int{"year": 4, "month": 7, "day": 10}[unit]
	switch {
	case !ok:
		fmt.Fprintf(b, "  ?%s asc:%s ?%s .\n", v.record, unit, unit)
		return
	case a.frame == began:
		fmt.Fprintf(b, "  BIND (STR(?%sDate) AS ?%sText)\n", v.record, unit)
	default:
		fmt.Fprintf(b, "  OPTIONAL { ?%s asc:on ?%sOn } OPTIONAL { ?%s asc:onLatest ?%sLate }\n", v.record, unit, v.record, unit)
		fmt.Fprintf(b, "  BIND (STR(COALESCE(?%sOn, ?%sLate)) AS ?%sText)\n", unit, unit, unit)
	}
	fmt.Fprintf(b, "  BIND (SUBSTR(?%sText, 1, %d) AS ?%s) FILTER (STRLEN(?%s) = %d)\n", unit, size, unit, unit, size)
}

// unitHeads are the columns of what is no place.
var unitHeads = map[string][2]string{
	"year": {"YEAR", "JAAR"}, "month": {"MONTH", "MAAND"}, "day": {"DAY", "DAG"}, "kind": {"KIND", "SOORT"}, "form": {"FORM", "VORM"},
}

// tableColumns are the dimensions, the number, and what was counted.
func (c *compiler) tableColumns(t *Template, r *reading) {
	set := &columnSet{t: t}
	a := r.set.is[0].atom
	for i, d := range r.per {
		key, en, nl := d.unit, unitHeads[d.unit][0], unitHeads[d.unit][1]
		if d.unit == "" {
			key = keyOf(a, d.role)
			en, nl = headOf(a, d.role)
			if d.role == theBy && a.frame == blame {
				key, en, nl = "by", "BY", "DOOR"
			}
		}
		set.add(t.keys[i], key, en, nl)
	}
	en, nl := strings.ToUpper(r.set.noun.called("en", true)), strings.ToUpper(r.set.noun.called("nl", true))
	set.add("number", "number", "NUMBER OF "+en, "AANTAL "+nl).countOf = self
	if !r.set.noun.record() {
		set.add(self, camel(r.set.noun.called("en", false)), en, nl)
	}
}
