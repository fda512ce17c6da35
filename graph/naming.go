package graph

import (
	"cmp"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/cayleygraph/quad"
)

// naming is the identity view of a lens: which things are one, according to
// the parties of Lens.Names. Each class is seen as its canonical member, the
// one with the smallest IRI, in the subjects and objects of quads.
type naming struct {
	canon   map[store.ID]store.ID     // of every member but the canonical ones
	aliased bitmap                    // the keys of canon
	moved   *overlay                  // the quads that name a key of canon, rewritten
	said    map[store.ID][]store.Quad // the identity claims about a member that were followed
}

// newNaming computes the classes from the claims of the lens's Names that were
// public on its date and stand, held at its At and rest on its Sources: things
// that one of them says to be the same, in whatever stance counts by default,
// unless one of them denies just that. By, forms and confidence are not asked:
// whose identities are followed is a choice of its own. It returns nil where
// nothing is merged.
func newNaming(snap *store.Snapshot, table *recordTable, l *Lens) (*naming, error) {
	c := &compiled{lens: l, table: table, src: everything(snap), usable: make([]bool, len(table.list))}
	f := newRecordFilter(snap, table, &Lens{AsOf: l.AsOf, At: l.At, Sources: l.Sources, perhaps: l.perhaps})
	standing := newStanding(table, func(i int) bool { return f.public(&table.list[i]) == certain })
	counts := make([]bool, len(table.list))
	for i := range table.list {
		r := &table.list[i]
		counts[i] = r.assumed || f.public(r) == certain && standing.stands(i) && f.fromSource(r) && f.holds(r)
		c.usable[i] = counts[i] && (r.act || f.stances[r.stance])
	}
	p := newParties(c)
	follow := newRecordFilter(snap, table, &Lens{By: l.Names}).by
	type pair [2]store.ID
	said, assumed, denied := map[pair][]store.Quad{}, map[pair][]store.Quad{}, map[pair]bool{}
	err := each(c.src, store.Pattern{store.P: table.ids.sameAs}, store.PSOG, func(q store.Quad) {
		i, ok := table.index.of(q[store.G])
		if !ok || !counts[i] || !f.mergeable(q[store.S]) || !f.mergeable(q[store.O]) {
			return
		}
		k := pair{min(q[store.S], q[store.O]), max(q[store.S], q[store.O])}
		if table.list[i].assumed {
			assumed[k] = append(assumed[k], q)
			return
		}
		if !slices.ContainsFunc(p.voices(i), func(id store.ID) bool { return follow[id] }) {
			return
		}
		switch r := &table.list[i]; {
		case r.stance == table.ids.denies:
			denied[k] = true
		case f.stances[r.stance]:
			said[k] = append(said[k], q)
		}
	})
	if err != nil {
		return nil, err
	}
	n := &naming{canon: map[store.ID]store.ID{}, said: map[store.ID][]store.Quad{}}
	join := func(k pair, quads []store.Quad) {
		n.join(snap, k[0], k[1])
		for _, id := range k {
			n.said[id] = append(n.said[id], quads...)
		}
	}
	for k, quads := range assumed {
		join(k, quads)
	}
	for k, quads := range said {
		if !denied[k] {
			join(k, quads)
		}
	}
	if len(n.canon) == 0 {
		return nil, nil
	}
	for _, quads := range n.said {
		slices.SortFunc(quads, func(a, b store.Quad) int { return compareQuads(a, b, store.GSPO) })
	}
	for id := range n.canon {
		n.canon[id] = n.of(id)
		n.aliased.set(id)
	}
	return n, nil
}

// mergeable reports whether a thing may be one with another: an IRI that is no
// record.
func (f *recordFilter) mergeable(id store.ID) bool {
	_, record := f.table.index.of(id)
	return !record && id.Kind() == term.IRI
}

// join makes one class of two.
func (n *naming) join(snap *store.Snapshot, a, b store.ID) {
	a, b = n.of(a), n.of(b)
	switch order := cmp.Compare(snap.Term(a).Value, snap.Term(b).Value); {
	case order < 0:
		n.canon[b] = a
	case order > 0:
		n.canon[a] = b
	}
}

// of returns the canonical member of a thing's class.
func (n *naming) of(id store.ID) store.ID {
	if n == nil {
		return id
	}
	for {
		to, ok := n.canon[id]
		if !ok {
			return id
		}
		id = to
	}
}

// set is a set of things by their canonical members.
func (n *naming) set(ids map[store.ID]bool) map[store.ID]bool {
	if n == nil {
		return ids
	}
	out := make(map[store.ID]bool, len(ids))
	for id := range ids {
		out[n.of(id)] = true
	}
	return out
}

