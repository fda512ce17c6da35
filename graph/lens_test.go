package graph_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

const (
	rdfType = quad.IRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
	label   = quad.IRI("http://www.w3.org/2000/01/rdf-schema#label")
)

func id(name string) quad.IRI    { return quad.IRI(schema.NSID + name) }
func claim(name string) quad.IRI { return quad.IRI(schema.NSClaim + name) }
func act(name string) quad.IRI   { return quad.IRI(schema.NSAct + name) }
func src(name string) quad.IRI   { return quad.IRI(schema.NSSource + name) }

func dated(s string) quad.Value {
	types := map[int]quad.IRI{10: schema.XSDDate, 7: schema.XSDGYearMonth, 4: schema.XSDGYear}
	return quad.TypedString{Value: quad.String(s), Type: types[len(s)]}
}

// recordSpec is a record of a test graph; empty fields are left out.
type recordSpec struct {
	iri                 quad.IRI
	by, relayedBy       string
	on, latest, from    string
	stance, form, kind  string
	re, response, super quad.IRI
	source              string
	fields              [][2]quad.Value
	edges               [][3]quad.Value
}

func (r recordSpec) quads() []quad.Quad {
	var out []quad.Quad
	say := func(p string, o quad.Value) {
		out = append(out, quad.Quad{Subject: r.iri, Predicate: quad.IRI(p), Object: o})
	}
	class := schema.Claim
	if r.kind != "" {
		class = schema.Act
		say(schema.Kind, quad.IRI(r.kind))
	}
	say(string(rdfType), quad.IRI(class))
	say(schema.By, id(r.by))
	if r.relayedBy != "" {
		say(schema.RelayedBy, id(r.relayedBy))
	}
	if r.on != "" {
		say(schema.On, dated(r.on))
	}
	if r.latest != "" {
		say(schema.OnLatest, dated(r.latest))
	}
	if r.from != "" {
		say(schema.ValidFrom, dated(r.from))
	}
	if r.stance != "" {
		say(schema.Stance, quad.IRI(r.stance))
	}
	if r.form != "" {
		say(schema.Form, quad.IRI(r.form))
	}
	for p, o := range map[string]quad.IRI{schema.Re: r.re, schema.InResponseTo: r.response, schema.Supersedes: r.super} {
		if o != "" {
			say(p, o)
		}
	}
	if r.source != "" {
		say(schema.SourceProp, src(r.source))
	}
	for _, f := range r.fields {
		out = append(out, quad.Quad{Subject: r.iri, Predicate: f[0], Object: f[1]})
	}
	for _, e := range r.edges {
		out = append(out, quad.Quad{Subject: e[0], Predicate: e[1], Object: e[2], Label: r.iri})
	}
	return out
}

func edge(s string, p string, o string) [3]quad.Value {
	return [3]quad.Value{id(s), quad.IRI(p), id(o)}
}

// world is the classes of the things that the tests speak of.
func world() []quad.Quad {
	var out []quad.Quad
	for class, names := range map[string][]string{
		schema.State:        {"us", "uk", "france", "russia", "iran", "china"},
		schema.Agency:       {"white-house", "gru", "mss"},
		schema.Organization: {"eu"},
		schema.Coalition:    {"alliance"},
		schema.Company:      {"cyberx", "mandiant", "firm"},
		schema.ThreatGroup:  {"xenotime", "sandworm", "hafnium"},
		schema.Person:       {"colonel"},
		schema.Incident:     {"triton", "exchange", "notpetya"},
	} {
		for _, n := range names {
			out = append(out, quad.Quad{Subject: id(n), Predicate: rdfType, Object: quad.IRI(class)})
		}
	}
	return out
}

