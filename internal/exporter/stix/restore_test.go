package stix_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/internal/importer/importtest"
	stiximport "github.com/ascribe-graph/ascribe/internal/importer/stix"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// TestChanged imports a bundle into a graph that says otherwise, and one in
// which somebody changed an object.
func TestChanged(t *testing.T) {
	text := export(t, dispute(t), graph.Everything)
	file := importtest.File{Name: "export.json", Data: text}
	g := graph.New(nil)
	importtest.Must(t, g, stiximport.Importer{}, file)
	blame, hack := quad.IRI(schema.NSClaim+"blame"), quad.IRI(schema.NSID+"hack")
	extra := []quad.Quad{
		{Subject: blame, Predicate: quad.IRI(schema.Quote), Object: quad.LangString{Value: "And more.", Lang: "en"}},
		{Subject: hack, Predicate: quad.IRI(schema.SearchForm), Object: quad.String("quay hack")},
	}
	err := g.Update(t.Context(), func(tx *graph.Tx) error {
		for _, q := range extra {
			if _, err := tx.Add(q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	before := g.Len()
	rep := importtest.Must(t, g, stiximport.Importer{}, file)[0]
	if g.Len() != before || rep.RejectedTotal != 1 || !strings.Contains(rep.Rejected[0].Reason, "the graph has the record blame with other content") ||
		rep.Left["descriptions of things that the graph describes otherwise"] != 1 {
		t.Errorf("%d quads became %d; rejected %v, left %v", before, g.Len(), rep.Rejected, rep.Left)
	}

	// A changed object is no longer the record: it is what the changed object says.
	changed := strings.Replace(string(text), `"modified":"2021-07-19T00:00:00.000Z","labels":["asserts","official-statement"],"confidence":50`,
		`"modified":"2023-07-19T00:00:00.000Z","labels":["asserts","official-statement"],"confidence":85`, 1)
	if changed == string(text) {
		t.Fatal("the blame is not written as it was")
	}
	g = graph.New(nil)
	rep = importtest.Must(t, g, stiximport.Importer{}, importtest.File{Name: "changed.json", Data: []byte(changed)})[0]
	if rep.Counts["objects of an export that somebody changed, read as any other"] != 1 {
		t.Errorf("counts %v", rep.Counts)
	}
	if q := importtest.Quads(t, g, graph.Pattern{Label: blame}); len(q) != 0 {
		t.Errorf("the record is there, though it was changed: %v", q)
	}
	q := importtest.Quads(t, g, graph.Pattern{Predicate: quad.IRI(schema.AttributedTo), Object: quad.IRI(schema.NSID + "lemuria")})
	if len(q) != 2 || !strings.HasPrefix(quad.ToString(q[1].Label), "<"+schema.NSClaim+"stix/relationship--") && !strings.HasPrefix(quad.ToString(q[0].Label), "<"+schema.NSClaim+"stix/relationship--") {
		t.Errorf("attributed: %v, want the denial and the changed relationship", q)
	}
}

// TestBadNodes has objects of an export that are broken: each is rejected, with
// the reason, and nothing of it is kept.
func TestBadNodes(t *testing.T) {
	const a = `"@id":"https://w3id.org/ascribe/claim/a"`
	for _, c := range []struct{ nodes, want string }{
		{`{}`, "nodes is an object, want a list"},
		{`[]`, "nodes that say nothing"},
		{`[1]`, "no object with an @id"},
		{`[{` + a + `}]`, "nodes that say nothing"},
		{`[{` + a + `,"by":{"@id":"id:x","@type":"y"}}]`, "keys that it should not have"},
		{`[{` + a + `,"by":{"@id":["id:x"]}}]`, "as a value, want a text"},
		{`[{` + a + `,"by":7}]`, "as a value, want a text"},
		{`[{` + a + `,"nonsense":"x"}]`, "the key nonsense, which the vocabulary does not know"},
		{`[{` + a + `,"stance":"sings"}]`, "the term sings"},
		{`[{` + a + `,"@type":"Nothing"}]`, "the term Nothing"},
		{`[{` + a + `,"by":"no iri"}]`, "no RDF"},
		{`[{` + a + `,"by":"http://e/> <http://evil/"}]`, "no RDF"},
		{`[{` + a + `,"label":{"@language":"e_n","@value":"x"}}]`, "no RDF"},
		{`[{` + a + `,"_:p":"x"}]`, "no RDF"},
		{`[{` + a + `,"label":"x"},{"@id":"https://w3id.org/ascribe/id/us","label":"x"}]`, "more than one thing"},
		{`[{` + a + `,"@graph":[{"@id":"urn:s","label":"x","@graph":[]}]}]`, "inside another"},
		{`[{"@id":"https://w3id.org/ascribe/id/us","label":"x","@graph":[{"@id":"urn:s","by":[{"@graph":[]}]}]}]`, "as a value, want a text"},
		{`[{"@id":"","label":"x"}]`, "no RDF"},
	} {
		text := fmt.Sprintf(`{"type":"bundle","id":"bundle--1","objects":[{"type":"note","id":"note--00000000-0000-5000-8000-000000000000","modified":"m","extensions":{%q:{"modified":"m","nodes":%s}}}]}`,
			stiximport.Extension, c.nodes)
		g := graph.New(nil)
		rep := importtest.Must(t, g, stiximport.Importer{}, importtest.File{Name: "bad.json", Data: []byte(text)})[0]
		if g.Len() != 0 || rep.RejectedTotal != 1 || !strings.Contains(rep.Rejected[0].Reason, c.want) || rep.Rejected[0].Where != "$.objects[0].extensions" {
			t.Errorf("%s: %d quads, rejected %v, want %s", c.nodes, g.Len(), rep.Rejected, c.want)
		}
	}
}

// FuzzRestore imports any bundle: an error leaves an empty graph, and what is
// kept can be written as RDF.
func FuzzRestore(f *testing.F) {
	f.Add(fmt.Appendf(nil, `{"type":"bundle","id":"bundle--1","objects":[{"type":"note","id":"note--00000000-0000-5000-8000-000000000000","modified":"m","extensions":{%q:{"modified":"m","nodes":[
		{"@id":"https://w3id.org/ascribe/claim/a","@type":"Claim","by":["_:b","id:x"],"stance":"asserts","on":{"@type":"http://www.w3.org/2001/XMLSchema#gYear","@value":"2021"},
		"quote":{"@language":"en","@value":"x"},"@graph":[{"@id":"_:b","linkedTo":"id:x"}]}]}}}]}`, stiximport.Extension))
	f.Fuzz(func(t *testing.T, data []byte) {
		g := graph.New(nil)
		_, err := importtest.Import(g, stiximport.Importer{}, &importer.Options{As: "stix", Limits: importer.Limits{Bytes: 1 << 20}}, importtest.File{Name: "fuzz", Data: data})
		if err != nil && g.Len() != 0 {
			t.Fatalf("an error (%v), and %d quads", err, g.Len())
		}
		var b bytes.Buffer
		w := rdf.NewWriter(&b, rdf.NQuads, nil)
		for _, q := range importtest.Quads(t, g, graph.Pattern{}) {
			if err := w.Write(q); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func BenchmarkExport(b *testing.B) {
	g := large(b, 5000)
	b.ReportAllocs()
	for b.Loop() {
		export(b, g, graph.Everything)
	}
}

func BenchmarkImport(b *testing.B) {
	text := export(b, large(b, 5000), graph.Everything)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		importtest.Must(b, graph.New(nil), stiximport.Importer{}, importtest.File{Name: "large.json", Data: text})
	}
}

// large returns a graph of n claims.
func large(b testing.TB, n int) *graph.Graph {
	b.Helper()
	g := graph.New(nil)
	iri := func(ns, kind string, i int) quad.IRI { return quad.IRI(fmt.Sprint(ns, kind, "-", i)) }
	err := g.Update(b.Context(), func(tx *graph.Tx) error {
		add := func(s quad.IRI, p string, o, label quad.Value) {
			if _, err := tx.Add(quad.Quad{Subject: s, Predicate: quad.IRI(p), Object: o, Label: label}); err != nil {
				b.Fatal(err)
			}
		}
		for i := range n {
			group, claim := iri(schema.NSID, "group", i), iri(schema.NSClaim, "c", i)
			add(group, schema.RDFType, quad.IRI(schema.ThreatGroup), nil)
			add(group, schema.RDFSLabel, quad.String(fmt.Sprint("Group ", i)), nil)
			add(claim, schema.RDFType, quad.IRI(schema.Claim), nil)
			add(claim, schema.By, iri(schema.NSID, "party", i%20), nil)
			add(claim, schema.Stance, quad.IRI(schema.Asserts), nil)
			add(claim, schema.On, quad.TypedString{Value: "2021-07-19", Type: schema.XSDDate}, nil)
			add(claim, schema.Quote, quad.LangString{Value: quad.String(strings.Repeat("What they said. ", 10)), Lang: "en"}, nil)
			add(group, schema.LinkedTo, iri(schema.NSID, "group", (i+1)%n), claim)
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return g
}

// TestLargeExport holds an export of 30,000 objects, and its import, to 500 MB
// in use beside the graph and the text.
func TestLargeExport(t *testing.T) {
	if testing.Short() {
		t.Skip("writes and reads 30,000 objects: left out by -short")
	}
	g := large(t, 15_000)
	var text []byte
	within := func(what string, fn func()) {
		t.Helper()
		runtime.GC()
		var start, now runtime.MemStats
		runtime.ReadMemStats(&start)
		peak := start.HeapAlloc
		done, stopped := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(stopped)
			for {
				runtime.ReadMemStats(&now)
				peak = max(peak, now.HeapAlloc)
				select {
				case <-done:
					return
				case <-time.After(50 * time.Millisecond):
				}
			}
		}()
		fn()
		close(done)
		<-stopped
		t.Logf("%s: at most %d MiB in use", what, (peak-start.HeapAlloc)>>20)
		if peak-start.HeapAlloc > 500<<20 {
			t.Errorf("%s: %d MiB in use, want 500 MB at most", what, (peak-start.HeapAlloc)>>20)
		}
	}
	within("export", func() { text = export(t, g, graph.Everything) })
	if n := bytes.Count(text, []byte("\n,{")) + 1; n < 30_000 {
		t.Fatalf("%d objects, want 30,000", n)
	}
	again := graph.New(nil)
	within("import", func() {
		importtest.Must(t, again, stiximport.Importer{}, importtest.File{Name: "large.json", Data: text})
	})
	if again.Len() != g.Len() {
		t.Errorf("%d quads, want %d", again.Len(), g.Len())
	}
}

// TestIDLast: blank nodes are called after the bundle, whose id may come after
// the objects that have them.
func TestIDLast(t *testing.T) {
	text := export(t, dispute(t), graph.Everything)
	var bundle map[string]json.RawMessage
	if err := json.Unmarshal(text, &bundle); err != nil {
		t.Fatal(err)
	}
	last := fmt.Appendf(nil, `{"type":"bundle","objects":%s,"id":%s}`, bundle["objects"], bundle["id"])
	var got [2][]quad.Quad
	for i, data := range [][]byte{text, last} {
		g := graph.New(nil)
		importtest.Must(t, g, stiximport.Importer{}, importtest.File{Name: "x.json", Data: data})
		got[i] = importtest.Quads(t, g, graph.Pattern{})
		slices.SortFunc(got[i], graph.CompareQuads)
	}
	if !slices.Equal(got[0], got[1]) {
		t.Errorf("with the id last:\n%v\nwant\n%v", got[1], got[0])
	}
}

// TestOpinionAboutExport has a colleague's platform answer an exported claim: the
// opinion is a claim about that record.
func TestOpinionAboutExport(t *testing.T) {
	text := string(export(t, dispute(t), graph.Everything))
	all := checkBundle(t, []byte(text))
	blame := objectsOf(t, all, schema.NSClaim+"blame")[0]["id"]
	part := objectsOf(t, all, schema.NSClaim+"report")[1]["id"] // a relationship of several
	paper := objectsOf(t, all, schema.NSID+"paper")[0]["id"]
	opinion := fmt.Sprintf(`,{"type":"opinion","spec_version":"2.1","id":"opinion--00000000-0000-4000-8000-000000000001","created_by_ref":%q,"created":"2023-01-01T00:00:00Z","modified":"2023-01-01T00:00:00Z",
		"opinion":"strongly-disagree","explanation":"Not so.","object_refs":[%q,%q]}]}`, paper, blame, part)
	file := importtest.File{Name: "answered.json", Data: []byte(strings.TrimSuffix(text, "]}\n") + opinion)}
	g := graph.New(nil)
	rep := importtest.Must(t, g, stiximport.Importer{}, file)[0]
	importtest.Check(t, g)
	if rep.RejectedTotal > 0 || len(rep.Unresolved) > 0 || len(rep.Left) > 0 {
		t.Errorf("rejected %v, unresolved %v, left %v", rep.Rejected, rep.Unresolved, rep.Left)
	}
	for _, record := range []string{"blame", "report"} {
		var by []quad.Quad
		for _, q := range importtest.Quads(t, g, graph.Pattern{Predicate: quad.IRI(schema.Re), Object: quad.IRI(schema.NSClaim + record)}) {
			if strings.HasPrefix(string(q.Subject.(quad.IRI)), schema.NSClaim+"stix/opinion--") {
				by = append(by, importtest.Quads(t, g, graph.Pattern{Subject: q.Subject, Predicate: quad.IRI(schema.By)})...)
			}
		}
		if len(by) != 1 || by[0].Object != quad.Value(quad.IRI(schema.NSID+"paper")) {
			t.Errorf("opinions about %s are by %v, want one by the paper", record, by)
		}
	}
	importtest.Again(t, g, stiximport.Importer{}, file)
}
