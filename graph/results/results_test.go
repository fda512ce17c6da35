package results_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/graph/results"
	"github.com/cayleygraph/quad"
)

var all = []results.Format{results.JSON, results.XML, results.CSV, results.TSV}

func write(t *testing.T, tab *results.Table, f results.Format) string {
	t.Helper()
	var b bytes.Buffer
	if err := tab.Write(&b, f); err != nil {
		t.Fatalf("write %s: %v", f, err)
	}
	return b.String()
}

const xsd = "http://www.w3.org/2001/XMLSchema#"

func typed(v, local string) quad.Value {
	return quad.TypedString{Value: quad.String(v), Type: quad.IRI(xsd + local)}
}

func TestWrite(t *testing.T) {
	tab := &results.Table{Vars: []string{"x", "y"}, Rows: [][]quad.Value{
		{quad.IRI("http://example.org/a"), quad.String("a\"b,\tc\r\nd<&>")},
		{nil, quad.LangString{Value: "été", Lang: "fr-BE"}},
		{quad.BNode("b0"), typed("01", "integer")},
		{quad.String(""), typed("1.", "decimal")},
		{quad.String("_:b0"), typed("2021-07", "gYearMonth")},
		{nil, nil},
	}}
	want := map[results.Format]string{
		results.JSON: `{"head":{"vars":["x","y"]},"results":{"bindings":[
{"x":{"type":"uri","value":"http://example.org/a"},"y":{"type":"literal","value":"a\"b,\tc\r\nd<&>"}},
{"y":{"type":"literal","value":"été","xml:lang":"fr-BE"}},
{"x":{"type":"bnode","value":"b0"},"y":{"type":"literal","value":"01","datatype":"http://www.w3.org/2001/XMLSchema#integer"}},
{"x":{"type":"literal","value":""},"y":{"type":"literal","value":"1.","datatype":"http://www.w3.org/2001/XMLSchema#decimal"}},
{"x":{"type":"literal","value":"_:b0"},"y":{"type":"literal","value":"2021-07","datatype":"http://www.w3.org/2001/XMLSchema#gYearMonth"}},
{}
]}}
`,
		results.XML: `<?xml version="1.0" encoding="UTF-8"?>
<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="x"/><variable name="y"/></head><results>
<result><binding name="x"><uri>http://example.org/a</uri></binding><binding name="y"><literal>a&quot;b,&#9;c&#13;&#10;d&lt;&amp;&gt;</literal></binding></result>
<result><binding name="y"><literal xml:lang="fr-BE">été</literal></binding></result>
<result><binding name="x"><bnode>b0</bnode></binding><binding name="y"><literal datatype="http://www.w3.org/2001/XMLSchema#integer">01</literal></binding></result>
<result><binding name="x"><literal></literal></binding><binding name="y"><literal datatype="http://www.w3.org/2001/XMLSchema#decimal">1.</literal></binding></result>
<result><binding name="x"><literal>_:b0</literal></binding><binding name="y"><literal datatype="http://www.w3.org/2001/XMLSchema#gYearMonth">2021-07</literal></binding></result>
<result></result>
</results></sparql>
`,
		results.CSV: "x,y\r\nhttp://example.org/a,\"a\"\"b,\tc\r\nd<&>\"\r\n,été\r\n_:b0,01\r\n\"\",1.\r\n\"_:b0\",2021-07\r\n,\r\n",
		results.TSV: "?x\t?y\n<http://example.org/a>\t\"a\\\"b,\\tc\\r\\nd<&>\"\n\t\"été\"@fr-BE\n_:b0\t01\n\"\"\t\"1.\"^^<http://www.w3.org/2001/XMLSchema#decimal>\n\"_:b0\"\t\"2021-07\"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>\n\t\n",
	}
	for _, f := range all {
		if got := write(t, tab, f); got != want[f] {
			t.Errorf("%s:\ngot  %q\nwant %q", f, got, want[f])
		}
	}
}

