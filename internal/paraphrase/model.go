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
	questions []*learned
	spread    map[string]int      // in the lines of how many questions a feature stands
	common    map[string]float64  // in which part of all lines
	roles     map[string]*context // by sort of slot
	number    map[string]int      // of a feature
	tells     []float64           // how much each feature tells, by number
}

// learned is what the lines of one question teach.
type learned struct {
	*Question
	lines    int
	has      map[string]int // lines with a feature
	contexts map[string]*context
	examples []example
	core     []string // ideas that nearly all lines speak of
}

// example is a line as it was learned.
type example struct {
	line     string
	features []int // by number
}

// context is what stands around a slot.
type context struct {
	has   map[string]int
	lines int
}

func (c *context) share(feature string, more float64) float64 {
	return (float64(c.has[feature]) + more) / (float64(c.lines) + 2)
}

// NewModel learns from a bank: about 100 ms for 7,000 lines.
func NewModel(words *Thesaurus, b *Bank) *Model {
	m := &Model{words: words, spread: map[string]int{}, common: map[string]float64{}, roles: map[string]*context{}, number: map[string]int{}}
	for i := range b.Questions {
		q := &learned{Question: &b.Questions[i], has: map[string]int{}, contexts: map[string]*context{}}
		m.questions = append(m.questions, q)
		for _, line := range q.Paraphrases {
			m.count(q, line, 1)
		}
	}
	m.weigh()
	return m
}

// count adds a line to what is learned, or takes it away again (n is -1).
func (m *Model) count(q *learned, line string, n int) {
	words, slots := q.wordsOf(line)
	r := m.read(words)
	q.lines += n
	for _, f := range r.features {
		q.has[f] += n
	}
	if n < 0 {
		q.examples = slices.DeleteFunc(q.examples, func(e example) bool { return e.line == line })
	} else {
		q.examples = append(q.examples, example{line, m.numbered(r.features)})
	}
	for i, slot := range slots {
		if slot == "" {
			continue
		}
		around := r.around(i)
		for _, c := range []*context{contextOf(q.contexts, slot), contextOf(m.roles, sortOf(slot))} {
			c.lines += n
			for _, f := range around {
				c.has[f] += n
			}
		}
	}
}

func contextOf(all map[string]*context, slot string) *context {
	c := all[slot]
	if c == nil {
		c = &context{has: map[string]int{}}
		all[slot] = c
	}
	return c
}

// sortOf is the sort of names for which a slot is called: of state2 it is state.
func sortOf(slot string) string { return strings.TrimRight(slot, "0123456789") }

func (m *Model) numbered(features []string) []int {
	out := make([]int, len(features))
	for i, f := range features {
		k, ok := m.number[f]
		if !ok {
			k = len(m.number)
			m.number[f] = k
		}
		out[i] = k
	}
	return out
}

// weigh finds what all lines have in common, and what those of each question
// have.
func (m *Model) weigh() {
	total := 0
	for _, q := range m.questions {
		total += q.lines
		for f, n := range q.has {
			m.common[f] += float64(n)
			m.spread[f]++
			if idea, ok := strings.CutPrefix(f, ideaMark); ok && q.Plain != "" && !m.words.soft[idea] && !strings.Contains(f, " ") && float64(n) >= coreShare*float64(q.lines) {
				q.core = append(q.core, f)
			}
		}
	}
	m.tells = make([]float64, len(m.number))
	for f, n := range m.common {
		m.common[f] = n / float64(total)
		w := math.Log(float64(len(m.questions)+1) / float64(m.spread[f]+1))
		if strings.Contains(f, " ") {
			w /= 2
		}
		m.tells[m.number[f]] = w
	}
}

// Knows reports whether a word, folded, stands in the bank or the thesaurus.
func (m *Model) Knows(word string) bool {
	s := m.words.stemOf(word)
	return m.spread[s] > 0 || m.words.hollow[s] || m.words.phrases[s] != nil
}
