package graph

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Record is a claim or an act: who, when, how sure, in which words, by which
// document. Its edges are the quads that have IRI as their label.
type Record struct {
	IRI quad.IRI
	Act bool // otherwise a claim
	// Assumed says that nobody said or did it: the lens assumes it.
	Assumed bool

	By        []quad.IRI
	RelayedBy []quad.IRI // empty: first-hand
	Sources   []quad.IRI

	On         Date // as precise as the source gives it; zero: see Earliest, Latest
	Earliest   Date // first and last day on which it may have become public;
	Latest     Date // zero: open
	Undated    bool // no date of its own; Earliest and Latest are its source's
	ValidFrom  Date
	ValidTo    Date
	OtherDates []NamedDate // returned, unsealed, announced, in force, ended

	// Of claims.
	Stance          quad.IRI
	Form            quad.IRI
	Re              []quad.IRI // the claims it supports, acknowledges, denies or retracts
	LikelihoodWords []quad.Value
	Scale           quad.IRI
	Likelihood      [2]int   // percent; {-1, -1} if unknown
	Confidence      quad.IRI // schema.Low, Moderate, High; "" if unknown
	Unhedged        bool     // a flat assertion

	// Of acts.
	Kind         quad.IRI
	InResponseTo []quad.IRI // also of claims about what was withheld
	LegalBasis   []quad.Value

	Quotes     []quad.Value
	Summary    []quad.Value
	Supersedes []quad.IRI
}

// NamedDate is one of a record's other dates.
type NamedDate struct {
	Property quad.IRI
	Date     Date
}

// FirstHand reports whether a source of the record is the party's own.
func (r *Record) FirstHand() bool { return len(r.RelayedBy) == 0 }

// Handle is the record's short name, such as "uk-2021-07-19/2".
func (r *Record) Handle() string { return schema.Handle(string(r.IRI)) }

// When writes the record's date in its own precision: "2021-07-19", "2021-07",
// "by 2021-07-01", "from 2020-12-31", "undated"; of what a lens assumes "assumed".
func (r *Record) When() string { return r.dated().When() }

// Compare orders records by the day on which they were surely public, then by
// the day on which they may have been, then by IRI; undated ones without a
// dated source come last.
func (r *Record) Compare(o *Record) int { return r.dated().Compare(o.dated()) }

func (r *Record) dated() *Dated {
	return &Dated{IRI: r.IRI, Assumed: r.Assumed, on: r.On, Earliest: r.Earliest, Latest: r.Latest, Undated: r.Undated}
}

// Dated is a record's place in time: those fields of a Record that tell of it. It
// is valid as long as the view that it is of.
type Dated struct {
	IRI      quad.IRI
	Assumed  bool
	Earliest Date
	Latest   Date
	Undated  bool

	on    Date
	view  *View // not nil: on is to be read there, and place is what Earliest and Latest say
	id    store.ID
	place days
}

// On is Record.On. It is read from the record's description.
func (r *Dated) On() Date {
	on := r.on
	if r.view == nil || r.view.table.ids.on == noID {
		return on
	}
	_ = each(r.view.src, store.Pattern{store.S: r.id, store.P: r.view.table.ids.on, store.G: store.Unlabelled}, store.SPOG, func(q store.Quad) {
		on, _ = dateOf(r.view.src.Term(q[store.O]))
	})
	return on
}

// Handle is Record.Handle.
func (r *Dated) Handle() string { return schema.Handle(string(r.IRI)) }

// When is Record.When.
func (r *Dated) When() string {
	on := r.On()
	switch {
	case r.Assumed:
		return "assumed"
	case !on.IsZero():
		return on.String()
	case !r.Earliest.IsZero() && !r.Latest.IsZero() && !r.Undated:
		return r.Earliest.String() + " to " + r.Latest.String()
	case !r.Latest.IsZero() && !r.Undated:
		return "by " + r.Latest.String()
	case !r.Earliest.IsZero() && !r.Undated:
		return "from " + r.Earliest.String()
	}
	return "undated"
}

// Compare is Record.Compare.
func (r *Dated) Compare(o *Dated) int {
	a, b := r.days(), o.days()
	return cmp.Or(cmp.Compare(a.hi, b.hi), cmp.Compare(a.lo, b.lo), cmp.Compare(r.IRI, o.IRI))
}

// days are those from Earliest to Latest, to the end of time if there is no Latest.
func (r *Dated) days() days {
	if r.view != nil {
		return r.place
	}
	return betweenDays(r.Earliest, r.Latest)
}

func betweenDays(earliest, latest Date) days {
	d := days{earliest.days().lo, dusk}
	if !latest.IsZero() {
		d.hi = latest.days().hi
	}
	return d
}

// Record returns a visible record, or nil.
func (v *View) Record(iri quad.IRI) *Record {
	i, ok := v.rowOf(iri)
	if !ok || !v.visible[i] {
		return nil
	}
	return v.record(i)
}

