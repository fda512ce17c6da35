package graph_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
)

func TestTimeline(t *testing.T) {
	day := func(s, p, on string) [3]quad.Value { return [3]quad.Value{id(s), quad.IRI(p), dated(on)} }
	g := build(
		t,
		recordSpec{iri: claim("c"), by: "uk", on: "2021-07", stance: schema.Asserts, edges: [][3]quad.Value{
			edge("exchange", schema.AttributedTo, "china"), day("exchange", schema.Began, "2021"), day("exchange", schema.Disclosed, "2021-03-02"),
		}},
		recordSpec{iri: act("a"), by: "us", latest: "2021-06-30", kind: schema.Sanction, response: id("exchange"), edges: [][3]quad.Value{edge("us", schema.Sanctioned, "firm")}},
		recordSpec{iri: claim("no"), by: "china", on: "2021-07-20", stance: schema.Denies, edges: [][3]quad.Value{edge("exchange", schema.AttributedTo, "china")}},
		recordSpec{
			iri: claim("none"), by: "eu", stance: schema.Asserts, edges: [][3]quad.Value{edge("exchange", schema.Targeted, "eu")},
			fields: [][2]quad.Value{{quad.IRI(schema.Undated), quad.TypedString{Value: "true", Type: schema.XSDBoolean}}},
		},
		recordSpec{iri: claim("else"), by: "us", on: "2020", stance: schema.Asserts, edges: [][3]quad.Value{edge("notpetya", schema.AttributedTo, "russia")}},
	)
	line := func(l *graph.Lens, since, until graph.Date, things ...quad.IRI) (out []string) {
		err := g.View(t.Context(), l, func(v *graph.View) error {
			events, err := v.Timeline(t.Context(), things...)
			for _, e := range events {
				if !e.Within(since, until) {
					continue
				}
				text := e.When + " " + e.Record.Handle()
				if e.Edge.Subject != nil {
					text += " " + schema.Handle(string(e.Edge.Subject.(quad.IRI))) + " " + schema.Handle(string(e.Edge.Predicate.(quad.IRI)))
				}
				out = append(out, text)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	open := graph.Date{}
	expect(t, line(nil, open, open, id("exchange")),
		`2021 c id:exchange asc:began`, `2021-03-02 c id:exchange asc:disclosed`, "by 2021-06-30 act:a", "2021-07 c", "undated none")
	expect(t, line(nil, mustDate(t, "2021-03"), mustDate(t, "2021-06"), id("exchange")),
		`2021 c id:exchange asc:began`, `2021-03-02 c id:exchange asc:disclosed`, "by 2021-06-30 act:a")
	expect(t, line(nil, mustDate(t, "2021-07"), open, id("exchange")), `2021 c id:exchange asc:began`, "2021-07 c")
	expect(t, line(graph.Everything, open, open, id("china"))[3:], "2021-07-20 no")
	expect(t, line(nil, open, open, id("us")), "2020 else", "by 2021-06-30 act:a")
	if got := line(nil, open, open); len(got) != 6 {
		t.Errorf("everything: got %q", got)
	}
}

func TestChanges(t *testing.T) {
	blame := [][3]quad.Value{edge("triton", schema.AttributedTo, "iran")}
	g := build(
		t,
		recordSpec{iri: claim("cyberx"), by: "cyberx", on: "2017-12-14", stance: schema.Asserts, edges: blame},
		recordSpec{iri: claim("old"), by: "uk", on: "2018-01", stance: schema.Asserts, edges: [][3]quad.Value{edge("notpetya", schema.AttributedTo, "russia")}},
		recordSpec{iri: claim("suspicion"), by: "eu", on: "2018-02", stance: schema.Suspects, edges: blame},
		recordSpec{iri: claim("back"), by: "cyberx", on: "2018-10-22", stance: schema.Retracts, re: claim("cyberx")},
		recordSpec{iri: claim("mandiant"), by: "mandiant", on: "2018-10-23", stance: schema.Asserts, edges: [][3]quad.Value{
			edge("triton", schema.AttributedTo, "xenotime"), edge("xenotime", schema.LinkedTo, "russia"),
		}},
		recordSpec{iri: claim("new"), by: "uk", on: "2018-11", stance: schema.Asserts, super: claim("old"), edges: [][3]quad.Value{edge("notpetya", schema.AttributedTo, "gru"), edge("gru", schema.PartOf, "russia")}},
		recordSpec{iri: act("s"), by: "us", on: "2018-12-01", kind: schema.Sanction, response: id("notpetya"), edges: [][3]quad.Value{edge("us", schema.Sanctioned, "gru")}},
	)
	changes := func(l *graph.Lens, from, to string, about quad.IRI) (out []string) {
		err := g.View(t.Context(), l, func(v *graph.View) error {
			c, err := v.Changes(t.Context(), mustDate(t, from), mustDate(t, to), about)
			if err != nil {
				return err
			}
			for _, part := range []struct {
				what string
				list []*graph.Record
			}{{"new", c.New}, {"superseded", c.Superseded}, {"retracted", c.Retracted}} {
				for _, r := range part.list {
					out = append(out, part.what+" "+r.Handle())
				}
			}
			for i, list := range [][]graph.Shift{c.Blames, c.Sanctions} {
				for _, s := range list {
					var text strings.Builder
					text.WriteString([]string{"blame ", "sanction "}[i])
					if s.Lost {
						text.WriteString("no more ")
					}
					text.WriteString(schema.Handle(string(s.State)) + " " + schema.Handle(string(s.Incident)))
					for _, r := range s.Records {
						text.WriteString(" " + r.Handle())
					}
					out = append(out, text.String())
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	expect(t, changes(nil, "2018-02", "2018-12", ""),
		"new back", "new mandiant", "new new", "new act:s", "superseded old", "retracted cyberx",
		"blame id:russia id:triton mandiant", "blame no more id:iran id:triton cyberx", "sanction id:russia id:notpetya act:s")
	expect(t, changes(nil, "2018-02", "2018-12", id("triton")),
		"new back", "new mandiant", "retracted cyberx", "blame id:russia id:triton mandiant", "blame no more id:iran id:triton cyberx")
	expect(t, changes(nil, "2018-12", "2018-12", ""))
	expect(t, changes(graph.Everything, "2017-12-31", "2018-02", ""), "new old", "new suspicion", "blame id:russia id:notpetya old")
}

// What was disclosed when, and who said so.
func ExampleView_Timeline() {
	ctx := context.Background()
	g, err := seeds.Open(seeds.Founding, seeds.Record2021)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer g.Close()
	_ = g.View(ctx, nil, func(v *graph.View) error {
		events, err := v.Timeline(ctx, schema.NSID+"solarwinds-hack")
		for _, e := range events {
			if e.Edge.Subject != nil {
				fmt.Println(e.When, v.Label(e.Edge.Subject), v.Label(e.Edge.Predicate), e.Record.Handle())
			}
		}
		return err
	})
	// Output:
	// 2020-12 SolarWinds hack (2020) discovered uk-2021-04-15/1
}
