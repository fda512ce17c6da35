// Package dossier puts together what the records of a graph say of one thing:
// what is disputed, its names by who uses them, its place on the ladder from
// state to persona, the claims for and against, the acts, the victims, and all
// of it in order of time. It says everything in words, in English or Dutch, so
// that a terminal, a notebook and a report show the same.
//
//	err := g.View(ctx, nil, func(v *graph.View) error {
//		d, err := dossier.Of(ctx, v, "https://w3id.org/ascribe/id/apt28", nil)
//		…
//		_, err = d.WriteTo(os.Stdout) // Markdown
//		return err
//	})
package dossier

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/internal/words"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// A Dossier is what the visible records say of one thing. Denials and weaker
// words (suspects, condemns, acknowledges) stand in it whatever the stances of
// the lens, marked as what they are. It stays valid after its view has ended.
type Dossier struct {
	Thing quad.IRI
	Label string
	Kinds []string // its classes, in words
	Lang  string   // of every text in it: "en" or "nl"

	// Lead are sentences that come first: in how many records by how many
	// parties it stands, since when, and the first words that were said of it.
	Lead []string
	// Records, Parties and Sources count what speaks of it.
	Records, Parties, Sources int
	First, Newest             *graph.Record // of the dated ones; nil for none
	FirstWords                *Voice        // the first that is quoted; nil for none

	Sections []Section // those that hold anything, in the order of Keys

	Lens  graph.Lens
	World graph.World

	lensText string
}

// A Key says which part of a dossier a section is.
type Key string

// The sections, in their order.
const (
	Disputed Key = "disputed" // questions on which two claims exclude each other
	Names    Key = "names"    // names by coiner, and what is the same or is not
	Ladder   Key = "ladder"   // from the state down to the thing, and what stands below it
	Claims   Key = "claims"   // who is blamed, or for what
	Acts     Key = "acts"     // sanctions, indictments and others in answer to it, or against it
	Victims  Key = "victims"  // whom it targeted, or by whom it was
	Means    Key = "means"    // what it exploited, or where that was exploited; its aims and effects
	Ties     Key = "ties"     // memberships, members, who speaks for whom, who works with whom
	Says     Key = "says"     // what it claims itself
	Does     Key = "does"     // its own acts
	Taken    Key = "taken"    // records about it that were taken back or replaced
	Timeline Key = "timeline" // all of it, in order of time
)

// Keys returns the keys of all sections in their order.
func Keys() []Key {
	return []Key{Disputed, Names, Ladder, Claims, Acts, Victims, Means, Ties, Says, Does, Taken, Timeline}
}

// A Section is one part of a dossier.
type Section struct {
	Key     Key
	Title   string // in the dossier's language
	Entries []Entry
	Omitted int // entries that Options left out
}

// An Entry is a line of a section: a thing, a question, or what a record says,
// with the records which say so.
type Entry struct {
	Depth int      // how far it stands below the entry before it with a smaller Depth
	Text  string   // in words
	Kind  string   // the class of Thing in words; "" if there is none
	Thing quad.IRI // what it is about; "" if that is no thing
	Self  bool     // on the ladder: the dossier's own thing
	On    string   // of an act, a statement or an event: its date, as precise as its source is
	Note  string   // what else is to be known: that a dispute is settled, what an act answers
	Lines []Line
	// Omitted counts the rungs right below it that Options left out.
	Omitted int
}

// A Line is one edge of an entry, with who says so and who denies it.
type Line struct {
	Relation string    // the edge in words; "" where the entry's text says it
	Edge     quad.Quad // without label; zero where the entry is not about one edge
	Derived  bool      // no record says just this: the lens's rules unfold it
	Sides    []Side    // those that have a voice, in the order of For, Weaker, Against
}

// A Side are the records that stand to a line in one way.
type Side struct {
	Stance  Stance
	Lead    string // what is written before them: the relation, or how they stand to it
	Voices  []Voice
	Omitted int // voices that Options left out
}

// A Stance says how records stand to a line.
type Stance string

