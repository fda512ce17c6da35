package ask

import "fmt"

// otherWay says what a Dutch question asks as well where nothing tells its
// subject from its object: "wie beschuldigde China?" is read by a template as who
// blamed China, and may also ask whom China blamed. It is "" for a question with
// one reading, and for one of the controlled language, which asks back.
func (m *match) otherWay(question string, words []word, names *Names) string {
	if m.lang != "nl" || m.t.ID == LanguageID {
		return ""
	}
	rest, _ := takeModifiers(words, names, question)
	p := newParser(question, withoutPoliteness(rest), m.lang, names)
	if !p.is("who", 0) && !p.is("which", 0) {
		return ""
	}
	list, _ := p.readings()
	var doers bool // a reading asks for those who did it to what is named
	var whom *reading
	for _, r := range list {
		if r.form != listForm || len(r.set.is) != 1 || r.set.is[0].op != isAtom {
			continue
		}
		switch a := r.set.is[0].atom; {
		case a.self == theBy && a.fill[theTo] != nil:
			doers = true
		case a.self == theTo && a.fill[theBy] != nil:
			whom = r
		}
	}
	if !doers || whom == nil {
		return ""
	}
	return fmt.Sprintf(phrases[m.lang].otherWay, compileReading(whom, m.lang).say(names))
}
