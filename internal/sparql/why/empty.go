package why

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/expr"
	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// maxTests bounds how many parts of a query Empty evaluates.
const maxTests = 400

// maxTestSolutions bounds the work on one part. A part that needs more is
// taken to have solutions.
const maxTestSolutions = 2_000_000

// Emptiness says why a query has no solutions.
type Emptiness struct {
	// Part has no solutions on its own: an ASK whose pattern is some of the
	// query's, or a PATHS.
	Part *syntax.Query
	// Clause is set if the whole pattern has solutions: what then leaves
	// nothing, one of HAVING, OFFSET and LIMIT. Part is nil.
	Clause string
	// Absent are the constants of Part that stand in no visible quad at the
	// place where the part has them.
	Absent []Constant
	// Least says that every smaller part was found to have solutions; without
	// it the search was stopped by its limit or by ctx.
	Least bool
}

// Constant is a term at a place of a quad: store.S, P, O or G.
type Constant struct {
	Term  term.Term
	Place int
}

// Empty looks for the smallest part of q's pattern that has no solutions; nil
// if q has some. Parts are triple patterns and elements of groups, GRAPH
// included. Each alone is tried first, then each pair that shares a variable;
// beyond that parts are dropped one by one while what is left has no solutions,
// which ends at a part of which nothing can be dropped. The caller bounds the
// time by ctx: what was found until then is returned.
func Empty(ctx context.Context, run engine.Engine, q *syntax.Query, src engine.Source, opts engine.Options) (*Emptiness, error) {
	opts.MaxRows, opts.MaxSolutions = 0, maxTestSolutions
	e := &emptiness{ctx: ctx, run: run, q: q, src: src, opts: opts}
	whole := *q
	whole.OrderBy = nil
	if q.Form == syntax.Construct || q.Form == syntax.Describe {
		whole = *e.ask(q.Where)
		whole.Values = q.Values
	}
	if empty, known := e.test(&whole); e.failed != nil || !known || !empty {
		return nil, errors.Join(e.failed, ctx.Err())
	}
	found := e.query(q, nil)
	if e.failed != nil {
		return nil, e.failed
	}
	found.Least = !e.stopped
	if found.Part != nil {
		e.absentIn(found.Part, func(c Constant) {
			if !slices.Contains(found.Absent, c) {
				found.Absent = append(found.Absent, c)
			}
		})
	}
	return found, nil
}

type emptiness struct {
	ctx     context.Context
	run     engine.Engine
	q       *syntax.Query
	src     engine.Source
	opts    engine.Options
	tests   int
	stopped bool  // a test was not made, or its answer is not known
	failed  error // what the query itself would fail with
}

// ask is an ASK of a group in the query's dataset.
func (e *emptiness) ask(g *syntax.Group) *syntax.Query {
	return &syntax.Query{Form: syntax.Ask, Base: e.q.Base, Prefixes: e.q.Prefixes, Dataset: e.q.Dataset, Where: g, Limit: -1}
}

// test reports whether a query has no solutions, if that could be found out.
func (e *emptiness) test(q *syntax.Query) (empty, known bool) {
	if e.tests++; e.tests > maxTests || e.ctx.Err() != nil {
		e.stopped = true
		return false, false
	}
	tree, err := algebra.Translate(q)
	if err != nil {
		return false, false // such as a BIND of what it bound before
	}
	tree.Op = &algebra.Slice{Input: tree.Op, Limit: 1}
	tree.Form, tree.Vars = algebra.Ask, nil
	res, err := e.run(e.ctx, tree, e.src, e.opts)
	switch _, limited := errors.AsType[*engine.LimitError](err); {
	case err == nil:
		return !res.Bool, true
	case limited || e.ctx.Err() != nil:
		e.stopped = true
	default:
		if _, ok := errors.AsType[*expr.UnsupportedError](err); !ok {
			e.failed = err
		}
	}
	return false, false
}

