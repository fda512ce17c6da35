package graph

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// additions are quads that a source shows beside those of its snapshot, none of
// which it would show without them.
type additions interface {
	// none reports, at little cost, that no quad matches p.
	none(p store.Pattern) bool
	// match returns the quads that match p, sorted by order. It stops when ctx
	// is done.
	match(ctx context.Context, p store.Pattern, order store.Order) ([]store.Quad, error)
	// estimate guesses how many quads match p, at little cost; 0 only if none does.
	estimate(p store.Pattern) int
	// known reports whether everything that matches p has been derived.
	known(p store.Pattern) bool
	// like returns stored edges that tell how the values of what matches p are
	// spread, where p has but a predicate.
	like(p store.Pattern) (likeness, bool)
	// own returns the terms of them that the snapshot does not hold.
	own() *ownTerms
}

// ownTerms numbers terms beside those of a snapshot, from the top of the ids of
// their kind downwards. It is not changed once others see it.
type ownTerms struct {
	ids   map[term.Term]store.ID
	kinds [term.Typed + 1][]term.Term
}

func (t *ownTerms) clone() *ownTerms {
	out := &ownTerms{ids: maps.Clone(t.ids)}
	for k := range t.kinds {
		out.kinds[k] = slices.Clip(t.kinds[k])
	}
	return out
}

// intern returns the id of a term, from the snapshot if it has one.
func (t *ownTerms) intern(s *store.Snapshot, x term.Term) store.ID {
	if id, ok := s.Lookup(x); ok {
		return id
	}
	id, ok := t.ids[x]
	if !ok {
		id = store.ID(x.Kind)<<29 | store.MaxTerms - store.ID(len(t.kinds[x.Kind]))
		t.kinds[x.Kind] = append(t.kinds[x.Kind], x)
		t.ids[x] = id
	}
	return id
}

func (t *ownTerms) term(id store.ID) (term.Term, bool) {
	k := id.Kind()
	if int(k) >= len(t.kinds) {
		return term.Term{}, false
	}
	top := store.ID(k)<<29 | store.MaxTerms
	if i := int(top - id); i < len(t.kinds[k]) {
		return t.kinds[k][i], true
	}
	return term.Term{}, false
}

// fixed are additions that are all there: what a rule reads, and what tests
// make.
type fixed struct {
	runs  []*overlayRun
	terms *ownTerms
}

func (f *fixed) none(store.Pattern) bool  { return len(f.runs) == 0 }
func (f *fixed) own() *ownTerms           { return f.terms }
func (f *fixed) known(store.Pattern) bool { return true }

func (f *fixed) like(store.Pattern) (likeness, bool) { return likeness{}, false }

func (f *fixed) estimate(p store.Pattern) int { return atMost(f.runs, p) }

func (f *fixed) match(_ context.Context, p store.Pattern, order store.Order) ([]store.Quad, error) {
	return matchRuns(f.runs, p, order), nil
}

// The limits of what rules derive under one lens.
const (
	MaxDerived = 1 << 20 // quads
	maxRounds  = 2_000   // of rules that feed one another
)

// derivation is what the rules of a lens derive. A rule is evaluated when
// somebody first looks for what it derives, with those that it reads before it;
// what was evaluated is kept. Of a rule that unfolds edges only those are
// unfolded that may give what is looked for, until that was done so often that
// to do it once for all is cheaper. It is safe for concurrent use.
type derivation struct {
	c       *compiled
	program *program
	heads   []store.ID // the predicates that are shown
	byHead  map[store.ID][]int
	from    map[*unfolding]store.ID // the predicate of the edges that it unfolds
	limit   time.Duration

	turn  chan struct{}            // holds a token while somebody evaluates rules
	spent map[store.ID]int         // by predicate: what it cost to unfold some of it, in edges; changed by whoever has the turn
	parts map[[2]store.ID]*overlay // of relations, by party and predicate; changed by whoever has the turn
	now   atomic.Pointer[derived]
}

// derived is what was evaluated so far. It is not changed once it is in now.
type derived struct {
	shown, hidden *overlay // hidden: what only rules see
	terms         *ownTerms
	done          []bool // by rule
	gave          []int  // by rule: how many quads it was the first to derive
	all           bool   // nothing that is shown is left
	err           error  // what ended the evaluation of some rule
}

func newDerivation(c *compiled, p *program) *derivation {
	d := &derivation{
		c: c, program: p, byHead: map[store.ID][]int{}, from: map[*unfolding]store.ID{}, limit: DefaultQueryTime,
		turn: make(chan struct{}, 1), spent: map[store.ID]int{}, parts: map[[2]store.ID]*overlay{},
	}
	c.rolled, c.upward = map[rolledKey][]rolled{}, map[store.ID][]store.Quad{}
	now := &derived{
		shown: newOverlay(), hidden: newOverlay(), terms: &ownTerms{ids: map[term.Term]store.ID{}},
		done: make([]bool, len(p.rules)), gave: make([]int, len(p.rules)),
	}
	for i, r := range p.rules {
		if u := r.unfolds; u != nil {
			d.from[u] = noID
			if id, ok := c.src.snap.Lookup(term.NewIRI(u.from)); ok {
				d.from[u] = id
			}
		}
		for _, h := range r.heads {
			id := now.terms.intern(c.src.snap, h)
			d.byHead[id] = append(d.byHead[id], i)
			if !onlyForRules(h) && !slices.Contains(d.heads, id) {
				d.heads = append(d.heads, id)
			}
		}
	}
	d.now.Store(now)
	return d
}

