package rdf

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/cayleygraph/quad"
)

// WriterOptions are the settings of a Writer. The zero value works.
type WriterOptions struct {
	// Canonical makes N-Triples and N-Quads canonical as RDF 1.2 defines it
	// (https://www.w3.org/TR/rdf12-n-quads/#canonical-quads): language tags in
	// lower case; escapes and white space are canonical in any case. It neither
	// sorts nor drops duplicates. Turtle and TriG ignore it.
	Canonical bool
	// Prefixes maps prefixes to namespaces; all are declared at the top of
	// Turtle and TriG, and those used in the context of JSON-LD. N-Triples and N-Quads ignore them. Default: none.
	Prefixes map[string]string
	// Terms are the names of IRIs in the context of JSON-LD, which declares those
	// that are used. The other formats ignore them. Default: none, so that keys are prefixed names or IRIs.
	Terms *Terms
	// Nodes makes JSON-LD the bare list of node objects, without the context: a
	// part of a document whose context has these Prefixes and Terms.
	Nodes bool
}

// A Writer writes statements in one of the formats. It buffers: Close ends
// the output. It must not be used by two goroutines at once.
//
// Turtle and TriG are grouped as the statements come: neighbours with the same
// graph, subject and predicate share them, so that sorted input gives tidy
// output, and the same bytes on every run. JSON-LD is kept in memory and written by
// Close, each node once in each graph.
type Writer struct {
	w      io.Writer
	format Format
	opts   WriterOptions
	buf    []byte
	st     Statement
	mem    []byte // behind the spans of st
	err    error
	group  grouping
	tree   *document // JSON-LD only
}

// NewWriter returns a Writer to w. A nil opts means all defaults.
func NewWriter(w io.Writer, f Format, opts *WriterOptions) *Writer {
	if opts == nil {
		opts = &WriterOptions{}
	}
	wr := &Writer{w: w, format: f, opts: *opts}
	switch f {
	case NTriples, NQuads:
	case Turtle, TriG:
		wr.err = wr.group.begin(wr)
	case JSONLD:
		wr.tree, wr.err = newDocument(&wr.opts)
	default:
		wr.err = fmt.Errorf("unknown RDF format %d", f)
	}
	return wr
}

// Write writes q. It refuses a quad that the format cannot hold so that it
// reads back: errors.Is finds ErrGraph or ErrTerm, nothing of the quad has been
// written, and the Writer goes on with the next. Native values (quad.Int and so
// on) are written as the typed literals that the quad package makes of them.
func (w *Writer) Write(q quad.Quad) error {
	w.mem = w.mem[:0]
	for i, v := range [4]quad.Value{q.Subject, q.Predicate, q.Object, q.Label} {
		t, ok := term.FromValue(v)
		if !ok {
			return fmt.Errorf("write %v: %w: got a %T, want IRI, blank node or literal", q, ErrTerm, v)
		}
		*w.st.at(i) = w.span(t)
	}
	return w.WriteStatement(&w.st)
}

func (st *Statement) at(i int) *Term {
	switch i {
	case 0:
		return &st.S
	case 1:
		return &st.P
	case 2:
		return &st.O
	}
	return &st.G
}

// span copies t into w.mem.
func (w *Writer) span(t term.Term) Term {
	from := len(w.mem)
	w.mem = append(w.mem, t.Value...)
	mid := len(w.mem)
	w.mem = append(w.mem, t.Extra...)
	return Term{Kind(t.Kind), w.mem[from:mid:mid], w.mem[mid:]}
}

// WriteStatement writes st, whose spans it does not keep; errors as Write.
func (w *Writer) WriteStatement(st *Statement) error {
	if w.err != nil {
		return w.err
	}
	if err := w.check(st); err != nil {
		return err
	}
	switch w.format {
	case Turtle, TriG:
		w.group.write(w, st)
	case JSONLD:
		w.tree.add(st)
	default:
		w.line(st)
	}
	return w.flush(1 << 16)
}

