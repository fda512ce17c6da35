package misp

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/internal/importer/importtest"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

const (
	badger    = "misp/11111111-1111-4111-8111-111111111111"
	operation = "misp/22222222-2222-4222-8222-222222222222"
)

// objects returns what a claim under a stem says of a predicate.
func edges(t *testing.T, g *graph.Graph, s quad.IRI, p string) []quad.Quad {
	t.Helper()
	return importtest.Visible(t, g, nil, graph.Pattern{Subject: s, Predicate: quad.IRI(p)})
}

func props(t *testing.T, g *graph.Graph, s quad.Value, p string) (out []quad.Value) {
	t.Helper()
	for _, q := range importtest.Quads(t, g, graph.Pattern{Subject: s, Predicate: quad.IRI(p), Unlabelled: true}) {
		out = append(out, q.Object)
	}
	return out
}

func TestActor(t *testing.T) {
	g := graph.New(nil)
	file := importtest.Testdata(t, "threat-actor.json")
	rep := importtest.Must(t, g, Importer{}, file)[0]
	importtest.Check(t, g)

	if rep.Read != 4 || rep.RejectedTotal != 3 || rep.Version != "1" {
		t.Errorf("read %d, rejected %v, version %q; want 4, three, 1", rep.Read, rep.Rejected, rep.Version)
	}
	where := []string{"$.values[0].meta.refs", "$.values[2].meta.country", "$.values[3].uuid"}
	for i, r := range rep.Rejected {
		if r.Where != where[i] {
			t.Errorf("rejected at %s, want %s", r.Where, where[i])
		}
	}
	var names []string
	for _, u := range rep.Unresolved {
		names = append(names, u.What+" "+u.Name)
		if u.Name == "Lebonon" && !strings.Contains(u.Hint, "Lebanon") {
			t.Errorf("the hint for Lebonon is %q", u.Hint)
		}
	}
	want := []string{"coiner id:misp/44444444-4444-4444-8444-444444444444", "country ZZ", "victim Korea", "victim Lebonon", "related thing id:misp/33333333-3333-4333-8333-333333333333"}
	if !slices.Equal(names, want) {
		t.Errorf("unresolved %q, want %q", names, want)
	}
	for what, n := range map[string]int{"pairs of name and coiner": 2, "names with a coiner in words": 1, "names that more than one actor has": 1, "actors": 2} {
		if rep.Counts[what] != n {
			t.Errorf("%s: %d, want %d", what, rep.Counts[what], n)
		}
	}
	for what, n := range map[string]int{"meta.cfr-type-of-incident": 1, "related: uses": 1, "victims that say Unknown": 1} {
		if rep.Left[what] != n {
			t.Errorf("left %s: %d, want %d", what, rep.Left[what], n)
		}
	}

	by := map[string]string{}
	for _, q := range edges(t, g, importer.ID(badger), schema.KnownAs) {
		by[string(q.Object.(quad.String))] = string(props(t, g, q.Label, schema.By)[0].(quad.IRI))
		if relayed := props(t, g, q.Label, schema.RelayedBy); (len(relayed) == 0) != (by[string(q.Object.(quad.String))] == string(misp().IRI)) {
			t.Errorf("%s is relayed by %v", q.Object, relayed)
		}
	}
	wantBy := map[string]string{
		"GREY BADGER": schema.NSID + "misp/44444444-4444-4444-8444-444444444444", "Quiet Sleet": schema.NSID + "microsoft",
		"TEMP.Badger": schema.NSID + "misp/coiner/fireeye", "Badger": string(misp().IRI), "Nobel": string(misp().IRI), "Badger Group": string(misp().IRI),
	}
	for n, who := range wantBy {
		if by[n] != who {
			t.Errorf("%s is a name by %s, want %s", n, by[n], who)
		}
	}
	if len(by) != len(wantBy) {
		t.Errorf("names %v", by)
	}

	origin := edges(t, g, importer.ID(badger), schema.OperatesFrom)
	if len(origin) != 1 || origin[0].Object != quad.Value(importer.ID("russia")) {
		t.Fatalf("operates from %v", origin)
	}
	if w := props(t, g, origin[0].Label, schema.LikelihoodWords); len(w) != 1 || w[0] != importer.English("attribution-confidence 50") {
		t.Errorf("words %v", w)
	}
	if n := props(t, g, origin[0].Label, schema.LikelihoodMin); len(n) != 0 {
		t.Errorf("a range was invented: %v", n)
	}
	if links := edges(t, g, importer.ID(badger), schema.LinkedTo); len(links) != 1 || links[0].Object != quad.Value(importer.ID("russia")) {
		t.Errorf("linked to %v", links)
	}
	same := edges(t, g, importer.ID(badger), schema.SameAs)
	if len(same) != 1 || same[0].Object != quad.Value(importer.ID(operation)) {
		t.Fatalf("same as %v", same)
	}
	if lo := props(t, g, same[0].Label, schema.LikelihoodMin); len(lo) != 1 || lo[0].(quad.TypedString).Value != "55" {
		t.Errorf("ICD 203 likely begins at %v", lo)
	}
	var victims []string
	for _, q := range edges(t, g, importer.ID(badger), schema.Targeted) {
		victims = append(victims, strings.TrimPrefix(string(q.Object.(quad.IRI)), schema.NSID))
	}
	slices.Sort(victims)
	if want := []string{"hong-kong", "misp/name/korea", "misp/name/lebonon", "misp/sector/government", "misp/sector/government-administration-" + importer.Digest("Government, Administration"), "nato", "us"}; !slices.Equal(victims, want) {
		t.Errorf("victims %q, want %q", victims, want)
	}
	if c := props(t, g, importer.ID(operation), schema.RDFType); c[0] != quad.Value(quad.IRI(schema.Campaign)) {
		t.Errorf("an operation is %v", c)
	}
	importtest.Again(t, g, Importer{}, file)
}

