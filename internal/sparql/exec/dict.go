package exec

import (
	"strconv"

	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/expr"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
)

// Kinds of numbers that no source gives: xsd:integer by value, and terms of
// the evaluation's own dictionary.
const (
	kindShift  = 29
	inlineKind = 6
	localKind  = 7
	rankMask   = 1<<kindShift - 1
	inlineBase = uint32(inlineKind) << kindShift
	localBase  = uint32(localKind) << kindShift
)

// dict numbers the terms of one evaluation. A term of the source has its id
// there. What an expression computes has a number of the dictionary's own
// first, so that nothing is looked up that is only printed: within a column
// equal terms have equal numbers, and canonical gives the number that
// columns of different origin agree on.
type dict struct {
	src       engine.Source
	local     []expr.Value
	byTerm    map[term.Term]uint32
	bytes     int64 // held by the computed terms
	canon     map[uint32]uint32
	cache     []cached
	misses    int
	readTerms []readTerm
	reader    engine.TermReader // the source, if it is one
	read      []term.Term
	peeked    cached // read in passing, not kept

	shownMisses int
}

type cached struct {
	id uint32
	v  expr.Value
}

type readTerm struct {
	id uint32
	t  term.Term
}

// The least and most values and terms that are kept: more where they miss.
const (
	minCache = 1 << 6
	maxCache = 1 << 16
	maxShown = 1 << 12
)

// localBytes is about what a computed term takes beside its text.
const localBytes = 200

func kindOf(id uint32) uint32 { return id >> kindShift }

// inline returns the number of a canonical xsd:integer that fits.
func inline(t term.Term) (uint32, bool) {
	if t.Kind != term.Typed || t.Extra != term.XSDInteger {
		return 0, false
	}
	s := t.Value
	if s == "" || len(s) > 9 || (s[0] == '0' && len(s) > 1) {
		return 0, false
	}
	n := uint32(0)
	for i := range len(s) {
		c := s[i] - '0'
		if c > 9 {
			return 0, false
		}
		n = n*10 + uint32(c)
	}
	return inlineInt(int64(n))
}

func inlineInt(n int64) (uint32, bool) {
	if n < 0 || n > rankMask {
		return 0, false
	}
	return inlineBase | uint32(n), true
}

// loose numbers a computed term without asking the source for it.
func (d *dict) loose(v expr.Value) uint32 {
	t := v.Term()
	if id, ok := inline(t); ok {
		return id
	}
	return d.add(t, v)
}

func (d *dict) add(t term.Term, v expr.Value) uint32 {
	if id, ok := d.byTerm[t]; ok {
		return id
	}
	if d.byTerm == nil {
		d.byTerm = map[term.Term]uint32{}
	}
	id := localBase | uint32(len(d.local))
	d.local = append(d.local, v)
	d.bytes += int64(len(t.Value)) + localBytes
	d.byTerm[t] = id
	return id
}

// looseInt numbers an integer.
func (d *dict) looseInt(n int64) uint32 {
	if id, ok := inlineInt(n); ok {
		return id
	}
	return d.loose(expr.Integer(n))
}

// intern numbers any term: the source's id if it has it.
func (d *dict) intern(t term.Term) store.ID {
	if t.IsZero() {
		return 0
	}
	if id, ok := d.src.Lookup(t); ok {
		return id
	}
	return store.ID(d.loose(expr.FromTerm(t)))
}

// canonical returns the number on which all columns agree.
func (d *dict) canonical(id uint32) uint32 {
	if kindOf(id) < inlineKind {
		return id
	}
	if c, ok := d.canon[id]; ok {
		return c
	}
	c := id
	if s, ok := d.src.Lookup(d.term(id)); ok {
		c = uint32(s)
	}
	if d.canon == nil {
		d.canon = map[uint32]uint32{}
	}
	d.canon[id] = c
	return c
}

// value returns what a number means; the zero Value for 0.
func (d *dict) value(id uint32) expr.Value {
	switch kindOf(id) {
	case inlineKind:
		return expr.Integer(int64(id & rankMask))
	case localKind:
		return d.local[id&rankMask]
	}
	if id == 0 {
		return expr.Value{}
	}
	if id == d.peeked.id {
		return d.peeked.v
	}
	if d.misses >= len(d.cache) && len(d.cache) < maxCache {
		d.cache, d.misses = make([]cached, max(minCache, 8*len(d.cache))), 0
	}
	c := &d.cache[id%uint32(len(d.cache))]
	if c.id != id {
		d.misses++
		c.id, c.v = id, expr.FromTerm(d.src.Term(store.ID(id)))
	}
	return c.v
}

