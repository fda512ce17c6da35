package graph

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/internal/atomicfile"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/cayleygraph/quad"
)

// ErrFormat is wrapped where a file's name does not say which format it has.
var ErrFormat = errors.New("unknown file format")

// StoreExt is the extension of a graph in a store file: one checksummed,
// memory-mapped file with a log beside it.
const StoreExt = ".ascribe"

// The errors about a store file. Each wraps what was wrong with the file.
type (
	// LockedError reports that another process writes the graph, and which.
	LockedError = store.LockedError
	// CorruptError reports damage to a store file, with its offset.
	CorruptError = store.CorruptError
)

// Open opens the graph in a file: a store (StoreExt), or one RDF file (.nq,
// .trig, .nt, .ttl, .jsonld).
//
// A store opens at once, whatever its size, and each Update is on the disk when
// it returns. Any number of processes read it, one writes.
//
// An RDF file is read whole; each Update writes it anew (a temporary file
// beside it, synced and renamed), so that it always holds one committed state.
// N-Quads, TriG and JSON-LD can keep labels: an Update that adds a label to a graph
// in N-Triples or Turtle fails.
//
// It returns an error that wraps fs.ErrNotExist if there is no such file, a
// *rdf.SyntaxError or *CorruptError if it cannot be read, ErrFormat if its
// extension is unknown.
func Open(path string, opts *Options) (*Graph, error) {
	g := New(opts)
	g.opts.Name = cmp.Or(g.opts.Name, path)
	if filepath.Ext(path) == StoreExt {
		st, err := store.Open(path, &store.Options{ReadOnly: g.opts.ReadOnly, Digests: digests})
		if g.opts.Create && errors.Is(err, fs.ErrNotExist) {
			st, err = store.Create(path, &store.Options{Digests: digests})
		}
		if err != nil {
			return nil, err
		}
		g.st = st
		return g, nil
	}
	format, ok := rdf.FormatOf(path)
	if !ok {
		return nil, fmt.Errorf("open %s: %w, want %s, .nq, .trig, .nt, .ttl or .jsonld", path, ErrFormat, StoreExt)
	}
	g.save = func(s *store.Snapshot) error {
		return atomicfile.Write(path, func(w io.Writer) error { return writeAll(w, format, s) })
	}
	f, err := os.Open(path)
	if g.opts.Create && errors.Is(err, fs.ErrNotExist) {
		return g, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	// The file's own blank node labels are kept, so that they survive a
	// write: one file, one scope.
	o := &rdf.Options{File: path, MaxTerm: g.opts.MaxTerm, Base: fileBase(path)}
	if g.st, err = store.Load(quadsOf(context.Background(), f, format, o, "")); err != nil {
		return nil, err
	}
	return g, nil
}

// fileBase is the IRI against which a file's relative IRIs resolve.
func fileBase(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return ""
	}
	return "file://" + filepath.ToSlash(abs)
}

// A Document is an RDF document to be read.
type Document struct {
	R      io.Reader
	Format rdf.Format
	Name   string // the file's name, for errors
	Base   string // base of relative IRIs; "" makes them errors
	// Label is the label of the document's triples that have none of their
	// own; "" leaves them without.
	Label quad.IRI
}

// Read returns a read-only graph in memory of some documents, whose blank
// nodes stay apart. It returns the first error, a *rdf.SyntaxError if a
// document cannot be read.
func Read(ctx context.Context, opts *Options, docs ...Document) (*Graph, error) {
	g := New(opts)
	var err error
	g.st, err = store.Load(func(yield func([4]term.Term, error) bool) {
		for i, d := range docs {
			o := &rdf.Options{File: d.Name, Base: d.Base, MaxTerm: g.opts.MaxTerm}
			if len(docs) > 1 {
				o.BlankPrefix = fmt.Sprintf("d%d", i+1)
			}
			for q, err := range quadsOf(ctx, d.R, d.Format, o, d.Label) {
				if !yield(q, err) || err != nil {
					return
				}
			}
		}
	})
	if err != nil {
		return nil, err
	}
	g.opts.ReadOnly = true
	return g, nil
}

// quadsOf yields the quads of a document as the store takes them; label is
// the label of those that have none.
func quadsOf(ctx context.Context, r io.Reader, format rdf.Format, o *rdf.Options, label quad.IRI) iter.Seq2[[4]term.Term, error] {
	return func(yield func([4]term.Term, error) bool) {
		n := 0
		for q, err := range rdf.NewReader(r, format, o).Quads() {
			if n++; err == nil && n&0xfff == 0 {
				err = ctx.Err()
			}
			var t [4]term.Term
			if err == nil {
				if q.Label == nil && label != "" {
					q.Label = label
				}
				t, err = terms(q)
			}
			if !yield(t, err) || err != nil {
				return
			}
		}
	}
}

func writeAll(w io.Writer, format rdf.Format, s *store.Snapshot) error {
	v := &View{state: &state{snap: s}, compiled: &compiled{lens: Everything, src: everything(s)}}
	return v.Write(context.Background(), w, format)
}

// Write writes what the view shows as RDF, derived quads left out, sorted by
// label, subject, predicate and object. N-Triples and Turtle cannot hold
// labels: a labelled quad is an error there. JSON-LD has the names of the
// vocabulary in its context.
func (v *View) Write(ctx context.Context, w io.Writer, format rdf.Format) error {
	var quads []quad.Quad
	for q, err := range v.stored(ctx) {
		if err != nil {
			return err
		}
		if q.Label != nil && !format.HasGraphs() {
			return fmt.Errorf("write: %s cannot hold the label %s: use N-Quads, TriG or JSON-LD", format, q.Label)
		}
		quads = append(quads, q)
	}
	slices.SortFunc(quads, CompareQuads)
	bw := bufio.NewWriter(w)
	rw := rdf.NewWriter(bw, format, WriterOptions())
	for _, q := range quads {
		if err := rw.Write(q); err != nil {
			return err
		}
	}
	if err := rw.Close(); err != nil {
		return err
	}
	return bw.Flush()
}

// CompareQuads orders quads by label (none first), subject, predicate and
// object, each as its text.
func CompareQuads(a, b quad.Quad) int {
	for _, pair := range [...][2]quad.Value{{a.Label, b.Label}, {a.Subject, b.Subject}, {a.Predicate, b.Predicate}, {a.Object, b.Object}} {
		if pair[0] == pair[1] { // most are: no text is made
			continue
		}
		if c := cmp.Compare(quad.ToString(pair[0]), quad.ToString(pair[1])); c != 0 {
			return c
		}
	}
	return 0
}
