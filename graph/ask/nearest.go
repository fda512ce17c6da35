package ask

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/cayleygraph/quad"
)

// maxSuggested is how many questions a refusal offers, maxTried how many are
// tried for it: each is answered, so that what is offered has an answer.
const (
	maxSuggested = 3
	maxTried     = 9
	maxLooked    = 14 // templates into whose example names are put
)

// suggest returns questions near one that was not understood: those that it may
// paraphrase, and those of templates that share words with it, rare words
// counting more, or that take the things it names. Each has those names in it
// and gives rows over v.
func suggest(ctx context.Context, v *graph.View, question string, words []word, names *Names, templates []*Template, lang string, o *Options) []string {
	weight := map[string]float64{} // of the words that tell something
	for _, w := range words {
		if n := asking(templates, lang, w.fold); n > 0 && !stopWords[lang][w.fold] {
			weight[w.fold] = 1 / float64(n)
		}
	}
	type scored struct {
		t        *Template
		question string
		taken    int
		score    float64
	}
	var list []*scored
	for _, t := range templates {
		if t.dated == "must" || len(t.Examples[lang]) == 0 {
			continue
		}
		best := 0.0
		for _, p := range t.phrasings[lang] {
			score := 0.0
			seen := map[string]bool{}
			eachWord(p.root, func(w string) {
				if weight[w] > 0 && !seen[w] {
					seen[w] = true
					score += weight[w]
				}
			})
			best = max(best, score)
		}
		list = append(list, &scored{t: t, score: best})
	}
	slices.SortStableFunc(list, func(a, b *scored) int { return cmp.Compare(b.score, a.score) })
	list = list[:min(len(list), maxLooked)]
	_ = atOnce(ctx, list, func(_ context.Context, s *scored) error {
		s.question, s.taken = withNames(s.t.Examples[lang][0], s.t, question, words, names, lang)
		return nil
	})
	for _, s := range list {
		switch {
		case s.taken == 0 && len(s.t.slots) > 0:
			s.score /= 4 // about something else
		case s.taken > 0:
			s.score = 2*s.score + 0.2*float64(s.taken)
		}
	}
	list = slices.DeleteFunc(list, func(s *scored) bool { return s.score < 0.1 })
	slices.SortStableFunc(list, func(a, b *scored) int { return cmp.Compare(b.score, a.score) })
	var offers []*offer
	for _, q := range nearParaphrases(question, words, names, lang) {
		offers = append(offers, &offer{question: q})
	}
	for _, s := range list[:min(len(list), maxTried)] {
		offers = append(offers, &offer{question: s.question})
	}
	out := answered(ctx, offers, func(ctx context.Context, f *offer) error { return f.try(ctx, v, names, templates, lang, o) })
	if len(out) == 0 {
		return firstExamples(templates, lang)
	}
	return out
}

// offer is a question that a refusal may offer.
type offer struct {
	question string
	as       string // how it is understood, "" if it is not
	some     bool   // it has an answer
}

// try understands and answers the question. Why it cannot be offered is no error.
func (f *offer) try(ctx context.Context, v *graph.View, names *Names, templates []*Template, lang string, o *Options) error {
	m, mods, err := readAsAsked(f.question, split(f.question), names, templates, []string{lang})
	if err != nil || mods.any() {
		return nil //nolint:nilerr // as said above
	}
	some, err := m.answers(ctx, v, o)
	f.as, f.some = m.say(names), err == nil && some
	return nil
}

// answered returns the first of the offers that have an answer, each meaning once;
// as many are tried at once as there are cores.
func answered(ctx context.Context, offers []*offer, try func(context.Context, *offer) error) []string {
	var out, read []string
	for next := range slices.Chunk(offers, runtime.GOMAXPROCS(0)) {
		_ = atOnce(ctx, next, try)
		for _, f := range next {
			if !f.some || slices.Contains(read, f.as) {
				continue
			}
			read = append(read, f.as)
			if out = append(out, f.question); len(out) == maxSuggested {
				return out
			}
		}
	}
	return out
}

// withNames puts the names that a question has into an example of a template,
// where they are of the classes that its slots want, with the article that they
// have in the question; taken is how many there were.
func withNames(example string, t *Template, question string, words []word, names *Names, lang string) (text string, taken int) {
	m, err := understand(example, split(example), names, []*Template{t}, []string{lang})
	if err != nil {
		return example, 0
	}
	out, used := example, map[quad.IRI]bool{}
	for _, s := range t.slots {
		text, iri := nameIn(question, words, names, s.classes, used)
		if iri == "" || strings.Count(out, m.typed[s.name]) != 1 {
			continue
		}
		used[iri] = true
		out = replaceName(out, m.typed[s.name], text, lang)
		taken++
	}
	if again, err := understand(out, split(out), names, []*Template{t}, []string{lang}); err != nil || len(again.slots) != len(t.slots) {
		return example, 0
	}
	return out, taken
}

var articles = map[string][]string{"en": {"the", "The"}, "nl": {"de", "het", "De", "Het"}}

// replaceName puts a name in the place of another, with its own article.
func replaceName(sentence, old, text, lang string) string {
	before, after, _ := strings.Cut(sentence, old)
	for _, a := range articles[lang] {
		if rest, ok := strings.CutSuffix(before, a+" "); ok && (rest == "" || strings.HasSuffix(rest, " ")) {
			before = rest
		}
	}
	return before + text + after
}

// nameIn returns the longest name in a question that means one thing of some
// classes, and that thing, with an article that stands before it; used ones
// are passed over.
func nameIn(question string, words []word, names *Names, classes []quad.IRI, used map[quad.IRI]bool) (text string, iri quad.IRI) {
	longest := 0
	for i := range words {
		var key strings.Builder
		for j := i; j < len(words) && j < i+maxSlotWords; j++ {
			key.WriteString(words[j].fold)
			if !names.has(key.String()) {
				continue
			}
			s := question[words[i].start:words[j].end]
			f, err := names.lookUp(s, classes)
			if err != nil || f.how > byName || used[f.iri] || utf8.RuneCountInString(s) <= longest {
				continue
			}
			longest = utf8.RuneCountInString(s)
			text, iri = s, f.iri
			if i > 0 && (slices.Contains(articles["en"], words[i-1].fold) || slices.Contains(articles["nl"], words[i-1].fold)) {
				text = question[words[i-1].start:words[i-1].end] + " " + s
			}
		}
	}
	return text, iri
}
