package rdf

import (
	"bytes"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// The writer of JSON-LD: node objects in the order of the statements, the
// properties of a graph's name together with what the graph holds.

// A ContextTerm is a term of a context (https://www.w3.org/TR/json-ld11/#context-definitions).
type ContextTerm struct {
	// Name must be unique, not begin with '@' and hold no ':'.
	Name string
	IRI  string
	// Type is how a property's values are written when they are plain texts: "" as
	// strings, "@id" as IRIs, "@vocab" as terms, else as literals of this datatype (an IRI).
	Type string
}

// Terms are the terms of a context, found by their IRI. They are read-only, and
// one serves any number of writers.
type Terms struct {
	list  []ContextTerm
	byIRI map[string]*ContextTerm
}

// NewTerms returns the terms of a context, in the order in which it declares them.
func NewTerms(list ...ContextTerm) *Terms {
	t := &Terms{list: list, byIRI: make(map[string]*ContextTerm, len(list))}
	for i := range list {
		t.byIRI[list[i].IRI] = &list[i]
	}
	return t
}

// All returns the terms.
func (t *Terms) All() []ContextTerm {
	if t == nil {
		return nil
	}
	return slices.Clone(t.list)
}

// document collects the statements of a JSON-LD document.
type document struct {
	opts     *WriterOptions
	graphs   map[string]*graphNodes // by name, "" the default graph
	names    []string
	terms    *Terms
	prefixes map[string]string
	schemes  map[string]bool // of IRIs that a prefix could be taken for
	used     map[string]bool // terms and prefixes, by name
}

// graphNodes are the nodes of a graph.
type graphNodes struct {
	nodes map[string]*nodeObject
	order []*nodeObject
}

type nodeObject struct {
	id     string
	props  []*property
	byName map[string]*property
}

type property struct {
	iri    string
	values []Term
}

func newDocument(o *WriterOptions) (*document, error) {
	d := &document{
		opts: o, graphs: map[string]*graphNodes{}, terms: o.Terms,
		prefixes: maps.Clone(o.Prefixes), schemes: map[string]bool{}, used: map[string]bool{},
	}
	if d.terms == nil {
		d.terms = NewTerms()
	}
	delete(d.prefixes, "") // JSON-LD has none
	for p := range d.prefixes {
		if !validPrefix(p) || !plainIRI(d.prefixes[p]) {
			return nil, fmt.Errorf("write JSON-LD: cannot declare prefix %q as <%s>: want a name and an absolute IRI", p, d.prefixes[p])
		}
	}
	return d, nil
}

// plainIRI reports whether an IRI is one to readers that take datatypes and
// prefixes for URLs (net/url), such as that of this package.
func plainIRI(iri string) bool {
	u, err := url.Parse(iri)
	return err == nil && u.IsAbs()
}

// id writes an IRI or a blank node whole.
func (t *Term) id() string {
	if t.Kind == Blank {
		return "_:" + string(t.Value)
	}
	return string(t.Value)
}

// add keeps a statement.
func (d *document) add(st *Statement) {
	name := ""
	if st.G.Kind != None {
		name = st.G.id()
	}
	g := d.graphs[name]
	if g == nil {
		g = &graphNodes{nodes: map[string]*nodeObject{}}
		d.graphs[name] = g
		d.names = append(d.names, name)
	}
	s := st.S.id()
	node := g.nodes[s]
	if node == nil {
		node = &nodeObject{id: s, byName: map[string]*property{}}
		g.nodes[s] = node
		g.order = append(g.order, node)
	}
	iri := string(st.P.Value)
	p := node.byName[iri]
	if p == nil {
		p = &property{iri: iri}
		node.byName[iri] = p
		node.props = append(node.props, p)
	}
	p.values = append(p.values, Term{st.O.Kind, bytes.Clone(st.O.Value), bytes.Clone(st.O.Extra)})
	for _, iri := range []string{name, s, iri, string(st.O.Extra)} {
		d.scheme(iri)
	}
	if st.O.Kind == IRI {
		d.scheme(string(st.O.Value))
	}
}

// scheme notes the scheme of an IRI, where a reader of the document would take
// it for a prefix.
func (d *document) scheme(iri string) {
	if scheme, rest, ok := strings.Cut(iri, ":"); ok && !strings.HasPrefix(rest, "//") {
		d.schemes[scheme] = true
	}
}

// append writes the document.
func (d *document) append(buf []byte) []byte {
	maps.DeleteFunc(d.prefixes, func(prefix, _ string) bool { return d.schemes[prefix] })
	if d.opts.Nodes {
		w := &jsonWriter{buf: buf}
		d.nodes(w)
		return append(w.buf, '\n')
	}
	body := &jsonWriter{depth: 1} // first, to know what the context must hold
	d.nodes(body)
	w := &jsonWriter{buf: buf}
	w.open('{')
	w.key("@context")
	d.context(w)
	w.key("@graph")
	w.buf = append(w.buf, body.buf...)
	w.close('}')
	return append(w.buf, '\n')
}

// context writes the context: the prefixes and terms that are used.
func (d *document) context(w *jsonWriter) {
	for _, t := range d.terms.list {
		if d.used[t.Name] {
			d.short(t.IRI)
			d.short(t.Type)
		}
	}
	w.open('{')
	for _, p := range slices.Sorted(maps.Keys(d.prefixes)) {
		if !d.used[p] {
			continue
		}
		w.key(p)
		if ns := d.prefixes[p]; strings.HasSuffix(ns, "/") || strings.HasSuffix(ns, "#") {
			w.text(ns)
		} else {
			w.pairs("@id", ns, "@prefix", "")
		}
	}
	for _, t := range d.terms.list {
		if !d.used[t.Name] {
			continue
		}
		w.key(t.Name)
		switch {
		case t.Type == "":
			w.text(d.short(t.IRI))
		case t.Type[0] == '@':
			w.pairs("@id", d.short(t.IRI), "@type", t.Type)
		default:
			w.pairs("@id", d.short(t.IRI), "@type", d.short(t.Type))
		}
	}
	w.close('}')
}

// short writes an IRI with a prefix, if there is one for it.
func (d *document) short(iri string) string {
	best, out, prefix := "", iri, ""
	for p, ns := range d.prefixes {
		local, ok := strings.CutPrefix(iri, ns)
		if ok && ns != "" && !strings.HasPrefix(local, "//") && (len(ns) > len(best) || len(ns) == len(best) && p+":"+local < out) {
			best, out, prefix = ns, p+":"+local, p
		}
	}
	d.used[prefix] = true
	return out
}

// vocab writes an IRI as a term, if there is one for it.
func (d *document) vocab(iri string) string {
	if t := d.terms.byIRI[iri]; t != nil {
		d.used[t.Name] = true
		return t.Name
	}
	return d.short(iri)
}

// nodes writes the list of node objects: those of the default graph, which the
// graphs of their names go with, then the other graphs.
func (d *document) nodes(w *jsonWriter) {
	w.open('[')
	written := map[string]bool{"": true}
	if g := d.graphs[""]; g != nil {
		for _, n := range g.order {
			d.node(w, n, d.graphs[n.id])
			written[n.id] = true
		}
	}
	for _, name := range d.names {
		if !written[name] {
			d.node(w, &nodeObject{id: name}, d.graphs[name])
		}
	}
	w.close(']')
}

func (d *document) node(w *jsonWriter, n *nodeObject, holds *graphNodes) {
	w.item()
	w.open('{')
	w.key("@id")
	w.text(d.short(n.id))
	for _, p := range n.props {
		d.property(w, p)
	}
	if holds != nil {
		w.key("@graph")
		w.open('[')
		for _, n := range holds.order {
			d.node(w, n, nil)
		}
		w.close(']')
	}
	w.close('}')
}

func (d *document) property(w *jsonWriter, p *property) {
	term := d.terms.byIRI[p.iri]
	if p.iri == nsRDF+"type" && !slices.ContainsFunc(p.values, func(t Term) bool { return t.Kind != IRI && t.Kind != Blank }) {
		w.key("@type")
		d.list(w, p.values, func(t *Term) { w.text(d.vocab(t.id())) })
		return
	}
	typ := ""
	if term != nil {
		typ = term.Type
		w.key(d.vocab(p.iri))
	} else {
		w.key(d.short(p.iri))
	}
	d.list(w, p.values, func(t *Term) {
		switch {
		case t.Kind == IRI || t.Kind == Blank:
			switch typ {
			case "@id":
				w.text(d.short(t.id()))
			case "@vocab":
				w.text(d.vocab(t.id()))
			default:
				w.pairs("@id", d.short(t.id()))
			}
		case t.Kind == Lang:
			w.pairs("@language", string(t.Extra), "@value", string(t.Value))
		case t.Kind == Typed && typ != string(t.Extra):
			w.pairs("@type", d.vocab(string(t.Extra)), "@value", string(t.Value))
		case t.Kind == String && typ != "":
			w.pairs("@value", string(t.Value))
		default:
			w.text(string(t.Value))
		}
	})
}

// list writes one value alone and several as a list.
func (d *document) list(w *jsonWriter, values []Term, one func(*Term)) {
	if len(values) == 1 {
		one(&values[0])
		return
	}
	w.open('[')
	for i := range values {
		w.item()
		one(&values[i])
	}
	w.close(']')
}

// jsonWriter writes indented JSON.
type jsonWriter struct {
	buf   []byte
	depth int
	fresh bool // nothing stands yet in the innermost object or list
}

func (w *jsonWriter) open(c byte) {
	w.buf = append(w.buf, c)
	w.depth++
	w.fresh = true
}

func (w *jsonWriter) close(c byte) {
	w.depth--
	if !w.fresh {
		w.line()
	}
	w.buf = append(w.buf, c)
	w.fresh = false
}

func (w *jsonWriter) line() {
	w.buf = append(w.buf, '\n')
	for range w.depth {
		w.buf = append(w.buf, "  "...)
	}
}

// item begins a member of an object or list.
func (w *jsonWriter) item() {
	if !w.fresh {
		w.buf = append(w.buf, ',')
	}
	w.fresh = false
	w.line()
}

func (w *jsonWriter) key(k string) {
	w.item()
	w.text(k)
	w.buf = append(w.buf, ": "...)
}

func (w *jsonWriter) text(s string) { w.buf = appendJSONText(w.buf, s) }

// appendJSONText appends a string of JSON, with no more escapes than it must have.
func appendJSONText(buf []byte, s string) []byte {
	const hex = "0123456789abcdef"
	buf = append(buf, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			buf = append(buf, '\\', c)
		case c == '\n':
			buf = append(buf, '\\', 'n')
		case c == '\r':
			buf = append(buf, '\\', 'r')
		case c == '\t':
			buf = append(buf, '\\', 't')
		case c == '\b':
			buf = append(buf, '\\', 'b')
		case c == '\f':
			buf = append(buf, '\\', 'f')
		case c < 0x20:
			buf = append(buf, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			buf = append(buf, c)
		}
	}
	return append(buf, '"')
}

// pairs writes a small object on one line. "@prefix" is true.
func (w *jsonWriter) pairs(list ...string) {
	w.buf = append(w.buf, '{')
	for i := 0; i < len(list); i += 2 {
		if i > 0 {
			w.buf = append(w.buf, ", "...)
		}
		w.text(list[i])
		w.buf = append(w.buf, ": "...)
		if list[i] == "@prefix" {
			w.buf = append(w.buf, "true"...)
		} else {
			w.text(list[i+1])
		}
	}
	w.buf = append(w.buf, '}')
}
