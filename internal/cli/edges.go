package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/ask"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// maxEdgeWords is how long the name of an edge can be, in words.
const maxEdgeWords = 4

// edge reads an edge in words, 'APT31 linkedTo MSS' or 'APT31 linked to MSS':
// the name of an edge of the schema, in English or Dutch, between two names. Of
// several ways to read it the one whose names are known counts; two of those
// are an error. A literal is written as it is: a date, or a text in lang.
func (d *drafter) edge(text, lang string) (quad.Quad, error) {
	words := strings.Fields(text)
	var read []quad.Quad
	var first error
	named := false
	for n := min(maxEdgeWords, len(words)-2); n >= 1; n-- {
		for at := 1; at+n < len(words); at++ {
			def, ok := edgeNamed(strings.Join(words[at:at+n], " "))
			if !ok {
				continue
			}
			named = true
			q, err := d.joined(strings.Join(words[:at], " "), def, strings.Join(words[at+n:], " "), lang)
			switch {
			case err != nil:
				first = cmp.Or(first, err)
			case !slices.Contains(read, q):
				read = append(read, q)
			}
		}
	}
	switch {
	case len(read) == 1:
		return read[0], nil
	case len(read) > 1:
		return quad.Quad{}, usagef("use handles, such as id:apt31, instead of names", fmt.Sprintf("--edge: %q can be read in %d ways", text, len(read)))
	case !named:
		return quad.Quad{}, usagef("there are: "+strings.Join(edgeNames(), ", "), fmt.Sprintf("--edge: %q names no edge, want 'A linkedTo B'", text))
	}
	return quad.Quad{}, fmt.Errorf("--edge %q: %w", text, first)
}

// edgeNamed finds an edge of the schema by its local name or label.
func edgeNamed(text string) (schema.PropertyDef, bool) {
	text = strings.TrimPrefix(text, "asc:")
	want := ask.Fold(text)
	for _, p := range schema.Properties() {
		if p.Type != schema.EdgeProperty {
			continue
		}
		if strings.EqualFold(text, strings.TrimPrefix(p.IRI, schema.NS)) || want == ask.Fold(p.EN) || want == ask.Fold(p.NL) {
			return p, true
		}
	}
	return schema.PropertyDef{}, false
}

func edgeNames() []string {
	var out []string
	for _, p := range schema.Properties() {
		if p.Type == schema.EdgeProperty {
			out = append(out, strings.TrimPrefix(p.IRI, schema.NS))
		}
	}
	return out
}

func (d *drafter) joined(subject string, p schema.PropertyDef, object, lang string) (quad.Quad, error) {
	q := quad.Quad{Predicate: quad.IRI(p.IRI)}
	s, err := d.resolve(unquoted(subject), iris(p.Subjects)...)
	if err != nil {
		return q, err
	}
	q.Subject = s
	q.Object, err = d.object(unquoted(object), p, lang)
	return q, err
}

// object reads the object of an edge as the schema wants it.
func (d *drafter) object(text string, p schema.PropertyDef, lang string) (quad.Value, error) {
	switch {
	case slices.Contains(p.Objects, schema.XSDDate), slices.Contains(p.Objects, schema.XSDGYear):
		on, err := graph.ParseDate(text)
		if err != nil {
			return nil, &usageError{err, "for example '… " + strings.TrimPrefix(p.IRI, schema.NS) + " 2021-03'"}
		}
		return on.Value(), nil
	case slices.Contains(p.Objects, schema.RDFLangString):
		return quad.LangString{Value: quad.String(text), Lang: lang}, nil
	case slices.Contains(p.Objects, schema.XSDString):
		return quad.String(text), nil
	case slices.Contains(p.Objects, schema.KindClass):
		var kind []quad.IRI
		if err := resolveTerms(&kind, p.EN, []string{text}, schema.Kinds()); err != nil {
			return nil, err
		}
		return kind[0], nil
	}
	iri, err := d.resolve(text, iris(p.Objects)...)
	if err != nil {
		return nil, err
	}
	return iri, nil
}

func iris(list []string) []quad.IRI {
	out := make([]quad.IRI, len(list))
	for i, x := range list {
		out[i] = quad.IRI(x)
	}
	return out
}

// unquoted drops the quotation marks around a name.
func unquoted(s string) string {
	return strings.Trim(strings.TrimSpace(s), `"“”`)
}
