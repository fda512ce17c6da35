package graph_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// A record with what it says: its fields, and the edges under it.
func ExampleRecord() {
	small(nil, func(ctx context.Context, v *graph.View) error {
		r := v.Record(schema.NSClaim + "freedonia-1")
		fmt.Println(r.Handle(), "of", r.When(), "by", v.Label(r.By[0]), "with stance", v.Label(r.Stance))
		fmt.Println(v.Label(r.Quotes[0]))
		edges, err := v.Edges(ctx, r.IRI)
		for _, q := range edges {
			fmt.Println("-", v.Label(q.Subject), v.Label(q.Predicate), v.Label(q.Object))
		}
		return err
	})
	// Output:
	// freedonia-1 of 2021-07-19 by Freedonia with stance asserts
	// It is highly likely that Grey Owl broke into the harbour.
	// - Grey Owl linked to Secret Service of Sylvania
	// - Harbour hack attributed to Grey Owl
}

// When a record is of, without all else that it says.
func ExampleDated() {
	small(nil, func(_ context.Context, v *graph.View) error {
		d := v.Dated(schema.NSClaim + "freedonia-1")
		fmt.Println(d.On(), "between", d.Earliest, "and", d.Latest)
		return nil
	})
	// Output:
	// 2021-07-19 between 2021-07-19 and 2021-07-19
}

// A date is as precise as its source. Days can be counted only between days.
func ExampleDate() {
	july, err := graph.ParseDate("2021-07")
	if err != nil {
		fmt.Println(err)
		return
	}
	day := graph.Date{Year: 2021, Month: 7, Day: 19}
	fmt.Println(july, "has the days from", july.First(), "to", july.Last())
	fmt.Println("before:", july.Before(day), day.Before(july))
	fmt.Println("days:", graph.Date{Year: 2021, Month: 8, Day: 1}.Sub(day))
	// Output:
	// 2021-07 has the days from 2021-07-01 to 2021-07-31
	// before: false false
	// days: 13
}

// Who stands behind a record, and how.
func ExampleSpeaker() {
	small(nil, func(_ context.Context, v *graph.View) error {
		for _, s := range v.Speakers(schema.NSClaim+"freedonia-1", false) {
			fmt.Println(v.Label(s.Party), "by its own name:", s.Bond == graph.Direct)
		}
		return nil
	})
	// Output:
	// Freedonia by its own name: true
}

// The document behind a record.
func ExampleSource() {
	small(nil, func(_ context.Context, v *graph.View) error {
		src := v.Source(v.Record(schema.NSClaim + "freedonia-1").Sources[0])
		fmt.Printf("%s, %s, %s, %s\n", src.Title, src.Publisher, src.Published, src.URL)
		return nil
	})
	// Output:
	// On the Harbour hack, Freedonia, 2021-07-19, https://example.org/statement
}

// The closed world of an answer: among how many records it looked.
func ExampleWorld() {
	small(&graph.Lens{AsOf: graph.Date{Year: 2021, Month: 7, Day: 31}}, func(_ context.Context, v *graph.View) error {
		w := v.World()
		fmt.Println(w.Claims, "claims and", w.Acts, "acts, the newest of", w.Newest)
		fmt.Println(w)
		return nil
	})
	// Output:
	// 2 claims and 0 acts, the newest of 2021-07-19
	// 2 records from 1 source, public on or before 2021-07-31
}

// What is said, whoever says it: one statement with all its records.
func ExampleStatement() {
	small(graph.Everything, func(ctx context.Context, v *graph.View) error {
		statements, err := v.Statements(ctx, &graph.StatementOptions{About: schema.NSID + "harbour-hack"})
		for _, s := range statements {
			if s.Kind == graph.Blame {
				fmt.Println(v.Label(s.Object), "denied:", s.Denied, "by", v.Label(s.Records[0].By[0]))
			}
		}
		return err
	})
	// Output:
	// Grey Owl denied: false by Freedonia
	// Grey Owl denied: true by Sylvania
}