// rowOf finds a record, visible or not, in the table.
func (v *View) rowOf(iri quad.IRI) (i int, ok bool) {
	id, ok := v.lookup(iri)
	if !ok {
		return 0, false
	}
	return v.table.index.of(id)
}

// Dated returns the place in time of a visible record, or nil. It costs a look-up
// of its IRI, where Record reads all of its description.
func (v *View) Dated(iri quad.IRI) *Dated {
	i, ok := v.rowOf(iri)
	if !ok || !v.visible[i] {
		return nil
	}
	row := &v.table.list[i]
	if v.src.naming != nil { // it may be another name
		iri = v.iri(row.id)
	}
	earliest, latest := dateFromDay(row.when.lo), dateFromDay(row.when.hi)
	return &Dated{
		IRI: iri, Assumed: row.assumed, Undated: row.undated, Earliest: earliest, Latest: latest,
		view: v, id: row.id, place: betweenDays(earliest, latest),
	}
}

// IsRecord reports whether an IRI is that of a record, visible or not.
func (v *View) IsRecord(iri quad.IRI) bool {
	_, ok := v.rowOf(iri)
	return ok
}

// Records returns the visible records in the order of Compare. It costs a look
// at the description of each.
func (v *View) Records() []*Record { return v.FindRecords(RecordFilter{}) }

// RecordFilter says which records FindRecords returns; the zero value is all.
type RecordFilter struct {
	Stance quad.IRI // only claims of this stance
	// Answering picks the records that answer an incident or a claim
	// (Record.InResponseTo).
	Answering bool
	// By picks the records behind which this party stands, see Speakers.
	By quad.IRI
	// Of picks the records among these, and those that are about one of these
	// or answer it (Record.Re, Record.InResponseTo); nil: all. With it the cost
	// is a look at the records that are picked.
	Of []quad.IRI
}

// FindRecords is Records of those that pass f. It costs a pass over all
// records, and a look at the description of those that it returns.
func (v *View) FindRecords(f RecordFilter) []*Record {
	stance := store.Any
	if f.Stance != "" {
		id, ok := v.lookup(f.Stance)
		if !ok {
			return nil
		}
		stance = id
	}
	var by map[store.ID]bool
	if f.By != "" {
		id, ok := v.lookup(f.By)
		if !ok {
			return nil
		}
		by = map[store.ID]bool{id: true}
	}
	passes := func(i int) bool {
		r := &v.table.list[i]
		if !v.visible[i] || stance != store.Any && (r.act || r.stance != stance) || f.Answering && len(r.responseTo()) == 0 {
			return false
		}
		return by == nil || v.parties.include(i, by)
	}
	var rows []int
	if f.Of != nil {
		rows = v.rowsOf(f.Of)
		rows = slices.DeleteFunc(rows, func(i int) bool { return !passes(i) })
	} else {
		for i := range v.visible {
			if passes(i) {
				rows = append(rows, i)
			}
		}
	}
	return v.recordsAt(rows)
}

