// Package term holds the RDF term as everything below the front door knows
// it: a small comparable value, so that terms are map keys and == is term
// equality as RDF 1.1 Concepts §3.3 defines it.
//
// The public packages speak github.com/cayleygraph/quad; FromValue and QuadValue
// convert at that edge. A typed literal keeps its lexical form through both.
package term

import (
	"strings"

	"github.com/cayleygraph/quad"
)

// Kind says what a term is. The zero Kind is no term at all: an unbound
// variable, or the graph name of an unlabelled quad.
type Kind uint8

// The kinds, in the order in which the store sorts them.
const (
	None   Kind = iota
	IRI         // Value is the IRI
	Blank       // Value is the label, without "_:"
	String      // Value is the lexical form of an xsd:string
	Lang        // Value is the lexical form, Extra the language tag as written
	Typed       // Value is the lexical form, Extra the datatype IRI
)

// Term is one RDF 1.1 term. The zero Term is "no term".
type Term struct {
	Kind  Kind
	Value string
	Extra string // language tag or datatype IRI; "" for the other kinds
}

// Datatypes and properties that the code names.
const (
	XSD         = "http://www.w3.org/2001/XMLSchema#"
	RDF         = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	RDFS        = "http://www.w3.org/2000/01/rdf-schema#"
	XSDString   = XSD + "string"
	XSDBoolean  = XSD + "boolean"
	XSDInteger  = XSD + "integer"
	XSDDecimal  = XSD + "decimal"
	XSDFloat    = XSD + "float"
	XSDDouble   = XSD + "double"
	XSDDate     = XSD + "date"
	XSDDateTime = XSD + "dateTime"
	XSDYear     = XSD + "gYear"
	XSDMonth    = XSD + "gYearMonth"
	LangString  = RDF + "langString"
	RDFType     = RDF + "type"
)

// NewIRI returns the IRI v.
func NewIRI(v string) Term { return Term{Kind: IRI, Value: v} }

// NewBlank returns the blank node labelled v (without "_:").
func NewBlank(v string) Term { return Term{Kind: Blank, Value: v} }

// NewString returns the xsd:string literal v.
func NewString(v string) Term { return Term{Kind: String, Value: v} }

// NewLang returns v in the language lang.
func NewLang(v, lang string) Term { return Term{Kind: Lang, Value: v, Extra: lang} }

// NewTyped returns the literal v^^datatype; xsd:string and the empty datatype
// give a String.
func NewTyped(v, datatype string) Term {
	if datatype == XSDString || datatype == "" {
		return NewString(v)
	}
	return Term{Kind: Typed, Value: v, Extra: datatype}
}

// IsZero reports whether t is no term.
func (t Term) IsZero() bool { return t.Kind == None }

// IsLiteral reports whether t is a literal of any kind.
func (t Term) IsLiteral() bool { return t.Kind >= String }

// Datatype returns the datatype IRI of a literal, "" for other terms.
func (t Term) Datatype() string {
	switch t.Kind {
	case String:
		return XSDString
	case Lang:
		return LangString
	case Typed:
		return t.Extra
	}
	return ""
}

// String returns t as N-Triples writes it, "" for the zero Term.
func (t Term) String() string {
	switch t.Kind {
	case IRI:
		return "<" + t.Value + ">"
	case Blank:
		return "_:" + t.Value
	case String:
		return quote(t.Value)
	case Lang:
		return quote(t.Value) + "@" + t.Extra
	case Typed:
		return quote(t.Value) + "^^<" + t.Extra + ">"
	}
	return ""
}

func quote(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 2)
	b.WriteByte('"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '"', '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case '\n':
			b.WriteString(`\n`)
		case '\r':
			b.WriteString(`\r`)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// QuadValue returns t as a Cayley value, nil for the zero Term.
func (t Term) QuadValue() quad.Value {
	switch t.Kind {
	case IRI:
		return quad.IRI(t.Value)
	case Blank:
		return quad.BNode(t.Value)
	case String:
		return quad.String(t.Value)
	case Lang:
		return quad.LangString{Value: quad.String(t.Value), Lang: t.Extra}
	case Typed:
		return quad.TypedString{Value: quad.String(t.Value), Type: quad.IRI(t.Extra)}
	}
	return nil
}
