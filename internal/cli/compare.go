package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/ascribe-graph/ascribe/graph/draw"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"
)

func (s *session) compareCommand() *cobra.Command {
	var (
		about, left, right string
		p                  picture
	)
	c := &cobra.Command{
		Use:   "compare A B | compare --left LENS --right LENS",
		Short: "Set two parties or two lenses side by side, and say where they contradict",
		Long: `Set two parties side by side: which blames, links, acts and names are by one of them only, by both, and where
they contradict: one denies what the other says, or they blame different states for one incident. What a party says is
what it says itself, through its organs, or as a member of a coalition; denials count, whatever the lens's stances.

With --left and --right two lenses are compared, written as their flags; a side that is left out is the lens of the
command's own flags.

--draw draws both in one picture: a row for each thing, what only one side says of it at the sides, what both say between.`,
		Example: `  ascribe compare "United States" China --about "Exchange hack"
  ascribe compare --left '--as-of 2021-07' --right '--as-of 2021-07 --official' --about "Exchange hack"
  ascribe compare "United States" China --about "Exchange hack" --draw us-china.svg`,
		Args: func(c *cobra.Command, args []string) error {
			switch {
			case left+right != "" && len(args) > 0:
				return usagef("give names, or --left and --right", "two parties and two lenses cannot both be compared")
			case left+right == "" && len(args) != 2:
				return usagef(`for example ascribe compare "United States" China`, "give two parties, or two lenses by --left and --right")
			}
			return nil
		},
		ValidArgsFunction: s.completeNames(2),
		RunE: func(c *cobra.Command, args []string) error {
			return s.view(c.Context(), func(v *graph.View, names *ask.Names) error {
				sides, err := s.sides(v, names, args, left, right)
				if err != nil {
					return err
				}
				return s.compare(c.Context(), v, names, sides, about, p)
			})
		},
	}
	c.Flags().StringVar(&about, "about", "", "only what concerns this `thing`")
	c.Flags().StringVar(&left, "left", "", "the `lens` on the left, as its flags: '--by UK --as-of 2021'")
	c.Flags().StringVar(&right, "right", "", "the `lens` on the right")
	c.Flags().StringVar(&p.file, "draw", "", "draw it as well, to `file` (.svg, .dot, .mmd, .png, .pdf)")
	c.Flags().StringVar(&p.title, "title", "", "`heading` of the picture; default what is compared")
	return c
}

// side is one side of a comparison.
type side struct {
	name string
	view *graph.View
	by   quad.IRI // "" for all that the view shows
}

func (s *session) sides(v *graph.View, names *ask.Names, args []string, left, right string) ([2]side, error) {
	var out [2]side
	if len(args) == 2 {
		past, err := v.PastStance()
		if err != nil {
			return out, err
		}
		for i, arg := range args {
			iri, err := names.Resolve(arg, schema.Party)
			if err != nil {
				return out, err
			}
			out[i] = side{v.Label(iri, s.langs()...), past, iri}
		}
		if out[0].by == out[1].by {
			return out, usagef(s.say("name two parties"), s.say("%s and %s are one party", args[0], args[1]))
		}
		return out, nil
	}
	for i, text := range []string{left, right} {
		flag := []string{"left", "right"}[i]
		out[i] = side{name: s.say(flag), view: v}
		if text == "" {
			continue
		}
		l, err := parseLens(text)
		if err != nil {
			return out, usagef("for example --"+flag+" '--by UK --as-of 2021-07'", "--"+flag+": "+err.Error())
		}
		lens, err := l.lens(names)
		if err != nil {
			return out, fmt.Errorf("--%s: %w", flag, err)
		}
		if out[i].view, err = v.With(lens); err != nil {
			return out, err
		}
	}
	return out, nil
}

