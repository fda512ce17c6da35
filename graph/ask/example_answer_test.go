package ask_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing/fstest"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/seeds"
)

// july calls fn with the record of July 2021 as it was public at the end of that
// month, and prints an error.
func july(fn func(context.Context, *graph.View) error) {
	ctx := context.Background()
	g, err := seeds.Open(seeds.World, seeds.Founding, seeds.Record2021)
	if err == nil {
		defer g.Close()
		err = g.View(ctx, &graph.Lens{AsOf: graph.Date{Year: 2021, Month: 7, Day: 31}}, func(v *graph.View) error { return fn(ctx, v) })
	}
	if err != nil {
		fmt.Println(err)
	}
}

// An answer: its rows, the records behind each, and the world in which it holds.
func ExampleAnswer() {
	july(func(ctx context.Context, v *graph.View) error {
		a, err := ask.Ask(ctx, v, "which states were attributed without sanctions?", nil)
		if err != nil {
			return err
		}
		row := &a.Rows[0]
		fmt.Println(a.Cell(row, "state"), "for the", a.Cell(row, "incident"))
		for _, r := range row.Records {
			if strings.HasPrefix(schema.Handle(string(r)), "uk-") {
				fmt.Println("by", schema.Handle(string(r)))
			}
		}
		fmt.Println("through the lens:", &a.Lens)
		return nil
	})
	// Output:
	// China for the Microsoft Exchange hack (2021)
	// by uk-2021-07-19/1
	// by uk-2021-07-19/4
	// through the lens: public on or before 2021-07-31
}

// What an answer rests on, to be drawn: denials too, where it is about them.
func ExampleAnswer_Subgraph() {
	july(func(ctx context.Context, v *graph.View) error {
		a, err := ask.Ask(ctx, v, "who denies the Exchange hack?", nil)
		if err != nil {
			return err
		}
		s, err := a.Subgraph(ctx, v, nil)
		if err != nil {
			return err
		}
		for _, r := range s.Records {
			fmt.Println(r.Handle(), v.Label(r.Stance))
		}
		return nil
	})
	// Output:
	// cn-2021-07-20/1 denies
	// cn-2021-07-20/2 denies
}

// Why: the records of each row, with their words.
func ExampleEvidence() {
	july(func(ctx context.Context, v *graph.View) error {
		a, err := ask.Ask(ctx, v, "who denies the Exchange hack?", nil)
		if err != nil {
			return err
		}
		why, err := a.Why(ctx, v)
		if err != nil {
			return err
		}
		for _, r := range why.Rows[0].Records {
			fmt.Println(r.Record.Handle(), r.When, strings.Join(r.By, ", "), r.Stance)
		}
		return nil
	})
	// Output:
	// cn-2021-07-20/1 2021-07-20 China (Ministry of Foreign Affairs of China, relayed by CGTN +1) denies
}

// The questions that are understood, with an example of each.
func ExampleTemplate() {
	for _, t := range ask.Templates() {
		if t.ID == "who-denies" {
			fmt.Println(t.Title("en"))
			fmt.Println(t.Examples["nl"][0])
		}
	}
	// Output:
	// Who denies what is said about «incident»?
	// Wie ontkent de Exchange-hack?
}

// A question that is not understood is refused at the word that no question has.
func ExampleNotUnderstoodError() {
	july(func(ctx context.Context, v *graph.View) error {
		_, err := ask.Ask(ctx, v, "which states were attributed without bananas?", nil)
		if e, ok := errors.AsType[*ask.NotUnderstoodError](err); ok {
			fmt.Println(e.Word)
			fmt.Println(e.Nearest[0])
			return nil
		}
		return err
	})
	// Output:
	// bananas
	// Which states were attributed without sanctions?
}

// What a refused question may have meant, to choose from.
func ExampleChoice() {
	july(func(ctx context.Context, v *graph.View) error {
		question := "which states were attributed without bananas?"
		_, err := ask.Ask(ctx, v, question, nil)
		var choices []ask.Choice
		choices, _ = ask.Choices(err, question)
		fmt.Println(choices[0].Text)
		a, err := ask.Ask(ctx, v, choices[0].Question, nil)
		if err != nil {
			return err
		}
		fmt.Println(len(a.Rows) > 0)
		return nil
	})
	// Output:
	// Which states were attributed without sanctions?
	// true
}

// A name that nothing of the wanted class has, and what it does mean.
func ExampleUnknownNameError() {
	july(func(_ context.Context, v *graph.View) error {
		_, err := ask.NewNames(v).Resolve("NATO", schema.State)
		if e, ok := errors.AsType[*ask.UnknownNameError](err); ok {
			fmt.Println(e.Text, "is no", e.Wanted)
			fmt.Println(e.Other[0])
			return nil
		}
		return err
	})
	// Output:
	// NATO is no state
	// NATO (organization)
}

// What has not come yet is on no record.
func ExampleFutureDateError() {
	july(func(ctx context.Context, v *graph.View) error {
		_, err := ask.Ask(ctx, v, "which states blamed China in 2935?", nil)
		if e, ok := errors.AsType[*ask.FutureDateError](err); ok {
			fmt.Println(e.Date)
			return nil
		}
		return err
	})
	// Output:
	// 2935-01-01
}

// Records name whom an incident hit; nobody counted them.
func ExampleHeadCountError() {
	july(func(ctx context.Context, v *graph.View) error {
		_, err := ask.Ask(ctx, v, "how many people were hit by the Exchange hack?", nil)
		if e, ok := errors.AsType[*ask.HeadCountError](err); ok {
			fmt.Println(e.Hint())
			return nil
		}
		return err
	})
	// Output:
	// ask who was hit, or how many states or companies are named as hit
}