// replace returns the file with texts exchanged.
func replace(f importtest.File, oldnew ...string) importtest.File {
	return importtest.File{Name: f.Name, Data: []byte(strings.NewReplacer(oldnew...).Replace(string(f.Data)))}
}

// TestForm: MISP collects what others found, and says so of each claim that has a form.
func TestForm(t *testing.T) {
	g := graph.New(nil)
	importtest.Must(t, g, Importer{}, importtest.Testdata(t, "threat-actor.json"))
	forms := importtest.Quads(t, g, graph.Pattern{Predicate: quad.IRI(schema.Form)})
	if len(forms) == 0 {
		t.Error("no claim has a form")
	}
	for _, q := range forms {
		if q.Object != quad.Value(quad.IRI(schema.Catalogue)) {
			t.Errorf("%v, want a catalogue", q)
		}
	}
}

func TestNewerVersion(t *testing.T) {
	v1 := importtest.Testdata(t, "threat-actor.json")
	v2 := replace(v1, `"version": 1`, `"version": 2`, `"country": "RU"`, `"country": "CN"`, "Quiet Sleet:d0c33595-b684-45ef-91c3-e2f5ce1a8191", "Loud Sleet:d0c33595-b684-45ef-91c3-e2f5ce1a8191",
		`"cfr-suspected-state-sponsor": "Russian Federation",`, "", `"value": "Badger Group"`, `"value": "Badger Gang"`)
	v3 := replace(v1, `"version": 1`, `"version": 3`)
	g := graph.New(nil)
	importtest.Must(t, g, Importer{}, v1)
	country := func() quad.Value {
		t.Helper()
		out := edges(t, g, importer.ID(badger), schema.OperatesFrom)
		if len(out) != 1 {
			t.Fatalf("operates from %v", out)
		}
		return out[0].Object
	}

	// What belongs to others is left alone.
	mine := quad.Quad{Subject: importer.ID(badger), Predicate: quad.IRI(schema.LinkedTo), Object: importer.ID("us"), Label: quad.IRI(schema.NSClaim + "mine")}
	if err := g.Update(t.Context(), func(tx *graph.Tx) error { _, err := tx.Add(mine); return err }); err != nil {
		t.Fatal(err)
	}
	rep := importtest.Must(t, g, Importer{}, v2)[0]
	// Country, the names by Microsoft and by MISP (the new label, and Quiet Sleet, which is nobody's now).
	if rep.Superseded != 3 || rep.Retracted != 1 {
		t.Errorf("superseded %d, retracted %d: %v", rep.Superseded, rep.Retracted, rep.Changes)
	}
	if country() != quad.Value(importer.ID("china")) {
		t.Errorf("after version 2: %v", country())
	}
	links := edges(t, g, importer.ID(badger), schema.LinkedTo)
	if len(links) != 1 || links[0] != mine {
		t.Errorf("the sponsor is not withdrawn, or another's claim is: %v", links)
	}
	if l := props(t, g, importer.ID(badger), schema.RDFSLabel); len(l) != 1 || l[0] != quad.Value(quad.String("Badger Gang")) {
		t.Errorf("label %v", l)
	}
	importtest.Again(t, g, Importer{}, v2)
	importtest.Again(t, g, Importer{}, v1) // an older one changes nothing
	if country() != quad.Value(importer.ID("china")) {
		t.Errorf("after version 1 again: %v", country())
	}
	// A version that withdraws what was superseded before brings nothing back.
	side := graph.New(nil)
	importtest.Must(t, side, Importer{}, v1)
	importtest.Must(t, side, Importer{}, v2)
	importtest.Must(t, side, Importer{}, replace(v2, `"version": 2`, `"version": 3`, `"country": "CN",`, ""))
	if out := edges(t, side, importer.ID(badger), schema.OperatesFrom); len(out) != 0 {
		t.Errorf("the country of version 1 came back: %v", out)
	}
	// A third version says again what the first said.
	rep = importtest.Must(t, g, Importer{}, v3)[0]
	if country() != quad.Value(importer.ID("russia")) {
		t.Errorf("after version 3: %v", country())
	}
	if rep.Superseded != 3 {
		t.Errorf("version 3 superseded %d", rep.Superseded)
	}
	if links := edges(t, g, importer.ID(badger), schema.LinkedTo); len(links) != 2 {
		t.Errorf("the sponsor did not come back: %v", links)
	}
	importtest.Again(t, g, Importer{}, v3)
	importtest.Again(t, g, Importer{}, v2)
	if err := g.Update(t.Context(), func(tx *graph.Tx) error { _, err := tx.Remove(mine); return err }); err != nil {
		t.Fatal(err)
	}
	importtest.Check(t, g)
}

