package notebook

import (
	"bytes"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/draw"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// A Picture is a part of the graph, shown as the picture that package draw
// makes of it.
type Picture struct {
	Page
	*graph.Subgraph // nil if Err is not, and of a comparison, which has two
}

// Draw draws the records that speak of the things with these names.
func (b *Book) Draw(names ...string) *Picture {
	var about []quad.IRI
	return b.picture("", &about, func(d *desk, o *graph.SubgraphOptions) (*graph.Subgraph, error) {
		var err error
		if about, err = d.resolve(names); err != nil {
			return nil, err
		}
		return d.View.Around(d.ctx, about, o)
	})
}

// Subgraph shows a part of a graph that was taken out of a view. nil options
// are the defaults.
func Subgraph(s *graph.Subgraph, o *draw.Options) *Picture {
	p := &Picture{Subgraph: s}
	p.draw(func(w io.Writer) error { return draw.SVG(w, s, o) })
	return p
}

// picture draws what take returns. The title is that, or else the names of the
// things that it is about.
func (b *Book) picture(title string, about *[]quad.IRI, take func(*desk, *graph.SubgraphOptions) (*graph.Subgraph, error)) *Picture {
	p := &Picture{}
	b.view(&p.Page, func(d *desk) error {
		s, err := take(d, &graph.SubgraphOptions{Langs: d.Langs})
		if err != nil {
			return err
		}
		o := &draw.Options{Title: title, Langs: d.Langs}
		if about != nil {
			if o.About = *about; title == "" {
				o.Title = d.Labels(*about)
			}
		}
		p.Subgraph = s
		p.draw(func(w io.Writer) error { return draw.SVG(w, s, o) })
		return nil
	})
	p.lens, p.world = "", "" // stand in the picture
	return p
}

var svgWidth = regexp.MustCompile(`^<svg [^>]*?width="(\d+)`)

// draw keeps the picture that write writes.
func (p *Page) draw(write func(io.Writer) error) {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		p.err = err
		return
	}
	p.svg = b.String()
	if m := svgWidth.FindStringSubmatch(p.svg); m != nil {
		p.width, _ = strconv.Atoi(m[1])
	}
}

// SVG returns the picture, "" if Err is not nil.
func (p *Picture) SVG() string { return p.svg }

// Chains are the ways from one thing to another, shown as a picture and a table
// with the records behind each hop.
type Chains struct {
	Page
	Chains   []graph.Chain
	Subgraph *graph.Subgraph // the records of the hops; nil if there is no chain
}

// Path follows the chains of links (linked to, part of, acts for, officer of)
// from one thing to another, or back: the shortest and those of one hop more,
// as graph.View.Connect does. No chain is no error. With steps, only those are
// followed.
func (b *Book) Path(from, to string, steps ...graph.Step) *Chains {
	c := &Chains{}
	b.view(&c.Page, func(d *desk) error {
		ends, err := d.resolve([]string{from, to})
		if err != nil {
			return err
		}
		q := graph.PathQuery{From: ends[0], To: ends[1], Steps: steps, Mode: graph.AllShortest}
		if c.Chains, err = d.View.Connect(d.ctx, q); err != nil {
			return err
		}
		if len(c.Chains) == 0 {
			c.head = "No chain from " + d.Label(ends[0]) + " to " + d.Label(ends[1]) + "."
			return nil
		}
		return c.show(d, q)
	})
	return c
}

func (c *Chains) show(d *desk, q graph.PathQuery) error {
	var records []quad.IRI
	c.table = &table{head: []string{"hop", "by", "says", "on", "record"}}
	for i, chain := range c.Chains {
		var text strings.Builder
		text.WriteString(d.Label(chain[0].From))
		for _, h := range chain {
			text.WriteString(" → " + d.Label(h.To))
		}
		if i == 0 && len(c.Chains) == 1 {
			c.head = text.String() + "."
		} else {
			c.table.group(strconv.Itoa(i+1) + ". " + text.String())
		}
		for _, h := range chain {
			records = append(records, h.Records...)
			d.hop(c.table, h)
		}
	}
	if len(c.Chains) > 1 {
		c.head = strconv.Itoa(len(c.Chains)) + " chains from " + d.Label(q.From) + " to " + d.Label(q.To) + "."
	}
	var err error
	if c.Subgraph, err = d.of(records); err != nil {
		return err
	}
	c.draw(func(w io.Writer) error {
		return draw.PathsSVG(w, c.Subgraph, c.Chains, &draw.Options{Langs: d.Langs})
	})
	return nil
}

// of takes records out of the view, all of them.
func (d *desk) of(records []quad.IRI) (*graph.Subgraph, error) {
	return d.View.Subgraph(d.ctx, records, &graph.SubgraphOptions{Langs: d.Langs, MaxRecords: max(1, len(records))})
}

// hop adds a row for each record behind a hop.
func (d *desk) hop(t *table, h graph.Hop) {
	from, to := h.From, h.To
	if !h.Forward {
		from, to = to, from
	}
	text := d.Edge(quad.Quad{Subject: from, Predicate: h.Predicate, Object: to})
	if h.Predicate == schema.OperatesFrom {
		text += " (territory)"
	}
	for i, iri := range h.Records {
		r := row{cells: []cell{plain(text), nil, nil, nil, {d.handle(iri)}}, lead: min(i, 1)}
		if rec := d.View.Record(iri); rec != nil {
			r.cells[1], r.cells[2], r.cells[3] = plain(d.Who(rec)), plain(d.Said(rec)), plain(rec.When())
		}
		t.rows = append(t.rows, r)
	}
}