// The stances, as they are called in any language.
const (
	For     Stance = "for"     // asserts, supports, reports; acts
	Weaker  Stance = "weaker"  // suspects, condemns, acknowledges
	Against Stance = "against" // denies
)

// Side returns the side of a line that stands to it in one way, or nil.
func (l *Line) Side(stance Stance) *Side {
	for i := range l.Sides {
		if l.Sides[i].Stance == stance {
			return &l.Sides[i]
		}
	}
	return nil
}

// Voices returns the voices of all sides.
func (l *Line) Voices() []Voice {
	var out []Voice
	for _, s := range l.Sides {
		out = append(out, s.Voices...)
	}
	return out
}

// A Voice is a record that says something, in words.
type Voice struct {
	Record  *graph.Record
	Who     string   // who said or did it, and who relayed it
	By      string   // who said or did it
	Relayed []string // who passed it on; empty: first-hand
	Says    string   // its stance or kind of act, with how sure it is
	On      string   // when it became public
	Words   []string // its quotes, in the wanted language where there is a choice
	Named   string   // what was named, where that is not the entry's thing
}

// Options tune a dossier; nil is the default.
type Options struct {
	// Langs are the languages of labels, the wanted first; default English. If
	// the first is "nl" the dossier speaks Dutch, otherwise English.
	Langs []string
	// MaxEntries bounds the entries of a section, and on the ladder what stands
	// below one rung; 0: 12, negative: no bound.
	MaxEntries int
	// MaxVoices bounds the records of a line; 0: 5, negative: no bound.
	MaxVoices int
}

// The bounds that Options have by default.
const (
	DefaultEntries = 12
	DefaultVoices  = 5
)

// Of puts together the dossier of a thing as a view shows it. A thing of which
// no visible record speaks has an empty one. It costs some scans of the records
// and of the edges that touch the thing.
func Of(ctx context.Context, v *graph.View, thing quad.IRI, o *Options) (*Dossier, error) {
	if o == nil {
		o = &Options{}
	}
	past, err := v.PastStance()
	if err != nil {
		return nil, err
	}
	b := &builder{
		view: v, past: past, langs: o.Langs, thing: thing,
		maxEntries: cmp.Or(o.MaxEntries, DefaultEntries), maxVoices: cmp.Or(o.MaxVoices, DefaultVoices),
		records: map[quad.IRI]*graph.Record{}, about: map[quad.IRI]*graph.Record{},
	}
	if len(b.langs) == 0 {
		b.langs = []string{"en"}
	}
	b.words, b.said = phrasesOf(b.langs), words.Words{View: past, Langs: b.langs}
	ctx, cancel := v.Limit(ctx)
	defer cancel()
	if err := b.read(ctx); err != nil {
		return nil, err
	}
	d := &Dossier{
		Thing: thing, Label: b.label(thing), Lang: b.words.lang, Lens: *v.Lens(), World: v.World(),
		lensText: words.Words{View: v, Langs: b.langs}.Lens(),
	}
	for _, c := range v.Classes(thing) {
		d.Kinds = append(d.Kinds, b.label(c))
	}
	for _, part := range []struct {
		key  Key
		make func(context.Context) ([]Entry, error)
	}{
		{Disputed, b.disputed},
		{Names, b.names},
		{Ladder, b.ladder},
		{Claims, b.claims},
		{Acts, b.acts},
		{Victims, b.victims},
		{Means, b.means},
		{Ties, b.ties},
		{Says, b.says},
		{Does, b.does},
		{Taken, b.taken},
		{Timeline, b.timeline},
	} {
		entries, err := part.make(ctx)
		if err != nil {
			return nil, err
		}
		if len(entries) > 0 {
			s := Section{Key: part.key, Title: b.title(part.key), Entries: entries, Omitted: b.omitted}
			if b.omitted = 0; part.key != Ladder {
				s.cut(b.maxEntries)
			}
			d.Sections = append(d.Sections, s)
		}
	}
	b.head(d)
	return d, nil
}

// Section returns a section by its key, or nil if it holds nothing.
func (d *Dossier) Section(key Key) *Section {
	i := slices.IndexFunc(d.Sections, func(s Section) bool { return s.Key == key })
	if i < 0 {
		return nil
	}
	return &d.Sections[i]
}

