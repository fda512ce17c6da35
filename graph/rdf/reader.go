package rdf

import (
	"io"
	"iter"

	"github.com/cayleygraph/quad"
)

// A Reader reads statements as Cayley quads: quad.IRI, quad.BNode (label
// without "_:"), quad.String, quad.LangString and quad.TypedString; the Label is
// nil in the default graph. It must not be used by two goroutines at once.
type Reader struct {
	sc   *Scanner
	last [4]recent
}

// recent is the last value of a position, which is often the next one too.
type recent struct {
	kind  Kind
	text  string
	value quad.Value
}

// NewReader returns a Reader of r, which need not be buffered. A nil opts means
// all defaults.
func NewReader(r io.Reader, f Format, opts *Options) *Reader {
	return &Reader{sc: NewScanner(r, f, opts)}
}

// Quads yields the quads in the order of the input, duplicates included, once
// only. If reading fails the last pair is the zero Quad and the error, as
// Scanner.All has it.
func (r *Reader) Quads() iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for st, err := range r.sc.All() {
			if err != nil {
				yield(quad.Quad{}, err)
				return
			}
			q := quad.Quad{
				Subject:   r.value(0, st.S),
				Predicate: r.value(1, st.P),
				Object:    r.value(2, st.O),
				Label:     r.value(3, st.G),
			}
			if !yield(q, nil) {
				return
			}
		}
	}
}

// value copies t, or takes the copy made for the statement before.
func (r *Reader) value(i int, t Term) quad.Value {
	if t.Kind != IRI && t.Kind != Blank {
		return t.QuadValue()
	}
	last := &r.last[i]
	if last.kind != t.Kind || last.text != string(t.Value) {
		text := string(t.Value)
		*last = recent{t.Kind, text, quad.IRI(text)}
		if t.Kind == Blank {
			last.value = quad.BNode(text)
		}
	}
	return last.value
}

// ReadAll returns all quads of r, or none and the error.
func ReadAll(r io.Reader, f Format, opts *Options) ([]quad.Quad, error) {
	var quads []quad.Quad
	for q, err := range NewReader(r, f, opts).Quads() {
		if err != nil {
			return nil, err
		}
		quads = append(quads, q)
	}
	return quads, nil
}
