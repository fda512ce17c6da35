package ask

import (
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
)

func BenchmarkLoadTemplates(b *testing.B) {
	for b.Loop() {
		if _, err := loadTemplates(embedded, "templates", readTemplate); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkUnderstand(b *testing.B) {
	view(b, nil, both, func(v *graph.View) {
		names := NewNames(v)
		question := "who blamed China for the Exchange hack?"
		for b.Loop() {
			if _, err := understand(question, split(question), names, Templates(), nil); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkAsk(b *testing.B) {
	view(b, nil, both, func(v *graph.View) {
		o := &Options{Names: NewNames(v)}
		for b.Loop() {
			if _, err := Ask(b.Context(), v, "which states were attributed without sanctions?", o); err != nil {
				b.Fatal(err)
			}
		}
	})
}
