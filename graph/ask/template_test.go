package ask

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/cayleygraph/quad"
)

const goodTemplate = `id blamed
slot state State
key incident
sort incident
column incident "INCIDENT" "INCIDENT"
column who "WHO" "WIE" speakers
word yes "yes" "ja"
-- title.en --
What is {state} blamed for?
-- title.nl --
Waarvan wordt {state} beschuldigd?
-- phrasings.en --
# a comment
what is {state} (blamed|accused) for
-- phrasings.nl --
waarvan wordt {state} beschuldigd
-- rows.sparql --
SELECT ?incident ?record WHERE { GRAPH ?record { ?incident asc:attributedToState ?state } }
-- column who.sparql --
SELECT ?record WHERE { GRAPH ?record { ?incident asc:attributedToState ?state } }
-- note n.sparql --
SELECT (COUNT(*) AS ?k) WHERE { ?act asc:kind asc:sanction }
-- note n.en --
{k} {k:sanction|sanctions}.
-- note n.nl --
{k} {k:sanctie|sancties}.
-- answer.en --
{state}: {rows}.
{incident} by {who}
-- answer.nl --
{state}: {incident}.
-- none.en --
Nothing in {world}.
-- none.nl --
Niets in {world}.
-- examples.en --
What is Syldavia blamed for?
-- examples.nl --
Waarvan wordt Syldavia beschuldigd?
`

func TestParseTemplate(t *testing.T) {
	tm, err := parseTemplate("good.txtar", []byte(goodTemplate))
	if err != nil {
		t.Fatal(err)
	}
	view(t, nil, mixing, func(v *graph.View) {
		a, err := ask(t.Context(), v, "What is Syldavia accused for", &Options{}, []*Template{tm})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := a.Sentence, "Syldavia: the Rail hack by Arland and Borduria; Triton by Firm M."; got != want && got != strings.ReplaceAll(want, "; ", ", ") {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

// A fault is told by file, line and column, in runes.
func TestTemplateErrors(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"id blamed\n", "", "x.txtar:1:1: there is no id"},
		{"slot state State", "slot state Sate", `x.txtar:2:1: got the class "Sate", want one of the schema`},
		{"slot state State", "slot state", "x.txtar:2:1: got 2 fields, want slot NAME CLASS..."},
		{"key incident", "kee incident", `x.txtar:3:1: got "kee", want id, slot, column, word, key, sort, each, dated, distinct, speakers, states or backing`},
		{"key incident", "key nothing", "x.txtar:1:1: key or sort: the rows have no ?nothing"},
		{`"INCIDENT" "INCIDENT"`, `"INCIDENT "INCIDENT`, `x.txtar:5:1: got "I" after a quoted field, want a space`},
		{`"yes" "ja"`, `"yes" ja"`, `x.txtar:7:1: got a quote inside ja", want it around the field`},
		{"(blamed|accused) for", "(blamed|accused for", `x.txtar:14:36: got the end, want ')'`},
		{"what is {state} (", "what is {é} (", `x.txtar:14:9: got the slot "é", want letters and digits`},
		{"what is {state} (", "what is (", "x.txtar:14:1: the slot {state} is not in this phrasing"},
		{"wordt {state} beschuldigd\n-- rows", "wordt {state} {x} beschuldigd\n-- rows", "x.txtar:16:1: the slot {x} is not in the header"},
		{"SELECT ?incident ?record WHERE {", "SELECT ?incident ?record WHER {", "x.txtar:18:"},
		{"?act asc:kind asc:sanction }", "?act ask:kind asc:sanction }", "x.txtar:22:"},
		{"{incident} by {who}", "{incident} by {whom}", "x.txtar:29:15: there is nothing called {whom}"},
		{"{k} {k:sanction|sanctions}.", "{k} {k:sanctions}.", "x.txtar:24:5: got {k:sanctions}, want {k:one|many}"},
		{"Nothing in {world}.", "Nothing.", "x.txtar:33:1: a negative answer must say {world}"},
		{"-- note n.nl --\n{k} {k:sanctie|sancties}.\n", "", `x.txtar:22:1: the note "n" has no text in "nl"`},
		{"-- answer.nl --", "-- answer.fr --", `x.txtar:30:1: got the section "answer.fr", want one that ends in .sparql, .en or .nl`},
		{"-- column who.sparql --", "-- column wo.sparql --", `x.txtar:19:1: there is no column "wo" in the header`},
		{"-- none.nl --\nNiets in {world}.\n", "", "x.txtar:1:1: there is no section none.nl"},
	} {
		if !strings.Contains(goodTemplate, c.old) {
			t.Fatalf("the good template has no %q", c.old)
		}
		_, err := parseTemplate("x.txtar", []byte(strings.Replace(goodTemplate, c.old, c.new, 1)))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("with %q for %q: got %v, want %s", c.new, c.old, err, c.want)
		}
	}
	_, err := loadTemplates(fstest.MapFS{
		"t/a.txtar": {Data: []byte(goodTemplate)}, "t/b.txtar": {Data: []byte(goodTemplate)},
	}, "t", parseTemplate)
	if err == nil || err.Error() != `b.txtar:1:1: the id "blamed" is that of a.txtar` {
		t.Errorf("got %v", err)
	}
}

// A start reads the embedded templates unchecked: each is checked here, and no
// phrasing of one is one of another.
func TestBuiltinTemplates(t *testing.T) {
	if _, err := loadTemplates(embedded, "templates", parseTemplate); err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for _, tm := range Templates() {
		for _, lang := range languages {
			if strings.Contains(tm.Title(lang), "{") {
				t.Errorf("%s: title %q", tm.ID, tm.Title(lang))
			}
			for _, p := range tm.phrasings[lang] {
				if other, ok := seen[lang+p.text]; ok {
					t.Errorf("%s and %s have the phrasing %q", other, tm.ID, p.text)
				}
				seen[lang+p.text] = tm.ID
			}
		}
	}
	if len(seen) < 60 {
		t.Errorf("got %d phrasings", len(seen))
	}
}

func TestExpand(t *testing.T) {
	bound := map[string]quad.Value{"state": quad.IRI("x:s"), "incident": quad.IRI("x:i")}
	macro := func(p sparqlPiece) (string, error) { return relation(p, bound, p.args[0] == "many"), nil }
	for _, c := range []struct{ in, want string }{
		{`?state ?stated "?state" '?state' <x:?state> # ?state`, `<x:s> ?stated "?state" '?state' <x:?state> # ?state`},
		{`?a < ?state && ?b > 1`, `?a < <x:s> && ?b > 1`},
		{`"""a "?state" """ ?state "\"?state" $state`, `"""a "?state" """ <x:s> "\"?state" <x:s>`},
		{`@answers(?act, ?other)`, `{ ?act rule:answers ?other }`},
		{`@answers(?act, ?incident)`, `{ ?act rule:answers <x:i> }`},
		{`@answers(?state, ?incident)`, `{ <x:s> rule:answers <x:i> }`},
		{`@by(?act, ?state)`, `{ <x:s> rule:standsBehind ?act }`},
		{`@by(?many, ?state)`, `{ <x:s> rule:standsBehind|rule:represented ?many }`},
		{`"x"@en @nl`, `"x"@en @nl`},
		{`"open ?state`, `"open ?state`},
	} {
		got, err := expand(c.in, bound, macro)
		if err != nil || got != c.want {
			t.Errorf("expand(%s)\n got %s, %v\nwant %s", c.in, got, err, c.want)
		}
	}
}

func FuzzTemplate(f *testing.F) {
	f.Add(goodTemplate)
	for _, tm := range Templates() {
		data, err := embedded.ReadFile("templates/" + tm.File)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(data))
	}
	f.Fuzz(func(t *testing.T, s string) {
		_, err := parseTemplate("f.txtar", []byte(s))
		if err == nil {
			return
		}
		at, ok := err.(*TemplateError) //nolint:errorlint // as parseTemplate promises
		if !ok || at.Line < 1 || at.Col < 1 || at.Line > 1+strings.Count(s, "\n")+1 {
			t.Errorf("%T %v", err, err)
		}
	})
}

