package check_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/schema/check"
	"github.com/cayleygraph/quad"
)

// world is a graph without a fault; each case adds to it.
const world = `
id:us a asc:State ; rdfs:label "US" .
id:uk a asc:State ; rdfs:label "UK" .
id:cn a asc:State ; rdfs:label "China" .
id:doj a asc:Agency ; rdfs:label "DoJ" .
id:mss a asc:Agency ; rdfs:label "MSS" .
id:five a asc:Coalition ; rdfs:label "Five" .
id:paper a asc:Company ; rdfs:label "The Paper" .
id:official a asc:UnnamedParty ; rdfs:label "an official" .
id:apt a asc:ThreatGroup ; rdfs:label "APT0" .
id:hack a asc:Incident ; rdfs:label "the hack" .
id:hack2 a asc:Incident ; rdfs:label "another hack" .
src:us a asc:Source ; asc:title "Statement"@en ; asc:publisher id:us ; asc:published "2021-07-19"^^xsd:date .
src:uk a asc:Source ; asc:title "Statement"@en ; asc:publisher id:uk ; asc:published "2021-07-19"^^xsd:date .
src:paper a asc:Source ; asc:title "Report"@en ; asc:publisher id:paper ; asc:published "2021-07"^^xsd:gYearMonth .
src:year a asc:Source ; asc:title "Yearbook"@en ; asc:publisher id:us ; asc:published "2021"^^xsd:gYear .
src:undated a asc:Source ; asc:title "Page"@en ; asc:publisher id:us .
claim:us a asc:Claim ; asc:by id:us ; asc:on "2021-07-19"^^xsd:date ; asc:source src:us ; asc:stance asc:asserts ; asc:form asc:officialStatement .
GRAPH claim:us { id:hack asc:attributedTo id:cn . id:doj asc:speaksFor id:us . id:us asc:memberOf id:five . }
`

// claim and act are records without a fault, to be opened by a name and closed
// by what a case adds.
const (
	claim = " a asc:Claim ; asc:by id:us ; asc:on \"2021-07-19\"^^xsd:date ; asc:source src:us ; asc:stance asc:asserts ; asc:form asc:officialStatement "
	act   = " a asc:Act ; asc:by id:us ; asc:on \"2021-07-19\"^^xsd:date ; asc:source src:us ; asc:kind asc:sanction "
	bare  = " ; asc:by id:us ; asc:on \"2021-07-19\"^^xsd:date ; asc:source src:us "
)

func trig(text string) iter.Seq2[quad.Quad, error] {
	return rdf.NewReader(strings.NewReader(prefixed(text)), rdf.TriG, nil).Quads()
}

func run(t *testing.T, text string) *check.Report {
	t.Helper()
	r, err := check.Graph(t.Context(), trig(text), nil)
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return r
}

