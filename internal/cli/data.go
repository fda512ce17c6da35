package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/internal/atomicfile"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/schema/check"
	"github.com/spf13/cobra"
)

// parseRDF reads a format's name: nquads, trig, turtle, ntriples, jsonld, or an
// extension.
func parseRDF(name string) (rdf.Format, bool) {
	switch strings.ToLower(name) {
	case "nquads", "n-quads", "nq":
		return rdf.NQuads, true
	case "trig":
		return rdf.TriG, true
	case "turtle", "ttl":
		return rdf.Turtle, true
	case "ntriples", "n-triples", "nt":
		return rdf.NTriples, true
	case "jsonld", "json-ld":
		return rdf.JSONLD, true
	}
	return 0, false
}

// fileFormat chooses the format of a file: what was asked for, or what its
// name says.
func fileFormat(asked, path string) (rdf.Format, error) {
	if asked != "" {
		if f, ok := parseRDF(asked); ok {
			return f, nil
		}
		return 0, usagef("there are: nquads, trig, turtle, ntriples, jsonld", fmt.Sprintf("unknown format %q", asked))
	}
	if f, ok := rdf.FormatOf(path); ok {
		return f, nil
	}
	if path == "-" {
		return 0, usagef("say it, for example import --as nquads, convert --from turtle --to nquads", "standard input and output have no name that says their format")
	}
	return 0, fmt.Errorf("%s: %w, want .nq, .trig, .nt, .ttl or .jsonld, or --as, --from, --to", path, graph.ErrFormat)
}

func (s *session) importCommand() *cobra.Command {
	var as, base string
	var dry bool
	c := &cobra.Command{
		Use:   "import FILE...",
		Short: "Read RDF files into the graph, all or nothing",
		Long: `Read N-Quads, TriG, JSON-LD, Turtle or N-Triples into the graph named by --graph. Either every quad of every
file is kept, or, on an error, the graph stays as it was.`,
		Example: `  ascribe --graph mine.trig import claims.trig
  ascribe --graph mine.trig import --as nquads - <dump`,
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			if !dry && s.bulky(args) {
				return s.bulkImport(c.Context(), args, as, base)
			}
			g, err := s.openForWriting()
			if err != nil {
				return err
			}
			sh := &sheet{Columns: []string{"file", "read", "new", "already there"}}
			err = g.Update(c.Context(), func(tx *graph.Tx) error {
				for _, path := range args {
					read, added, err := s.importFile(c.Context(), tx, path, as, base)
					if err != nil {
						return err
					}
					sh.Rows = append(sh.Rows, []cell{
						textCell(path),
						{Text: fmt.Sprint(read), JSON: read},
						{Text: fmt.Sprint(added), JSON: added},
						{Text: fmt.Sprint(read - added), JSON: read - added},
					})
				}
				if dry {
					return errDryRun
				}
				return nil
			})
			if err != nil && !errors.Is(err, errDryRun) {
				return err
			}
			if dry {
				sh.Notes = append(sh.Notes, "Dry run: nothing was kept.")
			}
			return s.print(sh)
		},
	}
	c.Flags().StringVar(&as, "as", "", "`format` of the files: nquads, trig, turtle, ntriples, jsonld; default by extension")
	c.Flags().StringVar(&base, "base", "", "base `IRI` of relative IRIs; default none")
	c.Flags().BoolVar(&dry, "dry-run", false, "say what would be new, and keep nothing")
	return s.withFormats(c)
}

var errDryRun = errors.New("dry run")

// openForWriting opens the graph of --graph; a file that is not there yet is
// made on the first commit.
func (s *session) openForWriting() (*graph.Graph, error) {
	if _, embedded := s.seeds(); embedded {
		return nil, graph.ErrReadOnly
	}
	if err := isGraphFile(s.flags.graph); err != nil {
		return nil, err
	}
	var err error
	s.g, err = graph.Open(s.flags.graph, &graph.Options{QueryTime: s.flags.timeout, Create: true})
	return s.g, err
}