func (s *session) compare(ctx context.Context, v *graph.View, names *ask.Names, sides [2]side, about string, p picture) error {
	o := graph.StatementOptions{}
	if about != "" {
		iri, err := names.Resolve(about)
		if err != nil {
			return fmt.Errorf("--about: %w", err)
		}
		o.About = iri
	}
	var said [2][]graph.Statement
	for i, at := range sides {
		o.By = at.by
		var err error
		if said[i], err = at.view.Statements(ctx, &o); err != nil {
			return err
		}
	}
	c := graph.Compare(said[0], said[1])
	if p.file != "" {
		if p.title == "" {
			p.title = s.comparisonTitle(v, sides, o.About)
		}
		if err := s.drawComparison(ctx, p, sides, said, c); err != nil {
			return err
		}
	}
	sh := s.sheetIn(v, "part", "kind", "what", sides[0].name, sides[1].name)
	sh.Keys = []string{"part", "kind", "what", "left", "right"}
	row := func(part string, what string, l, r *graph.Statement) {
		kind := l
		if l == nil {
			kind = r
		}
		sh.Rows = append(sh.Rows, []cell{{Text: s.say(part), JSON: part}, {Text: s.say(kind.Kind.String()), JSON: kind.Kind.String()}, textCell(what), s.sideCell(v, l), s.sideCell(v, r)})
	}
	for _, p := range c.Contradictions {
		plain := p.Left
		plain.Denied = false
		what := s.words(v).Statement(&plain)
		if p.Incident != "" {
			what = s.say("%s: %s or %s", v.Label(p.Incident, s.langs()...), v.Label(p.Left.Object, s.langs()...), v.Label(p.Right.Object, s.langs()...))
		}
		row("contradiction", what, &p.Left, &p.Right)
	}
	for _, p := range c.Both {
		row("both", s.words(v).Statement(&p.Left), &p.Left, &p.Right)
	}
	for i := range c.OnlyLeft {
		row(s.say("only %s", sides[0].name), s.words(v).Statement(&c.OnlyLeft[i]), &c.OnlyLeft[i], nil)
	}
	for i := range c.OnlyRight {
		row(s.say("only %s", sides[1].name), s.words(v).Statement(&c.OnlyRight[i]), nil, &c.OnlyRight[i])
	}
	head, of := "%s by both, %d only %s, %d only %s, %s.", [2]string{sides[0].name, sides[1].name}
	if sides[0].by != "" {
		head, of = "%s by both, %d only by %s, %d only by %s, %s.", [2]string{s.inSentence(sides[0].name), s.inSentence(sides[1].name)}
	}
	sh.Head = s.say(head, s.plural(len(c.Both), "statement"), len(c.OnlyLeft), of[0], len(c.OnlyRight), of[1], s.plural(len(c.Contradictions), "contradiction"))
	if sides[0].by != "" {
		sh.Notes = append(sh.Notes, s.say("What a party does not say here is not known to be its view."))
	} else {
		for _, at := range sides {
			sh.Notes = append(sh.Notes, fmt.Sprintf("%s: %s; %s.", at.name, cmp.Or(s.describe(at.view), s.say("the default lens")), at.view.World().Describe(s.langs()[0])))
		}
		sh.Lens, sh.World = "", nil
	}
	return s.print(sh)
}

// comparisonTitle is what is compared, and whose views of it.
func (s *session) comparisonTitle(v *graph.View, sides [2]side, about quad.IRI) string {
	var title []string
	if about != "" {
		title = append(title, v.Label(about, s.langs()...))
	}
	if sides[0].by != "" {
		title = append(title, sides[0].name+" · "+sides[1].name)
	}
	return strings.Join(title, ": ")
}

// drawComparison writes a picture of a comparison.
func (s *session) drawComparison(ctx context.Context, p picture, sides [2]side, said [2][]graph.Statement, c *graph.Comparison) error {
	var of [2]draw.Side
	for i, at := range sides {
		records := draw.StatementRecords(said[i])
		sub, err := at.view.Subgraph(ctx, records, &graph.SubgraphOptions{Langs: s.langs(), MaxRecords: max(1, len(records))})
		if err != nil {
			return err
		}
		of[i] = draw.Side{Name: at.name, Subgraph: sub}
	}
	return s.draw(ctx, p, "a comparison", drawing{
		"svg":     func(w io.Writer, o *draw.Options) error { return draw.ComparisonSVG(w, of[0], of[1], c, o) },
		"dot":     func(w io.Writer, o *draw.Options) error { return draw.Comparison(w, of[0], of[1], c, o) },
		"mermaid": func(w io.Writer, o *draw.Options) error { return draw.ComparisonMermaid(w, of[0], of[1], c, o) },
	})
}

// sideCell is who says a statement, how and when, with the records' handles.
func (s *session) sideCell(v *graph.View, st *graph.Statement) cell {
	if st == nil {
		return cell{JSON: []any{}}
	}
	texts := make([]string, len(st.Records))
	data := make([]map[string]string, len(st.Records))
	for i, r := range st.Records {
		texts[i] = fmt.Sprintf("%s %s (%s)", s.said(v, r), s.words(v).When(r), r.Handle())
		data[i] = map[string]string{"record": r.Handle(), "by": s.who(v, r), "says": s.said(v, r), "on": r.When()}
	}
	return cell{Text: strings.Join(texts, "; "), JSON: data}
}
