package naive

import (
	"errors"
	"iter"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// triples makes a set of what produce gives, up to MaxRows of them.
func (e *evaluator) triples(produce func(func([3]val) error) error) iter.Seq2[[3]term.Term, error] {
	return func(yield func([3]term.Term, error) bool) {
		stop := &errStop{}
		seen := map[[3]val]struct{}{}
		err := produce(func(t [3]val) error {
			if _, dup := seen[t]; dup {
				return nil
			}
			if e.opts.MaxRows > 0 && len(seen) == e.opts.MaxRows {
				return &engine.LimitError{Limit: "rows", Max: int64(e.opts.MaxRows)}
			}
			seen[t] = struct{}{}
			if !yield([3]term.Term{e.term(t[0]), e.term(t[1]), e.term(t[2])}, nil) {
				return stop
			}
			return nil
		})
		if err != nil && !errors.Is(err, stop) {
			yield([3]term.Term{}, e.explain(err))
		}
	}
}

// construct fills the template with each solution (§16.2): blank nodes are
// fresh for each, and what is not a triple of RDF is left out.
func (e *evaluator) construct(out func([3]val) error) error {
	return e.eval(e.q.Op, scope{graph: e.deflt}, e.empty(), func(s solution) error {
		blanks := map[string]val{}
		fill := func(n algebra.Node) val {
			switch {
			case !n.IsVar():
				return e.fromTerm(n.Term)
			case !hidden(n.Var):
				return s.vals[e.slot(n.Var)]
			}
			if _, ok := blanks[n.Var]; !ok {
				blanks[n.Var] = e.fromTerm(term.NewBlank(e.freshBlank()))
			}
			return blanks[n.Var]
		}
		for _, t := range e.q.Template {
			x := [3]val{fill(t.S), fill(t.P), fill(t.O)}
			if !e.isTriple(x) {
				continue
			}
			if err := out(x); err != nil {
				return err
			}
		}
		return nil
	})
}

// isTriple reports whether x is a triple of RDF 1.1.
func (e *evaluator) isTriple(x [3]val) bool {
	s, p, o := e.term(x[0]), e.term(x[1]), e.term(x[2])
	return (s.Kind == term.IRI || s.Kind == term.Blank) && p.Kind == term.IRI && o.Kind != term.None
}

// describe gives the concise bounded description of each target (§16.4).
func (e *evaluator) describe(out func([3]val) error) error {
	var queue []val
	seen := map[val]bool{}
	add := func(v val) {
		if k := e.term(v).Kind; !seen[v] && (k == term.IRI || k == term.Blank) {
			seen[v] = true
			queue = append(queue, v)
		}
	}
	var vars []int
	for _, n := range e.q.Targets {
		if n.IsVar() {
			vars = append(vars, e.slot(n.Var))
		} else {
			add(e.fromTerm(n.Term))
		}
	}
	if e.q.Op != nil && len(vars) > 0 {
		err := e.eval(e.q.Op, scope{graph: e.deflt}, e.empty(), func(s solution) error {
			for _, i := range vars {
				add(s.vals[i])
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	for len(queue) > 0 {
		v := queue[0]
		queue = queue[1:]
		id, ok := e.id(v)
		if !ok {
			continue
		}
		err := e.scan(e.deflt, id, store.Any, store.Any, func(_, p, o store.ID) error {
			if o.Kind() == term.Blank {
				add(e.fromID(o))
			}
			if err := e.count(); err != nil {
				return err
			}
			return out([3]val{v, e.fromID(p), e.fromID(o)})
		})
		if err != nil {
			return err
		}
	}
	return nil
}
