package ofac

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/internal/importer/importtest"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// excerpt and full are made-up lists in the two shapes.
var (
	excerpt = importtest.File{Name: "sdn.csv", Data: []byte(`ent_num,name,type,programs,linked_to,weak_aka
101,"BADGEROV, Ivan Petrovich",individual,CYBER2|NPWMD,BADGER WORKS LLC|MISSING CO,ivan99|Vanya
102,BADGER WORKS LLC,entity,CYBER2,"BADGEROV, Ivan Petrovich",
103,"LOST, Person",individual,CYBER2,"GONE, Also",
103,TWICE,entity,CYBER2,,
x,NO NUMBER,entity,CYBER2,,
104,SHIP,vessel,CYBER2,,
105,ODD,robot,CYBER2,,
106,SHORT
`)}
	full = importtest.File{Name: "sdn.csv", Data: []byte(`101,"BADGEROV, Ivan Petrovich","individual","CYBER2] [NPWMD","Director",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 01 Jan 1970; POB Nowhere; Passport 123456789 (Nowhere); a.k.a. 'ivan99'; Linked To: BADGER WORKS LLC."
102,"BADGER WORKS LLC",-0- ,"CYBER2",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Tax ID No. 99; Linked To: BADGEROV, Ivan Petrovich."
`)}
)

func locals(t *testing.T, g *graph.Graph, p string) (out []string) {
	t.Helper()
	for _, q := range importtest.Visible(t, g, nil, graph.Pattern{Predicate: quad.IRI(p)}) {
		o := ""
		switch v := q.Object.(type) {
		case quad.IRI:
			o = strings.TrimPrefix(string(v), schema.NSID)
		case quad.String:
			o = string(v)
		}
		out = append(out, strings.TrimPrefix(string(q.Subject.(quad.IRI)), schema.NSID)+" "+o)
	}
	slices.Sort(out)
	return out
}

func TestExcerpt(t *testing.T) {
	g := graph.New(nil)
	rep := importtest.Must(t, g, Importer{}, excerpt)[0]
	importtest.Check(t, g)
	var where []string
	for _, r := range rep.Rejected {
		where = append(where, r.Where)
	}
	if want := []string{"line 5", "line 6", "line 8", "line 9"}; !slices.Equal(where, want) || rep.Read != 8 {
		t.Errorf("read %d, rejected %v, want 8 and %v", rep.Read, rep.Rejected, want)
	}
	if rep.Left["listings of a vessel"] != 1 || rep.Counts["listings"] != 3 || rep.Counts["Linked To edges"] != 4 {
		t.Errorf("left %v, counts %v", rep.Left, rep.Counts)
	}
	if want := []string{"us ofac/101", "us ofac/102", "us ofac/103"}; !slices.Equal(locals(t, g, schema.Sanctioned), want) {
		t.Errorf("sanctioned %q", locals(t, g, schema.Sanctioned))
	}
	if got, want := locals(t, g, schema.LinkedTo), []string{"ofac/101 ofac/102", "ofac/101 ofac/name/missing-co", "ofac/102 ofac/101", "ofac/103 ofac/name/gone-also-" + importer.Digest("GONE, Also")}; !slices.Equal(got, want) {
		t.Errorf("linked %q, want %q", got, want)
	}
	label := locals(t, g, schema.RDFSLabel)
	for _, want := range []string{"ofac/101 Ivan Petrovich Badgerov", "ofac/102 BADGER WORKS LLC", "ofac/name/gone-also-" + importer.Digest("GONE, Also") + " Also Gone"} {
		if !slices.Contains(label, want) {
			t.Errorf("no label %q in %q", want, label)
		}
	}
	search := locals(t, g, schema.SearchForm)
	for _, want := range []string{"ofac/101 BADGEROV, Ivan Petrovich", "ofac/101 Badgerov Ivan Petrovich"} {
		if !slices.Contains(search, want) {
			t.Errorf("no search form %q in %q", want, search)
		}
	}
	acts := importtest.Quads(t, g, graph.Pattern{Subject: quad.IRI(schema.NSSource + "ofac/sdn/2023-01"), Predicate: quad.IRI(schema.Published)})
	if len(acts) != 1 || acts[0].Object != quad.Value(quad.TypedString{Value: "2023-01", Type: schema.XSDGYearMonth}) {
		t.Errorf("the source is of %v", acts)
	}
	importtest.Again(t, g, Importer{}, excerpt)

	// The undated acts answer to the date of their source.
	before := &graph.Lens{AsOf: graph.Date{Year: 2022, Month: 12, Day: 31}}
	if q := importtest.Visible(t, g, before, graph.Pattern{Predicate: quad.IRI(schema.Sanctioned)}); len(q) != 0 {
		t.Errorf("known before the list was made: %v", q)
	}
	// The Treasury, which says what is linked, speaks for the US.
	if q := importtest.Visible(t, g, &graph.Lens{By: []quad.IRI{importer.ID("us")}}, graph.Pattern{Predicate: quad.IRI(schema.LinkedTo)}); len(q) != 4 {
		t.Errorf("%d links by the US, want 4", len(q))
	}
}

