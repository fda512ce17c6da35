package dossier

import (
	"cmp"
	"slices"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// A side is how a record stands to an edge of its own.
type side int

const (
	hidden side = iota // the lens leaves it out
	pro
	weak
	contra
)

// side sorts a record. What asserts, supports, reports or acts counts only if
// the lens shows it; other stances are shown whatever the lens says of stances.
func (b *builder) side(r *graph.Record) side {
	switch {
	case r.Stance == schema.Denies:
		return contra
	case r.Act, slices.Contains(graph.DefaultStances(), r.Stance):
		if b.view.Record(r.IRI) == nil {
			return hidden
		}
		return pro
	case r.Stance == schema.Retracts:
		return hidden
	}
	return weak
}

// sheaf collects lines by entry and relation.
type sheaf struct {
	b       *builder
	entries []*Entry
	byName  map[string]*Entry
}

func (b *builder) sheaf() *sheaf { return &sheaf{b: b, byName: map[string]*Entry{}} }

// entry returns the entry of that name, made by fill if it is new.
func (s *sheaf) entry(name string, fill func(*Entry)) *Entry {
	e, ok := s.byName[name]
	if !ok {
		e = &Entry{}
		fill(e)
		s.byName[name] = e
		s.entries = append(s.entries, e)
	}
	return e
}

// about returns the entry of a thing, or of a literal.
func (s *sheaf) about(value quad.Value) *Entry {
	return s.entry(value.String(), func(e *Entry) {
		e.Text = s.b.label(value)
		if iri, ok := value.(quad.IRI); ok {
			e.Thing, e.Kind = iri, s.b.kind(iri)
		}
	})
}

// say adds a record to a line of the entry; one that stands there already is
// not added again. It reports whether the record counts.
func (b *builder) say(e *Entry, relation string, q quad.Quad, r *graph.Record, named string) bool {
	at := b.side(r)
	if at == hidden {
		return false
	}
	q.Label = nil
	i := slices.IndexFunc(e.Lines, func(l Line) bool { return l.Relation == relation })
	if i < 0 {
		e.Lines = append(e.Lines, Line{Relation: relation, Edge: q, Derived: true})
		i = len(e.Lines) - 1
	}
	l := &e.Lines[i]
	if named == "" {
		l.Edge, l.Derived = q, false
	}
	side := l.side([]Stance{pro: For, weak: Weaker, contra: Against}[at])
	if slices.ContainsFunc(side.Voices, func(v Voice) bool { return v.Record.IRI == r.IRI }) {
		return true
	}
	v := b.voice(r)
	v.Named = named
	side.Voices = append(side.Voices, v)
	return true
}

// done returns the entries that have a voice, their voices in order of time and
// bounded, sorted by cmp and then by text.
func (s *sheaf) done(order func(a, b *Entry) int) []Entry {
	var out []Entry
	list := slices.DeleteFunc(s.entries, func(e *Entry) bool { return len(e.Lines) == 0 })
	slices.SortStableFunc(list, func(x, y *Entry) int {
		return cmp.Or(order(x, y), cmp.Compare(x.Text, y.Text), cmp.Compare(x.Thing, y.Thing))
	})
	for _, e := range list {
		for i := range e.Lines {
			s.b.finish(&e.Lines[i], s.b.maxVoices)
		}
		out = append(out, *e)
	}
	return out
}

// side returns the side of a stance, made if it is new.
func (l *Line) side(stance Stance) *Side {
	if s := l.Side(stance); s != nil {
		return s
	}
	l.Sides = append(l.Sides, Side{Stance: stance})
	return &l.Sides[len(l.Sides)-1]
}

// finish puts the sides and voices of a line in order, says what is written
// before each, and bounds the voices of each.
func (b *builder) finish(l *Line, most int) {
	order := []Stance{For, Weaker, Against}
	slices.SortFunc(l.Sides, func(x, y Side) int { return cmp.Compare(slices.Index(order, x.Stance), slices.Index(order, y.Stance)) })
	for i := range l.Sides {
		s := &l.Sides[i]
		slices.SortStableFunc(s.Voices, func(x, y Voice) int { return x.Record.Compare(y.Record) })
		if n := len(s.Voices); most >= 0 && n > most {
			s.Omitted += n - most
			s.Voices = s.Voices[:most]
		}
		switch {
		case s.Stance == Weaker:
			s.Lead = b.words.weaker
		case s.Stance == Against:
			s.Lead = b.words.contra
		case l.Relation == "" && len(l.Sides) > 1:
			s.Lead = b.words.for_
		default:
			s.Lead = l.Relation
		}
	}
}

// Orders of entries.

func unordered(_, _ *Entry) int { return 0 }

// newestFirst orders by the first record that says so.
func newestFirst(a, b *Entry) int {
	x, y := firstRecord(a), firstRecord(b)
	if x == nil || y == nil {
		return 0
	}
	return -x.Compare(y)
}

// oftenSaid orders by how many records say so, the most first.
func oftenSaid(a, b *Entry) int {
	n := func(e *Entry) (n int) {
		for _, l := range e.Lines {
			if s := l.Side(For); s != nil {
				n += len(s.Voices)
			}
		}
		return n
	}
	return cmp.Compare(n(b), n(a))
}

func firstRecord(e *Entry) *graph.Record {
	var first *graph.Record
	for _, l := range e.Lines {
		for _, v := range l.Voices() {
			if first == nil || v.Record.Compare(first) < 0 {
				first = v.Record
			}
		}
	}
	return first
}

// maxEdges is how many edges of a record its text names, maxEventEdges on the
// timeline.
const (
	maxEdges      = 3
	maxEventEdges = 1
)
