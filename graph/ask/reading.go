package ask

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/cayleygraph/quad"
)

// reading is one way to understand a question of the controlled language.
type reading struct {
	form questionForm
	set  *set
	per  []dimension // of a table
	top  int         // rows of a table that are kept: those with most
}

type questionForm int8

const (
	listForm  questionForm = iota // which, who, list
	countForm                     // how many
	whenForm                      // when did
	yesForm                       // did
	tableForm                     // how many … per …
)

// set is what a noun phrase describes: things of a kind for which conditions
// hold.
type set struct {
	noun    *noun // nil: anyone, anything
	classes []quad.IRI
	who     bool
	many    bool
	top     int // "the three states that … the most": so many
	is      []*cond
}

// cond is a condition on the members of a set.
type cond struct {
	op   condOp
	args []*cond
	atom *atom
}

type condOp int8

const (
	isAtom condOp = iota
	isAnd
	isOr
	isNot
)

// atom is a frame in which the member of the set takes a place.
type atom struct {
	frame     *frame
	self      role
	fill      [roles]*filler
	when      span
	rank      int    // 1: the first of its kind, -1: the last
	never     bool   // not bound to the incident of a blame beside it
	embassies bool   // of envoys: those of a kind that the name says, "Chinese embassies"
	of        string // the adjective of a state that it was said with: "Chinese companies"
	whose     bool   // it is said with the adjective of a state: "Russian hacks"
	bare      bool   // "without sanctions": whom they hit is said beside it
	// beside: of the incident of what it stands beside: "without blaming China".
	beside bool
	most   role // the one with most of these
	top    int  // so many with most of these; 0: the one
	quals  []*quality
	// strict is the frame of what was said, where frame is wider: "part of".
	strict *frame

	selfClasses []quad.IRI // of the set whose member takes its place
}

// filler is what takes a place: named things (any of them), a member of a
// set, or what takes a place in another atom.
type filler struct {
	names   []named
	set     *set
	atLeast int
	exactly bool
	atMost  bool
	most    bool
	top     int // so many with most; 0: the one
	only    bool
	each    bool // the rows of a table
	isGroup bool // all names are of groups
	link    *link
}

type named struct {
	found
	typed   string
	class   []quad.IRI
	isState bool
	label   string // where the name itself is looked for
}

// link says that a place is taken by what takes a place in a blame beside it;
// without an atom, by the member of the set around.
type link struct {
	atom *atom
	role role
}

// span is a stretch of time of records; a zero Date is open.
type span struct {
	from, to graph.Date
}

func (s span) any() bool { return !s.from.IsZero() || !s.to.IsZero() }

// key writes a reading so that two that ask the same are equal.
func (r *reading) key() string { return fmt.Sprintf("%d %s %+v %d", r.form, r.set.key(), r.per, r.top) }

func (s *set) key() string {
	if s == nil {
		return "-"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "{%v%d", s.classes, s.top)
	for _, c := range s.is {
		b.WriteString(" " + c.key())
	}
	return b.String() + "}"
}

func (c *cond) key() string {
	if c.op == isAtom {
		return c.atom.key()
	}
	var b strings.Builder
	fmt.Fprintf(&b, "(%d", c.op)
	for _, a := range c.args {
		b.WriteString(" " + a.key())
	}
	return b.String() + ")"
}

func (a *atom) key() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s.%d %v %d %v %d %d", a.frame.name, a.self, a.when, a.rank, a.never, a.most, a.top)
	for _, q := range a.quals {
		b.WriteString(" !" + q.name)
	}
	for r, f := range a.fill {
		if f == nil {
			continue
		}
		fmt.Fprintf(&b, " %d=", r)
		for _, n := range f.names {
			b.WriteString(string(n.iri) + "|")
		}
		fmt.Fprintf(&b, "%d%v%v%v%v%d", f.atLeast, f.exactly, f.atMost, f.most, f.only, f.top)
		if f.set != nil {
			b.WriteString(f.set.key())
		}
		if f.link != nil {
			fmt.Fprintf(&b, "^%d", f.link.role)
		}
	}
	return b.String()
}

