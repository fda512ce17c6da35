package cli

import (
	"fmt"
	"io"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/spf13/cobra"
)

func (s *session) infoCommand() *cobra.Command {
	var records bool
	c := &cobra.Command{
		Use:   "info",
		Short: "Say what the graph holds",
		Example: `  ascribe info
  ascribe --graph mine.ascribe info --format json`,
		Long: `Say how many records, things of each class and quads of each predicate the lens shows, and of a
store what its parts take in bytes.`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			return s.view(c.Context(), func(v *graph.View, _ *ask.Names) error {
				sh := s.sheetOf(v, "part", "name", "count")
				row := func(part, name string, n int64) {
					sh.Rows = append(sh.Rows, []cell{textCell(part), textCell(name), {Text: fmt.Sprint(n), JSON: n}})
				}
				w := v.World()
				row("graph", s.g.Name(), int64(s.g.Len()))
				row("records", "claims", int64(w.Claims))
				row("records", "acts", int64(w.Acts))
				row("records", "sources", int64(w.Sources))
				kinds, err := v.Kinds(c.Context())
				if err != nil {
					return err
				}
				predicates, err := v.Predicates(c.Context())
				if err != nil {
					return err
				}
				labels := []graph.Tally(nil)
				if records {
					if labels, err = v.Labels(c.Context()); err != nil {
						return err
					}
				}
				for _, part := range []struct {
					name   string
					counts []graph.Tally
				}{{"class", kinds}, {"predicate", predicates}, {"record", labels}} {
					for _, t := range part.counts {
						name := "without a record"
						if t.Value != nil {
							name = v.Label(t.Value, s.langs()...)
						}
						row(part.name, name, int64(t.Count))
					}
				}
				sizes, changes := s.g.Sizes()
				for _, size := range sizes {
					row("bytes", size.Part, size.Bytes)
				}
				row("changes", "since the last compaction", int64(changes))
				return s.print(sh)
			})
		},
	}
	c.Flags().BoolVar(&records, "records", false, "count the edges of each record too")
	return c
}

func (s *session) dumpCommand() *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:   "dump",
		Short: "Write every quad as N-Quads, whatever the lens",
		Long: `Write every quad of the graph as N-Quads, as they come from an index: for large graphs and backups
in text. 'ascribe export' writes what the lens shows, sorted, and in other formats too.`,
		Example: "  ascribe --graph mine.ascribe dump | gzip >mine.nq.gz",
		Args:    usageArgs(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			g, err := s.open()
			if err != nil {
				return err
			}
			return s.toFile(out, func(w io.Writer) error { return g.Dump(c.Context(), w) })
		},
	}
	c.Flags().StringVarP(&out, "output", "o", "", "write to `file`; default standard output")
	return c
}
