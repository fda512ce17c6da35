package rdf_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/cayleygraph/quad"
	"github.com/piprate/json-gold/ld"
)

func readJSONLD(t *testing.T, text string) ([]quad.Quad, error) {
	t.Helper()
	return rdf.ReadAll(strings.NewReader(text), rdf.JSONLD, &rdf.Options{File: "f.jsonld", Base: "http://e/"})
}

// TestJSONLD has the quads of the specification's own examples
// (https://www.w3.org/TR/json-ld11/, the numbers are its).
func TestJSONLD(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"5, in-line context": {
			`{"@context": {"name": "http://schema.org/name", "image": {"@id": "http://schema.org/image", "@type": "@id"}},
			  "@id": "http://me.markus-lanthaler.com/", "name": "Manu Sporny", "image": "http://manu.sporny.org/images/manu.png"}`,
			`<http://me.markus-lanthaler.com/> <http://schema.org/name> "Manu Sporny" .
			 <http://me.markus-lanthaler.com/> <http://schema.org/image> <http://manu.sporny.org/images/manu.png> .`,
		},
		"113, a named graph with data about it": {
			`{"@context": {"generatedAt": {"@id": "http://www.w3.org/ns/prov#generatedAtTime", "@type": "http://www.w3.org/2001/XMLSchema#dateTime"}, "foaf": "http://xmlns.com/foaf/0.1/"},
			  "@id": "http://example.org/foaf-graph", "generatedAt": "2012-04-09T00:00:00",
			  "@graph": [{"@id": "http://manu.sporny.org/about#manu", "@type": "foaf:Person", "foaf:knows": "Gregg"}]}`,
			`<http://example.org/foaf-graph> <http://www.w3.org/ns/prov#generatedAtTime> "2012-04-09T00:00:00"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
			 <http://manu.sporny.org/about#manu> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://xmlns.com/foaf/0.1/Person> <http://example.org/foaf-graph> .
			 <http://manu.sporny.org/about#manu> <http://xmlns.com/foaf/0.1/knows> "Gregg" <http://example.org/foaf-graph> .`,
		},
		"language map": {
			`{"@context": {"@vocab": "http://e/v#", "label": {"@container": "@language"}}, "@id": "#a", "label": {"en": "Queen", "zh-Hant": ["a", "b"]}}`,
			`<http://e/#a> <http://e/v#label> "Queen"@en .
			 <http://e/#a> <http://e/v#label> "a"@zh-Hant .
			 <http://e/#a> <http://e/v#label> "b"@zh-Hant .`,
		},
		"list and numbers": {
			`{"@context": {"@vocab": "http://e/v#"}, "@id": "a", "l": {"@list": [1, 12345678901234567890, -0, 1.0, 2.5, 1e30, true, {"@value": "01", "@type": "http://t"}]}}`,
			`<http://e/a> <http://e/v#l> _:1 .
			 _:1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
			 _:1 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:2 .
			 _:2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "12345678901234567890"^^<http://www.w3.org/2001/XMLSchema#integer> .
			 _:2 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:3 .
			 _:3 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "0"^^<http://www.w3.org/2001/XMLSchema#integer> .
			 _:3 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:4 .
			 _:4 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "1"^^<http://www.w3.org/2001/XMLSchema#integer> .
			 _:4 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:5 .
			 _:5 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "2.5E0"^^<http://www.w3.org/2001/XMLSchema#double> .
			 _:5 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:6 .
			 _:6 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "1.0E30"^^<http://www.w3.org/2001/XMLSchema#double> .
			 _:6 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:7 .
			 _:7 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "true"^^<http://www.w3.org/2001/XMLSchema#boolean> .
			 _:7 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:8 .
			 _:8 <http://www.w3.org/1999/02/22-rdf-syntax-ns#first> "01"^^<http://t> .
			 _:8 <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil> .`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := readJSONLD(t, c.text)
			if err != nil {
				t.Fatal(err)
			}
			want, err := rdf.ReadAll(strings.NewReader(c.want), rdf.NQuads, nil)
			if err != nil {
				t.Fatal(err)
			}
			if !rdf.Isomorphic(got, want) {
				t.Errorf("got\n%v\nwant\n%v", got, want)
			}
		})
	}
}

