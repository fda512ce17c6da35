package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/ascribe-graph/ascribe/graph/dossier"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"
)

func (s *session) showCommand() *cobra.Command {
	var all bool
	var parts []string
	c := &cobra.Command{
		Use:   "show NAME|HANDLE",
		Short: "Show the dossier of a thing, or one record in full",
		Long: `Show the dossier of a thing: what is disputed, its names by who uses them, its place on the ladder from state to
persona, the claims for and against with who says so and how sure, the acts, the victims, what it says and did itself,
and all of it in order of time. Denials and suspicions are shown as such, whatever the stances of the lens.
Or show one record, by its handle: every field, the edges under it, and which records support, deny, retract, replace
or answer it.

A long dossier is shortened, and says so; --all shows everything, --part only some of it. Formats for programs (csv, tsv,
json, ndjson) are never shortened: a row for each record behind each line.`,
		Example: `  ascribe show APT28
  ascribe show Russia --part claims,acts --all
  ascribe show "Exchange hack" --as-of 2021-07-31 --format markdown
  ascribe show uk-2021-07-19/2`,
		Args:              usageArgs(cobra.MinimumNArgs(1)),
		ValidArgsFunction: s.completeNames(1),
		RunE: func(c *cobra.Command, args []string) error {
			keep, err := dossierParts(parts)
			if err != nil {
				return err
			}
			return s.view(c.Context(), func(v *graph.View, names *ask.Names) error {
				name := strings.Join(args, " ")
				whole, err := citable(v)
				if err != nil {
					return err
				}
				if r, err := findRecord(whole, name); r != nil || err != nil {
					if err != nil {
						return err
					}
					return s.showRecord(c.Context(), v, whole, r)
				}
				iri, err := names.Resolve(name)
				if _, unknown := errors.AsType[*ask.UnknownNameError](err); unknown && strings.Contains(name, "/") { // a record's handle
					_, err = s.record(v, names, name)
				}
				if err != nil {
					return err
				}
				if len(v.Classes(iri)) == 0 || v.IsA(iri, schema.Record) { // a record that the lens hides
					if _, err := s.record(v, names, name); err != nil {
						return err
					}
				}
				return s.showThing(c.Context(), v, iri, keep, all)
			})
		},
	}
	c.Flags().BoolVar(&all, "all", false, "do not shorten a long dossier")
	c.Flags().StringSliceVar(&parts, "part", nil, "only these `parts`: "+strings.Join(partNames(), ", "))
	_ = c.RegisterFlagCompletionFunc("part", cobra.FixedCompletions(partNames(), cobra.ShellCompDirectiveNoFileComp))
	return c
}

// partNames are the values of --part.
func partNames() []string {
	var out []string
	for _, k := range dossier.Keys() {
		out = append(out, string(k))
	}
	return out
}

// dossierParts reads --part; nil are all.
func dossierParts(names []string) ([]dossier.Key, error) {
	var out []dossier.Key
	for _, name := range names {
		key := dossier.Key(strings.ToLower(strings.TrimSpace(name)))
		if !slices.Contains(dossier.Keys(), key) {
			hint := "there are: " + strings.Join(partNames(), ", ")
			if near := nearest(singular(name), partNames()); near != "" {
				hint = "did you mean " + near + "?"
			}
			return nil, usagef(hint, fmt.Sprintf("--part: a dossier has no %q", name))
		}
		out = append(out, key)
	}
	return out, nil
}

// showThing prints the dossier of a thing.
func (s *session) showThing(ctx context.Context, v *graph.View, iri quad.IRI, keep []dossier.Key, all bool) error {
	format, err := s.format(sheetFormats...)
	if err != nil {
		return err
	}
	o := &dossier.Options{Langs: s.langs()}
	if all || format != "table" && format != "markdown" {
		o.MaxEntries, o.MaxVoices = -1, -1
	}
	d, err := dossier.Of(ctx, v, iri, o)
	if err != nil {
		return err
	}
	if keep != nil {
		d.Sections = slices.DeleteFunc(d.Sections, func(sec dossier.Section) bool { return !slices.Contains(keep, sec.Key) })
	}
	empty := d.Records == 0
	switch format {
	case "markdown":
		_, err = d.WriteTo(s.out)
	case "table":
		err = s.page(strings.Join(s.dossierLines(d, s.describe(v)), "\n") + "\n")
	default:
		sh := s.dossierSheet(d)
		sh.Lens = s.describe(v)
		return s.print(sh)
	}
	if err == nil && empty && s.flags.exitStatus {
		return errNoRows
	}
	return err
}

// showRecord prints every field of a record and its edges, as v shows them; lensed
// is what the lens shows.
func (s *session) showRecord(ctx context.Context, lensed, v *graph.View, r *graph.Record) error {
	sh := s.sheetOf(lensed, "field", "value")
	sh.Unbroken = true
	sh.Head = r.Handle() + ": " + cmp.Or(s.labelIn(v, r.Summary), s.said(v, r))
	add := func(field string, values ...string) {
		for _, value := range values {
			if value != "" {
				sh.Rows = append(sh.Rows, []cell{textCell(field), textCell(value)})
			}
		}
	}
	fields, err := s.words(v).Fields(ctx, r)
	if err != nil {
		return err
	}
	for _, f := range fields {
		add(f.Name, f.Text)
	}
	if err := s.unfolded(ctx, lensed, r, add); err != nil {
		return err
	}
	for _, re := range relations(v, r) {
		add(re.field, re.record.Handle()+", "+s.who(v, re.record)+", "+re.record.When())
	}
	if s.flags.lang == "nl" { // for a person; programs get the same names in any language
		sh.Lang, sh.WorldText = "nl", sh.World.Describe("nl")
		sh.Page = &sheet{Columns: []string{"veld", "waarde"}}
		for _, row := range sh.Rows {
			sh.Page.Rows = append(sh.Page.Rows, []cell{textCell(cmp.Or(dutchFields[row[0].Text], row[0].Text)), row[1]})
		}
	}
	if lensed.Record(r.IRI) == nil {
		sh.Notes = append(sh.Notes, s.leftOut(v, r))
	}
	return s.print(sh)
}

// oneLabel is the label of an IRI, "" for none.
func (s *session) oneLabel(v *graph.View, iri quad.IRI) string {
	if iri == "" {
		return ""
	}
	return v.Label(iri, s.langs()...)
}

func (s *session) labelIn(v *graph.View, texts []quad.Value) string { return s.words(v).Text(texts) }
