package paraphrase

import (
	"os"
	"testing"
)

// texts reads the bank and the thesaurus with which questions are read.
func texts(t testing.TB, lang string) (*Thesaurus, *Bank) {
	t.Helper()
	dir := "../../graph/ask/paraphrases/"
	text, err := os.ReadFile(dir + lang + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	b, err := ReadBank(string(text))
	if err != nil {
		t.Fatalf("%s.txt: %v", lang, err)
	}
	ideas, err := os.ReadFile(dir + lang + ".ideas")
	if err != nil {
		t.Fatal(err)
	}
	words, err := ReadThesaurus(lang, string(ideas))
	if err != nil {
		t.Fatalf("%s.ideas: %v", lang, err)
	}
	return words, b
}

// A line that is held back is read, by what is learned from the others, as the
// question below which it stands, or not at all; one that is none of the
// questions is not read. What a stranger asks is read about as often.
func TestHeldBack(t *testing.T) {
	parts := 1
	if os.Getenv("ASCRIBE_ALL_LINES") != "" {
		parts = folds
	}
	for _, lang := range []string{"en", "nl"} {
		words, b := texts(t, lang)
		judge := model(t, lang).judge
		var lines, right, wrong, others, taken int
		for part := range parts {
			rest, back := b.split(part)
			m := learnLines(words, rest)
			m.judge = judge
			for _, line := range back {
				q := &b.Questions[line.asks]
				readings := m.Readings(line.words)
				sure := len(readings) > 0 && readings[0].Sure
				switch {
				case q.Plain == "":
					others++
					if sure {
						taken++
						t.Logf("%s: taken for %s", line.text, readings[0].Plain)
					}
				case sure && readings[0].asks(q, line):
					lines++
					right++
				default:
					lines++
					if sure {
						wrong++
						t.Logf("%s: got %s %v, want %s", line.text, readings[0].Plain, readings[0].Names, q.Plain)
					}
				}
			}
		}
		t.Logf("%s: %d lines, %d read, %d of them as another; %d other questions, %d taken for one", lang, lines, right+wrong, wrong, others, taken)
		if lines < 1000 || others < 100 {
			t.Errorf("%s: only %d lines and %d other questions", lang, lines, others)
		}
		if 100*right < 73*lines || 1000*wrong > 15*lines || 100*taken > 7*others {
			t.Errorf("%s: got %d of %d right and %d wrong, want at least 73%% and at most 1.5%%; %d of %d others taken, want at most 7%%", lang, right, lines, wrong, taken, others)
		}
	}
}

// model reads the model with which questions are read.
func model(t testing.TB, lang string) *Model {
	t.Helper()
	data, err := os.ReadFile("../../graph/ask/paraphrases/" + lang + ".model")
	if err != nil {
		t.Fatal(err)
	}
	m, err := ReadModel(lang, string(data))
	if err != nil {
		t.Fatal(err)
	}
	return m
}
