package ask

import (
	"embed"
	"errors"
	"slices"
	"strings"
	"sync"
)

// Tails are second questions at the end of one, that its answer shows of
// itself: "…, and on whose word?". They are cut off where the whole is not
// understood, and kept off only where the answer has what they ask for.
//
//go:embed tails/*.txt
var tailFiles embed.FS

// tail is one of them: its words and what an answer has to show.
type tail struct {
	words []string
	kind  string
}

// tailsOf holds the tails of a language, the longest first.
var tailsOf = sync.OnceValue(func() map[string][]tail {
	out := map[string][]tail{}
	for _, lang := range languages {
		text, err := tailFiles.ReadFile("tails/" + lang + ".txt")
		if err != nil {
			panic(err) // it is embedded
		}
		for line := range strings.Lines(string(text)) {
			kind, phrases, ok := strings.Cut(strings.TrimSpace(line), ":")
			if !ok || strings.HasPrefix(kind, "#") {
				continue
			}
			for s := range strings.SplitSeq(phrases, "|") {
				out[lang] = append(out[lang], tail{foldedWords(s), kind})
			}
		}
		slices.SortStableFunc(out[lang], func(a, b tail) int { return len(b.words) - len(a.words) })
	}
	return out
})

// tailKinds are the columns by their keys that answer a tail.
var tailKinds = map[string][]string{
	"speakers": {"speaker", "who", "by", "saidBy", "blamedBy", "record"},
	"when":     {"when", "date", "since", "began"},
	"words":    {"words", "says"},
	"sure":     {"sure", "howSure"},
	"source":   {"source", "relay"},
	"incident": {"incident", "for", "about", "other"},
	"whom":     {"blamed", "against", "hit", "named", "target"},
	"settled":  {"settled"}, // or the note open
	"denied":   nil,         // a line below says so of every answer
	"any":      nil,         // the rows do
}

// maxTails is how many tails one question may have.
const maxTails = 3

// reader understands a question, or says why not.
type reader func(question string, words []word, names *Names, templates []*Template, langs []string) (*match, modifiers, error)

// readTailed understands a question, or one whose end asks for what the answer
// shows. What it may paraphrase is the last that is tried. Where a name may mean
// several things a later reading may still find another meaning than all of
// them, but never choose among them: else the name is asked about.
func readTailed(question string, words []word, names *Names, templates []*Template, langs []string) (*match, modifiers, error) {
	var first error
	var unclear *AmbiguousNameError
	for _, read := range []reader{read, withoutTail(read), readParaphrase, withoutTail(readParaphrase)} {
		m, mods, err := read(question, words, names, templates, langs)
		switch name, ok := errors.AsType[*AmbiguousNameError](err); {
		case err == nil && !m.means(unclear), isAmbiguousQuestion(err) && unclear == nil, unanswerable(err):
			return m, mods, err
		case ok && unclear == nil:
			unclear = name
		case first == nil:
			first = err
		}
	}
	if unclear != nil {
		return nil, modifiers{}, unclear
	}
	return nil, modifiers{}, first
}

// means reports whether a match takes one of the things that a name may mean.
func (m *match) means(unclear *AmbiguousNameError) bool {
	if unclear == nil {
		return false
	}
	for _, f := range m.slots {
		if slices.ContainsFunc(unclear.Candidates, func(c Candidate) bool { return c.IRI == f.iri }) {
			return true
		}
	}
	return false
}

// withoutTail reads what is before the tails of a question.
func withoutTail(read reader) reader {
	return func(question string, words []word, names *Names, templates []*Template, langs []string) (*match, modifiers, error) {
		for _, lang := range langOrder(langs) {
			rest, kinds := words, []string(nil)
			for range maxTails {
				t, from := tailAt(question, rest, lang)
				if t == nil {
					break
				}
				rest, kinds = rest[:from], append(kinds, t.kind)
				text := question[:rest[len(rest)-1].end]
				m, mods, err := read(text, split(text), names, templates, langs)
				if isAmbiguous(err) || isAmbiguousQuestion(err) {
					return nil, mods, err
				}
				if err != nil {
					continue
				}
				if m = m.showing(kinds); m != nil {
					return m, mods, nil
				}
			}
		}
		return nil, modifiers{}, &lostError{}
	}
}

