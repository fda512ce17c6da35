// Package notebook shows a graph in a Go notebook: one line asks or draws, and
// what comes back knows how to show itself.
//
//	g, err := seeds.Open()
//	…
//	b := notebook.New(g, nil)
//	b.Ask("which states were attributed without sanctions?").Show()
//	b.Through("by = United Kingdom", "as-of = 2021-07-31").Draw("Exchange hack").Show()
//
// Answers, query results, pictures, chains, dossiers, timelines and comparisons
// are values that stay valid, with the Go data that they were made of beside
// what they show: tables in HTML, pictures in SVG, all of it in Markdown and
// plain text too, with its lens and closed world below. Every text of the graph
// is escaped; nothing is fetched, nothing is run.
//
// Show displays in GoNB (https://github.com/janpfeifer/gonb) through the pipe
// that its kernel names in $GONB_PIPE; this package does not depend on it.
// Anywhere else Show prints plain text. Another kernel takes MIMEBundle, or is
// told to Display.
package notebook

import (
	"context"
	"fmt"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/ascribe-graph/ascribe/internal/words"
	"github.com/cayleygraph/quad"
)

// A Book is a graph seen through a lens. Its methods never fail: an error is
// kept in what they return, and shown. A Book is immutable and safe for
// concurrent use; each method looks at the newest state of the graph.
type Book struct {
	g     *graph.Graph
	lens  graph.Lens
	langs []string
	ctx   context.Context //nolint:containedctx // as that of a http.Request: a cell of a notebook has none to pass
	err   error           // of the lens
}

// New returns a Book on g seen through lens; nil is the default lens. The graph
// is the caller's to close.
func New(g *graph.Graph, lens *graph.Lens) *Book {
	b := &Book{g: g, langs: []string{"en", "nl"}, ctx: context.Background()}
	if lens != nil {
		b.lens = *lens
	}
	return b
}

// With returns the same graph through another lens; nil is the default one.
func (b *Book) With(lens *graph.Lens) *Book {
	c := *b
	c.lens, c.err = graph.Lens{}, nil
	if lens != nil {
		c.lens = *lens
	}
	return &c
}

// Through returns the same graph through the lens that these lines describe,
// as graph.LensText does: "by = United Kingdom", "as-of = 2021-07". No line is
// the default lens. A line that is not understood is an error of whatever the
// Book is asked then.
func (b *Book) Through(lines ...string) *Book {
	c := b.With(nil)
	text, err := graph.ReadLens(strings.NewReader(strings.Join(lines, "\n")), "")
	if err != nil {
		c.err = err
		return c
	}
	c.err = b.g.View(b.ctx, graph.Everything, func(v *graph.View) error {
		lens, err := text.Lens(ask.NewNames(v, b.langs...).Resolve)
		if err == nil {
			c.lens = *lens
		}
		return err
	})
	return c
}

// In returns a Book that speaks a language: "en", the default, or "nl".
func (b *Book) In(lang string) *Book {
	c := *b
	if c.langs = []string{"en", "nl"}; lang == "nl" {
		c.langs = []string{"nl", "en"}
	}
	return &c
}

// WithContext returns a Book whose questions end with ctx. Without it they end
// with the graph's QueryTime.
func (b *Book) WithContext(ctx context.Context) *Book {
	c := *b
	c.ctx = ctx
	return &c
}

// View calls fn with the newest state of the graph seen through the Book's lens,
// as graph.Graph.View does: for what no method of a Book does.
func (b *Book) View(fn func(context.Context, *graph.View) error) error {
	if b.err != nil {
		return b.err
	}
	lens := b.lens
	return b.g.View(b.ctx, &lens, func(v *graph.View) error { return fn(b.ctx, v) })
}

// desk is an open view with what a method needs of it.
type desk struct {
	words.Words
	ctx   context.Context //nolint:containedctx // lives as long as one call
	names *ask.Names
}

// view runs fn on the newest state of the graph. The page that fn fills gets
// the lens and the closed world, or the error.
func (b *Book) view(p *Page, fn func(*desk) error) {
	if p.err = b.err; p.err != nil {
		return
	}
	p.err = b.g.View(b.ctx, graph.Everything, func(all *graph.View) error {
		names := ask.NewNames(all, b.langs...)
		lens := b.lens
		v, err := all.With(&lens)
		if err != nil {
			return err
		}
		d := &desk{Words: words.Words{View: v, Langs: b.langs}, ctx: b.ctx, names: names}
		p.lens, p.world = d.Lens(), v.World().String()
		return fn(d)
	})
}

// pastStance lets the desk and the page see claims of every stance.
func (d *desk) pastStance(p *Page) error {
	past, err := d.View.PastStance()
	if err != nil {
		return err
	}
	lens := *d.View.Lens()
	lens.Stances = nil
	p.lens = "claims of every stance"
	if rest := lens.Describe(d.Langs[0], func(iri quad.IRI) string { return d.Label(iri) }); rest != "" {
		p.lens += "; " + rest
	}
	d.View, p.world = past, past.World().String()
	return nil
}

// resolve finds what names mean, of any of the classes.
func (d *desk) resolve(texts []string, classes ...quad.IRI) ([]quad.IRI, error) {
	out := make([]quad.IRI, 0, len(texts))
	for _, text := range texts {
		iri, err := d.names.Resolve(text, classes...)
		if err != nil {
			return nil, err
		}
		out = append(out, iri)
	}
	return out, nil
}

// record is a cell that names a record: its handle, its document behind it, and
// who said it when as a tooltip.
func (d *desk) record(r *graph.Record) part {
	p := part{text: r.Handle(), code: true, title: fmt.Sprintf("%s, %s: %s", d.Who(r), r.When(), d.Said(r))}
	for _, iri := range r.Sources {
		src := d.View.Source(iri, d.Langs...)
		p.title += "\n" + d.Sources([]quad.IRI{iri})
		if p.href == "" {
			p.href = src.URL
		}
	}
	return p
}

// handle is record for an IRI, which may name no visible record.
func (d *desk) handle(iri quad.IRI) part {
	if r := d.View.Record(iri); r != nil {
		return d.record(r)
	}
	return part{text: d.Label(iri), code: true}
}

func (d *desk) handles(iris []quad.IRI) cell {
	var c cell
	for _, iri := range iris {
		c = append(c, d.handle(iri))
	}
	return c
}
