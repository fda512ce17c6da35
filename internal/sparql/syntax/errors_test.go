package syntax_test

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
)

// A chunk is one text of testdata and the error that it must give.
type chunk struct {
	line int // in the file, for messages
	text string
	want syntax.Error
}

var marker = regexp.MustCompile(`### (\d+) «(.*?)»(?: => «(.*)»)?$`)

func readChunks(t *testing.T, file string) []chunk {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []chunk
	line := 1
	for i, part := range strings.Split(string(data), "---\n") {
		c := chunk{line: line}
		line += strings.Count(part, "\n") + 1
		if i == 0 {
			continue // the heading
		}
		var text strings.Builder
		n := 0
		for l := range strings.Lines(part) {
			n++
			l = strings.TrimSuffix(l, "\n")
			if m := marker.FindStringSubmatch(l); m != nil {
				col, _ := strconv.Atoi(m[1])
				c.want = syntax.Error{Line: n, Col: col, Msg: m[2], Hint: m[3]}
				l, _, _ = strings.Cut(l, "###")
				l = strings.TrimRight(l, " ")
				c.want.Text = l
			}
			if n > 1 {
				text.WriteByte('\n')
			}
			text.WriteString(l)
		}
		if c.want.Msg == "" {
			t.Fatalf("%s:%d: chunk without ###", file, c.line)
		}
		c.text = text.String()
		out = append(out, c)
	}
	return out
}

func checkChunks(t *testing.T, file string, parse func(string, *syntax.Options) error) {
	for _, c := range readChunks(t, file) {
		err := parse(c.text, &syntax.Options{File: "f.rq", Suggest: map[string]string{"asc": "urn:asc#"}})
		got, ok := errors.AsType[*syntax.Error](err)
		if !ok {
			t.Errorf("%s:%d: got error %v, want %q\n%s", file, c.line, err, c.want.Msg, c.text)
			continue
		}
		want := c.want
		want.File = "f.rq"
		if *got != want {
			t.Errorf("%s:%d:\n got %#v\nwant %#v", file, c.line, *got, want)
		}
	}
}

func TestQueryErrors(t *testing.T) {
	checkChunks(t, "testdata/query_errors.txt", func(s string, o *syntax.Options) error {
		_, err := syntax.ParseQuery(s, o)
		return err
	})
}

func TestUpdateErrors(t *testing.T) {
	checkChunks(t, "testdata/update_errors.txt", func(s string, o *syntax.Options) error {
		_, err := syntax.ParseUpdate(s, o)
		return err
	})
}

// nested returns depth groups inside each other.
func nested(open, middle, end string, depth int) string {
	return strings.Repeat(open, depth) + middle + strings.Repeat(end, depth)
}

