package syntax

import "slices"

// vars is a set of variables in the order of their first mention.
type vars struct {
	list []string
	set  map[string]struct{}
}

func (s *vars) add(names ...string) {
	for _, n := range names {
		if _, ok := s.set[n]; ok {
			continue
		}
		if s.set == nil {
			s.set = map[string]struct{}{}
		}
		s.set[n] = struct{}{}
		s.list = append(s.list, n)
	}
}

func (s *vars) has(name string) bool {
	_, ok := s.set[name]
	return ok
}

func (s *vars) node(n Node) {
	if n.Var != "" {
		s.add(n.Var)
	}
}

// pattern adds the variables that are in scope in p (§18.2.1).
func (s *vars) pattern(p Pattern) {
	switch p := p.(type) {
	case *Group:
		for _, e := range p.Elems {
			s.pattern(e)
		}
	case *Triples:
		for _, t := range p.Triples {
			s.node(t.S)
			s.node(t.P)
			s.node(t.O)
		}
	case *Bind:
		s.add(p.Var)
	case *Optional:
		s.pattern(p.Group)
	case *Union:
		for _, g := range p.Groups {
			s.pattern(g)
		}
	case *GraphPattern:
		s.node(p.Name)
		s.pattern(p.Group)
	case *Service:
		s.node(p.Name)
		s.pattern(p.Group)
	case *InlineData:
		s.add(p.Vars...)
	case *SubSelect:
		s.add(p.Query.Columns()...)
	case *Filter, *Minus:
	}
}

// Vars returns the variables in scope in g (§18.2.1), in the order of their
// first mention.
func (g *Group) Vars() []string {
	var s vars
	s.pattern(g)
	return s.list
}

// Columns returns the variables that a SELECT or PATHS projects, in order; for
// the other forms those that are in scope after grouping.
func (q *Query) Columns() []string {
	if q.Form == Paths {
		return append(slices.Clone(PathsColumns), q.Paths.Start.Var, q.Paths.End.Var)
	}
	if q.Form == Select && !q.Star {
		out := make([]string, len(q.Items))
		for i, it := range q.Items {
			out[i] = it.Var
		}
		return out
	}
	s := q.scope()
	return s.list
}

// scope returns the variables that SELECT expressions may not assign: those of
// the pattern, or of the keys if there is grouping, and of VALUES at the end.
func (q *Query) scope() vars {
	var s vars
	if q.Grouped() {
		for _, k := range q.GroupBy {
			s.add(k.Name())
		}
		delete(s.set, "")
		s.list = slices.DeleteFunc(s.list, func(v string) bool { return v == "" })
	} else if q.Where != nil {
		s.pattern(q.Where)
	}
	if q.Values != nil {
		s.add(q.Values.Vars...)
	}
	return s
}

// Name returns the variable that holds the key in its group, "" if none does.
func (k GroupKey) Name() string {
	if v, ok := k.Expr.(*VarExpr); ok && k.Var == "" {
		return v.Name
	}
	return k.Var
}

// Grouped reports whether q groups its solutions: by GROUP BY, or because
// it uses an aggregate (§11).
func (q *Query) Grouped() bool {
	if len(q.GroupBy) > 0 {
		return true
	}
	found := false
	see := func(e Expr) bool {
		if _, ok := e.(*Aggregate); ok {
			found = true
		}
		return !found
	}
	for _, it := range q.Items {
		walkExpr(it.Expr, see)
	}
	for _, e := range q.Having {
		walkExpr(e, see)
	}
	for _, k := range q.OrderBy {
		walkExpr(k.Expr, see)
	}
	return found
}

// walkExpr calls see for e and, while it returns true, for what e is made
// of, but not for the patterns of EXISTS.
func walkExpr(e Expr, see func(Expr) bool) {
	if e == nil || !see(e) {
		return
	}
	switch e := e.(type) {
	case *CallExpr:
		for _, a := range e.Args {
			walkExpr(a, see)
		}
	case *FuncExpr:
		for _, a := range e.Args {
			walkExpr(a, see)
		}
	case *Aggregate:
		walkExpr(e.Arg, see)
	}
}

// checkNoAggregate refuses aggregates outside SELECT, HAVING and ORDER BY.
func (p *parser) checkNoAggregate(e Expr, where string) {
	walkExpr(e, func(e Expr) bool {
		if a, ok := e.(*Aggregate); ok {
			p.failAt(a.Pos, "aggregate in a sub-select, or use HAVING", "got %s in %s, want aggregates only in SELECT, HAVING and ORDER BY", a.Func, where)
		}
		return true
	})
}

// checkQuery holds the rules on scope and grouping (§18.2.1, §11.4, §19.8 notes 9-12).
func (p *parser) checkQuery(q *Query) {
	p.checkGroupKeys(q)
	grouped := q.Grouped()
	if grouped && q.Star && q.Form == Select {
		p.failAt(q.Pos, "name the columns", "got SELECT * with grouping, want only keys and aggregates")
	}
	scope := q.scope()
	var columns, assigned vars
	for _, it := range q.Items {
		if it.Expr == nil {
			if grouped && !scope.has(it.Var) && !assigned.has(it.Var) {
				p.failAt(it.Pos, "add it to GROUP BY, or write (SAMPLE(?"+it.Var+") AS ?…)", "got ?%s, want a variable of GROUP BY or an aggregate", it.Var)
			}
			columns.add(it.Var)
			continue
		}
		if grouped {
			p.checkGroupedExpr(it.Expr, &scope, &assigned)
		}
		switch {
		case columns.has(it.Var):
			p.failAt(it.Pos, "", "got ?%s twice, want another name after AS", it.Var)
		case scope.has(it.Var):
			p.failAt(it.Pos, "", "got ?%s, want a name after AS that the pattern does not use", it.Var)
		}
		columns.add(it.Var)
		assigned.add(it.Var)
	}
}

func (p *parser) checkGroupKeys(q *Query) {
	if len(q.GroupBy) == 0 {
		return
	}
	var inner, names vars
	if q.Where != nil {
		inner.pattern(q.Where)
	}
	for _, k := range q.GroupBy {
		p.checkNoAggregate(k.Expr, "GROUP BY")
		if k.Var == "" {
			continue
		}
		if inner.has(k.Var) || names.has(k.Var) {
			p.failAt(k.Pos, "", "got ?%s, want a name after AS that is not in use", k.Var)
		}
		names.add(k.Var)
	}
}

// checkGroupedExpr refuses variables that have no one value in a group.
func (p *parser) checkGroupedExpr(e Expr, keys, assigned *vars) {
	walkExpr(e, func(e Expr) bool {
		switch e := e.(type) {
		case *Aggregate:
			return false
		case *VarExpr:
			if !keys.has(e.Name) && !assigned.has(e.Name) {
				p.failAt(e.Pos, "add it to GROUP BY, or write SAMPLE(?"+e.Name+")", "got ?%s, want a variable of GROUP BY or an aggregate", e.Name)
			}
		}
		return true
	})
}
