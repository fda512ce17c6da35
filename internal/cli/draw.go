package cli

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/spf13/cobra"
)

func (s *session) drawCommand() *cobra.Command {
	var (
		question, query string
		p               picture
		most            int
	)
	c := &cobra.Command{
		Use:   "draw NAME... | draw --ask QUESTION | draw --query SPARQL",
		Short: "Draw who said what about whom, as SVG, DOT, Mermaid or for other programs",
		Long: `Draw the records that speak of some things, or on which an answer rests: who spoke,
each claim and act, whom it names, the incident. Of a query the records are drawn that its
rows rest on or that hold its triples, of PATHS the chains. What is too much to be read is
summarised, and the picture says so; --full draws all. The ending of the file says the
format: .svg (light or dark as the reader's system is), .dot, .mmd (Mermaid),
.graphml, .gexf and .json (Cytoscape) need no other program; .png and .pdf are
made by Graphviz. Without -o it writes DOT, or what --format says.`,
		Example: `  ascribe draw "Exchange hack" -o exchange.svg
  ascribe draw "Exchange hack" | dot -Tsvg -o exchange.svg
  ascribe draw --ask "who stands behind the Exchange attribution?" -o exchange.png
  ascribe draw --query 'SELECT ?who { ?who asc:sanctioned id:russia }' -o sanctions.svg
  ascribe draw China --layout sfdp -o china.pdf`,
		Args: func(c *cobra.Command, args []string) error {
			given := 0
			for _, is := range []bool{len(args) > 0, question != "", query != ""} {
				if is {
					given++
				}
			}
			if given != 1 {
				return usagef(`for example ascribe draw "Exchange hack"`, "give names, a question by --ask or a query by --query")
			}
			return nil
		},
		ValidArgsFunction: s.completeNames(100),
		RunE: func(c *cobra.Command, args []string) error {
			p.format = s.flags.format
			if _, err := s.pictureFormat(p); err != nil {
				return err
			}
			return s.view(c.Context(), func(v *graph.View, names *ask.Names) error {
				var d drawing
				var records int
				if query != "" {
					var err error
					o := &graph.SubgraphOptions{Langs: s.langs(), MaxRecords: most}
					if d, records, err = s.queryDrawing(c.Context(), v, query, o); err != nil {
						return err
					}
				} else {
					sub, err := s.subgraph(c.Context(), v, names, question, args, most, &p)
					if err != nil {
						return err
					}
					d, records = subgraphDrawing(sub), len(sub.Records)
				}
				err := s.draw(c.Context(), p, "a graph", d)
				if err == nil && s.flags.exitStatus && records == 0 {
					return errNoRows
				}
				return err
			})
		},
	}
	c.Flags().StringVar(&question, "ask", "", "draw the records on which the answer to this `question` rests")
	c.Flags().StringVar(&query, "query", "", "draw what the answer to this `SPARQL` rests on")
	c.Flags().StringVarP(&p.file, "output", "o", "", "write to `file`, in the format of its ending; default DOT on standard output")
	c.Flags().StringVar(&p.title, "title", "", "`heading` of the picture; default the names or the question")
	c.Flags().BoolVar(&p.dark, "dark", false, "on a dark ground (an SVG follows the reader's system without it)")
	c.Flags().BoolVar(&p.full, "full", false, "draw each record and each thing; otherwise what is too much to read is summarised")
	c.Flags().StringVar(&p.layout, "layout", "", "have this `program` of Graphviz lay it out: dot, sfdp, fdp, neato, circo or twopi; for svg, png and pdf")
	c.Flags().IntVar(&most, "max", graph.DefaultMaxRecords, "most `records`, the newest first")
	return c
}

// subgraph takes what is to be drawn out of the view, and tells the picture
// what it is about.
func (s *session) subgraph(ctx context.Context, v *graph.View, names *ask.Names, question string, args []string, most int, p *picture) (*graph.Subgraph, error) {
	o := &graph.SubgraphOptions{Langs: s.langs(), MaxRecords: most}
	if question != "" {
		a, err := s.answer(ctx, v, names, question, nil)
		if err != nil {
			return nil, err
		}
		p.title, p.about = cmp.Or(p.title, a.Question), slices.Sorted(maps.Values(a.Slots))
		return a.Subgraph(ctx, v, o)
	}
	var labels []string
	for _, arg := range args {
		iri, err := names.Resolve(arg)
		if err != nil {
			return nil, err
		}
		p.about = append(p.about, iri)
		labels = append(labels, v.Label(iri, s.langs()...))
	}
	p.title = cmp.Or(p.title, strings.Join(labels, ", "))
	return v.Around(ctx, p.about, o)
}
