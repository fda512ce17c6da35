package ask

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

func nextDay(d graph.Date) graph.Date   { return shift(d, 1) }
func dayBefore(d graph.Date) graph.Date { return shift(d, -1) }

func shift(d graph.Date, days int) graph.Date {
	t := time.Date(d.Year, d.Month, d.Day+days, 0, 0, 0, 0, time.UTC)
	return graph.Date{Year: t.Year(), Month: t.Month(), Day: t.Day()}
}

// nounPhrase reads a description: "states that …", "units of the GRU",
// "sanctions against Russia by the EU since 2020".
func (p *parser) nounPhrase(i int) []setAt {
	if memo, ok := p.nounMemo[i]; ok && p.expected == nil {
		return memo
	}
	if p.depth > maxNested || p.busy() {
		return nil
	}
	p.depth++
	defer func() { p.depth-- }()
	var out []setAt
	j := p.skip("det", i)
	rank := 0
	switch {
	case p.is("first", j):
		j, rank = j+1, 1
	case p.is("last", j):
		j, rank = j+1, -1
	case p.words(j, "most", "recent"), p.words(j, "meest", "recente"):
		j, rank = j+2, -1
	}
	heads := p.heads(j)
	if n, ok := p.number(j); ok && n > 1 && rank == 0 {
		heads = append(heads, p.topped(p.heads(j+1), n)...)
	}
	if to, n, ok := p.topAt(i); ok {
		heads = append(heads, p.topped(p.heads(to), n)...)
	}
	for _, head := range heads {
		s := head.set
		if rank != 0 {
			if len(s.is) == 0 || s.is[0].op != isAtom || s.is[0].atom.self != theRec {
				// "the first state to blame …" is said by what it did.
				if n := p.toInfinitive(head, rank); n != nil {
					out = append(out, n...)
				}
				continue
			}
			s.is[0].atom.rank = rank
		}
		out = append(out, p.posts(head)...)
	}
	out = p.distinct(out)
	p.nounMemo[i] = out
	return out
}

// topped makes of descriptions those of so many: "three states".
func (p *parser) topped(heads []setAt, n int) []setAt {
	out := heads[:0:0]
	for _, h := range heads {
		if h.set.many {
			h.set = h.set.clone()
			h.set.top = n
			out = append(out, h)
		}
	}
	return out
}

// distinct drops results that are the same.
func (p *parser) distinct(list []setAt) []setAt {
	seen := map[string]bool{}
	kept := list[:0]
	for _, s := range list {
		k := s.set.key() + string(rune('0'+s.to%64))
		if s.err != nil {
			k += s.err.Error()
		}
		if !seen[k] {
			seen[k] = true
			kept = append(kept, s)
		}
	}
	return kept
}

// newSet is a fresh set of what a noun stands for.
func newSet(n nounForm) *set {
	s := &set{noun: n.noun, classes: n.noun.thing(), many: n.many}
	if n.noun.frame != nil {
		s.is = []*cond{{atom: &atom{frame: n.noun.frame, self: n.noun.self}}}
	}
	return s
}

