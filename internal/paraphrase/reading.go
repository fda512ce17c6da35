package paraphrase

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// A Reading is a plain question that a question may ask.
type Reading struct {
	Plain  string         // "" for what is none of the plain questions
	Names  map[string]int // the word that stands in each slot
	Likely float64        // how likely it is among all readings, from 0 to 1
	Near   float64        // how near the nearest paraphrase is, from 0 to 1
	// Unknown are the words that no paraphrase of it has.
	Unknown []int
	// Alike is whether it speaks of the same ideas as paraphrases do.
	Alike bool
	// Sure is whether it can be taken for what was asked: of the first reading only.
	Sure bool

	question *learned
	family   float64 // how likely one of its family is
	other    float64 // how near the nearest line of another is
	odd      float64 // how unusual it is that its lines speak of just these ideas
	usual    float64 // how unusual that is where it is least so, of the others
	turned   float64 // how much speaks against the role that its name has
	strange  bool    // some word is in no line of any plain question
}

const (
	// sure is how likely a reading has to be the right one to be taken for it: so
	// that one or two in a hundred lines that are held back are read as another
	// question.
	sure = 0.7
	// unlike is by how much less likely (in natural logarithms) a question is that
	// speaks of other ideas.
	unlike = 2
	// mostTurned is how much may speak against the role of a name.
	mostTurned = 1.5
	// rareLines is in how many lines of a thousand an idea stands that is no idea of
	// a question.
	rareLines = 8
)

// Readings returns the plain questions that have the names of a question, the
// likeliest first. The cost is that of all lines with as many names, below a
// millisecond for 10,000.
func (m *Model) Readings(words []Word) []Reading {
	out := m.rank(words)
	if len(out) > 0 {
		x := &out[0]
		x.Sure = x.mayBeSure() && !x.question.Doubtful && logistic(m.judge, x.evidence()) >= sure
	}
	return out
}

// mayBeSure reports whether it is for the judge to say that a reading is sure.
func (x *Reading) mayBeSure() bool {
	return x.Plain != "" && x.Alike && !x.strange && x.turned <= mostTurned
}

// likeliest is the first of the readings, not yet judged; nil if there is none.
func (m *Model) likeliest(words []Word) *Reading {
	if list := m.rank(words); len(list) > 0 {
		return &list[0]
	}
	return nil
}

// rank returns the readings, those of the likeliest family first.
func (m *Model) rank(words []Word) []Reading {
	r := m.read(words)
	at, names := namesOf(words)
	among := m.accepting(names)
	likely := m.score(r)
	fits := map[int16]Reading{} // by question
	for _, i := range among {
		o := m.orders[i]
		if _, ok := fits[o.question]; !ok {
			fits[o.question] = m.fit(m.questions[o.question], r)
		}
		if !fits[o.question].Alike {
			likely[i] -= unlike
		}
	}
	softmax(likely, among)
	out := make([]Reading, 0, len(among))
	role := m.roleOf(words, r)
	for _, i := range among {
		o := m.orders[i]
		x := fits[o.question]
		x.Likely = likely[i]
		x.Names = map[string]int{}
		for k, s := range o.slots {
			x.Names[x.question.Slots[s].Name] = at[k]
		}
		x.turned = x.against(role)
		out = append(out, x)
	}
	compare(out)
	slices.SortStableFunc(out, func(a, b Reading) int {
		return cmp.Or(cmp.Compare(b.family, a.family), cmp.Compare(b.Likely, a.Likely))
	})
	return out
}

// compare finds for each reading what speaks for it and for the others.
func compare(out []Reading) {
	for i := range out {
		x := &out[i]
		x.usual = x.odd + 3
		for k := range out {
			o := &out[k]
			if x.isLike(o) {
				x.family += o.Likely
			} else if x.Plain != o.Plain {
				x.other = max(x.other, o.Near)
				x.usual = min(x.usual, o.odd)
			}
		}
	}
}