func TestMalformed(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`{"values": [`, `hostile.json:1:13: got the end of the file, want a JSON value, at $.values[0]`},
		{`{"values": [], "type": "x", "type": "y"}`, `hostile.json:1:29: the key "type" is in the object twice, at $.type`},
		{`{"values": {}, "type": "x"}`, `hostile.json: got an object, want a list, at $.values`},
		{`{"values": [{"uuid": "a", "uuid": "b"}]}`, `hostile.json:1:27: the key "uuid" is in the object twice, at $.values[0]`},
		{`{"values": [], "type": 3}`, `hostile.json: got no type of cluster, at $.type`},
		{`{"values": [], "type": "threat-actor", "version": "new"}`, `hostile.json: got a text, want a whole number, at $.version`},
		{"{\n\"values\": [{\"value\": \"a\x01\"}]}", `hostile.json:2:24: a control character (U+0001) in a text, want it escaped, at $.values[0]`},
		{`{"values": []} x`, `hostile.json:1:16: got 'x' after the end of the value, want nothing`},
		{strings.Repeat("[", 100), `hostile.json: more than 64 levels of nesting; raise the limit if the file can be trusted`},
	} {
		g := graph.New(nil)
		_, err := importtest.Import(g, Importer{}, &importer.Options{As: "misp"}, importtest.File{Name: "hostile.json", Data: []byte(c.text)})
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.text, err, c.want)
		}
		if g.Len() != 0 {
			t.Errorf("%s: %d quads", c.text, g.Len())
		}
	}
}

