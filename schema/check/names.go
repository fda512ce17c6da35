package check

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// checkNames looks for what people need to find and read things.
func (m *model) checkNames() {
	nodes := slices.SortedFunc(maps.Keys(m.classes), func(a, b quad.Value) int { return cmp.Compare(a.String(), b.String()) })
	for _, v := range nodes {
		about := quad.Quad{Subject: v}
		switch {
		case m.isA(v, schema.Entity):
			m.checkLabels(v, about)
		case m.isA(v, schema.Source):
			if len(m.about[v][schema.Title]) == 0 {
				m.fault(NoTitle, nil, about, "add asc:title", "the source %s has no title", name(v))
			}
			if isTrue(m.about[v][schema.DateUnknown]) && len(m.about[v][schema.Published]) > 0 {
				m.fault(DateConflict, nil, about, "remove one of the two", "the date of the source %s is unknown and given", name(v))
			}
			for _, p := range m.about[v][schema.Published] {
				m.checkPadding(nil, quad.Quad{Subject: v, Predicate: quad.IRI(schema.Published), Object: p}, nil, false)
			}
		}
	}
	for _, q := range m.quads {
		if iriOf(q.Predicate) != schema.KnownAs {
			continue
		}
		if s, ok := q.Object.(quad.String); ok && strings.ContainsFunc(string(s), foreign) {
			m.fault(NameLanguage, m.recordOf(q), q, "add the language, such as "+name(s)+"@zh", "the name %s says no language", name(s))
		}
	}
}

// foreign reports whether r is a letter of another script than Latin.
func foreign(r rune) bool { return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r) }

func (m *model) checkLabels(v quad.Value, about quad.Quad) {
	labels := m.about[v][schema.RDFSLabel]
	english, dutch := false, false
	for _, l := range labels {
		lang, ok := l.(quad.LangString)
		if !ok {
			return // a name without a language serves in all
		}
		first, _, _ := strings.Cut(strings.ToLower(lang.Lang), "-")
		english = english || first == "en"
		dutch = dutch || first == "nl" || first == "mul" || first == "und"
	}
	switch {
	case len(labels) == 0:
		m.fault(NoLabel, nil, about, "add rdfs:label in English and Dutch", "%s has no label", name(v))
	case english && !dutch:
		m.fault(NoDutchLabel, nil, about, "add rdfs:label in Dutch, or one without a language if it is the same in both", "%s has a label in English and none in Dutch", name(v))
	}
}
