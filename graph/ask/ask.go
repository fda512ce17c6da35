// Package ask answers an analyst's question, put in English or Dutch, over a
// view of the graph: the question picks a template, the template's SPARQL
// gives rows, each with the records it rests on, and the answer says in which
// world it holds. It never guesses: a word that is not understood refuses, a
// name that may mean two things asks which.
//
//	err := g.View(ctx, &graph.Lens{AsOf: d}, func(v *graph.View) error {
//		a, err := ask.Ask(ctx, v, "which states were attributed without sanctions?", nil)
//		…
//	})
//
// The templates are files (templates/*.txtar), described in templates/README.md;
// what no template has is read by a controlled language, and what that has not
// by its likeness to questions in other words; both are described in LANGUAGE.md.
package ask

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ascribe-graph/ascribe/graph"
)

// Options tune Ask; nil is the default.
type Options struct {
	// Langs are the languages that are tried first and whose labels are
	// preferred after the question's own; default English.
	Langs []string
	// Names resolves the names; default: NewNames of the view, which costs a
	// pass over all names.
	Names *Names
	// Templates are tried before those of the program: see ReadTemplates.
	Templates []*Template
	// Sentence is called once with the sentence of the answer, as soon as it is
	// known: of a great graph well before Ask returns, which may still fail. It is
	// not called for a question that is not answered.
	Sentence func(sentence string)

	rowsOnly  bool // no notes: answers are compared by their rows
	keepEmpty bool // optional columns stay, so that answers can be put together
}

// MaxQuestion is how long a question may be, in bytes.
const MaxQuestion = 2000

// A NotUnderstoodError reports a question that fits no template.
type NotUnderstoodError struct {
	Question string
	Word     string   // the word that no question has; "" if each word is known and their order is not
	Nearest  []string // questions that are understood, the nearest first
	Lang     string   // "en" or "nl", as far as its words tell
}

func (e *NotUnderstoodError) Error() string {
	w := refusalsIn(e.Lang)
	if e.Word != "" {
		return fmt.Sprintf(w.notAt, quoted(e.Word))
	}
	return w.not
}

// Hint names questions that are understood.
func (e *NotUnderstoodError) Hint() string {
	w := refusalsIn(e.Lang)
	if len(e.Nearest) == 0 {
		return w.list
	}
	return w.near + strings.Join(e.Nearest, " / ")
}

// Ask answers a question over v. It returns a *NotUnderstoodError, an
// *UnknownNameError or an *AmbiguousNameError for a question that it cannot
// take, an *AmbiguousQuestionError for one with two meanings, a *FutureDateError for
// one about a time that has not come, and the errors of Query.
//
// "As of DATE" at either end of the question narrows the lens of v, as does
// "official claims only"; two dates give the rows of both, with a first column
// that says which. All of it takes no longer than the graph's QueryTime. It is
// safe for concurrent use.
func Ask(ctx context.Context, v *graph.View, question string, o *Options) (*Answer, error) {
	templates, err := o.templates()
	if err != nil {
		return nil, err
	}
	began := time.Now()
	limited, cancel := v.Limit(ctx)
	defer cancel()
	own := Options{}
	if o != nil {
		own = *o
	}
	if tell := own.Sentence; tell != nil {
		told := false
		own.Sentence = func(sentence string) {
			if !told {
				tell(sentence)
			}
			told = true
		}
	}
	a, err := ask(limited, v, question, &own, templates)
	if err == nil && own.Sentence != nil {
		own.Sentence(a.Sentence)
	}
	if _, ok := errors.AsType[*graph.LimitError](err); !ok && errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		err = &graph.LimitError{Limit: "time", Max: time.Since(began).Milliseconds(), Err: err}
	}
	return a, err
}

func ask(ctx context.Context, v *graph.View, question string, o *Options, templates []*Template) (*Answer, error) {
	words := split(question)
	if len(question) > MaxQuestion || len(words) == 0 {
		return nil, &NotUnderstoodError{Question: cut(question), Nearest: firstExamples(templates, langOrder(o.Langs)[0])}
	}
	names := o.Names
	if names == nil {
		names = NewNames(v, langOrder(o.Langs)...)
	}
	m, mods, err := readTailed(question, words, names, templates, o.Langs)
	if err != nil {
		if _, lost := errors.AsType[*lostError](err); lost {
			err = notUnderstood(question, words, names, templates, o.Langs)
		}
		lang := questionLang(words, templates, o.Langs)
		err = inLang(err, lang, names)
		a, each := askEach(ctx, v, question, o, templates)
		for _, l := range langOrder(o.Langs) {
			reworded(question, l, names, func(plain string, _ []word) bool {
				if a == nil {
					a, each = askEach(ctx, v, plain, o, templates)
				}
				return a != nil
			})
		}
		if a != nil && each == nil {
			a.Asked = question
			return a, nil
		}
		if e, ok := errors.AsType[*NotUnderstoodError](err); ok {
			e.Nearest = suggest(ctx, v, question, words, names, templates, lang, o)
		}
		if e, ok := errors.AsType[*AmbiguousQuestionError](err); ok {
			e.asked = askable(e.Readings, names, templates, lang)
		}
		return nil, err
	}
	if d := m.future(mods, today()); !d.IsZero() {
		return nil, &FutureDateError{d, m.lang}
	}
	if asksStates(words) {
		m = m.forStates()
	}
	if len(mods.dates) > 1 {
		all := *o
		all.keepEmpty, all.Sentence = true, nil
		o = &all
	}
	var a *Answer
	for _, d := range mods.each() {
		l := *v.Lens()
		mods.narrow(&l)
		if !d.IsZero() {
			l.AsOf = d
		}
		seen := v
		if mods.any() {
			if seen, err = v.With(&l); err != nil {
				return nil, err
			}
		}
		next, err := m.answer(ctx, seen, o)
		if err != nil {
			return nil, err
		}
		if say := mods.say(&l, m.lang, seen); say != "" {
			next.Question += " (" + say + ")"
		}
		if len(mods.dates) > 1 {
			next.dated(d)
		}
		if a = a.with(next); a == nil {
			a = next
		}
	}
	a.Asked = question
	if also := m.otherWay(question, words, names); also != "" {
		a.Notes = append(a.Notes, Note{Name: "also", Text: also})
	}
	if err := a.changing(ctx, v, m.words, o); err != nil {
		return nil, err
	}
	return a, nil
}

