package results

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/cayleygraph/quad"
)

// A Writer writes one result as it comes: Head, then Row for each row, or Bool
// alone; then Close. It holds one row in memory and is not safe for concurrent
// use.
type Writer struct {
	w      *bufio.Writer
	format Format
	enc    encoder
	vars   []string
	state  writerState
	row    int
	buf    []byte
	terms  []term.Term
	err    error // of the underlying writer; sticky
}

type writerState uint8

const (
	fresh writerState = iota
	inRows
	answered
	closed
)

// encoder appends the parts of one format to a buffer. Terms have been checked
// by the Writer as far as all formats agree.
type encoder interface {
	head(b []byte, vars []string) []byte
	row(b []byte, n int, vars []string, row []term.Term) ([]byte, *ValueError)
	boolean(b []byte, v bool) []byte
	end(b []byte) []byte // after the last row
}

// NewWriter returns a Writer to w. An unknown format makes each method fail.
func NewWriter(w io.Writer, f Format) *Writer {
	out := &Writer{w: bufio.NewWriterSize(w, 1<<15), format: f}
	switch f {
	case JSON:
		out.enc = jsonEncoder{}
	case XML:
		out.enc = xmlEncoder{}
	case CSV:
		out.enc = csvEncoder{}
	case TSV:
		out.enc = tsvEncoder{}
	default:
		out.err = fmt.Errorf("write result: unknown format %d, want JSON, XML, CSV or TSV", uint8(f))
	}
	return out
}

// Head begins the result of a SELECT with its columns, named without "?". A
// name that is no SPARQL variable name is a *ValueError.
func (w *Writer) Head(vars []string) error {
	if w.err != nil {
		return w.err
	}
	if w.state != fresh {
		return errors.New("write result: Head after Head, Bool or Close")
	}
	seen := make(map[string]bool, len(vars))
	for _, v := range vars {
		if !isVarName(v) {
			return &ValueError{Format: w.format, Var: v, Msg: "not a variable name, want letters, digits and _"}
		}
		if seen[v] {
			return &ValueError{Format: w.format, Var: v, Msg: "stands twice in the head, want each column once"}
		}
		seen[v] = true
	}
	w.vars = append([]string(nil), vars...)
	w.terms = make([]term.Term, len(vars))
	w.state = inRows
	return w.write(w.enc.head(w.buf[:0], w.vars))
}

// Row writes one row: a value for each column of Head, nil where unbound. A
// native quad value (quad.Int, …) is written as the typed literal that stands
// for it. A value that the format cannot hold is a *ValueError; the row is
// then left out and the Writer stays usable.
func (w *Writer) Row(row []quad.Value) error {
	if w.err != nil {
		return w.err
	}
	if w.state != inRows {
		return errors.New("write result: Row outside of Head and Close")
	}
	if len(row) != len(w.vars) {
		return fmt.Errorf("write result: row %d has %d values, want %d", w.row+1, len(row), len(w.vars))
	}
	for i, v := range row {
		t, ok := term.FromValue(v)
		msg := w.reject(t)
		if !ok {
			msg = fmt.Sprintf("%T is no RDF term, want an IRI, a blank node or a literal", v)
		}
		if msg != "" {
			return &ValueError{Format: w.format, Row: w.row + 1, Var: w.vars[i], Msg: msg}
		}
		w.terms[i] = t
	}
	b, bad := w.enc.row(w.buf[:0], w.row, w.vars, w.terms)
	if bad != nil {
		bad.Format, bad.Row = w.format, w.row+1
		return bad
	}
	w.row++
	return w.write(b)
}

// reject says what no format can hold, "" if t is fine.
func (w *Writer) reject(t term.Term) string {
	switch {
	case !utf8.ValidString(t.Value), !utf8.ValidString(t.Extra):
		return "invalid UTF-8, want the value repaired at its source"
	case t.Kind == term.Lang && !isLangTag(t.Extra):
		return fmt.Sprintf("%q is no language tag, want one such as en or nl-BE", t.Extra)
	case t.Kind == term.Blank && t.Value == "":
		return "blank node without a label"
	}
	return ""
}

// Bool writes the whole result of an ASK.
func (w *Writer) Bool(v bool) error {
	if w.err != nil {
		return w.err
	}
	if w.state != fresh {
		return errors.New("write result: Bool after Head, Bool or Close")
	}
	w.state = answered
	return w.write(w.enc.boolean(w.buf[:0], v))
}

// Close ends the result and flushes it; it does not close the underlying
// writer. A second Close does nothing.
func (w *Writer) Close() error {
	if w.err != nil || w.state == closed {
		return w.err
	}
	if w.state == fresh {
		return errors.New("write result: Close before Head or Bool")
	}
	if w.state == inRows {
		if err := w.write(w.enc.end(w.buf[:0])); err != nil {
			return err
		}
	}
	w.state = closed
	return w.fail(w.w.Flush())
}

func (w *Writer) write(b []byte) error {
	w.buf = b
	_, err := w.w.Write(b)
	return w.fail(err)
}

func (w *Writer) fail(err error) error {
	if err != nil {
		w.err = fmt.Errorf("write result: %w", err)
	}
	return w.err
}
