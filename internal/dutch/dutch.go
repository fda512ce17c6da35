// Package dutch writes in Dutch what takes more than words put side by side:
// verbs that agree with their subject, and particles that stand behind the
// object.
package dutch

import (
	"slices"
	"strings"
	"unicode"

	"github.com/ascribe-graph/ascribe/internal/article"
	"github.com/ascribe-graph/ascribe/schema"
)

// A verb is the label of an edge that is a verb: for one and for several, what
// stands before the object and what behind it.
type verb struct{ one, many, before, behind string }

// verbs by the edges that they label. Other labels are no verbs: "gelieerd aan",
// "lid van".
var verbs = map[string]verb{
	schema.ActsFor:              {"handelt", "handelen", "voor", ""},
	schema.SpeaksFor:            {"spreekt", "spreken", "namens", ""},
	schema.OperatesFrom:         {"opereert", "opereren", "vanuit", ""},
	schema.WorksWith:            {"werkt", "werken", "samen met", ""},
	schema.Attributes:           {"schrijft", "schrijven", "", "toe"},
	schema.Conducted:            {"voerde", "voerden", "", "uit"},
	schema.Targeted:             {"richtte", "richtten", "zich op", ""},
	schema.Exploited:            {"maakte", "maakten", "misbruik van", ""},
	schema.Began:                {"begon", "begonnen", "", ""},
	schema.Ended:                {"eindigde", "eindigden", "", ""},
	schema.Sanctioned:           {"legde", "legden", "sancties op aan", ""},
	schema.Indicted:             {"klaagde", "klaagden", "", "aan"},
	schema.SoughtArrestOf:       {"zocht", "zochten", "de aanhouding van", ""},
	schema.Expelled:             {"zette", "zetten", "", "uit"},
	schema.Summoned:             {"ontbood", "ontboden", "", ""},
	schema.SeveredRelationsWith: {"verbrak", "verbraken", "de betrekkingen met", ""},
	schema.DemandedOf:           {"stelde", "stelden", "een eis aan", ""},
	schema.SpokeWith:            {"sprak", "spraken", "met", ""},
	schema.Withheld:             {"zag", "zagen", "af van", ""},
	schema.CalledFor:            {"riep", "riepen", "op tot", ""},
	schema.SanctionedState:      {"legde", "legden", "sancties op aan de staat", ""},
	schema.SanctionedStateVia:   {"legde", "legden", "indirect sancties op aan de staat", ""},
	schema.AttributesJointly:    {"schrijft", "schrijven", "", "gezamenlijk toe"},
}

// Clause writes an edge: its subject, its label and its object, by the IRI of its
// predicate. "" for a subject leaves it to what stands before; a verb is then that of one.
func Clause(predicate, subject, label, object string) string {
	words := []string{subject, label, object}
	if v, ok := verbs[predicate]; ok {
		said := v.one
		if Plural(subject) {
			said = v.many
		}
		words = []string{subject, said, v.before, object, v.behind}
	}
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " ")
}

// Plural reports whether a name is of several: "zes officieren", "hackers van het
// MSS", "Verenigde Staten", "aan het MSS gelieerde hackers (niet genoemd)". A name
// of which that cannot be told is of one.
func Plural(name string) bool {
	name, _, _ = strings.Cut(name, "(")
	name, _, _ = strings.Cut(name, ",")
	words := strings.Fields(article.Without(name, "nl"))
	if len(words) == 0 {
		return false
	}
	if several[words[0]] || isNumber(words[0]) && len(words) > 1 {
		return true
	}
	if !prepositions[words[0]] { // "aan het MSS gelieerde hackers" has its noun behind
		if i := slices.IndexFunc(words, func(w string) bool { return prepositions[w] }); i > 0 {
			words = words[:i]
		}
	}
	if slices.Contains(words, "aantal") || slices.Contains(words, "groep") {
		return false // "een aanzienlijk aantal hackers"
	}
	noun := words[len(words)-1]
	return noun == "Staten" || isLower(noun) && pluralNoun(noun)
}

// several are words that only stand before more than one.
var several = wordSet("twee drie vier vijf zes zeven acht negen tien elf twaalf dertien andere enkele vele tientallen honderden duizenden")

// prepositions end a noun with what goes before it.
var prepositions = wordSet("aan achter bij binnen buiten door in met namens naar om onder op over rond sinds te tegen tijdens tot uit van vanuit via voor die dat")

func wordSet(list string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		out[w] = true
	}
	return out
}

func isNumber(w string) bool {
	return !strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsDigit(r) }) && w != "1"
}

func isLower(w string) bool {
	return !strings.ContainsFunc(w, func(r rune) bool { return !unicode.IsLower(r) && r != '-' && r != '\'' })
}

// pluralNoun reports whether a noun ends as one in the plural does.
func pluralNoun(w string) bool {
	return slices.ContainsFunc([]string{"en", "ën", "ers", "ies", "eurs", "'s", "ls", "mes", "cks", "ici"}, func(end string) bool {
		return len(w) > len(end)+2 && strings.HasSuffix(w, end)
	})
}
