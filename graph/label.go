package graph

import (
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Label returns what people call a term: its rdfs:label in the first of langs
// that it has one in, otherwise in English, otherwise in any language; for a
// term of the schema the schema's label; else its handle. A literal is its
// own label. Language tags match by their primary part: "en" finds "en-GB".
func (v *View) Label(value quad.Value, langs ...string) string {
	switch value := value.(type) {
	case nil:
		return ""
	case quad.IRI:
		return v.label(value, langs)
	default:
		t, _ := term.FromValue(value)
		if t.Kind == term.Blank {
			return "_:" + t.Value
		}
		return t.Value
	}
}

// OwnLabel is Label of a thing itself, even if the lens sees it as one with
// others.
func (v *View) OwnLabel(value quad.Value, langs ...string) string {
	if v.src.naming == nil {
		return v.Label(value, langs...)
	}
	return v.plainly(v.src.snap).Label(value, langs...)
}

func (v *View) label(iri quad.IRI, langs []string) string {
	best, rank := "", len(langs)+2
	if id, ok := v.lookup(iri); ok {
		for _, t := range v.objectsOf(id, v.table.ids.label) {
			if !t.IsLiteral() {
				continue
			}
			r := slices.IndexFunc(langs, func(l string) bool { return matchesLang(t, l) })
			switch {
			case r >= 0:
			case matchesLang(t, "en"):
				r = len(langs)
			default:
				r = len(langs) + 1
			}
			if r < rank || r == rank && t.Value < best {
				best, rank = t.Value, r
			}
		}
	}
	if best != "" {
		return best
	}
	lang := "en"
	if len(langs) > 0 {
		lang = langs[0]
	}
	if l := schema.Label(string(iri), lang); l != "" {
		return l
	}
	return schema.Handle(string(iri))
}

func matchesLang(t term.Term, lang string) bool {
	tag, _, _ := strings.Cut(t.Extra, "-")
	return t.Kind == term.Lang && strings.EqualFold(tag, lang)
}

// objects returns the terms o of the visible unlabelled quads (id, predicate, o).
func (v *View) objects(id store.ID, predicate string) []term.Term {
	p, ok := v.src.Lookup(term.NewIRI(predicate))
	if !ok {
		return nil
	}
	return v.objectsOf(id, p)
}

// objectsOf is objects for the number of a predicate; noID has none.
func (v *View) objectsOf(id, p store.ID) []term.Term {
	if p == noID {
		return nil
	}
	var out []term.Term
	_ = each(v.src, store.Pattern{store.S: id, store.P: p, store.G: store.Unlabelled}, store.SPOG, func(q store.Quad) {
		out = append(out, v.src.Term(q[store.O]))
	})
	return out
}

// Classes returns the classes of a thing as its unlabelled quads name them,
// without their superclasses.
func (v *View) Classes(iri quad.IRI) []quad.IRI {
	id, ok := v.lookup(iri)
	if !ok {
		return nil
	}
	var out []quad.IRI
	for _, t := range v.objects(id, term.RDFType) {
		if t.Kind == term.IRI {
			out = append(out, quad.IRI(t.Value))
		}
	}
	return out
}

// IsA reports whether a thing is of a class or of a subclass of it.
func (v *View) IsA(iri quad.IRI, class quad.IRI) bool {
	return slices.ContainsFunc(v.Classes(iri), func(c quad.IRI) bool {
		return c == class || schema.IsA(string(c), string(class))
	})
}

// Source is a document that records rest on.
type Source struct {
	IRI       quad.IRI
	Title     string
	Publisher string
	Language  string
	Published Date
	URL       string
}

// Source returns what the graph says of a document; a zero Title means
// nothing.
func (v *View) Source(iri quad.IRI, langs ...string) Source {
	s := Source{IRI: iri}
	id, ok := v.lookup(iri)
	if !ok {
		return s
	}
	text := func(predicate string) string {
		best := ""
		for _, t := range v.objects(id, predicate) {
			l := v.Label(t.QuadValue(), langs...)
			if best == "" || slices.ContainsFunc(langs, func(lang string) bool { return matchesLang(t, lang) }) {
				best = l
			}
		}
		return best
	}
	s.Title, s.Publisher, s.Language, s.URL = text(schema.Title), text(schema.Publisher), text(schema.Language), text(schema.URL)
	for _, t := range v.objects(id, schema.Published) {
		s.Published, _ = dateOf(t)
	}
	return s
}

// NameKind says what sort of name a Name is.
type NameKind int8

// The kinds of names, the surest first.
const (
	LabelName  NameKind = iota // rdfs:label
	AliasName                  // knownAs, under the record of who calls it so
	SearchName                 // searchForm: found, never shown as a claim
	HandleName                 // the thing's own handle
)

// Name is one name of one thing.
type Name struct {
	Of     quad.IRI
	Text   string
	Lang   string // "" if the literal has no language
	Kind   NameKind
	Record quad.IRI // of an AliasName
}

// Names returns every visible name of every thing that has a label: what
// names are resolved over. It costs a scan of the labels and aliases.
func (v *View) Names() []Name { return v.names(nil) }
