package graph

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/cayleygraph/quad"
	working "github.com/dominikbraun/graph"
)

// Subgraph is a part of a graph taken out of a view: some records with
// everything that stands under them. It stays valid after the view has ended
// and is safe for concurrent reading.
type Subgraph struct {
	Records []SubRecord // in the order of Record.Compare
	Nodes   []Node      // sorted by IRI: every thing that an edge or a speaker names
	Edges   []Edge      // sorted; edges that differ only by their record are one
	Lens    Lens
	World   World
	Omitted int // records that belong here and were left out by a limit

	Sources   map[quad.IRI]Source // the documents that its records rest on
	Structure []Edge              // undisputed partOf and officerOf edges upwards from its nodes, sorted
	Labels    map[quad.IRI]string // names of what it mentions besides its nodes: relayers, structure, the lens's parties
}

// SubRecord is a record of a subgraph with who stands behind it.
type SubRecord struct {
	Record
	Speakers []Speaker
	Edges    []quad.Quad // stored edges under it, sorted
}

// Node is a thing of a subgraph.
type Node struct {
	IRI     quad.IRI
	Label   string
	Classes []quad.IRI
	Aliases []string // other names under visible records, sorted
	// Callers are the parties of the records that use each of the aliases, sorted.
	Callers map[string][]quad.IRI
}

// Edge is an edge of a subgraph with the records it stands under.
type Edge struct {
	From      quad.IRI
	Predicate quad.IRI
	To        quad.Value // an IRI or a literal
	Records   []quad.IRI
}

// SubgraphOptions choose what Around takes.
type SubgraphOptions struct {
	// Langs are the languages of labels, the wanted first; default English.
	Langs []string
	// MaxRecords bounds how many records are taken, the newest first; default 200.
	MaxRecords int
}

// DefaultMaxRecords is how many records a subgraph takes if options do not say.
const DefaultMaxRecords = 200

// Around returns the records that speak of any of the things: those with an
// edge to or from it, those it made, and those that answer it or one of these.
func (v *View) Around(ctx context.Context, things []quad.IRI, o *SubgraphOptions) (*Subgraph, error) {
	if o == nil {
		o = &SubgraphOptions{}
	}
	picked := map[int]bool{}
	for _, thing := range things {
		id, ok := v.lookup(thing)
		if !ok {
			continue
		}
		if i, ok := v.table.index.of(id); ok {
			picked[i] = v.visible[i]
		}
		pick := func(q store.Quad) {
			if i, ok := v.table.index.of(q[store.G]); ok && v.visible[i] && !v.table.ids.isContext(q[store.P]) {
				picked[i] = true
			}
		}
		if err := each(v.src, store.Pattern{store.S: id}, store.SPOG, pick); err != nil {
			return nil, err
		}
		if err := each(v.src, store.Pattern{store.O: id}, store.OSPG, pick); err != nil {
			return nil, err
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for i := range v.table.list {
			r := &v.table.list[i]
			if v.visible[i] && (slices.Contains(r.by(), id) || slices.Contains(r.responseTo(), id)) {
				picked[i] = true
			}
		}
	}
	// What answers or takes up a picked claim belongs to it.
	for i := range v.table.list {
		r := &v.table.list[i]
		if !v.visible[i] || picked[i] {
			continue
		}
		answers := func(id store.ID) bool { j, ok := v.table.index.of(id); return ok && picked[j] }
		if slices.ContainsFunc(r.responseTo(), answers) || slices.ContainsFunc(r.re(), answers) {
			picked[i] = true
		}
	}
	var records []*Record
	for i, in := range picked {
		if in {
			records = append(records, v.record(i))
		}
	}
	return v.subgraph(ctx, records, o)
}

// Subgraph returns the visible ones of the given records with all that stands
// under them.
func (v *View) Subgraph(ctx context.Context, records []quad.IRI, o *SubgraphOptions) (*Subgraph, error) {
	if o == nil {
		o = &SubgraphOptions{}
	}
	var rs []*Record
	seen := map[quad.IRI]bool{}
	for _, iri := range records {
		if r := v.Record(iri); r != nil && !seen[iri] {
			seen[iri] = true
			rs = append(rs, r)
		}
	}
	return v.subgraph(ctx, rs, o)
}

func (v *View) subgraph(ctx context.Context, records []*Record, o *SubgraphOptions) (*Subgraph, error) {
	s := &Subgraph{Lens: *v.lens, World: v.World()}
	slices.SortFunc(records, (*Record).Compare)
	if limit := cmp.Or(o.MaxRecords, DefaultMaxRecords); len(records) > limit {
		s.Omitted = len(records) - limit
		records = records[s.Omitted:]
	}
	nodes := map[quad.IRI]bool{}
	type key struct {
		from, p quad.IRI
		to      string
	}
	edges := map[key]*Edge{}
	for _, r := range records {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		sr := SubRecord{Record: *r, Speakers: v.Speakers(r.IRI, false)}
		for _, sp := range sr.Speakers {
			nodes[sp.Party] = true
		}
		quads, err := v.Edges(ctx, r.IRI)
		if err != nil {
			return nil, err
		}
		slices.SortFunc(quads, CompareQuads)
		sr.Edges = quads
		s.Records = append(s.Records, sr)
		for _, iri := range r.InResponseTo {
			if v.Record(iri) == nil && len(v.Classes(iri)) > 0 {
				nodes[iri] = true
			}
		}
		for _, q := range quads {
			from, ok := q.Subject.(quad.IRI)
			p, ok2 := q.Predicate.(quad.IRI)
			if !ok || !ok2 {
				continue
			}
			nodes[from] = true
			if to, ok := q.Object.(quad.IRI); ok {
				nodes[to] = true
			}
			k := key{from, p, quad.ToString(q.Object)}
			if edges[k] == nil {
				edges[k] = &Edge{From: from, Predicate: p, To: q.Object}
			}
			edges[k].Records = append(edges[k].Records, r.IRI)
		}
	}
	for iri := range nodes {
		s.Nodes = append(s.Nodes, v.node(iri, o.Langs))
	}
	slices.SortFunc(s.Nodes, func(a, b Node) int { return cmp.Compare(a.IRI, b.IRI) })
	for _, e := range edges {
		s.Edges = append(s.Edges, *e)
	}
	slices.SortFunc(s.Edges, func(a, b Edge) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Predicate, b.Predicate), cmp.Compare(quad.ToString(a.To), quad.ToString(b.To)))
	})
	return s, v.surround(s, o.Langs)
}

