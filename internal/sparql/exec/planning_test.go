package exec_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/exec"
)

// BenchmarkPlan plans stars and chains of so many patterns.
func BenchmarkPlan(b *testing.B) {
	src, err := attributions()
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{3, 7, 10, 20, 40} {
		for _, shape := range []string{"star", "chain"} {
			var text strings.Builder
			text.WriteString("SELECT * WHERE { ")
			for i := range n {
				from := 0
				if shape == "chain" {
					from = i
				}
				fmt.Fprintf(&text, "?x%d %s ?x%d . ", from, []string{":claimant", ":incident", ":target", ":targetState"}[i%4], i+1)
			}
			text.WriteString("}")
			q, err := translate(text.String())
			if err != nil {
				b.Fatal(err)
			}
			b.Run(fmt.Sprintf("%s-%d", shape, n), func(b *testing.B) {
				for b.Loop() {
					if _, err := exec.Explain(b.Context(), q, src, engine.Options{}, false); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