var cases = map[check.Rule][]struct{ bad, good, msg string }{
	check.UnknownPredicate: {
		{bad: `GRAPH claim:us { id:apt asc:linkdTo id:cn }`, good: `GRAPH claim:us { id:apt asc:linkedTo id:cn }`, msg: "unknown predicate asc:linkdTo; use a property of the vocabulary, perhaps asc:linkedTo"},
		{bad: `id:us <http://example.org/p> "x" .`, good: `id:us rdfs:comment "x"@en .`, msg: "unknown predicate <http://example.org/p>"},
	},
	check.UnknownTerm:  {{bad: "claim:x" + strings.Replace(claim, "asc:asserts", "asc:assert", 1) + ".", good: "claim:x" + claim + ".", msg: "unknown term asc:assert; use a term of the vocabulary, perhaps asc:asserts"}},
	check.UnknownClass: {{bad: `id:x a asc:Stat ; a asc:State ; rdfs:label "X" .`, good: `id:x a asc:State ; rdfs:label "X" .`, msg: "asc:Stat is no class of things; use a class of the vocabulary, perhaps asc:State"}},
	check.NoClass:      {{bad: `GRAPH claim:us { id:apt asc:linkedTo id:nobody . id:hack asc:attributedTo id:nobody }`, good: `id:nobody a asc:Person ; rdfs:label "N" . GRAPH claim:us { id:apt asc:linkedTo id:nobody }`, msg: "id:nobody has no class"}},
	check.SubjectClass: {{bad: `GRAPH claim:us { id:cn asc:attributedTo id:us }`, good: `id:c a asc:Campaign ; rdfs:label "C" . GRAPH claim:us { id:hack asc:partOf id:c . id:c asc:attributedTo id:cn }`, msg: "the subject of asc:attributedTo is id:cn, which is asc:State; use asc:Incident"}},
	check.ObjectClass: {
		{bad: `GRAPH claim:us { id:hack asc:attributedTo id:hack }`, good: `GRAPH claim:us { id:hack asc:attributedTo id:apt }`, msg: "the object of asc:attributedTo is id:hack, which is asc:Incident; use asc:Actor"},
		{bad: `claim:us asc:quote "no language" .`, good: `claim:us asc:quote "language"@en .`, msg: "which is xsd:string; use rdf:langString"},
		{bad: `GRAPH claim:us { id:hack asc:attributedTo "China" }`, msg: `is "China", which is xsd:string`},
		{bad: `id:us rdfs:label id:uk .`, good: `id:us rdfs:label "US"@en , "VS"@nl .`, msg: "id:uk is no text"},
	},
	check.InvalidLiteral: {
		{bad: `act:x` + act + `; asc:inForceOn "2021-02-29"^^xsd:date . GRAPH act:x { id:us asc:sanctioned id:cn }`, good: `act:x` + act + `; asc:inForceOn "2020-02-29"^^xsd:date . GRAPH act:x { id:us asc:sanctioned id:cn }`, msg: `"2021-02-29"^^<http://www.w3.org/2001/XMLSchema#date> is no valid xsd:date; want a day of the calendar`},
		{bad: `GRAPH claim:us { id:hack asc:began "2021"^^xsd:gYearMonth }`, good: `GRAPH claim:us { id:hack asc:began "2021"^^xsd:gYear }`, msg: "want a month such as 2021-07"},
		{bad: `claim:us asc:hedged "no"^^xsd:boolean .`, good: `claim:us asc:hedged false .`, msg: "want true or false"},
		{bad: `src:us asc:url "us.example"^^xsd:anyURI .`, good: `src:us asc:url "https://us.example/"^^xsd:anyURI .`, msg: "want an absolute address"},
	},
	check.Misplaced: {
		{bad: `id:hack asc:attributedTo id:cn .`, good: `GRAPH claim:us { id:hack asc:attributedTo id:mss }`, msg: "the edge asc:attributedTo stands under no record"},
		{bad: `GRAPH claim:us { claim:us asc:re claim:us }`, good: `claim:us asc:re claim:us .`, msg: "the description asc:re stands inside a record"},
		{bad: `GRAPH claim:us { id:x a asc:State } id:x rdfs:label "X" .`, msg: "a class is given inside a record"},
		{bad: `GRAPH claim:us { id:us rdfs:label "America"@en }`, good: `GRAPH claim:us { id:us asc:knownAs "America"@en }`, msg: "a label is given inside a record"},
		{bad: `id:us asc:stixType "identity" .`, msg: "asc:stixType describes the vocabulary"},
	},
	check.DerivedStored:     {{bad: `GRAPH claim:us { id:hack asc:attributedToState id:cn }`, msg: "asc:attributedToState is derived"}},
	check.BlankRecord:       {{bad: `GRAPH _:r { id:hack asc:attributedTo id:cn }`, msg: "is no IRI"}, {bad: `_:r` + claim + `.`, msg: "the record _:"}},
	check.UndescribedRecord: {{bad: `GRAPH claim:x { id:hack asc:attributedTo id:cn . id:apt asc:linkedTo id:cn }`, good: `claim:x` + claim + `. GRAPH claim:x { id:hack asc:attributedTo id:cn }`, msg: "nothing describes the record of 2 quads"}},
	check.RecordClass: {
		{bad: `claim:x asc:by id:us ; asc:on "2021-07-19"^^xsd:date ; asc:source src:us .`, msg: "the record is neither"},
		{bad: `claim:x` + claim + `; a asc:Act ; asc:kind asc:sanction . GRAPH claim:x { id:us asc:sanctioned id:cn }`, msg: "the record is a claim and an act"},
	},
	check.NoBy:     {{bad: `claim:x` + strings.Replace(claim, "asc:by id:us ;", "", 1) + `.`, good: `claim:x` + claim + `.`, msg: "the record has no party"}},
	check.NoDate:   {{bad: `claim:x` + strings.Replace(claim, `asc:on "2021-07-19"^^xsd:date ;`, "", 1) + `.`, good: `claim:x` + strings.Replace(claim, `asc:on "2021-07-19"^^xsd:date ;`, "asc:undated true ;", 1) + `.`, msg: "the record has no date"}, {good: `claim:x` + strings.Replace(claim, "asc:on ", "asc:onLatest ", 1) + `.`}},
	check.NoSource: {{bad: `claim:x` + strings.Replace(claim, "asc:source src:us ;", "", 1) + `.`, good: `claim:x` + claim + `.`, msg: "the record has no source"}},
	check.NoStance: {{bad: `claim:x` + strings.Replace(claim, "asc:stance asc:asserts ;", "", 1) + `.`, good: `claim:x` + claim + `.`, msg: "the claim has no stance"}},
	check.NoForm: {{bad: `claim:x a asc:Claim ; asc:stance asc:asserts` + bare + `.`, good: `claim:x` + claim + `.`, msg: "the claim has no form"}, {
		bad:  `claim:x a asc:Claim ; asc:stance asc:reports` + bare + `. GRAPH claim:x { id:hack asc:attributedTo id:cn }`,
		good: `claim:x a asc:Claim ; asc:stance asc:reports` + bare + `. GRAPH claim:x { id:uk asc:memberOf id:five . id:apt asc:knownAs "APT-0" }`,
	}},
	check.NoKind: {{bad: `act:x a asc:Act` + bare + `.`, good: `act:x` + act + `. GRAPH act:x { id:us asc:sanctioned id:cn }`, msg: "the act has no kind"}},
	check.NoRe: {
		{bad: `claim:x` + strings.Replace(claim, "asserts", "supports", 1) + `.`, good: `claim:x` + strings.Replace(claim, "asserts", "supports", 1) + `; asc:re claim:us .`, msg: "the claim supports something that it does not name"},
		{bad: `claim:x` + strings.Replace(claim, "asserts", "acknowledges", 1) + `.`, good: `claim:x` + strings.Replace(claim, "asserts", "acknowledges", 1) + `; asc:re claim:us .`},
		{bad: `claim:x` + strings.Replace(claim, "asserts", "retracts", 1) + `.`, good: `claim:x` + strings.Replace(claim, "asserts", "retracts", 1) + `; asc:re claim:us .`},
		{good: `claim:x` + strings.Replace(claim, "asserts", "denies", 1) + `.`},
	},
	check.OneValue: {{bad: `claim:us asc:stance asc:denies .`, good: `claim:us asc:quote "a"@en , "b"@en .`, msg: "asc:stance has 2 values: asc:asserts, asc:denies"}},
	check.ForeignRetraction: {
		{
			bad:  `claim:x a asc:Claim ; asc:by id:uk ; asc:on "2021-07-19"^^xsd:date ; asc:source src:uk ; asc:stance asc:retracts ; asc:form asc:officialStatement ; asc:re claim:us .`,
			good: `claim:x a asc:Claim ; asc:by id:doj ; asc:on "2021-07-19"^^xsd:date ; asc:source src:us ; asc:stance asc:retracts ; asc:form asc:officialStatement ; asc:re claim:us .`,
			msg:  "id:uk retracts what id:us said",
		},
		{good: `claim:o a asc:Claim ; asc:by id:official ; asc:relayedBy id:paper ; asc:on "2021-07"^^xsd:gYearMonth ; asc:source src:paper ; asc:stance asc:reports ; asc:form asc:anonymousSource .
			claim:x a asc:Claim ; asc:by id:paper ; asc:on "2021-07"^^xsd:gYearMonth ; asc:source src:paper ; asc:stance asc:retracts ; asc:form asc:pressReport ; asc:re claim:o .`},
	},
	check.ForeignSupersedes: {{
		bad:  `claim:x a asc:Claim ; asc:by id:uk ; asc:on "2021-07-19"^^xsd:date ; asc:source src:uk ; asc:stance asc:asserts ; asc:form asc:officialStatement ; asc:supersedes claim:us .`,
		good: `claim:x` + claim + `; asc:supersedes claim:us .`, msg: "a record by id:uk replaces one by id:us",
	}},
	check.NotByParty: {
		{bad: `act:x` + act + `. GRAPH act:x { id:uk asc:sanctioned id:cn }`, good: `act:x` + act + `. GRAPH act:x { id:us asc:sanctioned id:cn }`, msg: "id:uk is said to have done something in a record by id:us"},
		{good: `act:x` + act + `. GRAPH act:x { id:doj asc:sanctioned id:cn }`},
		{bad: `act:x` + strings.Replace(act, "id:us", "id:five", 1) + `. GRAPH act:x { id:uk asc:sanctioned id:cn }`, good: `act:x` + strings.Replace(act, "id:us", "id:five", 1) + `. GRAPH act:x { id:us asc:sanctioned id:cn }`},
	},
	check.ManyIncidents: {{bad: `GRAPH claim:us { id:hack2 asc:attributedTo id:cn }`, good: `id:c a asc:Campaign ; rdfs:label "C" . GRAPH claim:us { id:hack asc:partOf id:c . id:c asc:attributedTo id:cn . id:hack asc:sameAs id:hack2 }`, msg: "the claim has 2 incidents: id:hack, id:hack2"}},
	check.NotRelayed: {
		{bad: `claim:us asc:source src:paper . claim:x` + strings.Replace(claim, "src:us", "src:paper", 1) + `.`, good: `claim:x` + strings.Replace(claim, "src:us", "src:paper", 1) + `; asc:relayedBy id:paper .`, msg: "the words of id:us come from documents of id:paper"},
		{good: `src:who a asc:Source ; asc:title "T"@en . claim:x` + strings.Replace(claim, "src:us", "src:paper , src:who", 1) + `.`},
		{good: `claim:x` + strings.Replace(claim, "id:us", "id:doj", 1) + `.`},
	},
	check.Withholding: {
		{bad: `GRAPH claim:us { id:us asc:withheld asc:sanction }`, good: `claim:us asc:inResponseTo id:hack . GRAPH claim:us { id:us asc:withheld asc:sanction }`, msg: "it is not said what id:us answered without an act"},
		{bad: `act:x` + act + `; asc:inResponseTo id:hack . GRAPH act:x { id:us asc:sanctioned id:cn ; asc:withheld asc:indictment }`, msg: "asc:withheld stands in an act"},
	},
	check.KindEdge: {
		{bad: `act:x` + act + `.`, good: `act:x` + act + `. GRAPH act:x { id:us asc:sanctioned id:cn }`, msg: "the act of the kind asc:sanction has no edge asc:sanctioned"},
		{bad: `act:x` + act + `. GRAPH act:x { id:us asc:sanctioned id:cn ; asc:indicted id:mss }`, msg: "the edge asc:indicted stands in an act of the kind asc:sanction"},
	},
	check.Cycle: {
		{bad: `id:b a asc:Agency ; rdfs:label "B" . GRAPH claim:us { id:mss asc:partOf id:b . id:b asc:partOf id:doj . id:doj asc:partOf id:mss }`, good: `id:b a asc:Agency ; rdfs:label "B" . GRAPH claim:us { id:mss asc:partOf id:b . id:b asc:partOf id:cn . id:mss asc:partOf id:cn }`, msg: "a circle of asc:partOf through id:b, id:doj, id:mss: id:b → id:doj → id:mss → id:b"},
		{bad: `GRAPH claim:us { id:mss asc:partOf id:mss }`, msg: "through id:mss: id:mss → id:mss"},
		{good: `GRAPH claim:us { id:mss asc:partOf id:doj } claim:x` + strings.Replace(claim, "asserts", "denies", 1) + `. GRAPH claim:x { id:doj asc:partOf id:mss }`},
	},
	check.DateConflict: {
		{bad: `claim:us asc:undated true .`, msg: "the record is undated and has a date"},
		{bad: `src:us asc:dateUnknown true .`, good: `src:undated asc:dateUnknown true .`, msg: "the date of the source src:us is unknown and given"},
		{bad: `claim:us asc:onEarliest "2021-07-01"^^xsd:date .`, good: `claim:us asc:onEarliest "2021-07-19"^^xsd:date ; asc:onLatest "2021-07-19"^^xsd:date .`, msg: "asc:onEarliest 2021-07-01 lies outside of asc:on"},
		{bad: `claim:us asc:onLatest "2021-07-20"^^xsd:date .`, msg: "asc:onLatest 2021-07-20 lies outside"},
		{bad: `claim:x` + strings.Replace(claim, `asc:on "2021-07-19"^^xsd:date`, `asc:onEarliest "2021-06-02"^^xsd:date ; asc:onLatest "2021-06-01"^^xsd:date`, 1) + `.`, msg: "asc:onEarliest 2021-06-02 lies after asc:onLatest 2021-06-01"},
		{bad: `claim:us asc:validFrom "2021"^^xsd:gYear ; asc:validTo "2020"^^xsd:gYear .`, good: `claim:us asc:validFrom "2021-05"^^xsd:gYearMonth ; asc:validTo "2021"^^xsd:gYear .`, msg: "asc:validFrom 2021-01-01 lies after asc:validTo 2020-12-31"},
		{bad: `GRAPH claim:us { id:hack asc:began "2021-03"^^xsd:gYearMonth ; asc:ended "2021-02-28"^^xsd:date }`, good: `GRAPH claim:us { id:hack asc:began "2021-03-09"^^xsd:date ; asc:ended "2021-03"^^xsd:gYearMonth }`, msg: "id:hack began 2021-03-01 and ended 2021-02-28"},
	},
	check.DateAfterSource:   {{bad: `claim:x` + strings.Replace(claim, "2021-07-19", "2021-07-20", 1) + `.`, good: `claim:x` + strings.Replace(claim, "2021-07-19", "2021-07-18", 1) + `.`, msg: "the record is from 2021-07-20, its latest source from 2021-07-19"}},
	check.InventedPrecision: {{bad: `claim:x` + strings.NewReplacer("2021-07-19", "2021-01-01", "src:us", "src:year").Replace(claim) + `.`, good: `claim:x` + strings.NewReplacer(`"2021-07-19"^^xsd:date`, `"2021"^^xsd:gYear`, "src:us", "src:year").Replace(claim) + `.`, msg: `asc:on is 2021-01-01, but the source says no more than 2021; write the date as the source has it, such as "2021"^^xsd:gYear`}},
	check.SuspiciousDate: {
		{bad: `GRAPH claim:us { id:hack asc:began "2020-01-01"^^xsd:date }`, good: `GRAPH claim:us { id:hack asc:began "2020-01-02"^^xsd:date }`, msg: `asc:began is 1 January 2020; if the source says only the year, write "2020"^^xsd:gYear`},
		{good: `claim:us asc:validFrom "1973-01-01"^^xsd:date .`},
		{bad: `claim:x` + strings.Replace(claim, "2021-07-19", "1973-01-01", 1) + `.`, good: `claim:x` + strings.Replace(claim, "2021-07-19", "1973-01-01", 1) + `; asc:validFrom "1973-01-01"^^xsd:date .`},
		{bad: `src:n a asc:Source ; asc:title "T"@en ; asc:published "2020-01-01"^^xsd:date .`},
	},
	check.NoSourceDate: {
		{bad: `claim:x` + strings.NewReplacer(`asc:on "2021-07-19"^^xsd:date`, "asc:undated true", "src:us", "src:undated").Replace(claim) + `.`, good: `claim:x` + strings.Replace(claim, `asc:on "2021-07-19"^^xsd:date`, "asc:undated true", 1) + `.`, msg: "the record is undated, and so are its sources"},
		// A source that says so is honest.
		{good: `src:undated asc:dateUnknown true . claim:x` + strings.NewReplacer(`asc:on "2021-07-19"^^xsd:date`, "asc:undated true", "src:us", "src:undated").Replace(claim) + `.`},
		{bad: `src:undated asc:dateUnknown false . claim:x` + strings.NewReplacer(`asc:on "2021-07-19"^^xsd:date`, "asc:undated true", "src:us", "src:undated").Replace(claim) + `.`, msg: "the record is undated, and so are its sources"},
	},
	check.Likelihood: {
		{bad: `claim:us asc:likelihoodWords "highly likely"@en ; asc:scale asc:phia ; asc:likelihoodMin 80 ; asc:likelihoodMax 95 .`, good: `claim:us asc:likelihoodWords "highly likely"@en ; asc:scale asc:phia ; asc:likelihoodMin 80 ; asc:likelihoodMax 90 .`, msg: `the likelihood 80 to 95 is not what asc:phia gives for "highly likely"@en: 80 to 90`},
		{bad: `claim:us asc:likelihoodMin 80 ; asc:likelihoodMax 90 .`, good: `claim:us asc:likelihoodWords "probably"@en .`, msg: "comes from no declared scale"},
		{bad: `claim:us asc:likelihoodMin 80 .`, msg: "the likelihood has one end"},
		{bad: `claim:us asc:likelihoodMin 90 ; asc:likelihoodMax 80 .`, msg: "is no range within 0 to 100"},
		{bad: `claim:us asc:likelihoodWords "surely"@en ; asc:scale asc:phia ; asc:likelihoodMin 80 ; asc:likelihoodMax 90 .`, msg: `asc:phia has no row for "surely"@en`},
		{bad: `claim:us asc:scale asc:phia .`, msg: "the scale asc:phia stands without words"},
		{bad: `claim:us asc:likelihoodWords "likely"@en ; asc:scale asc:kent .`},
		{bad: `claim:us asc:likelihoodWords "likely"@en ; asc:scale asc:phia .`, msg: `the likelihood of "likely"@en is missing; add the range 55 to 75`},
	},
	check.HedgeConflict: {{bad: `claim:us asc:hedged false ; asc:confidence asc:high .`, good: `claim:us asc:hedged true ; asc:confidence asc:high .`, msg: "the claim is not hedged"}},
	check.NoLabel:       {{bad: `id:x a asc:State .`, good: `id:x a asc:State ; rdfs:label "X" .`, msg: "id:x has no label"}},
	check.NoDutchLabel:  {{bad: `id:x a asc:State ; rdfs:label "X"@en .`, good: `id:x a asc:State ; rdfs:label "X"@en-GB , "X"@nl .`, msg: "id:x has a label in English and none in Dutch"}},
	check.NoTitle:       {{bad: `src:x a asc:Source .`, good: `src:x a asc:Source ; asc:title "T"@en .`, msg: "the source src:x has no title"}},
	check.NameLanguage:  {{bad: `GRAPH claim:us { id:apt asc:knownAs "海莲花" }`, good: `GRAPH claim:us { id:apt asc:knownAs "海莲花"@zh , "Océan" }`, msg: `the name "海莲花" says no language`}},
}

