package ask

import (
	"errors"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
)

// Who says what is never mixed, only means only, and times belong to records:
// over a world of two parties and a few claims.
func TestControlledLanguage(t *testing.T) {
	view(t, nil, []string{"testdata/mixing.trig", "testdata/dates.trig"}, func(v *graph.View) {
		o := &Options{Names: NewNames(v)}
		for _, c := range []struct{ question, rows string }{
			{"which states blamed Syldavia?", "arland borduria"},
			{"which states blamed Syldavia for the Dam hack?", ""},
			{"incidents attributed to Syldavia by Borduria but not by Arland", ""},
			{"incidents attributed only by Borduria", "oil-hack"},
			{"incidents attributed to more than one state", "triton"},
			{"incidents attributed to exactly 2 states", "triton"},
			{"incidents attributed to Syldavia before 2019", "triton"},
			{"incidents attributed to Syldavia in March 2020", "rail-hack"},
			{"incidents attributed to Syldavia between 2018 and 2019", "triton"},
			{"who first blamed Syldavia?", "firm-m"},
			{"which states first blamed Syldavia?", "borduria"},
			{"groups linked to Syldavia", "apt28"},
			{"groups linked to Syldavia by Borduria", "apt28"},
			{"groups linked to Syldavia by Arland", ""},
			{"states that Borduria blamed but did not sanction", "borduria syldavia"},
			{"states that Arland blamed but did not sanction", ""},
			{"states that Arland sanctioned", "borduria syldavia"},
			{"states that Arland sanctioned for the Rail hack", "syldavia"},
			{"which companies blamed Syldavia or Borduria?", "firm-c firm-m"},
			{"incidents that began in 2020", "rail-hack"},
			{"incidents in 2020", "rail-hack"},
			{"incidents attributed to Syldavia on or after 1 March 2020", "rail-hack"},
			{"incidents attributed to Syldavia on or before 31 December 2019", "triton"},
			{"incidenten toegeschreven aan Syldavië op of na 1 maart 2020", "rail-hack"},
			{"welke staten beschuldigden Syldavië?", "arland borduria"},
			{"incidenten die alleen door Bordurië zijn toegeschreven", "oil-hack"},
			{"welke staten heeft Arland gesanctioneerd?", "borduria syldavia"},
		} {
			a, err := Ask(t.Context(), v, c.question, o)
			if err != nil {
				t.Errorf("%s: %v", c.question, err)
				continue
			}
			if got := rowKeys(a); got != c.rows {
				t.Errorf("%s: understood as %s\n\tgot  %s\n\twant %s", c.question, a.Question, got, c.rows)
			}
			if len(a.Rows) == 0 && !strings.Contains(a.Sentence, a.WorldText) {
				t.Errorf("%s: a negative answer without its world: %s", c.question, a.Sentence)
			}
		}
	})
}

// Two readings that ask for different things are both shown.
func TestAmbiguousQuestion(t *testing.T) {
	view(t, nil, both, func(v *graph.View) {
		for _, q := range []string{"Chinese groups", "states that the UK blamed but did not sanction since 2018", "states that blamed groups sanctioned since 2018", "Chinese groepen"} {
			_, err := Ask(t.Context(), v, q, nil)
			a, ok := errors.AsType[*AmbiguousQuestionError](err)
			if !ok || len(a.Readings) != 2 || a.Readings[0] == a.Readings[1] || !strings.Contains(a.Hint(), a.Readings[1]) {
				t.Errorf("%s: got %v, want two readings", q, err)
			}
		}
	})
}

