package dossier

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/internal/words"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// disputed are the questions on which claims about the thing exclude each
// other, the open ones first.
func (b *builder) disputed(ctx context.Context) ([]Entry, error) {
	contests, err := b.view.Contested(ctx, b.thing)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(contests, func(x, y graph.Contest) int {
		switch {
		case x.Settled == y.Settled:
			return 0
		case y.Settled:
			return -1
		}
		return 1
	})
	var out []Entry
	for _, c := range contests {
		e := Entry{}
		if c.Settled {
			if e.Note = b.words.settled; len(c.SettledBy) > 0 {
				e.Note = b.words.settledBy + " " + words.Handles(c.SettledBy)
			}
		}
		if c.Incident == "" {
			e.Text = b.said.Edge(c.Edge)
			l := Line{Edge: c.Edge}
			for _, side := range c.Sides {
				for _, r := range side.Records {
					at := l.side(For)
					if side.Denied {
						at = l.side(Against)
					}
					at.Voices = append(at.Voices, b.voice(r))
				}
			}
			b.finish(&l, b.least(3))
			e.Lines = []Line{l}
			out = append(out, e)
			continue
		}
		e.Text, e.Thing = fmt.Sprintf(b.words.whoBehind, b.label(c.Incident)), c.Incident
		out = append(out, e)
		for _, side := range c.Sides {
			l := Line{}
			for _, r := range side.Records {
				at := l.side(For)
				at.Voices = append(at.Voices, b.voice(r))
			}
			b.finish(&l, b.least(3))
			out = append(out, Entry{Depth: 1, Text: b.label(side.State), Thing: side.State, Kind: b.kind(side.State), Lines: []Line{l}})
		}
	}
	return out, nil
}

// least is the bound of voices where a few are enough, none if there is none.
func (b *builder) least(n int) int {
	if b.maxVoices < 0 {
		return b.maxVoices
	}
	return min(n, b.maxVoices)
}

// names are an entry for each coiner, a line for each name; then what the thing
// is, or is not, the same as, and what it shares a name with.
func (b *builder) names(context.Context) ([]Entry, error) {
	coined, same, shared := b.sheaf(), b.sheaf(), b.sheaf()
	for _, e := range b.edges {
		if e.Predicate != quad.IRI(schema.KnownAs) || e.Subject != quad.Value(b.thing) {
			continue
		}
		who := b.said.Who(e.record)
		entry := coined.entry(who, func(n *Entry) { n.Text = who })
		b.say(entry, b.label(e.Object), e.Quad, e.record, "")
	}
	for _, n := range coined.entries {
		slices.SortFunc(n.Lines, func(x, y Line) int { return cmp.Compare(x.Relation, y.Relation) })
	}
	for _, e := range b.edges {
		if e.Predicate != quad.IRI(schema.SameAs) {
			continue
		}
		quads := []quad.Quad{e.Quad}
		if e.Subject == e.Object { // the view sees them as one
			quads = quads[:0]
			for _, w := range b.past.Written(e.Quad) {
				quads = append(quads, w.Quad)
			}
		}
		for _, q := range quads {
			as := edge{q, e.record}
			other := as.other(b.thing)
			entry := same.entry(string(other), func(n *Entry) {
				n.Text, n.Thing, n.Kind = b.past.OwnLabel(other, b.langs...), other, b.kind(other)
			})
			b.say(entry, b.label(q.Predicate), q, e.record, "")
		}
	}
	for _, n := range b.past.SharedNames(b.thing) {
		if n.By == nil || n.By.Stance == schema.Retracts {
			continue
		}
		q := quad.Quad{Subject: n.Of, Predicate: quad.IRI(schema.KnownAs), Object: quad.String(n.Text)}
		b.say(shared.about(n.Of), fmt.Sprintf(b.words.sharesName, n.Text), q, n.By, "")
	}
	return slices.Concat(coined.done(unordered), same.done(unordered), shared.done(unordered)), nil
}

