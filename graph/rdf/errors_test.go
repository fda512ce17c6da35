package rdf_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/ascribe-graph/ascribe/graph/rdf"
)

var expectation = regexp.MustCompile(`\t### (\d+) "(.*)" "(.*)"$`)

// TestErrors reads testdata/errors.txt, whose first lines say how it is
// written. Each chunk is read at once and in single bytes, with LF and CRLF.
func TestErrors(t *testing.T) {
	file, err := os.ReadFile("testdata/errors.txt")
	if err != nil {
		t.Fatal(err)
	}
	chunks := strings.Split(string(file), "\n--- ")[1:]
	for i, chunk := range chunks {
		name, text, _ := strings.Cut(chunk, "\n")
		format, err := rdf.ParseFormat(name)
		if err != nil {
			t.Fatal(err)
		}
		var want *rdf.SyntaxError
		lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
		for n, line := range lines {
			m := expectation.FindStringSubmatch(line)
			if m == nil {
				if strings.Contains(line, "###") {
					t.Fatalf("malformed expectation: %s", line)
				}
				continue
			}
			lines[n] = strings.TrimSuffix(line, m[0])
			want = &rdf.SyntaxError{Line: n + 1, Msg: strings.ReplaceAll(m[2], `\\`, `\`), Hint: strings.ReplaceAll(m[3], `\\`, `\`), Text: lines[n]}
			if _, err := fmt.Sscan(m[1], &want.Col); err != nil {
				t.Fatalf("malformed expectation: %s: %v", line, err)
			}
		}
		for _, eol := range []string{"\n", "\r\n", "\r"} {
			text := strings.Join(lines, eol)
			if lines[len(lines)-1] != "" {
				text += eol
			}
			for _, r := range []io.Reader{strings.NewReader(text), iotest.OneByteReader(strings.NewReader(text))} {
				_, err := rdf.ReadAll(r, format, &rdf.Options{File: "f"})
				t.Run(fmt.Sprintf("%d", i), func(t *testing.T) { checkError(t, text, err, want) })
			}
		}
	}
}

func checkError(t *testing.T, text string, err error, want *rdf.SyntaxError) {
	t.Helper()
	if want == nil {
		if err != nil {
			t.Errorf("%v\n%q", err, text)
		}
		return
	}
	got, ok := errors.AsType[*rdf.SyntaxError](err)
	switch {
	case !ok:
		t.Errorf("got %v, want %v\n%q", err, want, text)
	case got.Line != want.Line || got.Col != want.Col || !strings.Contains(got.Msg, want.Msg):
		t.Errorf("got  %v\nwant %v\n%q", got, want, text)
	case !strings.Contains(got.Hint, want.Hint) || want.Hint == "" && got.Hint != "" && strings.HasPrefix(got.Msg, "got unknown"):
		t.Errorf("%v: got hint %q, want %q", got, got.Hint, want.Hint)
	case got.Text != want.Text || got.TextCol != got.Col:
		t.Errorf("%v: got text %q and column %d, want %q and %d", got, got.Text, got.TextCol, want.Text, got.Col)
	case got.File != "f" || !strings.HasPrefix(err.Error(), fmt.Sprintf("f:%d:%d: got ", got.Line, got.Col)):
		t.Errorf("got %q, want file, line, column and message", err)
	}
}

// TestInvalidUTF8 checks that the position is that of the bad byte, and that
// what stands before it is still yielded.
func TestInvalidUTF8(t *testing.T) {
	for _, f := range textFormats {
		for _, bad := range []string{"\xff", "\xc3", "\xed\xa0\x80", "\xf5\x80\x80\x80", "\xc0\x80"} {
			text := "<urn:s> <urn:p> \"é\" .\n<urn:s> <urn:p> \"é" + bad + "\" .\n"
			for _, r := range []io.Reader{strings.NewReader(text), iotest.OneByteReader(strings.NewReader(text))} {
				n := 0
				var got *rdf.SyntaxError
				for _, err := range rdf.NewReader(r, f, nil).Quads() {
					if err != nil {
						got, _ = errors.AsType[*rdf.SyntaxError](err)
						break
					}
					n++
				}
				if n != 1 || got == nil || got.Line != 2 || got.Col != 19 || !strings.Contains(got.Msg, "want UTF-8") || got.Hint == "" {
					t.Errorf("%s: %q: got %d quads and %v, want 1 and an error at 2:19", f, bad, n, got)
				}
			}
		}
		_, err := rdf.ReadAll(strings.NewReader("# ends within a rune \xe2\x82"), f, nil)
		if se, ok := errors.AsType[*rdf.SyntaxError](err); !ok || se.Col != 22 {
			t.Errorf("%s: got %v, want an error in column 22", f, err)
		}
	}
}

// TestFarPosition puts a fault behind many buffers, in a long line.
func TestFarPosition(t *testing.T) {
	line := "<urn:s> <urn:p> \"é" + strings.Repeat("x", 300) + "\" . # é\n"
	for _, f := range textFormats {
		text := strings.Repeat(line, 2000) + `<urn:s> <urn:p> "` + strings.Repeat("é", 100_000) + `" ? .` + "\n" + line
		_, err := rdf.ReadAll(strings.NewReader(text), f, nil)
		got, ok := errors.AsType[*rdf.SyntaxError](err)
		if !ok || got.Line != 2001 || got.Col != 17+100_000+3 {
			t.Errorf("%s: got %v, want 2001:%d", f, err, 17+100_000+3)
			continue
		}
		if len(got.Text) > 220 || !strings.HasSuffix(got.Text, `é" ? .`) || []rune(got.Text)[got.TextCol-1] != '?' {
			t.Errorf("%s: got text %q, column %d", f, got.Text, got.TextCol)
		}
	}
}

// TestReaderError checks that the error of the io.Reader comes through.
func TestReaderError(t *testing.T) {
	broken := errors.New("disk on fire")
	for _, f := range rdf.Formats() {
		for _, text := range []string{"", "<urn:s> <urn:p> 'x", "<urn:s> <urn:p> <urn:o> .\n", "<urn:s> <urn:p> <urn:o> .\n<urn:s"} {
			r := io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken))
			if _, err := rdf.ReadAll(r, f, &rdf.Options{File: "f"}); !errors.Is(err, broken) || !strings.Contains(err.Error(), "f") {
				t.Errorf("%s: %q: got %v, want %v", f, text, err, broken)
			}
		}
	}
}

