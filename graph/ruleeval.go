package graph

import (
	"context"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/exec"
	"github.com/ascribe-graph/ascribe/internal/sparql/why"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/ascribe-graph/ascribe/schema"
)

// deltaPrefix begins the names by which a rule reads what the last round
// derived.
const deltaPrefix = NSRule + "delta/"

// stratum evaluates rules that feed one another until they derive nothing new:
// at first each in full, then, of the patterns that read what the rules
// themselves derive, one at a time over what the last round brought (semi-naive
// evaluation). A rule that reads it through a property path or by a variable
// predicate is evaluated in full each round.
func (d *derivation) stratum(ctx context.Context, out *derived, rules []int) error {
	inside := map[term.Term]bool{} // predicates that the rules derive and read
	for _, i := range rules {
		for _, j := range rules {
			if feeds(d.program.rules[i], d.program.rules[j]) == 0 {
				continue
			}
			for _, h := range d.program.rules[i].heads {
				inside[h] = true
			}
		}
	}
	var last []store.Quad
	for round := 0; ; round++ {
		var fresh []store.Quad
		for _, i := range rules {
			r := d.program.rules[i]
			dr := &deriver{ctx: ctx, c: d.c, snap: d.c.src.snap, out: out, rule: i}
			before := out.shown.len()
			var err error
			switch variants, ok := deltas(r, inside); {
			case r.unfolds != nil:
				err = d.unfoldAll(dr, r.unfolds)
			case r.native != nil:
				err = r.native(dr)
			case round == 0 || !ok:
				err = d.run(ctx, dr, r, r.where, nil)
			default:
				delta := d.delta(out, last)
				for _, where := range variants {
					if err = d.run(ctx, dr, r, where, delta); err != nil {
						break
					}
				}
			}
			fresh = append(fresh, dr.fresh...)
			out.shown.seal()
			out.hidden.seal()
			out.gave[i] += out.shown.len() - before
			if err != nil {
				return d.ruleErr(i, err)
			}
			if out.shown.len()+out.hidden.len() > MaxDerived {
				return d.tooMuch(i, "edges", MaxDerived)
			}
		}
		if len(fresh) == 0 || len(inside) == 0 {
			return nil
		}
		if round == maxRounds {
			return d.tooMuch(rules[0], "rounds", maxRounds)
		}
		last = fresh
	}
}

// reading is the source that rules read: what the lens shows and what was
// derived, with what is only for rules, and the quads of the last round.
func (d *derivation) reading(out *derived, delta *overlayRun) *source {
	src := *d.c.src
	runs := slices.Concat(out.shown.runs, out.hidden.runs)
	if delta != nil {
		runs = append(runs, delta)
	}
	src.added = &fixed{runs: runs, terms: out.terms}
	return &src
}

// delta is quads under the names by which rules read the last round.
func (d *derivation) delta(out *derived, quads []store.Quad) *overlayRun {
	src := d.reading(out, nil)
	renamed := make([]store.Quad, len(quads))
	for i, q := range quads {
		renamed[i] = q
		renamed[i][store.P] = out.terms.intern(d.c.src.snap, term.NewIRI(deltaPrefix+src.Term(q[store.P]).Value))
	}
	return newRun(renamed)
}

