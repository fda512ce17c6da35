package ask

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// compiler turns a reading into a template of its own: the same SPARQL and
// texts that a file would hold, so that everything else works alike.
type compiler struct {
	lang  string
	n     int // fresh variables
	slots map[string]found
	typed map[string]string
	order []slot
	atoms map[*atom]*atomVars // of positive atoms, for columns
	list  []*atom             // in the order in which they were written
	neg   bool
	past  bool // asked past the stance filter of the lens
	dated bool // memberships are held to the day of a deed beside them
	// around is the variable of the member of the set in whose description
	// another set stands, and what it is.
	around        string
	deed          string // the record of what was done: memberships that did not hold are of that day
	aroundClasses []quad.IRI
}

// atomVars are the variables of an atom, or the slots of what is named.
type atomVars struct {
	v      [roles]string
	record string
	how    string
	hit    string // whom an act against a group hit
	edge   string
	when   string
}

const self = "x"

func (c *compiler) fresh(name string) string {
	c.n++
	return name + strconv.Itoa(c.n)
}

// slotFor makes a slot of a named thing.
func (c *compiler) slotFor(n named) string {
	for _, s := range c.order {
		if c.slots[s.name].iri == n.iri {
			return s.name
		}
	}
	name := "e" + strconv.Itoa(len(c.order)+1)
	c.slots[name], c.typed[name] = n.found, n.typed
	c.order = append(c.order, slot{name: name, classes: n.class})
	return name
}

// compile makes a match of a reading.
func compileReading(r *reading, lang string) *match {
	c := &compiler{lang: lang, slots: map[string]found{}, typed: map[string]string{}, atoms: map[*atom]*atomVars{}}
	t := &Template{
		ID: LanguageID, File: LanguageID, Examples: map[string][]string{}, words: map[string]map[string]string{},
		title: map[string]*text{}, answer: map[string]*text{}, none: map[string]*text{},
	}
	record := r.form == whenForm || r.form == yesForm || r.set.noun != nil && r.set.noun.record()
	var b strings.Builder
	if len(r.set.is) == 0 || !allOf(r.set.is).positive() {
		r.set.is = append([]*cond{{atom: &atom{frame: mentions, self: theFor}}}, r.set.is...)
	}
	for _, k := range r.set.is {
		k.each(func(a *atom) { c.past = c.past || a.looksPast() })
	}
	if member, deed := membershipAtoms(r.set); member != nil && deed != nil {
		c.dated = true
	}
	c.kindOf(&b, self, r.set)
	r.set.is = slices.Concat(slices.DeleteFunc(slices.Clone(r.set.is), (*cond).denial), slices.DeleteFunc(slices.Clone(r.set.is), func(k *cond) bool { return !k.denial() }))
	for _, k := range r.set.is {
		c.cond(&b, k, self, "  ", true, r.set)
	}
	c.membership(&b, r.set)
	vars := []string{self}
	for _, a := range c.list {
		v := c.atoms[a]
		for _, name := range append(slices.Clone(v.v[1:]), v.record, v.how, v.hit, v.edge, v.when) {
			if name != "" && !slices.Contains(vars, name) && c.slots[name].iri == "" {
				vars = append(vars, name)
			}
		}
	}
	t.keys, t.sort = []string{self}, []string{self}
	if r.form == tableForm {
		vars = append(vars, c.dimensions(&b, t, r)...)
	}
	body := b.String()
	t.rows = []*query{{pastStance: c.past, text: "SELECT DISTINCT ?" + strings.Join(vars, " ?") + " WHERE {\n" + body + "}"}}
	if r.form == tableForm {
		c.tableColumns(t, r)
	} else {
		c.columns(t, r, record)
	}
	c.texts(t, r)
	if n := r.set.noun; n != nil && len(n.collective) > 0 && r.form != tableForm {
		t.notes = append(t.notes, c.collectives(body, r.set.denies()))
	}
	if a := r.set.is[0].atom; r.form == yesForm && a != nil && a.fill[theBy] != nil && len(a.fill[theBy].names) == 1 {
		t.yesOf = c.slotFor(a.fill[theBy].names[0])
	}
	for _, k := range r.set.is {
		k.each(func(a *atom) {
			c.backing(t, a)
		})
	}
	t.ofActs = slices.ContainsFunc(r.set.is, func(k *cond) bool { return k.op == isAtom && (k.atom.frame.kind != "" || k.atom.frame == acts) })
	t.ofParties = slices.ContainsFunc(r.set.is, func(k *cond) bool { return k.op == isAtom && k.atom.self == theBy })
	t.slots = c.order
	return &match{t: t, lang: lang, slots: c.slots, typed: c.typed, reading: r}
}