// endless yields head, then body for ever, and counts what was taken.
type endless struct {
	head string
	body byte
	n    int
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.head)
	e.head = e.head[n:]
	for i := n; i < len(p); i++ {
		p[i] = e.body
	}
	e.n += len(p)
	return len(p), nil
}

// TestLimits feeds terms, lines and nesting without end: each is an error with
// a position after a bounded amount of input.
func TestLimits(t *testing.T) {
	const limit = 1 << 20
	ok := "<urn:a> <urn:p> <urn:o> .\n"
	for _, c := range []struct {
		head string
		body byte
		only string // formats
		col  int
	}{
		{`<urn:s> <urn:p> "`, 'x', "ttl trig", 17},
		{`<urn:s> <urn:p> """`, '\n', "ttl trig", 17},
		{`<urn:s> <urn:`, 'x', "ttl trig", 9},
		{`<urn:s> <urn:p> `, '1', "ttl trig", 17},
		{`<urn:s> <urn:p> "x"@`, 'a', "ttl trig", 20},
		{`<urn:s> <urn:p> _:a`, '.', "ttl trig", 21},
		{`<urn:s> <urn:p> _:a`, 'b', "ttl trig", 17},
		{`PREFIX p: <urn:x:> p:a`, 'b', "ttl trig", 20},
		{`PREFIX p`, 'p', "ttl trig", 8},
		{`word`, 'd', "ttl trig", 1},
		{`<urn:s> <urn:p> "`, 'x', "nt nq", 1},
		{`#`, 'x', "nt nq", 1},
	} {
		for f := range strings.FieldsSeq(c.only) {
			format, _ := rdf.ParseFormat(f)
			r := &endless{head: ok + c.head, body: c.body}
			quads, err := rdf.ReadAll(r, format, &rdf.Options{MaxTerm: limit})
			got, isSyntax := errors.AsType[*rdf.SyntaxError](err)
			if !isSyntax || got.Line != 2 || got.Col != c.col || !strings.Contains(got.Msg, "longer than 1048576 bytes") {
				t.Errorf("%s: %s%c…: got %v and %d quads, want an error at 2:%d", f, c.head, c.body, err, len(quads), c.col)
			}
			if r.n > 4*limit {
				t.Errorf("%s: %s%c…: read %d bytes", f, c.head, c.body, r.n)
			}
		}
	}
	for _, open := range []string{"[ <urn:p> ", "( "} {
		text := "<urn:s> <urn:p> " + strings.Repeat(open, 5000)
		_, err := rdf.ReadAll(strings.NewReader(text), rdf.Turtle, nil)
		if got, ok := errors.AsType[*rdf.SyntaxError](err); !ok || !strings.Contains(got.Msg, "nested more than 1000 deep") {
			t.Errorf("%q nested: got %v", open, err)
		}
	}
	// Exactly the limit is no error, one more is.
	for n, want := range map[int]bool{99: true, 100: true, 101: false} {
		for _, text := range []string{`"` + strings.Repeat("x", n) + `"`, "<urn:" + strings.Repeat("x", n-4) + ">"} {
			_, err := rdf.ReadAll(strings.NewReader("<urn:s> <urn:p> "+text+" ."), rdf.Turtle, &rdf.Options{MaxTerm: 100})
			if (err == nil) != want {
				t.Errorf("a term of %d bytes under a limit of 100: %v", n, err)
			}
		}
	}
}

// TestLongComment checks that what is no term is not bounded as one, nor kept.
func TestLongComment(t *testing.T) {
	text := "<urn:s> <urn:p> # " + strings.Repeat("c", 300_000) + "\n" + strings.Repeat("\n", 300_000) + "1 ."
	quads, err := rdf.ReadAll(strings.NewReader(text), rdf.Turtle, &rdf.Options{MaxTerm: 1000})
	if err != nil || len(quads) != 1 {
		t.Errorf("got %v and %v, want one quad", quads, err)
	}
}

// TestCarriageReturns reads many lines that end in a lone CR.
func TestCarriageReturns(t *testing.T) {
	text := strings.Repeat("<urn:s> <urn:p> <urn:o> .\r", 10_000)
	for _, f := range textFormats {
		quads, err := rdf.ReadAll(strings.NewReader(text), f, &rdf.Options{MaxTerm: 1000})
		if err != nil || len(quads) != 10_000 {
			t.Errorf("%s: got %d quads and %v, want 10000", f, len(quads), err)
		}
	}
}

// textFormats are the formats that are read as they come; JSON-LD is not.
var textFormats = []rdf.Format{rdf.NTriples, rdf.NQuads, rdf.Turtle, rdf.TriG}
