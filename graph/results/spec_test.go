package results_test

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"reflect"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph/results"
	"github.com/cayleygraph/quad"
)

// specValues are values with what the specifications of the formats make of
// them: the members of the JSON object (§3.2.2), the element and attributes of
// XML (§2.3.1), the field of CSV (§3.2) and the term of TSV (§4), which is
// Turtle. JSON, XML and CSV are as a reader that is not ours finds them.
var specValues = []struct {
	name  string
	value quad.Value
	json  map[string]string // nil: there is no member
	xml   string            // element|attribute|text; "": there is no binding
	csv   string
	tsv   string
}{
	{"IRI", quad.IRI("http://example/x?a=1&b=<2>"), map[string]string{"type": "uri", "value": "http://example/x?a=1&b=<2>"}, "uri||http://example/x?a=1&b=<2>", "http://example/x?a=1&b=<2>", `<http://example/x?a=1&b=\u003C2\u003E>`},
	{"IRI beyond ASCII", quad.IRI("http://example/ünï/日本"), map[string]string{"type": "uri", "value": "http://example/ünï/日本"}, "uri||http://example/ünï/日本", "http://example/ünï/日本", "<http://example/ünï/日本>"},
	{"blank node", quad.BNode("r2"), map[string]string{"type": "bnode", "value": "r2"}, "bnode||r2", "_:r2", "_:r2"},
	{"literal", quad.String("S"), map[string]string{"type": "literal", "value": "S"}, "literal||S", "S", `"S"`},
	{"empty literal", quad.String(""), map[string]string{"type": "literal", "value": ""}, "literal||", "", `""`},
	{"unbound", nil, nil, "", "", ""},
	{"language", quad.LangString{Value: "chat", Lang: "fr"}, map[string]string{"type": "literal", "value": "chat", "xml:lang": "fr"}, "literal|lang=fr|chat", "chat", `"chat"@fr`},
	{"language with a region", quad.LangString{Value: "colour", Lang: "en-GB-oxendict"}, map[string]string{"type": "literal", "value": "colour", "xml:lang": "en-GB-oxendict"}, "literal|lang=en-GB-oxendict|colour", "colour", `"colour"@en-GB-oxendict`},
	{"datatype", typed("2011-10-05", "date"), map[string]string{"type": "literal", "value": "2011-10-05", "datatype": xsd + "date"}, "literal|datatype=" + xsd + "date|2011-10-05", "2011-10-05", `"2011-10-05"^^<` + xsd + `date>`},
	{"boolean literal", typed("true", "boolean"), map[string]string{"type": "literal", "value": "true", "datatype": xsd + "boolean"}, "literal|datatype=" + xsd + "boolean|true", "true", `"true"^^<` + xsd + `boolean>`},
	// The numbers that Turtle has a short form for, and their lexical forms that it has none for.
	{"integer", typed("-005", "integer"), map[string]string{"type": "literal", "value": "-005", "datatype": xsd + "integer"}, "literal|datatype=" + xsd + "integer|-005", "-005", "-005"},
	{"no integer", typed("5 ", "integer"), map[string]string{"type": "literal", "value": "5 ", "datatype": xsd + "integer"}, "literal|datatype=" + xsd + "integer|5 ", "5 ", `"5 "^^<` + xsd + `integer>`},
	{"decimal", typed("+.5", "decimal"), map[string]string{"type": "literal", "value": "+.5", "datatype": xsd + "decimal"}, "literal|datatype=" + xsd + "decimal|+.5", "+.5", "+.5"},
	{"decimal without digits at its end", typed("5.", "decimal"), map[string]string{"type": "literal", "value": "5.", "datatype": xsd + "decimal"}, "literal|datatype=" + xsd + "decimal|5.", "5.", `"5."^^<` + xsd + `decimal>`},
	{"decimal like an integer", typed("5", "decimal"), map[string]string{"type": "literal", "value": "5", "datatype": xsd + "decimal"}, "literal|datatype=" + xsd + "decimal|5", "5", `"5"^^<` + xsd + `decimal>`},
	{"double", typed("1.0e-7", "double"), map[string]string{"type": "literal", "value": "1.0e-7", "datatype": xsd + "double"}, "literal|datatype=" + xsd + "double|1.0e-7", "1.0e-7", "1.0e-7"},
	{"double without exponent", typed("1.5", "double"), map[string]string{"type": "literal", "value": "1.5", "datatype": xsd + "double"}, "literal|datatype=" + xsd + "double|1.5", "1.5", `"1.5"^^<` + xsd + `double>`},
	{"infinite double", typed("INF", "double"), map[string]string{"type": "literal", "value": "INF", "datatype": xsd + "double"}, "literal|datatype=" + xsd + "double|INF", "INF", `"INF"^^<` + xsd + `double>`},
	// Escaping.
	{"quotes", quad.String(`say "hi", 'you'`), map[string]string{"type": "literal", "value": `say "hi", 'you'`}, `literal||say "hi", 'you'`, `say "hi", 'you'`, `"say \"hi\", 'you'"`},
	{"backslash", quad.String(`a\b\n`), map[string]string{"type": "literal", "value": `a\b\n`}, `literal||a\b\n`, `a\b\n`, `"a\\b\\n"`},
	{"tab", quad.String("a\tb"), map[string]string{"type": "literal", "value": "a\tb"}, "literal||a\tb", "a\tb", `"a\tb"`},
	{"line feed", quad.String("a\nb"), map[string]string{"type": "literal", "value": "a\nb"}, "literal||a\nb", "a\nb", `"a\nb"`},
	{"carriage return", quad.String("a\rb"), map[string]string{"type": "literal", "value": "a\rb"}, "literal||a\rb", "a\rb", `"a\rb"`},
	{"white space alone", quad.String("  "), map[string]string{"type": "literal", "value": "  "}, "literal||  ", "  ", `"  "`},
	{"markup", quad.String("<b>&amp;]]></b>"), map[string]string{"type": "literal", "value": "<b>&amp;]]></b>"}, "literal||<b>&amp;]]></b>", "<b>&amp;]]></b>", `"<b>&amp;]]></b>"`},
	{"beyond the BMP", quad.String("𝒜😀"), map[string]string{"type": "literal", "value": "𝒜😀"}, "literal||𝒜😀", "𝒜😀", `"𝒜😀"`},
	{"line separator", quad.String("a\u2028b"), map[string]string{"type": "literal", "value": "a\u2028b"}, "literal||a\u2028b", "a\u2028b", "\"a\u2028b\""},
	{"datatype that needs escaping", quad.TypedString{Value: "v", Type: `http://e/"t"&<`}, map[string]string{"type": "literal", "value": "v", "datatype": `http://e/"t"&<`}, `literal|datatype=http://e/"t"&<|v`, "v", `"v"^^<http://e/\u0022t\u0022&\u003C>`},
}

