package ask

import (
	"os"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/internal/paraphrase"
)

// readBank reads the bank and the thesaurus of a language, and returns their sum.
func readBank(t *testing.T, lang string) (*paraphrase.Bank, *paraphrase.Thesaurus, paraphrase.Sum) {
	t.Helper()
	var texts [2]string
	for i, name := range []string{lang + ".ideas", lang + ".txt"} {
		text, err := os.ReadFile("paraphrases/" + name)
		if err != nil {
			t.Fatal(err)
		}
		texts[i] = string(text)
	}
	words, err := paraphrase.ReadThesaurus(lang, texts[0])
	if err != nil {
		t.Fatalf("paraphrases/%s.ideas: %v", lang, err)
	}
	b, err := paraphrase.ReadBank(texts[1])
	if err != nil {
		t.Fatalf("paraphrases/%s.txt: %v", lang, err)
	}
	return b, words, paraphrase.SumOf(texts[0], texts[1])
}

// What is embedded was learned from the banks as they are.
func TestParaphraseModels(t *testing.T) {
	for lang, model := range map[string]string{"en": englishParaphrases, "nl": dutchParaphrases} {
		b, words, sum := readBank(t, lang)
		if *update {
			learned := paraphrase.Learn(words, b).Append(nil, sum)
			if err := os.WriteFile("paraphrases/"+lang+".model", learned, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if got, err := paraphrase.FileSum(model); err != nil || got != sum {
			t.Errorf("paraphrases/%s.model was not learned from the bank and the thesaurus beside it (%v): run go generate ./graph/ask", lang, err)
		}
	}
}

// Every plain question of the banks is understood, with names of the starter
// set in its slots.
func TestPlainQuestions(t *testing.T) {
	named := map[string]*strings.Replacer{}
	for lang, party := range map[string]string{"en": "UK", "nl": "VK"} {
		named[lang] = strings.NewReplacer("{state}", "China", "{party}", party, "{party2}", "Canada", "{group}", "APT28", "{group2}", "APT29",
			"{agency}", "GRU", "{organization}", "EU", "{incident}", "NotPetya", "{incident2}", "SolarWinds", "{person}", "Dmitry Badin",
			"{date}", "2018", "{date2}", "2021")
	}
	view(t, nil, starter(t), func(v *graph.View) {
		names := NewNames(v)
		templates, err := builtin()
		if err != nil {
			t.Fatal(err)
		}
		for _, lang := range languages {
			b, _, _ := readBank(t, lang)
			for _, q := range b.Questions {
				plain := named[lang].Replace(q.Plain)
				if plain == "" {
					continue
				}
				if m, _, err := readAsAsked(plain, split(plain), names, templates, []string{lang}); m == nil {
					t.Errorf("paraphrases/%s.txt:%d: %s: %v", lang, q.Line, plain, err)
				}
				if len(q.Paraphrases) < 10 {
					t.Errorf("paraphrases/%s.txt:%d: %s: got %d paraphrases, want 10", lang, q.Line, plain, len(q.Paraphrases))
				}
			}
		}
	})
}

// A question in other words is answered as the plain one that it asks.
func TestInOtherWords(t *testing.T) {
	view(t, nil, starter(t), func(v *graph.View) {
		if n := askAlike(t, v, "testdata/paraphrases.tsv"); n < 100 {
			t.Errorf("%d questions", n)
		}
	})
}

// What sounds much like a question that is understood, and asks something else,
// is refused.
func TestNoParaphrase(t *testing.T) {
	text, err := os.ReadFile("testdata/noparaphrase.txt")
	if err != nil {
		t.Fatal(err)
	}
	questions := strings.Split(strings.TrimSpace(string(text)), "\n")
	view(t, nil, starter(t), func(v *graph.View) { refuse(t, v, questions[1:]...) }) // the first line is a comment
}

// Where names stand, and what is one.
func TestSpot(t *testing.T) {
	view(t, nil, starter(t), func(v *graph.View) {
		names := NewNames(v)
		for _, c := range []struct{ lang, question, want string }{
			{"en", "Who pinned NotPetya on Russia?", "who pinned [NotPetya] on [Russia]"},
			{"en", "the hack of the Bundestag, by the end of 2017", "the [hack of the Bundestag] by the [the end of 2017]"},
			{"en", "China's Ministry of State Security", "[Ministry of State Security]"},
			{"en", "the Russian FSB", "the [FSB]"},
			{"en", "the Iranian FSB", "the iranian [FSB]"}, // it has none
			{"en", "Center 18 of the FSB", "[Center 18]"},
			{"nl", "GRU-eenheid 74455", "[eenheid 74455]"},
			{"nl", "de OPCW-zaak van 2018", "de [OPCW 2018] zaak"},
			{"en", "EU countries as the EU then stood", "[EU] countries as the then stood"},
			{"en", "the 2020 attack on Georgia", "the [attack on Georgia 2020]"},
			{"nl", "de aanval van 2022 op Albanië", "de aanval van op [Albanië 2022]"},
			{"en", "on New Year's Day 2018", "on [New Year's Day 2018]"},
		} {
			var said []string
			for _, s := range spot(c.question, split(c.question), names, c.lang) {
				if len(s.Sorts) > 0 {
					said = append(said, "["+s.typed+"]")
				} else {
					said = append(said, s.Fold)
				}
			}
			if got := strings.Join(said, " "); got != c.want {
				t.Errorf("%s: got %s, want %s", c.question, got, c.want)
			}
		}
	})
}
