package store

import (
	"errors"
	"io"
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"syscall"
)

// faultFS is a file system in memory that knows what would outlive a crash,
// and that fails or crashes at a chosen operation.
//
// What was not synced may be lost in any part: each sector of each write by
// itself, and each change of a folder by itself. A sync that fails may have
// kept some of it and keeps none of the rest, even if a later one succeeds.
type faultFS struct {
	mu      sync.Mutex
	r       *rand.Rand
	names   map[string]*inode // as the process sees it
	durable map[string]*inode // as the disk has it
	dirOps  []dirOp           // not yet synced
	locks   map[string]bool

	ops    int // operations that change something, so far
	failAt int // the one that fails; 0: none
	mode   faultMode
	full   bool   // every write fails
	refuse string // making a file whose name ends so fails; "": none
	dead   bool
	faults int
}

// faultMode says what the operation that fails does.
type faultMode uint8

const (
	faultError faultMode = iota // it fails, the process goes on
	faultCrash                  // the machine stops: what was not synced may be lost
	faultKill                   // the process stops: the machine goes on
)

type dirOp struct {
	set  string // "": nothing
	node *inode
	del  string
}

type inode struct {
	data    []byte // as the process sees it
	durable []byte
	pending []write
}

type write struct {
	at       int64
	data     []byte
	truncate bool
}

var (
	errCrashed  = errors.New("the machine has crashed")
	errInjected = errors.New("injected fault")
)

func newFaultFS(r *rand.Rand) *faultFS {
	return &faultFS{r: r, names: map[string]*inode{}, durable: map[string]*inode{}, locks: map[string]bool{}}
}

// step counts an operation and says whether it fails.
func (x *faultFS) step() (fails bool, err error) {
	if x.dead {
		return false, errCrashed
	}
	x.ops++
	if x.ops != x.failAt {
		return false, nil
	}
	x.faults++
	if x.mode != faultError {
		x.dead = true
		return true, errCrashed
	}
	if x.r.IntN(2) == 0 { // it seldom rains but it pours
		x.failAt += 1 + x.r.IntN(100)
	}
	return true, errInjected
}

// restart returns the file system as it is found after a crash: by a machine
// that begins anew, or by the other processes.
func (x *faultFS) restart() *faultFS {
	if x.mode == faultKill {
		x.dead, x.failAt, x.faults = false, 0, 0
		clear(x.locks)
		return x
	}
	y := newFaultFS(x.r)
	names := maps.Clone(x.durable)
	for _, op := range x.dirOps {
		if x.r.IntN(2) == 0 {
			op.apply(names)
		}
	}
	nodes := map[*inode]*inode{}
	for name, n := range names {
		m := nodes[n]
		if m == nil {
			data := n.survives(x.r)
			m = &inode{data: data, durable: slices.Clone(data)}
			nodes[n] = m
		}
		y.names[name], y.durable[name] = m, m
	}
	return y
}

func (op dirOp) apply(names map[string]*inode) {
	if op.del != "" {
		delete(names, op.del)
	}
	if op.set != "" {
		names[op.set] = op.node
	}
}

func (w write) apply(data []byte) []byte {
	if w.truncate {
		if w.at <= int64(len(data)) {
			return data[:w.at:w.at]
		}
		return append(slices.Clip(data), make([]byte, w.at-int64(len(data)))...)
	}
	if end := w.at + int64(len(w.data)); end > int64(len(data)) {
		data = append(slices.Clip(data), make([]byte, end-int64(len(data)))...)
	}
	copy(data[w.at:], w.data)
	return data
}

// survives returns what a crash leaves of n.
func (n *inode) survives(r *rand.Rand) []byte {
	data := slices.Clone(n.durable)
	keep := r.IntN(4) // 0: nothing, 3: all, else by sectors
	for _, w := range n.pending {
		switch {
		case keep == 0:
		case keep == 3 || w.truncate && r.IntN(2) == 0:
			data = w.apply(data)
		case !w.truncate:
			for b, at := w.data, w.at; len(b) > 0; {
				k := min(int64(len(b)), sectorSize-at%sectorSize)
				if r.IntN(2) == 0 {
					data = write{at: at, data: b[:k]}.apply(data)
				}
				b, at = b[k:], at+k
			}
		}
	}
	return data
}

func (x *faultFS) open(name string, _ bool) (file, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.dead {
		return nil, errCrashed
	}
	n := x.names[name]
	if n == nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &faultFile{x, n}, nil
}

func (x *faultFS) follow(name string) string { return name }

