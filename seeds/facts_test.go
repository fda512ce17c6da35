package seeds_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
)

// match returns the edges that fit, "" matching all, by record.
func (g *seedSet) match(s, p, o string) []quad.Quad {
	var out []quad.Quad
	for _, q := range g.quads {
		if q.Label != nil && (s == "" || s == iri(q.Subject)) && (p == "" || p == iri(q.Predicate)) && (o == "" || o == iri(q.Object)) {
			out = append(out, q)
		}
	}
	return out
}

// members returns the members of a party on a day, as yyyy-mm-dd.
func (g *seedSet) members(of, day string) []string {
	hidden := map[string]bool{}
	for _, r := range g.records() {
		if g.text(r, schema.On) <= day {
			for _, old := range g.iris(r, schema.Supersedes) {
				hidden[old] = true
			}
		}
	}
	var out []string
	for _, q := range g.match("", schema.MemberOf, of) {
		r := iri(q.Label)
		from, to := g.text(r, schema.ValidFrom), g.text(r, schema.ValidTo)
		if !hidden[r] && from <= day && (to == "" || to >= day) {
			out = append(out, iri(q.Subject))
		}
	}
	return out
}

// TestThirtyNineStates: the six members that the report names represented, in
// July 2021, 39 states.
func TestThirtyNineStates(t *testing.T) {
	g := load(t, seeds.World, seeds.Founding)
	const day = "2021-07-31"
	if eu, nato := len(g.members(id("eu"), day)), len(g.members(id("nato"), day)); eu != 27 || nato != 30 {
		t.Errorf("EU %d, NATO %d members, want 27 and 30", eu, nato)
	}
	six := g.members(id("coalition21"), day)
	if len(six) != 6 {
		t.Errorf("%d members of the coalition, want 6", len(six))
	}
	states := map[string]bool{}
	for _, m := range six {
		if g.isA(m, schema.State) {
			states[m] = true
		}
		for _, s := range g.members(m, day) {
			states[s] = true
		}
	}
	if len(states) != 39 {
		t.Errorf("%d states, want 39", len(states))
	}
	if states[id("finland")] != true || slices.Contains(g.members(id("nato"), day), id("finland")) {
		t.Error("Finland was a member of the EU, and not yet of NATO")
	}
	if slices.Contains(g.members(id("eu"), day), id("uk")) || !slices.Contains(g.members(id("eu"), "2019-12-31"), id("uk")) {
		t.Error("the UK left the EU on 2020-01-31")
	}
}

// TestFoundingHasAllFacts: each of the 21 facts has a record.
func TestFoundingHasAllFacts(t *testing.T) {
	g := load(t, seeds.World, seeds.Founding)
	acts := map[int]string{4: "coalition-2021-07", 13: "biden-putin-talks"}
	for n := 1; n <= 21; n++ {
		iri := fmt.Sprintf("%snl-press-2021-07/%d", schema.NSClaim, n)
		if a := acts[n]; a != "" {
			iri = schema.NSAct + a
		}
		if !g.isA(iri, schema.Record) {
			t.Errorf("fact %d has no record %s", n, iri)
		}
	}
	for _, r := range g.records() {
		if !slices.Contains(g.iris(r, schema.SourceProp), schema.NSSource+"nl-press-2021-07") {
			continue
		}
		if on := g.text(r, schema.On); len(on) > len("2021-07") {
			t.Errorf("%s is dated %s, more precise than the report", schema.Handle(r), on)
		}
	}
}

