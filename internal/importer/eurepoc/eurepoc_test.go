package eurepoc

import (
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/internal/importer/importtest"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Made-up files in the shape of version 1.1.
var (
	global = importtest.File{Name: "global.csv", Data: []byte(`ID,name,description,start_date,end_date,incident_type,receiver_name,receiver_country,receiver_region,sources_url
9001,Harbour hack,"Ships, and so on.",2020-01-01,2020-06-15,Data theft,Port,"Netherlands; Lebonon; Unknown",EU,https://example.org/a; nonsense
9002,Hospital ransom,Money.,2022-10-12,Not available,Ransomware,Medics,Australia,,
9003,Backwards,,2022-10-12,2021-10-12,,,,,
9004,Odd date,,yesterday,,,,,,
x,No id,,,,,,,,
9001,Twice,,,,,,,,
`)}
	blame = importtest.File{Name: "blame.csv", Data: []byte(`incident_ID,attribution_ID,attribution_date,attribution_type,attribution_basis,attributing_actor,attribution_it_company,attributing_country,attributed_initiator,attributed_initiator_country,attributed_initiator_category
9001,11.0,2021-04-15,Political statement,Attribution by receiver government / state entity,Somebody (Minister),Not available,Netherlands,GRU,Russia,State
9001,12.0,2021-01-01,"Technical report (e.g., by IT-companies)",IT-security community attributes attacker,,Badger Labs,,Grey Badger,"Korea, Democratic People's Republic of","Non-state actor, state-affiliation suggested"
9001,12.0,2021-01-01,"Technical report (e.g., by IT-companies)",IT-security community attributes attacker,,Badger Labs,,Grey Badger,China,"Non-state actor, state-affiliation suggested"
9001,13.0,,"Anonymous statement in media report",Attribution by receiver government / state entity,,,Netherlands,,Russia,State
9001,14.0,2021-05-05,"Media report",Contested attribution,,,,,Russia,State
9002,15.0,2024-01-23,Political statement,Attribution by receiver government / state entity,,,Australia,Old Brock,Russia,Individual hacker(s)
9002,16.0,,Media report,Media-based attribution,,,,,Unknown,Unknown - not attributed
bad,17.0,,,,,,,,,
9002,18.0,soon,Media report,,,,,,Russia,State
`)}
)

func who(t *testing.T, g *graph.Graph, lens *graph.Lens, p string) (out []string) {
	t.Helper()
	for _, q := range importtest.Visible(t, g, lens, graph.Pattern{Predicate: quad.IRI(p)}) {
		o := q.Object.String()
		if iri, ok := q.Object.(quad.IRI); ok {
			o = strings.TrimPrefix(string(iri), schema.NSID)
		}
		out = append(out, strings.TrimPrefix(string(q.Subject.(quad.IRI)), schema.NSID)+" "+o)
	}
	slices.Sort(out)
	return out
}

func want(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

func TestFiles(t *testing.T) {
	g := graph.New(nil)
	reps := importtest.Must(t, g, Importer{}, blame, global)
	importtest.Check(t, g)
	if r := reps[0]; r.Read != 9 || r.RejectedTotal != 2 || r.Counts["attributions"] != 4 || r.Left["contested attributions"] != 1 || r.Left["attributions that name nobody"] != 1 {
		t.Errorf("attributions: read %d, rejected %v, counts %v, left %v", r.Read, r.Rejected, r.Counts, r.Left)
	}
	if r := reps[1]; r.Read != 6 || r.RejectedTotal != 4 || r.Counts["incidents"] != 2 || len(r.Unresolved) != 1 || r.Unresolved[0].Name != "Lebonon" {
		t.Errorf("incidents: read %d, rejected %v, counts %v, unresolved %v", r.Read, r.Rejected, r.Counts, r.Unresolved)
	}
	for _, u := range reps[0].Unresolved {
		t.Errorf("unresolved %v", u)
	}
	want(t, "attributed to", who(t, g, nil, schema.AttributedTo), "eurepoc/9001 eurepoc/initiator/grey-badger", "eurepoc/9001 eurepoc/initiator/gru", "eurepoc/9001 russia", "eurepoc/9001 russia", "eurepoc/9002 eurepoc/initiator/old-brock")
	want(t, "linked to", who(t, g, nil, schema.LinkedTo), "eurepoc/initiator/grey-badger china", "eurepoc/initiator/grey-badger north-korea")
	// A criminal does not count against the state that he lives in.
	want(t, "operates from", who(t, g, nil, schema.OperatesFrom), "eurepoc/9002 russia")
	// 1 January is the year.
	want(t, "began", who(t, g, nil, schema.Began), `eurepoc/9001 "2020"^^<http://www.w3.org/2001/XMLSchema#gYear>`, `eurepoc/9002 "2022-10-12"^^<http://www.w3.org/2001/XMLSchema#date>`)
	// What an unnamed official said is by nobody that is named.
	want(t, "by the Netherlands", who(t, g, &graph.Lens{By: []quad.IRI{importer.ID("netherlands")}}, schema.AttributedTo), "eurepoc/9001 eurepoc/initiator/gru", "eurepoc/9001 russia")
	importtest.Again(t, g, Importer{}, blame, global)

	// A later file replaces the one attribution that it has otherwise, and nobody
	// else's record.
	mine := quad.Quad{Subject: importer.ID("eurepoc/9001"), Predicate: quad.IRI(schema.AttributedTo), Object: importer.ID("china"), Label: quad.IRI(schema.NSClaim + "mine")}
	if err := g.Update(t.Context(), func(tx *graph.Tx) error { _, err := tx.Add(mine); return err }); err != nil {
		t.Fatal(err)
	}
	later := importtest.File{Name: "blame.csv", Data: []byte(strings.Replace(string(blame.Data), "2021-04-15,Political", "2021-04-16,Political", 1))}
	if rep := importtest.Must(t, g, Importer{}, later, global)[0]; rep.Superseded != 1 || rep.New != 1 || rep.Retracted != 0 {
		t.Errorf("a later file: superseded %d, new %d, retracted %d: %v", rep.Superseded, rep.New, rep.Retracted, rep.Changes)
	}
	if q := importtest.Quads(t, g, graph.Pattern{Label: mine.Label}); len(q) != 1 {
		t.Errorf("my claim became %v", q)
	}
	importtest.Again(t, g, Importer{}, later, global)
}

func TestHostile(t *testing.T) {
	importtest.Hostile(t, Importer{}, global)
	importtest.Hostile(t, Importer{}, blame)
}

func FuzzRead(f *testing.F) {
	f.Add(global.Data)
	f.Add(blame.Data)
	f.Fuzz(func(t *testing.T, data []byte) { importtest.Survives(t, Importer{}, "fuzz", data) })
}