// isLike reports whether two readings have the same answer: of questions of one
// family, or of one with the same names in its slots.
func (x *Reading) isLike(o *Reading) bool {
	if x.question != o.question {
		return x.question.isLike(&o.question.Question)
	}
	return x.question.Symmetric || maps.Equal(x.Names, o.Names)
}

func (q *Question) isLike(o *Question) bool { return q.Family != "" && q.Family == o.Family }

// score adds up the weights of what a question says, for each order.
func (m *Model) score(r *asked) []float64 {
	out := make([]float64, len(m.orders))
	for _, f := range r.features {
		value := m.scale * m.table.sorts[f].value()
		for o, units := range weightsOf(m.weights[f]) {
			if o < len(out) {
				out[o] += float64(value * float32(units))
			}
		}
	}
	return out
}

// evidenceLen is how many numbers are the evidence for a reading.
const evidenceLen = 10

// evidence is by what a reading is judged.
func (x *Reading) evidence() [evidenceLen]float64 {
	p := min(max(x.family, 1e-4), 1-1e-4)
	return [evidenceLen]float64{
		1,
		math.Log(p / (1 - p)),
		x.Near,
		x.other,
		math.Log((x.Near + 0.02) / (x.other + 0.02)),
		min(float64(len(x.Unknown)), 3),
		float64(len(x.Names)),
		min(x.odd, 20),
		max(x.odd-x.usual, -3),
		min(max(x.turned, -2), 2),
	}
}

// fit compares a question with one plain question.
func (m *Model) fit(q *learned, r *asked) Reading {
	x := Reading{Plain: q.Plain, question: q, Near: m.nearest(q, r), Alike: m.isAlike(q, r), odd: m.oddness(q, r)}
	for _, i := range r.plain {
		if m.spreadOf(r.stems[i]) < everywhere && !m.has(q, stemFeature, r.stems[i], 0) {
			x.Unknown = append(x.Unknown, i)
			x.strange = x.strange || !m.isAsked(r.stems[i])
		}
	}
	return x
}

// isAlike reports whether a question speaks of all that the lines of a plain one
// speak of, of nothing else, and denies nothing else.
func (m *Model) isAlike(q *learned, r *asked) bool {
	said := func(sort featureSort, ideas []string) bool {
		return slices.ContainsFunc(ideas, func(idea string) bool { return m.has(q, sort, idea, rareLines*q.lines.count/1000) })
	}
	return !slices.ContainsFunc(q.core, func(f feature) bool { return !r.has(f) }) &&
		!slices.ContainsFunc(r.ideas, func(ideas []string) bool { return !said(ideaFeature, ideas) }) &&
		!slices.ContainsFunc(r.denied, func(ideas []string) bool { return !said(deniedFeature, ideas) })
}

// oddness is how unlikely a line of a question speaks of just the ideas of which a
// question speaks: the negative natural logarithm, as if each idea stood by itself.
func (m *Model) oddness(q *learned, r *asked) float64 {
	sum := 0.0
	for _, f := range m.ideas {
		p := (float64(q.has[f]) + 0.5) / (float64(q.lines.count) + 1)
		if !r.has(f) {
			p = 1 - p
		}
		sum -= math.Log(p)
	}
	return sum
}

// nearest is how near the nearest line of a question is: the weight of the
// features that both have, of that of all.
func (m *Model) nearest(q *learned, r *asked) float64 {
	if r.told == nil {
		r.told = make([]bool, len(m.table.sorts))
		for _, f := range r.features {
			r.told[f] = true
			r.weight += m.tells[f]
		}
		r.weight += float32(r.strange) * strangeTells * float32(math.Log(float64(len(m.questions)+1)))
	}
	return float64(q.lines.nearest(r.told, r.weight, m.tells))
}

// strangeTells is how much a feature tells that no line has, of the most that one
// can: most of them are of pairs.
const strangeTells = 0.4
