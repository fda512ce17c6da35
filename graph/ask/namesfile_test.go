package ask

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/ascribe-graph/ascribe/seeds"
	"github.com/cayleygraph/quad"
)

// Names that are found in a store's file, and in what was committed since, are
// those that a pass over all names finds: whole, in part, misspelt, begun.
func TestNamesFromFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.ascribe")
	var docs []graph.Document
	for _, n := range seeds.Names() {
		f, err := seeds.FS().Open(seeds.File(n))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		docs = append(docs, graph.Document{R: f, Format: rdf.TriG, Name: seeds.File(n)})
	}
	if _, err := graph.Load(t.Context(), path, nil, docs...); err != nil {
		t.Fatal(err)
	}
	g, err := graph.Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	r := rand.New(rand.NewPCG(1, 2))
	for round := range 3 {
		var dump bytes.Buffer
		if err := g.Dump(t.Context(), &dump); err != nil {
			t.Fatal(err)
		}
		plain, err := graph.Read(t.Context(), nil, graph.Document{R: &dump, Format: rdf.NQuads})
		if err != nil {
			t.Fatal(err)
		}
		d, err := graph.ParseDate("2019")
		if err != nil {
			t.Fatal(err)
		}
		for _, lens := range []*graph.Lens{graph.Everything, {AsOf: d}, {By: []quad.IRI{schema.NSID + "us"}}} {
			compareNames(t, r, g, plain, lens)
		}
		plain.Close()
		if round == 1 {
			if err := g.Compact(t.Context()); err != nil {
				t.Fatal(err)
			}
			continue
		}
		err = g.Update(t.Context(), func(tx *graph.Tx) error {
			label := quad.IRI(schema.RDFSLabel)
			for _, q := range []quad.Quad{
				{Subject: quad.IRI(schema.NSID + "russia"), Predicate: label, Object: quad.LangString{Value: "Russie", Lang: "fr"}},
				{Subject: quad.IRI(schema.NSID + "new-thing"), Predicate: label, Object: quad.String("Zürich Panda")},
				{Subject: quad.IRI(schema.NSID + "new-thing"), Predicate: quad.IRI(schema.RDFType), Object: quad.IRI(schema.ThreatGroup)},
				{Subject: quad.IRI(schema.NSID + "apt28"), Predicate: quad.IRI(schema.KnownAs), Object: quad.String("Panda of Zurich"), Label: quad.IRI(schema.NSClaim + "x")},
			} {
				if _, err := tx.Add(q); err != nil {
					return err
				}
			}
			_, err := tx.Remove(quad.Quad{Subject: quad.IRI(schema.NSID + "china"), Predicate: label, Object: quad.LangString{Value: "China", Lang: "en"}})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func compareNames(t *testing.T, r *rand.Rand, file, plain *graph.Graph, lens *graph.Lens) {
	t.Helper()
	looked := func(g *graph.Graph, indexed bool, fn func(*Names)) {
		err := g.View(t.Context(), lens, func(v *graph.View) error {
			n := NewNames(v)
			if (n.index != nil) != indexed {
				t.Fatalf("indexed: %v", n.index != nil)
			}
			fn(n)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var texts []string
	var want []string
	tell := func(n *Names, text string) string {
		iri, err := n.Resolve(text)
		state, stateErr := n.Resolve(text, schema.State)
		var out strings.Builder
		fmt.Fprint(&out, iri, err, state, stateErr)
		for _, e := range []error{err, stateErr} {
			if h, ok := e.(interface{ Hint() string }); ok {
				out.WriteString(" / " + h.Hint())
			}
		}
		for _, c := range n.Complete(text[:min(len(text), 3)]) {
			fmt.Fprintf(&out, " %v %q", c.IRI, c.Name)
		}
		return out.String()
	}
	looked(plain, false, func(n *Names) {
		for _, e := range n.all {
			texts = append(texts, e.text)
		}
		slices.Sort(texts)
		texts = slices.Compact(texts)
		r.Shuffle(len(texts), func(i, j int) { texts[i], texts[j] = texts[j], texts[i] })
		texts = texts[:min(len(texts), 150)]
		for _, s := range slices.Clone(texts) {
			x := []rune(s)
			i := r.IntN(len(x))
			switch r.IntN(5) {
			case 0: // one letter less
				x = slices.Delete(x, i, i+1)
			case 1:
				x = slices.Insert(x, i, 'e')
			case 2:
				x[i] = 'x'
			case 3:
				if i > 0 {
					x[i], x[i-1] = x[i-1], x[i]
				}
			default: // a part
				words := strings.Fields(s)
				x = []rune(words[r.IntN(len(words))] + " hack")
			}
			texts = append(texts, string(x))
		}
		texts = append(texts, "Zurich panda", "Russie", "China", "the Russians", "Chinese government", "Chinas", "Zurich Pandas", "nothing of the sort", "", "a")
		for _, s := range texts {
			want = append(want, tell(n, s))
		}
	})
	looked(file, true, func(n *Names) {
		var wg sync.WaitGroup // at once, since Names is safe for that
		got := make([]string, len(texts))
		for k := range 2 {
			wg.Go(func() {
				for i := k; i < len(texts); i += 2 {
					got[i] = tell(n, texts[i])
				}
			})
		}
		wg.Wait()
		for i, s := range texts {
			if got[i] != want[i] {
				t.Errorf("%q:\n got %s\nwant %s", s, got[i], want[i])
			}
		}
	})
}
