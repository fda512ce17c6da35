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

func (s *session) pathCommand() *cobra.Command {
	var (
		all        bool
		most, hops int
		via        string
		avoid      []string
		edges      []string
		p          picture
	)
	c := &cobra.Command{
		Use:   "path A B",
		Short: "Follow the chain from one thing to another, with the record behind each hop",
		Long: `Follow the chains of links (linked to, part of, acts for, officer of) from A to B, or from B to A.
The shortest are shown, and those of one hop more.
Where there is none, 'operates from' is tried too: it names a territory and says nothing of the state.
No chain is an answer, not an error.`,
		Example: `  ascribe path APT31 China
  ascribe path APT31 China --all --edges 'linked to,part of,operates from'
  ascribe path APT31 China --avoid "Hubei State Security Department" --official
  ascribe path "United States" Russia --edges any`,
		Args:              usageArgs(cobra.ExactArgs(2)),
		ValidArgsFunction: s.completeNames(2),
		RunE: func(c *cobra.Command, args []string) error {
			return s.view(c.Context(), func(v *graph.View, names *ask.Names) error {
				q := graph.PathQuery{MaxLength: hops, Limit: most}
				var err error
				if q.From, err = names.Resolve(args[0]); err != nil {
					return err
				}
				if q.To, err = names.Resolve(args[1]); err != nil {
					return err
				}
				if via != "" {
					if q.Via, err = names.Resolve(via); err != nil {
						return fmt.Errorf("--via: %w", err)
					}
				}
				if q.From == q.To {
					label := v.Label(q.From, s.langs()...)
					return usagef(s.say("'ascribe show %s' says what hangs together with it", schema.Handle(string(q.From))), s.say("%s and %s are one thing here: %s.", args[0], args[1], label))
				}
				for _, text := range avoid {
					iri, err := avoided(text, names)
					if err != nil {
						return err
					}
					q.Avoid = append(q.Avoid, iri)
				}
				if q.Steps, err = steps(edges); err != nil {
					return err
				}
				if all {
					q.Mode = graph.Acyclic
				} else {
					q.Mode = graph.AllShortest
				}
				sh, chains, err := s.path(c.Context(), v, q)
				if err != nil {
					return err
				}
				if p.file != "" {
					if err := s.drawPath(c.Context(), v, p, q, chains); err != nil {
						return err
					}
				}
				return s.print(sh)
			})
		},
	}
	c.Flags().BoolVar(&all, "all", false, "every chain that meets no thing twice, not only the shortest and those of one hop more")
	c.Flags().IntVar(&most, "max", graph.DefaultPathLimit, "most `chains`")
	c.Flags().IntVar(&hops, "hops", graph.DefaultPathLength, "most `hops` of a chain")
	c.Flags().StringVar(&p.file, "draw", "", "draw the chains as well, to `file` (.svg, .dot, .mmd, .png, .pdf)")
	c.Flags().StringVar(&via, "via", "", "only chains through this `thing`")
	c.Flags().StringSliceVar(&avoid, "avoid", nil, "no chain through this `thing` or by this edge")
	c.Flags().StringSliceVar(&edges, "edges", nil, "the `edges` that may be used; any means all, in both directions")
	return c
}

// avoided reads a value of --avoid: an edge of the schema, or else a thing.
func avoided(text string, names *ask.Names) (quad.IRI, error) {
	if found, err := steps([]string{text}); err == nil && len(found) == 1 {
		return found[0].Predicate, nil
	}
	iri, err := names.Resolve(text)
	if err != nil {
		return "", fmt.Errorf("--avoid: %w", err)
	}
	return iri, nil
}

// steps reads --edges.
func steps(edges []string) ([]graph.Step, error) {
	if len(edges) == 1 && ask.Fold(edges[0]) == "any" {
		return graph.AnySteps(), nil
	}
	var defs []schema.TermDef
	for _, p := range schema.Properties() {
		if p.Type == schema.EdgeProperty {
			defs = append(defs, p.TermDef)
		}
	}
	var out []graph.Step
	for _, e := range edges {
		name, inverse := strings.CutPrefix(e, "^")
		var found []quad.IRI
		if err := resolveTerms(&found, "--edges", []string{name}, defs); err != nil {
			return nil, err
		}
		out = append(out, graph.Step{Predicate: found[0], Inverse: inverse})
	}
	return out, nil
}

