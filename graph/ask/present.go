package ask

import (
	"strconv"
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

// keys are what programs call the columns of a frame by place.
func keyOf(a *atom, r role) string {
	switch {
	case a.frame == blame && r == theTo:
		return "blamed"
	case a.frame == blame && r == theBy:
		return "blamedBy"
	case r == theFor:
		return "incident"
	case r == theBy && (a.frame.kind != "" || a.frame == acts):
		return "by"
	case r == theBy:
		return "saidBy"
	case r == theTo && (a.frame.kind != "" || a.frame == acts):
		return "against"
	case r == theFrom:
		return "from"
	case r == theTo:
		return "to"
	}
	return "record"
}

// columnSet gathers the columns of an answer, each variable once and each key
// once: a second "when" is "when2".
type columnSet struct {
	t    *Template
	used map[string]int
}

func (s *columnSet) add(name, key, en, nl string) *column {
	for _, have := range s.t.columns {
		if have.name == name {
			return have
		}
	}
	if s.used == nil {
		s.used = map[string]int{}
	}
	if s.used[key]++; s.used[key] > 1 {
		key += strconv.Itoa(s.used[key])
	}
	c := &column{name: name, key: key, head: heads(en, nl)}
	s.t.columns = append(s.t.columns, c)
	return c
}

// selfColumn is what was asked for.
func selfColumn(r *reading) (key, en, nl string) {
	switch {
	case r.set.noun != nil:
		en, nl = r.set.noun.called("en", false), r.set.noun.called("nl", false)
		return camel(en), strings.ToUpper(en), strings.ToUpper(nl)
	case !r.set.who:
		return "what", "WHAT", "WAT"
	}
	return "who", "WHO", "WIE"
}

// camel writes words as one name: "arrest warrant", arrestWarrant.
func camel(s string) string {
	f := strings.Fields(s)
	for i := 1; i < len(f); i++ {
		f[i] = strings.ToUpper(f[i][:1]) + f[i][1:]
	}
	return strings.Join(f, "")
}

// columns lays out what the rows show: what was asked for, then of each
// condition that holds who takes its open places, who says so and when.
func (c *compiler) columns(t *Template, r *reading, record bool) {
	set := &columnSet{t: t}
	if !record {
		key, en, nl := selfColumn(r)
		set.add(self, key, en, nl)
	}
	for _, a := range c.list {
		v := c.atoms[a]
		if a.frame == mentions && len(r.set.is) > 1 {
			continue
		}
		if record && v.record == self {
			set.add(v.when, "when", "WHEN", "WANNEER")
			who := set.add(self, "by", "WHO", "WIE")
			who.speakers = true
			if by := a.fill[theBy]; by != nil && !by.only {
				who.of = c.slotsFor(by.names)
			}
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
			set.add(name, keyOf(a, at), en, nl)
		}
		if v.hit != "" {
			set.add(v.hit, "against", "AGAINST", "TEGEN")
		}
		if v.edge != "" {
			set.add(v.edge, "relation", "RELATION", "VERBAND")
		}
		for at, f := range a.fill {
			if f == nil || f.atLeast == 0 && !f.most {
				continue
			}
			of := v.v[at]
			if role(at) == theRec || of == "" {
				of = v.record
			}
			c.number(set, of, f.set)
			if f.top > 0 {
				t.top, t.topOf, t.sort = f.top, of, []string{"-#" + of, self}
			}
		}
		if a.most != noRole {
			of := v.v[a.most]
			if of == "" {
				of = v.record
			}
			c.number(set, of, nil)
			if a.top > 0 {
				t.top, t.topOf, t.sort = a.top, of, []string{"-#" + of, self}
			}
		}
		if v.how != "" {
			set.add(v.how, "reaches", "REACHES THE STATE", "TREFT DE STAAT")
		}
		claim := a.frame == blame || a.frame == links || a.frame == ties || a.frame == agents || a.frame == sayings
		if v.record == self {
			if claim {
				c.sure(set, self)
			}
			continue
		}
		en, nl := headOf(a, theBy)
		if a.self != theBy {
			who := set.add(v.record, keyOf(a, theBy), en, nl)
			who.speakers = true
			if by := a.fill[theBy]; by != nil && !by.only {
				who.of = c.slotsFor(by.names)
			}
		}
		set.add(v.when, "when", "WHEN", "WANNEER")
		if claim {
			c.sure(set, v.record)
		}
	}
	if record {
		set.add("words", "words", "WORDS", "WOORDEN").query = &query{pastStance: c.past, text: "SELECT DISTINCT ?value WHERE { { ?" + self + " asc:summary ?value } UNION { ?" + self + " asc:quote ?value FILTER NOT EXISTS { ?" + self + " asc:summary ?s } } }"}
		t.sort = []string{self}
	}
	t.words["directly"] = heads("directly", "direct")
	t.words["via"] = heads("through a link", "via een verband")
	t.wordOrder = []string{"directly", "via"}
}

// number is the column of how many there are of what was counted.
func (c *compiler) number(cols *columnSet, of string, what *set) {
	en, nl := "NUMBER", "AANTAL"
	if what != nil && what.noun != nil {
		en, nl = "NUMBER OF "+strings.ToUpper(what.noun.called("en", true)), "AANTAL "+strings.ToUpper(what.noun.called("nl", true))
	}
	cols.add("number"+of, "number", en, nl).countOf = of
}

// sure is the column of the likelihood and the confidence that a claim states.
func (c *compiler) sure(set *columnSet, record string) {
	col := set.add("sure"+record, "howSure", "HOW SURE", "HOE ZEKER")
	col.optional, col.needs = true, record
	col.query = &query{pastStance: c.past, text: "SELECT DISTINCT ?value ?mark WHERE { { ?" + record + " asc:likelihoodWords ?value } UNION { ?" + record + " asc:confidence ?value BIND (asc:confidence AS ?mark) } }"}
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
	case r.form == tableForm:
		t.answer[c.lang] = mustText("{rows}.\n{" + strings.Join(t.keys, "}, {") + "}: {number}")
		t.none[c.lang] = mustText(s.pick("None"+world+".", "Geen"+world+"."))
	case r.form == whenForm:
		t.answer[c.lang] = mustText("{rows}.\n{" + t.columns[0].name + "} ({" + self + "})")
		t.none[c.lang] = mustText(s.pick("No record says so"+world+".", "Geen vermelding zegt dat"+world+"."))
	case r.set.noun != nil && r.set.noun.record():
		one, many := r.set.noun.called(c.lang, false), r.set.noun.called(c.lang, true)
		t.answer[c.lang] = mustText("{count} {count:" + one + "|" + many + "}" + world + ".")
		if a := r.set.is[0].atom; a != nil && a.rank != 0 {
			t.answer[c.lang] = mustText("{rows}.\n{" + t.columns[0].name + "} ({" + self + "})")
		}
		t.none[c.lang] = mustText(s.pick("No such ", "Geen zo'n ") + one + world + ".")
	default:
		head := s.pick("{count} in all", "{count} in totaal")
		if n := r.set.noun; n != nil {
			head = "{count} {count:" + n.called(c.lang, false) + "|" + n.called(c.lang, true) + "}"
		}
		t.answer[c.lang] = mustText(head + ": " + name + ".")
		for _, k := range r.set.is {
			if k.op == isAtom && k.atom.rank != 0 && c.atoms[k.atom] != nil && c.atoms[k.atom].when != "" {
				t.answer[c.lang] = mustText(head + ": {rows}.\n" + name + " ({" + c.atoms[k.atom].when + "})")
			}
		}
		if looked := c.negated(r); looked != nil {
			t.answer[c.lang] = mustText(head + ": " + name + s.pick(", as far as {world} tell.", ", voor zover {world} dat zeggen."))
		}
		t.none[c.lang] = mustText(s.pick("None"+world+".", "Geen"+world+"."))
	}
	if a := r.set.is[0].atom; a != nil && a.frame == blame && a.fill[theTo] != nil && len(a.fill[theTo].names) == 1 && !a.fill[theTo].names[0].isState && r.form != tableForm {
		who := "?" + c.slotFor(a.fill[theTo].names[0])
		t.notes = append(t.notes, &note{name: "acts", text: map[string]*text{
			c.lang: mustText(s.pick("Acts against it: {rows}.\n{kind} by {listParty} over {incident}, {when}", "Handelingen ertegen: {rows}.\n{kind} van {listParty} om {incident}, {when}")),
		}, query: &query{text: "SELECT DISTINCT ?kind ?listParty ?incident ?record ?when WHERE { GRAPH ?record { ?listParty asc:sanctioned|asc:indicted|asc:soughtArrestOf " + who + " } ?record asc:kind ?kind . @answers(?record, ?incident) ?incident a ?class . FILTER (?class IN (asc:Incident, asc:Campaign)) BIND (?record AS ?when) }"}})
	}
	for _, k := range r.set.is {
		if k.op == isAtom && k.atom.frame == talks && (k.atom.namesState(theTo) || k.atom.namesState(theBy)) {
			t.notes = append(t.notes, &note{name: "talks", query: &query{text: `SELECT DISTINCT ?one ?other ?record ?when WHERE {
  GRAPH ?record { ?one asc:spokeWith ?other }
  FILTER EXISTS { ?one a asc:Person } FILTER EXISTS { ?other a asc:Person }
  FILTER NOT EXISTS { ?one asc:speaksFor|asc:officerOf|asc:partOf ?a } FILTER NOT EXISTS { ?other asc:speaksFor|asc:officerOf|asc:partOf ?b }
  BIND (?record AS ?when)
}`}, text: map[string]*text{c.lang: mustText(s.pick(
				"Talks between persons of whom no record says for whom they spoke: {rows}.\n{one} with {other}, {when}",
				"Gesprekken tussen personen van wie geen vermelding zegt voor wie zij spraken: {rows}.\n{one} met {other}, {when}"))}})
		}
	}
	c.nationality(t, r.set, map[string]bool{})
	if a := c.negated(r); a != nil {
		t.looked = &note{name: "looked", query: &query{text: lookedFor(a), pastStance: c.past}, text: map[string]*text{
			c.lang: mustText(s.pick("What did not happen was looked for among {count} {count:record|records} of its kind in {world}.", "Wat niet gebeurde, is gezocht onder {count} {count:vermelding|vermeldingen} van die soort in {world}.")),
		}}
	}
}

