package ask_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

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
	// Who denies what is said about the «incident»?
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

// What a line that was typed in part may go on with.
func ExampleComplete() {
	july(func(_ context.Context, v *graph.View) error {
		fmt.Println(ask.Complete(ask.NewNames(v), "who denies the Exchange h", "en")[0])
		return nil
	})
	// Output:
	// who denies the Exchange hack
}