// path finds the chains of q: by the edges that were asked for, or else by
// links in either direction, or else over territory as well.
func (s *session) path(ctx context.Context, v *graph.View, q graph.PathQuery) (*sheet, []graph.Chain, error) {
	territory := false
	chains, err := v.Connect(ctx, q)
	if err != nil {
		return nil, nil, err
	}
	sh := s.sheetIn(v, "chain", "hop", "from", "edge", "to", "by", "says", "on", "record")
	from, to := s.inSentence(v.Label(q.From, s.langs()...)), s.inSentence(v.Label(q.To, s.langs()...))
	if len(chains) == 0 {
		sh.Head = s.say("No chain from %s to %s.", from, to)
		if q.Steps == nil {
			sh.Notes = append(sh.Notes, s.say("Looked at: linked to, part of, acts for, officer of, operates from, in both directions. --edges any looks at every edge."))
		}
		return sh, chains, nil
	}
	sh.Page = &sheet{Columns: s.columns([]string{"chain", "hop", "edge", "by", "says", "on", "record"})}
	for i, chain := range chains {
		for j, hop := range chain {
			territory = territory || hop.Predicate == schema.OperatesFrom
			s.hopRows(v, sh, i+1, j+1, hop)
		}
	}
	n := len(chains)
	sh.Head = s.say("%s from %s to %s, of %s.", s.plural(n, "chain"), from, to, s.plural(len(chains[0]), "hop"))
	if n > 1 && len(chains[n-1]) != len(chains[0]) {
		sh.Head = s.say("%s from %s to %s, of %d to %s.", s.plural(n, "chain"), from, to, len(chains[0]), s.plural(len(chains[n-1]), "hop"))
	}
	if n > 1 { // hop 1.2 is the second of the first chain
		for i, row := range sh.Page.Rows {
			if row[0].Text != "" {
				sh.Page.Rows[i][1] = textCell(row[0].Text + "." + row[1].Text)
			}
		}
		sh.Page.dropColumn(0)
	}
	if n == 1 { // one chain needs no number, and goes into a line
		sh.Page.dropColumn(0)
		sh.Head = strings.TrimSuffix(sh.Head, ".") + ": " + s.chainText(v, chains[0]) + "."
	}
	if territory {
		sh.Notes = append(sh.Notes, s.say("Operates from names a territory; it is not a link to the state."))
	}
	if n == q.Limit {
		sh.Notes = append(sh.Notes, s.say("Stopped at %d chains; --max allows more.", n))
	}
	return sh, chains, nil
}

// chainText writes a chain in a line.
func (s *session) chainText(v *graph.View, chain graph.Chain) string {
	var text strings.Builder
	text.WriteString(v.Label(chain[0].From, s.langs()...))
	for _, h := range chain {
		fmt.Fprintf(&text, " —%s→ %s", s.hopText(v, h), v.Label(h.To, s.langs()...))
	}
	return text.String()
}

// hopText names the edge of a hop; an arrow says that it points back.
func (s *session) hopText(v *graph.View, h graph.Hop) string {
	edge := v.Label(h.Predicate, s.langs()...)
	if !h.Forward {
		edge = "← " + edge
	}
	if h.Predicate == schema.OperatesFrom {
		edge += " " + s.say("(territory)")
	}
	return edge
}

// hopRows adds a row for each record behind a hop.
func (s *session) hopRows(v *graph.View, sh *sheet, chain, number int, h graph.Hop) {
	edge := s.hopText(v, h)
	from, to := v.Label(h.From, s.langs()...), v.Label(h.To, s.langs()...)
	lead := []cell{
		{Text: fmt.Sprint(chain), JSON: chain},
		{Text: fmt.Sprint(number), JSON: number},
		textCell(from), textCell(edge), textCell(to),
	}
	// A person reads the hop once, with all its records.
	page := []cell{lead[0], lead[1], textCell(from + " " + edge + " " + to)}
	records := make([][]cell, 0, len(h.Records))
	for _, iri := range h.Records {
		r := v.Record(iri)
		if r == nil { // a label that nothing describes
			records = append(records, []cell{{}, {}, {}, textCell(schema.Handle(string(iri)))})
			continue
		}
		records = append(records, []cell{
			s.whoCell(v, r), textCell(s.said(v, r)), textCell(s.words(v).When(r)), textCell(r.Handle()),
		})
	}
	if len(records) == 0 {
		records = append(records, make([]cell, 4))
	}
	for _, fields := range records {
		sh.Rows = append(sh.Rows, slices.Concat(lead, fields))
		sh.Page.Rows = append(sh.Page.Rows, slices.Concat(page, fields))
		page = make([]cell, len(page))
	}
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