func TestWorld(t *testing.T) {
	r := run(t, world)
	for _, v := range r.Violations {
		t.Error(v)
	}
	if !r.OK() || r.Records != 1 || r.Quads != 50 {
		t.Errorf("got %d records, %d quads, %d errors", r.Records, r.Quads, r.Errors)
	}
}

// TestRules breaks each rule and nothing else, and comes close without
// breaking it.
func TestRules(t *testing.T) {
	for _, def := range check.Rules() {
		if len(cases[def.Rule]) == 0 {
			t.Errorf("%s: no case", def.Rule)
		}
		for _, c := range cases[def.Rule] {
			if c.bad != "" {
				r := run(t, world+c.bad)
				var got []string
				fits := false
				for _, v := range r.Violations {
					got = append(got, v.String())
					fits = fits || strings.Contains(v.String(), c.msg)
					if v.Rule != def.Rule || v.Severity != def.Severity || v.Hint == "" {
						t.Errorf("%s: also %s in\n%s", def.Rule, v, c.bad)
					}
				}
				if !fits {
					t.Errorf("%s: got %q, want %q in\n%s", def.Rule, got, c.msg, c.bad)
				}
			}
			if c.good != "" {
				for _, v := range run(t, world+c.good).Violations {
					t.Errorf("%s: got %s in\n%s", def.Rule, v, c.good)
				}
			}
		}
	}
}

