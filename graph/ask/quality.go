package ask

import (
	"slices"
	"strings"
	"sync"
)

// A quality is what a record is like: how sure, at how many removes, on how
// many documents. It stands before the noun of a record ("relayed claims"),
// after "to be", as a verb of its own ("rest on one source"), or in a clause
// about what the record says ("attributed with high confidence").
type quality struct {
	name  string
	where string // a pattern of ?R, the record; ?Q1, ?Q2 are its own
	past  bool   // looks at claims of every stance
	say   map[string][2]string
	// adjective, verb and adverb are the words by language, alternatives
	// between bars.
	adjective, verb, adverb map[string]string
}

var qualities = []*quality{
	{
		name: "relayed", where: "?R asc:relayedBy ?Q1 .", say: said("relayed by somebody else", "not relayed by anybody", "doorgegeven door een ander", "door niemand doorgegeven"),
		adjective: words("relayed|second-hand|secondhand|only relayed|relayed only|only relayed by the press|relayed by the press|only known from the press|known only from the press|only known through the press", "doorgegeven|uit de tweede hand|tweedehands|alleen doorgegeven|alleen via de pers bekend|alleen uit de pers bekend"),
		verb: words("come second-hand|are only relayed|come from the press|come only from the press|come from the press only|come from the press rather than from the party itself|do we only know from the press|do we know only from the press|do we have only from the press|are known only from the press|rest on the press|rest only on the press|rest on press reports|rest only on press reports|rely on press reports|rely only on press reports|rely on the press|rely only on the press|come from press reports",
			"komen uit de tweede hand|komen uit de pers|komen alleen uit de pers|komen van de pers|komen alleen van de pers|kennen we alleen uit de pers|steunen op de pers|steunen alleen op de pers|berusten op de pers|berusten alleen op de pers|rusten op de pers|hebben we alleen uit de pers"),
	},
	{
		name: "firsthand", where: "FILTER NOT EXISTS { ?R asc:relayedBy ?Q1 }", say: said("first-hand", "not first-hand", "uit de eerste hand", "niet uit de eerste hand"),
		adjective: words("first-hand|firsthand|own|direct", "eerstehands|uit de eerste hand|rechtstreeks"),
		verb:      words("come first-hand", "komen uit de eerste hand"),
		adverb:    words("first-hand|in its own document|in their own document|in its own words|in their own words", "uit de eerste hand|in een eigen document"),
	},
	{
		name: "anonymous", where: "?R asc:form asc:anonymousSource .", say: said("of an unnamed source", "not of an unnamed source", "van een niet genoemde bron", "niet van een niet genoemde bron"),
		adjective: words("anonymous|unnamed", "anoniem|anonieme"),
		verb: words(perVerb("rest on|rely on|come from|depend on|are based on|rest solely on|rest only on|rely solely on|rely only on|come only from|have|have only", "an unnamed source|an anonymous source|unnamed sources|anonymous sources|an unnamed official|anonymous officials|unnamed officials"),
			perVerb("steunen op|berusten op|rusten op|komen van|zijn gebaseerd op|steunen alleen op|berusten alleen op|hebben", "een anonieme bron|een niet genoemde bron|een ongenoemde bron|anonieme bronnen|ongenoemde bronnen|een onbekende bron")),
	},
	{
		name: "onesource", where: "?R asc:source ?Q1 . FILTER NOT EXISTS { ?R asc:source ?Q2 . FILTER (?Q2 != ?Q1) }",
		say:       said("whose record rests on one document", "whose record rests on more than one document", "waarvan de vermelding op één document berust", "waarvan de vermelding op meer dan één document berust"),
		adjective: words("single-source|single-sourced", ""),
		verb: words(perVerb("rest on|rely on|are based on|depend on|hang on|have|cite|come from|rest only on|are only based on|have only", "one source|a single source|one document|a single document|only one source|just one source|only one document|only a single source"),
			perVerb("steunen op|berusten op|rusten op|hebben|komen uit|zijn gebaseerd op|leunen op|hangen aan|hangen op|steunen op maar|berusten op maar|hebben maar", "één bron|een bron|één document|een enkele bron|één enkele bron|maar één bron|slechts één bron|maar een bron")),
		adverb: words("on one source|on a single source", "op één bron"),
	},
	{
		name: "moresources", where: "?R asc:source ?Q1 , ?Q2 . FILTER (?Q1 != ?Q2)",
		say: said("whose record rests on more than one document", "whose record rests on one document", "waarvan de vermelding op meer dan één document berust", "waarvan de vermelding op één document berust"),
		verb: words(perVerb("rest on|rely on|are based on|have|cite", "more than one source|several sources|at least two sources|two sources or more|multiple sources|more than one document"),
			perVerb("steunen op|berusten op|rusten op|hebben", "meer dan één bron|meer bronnen|meerdere bronnen|minstens twee bronnen|meer dan een bron")),
	},
	{
		name: "high", where: "?R asc:confidence asc:high .",
		verb:      words(perVerb("carry|have|state|express|were made with", "high confidence|a high degree of confidence"), perVerb("hebben|dragen|noemen", "hoge zekerheid")),
		say:       said("with high confidence", "not with high confidence", "met hoge zekerheid", "niet met hoge zekerheid"),
		adjective: words("high-confidence|high confidence", ""),
		adverb:    words("with high confidence|with a high degree of confidence|with a high level of confidence|with a high degree of certainty|in high confidence", "met hoge zekerheid|met grote zekerheid|met hoog vertrouwen|met een hoge mate van zekerheid|met een hoge mate van vertrouwen"),
	},
	{
		name: "moderate", where: "?R asc:confidence asc:moderate .",
		verb:   words(perVerb("carry|have|state|express|were made with", "moderate confidence|medium confidence"), perVerb("hebben|dragen|noemen", "gemiddelde zekerheid")),
		say:    said("with moderate confidence", "not with moderate confidence", "met gemiddelde zekerheid", "niet met gemiddelde zekerheid"),
		adverb: words("with moderate confidence|with medium confidence", "met gemiddelde zekerheid|met matige zekerheid"),
	},
	{
		name: "low", where: "?R asc:confidence asc:low .",
		verb:   words(perVerb("carry|have|state|express|were made with", "low confidence"), perVerb("hebben|dragen|noemen", "lage zekerheid")),
		say:    said("with low confidence", "not with low confidence", "met lage zekerheid", "niet met lage zekerheid"),
		adverb: words("with low confidence", "met lage zekerheid|met weinig zekerheid"),
	},
	{
		name: "almostcertain", where: `?R asc:likelihoodWords ?Q1 . FILTER (STRSTARTS(LCASE(STR(?Q1)), "almost certain"))`, say: said("as almost certain", "not as almost certain", "als vrijwel zeker", "niet als vrijwel zeker"),
		verb:   words(perVerb("say|use the words|state|carry the words", "almost certain|almost certainly"), perVerb("zeggen|gebruiken de woorden", "vrijwel zeker")),
		adverb: words("almost certainly|with almost certainty|with near certainty|as almost certain|as being almost certain|in the words almost certainly|in the words almost certain|with likelihood words almost certainly|with the words almost certainly|with the words almost certain", "vrijwel zeker|als vrijwel zeker|met vrijwel zekerheid|met aan zekerheid grenzende waarschijnlijkheid|bijna zeker"),
	},
	{
		name: "highlylikely", where: `?R asc:likelihoodWords ?Q1 . FILTER (STRSTARTS(LCASE(STR(?Q1)), "highly likely"))`, say: said("as highly likely", "not as highly likely", "als hoogst waarschijnlijk", "niet als hoogst waarschijnlijk"),
		verb:   words(perVerb("say|use the words|state|carry the words", "highly likely"), perVerb("zeggen|gebruiken de woorden", "zeer waarschijnlijk|hoogst waarschijnlijk")),
		adverb: words("as highly likely|in the words highly likely|highly likely|with likelihood words highly likely|with the words highly likely|with the likelihood highly likely", "als hoogst waarschijnlijk|hoogst waarschijnlijk|als zeer waarschijnlijk"),
	},
	{
		name: "undated", where: "FILTER NOT EXISTS { ?R asc:on|asc:onEarliest|asc:onLatest ?Q1 }", say: said("without a date", "with a date", "zonder datum", "met een datum"),
		adjective: words("undated|without a date|not dated|published without a date|made without a date", "ongedateerd|ongedateerde|niet gedateerd|zonder datum"),
		verb:      words("have no date|carry no date|bear no date|lack a date", "hebben geen datum|dragen geen datum"),
		adverb:    words("without a date|with no date|without date", "zonder datum"),
	},
	{
		name: "hedged", where: "{ ?R asc:likelihoodWords ?Q1 } UNION { ?R asc:confidence ?Q1 }", say: said("with words of likelihood or confidence", "without words of likelihood or confidence", "met woorden van waarschijnlijkheid of zekerheid", "zonder woorden van waarschijnlijkheid of zekerheid"),
		adjective: words("hedged", ""),
		verb:      words("state how sure they are|state a confidence|say how sure they are", "zeggen hoe zeker ze zijn"),
		adverb:    words("with words of likelihood|with a degree of confidence|with a stated confidence", "met een mate van zekerheid"),
	},
	{
		name: "denied", past: true, where: "{ ?Q1 asc:stance asc:denies ; asc:re ?R } UNION { ?Q1 asc:stance asc:denies . GRAPH ?Q1 { ?Q2 ?Q3 ?Q4 } GRAPH ?R { ?Q2 ?Q3 ?Q4 } FILTER (?Q3 IN (asc:attributedTo, asc:attributedToState, asc:linkedTo, asc:conducted)) }",
		say:       said("that somebody denied", "that nobody denied", "die iemand ontkende", "die niemand ontkende"),
		adjective: words("denied|disputed|rejected|contested", "ontkend|ontkende|betwist|betwiste|omstreden"),
	},
	{
		name: "quoted", where: "?R asc:quote ?Q1 .", say: said("with words of the source", "without words of the source", "met woorden van de bron", "zonder woorden van de bron"),
		adjective: words("quoted", "geciteerde"),
		verb:      words("have a quote|have quotes|are quoted", "hebben een citaat"),
	},
}

