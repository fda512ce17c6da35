package dossier_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/dossier"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// world is a small made-up world: a group, its unit, its state; claims for and
// against, a claim that was taken back, an act, names by two coiners.
const world = `
@prefix asc: <https://w3id.org/ascribe/schema#> .
@prefix id: <https://w3id.org/ascribe/id/> .
@prefix claim: <https://w3id.org/ascribe/claim/> .
@prefix act: <https://w3id.org/ascribe/act/> .
@prefix src: <https://w3id.org/ascribe/source/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

id:atlantis a asc:State ; rdfs:label "Atlantis"@en .
id:lemuria a asc:State ; rdfs:label "Lemuria"@en , "Lemurië"@nl .
id:service a asc:Agency ; rdfs:label "Lemurian Service"@en .
id:unit a asc:Agency ; rdfs:label "Unit 7"@en .
id:crab a asc:ThreatGroup ; rdfs:label "Red Crab"@en .
id:officer a asc:Person ; rdfs:label "Ada Doe"@en .
id:lab a asc:Company ; rdfs:label "Reef Lab"@en .
id:harbour a asc:Incident ; rdfs:label "Harbour hack"@en .
id:port a asc:Company ; rdfs:label "Port of Atlantis"@en .
src:s a asc:Source ; asc:title "A statement"@en ; asc:publisher id:atlantis ; asc:published "2026-01-02"^^xsd:date .

claim:a1 a asc:Claim ; asc:by id:atlantis ; asc:stance asc:asserts ; asc:on "2026-01-02"^^xsd:date ; asc:source src:s ;
    asc:confidence asc:high ; asc:quote "It was them."@en .
claim:a1 { id:harbour asc:attributedTo id:crab ; asc:targeted id:port . id:crab asc:linkedTo id:unit . }
claim:a2 a asc:Claim ; asc:by id:atlantis ; asc:stance asc:asserts ; asc:on "2026-01-02"^^xsd:date ; asc:source src:s .
claim:a2 { id:unit asc:partOf id:service . id:service asc:partOf id:lemuria . id:officer asc:officerOf id:unit . }
claim:l1 a asc:Claim ; asc:by id:lemuria ; asc:stance asc:denies ; asc:on "2026-01-03"^^xsd:date ; asc:source src:s .
claim:l1 { id:harbour asc:attributedTo id:crab . }
claim:r1 a asc:Claim ; asc:by id:lab ; asc:stance asc:suspects ; asc:on "2025-12"^^xsd:gYearMonth ; asc:source src:s .
claim:r1 { id:harbour asc:attributedTo id:crab . }
claim:r2 a asc:Claim ; asc:by id:lab ; asc:stance asc:reports ; asc:undated true ; asc:source src:s .
claim:r2 { id:crab asc:knownAs "Crab"@en , "Reef 1"@en . }
claim:a3 a asc:Claim ; asc:by id:atlantis ; asc:stance asc:reports ; asc:on "2026-01-01"^^xsd:date ; asc:source src:s .
claim:a3 { id:crab asc:knownAs "Night Crab"@en . }
claim:old a asc:Claim ; asc:by id:lab ; asc:stance asc:asserts ; asc:on "2025-11-01"^^xsd:date ; asc:source src:s .
claim:old { id:crab asc:linkedTo id:atlantis . }
claim:back a asc:Claim ; asc:by id:lab ; asc:stance asc:retracts ; asc:re claim:old ; asc:on "2025-11-09"^^xsd:date ; asc:source src:s .
act:s1 a asc:Act ; asc:by id:atlantis ; asc:kind asc:sanction ; asc:on "2026-02-01"^^xsd:date ; asc:source src:s ; asc:inResponseTo id:harbour .
act:s1 { id:atlantis asc:sanctioned id:unit . }
`

