package cli

import (
	"context"
	"fmt"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"
)

func (s *session) contestedCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "contested [NAME]",
		Short: "List the questions on which two claims exclude each other, with both sides",
		Long: `List the questions on which two visible claims exclude each other: an edge that some assert and others deny,
an incident for which claims blame different states. It looks past the stances of the lens, also at claims that were
taken back since, and obeys every other field. A question is settled where a later claim of the same party replaced or
retracted what excluded the others.`,
		Example: `  ascribe contested
  ascribe contested "Exchange hack" --as-of 2021-07`,
		Args:              usageArgs(cobra.MaximumNArgs(1)),
		ValidArgsFunction: s.completeNames(1),
		RunE: func(c *cobra.Command, args []string) error {
			return s.view(c.Context(), func(v *graph.View, names *ask.Names) error {
				var about quad.IRI
				if len(args) > 0 {
					var err error
					if about, err = names.Resolve(args[0]); err != nil {
						return err
					}
				}
				sh, err := s.contested(c.Context(), v, about)
				if err != nil {
					return err
				}
				return s.print(sh)
			})
		},
	}
	return c
}

func (s *session) contested(ctx context.Context, v *graph.View, about quad.IRI) (*sheet, error) {
	contests, err := v.Contested(ctx, about)
	if err != nil {
		return nil, err
	}
	sh := s.sheetOf(v, "question", "side", "by", "says", "on", "record", "settled")
	page := &sheet{Columns: sh.Columns}
	open := 0
	for _, c := range contests {
		question := s.contestText(v, &c)
		settled := "open"
		switch {
		case len(c.SettledBy) > 0:
			settled = "settled by " + handles(c.SettledBy)
		case c.Settled:
			settled = "settled"
		default:
			open++
		}
		first := question
		for _, side := range c.Sides {
			name := "it is so"
			switch {
			case side.State != "":
				name = v.Label(side.State, s.langs()...)
			case side.Denied:
				name = "denied"
			}
			for _, r := range side.Records {
				row := []cell{
					textCell(question), textCell(name), textCell(s.who(v, r)), textCell(s.said(v, r)), textCell(r.When()), textCell(r.Handle()), textCell(settled),
				}
				sh.Rows = append(sh.Rows, row)
				short := append([]cell{textCell(first)}, row[1:]...)
				if first == "" {
					short[6] = cell{}
				}
				page.Rows = append(page.Rows, short)
				first = ""
			}
		}
	}
	sh.Page = page
	sh.Head = fmt.Sprintf("%s contested, %d of them open.", plural(len(contests), "question"), open)
	if len(contests) == 0 {
		sh.Head = "No two visible claims exclude each other."
	}
	return sh, nil
}

// contestText writes what is contested.
func (s *session) contestText(v *graph.View, c *graph.Contest) string {
	if c.Incident != "" {
		return "who is behind " + v.Label(c.Incident, s.langs()...)
	}
	return s.edgeText(v, c.Edge)
}
