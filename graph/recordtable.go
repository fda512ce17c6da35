package graph

import (
	"cmp"
	"slices"
	"strconv"
	"sync"

	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/ascribe-graph/ascribe/schema"
)

// recordTable is what a lens asks of every record, read once from the
// unlabelled quads of a snapshot.
type recordTable struct {
	list  []recordRow // in id order
	index recordIndex
	all   bitmap
	ids   vocabulary

	structure []structureEdge // the edges by which parties speak for and belong to one another
	classes   map[store.ID][]store.ID

	answersOnce sync.Once
	answers     map[store.ID][]int // read through answering
	hitOnce     sync.Once
	hit         map[store.ID][]int // read through acting
}

// acting maps things to the acts that hit them. It is made when first asked for,
// by a pass over the table.
func (t *recordTable) acting() map[store.ID][]int {
	t.hitOnce.Do(func() {
		t.hit = map[store.ID][]int{}
		for i := range t.list {
			for _, id := range t.list[i].hits() {
				t.hit[id] = append(t.hit[id], i)
			}
		}
	})
	return t.hit
}

// recordIndex is the positions of records in the table plus one, by the rank of
// their IRI; 0 is no record.
type recordIndex []int32

// newRecordIndex makes the index of rows.
func newRecordIndex(rows []recordRow) recordIndex {
	size := 0
	for i := range rows {
		size = max(size, int(rows[i].id&rankMask)+1)
	}
	x := make(recordIndex, size)
	for i := range rows {
		x[rows[i].id&rankMask] = int32(i) + 1
	}
	return x
}

// of returns the position of the record that an id names.
func (x recordIndex) of(id store.ID) (position int, ok bool) {
	rank := int(id & rankMask)
	if id.Kind() != term.IRI || rank >= len(x) {
		return -1, false
	}
	position = int(x[rank]) - 1
	return position, position >= 0
}

// answering maps things to the records that are about them or answer them. It
// is made when first asked for, by a pass over the table.
func (t *recordTable) answering() map[store.ID][]int {
	t.answersOnce.Do(func() {
		t.answers = map[store.ID][]int{}
		for i := range t.list {
			for _, to := range [...][]store.ID{t.list[i].re(), t.list[i].responseTo()} {
				for _, id := range to {
					t.answers[id] = append(t.answers[id], i)
				}
			}
		}
	})
	return t.answers
}

// recordRow is one record. The fields that a record lacks are zero, likelihood
// excepted.
type recordRow struct {
	id         store.ID
	act        bool
	context    bool // every edge says how parties are built and called
	undated    bool
	assumed    bool // by the lens, not said by anyone
	hedged     tristate
	when       days // when it became public; a source's date stands in for an undated record's own
	valid      days
	stance     store.ID
	form       store.ID
	kind       store.ID
	confidence store.ID
	likelihood [2]int32   // percent; -1: unknown
	lists      []store.ID // each: how long it is, then its ids
}

// rowList is a list of a row, by its place among them.
type rowList int

const (
	listBy rowList = iota
	listRelayedBy
	listSources
	listRe
	listSupersedes
	listResponseTo
	listLinked
	listHits
	listStructure
	rowLists // how many there are
)

// list finds a list among those that stand in one slice.
func (r *recordRow) list(l rowList) []store.ID {
	rest := r.lists
	for ; l > 0; l-- {
		rest = rest[1+rest[0]:]
	}
	end := 1 + rest[0]
	return rest[1:end:end]
}

func (r *recordRow) by() []store.ID         { return r.list(listBy) }
func (r *recordRow) relayedBy() []store.ID  { return r.list(listRelayedBy) }
func (r *recordRow) sources() []store.ID    { return r.list(listSources) }
func (r *recordRow) re() []store.ID         { return r.list(listRe) }
func (r *recordRow) supersedes() []store.ID { return r.list(listSupersedes) }
func (r *recordRow) responseTo() []store.ID { return r.list(listResponseTo) }

// linked is what a claim links (linkedTo, actsFor), if it says nothing else.
func (r *recordRow) linked() []store.ID { return r.list(listLinked) }

