package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/ascribe-graph/ascribe/internal/atomicfile"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// builtinLenses are the lenses that come with the program.
var builtinLenses = []struct{ name, what string }{
	{"default", "what is asserted, supported or reported, all acts, and what follows from them"},
	{"all", "every record, whatever its stance"},
	{"official", "official and first-hand claims"},
}

func (s *session) lensCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "lens",
		Short: "Save and name points of view, for --lens NAME",
		Long: `Save and name lenses of your own. A lens is kept as it was typed, a field a line, in a file of its name in
the folder ascribe/lenses of your configuration; its names are resolved when it is used, in the graph on which it
is used. A flag that is given beside --lens NAME replaces that field of it.`,
		Example: `  ascribe lens save officials --official --by UK,NATO
  ascribe list claims --lens officials --as-of 2021-07
  ascribe lens show officials`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			return usagef("see '"+c.CommandPath()+" --help'", "say what to do: save, list, show or remove")
		},
	}
	one := func(use, short string, run func(c *cobra.Command, name string) error) *cobra.Command {
		return &cobra.Command{
			Use: use + " NAME", Short: short, Args: usageArgs(cobra.ExactArgs(1)),
			ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
				if len(args) > 0 {
					return nil, cobra.ShellCompDirectiveNoFileComp
				}
				return savedLenses(), cobra.ShellCompDirectiveNoFileComp
			},
			RunE: func(c *cobra.Command, args []string) error { return run(c, args[0]) },
		}
	}
	c.AddCommand(
		one("save", "Keep the lens flags of this command under a name", s.saveLens),
		one("show", "Print a lens, and what its names mean in the graph", s.showLens),
		one("remove", "Forget a lens of your own", s.removeLens),
		&cobra.Command{
			Use: "list", Short: "List the lenses", Args: usageArgs(cobra.NoArgs),
			RunE: func(*cobra.Command, []string) error { return s.listLenses() },
		},
	)
	return c
}

// lensFolder is where the user's lenses are kept.
func lensFolder() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("find the folder of your lenses: %w", err)
	}
	return filepath.Join(dir, "ascribe", "lenses"), nil
}

// isLensName reports whether a lens may be called so: a name that is a file's
// name everywhere.
func isLensName(name string) bool {
	return name != "" && len(name) <= 64 && name[0] != '.' && name[0] != '-' && !strings.ContainsFunc(name, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-_.", r)
	})
}

func isBuiltinLens(name string) bool {
	return slices.ContainsFunc(builtinLenses, func(b struct{ name, what string }) bool { return b.name == name })
}

