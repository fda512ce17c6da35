package store

import (
	"fmt"
	"hash/crc32"
	"runtime"
	"runtime/debug"
	"sync/atomic"
	"unsafe"
)

// blockSize is how many bytes of a file one checksum covers.
const blockSize = 1 << 16

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// mapped is a file in memory that may change or vanish under us: its blocks
// are verified when they are first touched, and what goes wrong becomes an
// error that stays.
type mapped struct {
	name   string
	id     uuid // of the image
	data   []byte
	crcs   []uint32 // of each block; the first leaves out the header page
	blocks int64    // where the blocks end: the bytes after are not covered
	done   []atomic.Uint64
	err    atomic.Pointer[error]
	also   *mapped // stays as long as this one

	unmap   func()
	cleanup runtime.Cleanup // calls unmap when nobody holds m any more
}

// release unmaps the file at once. Nothing may read it afterwards.
func (m *mapped) release() {
	m.cleanup.Stop()
	m.unmap()
	m.data = nil
}

// touch verifies the blocks that hold n bytes from at on.
func (m *mapped) touch(at, n int64) {
	last := (at + n - 1) / blockSize
	for b := at / blockSize; b <= last; b++ {
		if m.done[b/64].Load()>>(b%64)&1 == 0 {
			m.verify(b)
		}
	}
}

// touchAll verifies every block, also those that were verified before.
func (m *mapped) touchAll() {
	for b := range int64(len(m.crcs)) {
		m.verify(b)
	}
}

func (m *mapped) verify(b int64) {
	lo, hi := b*blockSize, min((b+1)*blockSize, m.blocks)
	if b == 0 {
		lo = headerSize
	}
	if crc32.Checksum(m.data[lo:hi], castagnoli) != m.crcs[b] {
		panic(&CorruptError{File: m.name, Offset: lo, Msg: "a block's checksum is wrong"})
	}
	m.done[b/64].Or(1 << (b % 64))
}

// enter and leave bracket every read of a mapped base:
//
//	defer m.leave(m.enter())
//
// A fault of the mapping, a wrong checksum or an impossible value then ends
// the read and stays as the error of m. The deferred call also keeps the
// mapping in place until the read is over.
func (m *mapped) enter() bool { return debug.SetPanicOnFault(true) }

func (m *mapped) leave(was bool) {
	debug.SetPanicOnFault(was)
	if r := recover(); r != nil {
		m.fail(r)
	}
	runtime.KeepAlive(m)
}

// fail makes an error of what a read panicked with.
func (m *mapped) fail(r any) {
	var err error
	switch r := r.(type) {
	case *CorruptError:
		if r.File == "" {
			r.File = m.name
		}
		err = r
	case runtime.Error:
		err = &CorruptError{File: m.name, Offset: -1, Msg: fmt.Sprintf("an impossible value (%v)", r)}
		if a, ok := r.(interface{ Addr() uintptr }); ok {
			err = &CorruptError{File: m.name, Offset: m.offset(a.Addr()), Msg: "cannot be read: cut short while it is open, or the disk fails"}
		}
	default:
		panic(r)
	}
	m.err.CompareAndSwap(nil, &err)
}

// failure returns the first error of any read.
func (m *mapped) failure() error {
	if m == nil {
		return nil
	}
	if p := m.err.Load(); p != nil {
		return *p
	}
	return nil
}

func (m *mapped) offset(addr uintptr) int64 {
	if len(m.data) == 0 {
		return -1
	}
	start := uintptr(unsafe.Pointer(unsafe.SliceData(m.data)))
	if addr < start || addr-start >= uintptr(len(m.data)) {
		return -1
	}
	return int64(addr - start)
}
