package graph

import (
	"slices"
	"sync"

	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// compiled is a lens made ready for one snapshot.
type compiled struct {
	lens    *Lens
	table   *recordTable
	src     *source
	whole   *source // what src would show if it hid and derived nothing
	visible []bool  // by position in table.list
	perhaps []bool  // would be visible if its date were known to be early enough
	usable  []bool  // counts as structure: public, standing, of a stance that counts
	parties parties
	rules   *derivation // nil: none is on
	unsure  int         // claims left out because their confidence is unknown

	deniedOnce sync.Once
	denied     map[[3]store.ID]bool // the edges that somebody denies; read by readDenials
	deniedErr  error

	bareOnce  sync.Once
	bareRules *derivation // the relations of a lens without rules; made by withRelations
	bareErr   error

	// What roll-ups met; changed by whoever has the turn of rules.
	rolled    map[rolledKey][]rolled
	upward    map[store.ID][]store.Quad // by thing, see deriver.above
	allUpward bool                      // of every thing

	takenOnce sync.Once
	taken     map[quad.IRI]Standing // what does not stand; read through standings
}

// compile applies l to every record of the state. It costs one pass over
// the table and, where rules are on, the walks that they need.
func compile(on *supposed, l *Lens) (*compiled, error) {
	if err := l.validate(); err != nil {
		return nil, err
	}
	snap, table := on.snap, on.table
	whole := everything(snap)
	if l.identifies() && !l.All {
		named, err := newNaming(snap, table, l)
		if err != nil {
			return nil, err
		}
		if named != nil {
			if whole.naming, err = named.through(whole); err != nil {
				return nil, err
			}
			if table, err = scanRecords(whole); err != nil {
				return nil, err
			}
			table.assume(on.records)
		}
	}
	n := len(table.list)
	c := &compiled{
		whole: whole,
		lens:  l, table: table, src: everything(snap),
		visible: make([]bool, n), perhaps: make([]bool, n), usable: make([]bool, n),
	}
	if l.All {
		for i := range n {
			c.visible[i], c.usable[i] = true, true
		}
		c.parties = newParties(c)
		return c, nil
	}
	f := newRecordFilter(snap, table, l)
	f.by, f.actsBy, f.sources = whole.naming.set(f.by), whole.naming.set(f.actsBy), whole.naming.set(f.sources)
	public := make([]publicity, n)
	for i := range table.list {
		public[i] = f.public(&table.list[i])
	}
	standing := newStanding(table, func(i int) bool { return public[i] == certain })
	maybe := standing
	if !l.AsOf.IsZero() {
		maybe = newStanding(table, func(i int) bool { return public[i] != hidden })
	}
	for i := range table.list {
		r := &table.list[i]
		ok := public[i] == certain && standing.stands(i)
		c.usable[i] = r.assumed || ok && f.fromSource(r) && (r.act || f.stances[r.stance]) && f.holds(r)
	}
	c.parties = newParties(c)
	f.parties, f.usable = &c.parties, c.usable
	for i := range table.list {
		if table.list[i].assumed {
			c.visible[i] = true
			continue
		}
		if public[i] == hidden || !f.keeps(i, &c.unsure) {
			continue
		}
		c.visible[i] = public[i] == certain && (l.fallen || standing.stands(i))
		c.perhaps[i] = !c.visible[i] && maybe.stands(i)
	}
	c.src.strangers = l.strangers()
	c.src.records = table.all
	for i, v := range c.visible {
		if !v {
			c.src.hidden.set(table.list[i].id)
		}
	}
	if whole.naming != nil {
		var err error
		if c.src.naming, err = whole.naming.through(c.src); err != nil {
			return nil, err
		}
	}
	if !l.NoRules {
		program, err := l.program()
		if err != nil {
			return nil, err
		}
		if n > 0 { // what is derived stands under records
			c.rules = newDerivation(c, program)
			c.src.added = c.rules
		}
	}
	return c, nil
}

type publicity int8

const (
	hidden publicity = iota
	maybePublic
	certain
)

// recordFilter tests one record against the fields of a lens.
type recordFilter struct {
	lens       *Lens
	table      *recordTable
	parties    *parties
	usable     []bool
	by, actsBy map[store.ID]bool
	stances    map[store.ID]bool
	forms      map[store.ID]bool
	official   map[store.ID]bool
	sources    map[store.ID]bool
}

func newRecordFilter(snap *store.Snapshot, table *recordTable, l *Lens) *recordFilter {
	set := func(iris []quad.IRI) map[store.ID]bool {
		m := make(map[store.ID]bool, len(iris))
		for _, iri := range iris {
			if id, ok := snap.Lookup(term.NewIRI(string(iri))); ok {
				m[id] = true
			}
		}
		return m
	}
	stances := l.Stances
	if len(stances) == 0 {
		stances = DefaultStances()
	}
	var official []quad.IRI
	for _, f := range schema.Forms() {
		if f.Official {
			official = append(official, quad.IRI(f.IRI))
		}
	}
	return &recordFilter{
		lens: l, table: table,
		by: set(l.By), actsBy: set(l.ActsBy), stances: set(stances),
		forms: set(l.Forms), sources: set(l.Sources), official: set(official),
	}
}

// public says whether a record was public as of the lens's date.
func (f *recordFilter) public(r *recordRow) publicity {
	if f.lens.AsOf.IsZero() || r.assumed {
		return certain
	}
	limit := f.lens.AsOf.days().hi
	switch {
	case r.when.hi <= limit:
		return certain
	case r.when.lo <= limit && f.lens.perhaps:
		return certain
	case r.when.lo <= limit:
		return maybePublic
	}
	return hidden
}

func (f *recordFilter) holds(r *recordRow) bool {
	at := f.lens.At.days()
	return f.lens.At.IsZero() || r.valid.lo <= at.hi && at.lo <= r.valid.hi
}

func (f *recordFilter) fromSource(r *recordRow) bool {
	return len(f.lens.Sources) == 0 || slices.ContainsFunc(r.sources(), func(s store.ID) bool { return f.sources[s] })
}

// keeps tests all fields but the date of publication.
func (f *recordFilter) keeps(i int, unsure *int) bool {
	r := &f.table.list[i]
	if !f.holds(r) || !f.fromSource(r) {
		return false
	}
	if r.act {
		return len(f.lens.ActsBy) == 0 || f.parties.include(i, f.actsBy)
	}
	if !f.stances[r.stance] {
		return false
	}
	l := f.lens
	if len(l.By) == 0 && len(l.Forms) == 0 && !l.Official && l.MinLikelihood == 0 && l.MinConfidence == "" {
		return true // nothing is asked that needs an exemption
	}
	if r.context || f.isReason(i) {
		return true
	}
	if len(l.By) > 0 && !f.parties.include(i, f.by) {
		return false
	}
	if len(l.Forms) > 0 && !f.forms[r.form] {
		return false
	}
	if l.Official && (!f.official[r.form] || len(r.relayedBy()) > 0) {
		return false
	}
	return f.confident(r, unsure)
}

// isReason reports whether claim i only gives the reasons of acts: it links
// things to others and says nothing else, and each of them is hit by an act of
// the same party. It goes with the act, since without it a sanction on a
// state's firm would look like none on the state.
func (f *recordFilter) isReason(i int) bool {
	linked := f.table.list[i].linked()
	if len(linked) == 0 {
		return false
	}
	voices := f.parties.voices(i)
	for _, id := range linked {
		if !slices.ContainsFunc(f.table.acting()[id], func(act int) bool {
			return f.usable[act] && slices.ContainsFunc(f.parties.voices(act), func(p store.ID) bool { return slices.Contains(voices, p) })
		}) {
			return false
		}
	}
	return true
}

func (f *recordFilter) confident(r *recordRow, unsure *int) bool {
	if want := int32(f.lens.MinLikelihood); want > 0 && r.hedged != no {
		if r.likelihood[0] < 0 {
			*unsure++
			return false
		}
		if r.likelihood[0] < want {
			return false
		}
	}
	if want := f.lens.MinConfidence; want != "" {
		levels := map[store.ID]int{f.table.ids.low: 0, f.table.ids.moderate: 1, f.table.ids.high: 2}
		have, ok := levels[r.confidence]
		if !ok {
			*unsure++
			return false
		}
		return have >= slices.Index(confidences, want)
	}
	return true
}

// standing says which records no later record of the same party took back.
type standing struct {
	table      *recordTable
	public     func(int) bool
	retractors map[int][]int // record -> the retractions that name it
	successors map[int][]int
	state      []int8 // retracted(): 0 unknown, 1 being asked, 2 no, 3 yes
}

func newStanding(t *recordTable, public func(int) bool) *standing {
	s := &standing{
		table: t, public: public,
		retractors: map[int][]int{}, successors: map[int][]int{}, state: make([]int8, len(t.list)),
	}
	for i := range t.list {
		r := &t.list[i]
		if !public(i) {
			continue
		}
		for _, old := range r.supersedes() {
			if j, ok := t.index.of(old); ok && j != i && sameParty(r, &t.list[j], false) {
				s.successors[j] = append(s.successors[j], i)
			}
		}
		if r.stance != t.ids.retracts {
			continue
		}
		for _, old := range r.re() {
			if j, ok := t.index.of(old); ok && j != i && sameParty(r, &t.list[j], true) {
				s.retractors[j] = append(s.retractors[j], i)
			}
		}
	}
	return s
}

// sameParty reports whether a speaks for a party of b; whoever relayed b may
// also take it back.
func sameParty(a, b *recordRow, relayer bool) bool {
	return slices.ContainsFunc(a.by(), func(p store.ID) bool {
		return slices.Contains(b.by(), p) || relayer && slices.Contains(b.relayedBy(), p)
	})
}

// retracted reports whether a retraction that itself stands names i. In a
// circle of retractions the first one asked about stands.
func (s *standing) retracted(i int) bool {
	switch s.state[i] {
	case 1, 2:
		return false
	case 3:
		return true
	}
	s.state[i] = 1
	for _, by := range s.retractors[i] {
		if !s.retracted(by) {
			s.state[i] = 3
			return true
		}
	}
	s.state[i] = 2
	return false
}

// stands reports whether i is neither retracted nor superseded. A record that
// was itself superseded still supersedes (a third version does not bring back
// the first); one that was retracted does not.
func (s *standing) stands(i int) bool {
	if s.retracted(i) {
		return false
	}
	return !slices.ContainsFunc(s.successors[i], func(by int) bool { return !s.retracted(by) })
}
