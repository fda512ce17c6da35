package rdf

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// What expanded JSON-LD says, as statements
// (https://www.w3.org/TR/json-ld11-api/#deserialize-json-ld-to-rdf-algorithm).
// The specification leaves out what is no RDF; here it is an error.

const (
	nsRDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	nsXSD = "http://www.w3.org/2001/XMLSchema#"
)

// nodes walks an expanded document.
type nodes struct {
	s    *Scanner
	text *jsonText
}

// fail returns an error at where a text stands.
func (n *nodes) fail(at, hint, format string, args ...any) error {
	return n.text.errorAt(n.text.find(at), fmt.Sprintf(format, args...), hint)
}

func (n *nodes) document(expanded []any) error {
	return n.each(expanded, func(v any) error {
		_, err := n.object(v, Term{})
		return err
	})
}

func (n *nodes) each(v any, fn func(any) error) error {
	list, ok := v.([]any)
	if !ok && v != nil {
		list = []any{v}
	}
	for _, item := range list {
		if err := fn(item); err != nil {
			return err
		}
	}
	return nil
}

// object emits what an item says and returns its term; none for an item that
// stands for nothing.
func (n *nodes) object(v any, graph Term) (Term, error) {
	m, ok := v.(map[string]any)
	if !ok {
		return Term{}, n.fail("", "", "malformed JSON-LD: got %T, want an object", v)
	}
	if value, ok := m["@value"]; ok {
		return n.literal(m, value)
	}
	if list, ok := m["@list"]; ok {
		return n.list(list, graph)
	}
	if set, ok := m["@set"]; ok { // free-floating: says nothing itself
		return Term{}, n.each(set, func(v any) error {
			_, err := n.object(v, graph)
			return err
		})
	}
	return n.node(m, graph)
}

// node emits what a node object says.
func (n *nodes) node(m map[string]any, graph Term) (Term, error) {
	var self Term
	if id, ok := m["@id"]; ok {
		s, _ := id.(string)
		var err error
		if self, err = n.resource(s); err != nil {
			return Term{}, err
		}
	} else {
		self = n.s.newBlank()
	}
	for _, key := range slices.Sorted(maps.Keys(m)) {
		var err error
		switch key {
		case "@id", "@index":
		case "@type":
			err = n.each(m[key], func(v any) error {
				name, _ := v.(string)
				t, err := n.resource(name)
				if err != nil {
					return err
				}
				return n.emit(self, Term{Kind: IRI, Value: []byte(nsRDF + "type")}, t, graph)
			})
		case "@graph":
			err = n.each(m[key], func(v any) error {
				_, err := n.object(v, self)
				return err
			})
		case "@included":
			err = n.each(m[key], func(v any) error {
				_, err := n.object(v, graph)
				return err
			})
		case "@reverse":
			err = n.reverse(m[key], self, graph)
		default:
			err = n.property(key, m[key], self, graph)
		}
		if err != nil {
			return Term{}, err
		}
	}
	return self, nil
}

func (n *nodes) property(key string, values any, self, graph Term) error {
	p, err := n.predicate(key)
	if err != nil {
		return err
	}
	return n.each(values, func(v any) error {
		o, err := n.object(v, graph)
		if err != nil || o.Kind == None {
			return err
		}
		return n.emit(self, p, o, graph)
	})
}

