package paraphrase

import (
	"slices"
	"strings"
)

// name stands for a name among stems and marks.
const name = "{}"

// asked is a question taken apart.
type asked struct {
	stems    []string   // by word; "" of a hollow one, name of a name
	marks    []string   // the same with ideas in the place of their words
	ideas    [][]string // what is said that must agree: each word's ideas
	denied   [][]string // of these what follows a denial
	plain    []int      // the words that are of no idea
	features []string   // sorted, each once

	told   []bool // the features by their number; nil until nearest needs them
	weight float64
}

// What a feature says is told by its first letter, or by a space between two
// neighbours; the others are stems.
const (
	ideaMark   = "#"
	deniedMark = "!"
)

// reach is how many words after a denial are denied.
const reach = 3

// read takes a question apart.
func (m *Model) read(words []Word) *asked {
	r := &asked{stems: make([]string, len(words))}
	var kept []int
	var stems []string
	for i, w := range words {
		switch {
		case len(w.Sorts) > 0:
			r.stems[i] = name
		case m.words.hollow[m.words.stemOf(w.Fold)]:
			continue
		default:
			r.stems[i] = m.words.stemOf(w.Fold)
			r.features = append(r.features, r.stems[i])
		}
		kept, stems = append(kept, i), append(stems, r.stems[i])
	}
	r.marks = slices.Clone(r.stems)
	last, denied := "^", 0
	for i := 0; i < len(stems); {
		ideas, n := m.words.ideasAt(stems[i:])
		mark := stems[i]
		if n > 0 {
			mark = ideaMark + strings.Join(ideas, ideaMark)
			for k := i; k < i+n; k++ {
				r.marks[kept[k]] = ""
			}
			r.marks[kept[i]] = mark
			if r.speaksOf(ideas, m.words, i < denied) {
				denied = i + n + reach
			}
		} else {
			n = 1
			if mark != name {
				r.plain = append(r.plain, kept[i])
			}
		}
		r.features = append(r.features, last+" "+mark)
		last = mark
		i += n
	}
	slices.Sort(r.features)
	r.features = slices.Compact(r.features)
	return r
}

// speaksOf notes the ideas of a phrase, and reports whether it is a denial.
func (r *asked) speaksOf(ideas []string, t *Thesaurus, denied bool) bool {
	for _, idea := range ideas {
		r.features = append(r.features, ideaMark+idea)
	}
	if slices.ContainsFunc(ideas, func(idea string) bool { return t.soft[idea] }) {
		return false
	}
	r.ideas = append(r.ideas, ideas)
	if slices.Contains(ideas, "not") {
		return true
	}
	if denied {
		r.denied = append(r.denied, ideas)
		for _, idea := range ideas {
			r.features = append(r.features, deniedMark+idea)
		}
	}
	return false
}

// around is what stands beside the name at i: two marks before it and two after.
func (r *asked) around(i int) []string {
	before, after := [2]string{"^", "^"}, [2]string{"$", "$"}
	for k, n := i-1, 0; k >= 0 && n < 2; k-- {
		if r.marks[k] != "" {
			before[n] = r.marks[k]
			n++
		}
	}
	for k, n := i+1, 0; k < len(r.marks) && n < 2; k++ {
		if r.marks[k] != "" {
			after[n] = r.marks[k]
			n++
		}
	}
	return []string{"<" + before[0], "<<" + before[1] + " " + before[0], ">" + after[0], ">>" + after[0] + " " + after[1]}
}