func FuzzPhrasing(f *testing.F) {
	f.Add("what (is|are) [the] {x} (a|(b|c))", "what are b")
	f.Add("(((((((", "x")
	f.Add("[a][a][a][a][a][a]{x}{y}", "a a a a a a a")
	f.Fuzz(func(t *testing.T, pattern, question string) {
		p, err := parsePhrasing(pattern)
		if err != nil {
			return
		}
		if len(question) > MaxQuestion {
			return
		}
		words := split(question)
		for _, a := range p.align(words, stopWords["en"]) {
			for name, span := range a.slots {
				if span[0] < 0 || span[0] >= span[1] || span[1] > len(words) {
					t.Errorf("%q in %q: slot %s is %v", pattern, question, name, span)
				}
			}
		}
	})
}

// LANGUAGE.md lists what columns are called; a template calls none otherwise.
func TestColumnNames(t *testing.T) {
	doc, err := os.ReadFile("LANGUAGE.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, ok := strings.Cut(string(doc), "## What columns are called")
	if !ok {
		t.Fatal("there is no such chapter")
	}
	known := map[string]bool{"who": true, "what": true}
	for line := range strings.Lines(table) {
		cells := strings.Split(line, "|")
		for i, code := range strings.Split(cells[min(1, len(cells)-1)], "`") {
			known[code] = known[code] || i%2 == 1 && len(cells) > 2
		}
	}
	view(t, nil, both, func(v *graph.View) {
		names := NewNames(v)
		for _, tt := range Templates() {
			for _, lang := range languages {
				a, err := Ask(t.Context(), v, tt.Examples[lang][0], &Options{Names: names})
				if err != nil {
					continue // of a name that is not in this graph
				}
				for _, c := range a.Columns {
					if !known[strings.TrimRight(c.Name, "2")] {
						t.Errorf("%s: nothing says what %q is", tt.ID, c.Name)
					}
				}
			}
		}
		// What the grammar reads has the names that a template has.
		for _, q := range [][2]string{
			{"who sanctioned Russia?", "sanctions against Russia by the US"},
			{"who blamed Russia for SolarWinds?", "who attributed SolarWinds to Russia and not to China?"},
			{"what does China deny?", "denials by China"},
			{"wie is door de VS aangeklaagd?", "indictments by the US in 2021"},
		} {
			one, two := mustAsk(t, v, q[0]), mustAsk(t, v, q[1])
			if two.Template != LanguageID {
				t.Errorf("%s is read by %s, want the grammar", q[1], two.Template)
			}
			byHead := map[string]string{}
			for _, c := range two.Columns {
				byHead[c.Head] = c.Name
			}
			for _, c := range one.Columns {
				if other := byHead[c.Head]; other != "" && other != c.Name {
					t.Errorf("%s: %s is called %s, and %s where the grammar reads it", q[0], c.Head, c.Name, other)
				}
			}
		}
	})
}
