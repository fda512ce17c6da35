package ask

import (
	"strings"

	"github.com/ascribe-graph/ascribe/schema"
)

// heads are the columns of a frame by place, English and Dutch.
func headOf(a *atom, r role) (en, nl string) {
	switch {
	case a.frame == blame && r == theTo:
		return "BLAMED", "VERANTWOORDELIJK GEHOUDEN"
	case a.frame == blame && r == theBy:
		return "BLAMED BY", "TOEGESCHREVEN DOOR"
	case a.frame == blame && r == theFor:
		return "INCIDENT", "INCIDENT"
	case r == theBy && a.frame.kind != "":
		return "BY", "DOOR"
	case r == theBy:
		return "SAID BY", "VOLGENS"
	case r == theTo && (a.frame.kind != "" || a.frame == acts):
		return "AGAINST", "TEGEN"
	case r == theFor:
		return "FOR", "VOOR"
	case r == theFrom:
		return "FROM", "VAN"
	case r == theTo:
		return "TO", "NAAR"
	}
	return "RECORD", "VERMELDING"
}

func heads(en, nl string) map[string]string { return map[string]string{"en": en, "nl": nl} }

// columns lays out what the rows show: what was asked for, then of each
// condition that holds who takes its open places, who says so and when.
func (c *compiler) columns(t *Template, r *reading, record bool) {
	add := func(name, en, nl string, speakers bool, q *query) {
		for _, have := range t.columns {
			if have.name == name {
				return
			}
		}
		t.columns = append(t.columns, &column{name: name, head: heads(en, nl), speakers: speakers, query: q})
	}
	if !record {
		en, nl := "WHO", "WIE"
		switch {
		case r.set.noun != nil:
			en, nl = r.set.noun.called("en", false), r.set.noun.called("nl", false)
		case !r.set.who:
			en, nl = "WHAT", "WAT"
		}
		add(self, strings.ToUpper(en), strings.ToUpper(nl), false, nil)
	}
	for _, a := range c.list {
		v := c.atoms[a]
		if record && v.record == self {
			add(v.when, "WHEN", "WANNEER", false, nil)
			add(self, "WHO", "WIE", true, nil)
		}
		for _, at := range []role{theFor, theFrom, theTo, theBy} {
			name := v.v[at]
			if name == "" || name == self || c.slots[name].iri != "" {
				continue
			}
			if at == theBy && (a.fill[theBy] == nil || a.fill[theBy].set == nil) {
				continue
			}
			en, nl := headOf(a, at)
			add(name, en, nl, false, nil)
		}
		if v.edge != "" {
			add(v.edge, "EDGE", "VERBAND", false, nil)
		}
		if v.how != "" {
			add(v.how, "REACHES THE STATE", "TREFT DE STAAT", false, nil)
		}
		if v.record == self {
			continue
		}
		en, nl := headOf(a, theBy)
		if a.self != theBy {
			add(v.record, en, nl, true, nil)
		}
		add(v.when, "WHEN", "WANNEER", false, nil)
	}
	if record {
		add("words", "WORDS", "WOORDEN", false, &query{pastStance: c.past, text: "SELECT DISTINCT ?value WHERE { { ?" + self + " asc:summary ?value } UNION { ?" + self + " asc:quote ?value FILTER NOT EXISTS { ?" + self + " asc:summary ?s } } }"})
		t.sort = []string{self}
	}
	t.words["directly"] = heads("directly", "direct")
	t.words["via"] = heads("through a link", "via een verband")
	t.wordOrder = []string{"directly", "via"}
}

// texts writes the question as it was understood and the sentences.
func (c *compiler) texts(t *Template, r *reading) {
	s := &sayer{lang: c.lang, slot: c.slotFor}
	say := s.reading(r)
	t.title[c.lang] = mustText(say)
	name := "{" + self + "}"
	world := " in {world}"
	switch {
	case r.form == yesForm:
		t.answer[c.lang] = mustText(s.pick("Yes: {count} {count:record says|records say} so"+world+".", "Ja: {count} {count:vermelding zegt|vermeldingen zeggen} dat"+world+"."))
		t.none[c.lang] = mustText(s.pick("No record says so"+world+".", "Geen vermelding zegt dat"+world+"."))
	case r.form == whenForm || r.set.noun != nil && r.set.noun.record():
		t.answer[c.lang] = mustText(s.pick("{count} {count:record|records}"+world+".", "{count} {count:vermelding|vermeldingen}"+world+"."))
		t.none[c.lang] = mustText(s.pick("No such record"+world+".", "Geen zo'n vermelding"+world+"."))
	default:
		t.answer[c.lang] = mustText("{count}: " + name + ".")
		if looked := c.negated(r); looked != nil {
			t.answer[c.lang] = mustText("{count}: " + name + s.pick(", as far as {world} tell.", ", voor zover {world} dat zeggen."))
		}
		t.none[c.lang] = mustText(s.pick("None"+world+".", "Geen"+world+"."))
	}
	if a := c.negated(r); a != nil {
		t.looked = &note{name: "looked", query: &query{text: lookedFor(a), pastStance: c.past}, text: map[string]*text{
			c.lang: mustText(s.pick("What did not happen was looked for among {count} {count:record|records} of its kind in {world}.", "Wat niet gebeurde, is gezocht onder {count} {count:vermelding|vermeldingen} van die soort in {world}.")),
		}}
	}
}

func mustText(s string) *text {
	x, err := parseText(s)
	if err != nil {
		return &text{parts: []textPart{{literal: s}}}
	}
	return x
}

// negated returns the first atom that must not hold.
func (c *compiler) negated(r *reading) *atom {
	var found *atom
	var walk func(k *cond, neg bool)
	walk = func(k *cond, neg bool) {
		if k.op == isAtom {
			if neg && found == nil {
				found = k.atom
			}
			return
		}
		for _, a := range k.args {
			walk(a, neg != (k.op == isNot))
		}
	}
	for _, k := range r.set.is {
		walk(k, false)
	}
	return found
}

// lookedFor is the query of the records among which something was looked for.
func lookedFor(a *atom) string {
	var where string
	switch {
	case a.frame == blame:
		where = "GRAPH ?record { ?a asc:attributedTo ?b }"
	case a.frame.kind != "":
		where = "?record asc:kind asc:" + strings.TrimPrefix(string(a.frame.kind), schema.NS)
	case a.frame == acts:
		where = "?record a asc:Act"
	case a.frame == denials:
		where = "?record asc:stance asc:denies"
	case a.frame == sayings:
		where = "?record a asc:Claim"
	case len(a.frame.edges) > 0:
		where = "GRAPH ?record { ?a asc:" + strings.Join(a.frame.edges, "|asc:") + " ?b }"
	default:
		where = "GRAPH ?record { ?a asc:began ?b }"
	}
	return "SELECT DISTINCT ?record WHERE { " + where + " }"
}
