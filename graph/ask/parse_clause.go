package ask

import (
	"slices"
	"strings"
)

// clauseContext says what a clause hangs on.
type clauseContext struct {
	gap        bool   // the set's member takes a place in it
	gapPrep    string // after this preposition: "for which", "waarvoor"
	reduced    bool   // without auxiliary: "incidents attributed to Russia"
	infinitive bool   // "to blame Russia"
	self       *set
	question   bool // a main clause with its verb before the subject
	prev       *clause
	prevGap    role // the place of the set's member in the clause before
}

// clause collects the parts of a clause in the order in which they stand.
type clause struct {
	be, have, do bool
	oneAux       bool // the finite verb is singular
	manyAux      bool
	neg, never   bool
	form         *verbForm
	tail         bool
	nps          []nounPart
	pps          []prepPart
	when         span
	rank         int
	most         bool
	extra        []condAt // with or without sanctions
	pred         *setAt   // "are members of NATO"
	quals        []*quality
	isLike       *quality // "are relayed", "rest on one source"
	becomes      bool     // Dutch worden: what happens rather than what is
	parts        int
}

type nounPart struct {
	f         *fillerPhrase
	afterVerb bool
}

type prepPart struct {
	word string
	f    *fillerPhrase // nil: what follows was asked for: "blamed for"
}

func joinWords(seq []string) string { return strings.Join(seq, " ") }

// clauses reads one clause, or several joined by "and", "or" and "but".
func (p *parser) clauses(i int, x clauseContext) []condAt {
	if p.depth > maxNested || p.busy() {
		return nil
	}
	p.depth++
	defer func() { p.depth-- }()
	var out []condAt
	for _, c := range p.clause(i, x) {
		out = p.join(out, []*cond{c.cond}, c, 0, x)
	}
	return out
}

// join extends a coordination; op is 0, 1 for and, 2 for or.
func (p *parser) join(out []condAt, have []*cond, last condAt, op int, x clauseContext) []condAt {
	done := last
	switch {
	case op == 2:
		done.cond = &cond{op: isOr, args: have}
	default:
		done.cond = allOf(have)
	}
	out = append(out, done)
	if len(have) > 4 || p.busy() {
		return out
	}
	j, next := last.to, 1
	switch {
	case p.is("and", j) && op != 2:
		j++
		if p.is("that", j) && x.gap && !x.reduced {
			j++
		}
	case p.lang == "nl" && p.words(j, "als") && p.said("zowel", j) && op != 2:
		j++
	case p.is("but", j) && op != 2:
		j++
		if p.is("that", j) && x.gap && !x.reduced {
			j++
		}
	case (p.words(j, "nor") || p.words(j, "noch")) && op != 2: // it denies the clause that it begins
	case p.is("or", j) && op != 1:
		j, next = j+1, 2
		if p.is("that", j) && x.gap && !x.reduced {
			j++
		}
	default:
		return out
	}
	y := x
	y.prev, y.prevGap = last.last, last.gap
	for _, c := range p.clause(j, y) {
		c.err = worse(last.err, c.err)
		out = p.join(out, append(slices.Clip(have), c.cond), c, next, x)
		if c.last.when.any() && !last.last.when.any() {
			// "blamed but did not sanction since 2018": of both, or the last.
			both := make([]*cond, 0, len(have)+1)
			for _, h := range have {
				both = append(both, h.during(c.last.when))
			}
			out = p.join(out, append(both, c.cond), c, next, x)
		}
	}
	return out
}

