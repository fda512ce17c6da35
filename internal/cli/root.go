// Package cli is the command line of Ascribe: one file a verb, over one
// session that holds the graph, the lens and the way of printing.
//
// Results go to standard output, everything else to standard error. The exit
// code is 0 if the work was done, 1 if it failed, 2 if the command or the query
// was not understood, 3 if data was bad.
package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/spf13/cobra"
)

// The exit codes.
const (
	exitDone       = 0
	exitFailed     = 1
	exitNotCommand = 2
	exitBadData    = 3
)

// session is one run of the command.
type session struct {
	in       io.Reader
	out, err io.Writer
	flags    globalFlags

	g *graph.Graph // opened on first use
	// version says which state of the graph is looked at; nil before a view.
	version func() (graph.Version, error)

	// Of a command that the shell runs.
	held     *keptGraph // the graph that stays open
	numbered bool       // rows on a page have numbers
	whyRows  []int      // the rows whose evidence is asked for, and nothing else
	found    *sheet     // what was printed last
	first    first      // of the answer that is being looked up
	mayMean  choices    // what the question that was refused may have meant
}

// globalFlags are the flags that every verb has.
type globalFlags struct {
	graph      string
	format     string
	metaFile   string
	lang       string
	exitStatus bool
	iris       bool
	color      string
	noPager    bool
	full       bool
	timeout    time.Duration
	lens       lensFlags
	templates  string
}

// Main runs the command and returns its exit code.
func Main(args []string, in io.Reader, out, errOut io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	s := &session{in: in, out: out, err: errOut}
	defer s.close()
	return s.runArgs(ctx, args)
}

// runArgs runs a command line and returns its exit code.
func (s *session) runArgs(ctx context.Context, args []string) int {
	root := s.command()
	root.SetArgs(args)
	root.SetIn(s.in)
	printed := &sticky{Writer: s.out} // cobra looks at no error of what it prints
	root.SetOut(printed)
	root.SetErr(s.err)
	err := root.ExecuteContext(ctx)
	return s.report(cmp.Or(err, printed.err))
}

func (s *session) close() {
	if s.g != nil && (s.held == nil || s.g != s.held.g) {
		s.g.Close()
	}
}

func (s *session) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "ascribe",
		Short: "Who did it, who says so, how sure they are, and what followed",
		Long: `Ascribe is a knowledge graph of cyber actors, victims and attributions.
Every edge stands under the record (a claim or an act) of whoever said or did it;
every answer is seen through a lens and can show its evidence.

With no graph named it opens the starter set that comes with the program.`,
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          usageArgs(cobra.NoArgs),
		RunE:          s.welcome,

		PersistentPreRunE:          func(*cobra.Command, []string) error { return s.flags.check() },
		SuggestionsMinimumDistance: 2,
	}
	root.SetUsageFunc(s.usage)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return &usageError{err: err, hint: "see '" + c.CommandPath() + " --help'"}
	})
	root.SetVersionTemplate("ascribe {{.Version}}\n")
	f := root.PersistentFlags()
	f.StringVar(&s.flags.graph, "graph", "", "graph `file` (.ascribe, .trig, .nq, .nt, .ttl), or a part of the starter set (seeds:founding); default $ASCRIBE_GRAPH, else the starter set")
	f.StringVar(&s.flags.format, "format", "", "output `format`; default a table on a terminal, else tsv")
	f.StringVar(&s.flags.metaFile, "meta", "", "write lens and closed world of a csv or tsv answer to `file` instead of standard error")
	f.StringVar(&s.flags.lang, "lang", "", "`language` of labels, en or nl; default that of the question, else en")
	f.BoolVar(&s.flags.exitStatus, "exit-status", false, "exit with 1 if there are no rows")
	f.BoolVar(&s.flags.iris, "iris", false, "print IRIs instead of labels")
	f.StringVar(&s.flags.color, "color", "auto", "`when` to mark headings: auto, always or never; auto does on a terminal, unless NO_COLOR is set")
	f.BoolVar(&s.flags.noPager, "no-pager", false, "print what is longer than the screen without $ASCRIBE_PAGER, $PAGER or less")
	f.BoolVar(&s.flags.full, "full", false, "print every cell of a table whole, however high its rows become")
	f.DurationVar(&s.flags.timeout, "timeout", graph.DefaultQueryTime, "give up an answer, however many queries it takes, after this `time`")
	s.flags.lens.register(root)
	root.AddGroup(
		&cobra.Group{ID: "ask", Title: "Ask:"},
		&cobra.Group{ID: "look", Title: "Look:"},
		&cobra.Group{ID: "data", Title: "Data:"},
	)
	add := func(group string, cmds ...*cobra.Command) {
		for _, c := range cmds {
			c.GroupID = group
			root.AddCommand(c)
		}
	}
	add("ask", s.askCommand(), s.whatifCommand(), s.queryCommand(), s.pathCommand(), s.shellCommand())
	add("look", s.showCommand(), s.citeCommand(), s.namesCommand(), s.listCommand(), s.timelineCommand(), s.compareCommand(), s.contestedCommand(), s.changesCommand(), s.drawCommand(), s.infoCommand(), s.lensCommand(), s.rulesCommand())
	add("data", s.initCommand(), s.importCommand(), s.addCommand(), s.removeCommand(), s.sameCommand(), s.differentCommand(), s.updateCommand(), s.exportCommand(), s.dumpCommand(), s.convertCommand(), s.checkCommand(), s.compactCommand(), s.backupCommand())
	root.AddCommand(s.versionCommand(), s.manCommand())
	_ = root.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formatNames(), cobra.ShellCompDirectiveNoFileComp))
	_ = root.RegisterFlagCompletionFunc("lang", cobra.FixedCompletions([]string{"en", "nl"}, cobra.ShellCompDirectiveNoFileComp))
	_ = root.RegisterFlagCompletionFunc("color", cobra.FixedCompletions(colorModes, cobra.ShellCompDirectiveNoFileComp))
	s.registerCompletion(root)
	completionCommand(root)
	return root
}

