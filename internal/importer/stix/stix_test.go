package stix

import (
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/internal/importer/importtest"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

func zeros(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }

func id(typ string, n int) quad.IRI { return importer.ID("stix/" + typ + "--" + zeros(n)) }

// relationship returns the one quad under a relationship, and its record.
func relationship(t *testing.T, g *graph.Graph, n int) (quad.Quad, quad.Value) {
	t.Helper()
	stem := schema.NSClaim + "stix/relationship--" + zeros(n) + "/"
	for _, q := range importtest.Quads(t, g, graph.Pattern{}) {
		if l, ok := q.Label.(quad.IRI); ok && strings.HasPrefix(string(l), stem) {
			return q, l
		}
	}
	t.Fatalf("no edge of relationship %d", n)
	return quad.Quad{}, nil
}

func props(t *testing.T, g *graph.Graph, s quad.Value, p string) (out []string) {
	t.Helper()
	for _, q := range importtest.Quads(t, g, graph.Pattern{Subject: s, Predicate: quad.IRI(p), Unlabelled: true}) {
		switch v := q.Object.(type) {
		case quad.IRI:
			out = append(out, schema.Handle(string(v)))
		case quad.LangString:
			out = append(out, string(v.Value))
		case quad.TypedString:
			out = append(out, string(v.Value))
		case quad.String:
			out = append(out, string(v))
		}
	}
	slices.Sort(out)
	return out
}

func wantProps(t *testing.T, g *graph.Graph, s quad.Value, p string, want ...string) {
	t.Helper()
	if got := props(t, g, s, p); !slices.Equal(got, want) {
		t.Errorf("%s %s: %q, want %q", s, schema.Handle(p), got, want)
	}
}

func TestBundle(t *testing.T) {
	g := graph.New(nil)
	file := importtest.Testdata(t, "bundle.json")
	rep := importtest.Must(t, g, Importer{}, file)[0]
	importtest.Check(t, g)
	var where []string
	for _, r := range rep.Rejected {
		where = append(where, strings.TrimPrefix(r.Where, "$.objects"))
	}
	if want := []string{"[25].id", "[26]", "[27].id", "[30]", "[28]", "[29]", "[18]", "[19]"}; len(where) != len(want) {
		t.Errorf("rejected %v, want %v", rep.Rejected, want)
	}
	for what, n := range map[string]int{
		"relationship uses, from intrusion-set to malware": 1, "objects of the type attack-pattern": 1, "intrusion-set.x_vendor_score": 1, "malware.is_family": 1,
	} {
		if rep.Left[what] != n {
			t.Errorf("left %s: %d, want %d (%v)", what, rep.Left[what], n, rep.Left)
		}
	}
	var unresolved []string
	for _, u := range rep.Unresolved {
		unresolved = append(unresolved, u.Name)
	}
	if want := []string{"id:stix/identity--" + zeros(99), "stix/relationship--" + zeros(77)}; !slices.Equal(unresolved, want) {
		t.Errorf("unresolved %q, want %q", unresolved, want)
	}
	if rep.Counts["dates of 1 January, which may be no more than a year"] != 1 {
		t.Errorf("the date of 1 January was not counted: %v", rep.Counts)
	}

	q, rec := relationship(t, g, 1)
	if want := (quad.Quad{Subject: id("campaign", 1), Predicate: quad.IRI(schema.AttributedTo), Object: id("intrusion-set", 1), Label: rec}); q != want {
		t.Errorf("attributed-to is %v", q)
	}
	wantProps(t, g, rec, schema.By, "id:stix/identity--"+zeros(1))
	wantProps(t, g, rec, schema.Stance, "asc:asserts")
	wantProps(t, g, rec, schema.Confidence, "asc:moderate")
	wantProps(t, g, rec, schema.Quote, "We are fairly sure.", "confidence: 50")
	wantProps(t, g, rec, schema.OnEarliest, "2021-03-04")
	wantProps(t, g, rec, schema.OnLatest, "2021-05-04")
	wantProps(t, g, rec, schema.ValidFrom, "2020-02-03")
	wantProps(t, g, rec, schema.ValidTo, "2020-06-01")
	wantProps(t, g, rec, schema.SourceProp, "src:stix/identity--"+zeros(1)+"/unmarked", "src:stix/report--"+zeros(1))
	wantProps(t, g, quad.IRI(schema.NSSource+"stix/report--"+zeros(1)), schema.Published, "2021-05-04")
	wantProps(t, g, id("identity", 1), schema.RDFType, "asc:Organization")
	wantProps(t, g, id("identity", 2), schema.RDFType, "asc:Sector")
	wantProps(t, g, id("threat-actor", 1), schema.RDFType, "asc:Person")
	if q, _ := relationship(t, g, 2); q.Predicate != quad.Value(quad.IRI(schema.OperatesFrom)) || q.Object != quad.Value(importer.ID("russia")) {
		t.Errorf("originates-from is %v", q)
	}
	if q, _ := relationship(t, g, 3); q.Predicate != quad.Value(quad.IRI(schema.Exploited)) {
		t.Errorf("targets of a weakness is %v", q)
	}

	// The marking is kept on the source.
	marked := importtest.Quads(t, g, graph.Pattern{Predicate: quad.IRI(schema.Rights), Object: quad.String("TLP:AMBER")})
	if len(marked) != 1 {
		t.Errorf("marked: %v", marked)
	}

	// What was revoked does not show, and what was denied is no fact.
	if q := importtest.Visible(t, g, nil, graph.Pattern{Predicate: quad.IRI(schema.LinkedTo)}); len(q) != 0 {
		t.Errorf("the revoked relationship shows: %v", q)
	}
	_, denied := relationship(t, g, 1)
	opinions := importtest.Quads(t, g, graph.Pattern{Predicate: quad.IRI(schema.Re), Object: denied})
	if len(opinions) != 1 {
		t.Fatalf("opinions about the attribution: %v", opinions)
	}
	wantProps(t, g, opinions[0].Subject, schema.Stance, "asc:denies")
	wantProps(t, g, opinions[0].Subject, schema.Quote, "It was the foxes.", "opinion: strongly-disagree")
	if q := importtest.Visible(t, g, nil, graph.Pattern{Predicate: quad.IRI(schema.Targeted), Object: id("identity", 3)}); len(q) != 1 {
		t.Errorf("the sighting gives %v", q)
	}
	names := importtest.Visible(t, g, nil, graph.Pattern{Subject: id("intrusion-set", 1), Predicate: quad.IRI(schema.KnownAs)})
	if len(names) != 2 {
		t.Errorf("names %v", names)
	}
	importtest.Again(t, g, Importer{}, file)
}

func TestNewerObject(t *testing.T) {
	old := importtest.Testdata(t, "bundle.json")
	newer := importtest.File{Name: "b.json", Data: fmt.Appendf(nil, `{"type":"bundle","objects":[
		{"type":"identity","id":"identity--%[1]s","name":"Made-up Cyber Centre","identity_class":"organization"},
		{"type":"intrusion-set","id":"intrusion-set--%[1]s","created_by_ref":"identity--%[1]s","created":"2021-03-04T05:06:07.000Z","modified":"2022-03-04T05:06:07.000Z","name":"Badger Gang","aliases":["Badger Group"]},
		{"type":"relationship","id":"relationship--%[2]s","created_by_ref":"identity--%[1]s","created":"2021-03-04T05:06:07.000Z","modified":"2022-03-04T05:06:07.000Z","revoked":true,
		 "relationship_type":"originates-from","source_ref":"intrusion-set--%[1]s","target_ref":"location--%[1]s"},
		{"type":"location","id":"location--%[1]s","country":"RU"}]}`, zeros(1), zeros(2))}
	g := graph.New(nil)
	importtest.Must(t, g, Importer{}, old)
	rep := importtest.Must(t, g, Importer{}, newer)[0]
	if rep.Superseded != 2 || rep.Retracted != 1 {
		t.Errorf("superseded %d, retracted %d: %v", rep.Superseded, rep.Retracted, rep.Changes)
	}
	wantProps(t, g, id("intrusion-set", 1), schema.RDFSLabel, "Badger Gang")
	if q := importtest.Visible(t, g, nil, graph.Pattern{Predicate: quad.IRI(schema.OperatesFrom)}); len(q) != 0 {
		t.Errorf("the revoked origin shows: %v", q)
	}
	importtest.Check(t, g)
	importtest.Again(t, g, Importer{}, newer)
	importtest.Again(t, g, Importer{}, old)
	wantProps(t, g, id("intrusion-set", 1), schema.RDFSLabel, "Badger Gang")
}

func TestMalformed(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`[]`, `b.json:1: got a list, want a bundle: an object with objects, at $`},
		{`{"type":"bundle"}`, `b.json: there is no list of objects, at $`},
		{`{"objects":{}}`, `b.json: got an object, want a list, at $.objects`},
		{`{"objects":[{}`, `b.json:1:15: got the end of the file, want ',' or "]", at $.objects[0]`},
	} {
		_, err := importtest.Import(graph.New(nil), Importer{}, &importer.Options{As: "stix"}, importtest.File{Name: "b.json", Data: []byte(c.text)})
		if err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", c.text, err, c.want)
		}
	}
}