func TestPublishedList(t *testing.T) {
	g := graph.New(nil)
	rep := importtest.Must(t, g, Importer{}, full)[0]
	importtest.Check(t, g)
	if rep.RejectedTotal != 0 || rep.Counts["listings"] != 2 || rep.Counts["Linked To edges"] != 2 || rep.Counts["weak aliases"] != 1 || rep.Counts["programs of listings"] != 3 {
		t.Errorf("rejected %v, counts %v", rep.Rejected, rep.Counts)
	}
	if got, want := locals(t, g, schema.LinkedTo), []string{"ofac/101 ofac/102", "ofac/102 ofac/101"}; !slices.Equal(got, want) {
		t.Errorf("linked %q, want %q", got, want)
	}
	for _, q := range importtest.Quads(t, g, graph.Pattern{}) {
		for _, private := range []string{"1970", "123456789", "Nowhere", "Tax"} {
			if strings.Contains(q.Object.String(), private) {
				t.Errorf("kept what is private: %v", q)
			}
		}
	}
}

func TestLaterList(t *testing.T) {
	g := graph.New(nil)
	importtest.Must(t, g, Importer{}, excerpt)
	later := importtest.File{Name: "sdn.csv", Data: bytes.Replace(excerpt.Data, []byte("CYBER2|NPWMD"), []byte("CYBER3"), 1)}
	reps, err := importtest.Import(g, Importer{}, &importer.Options{Published: "2024-05-01"}, later)
	if err != nil {
		t.Fatal(err)
	}
	if r := reps[0]; r.Superseded != 1 || r.New != 1 {
		t.Errorf("superseded %d, new %d: %v", r.Superseded, r.New, r.Changes)
	}
	importtest.Check(t, g)
	importtest.Again(t, g, Importer{}, excerpt) // of 2023-01: older
}

func TestHostile(t *testing.T) {
	importtest.Hostile(t, Importer{}, excerpt)
	importtest.Hostile(t, Importer{}, full)
	for text, want := range map[string]string{
		"ent_num,name,type,programs,linked_to,weak_aka\n1,\"a,entity,,,\n": `x.csv:2:16: extraneous or missing " in quoted-field`,
		"ent_num,name,type,programs,linked_to\n":                           `x.csv:1: there is no column "weak_aka"`,
		"ent_num,name,type,programs,linked_to,weak_aka,name\n":             `x.csv:1: the column "name" is there twice`,
		"a,b\n": `x.csv:1: found no line of column names`,
	} {
		_, err := importtest.Import(graph.New(nil), Importer{}, &importer.Options{As: "ofac"}, importtest.File{Name: "x.csv", Data: []byte(text)})
		if err == nil || err.Error() != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add(excerpt.Data)
	f.Add(full.Data)
	f.Fuzz(func(t *testing.T, data []byte) { importtest.Survives(t, Importer{}, "fuzz", data) })
}

func TestRealExcerpt(t *testing.T) {
	file := importtest.Data(t, "ofac-sdn/sdn_cyber_subset.csv")
	rows, err := csv.NewReader(bytes.NewReader(file.Data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	persons, edges, linked, programs, weak := 0, 0, 0, 0, 0
	count := func(s string) int {
		n := 0
		for p := range strings.SplitSeq(s, "|") {
			if p != "" {
				n++
			}
		}
		return n
	}
	for _, r := range rows[1:] {
		if r[2] == "individual" {
			persons++
		}
		if r[4] != "" {
			linked++
		}
		edges, programs, weak = edges+count(r[4]), programs+count(r[3]), weak+count(r[5])
	}
	g := graph.New(nil)
	rep := importtest.Must(t, g, Importer{}, file)[0]
	if n := len(rows) - 1; n != 257 || rep.Read != n || rep.Counts["listings"] != n || rep.Counts["listings of persons"] != persons || rep.RejectedTotal != 0 {
		t.Errorf("read %d of %d, want 257; counts %v; rejected %v", rep.Read, n, rep.Counts, rep.Rejected)
	}
	if rep.Counts["Linked To edges"] != edges || rep.Counts["programs of listings"] != programs || rep.Counts["weak aliases"] != weak {
		t.Errorf("counts %v, want %d edges, %d programs, %d aliases", rep.Counts, edges, programs, weak)
	}
	subjects := map[quad.Value]bool{}
	for _, q := range importtest.Quads(t, g, graph.Pattern{Predicate: quad.IRI(schema.LinkedTo)}) {
		subjects[q.Subject] = true
	}
	if len(subjects) != linked || linked != 171 {
		t.Errorf("%d rows have a Linked To, in the graph %d, want 171", linked, len(subjects))
	}
	if len(rep.Unresolved) != 7 {
		t.Errorf("unresolved %v, want seven", rep.Unresolved)
	}
	t.Logf("%d edges from %d rows; %d quads; warnings %v", edges, linked, g.Len(), importtest.Check(t, g))
	importtest.Again(t, g, Importer{}, file)
}
