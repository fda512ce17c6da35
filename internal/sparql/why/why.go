// Package why says on which quads a row of an answer rests, and what was
// looked for in vain: why-provenance, computed on demand for one row. The
// query's pattern is rewritten so that its solutions hold the value of every
// variable and of a marker for each branch, the row's values are put in, and
// the pattern runs again on any engine; each solution then says which triple
// patterns, paths and EXISTS it went through, and these are looked up.
//
// The evidence of a row is the union of its witnesses up to a stated cap: of
// an aggregate that of its whole group, of DISTINCT that of every way to the
// row. A property path gives one shortest walk for each pair of ends.
package why

import (
	"context"
	"errors"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/expr"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// DefaultMaxQuads is how many quads the evidence of a row holds at most if
// nobody says.
const DefaultMaxQuads = 10_000

// maxSolutions bounds how many ways to a row are followed.
const maxSolutions = 10_000

// Evidence is why a row is in an answer.
type Evidence struct {
	Quads     []store.Quad // sorted, each once; ids of the source
	Absent    []Absent
	Truncated bool // there is more than the cap
}

// Absent is a pattern that found nothing, as NOT EXISTS and MINUS want it.
type Absent struct {
	Pattern algebra.Op           // with its own variables
	Values  map[string]term.Term // what was put in for some of them
}

// Explain returns the evidence of a row of a Select, which has a term for each
// of q.Vars (zero: unbound), or, with a nil row, of an Ask. A row that is not in
// the answer has none. maxQuads 0 is DefaultMaxQuads.
func Explain(ctx context.Context, run engine.Engine, q *algebra.Query, row []term.Term, src engine.Source, opts engine.Options, maxQuads int) (*Evidence, error) {
	if maxQuads == 0 {
		maxQuads = DefaultMaxQuads
	}
	opts.MaxRows = 0
	e := &explainer{ctx: ctx, run: run, q: q, src: src, opts: opts, max: maxQuads, seen: map[store.Quad]bool{}}
	pins, free := map[string]term.Term{}, map[string]bool{}
	names := map[string]string{}
	for i, v := range q.Vars {
		names[v] = v
		switch {
		case i >= len(row):
		case row[i].IsZero():
			free[v] = true
		default:
			pins[v] = row[i]
		}
	}
	if err := e.follow(q.Op, where{names: names, pin: true}, pins, free); err != nil {
		return nil, err
	}
	slices.SortFunc(e.out.Quads, func(a, b store.Quad) int { return slices.Compare(a[:], b[:]) })
	return &e.out, nil
}

type explainer struct {
	ctx  context.Context
	run  engine.Engine
	q    *algebra.Query
	src  engine.Source
	opts engine.Options
	max  int
	out  Evidence
	seen map[store.Quad]bool
}

// errFull ends the work when the cap is reached.
var errFull = errors.New("enough evidence")

// follow adds the witnesses of the solutions of op that have the values of
// pins and leave the variables of free unbound.
func (e *explainer) follow(op algebra.Op, w where, pins map[string]term.Term, free map[string]bool) error {
	r := &rewriter{dropped: map[string]bool{}, pins: pins}
	pattern := r.rewrite(op, w)
	if w.graph.Term.Kind != term.None {
		pattern = &algebra.Graph{Name: w.graph, Input: pattern}
	}
	vars := r.names(op, w, pins, free)
	q := &algebra.Query{Op: &algebra.Project{Input: pattern, Vars: vars}, Vars: vars, Dataset: e.q.Dataset, Base: e.q.Base}
	res, err := e.run(e.ctx, q, e.src, e.opts)
	if err != nil {
		return err
	}
	n := 0
	for row, err := range res.Rows {
		if err != nil {
			return err
		}
		s := solution{}
		for i, v := range vars {
			if !row[i].IsZero() {
				s[v] = row[i]
			}
		}
		if !s.fits(pins, free, r.dropped) {
			continue
		}
		if n++; n > maxSolutions {
			e.out.Truncated = true
			return nil
		}
		for i := range r.sites {
			switch err := e.witness(&r.sites[i], s); {
			case errors.Is(err, errFull):
				e.out.Truncated = true
				return nil
			case err != nil:
				return err
			}
		}
	}
	return nil
}

// solution is one solution of the rewritten pattern.
type solution map[string]term.Term

func (s solution) fits(pins map[string]term.Term, free, dropped map[string]bool) bool {
	for v, t := range pins {
		if s[v] != t && !dropped[v] {
			return false
		}
	}
	for v := range free {
		if !s[v].IsZero() && !dropped[v] {
			return false
		}
	}
	return true
}

// value returns the term of a node under s, zero if it is unbound.
func (s solution) value(n algebra.Node) term.Term {
	if n.IsVar() {
		return s[n.Var]
	}
	return n.Term
}

// names returns the variables of the rewritten pattern that are looked at.
func (r *rewriter) names(op algebra.Op, w where, pins map[string]term.Term, free map[string]bool) []string {
	set := map[string]bool{}
	node := func(nodes ...algebra.Node) {
		for _, n := range nodes {
			if n.IsVar() {
				set[n.Var] = true
			}
		}
	}
	for v := range pins {
		set[v] = true
	}
	for v := range free {
		set[v] = true
	}
	for _, s := range r.sites {
		node(s.graph)
		for _, v := range slices.Concat(s.guards, s.hop) {
			set[v] = true
		}
		switch {
		case s.triple != nil:
			node(s.triple.S, s.triple.P, s.triple.O)
		case s.path != nil:
			node(s.path.S, s.path.O)
		case s.exists != nil:
			for _, v := range deepVariables(s.exists.Pattern) {
				set[v] = true
			}
		case s.minus != nil:
			for _, v := range deepVariables(rename(s.minus, &w)) {
				set[v] = true
			}
		}
	}
	out := make([]string, 0, len(set))
	for v := range set {
		out = append(out, v)
	}
	slices.Sort(out)
	return out
}

// witness adds what a solution rests on at a site.
func (e *explainer) witness(at *site, s solution) error {
	for _, g := range at.guards {
		if s[g].IsZero() {
			return nil
		}
	}
	graph := s.value(at.graph)
	switch {
	case at.triple != nil:
		return e.add(graph, s.value(at.triple.S), s.value(at.triple.P), s.value(at.triple.O))
	case at.path != nil:
		return e.walk(graph, at.path.Path, s.value(at.path.S), s.value(at.path.O))
	case at.hop != nil:
		from, p, to := s[at.hop[0]], s[at.hop[1]], s[at.hop[2]]
		if forward := s[at.hop[3]]; forward.Value == "false" {
			from, to = to, from
		}
		return e.add(graph, from, p, to)
	case at.exists != nil:
		return e.exists(at.exists, graph, s)
	case at.minus != nil:
		e.absent(at.minus, s)
	}
	return nil
}

// exists looks the pattern of an EXISTS up again, with the solution's values.
func (e *explainer) exists(x *algebra.ExprExists, graph term.Term, s solution) error {
	pins := map[string]term.Term{}
	data := &algebra.Values{Rows: [][]term.Term{nil}}
	for _, v := range deepVariables(x.Pattern) {
		if t, ok := s[v]; ok && t.Kind != term.Blank {
			pins[v] = t
		}
		if t, ok := s[v]; ok {
			data.Vars = append(data.Vars, v)
			data.Rows[0] = append(data.Rows[0], t)
		}
	}
	pattern := x.Pattern
	if data.Vars != nil {
		pattern = &algebra.Join{L: data, R: pattern}
	}
	if x.Not {
		in := pattern
		if graph.Kind != term.None {
			in = &algebra.Graph{Name: algebra.Node{Term: graph}, Input: in}
		}
		res, err := e.run(e.ctx, &algebra.Query{Form: algebra.Ask, Op: in, Dataset: e.q.Dataset, Base: e.q.Base}, e.src, e.opts)
		if err == nil && !res.Bool {
			e.absent(x.Pattern, s)
		}
		return err
	}
	return e.follow(pattern, where{plain: true, pin: true, graph: algebra.Node{Term: graph}}, pins, nil)
}

// absent notes a pattern that found nothing.
func (e *explainer) absent(op algebra.Op, s solution) {
	own := map[string]string{}
	a := Absent{Values: map[string]term.Term{}}
	for _, v := range deepVariables(op) {
		own[v] = ownName(v)
		if t, ok := s[v]; ok {
			a.Values[own[v]] = t
		}
	}
	a.Pattern = rename(op, &where{names: own})
	same := func(b Absent) bool {
		if algebra.String(b.Pattern) != algebra.String(a.Pattern) || len(b.Values) != len(a.Values) {
			return false
		}
		for v, t := range a.Values {
			if b.Values[v] != t {
				return false
			}
		}
		return true
	}
	if !slices.ContainsFunc(e.out.Absent, same) {
		e.out.Absent = append(e.out.Absent, a)
	}
}

// add adds every visible quad that is the triple in the graph; a zero graph is
// the default one.
func (e *explainer) add(graph, s, p, o term.Term) error {
	objects := []term.Term{o}
	if o.Kind == term.Lang {
		for _, tag := range expr.TagForms(o.Extra) {
			if tag != o.Extra {
				objects = append(objects, term.NewLang(o.Value, tag))
			}
		}
	}
	for _, o := range objects {
		var q store.Pattern
		known := true
		for i, t := range [...]term.Term{s, p, o} {
			id, ok := e.src.Lookup(t)
			known = known && ok && !t.IsZero()
			q[i] = id
		}
		if !known {
			continue
		}
		label, ok := e.label(graph)
		if !ok {
			continue
		}
		q[store.G] = label
		if err := e.scan(q, store.SPOG, func(q store.Quad) error {
			if graph.IsZero() && !e.merged(q[store.G]) {
				return nil
			}
			if !e.seen[q] {
				if len(e.out.Quads) == e.max {
					return errFull
				}
				e.seen[q] = true
				e.out.Quads = append(e.out.Quads, q)
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// label returns what the label of a graph's quads is; Any for the default
// graph as a union.
func (e *explainer) label(graph term.Term) (store.ID, bool) {
	switch {
	case graph.IsZero() && e.q.Dataset == nil && e.opts.DefaultGraph == engine.Unlabelled:
		return store.Unlabelled, true
	case graph.IsZero():
		return store.Any, true
	case e.opts.UnlabelledName != "" && graph == term.NewIRI(e.opts.UnlabelledName):
		return store.Unlabelled, true
	}
	return e.src.Lookup(graph)
}

// merged reports whether FROM puts the label's quads into the default graph.
func (e *explainer) merged(label store.ID) bool {
	if e.q.Dataset == nil {
		return true
	}
	return slices.ContainsFunc(e.q.Dataset.Default, func(t term.Term) bool {
		id, ok := e.label(t)
		return ok && id == label
	})
}

func (e *explainer) scan(p store.Pattern, order store.Order, f func(store.Quad) error) error {
	c := e.src.Scan(p, order)
	var buf [64]store.Quad
	for {
		if err := e.ctx.Err(); err != nil {
			return err
		}
		n := c.Next(buf[:])
		if n == 0 {
			return c.Err()
		}
		for _, q := range buf[:n] {
			if err := f(q); err != nil {
				return err
			}
		}
	}
}
