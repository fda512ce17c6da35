package exec

import (
	"errors"
	"iter"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/plan"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// errStop ends a production of triples that nobody wants any more.
type errStop struct{}

func (errStop) Error() string { return "stopped" }

// triples makes a set of what produce gives, up to MaxRows of them.
func (ex *executor) triples(produce func(func([3]uint32) error) error) iter.Seq2[[3]term.Term, error] {
	return func(yield func([3]term.Term, error) bool) {
		seen := newKeyTable(3)
		err := produce(func(t [3]uint32) error {
			if _, fresh := seen.add(t[:]); !fresh {
				return nil
			}
			ex.hold(1, 3)
			if ex.opts.MaxRows > 0 && seen.n > ex.opts.MaxRows {
				return &engine.LimitError{Limit: "rows", Max: int64(ex.opts.MaxRows)}
			}
			if !yield([3]term.Term{ex.shown(t[0]), ex.shown(t[1]), ex.shown(t[2])}, nil) {
				return errStop{}
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStop{}) {
			yield([3]term.Term{}, ex.explain(err))
		}
	}
}

// construct fills the template with each solution (§16.2): blank nodes are
// fresh for each, and what is not a triple of RDF is left out.
func (ex *executor) construct(out func([3]uint32) error) error {
	vars, blanks := templateVars(ex.q.Template)
	at := map[string]int{}
	for i, v := range vars {
		at[v] = i
	}
	op, cols, err := ex.open(vars, !blanks, -1)
	if err != nil {
		return err
	}
	consts := map[term.Term]uint32{}
	for {
		b, err := op.next()
		if err != nil || b == nil {
			return err
		}
		for i := range b.n {
			fresh := map[string]uint32{}
			fill := func(n algebra.Node) uint32 {
				if !n.IsVar() {
					id, ok := consts[n.Term]
					if !ok {
						id = uint32(ex.intern(n.Term))
						consts[n.Term] = id
					}
					return id
				}
				if k, ok := at[n.Var]; ok {
					if cols[k] < 0 {
						return 0
					}
					return ex.canonical(b.cols[cols[k]][i])
				}
				if _, ok := fresh[n.Var]; !ok {
					fresh[n.Var] = uint32(ex.intern(term.NewBlank(ex.freshBlank())))
				}
				return fresh[n.Var]
			}
			for _, t := range ex.q.Template {
				x := [3]uint32{fill(t.S), fill(t.P), fill(t.O)}
				if !ex.isTriple(x) {
					continue
				}
				if err := out(x); err != nil {
					return err
				}
			}
		}
	}
}

// templateVars returns the variables of a template, each once, and whether it
// has blank nodes.
func templateVars(template []algebra.TriplePattern) (vars []string, blanks bool) {
	for _, t := range template {
		for _, n := range []algebra.Node{t.S, t.P, t.O} {
			switch {
			case !n.IsVar():
			case strings.HasPrefix(n.Var, "_:"):
				blanks = true
			case !slices.Contains(vars, n.Var):
				vars = append(vars, n.Var)
			}
		}
	}
	return vars, blanks
}

func (ex *executor) kind(id uint32) term.Kind {
	switch kindOf(id) {
	case inlineKind:
		return term.Typed
	case localKind:
		return ex.term(id).Kind
	}
	return store.ID(id).Kind()
}

// isTriple reports whether x is a triple of RDF 1.1.
func (ex *executor) isTriple(x [3]uint32) bool {
	s, p, o := ex.kind(x[0]), ex.kind(x[1]), ex.kind(x[2])
	return (s == term.IRI || s == term.Blank) && p == term.IRI && o != term.None
}

// describe gives the concise bounded description of each target (§16.4).
func (ex *executor) describe(out func([3]uint32) error) error {
	var queue []uint32
	var seen idSet
	add := func(id uint32) {
		if k := ex.kind(id); (k == term.IRI || k == term.Blank) && seen.add(id) {
			queue = append(queue, id)
		}
	}
	var vars []string
	for _, n := range ex.q.Targets {
		if n.IsVar() {
			vars = append(vars, n.Var)
		} else {
			add(uint32(ex.intern(n.Term)))
		}
	}
	if ex.q.Op != nil && len(vars) > 0 {
		op, cols, err := ex.open(vars, true, -1)
		if err != nil {
			return err
		}
		for {
			b, err := op.next()
			if err != nil {
				return err
			}
			if b == nil {
				break
			}
			for i := range b.n {
				for _, c := range cols {
					if c >= 0 {
						add(ex.canonical(b.cols[c][i]))
					}
				}
			}
		}
	}
	g, err := ex.pathGraph(ex.planner.Default(), &frame{})
	if err != nil || g == nil {
		return err
	}
	for len(queue) > 0 {
		id := queue[0]
		queue = queue[1:]
		if kindOf(id) >= inlineKind {
			continue
		}
		err := g.scan(store.Pattern{store.S: store.ID(id)}, func(q *store.Quad) error {
			if q[store.O].Kind() == term.Blank {
				add(uint32(q[store.O]))
			}
			if err := ex.count(1); err != nil {
				return err
			}
			return out([3]uint32{id, uint32(q[store.P]), uint32(q[store.O])})
		})
		if err != nil {
			return err
		}
	}
	return nil
}

var _ = plan.GraphDefault