func (n *nodes) reverse(v any, self, graph Term) error {
	m, _ := v.(map[string]any)
	for _, key := range slices.Sorted(maps.Keys(m)) {
		p, err := n.predicate(key)
		if err != nil {
			return err
		}
		err = n.each(m[key], func(v any) error {
			s, err := n.object(v, graph)
			if err != nil || s.Kind == None {
				return err
			}
			if s.Kind != IRI && s.Kind != Blank {
				return n.fail(key, "", "got a literal as the subject of a reverse property, want a node")
			}
			return n.emit(s, p, self, graph)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// list emits an RDF collection and returns its head.
func (n *nodes) list(v any, graph Term) (Term, error) {
	var items []Term
	err := n.each(v, func(v any) error {
		t, err := n.object(v, graph)
		if err == nil && t.Kind != None {
			items = append(items, t)
		}
		return err
	})
	rest := Term{Kind: IRI, Value: []byte(nsRDF + "nil")}
	for _, item := range slices.Backward(items) {
		if err != nil {
			return Term{}, err
		}
		cell := n.s.newBlank()
		if err = n.emit(cell, Term{Kind: IRI, Value: []byte(nsRDF + "first")}, item, graph); err == nil {
			err = n.emit(cell, Term{Kind: IRI, Value: []byte(nsRDF + "rest")}, rest, graph)
		}
		rest = cell
	}
	return rest, err
}

func (n *nodes) predicate(key string) (Term, error) {
	p, err := n.resource(key)
	if err == nil && p.Kind != IRI {
		err = n.fail(key, "", "got a blank node as a property, want an IRI")
	}
	return p, err
}

// resource returns the IRI or the blank node with an id.
func (n *nodes) resource(id string) (Term, error) {
	if label, ok := strings.CutPrefix(id, "_:"); ok {
		if !validLabel([]byte(label)) {
			return Term{}, n.fail(id, "", "got a blank node label that is not a name: %.80q", id)
		}
		from := len(n.s.arena)
		n.s.arena = append(n.s.arena, n.s.opts.BlankPrefix...)
		n.s.arena = n.s.appendLabel(n.s.arena, []byte(label))
		return Term{Kind: Blank, Value: n.s.arena[from:len(n.s.arena):len(n.s.arena)]}, nil
	}
	t := Term{Kind: IRI, Value: []byte(id)}
	if why := t.problem(); why != "" {
		return Term{}, n.fail(id, "give the base of relative IRIs, or define the term in the context", "%s: %.200q", why, id)
	}
	return t, nil
}

// literal returns the literal of a value object.
func (n *nodes) literal(m map[string]any, value any) (Term, error) {
	datatype, _ := m["@type"].(string)
	if m["@direction"] != nil {
		return Term{}, n.fail("@direction", "", "got a base direction, which RDF 1.1 does not have")
	}
	t := Term{Kind: String}
	if datatype == "@json" {
		return Term{Kind: Typed, Value: canonicalJSON(nil, value), Extra: []byte(nsRDF + "JSON")}, nil
	}
	switch v := value.(type) {
	case string:
		t.Value = []byte(v)
		if tag, ok := m["@language"].(string); ok {
			if written, ok := n.text.tags[tag]; ok {
				tag = written
			}
			t.Kind, t.Extra = Lang, []byte(tag)
		}
	case bool:
		t.Value = strconv.AppendBool(nil, v)
		datatype = orElse(datatype, nsXSD+"boolean")
	case json.Number:
		t.Value, datatype = number(v, datatype)
	case float64:
		t.Value, datatype = number(json.Number(strconv.FormatFloat(v, 'g', -1, 64)), datatype)
	default:
		return Term{}, n.fail("@value", "", "got %T as a value, want a text, number or boolean", value)
	}
	if datatype != "" && t.Kind != Lang {
		t.Kind, t.Extra = Typed, []byte(datatype)
	}
	if why := t.problem(); why != "" {
		return Term{}, n.fail(string(t.Extra), "", "%s: %.200q", why, t.Extra)
	}
	return t, nil
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// number writes a number of JSON as the specification does: without a fraction
// and below 1e21 it is an integer, otherwise a double in its canonical form. All
// digits of an integer are kept, where the specification has those of a double.
func number(n json.Number, datatype string) (text []byte, typ string) {
	if digits := strings.TrimPrefix(string(n), "-"); len(digits) <= 21 && strings.Trim(digits, "0123456789") == "" && datatype != nsXSD+"double" {
		if digits == "0" {
			n = "0"
		}
		return []byte(n), orElse(datatype, nsXSD+"integer")
	}
	f, err := n.Float64()
	if err != nil {
		return []byte(n), orElse(datatype, nsXSD+"double")
	}
	if datatype != nsXSD+"double" && f == math.Trunc(f) && math.Abs(f) < 1e21 {
		return strconv.AppendFloat(nil, f+0, 'f', 0, 64), orElse(datatype, nsXSD+"integer")
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(f, 'E', 15, 64), "E")
	mantissa = strings.TrimRight(mantissa, "0")
	if strings.HasSuffix(mantissa, ".") {
		mantissa += "0"
	}
	exp, _ := strconv.Atoi(exponent)
	return fmt.Appendf(nil, "%sE%d", mantissa, exp), orElse(datatype, nsXSD+"double")
}

// canonicalJSON appends a JSON value in its canonical form (RFC 8785).
func canonicalJSON(buf []byte, value any) []byte {
	switch v := value.(type) {
	case map[string]any:
		keys := slices.SortedFunc(maps.Keys(v), func(a, b string) int {
			return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
		})
		buf = append(buf, '{')
		for i, k := range keys {
			if i > 0 {
				buf = append(buf, ',')
			}
			buf = append(appendJSONText(buf, k), ':')
			buf = canonicalJSON(buf, v[k])
		}
		return append(buf, '}')
	case []any:
		buf = append(buf, '[')
		for i, item := range v {
			if i > 0 {
				buf = append(buf, ',')
			}
			buf = canonicalJSON(buf, item)
		}
		return append(buf, ']')
	case string:
		return appendJSONText(buf, v)
	case json.Number:
		f, err := v.Float64()
		if err != nil {
			return append(buf, v...)
		}
		return canonicalJSON(buf, f)
	}
	text, err := json.Marshal(value) // a number, boolean or null
	if err != nil {
		return append(buf, "null"...)
	}
	return append(buf, text...)
}

func (n *nodes) emit(s, p, o, graph Term) error {
	n.s.st = Statement{S: s, P: p, O: o, G: graph}
	if n.s.emit() {
		return nil
	}
	return errStopped
}
