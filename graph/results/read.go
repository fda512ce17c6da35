package results

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

// Options tune ReadWith; the zero value is the default.
type Options struct {
	File     string // the input's name, for errors
	MaxBytes int64  // longest input; 0: 256 MiB
	MaxCells int64  // most rows times columns; 0: 16 Mi (2^24)
}

// The limits of a zero Options.
const (
	DefaultMaxBytes = 256 << 20
	DefaultMaxCells = 16 << 20
)

// Read reads one whole result in the format f with the default limits. The
// input is held in memory while it is read. Malformed input is a *SyntaxError,
// too much of it a *LimitError.
func Read(r io.Reader, f Format) (*Table, error) { return ReadWith(r, f, Options{}) }

// ReadWith is Read with options.
func ReadWith(r io.Reader, f Format, opts Options) (*Table, error) {
	if opts.MaxBytes <= 0 {
		opts.MaxBytes = DefaultMaxBytes
	}
	if opts.MaxCells <= 0 {
		opts.MaxCells = DefaultMaxCells
	}
	read := map[Format]func(*input) (*Table, error){JSON: readJSON, XML: readXML, CSV: readCSV, TSV: readTSV}[f]
	if read == nil {
		return nil, fmt.Errorf("read result: unknown format %d, want JSON, XML, CSV or TSV", uint8(f))
	}
	data, err := io.ReadAll(io.LimitReader(r, opts.MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read result: %w", err)
	}
	if int64(len(data)) > opts.MaxBytes {
		return nil, &LimitError{File: opts.File, Limit: "bytes", Max: opts.MaxBytes}
	}
	in := &input{data: data, opts: opts}
	if bytes.HasPrefix(data, []byte("\ufeff")) {
		in.pos = len("\ufeff")
	}
	if at := invalidUTF8(data); at >= 0 {
		return nil, in.errorAt(at, "got a byte that is no UTF-8, want UTF-8 text")
	}
	return read(in)
}

func invalidUTF8(data []byte) int {
	if utf8.Valid(data) {
		return -1
	}
	for i := 0; i < len(data); {
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// input is the whole text and how far it has been read.
type input struct {
	data  []byte
	pos   int
	opts  Options
	cells int64
}

// errorAt places a message at a byte offset.
func (in *input) errorAt(off int, format string, args ...any) error {
	before := in.data[:min(off, len(in.data))]
	line := 1 + bytes.Count(before, []byte("\n"))
	start := bytes.LastIndexByte(before, '\n') + 1
	if line == 1 {
		before = bytes.TrimPrefix(before, []byte("\ufeff"))
	}
	return &SyntaxError{
		File: in.opts.File, Line: line, Col: 1 + utf8.RuneCount(before[start:]),
		Msg: fmt.Sprintf(format, args...),
	}
}

// addRow appends an empty row to t within the limit.
func (in *input) addRow(t *Table) ([]quad.Value, error) {
	in.cells += int64(max(1, len(t.Vars)))
	if in.cells > in.opts.MaxCells {
		return nil, &LimitError{File: in.opts.File, Limit: "cells", Max: in.opts.MaxCells}
	}
	row := make([]quad.Value, len(t.Vars))
	t.Rows = append(t.Rows, row)
	return row, nil
}

// columns numbers the variables of a head.
func (in *input) addVar(t *Table, columns map[string]int, name string, off int) error {
	if !isVarName(name) {
		return in.errorAt(off, "got %s, want a variable name", clip(name))
	}
	if _, ok := columns[name]; ok {
		return in.errorAt(off, "got the variable %s twice, want each column once", clip(name))
	}
	columns[name] = len(t.Vars)
	t.Vars = append(t.Vars, name)
	return nil
}

// literal makes a literal from what JSON and XML say of it.
func (in *input) literal(value, datatype, lang string, hasLang bool, off int) (quad.Value, error) {
	const xsdString, langString = "http://www.w3.org/2001/XMLSchema#string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
	switch {
	case hasLang && datatype != "" && datatype != langString:
		return nil, in.errorAt(off, "got a literal with a language and the datatype %s, want one of the two", clip(datatype))
	case hasLang && !isLangTag(lang):
		return nil, in.errorAt(off, "got %s, want a language tag such as en or nl-BE", clip(lang))
	case hasLang:
		return quad.LangString{Value: quad.String(value), Lang: lang}, nil
	case datatype == "" || datatype == xsdString:
		return quad.String(value), nil
	}
	return quad.TypedString{Value: quad.String(value), Type: quad.IRI(datatype)}, nil
}

// clip quotes s for a message, shortened.
func clip(s string) string {
	const most = 40
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s[:min(len(s), 4*most)])[:most]) + "…"
	}
	return fmt.Sprintf("%q", s)
}
