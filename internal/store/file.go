package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// Options tune a store in a file; the zero value is the default.
type Options struct {
	// ReadOnly refuses transactions. Reading never writes, so a store on
	// read-only media opens either way.
	ReadOnly bool
	// ManualCompaction leaves compaction to calls of Compact. By default one
	// runs in the background after a commit that left more than 1 M changes,
	// or 5 % of the snapshot if that is more.
	ManualCompaction bool
	// Digests are made for each image that is written.
	Digests []Digest
	// OnRepair, if not nil, is told when the torn end of a log was cut.
	OnRepair func(TornTail)

	fs   fileSystem // nil: the operating system's
	tail int64      // instead of tailAtClose, if not 0
}

// The names beside a snapshot file.
const (
	logSuffix  = "-log"
	lockSuffix = "-lock"
	tempSuffix = "-tmp"
)

// fileStore is what a Store in a file has more than one in memory.
type fileStore struct {
	fs   fileSystem
	path string
	opts Options

	mu      sync.Mutex // guards what follows, and Store.terms unless writing
	writing bool       // a transaction or compaction of this process goes on
	unlock  func() error
	closed  bool
	broken  bool

	image    file
	hdr      *header
	log      file  // nil: none, or a stale one
	writable bool  // log was opened to be written
	last     mark  // the last record that was applied; its end is the log's
	covered  int64 // where the records end that are in the checkpoint
	wrote    bool  // we committed something

	background sync.WaitGroup
}

// Open opens the store in the file at path; nil options are the defaults. The
// log lies beside it, as path + "-log". It reads the header and what was
// committed since the last compaction; the rest is read when it is asked for.
//
// It fails with an error for which errors.Is(err, fs.ErrNotExist) holds, or
// with a *NotAStoreError, *VersionError, *CorruptError or *WrongLogError. A
// transaction at the end of the log that was never acknowledged is passed
// over, and cut off by the next writer.
func Open(path string, opts *Options) (*Store, error) {
	f := newFileStore(path, opts)
	st := &Store{file: f}
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := st.reload(false); err != nil {
		return nil, err
	}
	return st, nil
}

func newFileStore(path string, opts *Options) *fileStore {
	f := &fileStore{path: path}
	if opts != nil {
		f.opts = *opts
	}
	if f.fs = f.opts.fs; f.fs == nil {
		f.fs = osFS{}
	}
	f.path = f.fs.follow(path) // a rename would replace the link
	return f
}

// Create makes a new, empty store in the file at path and opens it. It fails
// if the file or a log beside it is there already.
func Create(path string, opts *Options) (*Store, error) {
	f := newFileStore(path, opts)
	if f.opts.ReadOnly {
		return nil, ErrReadOnly
	}
	unlock, err := f.fs.lock(f.path+lockSuffix, holder("create"))
	if err != nil {
		return nil, err
	}
	err = f.createEmpty()
	if err := errors.Join(err, unlock()); err != nil {
		return nil, err
	}
	return Open(path, opts)
}

func (f *fileStore) createEmpty() error {
	if err := f.mustBeNew(); err != nil {
		return err
	}
	return f.writeImage(func(w *imageWriter) error { return w.writeBase(emptyBase) })
}

// mustBeNew fails if there is a file or a log already.
func (f *fileStore) mustBeNew() error {
	for _, name := range []string{f.path, f.path + logSuffix} {
		_, _, err := f.fs.same(name, nil)
		if err == nil {
			return &os.PathError{Op: "create", Path: name, Err: os.ErrExist}
		}
		if !notExist(err) {
			return err
		}
	}
	return nil
}

// writeImage writes an image to a temporary file, makes it last, and puts it
// in place of the one at f.path. On an error everything is as it was.
func (f *fileStore) writeImage(write func(*imageWriter) error) (err error) {
	temp := f.path + tempSuffix
	out, err := f.fs.create(temp, f.path)
	if err != nil {
		return err
	}
	w := newImageWriter(out)
	if err = write(w); err == nil {
		err = w.finish()
	}
	if err == nil {
		err = w.writeDigests(temp, f.opts.Digests)
	}
	if err == nil {
		err = out.Sync()
	}
	if err = errors.Join(err, out.Close()); err == nil {
		err = f.fs.rename(temp, f.path)
	}
	if err != nil {
		_ = f.fs.remove(temp) // best effort: the next writer overwrites it
		return fmt.Errorf("store: writing %s: %w", f.path, err)
	}
	return f.fs.syncDir(f.path)
}

// holders has what this process leaves in lock files, for each thing it does.
// It is the same every time, so that a lock that we had last need not be
// written.
var holders sync.Map

func holder(doing string) []byte {
	if b, ok := holders.Load(doing); ok {
		return b.([]byte)
	}
	host, _ := os.Hostname()
	b, _ := json.Marshal(lockHolder{PID: os.Getpid(), Host: host, Since: time.Now().Truncate(time.Millisecond), Doing: doing})
	first, _ := holders.LoadOrStore(doing, b)
	return first.([]byte)
}

// View returns the newest committed state, of this or another process.
// For a store in memory it is Snapshot. On an error Snapshot still gives the
// last state that could be read.
func (st *Store) View() (*Snapshot, error) {
	f := st.file
	if f == nil {
		return st.Snapshot(), nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return nil, ErrClosed
	}
	// While we write nobody else does.
	if !f.writing {
		if err := st.refresh(false); err != nil {
			return nil, err
		}
	}
	s := st.Snapshot()
	return s, s.Err()
}

// beginWrite takes the lock, brings the state up to date and cuts a torn tail.
func (st *Store) beginWrite(doing string) error {
	f := st.file
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.closed:
		return ErrClosed
	case f.opts.ReadOnly:
		return ErrReadOnly
	case f.broken:
		return ErrBroken
	}
	unlock, err := f.fs.lock(f.path+lockSuffix, holder(doing))
	if err != nil {
		return err
	}
	if err := st.refresh(true); err != nil {
		return errors.Join(err, unlock())
	}
	f.unlock, f.writing = unlock, true
	return nil
}

func (st *Store) endWrite() error {
	f := st.file
	f.mu.Lock()
	defer f.mu.Unlock()
	f.writing = false
	return f.unlock()
}

// Close waits for a compaction in the background and closes the files. After
// many commits it first writes a checkpoint, so that the next opening need not
// read the log.
// Snapshots that were taken stay as they are; nothing else works any more.
// Closing a store in memory, or twice, does nothing.
func (st *Store) Close() error {
	f := st.file
	if f == nil {
		return nil
	}
	f.background.Wait()
	st.writer.Lock()
	defer st.writer.Unlock()
	if f.wrote {
		tail := int64(tailAtClose)
		if f.opts.tail != 0 {
			tail = f.opts.tail
		}
		_ = st.checkpoint(tail) // without it the log is read
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return nil
	}
	f.closed = true
	return f.closeFiles()
}

func (f *fileStore) closeFiles() error {
	var errs []error
	for _, x := range []file{f.image, f.log} {
		if x != nil {
			errs = append(errs, x.Close())
		}
	}
	f.image, f.log = nil, nil
	return errors.Join(errs...)
}

// Path returns the name of the store's file, "" in memory.
func (st *Store) Path() string {
	if st.file == nil {
		return ""
	}
	return filepath.Clean(st.file.path)
}
