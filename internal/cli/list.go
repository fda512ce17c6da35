package cli

import (
	"cmp"
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

// listFlags choose among the records.
type listFlags struct {
	about, against, incident, kind, since, until string
}

func (s *session) listCommand() *cobra.Command {
	var f listFlags
	c := &cobra.Command{
		Use:   "list KIND",
		Short: "List things or records of a kind",
		Long: `List the things of a class (states, agencies, threat groups, incidents, …), the documents
(sources), or the records (records, claims, acts, or a kind of act such as sanctions).`,
		Example: `  ascribe list states
  ascribe list claims --against China --since 2021-07
  ascribe list sanctions --incident SolarWinds`,
		Args: usageArgs(cobra.ExactArgs(1)),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return listKinds(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(c *cobra.Command, args []string) error {
			return s.view(c.Context(), func(v *graph.View, names *ask.Names) error {
				sh, err := s.list(c.Context(), v, names, args[0], &f)
				if err != nil {
					return err
				}
				if len(sh.Rows) == 0 {
					sh.Notes = append(sh.Notes, "Nothing visible fits.")
				}
				return s.print(sh)
			})
		},
	}
	c.Flags().StringVar(&f.about, "about", "", "records with an edge to or from this `thing`")
	c.Flags().StringVar(&f.against, "against", "", "records that blame or hit this `party`, or what rolls up to it")
	c.Flags().StringVar(&f.incident, "incident", "", "records about this `incident`, and what answers it")
	c.Flags().StringVar(&f.kind, "kind", "", "acts of this `kind`, or claims of this stance or form")
	c.Flags().StringVar(&f.since, "since", "", "records public on or after this `date`")
	c.Flags().StringVar(&f.until, "until", "", "records public on or before this `date`")
	return c
}

// listKinds are the words that list takes, as completion offers them.
func listKinds() []string {
	out := []string{"records", "claims", "acts", "sources"}
	for _, k := range schema.Kinds() {
		out = append(out, k.EN)
	}
	for _, c := range schema.Classes() {
		if schema.IsA(c.IRI, schema.Entity) {
			out = append(out, c.EN)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// singular folds a typed kind and drops a plural's ending.
func singular(s string) string {
	s = ask.Fold(s)
	switch {
	case strings.HasSuffix(s, "ies"):
		return strings.TrimSuffix(s, "ies") + "y"
	case strings.HasSuffix(s, "s") && !strings.HasSuffix(s, "ss") && !strings.HasSuffix(s, "talks"):
		return strings.TrimSuffix(s, "s")
	}
	return s
}

func (s *session) list(ctx context.Context, v *graph.View, names *ask.Names, kind string, f *listFlags) (*sheet, error) {
	word := singular(kind)
	switch word {
	case "record":
		return s.listRecords(ctx, v, names, f, func(*graph.Record) bool { return true })
	case "claim":
		return s.listRecords(ctx, v, names, f, func(r *graph.Record) bool { return !r.Act })
	case "act":
		return s.listRecords(ctx, v, names, f, func(r *graph.Record) bool { return r.Act })
	case "source":
		return s.listSources(v), nil
	}
	for _, k := range schema.Kinds() {
		if word == singular(k.EN) || word == singular(k.NL) {
			return s.listRecords(ctx, v, names, f, func(r *graph.Record) bool { return r.Kind == quad.IRI(k.IRI) })
		}
	}
	for _, c := range schema.Classes() {
		local := strings.TrimPrefix(c.IRI, schema.NS)
		if schema.IsA(c.IRI, schema.Entity) && (word == singular(c.EN) || word == singular(c.NL) || word == singular(local)) {
			return s.listThings(v, quad.IRI(c.IRI)), nil
		}
	}
	hint := "there are: " + strings.Join(listKinds(), ", ")
	if near := nearest(word, listKinds()); near != "" {
		hint = "did you mean " + near + "? T" + hint[1:]
	}
	return nil, usagef(hint, fmt.Sprintf("cannot list %q", kind))
}

// nearest returns the word that is at most two edits from a typed one, "" if
// there is none or several.
func nearest(typed string, words []string) string {
	best, found := 3, ""
	for _, w := range words {
		switch d := edits(typed, singular(w)); {
		case d < best:
			best, found = d, w
		case d == best:
			found = ""
		}
	}
	return found
}

// edits counts the letters to insert, drop or change to make b of a.
func edits(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			cost := diagonal
			if x[i] != y[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(y)]
}

func (s *session) listThings(v *graph.View, class quad.IRI) *sheet {
	sh := s.sheetOf(v, "name", "kind", "also", "handle")
	also := map[quad.IRI][]string{}
	var things []quad.IRI
	for _, n := range v.Names() {
		switch n.Kind {
		case graph.HandleName:
			if v.IsA(n.Of, class) {
				things = append(things, n.Of)
			}
		case graph.AliasName:
			also[n.Of] = append(also[n.Of], n.Text)
		case graph.LabelName, graph.SearchName:
		}
	}
	slices.SortFunc(things, func(a, b quad.IRI) int {
		return cmp.Or(cmp.Compare(v.Label(a, s.langs()...), v.Label(b, s.langs()...)), cmp.Compare(a, b))
	})
	for _, iri := range things {
		label := v.Label(iri, s.langs()...)
		names := slices.DeleteFunc(also[iri], func(n string) bool { return n == label })
		slices.Sort(names)
		sh.Rows = append(sh.Rows, []cell{
			textCell(label), textCell(s.labels(v, v.Classes(iri))),
			{Text: strings.Join(slices.Compact(names), ", "), JSON: names},
			textCell(schema.Handle(string(iri))),
		})
	}
	return sh
}

func (s *session) listSources(v *graph.View) *sheet {
	sh := s.sheetOf(v, "source", "publisher", "on", "records", "url")
	count := map[quad.IRI]int{}
	for _, r := range v.Records() {
		for _, src := range r.Sources {
			count[src]++
		}
	}
	sources := make([]quad.IRI, 0, len(count))
	for src := range count {
		sources = append(sources, src)
	}
	slices.Sort(sources)
	for _, iri := range sources {
		src := v.Source(iri, s.langs()...)
		sh.Rows = append(sh.Rows, []cell{
			textCell(cmp.Or(src.Title, v.Label(iri, s.langs()...))), textCell(src.Publisher), textCell(src.Published.String()),
			{Text: fmt.Sprint(count[iri]), JSON: count[iri]},
			textCell(src.URL),
		})
	}
	return sh
}

func (s *session) listRecords(ctx context.Context, v *graph.View, names *ask.Names, f *listFlags, keep func(*graph.Record) bool) (*sheet, error) {
	sh := s.sheetOf(v, "on", "by", "says", "what", "record")
	tests, err := f.tests(ctx, v, names)
	if err != nil {
		return nil, err
	}
	for _, r := range v.Records() {
		if !keep(r) || !tests.keep(r) {
			continue
		}
		edges, err := v.Edges(ctx, r.IRI)
		if err != nil {
			return nil, err
		}
		edges = s.readable(edges)
		texts := make([]string, len(edges))
		for i, q := range edges {
			texts[i] = s.edgeText(v, q)
		}
		what := strings.Join(texts, "; ")
		if what == "" {
			what = s.labelIn(v, r.Summary)
		}
		sh.Rows = append(sh.Rows, []cell{
			textCell(r.When()), s.whoCell(v, r), textCell(s.said(v, r)), {Text: what, JSON: texts}, textCell(r.Handle()),
		})
	}
	return sh, nil
}

// recordTests is what list flags ask of a record.
type recordTests struct {
	all          []map[quad.IRI]bool // a record must be in each
	kind         quad.IRI
	since, until graph.Date
}

func (t *recordTests) keep(r *graph.Record) bool {
	for _, set := range t.all {
		if !set[r.IRI] {
			return false
		}
	}
	if t.kind != "" && t.kind != r.Kind && t.kind != r.Stance && t.kind != r.Form {
		return false
	}
	// An interval that may lie within the bounds stays.
	if !t.since.IsZero() && !r.Latest.IsZero() && r.Latest.Before(t.since) {
		return false
	}
	return t.until.IsZero() || r.Earliest.IsZero() || !t.until.Before(r.Earliest)
}

func (f *listFlags) tests(ctx context.Context, v *graph.View, names *ask.Names) (*recordTests, error) {
	t := &recordTests{}
	set := func(patterns ...graph.Pattern) (map[quad.IRI]bool, error) {
		out := map[quad.IRI]bool{}
		for _, p := range patterns {
			for q, err := range v.Match(ctx, p) {
				if err != nil {
					return nil, err
				}
				if l, ok := q.Label.(quad.IRI); ok {
					out[l] = true
				}
			}
		}
		return out, nil
	}
	use := func(flag, name string, patterns func(quad.IRI) []graph.Pattern, classes ...quad.IRI) (map[quad.IRI]bool, error) {
		if name == "" {
			return nil, nil
		}
		iri, err := names.Resolve(name, classes...)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", flag, err)
		}
		out, err := set(patterns(iri)...)
		if err != nil {
			return nil, err
		}
		t.all = append(t.all, out)
		for _, r := range v.Records() {
			if slices.ContainsFunc(r.InResponseTo, func(to quad.IRI) bool { return flag != "--against" && (to == iri || out[to]) }) {
				out[r.IRI] = true
			}
		}
		return out, nil
	}
	around := func(iri quad.IRI) []graph.Pattern {
		return []graph.Pattern{{Subject: iri}, {Object: iri}}
	}
	against := func(iri quad.IRI) []graph.Pattern {
		var out []graph.Pattern
		for _, p := range []string{
			schema.AttributedTo, schema.AttributedToState, schema.Sanctioned, schema.SanctionedState, schema.SanctionedStateVia,
			schema.Indicted, schema.DemandedOf, schema.Expelled,
		} {
			out = append(out, graph.Pattern{Predicate: quad.IRI(p), Object: iri})
		}
		return out
	}
	if _, err := use("--about", f.about, around); err != nil {
		return nil, err
	}
	if _, err := use("--against", f.against, against); err != nil {
		return nil, err
	}
	if _, err := use("--incident", f.incident, around, schema.Incident); err != nil {
		return nil, err
	}
	if f.kind != "" {
		var found []quad.IRI
		defs := slices.Concat(schema.Kinds(), schema.Stances(), schema.Forms())
		if err := resolveTerms(&found, "--kind", []string{f.kind}, defs); err != nil {
			return nil, err
		}
		t.kind = found[0]
	}
	for _, d := range []struct {
		flag, text string
		to         *graph.Date
	}{{"--since", f.since, &t.since}, {"--until", f.until, &t.until}} {
		if d.text == "" {
			continue
		}
		date, err := graph.ParseDate(d.text)
		if err != nil {
			return nil, usagef("for example "+d.flag+" 2021-07", d.flag+": "+err.Error())
		}
		*d.to = date
	}
	return t, nil
}
