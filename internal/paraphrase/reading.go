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
	score    float64 // the sum of the weights
	family   float64 // how likely one of its family is
	around   float64 // how near its nearest lines are on average
	odd      float64 // how unusual it is that its lines speak of just these ideas
	turned   float64 // how much speaks against the role that its name has
	strange  int     // how many words are in no line of any plain question, each counted once
	named    bool    // one of those may be a name, or is likely to be a noun
	foreign  bool    // one of those is of lines of none of the questions, or an idea is
}

const (
	// sure is how likely a reading has to be the right one to be taken for it: so
	// that one in a hundred lines that are held back is read as another question.
	sure = 0.69
	// sureUnlike is how likely one has to be that speaks of other ideas, and
	// sureStrange one that has a word of no plain question: what the judge learned
	// from says little of the questions that such a word can turn into others.
	sureUnlike  = 0.85
	sureStrange = 0.98
	// unlike is by how much less likely (in natural logarithms) a question is that
	// speaks of other ideas.
	unlike = 2
	// mostTurned is how much may speak against the role of a name.
	mostTurned = 1.5
	// foreignTimes as often as in others an idea stands in lines of none of the
	// questions that turns what is asked into another question.
	foreignTimes = 3
	// rareLines is in how many lines of a thousand an idea stands that is no idea of
	// a question.
	rareLines = 8
)

// Readings returns the plain questions that have the names of a question, the
// likeliest first. The cost is that of all lines with as many names, below a
// millisecond for 10,000.
func (m *Model) Readings(words []Word) []Reading {
	out, r := m.rank(words)
	if len(out) > 0 {
		x := &out[0]
		x.Sure = !x.question.Doubtful && m.judged(out, r) >= x.bar()
	}
	return out
}

// bar is how likely a reading has to be the right one to be taken for it; above 1
// if it never is.
func (x *Reading) bar() float64 {
	switch {
	case x.Plain == "" || x.turned > mostTurned || x.strange > 1 || x.named || x.foreign:
		return 2
	case x.strange == 1:
		return sureStrange
	case !x.Alike:
		return sureUnlike
	}
	return sure
}

// judged is how likely the first of some readings of a question is the right one.
func (m *Model) judged(list []Reading, r *asked) float64 {
	x := m.evidence(list, r)
	return logistic(&m.judge, &x)
}

// rank returns the readings of a question, those of the likeliest family first, and
// the question taken apart.
func (m *Model) rank(words []Word) ([]Reading, *asked) {
	r := m.read(words)
	at, names := namesOf(words)
	among := m.accepting(names)
	scores := m.score(r)
	likely := slices.Clone(scores)
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
	role, in := m.roleOf(words, r)
	for _, i := range among {
		o := m.orders[i]
		x := fits[o.question]
		x.Likely, x.score = likely[i], scores[i]
		x.Names = map[string]int{}
		for k, s := range o.slots {
			x.Names[x.question.Slots[s].Name] = at[k]
		}
		x.turned = x.against(role, in)
		out = append(out, x)
	}
	for i := range out {
		for k := range out {
			if out[i].isLike(&out[k]) {
				out[i].family += out[k].Likely
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Reading) int {
		return cmp.Or(cmp.Compare(b.family, a.family), cmp.Compare(b.Likely, a.Likely))
	})
	return out, r
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

// fit compares a question with one plain question.
func (m *Model) fit(q *learned, r *asked) Reading {
	x := Reading{Plain: q.Plain, question: q, Alike: m.isAlike(q, r), odd: m.oddness(q, r), foreign: m.isForeign(q, r)}
	x.Near, x.around = m.nearest(q, r)
	var strange []string
	for _, i := range r.plain {
		stem := r.stems[i]
		if m.spreadOf(stem) >= everywhere || m.has(q, stemFeature, stem, 0) {
			continue
		}
		x.Unknown = append(x.Unknown, i)
		if !m.isAsked(stem) && !slices.Contains(strange, stem) {
			strange = append(strange, stem)
			x.named = x.named || slices.Contains(r.named, i)
			x.foreign = x.foreign || m.spreadOf(stem) > 0
		}
	}
	x.strange = len(strange)
	return x
}

// isAlike reports whether a question speaks of all that the lines of a plain one
// speak of, of nothing else, and denies nothing else.
func (m *Model) isAlike(q *learned, r *asked) bool {
	return !slices.ContainsFunc(q.core, func(f feature) bool { return !r.has(f) }) &&
		!slices.ContainsFunc(r.ideas, func(ideas []string) bool { return !m.said(q, ideaFeature, ideas) }) &&
		!slices.ContainsFunc(r.denied, func(ideas []string) bool { return !m.said(q, deniedFeature, ideas) })
}

// isForeign reports whether a question speaks of something of which the lines of a
// plain one do not, and lines of none of the questions much more than others: of who
// is right, of reasons, of what will be.
func (m *Model) isForeign(q *learned, r *asked) bool {
	return slices.ContainsFunc(r.ideas, func(ideas []string) bool {
		return !m.said(q, ideaFeature, ideas) && !slices.ContainsFunc(ideas, func(idea string) bool {
			f, ok := m.table.words[ideaFeature].get(idea)
			return !ok || !m.foreign[f]
		})
	})
}

// said reports whether the lines of a question speak of one of some ideas.
func (m *Model) said(q *learned, sort featureSort, ideas []string) bool {
	return slices.ContainsFunc(ideas, func(idea string) bool { return m.has(q, sort, idea, rareLines*q.lines.count/1000) })
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

// nearest is how near the nearest line of a question is, and the nearest few are on
// average: the weight of the features that both have, of that of all.
func (m *Model) nearest(q *learned, r *asked) (near, around float64) {
	if r.told == nil {
		r.told = make([]bool, len(m.table.sorts))
		for _, f := range r.features {
			r.told[f] = true
			r.weight += m.tells[f]
		}
		r.weight += float32(r.strange) * strangeTells * float32(m.mostTells())
	}
	best := q.lines.nearest(r.told, r.weight, m.tells)
	for _, one := range best {
		around += float64(one) / nearLines
	}
	return float64(best[0]), around
}

// strangeTells is how much a feature tells that no line has, of the most that one
// can: most of them are of pairs.
const strangeTells = 0.4

// mostTells is the most that a feature can tell.
func (m *Model) mostTells() float64 { return math.Log(float64(len(m.questions) + 1)) }