// claims are who is blamed for an incident, or for what an actor is blamed.
func (b *builder) claims(context.Context) ([]Entry, error) {
	s := b.sheaf()
	relation := b.label(quad.IRI(schema.AttributedTo))
	for _, e := range b.edges {
		switch e.Predicate {
		case quad.IRI(schema.AttributedTo):
			b.say(s.about(e.other(b.thing)), relation, e.Quad, e.record, "")
		case quad.IRI(schema.Conducted):
			b.say(s.about(e.other(b.thing)), b.label(e.Predicate), e.Quad, e.record, "")
		}
	}
	for _, e := range b.derived {
		supports := b.view.Supports(e.Quad)
		if e.Predicate != quad.IRI(schema.AttributedToState) || e.Object != quad.Value(b.thing) || len(supports) == 0 {
			continue
		}
		if named := supports[0].Object; named != quad.Value(b.thing) {
			b.say(s.about(e.Subject), relation, e.Quad, e.record, b.label(named))
		}
	}
	b.echoes(s)
	if b.view.IsA(b.thing, schema.Incident) {
		return s.done(oftenSaid), nil
	}
	return s.done(newestFirst), nil
}

// echoes adds the claims that have no such edge of their own and only support,
// acknowledge or deny a claim that has.
func (b *builder) echoes(s *sheaf) {
	for _, r := range b.records {
		if r == nil || len(r.Re) == 0 || b.about[r.IRI] == nil {
			continue
		}
		for _, e := range s.entries {
			for i := range e.Lines {
				l := &e.Lines[i]
				has := func(list []Voice, iris ...quad.IRI) bool {
					return slices.ContainsFunc(list, func(v Voice) bool { return slices.Contains(iris, v.Record.IRI) })
				}
				all := l.Voices()
				if has(all, r.Re...) && !has(all, r.IRI) {
					b.say(e, l.Relation, l.Edge, r, "")
				}
			}
		}
	}
}

// acts are what was done against the thing, or in answer to an incident, and
// what was expressly not done.
func (b *builder) acts(ctx context.Context) ([]Entry, error) {
	records := map[quad.IRI]*graph.Record{}
	notes := map[quad.IRI]string{}
	for _, e := range b.edges {
		if e.record.Act && e.Object == quad.Value(b.thing) {
			records[e.record.IRI] = e.record
		}
	}
	for _, e := range b.derived {
		if e.record.Act && e.Object == quad.Value(b.thing) {
			records[e.record.IRI] = e.record
			if e.Predicate == quad.IRI(schema.SanctionedStateVia) {
				notes[e.record.IRI] = b.words.through
			}
		}
	}
	if b.view.IsA(b.thing, schema.Incident) {
		for _, r := range b.about {
			if len(r.InResponseTo) > 0 {
				records[r.IRI] = r
			}
		}
	}
	return b.list(ctx, records, func(r *graph.Record) string {
		if notes[r.IRI] != "" {
			return notes[r.IRI]
		}
		if len(r.InResponseTo) > 0 && !slices.Contains(r.InResponseTo, b.thing) {
			return b.words.answering + " " + b.answers(r)
		}
		return ""
	})
}

// answers names what a record answers.
func (b *builder) answers(r *graph.Record) string {
	var text strings.Builder
	for i, to := range r.InResponseTo {
		if i > 0 {
			text.WriteString(", ")
		}
		if b.record(to) != nil {
			text.WriteString(schema.Handle(string(to)))
		} else {
			text.WriteString(b.label(to))
		}
	}
	return text.String()
}

// list makes an entry of each record that counts, the newest first.
func (b *builder) list(ctx context.Context, records map[quad.IRI]*graph.Record, note func(*graph.Record) string) ([]Entry, error) {
	var kept []*graph.Record
	for _, r := range records {
		if b.side(r) != hidden {
			kept = append(kept, r)
		}
	}
	slices.SortFunc(kept, func(x, y *graph.Record) int { return -x.Compare(y) })
	if n := len(kept); b.maxEntries >= 0 && n > b.maxEntries {
		kept, b.omitted = kept[:b.maxEntries], n-b.maxEntries
	}
	out := make([]Entry, 0, len(kept))
	for _, r := range kept {
		text, err := b.said.Line(ctx, r, maxEdges)
		if err != nil {
			return nil, err
		}
		e := Entry{Text: text, On: b.said.Date(r.When()), Note: note(r)}
		b.say(&e, "", quad.Quad{}, r, "")
		b.finish(&e.Lines[0], b.maxVoices)
		out = append(out, e)
	}
	return out, nil
}

