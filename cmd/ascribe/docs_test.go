package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/cli"
)

// screen is what a person sees: results and messages on one terminal.
type screen struct{ bytes.Buffer }

func (*screen) Width() int { return 100 }

// A fence is one fenced block of a document.
type fence struct {
	info  string // what follows the three backquotes
	lines []string
}

// splitFences splits a document at its fenced blocks: text, block, text, …
func splitFences(doc string) (texts []string, blocks []fence) {
	var text strings.Builder
	var open *fence
	for line := range strings.Lines(doc) {
		info, isFence := strings.CutPrefix(line, "```")
		switch {
		case isFence && open == nil:
			texts = append(texts, text.String())
			text.Reset()
			open = &fence{info: strings.TrimSpace(info)}
		case isFence:
			blocks = append(blocks, *open)
			open = nil
		case open != nil:
			open.lines = append(open.lines, strings.TrimSuffix(line, "\n"))
		default:
			text.WriteString(line)
		}
	}
	return append(texts, text.String()), blocks
}

// TestDocs runs the sessions of each document in order, and compares what they
// print. A block whose name is a file's writes that file.
func TestDocs(t *testing.T) {
	for _, name := range []string{"guide.md", "model.md", "rules.md", "sparql.md", "stix.md"} {
		t.Run(name, func(t *testing.T) { runDocument(t, "docs/"+name) })
	}
}

func runDocument(t *testing.T, name string) {
	path, err := filepath.Abs("../../" + name)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	t.Setenv("ASCRIBE_GRAPH", "")
	t.Setenv("NO_COLOR", "1")
	texts, blocks := splitFences(string(doc))
	var out strings.Builder
	for i, b := range blocks {
		out.WriteString(texts[i] + "```" + b.info + "\n")
		if _, file, ok := strings.Cut(b.info, " "); ok {
			if err := os.WriteFile(file, []byte(strings.Join(b.lines, "\n")+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got := b.lines
		if b.info == "console" {
			got = rerun(t, b.lines)
		}
		for _, l := range got {
			out.WriteString(l + "\n")
		}
		out.WriteString("```\n")
	}
	out.WriteString(texts[len(texts)-1])
	if out.String() == string(doc) {
		return
	}
	if *update {
		if err := os.WriteFile(path, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, got := strings.Split(string(doc), "\n"), strings.Split(out.String(), "\n")
	for i := range min(len(want), len(got)) {
		if want[i] != got[i] {
			t.Fatalf("%s:%d:\n got %s\nwant %s\n(-update rewrites it)", name, i+1, got[i], want[i])
		}
	}
	t.Fatalf("%s: %d lines, want %d (-update rewrites it)", name, len(got), len(want))
}

// rerun runs the commands of a session and returns the session anew.
func rerun(t *testing.T, lines []string) []string {
	t.Helper()
	var out []string
	for _, l := range lines {
		command, ok := strings.CutPrefix(l, "$ ")
		if !ok {
			continue // what it printed
		}
		out = append(out, l)
		if name, value, ok := strings.Cut(strings.TrimPrefix(command, "export "), "="); ok && strings.HasPrefix(command, "export ") {
			t.Setenv(name, value)
			continue
		}
		var seen screen
		args := words(t, command)
		switch args[0] {
		case "ascribe":
			var in io.Reader = strings.NewReader("")
			if i := slices.Index(args, "<"); i > 0 {
				text, err := os.ReadFile(args[i+1])
				if err != nil {
					t.Fatal(err)
				}
				in, args = bytes.NewReader(text), args[:i]
			}
			cli.Main(args[1:], in, &seen, &seen)
		case "dot":
			dot(t, args[1:], nil)
		default:
			t.Fatalf("cannot run %q", command)
		}
		if text := strings.TrimRight(seen.String(), "\n"); text != "" {
			out = append(out, strings.Split(text, "\n")...)
		}
	}
	return out
}

// dot runs Graphviz if it is there.
func dot(t *testing.T, args []string, in io.Reader) {
	t.Helper()
	if _, err := exec.LookPath("dot"); err != nil {
		t.Log("no dot on PATH: its commands are not run")
		return
	}
	cmd := exec.CommandContext(t.Context(), "dot", args...)
	cmd.Stdin = in
	if said, err := cmd.CombinedOutput(); err != nil || len(said) > 0 {
		t.Errorf("dot %q: %v, %s", args, err, said)
	}
}

var word = regexp.MustCompile(`"([^"]*)"|'([^']*)'|(\S+)`)

// words splits a command line as a shell does, as far as documents need it.
func words(t *testing.T, command string) []string {
	t.Helper()
	var out []string
	for _, m := range word.FindAllStringSubmatch(command, -1) {
		if strings.ContainsAny(m[3], `"'$`) {
			t.Fatalf("cannot read %q", command)
		}
		out = append(out, m[1]+m[2]+m[3])
	}
	return out
}

// TestREADME runs the sessions of the README, whose first screen is the first
// thing that a newcomer types.
func TestREADME(t *testing.T) {
	doc, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	t.Setenv("ASCRIBE_GRAPH", "")
	_, blocks := splitFences(string(doc))
	ran := 0
	for _, b := range blocks {
		if b.info != "console" {
			continue
		}
		for _, l := range b.lines {
			command, ok := strings.CutPrefix(l, "$ ")
			if !ok {
				t.Errorf("not a command: %q", l)
				continue
			}
			args := words(t, command)
			if len(args) > 2 && slices.Equal(args[:3], []string{"go", "run", "./cmd/ascribe"}) {
				args = append([]string{"ascribe"}, args[3:]...)
			}
			switch {
			case args[0] == "ascribe":
				var out, errOut bytes.Buffer
				code := cli.Main(args[1:], strings.NewReader(""), &out, &errOut)
				if i := slices.Index(args, "-o"); i > 0 {
					written, err := os.ReadFile(args[i+1])
					if err != nil {
						t.Error(err)
					}
					out.Write(written)
				}
				if code != 0 || out.Len() == 0 {
					t.Errorf("%s: exit code %d, printed %q, %s", command, code, out.String(), errOut.String())
				}
				if ran++; ran == 1 && !strings.Contains(out.String(), "China") {
					t.Errorf("%s: %s", command, out.String())
				}
			case args[0] == "make":
				if target := fmt.Sprintf("\n%s:", args[1]); !strings.Contains(string(makefile), target) {
					t.Errorf("%s: the Makefile has no such target", command)
				}
			case slices.Equal(args[:2], []string{"go", "install"}): // needs the network
			default:
				t.Errorf("cannot run %q", command)
			}
		}
	}
	if ran < 3 {
		t.Errorf("ran %d commands; was the README read?", ran)
	}
}
