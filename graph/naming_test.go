package graph_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

var namedThings = []string{"xenotime", "sandworm", "hafnium", "gru", "mss", "firm", "colonel", "russia", "china", "triton", "exchange", "uk", "us"}

// randomClaims makes records with edges and identity claims over few things,
// so that classes of several members come about.
func randomClaims(rng *rand.Rand) []recordSpec {
	pick := func(of []string) string { return of[rng.IntN(len(of))] }
	parties := []string{"us", "uk", "mandiant", "cyberx"}
	stances := []string{schema.Asserts, schema.Asserts, schema.Reports, schema.Denies, schema.Suspects}
	predicates := []string{schema.AttributedTo, schema.LinkedTo, schema.PartOf, schema.OfficerOf, schema.SpeaksFor, schema.Targeted}
	var out []recordSpec
	for i := range 40 {
		r := recordSpec{iri: claim(strconv.Itoa(i)), by: pick(parties), on: fmt.Sprintf("2021-%02d", 1+rng.IntN(12)), stance: pick(stances)}
		switch {
		case i%3 == 0:
			mergeable := slices.Concat(namedThings[:9], []string{"uk", "us"})
			r.edges = [][3]quad.Value{edge(pick(mergeable), schema.SameAs, pick(mergeable))}
		case i%8 == 1:
			r.iri, r.stance, r.kind, r.response = act(strconv.Itoa(i)), "", schema.Sanction, id(pick(namedThings[9:11]))
			r.edges = [][3]quad.Value{edge(r.by, schema.Sanctioned, pick(namedThings))}
		default:
			r.edges = append(r.edges, edge(pick(namedThings), pick(predicates), pick(namedThings)))
			switch rng.IntN(3) { // what rolls up, and what stops it
			case 0:
				r.edges = append(r.edges, edge(pick(namedThings[9:11]), schema.AttributedTo, pick(namedThings[:7])))
			case 1:
				r.edges = [][3]quad.Value{edge(pick(namedThings[:4]), schema.PartOf, pick(namedThings[7:9]))}
			}
		}
		if i > 5 && rng.IntN(8) == 0 {
			r.stance, r.re, r.edges = schema.Retracts, claim(strconv.Itoa(rng.IntN(i))), nil
			r.iri, r.kind = claim(strconv.Itoa(i)), ""
		}
		out = append(out, r)
	}
	return out
}

