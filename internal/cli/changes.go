package cli

import (
	"context"
	"fmt"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"
)

func (s *session) changesCommand() *cobra.Command {
	var from, to, about string
	c := &cobra.Command{
		Use:   "changes --from DATE [--to DATE]",
		Short: "Say what became known, and what was taken back, between two dates",
		Long: `Say what became known between two dates: which states are blamed and sanctioned for what as of the later and
not as of the earlier date, or the other way round, which records became public, and which were replaced or taken back.
A record counts as of the day on which it was surely public; one without a date cannot be placed.`,
		Example: `  ascribe changes --from 2021-04-30 --to 2021-07-31
  ascribe changes --from 2020 --about "SolarWinds hack"`,
		Args: usageArgs(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			if from == "" {
				return usagef("for example ascribe changes --from 2021-04-30 --to 2021-07-31", "--from is needed")
			}
			if s.flags.lens.asOf != "" {
				return usagef("leave it out: --from and --to are the dates", "--as-of together with --from")
			}
			first, err := date("--from", from)
			if err != nil {
				return err
			}
			last := today()
			if to != "" {
				if last, err = date("--to", to); err != nil {
					return err
				}
			}
			if last.Before(first) {
				return usagef("give the earlier date by --from", fmt.Sprintf("--to %s is before --from %s", last, first))
			}
			return s.view(c.Context(), func(v *graph.View, names *ask.Names) error {
				var thing quad.IRI
				if about != "" {
					if thing, err = names.Resolve(about); err != nil {
						return fmt.Errorf("--about: %w", err)
					}
				}
				return s.changes(c.Context(), v, first, last, thing)
			})
		},
	}
	c.Flags().StringVar(&from, "from", "", "the earlier `date`; a month or year counts to its last day")
	c.Flags().StringVar(&to, "to", "", "the later `date`; default today")
	c.Flags().StringVar(&about, "about", "", "only what concerns this `thing`")
	return c
}

func (s *session) changes(ctx context.Context, v *graph.View, from, to graph.Date, about quad.IRI) error {
	c, err := v.Changes(ctx, from, to, about)
	if err != nil {
		return err
	}
	sh := s.sheetIn(v, "change", "on", "what", "by", "record")
	shift := func(list []graph.Shift, gained, lost string) {
		for _, x := range list {
			change := s.say(gained)
			if x.Lost {
				change = s.say(lost)
			}
			what := v.Label(x.State, s.langs()...)
			if x.Incident != "" {
				what = s.say("%s for %s", what, v.Label(x.Incident, s.langs()...))
			}
			if x.Via {
				change = s.say("%s through those linked to it", change)
			}
			var by, on, hs []string
			for _, r := range x.Records {
				by, on, hs = append(by, s.who(v, r)), append(on, s.words(v).When(r)), append(hs, r.Handle())
			}
			sh.Rows = append(sh.Rows, []cell{
				textCell(change),
				{Text: firstOf(on), JSON: on},
				textCell(what),
				{Text: strings.Join(distinct(by), ", "), JSON: by},
				{Text: strings.Join(hs, ", "), JSON: hs},
			})
		}
	}
	records := func(change string, list []*graph.Record) error {
		for _, r := range list {
			n, err := s.footnote(ctx, v, r)
			if err != nil {
				return err
			}
			// The view of the lens may not see what is taken back.
			sh.Rows = append(sh.Rows, []cell{
				textCell(s.say(change)), textCell(s.words(v).When(r)), textCell(strings.TrimSpace(n.says + ": " + strings.Join(n.edges, "; "))), textCell(n.by), textCell(r.Handle()),
			})
		}
		return nil
	}
	shift(c.Blames, "blamed", "no longer blamed")
	shift(c.Sanctions, "sanctioned", "no longer sanctioned")
	all, err := v.With(graph.Everything)
	if err != nil {
		return err
	}
	v = all
	for _, part := range []struct {
		change string
		list   []*graph.Record
	}{{"new", c.New}, {"replaced", c.Superseded}, {"taken back", c.Retracted}} {
		if err := records(part.change, part.list); err != nil {
			return err
		}
	}
	sh.Head = s.say("Between %s and %s: %s new, %d replaced, %d taken back.", from, to, s.plural(len(c.New), "record"), len(c.Superseded), len(c.Retracted))
	return s.print(sh)
}

// distinct drops what was there before.
func distinct(list []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, x := range list {
		if !seen[x] {
			seen[x] = true
			out = append(out, x)
		}
	}
	return out
}