// TestJSONLDErrors holds what would otherwise be lost without a word.
func TestJSONLDErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{`{"@id": "a",` + "\n" + ` "p": 1, "q" 2}`, "f.jsonld:2:14: malformed JSON: invalid character '2' after object key"},
		{`{"@id": "a"`, "f.jsonld:1:12: got the end of the file, want the rest of the JSON"},
		{`{} {}`, "f.jsonld:1:5: got more after the document, want the end of the file"},
		{"{\"http://p\": \"\xff\"}", "f.jsonld:1:15: got byte 0xFF, want UTF-8"},
		{`{"http://p": 1, "http://p": 2}`, `f.jsonld:1:26: got the key "http://p" twice in one object`},
		{`{"name": "x"}`, "f.jsonld:1:1: invalid property: Dropping property that did not expand into an absolute IRI or keyword."},
		{`{"@context": "https://schema.org/", "name": "x"}`, "f.jsonld:1:2: loading remote context failed: "},
		{`{"http://p": {"@id": "http://e/a b"}}`, `f.jsonld:1:22: got a character that no IRI may hold: "http://e/a b"`},
		{`{"_:p": 1}`, `f.jsonld:1:2: got a blank node as a property, want an IRI`},
		{`{"http://p": {"@value": "x", "@language": "x_y"}}`, `got a malformed language tag`},
		{`{"http://p": {"@value": "x", "@direction": "ltr"}}`, `f.jsonld:1:30: got a base direction, which RDF 1.1 does not have`},
		{strings.Repeat("[", 1001) + strings.Repeat("]", 1001), "f.jsonld:1:1001: got more than 1000 levels"},
	} {
		quads, err := readJSONLD(t, c.text)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.100s: got %v %v, want %s", c.text, quads, err, c.want)
		}
	}
	_, err := rdf.ReadAll(strings.NewReader(`["`+strings.Repeat("x", 100)+`"]`), rdf.JSONLD, &rdf.Options{MaxDocument: 50})
	if err == nil || !strings.Contains(err.Error(), "longer than 50 bytes") {
		t.Errorf("a long document: %v", err)
	}
}

var testTerms = rdf.NewTerms([]rdf.ContextTerm{
	{Name: "p", IRI: "http://example.org/p"},
	{Name: "to", IRI: "http://example.org/to", Type: "@id"},
	{Name: "kind", IRI: "http://example.org/kind", Type: "@vocab"},
	{Name: "on", IRI: "http://example.org/on", Type: "http://www.w3.org/2001/XMLSchema#date"},
	{Name: "Thing", IRI: "http://example.org/Thing"},
}...)