// TestCycles has objects that refer to one another, and to themselves, in a
// circle: the import ends, and nothing is a part of itself.
func TestCycles(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, `{"type":"bundle","id":"bundle--%s","objects":[`, zeros(0))
	for i := range 3 {
		const when = `"created":"2021-01-02T00:00:00Z","modified":"2021-01-02T00:00:00Z"`
		fmt.Fprintf(&b, `{"type":"identity","id":"identity--%[1]s","created_by_ref":"identity--%[2]s",%[3]s,"name":"Unit %[4]d","identity_class":"organization"},`, zeros(i), zeros((i+1)%3), when, i)
		for n, typ := range []string{"part-of", "duplicate-of", "related-to"} {
			fmt.Fprintf(&b, `{"type":"relationship","id":"relationship--%s","created_by_ref":"identity--%s",%s,"relationship_type":"%s","source_ref":"identity--%s","target_ref":"identity--%s"},`,
				zeros(10*n+i), zeros(i), when, typ, zeros(i), zeros((i+1)%3))
		}
		fmt.Fprintf(&b, `{"type":"report","id":"report--%[1]s",%[2]s,"name":"R","published":"2021-01-02T00:00:00Z","object_refs":["report--%[1]s","report--%[3]s","opinion--%[1]s"]},`, zeros(i), when, zeros((i+1)%3))
		fmt.Fprintf(&b, `{"type":"opinion","id":"opinion--%[1]s",%[2]s,"opinion":"agree","object_refs":["opinion--%[1]s","opinion--%[3]s"]},`, zeros(i), when, zeros((i+1)%3))
	}
	text := strings.TrimSuffix(b.String(), ",") + "]}"
	g := graph.New(nil)
	file := importtest.File{Name: "cycles.json", Data: []byte(text)}
	importtest.Must(t, g, Importer{}, file)
	importtest.Check(t, g)
	up := map[quad.Value]quad.Value{}
	for _, q := range importtest.Quads(t, g, graph.Pattern{Predicate: quad.IRI(schema.PartOf)}) {
		up[q.Subject] = q.Object
	}
	if len(up) > 2 {
		t.Errorf("a circle of partOf: %v", up)
	}
	importtest.Again(t, g, Importer{}, file)
}