// tailAt finds the tail at the end of words, and the word with which it, or the
// "and" before it, begins.
func tailAt(question string, words []word, lang string) (*tail, int) {
	list := tailsOf()[lang]
	for k := range list {
		from := len(words) - len(list[k].words)
		if from < 2 || !hasWords(words[from:], list[k].words) {
			continue
		}
		and := map[string]string{"en": "and", "nl": "en"}[lang]
		switch {
		case words[from-1].fold == and && from > 2:
			return &list[k], from - 1
		case list[k].words[0] == and, strings.ContainsAny(question[words[from-1].end:words[from].start], ",;:(-"), words[from].fold == "with" || words[from].fold == "met" || words[from].fold == "giving":
			return &list[k], from
		}
	}
	return nil, 0
}

// showing is a match whose answer shows what tails ask for, nil if it cannot.
func (m *match) showing(kinds []string) *match {
	for _, kind := range kinds {
		keys := tailKinds[kind]
		if keys == nil || m.t.has(keys) || m.t.hasNote(kind) {
			continue
		}
		if m = m.adding(kind); m == nil {
			return nil
		}
	}
	return m
}

// hasNote reports whether a template has the note that answers a tail.
func (t *Template) hasNote(kind string) bool {
	return kind == "settled" && slices.ContainsFunc(t.notes, func(n *note) bool { return n.name == "open" })
}

// has reports whether a template has a column with one of some keys.
func (t *Template) has(keys []string) bool {
	return slices.ContainsFunc(t.columns, func(c *column) bool {
		return slices.Contains(keys, c.name) || slices.Contains(keys, strings.TrimRight(c.key, "23456789")) || c.speakers && keys[0] == "speaker"
	})
}

// recordVariable is the variable of the rows that is the record each rests on,
// "" if there is none.
func (t *Template) recordVariable() string {
	for _, c := range t.columns {
		switch {
		case c.speakers && c.query == nil:
			return c.name
		case c.needs != "":
			return c.needs
		}
	}
	if len(t.rows) > 0 && strings.Contains(t.rows[0].text, "?record ") {
		return "record"
	}
	return ""
}

// tailColumns are what can be shown of any record.
var tailColumns = map[string]struct {
	key   string
	head  [2]string
	where string
}{
	"words":    {"words", [2]string{"WORDS", "WOORDEN"}, "{ ?R asc:summary ?value } UNION { ?R asc:quote ?value FILTER NOT EXISTS { ?R asc:summary ?some } }"},
	"incident": {"incident", [2]string{"FOR", "VOOR"}, "@answers(?R, ?value) ?value a ?class . FILTER (?class IN (asc:Incident, asc:Campaign))"},
	"whom":     {"against", [2]string{"AGAINST", "TEGEN"}, "GRAPH ?R { ?party asc:sanctioned|asc:indicted|asc:soughtArrestOf|asc:expelled|asc:summoned|asc:severedRelationsWith|asc:demandedOf|asc:spokeWith ?value }"},
	"source":   {"source", [2]string{"SOURCE", "BRON"}, "?R asc:source ?document . ?document asc:title ?value ."},
	"sure":     {"howSure", [2]string{"HOW SURE", "HOE ZEKER"}, "{ ?R asc:likelihoodWords ?value } UNION { ?R asc:confidence ?value }"},
}

// adding is a match with a column about the records of its rows, nil if there is
// no such column, or no such record.
func (m *match) adding(kind string) *match {
	c, ok := tailColumns[kind]
	record := m.t.recordVariable()
	if !ok || record == "" || (kind == "whom" || kind == "incident") && !m.t.ofActs {
		return nil
	}
	t := *m.t
	t.columns = append(slices.Clip(m.t.columns), &column{
		name: kind + "Told", key: c.key, head: heads(c.head[0], c.head[1]), needs: record,
		query: &query{pastStance: true, text: "SELECT DISTINCT ?value WHERE { " + strings.ReplaceAll(c.where, "?R", "?"+record) + " }"},
	})
	n := *m
	n.t = &t
	return &n
}
