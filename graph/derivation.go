package graph

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
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
	// match returns the quads that match p, sorted by order.
	match(p store.Pattern, order store.Order) ([]store.Quad, error)
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

func (f *fixed) none(store.Pattern) bool { return len(f.runs) == 0 }
func (f *fixed) own() *ownTerms          { return f.terms }
func (f *fixed) match(p store.Pattern, order store.Order) ([]store.Quad, error) {
	return matchRuns(f.runs, p, order), nil
}

// The limits of what rules derive under one lens.
const (
	MaxDerived = 1 << 20 // quads
	maxRounds  = 2_000   // of rules that feed one another
)

// derivation is what the rules of a lens derive. A rule is evaluated when
// somebody first looks for what it derives, with those that it reads before it;
// what was evaluated is kept. It is safe for concurrent use.
type derivation struct {
	c       *compiled
	program *program
	heads   []store.ID // the predicates that are shown
	byHead  map[store.ID][]int
	limit   time.Duration

	mu  sync.Mutex // held while rules are evaluated
	now atomic.Pointer[derived]
}

// derived is what was evaluated so far. It is not changed once it is in now.
type derived struct {
	shown, hidden *overlay // hidden: what only rules see
	terms         *ownTerms
	done          []bool // by rule
	all           bool   // nothing that is shown is left
	err           error  // what ended the evaluation of some rule
}

func newDerivation(c *compiled, p *program) *derivation {
	d := &derivation{c: c, program: p, byHead: map[store.ID][]int{}, limit: DefaultQueryTime}
	now := &derived{shown: newOverlay(), hidden: newOverlay(), terms: &ownTerms{ids: map[term.Term]store.ID{}}, done: make([]bool, len(p.rules))}
	for i, r := range p.rules {
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

func (d *derivation) match(p store.Pattern, order store.Order) ([]store.Quad, error) {
	if d.none(p) {
		return nil, nil
	}
	now := d.need(p[store.P])
	return now.shown.match(p, order), now.err
}

// need returns what is derived, with everything that has a predicate; Any means
// all that is shown.
func (d *derivation) need(predicate store.ID) *derived {
	now := d.now.Load()
	if now.all || predicate != store.Any && !d.missing(now, d.byHead[predicate]) {
		return now
	}
	d.mu.Lock()
	defer d.mu.Unlock()
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
		now = d.evaluate(now, want)
	}
	if predicate == store.Any {
		next := *now
		next.all = true
		now = &next
	}
	d.now.Store(now)
	return now
}

func (d *derivation) missing(now *derived, rules []int) bool {
	return slices.ContainsFunc(rules, func(i int) bool { return !now.done[i] })
}

// evaluate returns what now holds with what some rules, and those that they
// read, derive. The caller holds the lock.
func (d *derivation) evaluate(now *derived, want []int) *derived {
	next := &derived{shown: now.shown.clone(), hidden: now.hidden.clone(), terms: now.terms.clone(), done: slices.Clone(now.done), err: now.err}
	needed := map[int]bool{}
	for _, i := range want {
		for _, j := range d.program.needs[i] {
			needed[j] = true
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), d.limit)
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
	c      *compiled
	snap   *store.Snapshot
	out    *derived
	rule   int
	fresh  []store.Quad // what was new
	denied map[[3]store.ID]bool
	bare   *source           // what the lens shows and rules did not derive
	stored map[store.ID]bool // whether quads with a predicate are stored
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
