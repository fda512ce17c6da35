//go:build !unix && !windows

package store

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// Where files cannot be mapped or locked (js, wasip1) a store in a file is read
// whole, and can only be read.

func (f osFile) mapped(size int64) ([]byte, func(), error) {
	b := longBytes(make([]uint64, (size+7)/8))[:size] // aligned, as a mapping is
	if _, err := f.ReadAt(b, 0); err != nil && !errors.Is(err, io.EOF) {
		return nil, nil, err
	}
	return b, func() {}, nil
}

func lockFile(f *os.File) error {
	return &os.PathError{Op: "lock", Path: f.Name(), Err: fmt.Errorf("this system cannot keep two writers apart: %w", errors.ErrUnsupported)}
}

func syncFolder(string) error { return nil }
