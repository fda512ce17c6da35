package graph

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// program is the rules that are on, in an order in which each can be evaluated
// when those that it reads are.
type program struct {
	rules  []*parsedRule
	strata [][]int // rules that feed one another, those that they read before them
	needs  [][]int // by rule: all rules that it must have been evaluated with or after, itself included
	heads  map[term.Term][]int
}

// feeds reports whether what rule a derives is read by rule b, and how.
func feeds(a, b *parsedRule) access {
	var how access
	for _, p := range a.heads {
		how |= b.reads[p]
		// A predicate that is not named stands for what the lens shows, and
		// the lens's own relations are not shown.
		if !strings.HasPrefix(p.Value, NSRule) {
			how |= b.any
		}
	}
	return how
}

// newProgram orders rules. It returns a *RuleError that names the rules of a
// circle through negation.
func newProgram(rules []*parsedRule) (*program, error) {
	p := &program{rules: rules, heads: map[term.Term][]int{}}
	for i, r := range rules {
		for _, h := range r.heads {
			p.heads[h] = append(p.heads[h], i)
		}
	}
	n := len(rules)
	reach := make([][]bool, n) // reach[i][j]: i reads, by however many steps, what j derives
	for i := range rules {
		reach[i] = make([]bool, n)
		for j := range rules {
			reach[i][j] = feeds(rules[j], rules[i]) != 0
		}
	}
	for k := range n {
		for i := range n {
			if reach[i][k] {
				for j := range n {
					reach[i][j] = reach[i][j] || reach[k][j]
				}
			}
		}
	}
	for i := range rules {
		for j := range rules {
			if feeds(rules[j], rules[i])&negative != 0 && (i == j || reach[j][i]) {
				return nil, circle(rules, reach, i, j)
			}
		}
	}
	placed := make([]bool, n)
	for len(slices.Concat(p.strata...)) < n {
		for i := range rules {
			if placed[i] {
				continue
			}
			ready := true
			together := []int{i}
			for j := range rules {
				switch {
				case j == i || !reach[i][j] || placed[j]:
				case reach[j][i]:
					together = append(together, j)
				default:
					ready = false
				}
			}
			if ready {
				slices.Sort(together)
				for _, j := range together {
					placed[j] = true
				}
				p.strata = append(p.strata, together)
			}
		}
	}
	for i := range rules {
		list := []int{i}
		for j := range rules {
			if j != i && reach[i][j] {
				list = append(list, j)
			}
		}
		p.needs = append(p.needs, list)
	}
	return p, nil
}

func circle(rules []*parsedRule, reach [][]bool, reader, fed int) error {
	var names []string
	for k, r := range rules {
		if k == reader || k == fed || reach[reader][k] && reach[k][reader] {
			names = append(names, r.Name)
		}
	}
	what := "it looks through negation or an aggregate at what it derives itself"
	if len(names) > 1 {
		what = fmt.Sprintf("%s looks through negation or an aggregate at what %s derives, which depends on it again", rules[reader].Name, rules[fed].Name)
	}
	return &RuleError{Rules: names, Msg: "the rules go in a circle: " + what + "; no order of evaluation gives such rules a meaning"}
}
