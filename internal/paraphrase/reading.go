package paraphrase

import (
	"cmp"
	"math"
	"slices"
)

// A Reading is a plain question that a question may be.
type Reading struct {
	Plain   string         // "" for what is none of the plain questions
	Names   map[string]int // the word that stands in each slot
	Score   float64        // natural logarithm of its likelihood, beside that of the other readings
	Unknown []int          // words that no paraphrase of it has
	Near    float64        // how near the nearest paraphrase is, from 0 to 1
	// Alike is whether it speaks of the same ideas as paraphrases do.
	Alike bool
	// Sure is whether it can be taken for what was asked: of the first reading only.
	Sure bool

	kind     *learned
	gap      float64 // by how much likelier its names stand so than changed about
	reversed float64 // by how much likelier they stand in each other's roles
}

// When a reading is sure. The figures are those with which leaving out one line
// after the other finds the most of them and takes the fewest others.
const (
	margin    = 2.5  // by how much the likeliest reading is likelier than the next
	slack     = 1.25 // how much nearer a line of another question may be
	least     = 0.15 // how near a line has to be
	leastBare = 0.25 // the same where no name is said
	veryNear  = 0.3  // so near, a line outweighs much
	farther   = 1.4  // if none of another question is nearly as near
	coreShare = 0.9  // in how many lines a core idea stands

	rareLines = 8 // in how many lines of a thousand an idea stands that is no idea of a question

	mostReversed      = 0.7
	mostReversedClose = 3.0
)

// Readings returns the plain questions that have the names of a question, the
// likeliest first. The cost is that of all lines with as many names, below five
// milliseconds for 7,000.
func (m *Model) Readings(words []Word) []Reading {
	r := m.read(words, false)
	var out []Reading
	for _, q := range m.questions {
		if x, ok := m.fit(q, words, r); ok {
			out = append(out, x)
		}
	}
	slices.SortStableFunc(out, func(a, b Reading) int {
		if a.Alike != b.Alike {
			if a.Alike {
				return -1
			}
			return 1
		}
		return cmp.Compare(b.Score, a.Score)
	})
	if len(out) > 0 {
		out[0].Sure = out[0].standsOut(out[1:])
		if !out[0].Sure {
			out = nearestFirst(out)
		}
	}
	return out
}

// nearestFirst puts the reading with the nearest paraphrase first where that is
// sure.
func nearestFirst(list []Reading) []Reading {
	near := 0
	for i, x := range list {
		if x.Near > list[near].Near {
			near = i
		}
	}
	x := list[near]
	others := slices.Concat(list[:near], list[near+1:])
	if x.Near < veryNear || !x.standsOut(others) {
		return list
	}
	x.Sure = true
	return append([]Reading{x}, others...)
}

// standsOut reports whether a reading is good, and none of the others as good.
func (x *Reading) standsOut(others []Reading) bool {
	if !x.Alike || x.Plain == "" || x.kind.Doubtful || len(x.Unknown) > 0 || x.gap < margin && len(x.Names) > 0 ||
		x.Near < least || len(x.Names) == 0 && x.Near < leastBare {
		return false
	}
	near, behind := 0.0, math.Inf(1)
	for _, o := range others {
		if o.kind.Family != "" && o.kind.Family == x.kind.Family {
			continue
		}
		near = max(near, o.Near)
		if o.Alike {
			behind = min(behind, x.Score-o.Score)
		}
	}
	if x.Near >= veryNear && x.Near >= farther*near && x.reversed < mostReversedClose {
		return true
	}
	return x.reversed < mostReversed && near <= x.Near*slack && behind >= margin
}

const (
	// smoothing is for how many lines what the whole bank has counts.
	smoothing = 2
	// everywhere is in how many questions a word stands that may stand in any.
	everywhere = 4
	// anyName is how likely a name is in a question that is none of the plain ones.
	anyName = -3
	// strange is how likely a line has a feature that none has.
	strange = 0.0005
)

// fit compares a question with one plain question; ok is false if it has other
// names.
func (m *Model) fit(q *learned, words []Word, r *asked) (x Reading, ok bool) {
	var at []int
	for i, w := range words {
		if len(w.Sorts) > 0 {
			at = append(at, i)
		}
	}
	x = Reading{Plain: q.Plain, kind: q}
	if q.Plain == "" {
		x.Score = float64(len(at)) * anyName
	} else if len(at) != len(q.Slots) || !m.place(&x, words, at, r) {
		return x, false
	}
	for _, f := range r.features {
		x.Score += m.table.sorts[f].weight() * math.Log((float64(q.has[f])+smoothing*(0.9*m.common[f]+strange))/(float64(q.lines)+smoothing))
	}
	x.Score += r.strange * math.Log(smoothing*strange/(float64(q.lines)+smoothing))
	for _, i := range r.plain {
		if s := r.stems[i]; !m.has(q, stemFeature, s, 0) && m.spreadOf(s) < everywhere {
			x.Unknown = append(x.Unknown, i)
		}
	}
	x.Near = m.nearest(q, r)
	x.Alike = m.isAlike(q, r)
	return x, true
}