// backing says of which incidents, and of which parties, an answer about blame
// tells who used weaker words.
func (c *compiler) backing(t *Template, a *atom) {
	if a.frame != blame {
		return
	}
	by := a.fill[theBy]
	switch f := a.fill[theFor]; {
	case f != nil && len(f.names) == 1:
		t.backing = c.slotFor(f.names[0])
	case a.self == theFor && by != nil && (by.atLeast > 0 || by.most):
		t.backingRows, t.backingLeast = backingAll, by.atLeast
	case a.self == theFor:
		t.backingRows = backingOfRows
	}
	if by != nil && !by.only {
		t.backingBy = c.slotsFor(by.names)
	}
}

// slotsFor makes slots of named things.
func (c *compiler) slotsFor(names []named) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = c.slotFor(n)
	}
	return out
}

// collectives says which rows stand for several whom no record names one by
// one, so that the number of rows is not taken for theirs.
func (c *compiler) collectives(body string, out bool) *note {
	s := &sayer{lang: c.lang}
	if out {
		return &note{name: "collectives", query: &query{text: constantly}, text: map[string]*text{c.lang: mustText(s.pick(
			"Left out are those of whom records say no more than how many they are: of them it is not known.",
			"Weggelaten zijn zij van wie vermeldingen niet meer zeggen dan hoeveel het er zijn: van hen is het niet bekend."))}}
	}
	return &note{
		name: "collectives", query: &query{pastStance: c.past, text: "SELECT DISTINCT ?" + self + " WHERE {\n" + body + "  ?" + self + " a asc:UnnamedParty .\n}"},
		text: map[string]*text{c.lang: mustText(s.pick(
			"Each of these is several, counted as one, and some may be named here too: {"+self+"}.",
			"Elk van deze is een aantal, als één geteld, van wie er hier ook met naam kunnen staan: {"+self+"}."))},
	}
}

// constantly is the query of a line that is always there.
const constantly = `SELECT ?said WHERE { BIND ("x" AS ?said) }`

// looksPast reports whether an atom is about claims that the lens may leave
// out for their stance.
func (a *atom) looksPast() bool {
	past := a.frame.stance != "" || a.frame == sayings || a.frame.quality != nil && a.frame.quality.past
	for _, q := range a.quals {
		past = past || q.past
	}
	return past
}

// membership holds "NATO members that …" to who was one on the day of what
// they did.
func (c *compiler) membership(b *strings.Builder, s *set) {
	member, deed := membershipAtoms(s)
	if member == nil || deed == nil {
		return
	}
	m, d := c.atoms[member].record, c.atoms[deed].record
	c.heldOn(b, m, d, "  ")
}

// heldOn keeps a membership that held on the day of a deed.
func (c *compiler) heldOn(b *strings.Builder, member, deed, indent string) {
	from, to, on := c.fresh("from"), c.fresh("until"), c.fresh("on")
	fmt.Fprintf(b, indent+"OPTIONAL { ?%s asc:validFrom ?%s } OPTIONAL { ?%s asc:validTo ?%s } OPTIONAL { ?%s asc:on ?%s }\n", member, from, member, to, deed, on)
	fmt.Fprintf(b, indent+"FILTER (!BOUND(?%s) || !BOUND(?%s) || ?%s <= ?%s) FILTER (!BOUND(?%s) || !BOUND(?%s) || ?%s <= ?%s)\n", from, on, from, on, to, on, on, to)
}

// membershipAtoms returns a membership and a deed that have to have held on
// one day, nil if the set has not both.
func membershipAtoms(s *set) (member, deed *atom) {
	for _, k := range s.is {
		switch {
		case k.op != isAtom:
		case k.atom.frame == members && k.atom.self == theFrom && member == nil:
			member = k.atom
		case k.atom.isDeed() && deed == nil:
			deed = k.atom
		}
	}
	return member, deed
}

// isDeed reports whether somebody says or does something.
func (a *atom) isDeed() bool {
	return a.frame.kind != "" || a.frame == blame || a.frame == acts || a.frame.stance != ""
}

// denial reports whether a condition says what is not.
func (c *cond) denial() bool { return c.op == isNot }