// run adds what a pattern of a rule derives.
func (d *derivation) run(ctx context.Context, dr *deriver, r *parsedRule, where algebra.Op, delta *overlayRun) error {
	src := d.reading(dr.out, delta)
	query := &algebra.Query{Form: algebra.Select, Vars: r.vars, Op: &algebra.Distinct{Input: &algebra.Project{Input: where, Vars: r.vars}}}
	res, err := exec.Eval(ctx, query, src, d.options())
	if err != nil {
		return err
	}
	at := map[string]int{}
	for i, v := range r.vars {
		at[v] = i
	}
	for row, err := range res.Rows {
		if err != nil {
			return err
		}
		record := row[at[recordVar]]
		if record.Kind != term.IRI {
			continue
		}
		g, ok := src.Lookup(record)
		i, described := d.c.table.index.of(g)
		if !ok || !described || !d.c.visible[i] {
			continue
		}
		node := func(n algebra.Node) (store.ID, bool) {
			t := n.Term
			if n.IsVar() {
				t = row[at[n.Var]]
			}
			if t.IsZero() || t.Kind == term.Blank && n.Term.Kind == term.Blank {
				return 0, false
			}
			return d.c.src.naming.of(dr.out.terms.intern(d.c.src.snap, t)), true
		}
		for _, t := range r.template {
			s, okS := node(t.S)
			o, okO := node(t.O)
			p, _ := node(t.P)
			if !okS || !okO || s.Kind() != term.IRI && s.Kind() != term.Blank {
				continue
			}
			dr.add(store.Quad{s, p, o, g}, nil)
			if len(dr.fresh) > MaxDerived {
				return nil // the caller looks at the limit
			}
		}
	}
	return nil
}

func (d *derivation) options() engine.Options {
	return engine.Options{UnlabelledName: schema.Unlabelled}
}

// by returns whence a derived quad comes.
func (d *derivation) by(ctx context.Context, now *derived, q store.Quad) (by derivedBy, ok bool, err error) {
	if by, ok = now.shown.quads[q]; ok {
		return by, true, nil
	}
	if by, ok = now.hidden.quads[q]; ok {
		return by, true, nil
	}
	if err := d.take(ctx); err != nil {
		return by, false, err
	}
	defer d.give()
	for _, i := range d.byHead[q[store.P]] {
		if d.program.rules[i].unfolds == nil {
			continue
		}
		alone := newOverlay()
		err := d.unfold(ctx, alone, i, store.Pattern(q), true)
		if by, ok = alone.quads[q]; ok || err != nil {
			return by, ok, err
		}
	}
	return by, false, nil
}

// supports returns what a derived quad rests on: of one that a query derived,
// all the labelled quads by which the query comes to it, up to a cap.
func (d *derivation) supports(ctx context.Context, now *derived, q store.Quad) ([]store.Quad, error) {
	by, ok, err := d.by(ctx, now, q)
	if !ok || err != nil || by.supports != nil {
		return by.supports, err
	}
	r := d.program.rules[by.rule]
	if r.native != nil {
		return nil, nil
	}
	src := d.reading(now, nil)
	var out []store.Quad
	for _, t := range r.template {
		row, fits := r.bind(t, src, q)
		if !fits {
			continue
		}
		query := &algebra.Query{Form: algebra.Select, Vars: r.vars, Op: &algebra.Project{Input: r.where, Vars: r.vars}}
		found, err := d.witnesses(ctx, query, row, src)
		if err != nil {
			return nil, d.ruleErr(by.rule, err)
		}
		for _, w := range found {
			if w[store.G] != store.Unlabelled && w != q && !slices.Contains(out, w) {
				out = append(out, w)
			}
		}
	}
	// First what the record itself says.
	slices.SortStableFunc(out, func(a, b store.Quad) int { return compareBool(a[store.G] != q[store.G], b[store.G] != q[store.G]) })
	return out, nil
}

// witnesses is the evidence of every row of a query that has the terms of row,
// where it has any.
func (d *derivation) witnesses(ctx context.Context, q *algebra.Query, row []term.Term, src *source) ([]store.Quad, error) {
	values := &algebra.Values{}
	var pinned []term.Term
	for i, t := range row {
		if !t.IsZero() {
			values.Vars = append(values.Vars, q.Vars[i])
			pinned = append(pinned, t)
		}
	}
	values.Rows = [][]term.Term{pinned}
	ask := &algebra.Query{Form: algebra.Select, Vars: q.Vars, Op: &algebra.Distinct{Input: &algebra.Project{Input: &algebra.Join{L: values, R: q.Op}, Vars: q.Vars}}}
	res, err := exec.Eval(ctx, ask, src, d.options())
	if err != nil {
		return nil, err
	}
	var out []store.Quad
	for full, err := range res.Rows {
		if err != nil {
			return nil, err
		}
		found, err := why.Explain(ctx, exec.Eval, q, full, src, d.options(), 0)
		if err != nil {
			return nil, err
		}
		out = append(out, found.Quads...)
		if len(out) > why.DefaultMaxQuads {
			break
		}
	}
	return out, nil
}

