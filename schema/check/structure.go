package check

import (
	"slices"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// structure is who belongs to whom, by edges that somebody asserts and nobody
// needs to believe: a check asks whether two parties may be one voice. Dates
// play no part.
type structure struct {
	voice   map[quad.Value][]quad.Value // speaksFor: organ to who it speaks for
	organ   map[quad.Value][]quad.Value // partOf, officerOf and speaksFor: part to whole
	members map[quad.Value][]quad.Value // memberOf, backwards: whole to members
	parts   map[quad.Value][]quad.Value // partOf alone: part to whole
}

func (s *structure) addRecord(m *model, r *record) {
	if s.voice == nil {
		*s = structure{map[quad.Value][]quad.Value{}, map[quad.Value][]quad.Value{}, map[quad.Value][]quad.Value{}, map[quad.Value][]quad.Value{}}
	}
	if !r.holds() {
		return
	}
	for _, q := range r.edges {
		switch q.Predicate {
		case quad.Value(quad.IRI(schema.SpeaksFor)):
			s.voice[q.Subject] = append(s.voice[q.Subject], q.Object)
			s.organ[q.Subject] = append(s.organ[q.Subject], q.Object)
		case quad.Value(quad.IRI(schema.PartOf)):
			s.organ[q.Subject] = append(s.organ[q.Subject], q.Object)
			s.parts[q.Subject] = append(s.parts[q.Subject], q.Object)
		case quad.Value(quad.IRI(schema.OfficerOf)):
			s.organ[q.Subject] = append(s.organ[q.Subject], q.Object)
		case quad.Value(quad.IRI(schema.MemberOf)):
			if m.isA(q.Object, schema.Coalition) {
				s.members[q.Object] = append(s.members[q.Object], q.Subject)
			}
		}
	}
}

// seal puts the edges in an order that does not depend on a map's.
func (s *structure) seal() {
	for _, edges := range []map[quad.Value][]quad.Value{s.voice, s.organ, s.members, s.parts} {
		for k := range edges {
			slices.SortFunc(edges[k], func(a, b quad.Value) int { return slices.Compare([]string{a.String()}, []string{b.String()}) })
			edges[k] = slices.Compact(edges[k])
		}
	}
}

// reach returns the starts and all that edges lead to from them.
func reach(edges map[quad.Value][]quad.Value, starts ...quad.Value) map[quad.Value]bool {
	seen := map[quad.Value]bool{}
	queue := slices.Clone(starts)
	for len(queue) > 0 {
		v := queue[0]
		queue = queue[1:]
		if seen[v] {
			continue
		}
		seen[v] = true
		queue = append(queue, edges[v]...)
	}
	return seen
}

// speakers returns the parties with the members of coalitions and all that
// these speak for.
func (s *structure) speakers(parties []quad.Value) map[quad.Value]bool {
	return s.closure(s.voice, parties)
}

// bodies returns the same with all that they are organs of.
func (s *structure) bodies(parties []quad.Value) map[quad.Value]bool {
	return s.closure(s.organ, parties)
}

func (s *structure) closure(edges map[quad.Value][]quad.Value, parties []quad.Value) map[quad.Value]bool {
	all := slices.Clone(parties)
	for _, p := range parties {
		all = append(all, s.members[p]...)
	}
	return reach(edges, all...)
}

func overlap(a, b map[quad.Value]bool) bool {
	for v := range a {
		if b[v] {
			return true
		}
	}
	return false
}

// sameVoice reports whether two lists of parties share somebody, or somebody
// for whom both speak.
func (s *structure) sameVoice(a, b []quad.Value) bool { return overlap(s.speakers(a), s.speakers(b)) }
