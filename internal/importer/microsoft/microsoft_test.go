package microsoft

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/internal/importer/importtest"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// sample is a made-up map, with the byte order mark that the real one has.
var sample = importtest.File{Name: "map.json", Data: []byte("\xef\xbb\xbf" + `[
	{ "Threat actor name": "Quiet Sleet", "Origin/Threat": "China, Influence operations", "Other names": "NOISE, LOUD KITTEN,  NOISE" },
	{ "Threat actor name": "Paper Sleet", "Origin/Threat": "Korea", "Other names": "LOUD KITTEN" },
	{ "Threat actor name": "Storm-9999", "Origin/Threat": "Financially motivated", "Other names": "" },
	{ "Threat actor name": "storm 9999", "Origin/Threat": "", "Other names": "" },
	{ "Threat actor name": 9 },
	[]
]`)}

func TestMap(t *testing.T) {
	g := graph.New(nil)
	if im := importer.Detect([]importer.Importer{Importer{}}, sample.Data, ""); im == nil {
		t.Error("the byte order mark hides the format")
	}
	rep := importtest.Must(t, g, Importer{}, sample)[0]
	importtest.Check(t, g)
	var where []string
	for _, r := range rep.Rejected {
		where = append(where, r.Where)
	}
	if want := []string{"$[3]", `$[4]["Threat actor name"]`, "$[5]"}; !slices.Equal(where, want) {
		t.Errorf("rejected %v, want %v", rep.Rejected, want)
	}
	if len(rep.Unresolved) != 1 || rep.Unresolved[0].Name != "Korea" {
		t.Errorf("unresolved %v", rep.Unresolved)
	}
	names := importtest.Visible(t, g, nil, graph.Pattern{Predicate: quad.IRI(schema.KnownAs)})
	if len(names) != 6 {
		t.Errorf("%d names, want 6: %v", len(names), names)
	}
	holders := importtest.Visible(t, g, nil, graph.Pattern{Predicate: quad.IRI(schema.KnownAs), Object: quad.String("LOUD KITTEN")})
	if len(holders) != 2 {
		t.Errorf("LOUD KITTEN belongs to %v, want two actors", holders)
	}
	from := importtest.Visible(t, g, nil, graph.Pattern{Predicate: quad.IRI(schema.OperatesFrom)})
	if len(from) != 1 || from[0].Subject != quad.Value(importer.ID("microsoft/quiet-sleet")) || from[0].Object != quad.Value(importer.ID("china")) {
		t.Errorf("origins %v", from)
	}
	if n := len(importtest.Quads(t, g, graph.Pattern{Predicate: quad.IRI(schema.Quote)})); n != 3 {
		t.Errorf("%d origins kept in words, want 3", n)
	}
	importtest.Again(t, g, Importer{}, sample)

	later := importtest.File{Name: "map.json", Data: bytes.ReplaceAll(sample.Data, []byte("China"), []byte("Iran"))}
	if rep := importtest.Must(t, g, Importer{}, later)[0]; rep.Superseded != 1 || rep.New != 1 {
		t.Errorf("a later map: %d superseded, %d new, want 1 and 1", rep.Superseded, rep.New)
	}
	from = importtest.Visible(t, g, nil, graph.Pattern{Predicate: quad.IRI(schema.OperatesFrom)})
	if len(from) != 1 || from[0].Object != quad.Value(importer.ID("iran")) {
		t.Errorf("origins after a later map: %v", from)
	}
	importtest.Check(t, g)
}

// The map bears no date, and says so unless the user knows one.
func TestDate(t *testing.T) {
	for published, want := range map[string][2]int{"": {0, 1}, "2025-06": {1, 0}} {
		g := graph.New(nil)
		if _, err := importtest.Import(g, Importer{}, &importer.Options{Published: published}, sample); err != nil {
			t.Fatal(err)
		}
		got := [2]int{}
		for i, p := range []quad.IRI{schema.Published, schema.DateUnknown} {
			got[i] = len(importtest.Quads(t, g, graph.Pattern{Predicate: p}))
		}
		if got != want {
			t.Errorf("published %q: %d dates and %d sources without, want %v", published, got[0], got[1], want)
		}
	}
}

func TestHostile(t *testing.T) { importtest.Hostile(t, Importer{}, sample) }

func FuzzRead(f *testing.F) {
	f.Add(sample.Data)
	f.Fuzz(func(t *testing.T, data []byte) { importtest.Survives(t, Importer{}, "fuzz", data) })
}

func TestRealMap(t *testing.T) {
	file := importtest.Data(t, "microsoft-naming/MicrosoftMapping.json")
	// The file as published begins with a byte order mark, copies may not.
	bare := bytes.TrimPrefix(file.Data, []byte("\xef\xbb\xbf"))
	file.Data = append([]byte("\xef\xbb\xbf"), bare...)
	var rows []map[string]string
	if err := json.Unmarshal(bare, &rows); err != nil {
		t.Fatal(err)
	}
	others, states := 0, 0
	for _, r := range rows {
		had := map[string]bool{r[fieldName]: true}
		for o := range strings.SplitSeq(r[fieldOthers], ",") {
			if o = strings.TrimSpace(o); o != "" && !had[o] {
				had[o] = true
				others++
			}
		}
		for o := range strings.SplitSeq(r[fieldOrigin], ",") {
			switch strings.TrimSpace(o) {
			case "", "Korea", "Group in development", "Financially motivated", "Influence operations", "Private sector offensive actor", "Covert network":
			default:
				states++
			}
		}
	}
	g := graph.New(nil)
	rep := importtest.Must(t, g, Importer{}, file)[0]
	if len(rows) != 166 || rep.Read != len(rows) || rep.Counts["actors"] != len(rows) || rep.RejectedTotal != 0 {
		t.Errorf("read %d, actors %d of %d, want 166; rejected %v", rep.Read, rep.Counts["actors"], len(rows), rep.Rejected)
	}
	if rep.Counts["other names"] != others || rep.Counts["origins that are states"] != states {
		t.Errorf("%d other names and %d states, want %d and %d", rep.Counts["other names"], rep.Counts["origins that are states"], others, states)
	}
	if len(rep.Unresolved) != 1 || rep.Unresolved[0].Name != "Korea" {
		t.Errorf("unresolved %v, want Korea", rep.Unresolved)
	}
	// Silk Typhoon is HAFNIUM here; APT27 is another.
	for name, who := range map[string]string{"HAFNIUM": "silk-typhoon", "Silk Typhoon": "silk-typhoon", "NOBELIUM": "midnight-blizzard", "UNC215": "linen-typhoon"} {
		found := importtest.Visible(t, g, nil, graph.Pattern{Predicate: quad.IRI(schema.KnownAs), Object: quad.String(name)})
		if len(found) != 1 || found[0].Subject != quad.Value(importer.ID("microsoft/"+who)) {
			t.Errorf("%s belongs to %v, want %s", name, found, who)
		}
	}
	t.Logf("%d quads, warnings %v", g.Len(), importtest.Check(t, g))
	importtest.Again(t, g, Importer{}, file)
	importtest.Again(t, g, Importer{}, importtest.File{Name: file.Name, Data: bare})
}
