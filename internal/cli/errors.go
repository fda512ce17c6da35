package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

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
	if e, ok := errors.AsType[*exitError](err); ok {
		return e.code
	}
	d := diagnose(err)
	width := widthOf(s.err)
	fmt.Fprintln(s.err, folded("ascribe: error: "+oneLine(d.text), width, 2))
	if d.line != "" {
		fmt.Fprintf(s.err, "  %s\n  %s^\n", d.line, strings.Repeat(" ", d.caret))
	}
	if d.hint != "" && !s.listing() { // it would say the same
		fmt.Fprintln(s.err, folded("ascribe: hint: "+oneLine(d.hint), width, 2))
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
		if d.hint == "" && strings.Contains(e.Msg, "got end of file") {
			d.hint = "it ends in the middle of a statement: was it cut off?"
		}
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
		d.text, d.hint = limitText(e)
		return d
	}
	if e, ok := errors.AsType[*hintedError](err); ok {
		d.hint = e.hint
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
		d.text, d.hint = "the starter set cannot be changed", "name a graph of your own: ascribe --graph mine.trig ..."
	case errors.Is(err, fs.ErrNotExist):
		d.hint = "check the path"
	case errors.Is(err, context.Canceled):
		d.text = "interrupted"
	}
	return d
}

// limitText says which limit stopped a query, and how to allow more.
func limitText(e *graph.LimitError) (text, hint string) {
	limit, hint := fmt.Sprintf("limit of %d %s", e.Max, e.Limit), "narrow the query"
	switch e.Limit {
	case "time":
		// The engine gets what opening and parsing have left.
		limit, hint = "time limit of "+about(time.Duration(e.Max)*time.Millisecond), "narrow the query, or allow more with --timeout"
	case "memory":
		limit = fmt.Sprintf("memory limit of %d MiB", e.Max>>20)
	case "rows":
		hint = "allow more with --max-rows, or say LIMIT in the query"
	}
	return "the query was stopped by its " + limit + "; the result is partial", hint
}

// about says how long d is, as closely as it tells anything.
func about(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return "about a millisecond"
	case d >= 100*time.Millisecond:
		d = d.Round(10 * time.Millisecond)
	}
	return "about " + d.String()
}

// maxFaultLine is how much of a line is shown around a fault, in runes.
const maxFaultLine = 100

// faultLine cuts the line at fault to what fits, and returns how many columns
// come before the fault.
func faultLine(line string, col int) (string, int) {
	if line == "" || col < 1 {
		return "", 0
	}
	runes := []rune(strings.TrimRight(line, "\r\n"))
	at := min(col-1, len(runes))
	start := 0
	if at > maxFaultLine-20 {
		start = at - (maxFaultLine - 20)
	}
	end := min(len(runes), start+maxFaultLine)
	return oneLine(string(runes[start:end])), textWidth(oneLine(string(runes[start:at])))
}

// orDash prints an empty text as a dash.
func orDash(s string) string { return cmp.Or(s, "–") }