// nationality says how a state was taken of which no record says that somebody
// is: once for each way.
func (c *compiler) nationality(t *Template, in *set, said map[string]bool) {
	s := &sayer{lang: c.lang}
	say := func(name, line string) {
		if !said[line] {
			said[line] = true
			t.notes = append(t.notes, &note{name: name, query: &query{text: constantly}, text: map[string]*text{c.lang: mustText(line)}})
		}
	}
	for _, k := range in.is {
		k.each(func(a *atom) {
			if a.sendsAway() && a.fill[theTo].names[0].isState || a.frame == envoys {
				say("envoys", s.pick(
					"Of a state are those whom an edge ties to it, and those whose name in the records says so; whether they were diplomats is said of few.",
					"Van een staat zijn zij die een verband ermee hebben, en zij van wie de naam in de vermeldingen dat zegt; of zij diplomaat waren, is van weinigen gezegd."))
			}
			if f := a.fill[theTo]; (a.frame == indictments || a.frame == warrants) && f != nil && len(f.names) > 0 && f.names[0].isState {
				say("nationality", s.pick(
					"A state is not indicted: these are persons and bodies that records tie to it.",
					"Een staat wordt niet aangeklaagd: dit zijn personen en organen die vermeldingen ermee verbinden."))
			}
			if a.of != "" {
				say("nationality", s.pick("No record tells nationality: \""+a.of+"\" is read as linked to that state.", "Geen vermelding noemt een nationaliteit: „"+a.of+"” is gelezen als gelieerd aan die staat."))
			}
			for _, f := range a.fill {
				if f != nil && f.set != nil {
					c.nationality(t, f.set, said)
				}
			}
		})
	}
}

// namesState reports whether a state that was named takes a place.
func (a *atom) namesState(r role) bool {
	return a.fill[r] != nil && len(a.fill[r].names) > 0 && a.fill[r].names[0].isState
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
	case a.frame.stance != "":
		where = "?record asc:stance asc:" + strings.TrimPrefix(string(a.frame.stance), schema.NS)
	case a.frame == sayings, a.frame == mentions, a.frame.quality != nil:
		where = "?record a asc:Claim"
	case len(a.frame.edges) > 0:
		where = "GRAPH ?record { ?a asc:" + strings.Join(a.frame.edges, "|asc:") + " ?b }"
	default:
		where = "GRAPH ?record { ?a asc:began ?b }"
	}
	return "SELECT DISTINCT ?record WHERE { " + where + " }"
}
