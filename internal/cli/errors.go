package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf8"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
)

// errNoRows ends a run with --exit-status that found nothing; it prints nothing.
var errNoRows = errors.New("no rows")

// errBadData ends a run that has printed what is wrong with the data.
var errBadData = errors.New("bad data")

// errBadStore is wrapped where a store file is damaged.
var errBadStore = errors.New("the file is damaged")

// report prints an error with its hint and returns the exit code.
func (s *session) report(err error) int {
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errNoRows):
		return exitFailed
	case errors.Is(err, errBadData):
		return exitBadData
	}
	d := diagnose(err)
	fmt.Fprintf(s.err, "ascribe: error: %s\n", oneLine(d.text))
	if d.line != "" {
		fmt.Fprintf(s.err, "  %s\n  %s^\n", d.line, strings.Repeat(" ", d.caret))
	}
	if d.hint != "" {
		fmt.Fprintf(s.err, "ascribe: hint: %s\n", d.hint)
	}
	return d.code
}

// diagnosis is an error as a person reads it.
type diagnosis struct {
	code       int
	text, hint string
	line       string // the line at fault
	caret      int    // how many columns of it come before the fault
}

func diagnose(err error) diagnosis {
	d := diagnosis{code: exitFailed, text: err.Error()}
	if e, ok := errors.AsType[*rdf.SyntaxError](err); ok {
		d.code, d.hint = exitBadData, e.Hint
		d.line, d.caret = faultLine(e.Text, e.TextCol)
		return d
	}
	if e, ok := errors.AsType[*graph.SyntaxError](err); ok {
		d.code, d.hint = exitNotCommand, e.Hint
		d.line, d.caret = faultLine(e.Text, e.Col)
		return d
	}
	if e, ok := errors.AsType[*usageError](err); ok {
		d.code, d.hint = exitNotCommand, e.hint
		return d
	}
	if e, ok := errors.AsType[*graph.LimitError](err); ok {
		d.text, d.hint = e.Error(), "narrow the question, or allow more with --timeout"
		return d
	}
	// The errors of package ask say themselves what to type.
	var asking interface{ Hint() string }
	if errors.As(err, &asking) {
		d.code, d.hint = exitNotCommand, asking.Hint()
		return d
	}
	if _, ok := errors.AsType[*graph.CorruptError](err); ok || errors.Is(err, errBadStore) {
		d.code, d.hint = exitBadData, "restore the file from a backup; 'ascribe check --deep' says what is damaged"
		return d
	}
	if _, ok := errors.AsType[*graph.LockedError](err); ok {
		d.hint = "wait until it is done; reading is possible meanwhile"
		return d
	}
	switch {
	case errors.Is(err, graph.ErrLens), errors.Is(err, graph.ErrFormat):
		d.code = exitNotCommand
	case errors.Is(err, graph.ErrReadOnly):
		d.hint = "the starter set cannot be changed: name a file of your own with --graph FILE"
	case errors.Is(err, fs.ErrNotExist):
		d.hint = "check the path"
	case errors.Is(err, context.Canceled):
		d.text = "interrupted"
	}
	return d
}

// maxFaultLine is how much of a line is shown around a fault, in runes.
const maxFaultLine = 100

// faultLine cuts the line at fault to what fits, and returns how many columns
// come before the fault.
func faultLine(text string, col int) (string, int) {
	if text == "" || col < 1 {
		return "", 0
	}
	runes := []rune(strings.TrimRight(text, "\r\n"))
	at := min(col-1, len(runes))
	start := 0
	if at > maxFaultLine-20 {
		start = at - (maxFaultLine - 20)
	}
	end := min(len(runes), start+maxFaultLine)
	return oneLine(string(runes[start:end])), at - start
}

// oneLine makes control characters and broken text harmless to a terminal.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == utf8.RuneError:
			return '\uFFFD'
		}
		return r
	}, s)
}

// orDash prints an empty text as a dash.
func orDash(s string) string { return cmp.Or(s, "–") }
