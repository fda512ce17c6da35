package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// At a terminal what a refused question may have meant is asked by its number.
func TestChooseAtTerminal(t *testing.T) {
	t.Setenv("ASCRIBE_GRAPH", "seeds:founding,record-2021")
	const near = "who sanctioned China because of jealousy over the Exchange hack?"
	for _, tt := range []struct {
		name, question string
		flags          []string
		typed          string // after the prompt
		code           int
		want           []string
		not            []string
	}{
		{"none", near, nil, "\n", exitNotCommand, []string{"  1  ", "Enter none: "}, []string{"hint:", "World: "}},
		{"the end", near, nil, "\x04", exitNotCommand, []string{"Enter none: "}, []string{"World: "}},
		{"no such number", near, nil, "77\n", exitNotCommand, []string{"Enter none: "}, []string{"World: "}},
		{"a question", near, nil, "1\n", exitDone, []string{"Enter none: ", "World: "}, nil},
		{"a name", "Who is Hainan?", nil, "2\n", exitDone, []string{`"Hainan" may be `, "  2  Hainan Xiandun", "Hainan Xiandun Technology: company"}, nil},
		{"in Dutch", "Chinese groepen", nil, "1\n", exitDone, []string{"op 2 manieren", "Enter geen: ", "Wereld: "}, nil},
		{"for a program", near, []string{"--format", "json"}, "", exitNotCommand, []string{"hint: questions near it"}, []string{"Enter"}},
		{"for a script", near, []string{"--exit-status"}, "", exitNotCommand, []string{"hint: questions near it"}, []string{"Enter"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			code, shown := atTerminal(t, append([]string{"ask", "--no-pager", tt.question}, tt.flags...), tt.typed)
			if code != tt.code {
				t.Errorf("exit code %d, want %d", code, tt.code)
			}
			for _, s := range tt.want {
				if !strings.Contains(shown, s) {
					t.Errorf("no %q in\n%s", s, shown)
				}
			}
			for _, s := range tt.not {
				if strings.Contains(shown, s) {
					t.Errorf("there is %q in\n%s", s, shown)
				}
			}
		})
	}
}

// At a terminal the sentence of an answer that was said first makes room for the
// whole answer.
func TestSayFirstAtTerminal(t *testing.T) {
	t.Setenv("ASCRIBE_GRAPH", "seeds:founding,record-2021")
	t.Setenv("TERM", "xterm")
	code, shown := atTerminal(t, []string{"ask", "--no-pager", "--color", "never", "Who blamed China for the Exchange hack?"}, "")
	if code != exitDone {
		t.Errorf("exit code %d", code)
	}
	said, page, ok := strings.Cut(shown, "\x1b[1A\r\x1b[J")
	if !ok || said == "" || !strings.HasPrefix(page, said) || strings.Contains(page, "\x1b") {
		t.Errorf("shown %q", shown)
	}
	t.Setenv("TERM", "dumb")
	if _, shown := atTerminal(t, []string{"ask", "--no-pager", "Who blamed China for the Exchange hack?"}, ""); shown != page {
		t.Errorf("a dumb terminal shows\n%q\nand another\n%q", shown, page)
	}
}

// atTerminal runs the command at a terminal into which something was typed, and
// returns its exit code and what was shown.
func atTerminal(t *testing.T, args []string, typed string) (code int, shown string) {
	t.Helper()
	keyboard, tty := pseudoTerminal(t)
	if _, err := io.WriteString(keyboard, typed); err != nil {
		t.Fatal(err)
	}
	all := make(chan string)
	go func() {
		b, _ := io.ReadAll(keyboard) // ends with an error when the terminal is closed
		all <- string(b)
	}()
	code = Main(args, tty, tty, tty)
	tty.Close()
	select {
	case shown = <-all:
	case <-time.After(time.Minute):
		t.Fatal("the terminal stays open")
	}
	return code, strings.ReplaceAll(shown, "\r\n", "\n")
}

// pseudoTerminal opens a pseudo-terminal of 200 columns: pty(7).
func pseudoTerminal(t *testing.T) (keyboard, tty *os.File) {
	t.Helper()
	keyboard, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("there are no pseudo-terminals here")
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { keyboard.Close() })
	fd := int(keyboard.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	tty, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 50, Col: 200}); err != nil {
		t.Fatal(err)
	}
	return keyboard, tty
}
