package store

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// fileSystem is what the store needs of one; tests put a failing one here.
type fileSystem interface {
	// open opens a file to read, or to read and write.
	open(name string, write bool) (file, error)
	// create makes a new file or empties the one that is there. If there is a
	// file like, it gets the same permissions.
	create(name, like string) (file, error)
	// follow returns the name of the file itself if name is a link to it.
	follow(name string) string
	rename(from, to string) error
	remove(name string) error
	// syncDir makes the renames, creations and removals in the folder of name last.
	syncDir(name string) error
	// same reports whether f is still what name leads to, and the length of
	// what name leads to. Without such a file it fails with fs.ErrNotExist.
	same(name string, f file) (same bool, size int64, err error)
	// lock takes the lock of name without waiting and leaves holder in it, or
	// fails with a *LockedError.
	lock(name string, holder []byte) (unlock func() error, err error)
}

type file interface {
	ReadAt(p []byte, off int64) (int, error)
	WriteAt(p []byte, off int64) (int, error)
	Truncate(size int64) error
	Sync() error
	Close() error
	size() (int64, error)
	// mapped returns the first size bytes, to be read only, until unmap.
	mapped(size int64) (data []byte, unmap func(), err error)
}

// osFS is the real thing.
type osFS struct{}

type osFile struct{ *os.File }

func (osFS) open(name string, write bool) (file, error) {
	flag := os.O_RDONLY
	if write {
		flag = os.O_RDWR
	}
	f, err := os.OpenFile(name, flag, 0)
	if err != nil {
		return nil, err
	}
	return osFile{f}, nil
}

func (osFS) create(name, like string) (file, error) {
	perm := fs.FileMode(0o666)
	fi, statErr := os.Stat(like)
	if statErr == nil {
		perm = fi.Mode().Perm()
	}
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, perm)
	if err != nil {
		return nil, err
	}
	if statErr == nil {
		if err := f.Chmod(perm); err != nil { // the umask, or a file that was there
			_ = f.Close()
			return nil, err
		}
	}
	return osFile{f}, nil
}

func (osFS) follow(name string) string {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		return real
	}
	return name
}

func (osFS) rename(from, to string) error { return os.Rename(from, to) }

func (osFS) remove(name string) error { return os.Remove(name) }

func (osFS) syncDir(name string) error { return syncFolder(filepath.Dir(name)) }

func (osFS) same(name string, f file) (bool, int64, error) {
	there, err := os.Stat(name)
	if err != nil {
		return false, 0, err
	}
	of, ok := f.(osFile)
	if !ok {
		return false, there.Size(), nil
	}
	here, err := of.Stat()
	if err != nil {
		return false, 0, err
	}
	return os.SameFile(here, there), there.Size(), nil
}

func (f osFile) size() (int64, error) {
	fi, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return fi.Size(), nil
}

func (osFS) lock(name string, holder []byte) (func() error, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, err
	}
	if err := lockFile(f); err != nil {
		var b [512]byte
		n, _ := f.ReadAt(b[:], 0)
		_ = f.Close()
		if errors.Is(err, errLocked) {
			return nil, newLockedError(name, b[:n])
		}
		return nil, err
	}
	// The lock is ours; who we are is for others to read. It is written only
	// if it is not there yet: the next sync would have to wait for it.
	there := make([]byte, len(holder)+1)
	if n, _ := f.ReadAt(there, 0); !bytes.Equal(there[:n], holder) {
		if err := writeHolder(f, holder); err != nil {
			_ = f.Close()
			return nil, err
		}
	}
	return f.Close, nil // closing releases the lock
}

func writeHolder(f *os.File, b []byte) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.WriteAt(b, 0)
	return err
}

var errLocked = errors.New("locked")

func notExist(err error) bool { return errors.Is(err, fs.ErrNotExist) }
