package paraphrase

import "slices"

// A feature is one thing that a line says, by number.
type feature int32

// What a feature is.
type featureSort int8

const (
	stemFeature featureSort = iota
	ideaFeature
	deniedFeature // an idea that is denied
	pairFeature   // two marks that stand beside each other
)

// weight is how much a feature counts: neighbours and ideas are said by their
// words as well.
func (s featureSort) weight() float64 { return [...]float64{1, 0.5, 0.5, 0.3}[s] }

// A mark is what stands at a place of a line, by number: a stem, or the ideas of
// a phrase.
type mark int32

// Marks that no word is.
const (
	noMark   mark = iota // within a phrase, and of a hollow word
	nameMark             // of a name
	startMark
	endMark
	marks // how many these are
)

// featureTable numbers features and marks.
type featureTable struct {
	marks map[string]mark // of stems, and of ideas joined by #
	words [3]map[string]feature
	pairs map[[2]mark]feature
	sorts []featureSort
}

func newFeatureTable() *featureTable {
	return &featureTable{
		marks: map[string]mark{}, words: [3]map[string]feature{{}, {}, {}}, pairs: map[[2]mark]feature{},
	}
}

// asked is a question taken apart. Of a feature or a mark that no line has the
// number is negative.
type asked struct {
	stems    []string   // by word; "" of a hollow one and of a name
	marks    []mark     // by word
	ideas    [][]string // what is said that must agree: each word's ideas
	denied   [][]string // of these what follows a denial
	plain    []int      // the words that are of no idea
	features []feature  // sorted, each once
	strange  float64    // the weight of those that no line has

	told   []bool // the features; nil until nearest needs them
	weight float64
}

// reach is how many words after a denial are denied.
const reach = 3

// read takes a question apart; learn is whether its features are new ones.
func (m *Model) read(words []Word, learn bool) *asked {
	r := &asked{stems: make([]string, len(words)), marks: make([]mark, len(words))}
	kept := make([]int, 0, len(words))
	stems := make([]string, 0, len(words))
	for i, w := range words {
		if len(w.Sorts) > 0 {
			kept, stems = append(kept, i), append(stems, "")
			continue
		}
		s := m.words.stemOf(w.Fold)
		if m.words.hollow[s] {
			continue
		}
		r.stems[i] = s
		m.note(r, stemFeature, s, learn)
		kept, stems = append(kept, i), append(stems, s)
	}
	last, denied := startMark, 0
	for i := 0; i < len(stems); {
		ideas, n := m.words.ideasAt(stems[i:])
		at := nameMark
		switch {
		case n > 0:
			at = m.markOf("#"+ideas.joined, learn)
			if m.speaksOf(r, ideas.list, i < denied, learn) {
				denied = i + n + reach
			}
		case stems[i] != "":
			at = m.markOf(stems[i], learn)
			r.plain = append(r.plain, kept[i])
		}
		r.marks[kept[i]] = at
		m.notePair(r, last, at, learn)
		last = at
		i += max(n, 1)
	}
	slices.Sort(r.features)
	r.features = slices.Compact(r.features)
	return r
}

// speaksOf notes the ideas of a phrase, and reports whether it is a denial.
func (m *Model) speaksOf(r *asked, ideas []string, denied, learn bool) bool {
	for _, idea := range ideas {
		m.note(r, ideaFeature, idea, learn)
	}
	if slices.ContainsFunc(ideas, func(idea string) bool { return m.words.soft[idea] }) {
		return false
	}
	r.ideas = append(r.ideas, ideas)
	if slices.Contains(ideas, "not") {
		return true
	}
	if denied {
		r.denied = append(r.denied, ideas)
		for _, idea := range ideas {
			m.note(r, deniedFeature, idea, learn)
		}
	}
	return false
}

// markOf numbers what stands at a place; -1 is what no line has.
func (m *Model) markOf(text string, learn bool) mark {
	k, ok := m.table.marks[text]
	switch {
	case ok:
		return k
	case !learn:
		return -1
	}
	k = marks + mark(len(m.table.marks))
	m.table.marks[text] = k
	return k
}

func (m *Model) note(r *asked, sort featureSort, text string, learn bool) {
	f, ok := m.table.words[sort][text]
	if !ok && learn {
		f, ok = m.table.add(sort), true
		m.table.words[sort][text] = f
	}
	r.add(f, ok, sort)
}

func (m *Model) notePair(r *asked, a, b mark, learn bool) {
	f, ok := m.table.pairs[[2]mark{a, b}]
	if !ok && learn {
		f, ok = m.table.add(pairFeature), true
		m.table.pairs[[2]mark{a, b}] = f
	}
	r.add(f, ok, pairFeature)
}

func (t *featureTable) add(sort featureSort) feature {
	t.sorts = append(t.sorts, sort)
	return feature(len(t.sorts) - 1)
}

func (r *asked) add(f feature, known bool, sort featureSort) {
	if known {
		r.features = append(r.features, f)
	} else {
		r.strange += sort.weight()
	}
}

// beside is what stands on one side of a name: the nearest mark, or both.
type beside struct {
	after         bool
	first, second mark // second is noMark if the first alone is meant
}

// around is what stands beside the name at i.
func (r *asked) around(i int) [4]beside {
	before, after := [2]mark{startMark, startMark}, [2]mark{endMark, endMark}
	for k, n := i-1, 0; k >= 0 && n < 2; k-- {
		if r.marks[k] != noMark {
			before[n] = r.marks[k]
			n++
		}
	}
	for k, n := i+1, 0; k < len(r.marks) && n < 2; k++ {
		if r.marks[k] != noMark {
			after[n] = r.marks[k]
			n++
		}
	}
	return [4]beside{{false, before[0], noMark}, {false, before[0], before[1]}, {true, after[0], noMark}, {true, after[0], after[1]}}
}
