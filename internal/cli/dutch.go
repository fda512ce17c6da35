package cli

import (
	"fmt"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/internal/article"
)

// inDutch are the fixed words of compare, contested, timeline, footnotes, changes and
// path in Dutch, and of errors about names, by the English ones; in both the verbs of fmt come in one order.
var inDutch = map[string]string{
	// columns
	"part": "deel", "kind": "soort", "what": "wat", "question": "vraag", "side": "kant", "by": "door", "says": "zegt", "on": "op",
	"record": "vermelding", "settled": "beslist", "change": "verandering",
	"chain": "keten", "hop": "stap", "from": "van", "edge": "verband", "to": "naar",
	// compare
	"contradiction": "tegenspraak", "both": "beide", "only %s": "alleen %s", "left": "links", "right": "rechts",
	"%s: %s or %s": "%s: %s of %s",
	"%s by both, %d only %s, %d only %s, %s.":                     "%s door beide, %d alleen %s, %d alleen %s, %s.",
	"%s by both, %d only by %s, %d only by %s, %s.":               "%s door beide, %d alleen door %s, %d alleen door %s, %s.",
	"What a party does not say here is not known to be its view.": "Wat een partij hier niet zegt, is daarmee niet haar standpunt.",
	"the default lens": "de standaardblik",
	"blame":            "toeschrijving", "link": "band", "act": "handeling", "name": "naam",
	// contested
	"open": "open", "settled by %s": "beslist door %s", "it is so": "het is zo", "denied": "ontkend",
	"%s contested, %d of them open.":            "%s betwist, waarvan %d open.",
	"No two visible claims exclude each other.": "Geen twee zichtbare beweringen sluiten elkaar uit.",
	"who is behind %s":                          "wie zit achter %s",
	// timeline
	"%s (for %s)":                     "%s (voor %s)",
	"No visible record gives a date.": "Geen zichtbare vermelding geeft een datum.",
	// footnotes
	"with regard to %s": "met betrekking tot %s", "relayed by %s": "doorgegeven door %s", "in response to %s": "in antwoord op %s",
	"taken back by %s": "ingetrokken door %s", "replaced by %s": "vervangen door %s",
	// changes
	"%s for %s": "%s voor %s", "%s through those linked to it": "%s via wie eraan gelieerd is",
	"blamed": "aangewezen", "no longer blamed": "niet meer aangewezen", "sanctioned": "sancties tegen", "no longer sanctioned": "geen sancties meer tegen",
	"new": "nieuw", "replaced": "vervangen", "taken back": "ingetrokken",
	"Between %s and %s: %s new, %d replaced, %d taken back.": "Tussen %s en %s: %s nieuw, %d vervangen, %d ingetrokken.",
	// path
	"No chain from %s to %s.":                  "Geen keten van %s naar %s.",
	"%s and %s are one thing here: %s.":        "%s en %s zijn hier hetzelfde: %s.",
	"%s from %s to %s, of %s.":                 "%s van %s naar %s, van %s.",
	"%s from %s to %s, of %d to %s.":           "%s van %s naar %s, van %d tot %s.",
	"Stopped at %d chains; --max allows more.": "Gestopt bij %d ketens; --max laat er meer toe.",
	"Looked at: linked to, part of, acts for, officer of, operates from, in both directions. --edges any looks at every edge.": "Bekeken: gelieerd aan, onderdeel van, handelt voor, functionaris van, opereert vanuit, in beide richtingen. --edges any bekijkt elk verband.",
	"Operates from names a territory; it is not a link to the state.":                                                          "Opereert vanuit noemt een grondgebied; het is geen band met de staat.",
	"(territory)": "(grondgebied)",
	// errors about names and records
	"the lens hides the record %q":                                                     "de blik verbergt de vermelding %q",
	"--lens all shows every record; 'ascribe show %s --lens all' this one":             "--lens all toont elke vermelding; 'ascribe show %s --lens all' deze",
	"'ascribe list records --about %q' lists the records about it, with their handles": "'ascribe list records --about %q' geeft de vermeldingen erover, met hun aanduiding",
	"%q is no record but a thing: %s":                                                  "%q is geen vermelding maar een ding: %s",
	"'ascribe list records' lists them, with their handles":                            "'ascribe list records' geeft ze, met hun aanduiding",
	"did you mean %s?":      "bedoelt u %s?",
	"there is no record %q": "er is geen vermelding %q",
	"name two parties":      "noem twee partijen", "%s and %s are one party": "%s en %s zijn één partij",
	"'ascribe show %s' says what hangs together with it": "'ascribe show %s' zegt wat ermee samenhangt",
}

// manyDutch are nouns in Dutch, one and many.
var manyDutch = map[string][2]string{
	"statement": {"uitspraak", "uitspraken"}, "contradiction": {"tegenspraak", "tegenspraken"}, "question": {"vraag", "vragen"},
	"record": {"vermelding", "vermeldingen"}, "chain": {"keten", "ketens"}, "hop": {"stap", "stappen"},
}

// say writes fixed words in the language of the flags.
func (s *session) say(format string, args ...any) string {
	if s.flags.lang == "nl" {
		if nl, ok := inDutch[format]; ok {
			format = nl
		}
	}
	if len(args) == 0 {
		return format
	}
	return fmt.Sprintf(format, args...)
}

// inSentence is what a thing is called, in a sentence in the language of the flags.
func (s *session) inSentence(label string) string { return article.With(label, s.langs()[0]) }

// plural is plural in the language of the flags.
func (s *session) plural(n int, what string) string {
	if nl, ok := manyDutch[what]; ok && s.flags.lang == "nl" {
		if n == 1 {
			return "1 " + nl[0]
		}
		return fmt.Sprintf("%d %s", n, nl[1])
	}
	return plural(n, what)
}

// sheetIn is sheetOf with columns in the language of the flags; programs get
// their English names.
func (s *session) sheetIn(v *graph.View, columns ...string) *sheet {
	sh := s.sheetOf(v, columns...)
	sh.Keys = columns
	sh.Columns = s.columns(columns)
	return sh
}

func (s *session) columns(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = s.say(n)
	}
	return out
}
