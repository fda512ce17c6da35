package results_test

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph/results"
	"github.com/cayleygraph/quad"
)

func TestSyntaxErrors(t *testing.T) {
	const x, open = `<sparql xmlns="http://www.w3.org/2005/sparql-results#">`, "\n<head><variable name=\"x\"/></head><results><result>"
	cases := []struct {
		format results.Format
		text   string
		want   string
	}{
		{results.JSON, "", "f:1:1: got the end, want '{'"},
		{results.JSON, "{\"head\":{},\n \"results\":{\"bindings\":[]},\n\"é\":[1,}]", "f:3:8: got '}', want a value"},
		{results.JSON, `{"head":{"vars":["x"]},"results":{"bindings":[{"y":{"type":"uri","value":"a"}}]}}`, `f:1:48: got a binding of "y", want one of the variables of head`},
		{results.JSON, `{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"url","value":"a"}}]}}`, `f:1:52: got a term of type "url", want uri, literal or bnode`},
		{results.JSON, `{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"\ud800"}}]}}`, `f:1:79: got an escape that is no character, want \uXXXX or a pair of surrogates`},
		{results.JSON, `{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"a","its:dir":"ltr"}}]}}`, `f:1:82: got a base direction, want none: RDF 1.2 is not read`},
		{results.JSON, `{"head":{"vars":["x","x"]}}`, `f:1:22: got the variable "x" twice, want each column once`},
		{results.JSON, `{"head":{}}`, "f:1:1: got both or neither of results and boolean, want one"},
		{results.JSON, `{"head":{},"boolean":true}}`, "f:1:27: got '}' after the result, want the end"},
		{results.JSON, strings.Repeat(`{"a":`, 200), "f:1:501: got more than 100 levels, want fewer"},
		{results.XML, "<html/>", "f:1:1: got the element \"html\" of namespace \"\", want http://www.w3.org/2005/sparql-results#"},
		{results.XML, "<sparql", "f:1:8: unexpected EOF, want well-formed XML"},
		{results.XML, x + open + "<binding name=\"y\"/>", "f:2:51: got a binding of \"y\", want one of the variables of head"},
		{results.XML, x + open + "<binding name=\"x\"></binding>", "f:2:69: got an empty binding, want uri, literal or bnode, or no binding"},
		{results.XML, x + open + "é", "f:2:51: got the text \"é\" in result, want an element"},
		{results.XML, x + open + "<binding name=\"x\"><literal>&nope;", "f:2:84: invalid character entity &nope;, want well-formed XML"},
		{results.XML, `<?xml version="1.0" encoding="utf-16"?>` + x, "f:1:40: encoding \"utf-16\" is not read, want UTF-8"},
		{results.CSV, "", "f:1:1: got nothing, want a line with the names of the columns"},
		{results.CSV, "x,y\r\n1,2\r\n1", "f:3:1: got 1 fields, want 2 as in the head"},
		{results.CSV, "x\r\né\"\r\n", "f:2:2: got a quote inside a field, want the whole field quoted and the quote doubled"},
		{results.CSV, "x\r\n\"a\nb", "f:2:1: got a quote that is never closed, want a closing quote"},
		{results.CSV, "a b\r\n", "f:1:1: got \"a b\", want a variable name"},
		{results.TSV, "x\n", "f:1:1: got \"x\", want a variable such as ?name"},
		{results.TSV, "?x\t?y\n\"é\"\tfoo\n", `f:2:5: got "foo", want <IRI>, "literal", _:blank or a number`},
		{results.TSV, "?x\n\"a\\q\"\n", `f:2:3: got an unknown escape, want \t \b \n \r \f \" \' \\ \uXXXX or \UXXXXXXXX`},
		{results.TSV, "?x\n\"a\"@\n", `f:2:5: got "", want a language tag such as en or nl-BE`},
		{results.TSV, "?x\n<a\n", `f:2:3: got the end of the field, want ">"`},
		{results.TSV, "?x\n<a>.\n", `f:2:4: got "." after the term, want a tab or the end of the line`},
		{results.TSV, "?x\n\"\\uD800\"\n", `f:2:2: got an escape that is no character, want 4 hexadecimal digits of a code point`},
		{results.TSV, "?x\n\"\xff\"\n", "f:2:2: got a byte that is no UTF-8, want UTF-8 text"},
	}
	for _, c := range cases {
		tab, err := results.ReadWith(strings.NewReader(c.text), c.format, results.Options{File: "f"})
		if _, ok := errors.AsType[*results.SyntaxError](err); !ok || err.Error() != c.want {
			t.Errorf("%s %q:\ngot  %v, %v\nwant %s", c.format, c.text, tab, err, c.want)
		}
	}
}