// query finds the part of a query or sub-select that has no solutions, inside
// of the GRAPHs of in.
func (e *emptiness) query(q *syntax.Query, in []syntax.Node) *Emptiness {
	if q.Form == syntax.Paths {
		return e.paths(q, in)
	}
	var group *syntax.Group
	if q.Where != nil {
		group = q.Where
	} else {
		group = &syntax.Group{}
	}
	if q.Values != nil {
		group = &syntax.Group{Elems: append(slices.Clone(group.Elems), q.Values)}
	}
	if empty, known := e.test(e.ask(join([]unit{{in, group}}))); known && !empty {
		switch {
		case len(q.Having) > 0:
			return &Emptiness{Clause: "HAVING"}
		case q.Limit == 0:
			return &Emptiness{Clause: "LIMIT"}
		case q.Offset > 0:
			return &Emptiness{Clause: "OFFSET"}
		}
	}
	return e.group(group, in)
}

// paths tries the ends of a PATHS alone, then its first edge at either end.
func (e *emptiness) paths(q *syntax.Query, in []syntax.Node) *Emptiness {
	for _, end := range []syntax.PathsEnd{q.Paths.Start, q.Paths.End} {
		if end.Group == nil {
			continue
		}
		if empty, _ := e.test(e.ask(join([]unit{{in, end.Group}}))); empty {
			return e.group(end.Group, in)
		}
	}
	part := func(start, end syntax.PathsEnd, length int) *syntax.Query {
		c := *q.Paths
		c.Start, c.End, c.MaxLength, c.Limit, c.Mode = start, end, length, -1, syntax.AnyShortest
		return &syntax.Query{Form: syntax.Paths, Base: q.Base, Prefixes: e.q.Prefixes, Dataset: e.q.Dataset, Paths: &c, Limit: -1}
	}
	whole := part(q.Paths.Start, q.Paths.End, q.Paths.MaxLength)
	if len(in) == 0 {
		for _, p := range []*syntax.Query{
			part(syntax.PathsEnd{Var: q.Paths.Start.Var}, syntax.PathsEnd{Var: q.Paths.End.Var}, 1),
			part(q.Paths.Start, syntax.PathsEnd{Var: q.Paths.End.Var}, 1),
			part(syntax.PathsEnd{Var: q.Paths.Start.Var}, q.Paths.End, 1),
		} {
			if empty, _ := e.test(p); empty {
				return &Emptiness{Part: p}
			}
		}
	}
	return &Emptiness{Part: whole}
}

// group finds the part of a group without solutions that has none.
func (e *emptiness) group(g *syntax.Group, in []syntax.Node) *Emptiness {
	all := units(g, in)
	needs := newNeeds(all)
	for i := range all {
		if !needs.met(all, only(len(all), i)) {
			continue
		}
		if empty, _ := e.test(e.ask(join(all[i : i+1]))); empty {
			return e.inside(all[i])
		}
	}
	for j := range all {
		for i := range j {
			keep := only(len(all), i, j)
			if !needs.share(i, j) || !needs.met(all, keep) {
				continue
			}
			if empty, _ := e.test(e.ask(join([]unit{all[i], all[j]}))); empty {
				return &Emptiness{Part: e.ask(join([]unit{all[i], all[j]}))}
			}
		}
	}
	keep := make([]bool, len(all))
	for i := range keep {
		keep[i] = true
	}
	// What was dropped may allow others to be dropped: a FILTER its pattern.
	for dropped := true; dropped; {
		dropped = false
		for i := len(all) - 1; i >= 0; i-- {
			if !keep[i] {
				continue
			}
			keep[i] = false
			if needs.met(all, keep) {
				if empty, _ := e.test(e.ask(join(kept(all, keep)))); empty {
					dropped = true
					continue
				}
			}
			keep[i] = true
		}
	}
	return &Emptiness{Part: e.ask(join(kept(all, keep)))}
}

// inside looks into a unit that has no solutions on its own.
func (e *emptiness) inside(u unit) *Emptiness {
	switch x := u.elem.(type) {
	case *syntax.Group:
		return e.group(x, u.in)
	case *syntax.GraphPattern:
		if len(x.Group.Elems) > 0 {
			return e.group(x.Group, append(slices.Clone(u.in), x.Name))
		}
	case *syntax.Union:
		return e.union(x, u.in)
	case *syntax.SubSelect:
		if found := e.query(x.Query, u.in); found.Part != nil {
			return found
		}
	}
	return &Emptiness{Part: e.ask(join([]unit{u}))}
}

