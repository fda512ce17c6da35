package ask

import (
	"embed"
	"slices"
	"strings"
	"sync"
)

// Synonyms are put in the words that templates and the grammar know: "pointed
// the finger at" is "blamed". They are tried where the words as they stand are
// not understood, and never inside a name.
//
//go:embed synonyms/*.txt
var synonymFiles embed.FS

// synonym is a phrase and what it is read as; no words: it asks nothing.
type synonym struct{ from, to []string }

// synonymsOf holds the synonyms of a language by their first word, the longest
// first.
var synonymsOf = sync.OnceValue(func() map[string]map[string][]synonym {
	out := map[string]map[string][]synonym{}
	for _, lang := range languages {
		out[lang] = map[string][]synonym{}
		for _, l := range readSynonymLines(lang) {
			for s := range strings.SplitSeq(l.phrases, "|") {
				if from := strings.Fields(Fold(s)); len(from) > 0 {
					out[lang][from[0]] = append(out[lang][from[0]], synonym{from, strings.Fields(Fold(l.head))})
				}
			}
		}
		for _, list := range out[lang] {
			slices.SortStableFunc(list, func(a, b synonym) int { return len(b.from) - len(a.from) })
		}
	}
	return out
})

type synonymLine struct{ head, phrases string }

// readSynonymLines reads an embedded file of lines "words: phrase | phrase"; a
// test holds their form.
func readSynonymLines(lang string) []synonymLine {
	text, err := synonymFiles.ReadFile("synonyms/" + lang + ".txt")
	if err != nil {
		panic(err) // it is embedded
	}
	var out []synonymLine
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		head, phrases, _ := strings.Cut(line, ":")
		out = append(out, synonymLine{head, phrases})
	}
	return out
}

// plainWords returns the words with the synonyms of a language in place of what
// they stand for; nil if there is none.
func plainWords(words []word, lang string, names *Names) []word {
	table := synonymsOf()[lang]
	var out []word
	var named []bool
	found := false
	for i := 0; i < len(words); {
		s := synonymAt(table, words[i:])
		if s != nil && named == nil {
			named = names.covered(words)
		}
		if s == nil || len(s.from) == 1 && named[i] || slices.Contains(named[i:i+len(s.from)], true) && len(s.to) == 0 {
			out = append(out, words[i])
			i++
			continue
		}
		found = true
		end := words[i+len(s.from)-1].end
		for k, w := range s.to {
			at := word{fold: w, start: end, end: end}
			if k == 0 {
				at.start = words[i].start
			}
			out = append(out, at)
		}
		i += len(s.from)
	}
	if !found || len(out) == 0 {
		return nil
	}
	return out
}

func synonymAt(table map[string][]synonym, words []word) *synonym {
	list := table[words[0].fold]
	for k := range list {
		if hasWords(words, list[k].from) {
			return &list[k]
		}
	}
	return nil
}
