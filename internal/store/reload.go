package store

import (
	"errors"
	"time"
)

// reload reads the image and the log from their beginnings. locked says that
// the writer's lock is ours.
func (st *Store) reload(locked bool) error {
	f := st.file
	const tries = 50
	for try := 1; ; try++ {
		image, err := f.fs.open(f.path, false)
		if err != nil {
			return err
		}
		hdr, b, err := openImage(f.path, image)
		if err != nil {
			return errors.Join(err, image.Close())
		}
		log, err := f.openLog(hdr)
		if err != nil {
			_, wrong := errors.AsType[*WrongLogError](err)
			same, _, statErr := f.fs.same(f.path, image)
			_ = image.Close()
			// Both files may have been replaced between the one and the other.
			if wrong && statErr == nil && !same && try < tries {
				continue
			}
			return err
		}
		_ = f.closeFiles()
		f.image, f.hdr, f.log, f.writable = image, hdr, log, false
		f.last = mark{end: logHeaderSize}
		s := newSnapshot(b)
		s.gen = hdr.gen
		if log != nil {
			if next, last, ok := f.openCheckpoint(s, hdr, log); ok {
				s, f.last = next, last
			}
		}
		f.covered = f.last.end
		terms := &termSet{}
		s, err = f.readLog(s, terms, locked)
		if err != nil {
			return err
		}
		st.terms = terms
		st.cur.Store(s)
		return nil
	}
}