// heads reads a noun with what stands before it: "Russian units", "NATO
// members", "sanctioned groups", "EU sanctions".
func (p *parser) heads(i int) []setAt {
	var out []setAt
	if p.words(i, "toenmalige") || p.words(i, "destijdse") || p.words(i, "then") {
		for _, h := range p.heads(i + 1) { // "the then members of NATO"
			if len(h.set.is) > 0 && h.set.is[len(h.set.is)-1].isMembership() {
				out = append(out, h)
			}
		}
	}
	for _, e := range lookup(p, p.lex.nouns, i) {
		out = append(out, setAt{set: newSet(e.value), to: i + len(e.words)})
	}
	for _, q := range p.qualityAt(i, adjectives) {
		for _, e := range lookup(p, p.lex.nouns, q.to) {
			if s := newSet(e.value); e.value.noun.record() {
				s.is[0].atom.quals = append(s.is[0].atom.quals, q.value)
				out = append(out, setAt{set: s, to: q.to + len(e.words)})
			}
		}
	}
	// "the most attributed incidents", "the most sanctioned state"
	most := p.words(i, mostWord[p.lang]) || p.words(i, map[string]string{"en": "most often", "nl": "meest"}[p.lang])
	if most {
		i++
	}
	// A participle: what was done to them.
	for _, v := range p.verbsAt(i, rare[verbForm](p)) {
		if v.value.form != ppForm || v.value.verb.light || v.value.verb.object == noRole || v.value.verb.tail != "" {
			continue
		}
		at := i + len(v.words)
		for _, e := range lookup(p, p.lex.nouns, at, rare[nounForm](p)) {
			s := newSet(e.value)
			vb := v.value.verb
			if vb.predicate && vb.frame != blame || !compatible(s.classes, vb.frame.classes[vb.object]) || e.value.noun.record() {
				continue
			}
			a := &atom{frame: vb.frame, self: vb.object}
			if most {
				if !a.makeMost() {
					continue
				}
			}
			s.is = append(s.is, &cond{atom: a})
			out = append(out, setAt{set: s, to: at + len(e.words)})
		}
	}
	if most {
		return out
	}
	// A name, possessive or not: NATO members, Russia's units.
	for _, to := range p.spans(i) {
		for _, e := range lookup(p, p.lex.nouns, to, rare[nounForm](p)) {
			if p.isName(i, to+len(e.words)) {
				continue // "Integrity Technology Group" is no group of its own
			}
			out = append(out, p.owned(e, element{from: i, to: to}, to+len(e.words))...)
		}
	}
	for n := 1; n <= 2; n++ { // "North Korean" is two words
		iso, ok := demonym(p.lang, strings.Join([]string{p.at(i), p.at(i + 1)}[:n], ""))
		if !ok || i+n >= len(p.toks) {
			continue
		}
		if state := p.stateOf(iso); state != "" {
			for _, e := range lookup(p, p.lex.nouns, i+n) {
				out = append(out, p.national(e, state, p.text(i, i+n), i+n+len(e.words))...)
			}
			if nationals[p.at(i+n)] {
				out = append(out, setAt{set: newSet(nounForm{personNoun(), true}), to: i + n + 1, err: &NationalityError{Text: p.text(i, i+n+1)}})
			}
		}
	}
	return out
}

// isName reports whether words are a name word for word.
func (p *parser) isName(from, to int) bool {
	var key strings.Builder
	for _, t := range p.toks[from:to] {
		key.WriteString(t.fold)
	}
	return p.names.has(key.String())
}

func personNoun() *noun {
	for _, n := range nouns {
		if n.frame == nil && slices.Contains(n.classes, quad.IRI(schema.Person)) && !n.envoy {
			return n
		}
	}
	return nil
}

// nationals are words for people of a state, whom no record ties to it.
var nationals = wordSet("nationals", "citizens", "hackers", "spies", "criminals", "onderdanen", "burgers", "spionnen", "staatsburgers")

// deedWords are those for incidents that are somebody's doing.
var deedWords = wordSet("hack", "hacks", "hacking", "attack", "attacks", "cyberattack", "cyberattacks", "operation", "operations", "campaign", "campaigns", "intrusions",
	"aanval", "aanvallen", "cyberaanval", "cyberaanvallen", "operatie", "operaties", "campagne", "campagnes")

// everBlamed reports whether an incident is attributed to a state.
func (p *parser) everBlamed(state quad.IRI) bool {
	res, err := p.names.view.Query(context.Background(), "SELECT ?i WHERE { ?i asc:attributedTo ?a . ?a (asc:partOf|asc:officerOf|asc:linkedTo|asc:actsFor)* "+state.String()+" } LIMIT 1", nil)
	if err != nil {
		return false
	}
	for _, err := range res.Rows() {
		return err == nil
	}
	return false
}

// stateOf returns the state with an ISO code's name, "" if the graph has none.
func (p *parser) stateOf(iso string) quad.IRI {
	for _, name := range regionNames(iso) {
		if f, err := p.names.resolve(name, classesOf(schema.State)); err == nil && f.how <= byName {
			return f.iri
		}
	}
	return ""
}

