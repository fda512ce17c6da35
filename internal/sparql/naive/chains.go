package naive

import (
	"errors"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/expr"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// PATHS (beyond the specification) yields chains of edges of the active
// graph. Copies of an edge in several graphs are one edge; edges of several
// predicates or directions between two nodes are several.
//
// A chain has at least one hop. Shortest chains may end where they start;
// acyclic ones repeat no node. START and END without a pattern are any node.
//
// Chains are numbered from 1 in this order: by start, then by length, then by
// their hops one after another, a hop by ?to, then ?p, then forward first;
// terms compare as N-Triples writes them. ANY SHORTEST takes the first of a
// pair's shortest chains in this order; LIMIT counts chains in this order.

// edge is one hop that can be made.
type edge struct {
	p, to   val
	forward bool
}

// chain is a path so far, from its last hop backwards.
type chain struct {
	prev *chain // nil at the start
	edge edge   // edge.to is where the chain stands
	len  int
}

// search is one evaluation of a Paths.
type search struct {
	w     *walker
	op    *algebra.Paths
	ends  map[val]int // the ends; nil: any node
	reach map[val]int // hops to the nearest end; nil: every node is an end
	cache map[val][]edge
	out   func(start val, c *chain) error
}

func (e *evaluator) chains(op *algebra.Paths, sc scope, out emit) error {
	if op.Limit == 0 {
		return nil
	}
	s := &search{w: &walker{e, sc.graph}, op: op, cache: map[val][]edge{}}
	starts, err := e.ends(op.Start, op.StartOp, sc)
	if err != nil {
		return err
	}
	if starts == nil {
		if starts, err = e.nodesOf(sc.graph); err != nil {
			return err
		}
		starts = slices.Clone(starts)
	}
	slices.SortFunc(starts, e.byTerm)
	ends, err := e.ends(op.End, op.EndOp, sc)
	if err != nil {
		return err
	}
	if ends != nil {
		s.ends = map[val]int{}
		for _, v := range ends {
			s.ends[v] = 0
		}
		if err := s.distances(); err != nil {
			return err
		}
	}
	stop := &errStop{}
	n := 0
	s.out = func(start val, c *chain) error {
		n++
		if err := e.chainRows(op, sc, n, start, c, out); err != nil {
			return err
		}
		if n == op.Limit {
			return stop
		}
		return nil
	}
	for _, start := range starts {
		if err := s.run(start); err != nil {
			if errors.Is(err, stop) {
				return nil
			}
			return err
		}
	}
	return nil
}

// ends returns the distinct values of one end, nil for any node.
func (e *evaluator) ends(n algebra.Node, op algebra.Op, sc scope) ([]val, error) {
	i := e.slot(n.Var)
	if op == nil {
		if v := sc.outerAt(i); v != 0 {
			return []val{v}, nil
		}
		return nil, nil
	}
	out := []val{}
	seen := map[val]bool{}
	err := e.eval(op, sc, e.empty(), func(s solution) error {
		v := s.vals[i]
		if v == 0 {
			v = sc.outerAt(i)
		}
		if v != 0 && !seen[v] {
			seen[v] = true
			out = append(out, v)
		}
		return nil
	})
	return out, err
}

func (e *evaluator) byTerm(a, b val) int {
	return strings.Compare(e.term(a).String(), e.term(b).String())
}

// run yields the chains from start, level by level: every chain of one length
// in order, then those that are one longer, so that they come out sorted.
func (s *search) run(start val) error {
	if s.reach != nil {
		if _, ok := s.reach[start]; !ok && s.ends != nil {
			return nil
		}
	}
	found := map[val]int{} // the length of the shortest chains to a node
	level := []*chain{{edge: edge{to: start}}}
	left := len(s.ends)
	for n := 1; len(level) > 0 && (s.op.MaxLength == 0 || n <= s.op.MaxLength); n++ {
		var next []*chain
		for _, c := range level {
			edges, err := s.edges(c.edge.to, false)
			if err != nil {
				return err
			}
			for _, h := range edges {
				if err := s.w.e.step(); err != nil {
					return err
				}
				if !s.useful(h.to, n) || !s.allowed(c, h.to, n, found) {
					continue
				}
				if err := s.w.e.count(); err != nil {
					return err
				}
				next = append(next, &chain{c, h, n})
			}
		}
		for _, c := range next {
			if s.ends != nil {
				if _, ok := s.ends[c.edge.to]; !ok {
					continue
				}
			}
			if s.op.Mode == algebra.AnyShortest {
				left--
			}
			if err := s.out(start, c); err != nil {
				return err
			}
		}
		if s.ends != nil && s.op.Mode != algebra.Acyclic && s.done(left, found) {
			return nil
		}
		level = next
	}
	return nil
}

// done reports whether every end has its shortest chains.
func (s *search) done(left int, found map[val]int) bool {
	if s.op.Mode == algebra.AnyShortest {
		return left == 0
	}
	for v := range s.ends {
		if _, ok := found[v]; !ok {
			return false
		}
	}
	return true
}

// useful reports whether an end can be reached from v, where a chain has n hops.
func (s *search) useful(v val, n int) bool {
	if s.reach == nil {
		return true
	}
	d, ok := s.reach[v]
	return ok && (s.op.MaxLength == 0 || n+d <= s.op.MaxLength)
}

// allowed reports whether c may go on to v with its hop n under the mode.
func (s *search) allowed(c *chain, v val, n int, found map[val]int) bool {
	if s.op.Mode == algebra.Acyclic {
		for ; c != nil; c = c.prev {
			if c.edge.to == v {
				return false
			}
		}
		return true
	}
	d, ok := found[v]
	if !ok {
		found[v] = n
		return true
	}
	return s.op.Mode == algebra.AllShortest && d == n
}

// distances fills reach by walking backwards from all ends at once.
func (s *search) distances() error {
	s.reach = map[val]int{}
	var level []val
	for v := range s.ends {
		s.reach[v] = 0
		level = append(level, v)
	}
	for n := 1; len(level) > 0 && (s.op.MaxLength == 0 || n <= s.op.MaxLength); n++ {
		var next []val
		for _, v := range level {
			edges, err := s.edges(v, true)
			if err != nil {
				return err
			}
			for _, h := range edges {
				if _, ok := s.reach[h.to]; !ok {
					s.reach[h.to] = n
					next = append(next, h.to)
				}
			}
		}
		level = next
	}
	return nil
}

// edges returns the hops from v in order, or if backwards those that lead to v.
func (s *search) edges(v val, backwards bool) ([]edge, error) {
	if !backwards {
		if es, ok := s.cache[v]; ok {
			return es, nil
		}
	}
	seen := map[edge]bool{}
	var out []edge
	err := s.via(s.op.Via, v, backwards, func(h edge) {
		if !seen[h] {
			seen[h] = true
			out = append(out, h)
		}
	})
	if err != nil || backwards {
		return out, err
	}
	e := s.w.e
	slices.SortFunc(out, func(a, b edge) int {
		if c := e.byTerm(a.to, b.to); c != 0 {
			return c
		}
		if c := e.byTerm(a.p, b.p); c != 0 {
			return c
		}
		switch {
		case a.forward == b.forward:
			return 0
		case a.forward:
			return -1
		}
		return 1
	})
	s.cache[v] = out
	return out, nil
}

// via calls f for each edge at v that one alternative of p allows.
func (s *search) via(p algebra.Path, v val, backwards bool, f func(edge)) error {
	walk := func(p store.ID, inverse bool, except []term.Term) error {
		return s.w.edges(v, p, inverse != backwards, func(p store.ID, to val) error {
			if pv := s.w.e.fromID(p); !slices.Contains(except, s.w.e.term(pv)) {
				f(edge{pv, to, !inverse})
			}
			return nil
		})
	}
	switch p := p.(type) {
	case nil:
		return walk(store.Any, false, nil)
	case *algebra.PathLink:
		if id, ok := s.w.e.id(s.w.e.fromTerm(p.IRI)); ok {
			return walk(id, false, nil)
		}
		return nil
	case *algebra.PathInverse:
		if link, ok := p.P.(*algebra.PathLink); ok {
			if id, ok := s.w.e.id(s.w.e.fromTerm(link.IRI)); ok {
				return walk(id, true, nil)
			}
			return nil
		}
	case *algebra.PathAlt:
		if err := s.via(p.L, v, backwards, f); err != nil {
			return err
		}
		return s.via(p.R, v, backwards, f)
	case *algebra.PathNegated:
		if p.HasForward {
			if err := walk(store.Any, false, p.Forward); err != nil {
				return err
			}
		}
		if p.HasInverse {
			return walk(store.Any, true, p.Inverse)
		}
		return nil
	}
	return &expr.UnsupportedError{What: "a path of several edges in VIA", Hint: "VIA takes alternatives of predicates, ^ and !"}
}

// chainRows hands on a row for each hop of a chain.
func (e *evaluator) chainRows(op *algebra.Paths, sc scope, number int, start val, last *chain, out emit) error {
	hops := make([]*chain, 0, last.len)
	for c := last; c.prev != nil; c = c.prev {
		hops = append(hops, c)
	}
	slices.Reverse(hops)
	from := start
	for i, c := range hops {
		s := e.empty()
		ok := true
		set := func(name string, v val) {
			slot := e.slot(name)
			if o := sc.outerAt(slot); (o != 0 && o != v) || (s.vals[slot] != 0 && s.vals[slot] != v) {
				ok = false
			}
			s.vals[slot] = v
		}
		set("path", e.fromTerm(expr.Integer(int64(number)).Term()))
		set("hop", e.fromTerm(expr.Integer(int64(i+1)).Term()))
		set("from", from)
		set("p", c.edge.p)
		set("to", c.edge.to)
		set("forward", e.fromTerm(expr.Bool(c.edge.forward).Term()))
		set(op.Start.Var, start)
		set(op.End.Var, last.edge.to)
		from = c.edge.to
		if !ok {
			continue
		}
		if err := e.pass(s, out); err != nil {
			return err
		}
	}
	return nil
}
