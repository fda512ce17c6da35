package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// Part is one part of what a store takes, in bytes.
type Part struct {
	Name  string // such as "POSG" or "terms: IRI"
	Bytes int64
}

var kindNames = [numKinds]string{term.IRI: "IRI", term.Blank: "blank", term.String: "string", term.Lang: "language", term.Typed: "typed"}

// Parts returns how many bytes the parts of the base take: each order, each
// kind's dictionary, and the changes since.
func (s *Snapshot) Parts() []Part {
	var parts []Part
	for o := range Order(numOrders) {
		pm := &s.base.perm[o]
		n := len(pm.off.v) + len(pm.skip.v)
		for c := range pm.col {
			n += len(pm.col[c].v)
		}
		parts = append(parts, Part{o.String(), 4 * int64(n)})
	}
	for k := term.IRI; k <= term.Typed; k++ {
		d := &s.base.dict[k]
		parts = append(parts, Part{"terms: " + kindNames[k], int64(len(d.data.v)) + 8*int64(len(d.at.v))})
	}
	for _, id := range slices.Sorted(maps.Keys(s.base.digests)) {
		parts = append(parts, Part{DigestPart(id), int64(len(s.base.digests[id].v))})
	}
	return append(parts, Part{"changes", int64(s.changes()) * keySize * numOrders})
}

// DigestPart is the name of a digest among the Parts.
func DigestPart(id uint16) string { return fmt.Sprintf("digest %d", id) }

// Changes returns how many quads were added or removed since the base was
// sorted.
func (s *Snapshot) Changes() int { return s.changes() }

// Firsts yields each id that stands first in o, ascending, with how many
// quads it has: of POSG or PSOG the predicates, of GSPO the graphs, Unlabelled
// included. It skips from one to the next. It stops early on an error, which
// Err then tells.
func (s *Snapshot) Firsts(o Order) iter.Seq2[ID, int] {
	return func(yield func(ID, int) bool) {
		pos := orders[o][0]
		c := s.Scan(Pattern{}, o)
		var buf [1]Quad
		for c.Next(buf[:]) > 0 {
			id := buf[0][pos]
			var p Pattern
			p[pos] = id
			if !yield(id, s.Count(p)) || id == 1<<32-1 {
				return
			}
			var q Quad
			q[pos] = id + 1
			c.Seek(q)
		}
	}
}

// Backup writes a copy of the newest committed state to new files at path and
// path + "-log". Transactions and compactions may go on meanwhile. It fails if
// path is there.
func (st *Store) Backup(ctx context.Context, path string) error {
	if _, err := st.View(); err != nil {
		return err
	}
	f := st.file
	if f == nil {
		return errors.New("store: a store in memory has no files to back up: export it")
	}
	out := newFileStore(path, &f.opts)
	if err := out.mustBeNew(); err != nil {
		return err
	}
	// Our handles keep the two files that belong together, whatever happens
	// to their names.
	f.mu.Lock()
	if f.closed {
		f.mu.Unlock()
		return ErrClosed
	}
	hdr, end := f.hdr, f.last.end
	image, err := f.fs.open(f.path, false)
	same := false
	if err == nil {
		same, _, err = f.fs.same(f.path, f.image)
	}
	var log file
	if err == nil && f.log != nil {
		log, err = f.fs.open(f.path+logSuffix, false)
	}
	f.mu.Unlock()
	defer func() {
		for _, x := range []file{image, log} {
			if x != nil {
				_ = x.Close()
			}
		}
	}()
	if err == nil && !same {
		err = errors.New("store: another process compacted the store just now: try again")
	}
	if err == nil && log != nil {
		var lh logHeader
		if lh, _, err = readLogHeader(f.path+logSuffix, log); err == nil && lh.image != hdr.id {
			err = errors.New("store: another process compacted the store just now: try again")
		}
	}
	// The log first: an image without its log would look whole.
	if err == nil && log != nil {
		err = out.copyTo(ctx, path+logSuffix, f.path, log, end)
	}
	if err == nil {
		err = out.copyTo(ctx, path, f.path, image, int64(hdr.fileLen))
	}
	if err != nil {
		return fmt.Errorf("store: backing up to %s: %w", path, err)
	}
	return out.fs.syncDir(path)
}

// copyTo writes the first n bytes of in to a new file, last.
func (f *fileStore) copyTo(ctx context.Context, name, like string, in file, n int64) error {
	temp := name + tempSuffix
	out, err := f.fs.create(temp, like)
	if err != nil {
		return err
	}
	buf := make([]byte, ioChunk)
	for at := int64(0); at < n && err == nil; {
		part := buf[:min(int64(len(buf)), n-at)]
		if err = ctx.Err(); err == nil {
			_, err = in.ReadAt(part, at)
		}
		if err == nil {
			_, err = out.WriteAt(part, at)
		}
		at += int64(len(part))
	}
	if errors.Is(err, io.EOF) {
		err = &CorruptError{File: name, Offset: -1, Msg: "its source is cut short"}
	}
	if err == nil {
		err = out.Sync()
	}
	if err = errors.Join(err, out.Close()); err == nil {
		err = f.fs.rename(temp, name)
	}
	if err != nil {
		_ = f.fs.remove(temp)
	}
	return err
}

// checkLog reads all of the log again, also what a checkpoint stands for.
func (st *Store) checkLog() error {
	f := st.file
	if f == nil {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed || f.log == nil || f.writing {
		return nil // nothing to read, or it is being written
	}
	b, err := readLogTail(f.log, logHeaderSize, f.last.end)
	if err != nil {
		return err
	}
	gen := f.hdr.gen
	end, _, _, err := readRecords(b, logHeaderSize, gen, func(rec []byte, _ uint64) error {
		return decodeRecord(rec, func(Span, bool) (ID, error) { return Unlabelled, nil }, func(Quad, int8) {})
	})
	if err == nil && end != len(b) {
		err = errors.New("a transaction's checksum is wrong")
	}
	if err != nil {
		return &CorruptError{File: f.path + logSuffix, Offset: logHeaderSize + int64(end), Msg: err.Error()}
	}
	return nil
}
