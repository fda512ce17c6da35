package graph

import (
	"slices"
	"strings"
	"sync"

	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/schema"
)

// WriterOptions returns how RDF is written with the project's prefixes, and
// JSON-LD with the vocabulary's own names: "stance": "asserts".
func WriterOptions() *rdf.WriterOptions {
	return &rdf.WriterOptions{Prefixes: schema.Prefixes(), Terms: contextTerms()}
}

// contextTerms are the terms of the vocabulary as a context of JSON-LD has them.
var contextTerms = sync.OnceValue(func() *rdf.Terms {
	out := []rdf.ContextTerm{{Name: "label", IRI: schema.RDFSLabel}}
	name := func(iri string) string { return strings.TrimPrefix(iri, schema.NS) }
	for _, p := range schema.Properties() {
		out = append(out, rdf.ContextTerm{Name: name(p.IRI), IRI: p.IRI, Type: coercion(p.Objects)})
	}
	for _, c := range schema.Classes() {
		out = append(out, rdf.ContextTerm{Name: name(c.IRI), IRI: c.IRI})
	}
	for _, t := range slices.Concat(schema.Stances(), schema.Forms(), schema.Kinds(), schema.Confidences()) {
		out = append(out, rdf.ContextTerm{Name: name(t.IRI), IRI: t.IRI})
	}
	for _, s := range schema.Scales() {
		out = append(out, rdf.ContextTerm{Name: name(s.IRI), IRI: s.IRI})
	}
	return rdf.NewTerms(out...)
})

// coercion is how values of some classes or datatypes are written when they are
// plain texts.
func coercion(objects []string) string {
	switch first := objects[0]; {
	case first == schema.XSDString || first == schema.RDFLangString:
		return ""
	case !strings.HasPrefix(first, schema.NS):
		return first
	case slices.ContainsFunc(objects, func(c string) bool {
		return !slices.Contains([]string{schema.StanceClass, schema.FormClass, schema.KindClass, schema.ConfidenceClass, schema.ScaleClass}, c)
	}):
		return "@id"
	}
	return "@vocab"
}