// openLog opens the log of the image. nil is none: no file, or that of the
// image before, all of which is in this one.
func (f *fileStore) openLog(hdr *header) (file, error) {
	name := f.path + logSuffix
	log, err := f.fs.open(name, false)
	if notExist(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	lh, size, err := readLogHeader(name, log)
	if err == nil && lh.image == hdr.id && lh.gen == hdr.gen {
		return log, nil
	}
	if err == nil && lh.image == hdr.parent && uint64(size) <= hdr.parentLog {
		return nil, log.Close()
	}
	if err == nil {
		err = &WrongLogError{Log: name, File: f.path}
	}
	return nil, errors.Join(err, log.Close())
}

func readLogHeader(name string, log file) (lh logHeader, size int64, err error) {
	size, err = log.size()
	if err != nil {
		return lh, 0, err
	}
	b := make([]byte, min(size, logHeaderSize))
	if len(b) > 0 {
		if _, err := log.ReadAt(b, 0); err != nil {
			return lh, 0, err
		}
	}
	lh, err = decodeLogHeader(name, b)
	return lh, size, err
}

// refresh brings the state up to what is in the files.
func (st *Store) refresh(locked bool) error {
	f := st.file
	if f.image == nil {
		return st.reload(locked) // an earlier one failed
	}
	if f.log == nil {
		same, _, err := f.fs.same(f.path, f.image)
		if err != nil {
			return err
		}
		_, _, err = f.fs.same(f.path+logSuffix, nil)
		if same && notExist(err) {
			return nil
		}
		if same && err == nil {
			// A stale log stays nil.
			log, err := f.openLog(f.hdr)
			if err == nil && log == nil {
				return nil
			}
			if log != nil {
				_ = log.Close()
			}
		}
		return st.reload(locked)
	}
	same, size, err := f.fs.same(f.path+logSuffix, f.log)
	if err != nil && !notExist(err) {
		return err
	}
	if err != nil || !same || size < f.last.end || !f.lastIsThere() {
		return st.reload(locked)
	}
	// A compaction or load that died halfway left a new image beside the old
	// log, to which nothing may be appended any more.
	if same, _, err := f.fs.same(f.path, f.image); err != nil || !same {
		return st.reload(locked)
	}
	if size == f.last.end {
		return nil
	}
	s, err := f.readLog(st.cur.Load(), st.terms, locked)
	if err != nil {
		return err
	}
	st.cur.Store(s)
	return nil
}

// lastIsThere reports whether the last record that was applied is still in
// the log: a writer whose sync failed takes its record back.
func (f *fileStore) lastIsThere() bool {
	if f.last.at == 0 {
		return true
	}
	var head [recordHeaderSize]byte
	_, err := f.log.ReadAt(head[:], f.last.at)
	return err == nil && head == f.last.head
}

// readLog applies the records from f.last on to s and returns the state
// after them. f.last moves only if all is well.
func (f *fileStore) readLog(s *Snapshot, terms *termSet, locked bool) (*Snapshot, error) {
	if f.log == nil {
		return s, nil
	}
	name := f.path + logSuffix
	for try := 1; ; try++ {
		size, err := f.log.size()
		if err != nil {
			return nil, err
		}
		b, err := readLogTail(f.log, f.last.end, size)
		if err != nil {
			return nil, err
		}
		changes := make(map[Quad]int8)
		last := 0
		at := 0
		end, gen, tail, err := readRecords(b, f.last.end, s.gen, func(rec []byte, _ uint64) error {
			last, at = at, at+len(rec)
			return decodeRecord(rec,
				func(sp Span, fresh bool) (ID, error) { return s.number(terms, sp, fresh) },
				func(q Quad, w int8) { sum(changes, q, w) })
		})
		if err != nil {
			return nil, &CorruptError{File: name, Offset: f.last.end + int64(end), Msg: err.Error()}
		}
		if tail == tailDamaged {
			// Without the lock it may be a write that goes on right now.
			if !locked && try < 5 {
				time.Sleep(time.Millisecond)
				continue
			}
			return nil, &CorruptError{File: name, Offset: f.last.end + int64(end), Msg: "a transaction's checksum is wrong"}
		}
		if tail == tailTorn && locked {
			if err := f.cut(f.last.end+int64(end), int64(len(b)-end)); err != nil {
				return nil, err
			}
		}
		if end > 0 {
			f.last = mark{f.last.end + int64(last), f.last.end + int64(end), [recordHeaderSize]byte(b[last:])}
			next := s.with(changes, terms.view())
			next.gen = gen
			s = next
		}
		return s, s.Err()
	}
}

// with returns s with the changes; if that fails, s with an error.
func (s *Snapshot) with(changes map[Quad]int8, terms *termView) (next *Snapshot) {
	next = new(*s)
	next.terms = terms
	if len(changes) > 0 {
		if m := s.base.m; m != nil {
			defer m.leave(m.enter())
		}
		r := newRun(changes)
		next.runs = pushRun(s.runs, r)
		adds, dels := r.counts()
		next.n += adds - dels
	}
	return next
}

// number returns the id of a term, a new one if it has none. fresh says that
// the base does not hold it.
func (s *Snapshot) number(terms *termSet, sp Span, fresh bool) (ID, error) {
	if int(sp.Kind) >= numKinds {
		return 0, ErrNoTerm
	}
	if !fresh || s.late != nil {
		if id, ok := s.findGuarded(sp); ok || s.Err() != nil {
			return id, s.Err()
		}
	}
	count := s.sorted(sp.Kind)
	num, _, err := terms.add(sp, MaxTerms-int(count))
	return makeID(sp.Kind, count+num), err
}

// cut takes back the torn end of the log. The lock is ours.
func (f *fileStore) cut(at, n int64) error {
	if err := f.openToWrite(); err != nil {
		return err
	}
	if err := errors.Join(f.log.Truncate(at), f.log.Sync()); err != nil {
		return err
	}
	if f.opts.OnRepair != nil {
		f.opts.OnRepair(TornTail{File: f.path + logSuffix, Offset: at, Bytes: n})
	}
	return nil
}

// openToWrite opens the log again, to write.
func (f *fileStore) openToWrite() error {
	if f.writable {
		return nil
	}
	log, err := f.fs.open(f.path+logSuffix, true)
	if err != nil {
		return err
	}
	_ = f.log.Close()
	f.log, f.writable = log, true
	return nil
}

// createLog makes an empty log for the image of hdr, in place of any other.
// The image is made last before, for a log must never outlive its image.
func (f *fileStore) createLog(hdr *header) (err error) {
	name := f.path + logSuffix
	temp := name + tempSuffix
	log, err := f.fs.create(temp, f.path)
	if err != nil {
		return err
	}
	_, err = log.WriteAt(logHeader{image: hdr.id, gen: hdr.gen}.encode(), 0)
	if err = errors.Join(err, log.Sync(), log.Close(), f.fs.syncDir(name)); err == nil {
		err = f.fs.rename(temp, name)
	}
	if err != nil {
		_ = f.fs.remove(temp)
		return err
	}
	return f.fs.syncDir(name)
}

// ensureLog makes a log if there is none for the image, or a stale one.
func (f *fileStore) ensureLog() error {
	if f.log != nil {
		return nil
	}
	if err := f.createLog(f.hdr); err != nil {
		return err
	}
	log, err := f.fs.open(f.path+logSuffix, true)
	if err != nil {
		return err
	}
	f.log, f.writable, f.last, f.covered = log, true, mark{end: logHeaderSize}, logHeaderSize
	return nil
}

// appendRecord makes a transaction last: when it returns nil the record is on
// the disk, when it fails the log is as it was, or f.broken is set.
func (f *fileStore) appendRecord(rec []byte) error {
	if err := f.ensureLog(); err != nil {
		return err
	}
	if err := f.openToWrite(); err != nil {
		return err
	}
	err := writeAt(f.log, rec, uint64(f.last.end))
	if err == nil {
		err = f.log.Sync()
	}
	if err != nil {
		if undo := errors.Join(f.log.Truncate(f.last.end), f.log.Sync()); undo != nil {
			f.broken = true
			return errors.Join(err, ErrBroken)
		}
		return err
	}
	f.last = mark{f.last.end, f.last.end + int64(len(rec)), [recordHeaderSize]byte(rec)}
	f.wrote = true
	return nil
}