// rewritten is the naive identity view: the classes by repeated replacement,
// then every quad with its subject and object replaced. The claims that count
// are read off a view without rules, whatever their stance.
func rewritten(t *testing.T, g *graph.Graph, names []quad.IRI, asOf graph.Date) (*graph.Graph, map[quad.Value]quad.IRI) {
	t.Helper()
	canon := map[quad.Value]quad.IRI{}
	var all []quad.Quad
	err := g.View(t.Context(), &graph.Lens{AsOf: asOf, NoRules: true}, func(structure *graph.View) error {
		v, err := structure.PastStance()
		if err != nil {
			return err
		}
		said := map[[2]quad.IRI]bool{}
		for _, denials := range []bool{false, true} {
			ids, err := v.Identities(t.Context(), "")
			if err != nil {
				return err
			}
			for _, i := range ids {
				voices := slices.Clone(i.By.By)
				for k := 0; k < len(voices); k++ { // and those for whom they speak
					for q, err := range structure.Match(t.Context(), graph.Pattern{Subject: voices[k], Predicate: quad.IRI(schema.SpeaksFor)}) {
						if err != nil {
							return err
						}
						if p, ok := q.Object.(quad.IRI); ok && !slices.Contains(voices, p) {
							voices = append(voices, p)
						}
					}
				}
				if !slices.ContainsFunc(voices, func(p quad.IRI) bool { return slices.Contains(names, p) }) {
					continue
				}
				k := [2]quad.IRI{min(i.A, i.B), max(i.A, i.B)}
				switch {
				case !denials && i.Same:
					said[k] = true
				case denials && !i.Same:
					delete(said, k)
				}
			}
		}
		of := func(x quad.IRI) quad.IRI {
			if c, ok := canon[x]; ok {
				return c
			}
			return x
		}
		for changed := true; changed; {
			changed = false
			for k := range said {
				small := min(of(k[0]), of(k[1]))
				for _, x := range k {
					if of(x) != small {
						canon[x], changed = small, true
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	err = g.View(t.Context(), graph.Everything, func(v *graph.View) error {
		for q, err := range v.Match(t.Context(), graph.Pattern{}) {
			if err != nil {
				return err
			}
			if c, ok := canon[q.Subject]; ok {
				q.Subject = c
			}
			if c, ok := canon[q.Object]; ok {
				q.Object = c
			}
			all = append(all, q)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	out := graph.New(nil)
	err = out.Update(t.Context(), func(tx *graph.Tx) error {
		for _, q := range all {
			if _, err := tx.Add(q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out, canon
}

// The law of identity views: what a view shows with Names is what a view
// without shows of the data with every thing replaced by its canonical member,
// derived edges, patterns and queries included.
func TestNamesAreANaiveRewriting(t *testing.T) {
	merged := 0
	for seed := range uint64(150) {
		rng := rand.New(rand.NewPCG(seed, 7))
		g := build(t, randomClaims(rng)...)
		lens := &graph.Lens{}
		for _, n := range []string{"us", "uk", "mandiant", "cyberx"} {
			if rng.IntN(2) == 0 {
				lens.Names = append(lens.Names, id(n))
			}
		}
		if rng.IntN(2) == 0 {
			lens.AsOf = graph.Date{Year: 2021, Month: 10}
		}
		if rng.IntN(3) == 0 {
			lens.NoRules = true
		}
		naive, canon := rewritten(t, g, lens.Names, lens.AsOf)
		merged += len(canon)
		plain := *lens
		plain.Names = nil
		if rng.IntN(3) == 0 {
			lens.By = []quad.IRI{id("us")}
			plain.By = lens.By
			if c, ok := canon[id("us")]; ok {
				plain.By = []quad.IRI{c}
			}
		}
		expect(t, look(t, g, lens, graph.Pattern{}), look(t, naive, &plain, graph.Pattern{})...)
		for range 8 {
			// A pattern on any member matches the class.
			thing := id(namedThings[rng.IntN(len(namedThings))])
			same := thing
			if c, ok := canon[thing]; ok {
				same = c
			}
			expect(t, look(t, g, lens, graph.Pattern{Subject: thing}), look(t, naive, &plain, graph.Pattern{Subject: same})...)
			expect(t, look(t, g, lens, graph.Pattern{Object: thing}), look(t, naive, &plain, graph.Pattern{Object: same})...)
			expect(t, queried(t, g, lens, thing), queried(t, naive, &plain, same)...)
		}
		if t.Failed() {
			t.Fatalf("seed %d, lens %v, classes %v", seed, lens, canon)
		}
	}
	if merged < 100 {
		t.Errorf("only %d things were merged: the test is weak", merged)
	}
}

// queried runs a query with a join, a negation and a path about a thing.
func queried(t *testing.T, g *graph.Graph, l *graph.Lens, thing quad.IRI) (out []string) {
	t.Helper()
	err := g.View(t.Context(), l, func(v *graph.View) error {
		res, err := v.Query(t.Context(), fmt.Sprintf(`SELECT DISTINCT ?a ?b ?c {
			{ GRAPH ?r { ?a ?p %[1]s } ?r asc:by ?b } UNION { VALUES ?a { %[1]s } ?a (asc:linkedTo|asc:partOf)+ ?b }
			OPTIONAL { ?b asc:sanctioned ?c } FILTER NOT EXISTS { ?b asc:targeted ?a }
		}`, thing), nil)
		if err != nil {
			return err
		}
		for row, err := range res.Rows() {
			if err != nil {
				return err
			}
			out = append(out, fmt.Sprint(row))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

func TestNamesChoosesWhoseIdentities(t *testing.T) {
	g := build(
		t,
		recordSpec{iri: claim("same"), by: "cyberx", on: "2021-02", stance: schema.Reports, edges: [][3]quad.Value{edge("sandworm", schema.SameAs, "hafnium")}},
		recordSpec{iri: claim("not"), by: "mandiant", on: "2021-03", stance: schema.Denies, edges: [][3]quad.Value{edge("hafnium", schema.SameAs, "sandworm")}},
		recordSpec{iri: claim("link"), by: "uk", on: "2021-01", stance: schema.Asserts, edges: [][3]quad.Value{edge("sandworm", schema.LinkedTo, "russia")}},
	)
	links := graph.Pattern{Subject: id("sandworm"), Predicate: quad.IRI(schema.LinkedTo)}
	names := func(l graph.Lens, parties ...string) *graph.Lens {
		for _, p := range parties {
			l.Names = append(l.Names, id(p))
		}
		return &l
	}
	one, two := "id:hafnium asc:linkedTo id:russia | link", "id:sandworm asc:linkedTo id:russia | link"
	expect(t, look(t, g, nil, links), two)
	expect(t, look(t, g, names(graph.Lens{}, "cyberx"), links), one)
	expect(t, look(t, g, names(graph.Lens{}, "mandiant"), links), two)
	expect(t, look(t, g, names(graph.Lens{}, "cyberx", "mandiant"), links), two) // one of them denies it
	expect(t, look(t, g, names(graph.Lens{By: []quad.IRI{id("uk")}}, "cyberx"), links), one)
	expect(t, look(t, g, names(graph.Lens{AsOf: mustDate(t, "2021-01")}, "cyberx"), links), two)
	err := g.View(t.Context(), names(graph.Lens{}, "cyberx"), func(v *graph.View) error {
		if got := v.Canonical(id("sandworm")); got != id("hafnium") {
			t.Errorf("got %s", got)
		}
		if got := v.Canonical(id("nowhere")); got != id("nowhere") {
			t.Errorf("got %s", got)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// What the United Kingdom says of one group counts for the other, for those
// who follow the names of a company that says that they are one.
func ExampleLens_names() {
	ctx := context.Background()
	g := graph.New(nil)
	defer g.Close()
	record := func(local, by, stance, s, p, o string) []quad.Quad {
		d := graph.Draft{
			Record: graph.Record{IRI: quad.IRI(schema.NSClaim + local), By: []quad.IRI{quad.IRI(schema.NSID + by)}, Stance: quad.IRI(stance)},
			Edges:  []quad.Quad{{Subject: quad.IRI(schema.NSID + s), Predicate: quad.IRI(p), Object: quad.IRI(schema.NSID + o)}},
		}
		return d.Quads()
	}
	err := g.Update(ctx, func(tx *graph.Tx) error {
		for _, q := range slices.Concat(
			record("1", "uk", schema.Asserts, "apt31", schema.LinkedTo, "mss"),
			record("2", "acme", schema.Asserts, "apt31", schema.SameAs, "violet"),
		) {
			if _, err := tx.Add(q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, lens := range []*graph.Lens{{}, {Names: []quad.IRI{schema.NSID + "acme"}}} {
		_ = g.View(ctx, lens, func(v *graph.View) error {
			n, err := v.Count(ctx, graph.Pattern{Subject: quad.IRI(schema.NSID + "violet"), Predicate: quad.IRI(schema.LinkedTo)})
			fmt.Printf("%d, lens %q\n", n, lens)
			return err
		})
	}
	// Output:
	// 0, lens ""
	// 1, lens "identities according to id:acme"
}
