package stix_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/internal/exporter/stix"
	"github.com/ascribe-graph/ascribe/internal/importer/importtest"
	stiximport "github.com/ascribe-graph/ascribe/internal/importer/stix"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
)

func export(t testing.TB, g *graph.Graph, lens *graph.Lens) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := g.View(t.Context(), lens, func(v *graph.View) error { return stix.Write(t.Context(), &b, v) }); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// roundTrip exports a graph, imports the bundle into an empty one, and compares.
func roundTrip(t *testing.T, g *graph.Graph) {
	t.Helper()
	text := export(t, g, graph.Everything)
	if again := export(t, g, graph.Everything); !bytes.Equal(text, again) {
		t.Error("two exports of one graph differ")
	}
	checkBundle(t, text)
	back := graph.New(nil)
	file := importtest.File{Name: "export.json", Data: text}
	rep := importtest.Must(t, back, stiximport.Importer{}, file)[0]
	if rep.RejectedTotal > 0 || len(rep.Left) > 0 || len(rep.Unresolved) > 0 {
		t.Errorf("rejected %v, left %v, unresolved %v", rep.Rejected, rep.Left, rep.Unresolved)
	}
	want, got := importtest.Quads(t, g, graph.Pattern{}), importtest.Quads(t, back, graph.Pattern{})
	if !rdf.Isomorphic(want, got) {
		t.Errorf("%d quads became %d others\n%s", len(want), len(got), diff(want, got))
	}
	importtest.Again(t, back, stiximport.Importer{}, file)
}

func diff(want, got []quad.Quad) string {
	var b strings.Builder
	for _, q := range want {
		if !slices.Contains(got, q) {
			fmt.Fprintln(&b, "-", q)
		}
	}
	for _, q := range got {
		if !slices.Contains(want, q) {
			fmt.Fprintln(&b, "+", q)
		}
	}
	return b.String()
}

func TestRoundTripSeeds(t *testing.T) {
	g, err := seeds.Open()
	if err != nil {
		t.Fatal(err)
	}
	roundTrip(t, g)
}

