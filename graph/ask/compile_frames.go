package ask

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

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
	for _, q := range a.quals {
		w("%s", c.qualityPattern(q, v.record))
	}
	switch {
	case a.frame == others:
		for _, n := range a.fill[theTo].names {
			w("FILTER (?%s != ?%s)", v.v[theFrom], c.slotFor(n))
		}
	case a.frame == envoys:
		c.envoysOf(b, a, v, indent)
	case a.frame.quality != nil:
		w("%s", c.qualityPattern(a.frame.quality, v.record))
	case a.frame == blame:
		selfClasses := []quad.IRI(nil)
		if a.self == theTo {
			selfClasses = a.selfClasses
		}
		state, other := c.stateAt(a, theTo, selfClasses)
		free := a.fill[theTo] == nil && a.self != theTo
		switch {
		case free && c.neg:
			w("{ GRAPH %s { ?%s asc:attributedTo ?%s } } UNION { GRAPH %s { ?%s asc:conducted ?%s } }", rec, v.v[theFor], v.v[theTo], rec, v.v[theTo], v.v[theFor])
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
		if !slices.ContainsFunc(a.quals, func(q *quality) bool { return q.name == "anonymous" }) {
			w("FILTER NOT EXISTS { %s asc:form asc:anonymousSource }", rec)
		}
		if f := a.fill[theBy]; f == nil && a.self != theBy || f != nil && len(f.names) > 0 {
			by()
			return
		}
		w("GRAPH %s { ?%s asc:attributes ?%s }", rec, v.v[theBy], v.v[theFor])
		c.principal(b, a, v.v[theBy], indent)
	case a.frame == acts, a.frame.kind != "":
		c.actPattern(b, a, v, indent)
		by()
	case a.frame.stance != "":
		w("%s asc:stance asc:%s .", rec, strings.TrimPrefix(string(a.frame.stance), schema.NS))
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
			w("{ %s asc:re ?%s . GRAPH ?%s { ?%s asc:attributedTo|asc:attributedToState ?%s } }", rec, claim, claim, v.v[theFor], v.v[theTo])
			w("UNION { GRAPH %s { ?%s asc:attributedTo|asc:attributedToState ?%s } }", rec, v.v[theFor], v.v[theTo])
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
	case a.frame == namings:
		w("GRAPH %s { ?%s asc:knownAs ?%s }", rec, v.v[theFrom], v.v[theTo])
		if a.fill[theFrom] == nil && a.self != theFrom {
			c.classOf(b, v.v[theFrom], classesOf(schema.ThreatGroup))
		}
		by()
	default:
		c.edgePattern(b, a, v, indent)
		by()
	}
}

// envoysOf keeps those whose label names the state, in its own name or by its
// adjective: an embassy stands in no edge with the state that sent it.
func (c *compiler) envoysOf(b *strings.Builder, a *atom, v *atomVars, indent string) {
	f := a.fill[theTo]
	if f == nil || len(f.names) == 0 {
		return
	}
	for _, n := range f.names {
		c.slotFor(n)
	}
	label := c.fresh("label")
	named := fmt.Sprintf("?%s rdfs:label ?%s . FILTER (%s)", v.v[theFrom], label, c.namesState(label, f.names))
	if a.embassies {
		b.WriteString(indent + named + "\n")
		return
	}
	var ties []string
	for _, n := range f.names {
		ties = append(ties, fmt.Sprintf("{ ?%s (asc:partOf|asc:officerOf|asc:actsFor|asc:linkedTo|asc:speaksFor)+ ?%s }", v.v[theFrom], c.slotFor(n)))
	}
	fmt.Fprintf(b, indent+"{ %s } UNION %s\n", named, strings.Join(ties, " UNION "))
}

