package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"
)

func (s *session) timelineCommand() *cobra.Command {
	var since, until string
	c := &cobra.Command{
		Use:   "timeline [NAME...]",
		Short: "List in order of time what happened and who said or did what about it",
		Long: `List in order of time when things began, ended, were discovered and disclosed, and the claims and acts that
concern the things named, or all: each date as precisely as its source gives it, under its record.
--format mermaid writes a timeline for Mermaid.`,
		Example: `  ascribe timeline "Exchange hack"
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
			return s.view(c.Context(), func(v *graph.View, names *ask.Names) error {
				var things []quad.IRI
				for _, arg := range args {
					iri, err := names.Resolve(arg)
					if err != nil {
						return err
					}
					things = append(things, iri)
				}
				return s.timeline(c.Context(), v, things, bounds)
			})
		},
	}
	c.Flags().StringVar(&since, "since", "", "from this `date` on")
	c.Flags().StringVar(&until, "until", "", "up to this `date`")
	return c
}

func (s *session) timeline(ctx context.Context, v *graph.View, things []quad.IRI, bounds [2]graph.Date) error {
	events, err := v.Timeline(ctx, things...)
	if err != nil {
		return err
	}
	events = slices.DeleteFunc(events, func(e graph.Event) bool { return !e.Within(bounds[0], bounds[1]) })
	lines := make([]eventLine, 0, len(events))
	for _, e := range events {
		l := eventLine{act: e.Record.Act, on: e.When, who: s.who(v, e.Record), record: e.Record.Handle()}
		switch {
		case e.Edge.Subject != nil:
			l.edge, l.act = true, false
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
				l.what += " (for " + n.answers + ")"
			}
		}
		lines = append(lines, l)
	}
	title := s.labels(v, things)
	if strings.EqualFold(s.flags.format, "mermaid") {
		if err := writeMermaidTimeline(s.out, title, lines); err != nil || !s.flags.exitStatus || len(lines) > 0 {
			return err
		}
		return errNoRows
	}
	sh := s.sheetOf(v, "on", "what", "says", "by", "record")
	for _, l := range lines {
		sh.Rows = append(sh.Rows, []cell{textCell(l.on), textCell(l.what), textCell(l.kind), textCell(l.who), textCell(l.record)})
	}
	if len(lines) == 0 {
		sh.Notes = append(sh.Notes, "No visible record gives a date.")
	}
	return s.print(sh)
}

// eventLine is an event in words.
type eventLine struct {
	on, kind, what, who, record string
	edge                        bool // a date that a record gives of a thing, not the record's own
	act                         bool
}

// mermaidText escapes what ends or begins something in a Mermaid timeline, by
// the entity codes of its documentation.
var mermaidText = strings.NewReplacer("#", "#35;", ":", "#58;", ";", "#59;", "<", "#60;", ">", "#62;")

// writeMermaidTimeline writes a Mermaid timeline: a period for each date, with
// its events below.
// https://mermaid.js.org/syntax/timeline.html
func writeMermaidTimeline(w io.Writer, title string, lines []eventLine) error {
	var b strings.Builder
	b.WriteString("timeline\n")
	if title != "" {
		fmt.Fprintf(&b, "    title %s\n", mermaidText.Replace(oneLine(title)))
	}
	last := ""
	for _, l := range lines {
		if l.on != last {
			fmt.Fprintf(&b, "    %s\n", mermaidText.Replace(l.on))
			last = l.on
		}
		text := l.who + " " + l.kind
		switch {
		case l.act && l.what != "":
			text = l.what // which names the party
		case l.edge:
			text = l.what + " " + l.kind + ", says " + l.who
		case l.what != "":
			text += ", " + l.what
		}
		fmt.Fprintf(&b, "        : %s (%s)\n", mermaidText.Replace(oneLine(text)), mermaidText.Replace(oneLine(l.record)))
	}
	_, err := io.WriteString(w, b.String())
	return err
}
