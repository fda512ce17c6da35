package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/ascribe-graph/ascribe/graph/draw"
	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"
)

func (s *session) drawCommand() *cobra.Command {
	var (
		question, out, title string
		dark                 bool
		most                 int
	)
	c := &cobra.Command{
		Use:   "draw NAME... | draw --ask QUESTION",
		Short: "Draw who said what about whom, as DOT",
		Long: `Draw the records that speak of some things, or on which an answer rests: who spoke,
each claim and act, whom it names, the incident. Graphviz makes a picture of the DOT:

  ascribe draw "Exchange hack" | dot -Tsvg -o exchange.svg`,
		Example: `  ascribe draw "Exchange hack" | dot -Tsvg -o exchange.svg
  ascribe draw --ask "who stands behind the Exchange attribution?" -o exchange.dot`,
		Args: func(c *cobra.Command, args []string) error {
			if (question == "") == (len(args) == 0) {
				return usagef(`for example ascribe draw "Exchange hack"`, "give names, or a question by --ask")
			}
			return nil
		},
		ValidArgsFunction: s.completeNames(100),
		RunE: func(c *cobra.Command, args []string) error {
			if f := s.flags.format; f != "" && f != "dot" {
				return usagef("this command draws DOT; Graphviz makes SVG, PNG or PDF of it", fmt.Sprintf("cannot draw in format %q", f))
			}
			return s.view(c.Context(), func(v *graph.View, names *ask.Names) error {
				sub, heading, err := s.subgraph(c.Context(), v, names, question, args, most)
				if err != nil {
					return err
				}
				if title != "" {
					heading = title
				}
				err = s.toFile(out, func(w io.Writer) error {
					return draw.DOT(w, sub, &draw.Options{Title: heading, Dark: dark, Langs: s.langs()})
				})
				if err == nil && s.flags.exitStatus && len(sub.Records) == 0 {
					return errNoRows
				}
				return err
			})
		},
	}
	c.Flags().StringVar(&question, "ask", "", "draw the records on which the answer to this `question` rests")
	c.Flags().StringVarP(&out, "output", "o", "", "write to `file`; default standard output")
	c.Flags().StringVar(&title, "title", "", "`heading` of the picture; default the names or the question")
	c.Flags().BoolVar(&dark, "dark", false, "on a dark ground")
	c.Flags().IntVar(&most, "max", graph.DefaultMaxRecords, "most `records`, the newest first")
	return c
}

// subgraph takes what is to be drawn out of the view.
func (s *session) subgraph(ctx context.Context, v *graph.View, names *ask.Names, question string, args []string, most int) (*graph.Subgraph, string, error) {
	o := &graph.SubgraphOptions{Langs: s.langs(), MaxRecords: most}
	if question != "" {
		a, err := s.answer(ctx, v, names, question)
		if err != nil {
			return nil, "", err
		}
		sub, err := v.Subgraph(ctx, a.Records(), o)
		return sub, a.Question, err
	}
	var things []quad.IRI
	var labels []string
	for _, arg := range args {
		iri, err := names.Resolve(arg)
		if err != nil {
			return nil, "", err
		}
		things = append(things, iri)
		labels = append(labels, v.Label(iri, s.langs()...))
	}
	sub, err := v.Around(ctx, things, o)
	return sub, strings.Join(labels, ", "), err
}
