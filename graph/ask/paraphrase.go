package ask

import (
	_ "embed"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/paraphrase"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Paraphrases are plain questions with many ways to put each, and the words for
// the ideas that tell them apart: the files .txt and .ideas of a language in
// paraphrases. They are the last reading that is tried: a question is read as the
// plain one of which it is surely a paraphrase, and the answer says so. What is
// learned from them is in the files .model.
//
//go:generate go test -run ^TestParaphraseModels$ -count=1 . -update
var (
	//go:embed paraphrases/en.model
	englishParaphrases string
	//go:embed paraphrases/nl.model
	dutchParaphrases string
)

// paraphrases are the models of each language, read when one is first needed.
var paraphrases = perLanguage(func(lang string) *paraphrase.Model {
	file := map[string]string{"en": englishParaphrases, "nl": dutchParaphrases}[lang]
	m, err := paraphrase.ReadModel(lang, file)
	if err != nil {
		panic("paraphrases/" + lang + ".model: " + err.Error()) // a test reads it
	}
	return m
})

// loadParaphrases reads the model of the language of a question.
func loadParaphrases(words []word, templates []*Template, langs []string) {
	paraphrases[questionLang(words, templates, langs)]()
}

// spotted is a word of a question, or a name.
type spotted struct {
	paraphrase.Word
	typed string // of a name
}

// spot finds the names in a question, the longest first, and the dates, those too
// that are given by one before them.
func spot(question string, words []word, names *Names, lang string) []spotted {
	words = writtenOut(words)
	var out []spotted
	for i := 0; i < len(words); {
		s, n := nameAt(question, words[i:], names, lang)
		if n == 0 {
			s, n = spotted{Word: paraphrase.Word{Fold: words[i].fold, Named: mayBeNamed(question, words[i], i == 0)}}, 1
		}
		out = append(out, s)
		i += n
	}
	return once(withYears(withOwners(out, names, lang), names))
}

// nameAt returns the name, or the date, with which some words begin, and how many
// words it takes; 0 if there is none.
func nameAt(question string, words []word, names *Names, lang string) (s spotted, n int) {
	if stopWords[lang][words[0].fold] {
		return s, 0
	}
	said := func(n int) string { return question[words[0].start:words[n-1].end] }
	if n := dateLength(words); n > 0 {
		typed := said(n)
		if out := foldsOf(words[:n]); !slices.Equal(foldedWords(typed), out) {
			typed = strings.Join(out, " ") // it stands for "that year"
		}
		if lang == "en" && dateEdges[words[0].fold] {
			typed = "the " + typed
		}
		return spotted{paraphrase.Word{Sorts: []string{"date"}}, typed}, n
	}
	knows := paraphrases[lang]().Knows
	for n := min(len(words), maxSlotWords); n > 0; n-- {
		last := words[n-1]
		if stopWords[lang][last.fold] {
			continue
		}
		typed := said(n)
		if n == 1 && typed == last.fold && knows(typed) {
			continue // a word of questions, though something is called so
		}
		var sorts []string
		for _, e := range names.keyed(folded(words[:n])) {
			sorts = append(sorts, sortsOf(names, e.of)...)
		}
		// A name of something else may be short for an incident: "Georgia".
		if sorts != nil || mayEnd(question, words[0], knows) && mayEnd(question, last, knows) {
			if _, f, err := names.spelled(typed, anyIncident); err == nil && f.iri != "" {
				sorts = append(sorts, "incident")
			}
		}
		if sorts != nil {
			typed = strings.TrimSpace(possessive.Replace(typed + " "))
			return spotted{paraphrase.Word{Sorts: sortedSet(sorts)}, typed}, n
		}
	}
	return s, 0
}

// mayEnd reports whether a word may stand at an end of the name of an incident
// that is not named in full: not one of those that hold questions together.
func mayEnd(question string, w word, knows func(string) bool) bool {
	return generic[w.fold] || question[w.start:w.end] != w.fold || !knows(w.fold)
}

// mayBeNamed reports whether a word is written as names are, or has a digit.
func mayBeNamed(question string, w word, first bool) bool {
	said := question[w.start:w.end]
	return !first && said != strings.ToLower(said) || strings.ContainsAny(said, "0123456789")
}

// edges of a year or a month, before it.
var dateEdges = wordSet("start", "beginning", "end", "begin", "eind", "einde")

// dateLength is how many words the date takes with which words begin: "1 July
// 2021", "the end of 2021".
func dateLength(words []word) int {
	n := 0
	if dateEdges[words[0].fold] {
		for n = 1; n < len(words) && (words[n].fold == "of" || words[n].fold == "van"); {
			n++
		}
	}
	if d, length := dateWords(words[n:]); length > 0 && !d.IsZero() {
		return n + length
	}
	return 0
}

// withOwners takes the state into the name of its agency: "China's Ministry of
// State Security", "the Russian FSB". Of another state's it would be none.
func withOwners(spots []spotted, names *Names, lang string) []spotted {
	var out []spotted
	for _, s := range spots {
		if !slices.Contains(s.Sorts, "agency") {
			out = append(out, s)
			continue
		}
		n, of := len(out), beforeOf(out, lang)
		switch {
		case of > 0 && slices.Contains(out[of-1].Sorts, "agency") && labelSays(out[of-1].typed, names, s.typed):
			out = out[:of] // Center 18 of the FSB
		case n > 0 && slices.Contains(out[n-1].Sorts, "agency") && labelSays(s.typed, names, out[n-1].typed):
			out[n-1] = s // GRU Unit 74455
		case n > 1 && len(out[n-1].Sorts) == 0 && labelSays(s.typed, names, demonymForms(out[n-2].Fold+out[n-1].Fold, lang)...):
			out = append(out[:n-2], s) // the North Korean bureau
		case n > 0 && labelSays(s.typed, names, ownerForms(out[n-1], lang)...):
			out[n-1] = s
		default:
			out = append(out, s)
		}
	}
	return out
}

// withYears takes the year into the name of an incident of that year: "the OPCW
// case of 2018", "the Georgia attribution in 2020", "the 2019 attack on Georgia",
// "the attack of 2022 on Albania".
func withYears(spots []spotted, names *Names) []spotted {
	for i := range spots {
		if !slices.Contains(spots[i].Sorts, "date") || !isYear(spots[i].typed) {
			continue
		}
		at := i + 1
		if at+1 < len(spots) && len(spots[at].Sorts) == 0 && i > 0 && len(spots[i-1].Sorts) == 0 {
			at++ // "the attack of 2022 on Albania"
		}
		if at < len(spots) && slices.Contains(spots[at].Sorts, "incident") {
			if named := incidentOf(spots[at].typed, spots[i].typed, names); named != "" {
				spots[at].Sorts, spots[at].typed = []string{"incident"}, named
				return withYears(slices.Delete(spots, i, i+1), names)
			}
		}
		for k := i - 1; k >= 0 && k >= i-4; k-- {
			if !slices.Contains(spots[k].Sorts, "incident") {
				if len(spots[k].Sorts) > 0 {
					break
				}
				continue
			}
			if named := incidentOf(spots[k].typed, spots[i].typed, names); named != "" {
				spots[k].Sorts, spots[k].typed = []string{"incident"}, named
				from := i
				if from > k+1 {
					from-- // in, of
				}
				return withYears(slices.Delete(spots, from, i+1), names)
			}
			break
		}
	}
	return spots
}

// incidentOf returns the name of an incident with its year, "" if there is none.
// Those of English are known in Dutch as well: "Georgië in 2020".
func incidentOf(typed, year string, names *Names) string {
	tried := []string{typed}
	if f, err := names.lookUp(typed, []quad.IRI{schema.State}); err == nil {
		tried = append(tried, names.view.Label(f.iri, "en"))
	}
	for _, name := range tried {
		if _, f, err := names.spelled(name+" "+year, anyIncident); err == nil && f.iri != "" {
			return name + " " + year
		}
	}
	return ""
}

// once leaves out a name that was said before: "the EU countries as the EU then
// stood".
func once(spots []spotted) []spotted {
	var out []spotted
	for _, s := range spots {
		if len(s.Sorts) > 0 && slices.ContainsFunc(out, func(o spotted) bool { return len(o.Sorts) > 0 && Fold(o.typed) == Fold(s.typed) }) {
			continue
		}
		out = append(out, s)
	}
	return out
}

// beforeOf is how many words stand before an "of the" at the end, 0 if there is
// none.
func beforeOf(spots []spotted, lang string) int {
	n := len(spots)
	for n > 0 && stopWords[lang][spots[n-1].Fold] {
		n--
	}
	if n < 2 || len(spots[n-1].Sorts) > 0 || spots[n-1].Fold != "of" && spots[n-1].Fold != "van" {
		return 0
	}
	return n - 1
}

// labelSays reports whether the label of an agency has one of some words in it.
func labelSays(agency string, names *Names, words ...string) bool {
	if len(words) == 0 {
		return false
	}
	f, err := names.lookUp(agency, []quad.IRI{schema.Agency})
	if err != nil {
		return false
	}
	label := " " + Fold(names.view.Label(f.iri, "en")+" "+names.view.Label(f.iri, "nl")) + " "
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(label, " "+Fold(w)+" ") })
}

