package cli

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"
)

// describe says the view's lens with labels.
func (s *session) describe(v *graph.View) string { return s.describeLens(v, v.Lens()) }

// describeLens says a lens with labels; a question may have narrowed the
// view's own.
func (s *session) describeLens(v *graph.View, l *graph.Lens) string {
	return l.Describe(s.langs()[0], func(iri quad.IRI) string { return v.Label(iri, s.langs()...) })
}

// sheetOf starts a sheet with the lens and the world of a view.
func (s *session) sheetOf(v *graph.View, columns ...string) *sheet {
	w := v.World()
	return &sheet{Columns: columns, Lens: s.describe(v), World: &w}
}

func (s *session) writeQuads(w io.Writer, quads []quad.Quad, format rdf.Format) error {
	slices.SortFunc(quads, graph.CompareQuads)
	rw := rdf.NewWriter(w, format, &rdf.WriterOptions{Prefixes: schema.Prefixes()})
	for _, q := range quads {
		if err := rw.Write(q); err != nil {
			return err
		}
	}
	return rw.Close()
}

// labels joins what people call some things.
func (s *session) labels(v *graph.View, iris []quad.IRI) string {
	names := make([]string, len(iris))
	for i, iri := range iris {
		names[i] = v.Label(iri, s.langs()...)
	}
	return strings.Join(names, ", ")
}

// said puts in words how a record stands: "asserts", "sanction", with how sure
// it is.
func (s *session) said(v *graph.View, r *graph.Record) string {
	if r.Act {
		return v.Label(r.Kind, s.langs()...)
	}
	parts := []string{v.Label(r.Stance, s.langs()...)}
	for _, w := range r.LikelihoodWords {
		parts = append(parts, "“"+v.Label(w)+"”")
	}
	if r.Likelihood[0] >= 0 {
		parts = append(parts, fmt.Sprintf("%d–%d %%", r.Likelihood[0], r.Likelihood[1]))
	}
	if r.Confidence != "" {
		parts = append(parts, v.Label(r.Confidence, s.langs()...))
	}
	return strings.Join(parts, ", ")
}

// who names the makers of a record and who passed their words on.
func (s *session) who(v *graph.View, r *graph.Record) string {
	text := s.labels(v, r.By)
	if len(r.RelayedBy) > 0 {
		text += " (relayed by " + s.labels(v, r.RelayedBy) + ")"
	}
	return text
}

// sources names the documents of a record.
func (s *session) sources(v *graph.View, iris []quad.IRI) string {
	var out []string
	for _, iri := range iris {
		src := v.Source(iri, s.langs()...)
		text := cmp.Or(src.Title, v.Label(iri, s.langs()...))
		if src.Publisher != "" {
			text += ", " + src.Publisher
		}
		if !src.Published.IsZero() {
			text += ", " + src.Published.String()
		}
		out = append(out, text)
	}
	return strings.Join(out, "; ")
}

// edgeText writes an edge in words.
func (s *session) edgeText(v *graph.View, q quad.Quad) string {
	return v.Label(q.Subject, s.langs()...) + " " + v.Label(q.Predicate, s.langs()...) + " " + v.Label(q.Object, s.langs()...)
}

// readable sorts quads and leaves out texts that are there in a language that
// is wanted more.
func (s *session) readable(quads []quad.Quad) []quad.Quad {
	rank := func(lang string) int {
		for i, l := range s.langs() {
			if lang == l || strings.HasPrefix(lang, l+"-") {
				return i
			}
		}
		return len(s.langs())
	}
	type place struct{ subject, predicate, label quad.Value }
	best := map[place]int{}
	texts := func(q quad.Quad, fn func(place, int) bool) bool {
		l, ok := q.Object.(quad.LangString)
		return ok && fn(place{q.Subject, q.Predicate, q.Label}, rank(l.Lang))
	}
	for _, q := range quads {
		texts(q, func(p place, r int) bool {
			if old, ok := best[p]; !ok || r < old {
				best[p] = r
			}
			return true
		})
	}
	out := slices.DeleteFunc(slices.Clone(quads), func(q quad.Quad) bool {
		return texts(q, func(p place, r int) bool { return r > best[p] })
	})
	slices.SortFunc(out, graph.CompareQuads)
	return out
}

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