func TestBool(t *testing.T) {
	for _, f := range all {
		for _, b := range []bool{true, false} {
			got, err := results.Read(strings.NewReader(write(t, &results.Table{Bool: &b}, f)), f)
			if err != nil || got.Bool == nil || *got.Bool != b {
				t.Errorf("%s %t: got %+v, %v", f, b, got, err)
			}
		}
		// A column of that name is no answer.
		tab := &results.Table{Vars: []string{"true"}}
		got, err := results.Read(strings.NewReader(write(t, tab, f)), f)
		if err != nil || !reflect.DeepEqual(got, tab) {
			t.Errorf("%s: got %+v, %v", f, got, err)
		}
	}
}

// alphabet is what hostile values are made of: each format's own delimiters,
// what XML and Turtle normalise, and characters of every length in UTF-8.
var alphabet = []string{
	"a", "b", "0", "1", ".", "-", "+", "e", "E", " ", "\t", "\n", "\r", "\r\n", `"`, `""`, "'", `\`, `\u0041`, ",", ";",
	"<", ">", "&", "&amp;", "]]>", "<!--", "{", "}", "|", "^", "^^", "@", "@en", "_:", "?", "`", "é", "߿", "\u2028", "\ufeff",
	"\ufffd", "😀", "\u007f", "\u0085", "true", "false", "%", "#", "=", "=1+1",
}

func randomText(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(6) {
		b.WriteString(alphabet[r.IntN(len(alphabet))])
	}
	return b.String()
}

func randomValue(r *rand.Rand) quad.Value {
	switch r.IntN(8) {
	case 0:
		return nil
	case 1:
		return quad.IRI(randomText(r))
	case 2:
		return quad.BNode(fmt.Sprintf("b%d.x-é", r.IntN(99)))
	case 3:
		return quad.LangString{Value: quad.String(randomText(r)), Lang: []string{"en", "nl-BE", "x-1a"}[r.IntN(3)]}
	case 4:
		return typed(randomText(r), []string{"integer", "decimal", "double", "boolean", "date"}[r.IntN(5)])
	case 5:
		return quad.TypedString{Value: quad.String(randomText(r)), Type: quad.IRI("x:" + randomText(r))}
	}
	return quad.String(randomText(r))
}

// flat is what remains of a value in CSV.
func flat(v quad.Value) quad.Value {
	switch v := v.(type) {
	case quad.IRI:
		return quad.String(v)
	case quad.LangString:
		return v.Value
	case quad.TypedString:
		return v.Value
	}
	return v
}

func TestRoundTrip(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	r := rand.New(rand.NewPCG(seed, 0))
	for range 3000 {
		tab := &results.Table{}
		for i := range r.IntN(4) {
			tab.Vars = append(tab.Vars, fmt.Sprintf("v%d_é", i))
		}
		for range r.IntN(5) {
			row := make([]quad.Value, len(tab.Vars))
			for i := range row {
				row[i] = randomValue(r)
			}
			tab.Rows = append(tab.Rows, row)
		}
		for _, f := range all {
			want := tab
			if f == results.CSV {
				want = &results.Table{Vars: tab.Vars}
				for _, row := range tab.Rows {
					out := make([]quad.Value, len(row))
					for i, v := range row {
						out[i] = flat(v)
					}
					want.Rows = append(want.Rows, out)
				}
			}
			text := write(t, tab, f)
			got, err := results.Read(strings.NewReader(text), f)
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Fatalf("seed %d, %s: %v\ntext %q\ngot  %#v\nwant %#v", seed, f, err, text, got, want)
			}
		}
	}
}