// during is the same condition in a stretch of time.
func (c *cond) during(s span) *cond {
	if c.op == isAtom {
		a := *c.atom
		a.when = s
		return &cond{atom: &a}
	}
	n := &cond{op: c.op}
	for _, a := range c.args {
		n.args = append(n.args, a.during(s))
	}
	return n
}

func not(c *cond) *cond { return &cond{op: isNot, args: []*cond{c}} }

func allOf(list []*cond) *cond {
	if len(list) == 1 {
		return list[0]
	}
	return &cond{op: isAnd, args: list}
}

// flat returns the conditions of a conjunction.
func flat(list []*cond) []*cond {
	var out []*cond
	for _, c := range list {
		if c.op == isAnd {
			out = append(out, flat(c.args)...)
		} else {
			out = append(out, c)
		}
	}
	return out
}

// tie binds acts to the blame that stands beside them: "blamed but not
// sanctioned" asks for sanctions that answer the same incident, by the party
// that is named; "never" asks for any.
func (s *set) tie() {
	s.is = flat(s.is)
	s.dropBare()
	s.mergeRecord()
	s.tieCulprit()
	s.tieOrgans()
	var b *atom
	for _, c := range s.is {
		if c.op == isAtom && c.atom.frame == blame {
			b = c.atom
			break
		}
	}
	for _, c := range s.is {
		s.tieOne(c, b, false)
	}
	s.tieBlame()
	for _, c := range s.is {
		c.each(func(a *atom) { a.selfClasses = s.classes })
	}
}

// dropBare leaves out what the noun alone says where a clause says more of the
// same: "names that are used for two groups" are names of something.
func (s *set) dropBare() {
	if s.noun == nil || s.noun.frame == nil || s.noun.record() || len(s.is) < 2 || s.is[0].op != isAtom || !s.is[0].atom.plain() {
		return
	}
	first := s.is[0].atom
	for _, k := range s.is[1:] {
		if k.op == isAtom && k.atom.frame == first.frame && k.atom.self == first.self {
			s.is = s.is[1:]
			return
		}
	}
}

// plain reports whether an atom says nothing but its frame.
func (a *atom) plain() bool {
	return a.fill == ([roles]*filler{}) && !a.when.any() && a.rank == 0 && a.most == noRole && len(a.quals) == 0
}

// tieCulprit holds a blame for "Russian hacks" to those who blame Russia: a hack
// that one party says is Russian another may have attributed elsewhere.
func (s *set) tieCulprit() {
	culprit := func(of *set) *filler {
		for _, k := range of.is {
			if k.op == isAtom && k.atom.whose {
				return k.atom.fill[theTo]
			}
		}
		return nil
	}
	own := culprit(s)
	for _, k := range s.is {
		k.each(func(a *atom) {
			if a.frame != blame || a.self == theTo || a.fill[theTo] != nil {
				return
			}
			if a.self == theFor && own != nil {
				a.fill[theTo] = own
			}
			if f := a.fill[theFor]; f != nil && f.set != nil {
				a.fill[theTo] = culprit(f.set)
			}
		})
	}
}

// tieOrgans lets a service that says something be of a state for which it
// speaks: records seldom say of which state it is a part.
func (s *set) tieOrgans() {
	speaks := slices.ContainsFunc(s.is, func(k *cond) bool { return k.op == isAtom && k.atom.self == theBy })
	for i, k := range s.is {
		if speaks && k.op == isAtom && k.atom.frame == parts && k.atom.self == theFrom && s.noun != nil && s.noun.ofFrame == parts {
			a := *k.atom
			a.frame = organs
			s.is[i] = &cond{atom: &a}
		}
	}
}

