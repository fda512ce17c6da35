package main

import (
	"slices"

	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
)

// maxRules is how many rules may be needed for one difference.
const maxRules = 4

// verdict is how a difference is explained.
type verdict struct {
	rules     []rule
	rewritten string
}

// judge looks for the fewest rules by which the case, written otherwise, has our
// first answer from Oxigraph too; nil: there are none. What they make of the case
// must have that answer from both evaluators as well.
func judge(c testCase, ours answer, peer *peer) (*verdict, error) {
	if ours.Err != "" || !ours.equal(c.answer(oracle)) {
		return nil, nil
	}
	for size := 1; size <= maxRules; size++ {
		for set := range subsets(rules, size) {
			ok, text, err := explains(c, set, ours, peer)
			if err != nil {
				return nil, err
			}
			if ok {
				return &verdict{set, text}, nil
			}
		}
	}
	return nil, nil
}

// differs reports whether two cases are written otherwise.
func (c testCase) differs(d testCase) bool {
	return c.data() != d.data() || c.query.String() != d.query.String()
}

// explains reports whether Oxigraph gives our answer where the rules are applied.
func explains(c testCase, set []rule, ours answer, peer *peer) (ok bool, text string, err error) {
	other := c
	for _, r := range set {
		before := other
		if other = r.rewrite(other); r.open == nil && !other.differs(before) {
			return false, "", nil
		}
	}
	theirs, err := peer.ask(other)
	if err != nil || theirs.Err != "" {
		return false, "", err
	}
	columns := c.columns()
	theirs = theirs.only(columns)
	for _, eval := range []func(testCase) answer{
		func(t testCase) answer { return t.answer(fast) },
		func(t testCase) answer { return t.answer(oracle) },
	} {
		if other.differs(c) && !ours.equal(eval(other).only(columns)) {
			return false, "", nil
		}
	}
	ok = ours.equal(theirs)
	for _, r := range set {
		if r.open != nil && !ok {
			if ok, err = r.open(other, ours, theirs, peer); err != nil {
				return false, "", err
			}
		}
	}
	return ok, other.query.String(), nil
}

// columns returns what the answer to a query consists of.
func (c testCase) columns() []string {
	switch c.query.Form {
	case syntax.Select:
		return c.query.Columns()
	case syntax.Construct:
		return []string{"s", "p", "o"}
	}
	return nil
}

// subsets yields the subsets of a size, in order.
func subsets[T any](list []T, size int) func(func([]T) bool) {
	return func(yield func([]T) bool) {
		var from func(picked []T, rest []T) bool
		from = func(picked, rest []T) bool {
			if len(picked) == size {
				return yield(slices.Clone(picked))
			}
			for i, x := range rest {
				if !from(append(picked, x), rest[i+1:]) {
					return false
				}
			}
			return true
		}
		from(nil, list)
	}
}