// What a line that was typed in part may go on with.
func ExampleComplete() {
	july(func(_ context.Context, v *graph.View) error {
		fmt.Println(ask.Complete(ask.NewNames(v), "who denies the Exchange h", "en")[0])
		return nil
	})
	// Output:
	// who denies the Exchange hack
}

// A name that several things have is asked about, never guessed.
func ExampleAmbiguousNameError() {
	ctx := context.Background()
	g, err := seeds.Open()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer g.Close()
	err = g.View(ctx, nil, func(v *graph.View) error {
		_, err := ask.NewNames(v).Resolve("Silk Typhoon")
		if e, ok := errors.AsType[*ask.AmbiguousNameError](err); ok {
			for _, c := range e.Candidates {
				fmt.Println(c)
			}
			return nil
		}
		return err
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// APT27 (threat group)
	// HAFNIUM (threat group)
}

// Of which nation people are no record says, so a question for it is refused.
func ExampleNationalityError() {
	july(func(ctx context.Context, v *graph.View) error {
		_, err := ask.Ask(ctx, v, "which Chinese persons were indicted?", nil)
		if e, ok := errors.AsType[*ask.NationalityError](err); ok {
			fmt.Println("people of a state:", e.Text)
			return nil
		}
		return err
	})
	// Output:
	// people of a state: Chinese persons
}

// The columns of an answer, and what else belongs to it: notes, each with the
// records on which it rests.
func ExampleNote() {
	july(func(ctx context.Context, v *graph.View) error {
		a, err := ask.Ask(ctx, v, "which states were attributed without sanctions?", &ask.Options{Langs: []string{"en"}})
		if err != nil {
			return err
		}
		for _, c := range a.Columns {
			fmt.Println("column", c.Name+":", c.Head)
		}
		for _, n := range a.Notes {
			fmt.Println("note", n.Name+":", len(n.Records) > 0)
		}
		return nil
	})
	// Output:
	// column state: STATE
	// column incident: INCIDENT
	// column named: NAMED
	// column blamedBy: BLAMED BY
	// column sanctions: SANCTIONS FOR IT
	// column otherSanctions: OTHER SANCTIONS
	// note notListed: true
	// note weaker: true
	// note disputed: true
}

// The values of a cell: each with how it is meant, and its own records.
func ExampleValue() {
	july(func(ctx context.Context, v *graph.View) error {
		a, err := ask.Ask(ctx, v, "which states were attributed without sanctions?", nil)
		if err != nil {
			return err
		}
		for _, value := range a.Cell(&a.Rows[0], "blamedBy")[:4] {
			fmt.Println(value, "-", len(value.Records) > 0)
		}
		return nil
	})
	// Output:
	// Australia - true
	// United Kingdom - true
	// United States - true
	// Canada (relayed by The Globe and Mail +2) - true
}

// What would be otherwise if something were so.
func ExampleShift() {
	july(func(ctx context.Context, v *graph.View) error {
		names := ask.NewNames(v)
		a, err := graph.ParseAssumption("HAFNIUM linked to Russia", names.Resolve)
		if err != nil {
			return err
		}
		s, err := ask.WhatIf(ctx, v, "which groups are linked to Russia?", []graph.Assumption{a}, nil)
		if err != nil {
			return err
		}
		for _, c := range s.Changes() {
			fmt.Println(c.How, c.Row)
		}
		return nil
	})
	// Output:
	// gained HAFNIUM
}

// A row whose edge no record states: which rule derives it, from what.
func ExampleDerivedBy() {
	july(func(ctx context.Context, v *graph.View) error {
		a, err := ask.Ask(ctx, v, "which states were attributed without sanctions?", nil)
		if err != nil {
			return err
		}
		why, err := a.Why(ctx, v)
		if err != nil {
			return err
		}
		for _, r := range why.Rows[0].Records {
			if r.Record.Handle() != "uk-2021-07-19/1" {
				continue
			}
			for _, d := range r.Derived {
				fmt.Println(d.Text, "- by the rule", d.Rule)
				for _, s := range d.Supports {
					fmt.Println("from", s.Text)
				}
			}
		}
		return nil
	})
	// Output:
	// Microsoft Exchange hack (2021) attributed to the state China [uk-2021-07-19/1] - by the rule blame
	// from Microsoft Exchange hack (2021) attributed to Chinese state-backed actors (as described by the UK) [uk-2021-07-19/1]
	// from Chinese state-backed actors (as described by the UK) linked to China [uk-2021-07-19/1]
	// United Kingdom attributes Microsoft Exchange hack (2021) [uk-2021-07-19/1] - by the rule attributes
	// from Microsoft Exchange hack (2021) attributed to Chinese state-backed actors (as described by the UK) [uk-2021-07-19/1]
}

// A template of one's own that is none: where its fault is.
func ExampleTemplateError() {
	files := fstest.MapFS{"mine.txtar": {Data: []byte("id mine\nslot who Spy\n-- title.en --\nWho is {who}?\n")}}
	_, err := ask.ReadTemplates(files)
	if e, ok := errors.AsType[*ask.TemplateError](err); ok {
		fmt.Printf("%s, line %d, column %d\n", e.File, e.Line, e.Col)
	}
	// Output:
	// mine.txtar, line 2, column 1
}

// A question that can be read in two ways is asked about, never guessed.
func ExampleAmbiguousQuestionError() {
	july(func(ctx context.Context, v *graph.View) error {
		_, err := ask.Ask(ctx, v, "Chinese groups", nil)
		if e, ok := errors.AsType[*ask.AmbiguousQuestionError](err); ok {
			for _, r := range e.Readings {
				fmt.Println(r)
			}
			return nil
		}
		return err
	})
	// Output:
	// Groups linked to China
	// Groups operating from the territory of China
}