// tieBlame gives "sanctioned by the EU but not blamed" its party.
func (s *set) tieBlame() {
	var by *filler
	for _, c := range s.is {
		if c.op == isAtom && c.atom.frame.kind != "" && c.atom.self == theTo && c.atom.fill[theBy] != nil && len(c.atom.fill[theBy].names) == 1 {
			by = c.atom.fill[theBy]
		}
	}
	for _, c := range s.is {
		if by == nil || c.op != isNot || c.args[0].op != isAtom {
			continue
		}
		if a := c.args[0].atom; a.frame == blame && a.self == theTo && a.fill[theBy] == nil && !a.never {
			a.fill[theBy] = by
		}
	}
}

// each calls f for every atom of a condition.
func (c *cond) each(f func(*atom)) {
	if c.op == isAtom {
		f(c.atom)
	}
	for _, a := range c.args {
		a.each(f)
	}
}

func (s *set) tieOne(c *cond, b *atom, negated bool) {
	if c.op != isAtom {
		for _, a := range c.args {
			s.tieOne(a, b, negated != (c.op == isNot))
		}
		return
	}
	a := c.atom
	if a.frame != acts && a.frame.kind == "" {
		return
	}
	if b == nil {
		if a.self == noRole {
			// "groups without sanctions": by what the set is.
			a.self = theTo
			if isIncidentSet(s) {
				a.self = theFor
			}
		}
		return
	}
	take := func(r role) {
		switch {
		case a.fill[r] != nil || a.self == r || r == a.self:
		case b.fill[r] != nil && b.fill[r].set == nil && !b.fill[r].only:
			a.fill[r] = b.fill[r]
		case b.self == r && a.self == noRole:
			a.self = r
		default:
			a.fill[r] = &filler{link: &link{b, r}}
		}
	}
	if a.self == noRole {
		a.self = b.self
		if b.self == theBy {
			// "states that blamed Russia without sanctions": their own.
			a.self = theBy
		}
	}
	if !a.never && a.self != theFor {
		take(theFor)
	}
	if a.bare && a.self != theTo {
		take(theTo)
	}
	if negated && a.self != theBy && a.fill[theBy] == nil && b.fill[theBy] != nil && len(b.fill[theBy].names) == 1 && !b.fill[theBy].only {
		a.fill[theBy] = b.fill[theBy]
	}
}

func isIncidentSet(s *set) bool {
	for _, c := range s.classes {
		for _, i := range blame.classes[theFor] {
			if related(c, i) {
				return true
			}
		}
	}
	return false
}

// mergeRecord puts what is said of a record into the atom that it is:
// "sanctions that the EU imposed on Russia".
func (s *set) mergeRecord() {
	if s.noun == nil || !s.noun.record() || len(s.is) == 0 || s.is[0].op != isAtom || s.is[0].atom.self != theRec {
		return
	}
	base := s.is[0].atom
	kept := s.is[:1]
	for _, c := range s.is[1:] {
		a := c.atom
		if c.op == isAtom && a.frame.quality != nil && a.self == theRec {
			base.quals = append(base.quals, a.frame.quality) // "claims that are undated": undated claims
			continue
		}
		if c.op != isAtom || a.self != theRec || a.frame != base.frame && a.frame != acts || !base.absorbs(a) {
			kept = append(kept, c)
			continue
		}
		for r := range a.fill {
			if a.fill[r] != nil {
				base.fill[r] = a.fill[r]
			}
		}
		if a.when.any() {
			base.when = a.when
		}
		if a.rank != 0 {
			base.rank = a.rank
		}
		base.quals = append(base.quals, a.quals...)
	}
	s.is = kept
}

func (a *atom) absorbs(o *atom) bool {
	for r := range o.fill {
		if o.fill[r] != nil && a.fill[r] != nil {
			return false
		}
	}
	return (!a.when.any() || !o.when.any()) && (a.rank == 0 || o.rank == 0)
}
