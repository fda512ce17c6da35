package ask

import (
	"errors"

	"github.com/ascribe-graph/ascribe/schema"
)

// A Choice is one of several things that a refused question may have meant.
type Choice struct {
	Text     string // tells it from the others: a question, or a thing with its class
	Question string // asks it
}

// MaxChoices is how many choices a refusal offers at most.
const MaxChoices = 9

// Choices returns what a question may have meant that Ask refused with err: the
// questions near it, the ways to read it, or the question with each thing in it
// that a name may mean, as a handle. lang is the language of the question, ""
// for English. There are none for other errors, and for a name that does not
// stand in the question as it was looked up.
func Choices(err error, question string) (list []Choice, lang string) {
	asks := func(questions []string) {
		for _, q := range questions {
			list = append(list, Choice{q, q})
		}
	}
	names := func(text string, candidates []Candidate) {
		for _, c := range candidates {
			if q := withHandle(question, text, c); q != "" {
				list = append(list, Choice{c.String(), q})
			}
		}
	}
	if e, ok := errors.AsType[*NotUnderstoodError](err); ok {
		lang = e.Lang
		asks(e.Nearest)
	}
	if e, ok := errors.AsType[*AmbiguousQuestionError](err); ok {
		lang = e.Lang
		asks(e.asked)
	}
	if e, ok := errors.AsType[*AmbiguousNameError](err); ok {
		lang = e.Lang
		names(e.Text, e.Candidates)
	}
	if e, ok := errors.AsType[*UnknownNameError](err); ok && len(e.Other) == 0 {
		lang = e.Lang
		names(e.Text, e.Nearest)
	}
	return list[:min(len(list), MaxChoices)], lang
}

// withHandle puts the handle of a thing in the place of a name, "" if the name is
// not in the question once.
func withHandle(question, name string, c Candidate) string {
	words, wanted := split(question), foldedWords(name)
	at := -1
	for i := range words {
		if !hasWords(words[i:], wanted) {
			continue
		}
		if at >= 0 {
			return ""
		}
		at = i
	}
	if at < 0 || len(wanted) == 0 {
		return ""
	}
	end := words[at+len(wanted)-1].end
	return question[:words[at].start] + schema.Handle(string(c.IRI)) + question[end:]
}

// askable returns readings, as questions, if each is understood as it is written.
func askable(readings []string, names *Names, templates []*Template, lang string) []string {
	for _, r := range readings {
		if _, _, err := readTailed(r, split(r), names, templates, []string{lang}); err != nil {
			return nil
		}
	}
	return readings
}
