package cli

import (
	"context"

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
	sh := s.sheetIn(v, "question", "side", "by", "says", "on", "record", "settled")
	page := &sheet{Columns: sh.Columns}
	open := 0
	for _, c := range contests {
		question := s.contestText(v, &c)
		settled := s.say("open")
		switch {
		case len(c.SettledBy) > 0:
			settled = s.say("settled by %s", handles(c.SettledBy))
		case c.Settled:
			settled = s.say("settled")
		default:
			open++
		}
		first, lastSide := question, ""
		for _, side := range c.Sides {
			name := s.say("it is so")
			switch {
			case side.State != "":
				name = v.Label(side.State, s.langs()...)
			case side.Denied:
				name = s.say("denied")
			}
			for _, r := range side.Records {
				row := []cell{
					textCell(question), textCell(name), s.whoCell(v, r), textCell(s.said(v, r)), textCell(s.words(v).When(r)), textCell(r.Handle()), textCell(settled),
				}
				sh.Rows = append(sh.Rows, row)
				short := append([]cell{textCell(first)}, row[1:]...)
				if name == lastSide {
					short[1] = cell{}
				}
				lastSide = name
				if first == "" {
					short[6] = cell{}
				}
				page.Rows = append(page.Rows, short)
				first = ""
			}
		}
	}
	sh.Page = page
	sh.Head = s.say("%s contested, %d of them open.", s.plural(len(contests), "question"), open)
	if len(contests) == 0 {
		sh.Head = s.say("No two visible claims exclude each other.")
	}
	return sh, nil
}

// contestText writes what is contested.
func (s *session) contestText(v *graph.View, c *graph.Contest) string {
	if c.Incident != "" {
		return s.say("who is behind %s", v.Label(c.Incident, s.langs()...))
	}
	return s.edgeText(v, c.Edge)
}
