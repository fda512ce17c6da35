package graph

import (
	"fmt"
	"slices"
	"strings"
)

// SetInfer sets which rules are on from a text: "none"; "rollup", which is
// DefaultRules; "all", every built-in rule and every one of others; or names with
// commas between them. Names that begin with + or - change what is on otherwise:
// "+joint" is DefaultRules and joint. others are rules that may be named beside
// the built-in ones; one with the name of a built-in rule takes its place. The
// error for an unknown name wraps ErrLens.
func (l *Lens) SetInfer(text string, others ...Rule) error {
	var known []Rule
	for _, r := range slices.Concat(others, BuiltinRules()) {
		if p, err := parseRule(r); err != nil {
			return err
		} else if !p.isHelper() && !slices.ContainsFunc(known, func(k Rule) bool { return k.Name == r.Name }) {
			known = append(known, r)
		}
	}
	slices.SortFunc(known, func(a, b Rule) int { return strings.Compare(a.Name, b.Name) })
	on := map[string]bool{}
	set := func(rules []Rule) {
		for _, r := range rules {
			on[r.Name] = true
		}
	}
	for i, item := range strings.Split(text, ",") {
		name := strings.TrimSpace(item)
		bare := strings.TrimLeft(name, "+-")
		if i == 0 && bare != name {
			set(DefaultRules())
		}
		switch {
		case name == "none":
			clear(on)
		case name == "rollup":
			set(DefaultRules())
		case name == "all":
			set(known)
		case !slices.ContainsFunc(known, func(r Rule) bool { return r.Name == bare }):
			names := make([]string, len(known))
			for i, r := range known {
				names[i] = r.Name
			}
			return fmt.Errorf("%w: unknown rule %q, want some of %s, or rollup, all or none", ErrLens, bare, strings.Join(names, ", "))
		default:
			on[bare] = !strings.HasPrefix(name, "-")
		}
	}
	l.Infer = nil
	for _, r := range known {
		if on[r.Name] {
			l.Infer = append(l.Infer, r)
		}
	}
	l.NoRules = len(l.Infer) == 0
	if sameRules(l.Infer, DefaultRules()) {
		l.Infer = nil // as it is without saying so
	}
	return nil
}

func sameRules(a, b []Rule) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(r Rule) bool { return !slices.Contains(b, r) })
}
