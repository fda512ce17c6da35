package results_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph/results"
)

func FuzzReadJSON(f *testing.F) { fuzz(f, results.JSON) }
func FuzzReadXML(f *testing.F)  { fuzz(f, results.XML) }
func FuzzReadCSV(f *testing.F)  { fuzz(f, results.CSV) }
func FuzzReadTSV(f *testing.F)  { fuzz(f, results.TSV) }

// fuzz checks that what is read is written and read again as the same, and
// that what is refused is refused with a position.
func fuzz(f *testing.F, format results.Format) {
	for _, s := range []string{
		`{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"\u00e9","xml:lang":"en"}}]}}`,
		`{"head":{},"boolean":true}`,
		`<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/></head><results><result><binding name="x"><literal datatype="d">a&#13;</literal></binding></result></results></sparql>`,
		"x,y\r\n\"a\"\"b\",_:c\r\n", "?x\t?y\n<a>\t\"b\\n\"@en\n1.5\t_:c\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		opts := results.Options{MaxBytes: 1 << 20, MaxCells: 1 << 16}
		tab, err := results.ReadWith(bytes.NewReader(data), format, opts)
		if err != nil {
			if se, ok := errors.AsType[*results.SyntaxError](err); ok && se.Line > 0 && se.Col > 0 {
				return
			}
			if _, ok := errors.AsType[*results.LimitError](err); ok {
				return
			}
			t.Fatalf("error without a position: %v", err)
		}
		var b strings.Builder
		if err := tab.Write(&b, format); err != nil {
			if _, ok := errors.AsType[*results.ValueError](err); ok {
				return // XML has no way to write what a reference can say
			}
			t.Fatal(err)
		}
		back, err := results.ReadWith(strings.NewReader(b.String()), format, opts)
		if err != nil || !same(back, tab) {
			t.Fatalf("%v\nread    %#v\nwritten %q\nread    %#v", err, tab, b.String(), back)
		}
	})
}
