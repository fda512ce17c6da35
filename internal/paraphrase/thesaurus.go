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
	phrases map[string]phraseIdeas // stems joined by a space -> ideas
	opens   map[string]int         // the longest phrase that a stem begins
}

var stemmers = map[string]func(*snowballstem.Env) bool{"en": english.Stem, "nl": dutch.Stem}

// ReadThesaurus reads the thesaurus of a language, "en" or "nl".
func ReadThesaurus(lang, text string) (*Thesaurus, error) {
	t := &Thesaurus{stem: stemmers[lang], hollow: map[string]bool{}, soft: map[string]bool{}, phrases: map[string]phraseIdeas{}, opens: map[string]int{}}
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
			t.opens[stems[0]] = max(t.opens[stems[0]], len(stems))
			if p := t.phrases[phrase]; !slices.Contains(p.list, idea) {
				p.list = append(p.list, idea)
				p.joined = strings.Join(p.list, "#")
				t.phrases[phrase] = p
			}
		}
	}
	return t, nil
}

// phraseIdeas are the ideas of a phrase, also joined.
type phraseIdeas struct {
	list   []string
	joined string
}

// stemOf returns the stem of a word.
func (t *Thesaurus) stemOf(word string) string {
	env := snowballstem.NewEnv(word)
	t.stem(env)
	return env.Current()
}

func (t *Thesaurus) isPhrase(stem string) bool {
	_, ok := t.phrases[stem]
	return ok
}

// ideasAt returns the ideas of the longest phrase that begins with the first of
// some stems, and its length, 0 if there is none. The stem of a name is "".
func (t *Thesaurus) ideasAt(stems []string) (ideas phraseIdeas, length int) {
	for n := min(t.opens[stems[0]], len(stems)); n > 0; n-- {
		phrase := stems[0]
		if n > 1 {
			phrase = strings.Join(stems[:n], " ")
		}
		if ideas, ok := t.phrases[phrase]; ok {
			return ideas, n
		}
	}
	return phraseIdeas{}, 0
}
