package seeds_test

import (
	"encoding/csv"
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/schema/check"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
)

// TestCheckFindsNothing holds the seeds to the schema, all together and each
// set alone: no error and no warning.
func TestCheckFindsNothing(t *testing.T) {
	for name, files := range sets {
		g := load(t, files...)
		r, err := check.Graph(t.Context(), func(yield func(quad.Quad, error) bool) {
			for _, q := range g.quads {
				if !yield(q, nil) {
					return
				}
			}
		}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range r.Violations {
			t.Errorf("%s: %v", name, v)
		}
	}
}

// TestSeedsStaySmall: the command opens them at every start.
func TestSeedsStaySmall(t *testing.T) {
	if n := len(load(t, seeds.Names()...).quads); n > 8000 {
		t.Errorf("%d quads, want at most 8000", n)
	}
}

// TestOneDescription: what two files describe, each so that it can be opened
// alone, they describe in the same words.
func TestOneDescription(t *testing.T) {
	type said map[string]string // property to its sorted values
	var byFile []map[string]said
	for _, n := range seeds.Names() {
		g, m := load(t, n), map[string]said{}
		for s, props := range g.about {
			if !strings.HasPrefix(s, schema.NSID) && !strings.HasPrefix(s, schema.NSSource) {
				continue
			}
			m[s] = said{}
			for p, vs := range props {
				var texts []string
				for _, v := range vs {
					texts = append(texts, v.String())
				}
				slices.Sort(texts)
				m[s][p] = strings.Join(texts, " ")
			}
		}
		byFile = append(byFile, m)
	}
	for i, a := range byFile {
		for j, b := range byFile[:i] {
			for s, props := range a {
				if other, ok := b[s]; ok && !maps.Equal(props, other) {
					t.Errorf("%s differs between %s and %s: %v, %v", schema.Handle(s), seeds.Names()[j], seeds.Names()[i], other, props)
				}
			}
		}
	}
}

// TestEventsTable holds the records to the table they were made from: each
// verified row has a record of its day, a row from memory has none.
func TestEventsTable(t *testing.T) {
	f, err := os.Open("../../shared/data/events/events.csv")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("../shared/data/events/events.csv is not there")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	g := load(t, seeds.Names()...)
	days := map[string]bool{}
	for _, r := range g.records() {
		days[g.text(r, schema.On)] = true
	}
	verified := map[string]bool{}
	for _, row := range rows[1:] {
		day, mark := row[0], row[6]
		if day == "2019-12-05" { // its day is from memory
			day = "2019-12"
		}
		verified[day] = verified[day] || strings.HasPrefix(mark, "V")
	}
	if len(verified) < 40 {
		t.Fatalf("%d days in the table", len(verified))
	}
	for day, ok := range verified {
		if days[day] != ok {
			t.Errorf("%s: in the seeds %t, verified in the table %t", day, days[day], ok)
		}
	}
	if days["2019-12-05"] {
		t.Error("2019-12-05: the day is from memory, the month is verified")
	}
}

// rows runs a query over all seeds and returns its rows, handles and texts
// joined by spaces, sorted, each once.
func rows(t *testing.T, asOf, query string) []string {
	t.Helper()
	lens := &graph.Lens{}
	if asOf != "" {
		d, err := graph.ParseDate(asOf)
		if err != nil {
			t.Fatal(err)
		}
		lens.AsOf = d
	}
	g, err := seeds.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	var out []string
	err = g.View(t.Context(), lens, func(v *graph.View) error {
		res, err := v.Query(t.Context(), query, nil)
		if err != nil {
			return err
		}
		for row, err := range res.Rows() {
			if err != nil {
				return err
			}
			var cells []string
			for _, c := range row {
				if i := iri(c); i != "" {
					cells = append(cells, strings.TrimPrefix(schema.Handle(i), "id:"))
				} else {
					cells = append(cells, text(c))
				}
			}
			out = append(out, strings.Join(cells, " "))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func expect(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %s\nwant %s", what, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

const withoutSanctions = `SELECT DISTINCT ?state ?incident WHERE {
  GRAPH ?record { ?incident asc:attributedToState ?state }
  ?record asc:stance asc:asserts .
  FILTER NOT EXISTS { ?record asc:form asc:anonymousSource }
  FILTER NOT EXISTS {
    ?act asc:kind asc:sanction ; asc:inResponseTo ?incident .
    GRAPH ?act { ?by asc:sanctionedState|asc:sanctionedStateVia ?state }
  }
}`

// TestWithoutSanctions is the founding question over the whole seed world.
func TestWithoutSanctions(t *testing.T) {
	july := []string{
		"china exchange-hack", "china apt40-campaign", "china pla-61398-thefts",
		"iran triton", // blamed by CyberX; the sanctions over Triton hit Russia
		"russia georgia-2019", "russia storting-2020", "russia olympic-destroyer", "russia macron-2017",
	}
	expect(t, "as of 2021-07-31", rows(t, "2021-07-31", withoutSanctions), july...)
	expect(t, "as of 2018-03-14", rows(t, "2018-03-14", withoutSanctions),
		"china pla-61398-thefts", "north-korea wannacry", "russia notpetya", "iran triton")
	expect(t, "all", rows(t, "", withoutSanctions), append(july,
		"russia viasat-hack", "russia spd-hack", "russia czech-institutions-hack",
		"russia tv5monde-hack", "russia french-entities-intrusions",
		"china coathanger", "china electoral-commission-hack", "china nz-parliament-hack", "china czech-mfa-hack",
		"china i-soon-intrusions", "us asian-winter-games-hack")...)
}

// TestWhoBlamed: NotPetya by state and day, Triton as it was known, and who
// joined for Georgia and not for Viasat.
func TestWhoBlamed(t *testing.T) {
	expect(t, "NotPetya", rows(t, "2018-12-31", `SELECT ?who ?on WHERE {
		GRAPH ?r { ?who asc:attributes id:notpetya . id:notpetya asc:attributedToState id:russia }
		?r asc:stance asc:asserts ; asc:on ?on . ?who a asc:State }`),
		"uk 2018-02-15", "us 2018-02-15", "australia 2018-02-16", "canada 2018-02-16", "new-zealand 2018-02-16")
	const triton = `SELECT ?state ?on WHERE { GRAPH ?r { id:triton asc:attributedToState ?state } ?r asc:stance asc:asserts ; asc:on ?on }`
	expect(t, "Triton in 2017", rows(t, "2018-01-01", triton), "iran 2017-12-15")
	expect(t, "Triton in 2021", rows(t, "2021-12-31", triton), "iran 2017-12-15", "russia 2018-10-23", "russia 2020-10-23")
	expect(t, "Georgia and not Viasat", rows(t, "", `SELECT ?who WHERE {
		GRAPH ?r { ?who asc:attributes id:georgia-2019 . id:georgia-2019 asc:attributedToState id:russia }
		?r asc:stance asc:asserts . ?who a asc:State
		FILTER NOT EXISTS { GRAPH ?o { ?who asc:attributes id:viasat-hack . id:viasat-hack asc:attributedToState ?s } } }`),
		"georgia", "czechia", "denmark", "netherlands", "norway", "poland")
}

// TestContested: two states for Triton only; for Sony a company names insiders
// and denies what the FBI says.
func TestContested(t *testing.T) {
	expect(t, "two states", rows(t, "", `SELECT ?i ?a ?b WHERE {
		GRAPH ?r { ?i asc:attributedToState ?a } ?r asc:stance asc:asserts .
		GRAPH ?q { ?i asc:attributedToState ?b } ?q asc:stance asc:asserts . FILTER (STR(?a) < STR(?b)) }`), "triton iran russia")
	expect(t, "Sony", rows(t, "2015-06-30", `SELECT ?by ?whom WHERE { GRAPH ?r { id:sony-hack asc:attributedTo ?whom } ?r asc:by ?by }`),
		"fbi north-korea", "norse sony-insiders")
	g := load(t, seeds.World, seeds.Actors, seeds.Events2014)
	if q := g.match(id("sony-hack"), schema.AttributedTo, id("north-korea")); len(q) != 2 {
		t.Errorf("%d records on Sony and North Korea, want the FBI's and the denial by Norse", len(q))
	}
}

// TestIntervals: what the dates between incident, blame and sanction rest on,
// in the precision of the sources, disputes included.
func TestIntervals(t *testing.T) {
	const began = `SELECT ?i ?d WHERE { VALUES ?i { id:notpetya id:bundestag-hack id:estonia-2020 } GRAPH ?r { ?i asc:began ?d } }`
	expect(t, "began", rows(t, "", began), "notpetya 2017-06", "notpetya 2017-06-27", "bundestag-hack 2015-04",
		"estonia-2020 2020", "estonia-2020 2020-05", "estonia-2020 2020-11")
	expect(t, "first blame", rows(t, "", `SELECT ?i (MIN(STR(?on)) AS ?first) WHERE {
		VALUES ?i { id:notpetya id:bundestag-hack id:estonia-2020 }
		GRAPH ?r { ?i asc:attributedToState id:russia } ?r asc:stance asc:asserts ; asc:on ?on } GROUP BY ?i`),
		"notpetya 2018-02-15", "estonia-2020 2024-09-05") // EU sanctions attribute nothing
	expect(t, "first sanction", rows(t, "", `SELECT ?i (MIN(STR(?on)) AS ?first) WHERE {
		VALUES ?i { id:notpetya id:bundestag-hack id:estonia-2020 }
		?act asc:kind asc:sanction ; asc:inResponseTo ?i ; asc:on ?on . GRAPH ?act { ?by asc:sanctionedState id:russia } } GROUP BY ?i`),
		"notpetya 2018-03-15", "bundestag-hack 2020-10-22", "estonia-2020 2025-01-27")
}

// TestUnitsAndGroups: the two units that differ by a letter, the third, and the
// two departments that share an abbreviation.
func TestUnitsAndGroups(t *testing.T) {
	expect(t, "units of the GRU", rows(t, "", `SELECT DISTINCT ?unit WHERE { ?unit asc:partOf id:gru }`), "gru-26165", "gru-29155", "gru-74455")
	expect(t, "groups", rows(t, "", `SELECT DISTINCT ?group ?unit WHERE { ?group asc:linkedTo ?unit . ?unit asc:partOf id:gru }`), "apt28 gru-26165", "sandworm gru-74455")
	expect(t, "GTsSS and GTsST", rows(t, "", `SELECT ?unit ?form WHERE { ?unit asc:searchForm ?form FILTER (STR(?form) IN ("GTsSS", "GTsST")) }`), "gru-26165 GTsSS", "gru-74455 GTsST")
	expect(t, "HSSD", rows(t, "", `SELECT ?d WHERE { ?d asc:searchForm "HSSD" }`), "hainan-ssd", "hubei-ssd")
	expect(t, "groups of the HSSDs", rows(t, "", `SELECT DISTINCT ?group ?d WHERE { VALUES ?d { id:hainan-ssd id:hubei-ssd } ?group a asc:ThreatGroup ; asc:linkedTo ?d }`), "apt31 hubei-ssd", "apt40 hainan-ssd")
}

// TestChains: from a person to the state, and from criminals to a service,
// with who says each link.
func TestChains(t *testing.T) {
	g, err := seeds.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	for _, c := range []struct{ from, to, want string }{
		{"ding-xiaoyang", "china", "ding-xiaoyang hainan-ssd mss china"},
		{"evil-corp", "fsb", "evil-corp maksim-yakubets fsb"},
		{"park-jin-hyok", "north-korea", "park-jin-hyok north-korea"},
		{"katheryn-wilson", "us", "katheryn-wilson nsa-tao nsa us"},
		{"aleksandr-ermakov", "russia", ""},
		{"dmitry-khoroshev", "russia", ""},
	} {
		err := g.View(t.Context(), nil, func(v *graph.View) error {
			chains, err := v.Paths(t.Context(), graph.PathQuery{From: quad.IRI(id(c.from)), To: quad.IRI(id(c.to))})
			got := ""
			if len(chains) > 0 {
				got = c.from
				for _, hop := range chains[0] {
					got += " " + strings.TrimPrefix(string(hop.To), schema.NSID)
					if len(hop.Records) == 0 {
						t.Errorf("%s to %s: nobody says %v", c.from, c.to, hop)
					}
				}
			}
			if got != c.want {
				t.Errorf("chain %q, want %q", got, c.want)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// TestCriminalsCountAgainstNoState: no incident of theirs is attributed to a
// state, and no sanction against them reaches one.
func TestCriminalsCountAgainstNoState(t *testing.T) {
	expect(t, "blame", rows(t, "", `SELECT ?i ?s WHERE {
		VALUES ?i { id:medibank-hack id:lockbit-ransomware id:trickbot-ransomware id:dridex id:bitpaymer }
		GRAPH ?r { ?i asc:attributedToState ?s } }`))
	expect(t, "sanctions", rows(t, "", `SELECT ?act ?s WHERE {
		VALUES ?i { id:medibank-hack id:lockbit-ransomware id:trickbot-ransomware }
		?act asc:inResponseTo ?i . GRAPH ?act { ?by asc:sanctionedState|asc:sanctionedStateVia ?s } }`))
	expect(t, "acts over Medibank", rows(t, "", `SELECT ?act WHERE { ?act asc:inResponseTo id:medibank-hack }`),
		"act:au-2024-01-23", "act:uk-2024-01-23", "act:us-2024-01-23")
}

// TestEUSanctionsAttributeNothing: where the EU only listed, it has no claim
// that attributes, and its acts stand apart by what they answer.
func TestEUSanctionsAttributeNothing(t *testing.T) {
	expect(t, "acts", rows(t, "", `SELECT ?act ?i WHERE { ?act asc:by id:eu ; asc:kind asc:sanction ; asc:inResponseTo ?i }`),
		"act:eu-2020-07-30/cloud-hopper cloud-hopper", "act:eu-2020-07-30/notpetya notpetya", "act:eu-2020-07-30/opcw opcw-2018", "act:eu-2020-07-30/wannacry wannacry",
		"act:eu-2020-10-22 bundestag-hack", "act:eu-2025-01-27 estonia-2020")
	expect(t, "claims", rows(t, "", `SELECT ?i WHERE { GRAPH ?r { ?i asc:attributedTo ?x } ?r asc:by id:eu }`), "viasat-hack")
	expect(t, "what the EU did and said", rows(t, "", `SELECT DISTINCT ?day WHERE {
		?r asc:by id:eu ; asc:on ?on . { ?r a asc:Act } UNION { ?r asc:form asc:officialStatement } BIND (STR(?on) AS ?day) }`),
		"2020-07-30", "2020-10-22", "2021-07", "2021-07-19", "2022-05-10", "2025-01-27", "2025-05-28")
	if g := load(t, seeds.Names()...); first(g.iris(schema.NSClaim+"eu-2024-05-03/1", schema.Stance)) != schema.Condemns {
		t.Error("on 2024-05-03 the EU condemns, which the default lens does not show")
	}
	expect(t, "a claim against the US counts", rows(t, "", `SELECT ?who ?i WHERE { GRAPH ?r { ?who asc:attributes ?i . ?i asc:attributedToState id:us } ?who a asc:State }`), "china asian-winter-games-hack")
}
