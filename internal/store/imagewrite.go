package store

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"runtime"
	"sync"
	"time"
	"unsafe"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// imageWriter writes an image section by section.
type imageWriter struct {
	f     file
	magic [8]byte
	at    uint64 // end of what was laid out
	h     header

	undated bool     // the header says no time
	sums    []uint32 // checksums of the blocks that are written and stay
}

func newImageWriter(f file) *imageWriter {
	return &imageWriter{f: f, magic: imageMagic, at: headerSize, h: header{id: newUUID()}}
}

// reserve lays out a section of n bytes and returns where it begins.
func (w *imageWriter) reserve(id uint32, n uint64) uint64 {
	at := w.begin()
	w.h.sections = append(w.h.sections, section{id: id, flags: flagNeeded, at: at, len: n})
	w.at = at + n
	return at
}

func (w *imageWriter) write(id uint32, b []byte) error {
	return writeAt(w.f, b, w.reserve(id, uint64(len(b))))
}

// begin returns where the next section begins, whose length is not yet known.
func (w *imageWriter) begin() uint64 { return (w.at + sectionAlign - 1) &^ (sectionAlign - 1) }

// endDict ends the section that d wrote to begin(), and adds its offsets.
func (w *imageWriter) endDict(d *dictWriter) error {
	d.send()
	w.reserve(secDict+2*uint32(d.kind)+1, d.sent)
	if d.out.err != nil {
		return d.out.err
	}
	return w.write(secDict+2*uint32(d.kind), longBytes(append(d.at, d.sent)))
}

const ioChunk = 1 << 20

func writeAt(f file, b []byte, at uint64) error {
	for len(b) > 0 {
		n := min(len(b), ioChunk)
		if _, err := f.WriteAt(b[:n], int64(at)); err != nil {
			return err
		}
		b, at = b[n:], at+uint64(n)
	}
	return nil
}

// writeBase writes all sections of a base in memory.
func (w *imageWriter) writeBase(b *base) error {
	w.h.quads = uint64(b.n)
	if err := w.writeDicts(b); err != nil {
		return err
	}
	for o := range b.perm {
		pm := &b.perm[o]
		if err := w.write(secPerm+4*uint32(o), wordBytes(pm.off.v)); err != nil {
			return err
		}
		for c := range pm.col {
			if err := w.write(secPerm+4*uint32(o)+1+uint32(c), wordBytes(pm.col[c].v)); err != nil {
				return err
			}
		}
		if err := w.write(secSkip+uint32(o), wordBytes(pm.skip.v)); err != nil {
			return err
		}
	}
	return nil
}

// writeDicts writes the dictionaries of a base in memory.
func (w *imageWriter) writeDicts(b *base) error {
	w.h.first = b.first
	for k := term.IRI; k <= term.Typed; k++ {
		d := &b.dict[k]
		if err := errors.Join(
			w.write(secDict+2*uint32(k), longBytes(d.at.v)),
			w.write(secDict+2*uint32(k)+1, d.data.v)); err != nil {
			return err
		}
	}
	x := b.dict[term.Typed].extras
	return errors.Join(w.write(secExtras, longBytes(x.at.v)), w.write(secExtras+1, x.data.v))
}

// finish writes the checksums and the header. The file is not synced.
func (w *imageWriter) finish() error {
	crcsAt := w.begin()
	if err := w.f.Truncate(int64(crcsAt)); err != nil { // gaps read as zeros
		return err
	}
	crcs, err := blockSums(w.f, w.sums, int64(crcsAt))
	if err != nil {
		return err
	}
	w.sums = crcs[:w.at/blockSize]
	b := wordBytes(crcs)
	w.h.crcsAt = crcsAt
	w.h.crcCRC = crc32.Checksum(b, castagnoli)
	w.h.fileLen = crcsAt + uint64(len(b))
	if !w.undated {
		w.h.created = time.Now().Unix()
	}
	if err := writeAt(w.f, b, crcsAt); err != nil {
		return err
	}
	return writeAt(w.f, w.h.encode(w.magic), 0)
}

// blockSums reads the first size bytes of f and returns the checksum of each
// block, the header page left out; those of the first blocks are known.
func blockSums(f file, known []uint32, size int64) ([]uint32, error) {
	all := make([]uint32, (size+blockSize-1)/blockSize)
	skip := copy(all, known)
	crcs := all[skip:]
	workers := min(runtime.GOMAXPROCS(0), len(crcs))
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for i := range workers {
		wg.Go(func() {
			buf := make([]byte, blockSize)
			for b := i * len(crcs) / workers; b < (i+1)*len(crcs)/workers; b++ {
				at := int64(skip+b) * blockSize
				lo := int64(0)
				if at == 0 {
					lo = headerSize
				}
				part := buf[lo:min(blockSize, size-at)]
				if _, err := f.ReadAt(part, at+lo); err != nil {
					errs[i] = err
					return
				}
				crcs[b] = crc32.Checksum(part, castagnoli)
			}
		})
	}
	wg.Wait()
	return all, errors.Join(errs...)
}

// sectionWriter writes numbers one after the other to a place in a file.
type sectionWriter struct {
	f   file
	at  uint64
	buf []byte
	err error
}

func (w *sectionWriter) u32(v uint32) {
	w.buf = binary.LittleEndian.AppendUint32(w.buf, v)
	if len(w.buf) >= ioChunk {
		w.flush()
	}
}

func (w *sectionWriter) bytes(b []byte) {
	w.flush()
	w.buf = append(w.buf, b...)
	w.flush()
}

func (w *sectionWriter) flush() {
	if w.err == nil {
		w.err = writeAt(w.f, w.buf, w.at)
	}
	w.at += uint64(len(w.buf))
	w.buf = w.buf[:0]
}

// The images are little-endian, and so must be the machine that maps them.
var littleEndian = func() bool { x := uint16(1); return *(*byte)(unsafe.Pointer(&x)) == 1 }()

func wordBytes(v []uint32) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(v))), 4*len(v))
}

func longBytes(v []uint64) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(v))), 8*len(v))
}
