package notebook_test

import (
	"fmt"

	"github.com/ascribe-graph/ascribe/graph/notebook"
	"github.com/ascribe-graph/ascribe/seeds"
)

// A line each: a chain, a picture and a query. In a notebook Show displays
// tables and pictures; elsewhere it prints plain text.
func Example() {
	g, err := seeds.Open(seeds.World, seeds.Founding, seeds.Record2021)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer g.Close()
	b := notebook.New(g, nil).Through("as-of = 2021-07-31", "official = true")
	fmt.Println(len(b.Path("APT31", "China").Chains[0]), "hops")
	fmt.Println(b.Draw("Exchange hack").SVG()[:4])
	b.Query(`SELECT ?record ?on { ?record asc:by id:eu ; asc:on ?on } ORDER BY ?record`).Show()
	// Output:
	// 2 hops
	// <svg
	// record             on
	// act:eu-2021-07-19  2021-07-19
	// eu-2021-07-19/1    2021-07-19
	// eu-2021-07-19/2    2021-07-19
	//
	// Lens: public on or before 2021-07-31; official and first-hand claims.
	// World: 64 records from 22 sources, public on or before 2021-07-31 (1 undated, 5 perhaps later, left out).
}

// An answer is a value: its rows and records are there for further work, and it
// can be drawn.
func ExampleAnswer() {
	g, err := seeds.Open(seeds.World, seeds.Founding, seeds.Record2021)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer g.Close()
	a := notebook.New(g, nil).Through("as-of = 2021-07-31").Ask("which states were attributed without sanctions?")
	if a.Err() != nil {
		fmt.Println(a.Err())
		return
	}
	for _, r := range a.Rows {
		fmt.Println(a.Cell(&r, "state"), "/", a.Cell(&r, "incident"))
	}
	fmt.Println(a.Draw().SVG()[:4])
	// Output:
	// China / Microsoft Exchange hack (2021)
	// China / campaign charged to APT40 members (2011-2018)
	// <svg
}

// What two parties say of one thing, side by side, and what is known of it in
// the order of time.
func ExampleComparison() {
	g, err := seeds.Open(seeds.World, seeds.Record2021)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer g.Close()
	b := notebook.New(g, nil)
	c := b.Compare("United Kingdom", "China", "Exchange hack")
	if c.Err() != nil {
		fmt.Println(c.Err())
		return
	}
	fmt.Println(len(c.Both), "both,", len(c.OnlyLeft), "only the UK,", len(c.Contradictions), "contradictory")
	// Output:
	// 0 both, 3 only the UK, 1 contradictory
}

// The events around a thing.
func ExampleTimeline() {
	g, err := seeds.Open(seeds.World, seeds.Record2021)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer g.Close()
	t := notebook.New(g, nil).Between("2020-12", "2021-03", "SolarWinds hack")
	if t.Err() != nil {
		fmt.Println(t.Err())
		return
	}
	for _, e := range t.Events {
		fmt.Println(e.When, e.Record.Handle())
	}
	// Output:
	// 2020-12 uk-2021-04-15/1
}

// A dossier is the same as package dossier puts together, and shows itself; of a
// page the kernel takes what it displays.
func ExampleDossier() {
	g, err := seeds.Open(seeds.World, seeds.Record2021)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer g.Close()
	d := notebook.New(g, nil).Dossier("APT31")
	if d.Err() != nil {
		fmt.Println(d.Err())
		return
	}
	fmt.Println(d.Label, d.Kinds, len(d.Sections) > 3)
	for _, format := range []string{"text/html", "text/markdown", "text/plain"} {
		fmt.Println(format, d.MIMEBundle()[format] != nil)
	}
	// Output:
	// APT31 [threat group] true
	// text/html true
	// text/markdown true
	// text/plain true
}

// A table of one's own shows itself like an answer.
func ExamplePage() {
	page := notebook.Table([]string{"group", "names"}, []string{"APT31", "2"}).Note("Counted by hand.")
	fmt.Print(page)
	// Output:
	// group  names
	// APT31  2
	//
	// Counted by hand.
}