// Close ends the last block and writes what is buffered. It does not close the
// io.Writer. After it the Writer must not be used.
func (w *Writer) Close() error {
	if w.err == nil && (w.format == Turtle || w.format == TriG) {
		w.group.end(w)
	}
	if w.err == nil && w.format == JSONLD {
		w.buf = w.tree.append(w.buf)
	}
	return w.flush(0)
}

// flush writes the buffer if it holds more than most bytes.
func (w *Writer) flush(most int) error {
	if w.err == nil && len(w.buf) > most {
		if _, err := w.w.Write(w.buf); err != nil {
			w.err = fmt.Errorf("write %s: %w", w.format.Title(), err)
		}
		w.buf = w.buf[:0]
	}
	return w.err
}

// line appends a line of N-Triples or N-Quads.
func (w *Writer) line(st *Statement) {
	w.buf = append(st.S.AppendNTriples(w.buf), ' ')
	w.buf = append(st.P.AppendNTriples(w.buf), ' ')
	if w.opts.Canonical && st.O.Kind == Lang {
		w.buf = append(appendQuoted(w.buf, st.O.Value), '@')
		for _, c := range st.O.Extra {
			if c >= 'A' && c <= 'Z' {
				c |= 0x20
			}
			w.buf = append(w.buf, c)
		}
	} else {
		w.buf = st.O.AppendNTriples(w.buf)
	}
	w.buf = append(w.buf, ' ')
	if st.G.Kind != None {
		w.buf = append(st.G.AppendNTriples(w.buf), ' ')
	}
	w.buf = append(w.buf, ".\n"...)
}

// check says why st cannot be written.
func (w *Writer) check(st *Statement) error {
	if st.G.Kind != None && !w.format.HasGraphs() {
		return fmt.Errorf("write %s: %w: got graph %s; write N-Quads or TriG, or leave the graph out", w.format.Title(), ErrGraph, st.G)
	}
	var problem string
	switch {
	case st.S.Kind != IRI && st.S.Kind != Blank:
		problem = "subject must be an IRI or blank node"
	case st.P.Kind != IRI:
		problem = "predicate must be an IRI"
	case st.O.Kind == None || st.O.Kind > Typed:
		problem = "object must be an IRI, blank node or literal"
	case st.G.Kind > Blank:
		problem = "graph name must be an IRI or blank node"
	}
	for i := 0; problem == "" && i < 4; i++ {
		problem = st.at(i).problem()
	}
	if problem == "" && w.format == JSONLD && st.O.Kind == Typed && !plainIRI(string(st.O.Extra)) {
		problem = "readers of JSON-LD refuse the datatype"
	}
	if problem == "" {
		return nil
	}
	return fmt.Errorf("write %s: %w: %s in %s %s %s %s", w.format.Title(), ErrTerm, problem, st.S, st.P, st.O, st.G)
}

// problem says why the readers would refuse t, "" if they would not.
func (t *Term) problem() string {
	switch t.Kind {
	case IRI:
		if !validIRI(t.Value) {
			if !hasScheme(t.Value) {
				return "got a relative IRI, want an absolute one"
			}
			return "got a character that no IRI may hold"
		}
	case Blank:
		if !validLabel(t.Value) {
			return "got a blank node label that is not a name"
		}
		return ""
	case Lang:
		if n, long := langLen(t.Extra); n == 0 || long || n != len(t.Extra) {
			return "got a malformed language tag"
		}
	case Typed:
		if !validIRI(t.Extra) || !utf8.Valid(t.Extra) || isTagged(t.Extra) {
			return "got a datatype that is not an absolute IRI, or is that of tagged literals"
		}
		if bytes.Equal(t.Extra, xsdString) {
			t.Kind, t.Extra = String, nil
		}
	}
	if !utf8.Valid(t.Value) {
		return "got invalid UTF-8"
	}
	return ""
}
