package graph

import (
	"context"
	"slices"

	"github.com/cayleygraph/quad"
)

// A Fallen is a record that was taken back, with what stood under it.
type Fallen struct {
	Record   *Record
	Edges    []quad.Quad
	Standing Standing // which records took it back
}

// TakenBack returns the records concerning a thing that were retracted or
// superseded as of the view's lens, whatever their stance, in the order of
// Record.Compare; other fields of the lens choose among them.
func (v *View) TakenBack(ctx context.Context, thing quad.IRI) ([]Fallen, error) {
	past, err := v.PastStance()
	if err != nil {
		return nil, err
	}
	standing := past.standings()
	if len(past.taken) == 0 {
		return nil, nil
	}
	if past, err = past.withFallen(); err != nil {
		return nil, err
	}
	of, err := past.concerning(ctx, thing)
	if err != nil {
		return nil, err
	}
	var out []Fallen
	for iri := range of {
		r, st := past.Record(iri), standing(iri)
		if r == nil || st.Stands() {
			continue
		}
		edges, err := past.Edges(ctx, iri)
		if err != nil {
			return nil, err
		}
		out = append(out, Fallen{r, edges, st})
	}
	slices.SortFunc(out, func(a, b Fallen) int { return a.Record.Compare(b.Record) })
	return out, nil
}