// TestCycles has actors that are each other's like, and their own.
func TestCycles(t *testing.T) {
	const uuid = "00000000-0000-4000-8000-00000000000"
	var text strings.Builder
	text.WriteString(`{"name":"Threat Actor","type":"threat-actor","version":1,"values":[`)
	for i := range 3 {
		n, next := fmt.Sprint(uuid, i), fmt.Sprint(uuid, (i+1)%3)
		fmt.Fprintf(&text, `{"uuid":%q,"value":"Badger %d","meta":{"synonyms":["Badger %d"]},"related":[{"dest-uuid":%q,"type":"similar"},{"dest-uuid":%q,"type":"similar"}]},`, n, i, (i+1)%3, next, n)
	}
	file := importtest.File{Name: "cycles.json", Data: []byte(strings.TrimSuffix(text.String(), ",") + "]}")}
	g := graph.New(nil)
	importtest.Must(t, g, Importer{}, file)
	importtest.Check(t, g)
	for _, q := range importtest.Quads(t, g, graph.Pattern{Predicate: quad.IRI(schema.SameAs)}) {
		if q.Subject == q.Object {
			t.Errorf("%v says nothing", q)
		}
	}
	importtest.Again(t, g, Importer{}, file)
}

func TestHostile(t *testing.T) {
	importtest.Hostile(t, Importer{}, importtest.Testdata(t, "threat-actor.json"))
}

