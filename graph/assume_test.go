package graph_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

func assume(s, p, o string) graph.Assumption {
	return graph.Assumption{Subject: id(s), Predicate: quad.IRI(p), Object: id(o)}
}

// supposedRecord is what an assumption is documented to stand for.
func supposedRecord(n int, a graph.Assumption) recordSpec {
	return recordSpec{
		iri: claim(fmt.Sprintf("assumed/%d", n)), stance: schema.Asserts,
		fields: [][2]quad.Value{{quad.IRI(schema.Undated), quad.TypedString{Value: "true", Type: schema.XSDBoolean}}},
		edges:  [][3]quad.Value{{a.Subject, a.Predicate, a.Object}},
	}
}

// An answer under an assumption is the answer of a graph in which somebody has
// said it: identities as they are for who follows that party, other edges as
// they are where that party's word is everyone's.
func TestAssumptionIsAsIfItStood(t *testing.T) {
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 2))
	t.Logf("seed %d", seed)
	for range 60 {
		records := randomRecords(r)
		same := r.IntN(2) == 0
		a := assume("hafnium", schema.LinkedTo, []string{"gru", "mss", "russia"}[r.IntN(3)])
		if same {
			a = assume("hafnium", schema.SameAs, []string{"firm", "colonel"}[r.IntN(2)])
		}
		stands := supposedRecord(1, a)
		var more []quad.Quad
		for _, q := range stands.quads() {
			if q.Predicate == quad.IRI(schema.By) {
				q.Object = graph.Assumer
			}
			more = append(more, q)
		}
		for text, lang := range map[string]string{"assumed by you": "en", "door u aangenomen": "nl"} {
			more = append(more, quad.Quad{Subject: graph.Assumer, Predicate: label, Object: quad.LangString{Value: quad.String(text), Lang: lang}})
		}
		g, told := build(t, records...), build(t, records...)
		before := g.Len()
		if err := told.Update(t.Context(), func(tx *graph.Tx) error {
			for _, q := range more {
				if _, err := tx.Add(q); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		lens := &graph.Lens{Assume: []graph.Assumption{a}}
		got := look(t, g, lens, graph.Pattern{})
		as := &graph.Lens{Names: []quad.IRI{graph.Assumer}, NoRules: !same}
		want := look(t, told, as, graph.Pattern{})
		if !same { // the assumed word is everyone's: more follows than from one party's
			plain := *lens
			plain.NoRules = true
			for _, q := range look(t, told, &graph.Lens{}, graph.Pattern{}) {
				if !slices.Contains(got, q) {
					t.Fatalf("%v: not seen under the assumption: %s", a, q)
				}
			}
			got = look(t, g, &plain, graph.Pattern{})
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%v\n%s\nwant\n%s", a, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if g.Len() != before {
			t.Fatal("an assumption was stored")
		}
	}
}

// What is assumed links the blame of everyone, says so among the supports, and
// is written nowhere.
func TestAssumedLink(t *testing.T) {
	g := build(t,
		recordSpec{
			iri: claim("mandiant/1"), by: "mandiant", on: "2018-10-23", stance: schema.Asserts, form: schema.TechnicalReport,
			edges: [][3]quad.Value{edge("triton", schema.AttributedTo, "xenotime")},
		},
		recordSpec{
			iri: claim("cyberx/2"), by: "cyberx", on: "2017-12-15", stance: schema.Asserts, form: schema.PressReport,
			edges: [][3]quad.Value{edge("xenotime", schema.LinkedTo, "iran")},
		},
	)
	expect(t, look(t, g, nil, blamed))
	l := &graph.Lens{
		Assume: []graph.Assumption{assume("xenotime", schema.LinkedTo, "russia")},
		By:     []quad.IRI{id("mandiant")}, AsOf: graph.Date{Year: 2019}, MinLikelihood: 0, Sources: nil,
	}
	derived := "id:triton asc:attributedToState id:russia | mandiant/1"
	expect(t, look(t, g, l, blamed), derived)
	narrow := *l
	narrow.By, narrow.Official, narrow.MinConfidence = []quad.IRI{id("uk")}, true, schema.High
	expect(t, look(t, g, &narrow, graph.Pattern{Predicate: quad.IRI(schema.LinkedTo)}), "id:xenotime asc:linkedTo id:russia | assumed/1")
	expect(t, look(t, g, &graph.Lens{All: true, Assume: l.Assume}, graph.Pattern{Predicate: quad.IRI(schema.LinkedTo)}),
		"id:xenotime asc:linkedTo id:iran | cyberx/2", "id:xenotime asc:linkedTo id:russia | assumed/1")
	err := g.View(t.Context(), l, func(v *graph.View) error {
		var got []string
		for _, q := range v.Supports(quad.Quad{Subject: id("triton"), Predicate: quad.IRI(schema.AttributedToState), Object: id("russia"), Label: claim("mandiant/1")}) {
			got = append(got, short(q))
		}
		expect(t, got, "id:triton asc:attributedTo id:xenotime | mandiant/1", "id:xenotime asc:linkedTo id:russia | assumed/1")
		r := v.Record(claim("assumed/1"))
		if r == nil || !r.Assumed || r.When() != "assumed" || v.Label(r.By[0]) != "assumed by you" || v.Label(r.By[0], "nl") != "door u aangenomen" {
			t.Errorf("the assumed record is %+v", r)
		}
		if w := v.World(); w.Records != 1 || w.Assumed != 1 || !strings.Contains(w.String(), "1 assumed") {
			t.Errorf("the world is %q, want one record and one assumed", w)
		}
		if d := l.Describe("en", func(iri quad.IRI) string { return v.OwnLabel(iri) }); !strings.Contains(d, "assuming that id:xenotime linked to id:russia") {
			t.Errorf("the lens says %q", d)
		}
		var out bytes.Buffer
		if err := v.Write(t.Context(), &out, rdf.NQuads); err != nil {
			return err
		}
		if strings.Contains(out.String(), "assumed") {
			t.Error("what is assumed is written")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// An assumed act is one of its subject; an identity is followed whoever denies it.
func TestAssumedActAndIdentity(t *testing.T) {
	g := build(t,
		recordSpec{
			iri: claim("us/1"), by: "us", on: "2020-10-23", stance: schema.Reports,
			edges: [][3]quad.Value{edge("gru", schema.PartOf, "russia")},
		},
		recordSpec{
			iri: claim("russia/1"), by: "russia", on: "2020-10-24", stance: schema.Denies, form: schema.OfficialStatement,
			edges: [][3]quad.Value{edge("sandworm", schema.SameAs, "hafnium")},
		},
		recordSpec{
			iri: claim("uk/1"), by: "uk", on: "2020-10-24", stance: schema.Asserts, form: schema.OfficialStatement,
			edges: [][3]quad.Value{edge("sandworm", schema.LinkedTo, "china")},
		},
	)
	acts := &graph.Lens{Assume: []graph.Assumption{assume("uk", schema.Sanctioned, "gru")}}
	expect(t, look(t, g, acts, graph.Pattern{Predicate: quad.IRI(schema.SanctionedState)}), "id:uk asc:sanctionedState id:russia | act:assumed/1")
	one := &graph.Lens{Assume: []graph.Assumption{assume("sandworm", schema.SameAs, "hafnium")}}
	expect(t, look(t, g, one, graph.Pattern{Subject: id("sandworm"), Predicate: quad.IRI(schema.LinkedTo)}), "id:hafnium asc:linkedTo id:china | uk/1")
}

func TestAssumptionsThatCannotBe(t *testing.T) {
	g := build(t)
	for _, a := range []graph.Assumption{
		assume("uk", schema.SameAs, "uk"),
		assume("uk", schema.KnownAs, "russia"),
		assume("uk", schema.AttributedToState, "russia"),
		assume("uk", schema.By, "russia"),
		{Predicate: schema.SameAs},
	} {
		err := g.View(t.Context(), &graph.Lens{Assume: []graph.Assumption{a}}, func(*graph.View) error { return nil })
		if !errors.Is(err, graph.ErrLens) {
			t.Errorf("%v: got %v, want an error of the lens", a, err)
		}
	}
}

// things resolves the names of a test by the classes that it is asked for.
func things(text string, classes ...quad.IRI) (quad.IRI, error) {
	known := map[string]string{"Silk Typhoon": schema.ThreatGroup, "APT27": schema.ThreatGroup, "MSS": schema.Agency, "Exchange hack": schema.Incident}
	if text == "Fancy" {
		return "", ambiguous{id("APT27"), id("APT28")}
	}
	if class, ok := known[text]; ok && slices.ContainsFunc(classes, func(c quad.IRI) bool { return schema.IsA(class, string(c)) }) {
		return id(text), nil
	}
	return "", fmt.Errorf("no %v is called %q", classes, text)
}

type ambiguous []quad.IRI

func (ambiguous) Error() string        { return "ambiguous" }
func (a ambiguous) Things() []quad.IRI { return a }

func TestParseAssumption(t *testing.T) {
	for text, want := range map[string]graph.Assumption{
		"Silk Typhoon sameAs APT27":             assume("Silk Typhoon", schema.SameAs, "APT27"),
		"Silk Typhoon = APT27":                  assume("Silk Typhoon", schema.SameAs, "APT27"),
		"  Silk Typhoon is the same as  APT27 ": assume("Silk Typhoon", schema.SameAs, "APT27"),
		"Silk Typhoon is dezelfde als APT27":    assume("Silk Typhoon", schema.SameAs, "APT27"),
		"APT27 Linked To MSS":                   assume("APT27", schema.LinkedTo, "MSS"),
		"APT27 asc:linkedTo MSS":                assume("APT27", schema.LinkedTo, "MSS"),
		"APT27 is gelieerd aan MSS":             assume("APT27", schema.LinkedTo, "MSS"),
		"Exchange hack was attributed to APT27": assume("Exchange hack", schema.AttributedTo, "APT27"),
		"Fancy sameAs APT27":                    assume("APT28", schema.SameAs, "APT27"),
		"APT27 sameAs Fancy":                    assume("APT27", schema.SameAs, "APT28"),
		"Silk Typhoon sameAs Fancy":             {},
		"APT27 linkedTo Exchange hack":          {}, // no actor
		"APT27 knownAs Silk Typhoon":            {},
		"APT27 MSS":                             {},
		"sameAs APT27":                          {},
		"APT27 sameAs":                          {},
		"":                                      {},
		"APT27 sameAs APT27":                    {},
		"APT27 attributedToState MSS":           {},
	} {
		got, err := graph.ParseAssumption(text, things)
		if (err == nil) != (want != graph.Assumption{}) || err == nil && got != want {
			t.Errorf("%q: got %v, %v, want %v", text, got, err, want)
		}
	}
}
