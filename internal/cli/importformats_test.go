package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/schema/check"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
)

// Each format is recognised by its content, and by one importer alone.
func TestFormatsAreApart(t *testing.T) {
	heads := map[string]string{
		"stix":        `{"type":"bundle","id":"bundle--0","objects":[{"type":"identity","id":"identity--0","created":"2020"}]}`,
		"misp":        `{"authors":[],"values":[{"uuid":"x","value":"y"}],"type":"threat-actor"}`,
		"microsoft":   "\xef\xbb\xbf" + `[{"Threat actor name":"a","Origin/Threat":"b","Other names":"c"}]`,
		"ofac":        "ent_num,name,type,programs,linked_to,weak_aka\n",
		"uksanctions": "Report Date: 18-Aug-2026\nLast Updated,Unique ID,Name 6,Name 1,Name type,Regime Name,Date Designated\n",
		"eurepoc":     "ID,name,description,start_date,end_date,receiver_country\n",
		"claims":      "claim,by,stance,on\n",
	}
	for want, head := range heads {
		var got []string
		for _, im := range importers() {
			if im.Detect(bytes.TrimPrefix([]byte(head), []byte("\xef\xbb\xbf")), "") {
				got = append(got, im.Name())
			}
		}
		if len(got) != 1 || got[0] != want {
			t.Errorf("%s is recognised as %v", want, got)
		}
	}
	if len(heads) != len(importers()) {
		t.Errorf("%d formats, %d tested", len(importers()), len(heads))
	}
	for _, other := range []string{"", "{}", "[]", "hello", "a,b\n1,2\n", `{"values":[]}`, "\x00\x01"} {
		if im := importer.Detect(importers(), []byte(other), ""); im != nil {
			t.Errorf("%q is recognised as %s", other, im.Name())
		}
	}
}

// TestWorldAndTheData imports every file of the third-party data into the
// starter graph: nothing is wrong with the whole, nothing is merged, and a second
// import adds nothing.
func TestWorldAndTheData(t *testing.T) {
	root := filepath.Join("..", "..", "..", "shared", "data")
	var files []string
	for _, pattern := range []string{"misp-galaxy/*.json", "attack/*.json", "microsoft-naming/*.json", "ofac-sdn/*.csv"} {
		found, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) == 0 {
		t.Skip("the third-party data is not there (looked at ../shared/data from the project's root)")
	}
	g := starterCopy(t)
	load := func() (added int) {
		im := importer.NewSession(importers(), nil)
		for _, path := range files {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := im.Read(t.Context(), filepath.Base(path), bytes.NewReader(data)); err != nil {
				t.Fatal(err)
			}
		}
		err := g.Update(t.Context(), func(tx *graph.Tx) error {
			reports, err := im.Write(t.Context(), tx)
			for _, r := range reports {
				added += r.NewQuads
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return added
	}
	before := classes(t, g)
	t.Logf("%d files, %d quads new", len(files), load())
	after := classes(t, g)
	for iri, n := range before {
		if after[iri] != n {
			t.Errorf("%s has %d classes, had %d: an import describes it again", iri, after[iri], n)
		}
	}
	if n := load(); n != 0 {
		t.Errorf("a second import adds %d quads", n)
	}
	err := g.View(t.Context(), graph.Everything, func(v *graph.View) error {
		report, err := check.Graph(t.Context(), v.Match(t.Context(), graph.Pattern{}), nil)
		if err != nil {
			return err
		}
		for i, x := range report.Violations {
			if x.Severity == check.Error && i < 10 {
				t.Errorf("%s", x)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// starterCopy returns a copy of the starter graph that can be changed.
func starterCopy(t *testing.T) *graph.Graph {
	t.Helper()
	from, err := seeds.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	to := graph.New(nil)
	err = from.View(t.Context(), graph.Everything, func(v *graph.View) error {
		return to.Update(t.Context(), func(tx *graph.Tx) error {
			for q, err := range v.Match(t.Context(), graph.Pattern{}) {
				if err != nil {
					return err
				}
				if v.Supports(q) != nil {
					continue
				}
				if _, err := tx.Add(q); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return to
}

// classes counts the classes of the things of the starter graph.
func classes(t *testing.T, g *graph.Graph) map[quad.IRI]int {
	t.Helper()
	out := map[quad.IRI]int{}
	err := g.View(t.Context(), graph.Everything, func(v *graph.View) error {
		for q, err := range v.Match(t.Context(), graph.Pattern{Predicate: quad.IRI(schema.RDFType), Unlabelled: true}) {
			if err != nil {
				return err
			}
			if iri, ok := q.Subject.(quad.IRI); ok && strings.HasPrefix(string(iri), schema.NSID) && strings.Count(string(iri), "/") == strings.Count(schema.NSID, "/") {
				out[iri]++
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
