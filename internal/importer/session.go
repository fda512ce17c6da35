package importer

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// An Importer reads one format.
type Importer interface {
	// Name is what --as calls the format, such as "misp".
	Name() string
	// About is the format in a few words.
	About() string
	// Detect reports whether a file that begins with head is of the format. name is a hint and may be empty.
	Detect(head []byte, name string) bool
	// Read reads a file into b. An error means that the file as a whole is
	// malformed; what is wrong with one object goes to b.Reject.
	Read(in *Input, b *Batch) error
}

// Input is a file to read.
type Input struct {
	Name string
	R    io.Reader // bounded by Limits
	Limits
	// Published is the date of the document if the user gives one: a day, month or year.
	Published string
}

// Peek returns the first bytes of the file, without a byte order mark, and
// leaves them to be read.
func (in *Input) Peek() ([]byte, error) {
	b, ok := in.R.(*bufio.Reader)
	if !ok {
		b = bufio.NewReaderSize(in.R, sniffed)
		in.R = b
	}
	head, err := b.Peek(sniffed)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return bytes.TrimPrefix(head, utf8BOM), nil
}

// JSON returns a reader of the whole file as JSON.
func (in *Input) JSON() (*JSONReader, error) {
	src, err := io.ReadAll(in.R)
	if err != nil {
		return nil, err
	}
	return NewJSON(in.Name, src, in.Limits), nil
}

// Options tune a Session; nil and the zero value are the default.
type Options struct {
	Limits Limits
	// As is the name of the format; "": by content.
	As string
	// Published is the date of the documents, "2023-01", where they say none
	// themselves.
	Published string
	// Progress, if not nil, is called now and then with a file's name and how
	// many of its objects were read.
	Progress func(file string, objects int)
}

// A Session is one import of one or more files. It is used by one goroutine.
type Session struct {
	list    []Importer
	opts    Options
	batches []*Batch
}

// NewSession begins an import that can read the formats listed.
func NewSession(list []Importer, o *Options) *Session {
	s := &Session{list: list}
	if o != nil {
		s.opts = *o
	}
	s.opts.Limits = s.opts.Limits.withDefaults()
	return s
}

// Detect returns the importer of a file that begins with head, nil if none
// knows it. A byte order mark is left out.
func Detect(list []Importer, head []byte, name string) Importer {
	head = bytes.TrimPrefix(head, utf8BOM)
	for _, im := range list {
		if im.Detect(head, name) {
			return im
		}
	}
	return nil
}

// Read reads a file, or the files in a gzip or zip archive, into memory; Write
// puts them into the graph. Formats are recognised by content. An error means
// that nothing of the session should be written.
func (s *Session) Read(ctx context.Context, name string, r io.Reader) error {
	return unpack(name, r, s.opts.Limits, func(p part) error { return s.readPart(ctx, p) })
}

func (s *Session) readPart(ctx context.Context, p part) error {
	in := bufio.NewReaderSize(p.r, sniffed)
	head, err := in.Peek(sniffed)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	im, err := s.choose(bytes.TrimPrefix(head, utf8BOM), p.name)
	if err != nil {
		return err
	}
	var progress func(int)
	if s.opts.Progress != nil {
		progress = func(n int) { s.opts.Progress(p.name, n) }
	}
	b := newBatch(ctx, p.name, im.Name(), s.opts.Limits, progress)
	if err := im.Read(&Input{Name: p.name, R: in, Limits: s.opts.Limits, Published: s.opts.Published}, b); err != nil {
		return err
	}
	s.batches = append(s.batches, b)
	return nil
}

func (s *Session) choose(head []byte, name string) (Importer, error) {
	if s.opts.As != "" {
		for _, im := range s.list {
			if im.Name() == s.opts.As {
				return im, nil
			}
		}
		return nil, fmt.Errorf("%w: there is no format %q", ErrUnknownFormat, s.opts.As)
	}
	if im := Detect(s.list, head, name); im != nil {
		return im, nil
	}
	return nil, fmt.Errorf("%s: %w, want one of %s", name, ErrUnknownFormat, s.names())
}

func (s *Session) names() string {
	names := make([]string, len(s.list))
	for i, im := range s.list {
		names[i] = im.Name()
	}
	return strings.Join(names, ", ")
}

// LooksLikeJSON reports whether head begins a JSON object or list that holds
// all the keys somewhere in its first part.
func LooksLikeJSON(head []byte, keys ...string) bool {
	trimmed := bytes.TrimLeft(bytes.TrimPrefix(head, utf8BOM), " \t\r\n")
	if len(trimmed) == 0 || trimmed[0] != '{' && trimmed[0] != '[' {
		return false
	}
	for _, k := range keys {
		if !bytes.Contains(trimmed, []byte(`"`+k+`"`)) {
			return false
		}
	}
	return true
}

// compareVersions orders versions: numbers by value, anything else as text.
// ok is false if one is not known.
func compareVersions(a, b string) (order int, ok bool) {
	if a == "" || b == "" {
		return 0, false
	}
	digits := func(s string) bool { return strings.Trim(s, "0123456789") == "" }
	if digits(a) && digits(b) {
		a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b)), true
	}
	return cmp.Compare(a, b), true
}
