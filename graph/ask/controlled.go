package ask

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/article"
)

// An AmbiguousQuestionError reports a question that can be read in several
// ways that do not mean the same.
type AmbiguousQuestionError struct {
	Question string
	Readings []string // each way in words, names written out
	Lang     string   // in which the error speaks, "" for English

	asked []string // the readings, if each is a question that is understood
}

func (e *AmbiguousQuestionError) Error() string {
	return fmt.Sprintf(refusalsIn(e.Lang).ways, len(e.Readings))
}

// Hint shows the ways.
func (e *AmbiguousQuestionError) Hint() string {
	w := refusalsIn(e.Lang)
	return fmt.Sprintf(w.asks, strings.Join(e.Readings, " /"+w.or))
}

// parseControlled reads a question of the controlled language. It returns
// nil and no error for one that is none.
func parseControlled(question string, words []word, names *Names, langs []string) (*match, error) {
	if len(words) > maxControlled {
		return nil, nil
	}
	var failed error
	for _, lang := range langOrder(langs) {
		p := newParser(question, withoutPoliteness(words), lang, names)
		list, err := p.readings()
		if p.steps > maxParse {
			continue // too many ways to be sure of one
		}
		matches := compiled(list, lang)
		switch {
		case len(matches) == 1:
			return matches[0], nil
		case len(matches) == 2 && changedAbout(matches) != nil:
			return changedAbout(matches), nil
		case len(matches) > 1:
			e := &AmbiguousQuestionError{Question: cut(question)}
			for _, m := range matches[:min(len(matches), 4)] {
				if say := m.say(names); !slices.Contains(e.Readings, say) {
					e.Readings = append(e.Readings, say)
				}
			}
			return nil, e
		}
		if failed == nil {
			failed = err
		}
	}
	if u, ok := errors.AsType[*UnknownNameError](failed); ok {
		names.explain(u, u.classes)
	}
	return nil, failed
}

// maxControlled is how long a question of the language may be, in words.
const maxControlled = 60

// compiled compiles readings and drops those that ask the same query.
func compiled(list []*reading, lang string) []*match {
	var out []*match
	seen := map[string]bool{}
	for _, r := range list {
		m := compileReading(r, lang)
		var k strings.Builder
		k.WriteString(m.t.rows[0].text)
		for _, s := range m.t.slots {
			k.WriteString(" " + string(m.slots[s.name].iri))
		}
		fmt.Fprint(&k, r.form == yesForm, r.form == whenForm)
		if !seen[k.String()] {
			seen[k.String()] = true
			out = append(out, m)
		}
	}
	return out
}

// say is the question as it was understood, names written out.
func (m *match) say(names *Names) string {
	return fillSentence(m.t.title[m.lang].parts, m.lang, func(name string, _ bool) []string {
		if f, ok := m.slots[name]; ok {
			return []string{article.With(names.view.Label(f.iri, m.lang), m.lang)}
		}
		return nil
	})
}

// withoutPoliteness drops words that ask nothing.
func withoutPoliteness(words []word) []word {
	polite := wordSet("please", "kindly", "graag", "alsjeblieft", "alstublieft", "eigenlijk", "actually")
	return slices.DeleteFunc(slices.Clone(words), func(w word) bool { return polite[w.fold] })
}
