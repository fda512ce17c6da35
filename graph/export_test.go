package graph

import (
	"context"
	"math"

	"github.com/ascribe-graph/ascribe/internal/store"
)

// ByQueries returns the view with every rule evaluated by its query, the
// built-in ones too.
func (v *View) ByQueries() (*View, error) {
	rules := v.lens.Infer
	if rules == nil {
		rules = DefaultRules()
	}
	if v.lens.Spread {
		rules = append(rules, namedRules("spread")...)
	}
	program, err := compileRules(rules, false)
	if err != nil {
		return nil, err
	}
	return v.under(program), nil
}

// Afresh returns the view with nothing derived yet, and derived part by part
// however often that is.
func (v *View) Afresh() (*View, error) {
	program, err := v.lens.program()
	if err != nil {
		return nil, err
	}
	w := v.under(program)
	for _, h := range w.rules.heads {
		w.rules.spent[h] = math.MinInt32
	}
	return w, nil
}

// ShareEdges sets how many edges are worth a share of their own, and returns what
// sets it back.
func ShareEdges(least int) (restore func()) {
	before := leastShare
	leastShare = least
	return func() { leastShare = before }
}

// under returns the view with other rules.
func (v *View) under(program *program) *View {
	src := *v.src
	c := &compiled{
		lens: v.lens, table: v.table, src: &src, whole: v.whole,
		visible: v.visible, perhaps: v.perhaps, usable: v.usable, parties: v.parties,
	}
	c.rules = newDerivation(c, program)
	src.added = c.rules
	return &View{graph: v.graph, state: v.state, compiled: c}
}

// Likeness is what the planner sees of a predicate that rules derive before they
// are evaluated, and what they derive: how many quads a thing has at the position
// where both are alike.
type Likeness struct {
	Predicate              string
	Seen, Counted, Derived map[store.ID]int
}

// Likenesses returns the likeness of each predicate that is derived by unfolding.
func (v *View) Likenesses(ctx context.Context) ([]Likeness, error) {
	w, err := v.Afresh()
	if err != nil {
		return nil, err
	}
	var out []Likeness
	for _, head := range w.rules.heads {
		p := store.Pattern{store.P: head}
		like, ok := w.rules.like(p)
		if !ok {
			continue
		}
		at, order := store.S, store.PSOG
		if like.crossed {
			at, order = store.O, store.POSG
		}
		l := Likeness{Predicate: w.iri(head).String(), Seen: map[store.ID]int{}, Counted: map[store.ID]int{}, Derived: map[store.ID]int{}}
		sample := w.src.Sample(p)
		if err := each(sample, p, order, func(q store.Quad) { l.Seen[q[at]]++ }); err != nil {
			return nil, err
		}
		for id := range l.Seen {
			one := p
			one[at] = id
			l.Counted[id] = sample.Count(one)
		}
		derived, err := w.rules.match(ctx, p, order)
		if err != nil {
			return nil, err
		}
		for _, q := range derived {
			l.Derived[q[at]]++
		}
		out = append(out, l)
	}
	return out, nil
}
