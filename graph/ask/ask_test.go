package ask

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// open reads the files of the starter graph, or of testdata, into one graph.
func open(t testing.TB, files ...string) *graph.Graph {
	t.Helper()
	g := graph.New(nil)
	err := g.Update(t.Context(), func(tx *graph.Tx) error {
		for _, name := range files {
			path := filepath.Join("..", "..", "seeds", name)
			if strings.HasPrefix(name, "testdata/") {
				path = name
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			if _, _, err := tx.Load(t.Context(), bytes.NewReader(data), rdf.TriG, &rdf.Options{File: name}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

var (
	founding = []string{"world.trig", "founding.trig"}
	both     = []string{"world.trig", "founding.trig", "record-2021.trig"}
)

// view runs f over a view of files.
func view(t testing.TB, lens *graph.Lens, files []string, f func(v *graph.View)) {
	t.Helper()
	err := open(t, files...).View(t.Context(), lens, func(v *graph.View) error {
		f(v)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func mustAsk(t testing.TB, v *graph.View, question string) *Answer {
	t.Helper()
	a, err := askTold(t, v, question, &Options{})
	if err != nil {
		t.Fatalf("%s: %v", question, err)
	}
	return a
}

// askTold is Ask, which has to tell the sentence of an answer once, as it is.
func askTold(t testing.TB, v *graph.View, question string, o *Options) (*Answer, error) {
	t.Helper()
	var told []string
	o.Sentence = func(sentence string) { told = append(told, sentence) }
	a, err := Ask(t.Context(), v, question, o)
	if err == nil && !slices.Equal(told, []string{a.Sentence}) {
		t.Errorf("%s: told\n\t%q\nand the answer is\n\t%q", question, told, a.Sentence)
	}
	if err != nil && told != nil {
		t.Errorf("%s: not answered (%v), but told %q", question, err, told)
	}
	return a, err
}

// The sentence is told before what it does not speak of is looked up: who gives up
// then has heard it.
func TestSentenceFirst(t *testing.T) {
	view(t, nil, both, func(v *graph.View) {
		for _, question := range []string{
			"Which states were attributed without sanctions?",
			"Aan welke staten is toegeschreven zonder sancties?",
			"As of 31 July 2021, which states were attributed without sanctions?",
		} {
			ctx, cancel := context.WithCancel(t.Context())
			told := ""
			_, err := Ask(ctx, v, question, &Options{Sentence: func(sentence string) {
				told = sentence
				cancel()
			}})
			if told == "" || !errors.Is(err, context.Canceled) {
				t.Errorf("%s: told %q, then %v", question, told, err)
			}
		}
	})
}

// rows writes the terms of rows, one line a row, columns as asked; handles for
// IRIs.
func rows(a *Answer, list []Row, columns ...string) []string {
	var out []string
	for i := range list {
		var cells []string
		for _, c := range columns {
			var values []string
			for _, v := range a.Cell(&list[i], c) {
				var terms []string
				for _, t := range v.Terms {
					s := quad.ToString(t)
					if iri, ok := t.(quad.IRI); ok {
						s = strings.TrimPrefix(schema.Handle(string(iri)), "id:")
					}
					terms = append(terms, s)
				}
				values = append(values, strings.Join(terms, " "))
			}
			cells = append(cells, strings.Join(values, ","))
		}
		out = append(out, strings.Join(cells, "|"))
	}
	return out
}

func want(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

// What the founding document alone answers, row for row (seed-article, "What
// the seed must answer").
func TestFoundingDocument(t *testing.T) {
	view(t, nil, founding, func(v *graph.View) {
		a := mustAsk(t, v, "Which states were attributed without sanctions?")
		want(t, rows(a, a.Rows, "state", "incident"), "china|exchange-hack")
		want(t, rows(a, a.Rows, "named", "sanctions"), "state,group|none,withheld")
		want(t, rows(a, a.Rows, "blamedBy"), "us,australia,eu,japan,nato,new-zealand")
		if len(a.Perhaps) > 0 {
			t.Errorf("got perhaps %v, want none", rows(a, a.Perhaps, "state"))
		}

		a = mustAsk(t, v, "Which states were attributed and sanctioned?")
		want(t, rows(a, a.Rows, "state", "incident", "sanctionedBy", "reaches"), "russia|unspecified-hacks|us|directly")

		a = mustAsk(t, v, "Who stands behind the Exchange attribution?")
		want(t, rows(a, a.Rows, "who", "tier"),
			"australia|relayed", "eu|relayed", "japan|relayed", "nato|relayed", "new-zealand|relayed", "us|relayed")

		a = mustAsk(t, v, "What followed the Exchange hack?")
		want(t, rows(a, a.Rows, "what"), "asc:demand", "withheld asc:sanction")

		a = mustAsk(t, v, "Which claims rest on an unnamed source?")
		want(t, rows(a, a.Rows, "record"), "nl-press-2021-07/14", "nl-press-2021-07/16", "nl-press-2021-07/17")

		a = mustAsk(t, v, "How is APT31 connected to China?")
		want(t, rows(a, a.Rows, "from", "relation", "to", "note"), "apt31|asc:operatesFrom|china|territory")
	})
}

func TestBothFiles(t *testing.T) {
	lens := &graph.Lens{AsOf: graph.Date{Year: 2021, Month: 7, Day: 31}}
	view(t, lens, both, func(v *graph.View) {
		a := mustAsk(t, v, "Which states were attributed without sanctions?")
		want(t, rows(a, a.Rows, "state", "incident"), "china|exchange-hack", "china|apt40-campaign")
		if got := rows(a, a.Rows[:1], "blamedBy")[0]; !strings.HasPrefix(got, "australia,uk,us,canada,new-zealand,") {
			t.Errorf("blamed by %s, want the five states first", got)
		}
		notes := noteText(a)
		for _, s := range []string{"Not listed: Russia for the SolarWinds hack", "six Russian technology companies", "European Union, NATO and Norway", "denied by China"} {
			if !strings.Contains(notes, s) {
				t.Errorf("the notes lack %q:\n%s", s, notes)
			}
		}
		if !strings.Contains(a.Sentence, a.World.String()) || !strings.Contains(a.Looked.Text, "public on or before 2021-07-31") {
			t.Errorf("the world is not said: %q, %q", a.Sentence, a.Looked.Text)
		}

		a = mustAsk(t, v, "Who stands behind the Exchange attribution?")
		want(t, rows(a, a.Rows, "who", "tier"),
			"australia|own", "canada|own", "new-zealand|own", "uk|own", "us|own",
			"eu|weaker", "japan|weaker", "nato|weaker",
			"australia|relayed", "eu|relayed", "japan|relayed", "nato|relayed", "new-zealand|relayed", "us|relayed")

		a = mustAsk(t, v, "Which states did the UK blame without sanctioning them?")
		want(t, rows(a, a.Rows, "state", "incident", "sanctionsByOthers"), "china|exchange-hack|", "russia|solarwinds-hack|us act:us-2021-04-15/1")

		a = mustAsk(t, v, "How is Ding Xiaoyang connected to China?")
		want(t, rows(a, a.Rows, "from", "relation", "to"), "ding-xiaoyang|asc:officerOf|hainan-ssd", "hainan-ssd|asc:partOf|mss", "mss|asc:partOf|china")

		a = mustAsk(t, v, "Table: claimant state by attributed state, number of incidents, official claims only.")
		want(t, rows(a, a.Rows, "by", "state", "number"),
			`australia|china|"1"^^<http://www.w3.org/2001/XMLSchema#integer>`, `uk|china|"1"^^<http://www.w3.org/2001/XMLSchema#integer>`, `uk|russia|"1"^^<http://www.w3.org/2001/XMLSchema#integer>`,
			`us|china|"2"^^<http://www.w3.org/2001/XMLSchema#integer>`, `us|russia|"1"^^<http://www.w3.org/2001/XMLSchema#integer>`)
		a = mustAsk(t, v, "Which NATO members attributed the Exchange hack themselves?")
		want(t, rows(a, a.Rows, "who"), "canada", "uk", "us")
	})
	// Names by undated catalogues are hidden by a date, and there without one.
	view(t, nil, both, func(v *graph.View) {
		a := mustAsk(t, v, "Who is Violet Typhoon, and who gave it that name?")
		want(t, rows(a, a.Rows, "name", "saidBy"), `"APT31"@en|mandiant`, `"Violet Typhoon"@en|microsoft`)
	})
	// Before the day, a month that may hold it is perhaps.
	lens = &graph.Lens{AsOf: graph.Date{Year: 2021, Month: 7, Day: 10}}
	view(t, lens, both, func(v *graph.View) {
		a := mustAsk(t, v, "Which states were attributed without sanctions?")
		want(t, rows(a, a.Rows, "state"))
		want(t, rows(a, a.Perhaps, "state", "incident"), "china|exchange-hack")
		if !strings.Contains(a.Sentence, a.World.String()) {
			t.Errorf("a negative answer without its world: %s", a.Sentence)
		}
	})
}

func noteText(a *Answer) string {
	var b strings.Builder
	for _, n := range a.Notes {
		b.WriteString(n.Text + "\n")
	}
	return b.String()
}

// An organization's members are shown as represented, and counted.
func TestSpread(t *testing.T) {
	view(t, &graph.Lens{Spread: true}, founding, func(v *graph.View) {
		a := mustAsk(t, v, "Who stands behind the Exchange attribution?")
		tiers := map[string]int{}
		states := 0
		for _, r := range rows(a, a.Rows, "who", "tier") {
			speaker, tier, _ := strings.Cut(r, "|")
			tiers[tier]++
			if v.IsA(quad.IRI(schema.NSID+speaker), schema.State) {
				states++
			}
		}
		if tiers["relayed"] != 6 || tiers["represented"] != 35 || states != 39 || len(tiers) != 2 {
			t.Errorf("got %v and %d states, want 6 relayed, 35 represented, 39 states", tiers, states)
		}
		if !strings.Contains(noteText(a), "39 states") {
			t.Error("the notes do not say how many states are represented")
		}
	})
}

// Each example of each template is understood as that template, and the same
// question in the other language gives the same rows.
func TestExamples(t *testing.T) {
	view(t, nil, both, func(v *graph.View) {
		names := NewNames(v)
		for _, tm := range Templates() {
			bySlots := map[string][]string{}
			for _, lang := range languages {
				for _, q := range tm.Examples[lang] {
					a, err := askTold(t, v, q, &Options{Names: names})
					if err != nil {
						t.Errorf("%s: %s: %v", tm.ID, q, err)
						continue
					}
					if a.Template != tm.ID || a.Lang != lang {
						t.Errorf("%s: understood as %s in %q, want %s in %q", q, a.Template, a.Lang, tm.ID, lang)
					}
					var keys []string
					for _, row := range a.Rows {
						keys = append(keys, fmt.Sprint(row.keys))
					}
					slices.Sort(keys)
					id := fmt.Sprint(a.Slots)
					if old, ok := bySlots[id]; ok && !slices.Equal(old, keys) {
						t.Errorf("%s: rows\n\t%v\nand in another language\n\t%v", q, keys, old)
					}
					bySlots[id] = keys
					if _, err := a.Why(t.Context(), v); err != nil {
						t.Errorf("%s: why: %v", q, err)
					}
				}
			}
		}
	})
}

// Whoever tries an example of the list on the starter set gets an answer.
func TestExamplesOnStarterSet(t *testing.T) {
	view(t, nil, starter(t), func(v *graph.View) {
		names := NewNames(v)
		for _, tm := range Templates() {
			for _, lang := range languages {
				for _, q := range tm.Examples[lang] {
					if _, err := Ask(t.Context(), v, q, &Options{Names: names}); err != nil {
						t.Errorf("%s: %s: %v", tm.ID, q, err)
					}
				}
			}
		}
	})
}

// What a negative answer was looked for among may be more than an answer's rows
// may be.
func TestLookedAmongMany(t *testing.T) {
	defer func(n int) { maxRows = n }(maxRows)
	maxRows = 20
	view(t, nil, both, func(v *graph.View) {
		claims := v.World().Claims
		a := mustAsk(t, v, "Which claims were retracted?")
		if n := len(a.Looked.Records); n < claims || claims <= maxRows {
			t.Errorf("looked among %d, of %d claims", n, claims)
		}
	})
}

// The order in which a graph was loaded shows nowhere in an answer.
func TestOrderOfLoading(t *testing.T) {
	var first []string
	for _, files := range [][]string{both, {"record-2021.trig", "founding.trig", "world.trig"}} {
		view(t, nil, files, func(v *graph.View) {
			var got []string
			for _, tm := range Templates() {
				a := mustAsk(t, v, tm.Examples["en"][0])
				for _, r := range a.Rows {
					var line strings.Builder
					for _, c := range r.Cells {
						line.WriteString(c.String() + " | ")
					}
					got = append(got, tm.ID+": "+line.String())
				}
				got = append(got, a.Sentence, noteText(a))
			}
			if first == nil {
				first = got
				return
			}
			for i := range got {
				if i >= len(first) || got[i] != first[i] {
					t.Fatalf("in another order\n\t%s\nand before\n\t%s", got[i], first[i])
				}
			}
		})
	}
}

var mixing = []string{"testdata/mixing.trig"}

// Who blames whom is asked inside one record: a group that one party names and
// another links to a state is no blame of the state by the first.
func TestSpeakersDoNotMix(t *testing.T) {
	view(t, nil, mixing, func(v *graph.View) {
		a := mustAsk(t, v, "Who blamed Syldavia for the Dam hack?")
		want(t, rows(a, a.Rows, "who"))
		a = mustAsk(t, v, "Whom has anyone blamed for the Dam hack?")
		want(t, rows(a, a.Rows, "blamed", "by"), "apt28|arland")
		a = mustAsk(t, v, "Whom has anyone blamed for Triton?")
		want(t, rows(a, a.Rows, "blamed", "by"), "borduria|firm-c", "syldavia|firm-m")
		a = mustAsk(t, v, "As of 1 January 2018, whom had anyone blamed for Triton?")
		want(t, rows(a, a.Rows, "blamed", "by"), "borduria|firm-c")
		if a.Lens.AsOf != (graph.Date{Year: 2018, Month: 1, Day: 1}) {
			t.Errorf("as of %s", a.Lens.AsOf)
		}
		a = mustAsk(t, v, "As of 1 January 2018, whom had anyone blamed for Triton? And as of 2021?")
		want(t, rows(a, a.Rows, "asOf", "blamed"), `2018-01-01|borduria`, `2021|borduria`, `2021|syldavia`)
		if _, err := a.Why(t.Context(), v); err != nil {
			t.Error(err)
		}
		a = mustAsk(t, v, "Where do two claimants name different states for one incident?")
		want(t, rows(a, a.Rows, "incident", "state"), "triton|borduria", "triton|syldavia")
		// An unnamed source is nobody's blame.
		a = mustAsk(t, v, "Whom has anyone blamed for the Mine hack?")
		want(t, rows(a, a.Rows, "blamed"))
		if !strings.Contains(noteText(a), "someone") {
			t.Error("the unnamed source is not mentioned")
		}
	})
}

// Whether two groups are one is answered by claims of identity, and by names,
// which are told apart from them: a name that both bear says less, a party that
// has a name for each holds them apart, and neither is a claim of identity.
func TestSameByNameOrByClaim(t *testing.T) {
	question := "Is GREY FOX the same as NIGHT OWL, and who says so?"
	names := []string{
		"gazette|name|asc:reports", "k|name|asc:reports", "m-1|name,apart|asc:reports", "m-2|apart|asc:reports",
	}
	asked := func(files []string) (got []string, notes string) {
		view(t, nil, files, func(v *graph.View) {
			a := mustAsk(t, v, question)
			for i := range a.Rows {
				row := rows(a, a.Rows[i:i+1], "how", "stance")[0]
				got = append(got, strings.TrimPrefix(schema.Handle(string(a.Rows[i].Records[0])), "claim:")+"|"+row)
			}
			notes = noteText(a)
		})
		slices.Sort(got)
		return got, notes
	}
	const nobody = "No record says that GREY FOX and NIGHT OWL are one, or that they are not"
	got, notes := asked([]string{"testdata/naming.trig"})
	want(t, got, names...)
	for _, say := range []string{nobody, "Silver Storm is GREY FOX for Firm M", "SILVER STORM is NIGHT OWL for Gazette", "Firm M calls GREY FOX Silver Storm", "Firm M calls NIGHT OWL Linen Storm"} {
		if !strings.Contains(notes, say) {
			t.Errorf("the notes lack %q: %s", say, notes)
		}
	}
	if strings.Contains(notes, "Firm K calls") {
		t.Errorf("Firm K has one name for both: %s", notes)
	}
	got, notes = asked([]string{"testdata/naming.trig", "testdata/identity.trig"})
	want(t, got, slices.Concat([]string{"bureau|identity|asc:asserts"}, names[:1], []string{"institute|identity|asc:denies"}, names[1:])...)
	if strings.Contains(notes, nobody) {
		t.Errorf("two records say it: %s", notes)
	}
}

// Days are counted where both ends are days: 2020 had a 29 February.
func TestDaysBetween(t *testing.T) {
	const integer = `^^<http://www.w3.org/2001/XMLSchema#integer>`
	view(t, nil, []string{"testdata/mixing.trig", "testdata/dates.trig"}, func(v *graph.View) {
		a := mustAsk(t, v, "How long from incident to first attribution, and to first sanction, for the Rail hack?")
		want(t, rows(a, a.Rows, "what", "by", "days"), "began|borduria|", `blamed|borduria|"10"`+integer, "sanctioned|arland|")
		a = mustAsk(t, v, "How long from incident to first attribution, and to first sanction, for the Oil hack?")
		want(t, rows(a, a.Rows, "what", "by", "days"), "began|borduria|", `blamed|borduria|"233"`+integer)
	})
}

// Whether an act answers an incident does not depend on whose claims count:
// the claim that it names may be hidden by the lens.
func TestAnsweredThroughAHiddenClaim(t *testing.T) {
	question := "Which states were attributed without sanctions?"
	view(t, &graph.Lens{By: []quad.IRI{schema.NSID + "arland"}}, mixing, func(v *graph.View) {
		a := mustAsk(t, v, question)
		want(t, rows(a, a.Rows, "state", "incident"))
	})
	view(t, nil, mixing, func(v *graph.View) {
		a := mustAsk(t, v, question)
		want(t, rows(a, a.Rows, "state", "incident", "otherSanctions"), "borduria|triton|arland act:a-2019", "syldavia|triton|arland act:a-2020-05 rail-hack")
		if !strings.Contains(noteText(a), "1 sanction names no incident") {
			t.Errorf("notes: %s", noteText(a))
		}
		// Bound to a party on both sides.
		a = mustAsk(t, v, "Which states did Borduria blame without sanctioning them?")
		want(t, rows(a, a.Rows, "state", "incident"), "syldavia|rail-hack")
		a = mustAsk(t, v, "Which states did Arland blame without sanctioning them?")
		want(t, rows(a, a.Rows, "state", "incident"))
	})
	// In the middle of the month of the sanction nobody can tell.
	view(t, &graph.Lens{AsOf: graph.Date{Year: 2020, Month: 5, Day: 15}}, mixing, func(v *graph.View) {
		a := mustAsk(t, v, question)
		want(t, rows(a, a.Rows, "state", "incident"), "borduria|triton", "syldavia|triton")
		want(t, rows(a, a.Perhaps, "state", "incident"), "syldavia|rail-hack")
	})
}

func TestWhy(t *testing.T) {
	view(t, nil, founding, func(v *graph.View) {
		a := mustAsk(t, v, "Which states were attributed without sanctions?")
		e, err := a.Why(t.Context(), v)
		if err != nil {
			t.Fatal(err)
		}
		var handles []string
		for _, r := range e.Rows[0].Records {
			handles = append(handles, r.Record.Handle())
		}
		want(t, handles, "nl-press-2021-07/1", "nl-press-2021-07/10", "nl-press-2021-07/3")
		text := e.String()
		for _, s := range []string{
			"The coalition issues no sanctions.", "White House speaks for United States",
			"Microsoft Exchange hack (2021) attributed to the state China", "follows from Chinese Ministry of State Security part of China",
			"none among 1 sanction in 47 records",
		} {
			if !strings.Contains(text, s) {
				t.Errorf("the evidence lacks %q", s)
			}
		}
	})
}

func TestRefusals(t *testing.T) {
	view(t, nil, both, func(v *graph.View) {
		for _, c := range []struct{ question, word string }{
			{"which states were attributed without sugar?", "sugar"},
			{"what is the weather in Paris", ""},
			{"", ""},
			{"??!", ""},
			{"which states were attributed without sanctions in Europe", "Europe"},
			{"states", ""},
		} {
			a, err := Ask(t.Context(), v, c.question, nil)
			lost, ok := err.(*NotUnderstoodError) //nolint:errorlint // as Ask promises
			if !ok {
				if _, named := err.(*UnknownNameError); named && c.word == "" && c.question != "" { //nolint:errorlint // as Ask promises
					continue
				}
				t.Errorf("%q: got %v, %v, want a refusal", c.question, a, err)
				continue
			}
			if c.word != "" && lost.Word != c.word || len(lost.Nearest) == 0 {
				t.Errorf("%q: stopped at %q with %v, want %q", c.question, lost.Word, lost.Nearest, c.word)
			}
		}
		_, err := Ask(t.Context(), v, "who blamed Rusia for Solarwind", nil)
		if err != nil {
			t.Errorf("two slips: %v", err)
		}
		_, err = Ask(t.Context(), v, "timeline of APT31", nil)
		unknown, ok := err.(*UnknownNameError) //nolint:errorlint // as Ask promises
		if !ok || len(unknown.Other) != 1 || !strings.Contains(unknown.Hint(), "threat group") {
			t.Errorf("got %v, want that APT31 is no incident", err)
		}
	})
}

func FuzzAsk(f *testing.F) {
	for _, t := range Templates() {
		for _, lang := range languages {
			for _, q := range t.Examples[lang] {
				f.Add(q)
			}
		}
	}
	f.Add("who is (")
	f.Add("as of as of 2021")
	f.Add("who blamed \xff for \u0301")
	g := open(f, mixing...)
	f.Fuzz(func(t *testing.T, question string) {
		err := g.View(t.Context(), nil, func(v *graph.View) error {
			a, err := Ask(t.Context(), v, question, nil)
			if err != nil {
				switch err.(type) { //nolint:errorlint // Ask promises these as they are
				case *NotUnderstoodError, *UnknownNameError, *AmbiguousNameError:
				default:
					t.Errorf("%q: %v", question, err)
				}
				return nil
			}
			_, err = a.Why(t.Context(), v)
			return err
		})
		if err != nil {
			t.Errorf("%q: %v", question, err)
		}
	})
}
