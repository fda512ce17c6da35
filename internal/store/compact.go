package store

import (
	"context"
	"errors"
)

// The changes above which a store in a file is compacted in the background.
var maxChanges = 1_000_000

// commitToFile makes the changes last and s the state.
func (st *Store) commitToFile(s *Snapshot, changes map[Quad]int8) error {
	rec, err := encodeRecord(s, changes, s.gen)
	if err != nil {
		return err
	}
	f := st.file
	if err := f.appendRecord(rec); err != nil {
		return err
	}
	st.cur.Store(s)
	if !f.opts.ManualCompaction && s.changes() > max(maxChanges, s.base.n/foldShare) {
		f.background.Go(func() {
			// A failure leaves the store as it is; the next commit tries again.
			_ = st.Compact(context.Background())
		})
	} else if tail := f.last.end - f.covered; tail > max(tailInBackground, f.covered) && !f.opts.ManualCompaction {
		f.covered = f.last.end // once, not after every commit
		f.background.Go(func() {
			st.writer.Lock()
			defer st.writer.Unlock()
			_ = st.checkpoint(-1)
		})
	}
	return nil
}

// Compact writes a new snapshot with all that was committed, and begins a new
// log. Snapshots that were taken stay as they are, readers go on; writers wait,
// those in other processes get a *LockedError. A crash at any moment leaves
// the old state or the new, which hold the same quads. It costs about a second
// for a million quads. In memory it does nothing.
func (st *Store) Compact(ctx context.Context) error {
	if st.file == nil {
		return nil
	}
	st.writer.Lock()
	defer st.writer.Unlock()
	if err := st.beginWrite("compact"); err != nil {
		return err
	}
	return errors.Join(st.replace(ctx, nil, false), st.endWrite())
}

// replace puts in place of the image one with the state and the quads of more.
// The lock is ours.
func (st *Store) replace(ctx context.Context, more []*Snapshot, force bool) error {
	f := st.file
	s := st.cur.Load()
	if len(s.runs) == 0 && len(more) == 0 && !force && s.gen == f.hdr.gen {
		return nil
	}
	// A new image vouches for the log of the one before, but for no older one
	// that a crash may have left.
	if err := f.ensureLog(); err != nil {
		return err
	}
	inputs, err := s.split()
	if err != nil {
		return err
	}
	disjoint := len(more) == 0
	inputs = append(inputs, more...)
	err = f.writeImage(func(w *imageWriter) error {
		w.h.gen = s.gen + 1
		w.h.parent = f.hdr.id
		w.h.parentLog = uint64(f.last.end)
		return mergeImages(ctx, w, inputs, disjoint)
	})
	f.mu.Lock()
	defer f.mu.Unlock()
	if err == nil {
		hdr, headErr := f.readHeader()
		if err = headErr; err == nil {
			// Until it is there the old log is known to be stale.
			err = f.createLog(hdr)
		}
		if err == nil {
			_ = f.fs.remove(f.path + checkpointSuffix) // it fits no more
		}
	}
	if err != nil {
		// The new image may be in place or not: go on from what is there, now
		// or when that can be read again.
		_ = f.closeFiles()
	}
	return errors.Join(err, st.refresh(true))
}

func (f *fileStore) readHeader() (*header, error) {
	image, err := f.fs.open(f.path, false)
	if err != nil {
		return nil, err
	}
	defer func() { _ = image.Close() }()
	size, err := image.size()
	if err != nil {
		return nil, err
	}
	page := make([]byte, headerSize)
	if _, err := image.ReadAt(page, 0); err != nil {
		return nil, err
	}
	return decodeHeader(f.path, page, size, imageMagic)
}

// mergedGuarded is merged for callers outside of a guard.
func (s *Snapshot) mergedGuarded() (*run, error) {
	var all *run
	func() {
		if m := s.base.m; m != nil {
			defer m.leave(m.enter())
		}
		all = s.merged()
	}()
	return all, s.Err()
}

// split returns s as snapshots that have only terms of their bases and whose
// changes only remove: the base without what was removed, and what was added.
func (s *Snapshot) split() ([]*Snapshot, error) {
	all, err := s.mergedGuarded()
	if err != nil {
		return nil, err
	}
	old := newSnapshot(s.base)
	adds, dels := all.counts()
	if dels > 0 {
		old.runs = []*run{{del: all.del}}
		old.n -= dels
	}
	if adds == 0 {
		return []*Snapshot{old}, s.Err()
	}
	b := NewBuilder(nil)
	for _, k := range all.add[SPOG].v {
		var q [4]Span
		for i, id := range SPOG.quad(k) {
			if id != Unlabelled {
				q[i] = SpanOf(s.Term(id))
			}
		}
		if err := b.Add(q[S], q[P], q[O], q[G]); err != nil {
			return nil, errors.Join(err, s.Err())
		}
	}
	return []*Snapshot{old, b.Build()}, s.Err()
}
