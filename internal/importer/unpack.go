package importer

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// part is one file of what was given: the file itself, or a member of an
// archive.
type part struct {
	name string
	r    io.Reader
}

var (
	gzipMagic = []byte{0x1f, 0x8b}
	zipMagic  = []byte("PK\x03\x04")
	utf8BOM   = []byte("\xef\xbb\xbf")
)

// sniffed is how many bytes of a file decide its format.
const sniffed = 64 << 10

// unpack calls fn with each file in r: r itself, what a gzip stream holds, or
// the members of a zip archive by name. What is recognised is the content,
// never the name. Archives in archives are not opened. Readers are bounded by
// the limits: one that goes over fails with a LimitError.
func unpack(name string, r io.Reader, l Limits, fn func(part) error) error {
	head := make([]byte, 4)
	n, err := io.ReadFull(r, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("%s: %w", name, err)
	}
	whole := io.MultiReader(bytes.NewReader(head[:n]), r)
	switch {
	case bytes.HasPrefix(head[:n], gzipMagic):
		return gunzip(name, whole, l, fn)
	case bytes.HasPrefix(head[:n], zipMagic):
		return unzip(name, whole, l, fn)
	}
	return fn(part{name, &bounded{r: whole, file: name, left: l.Bytes, max: l.Bytes}})
}

func gunzip(name string, r io.Reader, l Limits, fn func(part) error) error {
	in := &counted{r: r}
	z, err := gzip.NewReader(in)
	if err != nil {
		return &FormatError{File: name, Msg: "broken gzip: " + err.Error(), Hint: "fetch the file again"}
	}
	inner := strings.TrimSuffix(name, ".gz")
	out := &bounded{r: z, file: name, left: l.Bytes, max: l.Bytes, packed: in.count, ratio: l.Ratio}
	return fn(part{inner, out})
}

func unzip(name string, r io.Reader, l Limits, fn func(part) error) error {
	data, err := io.ReadAll(&bounded{r: r, file: name, left: l.Bytes, max: l.Bytes})
	if err != nil {
		return err
	}
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return &FormatError{File: name, Msg: "broken zip: " + err.Error(), Hint: "fetch the file again"}
	}
	if len(z.File) > l.Files {
		return &LimitError{File: name, What: "files", Max: int64(l.Files)}
	}
	files := slices.DeleteFunc(slices.Clone(z.File), func(f *zip.File) bool { return f.FileInfo().IsDir() })
	slices.SortFunc(files, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	left := l.Bytes // over all members
	for _, f := range files {
		if f.UncompressedSize64 > uint64(max(left, 0)) {
			return &LimitError{File: name, What: "bytes", Max: l.Bytes}
		}
		member, err := f.Open()
		if err != nil {
			return &FormatError{File: name, Msg: fmt.Sprintf("broken zip: %s: %v", path.Base(f.Name), err)}
		}
		packed := int64(f.CompressedSize64)
		b := &bounded{r: member, file: name, left: left, max: l.Bytes, packed: func() int64 { return packed }, ratio: l.Ratio}
		err = fn(part{name + "!" + f.Name, b})
		member.Close()
		if err != nil {
			return err
		}
		left = b.left
	}
	return nil
}

// counted counts what was read of a compressed stream.
type counted struct {
	r io.Reader
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func (c *counted) count() int64 { return c.n }

// bounded fails once more than its limit was read, or more than ratio times
// what the packed stream gave.
type bounded struct {
	r         io.Reader
	file      string
	left, max int64
	read      int64
	packed    func() int64 // nil: not compressed
	ratio     int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.left -= int64(n)
	b.read += int64(n)
	if b.left < 0 {
		return 0, &LimitError{File: b.file, What: "bytes", Max: b.max}
	}
	if b.packed != nil && b.read > unpackFree && b.read/b.ratio > b.packed() {
		return 0, &LimitError{File: b.file, What: "times its packed size", Max: b.ratio}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = &FormatError{File: b.file, Msg: "cannot be read to its end: " + err.Error(), Hint: "fetch the file again"}
	}
	return n, err
}