func TestHostile(t *testing.T) {
	importtest.Hostile(t, Importer{}, importtest.Testdata(t, "bundle.json"))
}

func FuzzRead(f *testing.F) {
	f.Add(importtest.Testdata(f, "bundle.json").Data)
	f.Fuzz(func(t *testing.T, data []byte) { importtest.Survives(t, Importer{}, "fuzz", data) })
}

// TestATTACK imports MITRE ATT&CK for ICS and counts with encoding/json.
func TestATTACK(t *testing.T) {
	file := importtest.Data(t, "attack/ics-attack.json")
	var raw struct {
		Objects []struct {
			Type, ID, Relationship_Type, Source_Ref, Target_Ref string
			Revoked                                             bool
			Aliases                                             []string
			X_MITRE_Aliases                                     []string `json:"x_mitre_aliases"`
			Name                                                string
			First_Seen                                          string
		}
	}
	if err := json.Unmarshal(file.Data, &raw); err != nil {
		t.Fatal(err)
	}
	types := map[string]int{}
	names, attributed, same, revoked := 0, 0, 0, 0
	for _, o := range raw.Objects {
		types[o.Type]++
		switch o.Type {
		case "intrusion-set", "campaign", "malware":
			had := map[string]bool{}
			for _, a := range append(append([]string{o.Name}, o.Aliases...), o.X_MITRE_Aliases...) {
				had[a] = true
			}
			names += len(had)
			if o.Revoked {
				revoked++
			}
		case "relationship":
			switch o.Relationship_Type {
			case "attributed-to":
				attributed++
			case "revoked-by":
				same++
			}
		}
	}
	g := graph.New(nil)
	rep := importtest.Must(t, g, Importer{}, file)[0]
	if rep.Read != len(raw.Objects) || rep.RejectedTotal != 0 {
		t.Errorf("read %d of %d, rejected %v", rep.Read, len(raw.Objects), rep.Rejected)
	}
	for _, typ := range []string{"intrusion-set", "campaign", "malware", "identity"} {
		if rep.Counts[typ] != types[typ] {
			t.Errorf("%d of the type %s, want %d", rep.Counts[typ], typ, types[typ])
		}
	}
	left := 0
	for what, n := range rep.Left {
		if typ, ok := strings.CutPrefix(what, "objects of the type "); ok && n != types[typ] {
			t.Errorf("left %d of the type %s, want %d", n, typ, types[typ])
		}
		if strings.HasPrefix(what, "relationship ") {
			left += n
		}
	}
	if rep.Counts["relationships with an edge"]+left != types["relationship"] {
		t.Errorf("%d relationships with an edge and %d left, want %d", rep.Counts["relationships with an edge"], left, types["relationship"])
	}
	if rep.Counts["names"] != names || rep.Counts["revoked"] != revoked {
		t.Errorf("%d names and %d revoked, want %d and %d", rep.Counts["names"], rep.Counts["revoked"], names, revoked)
	}
	for p, n := range map[string]int{schema.AttributedTo: attributed, schema.SameAs: same} {
		if q := importtest.Quads(t, g, graph.Pattern{Predicate: quad.IRI(p)}); len(q) != n {
			t.Errorf("%d edges %s, want %d", len(q), schema.Handle(p), n)
		}
	}
	// MITRE collects what others found: that is no report of its own.
	for _, q := range importtest.Quads(t, g, graph.Pattern{Predicate: quad.IRI(schema.Form), Object: quad.IRI(schema.TechnicalReport)}) {
		if by := props(t, g, q.Subject, schema.By); slices.Contains(by, "id:stix/"+attack) {
			t.Errorf("%v, which is by a catalogue", q)
		}
	}
	// MITRE gives months: no campaign begins on the first of one.
	for _, p := range []string{schema.Began, schema.Ended} {
		for _, q := range importtest.Quads(t, g, graph.Pattern{Predicate: quad.IRI(p)}) {
			if strings.Contains(q.Object.String(), "-01\"^^<http://www.w3.org/2001/XMLSchema#date>") {
				t.Errorf("a padded date: %v", q)
			}
		}
	}
	t.Logf("%d quads, %d records, warnings %v, unresolved %v, left %v", g.Len(), rep.New, importtest.Check(t, g), rep.Unresolved, rep.Left)
	importtest.Again(t, g, Importer{}, file)
}

