package graph

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/cayleygraph/quad"
)

// Tally is how many visible quads share a value.
type Tally struct {
	Value quad.Value // nil: quads without a label
	Count int
}

// Size is how many bytes a part of a store takes.
type Size struct {
	Part  string // such as "POSG" or "terms: IRI"
	Bytes int64
}

// Sizes returns what the parts of the graph take, in its file or in memory,
// and how many quads were changed since it was last compacted.
func (g *Graph) Sizes() (parts []Size, changes int) {
	s := g.st.Snapshot()
	for _, p := range s.Parts() {
		for _, d := range digests {
			if p.Name == store.DigestPart(d.ID) {
				p.Name = d.Name
			}
		}
		parts = append(parts, Size{p.Name, p.Bytes})
	}
	return parts, s.Changes()
}

// Predicates counts the visible quads by predicate, Labels by label, Kinds
// the things by class; each the most frequent first. They cost a look at each
// value if the lens hides and derives nothing, otherwise a scan.
func (v *View) Predicates(ctx context.Context) ([]Tally, error) {
	return v.countBy(ctx, store.P, store.PSOG, store.Pattern{})
}

// Labels counts the visible quads by label.
func (v *View) Labels(ctx context.Context) ([]Tally, error) {
	return v.countBy(ctx, store.G, store.GSPO, store.Pattern{})
}

// Kinds counts things by class.
func (v *View) Kinds(ctx context.Context) ([]Tally, error) {
	typ, ok := v.src.Lookup(term.NewIRI(term.RDFType))
	if !ok {
		return nil, nil
	}
	return v.countBy(ctx, store.O, store.POSG, store.Pattern{store.P: typ})
}

// countBy counts the quads that match p by what they have at a position.
func (v *View) countBy(ctx context.Context, at int, order store.Order, p store.Pattern) ([]Tally, error) {
	counts := map[store.ID]int{}
	if v.src.whole() && p == (store.Pattern{}) {
		extra, err := v.src.under(ctx).extra(p, order)
		if err != nil {
			return nil, err
		}
		maps.Insert(counts, v.src.snap.Firsts(order))
		for _, q := range extra {
			counts[q[at]]++
		}
	} else {
		c := v.src.under(ctx).Scan(p, order)
		var buf [256]store.Quad
		for {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			n := c.Next(buf[:])
			if n == 0 {
				break
			}
			for _, q := range buf[:n] {
				counts[q[at]]++
			}
		}
		if err := c.Err(); err != nil {
			return nil, err
		}
	}
	out := make([]Tally, 0, len(counts))
	for id, n := range counts {
		out = append(out, Tally{v.value(id), n})
	}
	slices.SortFunc(out, func(a, b Tally) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(quad.ToString(a.Value), quad.ToString(b.Value)))
	})
	return out, nil
}
