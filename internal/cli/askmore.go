package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// askOptions are the options of a question: languages and templates of the user.
func (s *session) askOptions(names *ask.Names) (*ask.Options, error) {
	own, err := s.ownTemplates()
	if err != nil {
		return nil, err
	}
	o := &ask.Options{Names: names, Templates: own}
	if s.flags.lang != "" {
		o.Langs = s.langs()
	}
	return o, nil
}

// ownTemplates reads the questions of the user: of the folder that --templates
// or $ASCRIBE_TEMPLATES names, which has to be there, else of the settings.
func (s *session) ownTemplates() ([]*ask.Template, error) {
	dir := cmp.Or(s.flags.templates, os.Getenv("ASCRIBE_TEMPLATES"))
	if dir == "" {
		config, err := os.UserConfigDir()
		if err != nil {
			return nil, nil //nolint:nilerr // without settings there are none
		}
		dir = filepath.Join(config, "ascribe", "templates")
		if _, err := os.Stat(dir); err != nil {
			return nil, nil //nolint:nilerr // nobody asked for it
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the folder of your questions: %w", err)
	}
	defer root.Close()
	list, err := ask.ReadTemplates(root.FS())
	if t, ok := errors.AsType[*ask.TemplateError](err); ok {
		return nil, &rdf.SyntaxError{File: filepath.Join(dir, t.File), Line: t.Line, Col: t.Col, Msg: t.Msg}
	}
	return list, err
}

// writeEvidence writes the records that an answer rests on for other programs:
// as N-Quads, with the sources they cite, or as a drawing in DOT.
func (s *session) writeEvidence(ctx context.Context, v *graph.View, a *ask.Answer, format string) error {
	past, err := v.PastStance()
	if err != nil {
		return err
	}
	if format == "dot" {
		sub, err := past.Subgraph(ctx, a.Records(), &graph.SubgraphOptions{Langs: s.langs()})
		if err != nil {
			return err
		}
		p := picture{title: a.Question, format: "dot"}
		return s.draw(ctx, p, "a graph", subgraphDrawing(sub))
	}
	w := rdf.NewWriter(s.out, rdf.NQuads, nil)
	about := func(p graph.Pattern) error {
		for q, err := range past.Match(ctx, p) {
			if err != nil {
				return err
			}
			if derived(q) {
				continue
			}
			if err := w.Write(q); err != nil {
				return err
			}
		}
		return nil
	}
	sources := map[quad.IRI]bool{}
	for _, record := range a.Records() {
		if err := about(graph.Pattern{Subject: record}); err != nil {
			return err
		}
		if err := about(graph.Pattern{Label: record}); err != nil {
			return err
		}
		if r := past.Record(record); r != nil {
			for _, src := range r.Sources {
				sources[src] = true
			}
		}
	}
	for _, src := range slices.Sorted(maps.Keys(sources)) {
		if err := about(graph.Pattern{Subject: src}); err != nil {
			return err
		}
	}
	return w.Close()
}

// derived reports whether a lens computed a quad.
func derived(q quad.Quad) bool {
	p, ok := q.Predicate.(quad.IRI)
	if !ok {
		return false
	}
	def, ok := schema.Property(string(p))
	return ok && def.Type == schema.DerivedProperty
}

// explainAnswer says how a question was understood and how its queries are
// evaluated.
func (s *session) explainAnswer(ctx context.Context, v *graph.View, a *ask.Answer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "asked        %s\nunderstood   %s\nby           %s\n", a.Asked, a.Question, understoodBy(a))
	for _, name := range slices.Sorted(maps.Keys(a.Slots)) {
		fmt.Fprintf(&b, "%-12s %s\n", name, v.Label(a.Slots[name], s.langs()...)+" ("+schema.Handle(string(a.Slots[name]))+")")
	}
	fmt.Fprintf(&b, "lens         %s\n", cmp.Or(s.describeLens(v, &a.Lens), "the default"))
	seen, err := v.With(&a.Lens)
	if err != nil {
		return err
	}
	for i, text := range a.Queries {
		if len(a.Queries) > 1 {
			fmt.Fprintf(&b, "\nquery %d of %d:\n", i+1, len(a.Queries))
		} else {
			b.WriteString("\nquery:\n")
		}
		fmt.Fprintf(&b, "%s\n\nplan:\n", strings.TrimSpace(text))
		tree, err := seen.Plan(ctx, text, &graph.QueryOptions{Relations: true}, false)
		if err != nil {
			return err
		}
		b.WriteString(tree.String())
	}
	_, err = io.WriteString(s.out, b.String())
	return err
}

func understoodBy(a *ask.Answer) string {
	if a.Template == ask.LanguageID {
		return "the composable language"
	}
	return "the template " + a.Template
}