// savedLenses are the names of the user's lenses.
func savedLenses() []string {
	dir, err := lensFolder()
	if err != nil {
		return nil
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var out []string
	for _, e := range entries {
		if isLensName(e.Name()) && e.Type().IsRegular() {
			out = append(out, e.Name())
		}
	}
	return out
}

// lensNames are all lenses that --lens knows.
func lensNames() []string {
	var out []string
	for _, b := range builtinLenses {
		out = append(out, b.name)
	}
	return append(out, savedLenses()...)
}

// savedLens reads a lens of the user's own.
func savedLens(name string) (graph.LensText, error) {
	unknown := func() error {
		hint := "there are --lens default and --lens all"
		if others := lensNames()[2:]; len(others) > 0 {
			hint += ", --lens " + strings.Join(others, ", --lens ")
		}
		return usagef(hint+"; 'ascribe lens save' keeps one of your own", fmt.Sprintf("unknown lens %q", name))
	}
	if !isLensName(name) {
		return nil, unknown()
	}
	dir, err := lensFolder()
	if err != nil {
		return nil, unknown()
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, unknown()
	}
	defer root.Close()
	f, err := root.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, unknown()
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return graph.ReadLens(f, filepath.Join(dir, name))
}

// text is the lens of the flags that were given, in words.
func (l *lensFlags) text(flags *pflag.FlagSet) graph.LensText {
	var out graph.LensText
	for _, name := range graph.LensFields() {
		f := flags.Lookup(name)
		if f == nil || !f.Changed {
			continue
		}
		values := []string{f.Value.String()}
		if list, ok := f.Value.(pflag.SliceValue); ok {
			values = list.GetSlice()
		}
		for _, v := range values {
			out = append(out, graph.LensField{Name: name, Value: strings.Join(strings.Fields(v), " ")})
		}
	}
	return out
}

// fill takes from a saved lens the fields that no flag gives.
func (l *lensFlags) fill(t graph.LensText) {
	given := *l
	list := func(to *[]string, given []string, value string) {
		if len(given) == 0 {
			*to = append(*to, value)
		}
	}
	one := func(to *string, unset bool, value string) {
		if unset {
			*to = value
		}
	}
	for _, f := range t {
		switch f.Name {
		case "by":
			list(&l.by, given.by, f.Value)
		case "acts-by":
			list(&l.actsBy, given.actsBy, f.Value)
		case "stance":
			list(&l.stances, given.stances, f.Value)
		case "form":
			list(&l.forms, given.forms, f.Value)
		case "names":
			list(&l.names, given.names, f.Value)
		case "source":
			list(&l.sources, given.sources, f.Value)
		case "assume":
			list(&l.assume, given.assume, f.Value)
		case "as-of":
			one(&l.asOf, given.asOf == "", f.Value)
		case "at":
			one(&l.at, given.at == "", f.Value)
		case "min-confidence":
			one(&l.minConfidence, given.minConfidence == "", f.Value)
		case "official":
			l.official = l.official || f.Value == "true"
		case "spread":
			l.spread = l.spread || f.Value == "true"
		case "infer":
			one(&l.infer, given.infer == "rollup", f.Value)
		}
	}
}

func (s *session) saveLens(c *cobra.Command, name string) error {
	switch {
	case isBuiltinLens(name):
		return usagef("choose another name", fmt.Sprintf("the lens %q comes with the program", name))
	case !isLensName(name):
		return usagef("letters, digits and - _ . make a name", fmt.Sprintf("%q is no name for a lens", name))
	case s.flags.lens.name != "":
		return usagef("give the flags themselves", "a lens is made of flags, not of --lens")
	}
	text := s.flags.lens.text(c.Flags())
	if len(text) == 0 {
		return usagef("for example ascribe lens save "+name+" --official --by UK", "a lens without a flag is the default lens")
	}
	// What cannot be resolved is found now, not when the lens is needed.
	err := s.view(c.Context(), func(v *graph.View, _ *ask.Names) error {
		_, err := fmt.Fprintf(s.err, "%s: %s\n", name, oneLine(s.describe(v)))
		return err
	})
	if err != nil {
		return err
	}
	dir, err := lensFolder()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	return atomicfile.Write(filepath.Join(dir, name), func(w io.Writer) error {
		_, err := io.WriteString(w, text.String())
		return err
	})
}

// showLens prints a lens as it is kept, and, beside it, what it chooses.
func (s *session) showLens(c *cobra.Command, name string) error {
	sh := &sheet{Columns: []string{"field", "value"}}
	if !isBuiltinLens(name) {
		text, err := savedLens(name)
		if err != nil {
			return err
		}
		for _, f := range text {
			sh.Rows = append(sh.Rows, []cell{textCell(f.Name), textCell(f.Value)})
		}
	}
	for _, b := range builtinLenses {
		if b.name == name {
			sh.Head = "The lens " + name + ": " + b.what + "."
		}
	}
	s.flags.lens = lensFlags{name: name, infer: "rollup"}
	return s.view(c.Context(), func(v *graph.View, _ *ask.Names) error {
		w := v.World()
		sh.Lens, sh.World = s.describe(v), &w
		return s.print(sh)
	})
}

func (s *session) removeLens(_ *cobra.Command, name string) error {
	if isBuiltinLens(name) {
		return usagef("only lenses of your own can be removed", fmt.Sprintf("the lens %q comes with the program", name))
	}
	if _, err := savedLens(name); err != nil && !errors.Is(err, graph.ErrLens) {
		return err
	}
	dir, err := lensFolder()
	if err != nil {
		return err
	}
	return os.Remove(filepath.Join(dir, name))
}

func (s *session) listLenses() error {
	sh := &sheet{Columns: []string{"lens", "what"}}
	for _, b := range builtinLenses {
		sh.Rows = append(sh.Rows, []cell{textCell(b.name), textCell(b.what)})
	}
	for _, name := range savedLenses() {
		text, err := savedLens(name)
		what := ""
		for _, f := range text {
			what += "--" + f.Name + " " + f.Value + " "
		}
		if err != nil {
			what = err.Error()
		}
		sh.Rows = append(sh.Rows, []cell{textCell(name), textCell(strings.TrimSpace(what))})
	}
	return s.print(sh)
}