// TestFoundingSaysNoMore: APT31 only operates from China, no unnamed source
// speaks for anyone, and only China and Russia are blamed as states.
func TestFoundingSaysNoMore(t *testing.T) {
	g := load(t, seeds.World, seeds.Founding)
	for _, group := range []string{"apt31", "apt40"} {
		for _, q := range slices.Concat(g.match(id(group), "", ""), g.match("", "", id(group))) {
			switch p := iri(q.Predicate); p {
			case schema.KnownAs, schema.OperatesFrom, schema.Conducted:
			default:
				t.Errorf("%v: the report does not say so", q)
			}
		}
	}
	for _, q := range g.match("", schema.SpeaksFor, "") {
		if g.isA(iri(q.Subject), schema.UnnamedParty) {
			t.Errorf("%v: an unnamed party speaks for nobody", q)
		}
	}
	blamed := map[string]string{}
	for _, q := range g.match("", schema.AttributedTo, "") {
		if g.isA(iri(q.Object), schema.State) {
			blamed[iri(q.Object)] += schema.Handle(iri(q.Subject)) + " "
		}
	}
	want := map[string]string{id("china"): "id:exchange-hack ", id("russia"): "id:unspecified-hacks "}
	if fmt.Sprint(blamed) != fmt.Sprint(want) {
		t.Errorf("blamed %v, want %v", blamed, want)
	}
	sanctions := g.match("", schema.Sanctioned, "")
	if len(sanctions) != 1 || iri(sanctions[0].Subject) != id("us") || iri(sanctions[0].Object) != id("russia") {
		t.Errorf("sanctions %v, want one, by the US against Russia", sanctions)
	}
	if len(g.match(id("coalition21"), schema.Withheld, schema.Sanction)) != 1 {
		t.Error("that no sanctions were issued is not said")
	}
}

// TestExchangeOnTheRecord: five states attribute Exchange to what is theirs to
// link to China, the EU and Norway name territory, NATO acknowledges, Japan
// does not mention it, and no sanction answers it.
func TestExchangeOnTheRecord(t *testing.T) {
	g := load(t, seeds.World, seeds.Record2021)
	asserting := map[string]bool{}
	for _, q := range g.match(id("exchange-hack"), schema.AttributedTo, "") {
		r := iri(q.Label)
		switch stance := first(g.iris(r, schema.Stance)); stance {
		case schema.Asserts:
			asserting[strings.SplitN(schema.Handle(r), "-", 2)[0]] = true
		case schema.Acknowledges, schema.Denies:
		default:
			t.Errorf("%s has stance %s", schema.Handle(r), stance)
		}
	}
	if len(asserting) != 5 || !asserting["us"] || !asserting["uk"] || !asserting["ca"] || !asserting["au"] || !asserting["nz"] {
		t.Errorf("attributed by %v, want us uk ca au nz", asserting)
	}
	for _, r := range g.records() {
		h := schema.Handle(r)
		for _, q := range g.edges[r] {
			if strings.HasPrefix(h, "jp-") && (iri(q.Subject) == id("exchange-hack") || iri(q.Object) == id("exchange-hack")) {
				t.Errorf("%s mentions Exchange", h)
			}
			if strings.HasPrefix(h, "eu-") && iri(q.Predicate) == schema.AttributedTo {
				t.Errorf("%s attributes", h)
			}
		}
		if slices.Contains(g.iris(r, schema.Kind), schema.Sanction) && slices.Contains(g.iris(r, schema.InResponseTo), id("exchange-hack")) {
			t.Errorf("%s is a sanction in answer to Exchange", h)
		}
	}
	if q := g.match(id("apt31"), schema.LinkedTo, ""); len(q) != 1 || schema.Handle(iri(q[0].Label)) != "uk-2021-07-19/2" {
		t.Errorf("links of APT31 %v, want one, by uk-2021-07-19/2", q)
	}
}

// TestSolarWindsSanctionIsIndirect: the sanction that answers SolarWinds
// reaches Russia only through a link of the six firms.
func TestSolarWindsSanctionIsIndirect(t *testing.T) {
	g := load(t, seeds.World, seeds.Record2021)
	var hit []string
	for _, q := range g.match("", schema.Sanctioned, "") {
		if slices.Contains(g.iris(iri(q.Label), schema.InResponseTo), id("solarwinds-hack")) {
			hit = append(hit, iri(q.Object))
		}
	}
	if !slices.Equal(hit, []string{id("six-technology-firms")}) {
		t.Fatalf("sanctioned for SolarWinds: %v", hit)
	}
	for _, q := range g.match(hit[0], "", "") {
		if p := iri(q.Predicate); p != schema.LinkedTo {
			t.Errorf("%v, want only linkedTo", q)
		}
	}
}
