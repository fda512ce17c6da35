package store

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// LoadOptions tune BulkLoad; the zero value is the default.
type LoadOptions struct {
	// MemoryBudget is how many bytes the load may hold, roughly; 0: 2 GiB.
	// What is more is sorted by parts, which wait in files beside the result.
	MemoryBudget int64
	// Progress, if not nil, is called now and then, from one goroutine, with
	// how many quads have been read so far.
	Progress func(quads int)
	// Options are those of the store that is made.
	Options
}

// Source gives quads to add, one after the other, until there are no more or
// add fails: then it stops and returns that error. add copies the spans.
type Source func(ctx context.Context, add func(s, p, o, g Span) error) error

// BulkLoad adds all quads of source to the store in the file at path, and
// makes it if it is not there. It is far faster than a transaction, and as
// whole: on an error the file is as it was before. It holds the writer's lock
// until it is done, reads with one goroutine, numbers terms with another and
// sorts with all processors. Ids change. It returns how many quads were read,
// repeated ones included.
func BulkLoad(ctx context.Context, path string, source Source, opts *LoadOptions) (int, error) {
	l := &loader{ctx: ctx, budget: 2 << 30}
	if opts != nil {
		l.opts = *opts
		if opts.MemoryBudget > 0 {
			l.budget = opts.MemoryBudget
		}
	}
	if l.opts.ReadOnly {
		return 0, ErrReadOnly
	}
	f := newFileStore(path, &l.opts.Options)
	st := &Store{file: f}
	_, _, err := f.fs.same(path, nil)
	switch {
	case err == nil:
		if st, err = Open(path, &l.opts.Options); err != nil {
			return 0, err
		}
		f = st.file
		defer func() { _ = st.Close() }()
		if err := st.beginWrite("load"); err != nil {
			return 0, err
		}
		defer func() { _ = st.endWrite() }()
	case notExist(err):
		unlock, err := f.fs.lock(f.path+lockSuffix, holder("load"))
		if err != nil {
			return 0, err
		}
		defer func() { _ = unlock() }()
		if err := f.mustBeNew(); err != nil {
			return 0, err
		}
		st = nil
	default:
		return 0, err
	}

	l.fs, l.path = f.fs, f.path
	// What a load left that was killed.
	for i := 0; ; i++ {
		if _, _, err := f.fs.same(l.part(i), nil); err != nil || f.fs.remove(l.part(i)) != nil {
			break
		}
	}
	defer l.removeParts()
	if err := l.read(source); err != nil {
		return l.n, err
	}
	return l.n, l.finish(f, st)
}

// finish puts the parts and what st holds, if it is not nil, into the file.
func (l *loader) finish(f *fileStore, st *Store) error {
	if st == nil && len(l.parts) == 0 {
		b := l.builder.build()
		return f.writeImage(func(w *imageWriter) error {
			if err := l.ctx.Err(); err != nil {
				return err
			}
			return w.writeBase(b)
		})
	}
	if l.builder.Len() > 0 {
		if err := l.spill(); err != nil {
			return err
		}
	}
	if st != nil {
		if len(l.parts) == 0 {
			return nil
		}
		return st.replace(l.ctx, l.parts, true)
	}
	return f.writeImage(func(w *imageWriter) error {
		return mergeImages(l.ctx, w, l.parts, false)
	})
}

// loader reads a source into a Builder, and that into parts when it is full.
type loader struct {
	ctx     context.Context
	opts    LoadOptions
	budget  int64
	fs      fileSystem
	path    string
	builder *Builder
	n       int
	parts   []*Snapshot
	files   []file
}

// batch is some quads on their way from the source to the dictionary.
type batch struct {
	bytes []byte
	ends  []uint32 // of each span's value and extra in bytes
	kinds []term.Kind
}

const (
	batchQuads = 512
	batchBytes = 1 << 20 // beyond it a batch is sent, however few quads it has
)

