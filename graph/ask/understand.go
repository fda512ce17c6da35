package ask

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
)

// match is a question as it was understood.
type match struct {
	t       *Template
	lang    string
	slots   map[string]found
	typed   map[string]string
	open    int // words that names took
	edits   int // letters that had to be changed in them
	parts   int // names of which only a part was typed
	when    span
	words   []word   // of the question, in the words that were understood
	reading *reading // nil where a template reads it
	also    *match   // the same with subject and object changed about, where nothing tells them apart
}

func (m *match) compare(o *match) int {
	return cmp.Or(cmp.Compare(m.edits, o.edits), cmp.Compare(m.open, o.open), cmp.Compare(m.parts, o.parts))
}

// understand finds the template whose phrasing fits best: fewest letters
// changed in names, then most words matched by the phrasing itself.
func understand(question string, words []word, names *Names, templates []*Template, langs []string) (*match, error) {
	var best *match
	var failed error
	failedOpen := 0
	type look struct {
		text, classes string
	}
	type result struct {
		found
		err error
	}
	cache := map[look]result{}
	resolve := func(text string, classes []quad.IRI) (found, error) {
		key := look{text, fmt.Sprint(classes)}
		res, ok := cache[key]
		if !ok {
			res.found, res.err = names.lookUp(text, classes)
			cache[key] = res
		}
		return res.found, res.err
	}
	for _, lang := range langOrder(langs) {
		for _, t := range templates {
			for _, p := range t.phrasings[lang] {
				for _, a := range p.align(words, stopWords[lang]) {
					m := &match{t: t, lang: lang, slots: map[string]found{}, typed: map[string]string{}, open: a.open}
					err := m.fillSlots(question, words, a, resolve)
					switch {
					case err == nil && (best == nil || m.compare(best) < 0):
						best = m
					case err != nil && (failed == nil || a.open < failedOpen || a.open == failedOpen && isUnknown(failed) && !isUnknown(err)):
						failed, failedOpen = err, a.open
					}
				}
			}
		}
	}
	if best != nil {
		return best, nil
	}
	if u, ok := errors.AsType[*UnknownNameError](failed); ok {
		names.explain(u, u.classes)
	}
	if failed != nil && failedOpen <= maxUnknownWords && !names.holdsName(failed) && !holdsQuestion(failed, templates) {
		return nil, failed
	}
	return nil, &lostError{}
}

// lostError is a question that nothing fits. What there is near it takes longer
// to find than most answers, and another reading may yet fit: notUnderstood says
// it when nothing does.
type lostError struct{}

func (*lostError) Error() string { return "the question was not understood" }

// maxUnknownWords is how many words that fit no name are taken for a name that
// is not known, rather than for a question that is not understood.
const maxUnknownWords = 6

func (m *match) fillSlots(question string, words []word, a alignment, resolve func(string, []quad.IRI) (found, error)) error {
	unclear := map[string]*AmbiguousNameError{}
	for _, s := range m.t.slots {
		span := a.slots[s.name]
		from, to := span[0], span[1]
		for to-1 > from && stopWords[m.lang][words[to-1].fold] {
			to--
		}
		typed := question[words[from].start:words[to-1].end]
		f, err := resolve(typed, s.classes)
		if a, ok := errors.AsType[*AmbiguousNameError](err); ok && slices.Contains(m.t.distinct, s.name) {
			unclear[s.name], m.typed[s.name] = a, typed
			continue
		}
		if err != nil {
			return err
		}
		m.slots[s.name], m.typed[s.name] = f, typed
		m.edits += f.edits
		if f.how == byPart {
			m.parts++
		}
	}
	return m.tellApart(unclear)
}

// tellApart gives a name that several things have to the one that no other
// slot means, where the slots mean different things.
func (m *match) tellApart(unclear map[string]*AmbiguousNameError) error {
	for name, err := range unclear {
		var left []quad.IRI
		for _, c := range err.Candidates {
			taken := false
			for _, other := range m.t.distinct {
				taken = taken || other != name && m.slots[other].iri == c.IRI
			}
			if !taken {
				left = append(left, c.IRI)
			}
		}
		if len(left) != 1 || len(unclear) > 1 {
			return err
		}
		m.slots[name] = found{iri: left[0], how: byEdits}
	}
	return nil
}

// notUnderstood explains what was not understood; suggest adds what would be.
func notUnderstood(question string, words []word, names *Names, templates []*Template, langs []string) error {
	order := langOrder(langs)
	named := names.covered(words)
	lang, most := order[0], -1
	for _, l := range order {
		n := 0
		for _, w := range words {
			if stopWords[l][w.fold] || asking(templates, l, w.fold) > 0 {
				n++
			}
		}
		if n > most {
			lang, most = l, n
		}
	}
	e := &NotUnderstoodError{Question: cut(question), Lang: lang}
	for i, w := range words {
		if !named[i] && asking(templates, lang, w.fold) == 0 && !stopWords[lang][w.fold] && !lexiconOf(lang).vocab[w.fold] && !isGrammar(lang, w.fold) {
			e.Word = question[w.start:w.end]
			break
		}
	}
	return e
}

// holdsName reports whether what was looked up in vain has a name among other
// words: then it is not the name but the question that is not understood.
func (n *Names) holdsName(err error) bool {
	unknown, ok := errors.AsType[*UnknownNameError](err)
	if !ok || len(unknown.Other) > 0 {
		return false
	}
	words := split(unknown.Text)
	return len(words) > 1 && slices.Contains(n.covered(words), true)
}

// holdsQuestion reports whether what was looked up in vain, and is near no
// name, has words of questions in it.
func holdsQuestion(err error, templates []*Template) bool {
	unknown, ok := errors.AsType[*UnknownNameError](err)
	if !ok || len(unknown.Other) > 0 || len(unknown.Nearest) > 0 {
		return false
	}
	for _, lang := range languages {
		for _, w := range split(unknown.Text) {
			if len(w.fold) > 3 && !stopWords[lang][w.fold] && asking(templates, lang, w.fold) > 0 {
				return true
			}
		}
	}
	return false
}

// asking counts the templates in whose phrasings of a language a word stands.
func asking(templates []*Template, lang, word string) int {
	n := 0
	for _, t := range templates {
		if t.vocabularyOf(lang)[word] {
			n++
		}
	}
	return n
}

// vocabularyOf returns the words of a template's phrasings in a language.
func (t *Template) vocabularyOf(lang string) map[string]bool {
	if words, ok := t.vocabulary.Load(lang); ok {
		return words.(map[string]bool)
	}
	words := map[string]bool{}
	for _, p := range t.phrasings[lang] {
		eachWord(p.root, func(w string) { words[w] = true })
	}
	t.vocabulary.Store(lang, words)
	return words
}

// covered reports which words are part of a name.
func (n *Names) covered(words []word) []bool {
	out := make([]bool, len(words))
	for i := range words {
		var key strings.Builder
		for j := i; j < len(words) && j < i+maxSlotWords; j++ {
			key.WriteString(words[j].fold)
			if n.has(key.String()) {
				for k := i; k <= j; k++ {
					out[k] = true
				}
			}
		}
	}
	return out
}

func firstExamples(templates []*Template, lang string) []string {
	var out []string
	for _, t := range templates[:min(len(templates), 3)] {
		out = append(out, t.Examples[lang][0])
	}
	return out
}

func isUnknown(err error) bool {
	_, ok := errors.AsType[*UnknownNameError](err)
	return ok
}
