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
	hit   map[*atom]bool      // its pattern binds ?how
	neg   bool
	past  bool // asked past the stance filter of the lens
}

// atomVars are the variables of an atom, or the slots of what is named.
type atomVars struct {
	v      [roles]string
	record string
	how    string
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
	c := &compiler{lang: lang, slots: map[string]found{}, typed: map[string]string{}, atoms: map[*atom]*atomVars{}, hit: map[*atom]bool{}}
	t := &Template{
		ID: LanguageID, File: LanguageID, Examples: map[string][]string{}, words: map[string]map[string]string{},
		title: map[string]*text{}, answer: map[string]*text{}, none: map[string]*text{},
	}
	record := r.form == whenForm || r.form == yesForm || r.set.noun != nil && r.set.noun.record()
	var b strings.Builder
	if len(r.set.is) == 0 {
		r.set.is = []*cond{{atom: &atom{frame: mentions, self: theFor}}}
	}
	for _, k := range r.set.is {
		k.each(func(a *atom) { c.past = c.past || a.frame == denials || a.frame == sayings })
	}
	c.kindOf(&b, self, r.set)
	for _, k := range r.set.is {
		c.cond(&b, k, self, "  ", true, r.set)
	}
	c.membership(&b, r.set)
	vars := []string{self}
	for _, a := range c.list {
		v := c.atoms[a]
		for _, name := range append(slices.Clone(v.v[1:]), v.record, v.how, v.edge, v.when) {
			if name != "" && !slices.Contains(vars, name) && c.slots[name].iri == "" {
				vars = append(vars, name)
			}
		}
	}
	t.keys, t.sort = []string{self}, []string{self}
	body := b.String()
	t.rows = []*query{{pastStance: c.past, text: "SELECT DISTINCT ?" + strings.Join(vars, " ?") + " WHERE {\n" + body + "}"}}
	c.columns(t, r, record)
	c.texts(t, r)
	t.slots = c.order
	return &match{t: t, lang: lang, slots: c.slots, typed: c.typed}
}

// membership holds "NATO members that …" to who was one on the day of what
// they did.
func (c *compiler) membership(b *strings.Builder, s *set) {
	var member, deed *atom
	for _, k := range s.is {
		switch {
		case k.op != isAtom:
		case k.atom.frame == members && k.atom.self == theFrom && member == nil:
			member = k.atom
		case (k.atom.frame.kind != "" || k.atom.frame == blame || k.atom.frame == acts || k.atom.frame == denials) && deed == nil:
			deed = k.atom
		}
	}
	if member == nil || deed == nil {
		return
	}
	m, d := c.atoms[member].record, c.atoms[deed].record
	from, to, on := c.fresh("from"), c.fresh("until"), c.fresh("on")
	fmt.Fprintf(b, "  OPTIONAL { ?%s asc:validFrom ?%s } OPTIONAL { ?%s asc:validTo ?%s } OPTIONAL { ?%s asc:on ?%s }\n", m, from, m, to, d, on)
	fmt.Fprintf(b, "  FILTER (!BOUND(?%s) || !BOUND(?%s) || ?%s <= ?%s) FILTER (!BOUND(?%s) || !BOUND(?%s) || ?%s <= ?%s)\n", from, on, from, on, to, on, on, to)
}

// LanguageID is Answer.Template of a question that the controlled language
// understood rather than a file.
const LanguageID = "language"

