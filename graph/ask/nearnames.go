package ask

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// How a name is found that is not typed as it is written: by a part of it, or
// by one that is a few letters away.

// generic are words that say what sort of thing an incident is and not which.
var generic = map[string]bool{
	"hack": true, "hacks": true, "hacking": true, "attack": true, "attacks": true, "cyberattack": true, "breach": true,
	"incident": true, "intrusion": true, "intrusions": true, "campaign": true, "compromise": true, "operation": true,
	"aanval": true, "cyberaanval": true, "inbraak": true, "campagne": true, "operatie": true,
}

// slight are words in names that tell nothing apart.
var slight = wordSet("the", "a", "of", "on", "in", "at", "cyber", "attacks", "operations", "government", "regering", "de", "het", "een", "van", "op", "bij", "cyberaanvallen", "aanvallen")

// oneDeed are generic words for one incident, as in "the attack on Georgia".
var oneDeed = wordSet("hack", "attack", "cyberattack", "breach", "intrusion", "compromise", "operation", "aanval", "cyberaanval", "inbraak", "operatie", "sabotage")

// against are the words between such a word and whom it hit.
var against = wordSet("on", "of", "at", "against", "into", "the", "op", "van", "bij", "tegen", "in", "de", "het")

// sorts are words for what sort of thing was hit: of whom they are has to be
// said too, since records do not name every incident after its victim.
var sorts = wordSet("parliament", "parliaments", "ministry", "ministries", "government", "governments", "bank", "banks", "party", "parties", "election", "elections", "company", "companies", "institution", "institutions",
	"organisation", "organization", "organisations", "organizations", "embassy", "hospital", "hospitals", "telecoms", "defence", "defense", "foreign", "campaign", "network", "networks", "mail", "website", "websites", "commission", "electoral",
	"parlement", "parlementen", "ministerie", "ministeries", "regering", "overheid", "banken", "partij", "partijen", "verkiezing", "verkiezingen", "bedrijf", "bedrijven", "instelling", "instellingen", "organisatie", "organisaties", "ambassade", //nolint:misspell // Dutch
	"ziekenhuis", "ziekenhuizen", "telecombedrijven", "defensie", "buitenlandse", "zaken", "campagne", "netwerk", "netwerken", "kiescommissie") //nolint:misspell // Dutch

// coreOf drops generic words at either end of a name: "the hack of the
// Bundestag", "SolarWinds hack". What is left names an incident or nothing.
func coreOf(words []string) []string {
	for len(words) > 1 && generic[words[len(words)-1]] {
		words = words[:len(words)-1]
	}
	if len(words) > 2 && (words[0] == "cyber" && oneDeed[words[1]]) {
		words = words[1:]
	}
	if len(words) > 2 && oneDeed[words[0]] && against[words[1]] {
		for words = words[1:]; len(words) > 1 && against[words[0]]; {
			words = words[1:]
		}
	}
	return words
}

// incidentsAmong returns what classes leave of incidents: nil if none.
func incidentsAmong(classes []quad.IRI) []quad.IRI {
	if len(classes) == 0 {
		return anyIncident
	}
	var out []quad.IRI
	for _, c := range classes {
		switch {
		case schema.IsA(string(c), schema.Incident):
			out = append(out, c)
		case schema.IsA(schema.Incident, string(c)):
			out = append(out, schema.Incident)
		}
	}
	return out
}

// isDescription reports whether words only say of which state people are, as
// "Chinese hackers" does: whoever asks for them means no one party that the
// graph happens to call so.
func isDescription(words []string) bool {
	people := false
	for _, w := range words {
		_, en := demonym("en", w)
		_, nl := demonym("nl", w)
		if !en && !nl && !nationals[w] {
			return false
		}
		people = people || nationals[w]
	}
	return people
}

// isRelation reports whether words only say to what something is tied, as
// "linked to the MSS" does.
func isRelation(words []string) bool {
	if len(words) < 3 {
		return false
	}
	for _, lang := range languages {
		lex := lexiconOf(lang)
		for _, e := range lex.verbs[words[0]] {
			if _, ok := lex.preps[e.value.verb][words[1]]; ok && len(e.words) == 1 {
				return true
			}
		}
	}
	return false
}