func said(en, enNot, nl, nlNot string) map[string][2]string {
	return map[string][2]string{"en": {en, enNot}, "nl": {nl, nlNot}}
}

// perVerb joins every verb with every object.
func perVerb(verbs, objects string) string {
	var out []string
	for v := range strings.SplitSeq(verbs, "|") {
		for o := range strings.SplitSeq(objects, "|") {
			out = append(out, v+" "+o)
		}
	}
	return strings.Join(out, "|")
}

// qualityFrames are the frames of the qualities, as conditions of their own.
var qualityFrames = map[*quality]*frame{}

func init() {
	for _, q := range qualities {
		f := &frame{name: "quality " + q.name, quality: q, say: map[string]wording{}}
		f.classes[theRec] = sayings.classes[theRec]
		for lang, w := range q.say {
			f.say[lang] = wording{theRec: w}
		}
		qualityFrames[q] = f
	}
}

// qualityAt returns the qualities whose words stand at i, with where they end.
func (p *parser) qualityAt(i int, words func(*quality) map[string]string) []entryAt[*quality] {
	var out []entryAt[*quality]
	for _, q := range qualities {
		best := -1
		for _, f := range phrasesIn(words(q)[p.lang]) {
			if p.words(i, f...) {
				best = max(best, i+len(f))
			}
		}
		if best >= 0 {
			out = append(out, entryAt[*quality]{q, best})
		}
	}
	// "almost certainly" rather than "certainly".
	slices.SortStableFunc(out, func(a, b entryAt[*quality]) int { return b.to - a.to })
	return out
}

// phrasesIn returns the words, folded, of each phrase in a text of the program
// with | between them.
func phrasesIn(text string) [][]string {
	if list, ok := foldedPhrases.Load(text); ok {
		return list.([][]string)
	}
	var list [][]string
	for s := range strings.SplitSeq(text, "|") {
		if f := foldedWords(s); len(f) > 0 {
			list = append(list, f)
		}
	}
	foldedPhrases.Store(text, list)
	return list
}

var foldedPhrases sync.Map

type entryAt[T any] struct {
	value T
	to    int
}

func adjectives(q *quality) map[string]string { return q.adjective }
func ofVerbs(q *quality) map[string]string    { return q.verb }
func adverbs(q *quality) map[string]string    { return q.adverb }

// qualityPattern writes what a quality asks of a record.
func (c *compiler) qualityPattern(q *quality, record string) string {
	text := strings.ReplaceAll(q.where, "?R", "?"+record)
	for _, n := range []string{"1", "2", "3", "4"} {
		if strings.Contains(text, "?Q"+n) {
			text = strings.ReplaceAll(text, "?Q"+n, "?"+c.fresh("quality"))
		}
	}
	return text
}
