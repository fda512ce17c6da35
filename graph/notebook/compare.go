package notebook

import (
	"fmt"
	"io"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/draw"
	"github.com/ascribe-graph/ascribe/schema"
)

// A Comparison sets two parties, or two lenses, beside each other: where they
// contradict, what both say, and what one says alone.
type Comparison struct {
	Page
	*graph.Comparison // nil if Err is not

	title string
	sides [2]draw.Side
	langs []string
}

// Compare compares what two parties say, themselves, through their organs and
// as members of a coalition, about a thing; "" is about anything. Denials
// count, whatever the lens's stances.
func (b *Book) Compare(left, right, about string) *Comparison {
	c := &Comparison{}
	b.view(&c.Page, func(d *desk) error {
		parties, err := d.resolve([]string{left, right}, schema.Party)
		if err != nil {
			return err
		}
		if parties[0] == parties[1] {
			return fmt.Errorf("compare: %s and %s are one party", left, right)
		}
		if err := d.pastStance(&c.Page); err != nil {
			return err
		}
		var o [2]graph.StatementOptions
		o[0].By, o[1].By = parties[0], parties[1]
		c.notes = append(c.notes, "What a party does not say here is not known to be its view.")
		return c.show(d, [2]*graph.View{d.View, d.View}, o, about, [2]string{d.Label(parties[0]), d.Label(parties[1])})
	})
	return c
}

// CompareWith compares what the Book shows with what the same graph shows
// through another lens, about a thing; "" is about anything.
func (b *Book) CompareWith(other *Book, about string) *Comparison {
	c := &Comparison{}
	if c.err = other.err; c.err != nil {
		return c
	}
	b.view(&c.Page, func(d *desk) error {
		lens := other.lens
		right, err := d.View.With(&lens)
		if err != nil {
			return err
		}
		views := [2]*graph.View{d.View, right}
		for i, v := range views {
			w := d.Words
			w.View = v
			text := w.Lens()
			if text == "" {
				text = "the default lens"
			}
			c.notes = append(c.notes, [2]string{"Left", "Right"}[i]+": "+text+"; "+v.World().String()+".")
		}
		c.lens, c.world = "", ""
		return c.show(d, views, [2]graph.StatementOptions{}, about, [2]string{"left", "right"})
	})
	return c
}

func (c *Comparison) show(d *desk, views [2]*graph.View, o [2]graph.StatementOptions, about string, names [2]string) error {
	var said [2][]graph.Statement
	for i, v := range views {
		if about != "" {
			thing, err := d.resolve([]string{about})
			if err != nil {
				return err
			}
			o[i].About = thing[0]
		}
		var err error
		if said[i], err = v.Statements(d.ctx, &o[i]); err != nil {
			return err
		}
	}
	c.Comparison = graph.Compare(said[0], said[1])
	for i, v := range views {
		w := *d
		w.View = v
		sub, err := w.of(draw.StatementRecords(said[i]))
		if err != nil {
			return err
		}
		c.sides[i] = draw.Side{Name: names[i], Subgraph: sub}
	}
	c.langs, c.title = d.Langs, names[0]+" · "+names[1]
	if about != "" {
		c.title = d.Label(o[0].About) + ": " + c.title
	}
	c.table = &table{head: []string{"what", names[0], names[1]}}
	side := func(s *graph.Statement) cell {
		if s == nil {
			return nil
		}
		var out cell
		for _, r := range s.Records {
			p := d.record(r)
			p.mark = d.Said(r) + ", " + r.When()
			out = append(out, p)
		}
		return out
	}
	group := func(name string, n int) {
		if n > 0 {
			c.table.group(fmt.Sprintf("%s (%d)", name, n))
		}
	}
	group("Contradictions", len(c.Contradictions))
	for _, p := range c.Contradictions {
		plainly := p.Left
		plainly.Denied = false
		what := d.Statement(&plainly)
		if p.Incident != "" {
			what = fmt.Sprintf("%s: %s or %s", d.Label(p.Incident), d.Label(p.Left.Object), d.Label(p.Right.Object))
		}
		c.table.add(plain(what), side(&p.Left), side(&p.Right))
	}
	group("Both", len(c.Both))
	for _, p := range c.Both {
		c.table.add(plain(d.Statement(&p.Left)), side(&p.Left), side(&p.Right))
	}
	group("Only "+names[0], len(c.OnlyLeft))
	for _, s := range c.OnlyLeft {
		c.table.add(plain(d.Statement(&s)), side(&s), nil)
	}
	group("Only "+names[1], len(c.OnlyRight))
	for _, s := range c.OnlyRight {
		c.table.add(plain(d.Statement(&s)), nil, side(&s))
	}
	c.head = fmt.Sprintf("%d by both, %d only %s, %d only %s, %d contradictory.",
		len(c.Both), len(c.OnlyLeft), names[0], len(c.OnlyRight), names[1], len(c.Contradictions))
	return nil
}

// Draw draws both sides in one picture.
func (c *Comparison) Draw() *Picture {
	p := &Picture{Page: Page{err: c.err}}
	if p.err == nil {
		p.draw(func(w io.Writer) error {
			return draw.ComparisonSVG(w, c.sides[0], c.sides[1], c.Comparison, &draw.Options{Title: c.title, Langs: c.langs})
		})
	}
	return p
}
