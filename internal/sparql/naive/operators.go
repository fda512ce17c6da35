package naive

import (
	"errors"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/expr"
)

// scope is where an operator is evaluated: the active graph, and the values
// that EXISTS puts in the place of variables (nil: none).
type scope struct {
	graph *graph
	outer []val
}

func (sc scope) outerAt(i int) val {
	if sc.outer == nil {
		return 0
	}
	return sc.outer[i]
}

// emit takes one solution; an error ends the evaluation.
type emit func(solution) error

// eval hands the solutions of op that are compatible with seed to out, merged
// with it. An empty seed is a plain evaluation (§18.6).
func (e *evaluator) eval(op algebra.Op, sc scope, seed solution, out emit) error {
	if atoms, ok := atomsOf(op, nil); ok {
		return e.match(atoms, sc, seed, out)
	}
	if !seed.isEmpty() && !seedable(op) {
		return e.eval(op, sc, e.empty(), func(s solution) error {
			if m, ok := merge(seed, s); ok {
				return e.pass(m, out)
			}
			return nil
		})
	}
	switch op := op.(type) {
	case *algebra.Join:
		return e.join(op, sc, seed, out)
	case *algebra.LeftJoin:
		return e.leftJoin(op, sc, out)
	case *algebra.Union:
		if err := e.eval(op.L, sc, seed, out); err != nil {
			return err
		}
		return e.eval(op.R, sc, seed, out)
	case *algebra.Minus:
		return e.minus(op, sc, out)
	case *algebra.Filter:
		return e.eval(op.Input, sc, seed, func(s solution) error {
			keep, err := e.test(op.Expr, sc, s)
			if err != nil || !keep {
				return err
			}
			return e.pass(s, out)
		})
	case *algebra.Graph:
		return e.graph(op, sc, seed, out)
	case *algebra.Extend:
		return e.extend(op, sc, out)
	case *algebra.Values:
		return e.inline(op, sc, out)
	case *algebra.Group:
		return e.group(op, sc, out)
	case *algebra.OrderBy:
		return e.orderBy(op, sc, out)
	case *algebra.Project:
		return e.project(op, sc, out)
	case *algebra.Distinct:
		return e.distinct(op.Input, sc, out)
	case *algebra.Reduced:
		return e.eval(op.Input, sc, e.empty(), out)
	case *algebra.Slice:
		return e.slice(op, sc, out)
	case *algebra.Paths:
		return e.chains(op, sc, out)
	}
	return e.pass(seed, out) // SERVICE SILENT
}

// pass counts a solution and hands it on.
func (e *evaluator) pass(s solution, out emit) error {
	if err := e.count(); err != nil {
		return err
	}
	return out(s)
}

// collect returns all solutions of op.
func (e *evaluator) collect(op algebra.Op, sc scope) ([]solution, error) {
	var all []solution
	err := e.eval(op, sc, e.empty(), func(s solution) error {
		all = append(all, s)
		return nil
	})
	return all, err
}

// exists reports whether op has a solution.
func (e *evaluator) exists(op algebra.Op, sc scope) (bool, error) {
	found := &errStop{}
	err := e.eval(op, sc, e.empty(), func(solution) error { return found })
	if errors.Is(err, found) {
		return true, nil
	}
	return false, err
}

// value evaluates an expression for a solution: ErrType or a fatal error.
func (e *evaluator) value(x algebra.Expr, sc scope, s *solution) (expr.Value, error) {
	env := e.enter(sc)
	defer e.leave(env)
	if s.id == 0 {
		e.nextID++
		s.id = e.nextID
	}
	e.env.Solution = s.id
	return e.programs[x].Eval(&e.env, &row{e, *s, sc.outer})
}

// test evaluates the expression of a FILTER.
func (e *evaluator) test(x algebra.Expr, sc scope, s solution) (bool, error) {
	env := e.enter(sc)
	defer e.leave(env)
	e.env.Solution = s.id
	return e.programs[x].Test(&e.env, &row{e, s, sc.outer})
}

// outside is what enter changes in the environment of expressions.
type outside struct {
	exists   func(algebra.Op, expr.Row) (bool, error)
	solution uint64
}

// enter makes EXISTS see the active graph of sc.
func (e *evaluator) enter(sc scope) outside {
	was := outside{e.env.Exists, e.env.Solution}
	e.env.Exists = func(op algebra.Op, r expr.Row) (bool, error) {
		in := r.(*row)
		outer := make([]val, len(e.names))
		for i := range outer {
			if !hidden(e.names[i]) {
				outer[i] = in.at(i)
			}
		}
		return e.exists(op, scope{sc.graph, outer})
	}
	return was
}

