package ask

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Complete returns what a question that was typed in part may go on with: the
// whole line up to the end of the next word, or of a name. Where a name may stand
// and nothing is typed of it, the things of which most is said come first, if the
// question that ends with them has an answer; then what most kinds of questions
// have in that place; at most MaxCompletions. langs are the languages that are
// tried, default both.
//
// It costs about as much as understanding the question, and a pass over the
// names; where nothing is typed of a name, some twenty questions.
func Complete(names *Names, typed string, langs ...string) []string {
	return CompleteWith(names, typed, &Options{Langs: langs})
}

// CompleteWith is Complete with the templates and languages of options.
func CompleteWith(names *Names, typed string, o *Options) []string {
	return CompleteOver(context.Background(), names.view, names, typed, o)
}

// CompleteOver is CompleteWith for a question that is to be asked over v, through
// its lens; names may be of a view that shows more.
func CompleteOver(ctx context.Context, v *graph.View, names *Names, typed string, o *Options) []string {
	if o == nil {
		o = &Options{}
	}
	templates, err := o.templates()
	if err != nil {
		return nil
	}
	if len(typed) > MaxQuestion {
		return nil
	}
	c := &completer{ctx: ctx, view: v, names: names, typed: typed, words: split(typed), score: map[string]int{}, often: map[string]int{}, open: map[string]string{}, held: len(typed)}
	if n := len(c.words); n > 0 && c.words[n-1].end == len(typed) {
		c.partial, c.held = c.words[n-1].fold, c.words[n-1].start
		c.words = c.words[:n-1]
	}
	if len(c.words) > maxControlled {
		return nil
	}
	for _, lang := range langOrder(o.Langs) {
		for _, t := range templates {
			c.template(t, lang)
		}
		c.grammar(lang, vocabularyOf(templates, lang))
	}
	c.answered(templates, o)
	out := make([]string, 0, len(c.score))
	for s := range c.score {
		out = append(out, s)
	}
	slices.SortFunc(out, func(a, b string) int { return cmp.Or(c.score[b]-c.score[a], c.often[b]-c.often[a], cmp.Compare(a, b)) })
	return out[:min(len(out), MaxCompletions)]
}

type completer struct {
	ctx     context.Context
	view    *graph.View
	names   *Names
	typed   string
	words   []word // without the word that is being typed
	partial string // of which this is there, folded
	held    int    // where it begins
	score   map[string]int
	often   map[string]int    // how many templates have the words, where nothing is typed of them; of a thing, how much is said of it
	open    map[string]string // what goes on with a thing, of whose name nothing is typed, with the language in which it is called so
}

// next offers a word, or several, in place of the one being typed.
func (c *completer) next(text string, score int) {
	if text == "" || !strings.HasPrefix(text, c.partial) || text == c.partial {
		return
	}
	c.score[c.typed[:c.held]+text] += score
}

// name offers the names that go on from word i, in whatever language once
// something is typed of them.
func (c *completer) name(i int, classes []quad.IRI, score int, lang string) {
	start := c.held
	if i < len(c.words) {
		start = c.words[i].start
	}
	prefix := c.typed[start:]
	if len(c.words)-i > maxSlotWords {
		return
	}
	if compact(prefix) == "" {
		if i < len(c.words) || c.partial != "" || len(c.words) == 0 {
			return
		}
		for name, said := range c.mostSaid(classes, lang) {
			text := c.typed[:start] + name
			c.score[text] += score
			c.often[text], c.open[text] = said, lang
		}
		return
	}
	if compact(prefix) != "" && i < len(c.words) && strings.HasSuffix(prefix, " ") && c.names.has(compact(prefix)) {
		return // it is already a whole name
	}
	for _, n := range c.names.Complete(prefix, classes...) {
		if compact(n.Name) != compact(prefix) || n.Name != prefix {
			c.score[c.typed[:start]+n.Name] += score
		}
	}
}

// template offers what the phrasings of a template have next.
func (c *completer) template(t *Template, lang string) {
	seen := map[string]bool{}
	slots := map[[2]int]bool{}
	for _, p := range t.phrasings[lang] {
		m := &aligner{words: c.words, stop: stopWords[lang], slots: map[string][2]int{}}
		m.expect = func(q *phrase, i int) {
			for _, s := range m.slots {
				if s[1] <= len(c.words) && !c.named(s) {
					return
				}
			}
			switch q.kind {
			case phraseWord:
				if i == len(c.words) && !seen[q.text] {
					seen[q.text] = true
					c.next(q.text, 10)
				}
			case phraseSlot:
				if s := t.slotNamed(q.text); s != nil {
					at := [2]int{i, slices.IndexFunc(t.slots, func(o slot) bool { return o.name == s.name })}
					if !slots[at] {
						slots[at] = true
						c.name(i, s.classes, 5, lang)
					}
				}
			}
		}
		m.match(&p.root, 0, func(int) {})
	}
}