// along are the entries of the edges with one of some predicates: the other end
// of each, as what relation calls it, "" for leaving it out.
func (b *builder) along(relation func(p quad.IRI, outward bool) string) []Entry {
	s := b.sheaf()
	for _, e := range b.edges {
		p, _ := e.Predicate.(quad.IRI)
		outward := e.Subject == quad.Value(b.thing)
		name := relation(p, outward)
		if name == "" {
			continue
		}
		end := e.Object
		if !outward {
			end = e.Subject
		}
		if p == schema.MemberOf && b.onLadder(e.Quad) {
			continue
		}
		if _, literal := end.(quad.LangString); literal && !b.wanted(e.Quad) {
			continue
		}
		b.say(s.about(end), name, e.Quad, e.record, "")
	}
	return s.done(oftenSaid)
}

// wanted reports whether a text is there in no language that is wanted more.
func (b *builder) wanted(q quad.Quad) bool {
	var same []quad.Quad
	for _, e := range b.edges {
		if e.Subject == q.Subject && e.Predicate == q.Predicate && e.Label == q.Label {
			same = append(same, e.Quad)
		}
	}
	return slices.Contains(b.said.Readable(same), q)
}

func (b *builder) victims(context.Context) ([]Entry, error) {
	return b.along(func(p quad.IRI, _ bool) string {
		if p == schema.Targeted {
			return b.label(p)
		}
		return ""
	}), nil
}

func (b *builder) means(context.Context) ([]Entry, error) {
	return b.along(func(p quad.IRI, _ bool) string {
		switch p {
		case schema.Exploited, schema.Aim, schema.Effect:
			return b.label(p)
		}
		return ""
	}), nil
}

func (b *builder) ties(context.Context) ([]Entry, error) {
	return b.along(func(p quad.IRI, outward bool) string {
		switch {
		case p == schema.WorksWith, p == schema.MemberOf && outward:
			return b.label(p)
		case p == schema.SpeaksFor && outward:
			return b.words.speaksFor
		case p == schema.SpeaksFor:
			return b.words.spokenForBy
		case p == schema.MemberOf:
			return b.words.members
		}
		return ""
	}), nil
}

// says and does are the thing's own claims and acts, the newest first.
func (b *builder) says(ctx context.Context) ([]Entry, error) { return b.own(ctx, false) }
func (b *builder) does(ctx context.Context) ([]Entry, error) { return b.own(ctx, true) }

func (b *builder) own(ctx context.Context, act bool) ([]Entry, error) {
	records := map[quad.IRI]*graph.Record{}
	for _, r := range b.made {
		if r.Act == act {
			records[r.IRI] = r
		}
	}
	return b.list(ctx, records, func(r *graph.Record) string {
		if len(r.InResponseTo) > 0 {
			return b.words.answering + " " + b.answers(r)
		}
		return ""
	})
}

// taken are the records about the thing that no longer stand.
func (b *builder) taken(ctx context.Context) ([]Entry, error) {
	fallen, err := b.view.TakenBack(ctx, b.thing)
	if err != nil {
		return nil, err
	}
	var out []Entry
	for _, f := range fallen {
		text := b.said.Sentences(b.said.Readable(f.Edges), maxEdges)
		e := Entry{Text: text, On: b.said.Date(f.Record.When()), Lines: []Line{{Sides: []Side{{Stance: For, Voices: []Voice{b.voice(f.Record)}}}}}}
		switch st := f.Standing; {
		case len(st.RetractedBy) > 0:
			e.Note = b.words.retracted + " " + words.Handles(st.RetractedBy)
		default:
			e.Note = b.words.replaced + " " + words.Handles(st.SupersededBy)
		}
		out = append(out, e)
	}
	return out, nil
}

// timeline is what has a date, in order of time; what is said on one day in the
// same words is one entry. Bounded, it keeps the newest.
func (b *builder) timeline(ctx context.Context) ([]Entry, error) {
	events, err := b.past.Timeline(ctx, b.thing)
	if err != nil {
		return nil, err
	}
	events = slices.DeleteFunc(events, func(ev graph.Event) bool { return ev.Date.IsZero() || b.side(ev.Record) == hidden })
	s := b.sheaf()
	for i, ev := range slices.Backward(events) {
		r := ev.Record
		var text string
		if ev.Edge.Subject != nil {
			text = b.label(ev.Edge.Subject) + " " + b.label(ev.Edge.Predicate)
		} else if text, err = b.said.Line(ctx, r, maxEventEdges); err != nil {
			return nil, err
		}
		on := b.said.Date(ev.When)
		name := on + "\x00" + text
		if s.byName[name] == nil && b.maxEntries >= 0 && len(s.entries) == b.maxEntries {
			b.omitted = i + 1
			break
		}
		b.say(s.entry(name, func(e *Entry) { e.Text, e.On = text, on }), "", ev.Edge, r, "")
	}
	slices.Reverse(s.entries)
	out := make([]Entry, 0, len(s.entries))
	for _, e := range s.entries {
		b.finish(&e.Lines[0], b.maxVoices)
		out = append(out, *e)
	}
	return out, nil
}

