package graph_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
)

// said writes statements as text, with their records.
func said(list []graph.Statement) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = short(quad.Quad{Subject: orNone(s.Subject), Predicate: s.Predicate, Object: s.Object})
		if s.Answers != "" {
			out[i] += " for " + schema.Handle(string(s.Answers))
		}
		if s.Denied {
			out[i] = "not " + out[i]
		}
		if s.Weak != "" {
			out[i] = schema.Handle(string(s.Weak)) + " " + out[i]
		}
		for _, r := range s.Records {
			out[i] += " | " + r.Handle()
		}
	}
	slices.Sort(out)
	return out
}

func orNone(iri quad.IRI) quad.IRI {
	if iri == "" {
		return "_"
	}
	return iri
}

// triton is the case in which two companies blame different states.
func triton() []recordSpec {
	return []recordSpec{
		{iri: claim("cyberx"), by: "cyberx", on: "2017-12-14", stance: schema.Asserts, edges: [][3]quad.Value{edge("triton", schema.AttributedTo, "iran")}},
		{iri: claim("mandiant"), by: "mandiant", on: "2018-10-23", stance: schema.Asserts, edges: [][3]quad.Value{
			edge("triton", schema.AttributedTo, "xenotime"), edge("xenotime", schema.LinkedTo, "russia"),
		}},
		{iri: claim("denial"), by: "russia", on: "2018-11", stance: schema.Denies, edges: [][3]quad.Value{edge("triton", schema.AttributedTo, "russia")}},
		{iri: claim("organ"), by: "russia", on: "2018-12", stance: schema.Denies, edges: [][3]quad.Value{edge("notpetya", schema.AttributedTo, "gru")}},
		{iri: claim("gru"), by: "uk", on: "2018-02", stance: schema.Asserts, edges: [][3]quad.Value{edge("notpetya", schema.AttributedTo, "gru"), edge("gru", schema.PartOf, "russia")}},
		{iri: act("us"), by: "us", on: "2020-10-23", kind: schema.Sanction, response: id("triton"), edges: [][3]quad.Value{edge("us", schema.Sanctioned, "firm")}},
		{iri: act("uk"), by: "uk", on: "2022-03-24", kind: schema.Sanction, response: claim("mandiant"), edges: [][3]quad.Value{edge("uk", schema.Sanctioned, "firm")}},
		{iri: claim("maybe"), by: "us", on: "2018-06", stance: schema.Suspects, edges: [][3]quad.Value{edge("triton", schema.AttributedTo, "china")}},
	}
}

