package cli

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/ascribe-graph/ascribe/graph/draw"
	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"
)

func (s *session) timelineCommand() *cobra.Command {
	var (
		since, until string
		p            picture
	)
	c := &cobra.Command{
		Use:   "timeline [NAME...]",
		Short: "List in order of time what happened and who said or did what about it",
		Long: `List in order of time when things began, ended, were discovered and disclosed, and the claims and acts that
concern the things named, or all: each date as precisely as its source gives it, under its record.
--draw draws them as a strip with a lane for each party; --format mermaid writes a timeline for Mermaid.`,
		Example: `  ascribe timeline "Exchange hack"
  ascribe timeline "Exchange hack" --draw exchange-timeline.svg
  ascribe timeline APT31 China --since 2021-01 --until 2021-12 --format mermaid`,
		Args:              usageArgs(cobra.ArbitraryArgs),
		ValidArgsFunction: s.completeNames(100),
		RunE: func(c *cobra.Command, args []string) error {
			var bounds [2]graph.Date
			for i, text := range []string{since, until} {
				if text == "" {
					continue
				}
				var err error
				if bounds[i], err = date([]string{"--since", "--until"}[i], text); err != nil {
					return err
				}
			}
			if strings.EqualFold(s.flags.format, "mermaid") {
				p.format, p.file = "mermaid", ""
			}
			return s.view(c.Context(), func(v *graph.View, names *ask.Names) error {
				var things []quad.IRI
				for _, arg := range args {
					iri, err := names.Resolve(arg)
					if err != nil {
						return err
					}
					things = append(things, iri)
				}
				return s.timeline(c.Context(), v, things, bounds, p)
			})
		},
	}
	c.Flags().StringVar(&since, "since", "", "from this `date` on")
	c.Flags().StringVar(&until, "until", "", "up to this `date`")
	c.Flags().StringVar(&p.file, "draw", "", "draw it as well, to `file` (.svg, .mmd)")
	c.Flags().StringVar(&p.title, "title", "", "`heading` of the picture; default the names")
	return c
}

func (s *session) timeline(ctx context.Context, v *graph.View, things []quad.IRI, bounds [2]graph.Date, p picture) error {
	events, err := v.Timeline(ctx, things...)
	if err != nil {
		return err
	}
	events = slices.DeleteFunc(events, func(e graph.Event) bool { return !e.Within(bounds[0], bounds[1]) })
	if p.file != "" || p.format != "" {
		if err := s.drawTimeline(ctx, v, p, things, events); err != nil {
			return err
		}
	}
	if p.format != "" { // instead of the table
		if s.flags.exitStatus && len(events) == 0 {
			return errNoRows
		}
		return nil
	}
	lines := make([]eventLine, 0, len(events))
	for _, e := range events {
		l := eventLine{on: e.When, who: s.who(v, e.Record), record: e.Record.Handle()}
		switch {
		case e.Edge.Subject != nil:
			l.kind, l.what = s.oneLabel(v, e.Edge.Predicate.(quad.IRI)), v.Label(e.Edge.Subject, s.langs()...)
			if st := e.Record.Stance; st != "" && !slices.Contains(graph.DefaultStances(), st) {
				l.kind += " (" + s.oneLabel(v, st) + ")"
			}
		default:
			n, err := s.footnote(ctx, v, e.Record)
			if err != nil {
				return err
			}
			l.kind, l.what = s.said(v, e.Record), strings.Join(n.edges, "; ")
			if n.answers != "" {
				l.what = s.say("%s (for %s)", l.what, n.answers)
			}
		}
		lines = append(lines, l)
	}
	sh := s.sheetIn(v, "on", "what", "says", "by", "record")
	for _, l := range lines {
		sh.Rows = append(sh.Rows, []cell{textCell(l.on), textCell(l.what), textCell(l.kind), textCell(l.who), textCell(l.record)})
	}
	if len(lines) == 0 {
		sh.Notes = append(sh.Notes, s.say("No visible record gives a date."))
	}
	return s.print(sh)
}

// drawTimeline writes a picture of events.
func (s *session) drawTimeline(ctx context.Context, v *graph.View, p picture, things []quad.IRI, events []graph.Event) error {
	records := draw.EventRecords(events)
	sub, err := v.Subgraph(ctx, records, &graph.SubgraphOptions{Langs: s.langs(), MaxRecords: max(1, len(records))})
	if err != nil {
		return err
	}
	p.title = cmp.Or(p.title, s.labels(v, things))
	return s.draw(ctx, p, "a timeline", drawing{
		"svg":     func(w io.Writer, o *draw.Options) error { return draw.TimelineSVG(w, sub, events, o) },
		"mermaid": func(w io.Writer, o *draw.Options) error { return draw.TimelineMermaid(w, sub, events, o) },
	})
}

// eventLine is an event in words.
type eventLine struct{ on, kind, what, who, record string }
