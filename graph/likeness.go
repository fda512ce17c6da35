package graph

import (
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/store"
)

// A likeness is the stored edges whose subjects what rules derive with a predicate
// has at a position, about as often.
type likeness struct {
	head, from store.ID
	crossed    bool // that position is the object
}

// edges turns a pattern or a quad of what is derived into one of the edges.
func (l *likeness) edges(q store.Pattern) store.Pattern {
	if l.crossed {
		q[store.S], q[store.O] = q[store.O], q[store.S]
	}
	q[store.P] = l.from
	return q
}

// order is the order of the edges that tells what one of what is derived would.
func (l *likeness) order(o store.Order) (of store.Order, ok bool) {
	alike := store.PSOG
	if l.crossed {
		alike = store.POSG
	}
	return store.PSOG, o == alike
}

// resembling shows a likeness in the place of what is not yet derived.
type resembling struct {
	*source
	likeness
}

func (s *resembling) Count(p store.Pattern) int { return s.source.Count(s.edges(p)) }

func (s *resembling) Scan(p store.Pattern, order store.Order) engine.Cursor {
	of, ok := s.order(order)
	if !ok {
		return s.source.Scan(p, order)
	}
	return &resemblingCursor{s.source.Scan(s.edges(p), of), &s.likeness}
}

type resemblingCursor struct {
	under engine.Cursor
	like  *likeness
}

func (c *resemblingCursor) Next(buf []store.Quad) int {
	n := c.under.Next(buf)
	for i, q := range buf[:n] {
		if c.like.crossed {
			q[store.S], q[store.O] = q[store.O], q[store.S]
		}
		q[store.P] = c.like.head
		buf[i] = q
	}
	return n
}

func (c *resemblingCursor) Seek(q store.Quad) {
	c.under.Seek(store.Quad(c.like.edges(store.Pattern(q))))
}
func (c *resemblingCursor) Err() error { return c.under.Err() }
