package store

import (
	"context"
	"sync"
	"sync/atomic"
)

// Store is a set of quads that changes by transactions. It is safe for
// concurrent use: readers take snapshots and never wait, writers wait for
// each other.
type Store struct {
	cur atomic.Pointer[Snapshot]

	writer sync.Mutex // held from Begin to Commit or Rollback
	terms  *termSet   // those that came after the base of cur

	file *fileStore // nil: in memory
}

// New returns an empty store in memory.
func New() *Store { return FromSnapshot(newSnapshot(emptyBase)) }

// FromSnapshot returns a store in memory that begins with s.
func FromSnapshot(s *Snapshot) *Store {
	st := &Store{terms: &termSet{}}
	if s.terms != noTerms || len(s.runs) > 0 {
		gen := s.gen
		s = newSnapshot(s.fold())
		s.gen = gen
	}
	st.cur.Store(s)
	return st
}

// Snapshot returns the newest committed state.
func (st *Store) Snapshot() *Snapshot { return st.cur.Load() }

// Check checks the newest committed state, see Snapshot.Check, and of a store
// in a file the checksums of all of it and of the log.
func (st *Store) Check(ctx context.Context) error {
	if err := st.Snapshot().Check(ctx); err != nil {
		return err
	}
	if st.file != nil {
		if err := st.Snapshot().checkDigests(st.file.opts.Digests); err != nil {
			return err
		}
	}
	return st.checkLog()
}

// The changes above which a store in memory is sorted anew at a commit.
const (
	minFold   = 1 << 16
	foldShare = 20 // one part in so many of the base
)

func (s *Snapshot) changes() int {
	n := 0
	for _, r := range s.runs {
		n += r.len()
	}
	return n
}

// fold returns a base of the quads of s, with the terms that they hold.
func (s *Snapshot) fold() *base {
	// A provisional number for each id in use: the base's ranks, then the
	// later terms, would not sort; so add the terms to a Builder once each.
	b := NewBuilder(nil)
	newID := make(map[ID]uint32)
	var cached [4]struct{ from, to ID }
	var buf [1024]Quad
	for c := s.Scan(Pattern{}, SPOG); ; {
		n := c.Next(buf[:])
		if n == 0 {
			break
		}
		for _, q := range buf[:n] {
			var out [4]uint32
			for i, id := range q {
				if id == Unlabelled {
					out[i] = uint32(id)
					continue
				}
				if cached[i].from != id {
					to, ok := newID[id]
					if !ok {
						num, _, err := b.terms.add(SpanOf(s.Term(id)), MaxTerms)
						if err != nil {
							panic(err) // there are no more terms than before
						}
						to = uint32(makeID(id.Kind(), num))
						newID[id] = to
					}
					cached[i].from, cached[i].to = id, ID(to)
				}
				out[i] = uint32(cached[i].to)
			}
			_ = b.addIDs(out) // there are no more quads than before
		}
	}
	return b.build()
}