// srx is the XML format as encoding/xml reads it.
type srx struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/sparql-results# sparql"`
	Head    struct {
		Vars []struct {
			Name string `xml:"name,attr"`
		} `xml:"variable"`
	} `xml:"head"`
	Results *struct {
		Rows []struct {
			Bindings []struct {
				Name string `xml:"name,attr"`
				Term struct {
					XMLName  xml.Name
					Lang     string `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
					Datatype string `xml:"datatype,attr"`
					Text     string `xml:",chardata"`
				} `xml:",any"`
			} `xml:"binding"`
		} `xml:"result"`
	} `xml:"results"`
	Boolean *bool `xml:"boolean"`
}

// srj is the JSON format as encoding/json reads it.
type srj struct {
	Head    struct{ Vars []string }
	Results *struct {
		Bindings []map[string]map[string]string
	}
	Boolean *bool
}

func readXML(t *testing.T, text string) (out srx) {
	t.Helper()
	if err := xml.Unmarshal([]byte(text), &out); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return out
}

func readJSON(t *testing.T, text string) (out srj) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&out); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return out
}

// TestSpecValues writes each value between two others, in each format.
func TestSpecValues(t *testing.T) {
	for _, c := range specValues {
		tab := &results.Table{Vars: []string{"a", "v", "z"}, Rows: [][]quad.Value{{quad.String("left"), c.value, nil}}}
		t.Run(c.name, func(t *testing.T) {
			j := readJSON(t, write(t, tab, results.JSON))
			want := map[string]map[string]string{"a": {"type": "literal", "value": "left"}}
			if c.json != nil {
				want["v"] = c.json
			}
			if !reflect.DeepEqual(j.Head.Vars, tab.Vars) || !reflect.DeepEqual(j.Results.Bindings, []map[string]map[string]string{want}) {
				t.Errorf("JSON: got %v of %v, want %v", j.Results.Bindings, j.Head.Vars, want)
			}

			got := ""
			for _, b := range readXML(t, write(t, tab, results.XML)).Results.Rows[0].Bindings {
				switch x := b.Term; {
				case b.Name != "v":
				case x.Lang != "":
					got = x.XMLName.Local + "|lang=" + x.Lang + "|" + x.Text
				case x.Datatype != "":
					got = x.XMLName.Local + "|datatype=" + x.Datatype + "|" + x.Text
				default:
					got = x.XMLName.Local + "||" + x.Text
				}
			}
			if got != c.xml {
				t.Errorf("XML: got %q, want %q", got, c.xml)
			}

			text := write(t, tab, results.CSV)
			rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
			// encoding/csv drops a carriage return before a line feed only.
			if want := [][]string{tab.Vars, {"left", c.csv, ""}}; err != nil || !reflect.DeepEqual(rows, want) {
				t.Errorf("CSV: got %q (%v), want %q", rows, err, want)
			}
			if !strings.HasPrefix(text, "a,v,z\r\n") || !strings.HasSuffix(text, "\r\n") {
				t.Errorf("CSV: the lines of %q do not end with CR LF", text)
			}

			if got, want := write(t, tab, results.TSV), "?a\t?v\t?z\n\"left\"\t"+c.tsv+"\t\n"; got != want {
				t.Errorf("TSV: got %q, want %q", got, want)
			}
		})
	}
}

// TestSpecDocuments: what stands around the rows.
func TestSpecDocuments(t *testing.T) {
	// §3.1.1 of JSON, §2.2 of XML: the variables in the order of the query, also without rows.
	empty := &results.Table{Vars: []string{"b", "a"}}
	if j := readJSON(t, write(t, empty, results.JSON)); !reflect.DeepEqual(j.Head.Vars, empty.Vars) || j.Results == nil || len(j.Results.Bindings) != 0 || j.Boolean != nil {
		t.Errorf("JSON: got %+v", j)
	}
	x := readXML(t, write(t, empty, results.XML))
	if len(x.Head.Vars) != 2 || x.Head.Vars[0].Name != "b" || x.Results == nil || len(x.Results.Rows) != 0 || x.Boolean != nil {
		t.Errorf("XML: got %+v", x)
	}
	if got := write(t, empty, results.CSV); got != "b,a\r\n" {
		t.Errorf("CSV: got %q", got)
	}
	if got := write(t, empty, results.TSV); got != "?b\t?a\n" {
		t.Errorf("TSV: got %q", got)
	}

	// SELECT * {}: one row without columns is a row.
	none := &results.Table{Rows: [][]quad.Value{{}}}
	if j := readJSON(t, write(t, none, results.JSON)); len(j.Head.Vars) != 0 || len(j.Results.Bindings) != 1 || len(j.Results.Bindings[0]) != 0 {
		t.Errorf("JSON: got %+v", j)
	}
	if x := readXML(t, write(t, none, results.XML)); len(x.Head.Vars) != 0 || len(x.Results.Rows) != 1 || len(x.Results.Rows[0].Bindings) != 0 {
		t.Errorf("XML: got %+v", x)
	}

	// §3.3 of JSON, §2.3.2 of XML: a boolean stands instead of results.
	for _, b := range []bool{true, false} {
		ask := &results.Table{Bool: &b}
		if j := readJSON(t, write(t, ask, results.JSON)); j.Boolean == nil || *j.Boolean != b || j.Results != nil {
			t.Errorf("JSON %t: got %+v", b, j)
		}
		if x := readXML(t, write(t, ask, results.XML)); x.Boolean == nil || *x.Boolean != b || x.Results != nil || len(x.Head.Vars) != 0 {
			t.Errorf("XML %t: got %+v", b, x)
		}
	}

	// §3 and §4 of CSV and TSV: rows of every kind of term, with and without values.
	tab := &results.Table{Vars: []string{"x", "literal"}, Rows: [][]quad.Value{
		{quad.IRI("http://example/x"), quad.String("String")},
		{quad.IRI("http://example/x"), quad.String(`String-with-dquote"`)},
		{quad.BNode("b0"), quad.String("Blank node")},
		{nil, quad.String("Missing 'x'")},
		{nil, nil},
		{quad.IRI("http://example/x"), nil},
		{quad.BNode("b1"), quad.LangString{Value: "String-with-lang", Lang: "en"}},
		{quad.BNode("b1"), typed("123", "integer")},
	}}
	const inCSV = "x,literal\r\nhttp://example/x,String\r\nhttp://example/x,\"String-with-dquote\"\"\"\r\n_:b0,Blank node\r\n" +
		",Missing 'x'\r\n,\r\nhttp://example/x,\r\n_:b1,String-with-lang\r\n_:b1,123\r\n"
	const inTSV = "?x\t?literal\n<http://example/x>\t\"String\"\n<http://example/x>\t\"String-with-dquote\\\"\"\n_:b0\t\"Blank node\"\n" +
		"\t\"Missing 'x'\"\n\t\n<http://example/x>\t\n_:b1\t\"String-with-lang\"@en\n_:b1\t123\n"
	if got := write(t, tab, results.CSV); got != inCSV {
		t.Errorf("CSV: got %q", got)
	}
	if got := write(t, tab, results.TSV); got != inTSV {
		t.Errorf("TSV: got %q", got)
	}
}
