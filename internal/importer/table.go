package importer

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A Row is a line of a table.
type Row struct {
	Line   int
	fields []string
	index  map[string]int
}

// Get returns a field by its column's name, without the space around it; "" if
// there is no such column.
func (r Row) Get(column string) string {
	if i, ok := r.index[strings.ToLower(column)]; ok && i < len(r.fields) {
		return strings.TrimSpace(r.fields[i])
	}
	return ""
}

// At returns a field by its number, from 0.
func (r Row) At(i int) string {
	if i < len(r.fields) {
		return strings.TrimSpace(r.fields[i])
	}
	return ""
}

// Len is how many fields the row has.
func (r Row) Len() int { return len(r.fields) }

// Fields are the fields of the row.
func (r Row) Fields() []string { return r.fields }

// Where says where the row is.
func (r Row) Where() string { return fmt.Sprintf("line %d", r.Line) }

// Header returns the names of the columns, in lower case.
func (r Row) Header() []string {
	out := make([]string, len(r.index))
	for name, i := range r.index {
		out[i] = name
	}
	return out
}

// A Table says how a CSV file (RFC 4180) looks.
type Table struct {
	// Header finds the line of column names; nil: the file has none. Lines
	// before it are left out.
	Header func(fields []string) bool
	// Need are columns that must be there.
	Need []string
}

// maxPreamble is how many lines may stand before the header.
const maxPreamble = 20

// Rows reads a table and calls fn with each row below the header. It is an
// error if a quote has no end, if a column is missing or twice, or if text is
// not UTF-8; a row with too many or too few fields is rejected.
func (in *Input) Rows(b *Batch, t Table, fn func(Row) error) error {
	buffered := bufio.NewReader(in.R)
	if bom, _ := buffered.Peek(3); string(bom) == string(utf8BOM) {
		_, _ = buffered.Discard(3)
	}
	r := csv.NewReader(buffered)
	r.FieldsPerRecord = -1
	r.ReuseRecord = true
	var index map[string]int
	for before := 0; ; {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return in.csvError(err)
		}
		line, _ := r.FieldPos(0)
		if t.Header != nil && index == nil {
			if !t.Header(fields) {
				if before++; before > maxPreamble {
					break
				}
				continue
			}
			if index, err = in.columns(fields, line, t.Need); err != nil {
				return err
			}
			continue
		}
		if err := b.Object(); err != nil {
			return err
		}
		row := Row{Line: line, fields: fields, index: index}
		if index != nil && len(fields) != len(index) {
			b.Reject(row.Where(), "%d fields, want %d", len(fields), len(index))
			continue
		}
		if i := slices.IndexFunc(fields, func(s string) bool { _, ok := Clean(s); return !ok || len(s) > in.Limits.Text }); i >= 0 {
			b.Reject(row.Where(), "field %d holds control characters, invalid UTF-8, or is too long", i+1)
			continue
		}
		if err := fn(row); err != nil {
			return err
		}
	}
	if t.Header != nil && index == nil {
		return &FormatError{File: in.Name, Line: 1, Msg: "found no line of column names", Hint: "want the columns " + strings.Join(t.Need, ", ")}
	}
	return nil
}

func (in *Input) columns(fields []string, line int, need []string) (map[string]int, error) {
	index := map[string]int{}
	for i, f := range fields {
		name := strings.ToLower(strings.TrimSpace(f))
		if _, twice := index[name]; twice {
			if name != "" {
				return nil, &FormatError{File: in.Name, Line: line, Msg: fmt.Sprintf("the column %q is there twice", clip(name))}
			}
			name = fmt.Sprintf("\x00%d", i)
		}
		index[name] = i
	}
	for _, n := range need {
		if _, ok := index[strings.ToLower(n)]; !ok {
			return nil, &FormatError{File: in.Name, Line: line, Msg: fmt.Sprintf("there is no column %q", n), Hint: "want the columns " + strings.Join(need, ", ")}
		}
	}
	return index, nil
}

func (in *Input) csvError(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		return &FormatError{File: in.Name, Line: parse.Line, Col: parse.Column, Msg: parse.Err.Error(), Hint: "want CSV as RFC 4180 describes it"}
	}
	return err
}

// FirstLine reports whether one of the first lines of head is the header that
// a test looks for.
func FirstLine(head []byte, is func(fields []string) bool) bool {
	r := csv.NewReader(strings.NewReader(string(head)))
	r.FieldsPerRecord = -1
	for range maxPreamble {
		fields, err := r.Read()
		if err != nil {
			return false
		}
		if is(fields) {
			return true
		}
	}
	return false
}

// HasColumns returns a test of whether a line holds all the names.
func HasColumns(names ...string) func(fields []string) bool {
	return func(fields []string) bool {
		for _, n := range names {
			if !slices.ContainsFunc(fields, func(f string) bool { return strings.EqualFold(strings.TrimSpace(f), n) }) {
				return false
			}
		}
		return true
	}
}