// hits is what an act's edges lead to.
func (r *recordRow) hits() []store.ID { return r.list(listHits) }

// structure is its memberOf and speaksFor edges: subject, predicate, object, and
// again.
func (r *recordRow) structure() []store.ID { return r.list(listStructure) }

// describedRow is a row that is being read.
type describedRow struct {
	*recordRow
	lists [rowLists][]store.ID
}

// pack puts the lists into the row.
func (r *describedRow) pack() {
	n := 0
	for _, l := range r.lists {
		n += 1 + len(l)
	}
	packed := make([]store.ID, 0, n)
	for _, l := range r.lists {
		packed = append(append(packed, store.ID(len(l))), l...)
	}
	r.recordRow.lists = packed
}

// structureEdge is a memberOf or speaksFor edge with the record it stands under.
type structureEdge struct {
	quad   store.Quad
	record int
}

type tristate int8

const (
	unknown tristate = iota
	no
	yes
)

// vocabulary is the part of the schema that the lens compares by id. A term
// that the snapshot does not hold is noID, which no quad has.
type vocabulary struct {
	typ, label, on, claim, act, coalition, state                            store.ID
	asserts, supports, reports, denies, retracts                            store.ID
	anonymous, sanction, low, moderate, high                                store.ID
	partOf, officerOf, linkedTo, actsFor, memberOf, speaksFor, attributedTo store.ID
	sanctioned, knownAs, sameAs, conducted, attributes                      store.ID
}

const noID = ^store.ID(0)

func newVocabulary(s *store.Snapshot) vocabulary {
	id := func(iri string) store.ID {
		if id, ok := s.Lookup(term.NewIRI(iri)); ok {
			return id
		}
		return noID
	}
	return vocabulary{
		typ: id(term.RDFType), label: id(term.RDFS + "label"), on: id(schema.On),
		claim: id(schema.Claim), act: id(schema.Act),
		coalition: id(schema.Coalition), state: id(schema.State),
		asserts: id(schema.Asserts), supports: id(schema.Supports), reports: id(schema.Reports),
		denies: id(schema.Denies), retracts: id(schema.Retracts),
		anonymous: id(schema.AnonymousSource), sanction: id(schema.Sanction),
		low: id(schema.Low), moderate: id(schema.Moderate), high: id(schema.High),
		partOf: id(schema.PartOf), officerOf: id(schema.OfficerOf), linkedTo: id(schema.LinkedTo),
		actsFor: id(schema.ActsFor), memberOf: id(schema.MemberOf), speaksFor: id(schema.SpeaksFor),
		attributedTo: id(schema.AttributedTo), sanctioned: id(schema.Sanctioned),
		knownAs: id(schema.KnownAs), sameAs: id(schema.SameAs),
		conducted: id(schema.Conducted), attributes: id(schema.Attributes),
	}
}

// isContext reports whether an edge by predicate p describes how parties are
// built and called, not what anyone did.
func (v *vocabulary) isContext(p store.ID) bool {
	switch p {
	case v.partOf, v.officerOf, v.memberOf, v.speaksFor, v.knownAs:
		return true
	}
	return false
}

// scanBuffers hold what is read of a scan: many scans give a quad or two.
var scanBuffers = sync.Pool{New: func() any { return new([256]store.Quad) }}

// each calls f for every quad that matches p, in order.
func each(src interface {
	Scan(p store.Pattern, o store.Order) engine.Cursor
}, p store.Pattern, o store.Order, f func(store.Quad),
) error {
	c := src.Scan(p, o)
	buf := scanBuffers.Get().(*[256]store.Quad)
	defer scanBuffers.Put(buf)
	for {
		n := c.Next(buf[:])
		if n == 0 {
			return c.Err()
		}
		for _, q := range buf[:n] {
			f(q)
		}
	}
}

// readRecords builds the table, from the digest of a store's file if there is
// one; otherwise it costs one scan of the records' descriptions and one of
// their edges.
func readRecords(s *store.Snapshot) (*recordTable, error) {
	if t, err := updateRecords(s); t != nil || err != nil {
		return t, err
	}
	return scanRecords(everything(s))
}

