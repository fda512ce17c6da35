package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/spf13/cobra"
)

func (s *session) whatifCommand() *cobra.Command {
	var file string
	c := &cobra.Command{
		Use:   "whatif 'A EDGE B'...",
		Short: "Say which answers would change if something were so",
		Long: `Ask the questions that ascribe knows, with and without an assumption, and list the answers that differ: an example of
each, and each that takes one name about both ends of the assumption. Nothing is kept, and what rests on the assumption is
marked as assumed by you. --assume does the same for one command.

An edge is written by its label or its name in the schema: 'Silk Typhoon sameAs APT27', 'APT31 is linked to MSS'.`,
		Example: `  ascribe whatif 'Silk Typhoon sameAs APT27'
  ascribe whatif 'Sandworm linkedTo Iran' --questions mine.txt
  ascribe ask "who are the members of HAFNIUM?" --assume 'HAFNIUM sameAs APT27'`,
		Args: usageArgs(cobra.MinimumNArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			var questions []string
			if file != "" {
				var err error
				if questions, err = readQuestions(s.in, file); err != nil {
					return err
				}
			}
			s.flags.lens.assume = append(s.flags.lens.assume, args...)
			return s.view(c.Context(), func(v *graph.View, names *ask.Names) error { return s.whatif(c.Context(), v, names, questions) })
		},
	}
	c.Flags().StringVar(&file, "questions", "", "ask the questions of this `file` instead, one a line; - is standard input")
	return c
}

// maxQuestions bounds how many questions a file may hold.
const maxQuestions = 1000

// readQuestions reads a question a line; empty lines, and those that begin with
// #, are left out.
func readQuestions(in io.Reader, file string) ([]string, error) {
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = f
	}
	out := []string{}
	lines := bufio.NewScanner(in)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case len(out) == maxQuestions:
			return nil, usagef("split it", fmt.Sprintf("%s has more than %d questions", file, maxQuestions))
		default:
			out = append(out, line)
		}
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		return nil, usagef("a question is at most 2000 bytes long", file+" has a line that is no question")
	}
	return out, lines.Err()
}

// whatifWords are the command's own words.
var whatifWords = map[string]struct {
	changed, none, question, change, row, values string
	how                                          map[string]string
	difference, same                             string
}{
	"en": {
		"%d of %d answers change.", "None of %d answers changes.", "question", "change", "row", "values",
		map[string]string{ask.GainedRow: "gained", ask.LostRow: "lost", ask.AlteredRow: "altered"},
		"Against the answer without the assumption", "The answer is the same without the assumption.",
	},
	"nl": {
		"%d van %d antwoorden veranderen.", "Geen van %d antwoorden verandert.", "vraag", "verandering", "rij", "waarden",
		map[string]string{ask.GainedRow: "erbij", ask.LostRow: "weg", ask.AlteredRow: "anders"},
		"Vergeleken met het antwoord zonder de aanname", "Zonder de aanname is het antwoord hetzelfde.",
	},
}

func (s *session) whatif(ctx context.Context, v *graph.View, names *ask.Names, questions []string) error {
	o, err := s.askOptions(names)
	if err != nil {
		return err
	}
	o.Langs = s.langs()
	changed, asked, err := ask.Shifts(ctx, v, nil, questions, o)
	if err != nil {
		return err
	}
	lang := s.langs()[0]
	w := whatifWords[lang]
	sh := s.sheetOf(v, w.question, w.change, w.row, w.values)
	sh.Keys, sh.Lang = []string{"question", "change", "row", "values"}, lang
	sh.Page = &sheet{Columns: sh.Columns}
	if sh.Head = fmt.Sprintf(w.changed, len(changed), asked); len(changed) == 0 {
		sh.Head = fmt.Sprintf(w.none, asked)
	}
	for _, c := range changed {
		question := c.Question
		for _, change := range c.Changes() {
			row := []cell{textCell(c.Question), {Text: w.how[change.How], JSON: change.How}, textCell(change.Row), {Text: strings.Join(change.Values, "; "), JSON: nonNil(change.Values)}}
			sh.Rows = append(sh.Rows, row)
			sh.Page.Rows = append(sh.Page.Rows, []cell{textCell(question), row[1], row[2], row[3]})
			question = "" // a person reads it once
		}
	}
	return s.print(sh)
}

func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// assumed adds to an answer under an assumption what it changes.
func (s *session) assumed(ctx context.Context, v *graph.View, names *ask.Names, a *ask.Answer, sh *sheet) error {
	if len(v.Lens().Assume) == 0 {
		return nil
	}
	o, err := s.askOptions(names)
	if err != nil {
		return err
	}
	shift, err := ask.WhatIf(ctx, v, a.Asked, nil, o)
	if err != nil {
		return err
	}
	w := whatifWords[a.Lang]
	changes := shift.Changes()
	data := make([]map[string]any, 0, len(changes))
	for _, c := range changes {
		data = append(data, map[string]any{"change": c.How, "row": c.Row, "values": nonNil(c.Values)})
		text := w.how[c.How] + ": " + c.Row
		if len(c.Values) > 0 {
			text += " (" + strings.Join(c.Values, "; ") + ")"
		}
		sh.Below = append(sh.Below, indented{2, text})
	}
	sh.Extra["assumption"] = data
	if len(changes) == 0 {
		sh.Notes = append(sh.Notes, w.same)
		return nil
	}
	sh.Below = append([]indented{{0, w.difference + ":"}}, sh.Below...)
	return nil
}