// bundleOf makes a bundle of n objects: a fifth groups, the rest relationships.
func bundleOf(n int) importtest.File {
	var b strings.Builder
	fmt.Fprintf(&b, `{"type":"bundle","id":"bundle--%s","objects":[`, zeros(0))
	fmt.Fprintf(&b, `{"type":"identity","id":"identity--%s","name":"Maker","identity_class":"organization","created":"2020-05-05T00:00:00Z","modified":"2020-05-05T00:00:00Z"}`, zeros(1))
	groups := n / 5
	for i := range groups {
		fmt.Fprintf(&b, `,{"type":"intrusion-set","spec_version":"2.1","id":"intrusion-set--%s","created_by_ref":"identity--%s","created":"2020-05-05T00:00:00Z","modified":"2021-05-05T00:00:00Z","name":"Group %d","aliases":["G%d","Alias %d"],"description":%q,"external_references":[{"source_name":"x","url":"https://example.org/%d"}]}`,
			zeros(i), zeros(1), i, i, i, strings.Repeat("What this group did is told at some length. ", 20), i)
	}
	for i := range n - groups - 1 {
		fmt.Fprintf(&b, `,{"type":"relationship","spec_version":"2.1","id":"relationship--%s","created_by_ref":"identity--%s","created":"2020-05-05T00:00:00Z","modified":"2021-05-05T00:00:00Z","relationship_type":"related-to","source_ref":"intrusion-set--%s","target_ref":"intrusion-set--%s","description":"They share tools.","confidence":60}`,
			zeros(i), zeros(1), zeros(i%groups), zeros((i+1+i/groups)%groups))
	}
	b.WriteString("]}")
	return importtest.File{Name: "big.json", Data: []byte(b.String())}
}

// TestLargeBundle holds an import of 25,000 objects to 500 MB, and says how long
// it took: a test that fails on a busy machine would tell nothing.
func TestLargeBundle(t *testing.T) {
	if testing.Short() {
		t.Skip("imports 25,000 objects: left out by -short")
	}
	file := bundleOf(25_000)
	took, peak, quads := importLarge(t, file)
	t.Logf("25,000 objects, %d MiB of JSON, %d quads: %v, at most %d MiB in use", len(file.Data)>>20, quads, took, peak>>20)
	if peak > 500<<20 {
		t.Errorf("%d MiB in use, want 500 MB at most", peak>>20)
	}
}

// importLarge imports a file into a new graph and returns how long that took, the
// most memory in use meanwhile, and how many quads came of it.
func importLarge(t *testing.T, file importtest.File) (took time.Duration, peak uint64, quads int) {
	t.Helper()
	g := graph.New(nil)
	runtime.GC()
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapAlloc)
			select {
			case <-done:
				return
			case <-time.After(50 * time.Millisecond):
			}
		}
	}()
	start := time.Now()
	rep := importtest.Must(t, g, Importer{}, file)[0]
	took = time.Since(start)
	close(done)
	<-stopped
	if rep.Read != 25_000 || rep.RejectedTotal != 0 {
		t.Errorf("read %d, rejected %v", rep.Read, rep.Rejected)
	}
	return took, peak, g.Len()
}
