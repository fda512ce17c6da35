package schema

import (
	"strings"
	"sync"
)

// index is what the look-ups share, built on first use.
var index = sync.OnceValue(func() *indexes {
	x := &indexes{
		terms: map[string]TermDef{}, classes: map[string]*ClassDef{},
		properties: map[string]*PropertyDef{}, ancestors: map[string]map[string]bool{},
	}
	for _, t := range terms {
		x.terms[t.IRI] = t
	}
	for i := range properties {
		x.properties[properties[i].IRI] = &properties[i]
		x.terms[properties[i].IRI] = properties[i].TermDef
	}
	for i := range classes {
		x.classes[classes[i].IRI] = &classes[i]
		x.terms[classes[i].IRI] = classes[i].TermDef
	}
	for _, s := range scales {
		x.terms[s.IRI] = s.TermDef
		for _, w := range s.Words {
			x.terms[w.IRI] = w.TermDef
		}
	}
	for iri := range x.classes {
		up := map[string]bool{}
		x.climb(iri, up)
		x.ancestors[iri] = up
	}
	return x
})

type indexes struct {
	terms      map[string]TermDef
	classes    map[string]*ClassDef
	properties map[string]*PropertyDef
	ancestors  map[string]map[string]bool // class to itself and all its superclasses
}

func (x *indexes) climb(iri string, up map[string]bool) {
	if up[iri] {
		return
	}
	up[iri] = true
	if c := x.classes[iri]; c != nil {
		for _, s := range c.Supers {
			x.climb(s, up)
		}
	}
}

// Lookup returns the term with an IRI, whatever its type.
func Lookup(iri string) (TermDef, bool) {
	t, ok := index().terms[iri]
	return t, ok
}

// Class returns the class with an IRI.
func Class(iri string) (ClassDef, bool) {
	if c := index().classes[iri]; c != nil {
		return *c, true
	}
	return ClassDef{}, false
}

// Property returns the property with an IRI.
func Property(iri string) (PropertyDef, bool) {
	if p := index().properties[iri]; p != nil {
		return *p, true
	}
	return PropertyDef{}, false
}

// IsA reports whether class is super, or a subclass of it at any distance.
func IsA(class, super string) bool {
	return class == super || index().ancestors[class][super]
}

// Label returns the label of a term of the vocabulary in lang, a language tag
// of which the first subtag counts; without a label in that language the
// English one. "" if the vocabulary has no such term.
func Label(iri, lang string) string {
	t, ok := index().terms[iri]
	if !ok {
		return ""
	}
	first, _, _ := strings.Cut(lang, "-")
	if strings.EqualFold(first, "nl") {
		return t.NL
	}
	return t.EN
}

// Range returns the range, in percent, that a scale gives to words of
// likelihood, whatever their case; ok is false if the scale does not have them.
func Range(scale, words string) (lo, hi int, ok bool) {
	words = strings.Join(strings.Fields(words), " ")
	for _, s := range scales {
		if s.IRI != scale {
			continue
		}
		for _, row := range s.Words {
			for _, w := range row.Words {
				if strings.EqualFold(w, words) {
					return row.Min, row.Max, true
				}
			}
		}
	}
	return 0, 0, false
}