// owned reads NAME NOUN: whose it is depends on the noun.
func (p *parser) owned(e entry[nounForm], name element, to int) []setAt {
	n := e.value.noun
	s := newSet(e.value)
	var at role
	f := n.frame
	switch {
	case n.record() && n.frame == blame:
		at = theFor
	case n.frame == links:
		at = theFrom // "the APT31 link to China" is said of APT31
	case n.record():
		at = theBy
	case n.frame != nil:
		at = n.of
	case n.ofFrame != nil:
		f, at = n.ofFrame, theTo
	case n == nouns[0]: // NATO states, EU countries
		f, at = members, theTo
	default:
		return nil
	}
	found, err := p.resolve(name.from, name.to, f.classes[at])
	if err == nil && found.how > byCore {
		return nil // whose it is has to be said in full
	}
	if err != nil {
		if isUnknown(err) {
			return nil
		}
	}
	fill := &filler{names: []named{{found, p.text(name.from, name.to), f.classes[at], found.iri != "" && p.names.view.IsA(found.iri, schema.State), ""}}}
	if n.frame != nil {
		s.is[0].atom.fill[at] = fill
	} else {
		a := &atom{frame: f, self: theFrom}
		a.fill[at] = fill
		s.is = append(s.is, &cond{atom: a})
	}
	return []setAt{{set: s, to: to, err: err}}
}

// national reads "Russian units", "Chinese groups", "British sanctions". Of
// groups it may be said in two senses, which are both offered.
func (p *parser) national(e entry[nounForm], state quad.IRI, typed string, to int) []setAt {
	n := e.value.noun
	fill := func() *filler {
		return &filler{names: []named{{found{iri: state}, typed, classesOf(schema.State), true, p.names.view.Label(state, p.lang)}}}
	}
	with := func(f *frame) setAt {
		s := newSet(e.value)
		if n.frame == f {
			s.is[0].atom.fill[theTo] = fill()
		} else {
			a := &atom{frame: f, self: theFrom}
			a.fill[theTo] = fill()
			s.is = append(s.is, &cond{atom: a})
		}
		return setAt{set: s, to: to}
	}
	switch {
	case n.record():
		s := newSet(e.value)
		s.is[0].atom.fill[theBy] = fill()
		return []setAt{{set: s, to: to}}
	case n.frame == officers:
		return []setAt{with(officers)}
	case n.frame != nil:
		return nil
	case n.envoy:
		s := with(envoys)
		s.set.is[len(s.set.is)-1].atom.embassies = n.named != ""
		return []setAt{s}
	case slices.Contains(n.classes, quad.IRI(schema.Agency)) && n.ofFrame != nil:
		return []setAt{with(n.ofFrame)}
	case n.ofFrame == links && slices.Contains(n.classes, quad.IRI(schema.Company)):
		s := with(links) // where a company is registered is in no record
		s.set.is[0].atom.of = typed
		return []setAt{s}
	case slices.Contains(n.classes, quad.IRI(schema.Person)) && n.frame == nil:
		return []setAt{{set: newSet(e.value), to: to, err: &NationalityError{Text: typed + " " + joinWords(e.words)}}}
	case len(n.classes) == 1 && isIncidentSet(newSet(e.value)):
		if !deedWords[e.words[len(e.words)-1]] || !p.everBlamed(state) {
			return nil // "Norwegian incidents" may be those in Norway
		}
		// "Russian hacks" are those that Russia is blamed for.
		s := newSet(e.value)
		a := &atom{frame: blame, self: theFor, whose: true}
		a.fill[theTo] = fill()
		s.is = append(s.is, &cond{atom: a})
		return []setAt{{set: s, to: to}}
	case slices.Contains(n.classes, quad.IRI(schema.ThreatGroup)), slices.Contains(n.classes, quad.IRI(schema.Actor)):
		return []setAt{with(links), with(territory)}
	}
	return nil
}