// ownerForms are the names and adjectives of the state that a word or a name is of.
func ownerForms(s spotted, lang string) []string {
	if slices.Contains(s.Sorts, "state") {
		return append(adjectivesOf(s.typed), s.typed)
	}
	return demonymForms(s.Fold, lang)
}

// demonymForms are the names and adjectives of the state of an adjective.
func demonymForms(word, lang string) []string {
	iso, ok := demonym(lang, word)
	if !ok {
		return nil
	}
	var out []string
	for _, name := range regionNames(iso) {
		out = append(append(out, name), adjectivesOf(name)...)
	}
	return out
}

// stated takes the adjectives of states for their names: "the British reactions".
// Only of who acts is that what is meant; what "Norwegian hacks" are the grammar
// knows better. It reports whether there were any.
func stated(spots []spotted, lang string) (out []spotted, any bool) {
	for i := 0; i < len(spots); i++ {
		s := spots[i]
		iso, n := "", 1
		if len(s.Sorts) == 0 {
			iso, _ = demonym(lang, s.Fold)
			if i+1 < len(spots) && iso == "" && len(spots[i+1].Sorts) == 0 {
				iso, _ = demonym(lang, s.Fold+spots[i+1].Fold) // North Korean
				n = 2
			}
		}
		if iso != "" {
			s = spotted{paraphrase.Word{Sorts: []string{"party", "state"}}, regionNames(iso)[slices.Index(languages, lang)]}
			i, any = i+n-1, true
		}
		out = append(out, s)
	}
	return out, any
}

