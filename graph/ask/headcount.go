package ask

import "slices"

// countsHeads reports whether a set is asked for how many were hit where records
// name victims and do not count them.
func (s *set) countsHeads(form questionForm) bool {
	if s.noun == nil || !s.noun.heads || form != countForm && !s.noun.uncounted {
		return false
	}
	return slices.ContainsFunc(flat(s.is), func(c *cond) bool { return c.op == isAtom && c.atom.frame == hits && c.atom.self == theTo })
}

// uncounted reports whether a set, or one in it, is of what no record tells.
func (s *set) uncounted() bool {
	out := s.noun != nil && s.noun.uncounted
	s.eachAtom(func(a *atom) {
		for _, f := range a.fill {
			out = out || f != nil && f.set != nil && f.set.noun != nil && f.set.noun.uncounted
		}
	})
	return out
}
