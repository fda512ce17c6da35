package ask

import "fmt"

// otherWay says what a Dutch question asks as well where nothing tells its
// subject from its object: "wie beschuldigde China?" is read as who blamed China,
// and may also ask whom China blamed. It is "" for a question with one reading.
func (m *match) otherWay(question string, words []word, names *Names) string {
	if m.lang != "nl" {
		return ""
	}
	if m.also != nil {
		return fmt.Sprintf(phrases[m.lang].otherWay, m.also.say(names))
	}
	if m.t.ID == LanguageID {
		return ""
	}
	rest, _ := takeModifiers(words, names, question)
	p := newParser(question, withoutPoliteness(rest), m.lang, names)
	if !p.is("who", 0) && !p.is("which", 0) {
		return ""
	}
	list, _ := p.readings()
	doers, whom := twoWays(list)
	if doers == nil || whom == nil {
		return ""
	}
	return fmt.Sprintf(phrases[m.lang].otherWay, compileReading(whom, m.lang).say(names))
}

// changedAbout returns the one of two matches that asks who did it, with the other
// beside it, where that is all in which they differ and nothing tells subject from
// object; else nil. English has an order that tells.
func changedAbout(matches []*match) *match {
	if matches[0].lang != "nl" {
		return nil
	}
	a, b := matches[0], matches[1]
	doers, whom := twoWays([]*reading{a.reading, b.reading})
	if doers == nil || whom == nil {
		return nil
	}
	if doers == b.reading {
		a, b = b, a
	}
	a.also = b
	return a
}

// twoWays returns the readings that differ in who did it to whom: the one that
// asks for those who did it to what is named, and the one that asks to whom what is
// named did it. They are nil where there is no such reading.
func twoWays(list []*reading) (doers, whom *reading) {
	for _, r := range list {
		if r.form != listForm || len(r.set.is) != 1 || r.set.is[0].op != isAtom {
			continue
		}
		a := r.set.is[0].atom
		by := theBy // of an edge it is the subject that does it
		if a.frame.classes[theFrom] != nil {
			by = theFrom
		}
		switch {
		case a.self == by && a.fill[theTo] != nil:
			doers = r
		case a.self == theTo && a.fill[by] != nil:
			whom = r
		}
	}
	if doers != nil && whom != nil && doers.set.is[0].atom.frame != whom.set.is[0].atom.frame {
		return nil, nil
	}
	return doers, whom
}