// isVocabulary reports whether a word is one of questions: "sanctions" is no name
// of the hacks that some answered.
func isVocabulary(w string) bool {
	return slices.ContainsFunc(languages, func(lang string) bool { return lexiconOf(lang).vocab[w] })
}

// part finds the only thing in one of whose names all words stand. A word of
// fewer than four letters, a generic one and one of questions are too little to
// go by.
func (n *Names) part(text string, words []string, classes []quad.IRI) (found, error) {
	if !slices.ContainsFunc(words, func(w string) bool {
		return utf8.RuneCountInString(w) >= 4 && !generic[w] && !sorts[w] && !isYear(w) && !isVocabulary(w)
	}) {
		return found{}, nil
	}
	if isDescription(words) || isRelation(words) {
		return found{}, nil
	}
	at := n.partOf(words)
	for i, w := range words {
		if len(at) == 0 && generic[w] { // aanval op Georgië: cyberaanval
			compound := slices.Clone(words)
			compound[i] = "cyber" + w
			at = n.partOf(compound)
		}
	}
	return n.single(text, at, classes, byPart)
}

// partOf returns the names in which all words stand.
func (n *Names) partOf(words []string) []*nameEntry {
	// What is the whole name of one thing is part of another's only where the
	// rest says what sort of thing that is: Georgia, cyber attack on Georgia.
	whole := n.has(strings.Join(words, ""))
	if slices.ContainsFunc(n.keyed(strings.Join(words, "")), func(e *nameEntry) bool { return n.view.IsA(e.of, schema.ThreatGroup) }) {
		return nil // "APT40" is the group, and no campaign of its own
	}
	var at []*nameEntry
	for _, e := range n.withWords(words...) {
		if whole && slices.ContainsFunc(e.words, func(w string) bool { return !slices.Contains(words, w) && !slight[w] && !generic[w] && !isYear(w) }) {
			continue
		}
		at = append(at, e)
	}
	return at
}

// close finds the only thing that is fewest edits away.
func (n *Names) close(text string, words []string, classes []quad.IRI) (found, error) {
	best, at := 3, []*nameEntry(nil)
	most := 0 // as many edits as near allows
	for _, w := range words {
		most = min(most+tolerance(w), 2)
	}
	key := strings.Join(words, "")
	if most == 0 && tolerance(key) == 2 {
		most = 1
	}
	for _, e := range n.near(key, most) {
		edits, ok := near(words, e.words)
		if !ok || edits > best || !n.isOneOf(e.of, classes) || edits > 1 && n.view.IsA(e.of, schema.Person) {
			continue // of people, two letters make another: Xiaolong is not Xiaoyang
		}
		if edits < best {
			best, at = edits, at[:0]
		}
		at = append(at, e)
	}
	f, err := n.single(text, at, classes, byEdits)
	f.edits = best
	return f, err
}

// nearest returns up to five things that may have been meant.
func (n *Names) nearest(words []string, classes []quad.IRI) []Candidate {
	key := strings.Join(words, "")
	limit := min(3, max(2, utf8.RuneCountInString(key)/3))
	score := map[*nameEntry]int{}
	for _, w := range words {
		if len(w) >= 3 && !generic[w] {
			for _, e := range n.withWords(w) {
				score[e] = limit + 1
			}
		}
	}
	for _, e := range n.near(key, limit) {
		score[e] = distance(key, strings.Join(e.words, ""), limit)
	}
	at := make([]*nameEntry, 0, len(score))
	for e := range score {
		if n.isOneOf(e.of, classes) {
			at = append(at, e)
		}
	}
	slices.SortFunc(at, func(a, b *nameEntry) int {
		return cmp.Or(cmp.Compare(score[a], score[b]), cmp.Compare(a.text, b.text), cmp.Compare(a.of, b.of))
	})
	c := n.candidates(at, func(a, b Candidate) int { return 0 })
	return c[:min(len(c), 5)]
}
