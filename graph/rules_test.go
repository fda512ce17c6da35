package graph_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

func dice(t *testing.T) *rand.Rand {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 3))
}

// shown is what a view shows, as sorted text.
func shown(t testing.TB, v *graph.View, p graph.Pattern) []string {
	t.Helper()
	var out []string
	for q, err := range v.Match(t.Context(), p) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, short(q))
	}
	slices.Sort(out)
	return out
}

// builtin returns a rule that comes with the library.
func builtin(t testing.TB, name string) graph.Rule {
	t.Helper()
	for _, r := range graph.BuiltinRules() {
		if r.Name == name {
			return r
		}
	}
	t.Fatalf("there is no rule %s", name)
	return graph.Rule{}
}

// The fast way of the built-in rules derives what their queries say, under
// every kind of lens.
func TestBuiltinRulesAreTheirQueries(t *testing.T) {
	defer graph.ShareEdges(1)()
	r := dice(t)
	day := func() graph.Date {
		return graph.Date{Year: 2021, Month: time.Month(1 + r.IntN(3)), Day: 1 + r.IntN(28)}
	}
	derived := 0
	for round := range 200 {
		g := build(t, randomRecords(r)...)
		for _, lens := range []graph.Lens{
			{},
			{Spread: true},
			{AsOf: day()},
			{By: []quad.IRI{id("us")}},
			{Official: true, AsOf: day()},
			{Stances: []quad.IRI{schema.Denies, schema.Suspects}},
			{Sources: []quad.IRI{src("x")}},
			{Assume: []graph.Assumption{assume("hafnium", schema.LinkedTo, "russia"), assume("firm", schema.SameAs, "colonel")}},
		} {
			err := g.View(t.Context(), &lens, func(v *graph.View) error {
				slow, err := v.ByQueries()
				if err != nil {
					return err
				}
				if round%2 == 1 { // some is derived before all
					if v, err = v.Afresh(); err != nil {
						return err
					}
					for range 4 {
						shown(t, v, graph.Pattern{Label: claim(fmt.Sprint("r", r.IntN(12))), Predicate: quad.IRI(schema.AttributedToState)})
					}
				}
				got, want := shown(t, v, graph.Pattern{}), shown(t, slow, graph.Pattern{})
				if !slices.Equal(got, want) {
					t.Fatalf("round %d, lens %+v:\ngot  %q\nwant %q", round, lens, got, want)
				}
				for q, err := range v.Match(t.Context(), graph.Pattern{}) {
					if err != nil {
						return err
					}
					if v.IsDerived(q) != slow.IsDerived(q) {
						t.Fatalf("%s: derived %v, by its query %v", short(q), v.IsDerived(q), slow.IsDerived(q))
					}
					if v.IsDerived(q) {
						derived++
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if derived < 1000 {
		t.Errorf("only %d edges were derived: the graphs say too little", derived)
	}
}

// What is derived for one pattern is what of all that is derived matches it,
// evidence included.
func TestDerivedInParts(t *testing.T) {
	r := dice(t)
	compared := 0
	for range 100 {
		g := build(t, randomRecords(r)...)
		for _, lens := range []graph.Lens{
			{},
			{Spread: true},
			{By: []quad.IRI{id("us")}},
			{Assume: []graph.Assumption{assume("hafnium", schema.LinkedTo, "russia"), assume("firm", schema.SameAs, "colonel")}},
		} {
			err := g.View(t.Context(), &lens, func(v *graph.View) error {
				var all []quad.Quad
				for q, err := range v.Match(t.Context(), graph.Pattern{}) {
					if err != nil {
						return err
					}
					if q.Label != nil {
						all = append(all, q)
					}
				}
				for range 20 {
					if len(all) == 0 {
						return nil
					}
					part, err := v.Afresh()
					if err != nil {
						return err
					}
					q := all[r.IntN(len(all))]
					var p graph.Pattern
					for _, at := range []struct{ to, from *quad.Value }{{&p.Subject, &q.Subject}, {&p.Predicate, &q.Predicate}, {&p.Object, &q.Object}, {&p.Label, &q.Label}} {
						if r.IntN(2) == 0 {
							*at.to = *at.from
						}
					}
					if got, want := shown(t, part, p), shown(t, v, p); !slices.Equal(got, want) {
						t.Fatalf("lens %+v, pattern %+v:\ngot  %q\nwant %q", lens, p, got, want)
					}
					if got, want := part.Supports(q), v.Supports(q); !reflect.DeepEqual(got, want) {
						t.Fatalf("lens %+v: %s rests on %v, want %v", lens, short(q), got, want)
					}
					if v.IsDerived(q) {
						compared++
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	if compared < 500 {
		t.Errorf("only %d edges were derived: the graphs say too little", compared)
	}
}

// Many may look for parts of what is derived at once, and for all of it.
func TestDerivedByMany(t *testing.T) {
	r := dice(t)
	g := build(t, randomRecords(r)...)
	err := g.View(t.Context(), nil, func(v *graph.View) error {
		var all []quad.Quad
		for q, err := range v.Match(t.Context(), graph.Pattern{}) {
			if err != nil {
				return err
			}
			all = append(all, q)
		}
		afresh, err := v.Afresh()
		if err != nil {
			return err
		}
		var wg sync.WaitGroup
		for i := range 8 {
			wg.Go(func() {
				for k := i; k < len(all); k += 3 {
					q := all[k]
					p := graph.Pattern{Subject: q.Subject, Label: q.Label, Unlabelled: q.Label == nil}
					if k%5 == 0 {
						p = graph.Pattern{Predicate: q.Predicate}
					}
					found := false
					for got, err := range afresh.Match(t.Context(), p) {
						if err != nil {
							t.Error(err)
						}
						found = found || got == q
					}
					if !found {
						t.Errorf("%s is not found", short(q))
					}
					afresh.Supports(q)
				}
			})
		}
		wg.Wait()
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A derivation stops with the context of who asks for it, and is there for the
// next who does.
func TestDerivationIsCancelled(t *testing.T) {
	r := dice(t)
	g := build(t, randomRecords(r)...)
	err := g.View(t.Context(), nil, func(v *graph.View) error {
		want := shown(t, v, graph.Pattern{})
		afresh, err := v.Afresh()
		if err != nil {
			return err
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		res, err := afresh.Query(ctx, "SELECT * { GRAPH ?r { ?a asc:attributedToState ?b } }", nil)
		if err == nil {
			for _, err = range res.Rows() {
			}
		}
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v, want it cancelled", err)
		}
		if got := shown(t, afresh, graph.Pattern{}); !slices.Equal(got, want) {
			t.Errorf("after a cancelled query: got %q, want %q", got, want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Rules that feed one another, evaluated round by round over what is new, find
// what a plain search finds.
func TestRulesToAFixpoint(t *testing.T) {
	r := dice(t)
	reach := graph.Rule{Name: "reach", Query: `CONSTRUCT { ?a asc:worksWith ?b } WHERE {
		{ GRAPH ?record { ?a asc:linkedTo ?b } }
		UNION { GRAPH ?record { ?a asc:worksWith ?c } GRAPH ?other { ?c asc:worksWith ?b } } }`}
	linear := graph.Rule{Name: "reach", Query: `CONSTRUCT { ?a asc:worksWith ?b } WHERE {
		{ GRAPH ?record { ?a asc:linkedTo ?b } }
		UNION { GRAPH ?record { ?a asc:linkedTo ?c } GRAPH ?other { ?c asc:worksWith ?b } } }`}
	byPath := graph.Rule{Name: "reach", Query: `CONSTRUCT { ?a asc:worksWith ?b } WHERE {
		{ GRAPH ?record { ?a asc:linkedTo ?b } } UNION { GRAPH ?record { ?a asc:linkedTo ?c } ?c asc:worksWith+ ?b } }`}
	for range 30 {
		n := 2 + r.IntN(7)
		links := map[[2]int]bool{}
		rec := recordSpec{iri: claim("c"), by: "us", on: "2021-01-01", stance: schema.Asserts}
		for range r.IntN(3 * n) {
			a, b := r.IntN(n), r.IntN(n)
			links[[2]int{a, b}] = true
			rec.edges = append(rec.edges, edge(fmt.Sprint("n", a), schema.LinkedTo, fmt.Sprint("n", b)))
		}
		for range n {
			for ab := range links {
				for cd := range links {
					if ab[1] == cd[0] {
						links[[2]int{ab[0], cd[1]}] = true
					}
				}
			}
		}
		var want []string
		for ab := range links {
			want = append(want, fmt.Sprintf("id:n%d asc:worksWith id:n%d | c", ab[0], ab[1]))
		}
		slices.Sort(want)
		g := build(t, rec)
		for _, rule := range []graph.Rule{reach, linear, byPath} {
			expect(t, look(t, g, &graph.Lens{Infer: []graph.Rule{rule}}, graph.Pattern{Predicate: quad.IRI(schema.WorksWith)}), want...)
		}
	}
}

// A rule may look through negation at rules below it; a circle through negation
// is refused with the names of its rules.
func TestStrata(t *testing.T) {
	g := build(t, recordSpec{
		iri: claim("c"), by: "us", on: "2021-01-01", stance: schema.Asserts,
		edges: [][3]quad.Value{edge("hafnium", schema.LinkedTo, "mss"), edge("sandworm", schema.LinkedTo, "gru"), edge("mss", schema.LinkedTo, "china")},
	})
	up := graph.Rule{Name: "up", Query: `CONSTRUCT { ?a asc:worksWith ?c } WHERE { GRAPH ?record { ?a asc:linkedTo ?b . ?b asc:linkedTo ?c } }`}
	alone := graph.Rule{Name: "alone", Query: `CONSTRUCT { ?a asc:targeted ?a } WHERE { GRAPH ?record { ?a asc:linkedTo ?b } FILTER NOT EXISTS { ?a asc:worksWith ?c } }`}
	many := graph.Rule{Name: "many", Query: `CONSTRUCT { ?a asc:exploited ?a } WHERE { GRAPH ?record { ?a asc:targeted ?a } { SELECT (COUNT(*) AS ?n) { ?x asc:targeted ?x } } FILTER (?n > 1) }`}
	got := look(t, g, &graph.Lens{Infer: []graph.Rule{many, alone, up}}, graph.Pattern{})
	for _, want := range []string{
		"id:hafnium asc:worksWith id:china | c", "id:sandworm asc:targeted id:sandworm | c", "id:mss asc:targeted id:mss | c",
		"id:sandworm asc:exploited id:sandworm | c",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("not derived: %s", want)
		}
	}
	if slices.Contains(got, "id:hafnium asc:targeted id:hafnium | c") {
		t.Error("hafnium works with china, as a rule below says")
	}
	back := graph.Rule{Name: "back", Query: `CONSTRUCT { ?a asc:worksWith ?a } WHERE { GRAPH ?record { ?a asc:targeted ?a } }`}
	self := graph.Rule{Name: "self", Query: `CONSTRUCT { ?a asc:aim ?a } WHERE { GRAPH ?record { ?a asc:linkedTo ?b } MINUS { ?b asc:aim ?c } }`}
	for _, test := range []struct {
		rules []graph.Rule
		names []string
	}{{[]graph.Rule{up, alone, back}, []string{"alone", "back"}}, {[]graph.Rule{self}, []string{"self"}}} {
		for _, g := range []*graph.Graph{g, build(t)} { // without records, too
			for _, all := range []bool{false, true} { // and where nothing is derived
				err := g.View(t.Context(), &graph.Lens{Infer: test.rules, All: all}, func(*graph.View) error { return nil })
				e, ok := errors.AsType[*graph.RuleError](err)
				if !ok || !slices.Equal(e.Rules, test.names) || !errors.Is(err, graph.ErrLens) {
					t.Errorf("all %v: got %v, want a circle of %v", all, err, test.names)
				}
			}
		}
	}
}

// A rule that finds no end is stopped, and says which it is.
func TestRulesHaveLimits(t *testing.T) {
	g := build(t, recordSpec{
		iri: claim("c"), by: "us", on: "2021-01-01", stance: schema.Asserts, edges: [][3]quad.Value{edge("hafnium", schema.LinkedTo, "mss")},
	})
	endless := graph.Rule{Name: "endless", Query: `CONSTRUCT { ?x asc:linkedTo ?y } WHERE {
		GRAPH ?record { ?y asc:linkedTo ?z } BIND (IRI(CONCAT(STR(?y), "x")) AS ?x) }`}
	err := g.View(t.Context(), &graph.Lens{Infer: []graph.Rule{endless}}, func(v *graph.View) error {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		for _, err := range v.Match(ctx, graph.Pattern{Predicate: quad.IRI(schema.LinkedTo)}) {
			if err != nil {
				return err
			}
		}
		return nil
	})
	if e, ok := errors.AsType[*graph.RuleError](err); !ok || !slices.Equal(e.Rules, []string{"endless"}) {
		t.Errorf("got %v, want an error of the rule", err)
	}
}

// What rules derive as of a day is what they derive from the data of that day,
// and every support of it can be seen; without the records of its supports a
// derived edge is gone.
func TestDerivedEdgesRestOnWhatIsVisible(t *testing.T) {
	r := dice(t)
	mine := graph.Rule{Name: "mine", Query: `CONSTRUCT { ?group asc:worksWith ?other } WHERE {
		GRAPH ?record { ?group asc:linkedTo|asc:actsFor ?party } GRAPH ?second { ?other asc:linkedTo|asc:partOf ?party } FILTER (?group != ?other) }`}
	rules := append(graph.BuiltinRules(), mine)
	checked := 0
	for range 60 {
		records := randomRecords(r)
		cut := graph.Date{Year: 2021, Month: time.Month(1 + r.IntN(3)), Day: 1 + r.IntN(28)}
		var before []recordSpec
		for _, rec := range records {
			last, err := graph.ParseDate(rec.on + rec.latest)
			if err != nil {
				t.Fatal(err)
			}
			if !cut.Before(last.Last()) {
				before = append(before, rec)
			}
		}
		whole, part := build(t, records...), build(t, before...)
		for _, lens := range []graph.Lens{{}, {Spread: true}, {Official: true}, {Stances: []quad.IRI{schema.Asserts, schema.Denies}}, {By: []quad.IRI{id("uk")}}} {
			lens.Infer = rules
			narrowed := lens
			narrowed.AsOf = cut
			if got, want := look(t, whole, &narrowed, graph.Pattern{}), look(t, part, &lens, graph.Pattern{}); !slices.Equal(got, want) {
				t.Fatalf("lens %+v as of %s:\ngot  %q\nwant %q", lens, cut, got, want)
			}
		}
		lens := graph.Lens{Infer: rules}
		err := whole.View(t.Context(), &lens, func(v *graph.View) error {
			for q, err := range v.Match(t.Context(), graph.Pattern{}) {
				if err != nil {
					return err
				}
				d, err := v.Derivation(t.Context(), q)
				if err != nil {
					return err
				}
				if d == nil {
					continue
				}
				checked++
				gone := map[quad.Value]bool{}
				for _, s := range d.Supports {
					gone[s.Label] = true
					if n, err := v.Count(t.Context(), graph.Pattern{Subject: s.Subject, Predicate: s.Predicate, Object: s.Object, Label: s.Label}); err != nil || n != 1 || v.IsDerived(s) {
						t.Fatalf("%s rests on %s, which is not stored and visible: %d, %v", short(q), short(s), n, err)
					}
				}
				if checked%7 != 0 {
					continue
				}
				var rest []recordSpec
				for _, rec := range records {
					if !gone[rec.iri] {
						rest = append(rest, rec)
					}
				}
				if slices.Contains(look(t, build(t, rest...), &lens, graph.Pattern{}), short(q)) {
					t.Fatalf("%s is derived without %v", short(q), gone)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if checked < 100 {
		t.Errorf("only %d derived edges were looked at", checked)
	}
}

// Three states within seven days attribute jointly; a fourth who comes later,
// one whose day is not known and a company do not.
func TestJointAttribution(t *testing.T) {
	blame := func(by, on string) recordSpec {
		return recordSpec{
			iri: claim(by), by: by, on: on, stance: schema.Asserts, form: schema.OfficialStatement,
			edges: [][3]quad.Value{edge("exchange", schema.AttributedTo, "china")},
		}
	}
	lens := &graph.Lens{Infer: append(graph.DefaultRules(), builtin(t, "joint"))}
	jointly := func(records ...recordSpec) []string {
		return look(t, build(t, records...), lens, graph.Pattern{Predicate: quad.IRI(schema.AttributesJointly)})
	}
	expect(t, jointly(blame("us", "2021-07-19"), blame("uk", "2021-07-22"), blame("france", "2021-07-25"), blame("iran", "2021-07-29"), blame("firm", "2021-07-20"), blame("russia", "2021-07")),
		"id:france asc:attributesJointly id:exchange | france", "id:uk asc:attributesJointly id:exchange | uk", "id:us asc:attributesJointly id:exchange | us")
	expect(t, jointly(blame("us", "2021-07-19"), blame("uk", "2021-07-22"), blame("france", "2021-07-26")))
	expect(t, jointly(blame("us", "2021-07-19"), blame("uk", "2021-07-22"), blame("firm", "2021-07-20")))
}

// Claims contradict where one denies what the other says, or states differ.
func TestContestedRule(t *testing.T) {
	one := func(iri, by, stance, to string) recordSpec {
		return recordSpec{iri: claim(iri), by: by, on: "2018-01-01", stance: stance, edges: [][3]quad.Value{edge("triton", schema.AttributedTo, to)}}
	}
	g := build(t, one("a", "mandiant", schema.Asserts, "russia"), one("b", "cyberx", schema.Asserts, "iran"), one("c", "iran", schema.Denies, "iran"), one("d", "firm", schema.Suspects, "china"))
	lens := graph.Lens{Infer: append(graph.DefaultRules(), builtin(t, "contested"))}
	contradicts := graph.Pattern{Predicate: quad.IRI(schema.Contradicts)}
	expect(t, look(t, g, &lens, contradicts), "a asc:contradicts b | a", "b asc:contradicts a | b")
	lens.Stances = []quad.IRI{schema.Asserts, schema.Denies, schema.Suspects}
	expect(t, look(t, g, &lens, contradicts), "a asc:contradicts b | a", "b asc:contradicts a | b", "b asc:contradicts c | b", "c asc:contradicts b | c")
}

// A derived edge knows its rule and how sure its weakest support is.
func TestDerivation(t *testing.T) {
	sure := func(words string, lo int) [][2]quad.Value {
		return [][2]quad.Value{
			{quad.IRI(schema.LikelihoodWords), quad.String(words)},
			{quad.IRI(schema.LikelihoodMin), quad.TypedString{Value: quad.String(fmt.Sprint(lo)), Type: schema.XSDInteger}},
			{quad.IRI(schema.LikelihoodMax), quad.TypedString{Value: "99", Type: schema.XSDInteger}},
		}
	}
	g := build(t,
		recordSpec{iri: claim("a"), by: "us", on: "2021-01-01", stance: schema.Asserts, fields: sure("almost certain", 95), edges: [][3]quad.Value{edge("exchange", schema.AttributedTo, "hafnium")}},
		recordSpec{iri: claim("b"), by: "us", on: "2021-01-01", stance: schema.Asserts, fields: sure("likely", 55), edges: [][3]quad.Value{edge("hafnium", schema.LinkedTo, "mss")}},
		recordSpec{iri: claim("c"), by: "uk", on: "2021-01-01", stance: schema.Reports, edges: [][3]quad.Value{edge("mss", schema.PartOf, "china")}},
	)
	q := quad.Quad{Subject: id("exchange"), Predicate: quad.IRI(schema.AttributedToState), Object: id("china"), Label: claim("a")}
	for name, rules := range map[string][]graph.Rule{
		"fast": nil,
		"fed":  append(graph.DefaultRules(), graph.Rule{Name: "more", Query: `CONSTRUCT { ?i asc:attributedTo ?x } WHERE { GRAPH ?record { ?i asc:conducted ?x } }`}),
	} {
		err := g.View(t.Context(), &graph.Lens{Infer: rules}, func(v *graph.View) error {
			d, err := v.Derivation(t.Context(), q)
			if err != nil || d == nil {
				t.Fatalf("%s: got %v, %v", name, d, err)
			}
			var supports []string
			for _, s := range d.Supports {
				supports = append(supports, short(s))
			}
			slices.Sort(supports)
			expect(t, supports, "id:exchange asc:attributedTo id:hafnium | a", "id:hafnium asc:linkedTo id:mss | b", "id:mss asc:partOf id:china | c")
			if d.Rule.Name != "blame" || d.Weakest == nil || d.Weakest.IRI != claim("b") || d.Unsure != 1 {
				t.Errorf("%s: rule %s, weakest %v, %d unsure, want blame, b and 1", name, d.Rule.Name, d.Weakest, d.Unsure)
			}
			if d, err := v.Derivation(t.Context(), d.Supports[0]); d != nil || err != nil {
				t.Errorf("a stored quad is derived by %v, %v", d, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// What is derived is seen by every way of looking, and what only rules see by
// none.
func TestDerivedEdgesInQueries(t *testing.T) {
	g := build(t, recordSpec{
		iri: claim("c"), by: "us", on: "2021-01-01", stance: schema.Asserts,
		edges: [][3]quad.Value{edge("hafnium", schema.MemberOf, "sandworm"), edge("sandworm", schema.LinkedTo, "gru")},
	})
	rule := graph.Rule{Name: "members", Query: `CONSTRUCT { ?who asc:linkedTo ?what . ?who rule:seen ?what } WHERE { GRAPH ?record { ?who asc:memberOf ?group . ?group asc:linkedTo ?what } }`}
	for query, want := range map[string]int{
		`SELECT ?r { GRAPH ?r { id:hafnium asc:linkedTo id:gru } }`:                       1,
		`SELECT ?p { id:hafnium ?p id:gru }`:                                              1,
		`SELECT * { GRAPH asc:unlabelled { id:hafnium asc:linkedTo ?x } }`:                0,
		`SELECT * { ?x asc:linkedTo ?y }`:                                                 2,
		`SELECT ?x { ?x asc:linkedTo/^asc:linkedTo id:hafnium }`:                          2,
		`SELECT * FROM <https://w3id.org/ascribe/claim/c> { id:hafnium asc:linkedTo ?x }`: 1,
		`SELECT * { ?x <` + graph.NSRule + `seen> ?y }`:                                   0,
		`SELECT * { ?x <` + graph.NSRule + `belongsTo> ?y }`:                              0,
	} {
		err := g.View(t.Context(), &graph.Lens{Infer: []graph.Rule{rule}}, func(v *graph.View) error {
			res, err := v.Query(t.Context(), query, nil)
			if err != nil {
				return err
			}
			n := 0
			for _, err := range res.Rows() {
				if err != nil {
					return err
				}
				n++
			}
			if n != want {
				t.Errorf("%s: %d rows, want %d", query, n, want)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	expect(t, look(t, g, &graph.Lens{Infer: []graph.Rule{rule}, NoRules: true}, graph.Pattern{Predicate: quad.IRI(schema.LinkedTo)}), "id:sandworm asc:linkedTo id:gru | c")
}

func TestReadRule(t *testing.T) {
	r, err := graph.ReadRule(strings.NewReader("# en: One\n# en: two.\n# nl: Een.\n\nCONSTRUCT { ?a asc:linkedTo ?b }\nWHERE { GRAPH ?record { ?b asc:linkedTo ?a } }\n"), "dir/back-links.rq")
	if err != nil || r.Name != "back-links" || r.Says("en") != "One two." || r.Says("nl") != "Een." {
		t.Errorf("got %+v, %v", r, err)
	}
	for text, want := range map[string]string{
		"SELECT * { ?s ?p ?o }": "x.rq: a rule is a CONSTRUCT query",
		"CONSTRUCT { ?a asc:linkedTo ?b } WHERE { ?b asc:linkedTo ?a }":                                      "x.rq: WHERE does not bind ?record",
		"CONSTRUCT { ?a ?p ?b } WHERE { GRAPH ?record { ?b ?p ?a } }":                                        "x.rq: the template has the predicate ?p",
		"CONSTRUCT { ?a asc:linkedTo [] } WHERE { GRAPH ?record { ?b asc:linkedTo ?a } }":                    "x.rq: the template has a blank node",
		"CONSTRUCT { ?a asc:linkedTo ?b }\nWHERE { GRAPH ?record { ?b asc:linkedTo ?a FILTER (?a != ?c) } }": "x.rq:2:58: ?c has no value in this FILTER",
		"CONSTRUCT { } WHERE { GRAPH ?record { ?b asc:linkedTo ?a } }":                                       "x.rq: the template constructs nothing",
		"CONSTRUCT { ?a asc:linkedTo ?b }\nWHERE { GRAPH ?record { ?b asc:linkedTo } }":                      "x.rq:2:41: got \"}\", want an object",
		"CONSTRUCT { ?a nope:linkedTo ?b }\nWHERE { GRAPH ?record { ?b asc:linkedTo ?a } }":                  "x.rq:1:16: ",
		"CONSTRUCT { ?a asc:linkedTo ?b } FROM <x:y> WHERE { GRAPH ?record { ?b asc:linkedTo ?a } }":         "x.rq: a rule has no FROM",
	} {
		_, err := graph.ReadRule(strings.NewReader(text), "x.rq")
		if _, ok := errors.AsType[*graph.RuleError](err); !ok || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s\ngot  %v\nwant %s", text, err, want)
		}
	}
	for _, rule := range []graph.Rule{
		{Name: "by", Query: "CONSTRUCT { ?a asc:by ?b } WHERE { GRAPH ?record { ?b asc:linkedTo ?a } }"},
		{Name: "type", Query: "CONSTRUCT { ?a a asc:State } WHERE { GRAPH ?record { ?b asc:linkedTo ?a } }"},
		{Name: "lens", Query: "CONSTRUCT { ?a rule:belongsTo ?b } WHERE { GRAPH ?record { ?b asc:linkedTo ?a } }"},
	} {
		g := build(t, recordSpec{iri: claim("c"), by: "us", on: "2021-01-01", stance: schema.Asserts})
		err := g.View(t.Context(), &graph.Lens{Infer: []graph.Rule{rule}}, func(*graph.View) error { return nil })
		if _, ok := errors.AsType[*graph.RuleError](err); !ok {
			t.Errorf("rule %s: got %v, want an error", rule.Name, err)
		}
	}
}

func FuzzReadRule(f *testing.F) {
	for _, r := range graph.BuiltinRules() {
		f.Add(r.Query)
	}
	g := build(f, recordSpec{iri: claim("c"), by: "us", on: "2021-01-01", stance: schema.Asserts, edges: [][3]quad.Value{edge("hafnium", schema.LinkedTo, "mss")}})
	f.Fuzz(func(t *testing.T, text string) {
		r, err := graph.ReadRule(strings.NewReader(text), "x.rq")
		if err != nil {
			return
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_ = g.View(ctx, &graph.Lens{Infer: []graph.Rule{r}}, func(*graph.View) error { return nil })
	})
}