func newRecordTable(s *store.Snapshot) *recordTable {
	return &recordTable{ids: newVocabulary(s), classes: map[store.ID][]store.ID{}}
}

// scanRecords reads the table from a source that hides no record.
func scanRecords(src *source) (*recordTable, error) {
	s := src.snap
	t := newRecordTable(s)
	for _, class := range []store.ID{t.ids.claim, t.ids.act} {
		err := each(src, store.Pattern{store.P: t.ids.typ, store.O: class, store.G: store.Unlabelled}, store.POSG, func(q store.Quad) {
			if q[store.S].Kind() != term.IRI {
				return // a record is an IRI; schema/check says so
			}
			t.list = append(t.list, recordRow{id: q[store.S], act: class == t.ids.act})
		})
		if err != nil {
			return nil, err
		}
	}
	// What is both counts as a claim.
	slices.SortStableFunc(t.list, func(a, b recordRow) int { return cmp.Compare(a.id, b.id) })
	t.list = slices.CompactFunc(t.list, func(a, b recordRow) bool { return a.id == b.id })
	fields := newRecordFields(s)
	for i := range t.list {
		if err := t.read(src, &t.list[i], fields); err != nil {
			return nil, err
		}
	}
	return t, t.finish(src)
}

// read fills a row from its description and its edges.
func (t *recordTable) read(src *source, row *recordRow, fields *recordFields) error {
	r := &describedRow{recordRow: row}
	err := t.describe(src, r, fields)
	if err == nil {
		err = t.readEdges(src, r)
	}
	r.pack()
	return err
}

