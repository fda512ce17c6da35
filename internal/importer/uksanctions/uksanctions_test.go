package uksanctions

import (
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/internal/importer/importtest"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// sample is made up, in the shape of the list.
var sample = importtest.File{Name: "uk.csv", Data: []byte(`Report Date: 18-Aug-2025
Last Updated,Unique ID,OFSI Group ID,Name 6,Name 1,Name 2,Name type,Name non-latin script,Regime Name,Designation Type,Sanctions Imposed,UK Statement of Reasons,Address Line 1,Date Designated,D.O.B
04/08/2025,CYB9001,1,BADGEROV,Ivan,Petrovich,Primary Name,Иван Баджеров,Cyber,Individual,Asset freeze|Travel Ban,"He dug, and dug.",1 Sett Lane,24/03/2022,01/01/1970
04/08/2025,CYB9001,1,BADGEROV,Vanya,,AKA,,Cyber,Individual,Asset freeze|Travel Ban,"He dug, and dug.",2 Sett Lane,24/03/2022,02/01/1970
04/08/2025,CYB9002,2,BADGER WORKS LLC,,,Primary Name,,Cyber,Entity,Asset freeze,,,07/12/2023,
04/08/2025,CYB9003,3,SETT STAR,,,Primary Name,,Russia,Ship,,,,07/12/2023,
04/08/2025,CYB9004,4,ODD,,,Primary Name,,Cyber,Entity,,,,2023-12-07,
04/08/2025,nine,5,ODD,,,Primary Name,,Cyber,Entity,,,,07/12/2023,
04/08/2025,CYB9006,6,,,,Primary Name,,Cyber,Entity,,,,07/12/2023,
`)}

func TestList(t *testing.T) {
	g := graph.New(nil)
	rep := importtest.Must(t, g, Importer{}, sample)[0]
	importtest.Check(t, g)
	if rep.Read != 7 || rep.RejectedTotal != 3 || rep.Counts["designations"] != 2 || rep.Counts["aliases"] != 1 || rep.Left["designations of a ship"] != 1 || rep.Version != "2025-08-18" {
		t.Errorf("read %d, rejected %v, counts %v, left %v, version %s", rep.Read, rep.Rejected, rep.Counts, rep.Left, rep.Version)
	}
	acts := importtest.Visible(t, g, &graph.Lens{ActsBy: []quad.IRI{importer.ID("uk")}, AsOf: graph.Date{Year: 2022, Month: 3, Day: 24}}, graph.Pattern{Predicate: quad.IRI(schema.Sanctioned)})
	if len(acts) != 1 || acts[0].Object != quad.Value(importer.ID("uk-sanctions/CYB9001")) {
		t.Errorf("sanctioned by the UK on 24 March 2022: %v", acts)
	}
	label := importtest.Quads(t, g, graph.Pattern{Subject: importer.ID("uk-sanctions/CYB9001"), Predicate: quad.IRI(schema.RDFSLabel)})
	if len(label) != 1 || label[0].Object != quad.Value(quad.String("Ivan Petrovich BADGEROV")) {
		t.Errorf("label %v", label)
	}
	for _, q := range importtest.Quads(t, g, graph.Pattern{}) {
		for _, private := range []string{"1970", "Sett Lane"} {
			if strings.Contains(q.Object.String(), private) {
				t.Errorf("kept what is private: %v", q)
			}
		}
	}
	importtest.Again(t, g, Importer{}, sample)
	later := importtest.File{Name: "uk.csv", Data: []byte(strings.NewReplacer("18-Aug-2025", "19-Aug-2025", "dug, and dug", "dug, and digs").Replace(string(sample.Data)))}
	if rep := importtest.Must(t, g, Importer{}, later)[0]; rep.Superseded != 1 || rep.New != 1 {
		t.Errorf("a later list: superseded %d, new %d", rep.Superseded, rep.New)
	}
	importtest.Again(t, g, Importer{}, sample)
	importtest.Check(t, g)
}

func TestHostile(t *testing.T) { importtest.Hostile(t, Importer{}, sample) }

func FuzzRead(f *testing.F) {
	f.Add(sample.Data)
	f.Fuzz(func(t *testing.T, data []byte) { importtest.Survives(t, Importer{}, "fuzz", data) })
}
