package ask

import (
	"slices"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// asksStates reports whether a question asks which states did something, or of
// each state: then an organization, which is none, is no answer.
func asksStates(words []word) bool {
	for lang, which := range map[string][]string{"en": {"which", "what", "many", "each", "every", "per"}, "nl": {"welke", "welk", "hoeveel", "elke", "iedere", "per"}} {
		for i := 0; i+1 < len(words); i++ {
			if !slices.Contains(which, words[i].fold) || i > 3 && !slices.Contains([]string{"each", "every", "per", "elke", "iedere"}, words[i].fold) {
				continue
			}
			for _, e := range lexiconOf(lang).nouns[words[i+1].fold] {
				if e.value.noun == nouns[0] && len(e.words) == 1 {
					return true
				}
			}
		}
	}
	return false
}

// forStates is a match whose rows are of states only, where its template says
// which variable they are.
func (m *match) forStates() *match {
	if m.t.states == "" {
		return m
	}
	t := *m.t
	t.onlyStates = true
	n := *m
	n.t = &t
	return &n
}

// keepStates leaves out the rows that are of no state.
func (t *Template) keepStates(v *graph.View, rows []solution) []solution {
	if !t.onlyStates {
		return rows
	}
	return slices.DeleteFunc(slices.Clone(rows), func(s solution) bool {
		iri, ok := s.get(t.states).(quad.IRI)
		return !ok || !v.IsA(iri, schema.State)
	})
}