func (v *View) node(iri quad.IRI, langs []string) Node {
	n := Node{IRI: iri, Label: v.Label(iri, langs...), Classes: v.Classes(iri), Callers: map[string][]quad.IRI{}}
	slices.Sort(n.Classes)
	id, ok := v.lookup(iri)
	if !ok {
		return n
	}
	_ = each(v.src, store.Pattern{store.S: id, store.P: v.table.ids.knownAs}, store.SPOG, func(q store.Quad) {
		if t := v.src.Term(q[store.O]); t.Kind >= term.String && t.Value != n.Label {
			n.Aliases = append(n.Aliases, t.Value)
			if i, ok := v.table.index.of(q[store.G]); ok {
				for _, by := range v.table.list[i].by() {
					n.Callers[t.Value] = append(n.Callers[t.Value], v.iri(by))
				}
			}
		}
	})
	for name, by := range n.Callers {
		slices.Sort(by)
		n.Callers[name] = slices.Compact(by)
	}
	slices.Sort(n.Aliases)
	n.Aliases = slices.Compact(n.Aliases)
	return n
}

// Working returns the subgraph as a working graph for algorithms: directed,
// its vertices the IRIs of the nodes that edges join. That library keeps one
// edge a pair, so the parallel edges of a pair travel together as the []Edge
// in the edge's Data. Edges to literals are left out.
func (s *Subgraph) Working() (working.Graph[string, Node], error) {
	g := working.New(func(n Node) string { return string(n.IRI) }, working.Directed())
	for _, n := range s.Nodes {
		if err := g.AddVertex(n); err != nil {
			return nil, fmt.Errorf("working graph: %s: %w", n.IRI, err)
		}
	}
	parallel := map[[2]string][]Edge{}
	for _, e := range s.Edges {
		if to, ok := e.To.(quad.IRI); ok {
			k := [2]string{string(e.From), string(to)}
			parallel[k] = append(parallel[k], e)
		}
	}
	for k, edges := range parallel {
		err := g.AddEdge(k[0], k[1], working.EdgeData(edges))
		if err != nil && !errors.Is(err, working.ErrEdgeAlreadyExists) {
			return nil, fmt.Errorf("working graph: %s to %s: %w", k[0], k[1], err)
		}
	}
	return g, nil
}
