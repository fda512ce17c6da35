package ask

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// sayer writes a reading in words, with placeholders for what is named.
type sayer struct {
	lang string
	slot func(named) string
}

func (s *sayer) pick(en, nl string) string {
	if s.lang == "nl" {
		return nl
	}
	return en
}

func (s *sayer) reading(r *reading) string {
	var text string
	switch r.form {
	case whenForm:
		text = s.pick("when is it on record that ", "wanneer: ") + s.record(r.set) + s.pick("?", "")
	case yesForm:
		text = s.pick("is there a record that ", "is er een vermelding van: ") + s.record(r.set) + s.pick("?", "")
	case tableForm:
		t := r.set.clone()
		var per []string
		for _, d := range r.per {
			if a := t.is[0].atom; a != nil && d.unit == "" {
				a.fill[d.role] = nil
			}
			per = append(per, d.text+s.whose(d))
		}
		text = s.pick("number of ", "aantal ") + s.set(t, true) + " per " + strings.Join(per, s.pick(" and ", " en "))
		if r.top > 0 {
			text += s.pick(", the ", ", de ") + strconv.Itoa(r.top) + s.pick(" with most", " met de meeste")
		}
	case countForm:
		text = s.pick("number of ", "aantal ") + s.set(r.set, true)
	default:
		text = s.set(r.set, true)
	}
	first, n := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[n:]
}

// whose says which place a table is counted by.
func (s *sayer) whose(d dimension) string {
	switch d.role {
	case theBy:
		return s.pick(" (by whom)", " (door wie)")
	case theTo:
		return s.pick(" (against whom)", " (tegen wie)")
	}
	return ""
}

// record writes the one atom of a question after a record.
func (s *sayer) record(t *set) string {
	a := t.is[0].atom
	b := *a
	// Say it from whoever did it, or whom it was done to.
	switch {
	case a.fill[theBy] != nil && a.frame.classes[theFrom] == nil:
		b.self = theBy
	case a.frame.classes[theFrom] != nil:
		b.self = theFrom
	case a.fill[theTo] != nil:
		b.self = theTo
	default:
		b.self = theFor
	}
	subject := s.pick("someone", "iemand")
	if f := a.fill[b.self]; f != nil {
		subject = s.filler(f, b.self)
		b.fill[b.self] = nil
	}
	said := s.atom(&b, false)
	if s.lang == "en" {
		var active bool
		switch said, active = strings.CutPrefix(said, "that "); {
		case strings.HasPrefix(said, "about "):
			said = "is one " + said
		case !active:
			said = "is " + said
		}
	}
	return subject + " " + said + s.modifiers(a)
}

func (s *sayer) set(t *set, many bool) string {
	var head string
	switch {
	case t.who:
		head = s.pick("those", "zij")
	case t.noun == nil:
		head = s.pick("what is", "wat is")
	default:
		head = t.noun.called(s.lang, many)
	}
	if many && t.noun == nil && !t.who {
		head = s.pick("things", "dingen")
	}
	last := ""
	for i, c := range t.is {
		text := s.cond(c)
		said := text
		if n := t.noun; i == 0 && n != nil && n.frame != nil && !n.record() && c.op == isAtom && c.atom.frame == n.frame {
			if text = ""; c.atom.fill[n.of] != nil {
				text = s.pick("of ", "van ") + s.filler(c.atom.fill[n.of], n.of) + s.modifiers(c.atom)
			}
		}
		switch {
		case i > 0 && t.noun != nil && t.noun.record() && i == 1 && t.is[0].op == isAtom && t.is[0].atom.fill == ([roles]*filler{}):
			text = " " + text
		case i == 1 && t.noun != nil && t.noun.frame != nil && t.is[0].op == isAtom && t.is[0].atom.frame == t.noun.frame:
			text = " " + text
		case i > 0 && isClause(last) && !isClause(text):
			text = s.afterClause(text)
		case i > 0:
			text = s.pick(" and ", " en ") + text
		case strings.HasPrefix(text, " "):
		default:
			text = " " + text
		}
		if text == " " {
			text = ""
		}
		head += text
		last = said
	}
	return head
}

// afterClause joins what is said without a verb to a clause: "that a record names
// and that are not attributed".
func (s *sayer) afterClause(said string) string {
	first, _, _ := strings.Cut(said, " ")
	if s.lang == "en" && !bindingWords[first] {
		return " and that are " + said
	}
	return ", " + said
}

// bindingWords begin what no form of to be goes before: "with as name Fancy Bear".
var bindingWords = wordSet("with", "without", "about", "against", "whose", "whom", "from", "for", "to", "in", "by")

// isClause reports whether a condition is said by a clause: "that a record
// names", and not "attributed to Russia".
func isClause(said string) bool {
	first, _, _ := strings.Cut(said, " ")
	return first == "that" || first == "die"
}

func (s *sayer) cond(c *cond) string {
	switch c.op {
	case isAtom:
		return s.atom(c.atom, false) + s.modifiers(c.atom)
	case isNot:
		if k := c.args[0]; k.op == isAtom {
			return s.atom(k.atom, true) + s.modifiers(k.atom)
		}
		return s.pick("not (", "niet (") + s.cond(c.args[0]) + ")"
	}
	parts := make([]string, len(c.args))
	for i, a := range c.args {
		parts[i] = s.cond(a)
	}
	if c.op == isOr {
		return s.pick("either ", "hetzij ") + strings.Join(parts, s.pick(" or ", " of "))
	}
	return strings.Join(parts, s.pick(" and ", " en "))
}

