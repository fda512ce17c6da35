package ask

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// positive are questions of templates and of the composable language without a
// negative part, an amount or a first: what holds of a row rests on its records.
var positive = []string{
	"which states blamed China for the Exchange hack?",
	"which states attributed SolarWinds with high confidence?",
	"who attributed with high confidence?",
	"which incidents did the US attribute to China?",
	"which groups are linked to the MSS?",
	"which unit does APT28 belong to?",
	"which companies act as a front for the MSS?",
	"who has been sanctioned by both the UK and the EU?",
	"which persons were indicted and sanctioned?",
	"which incidents led to sanctions?",
	"which states joined the EU in 2004?",
	"who supported the attribution of WannaCry?",
	"who condemned the Albania attack?",
	"what has China denied?",
	"which sanctions hit Integrity Technology Group?",
	"which claims about Exchange are relayed?",
	"how many sanctions per year?",
	"how many incidents did each state attribute?",
	"who was hit by NotPetya?",
	"what other names does APT31 go by?",
	"who blamed Russia for NotPetya?",
	"who is behind Sandworm?",
	"what did the UK say about Sandworm?",
	"welke landen hebben Evil Corp sancties opgelegd?",
	"welke incidenten schreef het VK toe?",
	"welke groepen zijn verbonden met de FSB?",
	"wie betwist de toeschrijving van SolarWinds?",
}

// Whatever the lens, each row has evidence and the lens can see it.
func TestEvidenceUnderRandomLenses(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 1))
	parties := []string{"us", "uk", "eu", "china", "russia", "netherlands", "us-doj", "ncsc", "microsoft", "nato"}
	some := func() []quad.IRI {
		var out []quad.IRI
		for range rng.IntN(3) {
			out = append(out, quad.IRI(schema.NSID+parties[rng.IntN(len(parties))]))
		}
		return out
	}
	g := open(t, starter(t)...)
	for range 12 {
		lens := &graph.Lens{
			By: some(), ActsBy: some(), Official: rng.IntN(4) == 0, Spread: rng.IntN(4) == 0, NoRules: rng.IntN(6) == 0,
		}
		if rng.IntN(2) == 0 {
			lens.AsOf = graph.Date{Year: 2015 + rng.IntN(11)}
		}
		if rng.IntN(4) == 0 {
			lens.MinConfidence = schema.Moderate
		}
		err := g.View(t.Context(), lens, func(v *graph.View) error {
			o := &Options{Names: NewNames(v)}
			for range 10 {
				question := positive[rng.IntN(len(positive))]
				a, err := Ask(t.Context(), v, question, o)
				if err != nil {
					if !refusal(err) {
						t.Errorf("seed %d: %+v: %s: %v", seed, *lens, question, err)
					}
					continue
				}
				seen, err := v.With(&a.Lens)
				if err != nil {
					return err
				}
				past, err := seen.PastStance()
				if err != nil {
					return err
				}
				for _, row := range a.Rows {
					if len(row.Records) == 0 {
						t.Errorf("seed %d: %+v: %s: a row without evidence: %v", seed, *lens, question, row.keys)
					}
					for _, r := range row.Records {
						if past.Record(r) == nil {
							t.Errorf("seed %d: %+v: %s: the evidence %s is not within the lens", seed, *lens, question, r)
						}
					}
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// refusal reports whether an error says that a question cannot be taken: under
// a narrow lens there may be no such name.
func refusal(err error) bool {
	if _, ok := errors.AsType[*UnknownNameError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*AmbiguousNameError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*AmbiguousQuestionError](err); ok {
		return true
	}
	_, ok := errors.AsType[*NotUnderstoodError](err)
	return ok
}

// A row is gone once all of its evidence is.
func TestRowsRestOnTheirEvidence(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 2))
	files := starter(t)
	for _, i := range rng.Perm(len(positive))[:9] {
		question := positive[i]
		g := open(t, files...)
		var key map[string]quad.Value
		var records []quad.IRI
		read := func(f func(a *Answer)) {
			err := g.View(t.Context(), nil, func(v *graph.View) error {
				a, err := Ask(t.Context(), v, question, nil)
				if err == nil {
					f(a)
				} else if records == nil || !refusal(err) {
					t.Errorf("seed %d: %s: %v", seed, question, err)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		read(func(a *Answer) {
			if len(a.Rows) == 0 {
				t.Errorf("%s: no rows", question)
				return
			}
			row := a.Rows[rng.IntN(len(a.Rows))]
			key, records = row.keys, row.Records
		})
		if records == nil {
			continue
		}
		forget(t, g, records)
		read(func(a *Answer) {
			if slices.ContainsFunc(a.Rows, func(r Row) bool { return sameKeys(r.keys, key) }) {
				var handles []string
				for _, r := range records {
					handles = append(handles, schema.Handle(string(r)))
				}
				t.Errorf("seed %d: %s: the row %v stands without %s", seed, question, key, strings.Join(handles, ", "))
			}
		})
	}
}

func sameKeys(a, b map[string]quad.Value) bool {
	for k, v := range a {
		if b[k] != v {
			return false
		}
	}
	return len(a) == len(b)
}

// forget removes records: what they say and what describes them.
func forget(t *testing.T, g *graph.Graph, records []quad.IRI) {
	t.Helper()
	err := g.Update(t.Context(), func(tx *graph.Tx) error {
		var gone []quad.Quad
		for _, r := range records {
			for _, p := range []graph.Pattern{{Subject: r}, {Label: r}} {
				for q, err := range tx.Match(t.Context(), p) {
					if err != nil {
						return err
					}
					gone = append(gone, q)
				}
			}
		}
		for _, q := range gone {
			if _, err := tx.Remove(q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
