package paraphrase

import (
	"math"
	"slices"
	"strings"
)

// A Model reads questions by banks of one language. It is safe for concurrent
// use.
type Model struct {
	words     *Thesaurus
	table     *featureTable
	questions []*learned
	spread    []int               // in the lines of how many questions each feature stands
	common    []float64           // in which part of all lines
	tells     []float64           // how much it tells
	roles     map[string]*context // by sort of slot
}

// learned is what the lines of one question teach.
type learned struct {
	*Question
	lines    int
	has      map[feature]int // lines with a feature
	contexts map[string]*context
	examples [][]feature // by line
	core     []feature   // ideas that nearly all lines speak of
}

// context is what stands around a slot.
type context struct {
	has   map[beside]int
	lines int
}

func (c *context) share(b beside, more float64) float64 {
	return (float64(c.has[b]) + more) / (float64(c.lines) + 2)
}

// NewModel learns from a bank: about 10 ms for 1,000 lines. Nobody else may use
// the thesaurus meanwhile.
func NewModel(words *Thesaurus, b *Bank) *Model {
	m := &Model{words: words, table: newFeatureTable(), roles: map[string]*context{}}
	for i := range b.Questions {
		q := &learned{Question: &b.Questions[i], has: map[feature]int{}, contexts: map[string]*context{}}
		m.questions = append(m.questions, q)
		for _, line := range q.Paraphrases {
			q.examples = append(q.examples, m.count(q, line, 1))
		}
	}
	m.weigh()
	return m
}

// count adds a line to what is learned, or takes it away again (n is -1).
func (m *Model) count(q *learned, line string, n int) []feature {
	words, slots := q.wordsOf(line)
	for _, w := range words {
		m.words.keep(w.Fold)
	}
	r := m.read(words, true)
	q.lines += n
	for _, f := range r.features {
		q.has[f] += n
	}
	for i, slot := range slots {
		if slot == "" {
			continue
		}
		around := r.around(i)
		for _, c := range []*context{contextOf(q.contexts, slot), contextOf(m.roles, sortOf(slot))} {
			c.lines += n
			for _, b := range around {
				c.has[b] += n
			}
		}
	}
	return r.features
}

func contextOf(all map[string]*context, slot string) *context {
	c := all[slot]
	if c == nil {
		c = &context{has: map[beside]int{}}
		all[slot] = c
	}
	return c
}

// sortOf is the sort of names for which a slot is called: of state2 it is state.
func sortOf(slot string) string { return strings.TrimRight(slot, "0123456789") }

// weigh finds what all lines have in common, and what those of each question
// have.
func (m *Model) weigh() {
	size := len(m.table.sorts)
	m.spread, m.common, m.tells = make([]int, size), make([]float64, size), make([]float64, size)
	total := 0
	for _, q := range m.questions {
		total += q.lines
		for f, n := range q.has {
			m.common[f] += float64(n)
			m.spread[f]++
		}
	}
	for f, n := range m.common {
		m.common[f] = n / float64(total)
		m.tells[f] = math.Log(float64(len(m.questions)+1) / float64(m.spread[f]+1))
		if m.table.sorts[f] == pairFeature {
			m.tells[f] /= 2
		}
	}
	for idea, f := range m.table.words[ideaFeature] {
		for _, q := range m.questions {
			if q.Plain != "" && !m.words.soft[idea] && float64(q.has[f]) >= coreShare*float64(q.lines) {
				q.core = append(q.core, f)
			}
		}
	}
}

// Knows reports whether a word, folded, stands in the bank or the thesaurus.
func (m *Model) Knows(word string) bool {
	s := m.words.stemOf(word)
	return m.spreadOf(s) > 0 || m.words.hollow[s] || m.words.isPhrase(s)
}

func (m *Model) spreadOf(stem string) int {
	if f, ok := m.table.words[stemFeature][stem]; ok {
		return m.spread[f]
	}
	return 0
}

// has reports whether the lines of a question have a feature that a text says,
// more often than some do.
func (m *Model) has(q *learned, sort featureSort, text string, rare int) bool {
	f, ok := m.table.words[sort][text]
	return ok && q.has[f] > rare
}

func (r *asked) has(f feature) bool {
	_, ok := slices.BinarySearch(r.features, f)
	return ok
}