func (s *session) importFile(ctx context.Context, tx *graph.Tx, path, as, base string) (read, added int, err error) {
	format, err := fileFormat(as, path)
	if err != nil {
		return 0, 0, err
	}
	r := s.in
	if path != "-" {
		f, err := os.Open(path)
		if err != nil {
			return 0, 0, err
		}
		defer f.Close()
		r = f
	}
	return tx.Load(ctx, r, format, &rdf.Options{File: path, Base: base})
}

// toFile writes to a file that appears only when it is whole, or to standard
// output.
func (s *session) toFile(path string, write func(io.Writer) error) error {
	if path == "" || path == "-" {
		return write(s.out)
	}
	return atomicfile.Write(path, write)
}

func (s *session) convertCommand() *cobra.Command {
	var from, to, base string
	c := &cobra.Command{
		Use:     "convert IN OUT",
		Short:   "Turn one RDF file into another",
		Example: "  ascribe convert --from nquads --to trig - graph.trig <dump",
		Args:    usageArgs(cobra.ExactArgs(2)),
		RunE: func(_ *cobra.Command, args []string) error {
			in, err := fileFormat(from, args[0])
			if err != nil {
				return err
			}
			out, err := fileFormat(to, args[1])
			if err != nil {
				return err
			}
			r := s.in
			if args[0] != "-" {
				f, err := os.Open(args[0])
				if err != nil {
					return err
				}
				defer f.Close()
				r = f
				base = cmp.Or(base, fileIRI(args[0]))
			}
			return s.toFile(args[1], func(w io.Writer) error {
				var opts *rdf.WriterOptions
				if out == rdf.JSONLD { // declares no more of the prefixes and names than it needs
					opts = graph.WriterOptions()
				}
				rw := rdf.NewWriter(w, out, opts)
				for q, err := range rdf.NewReader(r, in, &rdf.Options{File: args[0], Base: base}).Quads() {
					if err != nil {
						return err
					}
					if err := rw.Write(q); err != nil {
						return err
					}
				}
				return rw.Close()
			})
		},
	}
	c.Flags().StringVar(&from, "from", "", "`format` of IN; default by extension")
	c.Flags().StringVar(&to, "to", "", "`format` of OUT; default by extension")
	c.Flags().StringVar(&base, "base", "", "base `IRI` of IN; default the file's own")
	return c
}

func (s *session) checkCommand() *cobra.Command {
	var deep bool
	c := &cobra.Command{
		Use:     "check",
		Short:   "Check the graph against the schema",
		Example: "  ascribe --graph mine.trig check\n  ascribe --graph mine.ascribe check --deep",
		Long: `Check the whole graph, whatever the lens, against the schema: each violation with the record it
stands under and what to do. The exit code is 3 if there is an error, 0 if there are only warnings.`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			g, err := s.open()
			if err != nil {
				return err
			}
			if deep {
				if err := g.Verify(c.Context()); err != nil {
					return fmt.Errorf("%w: %w", errBadStore, err)
				}
			}
			return g.View(c.Context(), graph.Everything, func(v *graph.View) error {
				report, err := check.Graph(c.Context(), v.Match(c.Context(), graph.Pattern{}), nil)
				if err != nil {
					return err
				}
				return s.printReport(report)
			})
		},
	}
	c.Flags().BoolVar(&deep, "deep", false, "first read the whole file: every index, checksum and the dictionary's order")
	return c
}

// printReport prints the violations and fails if one is an error.
func (s *session) printReport(report *check.Report) error {
	sh := &sheet{Columns: []string{"severity", "rule", "record", "what is wrong", "what to do"}}
	sh.Head = fmt.Sprintf("%s and %s in %s, %s.", plural(report.Errors, "error"), plural(report.Warnings, "warning"),
		plural(report.Quads, "quad"), plural(report.Records, "record"))
	for _, x := range report.Violations {
		record := ""
		if x.Record != "" {
			record = schema.Handle(string(x.Record))
		}
		sh.Rows = append(sh.Rows, []cell{
			textCell(x.Severity.String()), textCell(string(x.Rule)), textCell(record), textCell(x.Msg), textCell(x.Hint),
		})
	}
	if report.Truncated() {
		sh.Notes = append(sh.Notes, "Too many to list: only the first are shown.")
	}
	if err := s.print(sh); err != nil && !errors.Is(err, errNoRows) {
		return err
	}
	if !report.OK() {
		return errBadData
	}
	return nil
}
