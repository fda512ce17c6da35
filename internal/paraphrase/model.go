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

	commons []common // by feature

	ideas   []feature        // that must agree
	foreign map[feature]bool // ideas of which lines of none of the questions speak much more than others
	tells   []float32        // by feature: how much it tells
}

// learned is what the lines of one question teach.
type learned struct {
	Question
	lines lines

	has  []uint16  // lines with a feature of a word
	core []feature // ideas that nearly all lines speak of
}

// An order is a question whose names stand in one order: by name, the number of
// its slot. Of the question that is none there is one for whatever names.
type order struct {
	question int16
	slots    []uint8
}

// common is how common a feature is: twice the number of questions in whose lines
// it stands, and one more if any of these is a plain one.
type common uint32

func (c common) questions() int { return int(c / 2) }
func (c common) plain() bool    { return c%2 == 1 }

// everywhere is in how many questions a word stands that may stand in any.
const everywhere = 4

// coreShare is in which part of the lines a core idea stands.
const coreShare = 0.9

// count counts the features that the lines of each question said.
func (m *Model) count(said [][][]feature) {
	wordCount := m.table.wordCount()
	m.commons = make([]common, len(m.table.sorts))
	last := make([]int, len(m.table.sorts)) // the question, from 1, that had it last
	for i, q := range m.questions {
		q.lines, q.has = linesOf(said[i]), make([]uint16, wordCount)
		for _, line := range said[i] {
			for _, f := range line {
				if int(f) < wordCount {
					q.has[f]++
				}
				if last[f] <= i {
					m.commons[f] += 2
					last[f] = i + 1
				}
				if q.Plain != "" {
					m.commons[f] |= 1
				}
			}
		}
	}
	m.conclude()
}

// conclude finds what follows from the counts: which ideas the questions speak of,
// and how much a feature tells.
func (m *Model) conclude() {
	for idea, f := range m.table.words[ideaFeature].all() {
		if !m.words.soft[idea] {
			m.ideas = append(m.ideas, f)
		}
	}
	for _, q := range m.questions {
		for _, f := range m.ideas {
			if q.Plain != "" && float64(q.has[f]) >= coreShare*float64(q.lines.count) {
				q.core = append(q.core, f)
			}
		}
	}
	m.foreign = map[feature]bool{}
	for _, f := range m.ideas {
		var with, all [2]float64 // lines of none of the questions, and of plain ones
		for _, q := range m.questions {
			k := 0
			if q.Plain != "" {
				k = 1
			}
			with[k] += float64(q.has[f])
			all[k] += float64(q.lines.count)
		}
		m.foreign[f] = with[0]*all[1] > foreignTimes*with[1]*all[0]
	}
	byQuestions := make([]float32, len(m.questions)+1)
	for n := range byQuestions {
		byQuestions[n] = float32(m.mostTells() - math.Log(float64(n+1)))
	}
	m.tells = make([]float32, len(m.commons))
	for f, c := range m.commons {
		m.tells[f] = byQuestions[c.questions()]
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
	f, ok := m.table.words[stemFeature].get(stem)
	return ok && m.commons[f].plain() || m.words.isPhrase(stem)
}

func (m *Model) spreadOf(stem string) int {
	if f, ok := m.table.words[stemFeature].get(stem); ok {
		return m.commons[f].questions()
	}
	return 0
}

// has reports whether the lines of a question have a feature that a text says,
// more often than some do.
func (m *Model) has(q *learned, sort featureSort, text string, rare int) bool {
	f, ok := m.table.words[sort].get(text)
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
