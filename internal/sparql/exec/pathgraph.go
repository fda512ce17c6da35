package exec

import (
	"errors"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/plan"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// pathGraph is the graph in which paths are walked: a set of triples.
type pathGraph struct {
	ex    *executor
	label store.ID   // Any: no matter
	merge []store.ID // not nil: one of these
	cur   engine.Cursor
	buf   []store.Quad
	nodes []uint32 // ascending; nil until asked for

	adjs   map[adjKey]*adjacency
	walked map[adjKey]int
}

// walkPool keeps the graphs of an evaluation by label, and sets for reuse.
type walkPool struct {
	graphs map[store.ID]*pathGraph
	sets   []*idSet
}

func (ex *executor) takeSet() *idSet {
	if n := len(ex.spare.sets); n > 0 {
		s := ex.spare.sets[n-1]
		ex.spare.sets = ex.spare.sets[:n-1]
		s.clear()
		return s
	}
	return &idSet{}
}

func (ex *executor) giveSet(s *idSet) {
	if len(s.slots) <= 1<<16 {
		ex.spare.sets = append(ex.spare.sets, s)
	}
}

// pathGraph returns the graph that g stands for, nil if there is none.
func (ex *executor) pathGraph(g plan.Graph, f *frame) (*pathGraph, error) {
	if g.Kind == plan.GraphNone { // it has no triples, but paths of length zero
		return ex.graphOf(store.ID(localBase | rankMask)), nil
	}
	label, ok := ex.resolveGraph(g, f)
	if !ok {
		return nil, nil
	}
	if g.Kind == plan.GraphParam && !ex.graphExists(label) {
		return nil, nil
	}
	return ex.graphOf(label), nil
}

func (ex *executor) graphOf(label store.ID) *pathGraph {
	pg := ex.spare.graphs[label]
	if pg == nil {
		pg = &pathGraph{ex: ex, label: label, buf: make([]store.Quad, 64)}
		if label == store.Any {
			pg.merge = ex.planner.Merged()
		}
		if ex.spare.graphs == nil {
			ex.spare.graphs = map[store.ID]*pathGraph{}
		}
		ex.spare.graphs[label] = pg
	}
	return pg
}

// orderOf returns the index in which a pattern is scanned.
func orderOf(p store.Pattern) store.Order {
	s, pr, o := p[store.S] != store.Any, p[store.P] != store.Any, p[store.O] != store.Any
	switch {
	case s && o && !pr, !s && o && !pr:
		return store.OSPG
	case !s && pr && o:
		return store.POSG
	case !s && pr:
		return store.PSOG
	case !s && p[store.G] != store.Any:
		return store.GSPO
	}
	return store.SPOG
}

// open starts a scan of p in the graph.
func (g *pathGraph) open(p store.Pattern) engine.Cursor {
	p[store.G] = g.label
	return g.ex.src.Scan(p, orderOf(p))
}

// scan calls f for each triple that matches p; f may scan as well.
func (g *pathGraph) scan(p store.Pattern, f func(*store.Quad) error) error {
	cur := g.open(p)
	buf := make([]store.Quad, 64)
	var last [3]store.ID
	for {
		k := cur.Next(buf)
		if k == 0 {
			return cur.Err()
		}
		if err := g.ex.step(k); err != nil {
			return err
		}
		for i := range buf[:k] {
			q := &buf[i]
			if g.merge != nil && !slices.Contains(g.merge, q[store.G]) {
				continue
			}
			if t := [3]store.ID(q[:3]); t != last {
				last = t
				if err := f(q); err != nil {
					return err
				}
			}
		}
	}
}

// edges appends to dst the other ends of the edges x p y, or y p x if
// inverse, once for each triple. p may be Any; then except lists predicates
// that do not count.
func (g *pathGraph) edges(dst []uint32, x uint32, p store.ID, inverse bool, except []store.ID) ([]uint32, error) {
	if kindOf(x) >= inlineKind || kindOf(uint32(p)) >= inlineKind {
		return dst, nil
	}
	pat := store.Pattern{store.S: store.ID(x), store.P: p, store.G: g.label}
	far := store.O
	if inverse {
		pat = store.Pattern{store.O: store.ID(x), store.P: p, store.G: g.label}
		far = store.S
	}
	order := orderOf(pat)
	g.cur = g.ex.rescan(g.cur, pat, order)
	var last [2]store.ID
	for {
		k := g.cur.Next(g.buf)
		if k == 0 {
			return dst, g.cur.Err()
		}
		if err := g.ex.walk(k); err != nil {
			return dst, err
		}
		for i := range g.buf[:k] {
			q := &g.buf[i]
			if g.merge != nil && !slices.Contains(g.merge, q[store.G]) {
				continue
			}
			if t := [2]store.ID{q[store.P], q[far]}; t != last {
				last = t
				if len(except) == 0 || !slices.Contains(except, q[store.P]) {
					dst = append(dst, uint32(q[far]))
				}
			}
		}
	}
}

// isNode reports whether x is a subject or object in g.
func (g *pathGraph) isNode(x uint32) (bool, error) {
	if kindOf(x) >= inlineKind {
		return false, nil
	}
	for _, pat := range []store.Pattern{{store.S: store.ID(x)}, {store.O: store.ID(x)}} {
		if g.merge == nil {
			pat[store.G] = g.label
			if found, err := g.ex.finds(pat, orderOf(pat)); found || err != nil {
				return found, err
			}
			continue
		}
		found := false
		if err := g.scan(pat, func(*store.Quad) error { found = true; return errStop{} }); err != nil && !errors.Is(err, errStop{}) {
			return false, err
		}
		if found {
			return true, nil
		}
	}
	return false, nil
}

// all returns nodes(G) of §18.1.7: every subject and object of g.
func (g *pathGraph) all() ([]uint32, error) {
	if g.nodes != nil {
		return g.nodes, nil
	}
	var seen idSet
	nodes := []uint32{}
	add := func(v store.ID) {
		if seen.add(uint32(v)) {
			nodes = append(nodes, uint32(v))
		}
	}
	if g.label == store.Any && g.merge == nil {
		for _, pos := range []int{store.S, store.O} {
			cur := g.ex.src.Scan(store.Pattern{}, [...]store.Order{store.S: store.SPOG, store.O: store.OSPG}[pos])
			for cur.Next(g.buf[:1]) > 0 {
				v := g.buf[0][pos]
				add(v)
				if err := g.ex.step(1); err != nil {
					return nil, err
				}
				if v == 1<<32-1 {
					break
				}
				var next store.Quad
				next[pos] = v + 1
				cur.Seek(next)
			}
			if err := cur.Err(); err != nil {
				return nil, err
			}
		}
	} else if err := g.scan(store.Pattern{}, func(q *store.Quad) error {
		add(q[store.S])
		add(q[store.O])
		return nil
	}); err != nil {
		return nil, err
	}
	slices.Sort(nodes)
	g.nodes = nodes
	return nodes, nil
}

// path is a property path over ids.
type path struct {
	kind   pathKind
	l, r   *path
	pred   store.ID
	min    int
	max    int
	fw, bw []store.ID // what a negated set leaves out
	hasFw  bool
	hasBw  bool
}

type pathKind uint8

const (
	pathLink pathKind = iota
	pathInverse
	pathSeq
	pathAlt
	pathRepeat
	pathNegated
)

// compilePath looks up the predicates of p.
func (ex *executor) compilePath(p algebra.Path) *path {
	id := func(t term.Term) store.ID {
		if id, ok := ex.src.Lookup(t); ok {
			return id
		}
		return store.ID(localBase)
	}
	ids := func(ts []term.Term) (out []store.ID) {
		for _, t := range ts {
			out = append(out, id(t))
		}
		return out
	}
	switch p := p.(type) {
	case *algebra.PathLink:
		return &path{kind: pathLink, pred: id(p.IRI)}
	case *algebra.PathInverse:
		return &path{kind: pathInverse, l: ex.compilePath(p.P)}
	case *algebra.PathSeq:
		return &path{kind: pathSeq, l: ex.compilePath(p.L), r: ex.compilePath(p.R)}
	case *algebra.PathAlt:
		return &path{kind: pathAlt, l: ex.compilePath(p.L), r: ex.compilePath(p.R)}
	case *algebra.PathRepeat:
		return &path{kind: pathRepeat, l: ex.compilePath(p.P), min: p.Min, max: p.Max}
	case *algebra.PathNegated:
		return &path{kind: pathNegated, fw: ids(p.Forward), bw: ids(p.Inverse), hasFw: p.HasForward, hasBw: p.HasInverse}
	}
	return &path{kind: pathLink, pred: store.ID(localBase)}
}

// nullable reports whether p matches without an edge.
func (p *path) nullable() bool {
	switch p.kind {
	case pathInverse:
		return p.l.nullable()
	case pathSeq:
		return p.l.nullable() && p.r.nullable()
	case pathAlt:
		return p.l.nullable() || p.r.nullable()
	case pathRepeat:
		return p.max != 0 && p.l.nullable() || p.min == 0
	}
	return false
}