// LanguageID is Answer.Template of a question that the controlled language
// understood rather than a file.
const LanguageID = "language"

// kindOf writes what class a variable must be of.
func (c *compiler) kindOf(b *strings.Builder, v string, s *set) {
	if s.noun == nil || len(s.noun.classes) == 0 && s.noun.frame != nil || s.noun.record() {
		return
	}
	if words := s.noun.collective; len(words) > 0 && !s.denies() {
		label := c.fresh("label")
		tests := make([]string, len(words))
		for i, w := range words {
			tests[i] = fmt.Sprintf(`CONTAINS(LCASE(STR(?%s)), "%s")`, label, w)
		}
		b.WriteString("  {\n")
		c.classOf(b, v, s.classes)
		fmt.Fprintf(b, "  } UNION {\n  ?%s a asc:UnnamedParty ; rdfs:label ?%s . FILTER (LANG(?%s) = \"en\" && (%s))\n  }\n", v, label, label, strings.Join(tests, " || "))
		return
	}
	c.classOf(b, v, s.classes)
	if s.noun.named != "" {
		label := c.fresh("label")
		fmt.Fprintf(b, "  ?%s rdfs:label ?%s . FILTER (CONTAINS(LCASE(STR(?%s)), \"%s\"))\n", v, label, label, s.noun.named)
	}
}

// denies reports whether a set says what is not: of a collective, whose members
// no record names, that cannot be told.
func (s *set) denies() bool {
	return slices.ContainsFunc(s.is, func(k *cond) bool { return k.op != isAtom })
}

func (c *compiler) classOf(b *strings.Builder, v string, classes []quad.IRI) {
	var all []string
	for _, cl := range schema.Classes() {
		for _, want := range classes {
			if quad.IRI(cl.IRI) == want || schema.IsA(cl.IRI, string(want)) {
				if name := "asc:" + strings.TrimPrefix(cl.IRI, schema.NS); !slices.Contains(all, name) {
					all = append(all, name)
				}
			}
		}
	}
	if len(all) == 1 {
		fmt.Fprintf(b, "  ?%s a %s .\n", v, all[0])
		return
	}
	class := c.fresh("class")
	fmt.Fprintf(b, "  ?%s a ?%s . FILTER (?%s IN (%s))\n", v, class, class, strings.Join(all, ", "))
}

func (c *compiler) cond(b *strings.Builder, k *cond, x, indent string, positive bool, s *set) {
	switch k.op {
	case isAtom:
		c.atom(b, k.atom, x, indent, positive)
	case isAnd:
		for _, a := range k.args {
			c.cond(b, a, x, indent, positive, s)
		}
	case isOr:
		for i, a := range k.args {
			if i > 0 {
				b.WriteString(indent + "UNION\n")
			}
			b.WriteString(indent + "{\n")
			c.cond(b, a, x, indent+"  ", positive, s)
			b.WriteString(indent + "}\n")
		}
	case isNot:
		b.WriteString(indent + "FILTER NOT EXISTS {\n")
		old := c.neg
		c.neg = true
		c.cond(b, k.args[0], x, indent+"  ", false, s)
		c.neg = old
		b.WriteString(indent + "}\n")
	}
}

// atom writes the pattern of an atom whose own place is variable x.
func (c *compiler) atom(b *strings.Builder, a *atom, x, indent string, positive bool) {
	v := &atomVars{}
	if a.frame == others {
		v.v[theFrom] = x
		c.pattern(b, a, v, indent)
		return
	}
	c.bind(a, v, x)
	c.atoms[a] = v
	c.pattern(b, a, v, indent)
	if positive {
		if c.deed == "" && a.isDeed() {
			c.deed = v.record
		}
		c.list = append(c.list, a)
		v.when = c.fresh("when")
		b.WriteString(indent + "BIND (?" + v.record + " AS ?" + v.when + ")\n")
	}
	for r, f := range a.fill {
		if f == nil || role(r) == theRec {
			continue
		}
		if len(f.names) > 1 && role(r) != theBy {
			list := make([]string, len(f.names))
			for i, n := range f.names {
				list[i] = "?" + c.slotFor(n)
			}
			b.WriteString(indent + "VALUES ?" + v.v[r] + " { " + strings.Join(list, " ") + " }\n")
		}
		if f.set != nil {
			c.within(b, a, f.set, x, v.v[r], indent, positive)
		}
		if f.only {
			c.only(b, a, v, role(r), indent)
		}
	}
	switch {
	case !a.when.any() || a.frame == began:
	case a.frame == members, a.frame == joinings, a.frame == leavings:
		c.held(b, a, v.record, indent)
	default:
		c.when(b, a.when, v.record, indent)
	}
	if a.rank != 0 {
		c.rank(b, a, v, indent)
	}
	for r, f := range a.fill {
		if f != nil && (f.atLeast > 0 || f.most) {
			c.count(b, a, v, role(r), f, x, indent)
		}
	}
	if a.most != noRole {
		c.count(b, a, v, a.most, &filler{most: true, top: a.top}, x, indent)
	}
}

