package notebook

import (
	"maps"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/cayleygraph/quad"
)

// An Answer is the answer to a question, shown as its sentence and a table
// whose last column is the records behind each row.
type Answer struct {
	Page
	*ask.Answer // nil if Err is not

	book *Book
}

// Ask answers a question in English or Dutch; see package ask.
func (b *Book) Ask(question string) *Answer {
	a := &Answer{book: b}
	b.view(&a.Page, func(d *desk) error {
		var err error
		a.Answer, err = ask.Ask(d.ctx, d.View, question, &ask.Options{Langs: d.Langs, Names: d.names})
		if err != nil {
			return err
		}
		a.show(d)
		return nil
	})
	return a
}

// perhapsHead and recordsHead are headings in the answer's language.
var (
	perhapsHead = map[string]string{"en": "perhaps", "nl": "misschien"}
	recordsHead = map[string]string{"en": "records", "nl": "records"}
)

func (a *Answer) show(d *desk) {
	if d.Langs[0] != a.Lang {
		d.Langs = []string{a.Lang, "en"}
	}
	a.head, a.world = a.Sentence, a.WorldText
	a.lens = a.Answer.Lens.Describe(a.Lang, func(iri quad.IRI) string { return d.Label(iri) })
	a.table = &table{}
	for _, c := range a.Columns {
		a.table.head = append(a.table.head, strings.ToLower(c.Head))
	}
	if len(a.Perhaps) > 0 {
		a.table.head = append(a.table.head, perhapsHead[a.Lang])
	}
	a.table.head = append(a.table.head, recordsHead[a.Lang])
	for _, rows := range [][]ask.Row{a.Rows, a.Perhaps} {
		for _, r := range rows {
			var cells []cell
			for _, values := range r.Cells {
				var c cell
				for _, v := range values {
					p := part{text: v.Text, mark: v.Mark}
					for _, iri := range v.Records {
						if rec := d.View.Record(iri); rec != nil {
							p.title += d.record(rec).title + "\n"
						}
					}
					c = append(c, p)
				}
				cells = append(cells, c)
			}
			if len(a.Perhaps) > 0 {
				mark := ""
				if r.Perhaps {
					mark = perhapsHead[a.Lang]
				}
				cells = append(cells, plain(mark))
			}
			a.table.add(append(cells, d.handles(r.Records))...)
		}
	}
	for _, n := range a.Notes {
		a.notes = append(a.notes, n.Text)
	}
}

// Draw draws the records on which the answer rests.
func (a *Answer) Draw() *Picture {
	if a.err != nil {
		return &Picture{Page: Page{err: a.err}}
	}
	about := slices.Sorted(maps.Values(a.Slots))
	return a.book.picture(a.Question, &about, func(d *desk, o *graph.SubgraphOptions) (*graph.Subgraph, error) {
		return a.Subgraph(d.ctx, d.View, o)
	})
}
