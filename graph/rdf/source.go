package rdf

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

const (
	bufSize = 64 << 10
	context = 100 // bytes of a line shown on each side of a fault
)

// source is a window on the input. buf[pos:end] is read, valid UTF-8 and not
// consumed. Lines are counted only as the window moves on, so the parsers keep
// no account of them.
type source struct {
	r        io.Reader
	file     string
	unit     string // what max bounds: "line" or "term"
	max      int
	buf      []byte
	pos, end int
	raw      int   // buf[end:raw] is the beginning of a rune
	mark     int   // start of the token being read, which stays in buf; -1 if none
	nl       int   // line readers: the line break that ends the line; -1 if unknown
	err      error // why nothing follows buf[:end]: io.EOF, errUTF8, errTooLong or r's error
	dry      bool  // somebody asked for more than there is
	at       place // of buf[atIdx]
	atIdx    int
}

// place is a position in the input.
type place struct {
	line, col int  // 1-based line; col counts the runes before it on its line
	cr        bool // the last byte was a carriage return, which ended a line
}

func newSource(r io.Reader, o *Options) source {
	return source{r: r, file: o.File, unit: "term", max: o.maxTerm(), mark: -1, nl: -1, at: place{line: 1}, buf: make([]byte, bufSize)}
}

// advance returns the place after the bytes b, which start at p.
func (p place) advance(b []byte) place {
	if len(b) == 0 {
		return p
	}
	if bytes.IndexByte(b, '\r') < 0 && !p.cr {
		if n := bytes.Count(b, []byte{'\n'}); n > 0 {
			p.line += n
			p.col = 0
			b = b[bytes.LastIndexByte(b, '\n')+1:]
		}
		p.col += utf8.RuneCount(b)
		return p
	}
	for _, c := range b {
		switch {
		case c == '\n' && p.cr:
			p.cr = false
		case c == '\n', c == '\r':
			p.line++
			p.col = 0
			p.cr = c == '\r'
		default:
			p.cr = false
			if c&0xC0 != 0x80 {
				p.col++
			}
		}
	}
	return p
}

// fill makes at least one more byte available after end and reports whether
// it could; it moves the window, so indices other than the fields are void.
func (s *source) fill() bool {
	if s.err != nil {
		s.dry = true
		return false
	}
	from := s.pos
	if s.mark >= 0 {
		from = s.mark
	}
	if s.end-from > s.max {
		s.err, s.dry = errTooLong, true
		return false
	}
	if len(s.buf)-s.raw < bufSize/4 {
		s.room(from)
	}
	for range 100 {
		n, err := s.r.Read(s.buf[s.raw : len(s.buf)-1]) // one byte is kept for a sentinel
		old := s.end
		s.raw += n
		s.check(err == io.EOF)
		if err != nil && s.err == nil {
			s.err = err
		}
		if s.end > old {
			return true
		}
		if s.err != nil {
			s.dry = true
			return false
		}
	}
	s.err, s.dry = io.ErrNoProgress, true
	return false
}

// room makes space after raw, dropping what stands more than a context
// before from.
func (s *source) room(from int) {
	if keep := from - context; keep > s.atIdx {
		s.at = s.at.advance(s.buf[s.atIdx:keep])
		s.atIdx = 0
		copy(s.buf, s.buf[keep:s.raw])
		s.pos -= keep
		s.end -= keep
		s.raw -= keep
		if s.mark >= 0 {
			s.mark -= keep
		}
		if s.nl >= 0 {
			s.nl = max(s.nl-keep, -1)
		}
	}
	if len(s.buf)-s.raw < bufSize/4 {
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
}

// check moves end over the new bytes that are valid UTF-8.
func (s *source) check(eof bool) {
	b := s.buf[s.end:s.raw]
	if utf8.Valid(b) {
		s.end = s.raw
		return
	}
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n <= 1 {
			if eof || utf8.FullRune(b) {
				s.err = errUTF8
			}
			return
		}
		s.end += n
		b = b[n:]
	}
}

// skipMark skips a byte order mark at the very start.
func (s *source) skipMark() {
	if s.need(3) && s.buf[0] == 0xEF && s.buf[1] == 0xBB && s.buf[2] == 0xBF {
		s.pos, s.atIdx = 3, 3
	}
	s.dry = false
}

