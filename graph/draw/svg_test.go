package draw

import (
	"bytes"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
)

func renderSVG(t testing.TB, s *graph.Subgraph, o *Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := SVG(&b, s, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func BenchmarkSVG(b *testing.B) {
	s := july()
	b.ReportAllocs()
	for b.Loop() {
		renderSVG(b, s, nil)
	}
}