// isAlike reports whether a question speaks of all that the lines of a plain one
// speak of, of nothing else, and denies nothing else.
func (m *Model) isAlike(q *learned, r *asked) bool {
	said := func(sort featureSort, ideas []string) bool {
		return slices.ContainsFunc(ideas, func(idea string) bool { return m.has(q, sort, idea, rareLines*q.lines/1000) })
	}
	return !slices.ContainsFunc(q.core, func(f feature) bool { return !r.has(f) }) &&
		!slices.ContainsFunc(r.ideas, func(ideas []string) bool { return !said(ideaFeature, ideas) }) &&
		!slices.ContainsFunc(r.denied, func(ideas []string) bool { return !said(deniedFeature, ideas) })
}

// nearest is how near the nearest line of a question is: the weight of the
// features that both have, of that of all.
func (m *Model) nearest(q *learned, r *asked) float64 {
	if r.told == nil {
		r.told = make([]bool, len(m.table.sorts))
		for _, f := range r.features {
			if int(f) < len(m.tells) {
				r.told[f] = true
				r.weight += m.tells[f]
			}
		}
		r.weight += r.strange * math.Log(float64(len(m.questions)+1))
	}
	most := 0.0
	for _, e := range q.examples {
		both, all := 0.0, r.weight
		for _, f := range e {
			if r.told[f] {
				both += m.tells[f]
			} else {
				all += m.tells[f]
			}
		}
		most = max(most, both/all)
	}
	return most
}

// place gives each slot a name, in the likeliest way; false if there is none.
func (m *Model) place(x *Reading, words []Word, at []int, r *asked) bool {
	q := x.kind
	first, second := math.Inf(-1), math.Inf(-1)
	taken := make([]bool, len(at))
	chosen := make([]int, 0, len(at))
	var try func(score, reversed float64)
	try = func(score, reversed float64) {
		k := len(chosen)
		if k == len(q.Slots) {
			if score <= first {
				second = max(second, score)
				return
			}
			first, second = score, first
			x.Score, x.reversed, x.Names = score, reversed, map[string]int{}
			for i, c := range chosen {
				x.Names[q.Slots[i].Name] = c
			}
			return
		}
		for i, a := range at {
			if taken[i] || !q.Slots[k].takes(words[a]) {
				continue
			}
			around := r.around(a)
			turned := m.reversal(q.Slots[k], words[a], around)
			taken[i], chosen = true, append(chosen, a)
			try(score+m.stands(q, q.Slots[k].Name, around)-turned, reversed+turned)
			taken[i], chosen = false, chosen[:k]
		}
	}
	try(0, 0)
	x.gap = first - second
	if q.Symmetric {
		x.gap = math.Inf(1)
	}
	return x.Names != nil
}

func (s Slot) takes(w Word) bool {
	return slices.ContainsFunc(w.Sorts, func(sort string) bool { return slices.Contains(s.Sorts, sort) })
}

// stands is how likely a name that stands so is in a slot.
func (m *Model) stands(q *learned, slot string, around [4]beside) float64 {
	c, role := q.contexts[slot], m.roles[sortOf(slot)]
	s := 0.0
	for _, b := range around {
		general := (float64(role.has[b]) + 0.01) / (float64(role.lines) + 1)
		s += 0.5 * math.Log((float64(c.has[b])+4*general)/(float64(c.lines)+4))
	}
	return s
}

// reversal is how much likelier a name that stands so is of who is spoken of
// than of who speaks or acts, or the other way round, where it might be either.
func (m *Model) reversal(slot Slot, w Word, around [4]beside) float64 {
	if !slices.Contains(w.Sorts, "state") || !slices.Contains(w.Sorts, "party") {
		return 0
	}
	state, party := m.roles["state"], m.roles["party"]
	if state == nil || party == nil {
		return 0
	}
	turned := 0.0
	for _, b := range around {
		turned += 0.5 * math.Log(state.share(b, 0.3)/party.share(b, 0.3))
	}
	switch slot.Sorts[0] {
	case "party":
		return max(0, turned)
	case "state":
		return max(0, -turned)
	}
	return 0
}
