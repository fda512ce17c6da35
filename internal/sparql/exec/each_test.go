package exec_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/exec"
	"github.com/ascribe-graph/ascribe/internal/sparql/random"
	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// TestEach: a query joined with rows of values gives what it gives with each row
// put in the place of its variables.
func TestEach(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	n, compared, found := 30_000, 0, 0
	if testing.Short() {
		n /= 10
	}
	for i := range n {
		r := rand.New(rand.NewPCG(seed, uint64(i)))
		src, err := load(r, random.Quads(r))
		if err != nil {
			t.Fatal(err)
		}
		text := "SELECT " + []string{"", "DISTINCT "}[r.IntN(2)] + "?c ?d WHERE " + random.Group(r)
		tree, err := syntax.ParseQuery(prologue+text, &syntax.Options{Base: ns})
		if err != nil {
			t.Fatal(err)
		}
		vars := []string{"a", "b"}[:1+r.IntN(2)]
		var rows [][]term.Term
		for k := range 3 {
			row := []term.Term{node((k + r.IntN(2)) % 7), node(r.IntN(7))}[:len(vars)]
			if !slices.ContainsFunc(rows, func(o []term.Term) bool { return slices.Equal(o, row) }) {
				rows = append(rows, row)
			}
		}
		joined, ok := tree.Each(vars, rows)
		if !ok {
			continue
		}
		opts := engine.Options{MaxSolutions: 200_000, Now: time.Unix(1e9, 0), UnlabelledName: ns + "unlabelled"}
		run := func(tree *syntax.Query) ([]string, bool) {
			q, err := algebra.Translate(tree)
			if err != nil {
				return nil, false
			}
			rows, err := answer(exec.Eval, q, src, opts)
			return rows, err == nil
		}
		got, ok := run(joined)
		var want []string
		for _, row := range rows {
			params := map[string]term.Term{}
			var lead []string
			for k, v := range vars {
				params[v] = row[k]
				lead = append(lead, row[k].String())
			}
			part, fine := run(tree.Bind(params))
			ok = ok && fine
			for _, p := range part {
				want = append(want, strings.Join(lead, "\t")+"\t"+p)
			}
		}
		if !ok {
			continue
		}
		compared++
		found += len(want)
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("case %d, ?%s in %v:\n%s\njoined %d rows\n  %s\none by one %d rows\n  %s", i, strings.Join(vars, " ?"), rows, text, len(got), strings.Join(got, "\n  "), len(want), strings.Join(want, "\n  "))
		}
	}
	if compared < n/5 || found < n/5 {
		t.Errorf("%d cases compared, %d rows found: too few", compared, found)
	}
}
