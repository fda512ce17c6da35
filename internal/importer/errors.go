package importer

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"
)

// ErrUnknownFormat is returned for a file whose content no importer knows.
var ErrUnknownFormat = errors.New("the content is of no known format")

// A FormatError reports a file that is malformed as a whole. Nothing of the
// import is kept.
type FormatError struct {
	File      string
	Line, Col int    // 1-based; Col counts runes, 0: the whole line
	Path      string // JSON path, "" if none
	Msg       string
	Hint      string // what to do, "" if Msg says it all
}

// Error returns "file:line:col: message, at path".
func (e *FormatError) Error() string {
	at := e.File
	if e.Line > 0 {
		at += fmt.Sprintf(":%d", e.Line)
		if e.Col > 0 {
			at += fmt.Sprintf(":%d", e.Col)
		}
	}
	if at != "" {
		at += ": "
	}
	if e.Path != "" {
		return fmt.Sprintf("%s%s, at %s", at, e.Msg, e.Path)
	}
	return at + e.Msg
}

// A LimitError reports a file that is larger than Limits allow.
type LimitError struct {
	File string
	What string // "bytes", "objects", "nesting", ...
	Max  int64
}

func (e *LimitError) Error() string {
	return fmt.Sprintf("%s: more than %d %s; raise the limit if the file can be trusted", e.File, e.Max, e.What)
}

// position returns line and column of an offset in text.
func position(text []byte, off int) (line, col int) {
	off = min(off, len(text))
	line = 1 + bytes.Count(text[:off], []byte{'\n'})
	start := bytes.LastIndexByte(text[:off], '\n') + 1
	return line, 1 + utf8.RuneCount(text[start:off])
}