// read understands a question as it is asked, or else in plainer words, or else
// by its gist at ease.
func read(question string, words []word, names *Names, templates []*Template, langs []string) (*match, modifiers, error) {
	m, mods, err := readAsAsked(question, words, names, templates, langs)
	for i, lang := range langOrder(langs) {
		if decided(err) {
			break
		}
		if i > 0 { // in none of its own language: it is likely to be a paraphrase
			go loadParaphrases(words, templates, langs)
		}
		reworded(question, lang, names, func(plain string, plainWords []word) bool {
			again, againMods, failed := readAsAsked(plain, plainWords, names, templates, langs)
			if decided(failed) {
				m, mods, err, words = again, againMods, failed, plainWords
			}
			return decided(failed)
		})
	}
	if !decided(err) {
		if rest, restMods := takeModifiers(words, names, question); !restMods.dangling {
			if g, _ := readGist(question, rest, names, templates, langs, true); g != nil {
				m, mods, err = g, restMods, nil
			}
		}
	}
	if m != nil {
		m.words = words
	}
	return m, mods, err
}

// decided reports whether a reading ends the search for one: it succeeded, only
// the one who asks can say what was meant, or nothing can answer it.
func decided(err error) bool {
	return err == nil || isAmbiguous(err) || isAmbiguousQuestion(err) || unanswerable(err)
}

// readAsAsked understands a question: as a whole, or else with what its ends say
// about how to look.
func readAsAsked(question string, words []word, names *Names, templates []*Template, langs []string) (*match, modifiers, error) {
	undated := slices.DeleteFunc(slices.Clone(templates), func(t *Template) bool { return t.dated == "must" })
	m, err := understand(question, words, names, undated, langs)
	if err == nil || isAmbiguous(err) {
		return m, modifiers{}, err
	}
	rest, mods := takeModifiers(words, names, question)
	if mods.dangling {
		return nil, modifiers{}, &lostError{}
	}
	if mods.any() {
		again, err2 := understand(question, rest, names, undated, langs)
		if err2 == nil || isAmbiguous(err2) {
			return again, mods, err2
		}
		if _, lost := errors.AsType[*lostError](err2); !lost {
			err = err2
		}
	}
	if m := readDated(question, rest, names, templates, langs); m != nil {
		return m, mods, nil
	}
	m, err2 := parseControlled(question, rest, names, langs)
	if m != nil {
		return m, mods, nil
	}
	if mods.any() && len(mods.dates) == 0 {
		// What was cut off may be what the question is about: "who attributed
		// with high confidence?".
		if m, _ := parseControlled(question, words, names, langs); m != nil {
			return m, modifiers{}, nil
		}
	}
	if unanswerable(err2) || isAmbiguousQuestion(err2) {
		return nil, mods, err2
	}
	if m, err3 := readGist(question, rest, names, templates, langs, false); m != nil || isAmbiguousQuestion(err3) || isAmbiguous(err3) {
		return m, mods, err3
	}
	if err2 != nil {
		err = err2
	}
	return nil, mods, err
}

func cut(s string) string {
	if r := []rune(s); len(r) > 80 {
		return string(r[:80]) + "…"
	}
	return s
}

func isAmbiguous(err error) bool {
	_, ok := errors.AsType[*AmbiguousNameError](err)
	return ok
}

func isAmbiguousQuestion(err error) bool {
	_, ok := errors.AsType[*AmbiguousQuestionError](err)
	return ok
}

// langOrder returns all languages, the wanted first.
func langOrder(langs []string) []string {
	var out []string
	for _, l := range slices.Concat(langs, languages) {
		l, _, _ = strings.Cut(strings.ToLower(l), "-")
		if !slices.Contains(out, l) && slices.Contains(languages, l) {
			out = append(out, l)
		}
	}
	return out
}
