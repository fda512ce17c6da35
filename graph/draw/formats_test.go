package draw

import (
	"bytes"
	"encoding/json"
	"io"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
)

type writer = func(io.Writer, *graph.Subgraph, *Options) error

var formats = []struct {
	ext   string
	write writer
	check func(*testing.T, string)
}{
	{"mmd", Mermaid, checkMermaid},
	{"graphml", GraphML, follows(&graphMLSchema)},
	{"gexf", GEXF, follows(&gexfSchema)},
	{"json", CytoscapeJSON, checkCytoscape},
}

func written(t testing.TB, write writer, s *graph.Subgraph, o *Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b, s, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestFormats(t *testing.T) {
	for _, f := range formats {
		t.Run(f.ext, func(t *testing.T) {
			o := &Options{Title: "Microsoft Exchange, 19 July 2021"}
			got := written(t, f.write, july(), o)
			f.check(t, got)
			goldenFile(t, "july."+f.ext, got)
			for seed := range uint64(20) {
				if again := written(t, f.write, shuffled(july(), rand.New(rand.NewPCG(seed, 5))), o); again != got {
					t.Fatalf("seed %d: %s", seed, firstChange(got, again))
				}
			}
			f.check(t, written(t, f.write, &graph.Subgraph{}, nil))
			for _, text := range hostile {
				s, o := everywhere(text)
				f.check(t, written(t, f.write, s, o))
			}
			if err := f.write(full{}, july(), nil); err == nil || err.Error() != "disk full" {
				t.Errorf("got %v, want the writer's error", err)
			}
		})
	}
}

// The lines of a flowchart, each of a known form: no label leaves its quotes.
var mermaidForms = regexp.MustCompile(`^(---|title: "([^"\\]|\\.)*"|flowchart LR|` +
	` *n\d+(\(|\[\[|\(\[|\{\{|\[)"<b>[^"{}%<>]+</b>(<br/>[^"{}%<>]*)*"(\)|\]\]|\]\)|\}\}|\])|` +
	` *class n\d+ (look|voice)\d+|  subgraph f\d+\["[^"{}%<>]*"\]|  end|` +
	`  n\d+ [-=.>ox]+(\|"[^"{}%|]*"\|)? n\d+|  linkStyle [\d,]+ stroke:#\w+,stroke-width:[\d.]+px|` +
	`  classDef (look|voice)\d+ fill:#\w+,stroke:#\w+,color:#\w+|  click n\d+ href "https?://[^" ]*"|%% [^%{}]*)$`)

func checkMermaid(t *testing.T, s string) {
	t.Helper()
	for l := range strings.Lines(s) {
		if !mermaidForms.MatchString(strings.TrimSuffix(l, "\n")) {
			t.Errorf("unexpected line %q", l)
		}
	}
}

func checkCytoscape(t *testing.T, s string) {
	t.Helper()
	var doc struct {
		Elements struct {
			Nodes, Edges []struct{ Data map[string]string }
		}
	}
	if err := json.Unmarshal([]byte(s), &doc); err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, n := range doc.Elements.Nodes {
		if ids[n.Data["id"]] || n.Data["id"] == "" {
			t.Errorf("node %q is there twice, or has no name", n.Data["id"])
		}
		ids[n.Data["id"]] = true
	}
	for _, e := range doc.Elements.Edges {
		if !ids[e.Data["source"]] || !ids[e.Data["target"]] || ids[e.Data["id"]] {
			t.Errorf("the edge %v does not join nodes", e.Data)
		}
	}
}

// Each edge stands in a network once for each record that it stands under,
// with who said it.
func TestNetworkRecords(t *testing.T) {
	got := written(t, CytoscapeJSON, july(), nil)
	for _, want := range []string{`"record": "uk-2021-07-19/4"`, `"by": "United Kingdom"`, `"likelihood": "80-90"`, `"kind": "re"`, `"stance": "denies"`, `"aliases": "MSS | 国家安全部"`} {
		if !strings.Contains(got, want) {
			t.Errorf("the network lacks %s", want)
		}
	}
}

func TestPathsMermaid(t *testing.T) {
	var b bytes.Buffer
	if err := PathsMermaid(&b, july(), chains(), &Options{Title: "x"}); err != nil {
		t.Fatal(err)
	}
	checkMermaid(t, b.String())
	if !strings.Contains(b.String(), `|"linked to<br/>uk-2021-07-19/4"|`) {
		t.Errorf("no words on the lines:\n%s", b.String())
	}
}