// onlyForRules reports whether a predicate is one that queries do not see.
func onlyForRules(p term.Term) bool { return strings.HasPrefix(p.Value, NSRule) }

func (d *derivation) own() *ownTerms { return d.now.Load().terms }

// none: what is derived stands under a record and has the predicate of a rule.
func (d *derivation) none(p store.Pattern) bool {
	return p[store.G] == store.Unlabelled || p[store.P] != store.Any && !slices.Contains(d.heads, p[store.P])
}

func (d *derivation) match(ctx context.Context, p store.Pattern, order store.Order) ([]store.Quad, error) {
	if d.none(p) {
		return nil, nil
	}
	var parts []*overlayRun
	for _, head := range d.headsOf(p) {
		if !d.missing(d.now.Load(), d.byHead[head]) {
			continue
		}
		part, err := d.some(ctx, head, p)
		if err == nil && part == nil {
			_, err = d.need(ctx, head)
		}
		if err != nil {
			return nil, err
		}
		if part != nil {
			parts = append(parts, part.runs...)
		}
	}
	now := d.now.Load()
	return matchRuns(append(parts, now.shown.runs...), p, order), now.err
}

// headsOf returns the shown predicates that match the one of a pattern.
func (d *derivation) headsOf(p store.Pattern) []store.ID {
	if p[store.P] == store.Any {
		return d.heads
	}
	return []store.ID{p[store.P]}
}

func (d *derivation) known(p store.Pattern) bool {
	now := d.now.Load()
	return !slices.ContainsFunc(d.headsOf(p), func(head store.ID) bool { return d.missing(now, d.byHead[head]) })
}

func (d *derivation) estimate(p store.Pattern) int {
	now := d.now.Load()
	n := 0
	for _, head := range d.headsOf(p) {
		p[store.P] = head
		if !d.missing(now, d.byHead[head]) {
			n += atMost(now.shown.runs, p)
			continue
		}
		for _, i := range d.byHead[head] {
			switch u := d.program.rules[i].unfolds; {
			case u == nil:
				n += d.c.src.snap.Len() / 8 // nobody knows
			case !u.barren(d.c, p):
				edges, _ := d.edgesOf(u, p)
				n += d.c.src.stored(edges)
			}
		}
	}
	return n
}

// like: what unfolds edges has their subjects.
func (d *derivation) like(p store.Pattern) (likeness, bool) {
	head := p[store.P]
	if p != (store.Pattern{store.P: head}) {
		return likeness{}, false
	}
	for _, i := range d.byHead[head] {
		if u := d.program.rules[i].unfolds; u != nil {
			edges, _ := d.edgesOf(u, store.Pattern{})
			return likeness{head: head, from: edges[store.P], crossed: u.at == store.O}, true
		}
	}
	return likeness{}, false
}

// lookCost is how many edges are unfolded in the time that it takes to look for
// one of them.
const lookCost = 8

// nothing is what is derived where nothing is.
var nothing = newOverlay()

