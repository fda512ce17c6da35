package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/peterh/liner"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"
)

// maxShellLine is the longest line, or query of several lines, that the shell
// reads from a file or a pipe.
const maxShellLine = 1 << 20

func (s *session) shellCommand() *cobra.Command {
	var noHistory, keepGoing bool
	c := &cobra.Command{
		Use:   "shell",
		Short: "Ask and look around with the graph kept open",
		Long: `Read questions, SPARQL queries and commands, a line each, with the graph kept open. A command is written without the
leading 'ascribe'. The rows of the last answer have numbers: 'show 3', 'why 2', 'draw 1', 'cite 1-3'; 'show 3.2' means
what stands in the second column. 'lens --by UK --as-of 2021' looks through a lens from then on, 'lens clear' through
the default one. A query goes on over several lines until its braces are closed. Where a question is not understood, or
may mean several things, what it may have meant has numbers: '2' asks the second.

Tab completes questions, names, commands and flags; the arrow keys and Ctrl-R find earlier lines, which are kept in
$XDG_STATE_HOME/ascribe/history (a line that begins with a space is not). Ctrl-C stops a query, Ctrl-D leaves.

Without a terminal the lines are read from standard input, and the first that fails ends the script with its exit code.`,
		Example: `  ascribe shell
  ascribe shell --by UK --as-of 2021-07-31
  ascribe shell < script.txt > answers.tsv`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			sh, err := s.newShell(c)
			if err != nil {
				return err
			}
			defer sh.close()
			in, isFile := s.in.(*os.File)
			if isFile && s.terminal() && term.IsTerminal(int(in.Fd())) && liner.TerminalSupported() {
				return sh.talk(c.Context(), !noHistory)
			}
			return sh.script(c.Context(), s.in, keepGoing)
		},
	}
	c.Flags().BoolVar(&noHistory, "no-history", false, "neither read nor keep a history of lines")
	c.Flags().BoolVar(&keepGoing, "keep-going", false, "in a script, go on after a line that fails")
	return c
}

// shell is a session that reads lines.
type shell struct {
	*session
	base []string // the global flags that the shell was started with
	lens []string // lens flags on top of them
	said string   // the lens in words, for the prompt
	last kept     // of the last answer

	number bool // answers have numbered rows
}

// kept is what the numbers of the last answer mean.
type kept struct {
	args []string // the command that gave the answer
	rows []keptRow
}

// keptGraph is the graph that a shell holds open for its commands.
type keptGraph struct {
	name string // of --graph
	g    *graph.Graph
}

func (s *session) newShell(c *cobra.Command) (*shell, error) {
	sh := &shell{session: s}
	c.Root().PersistentFlags().VisitAll(func(f *pflag.Flag) {
		if f.Changed {
			sh.base = append(sh.base, flagArgs(f)...)
		}
	})
	s.held = &keptGraph{}
	err := sh.describeLens(c.Context())
	if errors.Is(err, fs.ErrNotExist) && !slices.ContainsFunc(sh.base, isLensArg) {
		err = nil // 'init' and 'import' make it
	}
	return sh, err
}

// flagArgs writes a flag as it is typed.
func flagArgs(f *pflag.Flag) []string {
	if list, ok := f.Value.(pflag.SliceValue); ok {
		var out []string
		for _, v := range list.GetSlice() {
			out = append(out, "--"+f.Name+"="+v)
		}
		return out
	}
	return []string{"--" + f.Name + "=" + f.Value.String()}
}

func (sh *shell) close() {
	if sh.held.g != nil {
		sh.held.g.Close()
		sh.held.g = nil
	}
	sh.session.g = nil
}

// globals are the flags that each command gets.
func (sh *shell) globals() []string { return slices.Concat(sh.base, sh.lens) }

// child is a session for one command, on the shell's graph.
func (sh *shell) child(out, errOut io.Writer) *session {
	return &session{in: strings.NewReader(""), out: out, err: errOut, held: sh.held, numbered: sh.number}
}

// describeLens finds out how the lens is called in the prompt, and that it can
// be.
func (sh *shell) describeLens(ctx context.Context) error {
	var said string
	s := sh.child(io.Discard, io.Discard)
	probe := s.command()
	if err := probe.ParseFlags(sh.globals()); err != nil {
		return &usageError{err, "see 'ascribe --help' for the lens flags"}
	}
	if err := s.flags.check(); err != nil {
		return err
	}
	err := s.view(ctx, func(v *graph.View, _ *ask.Names) error {
		said = s.describe(v)
		return nil
	})
	if err != nil {
		return err
	}
	sh.said = said
	return nil
}

