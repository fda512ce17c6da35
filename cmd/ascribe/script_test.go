package main

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expectations of scripts and documents")

// isCommand is set where this binary is started as the command.
const isCommand = "ASCRIBE_TEST_IS_COMMAND"

func TestMain(m *testing.M) {
	if os.Getenv(isCommand) != "" && strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe") != "ascribe" {
		panic("the tests were about to start themselves")
	}
	testscript.Main(m, map[string]func(){"ascribe": main})
}

// TestScript runs the scripts of testdata/script, which double as a manual.
// Commands beyond testscript's own:
//
//	exits N COMMAND...     runs a command that must end with exit code N
//	hugeline FILE BYTES    writes one N-Triples line whose literal has that size
//	bytes FILE TEXT        writes a Go string literal, such as "caf\xff", into a file
//	columns LIST FILE      compares columns, such as 1,2, of the last tab-separated output with a file
//	samefiles A B          fails unless two folders hold the same files
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                "testdata/script",
		UpdateScripts:      *update,
		RequireUniqueNames: true,
		Setup: func(e *testscript.Env) error {
			for _, name := range []string{"ASCRIBE_GRAPH", "NO_COLOR"} {
				e.Setenv(name, "")
			}
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond == "root" { // reads every file, whatever its mode
				return os.Geteuid() == 0, nil
			}
			return false, errors.New("unknown condition " + cond)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "hugeline": hugeLine, "bytes": rawBytes, "samefiles": sameFiles, "columns": columns,
		},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

func hugeLine(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	f, err := os.Create(ts.MkAbs(args[0]))
	ts.Check(err)
	defer f.Close()
	_, err = f.WriteString(`<http://example.org/s> <http://example.org/p> "`)
	ts.Check(err)
	for block := bytes.Repeat([]byte("a"), 1<<20); n > 0; n -= len(block) {
		_, err = f.Write(block[:min(n, len(block))])
		ts.Check(err)
	}
	_, err = f.WriteString("\" .\n")
	ts.Check(err)
}

func rawBytes(ts *testscript.TestScript, _ bool, args []string) {
	text, err := strconv.Unquote(`"` + strings.Join(args[1:], " ") + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}

func sameFiles(ts *testscript.TestScript, _ bool, args []string) {
	list := func(dir string) (out []string) {
		entries, err := os.ReadDir(ts.MkAbs(dir))
		ts.Check(err)
		for _, e := range entries {
			b, err := os.ReadFile(filepath.Join(ts.MkAbs(dir), e.Name()))
			ts.Check(err)
			out = append(out, e.Name()+"\n"+string(b))
		}
		return out
	}
	a, b := strings.Join(list(args[0]), "\n"), strings.Join(list(args[1]), "\n")
	if a != b {
		ts.Fatalf("%s and %s differ:\n%s\n--- and ---\n%s", args[0], args[1], a, b)
	}
}

func columns(ts *testscript.TestScript, _ bool, args []string) {
	var got strings.Builder
	for line := range strings.Lines(ts.ReadFile("stdout")) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		var kept []string
		for n := range strings.SplitSeq(args[0], ",") {
			i, err := strconv.Atoi(n)
			ts.Check(err)
			if i > len(fields) {
				ts.Fatalf("no column %d in %q", i, line)
			}
			kept = append(kept, fields[i-1])
		}
		got.WriteString(strings.Join(kept, "\t") + "\n")
	}
	if want := ts.ReadFile(args[1]); got.String() != want {
		ts.Fatalf("got\n%s\nwant\n%s", got.String(), want)
	}
}
