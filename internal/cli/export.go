package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/ascribe-graph/ascribe/internal/exporter/claimscsv"
	"github.com/ascribe-graph/ascribe/internal/exporter/stix"
	"github.com/spf13/cobra"
)

// exporters are the formats of others that export writes.
var exporters = map[string]func(context.Context, io.Writer, *graph.View) error{
	"stix": stix.Write,
	"csv":  claimscsv.Write,
}

func (s *session) exportCommand() *cobra.Command {
	var out string
	c := &cobra.Command{
		Use:   "export FORMAT",
		Short: "Write what the lens shows: as RDF, as STIX 2.1, or as a table",
		Long: `Write what the lens shows, sorted, derived edges left out.

  nquads, trig     RDF with records
  jsonld           the same as JSON, with the names of the vocabulary
  turtle, ntriples RDF that cannot hold the label of an edge: only a graph without records fits
  stix             a STIX 2.1 bundle; what STIX has no place for is in an extension, so that import
                   gives the same graph again
  csv              a table of claims and acts for spreadsheets, a row for each edge, with the header
                   that import reads; what it has no column for, it says`,
		Example: `  ascribe export trig --lens all -o everything.trig
  ascribe export stix --official -o official.json`,
		Args:      usageArgs(cobra.ExactArgs(1)),
		ValidArgs: []string{"nquads", "trig", "jsonld", "turtle", "ntriples", "stix", "csv"},
		RunE: func(c *cobra.Command, args []string) error {
			write := exporters[args[0]]
			if write == nil {
				format, ok := parseRDF(args[0])
				if !ok {
					return usagef("there are: nquads, trig, turtle, ntriples, jsonld, stix, csv", fmt.Sprintf("unknown format %q", args[0]))
				}
				write = func(ctx context.Context, w io.Writer, v *graph.View) error { return v.Write(ctx, w, format) }
			}
			return s.view(c.Context(), func(v *graph.View, _ *ask.Names) error {
				return s.toFile(out, func(w io.Writer) error { return write(c.Context(), w, v) })
			})
		},
	}
	c.Flags().StringVarP(&out, "output", "o", "", "write to `file`; default standard output")
	return c
}
