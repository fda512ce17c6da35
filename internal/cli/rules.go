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
	"github.com/spf13/cobra"
)

func (s *session) rulesCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "rules",
		Short: "List the rules by which edges are derived, with what they derive here",
		Long: `List the rules that derive edges from what records say: what each says, whether it is on, and how many edges it derives
under the lens of the flags. A rule is a SPARQL CONSTRUCT query; 'rules show' prints it. What it constructs stands under the
record that the query calls ?record, is seen only through a lens, and is never stored.

--infer chooses: names, 'all', 'none', or '+joint' for one more than usual. Rules of your own are .rq files, in the folder
ascribe/rules of your configuration (on if --infer names them) or given by --rules FILE or FOLDER (on).`,
		Example: `  ascribe rules --as-of 2021-07
  ascribe rules show blame
  ascribe query 'SELECT ?state ?incident { ?state asc:attributesJointly ?incident }' --infer +joint`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			return s.view(c.Context(), func(v *graph.View, _ *ask.Names) error { return s.listRules(v) })
		},
	}
	c.AddCommand(&cobra.Command{
		Use: "show NAME", Short: "Print a rule's query, and those of the rules that it is made of", Args: usageArgs(cobra.ExactArgs(1)),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return ruleNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, args []string) error { return s.showRule(args[0]) },
	})
	return c
}

// keptRules are the rules of the user's folder.
func keptRules() ([]graph.Rule, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return nil, nil //nolint:nilerr // without such a folder there are none
	}
	dir = filepath.Join(dir, "ascribe", "rules")
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return readRules([]string{dir})
}

// readRules reads rules from files and folders.
func readRules(paths []string) ([]graph.Rule, error) {
	var out []graph.Rule
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		files := []string{path}
		if info.IsDir() {
			if files, err = filepath.Glob(filepath.Join(path, "*.rq")); err != nil {
				return nil, err
			}
		}
		if len(files) > graph.MaxRules {
			return nil, usagef("keep fewer in one folder", fmt.Sprintf("%s holds %d rules, want at most %d", path, len(files), graph.MaxRules))
		}
		for _, file := range files {
			f, err := os.Open(file)
			if err != nil {
				return nil, err
			}
			r, err := graph.ReadRule(f, file)
			if err := errors.Join(err, f.Close()); err != nil {
				return nil, err
			}
			if slices.ContainsFunc(out, func(o graph.Rule) bool { return o.Name == r.Name }) {
				return nil, usagef("rename one of the files", fmt.Sprintf("two rules are called %q", r.Name))
			}
			out = append(out, r)
		}
	}
	return out, nil
}

// ruleNames are the rules that --infer can name.
func ruleNames() []string {
	kept, _ := keptRules()
	var lens graph.Lens
	if lens.SetInfer("all", kept...) != nil {
		return nil
	}
	var out []string
	for _, r := range lens.Infer {
		out = append(out, r.Name)
	}
	return out
}

// rulesWords are the command's own words.
var rulesWords = map[string]struct {
	columns []string
	on, off string
	head    string
}{
	"en": {[]string{"rule", "on", "derives", "edges", "says"}, "on", "off", "%d of %d rules are on and derive %d edges."},
	"nl": {[]string{"regel", "aan", "leidt af", "verbanden", "zegt"}, "aan", "uit", "%d van %d regels staan aan en leiden %d verbanden af."},
}

func (s *session) listRules(v *graph.View) error {
	given, err := readRules(s.flags.lens.rules)
	if err != nil {
		return err
	}
	kept, err := keptRules()
	if err != nil {
		return err
	}
	list, err := v.RuleTallies(slices.Concat(given, kept)...)
	if err != nil {
		return err
	}
	lang := s.langs()[0]
	w := rulesWords[lang]
	sh := s.sheetOf(v, w.columns...)
	sh.Keys = []string{"rule", "on", "derives", "edges", "says"}
	on, edges := 0, 0
	for _, r := range list {
		word, count := w.off, cell{}
		if r.On {
			on++
			edges += r.Derived
			word, count = w.on, cell{Text: fmt.Sprint(r.Derived), JSON: r.Derived}
		}
		sh.Rows = append(sh.Rows, []cell{
			textCell(r.Name), {Text: word, JSON: r.On}, {Text: strings.Join(r.Heads, ", "), JSON: r.Heads}, count, textCell(r.Says(lang)),
		})
	}
	sh.Head = fmt.Sprintf(w.head, on, len(list), edges)
	return s.print(sh)
}

func (s *session) showRule(name string) error {
	given, err := readRules(s.flags.lens.rules)
	if err != nil {
		return err
	}
	kept, err := keptRules()
	if err != nil {
		return err
	}
	all := slices.Concat(given, kept, graph.BuiltinRules())
	at := slices.IndexFunc(all, func(r graph.Rule) bool { return r.Name == name })
	if at < 0 {
		return usagef("there are: "+strings.Join(ruleNames(), ", "), fmt.Sprintf("no rule is called %q", name))
	}
	for i, r := range append([]graph.Rule{all[at]}, all[at].Makes()...) {
		text := strings.TrimRight(r.Query, "\n") + "\n"
		if i > 0 {
			text = "\n# " + r.Name + ", which it is made of\n" + text
		}
		if _, err := io.WriteString(s.out, text); err != nil {
			return err
		}
	}
	return nil
}