// within writes what a set is that takes a place beside the member x of another.
func (c *compiler) within(b *strings.Builder, a *atom, s *set, x, own, indent string, positive bool) {
	around, classes := c.around, c.aroundClasses
	c.around, c.aroundClasses = x, a.selfClasses
	c.kindOf(b, own, s)
	for _, k := range s.is {
		c.cond(b, k, own, indent, positive, s)
	}
	c.around, c.aroundClasses = around, classes
}

// bind chooses the variables of an atom.
func (c *compiler) bind(a *atom, v *atomVars, x string) {
	names := [roles]string{theBy: "by", theFrom: "from", theTo: "to", theFor: "for"}
	v.record = c.fresh("record")
	if a.self == theRec {
		v.record = x
	}
	v.v[theRec] = v.record
	for r := theBy; r < roles; r++ {
		if a.frame.classes[r] == nil {
			continue
		}
		f := a.fill[r]
		switch {
		case r == a.self:
			v.v[r] = x
		case f != nil && len(f.names) == 1 && f.set == nil:
			v.v[r] = c.slotFor(f.names[0])
		case f != nil && f.link != nil && f.link.atom == nil:
			v.v[r] = c.around
		case f != nil && f.link != nil && c.atoms[f.link.atom] != nil:
			v.v[r] = c.atoms[f.link.atom].v[f.link.role]
		default:
			v.v[r] = c.fresh(names[r])
		}
	}
}

// state reports whether the place is taken by a state, and whether anything
// else may take it.
func (c *compiler) stateAt(a *atom, r role, classes []quad.IRI) (state, other bool) {
	f := a.fill[r]
	switch {
	case f != nil && f.link != nil && f.link.atom == nil:
		classes = c.aroundClasses
	case f != nil && f.link != nil:
		return c.stateAt(f.link.atom, f.link.role, classes)
	case f != nil && len(f.names) > 0:
		for _, n := range f.names {
			if n.isState {
				state = true
			} else {
				other = true
			}
		}
		return state, other
	case f != nil && f.set != nil:
		classes = f.set.classes
	}
	if len(classes) == 0 {
		return false, true
	}
	for _, cl := range classes {
		if cl == schema.State {
			state = true
		} else {
			other = true
		}
	}
	return state, other
}

// speaker writes who stands behind an act or an edge.
func (c *compiler) speaker(b *strings.Builder, a *atom, v *atomVars, indent string) {
	p, q := c.fresh("maker"), c.fresh("maker")
	fmt.Fprintf(b, indent+"{ ?%s asc:by ?%s . ?%s asc:speaksFor? ?%s } UNION { ?%s asc:by ?%s . ?%s a asc:Coalition . ?%s asc:memberOf ?%s }\n",
		v.record, p, p, v.v[theBy], v.record, q, q, v.v[theBy], q)
	c.principal(b, a, v.v[theBy], indent)
}

// principal keeps the states in place of the organs that speak for them,
// unless organs are asked for.
func (c *compiler) principal(b *strings.Builder, a *atom, by, indent string) {
	classes := a.selfClasses
	if f := a.fill[theBy]; f != nil && f.set != nil {
		classes = f.set.classes
	} else if a.self != theBy {
		classes = nil
	}
	if slices.Contains(classes, quad.IRI(schema.Agency)) || slices.Contains(classes, quad.IRI(schema.Coalition)) {
		return
	}
	fmt.Fprintf(b, indent+"FILTER NOT EXISTS { ?%s asc:speaksFor ?%s }\n", by, c.fresh("principal"))
	fmt.Fprintf(b, indent+"FILTER NOT EXISTS { ?%s a asc:Coalition }\n", by)
}