func (e *evaluator) leave(was outside) { e.env.Exists, e.env.Solution = was.exists, was.solution }

// graph is GRAPH (§18.6, eval(D(G), Graph(...))).
func (e *evaluator) graph(op *algebra.Graph, sc scope, seed solution, out emit) error {
	if !op.Name.IsVar() {
		return e.inGraph(op, e.namedGraph(e.fromTerm(op.Name.Term)), sc, seed, out)
	}
	i := e.slot(op.Name.Var)
	if v := sc.outerAt(i); v != 0 {
		return e.inGraph(op, e.namedGraph(v), sc, seed, out)
	}
	for _, id := range e.order {
		v := e.fromID(id)
		if seed.vals[i] != 0 && seed.vals[i] != v {
			continue
		}
		s := seed.clone()
		s.vals[i] = v
		if err := e.inGraph(op, e.named[id], sc, s, out); err != nil {
			return err
		}
	}
	return nil
}

func (e *evaluator) inGraph(op *algebra.Graph, g *graph, sc scope, seed solution, out emit) error {
	if g == nil {
		return nil
	}
	return e.eval(op.Input, scope{g, sc.outer}, seed, func(s solution) error { return e.pass(s, out) })
}

// extend is BIND and SELECT (… AS ?v).
func (e *evaluator) extend(op *algebra.Extend, sc scope, out emit) error {
	i := e.slot(op.Var)
	return e.eval(op.Input, sc, e.empty(), func(s solution) error {
		v, err := e.value(op.Expr, sc, &s)
		if err != nil && !expr.IsTypeError(err) {
			return err
		}
		m := s.clone()
		m.id = s.id
		if err == nil {
			m.vals[i] = e.fromTerm(v.Term())
			if o := sc.outerAt(i); o != 0 && o != m.vals[i] {
				return nil
			}
		}
		return e.pass(m, out)
	})
}

// inline is VALUES.
func (e *evaluator) inline(op *algebra.Values, sc scope, out emit) error {
rows:
	for _, r := range op.Rows {
		s := e.empty()
		for j, t := range r {
			i := e.slot(op.Vars[j])
			s.vals[i] = e.fromTerm(t)
			if o := sc.outerAt(i); o != 0 && s.vals[i] != 0 && o != s.vals[i] {
				continue rows
			}
		}
		if err := e.pass(s, out); err != nil {
			return err
		}
	}
	return nil
}

// project keeps some variables. What EXISTS has replaced outside of a
// sub-select is another variable inside, unless it is projected.
func (e *evaluator) project(op *algebra.Project, sc scope, out emit) error {
	slots := make([]int, len(op.Vars))
	for j, v := range op.Vars {
		slots[j] = e.slot(v)
	}
	if sc.outer != nil {
		outer := make([]val, len(e.names))
		for _, i := range slots {
			outer[i] = sc.outer[i]
		}
		sc.outer = outer
	}
	return e.eval(op.Input, sc, e.empty(), func(s solution) error {
		p := e.empty()
		for _, i := range slots {
			p.vals[i] = s.vals[i]
		}
		return e.pass(p, out)
	})
}

// distinct removes duplicates.
func (e *evaluator) distinct(in algebra.Op, sc scope, out emit) error {
	all := make([]int, len(e.names))
	for i := range all {
		all[i] = i
	}
	seen := map[string]struct{}{}
	var buf []byte
	return e.eval(in, sc, e.empty(), func(s solution) error {
		buf = s.key(all, buf[:0])
		if _, dup := seen[string(buf)]; dup {
			return nil
		}
		seen[string(buf)] = struct{}{}
		return e.pass(s, out)
	})
}

func (e *evaluator) slice(op *algebra.Slice, sc scope, out emit) error {
	if op.Limit == 0 {
		return nil
	}
	stop := &errStop{}
	n := 0
	err := e.eval(op.Input, sc, e.empty(), func(s solution) error {
		if n++; n <= op.Offset {
			return nil
		}
		if err := e.pass(s, out); err != nil {
			return err
		}
		if op.Limit >= 0 && n-op.Offset >= op.Limit {
			return stop
		}
		return nil
	})
	if errors.Is(err, stop) {
		return nil
	}
	return err
}
