package ask

import (
	"strings"
	"sync"
)

// languages are those in which questions are understood and answered.
var languages = []string{"en", "nl"}

// perLanguage makes something for each language when it is first asked for.
func perLanguage[T any](of func(lang string) T) map[string]func() T {
	out := map[string]func() T{}
	for _, lang := range languages {
		out[lang] = sync.OnceValue(func() T { return of(lang) })
	}
	return out
}

// Load reads what most questions need, the questions that Ask knows and the words
// of both languages. Ask does so itself when it needs them: who has other work to
// do first, such as to open a graph, may call Load beside it, which takes some
// milliseconds and once.
func Load() {
	_, _ = builtin() // who needs them has the error
	for _, lang := range languages {
		lexiconOf(lang)
	}
}

// wordings are what answers say of their own accord in one language.
type wordings struct {
	and, more                         string
	relayedBy, namedBy, representedBy string
	perhaps, disputed, read           string
	asOf, asOfHead                    string
	bonds                             [4]string
	nothingDerived                    string
	cut                               string // a column's head, and how many rows have it
	evidence, restsOn, source, quote  string
	looked, derived, sure, noRecords  string
	denies                            string // who, when, handle

	backed, supported, acknowledged, condemned string
	changes, nothingChanges                    string
	onlyNamed                                  string // party, number, world
	noState                                    string // world
	otherWay                                   string // what a question may ask as well
	namedOnly                                  string // parties
}

var phrases = map[string]*wordings{
	"en": {
		and: "and", more: "and %d more",
		relayedBy: "relayed by %s", namedBy: "named by %s", representedBy: "represented by %s",
		perhaps:  "Perhaps, depending on a date that is not known exactly: %s.",
		disputed: "Disputed: %s.", read: "Read %q as %s.", asOf: "As of %s:", asOfHead: "AS OF",
		bonds:          [4]string{"itself", "through its organ", "named as member", "represented"},
		cut:            "%s is filled in for %d rows; of the others it holds too much.",
		nothingDerived: "This lens derives nothing, so what has to be derived is not found: use a lens with rules.",
		evidence:       "Evidence for", restsOn: "follows from", source: "source", quote: "words",
		looked: "Looked for", derived: "derived by the rule %s", sure: "no surer than %s (%s)", noRecords: "no record", denies: "denied by %s (%s, %s)",
		backed: "Not counted as blame of their own: %s.", supported: "supported by %s", acknowledged: "acknowledged by %s", condemned: "condemned by %s",
		changes: "If they are one, %d of %d answers change (rows gained, lost, altered): %s.", nothingChanges: "If they are one, none of %d answers changes.",
		namedOnly: "In no record of their own, but named by others among those who spoke: %s.",
		noState:   "No state did, in %s.",
		onlyNamed: "Not in a record of its own: others name %s among those who say so (records: %d), in %s.",
	},
	"nl": {
		and: "en", more: "en nog %d",
		relayedBy: "volgens %s", namedBy: "genoemd door %s", representedBy: "vertegenwoordigd door %s",
		perhaps:  "Misschien, afhankelijk van een datum die niet precies bekend is: %s.",
		disputed: "Betwist: %s.", read: "%q gelezen als %s.", asOf: "Per %s:", asOfHead: "PER",
		bonds:          [4]string{"zelf", "via een eigen orgaan", "genoemd als lid", "vertegenwoordigd"},
		cut:            "%s is ingevuld voor %d rijen; van de andere is het te veel.",
		nothingDerived: "Deze blik leidt niets af; wat afgeleid moet worden is dus niet gevonden: gebruik een blik met regels.",
		evidence:       "Grond voor", restsOn: "volgt uit", source: "bron", quote: "woorden",
		looked: "Gezocht naar", derived: "afgeleid door de regel %s", sure: "niet zekerder dan %s (%s)", noRecords: "geen vermelding", denies: "ontkend door %s (%s, %s)",
		backed: "Niet meegeteld als eigen beschuldiging: %s.", supported: "gesteund door %s", acknowledged: "erkend door %s", condemned: "veroordeeld door %s",
		changes: "Als zij één zijn, veranderen %d van %d antwoorden (rijen erbij, weg, anders): %s.", nothingChanges: "Als zij één zijn, verandert geen van %d antwoorden.",
		namedOnly: "In geen eigen vermelding, maar door anderen genoemd onder wie spraken: %s.",
		noState:   "Geen enkele staat deed dat, in %s.",
		otherWay:  "De vraag kan ook zijn: %s.",
		onlyNamed: "Niet in een eigen vermelding: anderen noemen %s onder wie dat zeggen (vermeldingen: %d), in %s.",
	},
}

// stopWords may stand anywhere in a question without changing it.
var stopWords = map[string]map[string]bool{
	"en": wordSet("the", "a", "an", "please", "kindly", "exactly", "actually"),
	"nl": wordSet("de", "het", "een", "graag", "alsjeblieft", "alstublieft", "eigenlijk", "precies", "er", "dan"),
}

func wordSet(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}

// whenText writes in a language what graph.Record.When says.
func whenText(s, lang string) string {
	if lang != "nl" {
		return s
	}
	switch {
	case s == "assumed":
		return "aangenomen"
	case s == "undated":
		return "zonder datum"
	case strings.HasPrefix(s, "by "):
		return "uiterlijk " + strings.TrimPrefix(s, "by ")
	case strings.HasPrefix(s, "from "):
		return "vanaf " + strings.TrimPrefix(s, "from ")
	}
	return strings.Replace(s, " to ", " tot ", 1)
}
