package ask

import (
	"errors"
	"fmt"
	"strings"
)

// refusals are what errors say in one language.
type refusals struct {
	not, notAt, list, near               string
	unknown, nothing, but, wants, didYou string
	none, maybe, or, typeOne, ways, asks string
	nation, serve, future, untilNow      string
	heads, victims                       string
}

var refusalWords = map[string]*refusals{
	"en": {
		not: "the question was not understood, though each of its words is known", notAt: "the question was not understood at %s",
		list: "list the questions that are understood", near: "questions near it: ",
		unknown: "no %s is called %s", nothing: "nothing is called %s", but: "%s is %s; ", wants: "the question wants %s",
		didYou: "did you mean %s?", none: "the graph has nothing of a name like that",
		maybe: "%s may be %s", or: " or ", typeOne: "type one of %s",
		ways: "the question can be read in %d ways", asks: "it may ask for: %s",
		nation: "no record tells of which nation people are, so %q cannot be told", serve: "ask for officers of an agency, members of a group, or everybody",
		heads: "no record counts the people or machines that were hit: victims are named, not counted", victims: "ask who was hit, or how many states or companies are named as hit",
		future: "%s has not come yet: no record can tell of it", untilNow: "ask about a date that has been, or leave it out: answers hold as of today",
	},
	"nl": {
		not: "de vraag is niet begrepen, al is elk woord bekend", notAt: "de vraag is niet begrepen bij %s",
		list: "vraag de lijst van vragen die begrepen worden", near: "vragen die erop lijken: ",
		unknown: "geen %s heet %s", nothing: "niets heet %s", but: "%s is %s; ", wants: "de vraag wil %s",
		didYou: "bedoelt u %s?", none: "de graaf heeft niets met een naam die daarop lijkt",
		maybe: "%s kan zijn: %s", or: " of ", typeOne: "typ een van %s",
		ways: "de vraag is op %d manieren te lezen", asks: "misschien vraagt ze naar: %s",
		nation: "geen vermelding zegt van welk land mensen zijn, dus %q valt niet te zeggen", serve: "vraag naar officieren van een dienst, leden van een groep, of iedereen",
		heads: "geen vermelding telt de getroffen mensen of apparaten: slachtoffers worden genoemd, niet geteld", victims: "vraag wie werd getroffen, of hoeveel staten of bedrijven als getroffen worden genoemd",
		future: "%s moet nog komen: geen vermelding kan daarover gaan", untilNow: "vraag naar een datum die geweest is, of laat haar weg: antwoorden gelden per vandaag",
	},
}

func refusalsIn(lang string) *refusals {
	if w := refusalWords[lang]; w != nil {
		return w
	}
	return refusalWords["en"]
}

// A NationalityError reports a question about people of a state. Records say
// for whom somebody works, not of which nation they are.
type NationalityError struct {
	Text string // as it was typed
	Lang string // in which the error speaks, "" for English
}

func (e *NationalityError) Error() string { return fmt.Sprintf(refusalsIn(e.Lang).nation, e.Text) }

// Hint says how to ask it.
func (e *NationalityError) Hint() string { return refusalsIn(e.Lang).serve }

// A HeadCountError reports a question for how many people or machines were hit.
// Records name victims; they do not count them.
type HeadCountError struct {
	Lang string // in which the error speaks, "" for English
}

func (e *HeadCountError) Error() string { return refusalsIn(e.Lang).heads }

// Hint says how to ask it.
func (e *HeadCountError) Hint() string { return refusalsIn(e.Lang).victims }

// unanswerable reports whether an error says of a question that was understood
// that nothing on record can answer it.
func unanswerable(err error) bool {
	_, nation := errors.AsType[*NationalityError](err)
	_, heads := errors.AsType[*HeadCountError](err)
	return nation || heads
}

// indefinite puts the indefinite article before a noun.
func indefinite(noun, lang string) string {
	switch {
	case noun == "":
		return noun
	case lang == "nl":
		return "een " + noun
	case strings.ContainsRune("aeiouAEIOU", rune(noun[0])):
		return "an " + noun
	}
	return "a " + noun
}

// inLang makes an error of a question speak the question's language, in which it
// names what may have been meant.
func inLang(err error, lang string, names *Names) error {
	called := func(list []Candidate) {
		for i, c := range list {
			list[i] = names.candidateIn(c.IRI, lang)
			list[i].Name = c.Name
		}
	}
	if e, ok := errors.AsType[*NotUnderstoodError](err); ok {
		e.Lang = lang
	}
	if e, ok := errors.AsType[*UnknownNameError](err); ok {
		e.Lang = lang
		called(e.Nearest)
		called(e.Other)
	}
	if e, ok := errors.AsType[*AmbiguousNameError](err); ok {
		e.Lang = lang
		called(e.Candidates)
	}
	if e, ok := errors.AsType[*AmbiguousQuestionError](err); ok {
		e.Lang = lang
	}
	if e, ok := errors.AsType[*NationalityError](err); ok {
		e.Lang = lang
	}
	if e, ok := errors.AsType[*HeadCountError](err); ok {
		e.Lang = lang
	}
	return err
}

// questionLang is the language that most words of a question are of, the
// wanted one where that does not tell.
func questionLang(words []word, templates []*Template, langs []string) string {
	lang, most := "", 0
	for _, l := range langOrder(langs) {
		n := 0
		for _, w := range words {
			if stopWords[l][w.fold] || lexiconOf(l).vocab[w.fold] || asking(templates, l, w.fold) > 0 || isGrammar(l, w.fold) {
				n++
			}
		}
		if n > most {
			lang, most = l, n
		}
	}
	if lang == "" {
		return langOrder(langs)[0]
	}
	return lang
}

func isGrammar(lang, w string) bool {
	for _, class := range lexiconOf(lang).classes {
		if class[w] {
			return true
		}
	}
	return false
}