// joined takes lists of names for one name, as plain questions do: "NotPetya, the
// Bundestag and Estonia 2020".
func joined(spots []spotted) []spotted {
	var out []spotted
	for i := 0; i < len(spots); i++ {
		s := spots[i]
		if len(s.Sorts) > 0 {
			for k := i + 1; k < len(spots) && k <= i+3; k++ {
				if len(spots[k].Sorts) > 0 {
					both := slices.DeleteFunc(slices.Clone(s.Sorts), func(sort string) bool { return !slices.Contains(spots[k].Sorts, sort) })
					if len(both) == 0 {
						break
					}
					s.Sorts = both
					s.typed += ", " + spots[k].typed
					i = k
					continue
				}
				if f := spots[k].Fold; f != "and" && f != "en" && f != "the" && f != "de" && f != "het" {
					break
				}
			}
		}
		out = append(out, s)
	}
	return out
}

// sortsByClass are the sorts of slots in paraphrases that things of a class fill.
// Persons are parties too, but in questions hardly ever those who blame.
var sortsByClass = []struct {
	class quad.IRI
	sorts []string
}{
	{schema.State, []string{"state", "party"}},
	{schema.ThreatGroup, []string{"group"}},
	{schema.Person, []string{"person"}},
	{schema.Incident, []string{"incident"}},
	{schema.Campaign, []string{"incident"}},
	{schema.Agency, []string{"agency", "party"}},
	{schema.Organization, []string{"organization", "party"}},
	{schema.Company, []string{"company", "party"}},
	{schema.Party, []string{"party"}},
}