// A question on which two claims exclude each other.
func ExampleContest() {
	small(nil, func(ctx context.Context, v *graph.View) error {
		contests, err := v.Contested(ctx, schema.NSID+"harbour-hack")
		for _, c := range contests {
			fmt.Println(v.Label(c.Edge.Subject), v.Label(c.Edge.Predicate), v.Label(c.Edge.Object))
			for _, side := range c.Sides {
				fmt.Println("denied:", side.Denied, "in", side.Records[0].Handle())
			}
		}
		return err
	})
	// Output:
	// Harbour hack attributed to Grey Owl
	// denied: false in freedonia-1
	// denied: true in sylvania-1
}

// What became known between two dates.
func ExampleChanges() {
	small(nil, func(ctx context.Context, v *graph.View) error {
		c, err := v.Changes(ctx, graph.Date{Year: 2021, Month: 7, Day: 31}, graph.Date{Year: 2021, Month: 8, Day: 31}, "")
		if err != nil {
			return err
		}
		for _, r := range c.New {
			fmt.Println("new:", r.Handle())
		}
		for _, s := range c.Sanctions {
			fmt.Println("sanctioned:", v.Label(s.State), "for", v.Label(s.Incident), "through a link:", s.Via)
		}
		return nil
	})
	// Output:
	// new: act:freedonia-3
	// sanctioned: Sylvania for Harbour hack through a link: true
}

// The name of a state of the graph: the same quads have the same.
func ExampleVersion() {
	var seen []graph.Version
	for range 2 {
		small(nil, func(ctx context.Context, v *graph.View) error {
			version, err := v.Version(ctx)
			seen = append(seen, version)
			return err
		})
	}
	fmt.Println(seen[0] == seen[1], len(seen[0].UUID))
	// Output:
	// true 36
}

// Matching quads, and what a derived one rests on.
func ExamplePattern() {
	small(nil, func(ctx context.Context, v *graph.View) error {
		for q, err := range v.Match(ctx, graph.Pattern{Predicate: quad.IRI(schema.AttributedToState)}) {
			if err != nil {
				return err
			}
			fmt.Println(v.Label(q.Subject), v.Label(q.Predicate), v.Label(q.Object), "since")
			for _, s := range v.Supports(q) {
				fmt.Println("-", v.Label(s.Subject), v.Label(s.Predicate), v.Label(s.Object))
			}
		}
		return nil
	})
	// Output:
	// Harbour hack attributed to the state Sylvania since
	// - Harbour hack attributed to Grey Owl
	// - Grey Owl linked to Secret Service of Sylvania
	// - Secret Service of Sylvania part of Sylvania
}

// How much there is of each kind.
func ExampleTally() {
	small(nil, func(ctx context.Context, v *graph.View) error {
		kinds, err := v.Kinds(ctx)
		for _, t := range kinds[:2] {
			fmt.Println(t.Count, v.Label(t.Value))
		}
		return err
	})
	// Output:
	// 2 claim
	// 2 state
}

// Which records answer the hack, and behind which stands Sylvania.
func ExampleRecordFilter() {
	small(graph.Everything, func(_ context.Context, v *graph.View) error {
		for _, r := range v.FindRecords(graph.RecordFilter{Answering: true}) {
			fmt.Println("answers:", r.Handle())
		}
		for _, r := range v.FindRecords(graph.RecordFilter{By: schema.NSID + "sylvania"}) {
			fmt.Println("Sylvania:", r.Handle(), v.Label(r.Stance))
		}
		return nil
	})
	// Output:
	// answers: act:freedonia-3
	// Sylvania: sylvania-1 denies
}

// A record that its own party took back still stands there, and counts no more.
func ExampleStanding() {
	asked(freedonia+later, nil, func(_ context.Context, v *graph.View) error {
		for _, name := range []string{"gazette-1", "gazette-2"} {
			st := v.Standing(schema.NSClaim + quad.IRI(name))
			fmt.Println(name, "stands:", st.Stands(), "retracted by", len(st.RetractedBy))
		}
		return nil
	})
	// Output:
	// gazette-1 stands: true retracted by 0
	// gazette-2 stands: false retracted by 1
}

// What was said of a thing and taken back.
func ExampleFallen() {
	asked(freedonia+later, nil, func(ctx context.Context, v *graph.View) error {
		fallen, err := v.TakenBack(ctx, schema.NSID+"night-jar")
		for _, f := range fallen {
			q := f.Edges[0]
			fmt.Println(f.Record.Handle(), "said that", v.Label(q.Subject), v.Label(q.Predicate), v.Label(q.Object))
			fmt.Println("taken back by", schema.Handle(string(f.Standing.RetractedBy[0])))
		}
		return err
	})
	// Output:
	// gazette-2 said that Night Jar linked to Freedonia
	// taken back by gazette-3
}