// vocabularyOf counts in how many templates each word of a language stands.
func vocabularyOf(templates []*Template, lang string) map[string]int {
	out := map[string]int{}
	for _, t := range templates {
		for w := range t.vocabularyOf(lang) {
			out[w]++
		}
	}
	return out
}

// named reports whether a stretch of words is a name, stop words around it
// left out.
func (c *completer) named(s [2]int) bool {
	var key strings.Builder
	for _, w := range c.words[s[0]:s[1]] {
		key.WriteString(w.fold)
	}
	if c.names.has(key.String()) {
		return true
	}
	for _, lang := range languages {
		if s[0]+1 < s[1] && stopWords[lang][c.words[s[0]].fold] {
			return c.named([2]int{s[0] + 1, s[1]})
		}
	}
	return s[1]-s[0] > 1 && generic[c.words[s[1]-1].fold] && c.named([2]int{s[0], s[1] - 1})
}

// grammar offers what the controlled language has next, with nothing typed of a
// word only those that templates have too: the others are many, and rare.
func (c *completer) grammar(lang string, vocabulary map[string]int) {
	p := newParser(c.typed, c.words, lang, c.names)
	p.expected, p.wants, p.typing = map[string]bool{}, map[int]bool{}, c.partial != ""
	p.question0(0, func(questionForm, *set, int, error) {})
	p.tables(0, func(*reading, int, error) {})
	for w := range p.expected {
		often := -1
		for part := range strings.FieldsSeq(w) {
			if n := vocabulary[Fold(part)]; often < 0 || n < often {
				often = n
			}
		}
		if c.partial == "" && often > 0 {
			c.often[c.typed[:c.held]+w] = often
		}
		if c.partial != "" || often > 0 {
			c.next(w, 6)
		}
	}
	for i := range p.wants {
		if len(c.words)-i < 5 {
			c.name(i, nil, 1, lang)
		}
	}
}

// answered puts first the things with which the question is whole and has an
// answer.
func (c *completer) answered(templates []*Template, o *Options) {
	tried := slices.SortedFunc(maps.Keys(c.open), func(a, b string) int { return cmp.Or(c.often[b]-c.often[a], cmp.Compare(a, b)) })
	for _, text := range tried[:min(len(tried), maxAnswered)] {
		m, mods, err := readAsAsked(text, split(text), c.names, templates, []string{c.open[text]})
		if err != nil || mods.any() {
			continue
		}
		if some, err := m.answers(c.ctx, c.view, o); err == nil && some {
			c.score[text] += 100
		}
	}
}

// How many questions are tried for what may end them, and how many things are
// offered of a kind.
const (
	maxAnswered = 20
	maxMostSaid = 10
)

// likelyKinds are those of which most is asked, where a question does not tell
// what it wants.
var likelyKinds = [][]quad.IRI{{schema.State}, {schema.ThreatGroup}, {schema.Incident}, {schema.Organization}}

// mostSaid yields the things of some classes of which most is said, by what they
// are called in a language, with how many quads have them. With no class it is
// some of each that much is asked of. It looks at no more than maxKeys things.
func (c *completer) mostSaid(classes []quad.IRI, lang string) map[string]int {
	if len(classes) == 0 {
		out := map[string]int{}
		for _, kind := range likelyKinds {
			maps.Copy(out, c.mostSaid(kind, lang))
		}
		return out
	}
	said := map[quad.IRI]int{}
	var things []quad.IRI
	for _, e := range c.names.from("") {
		if _, ok := said[e.of]; ok || !c.names.isOneOf(e.of, classes) {
			continue
		}
		count := 0
		for _, p := range []graph.Pattern{{Subject: e.of}, {Object: e.of}} {
			if k, err := c.view.Count(c.ctx, p); err == nil {
				count += k
			}
		}
		if said[e.of] = count; count > 0 {
			things = append(things, e.of)
		}
		if len(said) == maxKeys {
			break
		}
	}
	slices.SortFunc(things, func(a, b quad.IRI) int { return cmp.Or(said[b]-said[a], cmp.Compare(a, b)) })
	out := map[string]int{}
	for _, t := range things[:min(len(things), maxMostSaid)] {
		out[c.view.Label(t, lang)] = said[t]
	}
	return out
}

// expectName notes that a name may begin at i.
func (p *parser) expectName(i int) {
	if p.wants != nil {
		p.wants[i] = true
	}
}
