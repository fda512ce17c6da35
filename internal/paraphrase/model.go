package paraphrase

import (
	"math"
	"slices"
)

// A Model reads questions of one language by what was learned from a bank. It is
// safe for concurrent use.
type Model struct {
	words     *Thesaurus
	wider     map[string]string // see Bank
	table     *featureTable
	questions []*learned
	orders    []order
	weights   []string // by feature: see weights.go
	scale     float32  // of the weights
	judge     [evidenceLen]float64
	roles     map[feature]float32

	spread []int     // by feature: in the lines of how many questions it stands
	plain  []bool    // and whether one of them is a plain one
	tells  []float32 // and how much it tells
}

// learned is what the lines of one question teach.
type learned struct {
	Question
	examples [][]feature // by line

	has  []uint16  // lines with a feature of a word
	core []feature // ideas that nearly all lines speak of
}

// An order is a question whose names stand in one order: by name, the number of
// its slot. Of the question that is none there is one for whatever names.
type order struct {
	question int16
	slots    []uint8
}

// everywhere is in how many questions a word stands that may stand in any.
const everywhere = 4

// coreShare is in which part of the lines a core idea stands.
const coreShare = 0.9

// count finds what follows from the lines: how many have a feature, and how much
// it tells.
func (m *Model) count() {
	wordCount := len(m.table.sorts) - len(m.table.pairs)
	size := len(m.table.sorts)
	m.spread, m.plain, m.tells = make([]int, size), make([]bool, size), make([]float32, size)
	last := make([]int, size) // the question, from 1, that had it last
	counts := make([]uint16, wordCount*len(m.questions))
	for i, q := range m.questions {
		q.has, counts = counts[:wordCount:wordCount], counts[wordCount:]
		for _, line := range q.examples {
			for _, f := range line {
				if int(f) < wordCount {
					q.has[f]++
				}
				if last[f] <= i {
					m.spread[f]++
					m.plain[f] = m.plain[f] || q.Plain != ""
					last[f] = i + 1
				}
			}
		}
		q.core = q.core[:0]
		for idea, f := range m.table.words[ideaFeature] {
			if q.Plain != "" && !m.words.soft[idea] && float64(q.has[f]) >= coreShare*float64(len(q.examples)) {
				q.core = append(q.core, f)
			}
		}
	}
	for f, n := range m.spread {
		m.tells[f] = float32(math.Log(float64(len(m.questions)+1) / float64(n+1)))
		if m.table.sorts[f] == pairFeature {
			m.tells[f] /= 2
		}
	}
}

// Knows reports whether a word, folded, stands in the bank or the thesaurus.
func (m *Model) Knows(word string) bool {
	s := m.words.stemOf(word)
	return m.spreadOf(s) > 0 || m.words.hollow[s] || m.words.isPhrase(s)
}

// isAsked reports whether a stem is of a plain question, not only of those that
// are none.
func (m *Model) isAsked(stem string) bool {
	f, ok := m.table.words[stemFeature][stem]
	return ok && m.plain[f] || m.words.isPhrase(stem)
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
	return ok && int(q.has[f]) > rare
}

// accepting are the orders in which these names may stand.
func (m *Model) accepting(names []Word) []int16 {
	var out []int16
	for i, o := range m.orders {
		if m.questions[o.question].accepts(names, o.slots) {
			out = append(out, int16(i))
		}
	}
	return out
}

func (q *Question) accepts(names []Word, slots []uint8) bool {
	if q.Plain == "" {
		return true
	}
	if len(names) != len(slots) {
		return false
	}
	for i, s := range slots {
		if !q.Slots[s].takes(names[i]) {
			return false
		}
	}
	return true
}

func (s Slot) takes(w Word) bool {
	return slices.ContainsFunc(w.Sorts, func(sort string) bool { return slices.Contains(s.Sorts, sort) })
}

func namesOf(words []Word) (at []int, names []Word) {
	for i, w := range words {
		if len(w.Sorts) > 0 {
			at, names = append(at, i), append(names, w)
		}
	}
	return at, names
}