// posts reads what follows a noun: prepositions, time, clauses.
func (p *parser) posts(head setAt) []setAt {
	out := []setAt{head}
	queue := []setAt{head}
	for len(queue) > 0 && len(out) < 64 && !p.busy() {
		h := queue[0]
		queue = queue[1:]
		for _, next := range p.post(h) {
			out, queue = append(out, next), append(queue, next)
		}
	}
	return out
}

func (s *set) clone() *set {
	n := *s
	n.is = slices.Clone(s.is)
	if len(n.is) > 0 && n.is[0].op == isAtom {
		a := *n.is[0].atom
		n.is[0] = &cond{atom: &a}
	}
	return &n
}

func (p *parser) post(h setAt) []setAt {
	var out []setAt
	i := h.to
	n := h.set.noun
	closed := h.closed
	add := func(s *set, to int, err error) {
		out = append(out, setAt{s, to, worse(h.err, err), closed})
	}
	if h.closed {
		for _, c := range p.withNoun(i) {
			s := h.set.clone()
			s.is = append(s.is, c.cond)
			add(s, c.to, c.err)
		}
		return out
	}
	// Prepositions that the noun has, and "of".
	places := map[string]role{}
	maps.Copy(places, p.lex.nounP[n])
	for w := range p.lex.classes["of"] {
		if _, ok := places[w]; !ok && (n.of != noRole || n.ofFrame != nil) {
			places[w] = n.of
		}
	}
	for w, r := range places {
		j, ok := p.phrase(i, w)
		if !ok {
			continue
		}
		for _, f := range p.filler(j) {
			if f.them || f.nobody || f.mutual {
				continue
			}
			frame, at := n.frame, r
			if frame == nil {
				frame, at = n.ofFrame, theTo
			}
			list, nots, err := p.fillers(f, frame.classes[at])
			if errors.Is(err, errMisfit) {
				continue
			}
			s := h.set.clone()
			if n.frame != nil {
				a := s.is[0].atom
				if a.fill[at] != nil || len(list) > 1 && !n.record() {
					continue
				}
				switch {
				case len(list) == 1 && !nots[0]:
					a.fill[at] = list[0]
				case len(list) > 1:
					continue
				}
			} else {
				for k := range list {
					b := &atom{frame: frame, self: theFrom}
					b.fill[at] = list[k]
					c := &cond{atom: b}
					if nots[k] {
						c = not(c)
					}
					s.is = append(s.is, c)
				}
			}
			add(s, f.to, err)
		}
	}
	// "states in NATO at the time": on the day of what they did
	if len(h.set.is) > 0 && h.set.is[len(h.set.is)-1].isMembership() {
		for _, to := range p.after(thenWords, i) {
			add(h.set, to, nil)
		}
	}
	// "countries outside the EU"
	if n.frame == nil {
		for _, e := range p.except(i, h.set) {
			s := h.set.clone()
			s.is = append(s.is, e.cond)
			add(s, e.to, nil)
		}
	}
	// Time: of a record when it became public, of an incident when it began.
	if sp, j, ok := p.timeAt(i); ok {
		s := h.set.clone()
		switch {
		case n.record() && !s.is[0].atom.when.any():
			s.is[0].atom.when = sp
			add(s, j, nil)
		case n.frame == nil && isIncidentSet(s) && len(s.is) == 0:
			s.is = append(s.is, &cond{atom: &atom{frame: began, self: theFor, when: sp}})
			add(s, j, nil)
		}
	}
	if n.record() && len(h.set.is[0].atom.quals) == 0 {
		for _, q := range p.qualityAt(i, adverbs) {
			s := h.set.clone()
			s.is[0].atom.quals = append(s.is[0].atom.quals, q.value)
			add(s, q.to, nil)
		}
	}
	for _, c := range p.withNoun(i) {
		s := h.set.clone()
		s.is = append(s.is, c.cond)
		add(s, c.to, c.err)
	}
	ctx := clauseContext{gap: true, self: h.set}
	closed = true
	if p.is("that", i) {
		for _, c := range p.clauses(i+1, ctx) {
			s := h.set.clone()
			s.is = append(s.is, c.cond)
			add(s, c.to, c.err)
		}
	}
	if w, ok := wherePreps[p.at(i)]; ok {
		ctx.gapPrep = w
		for _, c := range p.clauses(i+1, ctx) {
			s := h.set.clone()
			s.is = append(s.is, c.cond)
			add(s, c.to, c.err)
		}
		ctx.gapPrep = ""
	}
	for prep, seqs := range p.lex.prepWords {
		if p.at(i) != prep {
			continue
		}
		for _, seq := range seqs {
			if !p.words(i, seq...) || !p.is("that", i+len(seq)) && !p.is("who", i+len(seq)) {
				continue
			}
			ctx.gapPrep = joinWords(seq)
			for _, c := range p.clauses(i+len(seq)+1, ctx) {
				s := h.set.clone()
				s.is = append(s.is, c.cond)
				add(s, c.to, c.err)
			}
			ctx.gapPrep = ""
		}
	}
	if p.lang == "en" && i < len(p.toks) && !p.is("that", i) && !p.is("do", i) && !p.is("be", i) && !p.is("have", i) {
		// "the first sanction the EU imposed"
		for _, c := range p.clauses(i, ctx) {
			if c.last == nil || len(c.last.nps) == 0 || c.last.nps[0].afterVerb || c.last.form == nil {
				continue
			}
			s := h.set.clone()
			s.is = append(s.is, c.cond)
			add(s, c.to, c.err)
		}
	}
	ctx.reduced = true
	for _, c := range p.clauses(i, ctx) {
		s := h.set.clone()
		s.is = append(s.is, c.cond)
		add(s, c.to, c.err)
	}
	return out
}

