package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/internal/sparql/conformance"
	"github.com/cayleygraph/quad"
)

const (
	suites    = "../../../shared/suites/w3c"
	suiteBase = "https://w3c.github.io/rdf-tests/"
)

// TestW3CUpdate runs the update tests of the W3C part by the command, as
// someone would who has nothing else: data by --data and --named-data, the result
// by --print; the syntax tests by --check.
func TestW3CUpdate(t *testing.T) {
	index, err := os.ReadFile(filepath.Join(suites, "INDEX.tsv"))
	if err != nil {
		t.Skipf("the W3C test suites are absent: %v", err)
	}
	t.Setenv("ASCRIBE_GRAPH", "")
	ran := 0
	for line := range strings.Lines(string(index)) {
		c := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(c) < 8 || !strings.HasSuffix(c[4], ".ru") || strings.Contains(c[0], "triple-terms") {
			continue
		}
		ran++
		t.Run(c[0]+c[1][strings.LastIndexByte(c[1], '#'):], func(t *testing.T) {
			request := []string{"update", "--base", suiteBase + c[4], "-f", filepath.Join(suites, c[4])}
			if c[2] != "UpdateEvaluationTest" {
				var out, msg bytes.Buffer
				code := Main(append(request, "--check"), strings.NewReader(""), &out, &msg)
				if want := strings.HasPrefix(c[2], "Negative"); want != (code == exitNotCommand) || !want && code != exitDone {
					t.Errorf("%s: exit code %d: %s", c[2], code, msg.String())
				}
				return
			}
			if err := evaluate(c, request); err != nil {
				t.Error(err)
			}
		})
	}
	t.Logf("%d tests", ran)
}

// evaluate runs an update test under each of the names that its graphs may have.
func evaluate(c, request []string) error {
	text, err := os.ReadFile(filepath.Join(suites, c[4]))
	if err != nil {
		return err
	}
	plain, named, _ := strings.Cut(c[7], "+graphs:")
	before, after := strings.Fields(c[6]), strings.Fields(named)
	var first error
	for _, names := range conformance.GraphNamings(string(text), len(before), len(after)) {
		args := slices.Clone(request)
		for f := range strings.FieldsSeq(c[5]) {
			args = append(args, "--data", suiteBase+f+"="+filepath.Join(suites, f))
		}
		for i, f := range before {
			args = append(args, "--named-data", names[0][i]+"="+filepath.Join(suites, f))
		}
		var out, msg bytes.Buffer
		var err error
		if code := Main(append(args, "--print"), strings.NewReader(""), &out, &msg); code != exitDone {
			err = fmt.Errorf("exit code %d: %s", code, msg.String())
		} else {
			err = compareDatasets(out.Bytes(), strings.Fields(plain), after, names[1])
		}
		if err == nil {
			return nil
		}
		if first == nil {
			first = err
		}
	}
	return first
}

// compareDatasets compares N-Quads with files, the named ones each a graph.
func compareDatasets(nquads []byte, plain, named, names []string) error {
	got, err := rdf.ReadAll(bytes.NewReader(nquads), rdf.NQuads, nil)
	if err != nil {
		return err
	}
	var want []quad.Quad
	for i, file := range slices.Concat(plain, named) {
		f, err := os.Open(filepath.Join(suites, file))
		if err != nil {
			return err
		}
		defer f.Close()
		format, _ := rdf.FormatOf(file)
		base := suiteBase + file
		if i >= len(plain) {
			base = names[i-len(plain)]
		}
		quads, err := rdf.ReadAll(f, format, &rdf.Options{Base: base, BlankPrefix: fmt.Sprintf("f%d", i)})
		if err != nil {
			return err
		}
		for _, q := range quads {
			if i >= len(plain) {
				q.Label = quad.IRI(base)
			}
			want = append(want, q)
		}
	}
	if !rdf.Isomorphic(got, want) {
		return fmt.Errorf("got %v\nwant %v", got, want)
	}
	return nil
}