// some derives what has the predicate head and matches p, nil if all of that
// predicate is to be derived instead.
func (d *derivation) some(ctx context.Context, head store.ID, p store.Pattern) (*overlay, error) {
	p[store.P] = head
	few := 0
	for _, i := range d.byHead[head] {
		u := d.program.rules[i].unfolds
		if u == nil {
			return nil, nil
		}
		if u.barren(d.c, p) {
			continue
		}
		edges, narrow := d.edgesOf(u, p)
		if !narrow {
			return nil, nil
		}
		few += d.c.src.stored(edges)
	}
	if few == 0 {
		return nothing, nil
	}
	if err := d.take(ctx); err != nil {
		return nil, err
	}
	defer d.give()
	all, _ := d.edgesOf(d.program.rules[d.byHead[head][0]].unfolds, store.Pattern{})
	if d.spent[head] += lookCost + few; d.spent[head] > d.c.src.stored(all) {
		return nil, nil
	}
	out := newOverlay()
	for _, i := range d.byHead[head] {
		if d.program.rules[i].unfolds.barren(d.c, p) {
			continue
		}
		if err := d.unfold(ctx, out, i, p, false); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// unfold adds to out what a rule that is an unfolding derives that may match p.
// The caller has the turn.
func (d *derivation) unfold(ctx context.Context, out *overlay, rule int, p store.Pattern, explain bool) error {
	u := d.program.rules[rule].unfolds
	from, _ := d.edgesOf(u, p)
	edges, err := d.visible(from, d.c.src.snap.BestOrder(from))
	if err != nil {
		return err
	}
	err = u.derive(&deriver{
		ctx: ctx, c: d.c, snap: d.c.src.snap, rule: rule, unfolds: edges, rolled: d.c.rolled, explain: explain,
		out: &derived{shown: out, terms: d.now.Load().terms},
	})
	out.seal()
	return err
}

// take waits for the turn to evaluate rules, give hands it on.
func (d *derivation) take(ctx context.Context) error {
	select {
	case d.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (d *derivation) give() { <-d.turn }

// need returns what is derived, with everything that has a predicate; Any means
// all that is shown. The error is that of ctx.
func (d *derivation) need(ctx context.Context, predicate store.ID) (*derived, error) {
	now := d.now.Load()
	if now.all || predicate != store.Any && !d.missing(now, d.byHead[predicate]) {
		return now, nil
	}
	if err := d.take(ctx); err != nil {
		return nil, err
	}
	defer d.give()
	now = d.now.Load()
	var want []int
	if predicate == store.Any {
		for _, h := range d.heads {
			want = append(want, d.byHead[h]...)
		}
	} else {
		want = d.byHead[predicate]
	}
	if d.missing(now, want) {
		now = d.evaluate(ctx, now, want)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	if predicate == store.Any {
		next := *now
		next.all = true
		now = &next
	}
	d.now.Store(now)
	return now, nil
}

func (d *derivation) missing(now *derived, rules []int) bool {
	return slices.ContainsFunc(rules, func(i int) bool { return !now.done[i] })
}

// evaluate returns what now holds with what some rules, and those that they
// read, derive. The caller has the turn.
func (d *derivation) evaluate(ctx context.Context, now *derived, want []int) *derived {
	next := &derived{
		shown: now.shown.clone(), hidden: now.hidden.clone(), terms: now.terms.clone(),
		done: slices.Clone(now.done), gave: slices.Clone(now.gave), err: now.err,
	}
	needed := map[int]bool{}
	for _, i := range want {
		for _, j := range d.program.needs[i] {
			needed[j] = true
		}
	}
	ctx, cancel := context.WithTimeout(ctx, d.limit)
	defer cancel()
	for _, stratum := range d.program.strata {
		todo := slices.DeleteFunc(slices.Clone(stratum), func(i int) bool { return next.done[i] || !needed[i] })
		if len(todo) == 0 {
			continue
		}
		if err := d.stratum(ctx, next, todo); err != nil && next.err == nil {
			next.err = err
		}
		for _, i := range todo {
			next.done[i] = true
		}
	}
	next.shown.compact()
	return next
}

// ruleErr is an error of a rule's evaluation.
func (d *derivation) ruleErr(rule int, err error) error {
	r := d.program.rules[rule]
	if limit, ok := errors.AsType[*engine.LimitError](err); ok {
		return &RuleError{Rules: []string{r.Name}, File: r.File, Msg: "the rule derives too much: " + limit.Error(), Err: err}
	}
	return &RuleError{Rules: []string{r.Name}, File: r.File, Msg: err.Error(), Err: err}
}

// tooMuch is the error of rules that find no end.
func (d *derivation) tooMuch(rule int, limit string, most int64) error {
	return d.ruleErr(rule, fmt.Errorf("%w: derived %s", &engine.LimitError{Limit: limit, Max: most}, limit))
}

// deriver adds what one rule derives.
type deriver struct {
	ctx     context.Context
	c       *compiled
	snap    *store.Snapshot
	out     *derived
	rule    int
	fresh   []store.Quad           // what was new; not of an unfolding
	unfolds []store.Quad           // of an unfolding: the visible edges to unfold
	rolled  map[rolledKey][]rolled // of an unfolding: what roll-ups met
	explain bool                   // of an unfolding: keep whence its quads come
	bare    *source                // what the lens shows and rules did not derive
	stored  map[store.ID]bool      // whether quads with a predicate are stored
}

func (d *deriver) intern(iri string) store.ID { return d.out.terms.intern(d.snap, term.NewIRI(iri)) }

// add derives a quad, unless the lens shows it as stored.
func (d *deriver) add(q store.Quad, supports []store.Quad) {
	into := d.out.shown
	if p, ok := d.out.terms.term(q[store.P]); ok && onlyForRules(p) {
		into = d.out.hidden
	} else if !ok && d.isStored(q) {
		return
	}
	if into.add(q, derivedBy{d.rule, supports}) {
		d.fresh = append(d.fresh, q)
	}
}

func (d *deriver) isStored(q store.Quad) bool {
	some, known := d.stored[q[store.P]]
	if !known {
		if d.stored == nil {
			d.stored, d.bare = map[store.ID]bool{}, d.c.src.bare()
		}
		some = d.bare.Count(store.Pattern{store.P: q[store.P]}) > 0
		d.stored[q[store.P]] = some
	}
	var one [1]store.Quad
	return some && d.bare.Scan(store.Pattern(q), store.GSPO).Next(one[:]) > 0
}