// when keeps the records of a stretch of time.
func (c *compiler) when(b *strings.Builder, s span, record, indent string) {
	on, early, late := c.fresh("on"), c.fresh("early"), c.fresh("late")
	fmt.Fprintf(b, indent+"OPTIONAL { ?%s asc:on ?%s } OPTIONAL { ?%s asc:onEarliest ?%s } OPTIONAL { ?%s asc:onLatest ?%s }\n", record, on, record, early, record, late)
	c.dates(b, s, "COALESCE(?"+on+", ?"+early+")", "COALESCE(?"+on+", ?"+late+")", indent)
}

func (c *compiler) dates(b *strings.Builder, s span, low, high, indent string) {
	if !s.from.IsZero() {
		fmt.Fprintf(b, indent+"FILTER (%s >= \"%s\")\n", earliest(low), s.from)
	}
	if !s.to.IsZero() {
		fmt.Fprintf(b, indent+"FILTER (%s <= \"%s\")\n", latest(high), s.to)
	}
}

// earliest and latest are the first and the last day that a date may mean, as
// texts that compare as days do: of 2021-07, 2021-07-01 and 2021-07-31.
func earliest(date string) string { return padded(date, "0000-01-01") }
func latest(date string) string   { return padded(date, "0000-12-31") }

func padded(date, rest string) string {
	return fmt.Sprintf("CONCAT(STR(%s), SUBSTR(\"%s\", STRLEN(STR(%s)) + 1))", date, rest, date)
}

// held keeps the memberships of a stretch of time: those that held at some day
// of it, or began or ended in it. "Members since 2004" are those who joined.
func (c *compiler) held(b *strings.Builder, a *atom, record, indent string) {
	from, to := c.fresh("from"), c.fresh("until")
	s := a.when
	switch {
	case a.frame == leavings:
		fmt.Fprintf(b, indent+"?%s asc:validTo ?%s .\n", record, to)
		c.dates(b, s, "?"+to, "?"+to, indent)
	case a.frame == joinings, s.from.IsZero(), s.to.IsZero():
		fmt.Fprintf(b, indent+"?%s asc:validFrom ?%s .\n", record, from)
		c.dates(b, s, "?"+from, "?"+from, indent)
	default:
		fmt.Fprintf(b, indent+"OPTIONAL { ?%s asc:validFrom ?%s } OPTIONAL { ?%s asc:validTo ?%s }\n", record, from, record, to)
		fmt.Fprintf(b, indent+"FILTER (!BOUND(?%s) || ?%s <= \"%s\"^^xsd:date) FILTER (!BOUND(?%s) || ?%s >= \"%s\"^^xsd:date)\n", from, from, s.to, to, to, s.from)
	}
}

// again writes the same atom with fresh variables wherever it is not bound to
// a name, as the only place that only keeps keep.
func (c *compiler) again(a *atom, keep func(role) string) (string, *atomVars) {
	n := *a
	n.rank, n.most, n.top = 0, noRole, 0
	n.fill = a.fill
	for r := range n.fill {
		if f := n.fill[r]; f != nil {
			g := *f
			g.atLeast, g.most, g.top, g.only = 0, false, 0, false
			n.fill[r] = &g
		}
	}
	var b strings.Builder
	v := &atomVars{}
	x := c.fresh("x")
	old := c.neg
	c.neg = true
	c.bind(&n, v, x)
	for r := theBy; r < roles; r++ {
		if k := keep(r); k != "" {
			v.v[r] = k
		}
	}
	c.pattern(&b, &n, v, "    ")
	for r, f := range n.fill {
		if f == nil || role(r) == theRec {
			continue
		}
		if len(f.names) > 1 && role(r) != theBy {
			list := make([]string, len(f.names))
			for i, m := range f.names {
				list[i] = "?" + c.slotFor(m)
			}
			b.WriteString("    VALUES ?" + v.v[r] + " { " + strings.Join(list, " ") + " }\n")
		}
		if f.set != nil {
			c.within(&b, a, f.set, v.v[a.self], v.v[r], "    ", false)
		}
	}
	if a.self != theRec && keep(a.self) == "" && len(a.selfClasses) > 0 {
		c.classOf(&b, v.v[a.self], a.selfClasses)
	}
	switch {
	case !n.when.any():
	case n.frame == members, n.frame == joinings, n.frame == leavings:
		c.held(&b, &n, v.record, "    ")
	default:
		c.when(&b, n.when, v.record, "    ")
	}
	c.neg = old
	return b.String(), v
}
