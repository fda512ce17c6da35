package exec_test

import (
	"context"
	"slices"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/exec"
)

// pairs are queries that ask the same, or nearly so, in two ways: the second
// is to cost no more than so many times the first. BenchmarkPairs measures
// them; TestPairs holds that those with the same answer have it.
var pairs = []struct {
	name          string
	first, second string
	same          bool
}{
	{
		"optional step", // 3
		`SELECT DISTINCT ?i ?g WHERE { ?a :claimant <state/3> ; :incident ?i . { ?a :target ?g } UNION { ?a :target ?m . ?m :linkedTo ?g } }`,
		`SELECT DISTINCT ?i ?g WHERE { ?a :claimant <state/3> ; :incident ?i . ?a :target/:linkedTo? ?g }`,
		true,
	},
	{
		"optional step to a group", // 3
		`SELECT DISTINCT ?a WHERE { { ?a :target <group/5> } UNION { ?a :target ?m . ?m :linkedTo <group/5> } }`,
		`SELECT DISTINCT ?a WHERE { ?a :target/:linkedTo? <group/5> }`,
		true,
	},
	{
		"backwards from one", // 2
		`SELECT DISTINCT ?s WHERE { <group/17> :linkedTo*/:sponsoredBy ?s }`,
		`SELECT DISTINCT ?s WHERE { ?s ^:sponsoredBy/(^:linkedTo)* <group/17> }`,
		true,
	},
	{
		"backwards to one", // 2
		`SELECT DISTINCT ?a WHERE { ?a :target/:linkedTo*/:sponsoredBy <state/9> }`,
		`SELECT DISTINCT ?a WHERE { <state/9> ^:sponsoredBy/(^:linkedTo)*/^:target ?a }`,
		true,
	},
	{
		"backwards between any", // 2
		`SELECT (COUNT(*) AS ?n) WHERE { ?a :linkedTo+ ?b }`,
		`SELECT (COUNT(*) AS ?n) WHERE { ?b (^:linkedTo)+ ?a }`,
		true,
	},
	{
		"backwards between two", // 2
		`ASK { <claim/7> :target/:linkedTo+ <group/3> }`,
		`ASK { <group/3> (^:linkedTo)+/^:target <claim/7> }`,
		true,
	},
	{
		"not exists", // 2
		`SELECT DISTINCT ?s WHERE { ?a :targetState ?s . ?r :against ?s }`,
		`SELECT DISTINCT ?s WHERE { ?a :targetState ?s FILTER NOT EXISTS { ?r :against ?s } }`,
		false,
	},
	{
		"not exists of two", // 2
		`SELECT (COUNT(*) AS ?n) WHERE { ?a :claimant ?c ; :targetState ?s . ?r :by ?c ; :against ?s }`,
		`SELECT (COUNT(*) AS ?n) WHERE { ?a :claimant ?c ; :targetState ?s FILTER NOT EXISTS { ?r :by ?c ; :against ?s } }`,
		false,
	},
	{
		"minus", // 2
		`SELECT (COUNT(*) AS ?n) WHERE { ?a :claimant ?c ; :targetState ?s . ?r :by ?c ; :against ?s }`,
		`SELECT (COUNT(*) AS ?n) WHERE { ?a :claimant ?c ; :targetState ?s MINUS { ?r :by ?c ; :against ?s } }`,
		false,
	},
}

func BenchmarkPairs(b *testing.B) {
	src, err := attributions()
	if err != nil {
		b.Fatal(err)
	}
	for _, p := range pairs {
		for _, way := range []struct{ name, text string }{{"first", p.first}, {"second", p.second}} {
			b.Run(p.name+"/"+way.name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if err := drain(context.Background(), b, way.text, src, engine.Options{}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func TestPairs(t *testing.T) {
	src, err := attributions()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pairs {
		var rows [2][]string
		for i, text := range []string{p.first, p.second} {
			q, err := translate(text)
			if err != nil {
				t.Fatal(err)
			}
			if rows[i], err = answer(exec.Eval, q, src, engine.Options{}); err != nil {
				t.Fatal(err)
			}
			slices.Sort(rows[i])
			if len(rows[i]) == 0 {
				t.Errorf("%s: nothing found: %s", p.name, text)
			}
		}
		if p.same && !slices.Equal(rows[0], rows[1]) {
			t.Errorf("%s: %d rows and %d rows that are not the same", p.name, len(rows[0]), len(rows[1]))
		}
	}
}
