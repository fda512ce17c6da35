package rdf_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/cayleygraph/quad"
)

const (
	w3cDir  = "../../../shared/suites/w3c"
	w3cBase = "https://w3c.github.io/rdf-tests/"
)

// needs12 finds what only RDF 1.2 has and this package refuses: triple terms
// and reifiers (<<), annotations ({|, ~), base directions (--ltr). A positive
// test with it is out of scope; it must fail with a SyntaxError.
var needs12 = regexp.MustCompile(`<<|\{\|[\s:]|\s~|@[A-Za-z-]+--(ltr|rtl)`)

// knownFailures maps a test to the reason for which it fails. A test that is
// listed here and passes fails the run.
var knownFailures = map[string]string{}

// TestW3C runs the W3C tests of the four formats (RDF 1.1, and RDF 1.2 where it
// needs neither triple terms nor base directions).
func TestW3C(t *testing.T) {
	index, err := os.ReadFile(filepath.Join(w3cDir, "INDEX.tsv"))
	if err != nil {
		t.Skipf("the W3C test suites are absent: %v", err)
	}
	ran, outside := 0, 0
	for line := range strings.Lines(string(index)) {
		f := strings.Split(strings.TrimRight(line, "\r\n"), "\t")
		if len(f) < 8 || !strings.HasPrefix(f[0], "rdf/") {
			continue
		}
		name, kind, action, result := f[1], f[2], f[4], f[7]
		ran++
		t.Run(strings.TrimPrefix(name, "rdf/"), func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join(w3cDir, action))
			if err != nil {
				t.Fatal(err)
			}
			format, ok := rdf.FormatOf(action)
			if !ok {
				t.Fatalf("no format of %s", action)
			}
			quads, err := rdf.ReadAll(bytes.NewReader(data), format, &rdf.Options{File: filepath.Base(action), Base: w3cBase + action})
			negative := strings.Contains(kind, "Negative")
			if !negative && needs12.Match(data) {
				if err == nil {
					t.Fatal("counted as out of scope, but it parses")
				}
				outside++
				t.Skip("needs triple terms, reifiers, annotations or base directions of RDF 1.2")
			}
			err = judge(kind, result, quads, err)
			reason, listed := knownFailures[name]
			switch {
			case listed && err == nil:
				t.Errorf("passes, but is listed as a known failure: %s", reason)
			case listed:
				t.Skipf("known failure: %s: %v", reason, err)
			case err != nil:
				t.Errorf("%v\n%s", err, data)
			}
		})
	}
	if ran == 0 {
		t.Error("no tests found in INDEX.tsv")
	}
	t.Logf("%d tests, of which %d out of scope", ran, outside)
}

// judge returns what is wrong with the outcome of a test.
func judge(kind, result string, quads []quad.Quad, err error) error {
	if strings.Contains(kind, "Negative") {
		if err == nil {
			return fmt.Errorf("got %d quads, want a syntax error", len(quads))
		}
		return nil
	}
	if err != nil {
		return err
	}
	if result == "" {
		return nil
	}
	data, err := os.ReadFile(filepath.Join(w3cDir, result))
	if err != nil {
		return err
	}
	format, _ := rdf.FormatOf(result)
	if strings.HasSuffix(kind, "C14N") {
		var out bytes.Buffer
		w := rdf.NewWriter(&out, format, &rdf.WriterOptions{Canonical: true})
		for _, q := range quads {
			if err := w.Write(q); err != nil {
				return err
			}
		}
		if err := w.Close(); err != nil {
			return err
		}
		if !bytes.Equal(out.Bytes(), data) {
			return fmt.Errorf("got  %q\nwant %q", out.Bytes(), data)
		}
		return nil
	}
	want, err := rdf.ReadAll(bytes.NewReader(data), format, nil)
	if err != nil {
		return fmt.Errorf("expected result: %w", err)
	}
	if !rdf.Isomorphic(quads, want) {
		return fmt.Errorf("got  %v\nwant %v", quads, want)
	}
	return nil
}