// head writes what comes first.
func (b *builder) head(d *Dossier) {
	parties, sources := map[quad.IRI]bool{}, map[quad.IRI]bool{}
	var records []*graph.Record
	met := map[quad.IRI]bool{}
	take := func(r *graph.Record) {
		if met[r.IRI] || b.side(r) == hidden {
			return
		}
		met[r.IRI] = true
		records = append(records, r)
		for _, p := range r.By {
			parties[p] = true
		}
		for _, src := range r.Sources {
			sources[src] = true
		}
	}
	for _, r := range b.about {
		take(r)
	}
	for _, r := range b.made {
		take(r)
	}
	d.Records, d.Parties, d.Sources = len(records), len(parties), len(sources)
	if len(records) == 0 {
		d.Lead = []string{b.words.nobody}
		return
	}
	slices.SortFunc(records, (*graph.Record).Compare)
	text := b.words.counted(len(records), len(parties), len(sources))
	dated := slices.DeleteFunc(slices.Clone(records), func(r *graph.Record) bool { return r.When() == "undated" })
	if len(dated) > 0 {
		// The newest is the one that begins last: a month is not newer than a day of it.
		d.First, d.Newest = dated[0], slices.MaxFunc(dated, func(x, y *graph.Record) int { return cmp.Compare(x.Earliest.String(), y.Earliest.String()) })
		switch first, newest := b.said.Date(d.First.When()), b.said.Date(d.Newest.When()); {
		case first == newest && !slices.ContainsFunc(dated, func(r *graph.Record) bool { return r.When() != d.First.When() }):
			text += fmt.Sprintf("; %s %s", b.words.only, first)
		case first == newest: // the others are less precise
			text += fmt.Sprintf("; %s %s", b.words.first, first)
		default:
			text += fmt.Sprintf("; %s %s, %s %s", b.words.first, first, b.words.newest, newest)
		}
	}
	d.Lead = append(d.Lead, text+".")
	d.Lead = append(d.Lead, b.dates()...)
	for _, r := range append(dated, records...) {
		if b.about[r.IRI] == nil || b.side(r) != pro {
			continue
		}
		if v := b.voice(r); len(v.Words) > 0 {
			d.FirstWords = &v
			d.Lead = append(d.Lead, fmt.Sprintf("%s: %s — %s, %s (%s).", b.words.firstWords, v.Words[0], v.Who, v.On, r.Handle()))
			break
		}
	}
}

// dates say when the thing began, ended, was discovered and disclosed, according
// to whom.
func (b *builder) dates() []string {
	type date struct {
		what, on string
		by       []string
	}
	var list []*date
	for _, e := range b.edges {
		if !words.IsDate(e.Predicate) || e.Subject != quad.Value(b.thing) || b.side(e.record) != pro {
			continue
		}
		what, on, by := b.label(e.Predicate), b.label(e.Object), b.said.Labels(e.record.By)
		i := slices.IndexFunc(list, func(d *date) bool { return d.what == what && d.on == on })
		if i < 0 {
			i = len(list)
			list = append(list, &date{what: what, on: on})
		}
		if !slices.Contains(list[i].by, by) {
			list[i].by = append(list[i].by, by)
		}
	}
	slices.SortStableFunc(list, func(x, y *date) int { return cmp.Or(cmp.Compare(x.what, y.what), cmp.Compare(x.on, y.on)) })
	text := ""
	for i, d := range list {
		switch {
		case i == 0:
			text = upper(d.what)
		case d.what != list[i-1].what:
			text += "; " + d.what
		default:
			text += ","
		}
		text += " " + d.on + " (" + strings.Join(d.by, ", ") + ")"
	}
	if text == "" {
		return nil
	}
	return []string{text + "."}
}

// upper begins a sentence.
func upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
