package notebook

import (
	"io"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/draw"
)

// A Timeline is what happened, and who said or did what about it, in the order
// of time, each date as precise as its source.
type Timeline struct {
	Page
	Events []graph.Event

	book  *Book
	title string
}

// Timeline returns the events that concern the things with these names, or all.
func (b *Book) Timeline(names ...string) *Timeline { return b.Between("", "", names...) }

// Between is Timeline from one date to another, each a day, a month or a year;
// "" is no bound.
func (b *Book) Between(from, to string, names ...string) *Timeline {
	t := &Timeline{book: b}
	b.view(&t.Page, func(d *desk) error {
		var bounds [2]graph.Date
		for i, text := range []string{from, to} {
			if text == "" {
				continue
			}
			var err error
			if bounds[i], err = graph.ParseDate(text); err != nil {
				return err
			}
		}
		things, err := d.resolve(names)
		if err != nil {
			return err
		}
		t.title = d.Labels(things)
		if t.Events, err = d.View.Timeline(d.ctx, things...); err != nil {
			return err
		}
		t.Events = slices.DeleteFunc(t.Events, func(e graph.Event) bool { return !e.Within(bounds[0], bounds[1]) })
		return t.show(d)
	})
	return t
}

// Draw draws the events as a strip of time with a lane for each party.
func (t *Timeline) Draw() *Picture {
	p := &Picture{Page: Page{err: t.err}}
	if p.err != nil {
		return p
	}
	t.book.view(&p.Page, func(d *desk) error {
		var err error
		if p.Subgraph, err = d.of(draw.EventRecords(t.Events)); err != nil {
			return err
		}
		p.draw(func(w io.Writer) error {
			return draw.TimelineSVG(w, p.Subgraph, t.Events, &draw.Options{Title: t.title, Langs: d.Langs})
		})
		return nil
	})
	p.lens, p.world = "", "" // stand in the picture
	return p
}

func (t *Timeline) show(d *desk) error {
	t.table = &table{head: []string{"on", "by", "says", "what", "record"}}
	last := ""
	for _, e := range t.Events {
		var what string
		says := d.Said(e.Record)
		if e.Edge.Subject != nil {
			says = d.Label(e.Edge.Predicate) + " (" + says + ")"
			what = d.Label(e.Edge.Subject)
		} else {
			var err error
			if what, err = d.summary(e.Record); err != nil {
				return err
			}
		}
		r := row{cells: []cell{plain(e.When), plain(d.Who(e.Record)), plain(says), plain(what), {d.record(e.Record)}}}
		if e.When == last {
			r.lead = 1
		}
		last = e.When
		t.table.rows = append(t.table.rows, r)
	}
	if len(t.Events) == 0 {
		t.notes = append(t.notes, "No visible record gives a date.")
	}
	return nil
}

// summary is what a record says in a line, and what it answers.
func (d *desk) summary(r *graph.Record) (string, error) {
	text, err := d.Line(d.ctx, r, -1)
	if len(r.InResponseTo) > 0 {
		var to []string
		for _, iri := range r.InResponseTo {
			to = append(to, d.handle(iri).text)
		}
		text += " (for " + strings.Join(to, ", ") + ")"
	}
	return strings.TrimSpace(text), err
}
