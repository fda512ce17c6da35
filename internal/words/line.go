package words

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Line says in a line what a record says: its edges in words, or what its summary
// says, or else which claims it is about. It names at most so many edges; below
// 0 it names all. When something was is left out: a timeline says that of its own.
func (w Words) Line(ctx context.Context, r *graph.Record, most int) (string, error) {
	edges, err := w.View.Edges(ctx, r.IRI)
	if err != nil {
		return "", err
	}
	edges = slices.DeleteFunc(w.Readable(edges), func(q quad.Quad) bool { return IsDate(q.Predicate) })
	slices.SortStableFunc(edges, func(x, y quad.Quad) int { return cmp.Compare(weight(x.Predicate), weight(y.Predicate)) })
	switch text := w.Text(r.Summary); {
	case len(edges) > 0:
		return w.Sentences(edges, most), nil
	case text != "":
		return text, nil
	case len(r.Re) > 0:
		return w.word("about", "over") + " " + Handles(r.Re), nil
	}
	return "", nil
}

// Sentences puts edges in words, those with one subject and predicate together:
// at most so many of them, below 0 all.
func (w Words) Sentences(edges []quad.Quad, most int) string {
	var texts []string
	enough := func(i int) bool { return most >= 0 && i >= most }
	for i := 0; i < len(edges); {
		if enough(i) {
			texts = append(texts, fmt.Sprintf("+%d %s", len(edges)-i, w.word("more", "meer")))
			break
		}
		q := edges[i]
		var others strings.Builder
		for i++; i < len(edges) && !enough(i) && edges[i].Subject == q.Subject && edges[i].Predicate == q.Predicate; i++ {
			others.WriteString(", " + w.Label(edges[i].Object))
		}
		texts = append(texts, w.edge(q, others.String()))
	}
	return strings.Join(texts, "; ")
}

// weight orders the edges of a record: who is blamed, then what was done, then
// the rest.
func weight(p quad.Value) int {
	switch p {
	case quad.IRI(schema.AttributedTo):
		return 0
	case quad.IRI(schema.LinkedTo), quad.IRI(schema.ActsFor), quad.IRI(schema.PartOf), quad.IRI(schema.OfficerOf):
		return 2
	case quad.IRI(schema.Targeted), quad.IRI(schema.Exploited), quad.IRI(schema.Aim), quad.IRI(schema.Effect):
		return 3
	}
	return 1
}

// IsDate reports whether an edge says when something was.
func IsDate(p quad.Value) bool {
	switch p {
	case quad.IRI(schema.Began), quad.IRI(schema.Ended), quad.IRI(schema.Discovered), quad.IRI(schema.Disclosed):
		return true
	}
	return false
}

// Handles are the handles of records.
func Handles(iris []quad.IRI) string {
	out := make([]string, len(iris))
	for i, iri := range iris {
		out[i] = schema.Handle(string(iri))
	}
	return strings.Join(out, ", ")
}
