package paraphrase

import "math"

// Whether a name is of who is spoken of or of who speaks or acts ("accused by
// China", "those who accused China") is told by what stands beside and near it, in
// all questions alike: a question that nobody taught is not read with the roles
// changed about because another is near.

// The sorts of slots for who is spoken of and for who acts, where the same name may
// stand in either.
const (
	spokenOf = "state"
	acting   = "party"
)

// roleOf returns how much likelier (in natural logarithms) the only name in a
// question that may be in either role is of who is spoken of, and which word that
// is; 0 and -1 if there is none, or more than one.
func (m *Model) roleOf(words []Word, r *asked) (role float64, at int) {
	if at = inEitherRole(words); at < 0 {
		return 0, at
	}
	sum := m.roles[noFeature]
	for _, f := range r.features {
		sum += m.roles[f]
	}
	return float64(sum), at
}

// noFeature is for what is so whatever a question says.
const noFeature feature = -1

// inEitherRole returns which word is the only name that may be in either role, -1 if
// there is not just one.
func inEitherRole(words []Word) int {
	at := -1
	for i, w := range words {
		if (Slot{Sorts: []string{spokenOf}}).takes(w) && (Slot{Sorts: []string{acting}}).takes(w) {
			if at >= 0 {
				return -1
			}
			at = i
		}
	}
	return at
}

// learnRoles learns from the lines with one such name, by logistic regression over
// the pairs in which it stands.
func (m *Model) learnRoles(lines []roleLine) {
	m.roles = map[feature]float32{}
	about := map[feature]bool{noFeature: true}
	name := m.table.marks.of("{" + acting)
	for pair, f := range m.table.pairs.learned {
		if pair[0]&^far == name || pair[1] == name {
			about[f] = true
		}
	}
	squares := map[feature]float32{}
	for range passes {
		for _, l := range lines {
			features := append([]feature{noFeature}, l.features...)
			sum := float32(0)
			for _, f := range features {
				sum += m.roles[f]
			}
			off := float32(1 / (1 + math.Exp(-float64(sum))))
			if l.spokenOf {
				off--
			}
			for _, f := range features {
				if about[f] {
					squares[f] += off * off
					m.roles[f] -= step * off / float32(math.Sqrt(float64(squares[f])))
				}
			}
		}
	}
}

// A roleLine is a line with one name that may be in either role.
type roleLine struct {
	features []feature
	spokenOf bool
}

// against is how much the place of a name, a word, speaks against the role that it
// has in a reading.
func (x *Reading) against(role float64, name int) float64 {
	for slot, at := range x.Names {
		if at != name {
			continue
		}
		switch sortOf(slot) {
		case acting:
			return role
		case spokenOf:
			return -role
		}
	}
	return 0
}
