package cli

import (
	"context"
	"fmt"
	"slices"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"
)

// identityFlags are the flags of same and different.
type identityFlags struct {
	by, on   string
	quote    string
	new      []string
	undo     bool
	dry      bool
	denies   bool
	verb     string // for messages
	opposite string
}

func (s *session) sameCommand() *cobra.Command {
	return s.identityCommand(&identityFlags{verb: "same", opposite: "different"}, "Claim that two things are one; --undo takes it back",
		`Write a claim that A and B are one, by you or by the party of --by, into the graph of --graph. Nothing is merged:
the claim stands beside what others say, counts for those who follow your names (--names me), and --undo takes it
back by a retraction. A 'different' of the same party about the same two is replaced. Prints the TriG that it wrote.`)
}

func (s *session) differentCommand() *cobra.Command {
	return s.identityCommand(&identityFlags{verb: "different", opposite: "same", denies: true}, "Claim that two things are not one; --undo takes it back",
		`Write a claim that A and B are not one, by you or by the party of --by, into the graph of --graph: a denial of the
edge that 'same' asserts. --undo takes it back by a retraction. Prints the TriG that it wrote.`)
}

func (s *session) identityCommand(f *identityFlags, short, long string) *cobra.Command {
	c := &cobra.Command{
		Use:   f.verb + " A B",
		Short: short,
		Long:  long,
		Example: fmt.Sprintf(`  ascribe --graph mine.trig %[1]s HAFNIUM APT27
  ascribe --graph mine.trig %[1]s HAFNIUM APT27 --undo`, f.verb),
		Args:              usageArgs(cobra.ExactArgs(2)),
		ValidArgsFunction: s.completeNames(2),
		RunE:              func(c *cobra.Command, args []string) error { return s.identity(c.Context(), f, args[0], args[1]) },
	}
	c.Flags().StringVar(&f.by, "by", "me", "the `party` whose claim it is")
	c.Flags().StringVar(&f.on, "on", "", "the `date` of the claim; default today")
	c.Flags().StringVar(&f.quote, "why", "", "your `reason`, kept with the claim")
	c.Flags().StringArrayVar(&f.new, "new", nil, "describe a thing that the graph does not have: `NAME=CLASS`")
	c.Flags().BoolVar(&f.undo, "undo", false, "take the claim back: a retraction by the same party; nothing is deleted")
	c.Flags().BoolVar(&f.dry, "dry-run", false, "print what would be written, and write nothing")
	return c
}

func (s *session) identity(ctx context.Context, f *identityFlags, nameA, nameB string) error {
	already := ""
	d, err := s.drafting(ctx, func(d *drafter) error {
		if err := d.describe(f.new); err != nil {
			return err
		}
		by, err := d.party(f.by)
		if err != nil {
			return err
		}
		a, err := d.resolve(nameA, schema.Entity)
		if err != nil {
			return err
		}
		b, err := d.resolve(nameB, schema.Entity)
		if err != nil {
			return err
		}
		if a == b {
			return usagef("'ascribe names "+nameA+"' says what it is called", fmt.Sprintf("%s and %s are one thing in this graph: %s", nameA, nameB, schema.Handle(string(a))))
		}
		d.draft.By = []quad.IRI{by}
		d.draft.On = today()
		if f.on != "" {
			if d.draft.On, err = date("--on", f.on); err != nil {
				return err
			}
		}
		said, err := d.said(ctx, by, a, b)
		if err != nil {
			return err
		}
		mine, other := said[!f.denies], said[f.denies]
		switch {
		case f.undo && len(mine) == 0:
			return usagef("'ascribe names "+nameA+" --lens all' shows who said what", fmt.Sprintf("%s has no standing claim to take back that they are %s", d.label(by, "en"), f.verb))
		case f.undo:
			d.draft.Stance, d.draft.Re = schema.Retracts, mine
		case len(mine) > 0:
			already = handles(mine)
			return nil
		default:
			d.draft.Stance, d.draft.Supersedes = schema.Asserts, other
			if f.denies {
				d.draft.Stance = schema.Denies
			}
			d.draft.Edges = []quad.Quad{{Subject: a, Predicate: quad.IRI(schema.SameAs), Object: b}}
		}
		d.draft.Form = schema.TechnicalReport
		if f.quote != "" {
			d.draft.Quotes = []quad.Value{quad.LangString{Value: quad.String(f.quote), Lang: s.langs()[0]}}
		}
		d.ownWork()
		return d.name("")
	})
	if err != nil {
		return err
	}
	if already != "" {
		fmt.Fprintln(s.err, oneLine("it is said already, by "+already+"; nothing was written"))
		return nil
	}
	return d.write(ctx, f.dry)
}

// said returns the standing claims of a party about whether two things are
// one: under true those that say so, under false those that deny it.
func (d *drafter) said(ctx context.Context, by, a, b quad.IRI) (map[bool][]quad.IRI, error) {
	ids, err := d.all.Identities(ctx, a)
	if err != nil {
		return nil, err
	}
	out := map[bool][]quad.IRI{}
	for _, id := range ids {
		if id.A != b && id.B != b || !slices.Contains(id.By.By, by) || !d.all.Standing(id.By.IRI).Stands() {
			continue
		}
		out[id.Same] = append(out[id.Same], id.By.IRI)
	}
	return out, nil
}
