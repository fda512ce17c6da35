package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
	"github.com/spf13/pflag"
)

// helpWidth is how wide help is where the terminal does not say less.
const helpWidth = 100

// lensFlagNames are the flags that make up a lens, in groups of their own in
// the help.
var lensFlagNames = []string{
	"lens", "by", "acts-by", "stance", "as-of", "at", "form", "source", "names", "min-confidence", "official", "spread", "infer", "rules", "assume",
}

// lensVerbs are the commands that look through a lens.
var lensVerbs = []string{"ascribe", "ask", "query", "path", "show", "cite", "names", "list", "timeline", "compare", "contested", "changes", "draw", "info", "save", "export"}

// usage prints how a command is used, its flags in three groups: its own, the
// lens, and what every command has.
func (s *session) usage(c *cobra.Command) error {
	width := helpWidth
	if w := s.width(); w > 0 {
		width = min(w, width)
	}
	var b strings.Builder
	title := func(text string) { fmt.Fprintf(&b, "\n%s\n", s.mark(bold, text)) }
	fmt.Fprintf(&b, "%s\n", s.mark(bold, "Usage:"))
	if c.Runnable() {
		fmt.Fprintf(&b, "  %s\n", c.UseLine())
	}
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "  %s COMMAND\n", c.CommandPath())
	}
	if c.HasExample() {
		title("Examples:")
		b.WriteString(c.Example + "\n")
	}
	list := func(cmds []*cobra.Command) {
		for _, sub := range cmds {
			fmt.Fprintf(&b, "  %-*s  %s\n", c.NamePadding(), sub.Name(), sub.Short)
		}
	}
	in := func(group string) []*cobra.Command {
		var out []*cobra.Command
		for _, sub := range c.Commands() {
			if sub.GroupID == group && (sub.IsAvailableCommand() || sub.Name() == "help") {
				out = append(out, sub)
			}
		}
		return out
	}
	for _, g := range c.Groups() {
		title(g.Title)
		list(in(g.ID))
	}
	if rest := in(""); len(rest) > 0 {
		title("More:")
		list(rest)
	}
	flags := func(text string, keep func(*pflag.Flag) bool) {
		set := pflag.NewFlagSet("", pflag.ContinueOnError)
		set.SortFlags = false
		c.Flags().VisitAll(func(f *pflag.Flag) {
			if !f.Hidden && keep(f) {
				set.AddFlag(f)
			}
		})
		if set.HasFlags() {
			title(text)
			b.WriteString(set.FlagUsagesWrapped(width))
		}
	}
	isLens := func(f *pflag.Flag) bool { return slices.Contains(lensFlagNames, f.Name) }
	inherited := func(f *pflag.Flag) bool { return c.Root().PersistentFlags().Lookup(f.Name) == f }
	flags("Flags:", func(f *pflag.Flag) bool { return !inherited(f) })
	if slices.Contains(lensVerbs, c.Name()) {
		flags("Lens, which claims and acts count:", func(f *pflag.Flag) bool { return inherited(f) && isLens(f) })
	}
	flags("Every command:", func(f *pflag.Flag) bool { return inherited(f) && !isLens(f) })
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "\nExit codes: 0 done, 1 failed, 2 the command or the query was not understood, 3 bad data.\n'%s COMMAND --help' says more about a command.\n", c.CommandPath())
	}
	_, err := io.WriteString(c.OutOrStdout(), b.String())
	return err
}

// sticky remembers the first error of a writer, for what does not look at it.
type sticky struct {
	io.Writer
	err error
}

func (w *sticky) Write(p []byte) (int, error) {
	n, err := w.Writer.Write(p)
	if w.err == nil {
		w.err = err
	}
	return n, err
}

func (s *session) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Say which version this is",
		Args:  usageArgs(cobra.NoArgs),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(s.out, "ascribe %s\n", version())
			return err
		},
	}
}

// manCommand writes the manual pages, for those who pack the program.
func (s *session) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "man FOLDER",
		Short:  "Write the manual pages into a folder",
		Hidden: true,
		Args:   usageArgs(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			root := c.Root()
			root.DisableAutoGenTag = true
			return doc.GenManTree(root, &doc.GenManHeader{Section: "1", Source: "Ascribe", Manual: "Ascribe"}, args[0])
		},
	}
}