// through returns the naming for a source that hides quads of its own: only
// what it shows is rewritten. It costs a scan of the quads that name a member
// that is not canonical.
func (n *naming) through(s *source) (*naming, error) {
	out := &naming{canon: n.canon, aliased: n.aliased, said: n.said, moved: newOverlay()}
	plain := *s
	plain.naming, plain.added = nil, nil
	for id := range n.canon {
		for _, at := range []int{store.S, store.O} {
			var p store.Pattern
			p[at] = id
			err := each(&plain, p, byPosition[at], func(q store.Quad) {
				q[store.S], q[store.O] = n.of(q[store.S]), n.of(q[store.O])
				out.moved.add(q, derivedBy{})
			})
			if err != nil {
				return nil, err
			}
		}
	}
	out.moved.seal()
	return out, nil
}

// scan is Scan of a source with a naming: what names no alias, with what does
// rewritten and what the rules derive merged in.
func (n *naming) scan(s *source, p store.Pattern, order store.Order) engine.Cursor {
	p[store.S], p[store.O] = n.of(p[store.S]), n.of(p[store.O])
	derived, err := s.extra(p, order)
	if err != nil {
		return failedCursor{err}
	}
	extra := n.moved.match(p, order)
	switch {
	case len(extra) == 0:
		extra = derived
	case len(derived) > 0:
		extra = mergeQuads(extra, derived, order)
	}
	left := &aliasCursor{naming: n, under: &lensCursor{src: s, under: s.snap.Scan(p, order)}}
	return merged(left, extra, order)
}

// aliasCursor leaves out the quads that name a member that is not canonical:
// they are in moved.
type aliasCursor struct {
	naming *naming
	under  engine.Cursor
}

func (c *aliasCursor) Next(buf []store.Quad) int {
	for {
		n := c.under.Next(buf)
		if n == 0 {
			return 0
		}
		kept := 0
		for _, q := range buf[:n] {
			if !c.naming.aliased.has(q[store.S]) && !c.naming.aliased.has(q[store.O]) {
				buf[kept] = q
				kept++
			}
		}
		if kept > 0 {
			return kept
		}
	}
}

func (c *aliasCursor) Seek(q store.Quad) { c.under.Seek(q) }
func (c *aliasCursor) Err() error        { return c.under.Err() }

// A Written is a stored quad that a view shows as another, since it sees
// several things as one.
type Written struct {
	Quad quad.Quad
	// Same are the identity claims that make it so, each visible.
	Same []quad.Quad
}

// Written returns the stored quads that the view shows as q, as they were
// written; nil where q is as it is stored, or derived. It costs a scan of the
// quads of its label.
func (v *View) Written(q quad.Quad) []Written {
	n := v.src.naming
	if n == nil {
		return nil
	}
	ids, ok, err := v.pattern(Pattern{Subject: q.Subject, Predicate: q.Predicate, Object: q.Object, Label: q.Label, Unlabelled: q.Label == nil})
	if err != nil || !ok {
		return nil
	}
	if _, moved := n.moved.quads[store.Quad(ids)]; !moved {
		return nil
	}
	var out []Written
	plain := v.plainly(v.src.snap)
	_ = each(plain.src, store.Pattern{store.P: ids[store.P], store.G: ids[store.G]}, store.GSPO, func(w store.Quad) {
		if n.of(w[store.S]) != ids[store.S] || n.of(w[store.O]) != ids[store.O] {
			return
		}
		said := Written{Quad: plain.quad(w)}
		for _, at := range []int{store.S, store.O} {
			for _, same := range n.why(w[at]) {
				if plain.src.shows(same) {
					said.Same = append(said.Same, plain.quad(same))
				}
			}
		}
		out = append(out, said)
	})
	return out
}

// why returns identity claims that lead from a thing to the canonical member
// of its class, as few as there can be.
func (n *naming) why(id store.ID) []store.Quad {
	type step struct {
		at    store.ID
		chain []store.Quad
	}
	to := n.of(id)
	seen := map[store.ID]bool{id: true}
	for queue := []step{{at: id}}; len(queue) > 0; queue = queue[1:] {
		now := queue[0]
		if now.at == to {
			return now.chain
		}
		for _, q := range n.said[now.at] {
			next := q[store.S]
			if next == now.at {
				next = q[store.O]
			}
			if !seen[next] {
				seen[next] = true
				queue = append(queue, step{next, append(slices.Clone(now.chain), q)})
			}
		}
	}
	return nil
}

// Canonical returns the member of a thing's class as which the view shows it:
// the one with the smallest IRI of those that the parties of Lens.Names say to
// be the same; the thing itself where they say nothing.
func (v *View) Canonical(thing quad.IRI) quad.IRI {
	id, ok := v.lookup(thing) // which answers with the canonical member
	if !ok {
		return thing
	}
	return v.iri(id)
}