// A choice asks one of the things that a question may have meant, and no other.
func TestChoices(t *testing.T) {
	view(t, nil, both, func(v *graph.View) {
		for _, q := range []string{
			"Chinese groups", "Chinese groepen", "Who is Hainan?",
			"who sanctioned China because of jealousy over the Exchange hack?",
		} {
			_, err := Ask(t.Context(), v, q, nil)
			list, _ := Choices(err, q)
			if len(list) < 2 {
				t.Errorf("%s: the choices are %v, want two or more", q, list)
			}
			asked := map[string]bool{}
			for _, c := range list {
				a, err := Ask(t.Context(), v, c.Question, nil)
				if err != nil {
					t.Errorf("%s: %s: %v", q, c.Question, err)
					continue
				}
				asked[a.SPARQL] = true
			}
			if len(asked) != len(list) {
				t.Errorf("%s: %d choices ask %d things", q, len(list), len(asked))
			}
		}
		unclear := &AmbiguousNameError{Text: "Hainan", Candidates: []Candidate{{IRI: "https://w3id.org/ascribe/id/hainan-ssd"}}}
		for _, q := range []string{"Hainan or Hainan", "who is it?", ""} {
			if list, _ := Choices(unclear, q); len(list) > 0 {
				t.Errorf("%q: %v for a name that is not there once", q, list)
			}
		}
	})
}

// A name that may mean several things ends no reading that takes it for another
// thing altogether, and none that would choose among them.
func TestAmbiguousNameReadOn(t *testing.T) {
	view(t, nil, both, func(v *graph.View) {
		if a := mustAsk(t, v, "Norwegian reactions"); a.Template != "responses-by" || a.Slots["party"] != "https://w3id.org/ascribe/id/norway" {
			t.Errorf("read as %s", a.Question)
		}
		for _, q := range []string{"Who is Hainan?", "What has Chinese Embassy denied?", "reactions of Chinese Embassy"} {
			if _, err := Ask(t.Context(), v, q, nil); !isAmbiguous(err) {
				t.Errorf("%s: got %v, want that the name is asked about", q, err)
			}
		}
	})
}

// What a refusal offers has the names of the question in it, and works.
func TestNearestQuestions(t *testing.T) {
	view(t, nil, both, func(v *graph.View) {
		_, err := Ask(t.Context(), v, "who sanctioned China because of jealousy over the Exchange hack?", nil)
		e, ok := errors.AsType[*NotUnderstoodError](err)
		if !ok || !strings.Contains(strings.Join(e.Nearest, " "), "China") || e.Word != "jealousy" {
			t.Fatalf("got %v, want a refusal at jealousy with questions about China", err)
		}
		for _, q := range e.Nearest {
			if _, err := Ask(t.Context(), v, q, nil); err != nil {
				t.Errorf("%s: %v", q, err)
			}
		}
	})
}

func BenchmarkLexicon(b *testing.B) {
	for b.Loop() {
		for _, lang := range languages {
			newLexicon(lang)
		}
	}
}

func BenchmarkControlled(b *testing.B) {
	view(b, nil, starter(b), func(v *graph.View) {
		names := NewNames(v)
		for name, q := range map[string]string{
			"short": "which states blamed Russia for NotPetya?",
			"long":  "officers of the GRU indicted by the US but not sanctioned by the EU since 2018",
			"none":  "which states frobnicated the Exchange hack with sugar and spice for everyone?",
		} {
			b.Run(name, func(b *testing.B) {
				for b.Loop() {
					_, _ = parseControlled(q, split(q), names, nil)
				}
			})
		}
	})
}

func FuzzControlled(f *testing.F) {
	for _, q := range []string{
		"which states blamed Syldavia for the Dam hack but not for Triton?", "groups linked to X and not to Y or Z", "incidents attributed to at least 3 states since",
		"states that that that", "which which", "sanctions by by", "welke staten die door", "zonder te sanctioneren", "waarvoor", "the most the most", "and and and or",
	} {
		f.Add(q)
	}
	g := open(f, mixing...)
	f.Fuzz(func(t *testing.T, question string) {
		err := g.View(t.Context(), nil, func(v *graph.View) error {
			names := NewNames(v)
			Complete(names, question)
			m, err := parseControlled(question, split(question), names, nil)
			if m == nil {
				return nil
			}
			if err != nil {
				t.Errorf("%q: %v", question, err)
			}
			for _, q := range m.t.rows {
				if err := m.t.parses(q, m.t.dummy()); err != nil {
					t.Errorf("%q: %v", question, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}