func (x *faultFS) create(name, _ string) (file, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if _, err := x.step(); err != nil {
		return nil, err
	}
	if x.refuse != "" && strings.HasSuffix(name, x.refuse) {
		return nil, errInjected
	}
	n := x.names[name]
	if n == nil {
		n = &inode{}
		x.change(dirOp{set: name, node: n})
	} else {
		n.change(write{truncate: true})
	}
	return &faultFile{x, n}, nil
}

func (x *faultFS) change(op dirOp) {
	op.apply(x.names)
	x.dirOps = append(x.dirOps, op)
}

func (n *inode) change(w write) {
	n.data = w.apply(slices.Clone(n.data))
	n.pending = append(n.pending, w)
}

func (x *faultFS) rename(from, to string) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if fails, err := x.step(); err != nil {
		if fails && x.mode != faultError && x.r.IntN(2) == 0 {
			x.change(dirOp{set: to, node: x.names[from], del: from})
		}
		return err
	}
	x.change(dirOp{set: to, node: x.names[from], del: from})
	return nil
}

func (x *faultFS) remove(name string) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	if _, err := x.step(); err != nil {
		return err
	}
	x.change(dirOp{del: name})
	return nil
}

func (x *faultFS) syncDir(string) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	fails, err := x.step()
	if err == nil || fails && x.r.IntN(2) == 0 {
		x.durable = maps.Clone(x.names)
		x.dirOps = nil
	}
	return err
}

func (x *faultFS) same(name string, f file) (bool, int64, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.dead {
		return false, 0, errCrashed
	}
	n := x.names[name]
	if n == nil {
		return false, 0, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
	}
	ff, ok := f.(*faultFile)
	return ok && ff.n == n, int64(len(n.data)), nil
}

func (x *faultFS) lock(name string, holder []byte) (func() error, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.dead {
		return nil, errCrashed
	}
	if x.locks[name] {
		return nil, newLockedError(name, holder)
	}
	x.locks[name] = true
	return func() error {
		x.mu.Lock()
		defer x.mu.Unlock()
		x.locks[name] = false
		return nil
	}, nil
}

type faultFile struct {
	x *faultFS
	n *inode
}

func (f *faultFile) ReadAt(p []byte, off int64) (int, error) {
	f.x.mu.Lock()
	defer f.x.mu.Unlock()
	if f.x.dead {
		return 0, errCrashed
	}
	if off >= int64(len(f.n.data)) {
		return 0, io.EOF
	}
	n := copy(p, f.n.data[off:])
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func (f *faultFile) WriteAt(p []byte, off int64) (int, error) {
	f.x.mu.Lock()
	defer f.x.mu.Unlock()
	fails, err := f.x.step()
	if err == nil && f.x.full {
		fails, err = true, syscall.ENOSPC
	}
	if err != nil && !fails {
		return 0, err
	}
	if fails { // a short write
		p = p[:f.x.r.IntN(len(p)+1)]
	}
	if len(p) > 0 {
		f.n.change(write{at: off, data: slices.Clone(p)})
	}
	return len(p), err
}

func (f *faultFile) Truncate(size int64) error {
	f.x.mu.Lock()
	defer f.x.mu.Unlock()
	if _, err := f.x.step(); err != nil {
		return err
	}
	f.n.change(write{at: size, truncate: true})
	return nil
}

func (f *faultFile) Sync() error {
	f.x.mu.Lock()
	defer f.x.mu.Unlock()
	fails, err := f.x.step()
	switch {
	case err == nil:
		f.n.durable = slices.Clone(f.n.data)
		f.n.pending = nil
	case fails && f.x.mode == faultError:
		// The pages count as clean now, written or not.
		f.n.durable = f.n.survives(f.x.r)
		f.n.pending = nil
	case fails && f.x.r.IntN(2) == 0:
		f.n.durable = slices.Clone(f.n.data)
		f.n.pending = nil
	}
	return err
}

func (f *faultFile) Close() error { return nil }

func (f *faultFile) size() (int64, error) {
	f.x.mu.Lock()
	defer f.x.mu.Unlock()
	if f.x.dead {
		return 0, errCrashed
	}
	return int64(len(f.n.data)), nil
}

func (f *faultFile) mapped(size int64) ([]byte, func(), error) {
	f.x.mu.Lock()
	defer f.x.mu.Unlock()
	if f.x.dead {
		return nil, nil, errCrashed
	}
	return slices.Clone(f.n.data[:size]), func() {}, nil
}