func statements(t *testing.T, g *graph.Graph, o *graph.StatementOptions) []graph.Statement {
	t.Helper()
	var out []graph.Statement
	err := g.View(t.Context(), nil, func(v *graph.View) error {
		v, err := v.PastStance()
		if err != nil {
			return err
		}
		out, err = v.Statements(t.Context(), o)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestStatements(t *testing.T) {
	g := build(t, triton()...)
	expect(t, said(statements(t, g, &graph.StatementOptions{By: id("mandiant")})),
		"id:triton asc:attributedTo id:xenotime | mandiant",
		"id:triton asc:attributedToState id:russia | mandiant",
		"id:xenotime asc:linkedTo id:russia | mandiant")
	// The denial that an organ did it says nothing of the state.
	expect(t, said(statements(t, g, &graph.StatementOptions{By: id("russia")})),
		"not id:notpetya asc:attributedTo id:gru | organ",
		"not id:triton asc:attributedToState id:russia | denial")
	// An act has no subject, and answers the incident of the claim it answers.
	expect(t, said(statements(t, g, &graph.StatementOptions{About: id("firm")})),
		"_ asc:sanctioned id:firm for id:triton | act:us | act:uk")
	expect(t, said(statements(t, g, &graph.StatementOptions{By: id("us"), About: id("triton")})),
		"_ asc:sanctioned id:firm for id:triton | act:us",
		"asc:suspects id:triton asc:attributedToState id:china | maybe")
}

func TestCompareParties(t *testing.T) {
	g := build(t, triton()...)
	by := func(name string) []graph.Statement { return statements(t, g, &graph.StatementOptions{By: id(name)}) }
	both := func(pairs []graph.Pair) (out []string) {
		for _, p := range pairs {
			out = append(out, said([]graph.Statement{p.Left})[0]+" <> "+said([]graph.Statement{p.Right})[0]+" "+string(p.Incident))
		}
		return out
	}
	c := graph.Compare(by("cyberx"), by("mandiant"))
	expect(t, both(c.Contradictions),
		"id:triton asc:attributedToState id:iran | cyberx <> id:triton asc:attributedToState id:russia | mandiant "+string(id("triton")))
	expect(t, said(c.OnlyRight), "id:triton asc:attributedTo id:xenotime | mandiant", "id:xenotime asc:linkedTo id:russia | mandiant")
	expect(t, said(c.OnlyLeft))

	c = graph.Compare(by("russia"), by("mandiant"))
	expect(t, both(c.Contradictions), "not id:triton asc:attributedToState id:russia | denial <> id:triton asc:attributedToState id:russia | mandiant ")

	c = graph.Compare(by("us"), by("uk"))
	expect(t, both(c.Both), "_ asc:sanctioned id:firm for id:triton | act:us <> _ asc:sanctioned id:firm for id:triton | act:uk ")
	// A suspicion contradicts nothing.
	expect(t, both(graph.Compare(by("us"), by("mandiant")).Contradictions))
}

// Compare puts each statement of a side exactly once among what only it says,
// or in at least one pair, and is the same seen from the other side.
func TestCompareIsComplete(t *testing.T) {
	g, err := seeds.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	all := statements(t, g, nil)
	if len(all) < 100 {
		t.Fatalf("the seeds make %d statements", len(all))
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 50 {
		var side [2][]graph.Statement
		for i := range side {
			for _, s := range all {
				if rng.IntN(3) > 0 {
					side[i] = append(side[i], s)
				}
			}
		}
		c, d := graph.Compare(side[0], side[1]), graph.Compare(side[1], side[0])
		paired := map[string]bool{}
		for _, p := range slices.Concat(c.Both, c.Contradictions) {
			paired["l"+said([]graph.Statement{p.Left})[0]] = true
			paired["r"+said([]graph.Statement{p.Right})[0]] = true
		}
		for i, only := range [][]graph.Statement{c.OnlyLeft, c.OnlyRight} {
			prefix := "lr"[i : i+1]
			for _, s := range said(only) {
				if paired[prefix+s] {
					t.Fatalf("%s is in a pair, and alone", s)
				}
				paired[prefix+s] = true
			}
			for _, s := range said(side[i]) {
				if !paired[prefix+s] {
					t.Fatalf("%s got lost", s)
				}
			}
		}
		expect(t, said(c.OnlyLeft), said(d.OnlyRight)...)
		expect(t, said(c.OnlyRight), said(d.OnlyLeft)...)
		if len(c.Contradictions) != len(d.Contradictions) || len(c.Both) != len(d.Both) {
			t.Fatal("the other side sees another comparison")
		}
	}
}

func contests(t *testing.T, g *graph.Graph, l *graph.Lens, about quad.IRI) (out []string) {
	t.Helper()
	err := g.View(t.Context(), l, func(v *graph.View) error {
		list, err := v.Contested(t.Context(), about)
		for _, c := range list {
			text := schema.Handle(string(c.Incident))
			if c.Incident == "" {
				text = short(c.Edge)
			}
			for _, side := range c.Sides {
				text += " ["
				switch {
				case side.State != "":
					text += schema.Handle(string(side.State)) + ":"
				case side.Denied:
					text += "not:"
				}
				for _, r := range side.Records {
					text += " " + r.Handle()
				}
				text += "]"
			}
			if c.Settled {
				text += " settled"
				for _, by := range c.SettledBy {
					text += " " + schema.Handle(string(by))
				}
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

func TestContested(t *testing.T) {
	records := triton()
	g := build(t, records...)
	states := "id:triton [id:iran: cyberx] [id:russia: mandiant]"
	edge1 := "id:triton asc:attributedToState id:russia [ mandiant] [not: denial]"
	organ := "id:notpetya asc:attributedTo id:gru [ gru] [not: organ]"
	expect(t, contests(t, g, nil, ""), organ, edge1, states)
	expect(t, contests(t, g, nil, id("notpetya")), organ)
	// Other fields of the lens are obeyed.
	expect(t, contests(t, g, &graph.Lens{AsOf: mustDate(t, "2018-10-31")}, ""), states)
	expect(t, contests(t, g, &graph.Lens{By: []quad.IRI{id("mandiant"), id("russia")}}, ""), edge1)
	// Two states that are blamed jointly exclude neither.
	joint := recordSpec{iri: claim("joint"), by: "uk", on: "2019", stance: schema.Asserts, edges: [][3]quad.Value{
		edge("triton", schema.AttributedTo, "iran"), edge("triton", schema.AttributedTo, "russia"),
	}}
	expect(t, contests(t, build(t, records[0], joint), nil, ""))
	// A later claim of the same party settles it, and one of another does not.
	back := recordSpec{iri: claim("back"), by: "cyberx", on: "2019-01", stance: schema.Retracts, re: claim("cyberx")}
	foreign := recordSpec{iri: claim("foreign"), by: "uk", on: "2019-01", stance: schema.Retracts, re: claim("cyberx")}
	expect(t, contests(t, build(t, records[0], records[1], back), nil, ""), states+" settled back")
	expect(t, contests(t, build(t, records[0], records[1], foreign), nil, ""), states)
	expect(t, contests(t, build(t, records[0], records[1], back), &graph.Lens{AsOf: mustDate(t, "2018")}, ""), states)
	next := recordSpec{iri: claim("next"), by: "cyberx", on: "2019-02", stance: schema.Asserts, super: claim("cyberx"), edges: records[1].edges}
	expect(t, contests(t, build(t, records[0], records[1], next), nil, ""), "id:triton [id:iran: cyberx] [id:russia: mandiant next] settled next")
}

// A query that joins what is said with what is denied finds the same edges.
func TestContestedAgreesWithAQuery(t *testing.T) {
	g, err := seeds.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	var want []string
	err = g.View(t.Context(), &graph.Lens{NoRules: true}, func(v *graph.View) error {
		v, err := v.PastStance()
		if err != nil {
			return err
		}
		res, err := v.Query(t.Context(), `SELECT DISTINCT ?s ?p ?o {
			GRAPH ?said { ?s ?p ?o } ?said asc:stance ?stance FILTER (?stance IN (asc:asserts, asc:supports, asc:reports))
			GRAPH ?denied { ?s ?p ?o } ?denied asc:stance asc:denies
		}`, nil)
		if err != nil {
			return err
		}
		for row, err := range res.Rows() {
			if err != nil {
				return err
			}
			s, p, o := row[0].(quad.IRI), row[1].(quad.IRI), row[2]
			if state, ok := o.(quad.IRI); ok && p == schema.AttributedTo && v.IsA(state, schema.State) {
				p = schema.AttributedToState
			}
			want = append(want, short(quad.Quad{Subject: s, Predicate: p, Object: o}))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range contests(t, g, &graph.Lens{NoRules: true}, "") {
		if text, _, ok := strings.Cut(c, " ["); ok && strings.Contains(text, " ") {
			got = append(got, text)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	expect(t, got, want...)
	if len(want) < 5 {
		t.Errorf("the seeds dispute %d edges", len(want))
	}
}

// Whom two parties blame, and where they contradict.
func ExampleCompare() {
	ctx := context.Background()
	g, err := seeds.Open(seeds.Founding, seeds.Record2021)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer g.Close()
	_ = g.View(ctx, nil, func(v *graph.View) error {
		v, err := v.PastStance()
		if err != nil {
			return err
		}
		var sides [2][]graph.Statement
		for i, party := range []quad.IRI{schema.NSID + "uk", schema.NSID + "china"} {
			o := &graph.StatementOptions{By: party, About: schema.NSID + "exchange-hack"}
			if sides[i], err = v.Statements(ctx, o); err != nil {
				return err
			}
		}
		for _, p := range graph.Compare(sides[0], sides[1]).Contradictions {
			fmt.Println(v.Label(p.Left.Subject), v.Label(p.Left.Predicate), v.Label(p.Left.Object))
			fmt.Println("  by one:", p.Left.Records[0].Handle())
			fmt.Println("  denied:", p.Right.Records[0].Handle())
		}
		return nil
	})
	// Output:
	// Microsoft Exchange hack (2021) attributed to the state China
	//   by one: uk-2021-07-19/1
	//   denied: cn-2021-07-20/1
}
