package main

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// program starts this test binary as the command.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// testscript decides by the name under which the binary runs.
	name := "ascribe"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	link := filepath.Join(t.TempDir(), name)
	if err := os.Symlink(self, link); err != nil {
		t.Skipf("cannot run the command under its name: %v", err)
	}
	cmd := exec.CommandContext(t.Context(), link, args...)
	cmd.Env = append(os.Environ(), "ASCRIBE_GRAPH=seeds:founding,record-2021", isCommand+"=1")
	return cmd
}

// A reader that stops reading ends the program without a word.
func TestClosedPipe(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no SIGPIPE")
	}
	for _, args := range [][]string{{"export", "nquads"}, {"list", "records", "--format", "table"}, {"draw", "China"}} {
		cmd := program(t, args...)
		var errOut bytes.Buffer
		cmd.Stderr = &errOut
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		r.Close() // nobody reads
		cmd.Stdout = w
		err = cmd.Run()
		w.Close()
		if err == nil {
			t.Errorf("%q: ended well", args)
		}
		if strings.Contains(errOut.String(), "error") {
			t.Errorf("%q: said %q", args, errOut.String())
		}
	}
}

// A disk that is full is an error, whatever is written.
func TestFullDisk(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("no /dev/full here")
	}
	for _, args := range [][]string{
		{},
		{"--help"},
		{"version"},
		{"list", "states"},
		{"list", "states", "--format", "csv"},
		{"list", "states", "--format", "json"},
		{"list", "states", "--format", "table"},
		{"export", "trig"},
		{"draw", "APT31"},
		{"query", "ASK {}"},
		{"query", "DESCRIBE id:us"},
		{"query", "SELECT * { ?s ?p ?o }", "--format", "srj"},
		{"ask", "--list"},
		{"completion", "bash"},
	} {
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		cmd := program(t, args...)
		cmd.Stdout = full
		var errOut bytes.Buffer
		cmd.Stderr = &errOut
		err = cmd.Run()
		full.Close()
		exit, ok := errors.AsType[*exec.ExitError](err)
		if !ok || exit.ExitCode() != 1 || !strings.Contains(errOut.String(), "no space left on device") {
			t.Errorf("%q: %v, %q; want exit code 1 and the reason", args, err, errOut.String())
		}
	}
}

// An interrupt ends a long query, and an import without a trace.
func TestInterrupt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows sends no interrupt to a child")
	}
	dir := t.TempDir()
	graph := filepath.Join(dir, "g.trig")
	for name, args := range map[string][]string{
		"query":  {"query", "--timeout", "1m", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(STRLEN(CONCAT(STR(?c), STR(?f), STR(?i), STR(?l))) = 1) }"},
		"import": {"--graph", graph, "import", "--as", "nquads", "-"},
	} {
		cmd := program(t, args...)
		in, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		errOut, err := cmd.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		feed := make(chan error, 1)
		go func() { // an import that never ends
			line := []byte("<http://example.org/s> <http://example.org/p> \"o\" .\n")
			for {
				if _, err := in.Write(line); err != nil {
					feed <- err
					return
				}
			}
		}()
		time.Sleep(500 * time.Millisecond)
		start := time.Now()
		if err := cmd.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
		said, _ := io.ReadAll(bufio.NewReader(errOut))
		err = cmd.Wait()
		if err := <-feed; err == nil {
			t.Errorf("%s: read on for ever", name)
		}
		exit, ok := errors.AsType[*exec.ExitError](err)
		if !ok || exit.ExitCode() != 1 || !strings.Contains(string(said), "ascribe: error: interrupted") {
			t.Errorf("%s: %v, %q; want exit code 1 and 'interrupted'", name, err, said)
		}
		if d := time.Since(start); d > 10*time.Second {
			t.Errorf("%s: ended %s after the interrupt", name, d)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// A graph's file keeps its mode.
func TestFileMode(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no such modes")
	}
	dir := t.TempDir()
	graph, more := filepath.Join(dir, "g.nq"), filepath.Join(dir, "more.nq")
	write := func(path, text string, mode os.FileMode) {
		t.Helper()
		if err := errors.Join(os.WriteFile(path, []byte(text), mode), os.Chmod(path, mode)); err != nil {
			t.Fatal(err)
		}
	}
	write(graph, "<http://example.org/s> <http://example.org/p> \"1\" .\n", 0o640)
	write(more, "<http://example.org/s> <http://example.org/p> \"2\" .\n", 0o600)
	for _, args := range [][]string{{"--graph", graph, "import", more}, {"--graph", more, "export", "nquads", "-o", graph}} {
		if out, err := program(t, args...).CombinedOutput(); err != nil {
			t.Fatalf("%q: %v, %s", args, err, out)
		}
		info, err := os.Stat(graph)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != 0o640 {
			t.Errorf("%q: mode %o, want 640", args, got)
		}
	}
}