// kindOf writes what class a variable must be of.
func (c *compiler) kindOf(b *strings.Builder, v string, s *set) {
	if s.noun == nil || len(s.noun.classes) == 0 && s.noun.frame != nil || s.noun.record() {
		return
	}
	c.classOf(b, v, s.classes)
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
	c.bind(a, v, x)
	c.atoms[a] = v
	c.pattern(b, a, v, indent)
	if positive {
		c.list = append(c.list, a)
		v.when = c.fresh("when")
		b.WriteString(indent + "BIND (?" + v.record + " AS ?" + v.when + ")\n")
	}
	for r, f := range a.fill {
		if f == nil {
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
			c.kindOf(b, v.v[r], f.set)
			for _, k := range f.set.is {
				c.cond(b, k, v.v[r], indent, positive, f.set)
			}
		}
		if f.only {
			c.only(b, a, v, role(r), indent)
		}
	}
	if a.when.any() && a.frame != began {
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
		c.count(b, a, v, a.most, &filler{most: true}, x, indent)
	}
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

// pattern writes what a record must say or do.
func (c *compiler) pattern(b *strings.Builder, a *atom, v *atomVars, indent string) {
	w := func(format string, args ...any) { fmt.Fprintf(b, indent+format+"\n", args...) }
	rec := "?" + v.record
	by := func() {
		switch f := a.fill[theBy]; {
		case f != nil && len(f.names) == 1:
			w("@by(%s, ?%s)", rec, v.v[theBy])
		case f != nil && len(f.names) > 1:
			v.v[theBy] = ""
			list := make([]string, len(f.names))
			for i, n := range f.names {
				list[i] = "{ @by(" + rec + ", ?" + c.slotFor(n) + ") }"
			}
			w("%s", strings.Join(list, " UNION "))
		case f != nil || a.self == theBy:
			c.speaker(b, a, v, indent)
		default:
			v.v[theBy] = ""
		}
	}
	switch {
	case a.frame == blame:
		selfClasses := []quad.IRI(nil)
		if a.self == theTo {
			selfClasses = a.selfClasses
		}
		state, other := c.stateAt(a, theTo, selfClasses)
		free := a.fill[theTo] == nil && a.self != theTo
		switch {
		case free:
			w("GRAPH %s { ?%s asc:attributedTo ?%s }", rec, v.v[theFor], v.v[theTo])
		case state && !other:
			w("GRAPH %s { ?%s asc:attributedToState ?%s }", rec, v.v[theFor], v.v[theTo])
		case other && !state && (a.fill[theTo] != nil && len(a.fill[theTo].names) > 0):
			c.blamedBelow(b, a, v, indent)
		case !state && !c.generic(a):
			w("GRAPH %s { ?%s asc:attributedTo ?%s }", rec, v.v[theFor], v.v[theTo])
		default:
			w("{ GRAPH %s { ?%s asc:attributedToState ?%s } }", rec, v.v[theFor], v.v[theTo])
			w("UNION")
			st := c.fresh("state")
			w("{ GRAPH %s { ?%s asc:attributedTo ?%s } FILTER NOT EXISTS { GRAPH %s { ?%s asc:attributedToState ?%s } } }", rec, v.v[theFor], v.v[theTo], rec, v.v[theFor], st)
		}
		w("%s asc:stance asc:asserts .", rec)
		w("FILTER NOT EXISTS { %s asc:form asc:anonymousSource }", rec)
		if f := a.fill[theBy]; f == nil && a.self != theBy || f != nil && len(f.names) > 0 {
			by()
			return
		}
		w("GRAPH %s { ?%s asc:attributes ?%s }", rec, v.v[theBy], v.v[theFor])
		c.principal(b, a, v.v[theBy], indent)
	case a.frame == acts, a.frame.kind != "":
		c.actPattern(b, a, v, indent)
		by()
	case a.frame == denials:
		w("%s asc:stance asc:denies .", rec)
		claim, other := c.fresh("claim"), c.fresh("said")
		target := a.fill[theTo] != nil || a.self == theTo
		if !target {
			v.v[theTo] = ""
			w("{ %s asc:re ?%s . GRAPH ?%s { ?%s asc:attributedTo ?%s } }", rec, claim, claim, v.v[theFor], other)
			w("UNION { GRAPH %s { ?%s asc:attributedTo ?%s } }", rec, v.v[theFor], c.fresh("said"))
			w("UNION { GRAPH %s { ?%s asc:conducted ?%s } }", rec, c.fresh("said"), v.v[theFor])
			w("UNION { %s asc:about ?%s }", rec, v.v[theFor])
			c.classOf(b, v.v[theFor], anyIncident)
		} else {
			w("{ %s asc:re ?%s . GRAPH ?%s { ?%s asc:attributedTo ?%s } }", rec, claim, claim, v.v[theFor], v.v[theTo])
			w("UNION { GRAPH %s { ?%s asc:attributedTo ?%s } }", rec, v.v[theFor], v.v[theTo])
		}
		by()
	case a.frame == sayings:
		w("%s a asc:Claim .", rec)
		if a.fill[theFor] != nil || a.self == theFor {
			x := v.v[theFor]
			w("{ GRAPH %s { ?%s ?%s ?%s } } UNION { GRAPH %s { ?%s ?%s ?%s } } UNION { %s asc:about ?%s }",
				rec, x, c.fresh("edge"), c.fresh("said"), rec, c.fresh("said"), c.fresh("edge"), x, rec, x)
		} else {
			v.v[theFor] = ""
		}
		by()
	case a.frame == began:
		w("GRAPH %s { ?%s asc:began ?%s }", rec, v.v[theFor], v.record+"Date")
		if a.when.any() {
			c.dates(b, a.when, "?"+v.record+"Date", "?"+v.record+"Date", indent)
		}
	case a.frame == mentions:
		x := v.v[theFor]
		w("{ GRAPH %s { ?%s ?%s ?%s } } UNION { GRAPH %s { ?%s ?%s ?%s } }", rec, x, c.fresh("edge"), c.fresh("said"), rec, c.fresh("said"), c.fresh("edge"), x)
	default:
		c.edgePattern(b, a, v, indent)
		by()
	}
}

// generic reports whether the one blamed may be anyone.
func (c *compiler) generic(a *atom) bool {
	classes := a.selfClasses
	if f := a.fill[theTo]; f != nil && f.set != nil {
		classes = f.set.classes
	} else if f != nil && f.link != nil {
		return c.generic(f.link.atom)
	}
	return len(classes) == 0 || slices.Contains(classes, quad.IRI(schema.Party)) || slices.Contains(classes, quad.IRI(schema.Actor))
}

// blamedBelow: the one named, what stands below it, and what the same party
// links to it.
func (c *compiler) blamedBelow(b *strings.Builder, a *atom, v *atomVars, indent string) {
	w := func(format string, args ...any) { fmt.Fprintf(b, indent+format+"\n", args...) }
	to := v.v[theTo]
	actor, link, between, one, two, whose := c.fresh("named"), c.fresh("recordLink"), c.fresh("between"), c.fresh("party"), c.fresh("party"), c.fresh("whose")
	w("GRAPH ?%s { ?%s asc:attributedTo ?%s }", v.record, v.v[theFor], actor)
	w("{ ?%s (asc:partOf|asc:officerOf)* ?%s }", actor, to)
	w("UNION {")
	w("  GRAPH ?%s { ?%s asc:linkedTo|asc:actsFor ?%s }", link, actor, between)
	w("  ?%s asc:partOf* ?%s .", between, to)
	w("  ?%s asc:stance asc:asserts ; asc:by ?%s . ?%s asc:by ?%s .", link, one, v.record, two)
	w("  ?%s asc:speaksFor? ?%s . ?%s asc:speaksFor? ?%s .", one, whose, two, whose)
	w("}")
}

// actPattern writes an act, whom it hits and what it answers.
func (c *compiler) actPattern(b *strings.Builder, a *atom, v *atomVars, indent string) {
	w := func(format string, args ...any) { fmt.Fprintf(b, indent+format+"\n", args...) }
	rec := "?" + v.record
	if a.frame.kind != "" {
		w("%s asc:kind asc:%s .", rec, strings.TrimPrefix(string(a.frame.kind), schema.NS))
	} else {
		w("%s a asc:Act .", rec)
	}
	target := a.fill[theTo] != nil || a.self == theTo
	state, other := false, true
	if target {
		var own []quad.IRI
		if a.self == theTo {
			own = a.selfClasses
		}
		state, other = c.stateAt(a, theTo, own)
	}
	party := c.fresh("party")
	edges := "asc:sanctioned|asc:indicted|asc:soughtArrestOf|asc:expelled|asc:summoned|asc:severedRelationsWith|asc:demandedOf|asc:spokeWith"
	if len(a.frame.edges) > 0 {
		edges = "asc:" + a.frame.edges[0]
	}
	switch {
	case !target && a.self != theRec:
		v.v[theTo] = ""
		if a.fill[theFor] == nil && a.self != theFor {
			c.hitOptional(b, a, v, edges, indent)
		}
	case !target:
		c.hitOptional(b, a, v, edges, indent)
	case a.frame == sanctions && state && !other:
		v.how = c.fresh("how")
		w("{ GRAPH %s { ?%s asc:sanctionedState ?%s } BIND (\"directly\" AS ?%s) }", rec, party, v.v[theTo], v.how)
		w("UNION")
		w("{ GRAPH %s { ?%s asc:sanctionedStateVia ?%s } BIND (\"via\" AS ?%s) }", rec, party, v.v[theTo], v.how)
	case state && !other && (a.frame == acts || a.frame == indictments || a.frame == warrants || a.frame == expulsions || a.frame == summonses):
		// What is done to persons, organs and embassies of a state.
		hit := c.fresh("hit")
		w("GRAPH %s { ?%s %s ?%s }", rec, party, edges, hit)
		w("?%s (asc:partOf|asc:officerOf|asc:actsFor|asc:linkedTo|asc:speaksFor)* ?%s .", hit, v.v[theTo])
	default:
		w("GRAPH %s { ?%s %s ?%s }", rec, party, edges, v.v[theTo])
	}
	if a.fill[theFor] != nil || a.self == theFor {
		w("@answers(%s, ?%s)", rec, v.v[theFor])
	} else {
		v.v[theFor] = ""
	}
}

func (c *compiler) hitOptional(b *strings.Builder, a *atom, v *atomVars, edges, indent string) {
	v.v[theTo] = c.fresh("to")
	fmt.Fprintf(b, indent+"OPTIONAL { GRAPH ?%s { ?%s %s ?%s } }\n", v.record, c.fresh("party"), edges, v.v[theTo])
}

// edgePattern writes an edge, up to what stands above its object.
func (c *compiler) edgePattern(b *strings.Builder, a *atom, v *atomVars, indent string) {
	w := func(format string, args ...any) { fmt.Fprintf(b, indent+format+"\n", args...) }
	rec := "?" + v.record
	edges := "asc:" + strings.Join(a.frame.edges, "|asc:")
	named := a.fill[theTo] != nil && len(a.fill[theTo].names) > 0
	if len(a.frame.edges) > 1 && !c.neg {
		v.edge = c.fresh("edge")
		w("VALUES ?%s { asc:%s }", v.edge, strings.Join(a.frame.edges, " asc:"))
		edges = "?" + v.edge
	}
	to := v.v[theTo]
	if c.past {
		stance := c.fresh("stance")
		w("?%s asc:stance ?%s . FILTER (?%s IN (asc:asserts, asc:supports, asc:reports))", v.record, stance, stance)
	}
	if a.frame.above == "" || !named {
		w("GRAPH %s { ?%s %s ?%s }", rec, v.v[theFrom], edges, to)
		return
	}
	via := c.fresh("via")
	w("GRAPH %s { ?%s %s ?%s }", rec, v.v[theFrom], edges, via)
	w("?%s %s ?%s .", via, a.frame.above, to)
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
		fmt.Fprintf(b, indent+"FILTER (%s >= \"%s\"^^xsd:date)\n", low, s.from)
	}
	if !s.to.IsZero() {
		fmt.Fprintf(b, indent+"FILTER (%s <= \"%s\"^^xsd:date)\n", high, s.to)
	}
}

