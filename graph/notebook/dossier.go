package notebook

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// A Dossier is what is known of a thing: its names by who uses them, and what
// the visible records say of it, each with all records that agree.
type Dossier struct {
	Page
	Thing      quad.IRI
	Namings    []graph.Naming    // label, names and search forms
	Statements []graph.Statement // that begin or end at it, or answer it; without names
	Record     *graph.Record     // where Thing is a record; the rest is then empty
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
		o.Thing = iris[0]
		if o.Record = d.View.Record(o.Thing); o.Record != nil {
			o.table = &table{head: []string{"field", "value"}}
			return d.fields(o.table, o.Record)
		}
		o.Namings = d.View.Namings(func(n graph.Name) bool { return n.Of == o.Thing })
		if err := d.pastStance(&o.Page); err != nil { // a dossier without the denials would be half of one
			return err
		}
		all, err := d.View.Statements(d.ctx, &graph.StatementOptions{About: o.Thing})
		if err != nil {
			return err
		}
		o.Statements = slices.DeleteFunc(all, func(s graph.Statement) bool {
			return s.Kind == graph.NameOf || s.Subject != o.Thing && s.Object != quad.Value(o.Thing) && s.Answers != o.Thing
		})
		o.show(d)
		return nil
	})
	return o
}

// kindHeads are the headings of a dossier's parts.
var kindHeads = map[graph.StatementKind]string{graph.Blame: "Attributions", graph.Link: "Links", graph.Deed: "Acts"}

func (o *Dossier) show(d *desk) {
	kinds := make([]string, 0, 2)
	for _, c := range d.View.Classes(o.Thing) {
		kinds = append(kinds, d.Label(c))
	}
	o.head = d.Label(o.Thing)
	if len(kinds) > 0 {
		o.head += ": " + strings.Join(kinds, ", ")
	}
	o.head += "."
	o.table = &table{head: []string{"what", "by", "says", "on", "record"}}
	named := false
	for _, n := range o.Namings {
		if n.By == nil {
			continue
		}
		if !named {
			o.table.group("Names")
			named = true
		}
		o.table.add(plain(n.Text), plain(d.Who(n.By)), plain(d.Said(n.By)), plain(n.By.When()), cell{d.record(n.By)})
	}
	last := graph.StatementKind(-1)
	for _, s := range byKindAndDate(o.Statements) {
		if s.Kind != last {
			last = s.Kind
			o.table.group(kindHeads[last])
		}
		d.statement(o.table, d.Statement(&s), &s)
	}
	if len(o.table.rows) == 0 {
		o.notes = append(o.notes, "No visible record speaks of it.")
	}
}

// byKindAndDate sorts statements as a dossier lists them: by kind, the oldest
// first.
func byKindAndDate(list []graph.Statement) []graph.Statement {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b graph.Statement) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), a.Records[0].Compare(b.Records[0]))
	})
	return list
}

// statement adds a row for each record that says it.
func (d *desk) statement(t *table, text string, s *graph.Statement) {
	for i, r := range s.Records {
		t.rows = append(t.rows, row{
			cells: []cell{plain(text), plain(d.Who(r)), plain(d.Said(r)), plain(r.When()), {d.record(r)}},
			lead:  min(i, 1),
		})
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

// fields adds the fields of a record that it has.
func (d *desk) fields(t *table, r *graph.Record) error {
	add := func(field string, c ...part) {
		c = slices.DeleteFunc(c, func(p part) bool { return p.text == "" })
		if len(c) > 0 {
			t.add(plain(field), c)
		}
	}
	add("record", d.record(r))
	add("by", part{text: d.Labels(r.By)})
	add("relayed by", part{text: d.Labels(r.RelayedBy)})
	add("on", part{text: r.When()})
	for _, o := range r.OtherDates {
		add(d.Label(o.Property), part{text: o.Date.String()})
	}
	add("says", part{text: d.Said(r)})
	if r.Form != "" {
		add("form", part{text: d.Label(r.Form)})
	}
	add("about the claim", d.handles(r.Re)...)
	add("in response to", d.handles(r.InResponseTo)...)
	add("supersedes", d.handles(r.Supersedes)...)
	var basis, words cell
	for _, v := range r.LegalBasis {
		basis = append(basis, part{text: d.View.Label(v)})
	}
	add("legal basis", basis...)
	add("summary", part{text: d.Text(r.Summary)})
	for _, v := range r.Quotes {
		p := part{text: "“" + d.View.Label(v) + "”"}
		if l, ok := v.(quad.LangString); ok {
			p.mark = l.Lang
		}
		words = append(words, p)
	}
	add("words", words...)
	edges, err := d.View.Edges(d.ctx, r.IRI)
	if err != nil {
		return err
	}
	var says cell
	for _, q := range d.Readable(edges) {
		says = append(says, part{text: d.Edge(q)})
	}
	add("edges", says...)
	for _, iri := range r.Sources {
		src := d.View.Source(iri, d.Langs...)
		add("source", part{text: d.Sources([]quad.IRI{iri}), href: src.URL})
	}
	return nil
}