// need reports whether n bytes follow pos.
func (s *source) need(n int) bool {
	for s.end-s.pos < n {
		if !s.fill() {
			return false
		}
	}
	return true
}

// peek returns the next byte, -1 at the end.
func (s *source) peek() int {
	if s.pos < s.end || s.fill() {
		return int(s.buf[s.pos])
	}
	return -1
}

// failure returns the error of a source that ended otherwise than by io.EOF,
// if a parser ran into that end; else nil.
func (s *source) failure() error {
	if !s.dry {
		return nil
	}
	switch {
	case s.err == nil, errors.Is(s.err, io.EOF):
		return nil
	case errors.Is(s.err, errUTF8):
		return s.errorAt(s.end, fmt.Sprintf("got byte 0x%02X, want UTF-8", s.buf[s.end]),
			"the file must be encoded in UTF-8: convert it, for example with iconv -f WINDOWS-1252 -t UTF-8")
	case errors.Is(s.err, errTooLong):
		at := s.pos
		if s.mark >= 0 {
			at = s.mark
		}
		return s.tooLong(at)
	}
	if s.file != "" {
		return fmt.Errorf("read %s: %w", s.file, s.err)
	}
	return fmt.Errorf("read: %w", s.err)
}

func (s *source) tooLong(at int) error {
	return s.errorAt(at, fmt.Sprintf("got a %s longer than %d bytes", s.unit, s.max), "the limit is Options.MaxTerm; is a quote or an angle bracket missing?")
}

// settle reads some more of the line that buf[idx] is on, for a message, and
// returns where that byte then is.
func (s *source) settle(idx int) int {
	dry := s.dry
	s.mark = idx
	for s.end-s.mark < context && bytes.IndexByte(s.buf[s.mark:s.end], '\n') < 0 && s.err == nil && s.fill() {
	}
	s.dry = dry
	return s.mark
}

// errorAt returns a SyntaxError at buf[idx].
func (s *source) errorAt(idx int, msg, hint string) *SyntaxError {
	idx = s.settle(idx)
	p := s.at.advance(s.buf[s.atIdx:idx])
	e := &SyntaxError{File: s.file, Line: p.line, Col: p.col + 1, Msg: msg, Hint: hint}

	from := max(idx-context, 0)
	if i := bytes.LastIndexAny(s.buf[from:idx], "\r\n"); i >= 0 {
		from += i + 1
	}
	for from < idx && !utf8.RuneStart(s.buf[from]) {
		from++
	}
	to := min(idx+context, s.end)
	if i := bytes.IndexAny(s.buf[idx:to], "\r\n"); i >= 0 {
		to = idx + i
	}
	for to < s.end && to > idx && !utf8.RuneStart(s.buf[to]) {
		to--
	}
	e.Text = strings.TrimPrefix(string(s.buf[from:to]), "\uFEFF")
	e.TextCol = utf8.RuneCountInString(strings.TrimPrefix(string(s.buf[from:idx]), "\uFEFF")) + 1
	return e
}

// got describes what stands at buf[idx], for "got X, want Y".
func (s *source) got(idx int) string {
	b := s.buf[idx:s.end]
	if len(b) == 0 {
		return "end of file"
	}
	switch c := b[0]; {
	case c == '\n', c == '\r':
		return "end of line"
	case c == '#':
		return "comment"
	case c == '"', c == '\'':
		return "literal"
	case c == '<' || c == '@' || c == ':' || c == '_' || c >= utf8.RuneSelf || is(c, cName):
		n := bytes.IndexAny(b, " \t\r\n,;.()[]{}\"'")
		if n <= 0 {
			n = len(b)
		}
		if n > 40 {
			n = 40
			for n > 0 && !utf8.RuneStart(b[n]) {
				n--
			}
			return fmt.Sprintf("'%s…'", b[:n])
		}
		if c < utf8.RuneSelf || isPrintable(b[:n]) {
			return fmt.Sprintf("'%s'", b[:n])
		}
	}
	r, _ := utf8.DecodeRune(b)
	return fmt.Sprintf("%q", r)
}

func isPrintable(b []byte) bool {
	q := fmt.Sprintf("%q", b)
	return len(q) == len(b)+2
}
