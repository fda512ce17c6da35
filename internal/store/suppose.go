package store

import "github.com/ascribe-graph/ascribe/internal/term"

// With returns s with more quads, in memory and of no Store: a state that is
// never committed. Ids that s gives stay what they are; the new snapshot has an
// Epoch of its own, since a commit may give the ids of its new terms to others.
// It costs a copy of the terms that came after the base and its checkpoint.
func (s *Snapshot) With(quads [][4]term.Term) (*Snapshot, error) {
	terms := &termSet{}
	for k := range s.terms.kinds {
		for num := range s.terms.kinds[k].n {
			if _, _, err := terms.add(s.terms.span(term.Kind(k), num), MaxTerms); err != nil {
				return nil, err
			}
		}
	}
	// Only a transaction knows how to number terms and to tell what is new.
	st := &Store{terms: terms}
	st.cur.Store(s)
	tx := st.Begin()
	defer tx.Rollback()
	for _, q := range quads {
		if _, err := tx.Add(q); err != nil {
			return nil, err
		}
	}
	next := *tx.Snapshot()
	next.epoch = lastEpoch.Add(1)
	return &next, s.Err()
}