// finish sorts the rows and makes what is found through them.
func (t *recordTable) finish(src *source) error {
	slices.SortFunc(t.list, func(a, b recordRow) int { return cmp.Compare(a.id, b.id) })
	t.index = newRecordIndex(t.list)
	for i := range t.list {
		r := &t.list[i]
		t.all.set(r.id)
		for l := r.structure(); len(l) > 0; l = l[3:] {
			t.structure = append(t.structure, structureEdge{store.Quad{l[0], l[1], l[2], r.id}, i})
		}
	}
	// Of classes the rules ask for two.
	for _, class := range []store.ID{t.ids.coalition, t.ids.state} {
		err := each(src, store.Pattern{store.P: t.ids.typ, store.O: class, store.G: store.Unlabelled}, store.POSG, func(q store.Quad) {
			if _, record := t.index.of(q[store.S]); !record {
				t.classes[q[store.S]] = append(t.classes[q[store.S]], class)
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// recordFields maps a predicate's id to what it sets.
type recordFields struct {
	snap *store.Snapshot
	set  map[store.ID]func(r *describedRow, o store.ID)
	// dates of one record, put together by describe
	on, earliest, latest days
	hasEarliest          bool
	hasLatest            bool
	hasOn                bool
	sourceDate           store.ID
}

func newRecordFields(s *store.Snapshot) *recordFields {
	f := &recordFields{snap: s, set: map[store.ID]func(*describedRow, store.ID){}}
	field := func(iri string, set func(r *describedRow, o store.ID)) {
		if id, ok := s.Lookup(term.NewIRI(iri)); ok {
			f.set[id] = set
		}
	}
	list := func(iri string, l rowList) {
		field(iri, func(r *describedRow, o store.ID) { r.lists[l] = append(r.lists[l], o) })
	}
	date := func(o store.ID) (days, bool) {
		d, ok := dateOf(s.Term(o))
		return d.days(), ok
	}
	number := func(o store.ID) int32 {
		n, err := strconv.ParseInt(s.Term(o).Value, 10, 32)
		if err != nil {
			return -1
		}
		return int32(n)
	}
	list(schema.By, listBy)
	list(schema.RelayedBy, listRelayedBy)
	list(schema.SourceProp, listSources)
	list(schema.Re, listRe)
	list(schema.Supersedes, listSupersedes)
	list(schema.InResponseTo, listResponseTo)
	field(schema.Stance, func(r *describedRow, o store.ID) { r.stance = o })
	field(schema.Form, func(r *describedRow, o store.ID) { r.form = o })
	field(schema.Kind, func(r *describedRow, o store.ID) { r.kind = o })
	field(schema.Confidence, func(r *describedRow, o store.ID) { r.confidence = o })
	field(schema.LikelihoodMin, func(r *describedRow, o store.ID) { r.likelihood[0] = number(o) })
	field(schema.LikelihoodMax, func(r *describedRow, o store.ID) { r.likelihood[1] = number(o) })
	field(schema.Undated, func(r *describedRow, o store.ID) { r.undated = isTrue(s.Term(o)) })
	field(schema.Hedged, func(r *describedRow, o store.ID) {
		r.hedged = no
		if isTrue(s.Term(o)) {
			r.hedged = yes
		}
	})
	field(schema.On, func(_ *describedRow, o store.ID) { f.on, f.hasOn = date(o) })
	field(schema.OnEarliest, func(_ *describedRow, o store.ID) { f.earliest, f.hasEarliest = date(o) })
	field(schema.OnLatest, func(_ *describedRow, o store.ID) { f.latest, f.hasLatest = date(o) })
	field(schema.ValidFrom, func(r *describedRow, o store.ID) {
		if d, ok := date(o); ok {
			r.valid.lo = d.lo
		}
	})
	field(schema.ValidTo, func(r *describedRow, o store.ID) {
		if d, ok := date(o); ok {
			r.valid.hi = d.hi
		}
	})
	f.sourceDate = noID
	if id, ok := s.Lookup(term.NewIRI(schema.Published)); ok {
		f.sourceDate = id
	}
	return f
}

func isTrue(t term.Term) bool { return t.Value == "true" || t.Value == "1" }

// describe fills r from its unlabelled quads.
func (t *recordTable) describe(src *source, r *describedRow, f *recordFields) error {
	r.likelihood, r.valid = [2]int32{-1, -1}, always
	f.hasOn, f.hasEarliest, f.hasLatest = false, false, false
	err := each(src, store.Pattern{store.S: r.id, store.G: store.Unlabelled}, store.SPOG, func(q store.Quad) {
		if set := f.set[q[store.P]]; set != nil {
			set(r, q[store.O])
		}
	})
	if err != nil {
		return err
	}
	r.when = always
	if f.hasOn {
		r.when = f.on
	}
	if f.hasEarliest {
		r.when.lo = f.earliest.lo
	}
	if f.hasLatest {
		r.when.hi = f.latest.hi
	}
	if f.hasOn || f.hasEarliest || f.hasLatest {
		return nil
	}
	// An undated record answers to the date of its source: of several, to
	// the earliest, since with that one it was public.
	r.undated = true
	for _, source := range r.lists[listSources] {
		err := each(src, store.Pattern{store.S: source, store.P: f.sourceDate, store.G: store.Unlabelled}, store.SPOG, func(q store.Quad) {
			if d, ok := dateOf(f.snap.Term(q[store.O])); ok && (r.when == always || d.days().hi < r.when.hi) {
				r.when = d.days()
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// readEdges looks at the edges that stand under a record: what is structure,
// whom an act hits, and which claims only link things to others.
func (t *recordTable) readEdges(src *source, r *describedRow) error {
	edges, other := 0, 0
	err := each(src, store.Pattern{store.G: r.id}, store.GSPO, func(q store.Quad) {
		edges++
		switch p := q[store.P]; {
		case r.act:
			other++
			r.lists[listHits] = append(r.lists[listHits], q[store.O])
		case p == t.ids.linkedTo || p == t.ids.actsFor:
			r.lists[listLinked] = append(r.lists[listLinked], q[store.S])
		case !t.ids.isContext(p):
			other++
		}
		if p := q[store.P]; p == t.ids.memberOf || p == t.ids.speaksFor {
			r.lists[listStructure] = append(r.lists[listStructure], q[store.S], p, q[store.O])
		}
	})
	if edges == 0 || other > 0 {
		r.lists[listLinked] = nil
		return err
	}
	r.context = len(r.lists[listLinked]) == 0
	return err
}

// isA reports whether a thing is a coalition or a state; of no other class it
// knows.
func (t *recordTable) isA(id, class store.ID) bool { return slices.Contains(t.classes[id], class) }
