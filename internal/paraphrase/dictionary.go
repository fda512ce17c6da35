package paraphrase

import (
	"iter"
	"maps"
	"slices"
)

// A dictionary holds something for each of some texts. One that is learned is a
// map; one from a file stays the sorted list that it is there: a question looks up
// some dozen words, and to make a map of thousands takes longer.
type dictionary[V any] struct {
	learned map[string]V
	texts   []string // of a file
	values  []V
}

func newDictionary[V any]() dictionary[V] { return dictionary[V]{learned: map[string]V{}} }

func (d *dictionary[V]) get(text string) (v V, ok bool) {
	if d.learned != nil {
		v, ok = d.learned[text]
		return v, ok
	}
	i, ok := slices.BinarySearch(d.texts, text)
	if ok {
		v = d.values[i]
	}
	return v, ok
}

// of is get for those that need not know whether it is there.
func (d *dictionary[V]) of(text string) V {
	v, _ := d.get(text)
	return v
}

func (d *dictionary[V]) len() int { return len(d.learned) + len(d.texts) }

// all yields the texts, sorted.
func (d *dictionary[V]) all() iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for i, text := range d.texts {
			if !yield(text, d.values[i]) {
				return
			}
		}
		for _, text := range slices.Sorted(maps.Keys(d.learned)) {
			if !yield(text, d.learned[text]) {
				return
			}
		}
	}
}

// exchange writes the dictionary into a file, or reads it from one.
func (d *dictionary[V]) exchange(f *file, value func(*V)) {
	n := d.len()
	f.length(&n)
	if f.writes {
		for text, v := range d.all() {
			f.text(&text)
			value(&v)
		}
		return
	}
	d.learned, d.texts, d.values = nil, make([]string, n), make([]V, n)
	for i := range n {
		f.text(&d.texts[i])
		value(&d.values[i])
	}
	f.short = f.short || !slices.IsSorted(d.texts)
}
