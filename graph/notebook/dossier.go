package notebook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/dossier"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// A Dossier is what is known of a thing, as package dossier puts it together,
// shown as a table: its parts, and in each a row a record.
type Dossier struct {
	Page
	*dossier.Dossier               // nil if Err is not, or if it is a record's
	Record           *graph.Record // where the name is a record's handle
}

// Dossier returns the dossier of what a name means; of a handle it is the
// record in full, as Cite gives it.
func (b *Book) Dossier(name string) *Dossier {
	o := &Dossier{}
	b.view(&o.Page, func(d *desk) error {
		iris, err := d.resolve([]string{name})
		if err != nil {
			return err
		}
		if o.Record = d.View.Record(iris[0]); o.Record != nil {
			o.table = &table{head: []string{"field", "value"}}
			return d.fields(o.table, o.Record)
		}
		o.Dossier, err = dossier.Of(d.ctx, d.View, iris[0], &dossier.Options{Langs: d.Langs, MaxEntries: -1, MaxVoices: -1})
		if err != nil {
			return err
		}
		o.show(d)
		return nil
	})
	return o
}

// dossierHeads are the heads of a dossier's table in its language.
var dossierHeads = map[string][]string{
	"en": {"what", "by", "says", "on", "record"},
	"nl": {"wat", "door", "zegt", "op", "record"},
}

func (o *Dossier) show(d *desk) {
	o.head = o.Label
	if len(o.Kinds) > 0 {
		o.head += ": " + strings.Join(o.Kinds, ", ")
	}
	o.head = strings.TrimSuffix(o.head, ".") + ". " + strings.Join(o.Lead, " ")
	o.table = &table{head: dossierHeads[o.Lang]}
	for _, s := range o.Sections {
		o.table.group(s.Title)
		for i := range s.Entries {
			o.entry(d, &s.Entries[i])
		}
	}
	if len(o.Sections) == 0 {
		o.notes = append(o.notes, "No visible record speaks of it.")
	}
}

// entry adds a row for each record of an entry; what several rows say stands in
// the first.
func (o *Dossier) entry(d *desk, e *dossier.Entry) {
	text := strings.Repeat("\u2003", e.Depth) + e.Text
	what := part{text: text, mark: e.Note, title: e.Kind}
	rows := 0
	for _, l := range e.Lines {
		for _, side := range l.Sides {
			for _, v := range side.Voices {
				c := cell{what}
				if relation := cmp.Or(side.Lead, l.Relation); relation != "" {
					c[0].mark = strings.TrimPrefix(e.Note+", "+relation, ", ")
				}
				// The row above says it where nothing of it differs.
				r := row{cells: []cell{c, plain(v.Who), plain(v.Says), plain(v.On), {d.record(v.Record)}}}
				if last := o.table.rows[len(o.table.rows)-1]; rows > 0 && last.cells[0].String() == c.String() {
					r.lead = 1
				}
				o.table.rows = append(o.table.rows, r)
				rows++
			}
		}
	}
	if rows == 0 {
		o.table.add(cell{what}, nil, nil, plain(e.On), nil)
	}
}

// Cite shows records in full, each under its handle: who, when, how sure, in
// which words, by which document, and its edges. Handles are as printed, such
// as uk-2021-07-19/2; a record counts whatever its stance.
func (b *Book) Cite(handles ...string) *Page {
	p := &Page{}
	b.view(p, func(d *desk) error {
		if err := d.pastStance(p); err != nil {
			return err
		}
		p.table = &table{head: []string{"field", "value"}}
		for _, h := range handles {
			i := slices.IndexFunc(schema.ExpandHandle(h), func(iri string) bool { return d.View.Record(quad.IRI(iri)) != nil })
			if i < 0 {
				return fmt.Errorf("cite: no visible record %q", h)
			}
			r := d.View.Record(quad.IRI(schema.ExpandHandle(h)[i]))
			if len(handles) > 1 {
				p.table.group(r.Handle())
			}
			if err := d.fields(p.table, r); err != nil {
				return err
			}
		}
		return nil
	})
	return p
}

// fields adds what a record says of itself, a row a field.
func (d *desk) fields(t *table, r *graph.Record) error {
	t.add(plain("record"), cell{d.record(r)})
	if text := d.Text(r.Summary); text != "" {
		t.add(plain("summary"), plain(text))
	}
	fields, err := d.Fields(d.ctx, r)
	for i := 0; i < len(fields); {
		name := fields[i].Name
		var c cell
		for ; i < len(fields) && fields[i].Name == name; i++ {
			p := part{text: fields[i].Text}
			switch iri := fields[i].IRI; {
			case name == "source":
				p.href = d.View.Source(iri).URL
			case iri != "" && d.View.Record(iri) != nil:
				p = d.handle(iri)
			}
			c = append(c, p)
		}
		t.add(plain(name), c)
	}
	return err
}
