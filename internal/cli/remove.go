package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"
)

func (s *session) removeCommand() *cobra.Command {
	var by, on string
	var hard, dry bool
	c := &cobra.Command{
		Use:   "remove HANDLE",
		Short: "Take a claim back by a retraction; --hard deletes the record",
		Long: `Take a claim of your own back: write a retraction by the same party, which hides it from every lens as of that day
and later. Nothing is deleted. What others said, only they can take back: 'add claim --stance retracts' says that
they did, with the document.

--hard deletes the record instead: its edges and its description, as if it had never been there. It is for what was
entered by mistake. A record that others refer to is not deleted.`,
		Example: `  ascribe --graph mine.trig remove me-2026-11-23/1
  ascribe --graph mine.trig remove me-2026-11-23/1 --hard`,
		Args:              usageArgs(cobra.ExactArgs(1)),
		ValidArgsFunction: s.completeRecords,
		RunE: func(c *cobra.Command, args []string) error {
			if hard {
				return s.removeHard(c.Context(), args[0], dry)
			}
			return s.retract(c.Context(), args[0], by, on, dry)
		},
	}
	c.Flags().StringVar(&by, "by", "me", "the `party` that takes it back")
	c.Flags().StringVar(&on, "on", "", "the `date` of the retraction; default today")
	c.Flags().BoolVar(&hard, "hard", false, "delete the record instead of taking it back")
	c.Flags().BoolVar(&dry, "dry-run", false, "print what would be written or deleted, and change nothing")
	return c
}

func (s *session) retract(ctx context.Context, handle, party, on string, dry bool) error {
	d, err := s.drafting(ctx, func(d *drafter) error {
		r, err := s.record(d.all, d.names, handle)
		if err != nil {
			return err
		}
		by, err := d.party(party)
		if err != nil {
			return err
		}
		switch st := d.all.Standing(r.IRI); {
		case r.Act:
			return usagef("an act that ended is said by a later act; --hard deletes what was entered by mistake", fmt.Sprintf("%s is an act, and only a claim is taken back", r.Handle()))
		case !slices.Contains(r.By, by) && !slices.Contains(r.RelayedBy, by):
			return usagef("'ascribe add claim --stance denies --re "+r.Handle()+"' contradicts it; --hard deletes it",
				fmt.Sprintf("%s is a claim by %s, and only they can take it back", r.Handle(), s.who(d.all, r)))
		case by != me && !slices.Contains(r.Sources, ownSource(by)):
			return usagef("if it did, 'ascribe add claim --stance retracts --re "+r.Handle()+" --by ... --source ...' says so, with the document",
				fmt.Sprintf("%s rests on documents, and none is named in which %s takes it back", r.Handle(), d.label(by, "en")))
		case len(st.RetractedBy) > 0:
			return usagef("--hard deletes it", fmt.Sprintf("%s is taken back already, by %s", r.Handle(), handles(st.RetractedBy)))
		}
		d.draft.By, d.draft.Stance, d.draft.Re, d.draft.On = []quad.IRI{by}, schema.Retracts, []quad.IRI{r.IRI}, today()
		if on != "" {
			if d.draft.On, err = date("--on", on); err != nil {
				return err
			}
		}
		d.draft.Form = schema.TechnicalReport
		d.ownWork()
		return d.name("")
	})
	if err != nil {
		return err
	}
	return d.write(ctx, dry)
}

// removeHard deletes a record that nothing else refers to, and prints what it
// deleted.
func (s *session) removeHard(ctx context.Context, handle string, dry bool) error {
	var record *graph.Record
	if _, err := s.drafting(ctx, func(d *drafter) (err error) {
		record, err = s.record(d.all, d.names, handle)
		return err
	}); err != nil {
		return err
	}
	var gone []quad.Quad
	err := s.g.Update(ctx, func(tx *graph.Tx) error {
		collect := func(p graph.Pattern) (out []quad.Quad, err error) {
			for q, err := range tx.Match(ctx, p) {
				if err != nil {
					return nil, err
				}
				out = append(out, q)
			}
			return out, nil
		}
		refs, err := collect(graph.Pattern{Object: record.IRI})
		if err != nil {
			return err
		}
		if len(refs) > 0 {
			var from []string
			for _, q := range refs {
				if iri, ok := q.Subject.(quad.IRI); ok {
					from = append(from, schema.Handle(string(iri)))
				}
			}
			slices.Sort(from)
			return usagef("delete those first, or leave --hard out", fmt.Sprintf("%s is referred to by %s", record.Handle(), strings.Join(slices.Compact(from), ", ")))
		}
		edges, err := collect(graph.Pattern{Label: record.IRI})
		if err != nil {
			return err
		}
		descriptions, err := collect(graph.Pattern{Subject: record.IRI, Unlabelled: true})
		if err != nil {
			return err
		}
		gone = slices.Concat(edges, descriptions)
		for _, q := range gone {
			if _, err := tx.Remove(q); err != nil {
				return err
			}
		}
		if dry {
			return errDryRun
		}
		return nil
	})
	if err != nil && !errors.Is(err, errDryRun) {
		return err
	}
	if err := s.printTriG(gone); err != nil {
		return err
	}
	did := "deleted " + plural(len(gone), "quad") + " of " + record.Handle()
	if dry {
		did = "dry run: nothing was deleted"
	}
	fmt.Fprintln(s.err, oneLine(did))
	return nil
}
