// Package schema is the vocabulary of Ascribe: what a graph can say, and in
// which words it is shown.
//
// # The model
//
// A quad is (subject, predicate, object, label). The label is the record under
// which the edge stands: a [Claim] (somebody said it) or an [Act] (somebody did
// it). The record itself is described by quads without a label: its party
// ([By]), its date ([On], or [OnEarliest] and [OnLatest], or [Undated]), its
// [SourceProp], and of a claim its [Stance] and [Form], of an act its [Kind].
// So one edge may stand under many records, and nothing is merged.
//
// Every property says where it may stand ([PropertyDef].Place): on a record, in
// a record as an edge, on an entity, on a source, only in the vocabulary, or
// nowhere because a lens derives it.
//
// The vocabulary itself is schema.ttl ([Turtle]); constants.go and tables.go
// are made from it by go generate, and a test holds them to it. The constants
// are IRIs, untyped, so that they serve as string and as quad.IRI. Where a
// class and a property would have one name, the property's has the suffix Prop
// ([SourceProp]); classes whose members are terms of the vocabulary have the
// suffix Class ([StanceClass]).
//
// Everything here is read-only and safe for concurrent use; functions that
// return slices return fresh ones.
package schema

import (
	_ "embed"
	"maps"
	"slices"
	"strings"
)

//go:generate go run ./internal/genconst

//go:embed schema.ttl
var turtle string

// Turtle returns the vocabulary as an RDF 1.1 Turtle document.
func Turtle() string { return turtle }

// The namespaces.
const (
	Base     = "https://w3id.org/ascribe/"
	NS       = Base + "schema#"
	NSID     = Base + "id/"
	NSClaim  = Base + "claim/"
	NSAct    = Base + "act/"
	NSSource = Base + "source/"

	nsRDF  = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	nsRDFS = "http://www.w3.org/2000/01/rdf-schema#"
	nsXSD  = "http://www.w3.org/2001/XMLSchema#"
)

// Terms of other vocabularies that graphs use.
const (
	RDFType       = nsRDF + "type"
	RDFLangString = nsRDF + "langString"
	RDFSLabel     = nsRDFS + "label"
	RDFSComment   = nsRDFS + "comment"
	XSDString     = nsXSD + "string"
	XSDBoolean    = nsXSD + "boolean"
	XSDInteger    = nsXSD + "integer"
	XSDDate       = nsXSD + "date"
	XSDGYearMonth = nsXSD + "gYearMonth"
	XSDGYear      = nsXSD + "gYear"
	XSDAnyURI     = nsXSD + "anyURI"
)

// Prefixes returns the prefixes that the project's files and queries use,
// without the colon.
func Prefixes() map[string]string { return maps.Clone(prefixes) }

var prefixes = map[string]string{
	"asc": NS, "id": NSID, "claim": NSClaim, "act": NSAct, "src": NSSource,
	"rdf": nsRDF, "rdfs": nsRDFS, "xsd": nsXSD,
}

// Handle returns the short form of an IRI that people type and read: of a
// claim its local name ("uk-2021-07-19/2"), of anything else in a namespace of
// Prefixes prefix and local name ("act:us-before-2021-07"), otherwise the IRI.
func Handle(iri string) string {
	if local, ok := strings.CutPrefix(iri, NSClaim); ok && local != "" {
		return local
	}
	for prefix, ns := range prefixes {
		if local, ok := strings.CutPrefix(iri, ns); ok && local != "" {
			return prefix + ":" + local
		}
	}
	return iri
}

// ExpandHandle returns the IRIs that a handle can mean, the likeliest first: a
// handle with a prefix of Prefixes has one, an absolute IRI means itself, and
// a bare handle is a claim's or else an act's.
func ExpandHandle(handle string) []string {
	if handle == "" {
		return nil
	}
	if prefix, local, ok := strings.Cut(handle, ":"); ok {
		if ns, known := prefixes[prefix]; known {
			return []string{ns + local}
		}
		return []string{handle}
	}
	return []string{NSClaim + handle, NSAct + handle}
}

// A TermDef is a term of the vocabulary: a class, a property or an individual.
type TermDef struct {
	IRI      string
	Type     string // the class it is an instance of: StanceClass, EdgeProperty, ...
	EN, NL   string // labels
	Comment  string // in English
	Official bool   // of a Form: only states, their organs and organizations of states speak in it
	Edge     string // of a Kind: the edge by which an act of the kind joins its party to the other side
}

// A ClassDef is a class.
type ClassDef struct {
	TermDef
	Supers []string // direct superclasses
	STIX   []string // types of object in STIX 2.1, the closest first
}

// A PropertyDef is a property.
type PropertyDef struct {
	TermDef           // Type is RecordProperty, EdgeProperty, EntityProperty, SourceProperty, SchemaProperty or DerivedProperty
	Subjects []string // classes, any of which the subject may have
	Objects  []string // classes or datatypes, any of which the object may have
	// BySubject reports whether the subject must be among the parties of the record.
	BySubject bool
	STIX      []string // relationship types or properties of STIX 2.1
}

// Place returns where the property may stand: its Type.
func (p PropertyDef) Place() string { return p.Type }

// A ScaleDef is a published scale of likelihood.
type ScaleDef struct {
	TermDef
	PublishedIn string    // the document, and where its figures were read
	Words       []WordDef // from the least likely to the most
}

// A WordDef is a row of a scale.
type WordDef struct {
	TermDef
	Words    []string // in English, as published; the first is the principal one
	Min, Max int      // percent, both included
}

// Classes returns all classes, by IRI.
func Classes() []ClassDef { return slices.Clone(classes) }

// Properties returns all properties, by IRI.
func Properties() []PropertyDef { return slices.Clone(properties) }

// Stances returns the stances of claims, in the vocabulary's order.
func Stances() []TermDef { return individuals(StanceClass) }

// Forms returns the forms of claims, in the vocabulary's order.
func Forms() []TermDef { return individuals(FormClass) }

// Kinds returns the kinds of acts, in the vocabulary's order.
func Kinds() []TermDef { return individuals(KindClass) }

// Confidences returns the levels of analytic confidence, the lowest first.
func Confidences() []TermDef { return individuals(ConfidenceClass) }

// Scales returns the likelihood scales, in the vocabulary's order.
func Scales() []ScaleDef { return slices.Clone(scales) }

func individuals(class string) []TermDef {
	var out []TermDef
	for _, d := range terms {
		if d.Type == class {
			out = append(out, d)
		}
	}
	return out
}
