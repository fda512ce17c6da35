package dossier

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// phrases are the dossier's own words in a language; those of the schema come
// from the schema.
type phrases struct {
	lang                                              string
	titles                                            map[Key]string
	whoIs, blamedFor, targets, targetedBy, against    string
	inAnswer, exploited, exploitedIn                  string
	named, settled, settledBy, isSo, denied           string
	whoBehind, notSame, through, territory, answering string
	sharesName                                        string
	first, newest, firstWords, nobody, more           string
	replaced, retracted, withheld, says, lens, world  string
	speaksFor, spokenForBy, members, hasPart          string
	for_, weaker, contra, only                        string
	counted                                           func(records, parties, sources int) string
}

var english = phrases{
	lang: "en",
	titles: map[Key]string{
		Disputed: "Disputed", Names: "Names, by who uses them", Ladder: "Ladder", Claims: "Claims", Acts: "Acts", Victims: "Victims",
		Means: "Aims, means and effects", Ties: "Memberships and voices", Says: "What it says itself", Does: "What it did itself",
		Taken: "Taken back or replaced", Timeline: "Timeline",
	},
	whoIs: "Who is behind it", blamedFor: "What it is blamed for", targets: "Whom it targeted", targetedBy: "By what it was targeted",
	against: "Acts against it", inAnswer: "Acts in answer to it", exploited: "What was exploited, aims and effects", exploitedIn: "Where it was exploited",
	named: "named", settled: "settled", settledBy: "settled by", isSo: "it is so", denied: "denied",
	whoBehind: "who is behind %s", sharesName: "shares the name %s", notSame: "not the same as", through: "reaches it only through a link", territory: "territory", answering: "in answer to",
	first: "first", newest: "newest", firstWords: "First words", nobody: "No visible record speaks of it.", more: "more",
	replaced: "replaced by", retracted: "taken back by", withheld: "withheld", says: "says", lens: "Lens", world: "World",
	speaksFor: "speaks for", spokenForBy: "is spoken for by", members: "has as member", hasPart: "has as part",
	for_: "for", weaker: "weaker", contra: "against", only: "all of",
	counted: func(records, parties, sources int) string {
		return fmt.Sprintf("In %s by %s from %s", count(records, "record", "records"), count(parties, "party", "parties"), count(sources, "source", "sources"))
	},
}

var dutch = phrases{
	lang: "nl",
	titles: map[Key]string{
		Disputed: "Omstreden", Names: "Namen, naar wie ze gebruikt", Ladder: "Ladder", Claims: "Beweringen", Acts: "Handelingen", Victims: "Slachtoffers",
		Means: "Doel, middelen en gevolgen", Ties: "Lidmaatschappen en stemmen", Says: "Wat hij zelf zegt", Does: "Wat hij zelf deed",
		Taken: "Teruggenomen of vervangen", Timeline: "Tijdlijn",
	},
	whoIs: "Wie erachter zit", blamedFor: "Waarvan hij wordt beschuldigd", targets: "Op wie hij zich richtte", targetedBy: "Waarvan hij doelwit was",
	against: "Handelingen ertegen", inAnswer: "Handelingen in antwoord erop", exploited: "Wat werd misbruikt, doel en gevolgen", exploitedIn: "Waarbij het werd misbruikt",
	named: "genoemd", settled: "beslecht", settledBy: "beslecht door", isSo: "het is zo", denied: "ontkend",
	whoBehind: "wie achter %s zit", sharesName: "deelt de naam %s", notSame: "niet dezelfde als", through: "bereikt hem alleen via een band", territory: "grondgebied", answering: "in antwoord op",
	first: "eerste", newest: "nieuwste", firstWords: "Eerste woorden", nobody: "Geen zichtbare vermelding spreekt ervan.", more: "meer",
	replaced: "vervangen door", retracted: "teruggenomen door", withheld: "afgezien van", says: "zegt", lens: "Lens", world: "Wereld",
	speaksFor: "spreekt namens", spokenForBy: "laat spreken", members: "heeft als lid", hasPart: "heeft als deel",
	for_: "voor", weaker: "zwakker", contra: "tegen", only: "alle van",
	counted: func(records, parties, sources int) string {
		return fmt.Sprintf("In %s van %s uit %s", count(records, "vermelding", "vermeldingen"), count(parties, "partij", "partijen"), count(sources, "bron", "bronnen"))
	},
}

func phrasesOf(langs []string) *phrases {
	if len(langs) > 0 && (langs[0] == "nl" || strings.HasPrefix(langs[0], "nl-")) {
		return &dutch
	}
	return &english
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// title says what a section holds, of a thing of this class.
func (b *builder) title(key Key) string {
	incident := b.view.IsA(b.thing, schema.Incident)
	actor := b.view.IsA(b.thing, schema.Actor)
	weakness := b.view.IsA(b.thing, schema.Vulnerability) || b.view.IsA(b.thing, schema.Product)
	switch {
	case key == Claims && incident:
		return b.words.whoIs
	case key == Claims && actor:
		return b.words.blamedFor
	case key == Acts && incident:
		return b.words.inAnswer
	case key == Acts && actor:
		return b.words.against
	case key == Means && weakness:
		return b.words.exploitedIn
	}
	return b.words.titles[key]
}

// voice puts a record in words.
func (b *builder) voice(r *graph.Record) Voice {
	return Voice{
		Record: r, Who: b.said.Who(r), By: b.said.Labels(r.By), Says: b.said.Said(r), On: b.said.When(r), Words: b.quotes(r),
		Relayed: b.each(r.RelayedBy),
	}
}

// each is what people call some things, one by one.
func (b *builder) each(iris []quad.IRI) []string {
	out := make([]string, len(iris))
	for i, iri := range iris {
		out[i] = b.label(iri)
	}
	return out
}

// quotes are a record's words; where they are there in a language that is
// wanted, only in that.
func (b *builder) quotes(r *graph.Record) []string {
	tag := func(q quad.Value) string {
		l, _ := q.(quad.LangString)
		return l.Lang
	}
	keep := func(quad.Value) bool { return true }
	for _, lang := range b.langs {
		is := func(q quad.Value) bool { return tag(q) == lang || strings.HasPrefix(tag(q), lang+"-") }
		if slices.ContainsFunc(r.Quotes, is) {
			keep = is
			break
		}
	}
	var out []string
	for _, q := range r.Quotes {
		if !keep(q) {
			continue
		}
		text := "“" + b.label(q) + "”"
		if lang := tag(q); lang != "" && lang != b.words.lang {
			text += " (" + lang + ")"
		}
		out = append(out, text)
	}
	return out
}

// kind is the first class of a thing in words.
func (b *builder) kind(thing quad.IRI) string {
	if c := b.view.Classes(thing); len(c) > 0 {
		return b.label(c[0])
	}
	return ""
}
