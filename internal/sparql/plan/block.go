package plan

import (
	"cmp"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/expr"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// leaf is one input of a join: a quad pattern, a path, or a node of its own.
type leaf struct {
	quads *Quads
	path  *PathJoin // without Left
	op    algebra.Op
	sc    scope
	node  Node

	vars, certain Set
	rows          float64
	dist          map[int]float64
}

// block is what is joined at once, with the conditions on the result.
type block struct {
	leaves []*leaf
	conds  []*Expr
	empty  bool // nothing can match
}

// buildBlock plans joins and filters.
func (p *Planner) buildBlock(op algebra.Op, sc scope, nd need) (Node, error) {
	b := &block{}
	if err := p.collect(op, sc, b, true); err != nil {
		return nil, err
	}
	if b.empty {
		return p.emptyOf(op, sc), nil
	}
	return p.join(b, sc, nd)
}

func (p *Planner) emptyOf(op algebra.Op, sc scope) Node {
	possible, _ := p.vars(op, sc.outer)
	return &Empty{Info{Vars: possible.Slots(), Certain: possible}}
}

// collect adds what op joins to b. root is true as long as no join is around.
func (p *Planner) collect(op algebra.Op, sc scope, b *block, root bool) error {
	switch op := op.(type) {
	case *algebra.BGP:
		for i := range op.Triples {
			p.addTriple(&op.Triples[i], sc, b)
		}
		return nil
	case *algebra.PathPattern:
		p.addPath(op, sc, b)
		return nil
	case *algebra.Join:
		if err := p.collect(op.L, sc, b, false); err != nil {
			return err
		}
		return p.collect(op.R, sc, b, false)
	case *algebra.Values:
		b.leaves = append(b.leaves, p.valuesLeaf(op, sc))
		return nil
	case *algebra.Filter:
		_, ic := p.vars(op.Input, sc.outer)
		if !root && !p.mentionsExpr(op.Expr).Within(ic.Union(sc.outer)) {
			break
		}
		if sc.graph.Kind == GraphVar && !root {
			if exists, _ := traits(op.Expr); exists {
				break
			}
		}
		if err := p.collect(op.Input, sc, b, root); err != nil {
			return err
		}
		for _, x := range conjuncts(op.Expr, nil) {
			b.conds = append(b.conds, p.expr(x, sc))
		}
		return nil
	case *algebra.Graph:
		g := p.slotOfGraph(op, sc)
		switch {
		case !op.Name.IsVar():
			id, ok := p.constGraph(op.Name.Term)
			if !ok {
				b.empty = true
				return nil
			}
			return p.collect(op.Input, scope{Graph{GraphConst, id, 0}, sc.outer}, b, root)
		case g < 0:
			graph := Graph{GraphParam, 0, p.slot(op.Name.Var)}
			b.leaves = append(b.leaves, &leaf{node: &GraphCheck{Info{Rows: 1, Cost: costOpen}, graph}, rows: 1})
			return p.collect(op.Input, scope{graph, sc.outer}, b, root)
		case p.graphJoin(op.Input, g) || (root && p.graphColumn(op.Input, g)):
			in := scope{Graph{GraphVar, 0, g}, sc.outer}
			if err := p.collect(op.Input, in, b, root); err != nil {
				return err
			}
			if !p.bindsGraph(op.Input) {
				b.leaves = append(b.leaves, p.graphsLeaf(g))
			}
			return nil
		}
	}
	possible, certain := p.vars(op, sc.outer)
	if sc.graph.Kind == GraphVar && p.bindsGraph(op) {
		v := SetOf(sc.graph.Slot)
		possible, certain = possible.Union(v), certain.Union(v)
	}
	b.leaves = append(b.leaves, &leaf{op: op, sc: sc, vars: possible, certain: certain})
	return nil
}

func (p *Planner) graphsLeaf(g int) *leaf {
	n := &Graphs{Info{Vars: []int{g}, Certain: SetOf(g), Rows: guessedRows, Cost: 1e6}, g}
	return &leaf{node: n, vars: n.Certain, certain: n.Certain, rows: n.Rows}
}

// slotOfGraph returns the slot that GRAPH binds, -1 if its name is a term or
// has a value.
func (p *Planner) slotOfGraph(op *algebra.Graph, sc scope) int {
	if !op.Name.IsVar() {
		return -1
	}
	if i := p.slot(op.Name.Var); !sc.outer.Has(i) {
		return i
	}
	return -1
}

// constGraph returns the label of the graph that a term names, false if the
// dataset has none.
func (p *Planner) constGraph(t term.Term) (store.ID, bool) {
	id, _ := p.src.Lookup(t)
	g, ok := p.NamedGraph(t, id)
	if !ok || (g == store.Any) {
		return 0, false
	}
	if g == store.Unlabelled {
		return g, true
	}
	var one [1]store.Quad
	return g, p.src.Scan(store.Pattern{store.G: g}, store.GSPO).Next(one[:]) > 0
}

// seedable reports whether op is patterns and what only joins them.
func (p *Planner) seedable(op algebra.Op) bool {
	switch op := op.(type) {
	case *algebra.BGP, *algebra.PathPattern:
		return true
	case *algebra.Join:
		return p.seedable(op.L) && p.seedable(op.R)
	}
	return false
}

// graphJoin reports whether op is patterns and joins of them, in which a
// graph variable g can be one more column. A path does not compare g with its
// ends.
func (p *Planner) graphJoin(op algebra.Op, g int) bool {
	if !p.seedable(op) {
		return false
	}
	var paths func(algebra.Op) bool
	paths = func(op algebra.Op) bool {
		switch op := op.(type) {
		case *algebra.Join:
			return paths(op.L) || paths(op.R)
		case *algebra.PathPattern:
			return p.mentions(op).Has(g)
		}
		return false
	}
	return !paths(op)
}

// bindsGraph reports whether all solutions of op name the graph that they are
// from, if that is a column.
func (p *Planner) bindsGraph(op algebra.Op) bool {
	switch op := op.(type) {
	case *algebra.BGP:
		return len(op.Triples) > 0
	case *algebra.PathPattern:
		return true
	case *algebra.Join:
		return p.bindsGraph(op.L) || p.bindsGraph(op.R)
	case *algebra.LeftJoin:
		return p.bindsGraph(op.L)
	case *algebra.Union:
		return p.bindsGraph(op.L) && p.bindsGraph(op.R)
	case *algebra.Filter:
		return p.bindsGraph(op.Input)
	case *algebra.Extend:
		return p.bindsGraph(op.Input)
	}
	return false
}

// graphColumn reports whether op can be evaluated in all named graphs at once,
// with the graph as one more column g: it must be made of operators to which
// such a column is one more shared variable, and not speak of g itself.
func (p *Planner) graphColumn(op algebra.Op, g int) bool {
	return p.bindsGraph(op) && p.columnar(op) && !p.mentions(op).Has(g)
}

func (p *Planner) columnar(op algebra.Op) bool {
	switch op := op.(type) {
	case *algebra.BGP, *algebra.PathPattern, *algebra.Values:
		return true
	case *algebra.Join:
		return p.columnar(op.L) && p.columnar(op.R)
	case *algebra.LeftJoin:
		// The right side must be of the same graph, or of none.
		return p.columnar(op.L) && p.columnar(op.R) && p.bindsGraph(op.R)
	case *algebra.Union:
		return p.columnar(op.L) && p.columnar(op.R) && p.bindsGraph(op)
	case *algebra.Filter:
		return p.columnar(op.Input) && p.bindsGraph(op.Input)
	case *algebra.Extend:
		exists, _ := traits(op.Expr)
		return !exists && p.columnar(op.Input)
	}
	return false
}

// pos returns the position that n is, false if no term of the source is n.
func (p *Planner) pos(n algebra.Node, sc scope) (Pos, bool) {
	if n.IsVar() {
		i := p.slot(n.Var)
		if sc.outer.Has(i) {
			return Pos{Kind: Param, Slot: i}, true
		}
		return Pos{Kind: Var, Slot: i}, true
	}
	id, ok := p.src.Lookup(n.Term)
	return Pos{Kind: Const, ID: id}, ok
}

// addTriple adds a triple pattern.
func (p *Planner) addTriple(t *algebra.TriplePattern, sc scope, b *block) {
	p.addQuads(t, nil, sc, b)
}

// addQuads is addTriple with any of some predicates in the place of the
// pattern's, if there are any.
func (p *Planner) addQuads(t *algebra.TriplePattern, oneOf []store.ID, sc scope, b *block) {
	q := &Quads{OneOf: oneOf}
	for i, n := range []algebra.Node{t.S, t.P, t.O} {
		pos, ok := p.pos(n, sc)
		if i == store.O && !n.IsVar() && n.Term.Kind == term.Lang {
			// A string with a language matches whatever the case of its tag.
			var ids []store.ID
			for _, tag := range expr.TagForms(n.Term.Extra) {
				if id, ok := p.src.Lookup(term.NewLang(n.Term.Value, tag)); ok {
					ids = append(ids, id)
				}
			}
			switch len(ids) {
			case 0:
				ok = false
			case 1:
				pos, ok = Pos{Kind: Const, ID: ids[0]}, true
			default:
				v := p.freshSlot("lang")
				pos, ok = Pos{Kind: Var, Slot: v}, true
				b.leaves = append(b.leaves, p.idsLeaf(v, ids))
			}
		}
		if !ok {
			b.empty = true
			return
		}
		q.Pos[i] = pos
	}
	q.Spell = q.Pos[store.O].Kind == Param
	if !p.inGraph(q, sc.graph) {
		b.empty = true
		return
	}
	l := &leaf{quads: q, dist: map[int]float64{}}
	for _, pos := range q.Pos {
		if pos.Kind == Var {
			l.vars.Add(pos.Slot)
		}
	}
	l.certain = l.vars
	l.rows = p.count(q)
	if l.rows == 0 {
		b.empty = true
	}
	b.leaves = append(b.leaves, l)
}

// inGraph restricts q to an active graph, false if there is none.
func (p *Planner) inGraph(q *Quads, g Graph) bool {
	switch g.Kind {
	case GraphNone:
		return false
	case GraphConst:
		q.Pos[store.G] = Pos{Kind: Const, ID: g.ID}
	case GraphParam:
		q.Pos[store.G] = Pos{Kind: Param, Slot: g.Slot}
	case GraphVar:
		q.Pos[store.G] = Pos{Kind: Var, Slot: g.Slot}
		q.Graphs = NamedGraphs
	default:
		q.Dedup = true
		if p.merge != nil {
			q.Graphs = MergedGraphs
		}
	}
	return true
}

func (p *Planner) idsLeaf(slot int, ids []store.ID) *leaf {
	v := SetOf(slot)
	n := &Values{Info: Info{Vars: []int{slot}, Certain: v, Rows: float64(len(ids))}}
	for _, id := range ids {
		n.Table = append(n.Table, []store.ID{id})
	}
	return &leaf{node: n, vars: v, certain: v, rows: n.Rows, dist: map[int]float64{slot: n.Rows}}
}

func (p *Planner) valuesLeaf(op *algebra.Values, sc scope) *leaf {
	possible, certain := p.vars(op, sc.outer)
	n := &Values{Info: Info{Certain: certain}}
	for _, v := range op.Vars {
		n.Vars = append(n.Vars, p.slot(v))
	}
	for _, r := range op.Rows {
		row := make([]store.ID, len(r))
		for j, t := range r {
			if !t.IsZero() {
				row[j] = p.intern(t)
			}
		}
		n.Table = append(n.Table, row)
	}
	n.Rows = float64(len(n.Table))
	n.Cost = n.Rows * costRow
	l := &leaf{node: n, vars: possible, certain: certain, rows: n.Rows, dist: map[int]float64{}}
	if outer := possible.Intersect(sc.outer); !outer.Empty() {
		// The values must be those that EXISTS has put in their place.
		l.node = &Extend{Info: n.Info, Input: n, Outer: outer}
	}
	return l
}

// addPath adds a path pattern: what is a single edge becomes a quad pattern.
func (p *Planner) addPath(op *algebra.PathPattern, sc scope, b *block) {
	s, path, o := op.S, op.Path, op.O
	for {
		if inv, ok := path.(*algebra.PathInverse); ok {
			s, path, o = o, inv.P, s
			continue
		}
		if link, ok := path.(*algebra.PathLink); ok && !(s.Term.Kind == term.Lang || o.Term.Kind == term.Lang) && !p.outerNode(o, sc) {
			p.addTriple(&algebra.TriplePattern{S: s, P: algebra.Node{Term: link.IRI}, O: o}, sc, b)
			return
		}
		break
	}
	if sc.graph.Kind == GraphNone && !nullable(path) {
		b.empty = true
		return
	}
	if s.Term.Kind != term.Lang && o.Term.Kind != term.Lang && !p.outerNode(o, sc) && p.addEither(s, path, o, sc, b) {
		return
	}
	end := func(n algebra.Node) Pos {
		if !n.IsVar() {
			return Pos{Kind: Const, ID: p.intern(n.Term)}
		}
		pos, _ := p.pos(n, sc)
		return pos
	}
	j := &PathJoin{S: end(s), O: end(o), Path: path, Graph: sc.graph}
	l := &leaf{path: j, dist: map[int]float64{}}
	for _, pos := range []Pos{j.S, j.O} {
		if pos.Kind == Var {
			l.vars.Add(pos.Slot)
		}
	}
	if sc.graph.Kind == GraphVar {
		l.vars.Add(sc.graph.Slot)
	}
	l.certain = l.vars
	l.rows = p.pathRows(j)
	b.leaves = append(b.leaves, l)
}

// addEither adds a path of alternative edges in one direction as a quad pattern
// with any of their predicates; false if it is none.
func (p *Planner) addEither(s algebra.Node, path algebra.Path, o algebra.Node, sc scope, b *block) bool {
	var ids []store.ID
	forwards, backwards := 0, 0
	var walk func(algebra.Path, bool) bool
	walk = func(path algebra.Path, inverse bool) bool {
		switch path := path.(type) {
		case *algebra.PathInverse:
			return walk(path.P, !inverse)
		case *algebra.PathAlt:
			return walk(path.L, inverse) && walk(path.R, inverse)
		case *algebra.PathLink:
			if inverse {
				backwards++
			} else {
				forwards++
			}
			if id, ok := p.src.Lookup(path.IRI); ok {
				ids = append(ids, id)
			}
			return true
		}
		return false
	}
	if !walk(path, false) || forwards > 0 && backwards > 0 || repeated(ids) {
		return false
	}
	if len(ids) == 0 {
		b.empty = true
		return true
	}
	if backwards > 0 {
		s, o = o, s
		if p.outerNode(o, sc) || o.Term.Kind == term.Lang {
			return false
		}
	}
	slices.SortStableFunc(ids, func(x, y store.ID) int {
		return cmp.Compare(p.total(store.Pattern{store.P: y}), p.total(store.Pattern{store.P: x}))
	})
	t := &algebra.TriplePattern{S: s, P: algebra.Node{Term: p.src.Term(ids[0])}, O: o}
	if len(ids) == 1 {
		ids = nil
	}
	p.addQuads(t, ids, sc, b)
	return true
}

// repeated reports whether an id is there twice.
func repeated(ids []store.ID) bool {
	for i, id := range ids {
		if slices.Contains(ids[:i], id) {
			return true
		}
	}
	return false
}

func (p *Planner) outerNode(n algebra.Node, sc scope) bool {
	return n.IsVar() && sc.outer.Has(p.slot(n.Var))
}

// simple reports whether op is patterns, paths and values with conditions
// that see nothing but them, so that it can be matched row by row.
func (p *Planner) simple(op algebra.Op, sc scope) bool {
	switch op := op.(type) {
	case *algebra.BGP:
		return true
	case *algebra.PathPattern, *algebra.Values:
		return true
	case *algebra.Join:
		return p.simple(op.L, sc) && p.simple(op.R, sc)
	case *algebra.Graph:
		g := p.slotOfGraph(op, sc)
		return (g < 0 && p.simple(op.Input, sc)) || (g >= 0 && p.graphJoin(op.Input, g))
	case *algebra.Filter:
		_, ic := p.vars(op.Input, sc.outer)
		exists, _ := traits(op.Expr)
		return !exists && p.mentionsExpr(op.Expr).Within(ic.Union(sc.outer)) && p.simple(op.Input, sc)
	}
	return false
}

// nullable reports whether a path matches without an edge.
func nullable(p algebra.Path) bool {
	switch p := p.(type) {
	case *algebra.PathInverse:
		return nullable(p.P)
	case *algebra.PathSeq:
		return nullable(p.L) && nullable(p.R)
	case *algebra.PathAlt:
		return nullable(p.L) || nullable(p.R)
	case *algebra.PathRepeat:
		return p.Min == 0 || nullable(p.P)
	}
	return false
}

// isNullable reports whether some path of the block matches without an edge
// between variables: then those range over the nodes of the graph, and a value
// in the place of one need not be a node. Between a term and a variable a path
// of no edge is the term, whether it is a node or not.
func (b *block) isNullable() bool {
	return slices.ContainsFunc(b.leaves, func(l *leaf) bool {
		return l.path != nil && nullable(l.path.Path) && l.path.S.Kind == Var && l.path.O.Kind == Var
	})
}