func build(t testing.TB, records ...recordSpec) *graph.Graph {
	t.Helper()
	g := graph.New(nil)
	err := g.Update(t.Context(), func(tx *graph.Tx) error {
		all := world()
		for _, r := range records {
			all = append(all, r.quads()...)
		}
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
	return g
}

// look returns what the lens shows, derived quads included, as sorted text.
func look(t testing.TB, g *graph.Graph, l *graph.Lens, p graph.Pattern) []string {
	t.Helper()
	var out []string
	err := g.View(t.Context(), l, func(v *graph.View) error {
		for q, err := range v.Match(t.Context(), p) {
			if err != nil {
				return err
			}
			out = append(out, short(q))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return out
}

func short(q quad.Quad) string {
	one := func(v quad.Value) string {
		if iri, ok := v.(quad.IRI); ok {
			return schema.Handle(string(iri))
		}
		return quad.ToString(v)
	}
	s := one(q.Subject) + " " + one(q.Predicate) + " " + one(q.Object)
	if q.Label != nil {
		s += " | " + one(q.Label)
	}
	return s
}

var blamed = graph.Pattern{Predicate: quad.IRI(schema.AttributedToState)}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// The two records of Triton: neither company's claim may borrow the other's
// link, and the roll-up of each follows its own.
func TestBlameNeverMixesSpeakers(t *testing.T) {
	g := build(t,
		recordSpec{
			iri: claim("mandiant/1"), by: "mandiant", on: "2018-10-23", stance: schema.Asserts, form: schema.TechnicalReport,
			edges: [][3]quad.Value{edge("triton", schema.AttributedTo, "xenotime")},
		},
		recordSpec{
			iri: claim("cyberx/1"), by: "cyberx", on: "2017-12-15", stance: schema.Asserts, form: schema.PressReport,
			edges: [][3]quad.Value{edge("triton", schema.AttributedTo, "iran")},
		},
		recordSpec{
			iri: claim("cyberx/2"), by: "cyberx", on: "2017-12-15", stance: schema.Asserts, form: schema.PressReport,
			edges: [][3]quad.Value{edge("xenotime", schema.LinkedTo, "iran")},
		},
	)
	expect(t, look(t, g, nil, blamed), "id:triton asc:attributedToState id:iran | cyberx/1")
	// With a link of its own, Mandiant blames Russia, and CyberX still Iran.
	if err := g.Update(t.Context(), func(tx *graph.Tx) error {
		for _, q := range (recordSpec{
			iri: claim("mandiant/2"), by: "mandiant", on: "2018-10-23", stance: schema.Asserts,
			edges: [][3]quad.Value{edge("xenotime", schema.ActsFor, "russia")},
		}).quads() {
			if _, err := tx.Add(q); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	expect(t, look(t, g, nil, blamed),
		"id:triton asc:attributedToState id:iran | cyberx/1",
		"id:triton asc:attributedToState id:russia | mandiant/1")
}

// Organ structure is anyone's to use unless it is disputed; links and territory never are.
func TestRollUpUsesUndisputedStructure(t *testing.T) {
	base := []recordSpec{
		{
			iri: claim("uk/1"), by: "uk", on: "2018-02-15", stance: schema.Asserts, form: schema.OfficialStatement,
			edges: [][3]quad.Value{edge("notpetya", schema.AttributedTo, "colonel")},
		},
		{
			iri: claim("us/1"), by: "us", on: "2018-01-01", stance: schema.Reports,
			edges: [][3]quad.Value{edge("colonel", schema.OfficerOf, "gru"), edge("gru", schema.PartOf, "russia"), edge("colonel", schema.OperatesFrom, "china")},
		},
	}
	expect(t, look(t, build(t, base...), nil, blamed), "id:notpetya asc:attributedToState id:russia | uk/1")
	denial := recordSpec{
		iri: claim("russia/1"), by: "russia", on: "2018-03-01", stance: schema.Denies,
		edges: [][3]quad.Value{edge("colonel", schema.OfficerOf, "gru")},
	}
	g := build(t, append(base, denial)...)
	expect(t, look(t, g, nil, blamed))
	// Before the denial was public nothing was disputed.
	expect(t, look(t, g, &graph.Lens{AsOf: graph.Date{Year: 2018, Month: 2}}, blamed), "id:notpetya asc:attributedToState id:russia | uk/1")
	expect(t, look(t, g, &graph.Lens{NoRules: true, AsOf: graph.Date{Year: 2018, Month: 2}}, blamed))
}

func TestSanctionsRollUp(t *testing.T) {
	g := build(t,
		recordSpec{
			iri: act("us/1"), by: "us", on: "2021-04-15", kind: schema.Sanction, response: id("notpetya"),
			edges: [][3]quad.Value{edge("us", schema.Sanctioned, "firm")},
		},
		recordSpec{
			iri: act("us/2"), by: "us", on: "2021-04-15", kind: schema.Sanction, response: id("notpetya"),
			edges: [][3]quad.Value{edge("us", schema.Sanctioned, "colonel")},
		},
		recordSpec{
			iri: claim("us/3"), by: "us", on: "2021-04-15", stance: schema.Asserts,
			edges: [][3]quad.Value{edge("firm", schema.ActsFor, "gru")},
		},
		recordSpec{
			iri: claim("us/4"), by: "us", on: "2021-04-15", stance: schema.Asserts,
			edges: [][3]quad.Value{edge("colonel", schema.OfficerOf, "gru"), edge("gru", schema.PartOf, "russia")},
		},
	)
	expect(t, look(t, g, nil, graph.Pattern{Predicate: quad.IRI(schema.SanctionedState)}), "id:us asc:sanctionedState id:russia | act:us/2")
	expect(t, look(t, g, nil, graph.Pattern{Predicate: quad.IRI(schema.SanctionedStateVia)}), "id:us asc:sanctionedStateVia id:russia | act:us/1")
	// The supports are the listing and the chain, in order.
	err := g.View(t.Context(), nil, func(v *graph.View) error {
		var got []string
		for _, q := range v.Supports(quad.Quad{Subject: id("us"), Predicate: quad.IRI(schema.SanctionedStateVia), Object: id("russia"), Label: act("us/1")}) {
			got = append(got, short(q))
		}
		expect(t, got, "id:us asc:sanctioned id:firm | act:us/1", "id:firm asc:actsFor id:gru | us/3", "id:gru asc:partOf id:russia | us/4")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The choice of claimants does not turn a sanctioned state into an unsanctioned
// one: why an act hits whom it hits goes with the act.
func TestReasonsGoWithTheirAct(t *testing.T) {
	g := build(t,
		recordSpec{
			iri: act("us/1"), by: "us", on: "2021-04-15", kind: schema.Sanction, response: id("notpetya"),
			edges: [][3]quad.Value{edge("us", schema.Sanctioned, "firm")},
		},
		recordSpec{
			iri: claim("us/2"), by: "us", on: "2021-04-15", stance: schema.Asserts, form: schema.PressReport, relayedBy: "mandiant",
			edges: [][3]quad.Value{edge("firm", schema.ActsFor, "russia")},
		},
		recordSpec{
			iri: claim("us/3"), by: "us", on: "2021-04-15", stance: schema.Asserts, form: schema.PressReport,
			edges: [][3]quad.Value{edge("sandworm", schema.ActsFor, "russia")},
		},
		recordSpec{
			iri: claim("france/1"), by: "france", on: "2021-04-15", stance: schema.Asserts, form: schema.PressReport,
			edges: [][3]quad.Value{edge("firm", schema.ActsFor, "china")},
		},
	)
	for _, lens := range []graph.Lens{{By: []quad.IRI{id("uk")}}, {Official: true}, {MinConfidence: schema.High}} {
		expect(t, look(t, g, &lens, graph.Pattern{Predicate: quad.IRI(schema.SanctionedStateVia)}), "id:us asc:sanctionedStateVia id:russia | act:us/1")
		expect(t, look(t, g, &lens, graph.Pattern{Predicate: quad.IRI(schema.ActsFor)}), "id:firm asc:actsFor id:russia | us/2")
	}
}

// speakers of a claim: an organ speaks for its state, a coalition expands to
// its members, an organization only with Spread and as it was on that day.
func TestWhoStandsBehindARecord(t *testing.T) {
	g := build(t,
		recordSpec{
			iri: claim("press/1"), by: "firm", on: "2021-07", stance: schema.Reports,
			edges: [][3]quad.Value{edge("us", schema.MemberOf, "alliance"), edge("eu", schema.MemberOf, "alliance"), edge("white-house", schema.SpeaksFor, "us")},
		},
		recordSpec{
			iri: claim("eu/members"), by: "eu", on: "1958", from: "1958", stance: schema.Reports,
			edges: [][3]quad.Value{edge("france", schema.MemberOf, "eu")},
		},
		recordSpec{
			iri: claim("eu/uk"), by: "eu", on: "1973", from: "1973", stance: schema.Reports,
			fields: [][2]quad.Value{{quad.IRI(schema.ValidTo), dated("2020-01-31")}},
			edges:  [][3]quad.Value{edge("uk", schema.MemberOf, "eu")},
		},
		recordSpec{
			iri: claim("alliance/1"), by: "alliance", on: "2021-07", stance: schema.Asserts, form: schema.OfficialStatement,
			edges: [][3]quad.Value{edge("exchange", schema.AttributedTo, "china")},
		},
		recordSpec{
			iri: claim("wh/1"), by: "white-house", on: "2021-07-19", stance: schema.Asserts, form: schema.OfficialStatement,
			edges: [][3]quad.Value{edge("exchange", schema.AttributedTo, "mss")},
		},
	)
	attributes := graph.Pattern{Predicate: quad.IRI(schema.Attributes)}
	expect(t, look(t, g, nil, attributes),
		"id:alliance asc:attributes id:exchange | alliance/1", "id:eu asc:attributes id:exchange | alliance/1",
		"id:us asc:attributes id:exchange | alliance/1", "id:us asc:attributes id:exchange | wh/1",
		"id:white-house asc:attributes id:exchange | wh/1")
	who := func(l *graph.Lens) (out []string) {
		if err := g.View(t.Context(), l, func(v *graph.View) error {
			for _, s := range v.Speakers(claim("alliance/1"), false) {
				out = append(out, schema.Handle(string(s.Party))+" "+s.Bond.String())
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	expect(t, who(&graph.Lens{Spread: true}), "id:alliance itself", "id:eu named as member", "id:us named as member", "id:france represented")
	labels := func(l *graph.Lens) []string {
		return look(t, g, l, graph.Pattern{Predicate: quad.IRI(schema.AttributedTo)})
	}
	expect(t, labels(&graph.Lens{By: []quad.IRI{id("us")}}),
		"id:exchange asc:attributedTo id:china | alliance/1", "id:exchange asc:attributedTo id:mss | wh/1")
	expect(t, labels(&graph.Lens{By: []quad.IRI{id("france")}}))
	expect(t, labels(&graph.Lens{By: []quad.IRI{id("france")}, Spread: true}), "id:exchange asc:attributedTo id:china | alliance/1")
	expect(t, labels(&graph.Lens{By: []quad.IRI{id("uk")}, Spread: true}))
}

func TestLensFields(t *testing.T) {
	likely := [][2]quad.Value{{quad.IRI(schema.LikelihoodMin), quad.TypedString{Value: "80", Type: schema.XSDInteger}}}
	flat := [][2]quad.Value{{quad.IRI(schema.Hedged), quad.TypedString{Value: "false", Type: schema.XSDBoolean}}}
	high := [][2]quad.Value{{quad.IRI(schema.Confidence), quad.IRI(schema.High)}}
	one := func(to string) [][3]quad.Value { return [][3]quad.Value{edge("exchange", schema.AttributedTo, to)} }
	g := build(t,
		recordSpec{iri: claim("a"), by: "us", on: "2021-07-19", stance: schema.Asserts, form: schema.OfficialStatement, fields: high, edges: one("mss")},
		recordSpec{iri: claim("b"), by: "uk", on: "2021-07", stance: schema.Asserts, form: schema.OfficialStatement, relayedBy: "firm", fields: likely, edges: one("hafnium"), source: "x"},
		recordSpec{iri: claim("c"), by: "eu", on: "2021", stance: schema.Suspects, form: schema.PressReport, edges: one("china")},
		recordSpec{iri: claim("d"), by: "china", on: "2021-07-20", stance: schema.Denies, form: schema.OfficialStatement, re: claim("a"), edges: one("mss")},
		recordSpec{iri: claim("e"), by: "firm", stance: schema.Reports, form: schema.PressReport, latest: "2020-12-31", fields: flat, edges: one("china"), source: "y"},
		recordSpec{iri: act("f"), by: "us", on: "2021-08-01", kind: schema.Sanction, response: id("exchange"), edges: [][3]quad.Value{edge("us", schema.Sanctioned, "china")}},
	)
	day := func(s string) graph.Date {
		d, err := graph.ParseDate(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, test := range []struct {
		name string
		lens graph.Lens
		want string // handles of the visible records
		perh int
	}{
		{"default", graph.Lens{}, "a act:f b e", 0},
		{"all", graph.Lens{All: true}, "a act:f b c d e", 0},
		{"one stance", graph.Lens{Stances: []quad.IRI{schema.Denies}}, "act:f d", 0},
		{"official leaves out what is relayed, never an act", graph.Lens{Official: true}, "a act:f", 0},
		{"form", graph.Lens{Forms: []quad.IRI{schema.PressReport}}, "act:f e", 0},
		{"by", graph.Lens{By: []quad.IRI{id("uk")}}, "act:f b", 0},
		{"acts by", graph.Lens{ActsBy: []quad.IRI{id("uk")}}, "a b e", 0},
		{"source", graph.Lens{Sources: []quad.IRI{src("x")}}, "b", 0},
		{"likelihood keeps flat assertions, drops the unknown", graph.Lens{MinLikelihood: 80}, "act:f b e", 0},
		{"likelihood tests the lower end", graph.Lens{MinLikelihood: 81}, "act:f e", 0},
		{"confidence", graph.Lens{MinConfidence: schema.Moderate}, "a act:f", 0},
		{"as of a day: a month is perhaps", graph.Lens{AsOf: day("2021-07-19")}, "a e", 1},
		{"as of the month's last day", graph.Lens{AsOf: day("2021-07-31")}, "a b e", 0},
		{"as of a month is as of its last day", graph.Lens{AsOf: day("2021-07")}, "a b e", 0},
		{"as of before all", graph.Lens{AsOf: day("2020-12-30")}, "", 1},
		{"nothing is earlier than its latest day", graph.Lens{AsOf: day("2020-12-31")}, "e", 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			err := g.View(t.Context(), &test.lens, func(v *graph.View) error {
				var got strings.Builder
				var handles []string
				for _, r := range v.Records() {
					handles = append(handles, r.Handle())
				}
				slices.Sort(handles)
				for i, h := range handles {
					if i > 0 {
						got.WriteString(" ")
					}
					got.WriteString(h)
				}
				if got.String() != test.want {
					t.Errorf("visible: got %q, want %q", got.String(), test.want)
				}
				if w := v.World(); w.Perhaps != test.perh {
					t.Errorf("perhaps: got %d, want %d", w.Perhaps, test.perh)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestTakenBack(t *testing.T) {
	one := [][3]quad.Value{edge("exchange", schema.AttributedTo, "china")}
	base := recordSpec{iri: claim("v1"), by: "us", on: "2021-01-01", stance: schema.Asserts, edges: one}
	v2 := recordSpec{iri: claim("v2"), by: "us", on: "2021-02-01", stance: schema.Asserts, super: claim("v1"), edges: one}
	v3 := recordSpec{iri: claim("v3"), by: "us", on: "2021-03-01", stance: schema.Asserts, super: claim("v2"), edges: one}
	back := recordSpec{iri: claim("back"), by: "us", on: "2021-04-01", stance: schema.Retracts, re: claim("v3")}
	foreign := recordSpec{iri: claim("foreign"), by: "china", on: "2021-02-01", stance: schema.Retracts, re: claim("v1")}
	visible := func(l *graph.Lens, records ...recordSpec) (out []string) {
		g := build(t, records...)
		for _, s := range look(t, g, l, graph.Pattern{Predicate: quad.IRI(schema.AttributedTo)}) {
			out = append(out, s[len(s)-2:])
		}
		return out
	}
	expect(t, visible(nil, base, v2), "v2")
	expect(t, visible(nil, base, v2, v3), "v3")
	expect(t, visible(nil, base, v2, v3, back), "v2") // what was retracted supersedes nothing
	expect(t, visible(nil, base, foreign), "v1")      // only the same party retracts
	expect(t, visible(&graph.Lens{AsOf: graph.Date{Year: 2021, Month: 1, Day: 31}}, base, v2, v3, back), "v1")
	expect(t, visible(&graph.Lens{All: true}, base, v2, v3, back), "v1", "v2", "v3")
}

// randomRecords makes a few records about the same things, that blame, link,
// hit, retract and replace.
func randomRecords(rng *rand.Rand) []recordSpec {
	pick := func(list ...string) string { return list[rng.IntN(len(list))] }
	var records []recordSpec
	for i := range 3 + rng.IntN(14) {
		r := recordSpec{
			by: pick("us", "uk", "white-house", "alliance", "eu", "mandiant"), source: pick("x", "y"),
			stance: pick(schema.Asserts, schema.Asserts, schema.Asserts, schema.Reports, schema.Denies, schema.Retracts, schema.Suspects),
			form:   pick(schema.OfficialStatement, schema.PressReport, schema.AnonymousSource),
		}
		r.iri = claim(fmt.Sprint("r", i))
		day := fmt.Sprintf("2021-%02d-%02d", 1+rng.IntN(3), 1+rng.IntN(28))
		switch rng.IntN(4) {
		case 0:
			r.on = day[:7]
		case 1:
			r.latest = day
		default:
			r.on = day
		}
		if i > 0 {
			other := records[rng.IntN(i)].iri
			switch {
			case r.stance == schema.Retracts:
				r.re = other
			case rng.IntN(4) == 0:
				r.super = other
			}
		}
		if rng.IntN(4) == 0 {
			r.kind, r.stance, r.form, r.response = schema.Sanction, "", "", id("exchange")
			r.edges = [][3]quad.Value{edge(r.by, schema.Sanctioned, pick("mss", "china", "firm", "hafnium"))}
		}
		for range rng.IntN(4) {
			r.edges = append(r.edges, [...][3]quad.Value{
				edge("exchange", schema.AttributedTo, pick("hafnium", "mss", "china", "colonel")),
				edge("hafnium", pick(schema.LinkedTo, schema.ActsFor), pick("mss", "china", "russia")),
				edge("firm", schema.LinkedTo, "mss"),
				edge("mss", schema.PartOf, "china"),
				edge("colonel", schema.OfficerOf, pick("mss", "gru")),
				edge("white-house", schema.SpeaksFor, "us"),
				edge(pick("us", "eu"), schema.MemberOf, "alliance"),
			}[rng.IntN(7)])
		}
		records = append(records, r)
	}
	return records
}

// The law of as-of: truncating the data at a day gives what the lens of that
// day shows of the whole, derived edges included.
func TestTruncationLaw(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 1))
	t.Logf("seed %d", seed)
	for round := range 150 {
		records := randomRecords(rng)
		cut, err := graph.ParseDate(fmt.Sprintf("2021-%02d-%02d", 1+rng.IntN(3), 1+rng.IntN(28)))
		if err != nil {
			t.Fatal(err)
		}
		var before []recordSpec
		for _, r := range records {
			last, err := graph.ParseDate(r.on + r.latest)
			if err != nil {
				t.Fatal(err)
			}
			if !cut.Before(last.Last()) {
				before = append(before, r)
			}
		}
		whole, part := build(t, records...), build(t, before...)
		for _, lens := range []graph.Lens{
			{}, {Spread: true}, {By: []quad.IRI{id("us")}}, {Official: true}, {Stances: []quad.IRI{schema.Denies, schema.Suspects}},
		} {
			narrowed := lens
			narrowed.AsOf = cut
			got, want := look(t, whole, &narrowed, graph.Pattern{}), look(t, part, &lens, graph.Pattern{})
			if !slices.Equal(got, want) {
				t.Fatalf("seed %d, round %d, lens %+v as of %s:\ngot  %q\nwant %q", seed, round, lens, cut, got, want)
			}
		}
	}
}

func TestDates(t *testing.T) {
	for _, s := range []string{"2021-07-19", "2021-07", "2021", "2020-02-29"} {
		d, err := graph.ParseDate(s)
		if err != nil || d.String() != s {
			t.Errorf("ParseDate(%q) = %v, %v", s, d, err)
		}
	}
	for _, s := range []string{"", "21", "2021-13", "2021-02-29", "2021-7-1", "2021-07-19x", "July", "2021-00", "-2021", "2021-07-1९"} {
		if d, err := graph.ParseDate(s); err == nil {
			t.Errorf("ParseDate(%q) = %v, want an error", s, d)
		}
	}
	july := graph.Date{Year: 2021, Month: 7}
	if july.First().String() != "2021-07-01" || july.Last().String() != "2021-07-31" {
		t.Errorf("July 2021 is %s to %s", july.First(), july.Last())
	}
	if !july.Before(graph.Date{Year: 2021, Month: 8}) || july.Before(graph.Date{Year: 2021, Month: 7, Day: 31}) {
		t.Error("Before compares the ends of intervals")
	}
}

func FuzzParseDate(f *testing.F) {
	f.Add("2021-07-19")
	f.Add("2021Z")
	f.Fuzz(func(t *testing.T, s string) {
		d, err := graph.ParseDate(s)
		if err != nil {
			return
		}
		again, err := graph.ParseDate(d.String())
		if err != nil || again != d {
			t.Fatalf("%q reads as %v, which reads as %v, %v", s, d, again, err)
		}
	})
}