// again writes the same atom with fresh variables wherever it is not bound to
// a name, as the only place that only keeps keep.
func (c *compiler) again(a *atom, keep func(role) string) (string, *atomVars) {
	n := *a
	n.rank, n.most = 0, noRole
	n.fill = a.fill
	for r := range n.fill {
		if f := n.fill[r]; f != nil {
			g := *f
			g.atLeast, g.most, g.only = 0, false, false
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
		if f == nil {
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
			c.kindOf(&b, v.v[r], f.set)
			for _, k := range f.set.is {
				c.cond(&b, k, v.v[r], "    ", false, f.set)
			}
		}
	}
	if a.self != theRec && keep(a.self) == "" && len(a.selfClasses) > 0 {
		c.classOf(&b, v.v[a.self], a.selfClasses)
	}
	if n.when.any() {
		c.when(&b, n.when, v.record, "    ")
	}
	c.neg = old
	return b.String(), v
}

// only: nobody and nothing else takes the place.
func (c *compiler) only(b *strings.Builder, a *atom, v *atomVars, r role, indent string) {
	f := a.fill[r]
	n := *a
	n.fill[r] = nil
	pattern, w := c.again(&n, func(q role) string {
		if q == r {
			return ""
		}
		if a.frame == blame && q == theFor || q == a.self {
			return v.v[q]
		}
		return ""
	})
	b.WriteString(indent + "FILTER NOT EXISTS {\n" + pattern)
	switch {
	case r == theBy && len(f.names) == 1:
		b.WriteString("    FILTER NOT EXISTS { @by(?" + w.record + ", ?" + v.v[r] + ") }\n")
	default:
		b.WriteString("    FILTER (?" + w.v[r] + " != ?" + v.v[r] + ")\n")
	}
	b.WriteString(indent + "}\n")
}

// rank keeps the records that none is earlier than, or later.
func (c *compiler) rank(b *strings.Builder, a *atom, v *atomVars, indent string) {
	pattern, w := c.again(a, func(role) string { return "" })
	one, two := c.fresh("on"), c.fresh("on")
	op := "<"
	if a.rank < 0 {
		op = ">"
	}
	fmt.Fprintf(b, indent+"FILTER NOT EXISTS {\n%s    ?%s asc:on ?%s . ?%s asc:on ?%s . FILTER (?%s %s ?%s)\n%s}\n",
		pattern, v.record, one, w.record, two, two, op, one, indent)
}

// count keeps the members that have as many as are asked for, or the most.
func (c *compiler) count(b *strings.Builder, a *atom, v *atomVars, r role, f *filler, x, indent string) {
	number := c.fresh("number")
	pattern, w := c.again(a, func(q role) string {
		if q == a.self {
			return x
		}
		return ""
	})
	of := w.v[r]
	if of == "" {
		of = w.record
	}
	fmt.Fprintf(b, indent+"{ SELECT ?%s (COUNT(DISTINCT ?%s) AS ?%s) WHERE {\n%s%s} GROUP BY ?%s }\n", x, of, number, pattern, indent, x)
	if f.most {
		other, most := c.fresh("other"), c.fresh("most")
		pattern, w := c.again(a, func(q role) string {
			if q == a.self {
				return other
			}
			return ""
		})
		of := w.v[r]
		if of == "" {
			of = w.record
		}
		fmt.Fprintf(b, indent+"{ SELECT (MAX(?%s) AS ?%sMax) WHERE { { SELECT ?%s (COUNT(DISTINCT ?%s) AS ?%s) WHERE {\n%s%s} GROUP BY ?%s } } }\n",
			most, most, other, of, most, pattern, indent, other)
		fmt.Fprintf(b, indent+"FILTER (?%s = ?%sMax)\n", number, most)
		return
	}
	op := ">="
	if f.exactly {
		op = "="
	}
	if f.atMost {
		op = "<="
	}
	fmt.Fprintf(b, indent+"FILTER (?%s %s %d)\n", number, op, f.atLeast)
}