func of(t *testing.T, lens *graph.Lens, thing string, o *dossier.Options) *dossier.Dossier {
	t.Helper()
	g, err := graph.Read(t.Context(), nil, graph.Document{R: strings.NewReader(world), Format: rdf.TriG, Name: "world.trig"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { g.Close() })
	var d *dossier.Dossier
	err = g.View(t.Context(), lens, func(v *graph.View) error {
		d, err = dossier.Of(t.Context(), v, quad.IRI(schema.NSID+thing), o)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// outline writes a section as text: an entry a line, its sides behind it.
func outline(s *dossier.Section) string {
	if s == nil {
		return ""
	}
	var b strings.Builder
	for _, e := range s.Entries {
		b.WriteString(strings.Repeat("  ", e.Depth) + e.Text)
		if e.Self {
			b.WriteString("*")
		}
		for _, l := range e.Lines {
			for _, side := range l.Sides {
				b.WriteString(" | " + string(side.Stance) + " " + l.Relation + ":")
				for _, v := range side.Voices {
					b.WriteString(" " + v.Record.Handle())
					if v.Named != "" {
						b.WriteString("(" + v.Named + ")")
					}
				}
			}
		}
		if e.Note != "" {
			b.WriteString(" [" + e.Note + "]")
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestDossier(t *testing.T) {
	tests := []struct {
		thing string
		want  map[dossier.Key]string
	}{
		{"crab", map[dossier.Key]string{
			dossier.Disputed: "Harbour hack attributed to Red Crab | for : a1 | against : l1\n",
			dossier.Names:    "Atlantis | for Night Crab: a3\nReef Lab | for Crab: r2 | for Reef 1: r2\n",
			dossier.Ladder: "Lemuria\n  Lemurian Service | for part of: a2\n    Unit 7 | for part of: a2\n" +
				"      Red Crab* | for linked to: a1\n",
			dossier.Claims: "Harbour hack | for attributed to: a1 | weaker attributed to: r1 | against attributed to: l1\n",
			dossier.Taken:  "Red Crab linked to Atlantis | for : old [taken back by back]\n",
		}},
		{"harbour", map[dossier.Key]string{
			dossier.Ladder:  "Lemuria\n  Lemurian Service | for part of: a2\n    Unit 7 | for part of: a2\n      Red Crab | for linked to: a1\n",
			dossier.Claims:  "Red Crab | for attributed to: a1 | weaker attributed to: r1 | against attributed to: l1\n",
			dossier.Acts:    "Atlantis sanctioned Unit 7 | for : act:s1\n",
			dossier.Victims: "Port of Atlantis | for targeted: a1\n",
		}},
		{"lemuria", map[dossier.Key]string{
			// What Atlantis blames is Lemuria's by its own links and undisputed structure.
			dossier.Claims: "Harbour hack | for attributed to: a1(Red Crab)\n",
			dossier.Acts:   "Atlantis sanctioned Unit 7 | for : act:s1 [in answer to Harbour hack]\n",
			dossier.Ladder: "Lemuria*\n  Lemurian Service | for part of: a2\n    Unit 7 | for part of: a2\n" +
				"      Red Crab | for linked to: a1\n      Ada Doe | for officer of: a2\n",
			dossier.Says: "Harbour hack attributed to Red Crab | against : l1\n",
		}},
		{"officer", map[dossier.Key]string{
			dossier.Ladder: "Lemuria\n  Lemurian Service | for part of: a2\n    Unit 7 | for part of: a2\n      Ada Doe* | for officer of: a2\n",
			dossier.Claims: "",
		}},
		{"atlantis", map[dossier.Key]string{
			dossier.Does:   "Atlantis sanctioned Unit 7 | for : act:s1 [in answer to Harbour hack]\n",
			dossier.Ladder: "",
		}},
	}
	for _, tt := range tests {
		d := of(t, nil, tt.thing, nil)
		for key, want := range tt.want {
			if got := outline(d.Section(key)); got != want {
				t.Errorf("%s, %s:\n%s\nwant\n%s", tt.thing, key, got, want)
			}
		}
	}
}

// A lens chooses what is in a dossier: nothing that was said later, nothing by
// others; and a denial is shown whatever stances the lens has.
func TestLens(t *testing.T) {
	early := of(t, &graph.Lens{AsOf: graph.Date{Year: 2026, Month: 1, Day: 2}}, "harbour", nil)
	if early.Section(dossier.Acts) != nil || early.Section(dossier.Disputed) != nil {
		t.Errorf("the dossier of 2 January knows what came later:\n%s", early.Markdown())
	}
	if got := outline(of(t, &graph.Lens{By: []quad.IRI{schema.NSID + "lab"}}, "harbour", nil).Section(dossier.Claims)); strings.Contains(got, "a1") {
		t.Errorf("by Reef Lab alone: %s", got)
	}
	d := of(t, &graph.Lens{Stances: []quad.IRI{schema.Asserts}}, "crab", nil)
	if got := outline(d.Section(dossier.Claims)); !strings.Contains(got, "against attributed to: l1") {
		t.Errorf("the denial is hidden: %s", got)
	}
	if got := outline(d.Section(dossier.Names)); got != "" {
		t.Errorf("names that were only reported, with the stance asserts: %s", got)
	}
}

func TestBounds(t *testing.T) {
	d := of(t, nil, "crab", &dossier.Options{MaxEntries: 1, MaxVoices: 1})
	names := d.Section(dossier.Names)
	if len(names.Entries) != 1 || names.Omitted != 1 {
		t.Errorf("names: %d entries, %d omitted, want 1 and 1", len(names.Entries), names.Omitted)
	}
	last := d.Section(dossier.Timeline)
	if n := len(last.Entries); n != 1 || last.Entries[0].On != "2026-01-03" || last.Omitted == 0 {
		t.Errorf("timeline: %d entries, the last of %s, %d omitted; want the newest", n, last.Entries[0].On, last.Omitted)
	}
	whole := of(t, nil, "crab", &dossier.Options{MaxEntries: -1, MaxVoices: -1})
	for _, s := range whole.Sections {
		if s.Omitted > 0 {
			t.Errorf("%s: %d left out without a bound", s.Key, s.Omitted)
		}
	}
}

// A loop of parts ends.
func TestLoop(t *testing.T) {
	const loop = `
@prefix asc: <https://w3id.org/ascribe/schema#> .
@prefix id: <https://w3id.org/ascribe/id/> .
@prefix claim: <https://w3id.org/ascribe/claim/> .
id:a a asc:Agency . id:b a asc:Agency . id:c a asc:Agency .
claim:x a asc:Claim ; asc:by id:a ; asc:stance asc:asserts .
claim:x { id:a asc:partOf id:b . id:b asc:partOf id:c . id:c asc:partOf id:a . id:a asc:partOf id:a . }
`
	g, err := graph.Read(t.Context(), nil, graph.Document{R: strings.NewReader(loop), Format: rdf.TriG})
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	err = g.View(t.Context(), nil, func(v *graph.View) error {
		d, err := dossier.Of(t.Context(), v, schema.NSID+"a", nil)
		if err == nil && len(d.Section(dossier.Ladder).Entries) < 3 {
			t.Errorf("a loop of three: %s", outline(d.Section(dossier.Ladder)))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDutch(t *testing.T) {
	d := of(t, nil, "lemuria", &dossier.Options{Langs: []string{"nl", "en"}})
	if d.Label != "Lemurië" || d.Lang != "nl" {
		t.Errorf("%q in %q", d.Label, d.Lang)
	}
	md := d.Markdown()
	for _, want := range []string{"# Lemurië", "*staat*", "## Tijdlijn", "toegeschreven aan", "Wereld: "} {
		if !strings.Contains(md, want) {
			t.Errorf("no %q in\n%s", want, md)
		}
	}
}

// Texts of others do not become markup.
func TestMarkdownEscapes(t *testing.T) {
	const hostile = `
@prefix asc: <https://w3id.org/ascribe/schema#> .
@prefix id: <https://w3id.org/ascribe/id/> .
@prefix claim: <https://w3id.org/ascribe/claim/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
id:a a asc:ThreatGroup ; rdfs:label "<b>a</b>\n# [x](y) \u202e\u001b[31m"@en .
claim:x a asc:Claim ; asc:by id:a ; asc:stance asc:asserts ; asc:quote "<script>"@en .
claim:x { id:a asc:knownAs "*b*"@en . }
`
	g, err := graph.Read(t.Context(), nil, graph.Document{R: strings.NewReader(hostile), Format: rdf.TriG})
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	err = g.View(context.Background(), nil, func(v *graph.View) error {
		d, err := dossier.Of(t.Context(), v, schema.NSID+"a", nil)
		if err != nil {
			return err
		}
		md := d.Markdown()
		for _, bad := range []string{"<b>", "<script>", "\n# [", "\u202e", "\x1b", " *b*"} {
			if strings.Contains(strings.ReplaceAll(md, `\`+bad[:1], ""), bad) {
				t.Errorf("%q in\n%s", bad, md)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// With what a thing shares a name stands below its own names, in the words of
// whom the name is for the other; it is no claim that the two are one.
func TestSharedNames(t *testing.T) {
	shared := world + `
id:prawn a asc:ThreatGroup ; rdfs:label "Blue Prawn"@en .
claim:r3 a asc:Claim ; asc:by id:lab ; asc:stance asc:reports ; asc:on "2026-01-05"^^xsd:date ; asc:source src:s .
claim:r3 { id:prawn asc:knownAs "NIGHT-CRAB"@en . }
`
	g, err := graph.Read(t.Context(), nil, graph.Document{R: strings.NewReader(shared), Format: rdf.TriG})
	if err != nil {
		t.Fatal(err)
	}
	err = g.View(t.Context(), nil, func(v *graph.View) error {
		for lang, want := range map[string]string{"en": "shares the name NIGHT-CRAB", "nl": "deelt de naam NIGHT-CRAB"} {
			d, err := dossier.Of(t.Context(), v, schema.NSID+"crab", &dossier.Options{Langs: []string{lang, "en"}})
			if err != nil {
				return err
			}
			list := d.Section(dossier.Names).Entries
			last := list[len(list)-1]
			if last.Thing != schema.NSID+"prawn" || len(last.Lines) != 1 || last.Lines[0].Relation != want || last.Lines[0].Voices()[0].Record.Handle() != "r3" {
				t.Errorf("%s: got %+v, want Blue Prawn, %s, by r3", lang, last, want)
			}
			if strings.Contains(d.Markdown(), "same as") {
				t.Error("a shared name is shown as a claim of identity")
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestKeys(t *testing.T) {
	d := of(t, nil, "crab", nil)
	at := -1
	for _, s := range d.Sections {
		i := slices.Index(dossier.Keys(), s.Key)
		if i <= at {
			t.Errorf("%s stands out of order", s.Key)
		}
		if at = i; s.Title == "" || len(s.Entries) == 0 {
			t.Errorf("%s: title %q, %d entries", s.Key, s.Title, len(s.Entries))
		}
	}
}