// TestRoundTripRandom makes graphs of records with everything that the
// vocabulary has, and of what it has not.
func TestRoundTripRandom(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	for range 60 {
		g := graph.New(nil)
		err := g.Update(t.Context(), func(tx *graph.Tx) error {
			for _, q := range randomGraph(r) {
				if _, err := tx.Add(q); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		roundTrip(t, g)
		if t.Failed() {
			return
		}
	}
}

func pick[T any](r *rand.Rand, list ...T) T { return list[r.IntN(len(list))] }

// randomGraph returns quads in all the shapes that a graph can have.
func randomGraph(r *rand.Rand) (quads []quad.Quad) {
	things := []quad.Value{quad.IRI("id:trap"), quad.IRI("http://example.org/x#y"), quad.BNode("a"), quad.BNode("b.1")}
	for i := range 6 {
		things = append(things, quad.IRI(fmt.Sprint(schema.NSID, "thing-", i)))
	}
	records := []quad.Value{quad.BNode("r")}
	for i := range 6 {
		records = append(records, quad.IRI(fmt.Sprint(pick(r, schema.NSClaim, schema.NSAct), "r/", i)))
	}
	records = append(records, quad.IRI(schema.NSClaim+"stix/sighting--1/a"))
	sources := []quad.Value{quad.IRI(schema.NSSource + "s1"), quad.IRI(schema.NSSource + "s2"), quad.BNode("s")}
	literal := func() quad.Value {
		text := pick(r, "", "x", "2021-07", "2021-07-19", "TLP:AMBER; nobody", "line\nbreak \"q\" \\ \u2028 <b> \U0001F600", "asserts", "id:x", "CVE-2021-26855")
		switch r.IntN(4) {
		case 0:
			return quad.LangString{Value: quad.String(text), Lang: pick(r, "en", "nl", "zh-Hant")}
		case 1:
			return quad.TypedString{Value: quad.String(text), Type: quad.IRI(pick(r, schema.XSDDate, schema.XSDGYear, schema.XSDGYearMonth, schema.XSDInteger, schema.XSDAnyURI, "urn:t"))}
		}
		return quad.String(text)
	}
	classes := schema.Classes()
	date := func() quad.Value {
		return pick[quad.Value](r, quad.TypedString{Value: "2021-07-19", Type: schema.XSDDate}, quad.TypedString{Value: "2021-07", Type: schema.XSDGYearMonth},
			quad.TypedString{Value: "2020", Type: schema.XSDGYear}, quad.TypedString{Value: "0000-13-99", Type: schema.XSDDate}, quad.TypedString{Value: "2022-02-28Z", Type: schema.XSDDate})
	}
	for _, s := range slices.Concat(things, records, sources) {
		if r.IntN(5) > 0 {
			class := classes[r.IntN(len(classes))].IRI
			switch {
			case slices.Contains(records, s):
				class = pick(r, schema.Claim, schema.Act, schema.Record)
			case slices.Contains(sources, s):
				class = schema.Source
			}
			quads = append(quads, quad.Quad{Subject: s, Predicate: quad.IRI(schema.RDFType), Object: quad.IRI(class)})
		}
		for range r.IntN(6) {
			quads = append(quads, quad.Quad{Subject: s, Predicate: quad.IRI(pick(r, schema.RDFSLabel, "http://example.org/p", "urn:p", schema.ISOCode, schema.Rights, schema.Title)), Object: literal()})
		}
	}
	props := schema.Properties()
	stances, kinds := schema.Stances(), schema.Kinds()
	for range 60 {
		p := props[r.IntN(len(props))]
		s := records[r.IntN(len(records))]
		var o quad.Value
		switch {
		case p.IRI == schema.Stance:
			o = quad.IRI(stances[r.IntN(len(stances))].IRI)
		case p.IRI == schema.SourceProp:
			o = sources[r.IntN(len(sources))]
		case p.IRI == schema.Re || p.IRI == schema.Supersedes:
			o = records[r.IntN(len(records))]
		case p.Objects[0] == schema.XSDDate:
			o = date()
		case slices.Contains(p.Objects, schema.KindClass):
			o = quad.IRI(kinds[r.IntN(len(kinds))].IRI)
		case strings.HasPrefix(p.Objects[0], schema.NS):
			o = things[r.IntN(len(things))]
		default:
			o = literal()
		}
		if r.IntN(12) == 0 { // anything may stand anywhere
			o = pick(r, literal(), date(), things[r.IntN(len(things))], records[0])
		}
		q := quad.Quad{Subject: s, Predicate: quad.IRI(p.IRI), Object: o}
		switch p.Place() {
		case schema.EdgeProperty:
			q.Subject, q.Label = things[r.IntN(len(things))], s
		case schema.SourceProperty:
			q.Subject = sources[r.IntN(len(sources))]
		case schema.EntityProperty, schema.SchemaProperty:
			q.Subject = things[r.IntN(len(things))]
		case schema.DerivedProperty:
			continue
		}
		quads = append(quads, q)
	}
	return quads
}

var (
	idForm   = regexp.MustCompile(`^[a-z-]+--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	timeForm = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$`)
)

// required are the properties that sections 4 to 7 of the standard require of a
// type, beside those of all objects.
var required = map[string][]string{
	"identity": {"name"}, "location": {"country"}, "intrusion-set": {"name"}, "campaign": {"name"}, "incident": {"name"}, "vulnerability": {"name"},
	"software": {"name"}, "relationship": {"relationship_type", "source_ref", "target_ref"}, "sighting": {"sighting_of_ref"},
	"note": {"content", "object_refs"}, "opinion": {"opinion", "object_refs"}, "report": {"name", "published", "object_refs"},
	"grouping": {"name", "context", "object_refs"}, "marking-definition": nil, "extension-definition": {"name", "schema", "version", "extension_types", "created_by_ref"},
}

// checkBundle holds a bundle to what the JSON schemas of OASIS say of these
// types, and to references that lead somewhere.
func checkBundle(t *testing.T, text []byte) []map[string]any {
	t.Helper()
	var bundle struct {
		Type, ID string
		Objects  []map[string]any
	}
	if err := json.Unmarshal(text, &bundle); err != nil {
		t.Fatal(err)
	}
	if bundle.Type != "bundle" || !idForm.MatchString(bundle.ID) {
		t.Errorf("the bundle is %s %s", bundle.Type, bundle.ID)
	}
	ids := map[string]bool{}
	for _, o := range bundle.Objects {
		id := o["id"].(string)
		if ids[id] {
			t.Errorf("%s is there twice", id)
		}
		ids[id] = true
	}
	for _, o := range bundle.Objects {
		checkObject(t, o, ids)
	}
	return bundle.Objects
}

func checkObject(t *testing.T, o map[string]any, ids map[string]bool) {
	t.Helper()
	id, typ := o["id"].(string), o["type"].(string)
	must, known := required[typ]
	if !known || !strings.HasPrefix(id, typ+"--") || o["spec_version"] != "2.1" {
		t.Errorf("%s: type %s, version %v", id, typ, o["spec_version"])
	}
	if typ != "software" {
		must = append(slices.Clone(must), "created")
		if typ != "marking-definition" {
			must = append(must, "modified")
			if o["created"].(string) > o["modified"].(string) {
				t.Errorf("%s: created %v after %v", id, o["created"], o["modified"])
			}
		}
		if typ != "marking-definition" && !idForm.MatchString(id) {
			t.Errorf("%s is no UUIDv5", id)
		}
	}
	for _, key := range must {
		if o[key] == nil || o[key] == "" {
			t.Errorf("%s has no %s", id, key)
		}
	}
	for key, v := range o {
		switch {
		case slices.Contains([]string{"created", "modified", "published", "start_time", "stop_time"}, key):
			if !timeForm.MatchString(v.(string)) {
				t.Errorf("%s: %s is %v", id, key, v)
			}
		case strings.HasSuffix(key, "_ref"):
			if !ids[v.(string)] {
				t.Errorf("%s: %s leads nowhere: %v", id, key, v)
			}
		case strings.HasSuffix(key, "_refs"):
			for _, ref := range v.([]any) {
				if !ids[ref.(string)] {
					t.Errorf("%s: %s leads nowhere: %v", id, key, ref)
				}
			}
		}
	}
	if start, stop := o["start_time"], o["stop_time"]; start != nil && stop != nil && start.(string) >= stop.(string) {
		t.Errorf("%s: %v is not before %v", id, start, stop)
	}
	if by, _ := o["created_by_ref"].(string); by != "" && !strings.HasPrefix(by, "identity--") {
		t.Errorf("%s is by %s, which is no identity", id, by)
	}
}
