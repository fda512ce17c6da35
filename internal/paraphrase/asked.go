package paraphrase

import (
	"slices"
	"strings"
)

// A feature is one thing that a line says, by number. Those of words come before
// those of pairs.
type feature int32

// What a feature is.
type featureSort int8

const (
	stemFeature featureSort = iota
	ideaFeature
	deniedFeature // an idea that is denied
	pairFeature   // two marks that stand beside each other, or near a name
)

// value is how much a feature counts: neighbours and ideas are said by their
// words as well.
func (s featureSort) value() float32 { return [...]float32{1, 0.7, 0.7, 0.5}[s] }

// A mark is what stands at a place of a line, by number: a stem, the ideas of a
// phrase, or a name of some sort.
type mark int32

// Marks that no word is.
const (
	unknownMark mark = iota - 1 // what no line has
	startMark
	endMark
	marks // how many of these there are

	far mark = 1 << 20 // with the first of two marks that stand apart
)

// featureTable numbers features and marks. What is not there gets a number only
// while it learns.
type featureTable struct {
	marks dictionary[mark] // of stems, of ideas joined by # after a #, of the sort and number of a name after a {
	words [3]dictionary[feature]
	pairs pairs
	sorts []featureSort
	names map[mark]bool // marks of names

	learnsWords, learnsPairs bool
}

func newFeatureTable() *featureTable {
	words := newDictionary[feature]
	return &featureTable{
		marks: newDictionary[mark](), names: map[mark]bool{},
		words: [3]dictionary[feature]{words(), words(), words()}, pairs: pairs{learned: map[[2]mark]feature{}},
	}
}

// markOf numbers what stands at a place.
func (t *featureTable) markOf(text string) mark {
	k, ok := t.marks.get(text)
	switch {
	case ok:
		return k
	case !t.learnsWords:
		return unknownMark
	}
	k = marks + mark(t.marks.len())
	t.marks.learned[text] = k
	t.noteName(text, k)
	return k
}

// noteName notes a mark if it is of a name.
func (t *featureTable) noteName(text string, k mark) {
	if strings.HasPrefix(text, "{") {
		t.names[k] = true
	}
}

// word numbers a feature of a word; ok is false if no line has it.
func (t *featureTable) word(sort featureSort, text string) (f feature, ok bool) {
	f, ok = t.words[sort].get(text)
	if !ok && t.learnsWords {
		f, ok = t.add(sort), true
		t.words[sort].learned[text] = f
	}
	return f, ok
}

func (t *featureTable) pair(a, b mark) (f feature, ok bool) {
	f, ok = t.pairs.get(a, b)
	if !ok && t.learnsPairs {
		f, ok = t.add(pairFeature), true
		t.pairs.learned[[2]mark{a, b}] = f
	}
	return f, ok
}

// wordCount is how many features are of words.
func (t *featureTable) wordCount() int {
	n := 0
	for i := range t.words {
		n += t.words[i].len()
	}
	return n
}

func (t *featureTable) add(sort featureSort) feature {
	t.sorts = append(t.sorts, sort)
	return feature(len(t.sorts) - 1)
}

// asked is a question taken apart.
type asked struct {
	length   int        // in words
	stems    []string   // by word; "" of a hollow one and of a name
	ideas    [][]string // what is said that must agree: each word's ideas
	denied   [][]string // of these what follows a denial
	plain    []int      // the words that are of no idea
	named    []int      // the words that may be names, or follow a hollow one, as nouns follow an article
	features []feature  // sorted, each once
	strange  int        // how many features no line has

	told   []bool // the features; nil until nearest needs them
	weight float32
}

// reach is how many words after a denial are denied.
const reach = 3

// read takes a question apart.
func (m *Model) read(words []Word) *asked {
	r := &asked{length: len(words), stems: make([]string, len(words))}
	kept := make([]int, 0, len(words))
	stems := make([]string, 0, len(words))
	for i, w := range words {
		if len(w.Sorts) > 0 {
			kept, stems = append(kept, i), append(stems, "")
			continue
		}
		if w.Named || i > 0 && m.words.hollow[m.words.stemOf(words[i-1].Fold)] {
			r.named = append(r.named, i)
		}
		s := m.words.stemOf(w.Fold)
		if m.words.hollow[s] {
			continue
		}
		r.stems[i] = s
		r.add(m.table.word(stemFeature, s))
		kept, stems = append(kept, i), append(stems, s)
	}
	last, denied := []mark{startMark}, 0
	var names []mark // of those that were met
	var met [][]mark // by place
	for i := 0; i < len(stems); {
		ideas, n := m.words.ideasAt(stems[i:])
		var at []mark
		switch {
		case n > 0:
			at = []mark{m.table.markOf("#" + ideas)}
			if m.speaksOf(r, strings.Split(ideas, "#"), i < denied) {
				denied = i + n + reach
			}
		case stems[i] != "":
			at = []mark{m.table.markOf(stems[i])}
			r.plain = append(r.plain, kept[i])
		default:
			at = m.marksOf(words[kept[i]], names)
			names = append(names, at...)
		}
		m.notePairs(r, last, at)
		m.noteFar(r, met, at)
		last, met = at, append(met, at)
		i += max(n, 1)
	}
	m.notePairs(r, last, []mark{endMark})
	slices.Sort(r.features)
	r.features = slices.Compact(r.features)
	return r
}

// marksOf are the marks of a name after others: of each sort, but for those of
// which it is because it is of another. The second of a sort has a mark of its own.
func (m *Model) marksOf(name Word, others []mark) []mark {
	var out []mark
	for _, sort := range name.Sorts {
		if wider := m.wider[sort]; wider != "" && slices.Contains(name.Sorts, wider) {
			continue
		}
		k := m.table.markOf("{" + sort)
		if slices.Contains(others, k) {
			k = m.table.markOf("{" + sort + "2")
		}
		out = append(out, k)
	}
	return out
}

// notePairs notes what stands beside each other. What may be several things stands
// beside its neighbours as each.
func (m *Model) notePairs(r *asked, before, after []mark) {
	for _, a := range before {
		for _, b := range after {
			r.add(m.table.pair(a, b))
		}
	}
}

// farthest is how many places from a name something may stand.
const farthest = 4

// noteFar notes what stands near a name, though not beside it: which of two names
// is denied.
func (m *Model) noteFar(r *asked, met [][]mark, at []mark) {
	for d := 2; d <= min(farthest, len(met)); d++ {
		for _, a := range met[len(met)-d] {
			for _, b := range at {
				if m.table.names[a] != m.table.names[b] {
					r.add(m.table.pair(a|far, b))
				}
			}
		}
	}
}

// speaksOf notes the ideas of a phrase, and reports whether it is a denial.
func (m *Model) speaksOf(r *asked, ideas []string, denied bool) bool {
	for _, idea := range ideas {
		r.add(m.table.word(ideaFeature, idea))
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
			r.add(m.table.word(deniedFeature, idea))
		}
	}
	return false
}

func (r *asked) add(f feature, known bool) {
	if known {
		r.features = append(r.features, f)
	} else {
		r.strange++
	}
}

func (r *asked) has(f feature) bool {
	_, ok := slices.BinarySearch(r.features, f)
	return ok
}