// clause reads one clause in every way.
func (p *parser) clause(i int, x clauseContext) []condAt {
	var out []condAt
	var walk func(c clause, i int)
	walk = func(c clause, i int) {
		if p.busy() || c.parts > 12 {
			return
		}
		c.parts++
		if c.parts > 1 {
			out = append(out, p.close(&c, x, i)...)
		}
		if i > len(p.toks) || i < len(p.toks) && p.toks[i].comma && c.parts > 1 && c.form == nil {
			return
		}
		p.aux(c, x, i, walk)
		if p.is("never", i) && !c.never && !c.neg {
			d := c
			d.neg, d.never = true, true
			walk(d, i+1)
		} else if p.is("not", i) && !c.neg {
			d := c
			d.neg = true
			if p.is("notDo", i) {
				d.do = true
			}
			if p.is("notBe", i) {
				d.be = true
			}
			if p.is("notHave", i) {
				d.have = true
			}
			walk(d, i+1)
		}
		if p.is("adverb", i) && !(x.reduced && slices.Contains([]string{"themselves", "itself", "zelf"}, p.at(i))) {
			walk(c, i+1)
		}
		if c.form == nil && c.pred == nil {
			for _, v := range p.verbsAt(i, func(f verbForm) bool { return c.goesOn(f, x, p.lang) }) {
				if x.reduced && c.parts == 1 && v.value.form != ppForm && v.value.form != ingForm {
					continue
				}
				d := c
				f := v.value
				d.form = &f
				walk(d, i+len(v.words))
			}
			if c.be && p.lang != "" && len(c.nps) <= 1 {
				for _, s := range p.nounPhrase(i) {
					if s.set.noun == nil || s.set.noun.frame == nil || s.set.noun.record() {
						continue
					}
					d := c
					d.pred = &s
					walk(d, s.to)
				}
			}
		}
		if x.gap && c.form == nil && c.pred == nil && c.isLike == nil && len(c.nps)+len(c.pps) == 0 && (x.self == nil || x.self.noun != nil && x.self.noun.record()) {
			for _, q := range p.qualityAt(i, ofVerbs) {
				if !c.be && !c.have {
					d := c
					d.isLike = q.value
					walk(d, q.to)
				}
			}
			if c.be {
				for _, q := range p.qualityAt(i, adjectives) {
					d := c
					d.isLike = q.value
					walk(d, q.to)
				}
			}
		}
		if x.self != nil && slices.ContainsFunc(x.self.is, (*cond).isMembership) {
			for _, to := range p.after(thenWords, i) {
				walk(c, to)
			}
		}
		for _, s := range map[string][]string{"en": {"in their own name", "in its own name", "on their own behalf"}, "nl": {"op eigen naam", "op eigen titel", "uit eigen naam"}}[p.lang] {
			if j, ok := p.phrase(i, s); ok {
				walk(c, j)
			}
		}
		if len(c.quals) < 2 {
			for _, q := range p.qualityAt(i, adverbs) {
				d := c
				d.quals = append(slices.Clip(c.quals), q.value)
				walk(d, q.to)
			}
		}
		if !c.tail {
			p.tails(c, i, walk)
		}
		p.prepositions(c, x, i, walk)
		if !c.when.any() && !(x.reduced && c.parts == 1) {
			if sp, j, ok := p.timeAt(i); ok {
				d := c
				d.when = sp
				walk(d, j)
			}
		}
		if c.rank == 0 {
			p.ranks(c, i, walk)
		}
		if (c.form != nil || p.lang == "nl") && !c.most {
			for _, s := range map[string][]string{"en": {"the most often", "most often", "the most", "most frequently", "most times", "the most times", "most"}, "nl": {"het vaakst", "het meest", "vaakst", "het meeste"}}[p.lang] {
				if j, ok := p.phrase(i, s); ok && len(lookup(p, p.lex.nouns, j)) == 0 {
					d := c
					d.most = true
					walk(d, j)
				}
			}
		}
		for _, w := range append(p.withNoun(i), p.withoutDoing(i, x)...) {
			d := c
			d.extra = append(slices.Clip(c.extra), w)
			walk(d, w.to)
		}
		if f := p.shared(c, x, i); f != nil {
			d := c
			d.nps = append(slices.Clip(c.nps), nounPart{f, true})
			d.parts++
			out = append(out, p.close(&d, x, i)...)
		}
		if len(c.nps) < 2 && !x.reduced && !(i == len(p.toks) && c.full(p.lang)) {
			for _, f := range p.filler(i) {
				if f.them {
					if f = p.antecedent(f, c, x); f == nil {
						continue
					}
				}
				d := c
				d.nps = append(slices.Clip(c.nps), nounPart{f, c.form != nil})
				walk(d, f.to)
			}
		} else if x.reduced && c.form != nil && len(c.nps) < 1 && !(p.expected != nil && p.lang == "en" && c.form.form == ppForm) {
			// "states blamed China" goes on as what states did, not as who they are
			for _, f := range p.filler(i) {
				d := c
				d.nps = append(slices.Clip(c.nps), nounPart{f, true})
				walk(d, f.to)
			}
		}
	}
	walk(clause{}, i)
	return out
}

