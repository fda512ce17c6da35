package main

import (
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
)

// openExtremes reports whether two answers differ only in columns of MIN and MAX,
// and there by values of the group whose order §15.1 leaves open.
func openExtremes(c testCase, ours, theirs answer, peer *peer) (bool, error) {
	extremes := map[string]*syntax.Aggregate{}
	var rest, keys []string
	for _, it := range c.query.Items {
		if a := extreme(it.Expr); a != nil {
			extremes[it.Var] = a
			continue
		}
		rest = append(rest, it.Var)
		if it.Expr == nil {
			keys = append(keys, it.Var)
		}
	}
	if len(extremes) == 0 || len(ours.Rows) != len(theirs.Rows) || c.query.Limit >= 0 {
		return false, nil
	}
	for name, a := range extremes {
		values, err := peer.ask(c.ungrouped(keys, a.Arg))
		if err != nil {
			return false, err
		}
		for _, r := range ours.Rows {
			i := slices.IndexFunc(theirs.Rows, func(t row) bool { return r.only(rest).key() == t.only(rest).key() })
			if i < 0 {
				return false, nil
			}
			x, y := r[name], theirs.Rows[i][name]
			if x != y && !(unordered(x, y) && values.has(r.only(keys), x) && values.has(r.only(keys), y)) {
				return false, nil
			}
		}
	}
	return true, nil
}

// extreme returns the MIN or MAX in an expression, or nil.
func extreme(e syntax.Expr) *syntax.Aggregate {
	switch e := e.(type) {
	case *syntax.Aggregate:
		if e.Func == "MIN" || e.Func == "MAX" {
			return e
		}
	case *syntax.CallExpr:
		for _, x := range e.Args {
			if a := extreme(x); a != nil {
				return a
			}
		}
	}
	return nil
}

// ungrouped is the case with the solutions that its groups are made of: some
// variables, and an expression as ?value.
func (c testCase) ungrouped(keys []string, e syntax.Expr) testCase {
	q := *c.query
	q.Items = []syntax.SelectItem{{Expr: e, Var: "value"}}
	for _, k := range keys {
		q.Items = append(q.Items, syntax.SelectItem{Var: k})
	}
	q.GroupBy, q.Having, q.OrderBy, q.Limit = nil, nil, nil, -1
	c.query = &q
	return c
}

// has reports whether an answer of ungrouped has a value for the given keys.
func (a answer) has(keys row, value string) bool {
	return slices.ContainsFunc(a.Rows, func(r row) bool {
		if r["value"] != value {
			return false
		}
		for k, v := range keys {
			if r[k] != v {
				return false
			}
		}
		return len(r) == len(keys)+1
	})
}

// openLimit reports whether two answers are parts of the same longer answer, cut
// where §15.1 leaves the order open.
func openLimit(c testCase, ours, theirs answer, peer *peer) (bool, error) {
	if c.query.Limit < 0 || len(ours.Rows) != len(theirs.Rows) {
		return false, nil
	}
	q := *c.query
	q.Limit = -1
	c.query = &q
	all, err := peer.ask(c)
	if err != nil || !all.equal(c.answer(fast)) {
		return false, err
	}
	if len(ours.without(all))+len(theirs.without(all)) > 0 {
		return false, nil
	}
	for _, x := range ours.without(theirs) {
		for _, y := range theirs.without(ours) {
			if !tied(q.OrderBy, x, y) {
				return false, nil
			}
		}
	}
	return true, nil
}

// tied reports whether ORDER BY leaves open which of two rows is the first.
// Conditions that are no variables come after the variables that they are of.
func tied(by []syntax.OrderKey, x, y row) bool {
	for _, k := range by {
		v, ok := k.Expr.(*syntax.VarExpr)
		if !ok || x[v.Name] == y[v.Name] && !strings.HasPrefix(x[v.Name], "_:") {
			continue
		}
		return unordered(x[v.Name], y[v.Name])
	}
	return true
}
