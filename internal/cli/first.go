package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// first is what was printed of an answer as soon as it was known, before its rows.
type first struct {
	text   string // on the output
	lines  int    // on a terminal: how many, to be printed again with the rest
	beside bool   // it went where notes go
}

// sayFirst prints the sentence of an answer whose rows are still being looked up:
// of a great graph that takes a while.
func (s *session) sayFirst(sentence string) {
	format, err := s.format(sheetFormats...)
	if err != nil || s.whyRows != nil {
		return // print says what is wrong
	}
	switch format {
	case "table", "markdown":
		text := s.paragraph(sentence, format, s.width(), "") + "\n"
		lines := 0
		if s.terminal() {
			lines = strings.Count(text, "\n")
			if height, ok := s.height(); !ok || lines >= height || os.Getenv("TERM") == "dumb" {
				return // it could not be taken back
			}
		}
		if _, err := io.WriteString(s.out, text); err == nil {
			s.first = first{text: text, lines: lines}
		}
	case "csv", "tsv", "ndjson":
		if s.flags.metaFile == "" {
			fmt.Fprintln(s.err, oneLine(sentence))
			s.first = first{beside: true}
		}
	}
}

// rest is what of a page is still to be printed. On a terminal what was printed
// first makes room for the whole page, which may go to a pager.
func (s *session) rest(page string) string {
	said := s.first
	s.first = first{}
	if said.lines == 0 {
		return strings.TrimPrefix(page, said.text)
	}
	fmt.Fprintf(s.out, "\x1b[%dA\r\x1b[J", said.lines)
	return page
}