func TestUnwritable(t *testing.T) {
	type bad struct {
		format results.Format
		value  quad.Value
		msg    string
	}
	cases := []bad{
		{results.XML, quad.String("a\x00b"), "srx: row 2, ?x: XML cannot hold the character U+0000, want JSON or TSV"},
		{results.XML, quad.IRI("a\x1f"), "srx: row 2, ?x: XML cannot hold the character U+001F, want JSON or TSV"},
		{results.XML, quad.String("\uffff"), "srx: row 2, ?x: XML cannot hold the character U+FFFF, want JSON or TSV"},
		{results.XML, quad.TypedString{Value: "a", Type: "\ufffe"}, "srx: row 2, ?x: XML cannot hold the character U+FFFE, want JSON or TSV"},
		{results.TSV, quad.BNode("a b"), `sparql-tsv: row 2, ?x: "a b" is no blank node label in TSV, want letters, digits and _, or JSON`},
	}
	for _, f := range all {
		cases = append(cases,
			bad{f, quad.String("\xff"), f.String() + ": row 2, ?x: invalid UTF-8, want the value repaired at its source"},
			bad{f, quad.LangString{Value: "a"}, f.String() + `: row 2, ?x: "" is no language tag, want one such as en or nl-BE`},
			bad{f, quad.BNode(""), f.String() + ": row 2, ?x: blank node without a label"},
		)
	}
	for _, c := range cases {
		var b bytes.Buffer
		w := results.NewWriter(&b, c.format)
		ok := []quad.Value{quad.String("fine")}
		if err := errors.Join(w.Head([]string{"x"}), w.Row(ok)); err != nil {
			t.Fatal(err)
		}
		err := w.Row([]quad.Value{c.value})
		ve, is := errors.AsType[*results.ValueError](err)
		if !is || ve.Error() != c.msg || ve.Row != 2 {
			t.Errorf("%s %#v: got %v, want %s", c.format, c.value, err, c.msg)
		}
		// The row is left out and the result stays whole.
		if err := errors.Join(w.Row(ok), w.Close()); err != nil {
			t.Fatal(err)
		}
		got, err := results.Read(&b, c.format)
		if err != nil || len(got.Rows) != 2 {
			t.Errorf("%s after a bad row: got %+v, %v", c.format, got, err)
		}
	}
}

func TestWriterOrder(t *testing.T) {
	for name, misuse := range map[string]func(*results.Writer) error{
		"row first":    func(w *results.Writer) error { return w.Row(nil) },
		"close first":  func(w *results.Writer) error { return w.Close() },
		"two heads":    func(w *results.Writer) error { _ = w.Head(nil); return w.Head(nil) },
		"bool in rows": func(w *results.Writer) error { _ = w.Head(nil); return w.Bool(true) },
		"short row":    func(w *results.Writer) error { _ = w.Head([]string{"a"}); return w.Row(nil) },
		"bad name":     func(w *results.Writer) error { return w.Head([]string{"a b"}) },
		"same name":    func(w *results.Writer) error { return w.Head([]string{"a", "a"}) },
		"row at end":   func(w *results.Writer) error { _ = w.Bool(true); _ = w.Close(); return w.Row(nil) },
		"no format":    func(*results.Writer) error { return results.NewWriter(&bytes.Buffer{}, 0).Head(nil) },
	} {
		if misuse(results.NewWriter(&bytes.Buffer{}, results.TSV)) == nil {
			t.Errorf("%s: no error", name)
		}
	}
	w := results.NewWriter(full{}, results.CSV)
	if err := errors.Join(w.Bool(true), w.Close()); !errors.Is(err, errFull) {
		t.Errorf("got %v, want the writer's own error", err)
	}
}

var errFull = errors.New("disk full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestParseFormat(t *testing.T) {
	for s, want := range map[string]results.Format{
		"srj": results.JSON, ".SRX": results.XML, "csv": results.CSV, "sparql-tsv": results.TSV,
		"text/csv; charset=utf-8": results.CSV, "application/sparql-results+json": results.JSON, "json": 0, "": 0,
	} {
		if got, ok := results.ParseFormat(s); got != want || ok != (want != 0) {
			t.Errorf("%q: got %v", s, got)
		}
	}
}
