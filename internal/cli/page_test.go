package cli

import (
	"bytes"
	"strings"
	"testing"

	"github.com/jedib0t/go-pretty/v6/text"
)

// terminal is an output that says that it is a terminal.
type terminal struct {
	bytes.Buffer
	columns int
}

func (t *terminal) Width() int { return t.columns }

func TestOneLine(t *testing.T) {
	for in, want := range map[string]string{
		"plain é 北":              "plain é 北",
		"a\tb\nc\rd\u2028e":      "a b c d e",
		"\x1b[31mred\x07":        "�[31mred�",
		"\u009b31m":              "�31m",
		"a\u202egnp\u2066\u200f": "a�gnp��",
		"bad \xff byte":          "bad � byte",
		"del\x7f":                "del�",
	} {
		if got := oneLine(in); got != want {
			t.Errorf("oneLine(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestFolded(t *testing.T) {
	for _, c := range []struct {
		in            string
		width, indent int
		want          string
	}{
		{"short", 80, 0, "short"},
		{"any width at all", 0, 0, "any width at all"},
		{"one two three four five six", 20, 0, "one two three four\nfive six"},
		{"  uk-1  2021  the United Kingdom", 24, 4, "  uk-1  2021  the United\n    Kingdom"},
		{"averyveryverylongwordthatfitsnowhere x", 20, 0, "averyveryverylongwordthatfitsnowhere\nx"},
		{"北京 北京 北京 北京 北京 北京", 23, 0, "北京 北京 北京 北京\n北京 北京"},
	} {
		if got := folded(c.in, c.width, c.indent); got != c.want {
			t.Errorf("folded(%q, %d, %d) =\n%s\nwant\n%s", c.in, c.width, c.indent, got, c.want)
		}
	}
}

// No line of a page is wider than the terminal, whatever its width, and no
// word of a cell is lost.
func TestPageFits(t *testing.T) {
	sh := func() *sheet {
		return &sheet{
			Head:    strings.Repeat("An answer in a sentence. ", 8),
			Columns: []string{"who", "how", "words", "when", "record"},
			Rows: [][]cell{
				{textCell("Australia"), textCell("own statement"), textCell(strings.Repeat("many words ", 20)), textCell("2021-07-19"), textCell("au-2021-07-19/organs")},
				{textCell("北京"), {}, textCell("few"), textCell("2021"), textCell("x-1")},
			},
			Notes: []string{strings.Repeat("a note ", 30)},
			Below: []indented{{0, "Evidence for Australia, own statement:"}, {6, "words: " + strings.Repeat("so and so ", 30)}},
		}
	}
	for width := 40; width <= 240; width += 7 {
		for _, color := range []string{"never", "always"} {
			out := &terminal{columns: width}
			s := &session{out: out, flags: globalFlags{color: color}}
			if err := s.print(sh()); err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(out.String()) {
				if w := text.StringWidthWithoutEscSequences(strings.TrimSuffix(line, "\n")); w > width {
					t.Errorf("width %d: a line of %d: %q", width, w, line)
				}
			}
			if got := strings.Count(out.String(), "many"); got != 20 {
				t.Errorf("width %d: %d of 20 words", width, got)
			}
			if marked := strings.Contains(out.String(), "\x1b["); marked != (color == "always") {
				t.Errorf("width %d, --color %s: marked up: %v", width, color, marked)
			}
		}
	}
}

func TestColor(t *testing.T) {
	for _, c := range []struct {
		flag, noColor, term string
		terminal, want      bool
	}{
		{"auto", "", "xterm", true, true},
		{"auto", "", "xterm", false, false},
		{"auto", "1", "xterm", true, false},
		{"auto", "", "dumb", true, false},
		{"always", "1", "dumb", false, true},
		{"never", "", "xterm", true, false},
	} {
		t.Setenv("NO_COLOR", c.noColor)
		t.Setenv("TERM", c.term)
		s := &session{out: &bytes.Buffer{}, flags: globalFlags{color: c.flag}}
		if c.terminal {
			s.out = &terminal{columns: 80}
		}
		if got := s.color(); got != c.want {
			t.Errorf("%+v: %v", c, got)
		}
	}
}

// On a terminal even the formats of programs are harmless.
func TestBareOnTerminal(t *testing.T) {
	for _, format := range []string{"csv", "tsv"} {
		out := &terminal{columns: 80}
		s := &session{out: out, err: &bytes.Buffer{}, flags: globalFlags{format: format}}
		if err := s.print(&sheet{Columns: []string{"x"}, Rows: [][]cell{{textCell("a\x1b[2Jb")}}}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(out.String(), "\x1b") {
			t.Errorf("%s: %q", format, out.String())
		}
	}
}

func TestFaultLine(t *testing.T) {
	long := strings.Repeat("a", 500)
	for _, c := range []struct {
		line  string
		col   int
		want  string
		caret int
	}{
		{"", 1, "", 0},
		{"abc\r\n", 2, "abc", 1},
		{"北京 x", 4, "北京 x", 5},
		{"a\tb", 3, "a b", 2},
		{"abc", 9, "abc", 3},
		{long, 300, long[:maxFaultLine], maxFaultLine - 20},
	} {
		got, caret := faultLine(c.line, c.col)
		if got != c.want || caret != c.caret {
			t.Errorf("faultLine(%.20q, %d) = %.20q, %d; want %.20q, %d", c.line, c.col, got, caret, c.want, c.caret)
		}
	}
}

func TestNearest(t *testing.T) {
	for typed, want := range map[string]string{"sate": "state", "claim": "claims", "incidnet": "incident", "poem": "", "sanctoin": "sanction"} {
		if got := nearest(typed, listKinds()); got != want {
			t.Errorf("nearest(%q) = %q, want %q", typed, got, want)
		}
	}
}
