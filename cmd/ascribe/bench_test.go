package main

import (
	"errors"
	"os/exec"
	"testing"
	"time"
)

// BenchmarkStart asks questions of the starter set, each in a process of its own,
// from its start to its end. Beside the time it takes it reports that of the
// processors (cpu-ms/op), which other work on the machine does not change as much.
func BenchmarkStart(b *testing.B) {
	for _, c := range []struct {
		name    string
		exit    int
		command []string
	}{
		{"nothing", 0, []string{"version"}},
		{"template", 0, []string{"ask", "which states were attributed without sanctions?"}},
		{"template with names", 0, []string{"ask", "who blamed China for the Exchange hack?"}},
		{"grammar", 0, []string{"ask", "states that the UK blamed but did not sanction"}},
		{"free words", 0, []string{"ask", "which countries got away without sanctions after being blamed"}},
		{"free words in Dutch", 0, []string{"ask", "Landen die wel als dader aangewezen zijn maar voor dat incident nooit een sanctie kregen"}},
		{"misspelt name", 0, []string{"ask", "who blamed Rusia for NotPettya"}},
		{"ambiguous name", 2, []string{"ask", "which states attributed the Storting hack?"}},
		{"refusal", 2, []string{"ask", "how many penguins live in Moscow"}},
		{"refusal in Dutch", 2, []string{"ask", "hoeveel pinguïns wonen er in Moskou"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			var used time.Duration
			for b.Loop() {
				command := exec.Command("ascribe", c.command...)
				err := command.Run()
				exit := 0
				if e, ok := errors.AsType[*exec.ExitError](err); ok {
					exit, err = e.ExitCode(), nil
				}
				if err != nil || exit != c.exit {
					b.Fatalf("%q: got exit code %d, %v, want %d", c.command, exit, err, c.exit)
				}
				used += command.ProcessState.UserTime() + command.ProcessState.SystemTime()
			}
			b.ReportMetric(float64(used.Microseconds())/1000/float64(b.N), "cpu-ms/op")
		})
	}
}