// cut leaves out what is more than most entries of depth 0.
func (s *Section) cut(most int) {
	var starts []int
	for i := range s.Entries {
		if s.Entries[i].Depth == 0 {
			starts = append(starts, i)
		}
	}
	if most < 0 || len(starts) <= most {
		return
	}
	s.Omitted = len(starts) - most
	s.Entries = s.Entries[:starts[most]]
}

// builder reads a view and writes the sections of one dossier.
type builder struct {
	view, past            *graph.View // past has the claims of every stance
	langs                 []string
	words                 *phrases
	said                  words.Words
	thing                 quad.IRI
	maxEntries, maxVoices int

	edges   []edge                     // stored ones that touch the thing, of every stance
	derived []edge                     // those that the rules of the view derive
	about   map[quad.IRI]*graph.Record // records that speak of the thing or answer it
	made    []*graph.Record            // records of the thing's own making, itself or through an organ
	records map[quad.IRI]*graph.Record // met so far, past stance; nil: not visible
	omitted int                        // of the section that is being written
}

// An edge is a quad with its record.
type edge struct {
	quad.Quad
	record *graph.Record
}

// other is the end of the edge that is not the thing; "" if that is a literal.
func (e *edge) other(thing quad.IRI) quad.IRI {
	end := e.Object
	if e.Object == quad.Value(thing) {
		end = e.Subject
	}
	iri, _ := end.(quad.IRI)
	return iri
}

func (b *builder) label(value quad.Value) string { return b.view.Label(value, b.langs...) }

func (b *builder) record(iri quad.IRI) *graph.Record {
	r, ok := b.records[iri]
	if !ok {
		r = b.past.Record(iri)
		b.records[iri] = r
	}
	return r
}

// read collects the edges and records that the sections are made of.
func (b *builder) read(ctx context.Context) error {
	match := func(v *graph.View, p graph.Pattern, keep func(edge)) error {
		for q, err := range v.Match(ctx, p) {
			if err != nil {
				return err
			}
			label, ok := q.Label.(quad.IRI)
			if !ok {
				continue
			}
			if r := b.record(label); r != nil && r.Stance != schema.Retracts {
				keep(edge{q, r})
			}
		}
		return nil
	}
	for _, p := range []graph.Pattern{{Subject: b.thing}, {Object: b.thing}} {
		err := match(b.past, p, func(e edge) {
			if isDerived(e.Predicate) || b.past.Supports(e.Quad) != nil {
				return
			}
			b.edges = append(b.edges, e)
			b.about[e.record.IRI] = e.record
		})
		if err != nil {
			return err
		}
		err = match(b.view, p, func(e edge) {
			if b.view.Supports(e.Quad) != nil {
				b.derived = append(b.derived, e)
				b.about[e.record.IRI] = e.record
			}
		})
		if err != nil {
			return err
		}
	}
	of := append(slices.Collect(maps.Keys(b.about)), b.thing)
	var answering []*graph.Record
	for _, r := range b.past.FindRecords(graph.RecordFilter{Of: of}) {
		b.records[r.IRI] = r
		if slices.ContainsFunc(slices.Concat(r.InResponseTo, r.Re), func(to quad.IRI) bool { return to == b.thing || b.about[to] != nil }) {
			answering = append(answering, r)
		}
	}
	if b.view.IsA(b.thing, schema.Party) {
		for _, r := range b.past.FindRecords(graph.RecordFilter{By: b.thing}) {
			b.records[r.IRI] = r
			if r.Stance != schema.Retracts && slices.ContainsFunc(b.past.Speakers(r.IRI, false), func(s graph.Speaker) bool {
				return s.Party == b.thing && s.Bond <= graph.NamedMember
			}) {
				b.made = append(b.made, r)
			}
		}
	}
	for _, r := range answering {
		b.about[r.IRI] = r
	}
	return nil
}

func isDerived(p quad.Value) bool {
	return p == quad.IRI(schema.AttributedToState) || p == quad.IRI(schema.SanctionedState) || p == quad.IRI(schema.SanctionedStateVia)
}
