package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// A log is a header and one record for each transaction:
//
//	0  8 bytes  magic
//	8  u32      format version
//	12 u32      0
//	16 16 bytes UUID of the snapshot that it changes
//	32 u64      generation of that snapshot
//	40 u32      CRC of the header before it
//
//	0  4 bytes  magic
//	4  u32      length of the payload
//	8  u64      generation that the transaction makes: one more than before
//	16 u32      CRC of these 16 bytes
//	20 u32      CRC of the payload
//	24 payload  its own terms, then quads of those added and those removed,
//	            then a byte that is not zero
//
// All lengths and numbers in the payload are uvarints. The last byte keeps a
// record from ending in zeros, which is how a sector looks that was never
// written.
const (
	logHeaderSize    = 44
	recordHeaderSize = 24
	recordEnd        = 0x5A
	freshTerm        = 0x80 // in a term's kind: the snapshot does not hold it
	maxRecord        = 1 << 30
	maxTerm          = maxRecord / 4
	sectorSize       = 512 // what a disk writes whole or not at all
)

var (
	logMagic    = [8]byte{0x89, 'a', 's', 'c', 'r', 'l', 'o', 'g'}
	recordMagic = [4]byte{0xA5, 'A', 'T', 'X'}
)

type logHeader struct {
	image uuid
	gen   uint64
}

func (h logHeader) encode() []byte {
	b := make([]byte, logHeaderSize)
	le := binary.LittleEndian
	copy(b, logMagic[:])
	le.PutUint32(b[8:], formatVersion)
	copy(b[16:], h.image[:])
	le.PutUint64(b[32:], h.gen)
	le.PutUint32(b[40:], crc32.Checksum(b[:40], castagnoli))
	return b
}

func decodeLogHeader(name string, b []byte) (h logHeader, err error) {
	le := binary.LittleEndian
	if len(b) < 12 || [8]byte(b[:8]) != logMagic {
		return h, &CorruptError{File: name, Offset: 0, Msg: "this is no log"}
	}
	if v := le.Uint32(b[8:]); v != formatVersion {
		return h, &VersionError{File: name, Version: v}
	}
	if len(b) < logHeaderSize || crc32.Checksum(b[:40], castagnoli) != le.Uint32(b[40:]) {
		return h, &CorruptError{File: name, Offset: 0, Msg: "the header's checksum is wrong"}
	}
	return logHeader{image: uuid(b[16:32]), gen: le.Uint64(b[32:])}, nil
}

// encodeRecord returns the record of the changes, whose ids are of s.
func encodeRecord(s *Snapshot, changes map[Quad]int8, gen uint64) ([]byte, error) {
	var adds, dels []Quad
	for q, w := range changes {
		if w > 0 {
			adds = append(adds, q)
		} else {
			dels = append(dels, q)
		}
	}
	// The same transaction gives the same bytes.
	slices.SortFunc(adds, SPOG.Compare)
	slices.SortFunc(dels, SPOG.Compare)

	local := map[ID]uint64{Unlabelled: 0}
	var terms, quads []byte
	for _, qs := range [2][]Quad{adds, dels} {
		quads = binary.AppendUvarint(quads, uint64(len(qs)))
		for _, q := range qs {
			for _, id := range q {
				n, ok := local[id]
				if !ok {
					n = uint64(len(local))
					local[id] = n
					terms = appendTerm(terms, s.Term(id), !s.Sorted(id))
				}
				quads = binary.AppendUvarint(quads, n)
			}
		}
		if len(terms)+len(quads) > maxRecord {
			return nil, ErrTxTooLarge
		}
	}
	if s.Err() != nil {
		return nil, s.Err()
	}
	b := make([]byte, recordHeaderSize, recordHeaderSize+len(terms)+len(quads)+binary.MaxVarintLen64+1)
	b = binary.AppendUvarint(b, uint64(len(local)-1))
	b = append(append(append(b, terms...), quads...), recordEnd)
	sealRecord(b, gen)
	return b, nil
}

// sealRecord writes the header of a record before its payload.
func sealRecord(b []byte, gen uint64) {
	le := binary.LittleEndian
	copy(b, recordMagic[:])
	le.PutUint32(b[4:], uint32(len(b)-recordHeaderSize))
	le.PutUint64(b[8:], gen)
	le.PutUint32(b[16:], crc32.Checksum(b[:16], castagnoli))
	le.PutUint32(b[20:], crc32.Checksum(b[recordHeaderSize:], castagnoli))
}

func appendTerm(b []byte, t term.Term, fresh bool) []byte {
	kind := byte(t.Kind)
	if fresh {
		kind |= freshTerm
	}
	b = append(b, kind)
	b = binary.AppendUvarint(b, uint64(len(t.Value)))
	b = append(b, t.Value...)
	if t.Kind >= term.Lang {
		b = binary.AppendUvarint(b, uint64(len(t.Extra)))
		b = append(b, t.Extra...)
	}
	return b
}

// validRecord returns the record that b begins with, or nil.
func validRecord(b []byte) (rec []byte, gen uint64) {
	n, ok := recordLen(b)
	if !ok || n > uint64(len(b)) ||
		crc32.Checksum(b[recordHeaderSize:n], castagnoli) != binary.LittleEndian.Uint32(b[20:]) {
		return nil, 0
	}
	return b[:n], binary.LittleEndian.Uint64(b[8:])
}