// bind puts the terms of a quad in the places of a template's triple; the
// values of the rule's other variables are left open.
func (r *parsedRule) bind(t algebra.TriplePattern, src *source, q store.Quad) (row []term.Term, fits bool) {
	row = make([]term.Term, len(r.vars))
	set := func(n algebra.Node, id store.ID) bool {
		x := src.Term(id)
		if !n.IsVar() {
			return n.Term == x
		}
		i := slices.Index(r.vars, n.Var)
		if !row[i].IsZero() && row[i] != x {
			return false
		}
		row[i] = x
		return true
	}
	fits = set(t.S, q[store.S]) && set(t.P, q[store.P]) && set(t.O, q[store.O]) && set(algebra.Node{Var: recordVar}, q[store.G])
	return row, fits
}

// deltas returns the pattern of a rule once for each of its triples that reads
// a predicate of inside, with that triple reading the last round instead. ok is
// false if the rule reads one in another way.
func deltas(r *parsedRule, inside map[term.Term]bool) (variants []algebra.Op, ok bool) {
	if r.any != 0 {
		return nil, false
	}
	for p := range inside {
		if r.reads[p]&^positive != 0 {
			return nil, false
		}
	}
	for n := 0; ; n++ {
		x := &deltaRewriter{inside: inside, nth: n}
		where := x.op(r.where)
		if n >= x.met {
			return variants, true
		}
		variants = append(variants, where)
	}
}

// deltaRewriter makes the nth triple that reads inside read its delta.
type deltaRewriter struct {
	inside map[term.Term]bool
	nth    int
	met    int
}

func (x *deltaRewriter) op(op algebra.Op) algebra.Op {
	switch op := op.(type) {
	case *algebra.BGP:
		out := &algebra.BGP{Triples: slices.Clone(op.Triples)}
		for i, t := range out.Triples {
			if t.P.IsVar() || !x.inside[t.P.Term] {
				continue
			}
			if x.met == x.nth {
				out.Triples[i].P = algebra.Node{Term: term.NewIRI(deltaPrefix + t.P.Term.Value)}
			}
			x.met++
		}
		return out
	case *algebra.Join:
		return &algebra.Join{L: x.op(op.L), R: x.op(op.R)}
	case *algebra.Union:
		return &algebra.Union{L: x.op(op.L), R: x.op(op.R)}
	case *algebra.LeftJoin:
		return &algebra.LeftJoin{L: x.op(op.L), R: op.R, Expr: op.Expr}
	case *algebra.Minus:
		return &algebra.Minus{L: x.op(op.L), R: op.R}
	case *algebra.Filter:
		return &algebra.Filter{Input: x.op(op.Input), Expr: op.Expr}
	case *algebra.Graph:
		return &algebra.Graph{Name: op.Name, Input: x.op(op.Input)}
	case *algebra.Extend:
		return &algebra.Extend{Input: x.op(op.Input), Var: op.Var, Expr: op.Expr}
	case *algebra.OrderBy:
		return &algebra.OrderBy{Input: x.op(op.Input), Keys: op.Keys}
	case *algebra.Project:
		return &algebra.Project{Input: x.op(op.Input), Vars: op.Vars}
	case *algebra.Distinct:
		return &algebra.Distinct{Input: x.op(op.Input)}
	case *algebra.Reduced:
		return &algebra.Reduced{Input: x.op(op.Input)}
	}
	return op
}
