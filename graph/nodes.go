package graph

import (
	"context"
	"iter"

	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/cayleygraph/quad"
)

// byPosition is, for each position of a quad, an order that begins with it.
var byPosition = [...]store.Order{store.S: store.SPOG, store.P: store.POSG, store.O: store.OSPG, store.G: store.GSPO}

// Has reports whether any visible quad holds the term, derived ones included.
// It costs four look-ups.
func (v *View) Has(value quad.Value) bool {
	ids, ok, err := v.pattern(Pattern{Subject: value})
	if err != nil || !ok || value == nil {
		return false
	}
	return v.holds(ids[store.S], len(byPosition))
}

// holds reports whether a visible quad has id in one of the first n positions.
func (v *View) holds(id store.ID, n int) bool {
	for at := range byPosition[:n] {
		var p store.Pattern
		p[at] = id
		if found, _ := v.src.Finds(p); found {
			return true
		}
	}
	return false
}

// Nodes yields every term that a visible quad holds, in any position, once.
// It skips from term to term through an index for each position; the cost is a
// look-up or a few for each term. If iteration fails, the last pair is nil and
// the error.
func (v *View) Nodes(ctx context.Context) iter.Seq2[quad.Value, error] {
	return func(yield func(quad.Value, error) bool) {
		for at, order := range byPosition {
			c := v.src.under(ctx).Scan(store.Pattern{}, order)
			var one [1]store.Quad
			for n := 0; c.Next(one[:]) > 0; n++ {
				if n&0xff == 0 && ctx.Err() != nil {
					yield(nil, ctx.Err())
					return
				}
				id := one[0][at]
				if id != store.Unlabelled && !v.holds(id, at) && !yield(v.value(id), nil) {
					return
				}
				var next store.Quad
				next[at] = id + 1
				c.Seek(next)
			}
			if err := c.Err(); err != nil {
				yield(nil, err)
				return
			}
		}
	}
}

// Count returns exactly how many visible quads match p. It costs a look-up if
// the lens hides and derives nothing, otherwise a scan of the matches.
func (v *View) Count(ctx context.Context, p Pattern) (int, error) {
	ids, ok, err := v.pattern(p)
	if err != nil || !ok {
		return 0, err
	}
	if v.src.whole() {
		return v.src.Count(ids), nil
	}
	n := 0
	c := v.src.under(ctx).Scan(ids, v.src.snap.BestOrder(ids))
	var buf [256]store.Quad
	for {
		if err := ctx.Err(); err != nil {
			return n, err
		}
		k := c.Next(buf[:])
		if k == 0 {
			return n, c.Err()
		}
		n += k
	}
}
