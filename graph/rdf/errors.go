package rdf

import (
	"errors"
	"fmt"
)

// A SyntaxError reports malformed input: where, what was found and what was
// wanted, and what to do about it.
type SyntaxError struct {
	File      string // Options.File; "" if the input has no name
	Line, Col int    // 1-based; Col counts runes
	Msg       string // "got X, want Y"
	Hint      string // what to do, "" if Msg says it all
	Text      string // the line, or at most about 200 bytes of it around the fault
	TextCol   int    // 1-based rune column of the fault within Text, for a caret
}

// Error returns "file:line:col: message".
func (e *SyntaxError) Error() string {
	if e.File == "" {
		return fmt.Sprintf("%d:%d: %s", e.Line, e.Col, e.Msg)
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Col, e.Msg)
}

// The states in which a Writer refuses a statement; test with errors.Is.
var (
	// ErrGraph says that the format has no graph names but the statement has one.
	ErrGraph = errors.New("the format cannot name graphs")
	// ErrTerm says that a term cannot be written so that it reads back: a
	// relative IRI or one with characters that no IRI has, a blank node label
	// or language tag outside of the grammar, invalid UTF-8, or a kind of term
	// that may not stand in its position.
	ErrTerm = errors.New("term cannot be written")
)

// What a source says about its end.
var (
	errTooLong = errors.New("too long")
	errUTF8    = errors.New("invalid UTF-8")
)
