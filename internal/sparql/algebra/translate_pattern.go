package algebra

import (
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
)

// group translates a group graph pattern (§18.2.2.6).
func (t *translator) group(g *syntax.Group) (Op, error) {
	op, filter, err := t.groupAndFilter(g)
	if err != nil || filter == nil {
		return op, err
	}
	return &Filter{op, filter}, nil
}

// groupAndFilter translates a group and keeps its filters apart, since
// OPTIONAL takes them into its LeftJoin. The filters of groups inside it stay
// where they are: simplification comes after this step.
func (t *translator) groupAndFilter(g *syntax.Group) (Op, Expr, error) {
	var op Op = &BGP{}
	var filters []Expr
	// Triples with only filters between them are one basic graph pattern
	// (§18.2.2.5): FILTER holds for the whole group, wherever it stands.
	var block []syntax.Triple
	flush := func() {
		op = t.triples(op, block)
		block = nil
	}
	for _, e := range g.Elems {
		switch e := e.(type) {
		case *syntax.Triples:
			block = append(block, e.Triples...)
			continue
		case *syntax.Filter:
			x, err := t.expr(e.Expr)
			if err != nil {
				return nil, nil, err
			}
			filters = append(filters, x)
			continue
		}
		flush()
		var err error
		if op, err = t.element(op, e); err != nil {
			return nil, nil, err
		}
	}
	flush()
	if len(filters) == 0 {
		return op, nil, nil
	}
	return op, conjunction(filters), nil
}

// element adds one element other than triples and filters to what stands
// before it in its group.
func (t *translator) element(op Op, e syntax.Pattern) (Op, error) {
	switch e := e.(type) {
	case *syntax.Optional:
		r, filter, err := t.groupAndFilter(e.Group)
		return &LeftJoin{op, r, filter}, err
	case *syntax.Minus:
		r, err := t.group(e.Group)
		return &Minus{op, r}, err
	case *syntax.Bind:
		x, err := t.expr(e.Expr)
		return &Extend{op, e.Var, x}, err
	case *syntax.Group:
		r, err := t.group(e)
		return join(op, r), err
	case *syntax.Union:
		var u Op
		for _, g := range e.Groups {
			r, err := t.group(g)
			if err != nil {
				return nil, err
			}
			if u == nil {
				u = r
			} else {
				u = &Union{u, r}
			}
		}
		return join(op, u), nil
	case *syntax.GraphPattern:
		r, err := t.group(e.Group)
		return join(op, &Graph{node(e.Name), r}), err
	case *syntax.Service:
		r, err := t.group(e.Group)
		return join(op, &Service{node(e.Name), e.Silent, r}), err
	case *syntax.InlineData:
		return join(op, values(e)), nil
	case *syntax.SubSelect:
		r, err := t.query(e.Query)
		return join(op, r), err
	}
	return nil, fail(e.At(), "unknown pattern %T", e)
}

// triples joins a block of triples and paths to op: runs of triples as basic
// graph patterns, what stays a path on its own (§18.2.2.4, §18.2.2.5).
func (t *translator) triples(op Op, block []syntax.Triple) Op {
	var run []TriplePattern
	flush := func() {
		if len(run) > 0 {
			op = join(op, &BGP{run})
			run = nil
		}
	}
	for _, tr := range block {
		s, o := node(tr.S), node(tr.O)
		if tr.Path == nil {
			run = append(run, TriplePattern{s, node(tr.P), o})
			continue
		}
		t.pathPattern(s, path(tr.Path), o, func(x any) {
			switch x := x.(type) {
			case TriplePattern:
				run = append(run, x)
			case *PathPattern:
				flush()
				op = join(op, x)
			}
		})
	}
	flush()
	return op
}

// pathPattern emits the triple patterns and the path patterns that a path
// between s and o comes to (§18.2.2.4).
func (t *translator) pathPattern(s Node, p Path, o Node, emit func(any)) {
	switch p := p.(type) {
	case *PathLink:
		emit(TriplePattern{s, Node{Term: p.IRI}, o})
		return
	case *PathInverse:
		if _, ok := p.P.(*PathLink); ok {
			t.pathPattern(o, p.P, s, emit)
			return
		}
	case *PathSeq:
		mid := Node{Var: t.newVar("path")}
		t.pathPattern(s, p.L, mid, emit)
		t.pathPattern(mid, p.R, o, emit)
		return
	}
	emit(&PathPattern{s, p, o})
}

// path translates a property path (§18.2.2.3).
func path(p syntax.Path) Path {
	switch p := p.(type) {
	case *syntax.PathIRI:
		return &PathLink{p.IRI}
	case *syntax.PathInverse:
		return &PathInverse{path(p.P)}
	case *syntax.PathSeq:
		out := path(p.Paths[0])
		for _, x := range p.Paths[1:] {
			out = &PathSeq{out, path(x)}
		}
		return out
	case *syntax.PathAlt:
		out := path(p.Paths[0])
		for _, x := range p.Paths[1:] {
			out = &PathAlt{out, path(x)}
		}
		return out
	case *syntax.PathRepeat:
		return &PathRepeat{path(p.P), p.Min, p.Max}
	case *syntax.PathNegated:
		n := &PathNegated{HasForward: len(p.Items) == 0}
		for _, it := range p.Items {
			if it.Inverse {
				n.HasInverse = true
				n.Inverse = append(n.Inverse, it.IRI)
			} else {
				n.HasForward = true
				n.Forward = append(n.Forward, it.IRI)
			}
		}
		return n
	}
	return nil
}

// paths translates PATHS.
func (t *translator) paths(c *syntax.PathsClause) (Op, error) {
	out := &Paths{
		Mode:  map[syntax.PathsMode]PathMode{syntax.AnyShortest: AnyShortest, syntax.AllShortest: AllShortest, syntax.Acyclic: Acyclic}[c.Mode],
		Start: Node{Var: c.Start.Var}, End: Node{Var: c.End.Var},
		MaxLength: c.MaxLength, Limit: c.Limit,
	}
	var err error
	if out.StartOp, err = t.pathsEnd(c.Start); err != nil {
		return nil, err
	}
	if out.EndOp, err = t.pathsEnd(c.End); err != nil {
		return nil, err
	}
	if c.Via != nil {
		out.Via = oneEdge(path(c.Via), false)
	}
	return &Project{out, slices.Concat(syntax.PathsColumns, []string{c.Start.Var, c.End.Var})}, nil
}

func (t *translator) pathsEnd(e syntax.PathsEnd) (Op, error) {
	switch {
	case !e.IRI.IsZero():
		return values(&syntax.InlineData{Vars: []string{e.Var}, Rows: rowOf(e.IRI)}), nil
	case e.Group != nil:
		op, err := t.group(e.Group)
		return &Distinct{&Project{op, []string{e.Var}}}, err
	}
	return nil, nil
}

// oneEdge moves inverses inwards, so that Via is alternatives of links,
// inverse links and negated sets.
func oneEdge(p Path, inverse bool) Path {
	switch p := p.(type) {
	case *PathInverse:
		return oneEdge(p.P, !inverse)
	case *PathAlt:
		return &PathAlt{oneEdge(p.L, inverse), oneEdge(p.R, inverse)}
	case *PathNegated:
		if inverse {
			return &PathNegated{p.Inverse, p.Forward, p.HasInverse, p.HasForward}
		}
	case *PathLink:
		if inverse {
			return &PathInverse{p}
		}
	}
	return p
}