// rowsOf returns the rows of the records among things, and of those that are
// about one of them or answer it, each once and in no order.
func (v *View) rowsOf(things []quad.IRI) []int {
	var out []int
	answers := v.table.answering()
	for _, thing := range things {
		id, ok := v.lookup(thing)
		if !ok {
			continue
		}
		if i, ok := v.table.index.of(id); ok {
			out = append(out, i)
		}
		out = append(out, answers[id]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// recordsAt returns the records of some rows in the order of Record.Compare.
func (v *View) recordsAt(rows []int) []*Record {
	type dated struct {
		last, first int32
		record      *Record
	}
	list := make([]dated, len(rows))
	for k, i := range rows {
		when := v.table.list[i].when
		d := dated{when.hi, when.lo, v.record(i)}
		if d.last == dawn {
			d.last = dusk
		}
		if d.first == dusk {
			d.first = dawn
		}
		list[k] = d
	}
	slices.SortFunc(list, func(a, b dated) int {
		return cmp.Or(cmp.Compare(a.last, b.last), cmp.Compare(a.first, b.first), cmp.Compare(a.record.IRI, b.record.IRI))
	})
	out := make([]*Record, len(list))
	for k := range list {
		out[k] = list[k].record
	}
	return out
}

// record puts the public form of row i together.
func (v *View) record(i int) *Record {
	row := &v.table.list[i]
	r := &Record{
		IRI: v.iri(row.id), Act: row.act, Assumed: row.assumed,
		By: v.iris(row.by()), RelayedBy: v.iris(row.relayedBy()), Sources: v.iris(row.sources()),
		Undated: row.undated,
		Stance:  v.iri(row.stance), Form: v.iri(row.form), Re: v.iris(row.re()),
		Likelihood: [2]int{int(row.likelihood[0]), int(row.likelihood[1])}, Confidence: v.iri(row.confidence), Unhedged: row.hedged == no,
		Kind: v.iri(row.kind), InResponseTo: v.iris(row.responseTo()), Supersedes: v.iris(row.supersedes()),
		Earliest: dateFromDay(row.when.lo), Latest: dateFromDay(row.when.hi),
	}
	told := v.state.told
	_ = each(v.src, store.Pattern{store.S: row.id, store.G: store.Unlabelled}, store.SPOG, func(q store.Quad) {
		set := told[q[store.P]]
		if set != nil {
			set(v, r, q)
		}
	})
	return r
}

// tellings maps the predicates of a record's description that the table does
// not keep to what they set. Most quads of a record are passed over by number,
// no term of theirs is read.
type tellings map[store.ID]func(v *View, r *Record, q store.Quad)

func newTellings(s *store.Snapshot) tellings {
	t := tellings{}
	tell := func(predicate string, set func(v *View, r *Record, q store.Quad)) {
		if id, ok := s.Lookup(term.NewIRI(predicate)); ok {
			t[id] = set
		}
	}
	date := func(predicate string, at func(r *Record) *Date) {
		tell(predicate, func(v *View, r *Record, q store.Quad) { *at(r), _ = dateOf(v.src.Term(q[store.O])) })
	}
	list := func(predicate string, at func(r *Record) *[]quad.Value) {
		tell(predicate, func(v *View, r *Record, q store.Quad) { l := at(r); *l = append(*l, v.value(q[store.O])) })
	}
	date(schema.On, func(r *Record) *Date { return &r.On })
	date(schema.ValidFrom, func(r *Record) *Date { return &r.ValidFrom })
	date(schema.ValidTo, func(r *Record) *Date { return &r.ValidTo })
	for _, p := range []string{schema.ReturnedOn, schema.UnsealedOn, schema.AnnouncedOn, schema.InForceOn, schema.EndedOn} {
		tell(p, func(v *View, r *Record, q store.Quad) {
			d, _ := dateOf(v.src.Term(q[store.O]))
			r.OtherDates = append(r.OtherDates, NamedDate{quad.IRI(p), d})
		})
	}
	tell(schema.Scale, func(v *View, r *Record, q store.Quad) { r.Scale = v.iri(q[store.O]) })
	list(schema.LikelihoodWords, func(r *Record) *[]quad.Value { return &r.LikelihoodWords })
	list(schema.LegalBasis, func(r *Record) *[]quad.Value { return &r.LegalBasis })
	list(schema.Quote, func(r *Record) *[]quad.Value { return &r.Quotes })
	list(schema.Summary, func(r *Record) *[]quad.Value { return &r.Summary })
	return t
}

// Edges yields the quads that stand under a record, derived ones left out.
func (v *View) Edges(ctx context.Context, record quad.IRI) ([]quad.Quad, error) {
	var out []quad.Quad
	for q, err := range v.Match(ctx, Pattern{Label: record}) {
		if err != nil {
			return nil, err
		}
		if !v.IsDerived(q) {
			out = append(out, q)
		}
	}
	return out, nil
}

// Bond is how a party stands behind a record.
type Bond int8

// The bonds, nearest first.
const (
	Direct      Bond = iota // its own name is under the record
	SpokenFor               // an organ of it spoke
	NamedMember             // named as a member of the coalition that spoke
	Represented             // a member of an organization that spoke; never an attribution of its own
)

var bondNames = [...]string{"itself", "through its organ", "named as member", "represented"}

func (b Bond) String() string {
	if int(b) < len(bondNames) {
		return bondNames[b]
	}
	return "bond " + strconv.Itoa(int(b))
}

// Speaker is a party that stands behind a record.
type Speaker struct {
	Party quad.IRI
	Bond  Bond
	Via   quad.IRI  // the organ, coalition or organization that spoke; "" if Direct
	Edge  quad.Quad // the edge that says so, with its own record as label; zero if Direct
}

// Speakers returns everyone who stands behind a visible record, nearest first,
// then by IRI.
// Members of organizations are listed only where spread is set or the lens
// spreads, with the membership as it was when the record became public.
func (v *View) Speakers(record quad.IRI, spread bool) []Speaker {
	id, ok := v.lookup(record)
	if !ok {
		return nil
	}
	i, ok := v.table.index.of(id)
	if !ok || !v.visible[i] {
		return nil
	}
	var out []Speaker
	for _, s := range v.parties.speakers(i, spread || v.lens.Spread) {
		p := Speaker{Party: v.iri(s.party), Bond: Bond(s.how), Via: v.iri(s.via)}
		if s.how != direct {
			p.Edge = v.quad(s.edge)
		}
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b Speaker) int { return cmp.Or(cmp.Compare(a.Bond, b.Bond), cmp.Compare(a.Party, b.Party)) })
	return out
}
