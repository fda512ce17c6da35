package stix

import (
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// Extension is the id of the extension by which objects that this project wrote
// hold what STIX has no place for; package exporter/stix describes it.
const Extension = "extension-definition--73f2b8b9-e0af-5d40-ac9f-e2c5b67bf315"

// ours takes an object that an export wrote and nobody changed: what it holds
// is kept as it was. It reports whether o is one.
func (r *reader) ours(o *object) bool {
	if o.id == Extension {
		return true
	}
	ext := o.Get("extensions").Get(Extension)
	if ext.Kind != importer.Object {
		return false
	}
	if ext.Get("modified").Text != o.Get("modified").Text {
		r.Count("objects of an export that somebody changed, read as any other", 1)
		return false
	}
	r.byID[o.id] = o
	if ext.Get("nodes").Kind == importer.Null {
		defer o.shrink()
		if from := ext.Get("derived_from").Text; strings.HasPrefix(from, schema.NSClaim) || strings.HasPrefix(from, schema.NSAct) {
			r.records[o.id] = quad.IRI(from)
		}
		r.Count("objects of an export that stand for others", 1)
		return true
	}
	r.restored = append(r.restored, o)
	if r.bundle != "" { // else what blank nodes are called is not known yet
		r.restore()
	}
	return true
}

// restore gives the batch what the objects of an export hold, and keeps of the
// objects no more than others need, which is a small part of a large export.
func (r *reader) restore() {
	if r.scope == "" {
		r.scope = "stix" + importer.Digest(r.bundle) + "-"
	}
	for _, o := range r.restored {
		n := nodes{scope: r.scope, terms: r.terms}
		n.list(o.Get("extensions").Get(Extension).Get("nodes"))
		if n.err == "" {
			n.whole()
		}
		o.shrink()
		if n.err != "" {
			r.Reject(o.where+".extensions", "%s", n.err)
			continue
		}
		if iri, ok := n.thing.(quad.IRI); ok {
			r.known(o, iri, n.quads)
		}
		r.Restore(importer.Restored{Thing: n.thing, Quads: slices.Clip(n.quads), Where: o.where})
	}
	r.restored = nil
}

// shrink drops the fields of an object that an export wrote, except its name.
// Only markings are looked into by others.
func (o *object) shrink() {
	if o.typ == "marking-definition" {
		return
	}
	small := importer.Value{Kind: importer.Object, Off: o.Off}
	if name := o.Get("name"); name.Kind == importer.Text {
		small.Keys, small.Items = []string{"name"}, []importer.Value{*name}
	}
	o.Value, o.used = small, nil
}

// known lets other objects of the bundle speak of a thing that was restored.
func (r *reader) known(o *object, iri quad.IRI, quads []quad.Quad) {
	for _, q := range quads {
		s, isIRI := q.Subject.(quad.IRI)
		switch {
		case q.Label != nil && isIRI:
			p, _ := q.Predicate.(quad.IRI)
			r.edges[string(iri)] = append(r.edges[string(iri)], importer.Edge{S: s, P: string(p), O: q.Object})
		case q.Predicate == quad.Value(quad.IRI(schema.RDFType)):
			class, _ := q.Object.(quad.IRI)
			r.classes[iri] = string(class)
		}
	}
	if schema.IsA(r.classes[iri], schema.Record) {
		r.records[o.id] = iri
	} else {
		r.iris[o.id] = iri
	}
}

// nodes reads node objects of JSON-LD in the one form that the export writes:
// names of the vocabulary or IRIs as keys, and IRIs that are whole.
type nodes struct {
	scope string                    // before the labels of blank nodes
	terms map[quad.Value]quad.Value // one copy of each term that stands in many quads
	quads []quad.Quad
	thing quad.Value
	err   string
}

func (n *nodes) fail(msg string) {
	if n.err == "" {
		n.err = msg
	}
}

// names are the terms of the vocabulary, by name.
var names = sync.OnceValue(func() map[string]rdf.ContextTerm {
	m := map[string]rdf.ContextTerm{}
	for _, t := range graph.WriterOptions().Terms.All() {
		m[t.Name] = t
	}
	return m
})

// whole holds the quads to what one object may say: all of one thing, or under
// it; and each term to RDF.
func (n *nodes) whole() {
	check := rdf.NewWriter(io.Discard, rdf.NQuads, nil)
	for _, q := range n.quads {
		about := q.Label
		if about == nil {
			about = q.Subject
		}
		if n.thing == nil {
			n.thing = about
		}
		if about != n.thing {
			n.fail("nodes about more than one thing")
		}
		if err := check.Write(q); err != nil {
			n.fail("nodes that are no RDF: " + err.Error())
		}
	}
	if len(n.quads) == 0 {
		n.fail("nodes that say nothing")
	}
}

func (n *nodes) list(v *importer.Value) {
	if v.Kind != importer.Array {
		n.fail("nodes is " + v.Kind.String() + ", want a list")
		return
	}
	for i := range v.Items {
		n.node(&v.Items[i], nil)
	}
}

// one returns the copy of a term that is kept.
func (n *nodes) one(v quad.Value) quad.Value {
	if have, ok := n.terms[v]; ok {
		return have
	}
	n.terms[v] = v
	return v
}

// resource returns what an id names.
func (n *nodes) resource(id string) quad.Value {
	if label, ok := strings.CutPrefix(id, "_:"); ok {
		return quad.BNode(n.scope + label)
	}
	return quad.IRI(id)
}

// node reads a node object; inside is the graph it stands in.
func (n *nodes) node(v *importer.Value, inside quad.Value) {
	id := v.Get("@id")
	if v.Kind != importer.Object || id.Kind != importer.Text {
		n.fail("nodes holds what is no object with an @id")
		return
	}
	s := n.one(n.resource(id.Text))
	for i, key := range v.Keys {
		value := &v.Items[i]
		switch key {
		case "@id":
		case "@graph":
			if inside != nil || value.Kind != importer.Array {
				n.fail("nodes holds a @graph that is no list, or inside another")
				return
			}
			for i := range value.Items {
				n.node(&value.Items[i], s)
			}
		case "@type":
			n.values(value, func(v *importer.Value) quad.Value { return n.vocab(v) }, s, schema.RDFType, inside)
		default:
			term := rdf.ContextTerm{IRI: key}
			if !strings.Contains(key, ":") {
				var ok bool
				if term, ok = names()[key]; !ok {
					n.fail("nodes has the key " + key + ", which the vocabulary does not know")
					return
				}
			}
			n.values(value, func(v *importer.Value) quad.Value { return n.value(v, term.Type) }, s, term.IRI, inside)
		}
	}
}

// values adds a quad for each value of a property.
func (n *nodes) values(v *importer.Value, read func(*importer.Value) quad.Value, s quad.Value, p string, inside quad.Value) {
	list := []importer.Value{*v}
	if v.Kind == importer.Array {
		list = v.Items
	}
	for i := range list {
		if o := read(&list[i]); o != nil {
			n.quads = append(n.quads, quad.Quad{Subject: s, Predicate: n.one(quad.IRI(p)), Object: n.one(o), Label: inside})
		}
	}
}

// vocab reads a term of the vocabulary, an IRI or a blank node.
func (n *nodes) vocab(v *importer.Value) quad.Value {
	if v.Kind != importer.Text {
		n.fail("nodes has " + v.Kind.String() + " where a term or an IRI is wanted")
		return nil
	}
	if strings.Contains(v.Text, ":") {
		return n.resource(v.Text)
	}
	term, ok := names()[v.Text]
	if !ok {
		n.fail("nodes has the term " + v.Text + ", which the vocabulary does not know")
		return nil
	}
	return quad.IRI(term.IRI)
}

// value reads a value of a property with a type of the context.
func (n *nodes) value(v *importer.Value, typ string) quad.Value {
	if v.Kind == importer.Text {
		switch typ {
		case "":
			return quad.String(v.Text)
		case "@id":
			return n.resource(v.Text)
		case "@vocab":
			return n.vocab(v)
		}
		return quad.TypedString{Value: quad.String(v.Text), Type: quad.IRI(typ)}
	}
	if v.Kind != importer.Object || slices.ContainsFunc(v.Items, func(v importer.Value) bool { return v.Kind != importer.Text }) {
		n.fail("nodes has " + v.Kind.String() + " as a value, want a text or an object of texts")
		return nil
	}
	text := quad.String(v.Get("@value").Text)
	switch strings.Join(slices.Sorted(slices.Values(v.Keys)), " ") {
	case "@id":
		return n.resource(v.Get("@id").Text)
	case "@value":
		return text
	case "@language @value":
		return quad.LangString{Value: text, Lang: v.Get("@language").Text}
	case "@type @value":
		datatype, ok := n.vocab(v.Get("@type")).(quad.IRI)
		if !ok {
			n.fail("nodes has a datatype that is no IRI")
		}
		return quad.TypedString{Value: text, Type: datatype}
	}
	n.fail("nodes has a value with keys that it should not have")
	return nil
}
