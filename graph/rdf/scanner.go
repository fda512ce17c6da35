package rdf

import (
	"fmt"
	"io"
	"iter"
	"maps"

	"github.com/cayleygraph/quad"
)

// Kind says what a Term is. The zero Kind is no term: the graph name of a
// statement in the default graph.
type Kind uint8

// The kinds, in the order of internal/term.
const (
	None   Kind = iota
	IRI         // Value is the absolute IRI
	Blank       // Value is the label, without "_:"
	String      // Value is the lexical form of an xsd:string
	Lang        // Value is the lexical form, Extra the language tag as written
	Typed       // Value is the lexical form, Extra the datatype IRI
)

// Term is a term as spans of bytes: UTF-8 with all escapes resolved. The spans
// of a Term that a Scanner yields are valid until the next statement and must
// not be changed.
type Term struct {
	Kind  Kind
	Value []byte
	Extra []byte // language tag or datatype IRI, else nil
}

// Statement is a triple with the graph that it stands in; G is the zero Term
// in the default graph.
type Statement struct {
	S, P, O, G Term
}

// Options are the settings of a reader. The zero value works.
type Options struct {
	// File names the input in errors. Default: no name.
	File string
	// Base is the absolute IRI that relative IRIs of Turtle, TriG and JSON-LD are
	// resolved against until the file declares another. Default: none, so that
	// a relative IRI is an error.
	Base string
	// BlankPrefix is put before every blank node label, so that the labels of
	// two files do not meet. It must itself be the start of a label (letters,
	// digits, '_'). Default: none.
	BlankPrefix string
	// MaxTerm is the length in bytes of the longest line of N-Triples and
	// N-Quads and of the longest term of Turtle and TriG. Default: DefaultMaxTerm.
	MaxTerm int
	// MaxDepth is how deep [] and () may nest, and objects and lists of JSON-LD.
	// Default: DefaultMaxDepth.
	MaxDepth int
	// MaxDocument is the length in bytes of the longest document of JSON-LD, which is
	// held in memory, at some ten times its length. Default: DefaultMaxDocument.
	MaxDocument int
}

// The default limits of Options.
const (
	DefaultMaxTerm  = 16 << 20 // bytes
	DefaultMaxDepth = 1000
)

func (o *Options) maxTerm() int {
	if o.MaxTerm > 0 {
		return o.MaxTerm
	}
	return DefaultMaxTerm
}

func (o *Options) maxDepth() int {
	if o.MaxDepth > 0 {
		return o.MaxDepth
	}
	return DefaultMaxDepth
}

// A Scanner reads statements as spans of bytes. It must not be used by two
// goroutines at once.
type Scanner struct {
	src    source
	format Format
	opts   Options
	st     Statement
	yield  func(*Statement, error) bool
	err    error // why the walk ends early; errStopped if the consumer wants no more
	arena  []byte

	// Turtle and TriG only.
	base     baseIRI
	hasBase  bool
	prefixes map[string]string
	scratch  []byte
	graph    Term // the graph of the block being read
	depth    int
	anon     uint64              // labels made so far
	taken    map[uint64]struct{} // N of the labels anon-N that the file itself uses
}

var errStopped = fmt.Errorf("stopped")

// NewScanner returns a Scanner of r. It does its own buffering, so r need not.
// A nil opts means all defaults.
func NewScanner(r io.Reader, f Format, opts *Options) *Scanner {
	if opts == nil {
		opts = &Options{}
	}
	return &Scanner{src: newSource(r, opts), format: f, opts: *opts}
}

// All yields the statements in the order of the input, once only. The
// *Statement and its spans are valid until the next one. If reading fails the
// last pair is nil and the error: a *SyntaxError, or the error of the
// io.Reader, wrapped. What was yielded before an error is not complete; a
// caller that wants all or nothing must keep it back.
//
// N-Triples and N-Quads allocate nothing per statement; Turtle and TriG nothing
// but their prefix tables; JSON-LD is read whole before the first statement.
func (s *Scanner) All() iter.Seq2[*Statement, error] {
	return func(yield func(*Statement, error) bool) {
		s.yield = yield
		if s.format != JSONLD {
			s.src.skipMark()
		}
		switch s.format {
		case NTriples, NQuads:
			s.src.unit = "line"
			s.lines()
		case Turtle, TriG:
			s.document()
		case JSONLD:
			s.jsonld()
		default:
			s.err = fmt.Errorf("unknown RDF format %d", s.format)
		}
		s.yield = nil
		if s.err != nil && s.err != errStopped { //nolint:errorlint // a private sentinel, never wrapped
			yield(nil, s.err)
		}
	}
}

// Prefixes returns a copy of the prefixes that the input has declared so far;
// empty for N-Triples and N-Quads.
func (s *Scanner) Prefixes() map[string]string {
	if s.prefixes == nil {
		return map[string]string{}
	}
	return maps.Clone(s.prefixes)
}

// emit hands a statement to the consumer.
func (s *Scanner) emit() bool {
	if !s.yield(&s.st, nil) {
		s.err = errStopped
		return false
	}
	return true
}

// fail records a SyntaxError at buf[idx], or the failure of the source if that
// is why the parser cannot go on. It returns false.
func (s *Scanner) fail(idx int, hint, format string, args ...any) bool {
	if s.err == nil {
		s.err = s.src.failure()
	}
	if s.err == nil {
		s.err = s.src.errorAt(idx, fmt.Sprintf(format, args...), hint)
	}
	return false
}

// QuadValue returns a copy of t as a Cayley value, nil for the zero Term.
func (t Term) QuadValue() quad.Value {
	switch t.Kind {
	case IRI:
		return quad.IRI(t.Value)
	case Blank:
		return quad.BNode(t.Value)
	case String:
		return quad.String(t.Value)
	case Lang:
		return quad.LangString{Value: quad.String(t.Value), Lang: string(t.Extra)}
	case Typed:
		return quad.TypedString{Value: quad.String(t.Value), Type: quad.IRI(t.Extra)}
	}
	return nil
}

// String returns t as N-Triples writes it, "" for the zero Term.
func (t Term) String() string { return string(t.AppendNTriples(nil)) }

// AppendNTriples appends t as N-Triples writes it and returns the extended
// slice. It does not check t.
func (t Term) AppendNTriples(dst []byte) []byte {
	switch t.Kind {
	case IRI:
		dst = append(dst, '<')
		dst = append(dst, t.Value...)
		return append(dst, '>')
	case Blank:
		return append(append(dst, "_:"...), t.Value...)
	case String, Lang, Typed:
		dst = appendQuoted(dst, t.Value)
	}
	switch t.Kind {
	case Lang:
		dst = append(append(dst, '@'), t.Extra...)
	case Typed:
		dst = append(append(append(dst, "^^<"...), t.Extra...), '>')
	}
	return dst
}

const xsd = "http://www.w3.org/2001/XMLSchema#"

const rdfNS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

// Terms that the grammar itself names. Nobody writes to them.
var (
	xsdString  = []byte(xsd + "string")
	xsdInteger = []byte(xsd + "integer")
	xsdDecimal = []byte(xsd + "decimal")
	xsdDouble  = []byte(xsd + "double")
	xsdBoolean = []byte(xsd + "boolean")
	rdfType    = Term{Kind: IRI, Value: []byte(rdfNS + "type")}
	rdfNil     = Term{Kind: IRI, Value: []byte(rdfNS + "nil")}
	rdfFirst   = Term{Kind: IRI, Value: []byte(rdfNS + "first")}
	rdfRest    = Term{Kind: IRI, Value: []byte(rdfNS + "rest")}
)