func TestRead(t *testing.T) {
	x := []string{"x"}
	cases := []struct {
		format results.Format
		text   string
		want   *results.Table
	}{
		{
			results.JSON, "\ufeff" + `{"results":{"distinct":true,"bindings":[{"x":{"value":"\ud83d\ude00\/","type":"typed-literal","datatype":"d"}},{}]},"head":{"link":["a"],"vars":["x"]}}`,
			&results.Table{Vars: x, Rows: [][]quad.Value{{quad.TypedString{Value: "😀/", Type: "d"}}, {nil}}},
		},
		{
			results.XML, "\ufeff<?xml version='1.0'?><!-- c --><s:sparql xmlns:s='http://www.w3.org/2005/sparql-results#'><s:head><s:variable name='x'/><s:link href='m'/></s:head>\n<s:results ordered='true'><s:result><s:binding name='x'><s:literal> a<!-- c --><![CDATA[<b>]]> </s:literal></s:binding></s:result></s:results></s:sparql>\n",
			&results.Table{Vars: x, Rows: [][]quad.Value{{quad.String(" a<b> ")}}},
		},
		{results.CSV, "x\n\n\"a\r\nb\"\n_:b\n\"_:b\"", &results.Table{Vars: x, Rows: [][]quad.Value{{nil}, {quad.String("a\r\nb")}, {quad.BNode("b")}, {quad.String("_:b")}}}},
		{results.TSV, "$x\r\n'a'@en\r\n\r\ntrue\r\n-.5\r\n+1e0\r\n<\\u00E9>", &results.Table{Vars: x, Rows: [][]quad.Value{
			{quad.LangString{Value: "a", Lang: "en"}}, {nil}, {typed("true", "boolean")}, {typed("-.5", "decimal")}, {typed("+1e0", "double")}, {quad.IRI("é")},
		}}},
	}
	for _, c := range cases {
		got, err := results.Read(strings.NewReader(c.text), c.format)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v\ngot  %#v\nwant %#v", c.format, err, got, c.want)
		}
	}
}

func TestLimits(t *testing.T) {
	for _, f := range all {
		text := write(t, &results.Table{Vars: []string{"a", "b"}, Rows: make2(3)}, f)
		for _, o := range []results.Options{{MaxCells: 5}, {MaxBytes: int64(len(text)) - 1}} {
			_, err := results.ReadWith(strings.NewReader(text), f, o)
			if _, ok := errors.AsType[*results.LimitError](err); !ok {
				t.Errorf("%s %+v: got %v, want a LimitError", f, o, err)
			}
		}
		if _, err := results.ReadWith(strings.NewReader(text), f, results.Options{MaxCells: 6, MaxBytes: int64(len(text))}); err != nil {
			t.Errorf("%s: %v", f, err)
		}
	}
}

func make2(n int) [][]quad.Value {
	rows := make([][]quad.Value, n)
	for i := range rows {
		rows[i] = []quad.Value{quad.IRI("i"), nil}
	}
	return rows
}

// TestW3C reads every result file of the suites: those of RDF 1.2 that hold
// triple terms or base directions must be refused as such, all others read.
func TestW3C(t *testing.T) {
	root := filepath.FromSlash("../../../shared/suites/w3c")
	if _, err := os.Stat(root); err != nil {
		t.Skipf("the W3C test suites are absent: no %s", root)
	}
	n := map[results.Format]int{}
	refused := 0
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, ok := results.ParseFormat(filepath.Ext(path))
		if !ok || strings.HasSuffix(path, "INDEX.tsv") {
			return nil
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		n[f]++
		text := string(data)
		tab, err := results.ReadWith(strings.NewReader(text), f, results.Options{File: path})
		if strings.Contains(text, `"triple"`) || strings.Contains(text, "<triple>") || strings.Contains(text, "its:dir") {
			refused++
			if err == nil || !strings.Contains(err.Error(), "RDF 1.2 is not read") {
				t.Errorf("%s: got %v, want a refusal of RDF 1.2", path, err)
			}
			return nil
		}
		if err != nil {
			t.Error(err)
			return nil
		}
		for _, g := range all {
			if back, err := results.Read(strings.NewReader(write(t, tab, g)), g); err != nil || g != results.CSV && !same(back, tab) {
				t.Errorf("%s through %s: %v", path, g, err)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("read %d JSON, %d XML, %d CSV, %d TSV; refused %d of RDF 1.2", n[results.JSON], n[results.XML], n[results.CSV], n[results.TSV], refused)
}

// same is equality that does not tell nil from empty.
func same(a, b *results.Table) bool {
	if len(a.Rows) != len(b.Rows) || len(a.Vars) != len(b.Vars) || !reflect.DeepEqual(a.Bool, b.Bool) {
		return false
	}
	for i := range a.Vars {
		if a.Vars[i] != b.Vars[i] {
			return false
		}
	}
	for i := range a.Rows {
		if len(a.Vars) > 0 && !reflect.DeepEqual(a.Rows[i], b.Rows[i]) {
			return false
		}
	}
	return true
}
