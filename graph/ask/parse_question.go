package ask

import (
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// readings returns every way in which the whole question can be read; failed
// is the error of a name that kept it from being read, if there are none.
func (p *parser) readings() (out []*reading, failed error) {
	ends := p.ends()
	seen := map[string]bool{}
	failedWords := 0
	take := func(form questionForm, s *set, per []dimension, top, to int, err error) {
		if !ends[to] {
			return
		}
		if err != nil {
			if failed == nil || p.steps > 0 && errWords(err) < failedWords {
				failed, failedWords = err, errWords(err)
			}
			return
		}
		s = s.clone()
		if s.countsHeads(form) {
			failed, failedWords = &HeadCountError{}, 0
			return
		}
		if s.uncounted() {
			return
		}
		if form == countForm {
			if n, dims := s.eachOf(); len(dims) > 0 {
				form, s, per = tableForm, n, dims
			}
		}
		if s.hasEach() || !s.pickTop() {
			return
		}
		s.tie()
		if s.misnamed() {
			return
		}
		r := &reading{form, s, per, top}
		if !s.bounded() {
			return
		}
		if k := r.key(); !seen[k] {
			seen[k] = true
			out = append(out, r)
		}
	}
	p.question0(0, func(form questionForm, s *set, to int, err error) {
		take(form, s, nil, 0, to, err)
		if (form == listForm || form == countForm) && !ends[to] && s.noun != nil && !s.noun.record() {
			for _, e := range p.except(to, s) {
				n := s.clone()
				n.is = append(n.is, e.cond)
				take(form, n, nil, 0, e.to, err)
			}
		}
		if form != countForm || ends[to] {
			return
		}
		for _, d := range p.perAt(to) { // "how many sanctions did the UK impose per year"
			if !ends[d.to] {
				continue
			}
			n, dims := s.eachOf()
			if n == nil {
				n = s
			}
			if r := tableOf(n, append(dims, d.value...)...); r != nil {
				take(r.form, r.set, r.per, 0, d.to, err)
			}
		}
	})
	p.tables(0, func(r *reading, to int, err error) { take(r.form, r.set, r.per, r.top, to, err) })
	return out, failed
}

func errWords(err error) int {
	if u, ok := err.(*UnknownNameError); ok { //nolint:errorlint // resolve returns it as it is
		return 1 + len(strings.Fields(u.Text))
	}
	return 0
}

// ends says after which word a question may end: the last, or one that only
// such words follow as an answer obeys of itself.
func (p *parser) ends() map[int]bool {
	ends := map[int]bool{len(p.toks): true}
	for range 2 {
		for _, s := range suffixes[p.lang] {
			f := strings.Fields(s)
			for to := range ends {
				if i := to - len(f); i > 1 && p.words(i, f...) {
					ends[i] = true
				}
			}
		}
	}
	if p.expected != nil {
		for to := range ends {
			for _, s := range suffixes[p.lang] {
				_ = to
				p.expected[s] = true
			}
		}
	}
	return ends
}

func (p *parser) question0(i int, take func(questionForm, *set, int, error)) {
	list := func(form questionForm, s setAt) { take(form, s.set, s.to, s.err) }
	// Bare descriptions and "list all …".
	j := i
	if p.is("list", i) {
		j = p.skip("me", i+1)
	}
	if k := p.skip("det", j); p.is("whole", k) {
		j = k + 1
	}
	for _, s := range p.nounPhrase(j) {
		if len(s.set.is) > 0 || j > i {
			list(listForm, s) // a noun alone is no question
		}
	}
	for _, s := range p.those(i) {
		list(listForm, s)
	}
	// how many
	for _, many := range map[string][]string{"en": {"how many", "number of", "the number of"}, "nl": {"hoeveel", "aantal", "het aantal"}}[p.lang] {
		j, ok := p.phrase(i, many)
		if !ok {
			continue
		}
		for _, s := range p.nounPhrase(j) {
			if !s.set.many {
				continue
			}
			list(countForm, s)
			p.main(countForm, s, take)
		}
	}
	// which, what KIND
	if p.is("which", i) {
		for _, s := range p.nounPhrase(i + 1) {
			if p.is("be", s.to) { // "which state was the first to …"
				k := p.skip("det", s.to+1)
				rank := map[bool]int{true: 1}[p.is("first", k)] - map[bool]int{true: 1}[p.is("last", k)]
				if rank != 0 {
					for _, t := range p.toInfinitive(setAt{set: s.set, to: k + 1, err: s.err}, rank) {
						list(listForm, t)
					}
				}
			}
			if len(s.set.is) > 0 || s.to < len(p.toks) {
				list(listForm, s)
			}
			p.main(listForm, s, take)
		}
	}
	// which of the Five Eyes; of the states that …, which
	if p.is("which", i) && p.is("of", i+1) {
		for _, s := range p.among(i + 2) {
			p.main(listForm, s, take)
		}
	}
	if p.is("of", i) {
		for _, s := range p.among(i + 1) {
			if s.to >= len(p.toks) || !p.toks[s.to].comma || !p.is("which", s.to) && !p.is("who", s.to) {
				continue
			}
			s.to++
			p.main(listForm, s, take)
			for _, e := range lookup(p, p.lex.nouns, s.to) { // ", which states …"
				if e.value.noun == nouns[0] || e.value.noun == s.set.noun {
					t := s
					t.to = s.to + len(e.words)
					p.main(listForm, t, take)
				}
			}
		}
	}
	// to whom, by which states, for what
	for _, seq := range p.lex.prepWords[p.at(i)] {
		if !p.words(i, seq...) {
			continue
		}
		k := i + len(seq)
		ctx := clauseContext{gap: true, gapPrep: joinWords(seq), question: true}
		ask := func(s *set, k int, err error) {
			ctx.self = s
			for _, c := range p.clauses(k, ctx) {
				n := s.clone()
				n.is = append(n.is, c.cond)
				take(listForm, n, c.to, worse(err, c.err))
			}
		}
		if p.is("who", k) {
			ask(&set{who: true, classes: someone}, k+1, nil)
		}
		if p.is("which", k) {
			for _, s := range p.nounPhrase(k + 1) {
				ask(s.set, s.to, s.err)
				p.there(s, joinWords(seq), take)
			}
			if p.words(k, "what") {
				ask(&set{}, k+1, nil)
			}
		}
	}
	if w, ok := wherePreps[p.at(i)]; ok {
		ctx := clauseContext{gap: true, gapPrep: w, question: true, self: &set{}}
		for _, c := range p.clauses(i+1, ctx) {
			take(listForm, &set{is: []*cond{c.cond}}, c.to, c.err)
		}
	}
	// who, what
	who := func(s *set) {
		for _, c := range p.clauses(i+1, clauseContext{gap: true, self: s, question: true}) {
			n := s.clone()
			n.is = append(n.is, c.cond)
			n.nameRecords()
			take(listForm, n, c.to, c.err)
		}
		for _, e := range p.except(i+1, s) { // "who other than the US"
			for _, c := range p.clauses(e.to, clauseContext{gap: true, self: s, question: true}) {
				n := s.clone()
				n.is = append(n.is, c.cond, e.cond)
				take(listForm, n, c.to, worse(e.err, c.err))
			}
		}
	}
	if p.is("who", i) {
		who(&set{who: true, classes: someone})
	}
	if p.is("what", i) {
		who(&set{})
	}
	// what is the oldest attribution to China; who was first to blame …
	if (p.is("what", i) || p.is("which", i) || p.is("who", i)) && p.is("be", i+1) {
		for _, s := range p.nounPhrase(i + 2) {
			if s.set.said() && !(p.is("who", i) && s.set.noun.record()) {
				list(listForm, s)
			}
		}
	}
	if p.is("who", i) && p.is("be", i+1) {
		k := p.skip("det", i+2)
		rank := 0
		switch {
		case p.is("first", k):
			rank = 1
		case p.is("last", k):
			rank = -1
		}
		if rank != 0 {
			for _, s := range p.toInfinitive(setAt{set: &set{who: true, classes: someone}, to: k + 1}, rank) {
				list(listForm, s)
			}
		}
	}
	// when did, did
	yes := func(form questionForm, at int) {
		for _, c := range p.clauses(at, clauseContext{question: true}) {
			conds := flat([]*cond{c.cond})
			if len(conds) == 0 || conds[0].op != isAtom || conds[0].atom.self != noRole {
				continue
			}
			if form == whenForm && len(conds) > 1 {
				continue
			}
			n := &set{classes: classesOf(schema.Record)}
			ok := true
			for _, d := range conds {
				if d.op != isAtom {
					ok = false
					break
				}
				a := *d.atom
				if form != countForm && a.counts() {
					ok = false // each record has but its own speakers
					break
				}
				if a.self == noRole {
					a.self = theRec
				}
				if a.strict != nil {
					a.frame = a.strict
				}
				if form == whenForm && a.frame == members {
					a.frame = joinings // since when
				}
				n.is = append(n.is, &cond{atom: &a})
			}
			if ok && len(n.is) == 1 && form == whenForm {
				if by := n.is[0].atom.fill[theBy]; by != nil && by.each && by.set != nil && by.set.noun != nil && len(by.set.is) == 0 {
					// "when did each state …": the states, each with its dates
					a := *n.is[0].atom
					a.self, a.fill[theBy] = theBy, nil
					take(listForm, &set{noun: by.set.noun, classes: by.set.classes, many: true, is: []*cond{{atom: &a}}}, c.to, c.err)
					continue
				}
			}
			if ok && len(n.is) == 1 {
				f := n.is[0].atom.frame
				n.classes = f.classes[theRec]
				if form == countForm {
					if n.noun = recordNoun(f); n.noun == nil {
						continue
					}
					n.many = true
				}
				take(form, n, c.to, c.err)
			}
		}
	}
	for _, w := range map[string][]string{"en": {"how often", "how many times"}, "nl": {"hoe vaak", "hoeveel keer", "hoe dikwijls"}}[p.lang] {
		if j, ok := p.phrase(i, w); ok {
			yes(countForm, j)
		}
	}
	for _, w := range map[string][]string{"en": {"on which date", "on what date", "on which day", "on what day", "at what date", "in which year", "in what year", "since when"}, "nl": {"op welke datum", "op welke dag", "in welk jaar", "sinds wanneer"}}[p.lang] {
		if j, ok := p.phrase(i, w); ok {
			yes(whenForm, j)
			p.sinceWhen(j, take)
		}
	}
	if p.is("when", i) {
		yes(whenForm, i+1)
		p.sinceWhen(i+1, take)
		if p.is("be", i+1) {
			for _, s := range p.nounPhrase(i + 2) {
				if s.set.noun != nil && s.set.noun.record() {
					list(listForm, s)
				}
			}
		}
	}
	if p.is("be", i) || p.is("have", i) || p.is("do", i) {
		yes(yesForm, i)
	}
	// ontkent Rusland NotPetya
	if p.lang == "nl" && len(p.verbsAt(i)) > 0 {
		yes(yesForm, i)
	}
	// was Finland in NATO in 2021
	if p.is("be", i) {
		for _, f := range p.filler(i + 1) {
			if !f.entityish() || len(f.elements) != 1 || f.or || !p.words(f.to, "in") && !p.words(f.to, "lid", "van") {
				continue
			}
			k := f.to + 1
			if p.words(f.to, "lid", "van") {
				k++
			}
			for _, g := range p.filler(k) {
				if !g.entityish() || len(g.elements) != 1 || g.or {
					continue
				}
				who, _, err := p.fillers(f, members.classes[theFrom])
				body, _, err2 := p.fillers(g, members.classes[theTo])
				if len(who) != 1 || len(body) != 1 {
					continue
				}
				say := func(to int, sp span) {
					a := &atom{frame: members, self: theRec, when: sp}
					a.fill[theFrom], a.fill[theTo] = who[0], body[0]
					take(yesForm, &set{classes: members.classes[theRec], is: []*cond{{atom: a}}}, to, worse(err, err2))
				}
				say(g.to, span{})
				if sp, to, ok := p.timeAt(g.to); ok {
					say(to, sp)
				}
			}
		}
	}
	// was Sweden a member of NATO in 2021
	if p.is("be", i) {
		for _, f := range p.filler(i + 1) {
			if !f.entityish() || len(f.elements) != 1 {
				continue
			}
			for _, s := range p.nounPhrase(f.to) {
				n := s.set.noun
				if n == nil || n.frame == nil || n.self != theFrom || len(s.set.is) != 1 || s.set.is[0].op != isAtom || s.set.is[0].atom.fill[n.of] == nil {
					continue
				}
				list, nots, err := p.fillers(f, n.frame.classes[theFrom])
				if len(list) != 1 || nots[0] {
					continue
				}
				say := func(to int, sp span) {
					a := *s.set.is[0].atom
					a.self, a.when = theRec, sp
					a.fill[theFrom] = list[0]
					take(yesForm, &set{classes: n.frame.classes[theRec], is: []*cond{{atom: &a}}}, to, worse(err, s.err))
				}
				say(s.to, span{})
				if sp, to, ok := p.timeAt(s.to); ok {
					say(to, sp)
				}
			}
		}
	}
}

// nameRecords gives a set of what was asked for with "what" the noun of the
// records that it is of: "what has been demanded of China" are demands.
func (s *set) nameRecords() {
	if s.noun != nil || s.who || len(s.is) != 1 || s.is[0].op != isAtom || s.is[0].atom.self != theRec {
		return
	}
	if n := recordNoun(s.is[0].atom.frame); n != nil {
		s.noun, s.classes, s.many = n, n.thing(), true
	}
}

// there reads "for which incidents were there no sanctions".
func (p *parser) there(s setAt, prep string, take func(questionForm, *set, int, error)) {
	for _, k := range p.after(thereWords, s.to) {
		none := p.is("no", k)
		if none {
			k++
		}
		for _, r := range p.nounPhrase(k) {
			n := r.set.noun
			if n == nil || !n.record() || len(r.set.is) != 1 || r.set.is[0].op != isAtom {
				continue
			}
			at, ok := p.lex.nounP[n][prep]
			if !ok || r.set.is[0].atom.fill[at] != nil || !compatible(s.set.classes, n.frame.classes[at]) {
				continue
			}
			a := *r.set.is[0].atom
			a.self = at
			k := &cond{atom: &a}
			if none {
				k = not(k)
			}
			out := s.set.clone()
			out.is = append(out.is, k)
			take(listForm, out, r.to, worse(s.err, r.err))
		}
	}
}

// counts reports whether an atom asks how many take one of its places.
func (a *atom) counts() bool {
	for _, f := range a.fill {
		if f != nil && (f.most || f.atLeast > 0) {
			return true
		}
	}
	return a.most != noRole
}

// among reads what "which of" chooses from: a description of several, or a
// body, of which it is the members.
func (p *parser) among(i int) []setAt {
	var out []setAt
	for _, s := range p.nounPhrase(i) {
		if s.set.many && len(s.set.is) > 0 {
			s.closed = false
			out = append(out, s)
		}
	}
	j := p.skip("det", i)
	for _, to := range p.spans(j) {
		f, err := p.resolve(j, to, bodies)
		if err != nil || f.how > byCore {
			continue
		}
		for _, n := range nouns {
			if n.frame != members {
				continue
			}
			s := newSet(nounForm{n, true})
			s.is[0].atom.fill[theTo] = &filler{names: []named{{f, p.text(j, to), bodies, false, ""}}}
			out = append(out, setAt{set: s, to: to})
		}
	}
	return out
}

// sinceWhen reads "since when has Czechia been a member of NATO".
func (p *parser) sinceWhen(i int, take func(questionForm, *set, int, error)) {
	if !p.is("be", i) && !p.is("have", i) {
		return
	}
	for _, f := range p.filler(i + 1) {
		if !f.entityish() || len(f.elements) != 1 {
			continue
		}
		k := f.to
		if p.is("be", k) || p.words(k, "al") {
			k++
		}
		for _, s := range p.nounPhrase(k) {
			if s.set.noun == nil || s.set.noun.frame != members || len(s.set.is) != 1 || s.set.is[0].op != isAtom || s.set.is[0].atom.fill[theTo] == nil {
				continue
			}
			list, nots, err := p.fillers(f, members.classes[theFrom])
			if len(list) != 1 || nots[0] {
				continue
			}
			a := *s.set.is[0].atom
			a.frame, a.self = joinings, theRec
			a.fill[theFrom] = list[0]
			take(whenForm, &set{classes: joinings.classes[theRec], is: []*cond{{atom: &a}}}, s.to, worse(err, s.err))
		}
	}
}

// recordNoun is the noun of the records of a frame, nil if there is none.
func recordNoun(f *frame) *noun {
	for _, n := range nouns {
		if n.frame == f && n.record() {
			return n
		}
	}
	return nil
}

// main reads the clause that follows "which KIND".
func (p *parser) main(form questionForm, head setAt, take func(questionForm, *set, int, error)) {
	for _, c := range p.clauses(head.to, clauseContext{gap: true, self: head.set, question: true}) {
		n := head.set.clone()
		n.is = append(n.is, c.cond)
		take(form, n, c.to, worse(head.err, c.err))
	}
}

// misnamed reports whether companies said to be of a state do or suffer what has
// nothing to do with being linked to it: "American companies that were hacked".
func (s *set) misnamed() bool {
	of, other, wrong := false, false, false
	for _, k := range s.is {
		k.each(func(a *atom) {
			switch {
			case a.of != "":
				of = true
			case a.self == theTo && (a.frame.kind != "" || a.frame == acts):
			case a.self == theFrom && slices.Contains([]*frame{links, ties, agents, parts}, a.frame):
			default:
				other = true
			}
			for r, f := range a.fill {
				if f == nil || f.set == nil {
					continue
				}
				inside := slices.ContainsFunc(f.set.is, func(k *cond) bool { return k.op == isAtom && k.atom.of != "" })
				wrong = wrong || f.set.misnamed() || inside && (role(r) != theTo || a.frame.kind == "" && a.frame != acts)
			}
		})
	}
	return wrong || of && other
}

// eachOf makes "how many incidents did each state attribute" a table by what
// each says; nil where nothing says each.
func (s *set) eachOf() (*set, []dimension) {
	n := *s
	n.is = flat(s.is)
	var dims []dimension
	for i, k := range n.is {
		if k.op != isAtom {
			continue
		}
		a := *k.atom
		said := false
		for r, f := range a.fill {
			if f == nil || !f.each || f.set == nil || f.set.noun == nil || len(f.set.is) > 0 {
				continue
			}
			g := *f
			g.each = false
			a.fill[r], said = &g, true
			dims = append(dims, dimension{role: role(r), text: f.set.noun.called("en", false), given: true})
		}
		if said {
			n.is = append([]*cond{{atom: &a}}, slices.Concat(n.is[:i], n.is[i+1:])...)
			n.many = true
			return &n, dims
		}
	}
	return nil, nil
}

// hasEach reports whether "each" is left where no table is asked for.
func (s *set) hasEach() bool {
	found := false
	for _, k := range s.is {
		k.each(func(a *atom) {
			for _, f := range a.fill {
				found = found || f != nil && f.each
			}
		})
	}
	return found
}

// said reports whether a description says more than what kind of thing is
// meant: a record of something, or what did something.
func (s *set) said() bool {
	if s.noun == nil || len(s.is) == 0 || s.noun.frame != nil && !s.noun.record() {
		return false
	}
	a := s.is[0].atom
	return len(s.is) > 1 || s.noun.frame == nil || a != nil && (a.rank != 0 || a.fill != ([roles]*filler{}) || a.when.any() || len(a.quals) > 0)
}

// bounded reports whether the records can tell the members of a set: at least
// one condition says what is, and none is missing what it needs.
func (s *set) bounded() bool {
	if len(s.is) == 0 {
		return s.noun != nil && len(s.classes) > 0 && s.noun.frame == nil
	}
	return (allOf(s.is).positive() || s.listed()) && s.complete()
}

// listed reports whether the graph itself bounds the set: it names the
// incidents and groups that it knows, so "never sanctioned" can be told of each
// of them; of states, parties and people it knows but those it happens to name.
func (s *set) listed() bool {
	return s.noun != nil && s.noun.frame == nil && len(s.classes) == 1 &&
		slices.Contains([]quad.IRI{schema.Incident, schema.Campaign, schema.ThreatGroup}, s.classes[0])
}

func (c *cond) positive() bool {
	switch c.op {
	case isAtom:
		return true
	case isNot:
		return false
	case isOr:
		for _, a := range c.args {
			if !a.positive() {
				return false
			}
		}
		return true
	}
	for _, a := range c.args {
		if a.positive() {
			return true
		}
	}
	return false
}

// complete reports whether every atom has what it needs, in nested sets too.
func (s *set) complete() bool {
	ok := true
	var walk func(c *cond)
	walk = func(c *cond) {
		if c.op != isAtom {
			for _, a := range c.args {
				walk(a)
			}
			return
		}
		a := c.atom
		if a.self == noRole {
			ok = false
			return
		}
		for _, r := range a.frame.needs {
			if a.self != r && a.fill[r] == nil && a.self != theRec {
				ok = false
			}
		}
		for r, f := range a.fill {
			if f == nil {
				continue
			}
			if role(r) == a.self {
				ok = false
			}
			if f.set != nil {
				ok = ok && f.set.pickTop()
				f.set.tie()
				if !f.set.complete() || len(f.set.is) > 0 && !allOf(f.set.is).positive() && !f.set.listed() {
					ok = false
				}
			}
		}
	}
	for _, c := range s.is {
		walk(c)
	}
	return ok
}
