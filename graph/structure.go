package graph

import (
	"cmp"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// surround adds to a subgraph what its records rest on and what its nodes
// belong to: Sources, Structure and Labels.
func (v *View) surround(s *Subgraph, langs []string) error {
	s.Sources, s.Labels = map[quad.IRI]Source{}, map[quad.IRI]string{}
	named := map[quad.IRI]bool{}
	for _, n := range s.Nodes {
		named[n.IRI] = true
	}
	label := func(iris ...quad.IRI) {
		for _, iri := range iris {
			if iri != "" && !named[iri] {
				s.Labels[iri] = v.Label(iri, langs...)
			}
		}
	}
	for i := range s.Records {
		r := &s.Records[i]
		for _, iri := range r.Sources {
			if _, ok := s.Sources[iri]; !ok {
				s.Sources[iri] = v.Source(iri, langs...)
			}
		}
		label(r.By...)
		label(r.RelayedBy...)
		for _, sp := range r.Speakers {
			label(sp.Party, sp.Via)
		}
	}
	for _, n := range s.Nodes {
		for _, by := range n.Callers {
			label(by...)
		}
	}
	label(s.Lens.By...)
	label(s.Lens.ActsBy...)
	label(s.Lens.Sources...)
	for _, a := range s.Lens.Assume {
		for _, iri := range []quad.IRI{a.Subject, a.Object} {
			if !named[iri] {
				s.Labels[iri] = v.OwnLabel(iri, langs...)
			}
		}
	}
	var err error
	s.Structure, err = v.structure(s.Nodes)
	for _, e := range s.Structure {
		label(e.From)
		if to, ok := e.To.(quad.IRI); ok {
			label(to)
		}
	}
	return err
}

// structure walks upwards from nodes along the partOf and officerOf edges that
// are visible and that nobody denies, and returns the edges it met. Each node is
// left once, so circles end.
func (v *View) structure(nodes []Node) ([]Edge, error) {
	if err := v.readDenials(); err != nil {
		return nil, err
	}
	ids := v.table.ids
	type key struct{ from, p, to store.ID }
	edges := map[key]*Edge{}
	seen := map[store.ID]bool{}
	var queue []store.ID
	for _, n := range nodes {
		if id, ok := v.lookup(n.IRI); ok {
			queue = append(queue, id)
		}
	}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if seen[at] {
			continue
		}
		seen[at] = true
		for _, p := range []store.ID{ids.partOf, ids.officerOf} {
			err := each(v.src, store.Pattern{store.S: at, store.P: p}, store.SPOG, func(q store.Quad) {
				if v.denied[[3]store.ID{q[store.S], q[store.P], q[store.O]}] || v.iri(q[store.O]) == "" {
					return
				}
				k := key{at, p, q[store.O]}
				if edges[k] == nil {
					edges[k] = &Edge{From: v.iri(at), Predicate: v.iri(p), To: v.iri(q[store.O])}
				}
				if record := v.iri(q[store.G]); record != "" {
					edges[k].Records = append(edges[k].Records, record)
				}
				queue = append(queue, q[store.O])
			})
			if err != nil {
				return nil, err
			}
		}
	}
	var out []Edge
	for _, e := range edges {
		slices.Sort(e.Records)
		out = append(out, *e)
	}
	slices.SortFunc(out, func(a, b Edge) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Predicate, b.Predicate), cmp.Compare(quad.ToString(a.To), quad.ToString(b.To)))
	})
	return out, nil
}

// Name returns what people call a thing or a term of the schema that the
// subgraph mentions: the label of the node, else a label that was taken along,
// else the schema's, in lang, else the handle.
func (s *Subgraph) Name(iri quad.IRI, lang string) string {
	if i, ok := slices.BinarySearchFunc(s.Nodes, iri, func(n Node, iri quad.IRI) int { return cmp.Compare(n.IRI, iri) }); ok && s.Nodes[i].Label != "" {
		return s.Nodes[i].Label
	}
	if l := s.Labels[iri]; l != "" {
		return l
	}
	if l := schema.Label(string(iri), lang); l != "" {
		return l
	}
	return schema.Handle(string(iri))
}
