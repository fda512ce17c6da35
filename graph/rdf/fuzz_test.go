package rdf_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/iotest"

	"github.com/ascribe-graph/ascribe/graph/rdf"
)

func FuzzNTriples(f *testing.F) { fuzz(f, rdf.NTriples) }
func FuzzNQuads(f *testing.F)   { fuzz(f, rdf.NQuads) }
func FuzzTurtle(f *testing.F)   { fuzz(f, rdf.Turtle) }
func FuzzTriG(f *testing.F)     { fuzz(f, rdf.TriG) }
func FuzzJSONLD(f *testing.F)   { fuzz(f, rdf.JSONLD) }

// fuzz checks that any bytes give quads or a SyntaxError with a position, the
// same in whatever pieces they come, and that quads print and read back.
func fuzz(f *testing.F, format rdf.Format) {
	f.Add([]byte(samples[format]))
	files, _ := filepath.Glob(filepath.Join(w3cDir, "rdf/*/*/*."+format.String()))
	for _, name := range files {
		if data, err := os.ReadFile(name); err == nil && len(data) < 4096 {
			f.Add(data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		opts := &rdf.Options{Base: "http://example.org/base/", MaxTerm: 1 << 16}
		quads, err := rdf.ReadAll(bytes.NewReader(data), format, opts)
		if len(data) < 1<<12 {
			pieces, err2 := rdf.ReadAll(iotest.OneByteReader(bytes.NewReader(data)), format, opts)
			same := format == rdf.JSONLD || err == nil || err2 == nil || err.Error() == err2.Error() // of several faults the library names any
			if (err == nil) != (err2 == nil) || !same || !slices.Equal(quads, pieces) {
				t.Fatalf("at once: %v %v\nin bytes: %v %v", quads, err, pieces, err2)
			}
		}
		if err != nil {
			se, ok := errors.AsType[*rdf.SyntaxError](err)
			if !ok || se.Line < 1 || se.Col < 1 || se.Msg == "" || len(se.Text) > 250 || se.TextCol < 1 || se.TextCol > len([]rune(se.Text))+1 {
				t.Fatalf("got %#v, want a SyntaxError with a position", err)
			}
			return
		}
		for _, out := range rdf.Formats() {
			if format.HasGraphs() && !out.HasGraphs() {
				continue
			}
			text, err := write(quads, out, &rdf.WriterOptions{Prefixes: testPrefixes})
			if out == rdf.JSONLD && errors.Is(err, rdf.ErrTerm) && slices.ContainsFunc(quads, oddDatatype) {
				continue
			}
			if err != nil {
				t.Fatalf("what was read cannot be written: %v", err)
			}
			back, err := rdf.ReadAll(bytes.NewReader(text), out, nil)
			if err != nil {
				t.Fatalf("what was written cannot be read: %v\n%s", err, text)
			}
			if out == rdf.NTriples || out == rdf.NQuads {
				if !slices.Equal(back, quads) {
					t.Fatalf("got  %v\nwant %v", back, quads)
				}
			} else if len(quads) < 50 && !rdf.Isomorphic(back, quads) {
				t.Fatalf("got  %v\nwant %v\n%s", back, quads, text)
			}
		}
	})
}
