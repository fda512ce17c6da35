package graph

import (
	"context"
	"slices"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// A Comparison sets two sides beside each other: two parties, or two lenses.
type Comparison struct {
	OnlyLeft, OnlyRight []Statement
	Both                []Pair
	Contradictions      []Pair
}

// A Pair is a statement of the left side beside one of the right: the same
// one, or one that contradicts it.
type Pair struct {
	Left, Right Statement
	// Incident is what two different states are blamed for; "" where the
	// statements are the same, or one denies the other.
	Incident quad.IRI
}

// Compare sets the statements of two sides beside each other. Two contradict
// where one denies what the other says, or where each side blames states for
// an incident and no state is blamed by both. What contradicts is not listed
// again as what only one side says. It costs a pass over both.
func Compare(left, right []Statement) *Comparison {
	out := &Comparison{}
	index := func(list []Statement) map[statementKey]int {
		m := make(map[statementKey]int, len(list))
		for i := range list {
			m[list[i].key()] = i
		}
		return m
	}
	rights := index(right)
	usedL, usedR := make([]bool, len(left)), make([]bool, len(right))
	for i := range left {
		k := left[i].key()
		if j, ok := rights[k]; ok {
			usedL[i], usedR[j] = true, true
			out.Both = append(out.Both, Pair{Left: left[i], Right: right[j]})
		}
		if k.weak != "" {
			continue
		}
		k.denied = !k.denied
		if j, ok := rights[k]; ok {
			usedL[i], usedR[j] = true, true
			out.Contradictions = append(out.Contradictions, Pair{Left: left[i], Right: right[j]})
		}
	}
	blamedL, blamedR := blamedStates(left), blamedStates(right)
	for i := range left {
		incident := left[i].Subject
		if !slices.Contains(blamedL[incident], i) || len(blamedR[incident]) == 0 || sharesState(left, blamedL[incident], right, blamedR[incident]) {
			continue
		}
		for _, j := range blamedR[incident] {
			usedL[i], usedR[j] = true, true
			out.Contradictions = append(out.Contradictions, Pair{left[i], right[j], incident})
		}
	}
	for i := range left {
		if !usedL[i] {
			out.OnlyLeft = append(out.OnlyLeft, left[i])
		}
	}
	for j := range right {
		if !usedR[j] {
			out.OnlyRight = append(out.OnlyRight, right[j])
		}
	}
	return out
}

func (s *Statement) key() statementKey {
	return statementKey{s.Subject, s.Predicate, s.Object, s.Answers, s.Denied, s.Weak}
}

// blamedStates maps each incident to the statements that blame a state for it.
func blamedStates(list []Statement) map[quad.IRI][]int {
	m := map[quad.IRI][]int{}
	for i := range list {
		if s := &list[i]; s.Predicate == schema.AttributedToState && !s.Denied && s.Weak == "" {
			m[s.Subject] = append(m[s.Subject], i)
		}
	}
	return m
}

func sharesState(left []Statement, l []int, right []Statement, r []int) bool {
	return slices.ContainsFunc(l, func(i int) bool {
		return slices.ContainsFunc(r, func(j int) bool { return left[i].Object == right[j].Object })
	})
}

// A Contest is a question on which two claims exclude each other.
type Contest struct {
	// Incident is set where claims blame different states for it; otherwise
	// Edge is the edge that some assert and others deny.
	Incident quad.IRI
	Edge     quad.Quad
	Sides    []ContestSide // two or more
	// Settled says that the claims that still stand do not exclude each other
	// any more, and SettledBy the later records of the same parties that took
	// the others back.
	Settled   bool
	SettledBy []quad.IRI
}

// A ContestSide is one answer and who gives it.
type ContestSide struct {
	State   quad.IRI // the state that is blamed; "" of an edge
	Denied  bool     // of an edge: whether it is denied
	Records []*Record
}

// Contested returns the questions on which visible claims exclude each other:
// an edge that some assert and others deny, an incident for which claims blame
// states that have none in common. It looks past the stances of the lens and
// at what was taken back since, and obeys every other field. about, if not "",
// keeps what concerns that thing. It costs what Statements costs.
func (v *View) Contested(ctx context.Context, about quad.IRI) ([]Contest, error) {
	past, err := v.PastStance()
	if err != nil {
		return nil, err
	}
	standing := past.standings()
	if past, err = past.withFallen(); err != nil {
		return nil, err
	}
	all, err := past.Statements(ctx, &StatementOptions{About: about})
	if err != nil {
		return nil, err
	}
	var out []Contest
	for _, c := range slices.Concat(edgeContests(all), stateContests(all)) {
		c.settle(standing)
		out = append(out, c)
	}
	return out, nil
}

func edgeContests(all []Statement) []Contest {
	denied := map[statementKey]int{}
	for i := range all {
		if all[i].Denied {
			denied[all[i].key()] = i
		}
	}
	var out []Contest
	for i := range all {
		s := &all[i]
		if s.Denied || s.Weak != "" {
			continue
		}
		k := s.key()
		k.denied = true
		if j, ok := denied[k]; ok {
			out = append(out, Contest{
				Edge:  quad.Quad{Subject: s.Subject, Predicate: s.Predicate, Object: s.Object},
				Sides: []ContestSide{{Records: s.Records}, {Denied: true, Records: all[j].Records}},
			})
		}
	}
	return out
}

// stateContests finds the incidents for which two claims blame states that
// have none in common; one claim that blames two jointly excludes neither.
func stateContests(all []Statement) []Contest {
	var out []Contest
	blamed := blamedStates(all)
	var incidents []quad.IRI
	for incident := range blamed {
		incidents = append(incidents, incident)
	}
	slices.Sort(incidents)
	for _, incident := range incidents {
		c := Contest{Incident: incident}
		for _, i := range blamed[incident] {
			if state, ok := all[i].Object.(quad.IRI); ok {
				c.Sides = append(c.Sides, ContestSide{State: state, Records: all[i].Records})
			}
		}
		if c.excludes(func(*Record) bool { return true }) {
			out = append(out, c)
		}
	}
	return out
}

// excludes reports whether two records of the contest that count exclude each
// other.
func (c *Contest) excludes(counts func(*Record) bool) bool {
	named := map[*Record][]int{} // which sides a record is on
	var records []*Record
	for i, side := range c.Sides {
		for _, r := range side.Records {
			if counts(r) {
				if named[r] == nil {
					records = append(records, r)
				}
				named[r] = append(named[r], i)
			}
		}
	}
	for i, a := range records {
		for _, b := range records[i+1:] {
			if !slices.ContainsFunc(named[a], func(side int) bool { return slices.Contains(named[b], side) }) {
				return true
			}
		}
	}
	return false
}

// settle finds out whether the claims that stand still exclude each other.
func (c *Contest) settle(standing func(quad.IRI) Standing) {
	c.Settled = !c.excludes(func(r *Record) bool { return standing(r.IRI).Stands() })
	if !c.Settled {
		return
	}
	for _, side := range c.Sides {
		for _, r := range side.Records {
			st := standing(r.IRI)
			c.SettledBy = append(c.SettledBy, slices.Concat(st.RetractedBy, st.SupersededBy)...)
		}
	}
	slices.Sort(c.SettledBy)
	c.SettledBy = slices.Compact(c.SettledBy)
}
