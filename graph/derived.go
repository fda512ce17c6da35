package graph

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// A Derivation is why a derived edge is there.
type Derivation struct {
	Rule Rule
	// Supports are the stored quads under records that the edge rests on, each
	// visible: first those of its own record; never nil.
	Supports []quad.Quad
	// Weakest is the support whose record is least sure, and so how sure the
	// edge can be at most: by the lower end of the likelihood, then by analytic
	// confidence. nil if no record among them says how sure it is.
	Weakest *Record
	// Unsure counts the claims among the supports that do not say how sure they
	// are; a flat assertion (Unhedged) says so, and acts are what they are.
	Unsure int
}

// IsDerived reports whether a visible quad is derived by a rule and not stored.
// It costs a look-up, and the first time for a predicate the evaluation of its
// rules.
func (v *View) IsDerived(q quad.Quad) bool {
	_, ok := v.derivedID(context.Background(), q)
	return ok
}

func (v *View) derivedID(ctx context.Context, q quad.Quad) (store.Quad, bool) {
	if v.rules == nil || q.Label == nil {
		return store.Quad{}, false
	}
	ids, ok, err := v.pattern(Pattern{Subject: q.Subject, Predicate: q.Predicate, Object: q.Object, Label: q.Label})
	if err != nil || !ok || slices.Contains(ids[:], store.Any) || v.rules.none(ids) {
		return store.Quad{}, false
	}
	found, _ := v.rules.match(ctx, ids, baseOrder)
	return store.Quad(ids), len(found) > 0
}

// Derivation returns which rule derived a quad, and from what; nil for a quad
// that is stored or unknown. Of a rule that is a query it runs the query for this
// edge.
func (v *View) Derivation(ctx context.Context, q quad.Quad) (*Derivation, error) {
	ids, ok := v.derivedID(ctx, q)
	if !ok {
		return nil, nil
	}
	now := v.rules.now.Load()
	by, _, err := v.rules.by(ctx, now, ids)
	if err != nil {
		return nil, err
	}
	stored, err := v.rules.stored(ctx, now, ids)
	if err != nil {
		return nil, err
	}
	d := &Derivation{Rule: v.rules.program.rules[by.rule].Rule, Supports: []quad.Quad{}}
	met := map[store.ID]bool{}
	for _, s := range stored {
		d.Supports = append(d.Supports, v.quad(s))
		i, described := v.table.index.of(s[store.G])
		if !described || met[s[store.G]] {
			continue
		}
		met[s[store.G]] = true
		r := v.record(i)
		switch {
		case r.Act || r.Unhedged:
		case r.Likelihood[0] < 0 && r.Confidence == "":
			d.Unsure++
		case d.Weakest == nil || compareSureness(r, d.Weakest) < 0:
			d.Weakest = r
		}
	}
	return d, nil
}

// compareSureness orders claims that say how sure they are, the least first.
func compareSureness(a, b *Record) int {
	likelihood := func(r *Record) int {
		if r.Likelihood[0] < 0 {
			return 101
		}
		return r.Likelihood[0]
	}
	confidence := func(r *Record) int {
		if i := slices.Index(confidences, r.Confidence); i >= 0 {
			return i
		}
		return len(confidences)
	}
	return cmp.Or(cmp.Compare(likelihood(a), likelihood(b)), cmp.Compare(confidence(a), confidence(b)), cmp.Compare(a.IRI, b.IRI))
}

// stored follows what a derived quad rests on down to what is stored.
func (d *derivation) stored(ctx context.Context, now *derived, q store.Quad) ([]store.Quad, error) {
	var out []store.Quad
	seen := map[store.Quad]bool{q: true}
	var follow func(q store.Quad) error
	follow = func(q store.Quad) error {
		supports, err := d.supports(ctx, now, q)
		if err != nil {
			return err
		}
		for _, s := range supports {
			if seen[s] {
				continue
			}
			seen[s] = true
			if !now.shown.has(s) && !now.hidden.has(s) {
				out = append(out, s)
			} else if err := follow(s); err != nil {
				return err
			}
		}
		return nil
	}
	err := follow(q)
	return out, err
}

// A RuleTally is a rule with what it does under a lens.
type RuleTally struct {
	Rule
	On      bool
	Derived int      // edges, of a rule that is on
	Heads   []string // the predicates that it derives, as handles
}

// RuleTallies returns the rules of the view's lens, and those of others that it
// could have, by name, each once, with how many edges those that are on derive.
// It evaluates them all.
func (v *View) RuleTallies(others ...Rule) ([]RuleTally, error) {
	var out []RuleTally
	heads := func(p *parsedRule) (names []string) {
		for _, h := range p.heads {
			name := schema.Handle(h.Value)
			if local, ok := strings.CutPrefix(h.Value, NSRule); ok {
				name = "rule:" + local
			}
			names = append(names, name)
		}
		return names
	}
	if v.rules != nil {
		now, err := v.rules.need(context.Background(), store.Any)
		if err := cmp.Or(err, now.err); err != nil {
			return nil, err
		}
		for i, p := range v.rules.program.rules {
			if p.Query != "" && !p.isHelper() {
				out = append(out, RuleTally{Rule: p.Rule, On: true, Derived: now.gave[i], Heads: heads(p)})
			}
		}
	} else if !v.lens.NoRules && !v.lens.All { // a graph without records
		program, err := v.lens.program()
		if err != nil {
			return nil, err
		}
		for _, p := range program.rules {
			if p.Query != "" && !p.isHelper() {
				out = append(out, RuleTally{Rule: p.Rule, On: true, Heads: heads(p)})
			}
		}
	}
	for _, r := range slices.Concat(BuiltinRules(), others) {
		p, err := parseRule(r)
		if err != nil {
			return nil, err
		}
		if !p.isHelper() && !slices.ContainsFunc(out, func(t RuleTally) bool { return t.Name == r.Name }) {
			out = append(out, RuleTally{Rule: r, Heads: heads(p)})
		}
	}
	slices.SortFunc(out, func(a, b RuleTally) int { return cmp.Compare(a.Name, b.Name) })
	return out, nil
}

// Makes returns the built-in rules that a rule is made of beside its own query:
// those that derive only for other rules, and whose edges it reads.
func (r Rule) Makes() []Rule {
	p, err := parseRule(r)
	if err != nil {
		return nil
	}
	reads := func(iri term.Term) bool { return p.reads[iri] != 0 }
	var out []Rule
	for _, b := range builtinRules() {
		h, err := parseRule(b)
		if err == nil && b.Name != r.Name && h.isHelper() && slices.ContainsFunc(h.heads, reads) {
			out = append(out, b)
		}
	}
	return out
}
