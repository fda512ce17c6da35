package store

import (
	"bytes"
	"unsafe"

	"github.com/ascribe-graph/ascribe/internal/term"
)

// Span is a term as bytes that belong to somebody else: valid during the call
// that is given it. Its fields mean what those of term.Term mean; the zero
// Span is no term.
type Span struct {
	Kind  term.Kind
	Value []byte
	Extra []byte // language tag or datatype IRI; empty for the other kinds
}

// SpanOf returns t as a Span over its own strings, which nobody may change.
func SpanOf(t term.Term) Span {
	return Span{Kind: t.Kind, Value: stringBytes(t.Value), Extra: stringBytes(t.Extra)}
}

// Term returns a copy of s.
func (s Span) Term() term.Term {
	return term.Term{Kind: s.Kind, Value: string(s.Value), Extra: string(s.Extra)}
}

func stringBytes(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// compareSpans orders two terms of one kind: by value, then by extra, bytewise.
func compareSpans(a, b Span) int {
	if c := bytes.Compare(a.Value, b.Value); c != 0 {
		return c
	}
	return bytes.Compare(a.Extra, b.Extra)
}
