package cli

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"
)

func (s *session) askCommand() *cobra.Command {
	var why, showSPARQL, list bool
	c := &cobra.Command{
		Use:   `ask "QUESTION"`,
		Short: "Answer a question in English or Dutch, with its evidence",
		Long: `Answer a question in English or Dutch. The answer says how the question was understood,
through which lens, and, where it says that something did not happen, among which records it looked.
A question that is not understood is refused, with the nearest ones that are.`,
		Example: `  ascribe ask "which states were attributed without sanctions?" --as-of 2021-07-31
  ascribe ask "who stands behind the Exchange attribution?" --why
  ascribe ask "welke staten zijn beschuldigd zonder sancties?"`,
		Args: func(c *cobra.Command, args []string) error {
			if list {
				return usageArgs(cobra.NoArgs)(c, args)
			}
			return usageArgs(cobra.MinimumNArgs(1))(c, args)
		},
		ValidArgsFunction: s.completeQuestions,
		RunE: func(c *cobra.Command, args []string) error {
			if list {
				return s.listQuestions()
			}
			return s.view(c.Context(), func(v *graph.View, names *ask.Names) error {
				a, err := s.answer(c.Context(), v, names, strings.Join(args, " "))
				if err != nil {
					return err
				}
				if showSPARQL {
					_, err := fmt.Fprintln(s.out, strings.TrimSpace(a.SPARQL))
					return err
				}
				return s.printAnswer(c.Context(), v, names, a, why)
			})
		},
	}
	c.Flags().BoolVar(&why, "why", false, "show the records that each row rests on")
	c.Flags().BoolVar(&showSPARQL, "sparql", false, "print the query that the question means, and do not run it")
	c.Flags().BoolVar(&list, "list", false, "list the questions that are understood")
	return c
}

// answer asks a question with the languages of the flags.
func (s *session) answer(ctx context.Context, v *graph.View, names *ask.Names, question string) (*ask.Answer, error) {
	o := &ask.Options{Names: names}
	if s.flags.lang != "" {
		o.Langs = s.langs()
	}
	return ask.Ask(ctx, v, question, o)
}

func (s *session) printAnswer(ctx context.Context, v *graph.View, names *ask.Names, a *ask.Answer, why bool) error {
	if s.flags.lang == "" {
		s.flags.lang = a.Lang // what follows speaks the question's language
	}
	sh := &sheet{Head: a.Sentence, World: &a.World, Lens: s.describeLens(v, &a.Lens), WorldText: a.WorldText, Lang: a.Lang}
	for _, c := range a.Columns {
		sh.Columns = append(sh.Columns, c.Head)
		sh.Keys = append(sh.Keys, c.Name)
	}
	if len(a.Perhaps) > 0 {
		sh.Columns, sh.Keys = append(sh.Columns, perhapsHead[a.Lang]), append(sh.Keys, "perhaps")
	}
	var rests [][]string
	for _, r := range slices.Concat(a.Rows, a.Perhaps) {
		rests = append(rests, handleList(r.Records))
		row := make([]cell, 0, len(sh.Columns))
		for _, values := range r.Cells {
			row = append(row, s.answerCell(v, values))
		}
		if len(a.Perhaps) > 0 {
			mark := ""
			if r.Perhaps {
				mark = perhapsHead[a.Lang]
			}
			row = append(row, cell{Text: mark, JSON: r.Perhaps})
		}
		sh.Rows = append(sh.Rows, row)
	}
	for _, n := range a.Notes {
		sh.Notes = append(sh.Notes, n.Text)
	}
	sh.Extra = map[string]any{"question": a.Question, "asked": a.Asked, "template": a.Template, "lang": a.Lang, "sparql": a.SPARQL, "records": orNone(rests)}
	if err := s.assumed(ctx, v, names, a, sh); err != nil {
		return err
	}
	evidence, err := s.evidence(ctx, v, a, why)
	if err != nil {
		return err
	}
	if evidence != nil {
		sh.Extra["evidence"] = evidence.json(v)
		sh.Below = append(sh.Below, evidence.lines...)
	}
	return s.print(sh)
}

var perhapsHead = map[string]string{"en": "perhaps", "nl": "misschien"}

// answerCell joins the values of a cell.
func (s *session) answerCell(v *graph.View, values ask.Cell) cell {
	texts := make([]string, len(values))
	data := make([]map[string]any, len(values))
	for i, value := range values {
		texts[i] = value.String()
		data[i] = map[string]any{"text": value.Text}
		if len(value.Terms) == 1 {
			maps.Copy(data[i], literalData(value.Terms[0]))
		}
		if value.Mark != "" {
			data[i]["mark"] = value.Mark
		}
		var iris, records []string
		for _, t := range value.Terms {
			if iri, ok := t.(quad.IRI); ok {
				iris = append(iris, string(iri))
			}
		}
		for _, r := range value.Records {
			records = append(records, string(r))
		}
		if iris != nil {
			data[i]["iris"] = iris
			if s.flags.iris {
				texts[i] = strings.Join(iris, " ")
			}
		}
		if records != nil {
			data[i]["records"] = records
		}
	}
	if !s.flags.iris {
		return cell{Text: values.String(), JSON: data}
	}
	return cell{Text: strings.Join(texts, ", "), JSON: data}
}

// listQuestions prints every question with an example in both languages.
func (s *session) listQuestions() error {
	sh := &sheet{Columns: []string{"question", "english", "dutch"}}
	first := func(list []string) string {
		if len(list) == 0 {
			return ""
		}
		return list[0]
	}
	for _, t := range ask.Templates() {
		sh.Rows = append(sh.Rows, []cell{textCell(t.ID), textCell(first(t.Examples["en"])), textCell(first(t.Examples["nl"]))})
	}
	return s.print(sh)
}

// completeQuestions offers the examples that begin with what is typed.
func (s *session) completeQuestions(_ *cobra.Command, _ []string, typed string) ([]string, cobra.ShellCompDirective) {
	var out []string
	for _, t := range ask.Templates() {
		for _, examples := range t.Examples {
			for _, e := range examples {
				if strings.HasPrefix(ask.Fold(e), ask.Fold(typed)) {
					out = append(out, e)
				}
			}
		}
	}
	slices.Sort(out)
	return out, cobra.ShellCompDirectiveNoFileComp
}
