package graph_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// One graph from four points of view: whom is the Harbour hack blamed on?
func ExampleLens() {
	for _, l := range []*graph.Lens{
		{}, // the default lens
		{AsOf: graph.Date{Year: 2021, Month: 7, Day: 18}}, // what was known then
		{By: []quad.IRI{schema.NSID + "sylvania"}},        // what Sylvania says, as fact
		graph.Everything, // what anybody says, in whatever words
	} {
		small(l, func(ctx context.Context, v *graph.View) error {
			n, err := v.Count(ctx, graph.Pattern{Subject: quad.IRI(schema.NSID + "harbour-hack"), Predicate: quad.IRI(schema.AttributedTo)})
			fmt.Printf("%d: %s (%s)\n", n, v.World(), v.Lens())
			return err
		})
	}
	// Output:
	// 1: 3 records from 1 source ()
	// 0: 0 records from 0 sources, public on or before 2021-07-18 (public on or before 2021-07-18)
	// 0: 2 records from 1 source (claims by id:sylvania)
	// 2: 4 records from 1 source (every record, whatever its stance)
}

// A lens that was saved as text, as "ascribe lens save" writes it into a file
// of the folder ascribe/lenses of the user's configuration, is read, resolved in
// the graph on which it is used, and used.
func ExampleLensText() {
	dir, err := os.MkdirTemp("", "lenses")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	mine := graph.LensText{{Name: "by", Value: "Freedonia"}, {Name: "as-of", Value: "2021-07"}}
	file := filepath.Join(dir, "mine")
	if err := os.WriteFile(file, []byte(mine.String()), 0o600); err != nil {
		fmt.Println(err)
		return
	}
	small(nil, func(_ context.Context, v *graph.View) error {
		f, err := os.Open(file)
		if err != nil {
			return err
		}
		defer f.Close()
		text, err := graph.ReadLens(f, file)
		if err != nil {
			return err
		}
		lens, err := text.Lens(ask.NewNames(v).Resolve)
		if err != nil {
			return err
		}
		if v, err = v.With(lens); err != nil {
			return err
		}
		for _, r := range v.Records() {
			fmt.Println(r.Handle(), r.When())
		}
		fmt.Println(v.Lens())
		return nil
	})
	// Output:
	// freedonia-1 2021-07-19
	// freedonia-2 2021-07-19
	// claims by id:freedonia; public on or before 2021-07
}

// Who needs a lens can list its fields, each with the line that it was read from.
func ExampleLensField() {
	text, err := graph.ReadLens(strings.NewReader("# whom I trust\nby = Freedonia\nby = NATO\n"), "mine")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range text {
		fmt.Println(f.Line, f.Name, f.Value)
	}
	// Output:
	// 2 by Freedonia
	// 3 by NATO
}

// A text that is no lens: where, and what was wanted.
func ExampleLensTextError() {
	_, err := graph.ReadLens(strings.NewReader("by = Freedonia\nsince = 2021\n"), "mine")
	if e, ok := errors.AsType[*graph.LensTextError](err); ok {
		fmt.Printf("%s, line %d, column %d\n", e.File, e.Line, e.Col)
	}
	// Output:
	// mine, line 2, column 1
}

// What if: an answer as if somebody had said so. Nothing is written.
func ExampleAssumption() {
	small(nil, func(ctx context.Context, v *graph.View) error {
		// A Resolver finds what names mean; ask.Names has one.
		var resolve graph.Resolver = ask.NewNames(v).Resolve
		a, err := graph.ParseAssumption("Grey Owl linked to Freedonia", resolve)
		if err != nil {
			return err
		}
		supposed, err := v.With(&graph.Lens{Assume: []graph.Assumption{a}})
		if err != nil {
			return err
		}
		for _, v := range []*graph.View{v, supposed} {
			res, err := v.Query(ctx, `SELECT DISTINCT ?state { id:harbour-hack asc:attributedToState ?state } ORDER BY ?state`, nil)
			if err != nil {
				return err
			}
			fmt.Println(v.World())
			for row, err := range res.Rows() {
				if err != nil {
					return err
				}
				fmt.Println("-", v.Label(row[0]))
			}
		}
		return nil
	})
	// Output:
	// 3 records from 1 source
	// - Sylvania
	// 3 records from 1 source (1 assumed beside them)
	// - Freedonia
	// - Sylvania
}

// Whether two things are one is a claim. Through the eyes of who makes it they
// are seen as one; what each record says stays as it was written.
func ExampleIdentity() {
	of := quad.IRI(schema.NSID + "night-jar")
	asked(freedonia+later, nil, func(ctx context.Context, v *graph.View) error {
		ids, err := v.Identities(ctx, of)
		for _, i := range ids {
			fmt.Println(v.Label(i.A), "is", v.Label(i.B)+":", i.Same, "by", v.Label(i.By.By[0]))
		}
		return err
	})
	asked(freedonia+later, &graph.Lens{Names: []quad.IRI{schema.NSID + "gazette"}}, func(_ context.Context, v *graph.View) error {
		fmt.Println(v.Label(of), "is shown as", schema.Handle(string(v.Canonical(of))))
		return nil
	})
	// Output:
	// Night Jar is Grey Owl: true by Gazette
	// Grey Owl is shown as id:grey-owl
}

// A quad that a view shows as another, since it sees two things as one: as it
// was written, and by whose claim.
func ExampleWritten() {
	asked(freedonia+later, &graph.Lens{Names: []quad.IRI{schema.NSID + "gazette"}}, func(ctx context.Context, v *graph.View) error {
		for q, err := range v.Match(ctx, graph.Pattern{Subject: quad.IRI(schema.NSID + "grey-owl"), Predicate: quad.IRI(schema.KnownAs)}) {
			if err != nil {
				return err
			}
			for _, w := range v.Written(q) {
				fmt.Println(schema.Handle(string(w.Quad.Subject.(quad.IRI))), v.Label(w.Quad.Object), "by", schema.Handle(string(w.Same[0].Label.(quad.IRI))))
			}
		}
		return nil
	})
	// Output:
	// id:night-jar Night Jar by gazette-1
}
