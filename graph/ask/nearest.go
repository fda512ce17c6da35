package ask

import (
	"strings"

	"github.com/cayleygraph/quad"
)

// withNames puts the names that a question has into an example of a template,
// where they are of the classes that its slots want, so that what is offered
// is a question that works. Without any it is the example itself.
func withNames(example string, t *Template, question string, words []word, names *Names, lang string) string {
	m, err := understand(example, split(example), names, []*Template{t}, []string{lang})
	if err != nil {
		return example
	}
	out, used := example, map[quad.IRI]bool{}
	for _, s := range t.slots {
		text, iri := nameIn(question, words, names, s.classes, used)
		if iri == "" || strings.Count(out, m.typed[s.name]) != 1 {
			continue
		}
		used[iri] = true
		out = strings.Replace(out, m.typed[s.name], text, 1)
	}
	if again, err := understand(out, split(out), names, []*Template{t}, []string{lang}); err != nil || len(again.slots) != len(t.slots) {
		return example
	}
	return out
}

// nameIn returns the longest name in a question that means one thing of some
// classes, and that thing; used ones are passed over.
func nameIn(question string, words []word, names *Names, classes []quad.IRI, used map[quad.IRI]bool) (text string, iri quad.IRI) {
	for i := range words {
		var key strings.Builder
		for j := i; j < len(words) && j < i+maxSlotWords; j++ {
			key.WriteString(words[j].fold)
			if len(names.byKey[key.String()]) == 0 {
				continue
			}
			s := question[words[i].start:words[j].end]
			f, err := names.lookUp(s, classes)
			if err == nil && f.how <= byName && !used[f.iri] && len(s) > len(text) {
				text, iri = s, f.iri
			}
		}
	}
	return text, iri
}