// The other dates of a record: an indictment is returned, unsealed, announced.
func ExampleNamedDate() {
	const charge = freedonia + `
act:freedonia-4 a asc:Act ; asc:by id:freedonia ; asc:kind asc:indictment ; asc:on "2021-09-20"^^xsd:date ;
	asc:returnedOn "2021-05"^^xsd:gYearMonth ; asc:unsealedOn "2021-09-17"^^xsd:date ; asc:source src:statement .
act:freedonia-4 { id:freedonia asc:indicted id:grey-owl }`
	asked(charge, nil, func(_ context.Context, v *graph.View) error {
		r := v.Record(schema.NSAct + "freedonia-4")
		fmt.Println(v.Label(r.Kind), r.When())
		for _, d := range r.OtherDates {
			fmt.Println(v.Label(d.Property), d.Date)
		}
		return nil
	})
	// Output:
	// indictment 2021-09-20
	// returned on 2021-05
	// unsealed on 2021-09-17
}

// A record of one's own with a document and a thing that the graph has not: what
// is to be added.
func ExampleNewThing() {
	owl := quad.IRI(schema.NSID + "snow-owl")
	d := graph.Draft{
		Record: graph.Record{
			IRI: schema.NSClaim + "me-1", By: []quad.IRI{schema.NSID + "me"}, Stance: schema.Suspects, Form: schema.TechnicalReport,
			Earliest: graph.Date{Year: 2022}, Latest: graph.Date{Year: 2022}, Sources: []quad.IRI{schema.NSSource + "own"},
		},
		Edges:      []quad.Quad{{Subject: owl, Predicate: quad.IRI(schema.LinkedTo), Object: quad.IRI(schema.NSID + "grey-owl")}},
		NewThings:  []graph.NewThing{{IRI: owl, Class: schema.ThreatGroup, Labels: []quad.Value{quad.LangString{Value: "Snow Owl", Lang: "en"}}}},
		NewSources: []graph.NewSource{{IRI: schema.NSSource + "own", Title: []quad.Value{quad.String("Own analysis")}, Publisher: schema.NSID + "me"}},
	}
	n := map[string]int{}
	for _, q := range d.Quads() {
		n[schema.Handle(string(q.Subject.(quad.IRI)))]++
	}
	fmt.Println(n["id:snow-owl"], "quads of the thing and its link,", n["src:own"], "of the document")
	// Output:
	// 3 quads of the thing and its link, 3 of the document
}

// What things are called, by kind of name.
func ExampleName() {
	asked(freedonia+later, nil, func(_ context.Context, v *graph.View) error {
		kinds := map[graph.NameKind]string{graph.LabelName: "label", graph.AliasName: "name", graph.SearchName: "search form", graph.HandleName: "handle"}
		for _, n := range v.Names() {
			if n.Of == schema.NSID+"night-jar" {
				fmt.Printf("%s: %s\n", kinds[n.Kind], n.Text)
			}
		}
		return nil
	})
	// Output:
	// label: Night Jar
	// handle: id:night-jar
	// name: Night Jar
}

// Names found without reading all of them, in a graph that is kept in a store.
func ExampleNameIndex() {
	small(nil, func(ctx context.Context, v *graph.View) error {
		dir, err := os.MkdirTemp("", "names")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		path := filepath.Join(dir, "x.ascribe")
		if _, err := graph.Load(ctx, path, nil, graph.Document{R: strings.NewReader(freedonia), Format: rdf.TriG}); err != nil {
			return err
		}
		g, err := graph.Open(path, nil)
		if err != nil {
			return err
		}
		defer g.Close()
		return g.View(ctx, nil, func(v *graph.View) error {
			names := v.NameIndex()
			for _, key := range names.WithWords("hack") {
				fmt.Println(key, "is", names.Find(key)[0].Text)
			}
			fmt.Println("near greyowll:", names.Near("greyowll", 1)[0])
			return nil
		})
	})
	// Output:
	// harbourhack is Harbour hack
	// idharbourhack is id:harbour-hack
	// near greyowll: greyowl
}
