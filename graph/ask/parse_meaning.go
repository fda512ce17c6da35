package ask

import (
	"errors"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// close says what a clause means, in every way in which its parts fit.
func (p *parser) close(c *clause, x clauseContext, to int) []condAt {
	if c.pred != nil {
		return p.closePredicate(c, x, to)
	}
	if c.isLike != nil {
		if c.form != nil || len(c.nps)+len(c.pps) > 0 || c.tail || c.most || c.rank != 0 || c.when.any() || len(c.quals) > 0 {
			return nil
		}
		core := &cond{atom: &atom{frame: qualityFrames[c.isLike], self: theRec}}
		if c.neg {
			core = not(core)
		}
		return []condAt{{cond: core, to: to, last: c}}
	}
	full := *c
	if c.form == nil {
		if x.prev == nil || x.prev.form == nil || c.be || c.have || c.do || len(c.pps) == 0 && !(len(c.nps) == 1 && (c.neg || c.nps[0].f.nobody)) {
			return nil
		}
		if full = p.elliptic(c, x.prev); len(c.pps) == 0 {
			// "… but not the US", "… maar SolarWinds niet": for the one thing
			// that was named.
			if len(x.prev.nps) != 1 || len(x.prev.pps) > 1 {
				return nil
			}
			full.nps = []nounPart{{c.nps[0].f, x.prev.nps[0].afterVerb}}
		}
	}
	v := full.form.verb
	if v.tail != "" && !full.tail || v.tail == "" && full.tail {
		return nil
	}
	if x.prev != nil && c.form != nil {
		// "were blamed but not sanctioned", "the UK blamed but did not sanction"
		if !c.be && !c.have && !c.do && full.form.form == ppForm {
			full.be, full.have = x.prev.be, x.prev.have
		}
		if len(c.nps) == 0 && full.form.form != ppForm {
			for _, n := range x.prev.nps {
				if !n.afterVerb {
					full.nps = append(full.nps, n)
				}
			}
		}
		if len(c.nps) == 0 && full.form.form == ppForm && full.have && !full.be {
			for _, n := range x.prev.nps {
				if !n.afterVerb {
					full.nps = append(full.nps, n)
				}
			}
		}
	}
	passive := false
	switch full.form.form {
	case ppForm:
		switch {
		case x.reduced && !full.have && !full.do:
			passive = true
		case full.be && !full.do:
			passive = true
		case full.have && !full.be:
			if v.predicate {
				return nil
			}
		default:
			return nil
		}
	case pastForm, presForm:
		if full.be || full.have || full.do || x.reduced || x.infinitive {
			return nil
		}
		if p.lang == "en" && c.form != nil && full.neg && !full.never {
			return nil // "not sanctioned" is what was done to it
		}
	case baseForm:
		if full.be || full.have || !full.do && !x.infinitive || p.lang == "nl" {
			return nil
		}
	case ingForm:
		if !x.reduced || full.be || full.have || full.do {
			return nil
		}
	}
	if full.becomes && v.frame == members {
		return nil // "werd lid" is joining
	}
	borrowed := len(c.nps) == 0 && len(full.nps) > 0 && x.prev != nil
	var out []condAt
	for _, m := range p.assign(&full, x, passive) {
		if borrowed && x.prevGap != noRole && m.gap != x.prevGap {
			continue // "die Rusland beschuldigden en sanctioneerden": one subject
		}
		out = append(out, p.build(&full, x, m, to)...)
	}
	return out
}

// diplomats reports whether a noun means whom a state expels or calls in.
func (n *noun) diplomats() bool { return n != nil && n.envoy && n.named == "" }

// elliptic fills a clause without a verb from the one before it: "linked to
// the GRU and not to the FSB".
func (p *parser) elliptic(c, prev *clause) clause {
	full := *prev
	full.neg, full.never = c.neg, c.never
	full.extra = c.extra
	if c.when.any() {
		full.when = c.when
	}
	pps := slices.Clone(prev.pps)
	for _, pp := range c.pps {
		at := slices.IndexFunc(pps, func(o prepPart) bool { return o.word == pp.word })
		if at >= 0 {
			pps[at] = pp
		} else {
			pps = append(pps, pp)
		}
	}
	full.pps = pps
	if len(c.nps) > 0 {
		nps := slices.DeleteFunc(slices.Clone(prev.nps), func(n nounPart) bool { return n.afterVerb })
		for _, n := range c.nps {
			nps = append(nps, nounPart{n.f, true})
		}
		full.nps = nps
	}
	return full
}

// assignment is who takes which place.
type assignment struct {
	fill [roles]*fillerPhrase
	gap  role
}

// assign gives each part of a clause its place.
func (p *parser) assign(c *clause, x clauseContext, passive bool) []assignment {
	v := c.form.verb
	var base assignment
	for _, pp := range c.pps {
		r, ok := p.lex.preps[v][pp.word]
		if !ok {
			return nil
		}
		agentish := pp.word == "by" || pp.word == "door"
		if agentish && !passive {
			return nil
		}
		switch {
		case pp.f == nil && base.gap == noRole:
			base.gap = r
		case pp.f == nil, base.fill[r] != nil:
			return nil
		default:
			base.fill[r] = pp.f
		}
	}
	if x.gapPrep != "" {
		r, ok := p.lex.preps[v][x.gapPrep]
		if !ok || base.gap != noRole || base.fill[r] != nil || (x.gapPrep == "by" || x.gapPrep == "door") && !passive {
			return nil
		}
		base.gap = r
	}
	if r := p.lex.preps[v][v.must]; v.must != "" && base.fill[r] == nil && base.gap != r {
		return nil
	}
	free := x.gap && base.gap == noRole // the gap is subject or object
	put := func(a assignment, r role, f *fillerPhrase) (assignment, bool) {
		if r == noRole || a.fill[r] != nil || a.gap == r {
			return a, false
		}
		a.fill[r] = f
		return a, true
	}
	var out []assignment
	if passive {
		subject := v.object
		if subject == noRole {
			return nil
		}
		if free && v.frame.kind != "" && subject == theTo && base.fill[theFor] == nil && x.self != nil && isIncidentSet(x.self) && len(x.self.classes) == 1 {
			subject = theFor // "incidents that were never sanctioned": answered by sanctions
		}
		switch {
		case free && len(c.nps) == 0:
			a := base
			if a.fill[subject] != nil || a.gap == subject {
				return nil
			}
			a.gap = subject
			out = append(out, a)
		case !free && len(c.nps) == 1 && !(p.lang == "en" && c.nps[0].afterVerb):
			if a, ok := put(base, subject, c.nps[0].f); ok {
				out = append(out, a)
			}
		}
		return out
	}
	if v.agent == noRole {
		return nil
	}
	if p.lang == "en" {
		var before, after []*fillerPhrase
		for _, n := range c.nps {
			if n.afterVerb {
				after = append(after, n.f)
			} else {
				before = append(before, n.f)
			}
		}
		if len(before) > 1 || len(after) > 1 {
			return nil
		}
		a, ok := base, true
		switch {
		case len(before) == 1:
			if x.reduced || x.infinitive {
				return nil
			}
			a, ok = put(a, v.agent, before[0])
		case free:
			if len(after) == 0 && len(c.pps) == 0 && len(c.quals) == 0 && !c.most && v.object != noRole {
				return nil // whom they blamed is not said
			}
			a.gap = v.agent
			free = false
		default:
			return nil
		}
		if !ok {
			return nil
		}
		switch {
		case len(after) == 1:
			if a, ok = put(a, v.object, after[0]); !ok || free {
				return nil
			}
		case free:
			if v.object == noRole || a.fill[v.object] != nil {
				return nil
			}
			a.gap = v.object
		}
		return append(out, a)
	}
	return p.assignDutch(c, x, base, free, put)
}

// assignDutch finds subject and object by number and kind: their order does
// not tell.
func (p *parser) assignDutch(c *clause, x clauseContext, base assignment, free bool, put func(assignment, role, *fillerPhrase) (assignment, bool)) []assignment {
	v := c.form.verb
	var out []assignment
	one, many := c.oneAux, c.manyAux
	if !one && !many {
		one, many = c.form.one, c.form.many
	}
	plural := func(f *fillerPhrase) bool {
		return len(f.elements) > 1 && !f.or || len(f.elements) == 1 && f.elements[0].set != nil && (f.elements[0].set.many || f.atLeast > 1)
	}
	either := func(f *fillerPhrase) bool {
		return len(f.elements) == 1 && f.elements[0].set == nil && slices.Contains([]string{"vs", "verenigdestaten", "five eyes", "verenigdestatenvanamerika", "fiveeyes"}, compact(p.text(f.elements[0].from, f.elements[0].to)))
	}
	// What can hardly act: diplomats, officers, companies, incidents.
	passive := func(f *fillerPhrase) bool {
		if v.frame.kind == "" || len(f.elements) != 1 || f.elements[0].set == nil {
			return false
		}
		return !slices.ContainsFunc(f.elements[0].set.classes, func(c quad.IRI) bool { return c == schema.State || c == schema.Party || c == schema.Organization }) && len(f.elements[0].set.classes) > 0
	}
	fits := func(f *fillerPhrase) bool {
		if passive(f) {
			return false
		}
		return either(f) || !(one && plural(f)) && !(many && !plural(f))
	}
	selfFits := func() bool {
		return x.self == nil || x.self.who || !(one && x.self.many) && !(many && !x.self.many)
	}
	switch {
	case len(c.nps) == 0 && free:
		if selfFits() {
			a := base
			a.gap = v.agent
			out = append(out, a)
		}
	case len(c.nps) == 1 && free:
		f := c.nps[0].f
		if selfFits() && v.object != noRole && !f.subject {
			if a, ok := put(base, v.object, f); ok {
				a.gap = v.agent
				out = append(out, a)
			}
		}
		// "Wie gaf X de schuld van Y": X is blamed, as in the templates.
		// "Welke staat zit achter X" is not asked of what X is behind.
		if v.frame == ties && v.agent == theTo && len(out) > 0 {
			return out
		}
		blamed := v.frame == blame && x.self != nil && len(out) > 0 && (x.self.who && base.fill[theFor] != nil || strings.Contains(v.tail, "schuld"))
		if fits(f) && v.object != noRole && base.fill[v.object] == nil && !blamed {
			if a, ok := put(base, v.agent, f); ok {
				a.gap = v.object
				out = append(out, a)
			}
		}
	case len(c.nps) == 1 && !free:
		if fits(c.nps[0].f) {
			if a, ok := put(base, v.agent, c.nps[0].f); ok {
				out = append(out, a)
			}
		}
	case len(c.nps) == 2 && !free:
		if a, ok := put(base, v.agent, c.nps[0].f); ok {
			if a, ok = put(a, v.object, c.nps[1].f); ok {
				out = append(out, a)
			}
		}
	}
	return out
}

// build makes the condition of one assignment.
func (p *parser) build(c *clause, x clauseContext, m assignment, to int) []condAt {
	v := c.form.verb
	frame := v.frame
	var noun *atom // of the record that a light verb takes: "imposed sanctions"
	var amount *filler
	if f := m.fill[theRec]; v.light && f != nil && len(f.elements) > 1 && !f.or && !f.nobody {
		// "got both sanctions and indictments"
		all := condAt{to: to, last: c, gap: m.gap}
		var list []*cond
		for _, e := range f.elements {
			g := *f
			g.elements = []element{e}
			n := m
			n.fill[theRec] = &g
			part := p.build(c, x, n, to)
			if len(part) != 1 || e.not {
				return nil
			}
			list = append(list, part[0].cond)
			all.err = worse(all.err, part[0].err)
		}
		all.cond = allOf(list)
		return []condAt{all}
	}
	if v.light {
		switch f := m.fill[theRec]; {
		case m.gap == theRec && x.self != nil && x.self.noun != nil && x.self.noun.record():
			frame = x.self.noun.frame
		case f != nil:
			if noun, amount = recordObject(f); noun == nil {
				return nil
			}
			frame = noun.frame
		default:
			return nil
		}
	}
	if x.self != nil && x.self.noun.diplomats() && frame != expulsions && frame != summonses {
		return nil
	}
	if x.gap {
		if m.gap == noRole || x.self != nil && !compatible(x.self.classes, frame.classes[m.gap]) && !(frame == ties && m.gap == theFrom && isIncidentSet(x.self)) {
			return nil
		}
		if x.self != nil && x.self.who && len(x.self.classes) > 0 && (m.gap == theFor || m.gap == theRec) {
			return nil
		}
		if v.predicate && frame == blame && x.self != nil && !x.self.who && len(x.self.classes) == 0 {
			return nil // "what was attributed" is an incident
		}
		if x.self != nil && !x.self.who && len(x.self.classes) == 0 && (m.gap == theBy) {
			return nil // "what blamed …"
		}
	}
	neg := c.neg
	a := &atom{frame: frame, self: m.gap, when: c.when, rank: c.rank, never: c.never, quals: c.quals, strict: v.strict}
	if noun != nil {
		if m.fill[theRec].nobody {
			if neg {
				return nil
			}
			neg = true
		}
		for r := theBy; r < roles; r++ {
			if noun.fill[r] == nil {
				continue
			}
			if m.fill[r] != nil || m.gap == r {
				return nil
			}
			a.fill[r] = noun.fill[r]
		}
		if noun.when.any() {
			if a.when.any() {
				return nil
			}
			a.when = noun.when
		}
		if noun.rank != 0 {
			a.rank = noun.rank
		}
		a.fill[theRec] = amount
		a.quals = append(slices.Clip(a.quals), noun.quals...)
	}
	if c.most {
		if m.fill[theBy] != nil && a.mostOf() == theBy || !a.makeMost() {
			return nil
		}
	}
	type choice struct {
		r    role
		list []*filler
		nots []bool
	}
	var choices []choice
	var failed error
	for r := range roles {
		f := m.fill[r]
		if f == nil || r == theRec {
			continue
		}
		if frame.classes[r] == nil {
			return nil
		}
		if f.nobody {
			if neg {
				return nil
			}
			neg = true
			if len(f.elements) == 0 {
				continue
			}
		}
		if e := f.elements; frame.stance != "" && r == theFor && len(e) == 1 && e[0].set != nil && e[0].set.noun != nil && e[0].set.noun.frame == blame && e[0].set.is[0].op == isAtom && e[0].set.is[0].atom.plain() && len(e[0].set.is) == 1 {
			continue // "denied an accusation": whichever
		}
		if f.mutual {
			if a.fill[r] = mutual(frame, x.self, a.self, r); a.fill[r] == nil || neg {
				return nil
			}
			continue
		}
		list, nots, err := p.fillers(f, frame.classes[r])
		if errors.Is(err, errMisfit) {
			return nil
		}
		for _, l := range list {
			if l.set != nil && l.set.noun.diplomats() && frame != expulsions && frame != summonses {
				return nil
			}
			if l.set != nil && l.set.noun != nil && l.set.noun.office && (frame == expulsions || frame == summonses) {
				return nil // officials are diplomats there
			}
		}
		failed = worse(failed, err)
		if len(list) == 0 {
			continue
		}
		if to := culpritOf(f); to != nil && r == theFor {
			// "disputes the attribution of Sony to North Korea": of that one.
			if frame.stance == "" || a.fill[theTo] != nil || m.fill[theTo] != nil || m.gap == theTo {
				return nil
			}
			a.fill[theTo] = to
		}
		if len(list) == 1 && !nots[0] {
			a.fill[r] = list[0]
			continue
		}
		choices = append(choices, choice{r, list, nots})
	}
	if frame == ties && a.self == theFrom && x.self != nil && slices.Equal(x.self.classes, classesOf(schema.State)) && p.isBody(a.fill[theTo]) {
		frame, a.frame = members, members // what a state belongs to it is a member of
	}
	if (frame == links || frame == ties) && a.self == theFrom && x.self != nil && p.pointsBack(x.self, a.fill[theTo]) {
		a.self, a.fill[theFrom], a.fill[theTo] = theTo, a.fill[theTo], nil // groups are linked to units, not units to groups
		m.gap, m.fill[theFrom] = theTo, m.fill[theTo]
	}
	for _, r := range frame.needs {
		if a.self != r && a.fill[r] == nil && m.fill[r] == nil {
			return nil
		}
	}
	list := []*cond{{atom: a}}
	for _, ch := range choices {
		var next []*cond
		for _, have := range list {
			for k, f := range ch.list {
				inner := have
				wasNot := inner.op == isNot
				if wasNot {
					inner = inner.args[0]
				}
				b := *inner.atom
				b.fill[ch.r] = f
				n := &cond{atom: &b}
				if ch.nots[k] != wasNot {
					n = not(n)
				}
				next = append(next, n)
			}
		}
		list = next
	}
	finish := func(core *cond) condAt {
		if x.self != nil && isIncidentSet(x.self) {
			core = core.orBlamed()
		}
		all := []*cond{core}
		err := failed
		extra := c.extra
		if frame == acts && !v.light && len(extra) == 1 && core.op == isAtom {
			// "responded to it with sanctions": it is the sanctions that respond.
			if e := extra[0].cond; e.op == isAtom && e.atom.bare && e.atom.fill == ([roles]*filler{}) {
				b := *core.atom
				b.frame = e.atom.frame
				all, err, extra = []*cond{{atom: &b}}, worse(err, extra[0].err), nil
			}
		}
		for _, e := range extra {
			if !holdBeside(e.cond, a) {
				return condAt{}
			}
			all = append(all, e.cond)
			err = worse(err, e.err)
		}
		return condAt{cond: allOf(all), to: to, err: err, last: c, gap: m.gap}
	}
	said := func(list ...condAt) []condAt {
		return slices.DeleteFunc(list, func(c condAt) bool { return c.cond == nil })
	}
	if !neg {
		return said(finish(allOf(list)))
	}
	each := make([]*cond, len(list))
	for i, n := range list {
		each[i] = not(n)
	}
	out := []condAt{finish(allOf(each))}
	if len(list) > 1 {
		out = append(out, finish(not(allOf(list))))
	}
	return said(out...)
}

// recordObject is the record in "imposed sanctions", "made at least 3
// demands", and how many of them there have to be.
func recordObject(f *fillerPhrase) (*atom, *filler) {
	if len(f.elements) != 1 || f.elements[0].set == nil || f.or || f.only {
		return nil, nil
	}
	s := f.elements[0].set
	if s.noun == nil || !s.noun.record() || len(s.is) != 1 || s.is[0].op != isAtom || s.is[0].atom.self != theRec {
		return nil, nil
	}
	if f.atLeast == 0 && !f.most {
		return s.is[0].atom, nil
	}
	return s.is[0].atom, &filler{atLeast: f.atLeast, exactly: f.exactly, atMost: f.atMost, most: f.most, set: &set{noun: s.noun, classes: s.classes, many: true, is: []*cond{{atom: &atom{frame: s.noun.frame, self: theRec}}}}}
}

// closePredicate says what "are members of NATO" means.
func (p *parser) closePredicate(c *clause, x clauseContext, to int) []condAt {
	s := c.pred.set
	if c.becomes && s.noun.frame == members {
		return nil
	}
	if !x.gap || x.gapPrep != "" || len(c.nps) > 0 || len(c.pps) > 0 || c.form != nil || c.tail || c.most || c.rank != 0 {
		return nil
	}
	if x.self != nil && !compatible(x.self.classes, s.classes) {
		return nil
	}
	list := slices.Clone(s.is)
	if len(list) == 0 || list[0].op != isAtom || list[0].atom.fill == ([roles]*filler{}) {
		return nil
	}
	if c.when.any() {
		a := *list[0].atom
		a.when = c.when
		list[0] = &cond{atom: &a}
	}
	core := allOf(list)
	if c.neg {
		core = not(core)
	}
	err := c.pred.err
	all := []*cond{core}
	for _, e := range c.extra {
		all = append(all, e.cond)
		err = worse(err, e.err)
	}
	return []condAt{{cond: allOf(all), to: to, err: err, last: c}}
}

// someone are the classes of who may be asked for.
var someone = []quad.IRI{schema.Party, schema.Actor}
