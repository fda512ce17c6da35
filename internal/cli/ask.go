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
	var why, showSPARQL, list, explain bool
	c := &cobra.Command{
		Use:   `ask "QUESTION"`,
		Short: "Answer a question in English or Dutch, with its evidence",
		Long: `Answer a question in English or Dutch. The answer says how the question was understood,
through which lens, and, where it says that something did not happen, among which records it looked.
A question that is not understood is refused, with the nearest ones that are; at a terminal a number asks one of them.

--why shows the records that each row rests on; with --format json they are data, with nquads they are the records
themselves, with dot a drawing of them. --explain says how the question was understood and how its query is evaluated.
Questions of your own are files in a folder: see --templates, and "Questions of your own" in the guide.`,
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
			go ask.Load() // beside the opening of the graph
			return s.view(c.Context(), func(v *graph.View, names *ask.Names) error {
				format := s.flags.format
				records := why && (format == "nquads" || format == "dot")
				tell := s.sayFirst
				if explain || records || showSPARQL {
					tell = nil
				}
				a, err := s.answerChosen(c.Context(), v, names, strings.Join(args, " "), tell)
				switch {
				case err != nil:
					return err
				case explain:
					return s.explainAnswer(c.Context(), v, a)
				case records:
					return s.writeEvidence(c.Context(), v, a, format)
				case showSPARQL:
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
	c.Flags().BoolVar(&explain, "explain", false, "say how the question was understood and how its query is evaluated")
	c.Flags().StringVar(&s.flags.templates, "templates", "", "`folder` of questions of your own; default $ASCRIBE_TEMPLATES, else ascribe/templates in your settings")
	return c
}

// answer asks a question with the languages of the flags; tell hears its sentence.
func (s *session) answer(ctx context.Context, v *graph.View, names *ask.Names, question string, tell func(sentence string)) (*ask.Answer, error) {
	o, err := s.askOptions(names)
	if err != nil {
		return nil, err
	}
	o.Sentence = tell
	a, err := ask.Ask(ctx, v, question, o)
	s.mayMean.list, s.mayMean.lang = ask.Choices(err, question)
	return a, err
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
	if ask.Fold(a.Question) != ask.Fold(a.Asked) {
		sh.Notes = append(sh.Notes, readAs[a.Lang]+a.Question)
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

// readAs stands before the question as it was understood.
var readAs = map[string]string{"en": "Read as: ", "nl": "Gelezen als: "}

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
		c := cell{Text: values.String(), JSON: data, Values: texts, Separator: ", "}
		if strings.Join(texts, ", ") != c.Text {
			c.Separator = "; "
		}
		return c
	}
	return cell{Text: strings.Join(texts, ", "), JSON: data}
}

// listQuestions prints every question with an example in both languages, those
// of the user first and marked.
func (s *session) listQuestions() error {
	own, err := s.ownTemplates()
	if err != nil {
		return err
	}
	sh := &sheet{Columns: []string{"question", "english", "dutch"}, Keys: []string{"question", "en", "nl"}}
	first := func(list []string) string {
		if len(list) == 0 {
			return ""
		}
		return list[0]
	}
	for _, t := range slices.Concat(own, ask.Templates()) {
		id := t.ID
		if t.Own {
			id += " (own)"
		}
		sh.Rows = append(sh.Rows, []cell{textCell(id), textCell(first(t.Examples["en"])), textCell(first(t.Examples["nl"]))})
	}
	sh.Notes = []string{"Beside these a grammar of English and Dutch reads questions that are put together from its words, such as", "  " + strings.Join(languageExamples, "\n  "), "Press the tab key in a shell with completion to see how a question may go on."}
	return s.print(sh)
}

// languageExamples are questions that no template has.
var languageExamples = []string{
	"states that the UK blamed but did not sanction", "which companies act as a front for the MSS?",
	"who was first to blame Russia for NotPetya?", "how many sanctions per year?",
	"welke staten hebben minstens vijf incidenten toegeschreven?", "welke incidenten kregen geen sancties?",
}

// completeQuestions offers how a question may go on: whole examples that begin
// with what is typed, then the next word or name.
func (s *session) completeQuestions(c *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
	const directive = cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder | cobra.ShellCompDirectiveNoSpace
	if len(args) > 0 {
		typed = strings.Join(args, " ") + " " + typed
	}
	own, err := s.ownTemplates()
	if err != nil {
		return nil, directive
	}
	var out []string
	for _, t := range slices.Concat(own, ask.Templates()) {
		for _, lang := range []string{"en", "nl"} {
			for _, e := range t.Examples[lang] {
				if strings.HasPrefix(ask.Fold(e), ask.Fold(typed)) && len(out) < maxExamples {
					out = append(out, continued(typed, e))
				}
			}
		}
	}
	if strings.TrimSpace(typed) != "" {
		_ = s.view(c.Context(), func(v *graph.View, names *ask.Names) error {
			o := &ask.Options{Templates: own}
			out = append(out, ask.CompleteOver(c.Context(), v, names, typed, o)...)
			return nil
		})
	}
	if len(args) > 0 { // the shell knows only the word that is being typed
		for i, o := range out {
			if words := strings.Fields(o); len(words) > len(args) {
				out[i] = strings.Join(words[len(args):], " ")
			}
		}
	}
	return out, directive
}

// continued is a whole question with its beginning as it was typed: a shell drops
// what begins otherwise, be it only with a capital.
func continued(typed, question string) string {
	if n := len(typed); n <= len(question) && strings.EqualFold(question[:n], typed) {
		return typed + question[n:]
	}
	return question
}

// maxExamples is how many whole questions completion offers.
const maxExamples = 12
