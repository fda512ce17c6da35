package cli

import (
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"golang.org/x/term"
)

// screen is an output that is a terminal without being a file, so that tests
// can show what a person sees.
type screen interface{ Width() int }

// terminal reports whether results go to a terminal.
func (s *session) terminal() bool {
	switch w := s.out.(type) {
	case screen:
		return true
	case *os.File:
		return term.IsTerminal(int(w.Fd()))
	}
	return false
}

// width is how many columns the terminal has, 0 if output is not to one.
func (s *session) width() int { return widthOf(s.out) }

// widthOf is how many columns a terminal has, 0 if w is none.
func widthOf(w io.Writer) int {
	switch w := w.(type) {
	case screen:
		return w.Width()
	case *os.File:
		if n, _, err := term.GetSize(int(w.Fd())); err == nil {
			return n
		}
	}
	return 0
}

// height is how many lines the terminal has; ok is false if output is not to one.
func (s *session) height() (n int, ok bool) {
	out, isFile := s.out.(*os.File)
	if !isFile {
		return 0, false
	}
	_, n, err := term.GetSize(int(out.Fd()))
	return n, err == nil
}

// The values of --color.
var colorModes = []string{"auto", "always", "never"}

// color reports whether to mark up text: auto means on a terminal, unless
// NO_COLOR is set (https://no-color.org) or the terminal is dumb.
func (s *session) color() bool {
	switch s.flags.color {
	case "always":
		return true
	case "never":
		return false
	}
	return s.terminal() && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// A style is a way to mark up text on a terminal.
type style string

const (
	bold style = "\x1b[1m"
	dim  style = "\x1b[2m"
)

// mark styles text that has been made harmless before.
func (s *session) mark(st style, text string) string {
	if text == "" || !s.color() {
		return text
	}
	return string(st) + text + "\x1b[0m"
}

// oneLine makes a text harmless to a terminal: tabs and line ends become
// spaces; control characters, broken text and the characters that reorder what
// follows them (Unicode Standard Annex 9) become U+FFFD.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t', r == '\n', r == '\r', r == '\u2028', r == '\u2029':
			return ' '
		case r < ' ', r >= 0x7f && r < 0xa0, r == utf8.RuneError, reorders(r):
			return utf8.RuneError
		}
		return r
	}, s)
}

// reorders reports whether r changes the direction of the text after it.
func reorders(r rune) bool {
	return r == '\u061c' || r == '\u200e' || r == '\u200f' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// markdown escapes what Markdown or HTML would read as markup.
var markdown = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", `*`, `\*`, `[`, `\[`, `<`, `\<`, `&`, `\&`, `~`, `\~`,
)

// folded breaks a line at spaces so that it fits in width columns; what
// follows the first line is indented. A width of 0 leaves it as it is.
func folded(line string, width, indent int) string {
	const least = 20 // columns that are worth folding to
	if width == 0 || textWidth(line) <= width || width-indent < least {
		return line
	}
	lead := len(line) - len(strings.TrimLeft(line, " "))
	var b strings.Builder
	b.WriteString(line[:lead])
	at := lead
	for i, word := range strings.Split(line[lead:], " ") {
		w := textWidth(word)
		switch {
		case i == 0:
		case at+1+w > width && at > indent:
			b.WriteString("\n" + strings.Repeat(" ", indent))
			at = indent
		default:
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += w
	}
	return b.String()
}