func TestLimits(t *testing.T) {
	for _, c := range []struct {
		name, text string
		opts       syntax.Options
		want       string // "" if it parses
	}{
		{"bytes", "ASK { }", syntax.Options{MaxBytes: 6}, "1:1: got a text of 7 bytes, want at most 6"},
		{"bytes at the limit", "ASK { }", syntax.Options{MaxBytes: 7}, ""},
		{"triples", "ASK { ?a ?b ?c, ?d }", syntax.Options{MaxTriples: 1}, "got more than 1 triples"},
		{"triples at the limit", "ASK { ?a ?b ?c, ?d }", syntax.Options{MaxTriples: 2}, ""},
		{"operators", "ASK { FILTER(1+1+1) }", syntax.Options{MaxOperators: 2}, "got more than 2 operators"},
		{"operators at the limit", "ASK { FILTER(1 + 1 + 1) }", syntax.Options{MaxOperators: 3}, ""},
		{"depth", "ASK { { } }", syntax.Options{MaxDepth: 1}, "1:7: got \"{\" at nesting depth 2, want at most 1"},
		{"depth at the limit", "ASK { { } }", syntax.Options{MaxDepth: 2}, ""},
		{"groups", "ASK " + nested("{", "", "}", 100_000), syntax.Options{}, "nesting depth 201"},
		{"brackets", "ASK { FILTER " + nested("(", "1", ")", 100_000), syntax.Options{}, "nesting depth 201"},
		{"calls", "ASK { FILTER " + nested("STR(", "1", ")", 100_000), syntax.Options{}, "nesting depth 201"},
		{"not", "ASK { FILTER(" + strings.Repeat("!", 100_000) + "1)}", syntax.Options{}, "nesting depth 201"},
		{"paths", "ASK { ?s " + nested("(", "a", ")", 100_000) + " ?o }", syntax.Options{}, "nesting depth 201"},
		{"lists", "ASK { " + nested("(", "1", ")", 100_000), syntax.Options{}, "nesting depth 201"},
		{"blank nodes", "ASK { " + nested("[ a ", "1", "]", 100_000), syntax.Options{}, "nesting depth 201"},
		{"exists", "ASK { " + nested("FILTER EXISTS {", "", "}", 60_000) + "}", syntax.Options{}, "nesting depth 201"},
		{"sub-selects", "SELECT * { " + nested("{SELECT * {", "", "}}", 60_000) + "}", syntax.Options{}, "nesting depth 201"},
		{"sums", "ASK { FILTER(1" + strings.Repeat("+1", 400_000) + ")}", syntax.Options{}, "got more than 20000 operators"},
		{"sequences", "ASK { ?s a" + strings.Repeat("/a", 400_000) + " ?o }", syntax.Options{}, "got more than 20000 operators"},
		{"elements", "ASK { " + strings.Repeat("{}", 400_000) + "}", syntax.Options{}, "got more than 20000 operators"},
		{"unions", "ASK { {}" + strings.Repeat("UNION{}", 100_000) + "}", syntax.Options{}, "got more than 20000 operators"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := syntax.ParseQuery(c.text, &c.opts)
			switch {
			case c.want == "" && err != nil:
				t.Error(err)
			case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// What the limits let through is printed and translated without trouble.
func TestWidest(t *testing.T) {
	n := syntax.DefaultMaxOperators - 1
	for _, text := range []string{
		"ASK { FILTER(1" + strings.Repeat(" + 1", n-1) + ") }",
		"ASK { ?s a" + strings.Repeat("/a", n-1) + " ?o }",
		"ASK { " + strings.Repeat("OPTIONAL{}", n) + "}",
		"ASK " + nested("{", "", "}", syntax.DefaultMaxDepth),
		"ASK { FILTER " + nested("(", "1", " + 1)", syntax.DefaultMaxDepth-1) + "}",
	} {
		q, err := syntax.ParseQuery(text, nil)
		if err != nil {
			t.Errorf("%.30s: %v", text, err)
			continue
		}
		checkQueryRoundTrip(t, text[:30], q)
	}
}

func TestErrorText(t *testing.T) {
	_, err := syntax.ParseQuery("ASK\r\n{ é\r}", nil)
	e, ok := errors.AsType[*syntax.Error](err)
	if !ok || e.Line != 2 || e.Col != 3 || e.Text != "{ é" || e.Error() != `2:3: got "é", want a token` {
		t.Errorf("got %#v", e)
	}
	_, err = syntax.ParseQuery("ASK { "+strings.Repeat(" ", 2000)+"!", nil)
	if e, _ := errors.AsType[*syntax.Error](err); e.Text != "" || e.Col != 2007 {
		t.Errorf("got %#v", e)
	}
	_, err = syntax.ParseQuery("ASK { \xff }", &syntax.Options{File: "x.rq"})
	if err == nil || err.Error() != "x.rq:1:7: got byte 0xFF, want UTF-8" {
		t.Errorf("got %v", err)
	}
	for _, o := range []syntax.Options{{Base: "relative"}, {Prefixes: map[string]string{"a b": "urn:x"}}, {Prefixes: map[string]string{"a": "x"}}} {
		if _, err := syntax.ParseQuery("ASK {}", &o); err == nil {
			t.Errorf("accepted %+v", o)
		}
	}
	if _, err := syntax.ParseQuery("\uFEFFASK {}", nil); err != nil {
		t.Errorf("byte order mark: %v", err)
	}
}

func ExampleParseQuery() {
	q, err := syntax.ParseQuery("PREFIX : <http://example.org/> SELECT ?s { ?s a :State }", nil)
	if err != nil {
		panic(err)
	}
	fmt.Println(q)
	_, err = syntax.ParseQuery("SELECT ?s { ?s a asc:State }", &syntax.Options{
		File: "q.rq", Suggest: map[string]string{"asc": "https://w3id.org/ascribe/schema#"},
	})
	e, _ := errors.AsType[*syntax.Error](err)
	fmt.Println(e)
	fmt.Println(e.Hint)
	// Output:
	// PREFIX : <http://example.org/>
	// SELECT ?s
	// WHERE {
	//   ?s <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> :State
	// }
	// q.rq:1:18: got asc:State, want a declared prefix: asc: is not
	// add PREFIX asc: <https://w3id.org/ascribe/schema#>
}

func ExampleParseUpdate() {
	u, err := syntax.ParseUpdate(`DELETE WHERE { ?s ?p 1 } ; CLEAR DEFAULT`, nil)
	if err != nil {
		panic(err)
	}
	for _, op := range u.Ops {
		fmt.Printf("%T at %d:%d\n", op, op.At().Line, op.At().Col)
	}
	// Output:
	// *syntax.DeleteWhere at 1:1
	// *syntax.Clear at 1:28
}
