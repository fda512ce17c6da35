package rdf_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/cayleygraph/quad"
)

func write(quads []quad.Quad, f rdf.Format, opts *rdf.WriterOptions) ([]byte, error) {
	var b bytes.Buffer
	w := rdf.NewWriter(&b, f, opts)
	for _, q := range quads {
		if err := w.Write(q); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return b.Bytes(), err
}

// hostile are pieces that strings are made of.
var hostile = []string{
	"", "a", " ", "\t", "\n", "\r", "\r\n", "\"", "\"\"\"", "'", "'''", "\\", "\\n", "\\u0041", "\x00", "\x01", "\b", "\f", "\v", "\x1f", "\x7f",
	"\u0080", "\u00a0", "é", "\u2028", "\ud7ff", "\ue000", "\ufeff", "\ufffd", "\ufffe", "\uffff", "😀", "\U0010ffff", "<", ">", "#", "{|", "@en", "^^", ".", ";",
}

func hostileString(r *rand.Rand) string {
	var s strings.Builder
	for range r.IntN(6) {
		s.WriteString(hostile[r.IntN(len(hostile))])
	}
	return s.String()
}

const testNS = "http://example.org/ns#"

func randomIRI(r *rand.Rand) quad.IRI {
	pieces := []string{"a", "Z9", "-", "_", ".", "..", ":", "/", "%20", "%", "~", "!$&'()*+,;=", "?q", "#f", "@", "é", "·", "\u0300", "×", "😀", "\ue000", "[", "]", "uk-2021-07-19/2"}
	var s strings.Builder
	s.WriteString([...]string{testNS, testNS + "deep/", "urn:x:", "mailto:", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"}[r.IntN(5)])
	for range r.IntN(4) {
		s.WriteString(pieces[r.IntN(len(pieces))])
	}
	return quad.IRI(s.String())
}

func randomNode(r *rand.Rand) quad.Value {
	if r.IntN(3) == 0 {
		return quad.BNode([]string{"b0", "b1", "anon-1", "anon-2", "anon--1", "0.x", "é·-"}[r.IntN(7)])
	}
	return randomIRI(r)
}

func randomObject(r *rand.Rand) quad.Value {
	const xsd = "http://www.w3.org/2001/XMLSchema#"
	switch r.IntN(5) {
	case 0:
		return quad.String(hostileString(r))
	case 1:
		return quad.LangString{Value: quad.String(hostileString(r)), Lang: []string{"en", "zh-Hans-CN", "X-1a"}[r.IntN(3)]}
	case 2:
		types := []string{"integer", "decimal", "double", "boolean", "float", "date"}
		forms := []string{"0", "01", "+7", "-", "1.", ".5", "-1.50", "1e5", "1.E-3", ".e1", "true", "1", "TRUE", "INF", "1 ", "", "1e", "1.5.2", "٣"}
		return quad.TypedString{Value: quad.String(forms[r.IntN(len(forms))]), Type: quad.IRI(xsd + types[r.IntN(len(types))])}
	case 3:
		return quad.TypedString{Value: quad.String(hostileString(r)), Type: randomIRI(r)}
	}
	return randomNode(r)
}

func randomQuads(r *rand.Rand, graphs bool) []quad.Quad {
	var quads []quad.Quad
	s, p, g := randomNode(r), randomIRI(r), quad.Value(nil)
	for range r.IntN(12) {
		if r.IntN(2) == 0 {
			s = randomNode(r)
		}
		if r.IntN(2) == 0 {
			p = randomIRI(r)
		}
		if graphs && r.IntN(3) == 0 {
			g = nil
			if r.IntN(3) > 0 {
				g = randomNode(r)
			}
		}
		quads = append(quads, quad.Quad{Subject: s, Predicate: p, Object: randomObject(r), Label: g})
	}
	return quads
}

var testPrefixes = map[string]string{"": testNS, "deep": testNS + "deep/", "x-y.z": "urn:x:", "xsd": "http://www.w3.org/2001/XMLSchema#"}

// oddDatatype reports whether a quad has a datatype that is no URL, which
// readers of JSON-LD refuse.
func oddDatatype(q quad.Quad) bool {
	o, ok := q.Object.(quad.TypedString)
	_, err := url.Parse(string(o.Type))
	return ok && err != nil
}

// TestRoundTrip writes random quads and reads them back: the very same where
// the file holds labels, isomorphic where it may change them.
func TestRoundTrip(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	for i := range 3000 {
		for _, f := range rdf.Formats() {
			quads := randomQuads(r, f.HasGraphs())
			opts := &rdf.WriterOptions{}
			if i%2 == 0 {
				opts.Prefixes = testPrefixes
			}
			text, err := write(quads, f, opts)
			if f == rdf.JSONLD && errors.Is(err, rdf.ErrTerm) && slices.ContainsFunc(quads, oddDatatype) {
				continue
			}
			if err != nil {
				t.Fatalf("%s: %v", f, err)
			}
			back, err := rdf.ReadAll(bytes.NewReader(text), f, nil)
			if err != nil {
				t.Fatalf("%s: %v\n%s", f, err, text)
			}
			if f == rdf.NTriples || f == rdf.NQuads {
				if !slices.Equal(back, quads) {
					t.Fatalf("%s: got  %v\nwant %v\n%s", f, back, quads, text)
				}
			} else if !rdf.Isomorphic(back, quads) {
				t.Fatalf("%s: got  %v\nwant %v\n%s", f, back, quads, text)
			}
			again, err := write(quads, f, opts)
			if err != nil || !bytes.Equal(again, text) {
				t.Fatalf("%s: the same quads written twice differ: %v", f, err)
			}
		}
	}
}

// TestWriteRefuses lists what a Writer must not write, and that it goes on.
func TestWriteRefuses(t *testing.T) {
	s, p, o := quad.Value(quad.IRI("urn:s")), quad.Value(quad.IRI("urn:p")), quad.Value(quad.String("o"))
	for _, c := range []struct {
		q    quad.Quad
		f    rdf.Format
		want error
	}{
		{quad.Quad{Subject: s, Predicate: p, Object: o, Label: quad.IRI("urn:g")}, rdf.NTriples, rdf.ErrGraph},
		{quad.Quad{Subject: s, Predicate: p, Object: o, Label: quad.IRI("urn:g")}, rdf.Turtle, rdf.ErrGraph},
		{quad.Quad{Subject: o, Predicate: p, Object: o}, rdf.TriG, rdf.ErrTerm},
		{quad.Quad{Subject: s, Predicate: quad.BNode("b"), Object: o}, rdf.NQuads, rdf.ErrTerm},
		{quad.Quad{Subject: s, Predicate: p}, rdf.NQuads, rdf.ErrTerm},
		{quad.Quad{Subject: s, Predicate: p, Object: o, Label: o}, rdf.NQuads, rdf.ErrTerm},
		{quad.Quad{Subject: quad.IRI("relative"), Predicate: p, Object: o}, rdf.Turtle, rdf.ErrTerm},
		{quad.Quad{Subject: quad.IRI("urn:a b"), Predicate: p, Object: o}, rdf.NTriples, rdf.ErrTerm},
		{quad.Quad{Subject: quad.IRI("urn:\xff"), Predicate: p, Object: o}, rdf.NTriples, rdf.ErrTerm},
		{quad.Quad{Subject: quad.BNode("a b"), Predicate: p, Object: o}, rdf.NTriples, rdf.ErrTerm},
		{quad.Quad{Subject: quad.BNode("a."), Predicate: p, Object: o}, rdf.TriG, rdf.ErrTerm},
		{quad.Quad{Subject: s, Predicate: p, Object: quad.String("\xff")}, rdf.NQuads, rdf.ErrTerm},
		{quad.Quad{Subject: s, Predicate: p, Object: quad.LangString{Value: "x", Lang: "e_n"}}, rdf.NQuads, rdf.ErrTerm},
		{quad.Quad{Subject: s, Predicate: p, Object: quad.LangString{Value: "x"}}, rdf.NQuads, rdf.ErrTerm},
		{quad.Quad{Subject: s, Predicate: p, Object: quad.TypedString{Value: "x", Type: "t"}}, rdf.NQuads, rdf.ErrTerm},
	} {
		var b bytes.Buffer
		w := rdf.NewWriter(&b, c.f, nil)
		if err := w.Write(c.q); !errors.Is(err, c.want) {
			t.Errorf("%s: %v: got %v, want %v", c.f, c.q, err, c.want)
		}
		if err := errors.Join(w.Write(quad.Quad{Subject: s, Predicate: p, Object: quad.Int(7)}), w.Close()); err != nil {
			t.Error(err)
		}
		if back, err := rdf.ReadAll(&b, c.f, nil); err != nil || len(back) != 1 {
			t.Errorf("%s: after a refusal: got %v and %v, want one quad", c.f, back, err)
		}
	}
	w := rdf.NewWriter(io.Discard, rdf.Turtle, &rdf.WriterOptions{Prefixes: map[string]string{"a b": "urn:x:"}})
	if err := w.Close(); err == nil {
		t.Error("a prefix with a space was accepted")
	}
}

// samples hold every construct, for truncation and as fuzzing seeds.
var samples = map[rdf.Format]string{
	rdf.NTriples: "# c\n<urn:s> <urn:p\\u0041> \"a\\n\\u00E9\\U0001F600\"^^<urn:t> . # c\r\n_:b.c <urn:p> _:d .\nVERSION \"1.2\"\n<urn:s> <urn:p> \"é😀\"@en-GB .",
	rdf.NQuads:   "<urn:s> <urn:p> \"x\" <urn:g> .\n_:a<urn:p>_:b _:g.\n<urn:s> <urn:p> \"x\"@nl .\n",
	rdf.Turtle: "@prefix ex: <http://example.org/> . PREFIX : <x#>\nBASE <http://e/a/b>\n@base <../c> .\n@version '1.2' .\n" +
		":a a ex:C ; ex:p 1, -1.5, +2e3, .5, true ; ;\n  ex:q \"s\"@en-GB, 'x'^^ex:t, \"\"\"l\"\"ong\n\\u00E9\"\"\", '''y''' .\n[ :p ( 1 [] () _:b ) ] :q <?z#f> .\n( :x ) :p ex:a\\/b%20c..d , _:anon-1 . [] :p _:anon-9 . # end",
	rdf.TriG: "PREFIX : <urn:x:>\n{ :s :p 1 . } :g { :s :p 1 ; :q [ :r 2 ] . :t :p 2 } GRAPH _:g { } [] { :s :p ( 1 2 ) . } :s :p :o . GRAPH <urn:h> { [ :p 1 ] . }",
	rdf.JSONLD: `{"@context": {"@version": 1.1, "ex": "http://example.org/", "@base": "http://e/", "p": {"@id": "ex:p", "@type": "@id"}, "l": {"@id": "ex:l", "@container": "@list"}, "t": {"@id": "ex:t", "@language": "en-GB"}},
 "@graph": [{"@id": "x", "@type": "ex:C", "p": ["y", "_:anon-1"], "l": [1, 2.5, true], "t": "é😀", "ex:q": [{"@value": "v", "@type": "ex:d"}, {}, null, "s\n"], "@reverse": {"ex:r": {"@id": "_:b"}}},
  {"@id": "ex:g", "ex:on": "2021", "@graph": {"@id": "ex:s", "ex:p": {"@id": "ex:o"}}}, {"@graph": [{"ex:p": "in a graph without a name"}]}, {"@id": "ex:i", "@included": [{"@id": "ex:j", "ex:k": {"@value": {"a": [1]}, "@type": "@json"}}]}]}`,
}

// TestTruncated cuts the samples at every byte: no panic, and either a
// SyntaxError or quads with which the whole begins. In single bytes the result is
// the same.
func TestTruncated(t *testing.T) {
	for f, sample := range samples {
		opts := &rdf.Options{Base: "http://example.org/"}
		whole, err := rdf.ReadAll(strings.NewReader(sample), f, opts)
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		for n := range len(sample) + 1 {
			var got [2][]quad.Quad
			var errs [2]error
			for i, r := range []io.Reader{strings.NewReader(sample[:n]), iotest.OneByteReader(strings.NewReader(sample[:n]))} {
				for q, err := range rdf.NewReader(r, f, opts).Quads() {
					if err != nil {
						errs[i] = err
						break
					}
					got[i] = append(got[i], q)
				}
			}
			if fmt.Sprint(errs[0]) != fmt.Sprint(errs[1]) || !slices.Equal(got[0], got[1]) {
				t.Errorf("%s: %q: at once %v, in bytes %v", f, sample[:n], errs[0], errs[1])
			}
			if _, ok := errors.AsType[*rdf.SyntaxError](errs[0]); errs[0] != nil && !ok {
				t.Errorf("%s: %q: got %v, want a SyntaxError", f, sample[:n], errs[0])
			}
			if len(got[0]) > len(whole) {
				t.Errorf("%s: %q: got %d quads of %d", f, sample[:n], len(got[0]), len(whole))
			}
		}
	}
}

// TestAnonymousLabels checks that made labels and written ones never meet.
func TestAnonymousLabels(t *testing.T) {
	text := "_:anon-1 <urn:p> [] . _:anon-2 <urn:p> [] . _:anon--2 <urn:p> [] , _:anon-1, _:anon-2, _:anon-x ."
	quads, err := rdf.ReadAll(strings.NewReader(text), rdf.Turtle, &rdf.Options{BlankPrefix: "f1."})
	if err != nil {
		t.Fatal(err)
	}
	labels := map[quad.Value]bool{}
	for _, q := range quads {
		for _, v := range []quad.Value{q.Subject, q.Object} {
			if b, ok := v.(quad.BNode); ok {
				labels[b] = true
				if !strings.HasPrefix(string(b), "f1.") {
					t.Errorf("label %s has not the prefix", b)
				}
			}
		}
	}
	if len(labels) != 7 {
		t.Errorf("got %d blank nodes, want 7: %v", len(labels), quads)
	}
}

// TestStop checks that a consumer can stop early, in every format.
func TestStop(t *testing.T) {
	for f, sample := range samples {
		for st, err := range rdf.NewScanner(strings.NewReader(sample), f, &rdf.Options{Base: "http://e/"}).All() {
			if err != nil || st == nil {
				t.Errorf("%s: %v", f, err)
			}
			break
		}
	}
}
