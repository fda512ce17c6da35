package draw

import (
	"bytes"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

func chains() []graph.Chain {
	hop := func(from string, p quad.IRI, to string, forward bool, records ...quad.IRI) graph.Hop {
		return graph.Hop{From: id(from), Predicate: p, To: id(to), Forward: forward, Records: records}
	}
	end := graph.Chain{
		hop("hainan-ssd", partOf, "mss", true, claim("organs")),
		hop("mss", partOf, "china", true, claim("organs")),
	}
	return []graph.Chain{
		append(graph.Chain{
			hop("exchange-hack", attributedTo, "apt40", true, claim("a"), claim("b"), claim("c"), claim("uk-2021-07-19/1")),
			hop("apt40", linkedTo, "hainan-ssd", true, claim("uk-2021-07-19/4")),
		}, end...),
		append(graph.Chain{
			hop("exchange-hack", attributedTo, "ding", true),
			hop("ding", quad.IRI(schema.OfficerOf), "hainan-ssd", false, claim("x")),
		}, end...),
	}
}

func renderPaths(t testing.TB, c []graph.Chain, o *Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := Paths(&b, july(), c, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPaths(t *testing.T) {
	golden(t, "paths", renderPaths(t, chains(), &Options{Title: "From the Exchange hack to China"}))
	golden(t, "paths-none", renderPaths(t, nil, nil))

	got := renderPaths(t, chains(), nil)
	if n := strings.Count(got, "->"); n != 6+4 { // hops, each once, and what keeps the columns apart
		t.Errorf("%d lines, want 10", n)
	}
	for _, want := range []string{"attributed to", "uk-2021-07-19/4", "+2 more", "dir=back"} {
		if !strings.Contains(got, want) {
			t.Errorf("the picture lacks %q", want)
		}
	}
	c := chains()
	c[0], c[1] = c[1], c[0]
	if renderPaths(t, c, nil) != got {
		t.Error("the order of the chains shows")
	}
}
