package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"
)

func (s *session) namesCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "names NAME",
		Short: "Say who uses a name for whom, and what else a thing is called",
		Long: `Say who uses a name for whom: every thing that bears it, by whom it is called so, since when, under which
record. If that is one thing, all its other names follow, and what else bears one of them (a shared name). Then come the
claims that it is, or is not, the same as another. A shared name is no such claim, and nothing is merged: two parties may
use one name for two groups.`,
		Example: `  ascribe names "Silk Typhoon"
  ascribe names APT31`,
		Args:              usageArgs(cobra.MinimumNArgs(1)),
		ValidArgsFunction: s.completeNames(1),
		RunE: func(c *cobra.Command, args []string) error {
			return s.view(c.Context(), func(v *graph.View, names *ask.Names) error {
				// Whose identities are followed is what this verb is about: it
				// shows each thing under its own IRI.
				lens := *v.Lens()
				lens.Names = nil
				v, err := v.With(&lens)
				if err != nil {
					return err
				}
				sh, err := s.namesOf(c.Context(), v, names, strings.Join(args, " "))
				if err != nil {
					return err
				}
				return s.print(sh)
			})
		},
	}
}

// How a name stands in the answer of names.
var nameKinds = map[graph.NameKind]string{
	graph.LabelName: "label", graph.AliasName: "name", graph.SearchName: "search form", graph.HandleName: "handle",
}

// sharedName is the kind of a name that another thing bears too.
const sharedName = "shared name"

func (s *session) namesOf(ctx context.Context, v *graph.View, names *ask.Names, text string) (*sheet, error) {
	folded := func(text string) string { return strings.ReplaceAll(ask.Fold(text), " ", "") }
	want := folded(text)
	bear := v.Namings(func(n graph.Name) bool {
		return n.Kind != graph.HandleName && want != "" && folded(n.Text) == want
	})
	var bearers []quad.IRI
	for _, n := range bear {
		if !slices.Contains(bearers, n.Of) {
			bearers = append(bearers, n.Of)
		}
	}
	if len(bearers) == 0 {
		iri, err := names.Resolve(text)
		if err != nil {
			return nil, err
		}
		bearers = []quad.IRI{iri}
	}
	sh := s.sheetOf(v, "name", "of", "kind", "used by", "since", "record")
	sh.Keys = []string{"name", "of", "kind", "by", "since", "record"}
	seen := map[string]bool{} // one row for a name in several languages or cases
	add := func(n graph.Naming, kind string) {
		by, since, record := "", "", ""
		if n.By != nil {
			by, since, record = s.who(v, n.By), n.By.When(), n.By.Handle()
		}
		if key := strings.Join([]string{n.Text, string(n.Of), kind, record}, "\x00"); !seen[key] {
			seen[key] = true
			sh.Rows = append(sh.Rows, []cell{
				textCell(n.Text), s.thingCell(v, n.Of), textCell(kind), textCell(by), textCell(since), textCell(record),
			})
		}
	}
	for _, n := range bear {
		add(n, nameKinds[n.Kind])
	}
	switch {
	case len(bearers) == 1 && len(bear) == 0:
		sh.Head = fmt.Sprintf("“%s” is %s; nobody's record uses these words.", text, names.Candidate(bearers[0]))
	case len(bearers) == 1:
		sh.Head = fmt.Sprintf("“%s” names one thing: %s.", text, names.Candidate(bearers[0]))
	default:
		list := make([]string, len(bearers))
		for i, b := range bearers {
			list[i] = names.Candidate(b).String() + ", " + schema.Handle(string(b))
		}
		sh.Head = fmt.Sprintf("“%s” names %d things: %s.", text, len(bearers), strings.Join(list, "; "))
	}
	if len(bearers) == 1 {
		for _, n := range v.NamingsOf(bearers[0], func(n graph.Name) bool { return n.Kind != graph.HandleName }) {
			add(n, nameKinds[n.Kind])
		}
		for _, n := range v.SharedNames(bearers[0]) {
			add(n, sharedName)
		}
	}
	before := len(sh.Rows)
	if err := s.identityRows(ctx, v, sh, bearers); err != nil {
		return nil, err
	}
	switch shared := slices.ContainsFunc(sh.Rows, func(row []cell) bool { return row[2].Text == sharedName }); {
	case len(bearers) > 1 && len(sh.Rows) == before:
		sh.Notes = append(sh.Notes, "They share a name: no record says that they are one, or that they are not. 'ascribe same' and 'ascribe different' write what you say.")
	case len(bearers) > 1:
		sh.Notes = append(sh.Notes, "Whether they are one is a claim like any other: 'ascribe same' and 'ascribe different' write yours.")
	case shared:
		sh.Notes = append(sh.Notes, "A shared name is no claim that two things are one.")
	}
	return sh, nil
}

// identityRows adds the claims that things are, or are not, the same as others.
func (s *session) identityRows(ctx context.Context, v *graph.View, sh *sheet, things []quad.IRI) error {
	past, err := v.PastStance()
	if err != nil {
		return err
	}
	seen := map[quad.IRI]bool{} // a record that joins two of the things is said once
	for _, thing := range things {
		ids, err := past.Identities(ctx, thing)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if seen[id.By.IRI] {
				continue
			}
			seen[id.By.IRI] = true
			if id.B == thing {
				id.A, id.B = id.B, id.A
			}
			kind := "same as"
			if !id.Same {
				kind = "not the same as"
			}
			sh.Rows = append(sh.Rows, []cell{
				s.thingCell(past, id.B), s.thingCell(past, thing), textCell(kind),
				s.whoCell(past, id.By), textCell(id.By.When()), textCell(id.By.Handle()),
			})
		}
	}
	return nil
}

// thingCell is a thing by its label, or by its IRI where that was asked for.
func (s *session) thingCell(v *graph.View, iri quad.IRI) cell {
	if s.flags.iris {
		return textCell(string(iri))
	}
	label := v.Label(iri, s.langs()...)
	return cell{Text: label, JSON: map[string]string{"text": label, "iri": string(iri)}}
}
