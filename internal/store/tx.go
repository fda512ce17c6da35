package store

import (
	"errors"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// Terms of a transaction that was rolled back keep their numbers: they are
// unknown to every committed snapshot until some later commit, and then
// merely unused.

// Tx is the one transaction that writes. It is for one goroutine. It reads
// what it wrote.
type Tx struct {
	st   *Store
	old  *Snapshot     // committed when it began
	view *Snapshot     // old and what was flushed
	todo map[Quad]int8 // changes to view: 1 adds, -1 removes
	net  map[Quad]int8 // changes of view to old; nil before the first flush
	err  error         // why nothing works any more
}

// Begin starts a transaction. It waits for the one before in this process to
// end. If the store cannot be written (another process has its lock, or it was
// opened read-only) every call on the Tx fails with the error that Err gives.
func (st *Store) Begin() *Tx {
	st.writer.Lock()
	tx := &Tx{st: st, todo: make(map[Quad]int8)}
	if st.file != nil {
		if tx.err = st.beginWrite("write"); tx.err != nil {
			st.writer.Unlock()
		}
	}
	tx.old = st.cur.Load()
	tx.view = tx.old
	return tx
}

// Err returns why the transaction cannot be used: nil while it can, ErrTxDone
// after its end, or what kept it from beginning, such as a *LockedError.
func (tx *Tx) Err() error { return tx.err }

// Add adds the quad and reports whether it was not there before. A zero Term
// as label is none.
func (tx *Tx) Add(q [4]term.Term) (bool, error) {
	ids, known, err := tx.resolve(q, true)
	if err != nil || known && tx.has(ids) {
		return false, err
	}
	if tx.view.n+len(tx.todo) >= maxQuads {
		return false, ErrTooManyQuads
	}
	sum(tx.todo, ids, 1)
	return true, nil
}

// Remove removes the quad and reports whether it was there.
func (tx *Tx) Remove(q [4]term.Term) (bool, error) {
	ids, known, err := tx.resolve(q, false)
	if err != nil || !known || !tx.has(ids) {
		return false, err
	}
	sum(tx.todo, ids, -1)
	return true, nil
}

// Has reports whether the quad is there, with the changes of tx.
func (tx *Tx) Has(q [4]term.Term) bool {
	ids, known, err := tx.resolve(q, false)
	return err == nil && known && tx.has(ids)
}

func (tx *Tx) has(q Quad) bool {
	if w := tx.todo[q]; w != 0 {
		return w > 0
	}
	return tx.view.Has(q)
}

func sum(changes map[Quad]int8, q Quad, w int8) {
	if changes[q] += w; changes[q] == 0 {
		delete(changes, q)
	}
}

// resolve returns the ids of q's terms, and whether all were known. With add
// it numbers the others.
func (tx *Tx) resolve(q [4]term.Term, add bool) (ids Quad, known bool, err error) {
	if tx.err != nil {
		return ids, false, tx.err
	}
	known = true
	for i, t := range q {
		if t.IsZero() && i == G {
			ids[G] = Unlabelled
			continue
		}
		if t.IsZero() || int(t.Kind) >= numKinds {
			return ids, false, ErrNoTerm
		}
		sp := SpanOf(t)
		id, ok := tx.view.findGuarded(sp)
		if !ok {
			count := tx.view.sorted(t.Kind)
			var num uint32
			if add {
				var fresh bool
				num, fresh, err = tx.st.terms.add(sp, MaxTerms-int(count))
				if err != nil {
					return ids, false, err
				}
				ok = !fresh
			} else {
				num, ok = tx.st.terms.find(sp)
			}
			id = makeID(t.Kind, count+num)
		}
		if !ok {
			known = false
			if !add {
				return ids, false, nil
			}
		}
		ids[i] = id
	}
	return ids, known, tx.view.Err()
}

// find is termView.find over all terms so far.
func (t *termSet) find(s Span) (uint32, bool) {
	if s.Kind >= term.Lang {
		extra, ok := t.extras.find(s.Extra, 0)
		if !ok {
			return 0, false
		}
		return t.kinds[s.Kind].find(s.Value, extra)
	}
	return t.kinds[s.Kind].find(s.Value, 0)
}

// Snapshot returns the state with the changes so far. It stays what it is; if
// tx commits, its ids are those of the committed state only if that has the
// same Epoch.
func (tx *Tx) Snapshot() *Snapshot {
	if len(tx.todo) > 0 {
		tx.view = tx.view.with(tx.todo, tx.st.terms.view())
		tx.view.gen = tx.old.gen + 1
		if tx.net == nil {
			tx.net, tx.todo = tx.todo, make(map[Quad]int8)
		} else {
			for q, w := range tx.todo {
				sum(tx.net, q, w)
			}
			clear(tx.todo)
		}
	}
	return tx.view
}

// Commit makes the changes the store's state, all at once, and returns it. A
// transaction that changed nothing leaves the state as it is.
//
// In a file the changes are on the disk when it returns without an error. With
// one the state is as it was before, unless errors.Is(err, ErrBroken).
func (tx *Tx) Commit() (s *Snapshot, err error) {
	if tx.err != nil {
		return nil, tx.err
	}
	s = tx.Snapshot()
	defer func() { err = errors.Join(err, tx.end()) }()
	if len(tx.net) == 0 {
		return tx.old, nil
	}
	if tx.st.file != nil {
		if err := tx.st.commitToFile(s, tx.net); err != nil {
			return nil, err
		}
		return s, nil
	}
	if n := s.changes(); n > max(minFold, s.base.n/foldShare) {
		f := newSnapshot(s.fold())
		f.gen = s.gen
		tx.st.terms = &termSet{}
		s = f
	}
	tx.st.cur.Store(s)
	return s, nil
}

// end lets the next writer in.
func (tx *Tx) end() (err error) {
	tx.err = ErrTxDone
	if tx.st.file != nil {
		err = tx.st.endWrite()
	}
	tx.st.writer.Unlock()
	return err
}

// Rollback ends the transaction without its changes. After Commit it does
// nothing, so it can be deferred.
func (tx *Tx) Rollback() {
	if tx.err == nil {
		_ = tx.end() // of releasing a lock nothing is at stake
	}
}