// check refuses values that no command understands.
func (f *globalFlags) check() error {
	if f.graph == "" {
		f.graph = os.Getenv("ASCRIBE_GRAPH")
	}
	switch {
	case f.lang != "" && f.lang != "en" && f.lang != "nl":
		return usagef("there are --lang en and --lang nl", fmt.Sprintf("unknown language %q", f.lang))
	case !slices.Contains(colorModes, f.color):
		return usagef("there are: "+strings.Join(colorModes, ", "), fmt.Sprintf("--color: unknown %q", f.color))
	case f.timeout <= 0:
		return usagef("for example --timeout 30s", fmt.Sprintf("--timeout: %s is no time to work in", f.timeout))
	}
	return nil
}

// open returns the session's graph.
func (s *session) open() (*graph.Graph, error) {
	if s.g != nil {
		return s.g, nil
	}
	if s.held != nil {
		return s.openKept()
	}
	return s.openNew()
}

// openKept returns the graph that the shell keeps open, opened if it is another
// than the last.
func (s *session) openKept() (*graph.Graph, error) {
	if s.held.g != nil && s.held.name == s.flags.graph {
		s.g = s.held.g
		return s.g, nil
	}
	g, err := s.openNew()
	if err != nil {
		return nil, err
	}
	if s.held.g == nil { // another graph for one command alone is closed after it
		s.held.g, s.held.name = g, s.flags.graph
	}
	return g, nil
}

// openNew opens the graph that the flags name.
func (s *session) openNew() (*graph.Graph, error) {
	opts := &graph.Options{QueryTime: s.flags.timeout}
	var err error
	if names, embedded := s.seeds(); embedded {
		opts.Name = "starter set"
		if len(names) > 0 {
			opts.Name += ": " + strings.Join(names, ", ")
		}
		if s.g, err = seeds.OpenWith(opts, names...); errors.Is(err, fs.ErrNotExist) {
			return nil, usagef("for example --graph seeds:founding", strings.TrimSuffix(err.Error(), ": "+fs.ErrNotExist.Error()))
		}
		return s.g, err
	}
	if err := isGraphFile(s.flags.graph); err != nil {
		return nil, err
	}
	s.g, err = graph.Open(s.flags.graph, opts)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &hintedError{err, "check the path; 'ascribe --graph " + s.flags.graph + " init' starts a graph of your own"}
	}
	return s.g, err
}

// isGraphFile refuses what can be no graph, whatever its name.
func isGraphFile(path string) error {
	if path == "-" {
		return usagef("'ascribe --graph mine.trig import --as trig -' reads standard input into a graph", "standard input can be no graph")
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return usagef("name a file in it", path+" is a folder, want a graph file")
	}
	return nil
}

// seedsPrefix begins the names of parts of the starter set: seeds:founding.
const seedsPrefix = "seeds:"

// seeds reports whether the graph is the embedded one, and which parts of it;
// none means all.
func (s *session) seeds() (names []string, embedded bool) {
	if s.flags.graph == "" {
		return nil, true
	}
	parts, ok := strings.CutPrefix(s.flags.graph, seedsPrefix)
	if ok && parts != "" {
		names = strings.Split(parts, ",")
	}
	return names, ok
}

// view opens the graph and runs fn on it through the lens of the flags.
func (s *session) view(ctx context.Context, fn func(*graph.View, *ask.Names) error) error {
	g, err := s.open()
	if err != nil {
		return err
	}
	return g.View(ctx, graph.Everything, func(all *graph.View) error {
		names := ask.NewNames(all, s.langs()...)
		lens, err := s.flags.lens.lens(names)
		if err != nil {
			return err
		}
		v, err := all.With(lens)
		if err != nil {
			return err
		}
		s.version = func() (graph.Version, error) { return v.Version(ctx) }
		return fn(v, names)
	})
}

// langs are the languages of labels, the wanted first.
func (s *session) langs() []string {
	if s.flags.lang == "nl" {
		return []string{"nl", "en"}
	}
	return []string{"en", "nl"}
}

// usageError is a command line that was not understood.
type usageError struct {
	err  error
	hint string
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usagef(hint, text string) error { return &usageError{errors.New(text), hint} }

// usageArgs makes the errors of an argument check usage errors.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if err := check(c, args); err != nil {
			hint := "usage: " + c.UseLine()
			if c.HasSubCommands() {
				hint = "see '" + c.CommandPath() + " --help'"
			}
			if near := c.SuggestionsFor(firstOf(args)); c.HasSubCommands() && len(near) > 0 {
				hint = "did you mean '" + c.CommandPath() + " " + near[0] + "'?"
			}
			return &usageError{err: err, hint: hint}
		}
		return nil
	}
}

// hintedError is an error with what to do about it.
type hintedError struct {
	error
	hint string
}

func (e *hintedError) Unwrap() error { return e.error }

func firstOf(args []string) string {
	if len(args) == 0 {
		return ""
	}
	return args[0]
}
