package paraphrase

import (
	"os"
	"slices"
	"testing"
)

// bank reads the bank and the thesaurus with which questions are read.
func bank(t testing.TB, lang string) (*Bank, *Model) {
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
	return b, NewModel(words, b)
}

// asFound are the sorts that a name in a slot has in a question.
var asFound = map[string][]string{
	"state": {"state", "party"}, "party": {"state", "party"}, "agency": {"agency", "party"}, "organization": {"organization", "party"},
	"person": {"person", "party"},
}

// A line that is left out of the bank is read by the others as the question
// below which it stands, or not at all; one that is none of the questions is not
// read. What a stranger asks is read about as often.
func TestLeaveOneOut(t *testing.T) {
	every := 11
	if os.Getenv("ASCRIBE_ALL_LINES") != "" {
		every = 1
	}
	for _, lang := range []string{"en", "nl"} {
		_, m := bank(t, lang)
		var lines, right, wrong, others, taken, n int
		for _, q := range m.questions {
			all := q.examples
			for i, line := range q.Paraphrases {
				if n++; n%every != 0 {
					continue
				}
				words, slots := q.wordsOf(line)
				for k := range words {
					if s := asFound[sortOf(slots[k])]; s != nil {
						words[k].Sorts = s
					}
				}
				m.count(q, line, -1)
				q.examples = slices.Concat(all[:i], all[i+1:])
				readings := m.Readings(words)
				m.count(q, line, 1)
				q.examples = all
				sure := len(readings) > 0 && readings[0].Sure
				same := sure && (readings[0].Plain == q.Plain || readings[0].kind.Family != "" && readings[0].kind.Family == q.Family)
				switch {
				case q.Plain == "":
					others++
					if sure {
						taken++
						t.Logf("%s: taken for %s", line, readings[0].Plain)
					}
				case same:
					lines++
					right++
				default:
					lines++
					if sure {
						wrong++
						t.Logf("%s: got %s, want %s", line, readings[0].Plain, q.Plain)
					}
				}
			}
		}
		t.Logf("%s: %d lines, %d read, %d of them as another; %d other questions, %d taken for one", lang, lines, right+wrong, wrong, others, taken)
		if lines < 100 || others < 10 {
			t.Errorf("%s: only %d lines and %d other questions", lang, lines, others)
		}
		if 100*right < 50*lines || 100*wrong > 5*lines || 100*taken > 10*others {
			t.Errorf("%s: got %d of %d right and %d wrong, want at least half and at most 5%%; %d of %d others taken, want at most 10%%", lang, right, lines, wrong, taken, others)
		}
	}
}
