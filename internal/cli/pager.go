package cli

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"

	"golang.org/x/term"
)

// pagerOptions make less leave what fits on the screen there, and keep colours.
const pagerOptions = "FRX"

// page writes a text to the output, through a pager where it is higher than
// the terminal: $ASCRIBE_PAGER, else $PAGER, else less; --no-pager, or a pager
// that is empty or cat, means none.
func (s *session) page(text string) error {
	pager := s.pager(strings.Count(text, "\n"))
	if pager == nil {
		_, err := io.WriteString(s.out, text)
		return err
	}
	cmd := exec.Command(pager[0], pager[1:]...) //nolint:gosec // the user's own choice of program
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(text), s.out, s.err
	cmd.Env = os.Environ()
	if os.Getenv("LESS") == "" {
		cmd.Env = append(cmd.Env, "LESS="+pagerOptions)
	}
	err := cmd.Run()
	if _, left := errors.AsType[*exec.ExitError](err); left {
		return nil // its user has seen what it showed
	}
	if err != nil {
		_, err = io.WriteString(s.out, text) // there is no such program
	}
	return err
}

// pager is the command to show a text of so many lines with, nil for none.
func (s *session) pager(lines int) []string {
	height, ok := s.height()
	if !ok || lines < height || s.flags.noPager || !term.IsTerminal(int(os.Stdin.Fd())) {
		return nil
	}
	command := "less"
	for _, name := range []string{"PAGER", "ASCRIBE_PAGER"} {
		if value, set := os.LookupEnv(name); set {
			command = value
		}
	}
	words := strings.Fields(command)
	if len(words) == 0 || words[0] == "cat" || os.Getenv("TERM") == "dumb" {
		return nil
	}
	if _, err := exec.LookPath(words[0]); err != nil {
		return nil
	}
	return words
}