// goesOn reports whether a clause that is typed in part goes on with a form of a
// verb: a participle after to be and to have, and in a clause without either, a
// plain form after to do, else one with a tense.
func (c clause) goesOn(f verbForm, x clauseContext, lang string) bool {
	switch {
	case x.reduced && c.parts == 1, c.be, c.have:
		return f.form == ppForm
	case c.do || x.infinitive:
		return f.form == baseForm
	case lang == "en" && x.question && x.gap && len(c.nps) > 0 && !c.do:
		return false // "which states China blamed" nobody asks
	}
	return f.form != ppForm && f.form != ingForm && f.form != baseForm
}

// hasVerb reports whether a clause that is typed in part needs no further verb
// that helps: in English none follows the verb, nor one that helps.
func (c clause) hasVerb(lang string) bool {
	return c.form != nil && (lang == "en" || c.do || c.have || c.be || c.form.form != ppForm) || lang == "en" && (c.do || c.be)
}

// full reports whether nothing that takes a place without a preposition is left
// to say in an English clause.
func (c clause) full(lang string) bool {
	if lang != "en" {
		return false
	}
	if c.form == nil {
		return len(c.nps) > 0 // its verb comes first
	}
	return c.be && c.form.form == ppForm || slices.ContainsFunc(c.nps, func(n nounPart) bool { return n.afterVerb })
}

// shared is the object that a verb has in common with the one after it:
// "condemned but did not attribute the Exchange hack"; nil if there is none.
func (p *parser) shared(c clause, x clauseContext, i int) *fillerPhrase {
	if p.lang != "en" || !x.gap || x.reduced || c.form == nil || c.form.form == ppForm && !c.have || len(c.pps) > 0 || !p.is("and", i) && !p.is("but", i) && !p.is("or", i) && !p.words(i, "nor") {
		return nil
	}
	for _, n := range c.nps {
		if n.afterVerb {
			return nil
		}
	}
	j := i + 1
	if p.words(i, "nor") {
		j = i
	}
	for p.is("do", j) || p.is("not", j) || p.is("never", j) || p.is("have", j) || p.is("adverb", j) {
		j++
	}
	for _, v := range p.verbsAt(j) {
		for _, f := range p.filler(j + len(v.words)) {
			if f.entityish() && len(f.elements) == 1 && (f.to == len(p.toks) || !p.is("and", f.to)) {
				g := *f
				return &g
			}
		}
	}
	return nil
}

// antecedent is what "it" or "them" stands for as the object of a clause that
// follows on another: the object of that one.
func (p *parser) antecedent(f *fillerPhrase, c clause, x clauseContext) *fillerPhrase {
	if x.prev == nil || c.form == nil || slices.Contains([]string{"that", "this", "dat", "die", "het"}, p.at(f.to-1)) {
		return nil
	}
	for _, n := range x.prev.nps {
		if n.afterVerb && n.f.entityish() && len(n.f.elements) == 1 {
			g := *n.f
			g.to = f.to
			return &g
		}
	}
	return nil
}