// recordLen returns the length of the record whose header b begins with.
func recordLen(b []byte) (n uint64, ok bool) {
	if len(b) < recordHeaderSize || [4]byte(b[:4]) != recordMagic ||
		crc32.Checksum(b[:16], castagnoli) != binary.LittleEndian.Uint32(b[16:]) {
		return 0, false
	}
	return uint64(binary.LittleEndian.Uint32(b[4:])) + recordHeaderSize, true
}

// recordReader reads the payload of a record that was verified.
type recordReader struct {
	b   []byte
	bad bool
}

func (r *recordReader) uvarint() uint64 {
	v, n := binary.Uvarint(r.b)
	if n <= 0 {
		r.bad = true
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *recordReader) bytes() []byte {
	n := r.uvarint()
	if n > uint64(len(r.b)) {
		r.bad = true
		return nil
	}
	b := r.b[:n]
	r.b = r.b[n:]
	return b
}

// decodeRecord calls number for each term and change for each quad of rec.
func decodeRecord(rec []byte, number func(sp Span, fresh bool) (ID, error), change func(Quad, int8)) error {
	if len(rec) == recordHeaderSize || rec[len(rec)-1] != recordEnd {
		return errMalformed
	}
	r := &recordReader{b: rec[recordHeaderSize : len(rec)-1]}
	n := r.uvarint()
	if n > uint64(len(rec)) {
		return errMalformed
	}
	ids := make([]ID, 1, n+1)
	ids[0] = Unlabelled
	for range n {
		if len(r.b) == 0 {
			return errMalformed
		}
		sp := Span{Kind: term.Kind(r.b[0] &^ freshTerm)}
		fresh := r.b[0]&freshTerm != 0
		r.b = r.b[1:]
		sp.Value = r.bytes()
		if sp.Kind >= term.Lang {
			sp.Extra = r.bytes()
		}
		if r.bad {
			return errMalformed
		}
		id, err := number(sp, fresh)
		if err != nil {
			return err
		}
		ids = append(ids, id)
	}
	for _, w := range [2]int8{1, -1} {
		for range r.uvarint() {
			var q Quad
			for i := range q {
				k := r.uvarint()
				if r.bad || k >= uint64(len(ids)) || k == 0 && i != G {
					return errMalformed
				}
				q[i] = ids[k]
			}
			change(q, w)
		}
	}
	if r.bad || len(r.b) > 0 {
		return errMalformed
	}
	return nil
}

var errMalformed = errors.New("store: malformed transaction")

// tailState says what follows the last valid record of a log.
type tailState uint8

const (
	tailClean tailState = iota
	tailTorn            // the rest of a write that never ended
	tailDamaged
)

// readRecords calls apply for each record of b, which begins at offset at of
// the log, as long as they are valid and count on from gen. It returns where
// the last one ends and what follows.
func readRecords(b []byte, at int64, gen uint64, apply func(rec []byte, gen uint64) error) (end int, last uint64, tail tailState, err error) {
	for {
		rec, g := validRecord(b[end:])
		if rec == nil || g != gen+1 {
			break
		}
		if err := apply(rec, g); err != nil {
			return end, gen, tailDamaged, err
		}
		gen = g
		end += len(rec)
	}
	return end, gen, judgeTail(b[end:], at+int64(end), gen), nil
}

// judgeTail says whether b, which is not a valid record, can be what a crash
// leaves of the last write: the file ends too early, or whole sectors were
// never written and read as zeros. Anything else was written once and changed
// since; so it was if a valid transaction follows.
func judgeTail(b []byte, at int64, gen uint64) tailState {
	if len(b) == 0 {
		return tailClean
	}
	for i := 0; ; i++ {
		next := bytes.Index(b[i:], recordMagic[:])
		if next < 0 {
			break
		}
		i += next
		if rec, g := validRecord(b[i:]); rec != nil && g > gen {
			return tailDamaged
		}
	}
	if len(b) < recordHeaderSize {
		return tailTorn
	}
	n, ok := recordLen(b)
	if ok && n > uint64(len(b)) {
		return tailTorn
	}
	if !ok {
		n = uint64(len(b))
	}
	if zeroSector(b[:n], at) {
		return tailTorn
	}
	return tailDamaged
}

// zeroSector reports whether b, which lies at offset at of a file, lacks a
// sector: one of which all that belongs to b is zero.
func zeroSector(b []byte, at int64) bool {
	for len(b) > 0 {
		n := min(int(sectorSize-at%sectorSize), len(b))
		if len(bytes.TrimLeft(b[:n], "\x00")) == 0 {
			return true
		}
		b, at = b[n:], at+int64(n)
	}
	return false
}

// readLogTail returns the bytes of f from at up to size.
func readLogTail(f file, at, size int64) ([]byte, error) {
	if size <= at {
		return nil, nil
	}
	b := make([]byte, size-at)
	n, err := f.ReadAt(b, at)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("store: reading the log: %w", err)
	}
	return b[:n], nil
}