// those reads "those that blamed China" and "those blamed by China", as answers
// say whom they list.
func (p *parser) those(i int) []setAt {
	if !p.is("those", i) {
		return nil
	}
	s := &set{who: true, classes: someone, many: true}
	at, ctx := i+1, clauseContext{gap: true, self: s, reduced: true}
	if p.is("that", at) {
		at, ctx.reduced = at+1, false
	}
	var out []setAt
	for _, c := range p.clauses(at, ctx) {
		n := s.clone()
		n.is = append(n.is, c.cond)
		n.nameRecords()
		out = append(out, setAt{set: n, to: c.to, err: c.err})
	}
	return out
}

// thenWords say of a membership that it was so on the day of a deed, as it is
// read anyway.
var thenWords = phraseList{
	"en": {"at the time", "at that time", "then", "on that day", "at that moment", "on the day", "at the moment", "as it then was", "as it was then", "as it was on that day", "at that point", "of that moment", "of that time", "of that day", "of the day", "of then"},
	"nl": {"op dat moment", "toen", "destijds", "op die dag", "indertijd", "in die tijd", "toentertijd", "van toen", "van dat moment", "van die dag", "van die tijd"},
}

// isMembership reports whether a condition is that of being a member.
func (c *cond) isMembership() bool { return c.op == isAtom && c.atom.frame == members }

// toInfinitive reads "the first state to blame Russia for NotPetya".
func (p *parser) toInfinitive(h setAt, rank int) []setAt {
	var out []setAt
	add := func(c condAt) {
		if c.cond.op != isAtom {
			return
		}
		a := *c.cond.atom
		a.rank = rank
		s := h.set.clone()
		s.is = append(s.is, &cond{atom: &a})
		out = append(out, setAt{s, c.to, worse(h.err, c.err), true})
	}
	if p.words(h.to, "to") {
		for _, c := range p.clauses(h.to+1, clauseContext{gap: true, self: h.set, infinitive: true}) {
			add(c)
		}
	}
	if p.is("that", h.to) {
		for _, c := range p.clauses(h.to+1, clauseContext{gap: true, self: h.set}) {
			add(c)
		}
	}
	for _, c := range p.clauses(h.to, clauseContext{gap: true, self: h.set, reduced: true}) {
		add(c)
	}
	return out
}