// union finds what is empty in each of the alternatives, since each would have
// been enough: the part is the UNION of theirs.
func (e *emptiness) union(u *syntax.Union, in []syntax.Node) *Emptiness {
	out := &syntax.Union{}
	for _, g := range u.Groups {
		part := e.group(g, in).Part
		if part.Form == syntax.Ask {
			out.Groups = append(out.Groups, part.Where)
			continue
		}
		out.Groups = append(out.Groups, &syntax.Group{Elems: []syntax.Pattern{&syntax.SubSelect{Query: part}}})
	}
	return &Emptiness{Part: e.ask(&syntax.Group{Elems: []syntax.Pattern{out}})}
}

// absentIn calls f for each constant of a part that no visible quad has at its
// place. Inside of negations absence is what is wanted.
func (e *emptiness) absentIn(q *syntax.Query, f func(Constant)) {
	check := func(n syntax.Node, place int) {
		if n.Var != "" || n.Term.IsZero() || n.Term.Kind == term.Blank {
			return
		}
		if place == store.G && n.Term.Value == e.opts.UnlabelledName {
			return
		}
		if !e.stands(n.Term, place) {
			f(Constant{n.Term, place})
		}
	}
	if c := q.Paths; c != nil {
		for _, end := range []syntax.PathsEnd{c.Start, c.End} {
			if !end.IRI.IsZero() && !e.stands(end.IRI, store.S) && !e.stands(end.IRI, store.O) {
				f(Constant{end.IRI, store.S})
			}
		}
		return
	}
	var walk func(g *syntax.Group)
	walk = func(g *syntax.Group) {
		for _, x := range g.Elems {
			switch x := x.(type) {
			case *syntax.Triples:
				for _, t := range x.Triples {
					if t.Path == nil {
						check(t.S, store.S)
						check(t.P, store.P)
						check(t.O, store.O)
					}
				}
			case *syntax.GraphPattern:
				check(x.Name, store.G)
				walk(x.Group)
			case *syntax.Group:
				walk(x)
			case *syntax.Union:
				if g == q.Where && len(g.Elems) == 1 { // all alternatives are empty
					for _, part := range x.Groups {
						walk(part)
					}
				}
			}
		}
	}
	walk(q.Where)
}

// stands reports whether a visible quad has t at a place.
func (e *emptiness) stands(t term.Term, place int) bool {
	id, ok := e.src.Lookup(t)
	if !ok {
		return false
	}
	order := [...]store.Order{store.S: store.SPOG, store.P: store.PSOG, store.O: store.OSPG, store.G: store.GSPO}[place]
	var p store.Pattern
	p[place] = id
	var one [1]store.Quad
	return e.src.Scan(p, order).Next(one[:]) > 0
}

// Pattern returns Part as SPARQL on one line, in braces, or for a PATHS what
// follows the word; "" without a Part. IRIs are shortened by the query's
// prefixes.
func (m *Emptiness) Pattern() string {
	if m.Part == nil {
		return ""
	}
	text := m.Part.String()
	for _, head := range []string{"ASK\n", "PATHS ANY SHORTEST\n"} {
		if _, after, ok := strings.Cut(text, head); ok {
			text = after
			break
		}
	}
	for strings.HasPrefix(text, "FROM ") {
		_, text, _ = strings.Cut(text, "\n")
	}
	var b strings.Builder
	for line := range strings.Lines(strings.TrimPrefix(text, "WHERE ")) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(strings.Trim(line, " \n"))
	}
	return b.String()
}

// HasNone reports whether a query has no solutions.
func HasNone(ctx context.Context, run engine.Engine, q *syntax.Query, src engine.Source, opts engine.Options) (bool, error) {
	e := &emptiness{ctx: ctx, run: run, q: q, src: src, opts: opts}
	empty, known := e.test(q)
	if !known && e.failed == nil {
		e.failed = context.DeadlineExceeded
	}
	return empty, e.failed
}