// script runs lines until one fails.
func (sh *shell) script(ctx context.Context, in io.Reader, keepGoing bool) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxShellLine)
	var first error
	done := 0
	for {
		text, err := sh.read(func(string) (string, error) {
			if !lines.Scan() {
				if err := lines.Err(); err != nil {
					return "", err
				}
				return "", io.EOF
			}
			return lines.Text(), nil
		})
		if errors.Is(err, bufio.ErrTooLong) {
			return &hintedError{fmt.Errorf("a line of more than %d bytes", maxShellLine), "'query -f FILE' reads a long query"}
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if text != "" {
			if done++; done > 1 && sh.terminal() {
				fmt.Fprintln(sh.out)
			}
			code, left := sh.do(ctx, text)
			if code != exitDone && first == nil {
				first = &exitError{code}
			}
			if left || code != exitDone && !keepGoing {
				return first
			}
		}
		if err != nil {
			return first
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// exitError ends the program with a code; what it means is printed already.
type exitError struct{ code int }

func (e *exitError) Error() string { return fmt.Sprintf("exit code %d", e.code) }

// read returns the next thing to do: a line, or the lines of a query.
func (sh *shell) read(next func(prompt string) (string, error)) (string, error) {
	text, err := next(sh.prompt())
	for err == nil && isSPARQL(text) && open(text) && len(text) < maxShellLine {
		var more string
		if more, err = next(strings.Repeat(" ", len("ascribe")) + "> "); err == nil {
			text += "\n" + more
		}
		if errors.Is(err, io.EOF) {
			return text, err
		}
	}
	return text, err
}

// prompt says through which lens the shell looks.
func (sh *shell) prompt() string {
	if sh.said == "" {
		return "ascribe> "
	}
	said := oneLine(sh.said)
	most := 40
	if w := sh.width(); w > 0 {
		most = min(most, w/2)
	}
	if r := []rune(said); textWidth(said) > most {
		for len(r) > 0 && textWidth(string(r)) > most-1 {
			r = r[:len(r)-1]
		}
		said = strings.TrimRight(string(r), " ;,") + "…"
	}
	return "ascribe [" + said + "]> "
}

// talk reads lines from a terminal.
func (sh *shell) talk(ctx context.Context, withHistory bool) error {
	ctx = context.WithoutCancel(ctx) // Ctrl-C is for what runs, not for the shell
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	defer signal.Stop(interrupts)

	outside, err := liner.TerminalMode()
	if err != nil {
		return err
	}
	l := liner.NewLiner()
	defer l.Close()
	within, err := liner.TerminalMode()
	if err != nil {
		return err
	}
	l.SetCtrlCAborts(true)
	l.SetTabCompletionStyle(liner.TabPrints)
	l.SetWordCompleter(func(line string, pos int) (string, []string, string) { return sh.complete(ctx, line, pos) })
	if withHistory {
		if err := loadHistory(l); err != nil {
			fmt.Fprintf(sh.err, "ascribe: the history cannot be read: %s\n", oneLine(err.Error()))
		}
	}
	sh.number = true
	sh.greet(ctx)
	for {
		text, err := sh.read(l.Prompt)
		switch {
		case errors.Is(err, liner.ErrPromptAborted):
			continue
		case errors.Is(err, io.EOF):
			fmt.Fprintln(sh.out)
			return nil
		case err != nil:
			return err
		}
		if strings.TrimSpace(text) == "" {
			continue
		}
		if !strings.HasPrefix(text, " ") {
			line := strings.Join(strings.Fields(text), " ")
			if strings.Contains(text, "\n") {
				text = strings.TrimSpace(text)
			} else {
				line = strings.TrimSpace(text)
			}
			l.AppendHistory(line)
			if withHistory {
				if err := keepLine(line); err != nil {
					fmt.Fprintf(sh.err, "ascribe: the history cannot be kept: %s\n", oneLine(err.Error()))
					withHistory = false
				}
			}
		}
		if err := outside.ApplyMode(); err != nil {
			return err
		}
		left := sh.interruptible(ctx, interrupts, text)
		if left {
			return nil
		}
		if err := within.ApplyMode(); err != nil {
			return err
		}
	}
}

// interruptible does a line until Ctrl-C, and reports whether to leave.
func (sh *shell) interruptible(ctx context.Context, interrupts <-chan os.Signal, text string) (left bool) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	done := make(chan struct{})
	defer close(done)
	select { // one that came while nothing ran
	case <-interrupts:
	default:
	}
	go func() {
		select {
		case <-interrupts:
			cancel()
		case <-done:
		}
	}()
	_, left = sh.do(ctx, text)
	return left
}

// greet says what is open and what can be typed.
func (sh *shell) greet(ctx context.Context) {
	s := sh.child(io.Discard, io.Discard)
	_ = s.command().ParseFlags(sh.globals())
	err := s.view(ctx, func(v *graph.View, _ *ask.Names) error {
		fmt.Fprintln(sh.out, folded(fmt.Sprintf("%s: %s.", oneLine(s.g.Name()), v.World()), sh.width(), 0))
		return nil
	})
	if err != nil { // of a graph that is not there
		sh.fail(err)
	}
	fmt.Fprintln(sh.out, sh.mark(dim, folded("Type a question, a SPARQL query or a command. 'help' says more; Tab completes, Ctrl-D leaves.", sh.width(), 0)))
}
