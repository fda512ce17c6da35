package store

import (
	"errors"
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

func (f osFile) mapped(size int64) ([]byte, func(), error) {
	if size == 0 {
		return nil, func() {}, nil
	}
	h, err := windows.CreateFileMapping(windows.Handle(f.Fd()), nil, windows.PAGE_READONLY, uint32(size>>32), uint32(size), nil)
	if err != nil {
		return nil, nil, os.NewSyscallError("CreateFileMapping", err)
	}
	addr, err := windows.MapViewOfFile(h, windows.FILE_MAP_READ, 0, 0, uintptr(size))
	closeErr := windows.CloseHandle(h)
	if err = errors.Join(err, closeErr); err != nil {
		return nil, nil, os.NewSyscallError("MapViewOfFile", err)
	}
	// The view is not the collector's: its address may become a pointer.
	b := unsafe.Slice(*(**byte)(unsafe.Pointer(&addr)), size)
	return b, func() { _ = windows.UnmapViewOfFile(addr) }, nil
}

// lockFile locks one byte far behind the holder's name, which others may then
// read.
func lockFile(f *os.File) error {
	ol := &windows.Overlapped{OffsetHigh: 1}
	err := windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY, 0, 1, 0, ol)
	if errors.Is(err, windows.ERROR_LOCK_VIOLATION) || errors.Is(err, windows.ERROR_IO_PENDING) {
		return errLocked
	}
	return err
}

// syncFolder does nothing: a rename is in the journal of NTFS when it returns.
func syncFolder(string) error { return nil }
