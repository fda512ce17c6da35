package ask

// withNoun reads "without sanctions by the EU", "with an indictment",
// "without sanctioning them".
func (p *parser) withNoun(i int) []condAt {
	var out []condAt
	neg := p.is("without", i)
	if !neg && !p.is("with", i) {
		return nil
	}
	j := i + 1
	if !neg && p.is("no", j) {
		neg, j = true, j+1
	}
	wrap := func(a *atom) *cond {
		if neg {
			return not(&cond{atom: a})
		}
		return &cond{atom: a}
	}
	for _, s := range p.nounPhrase(j) {
		if s.set.noun == nil || !s.set.noun.record() || s.set.noun.frame.kind == "" && s.set.noun.frame != acts || len(s.set.is) != 1 || s.set.is[0].op != isAtom {
			continue
		}
		a := *s.set.is[0].atom
		if neg && a.when.any() {
			continue // "without sanctions since 2020": since when they were blamed
		}
		a.self, a.bare = noRole, true
		out = append(out, condAt{cond: wrap(&a), to: s.to, err: s.err})
	}
	if j, ok := p.phrase(j, map[string]string{"en": "being", "nl": "te worden"}[p.lang]); ok && neg {
		for _, v := range p.verbsAt(j) {
			if v.value.form == ppForm && v.value.verb.frame.kind != "" && !v.value.verb.light {
				out = append(out, condAt{cond: wrap(&atom{frame: v.value.verb.frame, self: noRole, bare: true}), to: j + len(v.words)})
			}
		}
	}
	for _, v := range p.verbsAt(j) {
		vb := v.value.verb
		if v.value.form != ingForm || vb.frame.kind == "" {
			continue
		}
		a := &atom{frame: vb.frame, self: noRole, bare: true}
		to := j + len(v.words)
		out = append(out, condAt{cond: wrap(a), to: to})
		for _, f := range p.filler(to) {
			if f.them {
				out = append(out, condAt{cond: wrap(a), to: f.to})
			}
		}
	}
	if p.lang == "nl" && neg {
		// zonder ze te sanctioneren; zonder sancties op te leggen
		k := p.skip("them", j)
		if p.words(k, "te") {
			for _, v := range p.verbsAt(k + 1) {
				if v.value.form == baseForm && v.value.verb.frame.kind != "" {
					out = append(out, condAt{cond: wrap(&atom{frame: v.value.verb.frame, bare: true}), to: k + 1 + len(v.words)})
				}
			}
		}
		if to, ok := p.phrase(j, "sancties op te leggen"); ok {
			out = append(out, condAt{cond: wrap(&atom{frame: sanctions, bare: true}), to: to})
		}
		for _, s := range []string{"dat er sancties volgden", "dat er sancties kwamen"} {
			if to, ok := p.phrase(j, s); ok {
				out = append(out, condAt{cond: wrap(&atom{frame: sanctions, bare: true}), to: to})
			}
		}
	}
	return out
}

// noBlame says that somebody blames nobody of something.
var noBlame = phraseList{
	"en": {"attributing it", "attributing anything", "attributing it to anyone", "attributing it themselves", "making one", "making one themselves", "making an attribution", "making an attribution themselves", "blaming anyone", "naming anyone", "naming a culprit", "naming a state", "accusing anyone", "blaming anybody", "saying who did it", "an attribution of their own", "own attribution"},
	"nl": {"iemand te noemen", "een dader te noemen", "iemand te beschuldigen", "iemand aan te wijzen", "zelf toe te schrijven", "het zelf toe te schrijven", "er zelf een te doen", "zelf iemand te beschuldigen", "eigen toeschrijving", "te zeggen wie het deed"},
}

// withoutDoing reads "without blaming China", "zonder China te noemen", said of
// who did something: that of the same incident it did not do this.
func (p *parser) withoutDoing(i int, x clauseContext) []condAt {
	if !p.is("without", i) || !x.gap {
		return nil
	}
	i++
	var out []condAt
	add := func(k *cond, to int, err error) {
		out = append(out, condAt{cond: not(k), to: to, err: err})
	}
	for _, to := range p.after(noBlame, i) {
		add(&cond{atom: &atom{frame: blame, self: theBy, beside: true}}, to, nil)
	}
	if p.lang == "nl" {
		for _, f := range p.filler(i) {
			for _, te := range []string{"te", "aan te"} {
				k, ok := p.phrase(f.to, te)
				if !ok {
					continue
				}
				for _, v := range p.verbsAt(k) {
					vb := v.value.verb
					if v.value.form != baseForm || vb.frame != blame || vb.object != theTo || !f.entityish() {
						continue
					}
					list, nots, err := p.fillers(f, blame.classes[theTo])
					if len(list) != 1 || nots[0] {
						continue
					}
					a := &atom{frame: blame, self: theBy, beside: true}
					a.fill[theTo] = list[0]
					add(&cond{atom: a}, k+len(v.words), err)
				}
			}
		}
		return out
	}
	y := x
	y.reduced, y.prev = true, nil
	for _, c := range p.clause(i, y) {
		if c.last == nil || c.last.form == nil || c.last.form.form != ingForm || c.cond.op != isAtom || c.cond.atom.frame != blame || c.cond.atom.self != theBy {
			continue
		}
		a := *c.cond.atom
		if to := a.fill[theTo]; to != nil && to.set != nil {
			continue // "without naming the state" names none
		}
		a.beside = true
		add(&cond{atom: &a}, c.to, c.err)
	}
	return out
}

// holdBeside gives what is said with "without" the incident of what it stands
// beside; false if it cannot be said of the one who did that.
func holdBeside(k *cond, core *atom) bool {
	ok := true
	k.each(func(a *atom) {
		if !a.beside {
			return
		}
		f := core.fill[theFor]
		if core.self != theBy || f == nil || len(f.names) == 0 {
			ok = false
		}
		if a.fill[theFor] == nil {
			a.fill[theFor] = f
		}
	})
	return ok
}
