package naive

import (
	"math"
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// atom is one triple pattern or path pattern.
type atom struct {
	triple *algebra.TriplePattern
	path   *algebra.PathPattern
}

// atomsOf returns the patterns that op joins, false if it holds anything else.
func atomsOf(op algebra.Op, atoms []atom) ([]atom, bool) {
	switch op := op.(type) {
	case *algebra.BGP:
		for i := range op.Triples {
			atoms = append(atoms, atom{triple: &op.Triples[i]})
		}
		return atoms, true
	case *algebra.PathPattern:
		return append(atoms, atom{path: op}), true
	case *algebra.Join:
		l, ok := atomsOf(op.L, atoms)
		if !ok {
			return nil, false
		}
		return atomsOf(op.R, l)
	}
	return nil, false
}

// match hands on every solution of the patterns that extends seed: a basic
// graph pattern by §18.3.1 (blank nodes are variables, each way to map them
// counts), joined with paths.
func (e *evaluator) match(atoms []atom, sc scope, seed solution, out emit) error {
	m := &matcher{e: e, sc: sc, row: seed.clone(), out: out}
	m.atoms = m.sorted(atoms)
	return m.next(0)
}

// matcher extends one row by the matches of one atom after another; the row
// is copied only when it is complete.
type matcher struct {
	e     *evaluator
	sc    scope
	atoms []atom
	row   solution
	out   emit
}

func (m *matcher) next(i int) error {
	if i == len(m.atoms) {
		return m.e.pass(m.row.clone(), m.out)
	}
	if a := m.atoms[i]; a.triple != nil {
		return m.triple(a.triple, func() error { return m.next(i + 1) })
	} else {
		return m.pathPattern(a.path, func() error { return m.next(i + 1) })
	}
}

// end is a position of a pattern under the current row.
type end struct {
	v     val  // its value, 0 if it is free
	slot  int  // of its variable; -1 if it is a constant or EXISTS replaced it
	rigid bool // a term rather than a variable with a value
}

func (m *matcher) end(n algebra.Node) end {
	if !n.IsVar() {
		return end{m.e.fromTerm(n.Term), -1, true}
	}
	i := m.e.slot(n.Var)
	if v := m.sc.outerAt(i); v != 0 {
		return end{v, -1, true}
	}
	return end{m.row.vals[i], i, false}
}

// pattern returns the id to scan for, false if nothing can match.
func (m *matcher) pattern(x end) (store.ID, bool) {
	if x.v == 0 {
		return store.Any, true
	}
	return m.e.id(x.v)
}

// bind sets the variable of x to v while f runs; if it has another value
// already, f does not run.
func (m *matcher) bind(x end, v val, f func() error) error {
	if x.v != 0 {
		if x.v != v {
			return nil
		}
		return f()
	}
	if was := m.row.vals[x.slot]; was != 0 { // the same variable twice in one pattern
		if was != v {
			return nil
		}
		return f()
	}
	m.row.vals[x.slot] = v
	err := f()
	m.row.vals[x.slot] = 0
	return err
}

func (m *matcher) triple(t *algebra.TriplePattern, f func() error) error {
	s, p, o := m.end(t.S), m.end(t.P), m.end(t.O)
	for _, o := range m.spellings(o) {
		if err := m.scan(s, p, o, f); err != nil {
			return err
		}
	}
	return nil
}

func (m *matcher) scan(s, p, o end, f func() error) error {
	sid, ok1 := m.pattern(s)
	pid, ok2 := m.pattern(p)
	oid, ok3 := m.pattern(o)
	if !ok1 || !ok2 || !ok3 {
		return nil
	}
	return m.e.scan(m.sc.graph, sid, pid, oid, func(si, pi, oi store.ID) error {
		return m.bind(s, m.e.fromID(si), func() error {
			return m.bind(p, m.e.fromID(pi), func() error {
				return m.bind(o, m.e.fromID(oi), f)
			})
		})
	})
}

// spellings returns the ends that a constant matches: a literal with a
// language whatever the case of the tag in the data.
func (m *matcher) spellings(x end) []end {
	if !x.rigid || m.e.term(x.v).Kind != term.Lang {
		return []end{x}
	}
	var out []end
	for _, v := range m.e.spellings(m.e.term(x.v)) {
		out = append(out, end{v, -1, true})
	}
	return out
}

// sorted orders the atoms so that each time the one comes next that is
// expected to match least often, given what is bound by then.
func (m *matcher) sorted(atoms []atom) []atom {
	if len(atoms) < 2 {
		return atoms
	}
	bound := make([]bool, len(m.row.vals))
	for i, v := range m.row.vals {
		bound[i] = v != 0 || m.sc.outerAt(i) != 0
	}
	rest := append([]atom(nil), atoms...)
	out := make([]atom, 0, len(atoms))
	started := slices.Contains(bound, true)
	for len(rest) > 0 {
		best, least := 0, math.Inf(1)
		for i, a := range rest {
			c := m.cost(a, bound)
			if started && !m.connected(a, bound) {
				c *= 1e6 // a cross product with what is bound
			}
			if c < least {
				best, least = i, c
			}
		}
		a := rest[best]
		rest = append(rest[:best], rest[best+1:]...)
		out = append(out, a)
		for _, n := range a.nodes() {
			if n.IsVar() {
				bound[m.e.slot(n.Var)] = true
				started = true
			}
		}
	}
	return out
}

// connected reports whether a has a bound variable, or no variable at all.
func (m *matcher) connected(a atom, bound []bool) bool {
	free := false
	for _, n := range a.nodes() {
		if n.IsVar() {
			if bound[m.e.slot(n.Var)] {
				return true
			}
			free = true
		}
	}
	return !free
}

func (a atom) nodes() []algebra.Node {
	if a.triple != nil {
		return []algebra.Node{a.triple.S, a.triple.P, a.triple.O}
	}
	return []algebra.Node{a.path.S, a.path.O}
}

// cost guesses how many matches an atom has: what its constants match, less
// for each variable that is bound; a path as much as many edges, and from
// nowhere to nowhere more than anything else.
func (m *matcher) cost(a atom, bound []bool) float64 {
	known := func(n algebra.Node) bool { return !n.IsVar() || bound[m.e.slot(n.Var)] }
	if a.path != nil {
		switch s, o := known(a.path.S), known(a.path.O); {
		case s && o:
			return 100
		case s || o:
			return 10_000
		}
		return 1e15
	}
	c := float64(m.total(a.triple))
	for i, n := range a.nodes() {
		if n.IsVar() && known(n) {
			if i == 1 {
				c /= 10
			} else {
				c /= 1000
			}
		}
	}
	return c
}

// total returns how many quads of all graphs match the constants of t.
func (m *matcher) total(t *algebra.TriplePattern) int {
	if n, ok := m.e.counts[t]; ok {
		return n
	}
	var p store.Pattern
	n := -1
	for i, node := range []algebra.Node{t.S, t.P, t.O} {
		if node.IsVar() {
			continue
		}
		v := m.e.fromTerm(node.Term)
		if node.Term.Kind == term.Lang {
			if forms := m.e.spellings(node.Term); len(forms) > 0 {
				v = forms[0]
			}
		}
		id, ok := m.e.id(v)
		if !ok {
			n = 0
		}
		p[i] = id
	}
	if n < 0 {
		n = m.e.src.Count(p)
	}
	m.e.counts[t] = n
	return n
}