func sortsOf(names *Names, iri quad.IRI) []string {
	var out []string
	for _, c := range sortsByClass {
		if names.view.IsA(iri, c.class) && (c.class != schema.Party || out == nil) {
			out = append(out, c.sorts...)
		}
	}
	return out
}

// asParaphrase returns the plain question that a question paraphrases, "" if
// that is not sure of any.
func asParaphrase(question string, words []word, names *Names, lang string) string {
	if len(words) > maxReworded {
		return ""
	}
	spots := spot(question, words, names, lang)
	if r, ok := surely(spots, lang); ok {
		return plainOf(r, spots)
	}
	if joined := joined(spots); len(joined) < len(spots) {
		if r, ok := surely(joined, lang); ok {
			return plainOf(r, joined)
		}
	}
	if stated, any := stated(spots, lang); any {
		if r, ok := surely(stated, lang); ok {
			if _, acts := r.Names["party"]; acts {
				return plainOf(r, stated)
			}
		}
	}
	return ""
}

// surely returns the reading of a question that is sure, if one is.
func surely(spots []spotted, lang string) (r paraphrase.Reading, ok bool) {
	if list := paraphrases[lang]().Readings(wordsOfSpots(spots)); len(list) > 0 {
		return list[0], list[0].Sure
	}
	return r, false
}

// maxNear is how many plain questions are offered for one, and leastLikely how
// likely each has to be.
const (
	maxNear     = 2
	leastLikely = 0.02
)

// nearParaphrases returns the plain questions that a question may paraphrase, but
// not surely, the likeliest first.
func nearParaphrases(question string, words []word, names *Names, lang string) []string {
	if len(words) > maxReworded {
		return nil
	}
	var out []string
	spots := spot(question, words, names, lang)
	for _, r := range paraphrases[lang]().Readings(wordsOfSpots(spots)) {
		if r.Plain != "" && r.Likely >= leastLikely && len(out) < maxNear {
			out = append(out, plainOf(r, spots))
		}
	}
	return out
}

// readParaphrase understands a question as the plain one that it paraphrases: as
// a whole, or without what its ends say about how to look.
func readParaphrase(question string, words []word, names *Names, templates []*Template, langs []string) (*match, modifiers, error) {
	rest, mods := takeModifiers(words, names, question)
	lang := questionLang(words, templates, langs) // a model takes longer to make than most answers
	if plain := asParaphrase(question, words, names, lang); plain != "" {
		m, plainMods, err := readAsAsked(plain, split(plain), names, templates, []string{lang})
		return m.asking(words, plain), plainMods, err
	}
	if !mods.any() || mods.dangling {
		return nil, mods, &lostError{}
	}
	plain := asParaphrase(question, rest, names, lang)
	if plain == "" {
		return nil, mods, &lostError{}
	}
	m, plainMods, err := readAsAsked(plain, split(plain), names, templates, []string{lang})
	if plainMods.any() {
		return nil, mods, &lostError{}
	}
	return m.asking(words, plain), mods, err
}

// asking is m, if any, of a question in these words and in plainer ones.
func (m *match) asking(words []word, plain string) *match {
	if m != nil {
		m.words = slices.Concat(words, split(plain))
	}
	return m
}

func wordsOfSpots(spots []spotted) []paraphrase.Word {
	out := make([]paraphrase.Word, len(spots))
	for i, s := range spots {
		out[i] = s.Word
	}
	return out
}

// plainOf puts the names of a question into a plain one.
func plainOf(r paraphrase.Reading, spots []spotted) string {
	plain := r.Plain
	for slot, at := range r.Names {
		plain = strings.ReplaceAll(plain, "{"+slot+"}", spots[at].typed)
	}
	return plain
}