func (b *batch) add(spans *[4]Span) {
	for i := range spans {
		b.bytes = append(b.bytes, spans[i].Value...)
		b.ends = append(b.ends, uint32(len(b.bytes)))
		b.bytes = append(b.bytes, spans[i].Extra...)
		b.ends = append(b.ends, uint32(len(b.bytes)))
		b.kinds = append(b.kinds, spans[i].Kind)
	}
}

func (b *batch) span(i int) Span {
	lo := uint32(0)
	if i > 0 {
		lo = b.ends[2*i-1]
	}
	mid, hi := b.ends[2*i], b.ends[2*i+1]
	return Span{Kind: b.kinds[i], Value: b.bytes[lo:mid], Extra: b.bytes[mid:hi]}
}

func (l *loader) read(source Source) error {
	ctx, cancel := context.WithCancelCause(l.ctx)
	defer cancel(nil)
	l.builder = NewBuilder(nil)
	full, empty := make(chan *batch, 4), make(chan *batch, 8)
	var wg sync.WaitGroup
	wg.Go(func() {
		for b := range full {
			if ctx.Err() == nil {
				if err := l.take(b); err != nil {
					cancel(err)
				}
			}
			select {
			case empty <- b:
			default:
			}
		}
	})
	next := func() *batch {
		select {
		case b := <-empty:
			b.bytes, b.ends, b.kinds = b.bytes[:0], b.ends[:0], b.kinds[:0]
			return b
		default:
			return &batch{}
		}
	}
	b := next()
	err := source(ctx, func(s, p, o, g Span) error {
		spans := [4]Span{s, p, o, g}
		for i := range spans {
			if spans[i].Kind == term.None && i != G {
				return ErrNoTerm
			}
			if len(spans[i].Value)+len(spans[i].Extra) > maxTerm {
				return ErrTermTooLong
			}
		}
		b.add(&spans)
		if len(b.kinds) < 4*batchQuads && len(b.bytes) < batchBytes {
			return nil
		}
		select {
		case full <- b:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		b = next()
		return nil
	})
	if err == nil {
		full <- b
	}
	close(full)
	wg.Wait()
	if err == nil {
		err = context.Cause(ctx)
	}
	return err
}

// take adds a batch, and makes a part of all when the memory is used up.
func (l *loader) take(b *batch) error {
	for i := 0; i < len(b.kinds); i += 4 {
		if err := l.builder.Add(b.span(i), b.span(i+1), b.span(i+2), b.span(i+3)); err != nil {
			return err
		}
	}
	before := l.n
	l.n += len(b.kinds) / 4
	if l.opts.Progress != nil && l.n>>15 != before>>15 {
		l.opts.Progress(l.n)
	}
	if l.builder.memory() > l.budget {
		return l.spill()
	}
	return nil
}

// memory estimates how many bytes building will hold at its peak, garbage
// included.
func (b *Builder) memory() int64 {
	n := int64(b.n) * 130
	for k := range b.terms.kinds {
		in := &b.terms.kinds[k]
		n += int64(in.n)*80 + 8*int64(len(in.table))
		for _, s := range in.slabs {
			n += 2 * int64(len(s))
		}
	}
	return n
}

// spill writes what the builder holds to a file and begins anew.
func (l *loader) spill() error {
	name := l.part(len(l.parts))
	out, err := l.fs.create(name, l.path)
	if err != nil {
		return err
	}
	// Removed at the end, under this name.
	l.files = append(l.files, out)
	l.parts = append(l.parts, nil)
	w := newImageWriter(out)
	if err := errors.Join(w.writeBase(l.builder.build()), w.finish()); err != nil {
		return fmt.Errorf("store: writing %s: %w", name, err)
	}
	_, b, err := openImage(name, out)
	if err != nil {
		return err
	}
	l.parts[len(l.parts)-1] = newSnapshot(b)
	return nil
}

func (l *loader) removeParts() {
	for i, f := range l.files {
		_ = f.Close()
		_ = l.fs.remove(l.part(i))
	}
}

func (l *loader) part(i int) string { return fmt.Sprintf("%s-part%d", l.path, i) }