// TestJSONLDWrite shows what a document looks like, and that a second
// implementation reads the same from it.
func TestJSONLDWrite(t *testing.T) {
	const quads = `<http://example.org/g> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/Thing> .
<http://example.org/g> <http://example.org/on> "2021-07-19"^^<http://www.w3.org/2001/XMLSchema#date> .
<http://example.org/g> <http://example.org/on> "2021-07"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> .
<http://example.org/g> <http://example.org/kind> <http://example.org/Thing> .
<http://example.org/g> <http://example.org/kind> "Thing" .
<ex:trap> <http://example.org/to> <http://example.org/g> .
<http://example.org/a> <http://example.org/to> _:b <http://example.org/g> .
_:b <http://example.org/p> "caf\u00E9 </script>"@fr-CA <http://example.org/g> .
_:b <http://example.org/other> <mailto:x@example.org> _:g .
`
	in, err := rdf.ReadAll(strings.NewReader(quads), rdf.NQuads, nil)
	if err != nil {
		t.Fatal(err)
	}
	opts := &rdf.WriterOptions{Prefixes: map[string]string{"": "http://example.org/", "ex": "http://example.org/", "eg": "http://example.org/", "xsd": "http://www.w3.org/2001/XMLSchema#"}, Terms: testTerms}
	text, err := write(in, rdf.JSONLD, opts)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{
  "@context": {
    "eg": "http://example.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "p": "eg:p",
    "to": {"@id": "eg:to", "@type": "@id"},
    "kind": {"@id": "eg:kind", "@type": "@vocab"},
    "on": {"@id": "eg:on", "@type": "xsd:date"},
    "Thing": "eg:Thing"
  },
  "@graph": [
    {
      "@id": "eg:g",
      "@type": "Thing",
      "on": [
        "2021-07-19",
        {"@type": "xsd:gYearMonth", "@value": "2021-07"}
      ],
      "kind": [
        "Thing",
        {"@value": "Thing"}
      ],
      "@graph": [
        {
          "@id": "eg:a",
          "to": "_:b"
        },
        {
          "@id": "_:b",
          "p": {"@language": "fr-CA", "@value": "café </script>"}
        }
      ]
    },
    {
      "@id": "ex:trap",
      "to": "eg:g"
    },
    {
      "@id": "_:g",
      "@graph": [
        {
          "@id": "_:b",
          "eg:other": {"@id": "mailto:x@example.org"}
        }
      ]
    }
  ]
}
`
	if string(text) != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
	checkSecond(t, text, in)
}

// checkSecond reads a document with the library's own way to RDF.
func checkSecond(t *testing.T, text []byte, want []quad.Quad) {
	t.Helper()
	var tree any
	if err := json.Unmarshal(text, &tree); err != nil {
		t.Fatal(err)
	}
	opts := ld.NewJsonLdOptions("")
	opts.Format = "application/n-quads"
	nq, err := ld.NewJsonLdProcessor().ToRDF(tree, opts)
	if err != nil {
		t.Fatal(err)
	}
	got, err := rdf.ReadAll(strings.NewReader(nq.(string)), rdf.NQuads, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !rdf.Isomorphic(got, want) {
		t.Errorf("a second implementation reads\n%v\nwant\n%v", got, want)
	}
}

// left are the tests of the W3C's suite that end otherwise here, by reason.
var left = func() map[string]string {
	m := map[string]string{}
	for reason, ids := range map[string]string{
		"a key without a meaning is an error here, and not left out": "c014 c018 e003 e016 e032 e059 e060 e065 e119 in06 pr06 pr19 pr34 pr35 pr36",
		"what is no RDF is an error here, and not left out":          "e068 e122 li14 wf01 wf02 wf03 wf04 wf05 wf07",
		"a base direction is an error here, and not left out":        "di01 di02 di03 di04 di05 di06",
		"nothing is fetched":                                      "c031 c034 e126 e127 e128 so05 so06 so08 so09 so11",
		"the library resolves IRIs in another way":                "0122 0123 0124 0125 0128 0130 0131 0132 e111 e112 li11 li12",
		"the library is more lenient":                             "c033 ec02 er52 er54 er56 pr28",
		"the library does not know these uses of scoped contexts": "c037 c038 pr38 pr39 pr43",
	} {
		for id := range strings.FieldsSeq(ids) {
			m["#t"+id] = reason
		}
	}
	return m
}()

// TestW3CJSONLD runs the toRdf tests of the W3C's suite
// (https://w3c.github.io/json-ld-api/tests/), which the library carries in its
// module; where the module cache has it not, they are skipped.
func TestW3CJSONLD(t *testing.T) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/piprate/json-gold").Output()
	if err != nil {
		t.Skip("the module's folder is not known: ", err)
	}
	dir := filepath.Join(strings.TrimSpace(string(out)), "ld", "testdata")
	data, err := os.ReadFile(filepath.Join(dir, "toRdf-manifest.jsonld"))
	if err != nil {
		t.Skip("the suite is not there: ", err)
	}
	var manifest struct {
		BaseIRI  string
		Sequence []struct {
			ID                  string   `json:"@id"`
			Type                []string `json:"@type"`
			Name, Input, Expect string
			ExpectErrorCode     string
			Option              struct {
				SpecVersion, ProcessingMode, Base, RDFDirection, ExpandContext string
				ProduceGeneralizedRdf                                          bool
			}
		}
	}
	if err := json.Unmarshal(data, &manifest); err != nil {
		t.Fatal(err)
	}
	passed, other := 0, 0
	for _, c := range manifest.Sequence {
		o := c.Option
		if o.SpecVersion == "json-ld-1.0" || o.ProcessingMode == "json-ld-1.0" || o.ProduceGeneralizedRdf || o.RDFDirection != "" || o.ExpandContext != "" {
			other++ // options and a version that there are not here
			continue
		}
		base := o.Base
		if base == "" {
			base = manifest.BaseIRI + c.Input
		}
		text, err := os.ReadFile(filepath.Join(dir, c.Input))
		if err != nil {
			t.Fatal(err)
		}
		problem := ""
		got, err := rdf.ReadAll(bytes.NewReader(text), rdf.JSONLD, &rdf.Options{Base: base})
		if err != nil {
			if _, ok := errors.AsType[*rdf.SyntaxError](err); !ok {
				t.Errorf("%s: %v, want a SyntaxError", c.ID, err)
			}
		}
		switch {
		case c.ExpectErrorCode != "":
			if err == nil {
				problem = "accepted, want the error " + c.ExpectErrorCode
			}
		case err != nil:
			problem = err.Error()
		case c.Expect != "":
			nq, err := os.ReadFile(filepath.Join(dir, c.Expect))
			if err != nil {
				t.Fatal(err)
			}
			want, err := rdf.ReadAll(bytes.NewReader(nq), rdf.NQuads, nil)
			if err != nil {
				problem = "the expected N-Quads: " + err.Error()
			} else if !rdf.Isomorphic(got, want) {
				problem = "another graph"
				t.Logf("%s\ngot\n%v\nwant\n%v", c.ID, got, want)
			}
		}
		reason, listed := left[c.ID]
		switch {
		case problem == "" && listed:
			t.Errorf("%s passes now, but is listed: %s", c.ID, reason)
		case problem != "" && !listed:
			t.Errorf("%s %s: %s", c.ID, c.Name, problem)
		case problem == "":
			passed++
		}
	}
	t.Logf("%d of %d pass, %d are out of scope, %d are listed", passed, len(manifest.Sequence), other, len(left))
}
