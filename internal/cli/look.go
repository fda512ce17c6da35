package cli

import (
	"fmt"
	"io"
	"slices"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/internal/words"
	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"
)

// describe says the view's lens with labels.
func (s *session) describe(v *graph.View) string { return s.describeLens(v, v.Lens()) }

// describeLens says a lens with labels; a question may have narrowed the
// view's own.
func (s *session) describeLens(v *graph.View, l *graph.Lens) string {
	return l.Describe(s.langs()[0], func(iri quad.IRI) string { return v.OwnLabel(iri, s.langs()...) })
}

// sheetOf starts a sheet with the lens and the world of a view.
func (s *session) sheetOf(v *graph.View, columns ...string) *sheet {
	w := v.World()
	lang := s.langs()[0]
	return &sheet{Columns: columns, Lens: s.describe(v), World: &w, WorldText: w.Describe(lang), Lang: lang}
}

func (s *session) writeQuads(w io.Writer, quads []quad.Quad, format rdf.Format) error {
	slices.SortFunc(quads, graph.CompareQuads)
	rw := rdf.NewWriter(w, format, graph.WriterOptions())
	for _, q := range quads {
		if err := rw.Write(q); err != nil {
			return err
		}
	}
	return rw.Close()
}

// words speaks of what a view shows in the languages of the flags.
func (s *session) words(v *graph.View) words.Words { return words.Words{View: v, Langs: s.langs()} }

func (s *session) labels(v *graph.View, iris []quad.IRI) string { return s.words(v).Labels(iris) }

func (s *session) said(v *graph.View, r *graph.Record) string { return s.words(v).Said(r) }

func (s *session) who(v *graph.View, r *graph.Record) string { return s.words(v).Who(r) }

func (s *session) sources(v *graph.View, iris []quad.IRI) string { return s.words(v).Sources(iris) }

func (s *session) edgeText(v *graph.View, q quad.Quad) string { return s.words(v).Edge(q) }

func (s *session) readable(quads []quad.Quad) []quad.Quad { return s.words(nil).Readable(quads) }

func (s *session) welcome(c *cobra.Command, _ []string) error {
	g, err := s.open()
	if err != nil {
		return err
	}
	return g.View(c.Context(), nil, func(v *graph.View) error {
		w := v.World()
		kind := "graph"
		if _, embedded := s.seeds(); embedded {
			kind = "a starter set, not a feed"
		}
		_, err := fmt.Fprintf(s.out, `%s (%s): %s; the newest is of %s.

Three questions that it can answer:
  ascribe ask "which states were attributed without sanctions?" --as-of 2021-07-31
  ascribe ask "who stands behind the Exchange attribution?" --why
  ascribe path APT31 China

'ascribe --help' lists the commands, 'ascribe ask --list' the questions.
`, g.Name(), kind, w, w.Newest)
		return err
	})
}