func (p *parser) aux(c clause, x clauseContext, i int, walk func(clause, int)) {
	if x.reduced || c.pred != nil || c.isLike != nil || i == len(p.toks) && c.hasVerb(p.lang) {
		return
	}
	d := c
	switch {
	case p.is("do", i) && !c.do && !c.be && !c.have:
		d.do = true
	case p.is("have", i) && !c.have && !c.do:
		d.have = true
	case p.is("be", i):
		d.be = true
		d.becomes = p.lang == "nl" && slices.Contains([]string{"werd", "werden", "wordt", "worden", "geworden"}, p.at(i))
	default:
		return
	}
	if !c.do && !c.have && !c.be {
		d.oneAux, d.manyAux = p.is("one", i), p.is("many", i)
	}
	walk(d, i+1)
}

func (p *parser) tails(c clause, i int, walk func(clause, int)) {
	try := func(v *verb) bool {
		for _, t := range p.lex.tails[v] {
			if p.words(i, t...) {
				d := c
				d.tail = true
				walk(d, i+len(t))
				return true
			}
		}
		return false
	}
	if c.form != nil {
		try(c.form.verb)
		return
	}
	if p.lang == "nl" {
		// "die Rusland verantwoordelijk hielden": before the verb.
		for _, seqs := range [][]string{{"verantwoordelijk"}, {"aansprakelijk"}, {"de", "schuld"}, {"sancties"}} {
			if p.words(i, seqs...) {
				d := c
				d.tail = true
				walk(d, i+len(seqs))
			}
		}
	}
}

func (p *parser) prepositions(c clause, x clauseContext, i int, walk func(clause, int)) {
	if len(c.pps) >= 4 {
		return
	}
	j, only := i, false
	if p.is("only", j) {
		j, only = j+1, true
	}
	if j >= len(p.toks) && p.expected != nil {
		for _, seqs := range p.lex.prepWords {
			for _, seq := range seqs {
				if c.form != nil {
					if _, ok := p.lex.preps[c.form.verb][joinWords(seq)]; !ok {
						continue
					}
				}
				p.words(j, seq...)
			}
		}
	}
	for _, seq := range p.lex.prepWords[p.at(j)] {
		if !p.words(j, seq...) {
			continue
		}
		k := j + len(seq)
		if c.form != nil {
			if _, ok := p.lex.preps[c.form.verb][joinWords(seq)]; !ok {
				continue
			}
		}
		d := c
		if x.gap && x.gapPrep == "" && !only && p.lang == "en" && !p.namesAt(k) && (p.expected == nil || k < len(p.toks)) {
			d.pps = append(slices.Clip(c.pps), prepPart{word: joinWords(seq)})
			walk(d, k)
		}
		for _, f := range p.filler(k) {
			if f.them {
				continue
			}
			if only {
				g := *f
				g.only = true
				f = &g
			}
			d.pps = append(slices.Clip(c.pps), prepPart{word: joinWords(seq), f: f})
			walk(d, f.to)
		}
	}
}

// namesAt reports whether something that takes a place stands at i: then a
// preposition before it is not one that was left behind.
func (p *parser) namesAt(i int) bool { return i < len(p.toks) && len(p.filler(i)) > 0 }

// orderWords say that something was the first of its kind, 1, or the last, -1.
var orderWords = map[string]map[int][]string{
	"en": {1: {"first", "for the first time", "as first", "as the first"}, -1: {"last", "most recently", "for the last time"}},
	"nl": {1: {"als eerste", "voor het eerst", "het eerst", "eerst"}, -1: {"als laatste", "het laatst", "voor het laatst"}},
}

func (p *parser) ranks(c clause, i int, walk func(clause, int)) {
	for rank, list := range orderWords[p.lang] {
		for _, s := range list {
			if j, ok := p.phrase(i, s); ok {
				d := c
				d.rank = rank
				walk(d, j)
			}
		}
	}
}