// TestVocabulary: the vocabulary may stand beside the data that use it.
func TestVocabulary(t *testing.T) {
	for _, v := range run(t, schema.Turtle()).Violations {
		t.Error(v)
	}
}

// TestSeeds: what we ship has no error and no warning.
func TestSeeds(t *testing.T) {
	dir := os.DirFS("../../seeds")
	files, err := fs.Glob(dir, "*.trig")
	if err != nil || len(files) == 0 {
		t.Fatalf("no seeds: %v", err)
	}
	var all []quad.Quad
	for _, name := range files {
		text, err := fs.ReadFile(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		quads, err := rdf.ReadAll(bytes.NewReader(text), rdf.TriG, &rdf.Options{File: name})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, quads...)
	}
	r, err := check.Graph(t.Context(), seq(all), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range r.Violations {
		t.Error(v)
	}
	t.Logf("%d quads, %d records, %d warnings", r.Quads, r.Records, r.Warnings)
}

func TestOrder(t *testing.T) {
	text := world + `claim:b asc:by id:x . claim:a asc:by id:x , "y" . GRAPH claim:c { id:us asc:no id:cn }`
	want := run(t, text)
	all, err := rdf.ReadAll(strings.NewReader(prefixed(text)), rdf.TriG, nil)
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(all)
	again := slices.Concat(all, all) // and duplicates do not count
	got, err := check.Graph(t.Context(), seq(again), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(want.Violations) < 8 || !slices.Equal(want.Violations, got.Violations) || want.Quads != got.Quads {
		t.Errorf("got  %v\nwant %v", got.Violations, want.Violations)
	}
	if !slices.IsSortedFunc(got.Violations, func(a, b check.Violation) int { return strings.Compare(string(a.Record), string(b.Record)) }) {
		t.Errorf("not sorted by record: %v", got.Violations)
	}
}

func prefixed(text string) string {
	var b strings.Builder
	for prefix, ns := range schema.Prefixes() {
		b.WriteString("@prefix " + prefix + ": <" + ns + "> .\n")
	}
	return b.String() + text
}

func seq(quads []quad.Quad) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for _, q := range quads {
			if !yield(q, nil) {
				return
			}
		}
	}
}

func TestLimits(t *testing.T) {
	_, err := check.Graph(t.Context(), trig(world), &check.Options{MaxQuads: 10})
	if le, ok := errors.AsType[*check.LimitError](err); !ok || le.Max != 10 {
		t.Errorf("got %v, want a LimitError of 10", err)
	}
	r, err := check.Graph(t.Context(), trig(world+`id:x a asc:State . claim:x a asc:Claim .`), &check.Options{MaxViolations: 2})
	if err != nil || len(r.Violations) != 2 || !r.Truncated() || r.Errors != 5 || r.Warnings != 1 || r.Violations[0].Severity != check.Error {
		t.Errorf("got %+v, %v", r, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := check.Graph(ctx, trig(world), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	broken := errors.New("broken")
	if _, err := check.Graph(t.Context(), func(yield func(quad.Quad, error) bool) { yield(quad.Quad{}, broken) }, nil); !errors.Is(err, broken) {
		t.Errorf("got %v, want the sequence's error", err)
	}
}
