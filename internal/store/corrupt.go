package store

import (
	"strconv"
	"strings"
)

// corrupt makes the value that readers of a base panic with when it cannot be
// what a builder wrote. It never leaves the package: guards turn it into an
// error.
func corrupt(msg string) *CorruptError { return &CorruptError{Offset: -1, Msg: msg} }

// A CorruptError reports a file that is not as it was written.
type CorruptError struct {
	File   string
	Offset int64 // in bytes from the start of the file; -1 if unknown
	Msg    string
}

func (e *CorruptError) Error() string {
	s := "store: damaged"
	if e.File != "" {
		s += " file " + e.File
	}
	if e.Offset >= 0 {
		s += " at byte " + strconv.FormatInt(e.Offset, 10)
	}
	if strings.HasSuffix(e.File, checkpointSuffix) {
		return s + ": " + e.Msg + "; remove that file: all that is in it is in the log as well"
	}
	return s + ": " + e.Msg + "; restore it from a backup, or run check --deep"
}
