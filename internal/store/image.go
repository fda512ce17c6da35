package store

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"hash/crc32"
)

// A snapshot file is one immutable image of a base:
//
//	0       header page, headerSize bytes, with the table of sections
//	…       sections, each at a multiple of 64 bytes
//	blocks  a CRC-32C (Castagnoli) of each block of 64 KiB before, the
//	        header page left out
//
// All numbers are little-endian. The header page is
//
//	 0  8 bytes  magic
//	 8  u32      format version
//	12  u32      number of sections
//	16  16 bytes UUID of the image
//	32  u64      generation of the store
//	40  16 bytes UUID of the image that this one replaced, zero if none
//	56  u64      length of that image's log, all of which is in this one
//	64  u64      quads
//	72  7×u32    rank of the first term of each kind, then the number of ranks
//	100 u32      CRC of the checksums
//	104 u64      length of the file
//	112 u64      where the checksums begin
//	120 i64      when it was written, Unix time in seconds
//	128 32 bytes each section: u32 id, u32 flags, u64 offset, u64 length, 8 unused
//	-4  u32      CRC of the header page before it
//
// A section whose id is unknown is skipped, unless its flag says that it is
// needed.
const (
	headerSize    = 4096
	sectionsAt    = 128
	sectionSize   = 32
	maxSections   = (headerSize - sectionsAt - 4) / sectionSize
	sectionAlign  = 64
	formatVersion = 1

	flagNeeded = 1
)

var imageMagic = [8]byte{0x89, 'a', 's', 'c', 'r', 'i', 'b', 'e'}

// The sections: an order's columns are secPerm + 4*order, offsets first; a
// kind's dictionary is secDict + 2*kind, block offsets first.
const (
	secPerm   = 0x100
	secDict   = 0x200
	secSkip   = 0x180 // of an order, how its first column is skipped through
	secExtras = 0x300
	secRun    = 0x400 // of a checkpoint: 2*order, added ones first
	secMark   = 0x500 // of a checkpoint: the last record of the log that is in it
)

// uuid names one image.
type uuid [16]byte

func newUUID() (u uuid) {
	_, _ = rand.Read(u[:]) // never fails
	u[6], u[8] = u[6]&0x0f|0x40, u[8]&0x3f|0x80
	return u
}

func (u uuid) String() string {
	return fmt.Sprintf("%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}

type section struct {
	id, flags uint32
	at, len   uint64
}

// header is the header page of an image.
type header struct {
	id        uuid
	gen       uint64
	parent    uuid
	parentLog uint64
	quads     uint64
	first     [numKinds + 1]uint32
	crcCRC    uint32
	fileLen   uint64
	crcsAt    uint64
	created   int64
	sections  []section
}

func (h *header) encode(magic [8]byte) []byte {
	b := make([]byte, headerSize)
	le := binary.LittleEndian
	copy(b, magic[:])
	le.PutUint32(b[8:], formatVersion)
	le.PutUint32(b[12:], uint32(len(h.sections)))
	copy(b[16:], h.id[:])
	le.PutUint64(b[32:], h.gen)
	copy(b[40:], h.parent[:])
	le.PutUint64(b[56:], h.parentLog)
	le.PutUint64(b[64:], h.quads)
	for i, v := range h.first {
		le.PutUint32(b[72+4*i:], v)
	}
	le.PutUint32(b[100:], h.crcCRC)
	le.PutUint64(b[104:], h.fileLen)
	le.PutUint64(b[112:], h.crcsAt)
	le.PutUint64(b[120:], uint64(h.created))
	for i, s := range h.sections {
		e := b[sectionsAt+i*sectionSize:]
		le.PutUint32(e, s.id)
		le.PutUint32(e[4:], s.flags)
		le.PutUint64(e[8:], s.at)
		le.PutUint64(e[16:], s.len)
	}
	le.PutUint32(b[headerSize-4:], crc32.Checksum(b[:headerSize-4], castagnoli))
	return b
}

// decodeHeader reads the header page b of a file of size bytes.
func decodeHeader(name string, b []byte, size int64, magic [8]byte) (*header, error) {
	bad := func(at int64, format string, args ...any) error {
		return &CorruptError{File: name, Offset: at, Msg: fmt.Sprintf(format, args...)}
	}
	if len(b) < 12 || [8]byte(b[:8]) != magic {
		return nil, &NotAStoreError{File: name}
	}
	le := binary.LittleEndian
	if v := le.Uint32(b[8:]); v != formatVersion {
		return nil, &VersionError{File: name, Version: v}
	}
	if len(b) < headerSize {
		return nil, bad(int64(len(b)), "the file ends in its header")
	}
	if crc32.Checksum(b[:headerSize-4], castagnoli) != le.Uint32(b[headerSize-4:]) {
		return nil, bad(0, "the header's checksum is wrong")
	}
	h := &header{
		id: uuid(b[16:32]), gen: le.Uint64(b[32:]), parent: uuid(b[40:56]), parentLog: le.Uint64(b[56:]),
		quads: le.Uint64(b[64:]), crcCRC: le.Uint32(b[100:]), fileLen: le.Uint64(b[104:]), crcsAt: le.Uint64(b[112:]),
		created: int64(le.Uint64(b[120:])),
	}
	for i := range h.first {
		h.first[i] = le.Uint32(b[72+4*i:])
		if i > 0 && (h.first[i] < h.first[i-1] || h.first[i]-h.first[i-1] > MaxTerms) {
			return nil, bad(72, "the numbers of terms are impossible")
		}
	}
	if uint64(size) < h.fileLen {
		return nil, bad(size, "the file is cut short: it has %d of %d bytes", size, h.fileLen)
	}
	n := le.Uint32(b[12:])
	if n > maxSections || h.quads > maxQuads || h.first[0] != 0 || h.first[1] != 1 ||
		h.crcsAt < headerSize || h.crcsAt > h.fileLen || (h.crcsAt+blockSize-1)/blockSize*4 != h.fileLen-h.crcsAt {
		return nil, bad(0, "the header is impossible")
	}
	for i := range n {
		e := b[sectionsAt+i*sectionSize:]
		s := section{id: le.Uint32(e), flags: le.Uint32(e[4:]), at: le.Uint64(e[8:]), len: le.Uint64(e[16:])}
		if s.at < headerSize || s.at%8 != 0 || s.at > h.crcsAt || s.len > h.crcsAt-s.at {
			return nil, bad(int64(sectionsAt+i*sectionSize), "section %d lies outside of the file", i)
		}
		h.sections = append(h.sections, s)
	}
	return h, nil
}