// term returns the term of a number; the zero Term for 0.
func (d *dict) term(id uint32) term.Term {
	switch kindOf(id) {
	case inlineKind:
		return term.Term{Kind: term.Typed, Value: strconv.Itoa(int(id & rankMask)), Extra: term.XSDInteger}
	case localKind:
		return d.local[id&rankMask].Term()
	}
	if id == 0 {
		return term.Term{}
	}
	return d.src.Term(store.ID(id))
}

// readTermsOf reads the terms of numbers of the source, best ascending; buf as
// in engine.TermReader.
func (d *dict) readTermsOf(ids []store.ID, buf []byte) ([]term.Term, []byte) {
	if cap(d.read) < len(ids) {
		d.read = make([]term.Term, max(len(ids), 64))
	}
	terms := d.read[:len(ids)]
	if d.reader != nil {
		return terms, d.reader.ReadTerms(ids, terms, buf)
	}
	for i, id := range ids {
		terms[i] = d.src.Term(id)
	}
	return terms, buf
}

// peek calls f with the place of each number of ids, which are of the source
// and ascending; meanwhile value knows its term.
func (d *dict) peek(ids []store.ID, f func(i int) error) error {
	terms, _ := d.readTermsOf(ids, nil)
	defer func() { d.peeked = cached{} }()
	for i, t := range terms {
		d.peeked = cached{uint32(ids[i]), expr.FromTerm(t)}
		if err := f(i); err != nil {
			return err
		}
	}
	return nil
}

// lexical reports whether a number is of a term that the source numbers in
// lexical order.
func (d *dict) lexical(id uint32) bool {
	return d.reader != nil && kindOf(id) < inlineKind && d.reader.Sorted(store.ID(id))
}

// shown is term for a result: a term that comes again soon is not read twice.
func (d *dict) shown(id uint32) term.Term {
	if d.shownMisses >= len(d.readTerms) && len(d.readTerms) < maxShown {
		d.readTerms, d.shownMisses = make([]readTerm, max(minCache, 8*len(d.readTerms))), 0
	}
	c := &d.readTerms[id%uint32(len(d.readTerms))]
	if c.id != id {
		d.shownMisses++
		c.id, c.t = id, d.term(id)
	}
	return c.t
}

// show puts the terms of a column into cells, one in each stride. Ascending
// numbers of the source are read some at a time: more would be kept together
// by whoever keeps one.
func (d *dict) show(col []uint32, cells []term.Term, stride int) {
	if d.reader == nil || len(col) < showAtOnce || !ascending(col) {
		for i, id := range col {
			if id != 0 {
				cells[i*stride] = d.shown(id)
			}
		}
		return
	}
	var ids [showAtOnce]store.ID
	var terms [showAtOnce]term.Term
	for from := 0; from < len(col); {
		n, to := 0, from
		for ; to < len(col); to++ {
			if id := store.ID(col[to]); n == 0 || ids[n-1] != id {
				if n == len(ids) {
					break
				}
				ids[n] = id
				n++
			}
		}
		d.reader.ReadTerms(ids[:n], terms[:n], nil)
		k := 0
		for i := from; i < to; i++ {
			if ids[k] != store.ID(col[i]) {
				k++
			}
			cells[i*stride] = terms[k]
		}
		from = to
	}
}

const showAtOnce = 64

// ascending reports whether a column is of numbers of the source, none less
// than the one before it.
func ascending(col []uint32) bool {
	for i := 1; i < len(col); i++ {
		if col[i] < col[i-1] {
			return false
		}
	}
	return col[0] != 0 && kindOf(col[len(col)-1]) < inlineKind
}

// isLang reports whether a number is that of a string with a language, of the
// source or of the query's own.
func (d *dict) isLang(id uint32) bool {
	return kindOf(id) == uint32(term.Lang) || kindOf(id) == localKind && d.term(id).Kind == term.Lang
}

// spellings returns the ids of the source's literals that differ from the
// string with a language t by no more than the case of the tag.
func (d *dict) spellings(t term.Term) []store.ID {
	var out []store.ID
	for _, tag := range expr.TagForms(t.Extra) {
		if id, ok := d.src.Lookup(term.NewLang(t.Value, tag)); ok {
			out = append(out, id)
		}
	}
	return out
}
