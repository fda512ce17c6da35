package plan

import (
	"iter"
	"math/bits"
	"slices"
)

// Set is a set of variable slots. The zero Set is empty; methods other than
// Add leave their operands alone.
type Set []uint64

// SetOf returns the set of some slots.
func SetOf(slots ...int) Set {
	var s Set
	for _, i := range slots {
		s.Add(i)
	}
	return s
}

// Add puts i into s.
func (s *Set) Add(i int) {
	for i>>6 >= len(*s) {
		*s = append(*s, 0)
	}
	(*s)[i>>6] |= 1 << (i & 63)
}

// Has reports whether i is in s.
func (s Set) Has(i int) bool { return i>>6 < len(s) && s[i>>6]&(1<<(i&63)) != 0 }

// Union returns what is in s or t.
func (s Set) Union(t Set) Set {
	if len(s) < len(t) {
		s, t = t, s
	}
	out := slices.Clone(s)
	for i, w := range t {
		out[i] |= w
	}
	return out
}

// Intersect returns what is in both.
func (s Set) Intersect(t Set) Set {
	out := make(Set, min(len(s), len(t)))
	for i := range out {
		out[i] = s[i] & t[i]
	}
	return out
}

// Minus returns what is in s and not in t.
func (s Set) Minus(t Set) Set {
	out := slices.Clone(s)
	for i := range min(len(s), len(t)) {
		out[i] &^= t[i]
	}
	return out
}

// Empty reports whether nothing is in s.
func (s Set) Empty() bool {
	for _, w := range s {
		if w != 0 {
			return false
		}
	}
	return true
}

// Meets reports whether s and t share something.
func (s Set) Meets(t Set) bool {
	for i := range min(len(s), len(t)) {
		if s[i]&t[i] != 0 {
			return true
		}
	}
	return false
}

// Within reports whether all of s is in t.
func (s Set) Within(t Set) bool {
	for i, w := range s {
		if i < len(t) {
			w &^= t[i]
		}
		if w != 0 {
			return false
		}
	}
	return true
}

// All yields the slots in s, ascending.
func (s Set) All() iter.Seq[int] {
	return func(yield func(int) bool) {
		for i, w := range s {
			for ; w != 0; w &= w - 1 {
				if !yield(i<<6 | bits.TrailingZeros64(w)) {
					return
				}
			}
		}
	}
}

// Slots returns the slots in s, ascending.
func (s Set) Slots() []int { return slices.Collect(s.All()) }
