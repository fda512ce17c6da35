// Package results reads and writes the four formats of SPARQL query results:
//
//   - JSON (.srj, application/sparql-results+json),
//     https://www.w3.org/TR/sparql11-results-json/
//   - XML (.srx, application/sparql-results+xml),
//     https://www.w3.org/TR/rdf-sparql-XMLres/
//   - CSV and TSV (text/csv, text/tab-separated-values),
//     https://www.w3.org/TR/sparql11-results-csv-tsv/
//
// A term is a value of github.com/cayleygraph/quad. A typed literal keeps its
// lexical form in JSON, XML and TSV. CSV is lossy by specification: every
// field that is read from it is a plain string, save "_:label".
//
// Departures from the specifications:
//
//   - CSV and TSV define no boolean result: it is written as a line that
//     says true or false. A CSV header that would read like it is quoted.
//   - CSV: an empty string is written "" and no value is written as nothing,
//     a literal that begins with "_:" is quoted, and the reader goes by this.
//   - TSV: a character that an IRI may not contain is written as \uXXXX.
//   - Triple terms and base directions (SPARQL 1.2) are refused.
package results

import (
	"fmt"
	"io"
	"strings"

	"github.com/cayleygraph/quad"
)

// Format is one of the four result formats. The zero Format is none.
type Format uint8

// The formats.
const (
	JSON Format = iota + 1
	XML
	CSV
	TSV
)

var formats = [...]struct{ name, ext, media string }{
	JSON: {"srj", ".srj", "application/sparql-results+json"},
	XML:  {"srx", ".srx", "application/sparql-results+xml"},
	CSV:  {"sparql-csv", ".csv", "text/csv"},
	TSV:  {"sparql-tsv", ".tsv", "text/tab-separated-values"},
}

func (f Format) known() bool { return f >= JSON && f <= TSV }

// String returns the name that the command line uses: srj, srx, sparql-csv or
// sparql-tsv.
func (f Format) String() string {
	if !f.known() {
		return fmt.Sprintf("results.Format(%d)", uint8(f))
	}
	return formats[f].name
}

// MediaType returns the format's media type without parameters, "" for the
// zero Format.
func (f Format) MediaType() string {
	if !f.known() {
		return ""
	}
	return formats[f].media
}

// ParseFormat returns the format that s names: by its name (srj), its
// extension with or without the dot (.csv) or its media type, whose parameters
// are ignored. Case does not matter.
func ParseFormat(s string) (Format, bool) {
	s, _, _ = strings.Cut(s, ";")
	s = strings.ToLower(strings.TrimSpace(s))
	if s == "" {
		return 0, false
	}
	for f := JSON; f <= TSV; f++ {
		if d := formats[f]; s == d.name || s == d.media || strings.TrimPrefix(s, ".") == d.ext[1:] {
			return f, true
		}
	}
	return 0, false
}

// A Table is one result in memory: of SELECT the columns and rows, of ASK the
// answer.
type Table struct {
	// Vars are the columns' names, without "?".
	Vars []string
	// Rows have len(Vars) values each; nil is unbound.
	Rows [][]quad.Value
	// Bool is the answer of ASK; Vars and Rows are then empty.
	Bool *bool
}

// Write writes t to w in the format f. Errors are those of Writer.
func (t *Table) Write(w io.Writer, f Format) error {
	out := NewWriter(w, f)
	if t.Bool != nil {
		if err := out.Bool(*t.Bool); err != nil {
			return err
		}
		return out.Close()
	}
	if err := out.Head(t.Vars); err != nil {
		return err
	}
	for _, row := range t.Rows {
		if err := out.Row(row); err != nil {
			return err
		}
	}
	return out.Close()
}

// A SyntaxError reports malformed input.
type SyntaxError struct {
	File      string // "" if the input has no name
	Line, Col int    // 1-based; Col counts runes
	Msg       string // what was found, then what was wanted
}

func (e *SyntaxError) Error() string {
	if e.File == "" {
		return fmt.Sprintf("%d:%d: %s", e.Line, e.Col, e.Msg)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Col, e.Msg)
}

// A LimitError reports input that is larger than Options allow.
type LimitError struct {
	File  string // "" if the input has no name
	Limit string // "bytes" or "cells"
	Max   int64  // the limit, in its unit
}

func (e *LimitError) Error() string {
	msg := fmt.Sprintf("result has more than %d %s; raise the limit or ask for fewer rows", e.Max, e.Limit)
	if e.File != "" {
		return e.File + ": " + msg
	}
	return msg
}

// A ValueError reports a value or a variable's name that the format cannot
// hold. Nothing of its row has been written.
type ValueError struct {
	Format Format
	Row    int    // 1-based; 0 is the head
	Var    string // the column
	Msg    string // what is wrong and what to do
}

func (e *ValueError) Error() string {
	where := "head"
	if e.Row > 0 {
		where = fmt.Sprintf("row %d", e.Row)
	}
	return fmt.Sprintf("%s: %s, ?%s: %s", e.Format, where, e.Var, e.Msg)
}
