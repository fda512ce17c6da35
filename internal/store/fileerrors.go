package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// The errors of stores in files that a program may test for.
var (
	// ErrReadOnly: the store was opened to be read only.
	ErrReadOnly = errors.New("store: opened read-only: open it without ReadOnly to write")
	// ErrClosed: the store was closed.
	ErrClosed = errors.New("store: closed")
	// ErrBroken: a write failed in a way that leaves unknown what is on the
	// disk. Open the store again.
	ErrBroken = errors.New("store: an earlier write failed and could not be undone: open the file again")
	// ErrTermTooLong: a term of more than maxTerm bytes.
	ErrTermTooLong = errors.New("store: a term of more than 256 MiB")
	// ErrTxTooLarge: the log takes transactions up to maxRecord bytes.
	ErrTxTooLarge = errors.New("store: a transaction of more than 1 GiB: use a bulk load, or several transactions")
)

// A NotAStoreError reports a file of some other format.
type NotAStoreError struct{ File string }

func (e *NotAStoreError) Error() string {
	return fmt.Sprintf("store: %s is no graph file: make one with init or import", e.File)
}

// A VersionError reports a file of a format that this program does not know.
type VersionError struct {
	File    string
	Version uint32
}

func (e *VersionError) Error() string {
	return fmt.Sprintf("store: %s has format %d, this program reads up to %d: use a newer program", e.File, e.Version, formatVersion)
}

// A WrongLogError reports a log that belongs to another snapshot than the one
// it lies beside.
type WrongLogError struct{ Log, File string }

func (e *WrongLogError) Error() string {
	return fmt.Sprintf("store: %s does not belong to %s: put back the two files that belong together, or move the log away to lose its transactions", e.Log, e.File)
}

// A LockedError reports that another writer has the store.
type LockedError struct {
	File  string
	PID   int // 0 if unknown
	Host  string
	Since time.Time // when that process first did what it does
	Doing string    // "write", "compact", "load" or "create"
}

type lockHolder struct {
	PID   int       `json:"pid"`
	Host  string    `json:"host"`
	Since time.Time `json:"since"`
	Doing string    `json:"doing"`
}

func newLockedError(name string, holder []byte) *LockedError {
	var h lockHolder
	_ = json.Unmarshal(holder, &h) // what it holds may be half-written
	return &LockedError{File: name, PID: h.PID, Host: h.Host, Since: h.Since, Doing: h.Doing}
}

func (e *LockedError) Error() string {
	if e.PID == 0 {
		return fmt.Sprintf("store: %s is locked by another writer: try again later", e.File)
	}
	return fmt.Sprintf("store: %s is locked by process %d on %s since %s (%s): try again later",
		e.File, e.PID, e.Host, e.Since.Format(time.RFC3339), e.Doing)
}

// A TornTail says that the end of a log was cut off: a transaction that was
// never acknowledged because its writer died.
type TornTail struct {
	File   string
	Offset int64 // where the log ends now
	Bytes  int64 // how many were cut
}

func (t TornTail) String() string {
	return fmt.Sprintf("%s: cut %d bytes of an unfinished transaction at byte %d", t.File, t.Bytes, t.Offset)
}