func FuzzRead(f *testing.F) {
	f.Add(importtest.Testdata(f, "threat-actor.json").Data)
	f.Add([]byte(`{"type":"producer","values":[{"uuid":"da5cdcd1-7b15-4371-b7eb-ca32916d2052","value":"a"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) { importtest.Survives(t, Importer{}, "fuzz", data) })
}

// galaxy is a cluster as encoding/json reads it: the second opinion.
type galaxy struct {
	Values []struct {
		UUID    string         `json:"uuid"`
		Value   string         `json:"value"`
		Meta    map[string]any `json:"meta"`
		Related []struct {
			Type string `json:"type"`
			Dest string `json:"dest-uuid"`
		} `json:"related"`
	} `json:"values"`
}

func decode(t *testing.T, f importtest.File) galaxy {
	t.Helper()
	var g galaxy
	if err := json.Unmarshal(f.Data, &g); err != nil {
		t.Fatal(err)
	}
	return g
}

func nameOf(v quad.Value) string {
	if l, ok := v.(quad.LangString); ok {
		return string(l.Value)
	}
	return string(v.(quad.String))
}

func strs(v any) (out []string) {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		for _, s := range v {
			out = append(out, s.(string))
		}
	}
	return out
}

// TestGalaxy imports the threat actors of version 349 with their producers.
func TestGalaxy(t *testing.T) {
	actorsFile, producersFile := importtest.Data(t, "misp-galaxy/threat-actor.json"), importtest.Data(t, "misp-galaxy/producer.json")
	g := graph.New(nil)
	reps := importtest.Must(t, g, Importer{}, actorsFile, producersFile)
	rep := reps[0]
	raw := decode(t, actorsFile)

	pairs := map[string]bool{}
	total, refs, countries, sponsors := 0, 0, 0, 0
	names := map[string]map[string]bool{}
	uuids := map[string]bool{}
	for _, v := range raw.Values {
		uuids[v.UUID] = true
	}
	known := 0
	for _, v := range raw.Values {
		for _, p := range strs(v.Meta["name-attribution"]) {
			total++
			at := strings.LastIndex(p, ":")
			pairs[v.UUID+"|"+p[:at]+"|"+p[at+1:]] = true
		}
		for _, n := range append(strs(v.Meta["synonyms"]), v.Value) {
			n = strings.ToLower(strings.TrimSpace(n))
			if names[n] == nil {
				names[n] = map[string]bool{}
			}
			names[n][v.UUID] = true
		}
		for _, r := range v.Related {
			if r.Type == "similar" && uuids[r.Dest] && r.Dest != v.UUID {
				known++
			}
		}
		refs += len(strs(v.Meta["refs"]))
		if c, _ := v.Meta["country"].(string); c != "" {
			countries++
		}
		if s, _ := v.Meta["cfr-suspected-state-sponsor"].(string); s != "" && s != "Unknown" {
			sponsors++
		}
	}
	shared := 0
	for _, who := range names {
		if len(who) > 1 {
			shared++
		}
	}
	if rep.Read != len(raw.Values) || rep.Counts["actors"] != 1041 {
		t.Errorf("read %d actors, want %d", rep.Read, len(raw.Values))
	}
	if total != 1243 || rep.Counts["pairs of name and coiner"] != total {
		t.Errorf("%d pairs, the file has %d, want 1243", rep.Counts["pairs of name and coiner"], total)
	}
	if shared != 27 || rep.Counts["names that more than one actor has"] != shared {
		t.Errorf("%d shared names, the file has %d, want 27", rep.Counts["names that more than one actor has"], shared)
	}
	if rep.Counts["countries of actors"] != countries || rep.Counts["sponsors of actors"] != sponsors {
		t.Errorf("%d countries and %d sponsors, want %d and %d", rep.Counts["countries of actors"], rep.Counts["sponsors of actors"], countries, sponsors)
	}
	for _, r := range rep.Rejected {
		if !strings.HasSuffix(r.Where, ".meta.refs") {
			t.Errorf("rejected %v", r)
		}
	}

	// Each pair is a claim by its coiner, relayed by MISP; what is shared stays apart.
	found := map[string]bool{}
	knownAs := importtest.Quads(t, g, graph.Pattern{Predicate: quad.IRI(schema.KnownAs)})
	by := map[quad.Value]string{}
	for _, q := range importtest.Quads(t, g, graph.Pattern{Predicate: quad.IRI(schema.By), Unlabelled: true}) {
		by[q.Subject] = strings.TrimPrefix(string(q.Object.(quad.IRI)), schema.NSID)
	}
	for uuid, local := range producers {
		for r, who := range by {
			if who == local {
				by[r] = "misp/" + uuid
			}
		}
	}
	holders := map[string]map[quad.Value]bool{}
	for _, q := range knownAs {
		text := nameOf(q.Object)
		uuid := strings.TrimPrefix(string(q.Subject.(quad.IRI)), schema.NSID+"misp/")
		found[uuid+"|"+text+"|"+strings.TrimPrefix(by[q.Label], "misp/")] = true
		n := strings.ToLower(text)
		if holders[n] == nil {
			holders[n] = map[quad.Value]bool{}
		}
		holders[n][q.Subject] = true
	}
	for p := range pairs {
		if !found[p] {
			t.Errorf("the pair %s is not in the graph", p)
		}
	}
	for n, who := range names {
		if len(holders[n]) < len(who) {
			t.Errorf("%q belongs to %d things, want %d", n, len(holders[n]), len(who))
		}
	}
	if n := len(holders["nobelium"]); n != 2 {
		t.Errorf("NOBELIUM belongs to %d actors, want 2", n)
	}
	if same := importtest.Quads(t, g, graph.Pattern{Predicate: quad.IRI(schema.SameAs)}); len(same) != known {
		t.Errorf("%d claims of sameness, want %d", len(same), known)
	}

	unresolved := map[string]bool{}
	for _, u := range rep.Unresolved {
		unresolved[u.Name] = true
		if u.What == "coiner" {
			t.Errorf("no name for the coiner %s", u.Name)
		}
	}
	for _, n := range []string{"Lebonon", "Middle East", "Gaza", "AT&T"} {
		if !unresolved[n] {
			t.Errorf("%s is not in the report of unresolved names", n)
		}
	}
	for _, n := range []string{"NATO", "United States", "Iran (Islamic Republic of)", "Korea (Democratic People's Republic of)", "Czech Republic", "Turkey", "The Philippines"} {
		if unresolved[n] {
			t.Errorf("%s is unresolved", n)
		}
	}
	warnings := importtest.Check(t, g)
	t.Logf("%d quads; %d records new; left %v; warnings %v; %d unresolved; %d rejected", g.Len(), rep.New, rep.Left, warnings, len(rep.Unresolved), rep.RejectedTotal)
	importtest.Again(t, g, Importer{}, actorsFile, producersFile)
}

// TestOtherClusters imports the lists that go with the threat actors.
func TestOtherClusters(t *testing.T) {
	g := graph.New(nil)
	for _, name := range []string{"360net", "country", "intelligence-agencies", "region", "sector", "target-information"} {
		file := importtest.Data(t, "misp-galaxy/"+name+".json")
		rep := importtest.Must(t, g, Importer{}, file)[0]
		if raw := decode(t, file); rep.Read != len(raw.Values) || rep.RejectedTotal != 0 {
			t.Errorf("%s: read %d, want %d; rejected %v", name, rep.Read, len(raw.Values), rep.Rejected)
		}
		t.Logf("%s: %v; left %v; %d unresolved %v", name, rep.Counts, rep.Left, len(rep.Unresolved), rep.Unresolved[:min(3, len(rep.Unresolved))])
		importtest.Again(t, g, Importer{}, file)
	}
	t.Logf("warnings %v", importtest.Check(t, g))
}

// The producers that are parties of the starter graph are called as there.
func TestProducersOfTheStarterGraph(t *testing.T) {
	found := 0
	for _, v := range decode(t, importtest.Data(t, "misp-galaxy/producer.json")).Values {
		party, ok := producers[v.UUID]
		if !ok {
			continue
		}
		found++
		if label := importer.Party(party).Labels[0].(quad.LangString).Value; string(label) != v.Value {
			t.Errorf("%s is %s there, and %s here", v.UUID, v.Value, label)
		}
	}
	if found != len(producers) {
		t.Errorf("%d of %d producers are in the galaxy", found, len(producers))
	}
}

// What is known of a document's date does not contradict what an import before
// knew, whichever comes first; the second import has something new to write.
func TestDateOfTheFile(t *testing.T) {
	file := importtest.Data(t, "misp-galaxy/360net.json")
	first := decode(t, file)
	some := importtest.File{Name: file.Name, Data: []byte(strings.Replace(string(file.Data), first.Values[0].UUID, "55555555-5555-4555-8555-555555555555", 1))}
	for _, dates := range [][2]string{{"", "2024-05"}, {"2024-05", ""}} {
		g := graph.New(nil)
		for i, f := range []importtest.File{some, file} {
			if _, err := importtest.Import(g, Importer{}, &importer.Options{Published: dates[i]}, f); err != nil {
				t.Fatal(err)
			}
		}
		given := importtest.Quads(t, g, graph.Pattern{Predicate: quad.IRI(schema.Published)})
		unknown := importtest.Quads(t, g, graph.Pattern{Predicate: quad.IRI(schema.DateUnknown)})
		if len(given) != 1 || len(unknown) != 0 {
			t.Errorf("%q: got %v and %v, want the date that was given once", dates, given, unknown)
		}
	}
}
