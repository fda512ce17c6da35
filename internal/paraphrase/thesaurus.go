package paraphrase

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/fold"
	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
)

// A Thesaurus holds the words of one language for the ideas that tell one
// question from another, inflected however. Its text has a line for each idea,
//
//	retract: retract withdraw take_back
//
// in which _ joins the words of a phrase. The idea "hollow" is no idea: its
// words say nothing; it comes first. A ~ before an idea makes it soft: it need not
// agree. A word may stand for several ideas, of which a question shows the one.
type Thesaurus struct {
	stem    func(*snowballstem.Env) bool
	hollow  map[string]bool
	soft    map[string]bool
	phrases dictionary[string] // stems joined by a space -> ideas joined by #
	opens   dictionary[int]    // the longest phrase that a stem begins
}

var stemmers = map[string]func(*snowballstem.Env) bool{"en": english.Stem, "nl": dutch.Stem}

// ReadThesaurus reads the thesaurus of a language, "en" or "nl".
func ReadThesaurus(lang, text string) (*Thesaurus, error) {
	t := &Thesaurus{stem: stemmers[lang], hollow: map[string]bool{}, soft: map[string]bool{}, phrases: newDictionary[string](), opens: newDictionary[int]()}
	if t.stem == nil {
		return nil, fmt.Errorf("got the language %q, want en or nl", lang)
	}
	n := 0
	for line := range strings.Lines(text) {
		n++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		idea, words, ok := strings.Cut(line, ":")
		if !ok {
			return nil, fmt.Errorf("line %d: got no : after the idea", n)
		}
		idea, soft := strings.CutPrefix(idea, "~")
		if soft {
			t.soft[idea] = true
		}
		for entry := range strings.FieldsSeq(words) {
			var stems []string
			for _, w := range fold.Split(strings.ReplaceAll(entry, "_", " ")) {
				if s := t.stemOf(w.Fold); idea == "hollow" || !t.hollow[s] {
					stems = append(stems, s)
				}
			}
			if len(stems) == 0 {
				continue // nothing but hollow words
			}
			phrase := strings.Join(stems, " ")
			if idea == "hollow" {
				t.hollow[phrase] = true
				continue
			}
			t.opens.learned[stems[0]] = max(t.opens.of(stems[0]), len(stems))
			switch ideas, ok := t.phrases.get(phrase); {
			case !ok:
				t.phrases.learned[phrase] = idea
			case !slices.Contains(strings.Split(ideas, "#"), idea):
				t.phrases.learned[phrase] = ideas + "#" + idea
			}
		}
	}
	return t, nil
}

// stemOf returns the stem of a word.
func (t *Thesaurus) stemOf(word string) string {
	env := snowballstem.NewEnv(word)
	t.stem(env)
	return env.Current()
}

func (t *Thesaurus) isPhrase(stem string) bool {
	_, ok := t.phrases.get(stem)
	return ok
}

// ideasAt returns the ideas of the longest phrase that begins with the first of
// some stems, joined by #, and its length, 0 if there is none. The stem of a name
// is "".
func (t *Thesaurus) ideasAt(stems []string) (ideas string, length int) {
	for n := min(t.opens.of(stems[0]), len(stems)); n > 0; n-- {
		phrase := stems[0]
		if n > 1 {
			phrase = strings.Join(stems[:n], " ")
		}
		if ideas, ok := t.phrases.get(phrase); ok {
			return ideas, n
		}
	}
	return "", 0
}