// namesState is the test that a label has the name of one of some states in it,
// or an adjective of it.
func (c *compiler) namesState(label string, states []named) string {
	var tests []string
	for _, n := range states {
		for _, w := range append([]string{n.typed, n.label}, adjectivesOf(n.name)...) {
			w = strings.ToLower(strings.NewReplacer(`"`, "", `\`, "", "\n", " ").Replace(w))
			if test := fmt.Sprintf(`CONTAINS(LCASE(STR(?%s)), "%s")`, label, w); w != "" && !slices.Contains(tests, test) {
				tests = append(tests, test)
			}
		}
	}
	return strings.Join(tests, " || ")
}

// sendsAway reports whether somebody of a named state is expelled or called in.
func (a *atom) sendsAway() bool {
	f := a.fill[theTo]
	return (a.frame == expulsions || a.frame == summonses) && f != nil && len(f.names) > 0
}

// generic reports whether the one blamed may be anyone.
func (c *compiler) generic(a *atom) bool {
	classes := a.selfClasses
	if f := a.fill[theTo]; f != nil && f.set != nil {
		classes = f.set.classes
	} else if f != nil && f.link != nil && f.link.atom == nil {
		classes = c.aroundClasses
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
	w("{ GRAPH ?%s { ?%s asc:attributedTo ?%s } } UNION { GRAPH ?%s { ?%s asc:conducted ?%s } BIND (?%s AS ?%s) }", v.record, v.v[theFor], actor, v.record, to, v.v[theFor], to, actor)
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
	case state && !other && (a.frame == acts || a.frame == indictments || a.frame == warrants || a.frame == expulsions || a.frame == summonses || a.frame == talks || a.frame == demands):
		// What is done to persons, organs and embassies of a state.
		hit := c.fresh("hit")
		w("GRAPH %s { ?%s %s ?%s }", rec, party, edges, hit)
		tied := fmt.Sprintf("?%s (asc:partOf|asc:officerOf|asc:actsFor|asc:linkedTo|asc:speaksFor)* ?%s .", hit, v.v[theTo])
		if label := c.fresh("label"); a.sendsAway() {
			// Of diplomats records say in their name of which state they are.
			w("{ %s } UNION { ?%s rdfs:label ?%s . FILTER (%s) }", tied, hit, label, c.namesState(label, a.fill[theTo].names))
		} else {
			w("%s", tied)
		}
	case a.fill[theTo] != nil && len(a.fill[theTo].names) > 0 && a.fill[theTo].isGroup:
		// What is done to its members is done to a group.
		hit := c.fresh("hit")
		v.hit = hit
		w("GRAPH %s { ?%s %s ?%s }", rec, party, edges, hit)
		w("?%s asc:memberOf? ?%s .", hit, v.v[theTo])
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
	switch {
	case a.frame == leavings:
		w("?%s asc:validTo ?%s .", v.record, c.fresh("until"))
	case a.frame == members && !a.when.any() && c.neg && c.deed != "":
		// not a member on the day of what was done
		w("GRAPH %s { ?%s %s ?%s }", rec, v.v[theFrom], edges, to)
		c.heldOn(b, v.record, c.deed, indent)
		return
	case a.frame == members && !a.when.any() && !c.dated:
		w("FILTER NOT EXISTS { ?%s asc:validTo ?%s }", v.record, c.fresh("until"))
	}
	if a.frame == hits && named {
		above := c.fresh("via")
		w("GRAPH %s { ?%s asc:targeted ?%s }", rec, v.v[theFrom], above)
		w("?%s (asc:partOf|asc:speaksFor)* ?%s .", above, to)
		return
	}
	if c.past {
		stance := c.fresh("stance")
		w("?%s asc:stance ?%s . FILTER (?%s IN (asc:asserts, asc:supports, asc:reports))", v.record, stance, stance)
	}
	if a.of != "" {
		// "Chinese companies": through the group that a company is linked to, too
		first := c.fresh("tied")
		w("GRAPH %s { ?%s %s ?%s }", rec, v.v[theFrom], edges, first)
		w("?%s (asc:partOf|asc:linkedTo|asc:actsFor|asc:officerOf)* ?%s .", first, to)
		return
	}
	if a.frame.above == "" || !named {
		w("GRAPH %s { ?%s %s ?%s }", rec, v.v[theFrom], edges, to)
		return
	}
	via := c.fresh("via")
	w("GRAPH %s { ?%s %s ?%s }", rec, v.v[theFrom], edges, via)
	w("?%s %s ?%s .", via, a.frame.above, to)
}