// atom fills the wording of a frame.
func (s *sayer) atom(a *atom, neg bool) string {
	w := a.frame.say[s.lang][a.self]
	text := w[0]
	if neg {
		text = w[1]
	}
	var b strings.Builder
	for text != "" {
		open := strings.IndexAny(text, "[{")
		if open < 0 {
			b.WriteString(text)
			break
		}
		b.WriteString(text[:open])
		if text[open] == '{' {
			end := strings.IndexByte(text, '}')
			r := roleNames[text[open+1:end]]
			text = text[end+1:]
			if a.fill[r] != nil {
				b.WriteString(s.filler(a.fill[r], r))
				continue
			}
			var said string
			said, text = s.open(r, neg, text)
			b.WriteString(said)
			continue
		}
		end := strings.IndexByte(text, ']')
		part := text[open+1 : end]
		text = text[end+1:]
		o, e := strings.IndexByte(part, '{'), strings.IndexByte(part, '}')
		if r := roleNames[part[o+1:e]]; a.fill[r] != nil {
			b.WriteString(part[:o] + s.filler(a.fill[r], r) + part[e+1:])
		}
	}
	return b.String()
}

// open writes a place that nothing takes, before the rest of its wording. What
// is denied is denied of anyone; in Dutch the denial is in the word, "niemand",
// and the "niet" behind it goes.
func (s *sayer) open(r role, neg bool, rest string) (said, after string) {
	thing := r == theFor || r == theFrom
	some, any, none := s.pick("someone", "iemand"), s.pick("anyone", "iemand"), "niemand"
	if thing {
		some, any, none = s.pick("something", "iets"), s.pick("anything", "iets"), "niets"
	}
	if !neg {
		return some, rest
	}
	if after, ok := strings.CutPrefix(rest, " niet "); ok && s.lang == "nl" {
		return none + " ", after
	}
	return any, rest
}

func (s *sayer) filler(f *filler, r role) string {
	only := ""
	if f.only {
		only = s.pick("only ", "alleen ")
	}
	switch {
	case f.link != nil && f.link.atom == nil:
		return s.pick("them", "hen")
	case f.link != nil && r == theFor:
		return s.pick("that same incident", "datzelfde incident")
	case f.link != nil:
		return s.pick("the same one", "dezelfde")
	case len(f.names) > 0:
		list := make([]string, len(f.names))
		for i, n := range f.names {
			list[i] = "{" + s.slot(n) + "}"
		}
		return only + strings.Join(list, s.pick(" or ", " of "))
	case f.most:
		return s.pick("the most ", "de meeste ") + s.set(f.set, true) + s.top(f.top)
	case f.atLeast > 0:
		how := s.pick("at least ", "minstens ")
		switch {
		case f.exactly:
			how = s.pick("exactly ", "precies ")
		case f.atMost:
			how = s.pick("at most ", "hoogstens ")
		}
		return how + strconv.Itoa(f.atLeast) + " " + s.set(f.set, true)
	}
	return only + s.set(f.set, f.set.many)
}

// describes reports whether what takes a place is told by a condition of its own.
func (a *atom) describes() bool {
	return slices.ContainsFunc(a.fill[:], func(f *filler) bool { return f != nil && f.set != nil && len(f.set.is) > 0 })
}

// top says how many of those with most are wanted, where it is more than one.
func (s *sayer) top(n int) string {
	if n == 0 {
		return ""
	}
	return s.pick(" (the first ", " (de eerste ") + strconv.Itoa(n) + ")"
}

func (s *sayer) modifiers(a *atom) string {
	var b strings.Builder
	if a.when.any() && a.describes() {
		b.WriteString(",") // else it would be read as of what is described
	}
	switch w := a.when; {
	case !w.from.IsZero() && w.from == w.to:
		b.WriteString(s.pick(" on ", " op ") + w.from.String())
	case !w.from.IsZero() && !w.to.IsZero():
		b.WriteString(s.pick(" from ", " van ") + w.from.String() + s.pick(" to ", " tot en met ") + w.to.String())
	case !w.from.IsZero():
		b.WriteString(s.pick(" on or after ", " op of na ") + w.from.String())
	case !w.to.IsZero():
		b.WriteString(s.pick(" on or before ", " op of voor ") + w.to.String())
	}
	switch {
	case a.rank > 0 && a.self == theBy:
		b.WriteString(s.pick(", before anyone else as far as dates tell", ", als eerste voor zover de data dat zeggen"))
	case a.rank > 0:
		b.WriteString(s.pick(", the first of all as far as dates tell", ", de eerste van alle voor zover de data dat zeggen"))
	case a.rank < 0:
		b.WriteString(s.pick(", the last of all as far as dates tell", ", de laatste van alle voor zover de data dat zeggen"))
	}
	for _, q := range a.quals {
		b.WriteString(", " + q.say[s.lang][0])
	}
	if f := a.fill[theRec]; f != nil {
		b.WriteString(", " + s.filler(f, theRec))
	}
	if a.most != noRole {
		switch a.most {
		case theBy:
			b.WriteString(s.pick(", by the most parties", ", door de meeste partijen"))
		case theRec:
			b.WriteString(s.pick(", in the most records", ", in de meeste vermeldingen"))
		default:
			b.WriteString(s.pick(", for the most incidents", ", voor de meeste incidenten"))
		}
		b.WriteString(s.top(a.top))
	}
	if a.never {
		b.WriteString(s.pick(" ever, for whatever reason", " ooit, om welke reden ook"))
	}
	return b.String()
}
