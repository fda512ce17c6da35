package conformance

import (
	"bufio"
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/graph/results"
	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/exec"
	"github.com/ascribe-graph/ascribe/internal/sparql/naive"
	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/cayleygraph/quad"
)

const (
	suites  = "../../../../shared/suites/w3c"
	baseIRI = "https://w3c.github.io/rdf-tests/"
	rs      = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
)

// engines are the evaluators that must pass.
var engines = map[string]engine.Engine{"naive": naive.Eval, "exec": exec.Eval}

// knownFailures maps a test, as "folder#fragment of its IRI", to the reason why it fails. A
// listed test that passes fails the run.
var knownFailures = map[string]string{
	"sparql/sparql10/sort#dawg-sort-11": "expects simple literals before xsd:string; RDF 1.1 has no such difference",
}

// outOfScope tells why a test is not run, "" if it is.
func outOfScope(c testCase) string {
	switch {
	case strings.Contains(c.suite, "triple-terms"), strings.HasPrefix(c.name, "triple on "):
		return "triple terms"
	case strings.Contains(c.suite, "lang-basedir"):
		return "base direction"
	case strings.Contains(c.suite, "entailment"):
		return "entailment"
	case strings.Contains(c.suite, "service"):
		return "SERVICE"
	case slices.ContainsFunc(append(c.data, c.graphs...), func(f string) bool { return strings.HasSuffix(f, ".rdf") }):
		return "RDF/XML data"
	}
	return ""
}

type testCase struct {
	suite, iri, kind, name, action, result string
	data, graphs                           []string
}

func (c testCase) id() string { return c.suite + c.iri[strings.LastIndexByte(c.iri, '#'):] }

func readIndex(t *testing.T) []testCase {
	f, err := os.Open(filepath.Join(suites, "INDEX.tsv"))
	if err != nil {
		t.Skipf("the W3C test suites are absent: %v", err)
	}
	defer f.Close()
	var out []testCase
	for sc := bufio.NewScanner(f); sc.Scan(); {
		c := strings.Split(sc.Text(), "\t")
		if len(c) < 8 || !strings.HasPrefix(c[0], "sparql/") {
			continue
		}
		if c[2] != "QueryEvaluationTest" && c[2] != "CSVResultFormatTest" {
			continue
		}
		out = append(out, testCase{
			suite: c[0], iri: c[1], kind: c[2], name: c[3], action: c[4], result: c[7],
			data: strings.Fields(c[5]), graphs: strings.Fields(c[6]),
		})
	}
	return out
}

// TestW3C runs the evaluation tests of the SPARQL 1.0, 1.1 and 1.2 suites on
// every engine.
func TestW3C(t *testing.T) {
	cases := readIndex(t)
	for name, eval := range engines {
		t.Run(name, func(t *testing.T) {
			ran := 0
			for _, c := range cases {
				if outOfScope(c) != "" {
					continue
				}
				ran++
				t.Run(c.id(), func(t *testing.T) {
					err := run(t.Context(), c, eval)
					reason, listed := knownFailures[c.id()]
					switch {
					case err != nil && !listed:
						t.Errorf("%v\nquery: %s", err, c.action)
					case err == nil && listed:
						t.Errorf("passes, but is listed as failing: %s", reason)
					}
				})
			}
			t.Logf("%d tests", ran)
			if ran == 0 {
				t.Error("no test was run")
			}
		})
	}
}

func run(ctx context.Context, c testCase, eval engine.Engine) error {
	st, err := dataset(c)
	if err != nil {
		return fmt.Errorf("data: %w", err)
	}
	text, err := os.ReadFile(filepath.Join(suites, c.action))
	if err != nil {
		return err
	}
	tree, err := syntax.ParseQuery(string(text), &syntax.Options{Base: baseIRI + c.action})
	if err != nil {
		return fmt.Errorf("parse: %w", err)
	}
	q, err := algebra.Translate(tree)
	if err != nil {
		return fmt.Errorf("translate: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	res, err := eval(ctx, q, st, engine.Options{DefaultGraph: engine.Unlabelled})
	if err != nil {
		return fmt.Errorf("eval: %w", err)
	}
	ordered := hasOrder(q.Op)
	switch {
	case res.Form == algebra.Construct || res.Form == algebra.Describe:
		return compareGraphs(c, res)
	case c.kind == "CSVResultFormatTest":
		return compareCSV(c, res)
	}
	want, wantOrdered, err := expected(c)
	if err != nil {
		return fmt.Errorf("expected result: %w", err)
	}
	got, err := table(res)
	if err != nil {
		return fmt.Errorf("eval: %w", err)
	}
	return compareTables(got, want, ordered || wantOrdered)
}

// dataset loads the test's files: data unlabelled, the others each as a graph.
// FROM clauses may name further files of the folder; they are in graphdata.
func dataset(c testCase) (engine.Source, error) {
	var quads [][4]term.Term
	load := func(i int, file string, label term.Term) error {
		f, err := os.Open(filepath.Join(suites, file))
		if err != nil {
			return err
		}
		defer f.Close()
		format, ok := rdf.FormatOf(file)
		if !ok {
			return fmt.Errorf("%s: unknown format", file)
		}
		all, err := rdf.ReadAll(f, format, &rdf.Options{File: file, Base: baseIRI + file, BlankPrefix: "f" + strconv.Itoa(i) + "_"})
		if err != nil {
			return err
		}
		for _, q := range all {
			var t [4]term.Term
			for i, v := range []quad.Value{q.Subject, q.Predicate, q.Object, q.Label} {
				t[i], _ = term.FromValue(v)
			}
			if !label.IsZero() {
				t[3] = label
			}
			quads = append(quads, t)
		}
		return nil
	}
	for i, f := range c.data {
		if err := load(i, f, term.Term{}); err != nil {
			return nil, err
		}
	}
	for i, f := range c.graphs {
		if err := load(len(c.data)+i, f, term.NewIRI(baseIRI+f)); err != nil {
			return nil, err
		}
	}
	// FROM and FROM NAMED of tests without an explicit dataset name files.
	text, err := os.ReadFile(filepath.Join(suites, c.action))
	if err != nil {
		return nil, err
	}
	if len(c.data)+len(c.graphs) == 0 {
		if tree, err := syntax.ParseQuery(string(text), &syntax.Options{Base: baseIRI + c.action}); err == nil {
			for i, d := range tree.Dataset {
				if err := load(i, strings.TrimPrefix(d.IRI.Value, baseIRI), d.IRI); err != nil {
					return nil, err
				}
			}
		}
	}
	st, err := store.Load(func(yield func([4]term.Term, error) bool) {
		for _, q := range quads {
			if !yield(q, nil) {
				return
			}
		}
	})
	if err != nil {
		return nil, err
	}
	return source{st.Snapshot()}, nil
}

// source makes a snapshot an engine.Source.
type source struct{ *store.Snapshot }

func (s source) Scan(p store.Pattern, o store.Order) engine.Cursor { return s.Snapshot.Scan(p, o) }

// hasOrder reports whether the outermost modifiers sort.
func hasOrder(op algebra.Op) bool {
	for {
		switch x := op.(type) {
		case *algebra.OrderBy:
			return true
		case *algebra.Project:
			op = x.Input
		case *algebra.Distinct:
			op = x.Input
		case *algebra.Reduced:
			op = x.Input
		case *algebra.Slice:
			op = x.Input
		default:
			return false
		}
	}
}

func table(res *engine.Result) (*results.Table, error) {
	t := &results.Table{Vars: res.Vars}
	if res.Form == algebra.Ask {
		t.Bool = &res.Bool
		return t, nil
	}
	for row, err := range res.Rows {
		if err != nil {
			return nil, err
		}
		vals := make([]quad.Value, len(row))
		for i, x := range row {
			vals[i] = x.QuadValue()
		}
		t.Rows = append(t.Rows, vals)
	}
	return t, nil
}

func expected(c testCase) (t *results.Table, ordered bool, err error) {
	f, err := os.Open(filepath.Join(suites, c.result))
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	if strings.HasSuffix(c.result, ".rdf") {
		return resultSetXML(f)
	}
	if format, ok := rdf.FormatOf(c.result); ok {
		all, err := rdf.ReadAll(f, format, &rdf.Options{File: c.result, Base: baseIRI + c.result})
		if err != nil {
			return nil, false, err
		}
		return resultSet(all)
	}
	format, ok := results.ParseFormat(filepath.Ext(c.result))
	if !ok {
		return nil, false, fmt.Errorf("%s: unknown format", c.result)
	}
	t, err = results.Read(f, format)
	return t, false, err
}

// resultSet reads the vocabulary rs: of the SPARQL 1.0 tests.
func resultSet(all []quad.Quad) (*results.Table, bool, error) {
	props := map[quad.Value]map[string][]quad.Value{}
	for _, q := range all {
		p, ok := strings.CutPrefix(string(q.Predicate.(quad.IRI)), rs)
		if !ok {
			continue
		}
		if props[q.Subject] == nil {
			props[q.Subject] = map[string][]quad.Value{}
		}
		props[q.Subject][p] = append(props[q.Subject][p], q.Object)
	}
	t := &results.Table{}
	ordered := false
	type indexed struct {
		i   int
		row []quad.Value
	}
	var rows []indexed
	for _, ps := range props {
		for _, b := range ps["boolean"] {
			v := literal(b) == "true"
			t.Bool = &v
		}
		for _, v := range ps["resultVariable"] {
			t.Vars = append(t.Vars, literal(v))
		}
	}
	for _, ps := range props {
		for _, sol := range ps["solution"] {
			r := indexed{row: make([]quad.Value, len(t.Vars))}
			for _, i := range props[sol]["index"] {
				r.i, _ = strconv.Atoi(literal(i))
				ordered = true
			}
			for _, b := range props[sol]["binding"] {
				name := literal(props[b]["variable"][0])
				r.row[slices.Index(t.Vars, name)] = props[b]["value"][0]
			}
			rows = append(rows, r)
		}
	}
	slices.SortFunc(rows, func(a, b indexed) int { return a.i - b.i })
	for _, r := range rows {
		t.Rows = append(t.Rows, r.row)
	}
	return t, ordered, nil
}

// The one shape of RDF/XML that the results of the sort tests have: nested
// elements with parseType="Resource".
type (
	xmlResult struct {
		Set struct {
			Vars      []string      `xml:"resultVariable"`
			Solutions []xmlSolution `xml:"solution"`
		} `xml:"ResultSet"`
	}
	xmlSolution struct {
		Index    int          `xml:"index"`
		Bindings []xmlBinding `xml:"binding"`
	}
	xmlBinding struct {
		Variable string   `xml:"variable"`
		Value    xmlValue `xml:"value"`
	}
	xmlValue struct {
		Text     string `xml:",chardata"`
		Datatype string `xml:"datatype,attr"`
		Resource string `xml:"resource,attr"`
		Blank    string `xml:"nodeID,attr"`
		Lang     string `xml:"lang,attr"`
	}
)

func resultSetXML(r io.Reader) (*results.Table, bool, error) {
	var doc xmlResult
	if err := xml.NewDecoder(r).Decode(&doc); err != nil {
		return nil, false, err
	}
	t := &results.Table{Vars: doc.Set.Vars}
	sols := doc.Set.Solutions
	slices.SortStableFunc(sols, func(a, b xmlSolution) int { return a.Index - b.Index })
	for _, s := range sols {
		row := make([]quad.Value, len(t.Vars))
		for _, b := range s.Bindings {
			row[slices.Index(t.Vars, b.Variable)] = b.Value.term().QuadValue()
		}
		t.Rows = append(t.Rows, row)
	}
	return t, len(sols) > 0 && sols[0].Index > 0, nil
}

func (v xmlValue) term() term.Term {
	switch {
	case v.Resource != "":
		return term.NewIRI(v.Resource)
	case v.Blank != "":
		return term.NewBlank(v.Blank)
	case v.Lang != "":
		return term.NewLang(v.Text, v.Lang)
	}
	return term.NewTyped(v.Text, v.Datatype)
}

func literal(v quad.Value) string {
	t, _ := term.FromValue(v)
	return t.Value
}

func compareTables(got, want *results.Table, ordered bool) error {
	if want.Bool != nil || got.Bool != nil {
		if want.Bool == nil || got.Bool == nil || *want.Bool != *got.Bool {
			return fmt.Errorf("got %s, want %s", show(got), show(want))
		}
		return nil
	}
	a, b := slices.Sorted(slices.Values(got.Vars)), slices.Sorted(slices.Values(want.Vars))
	if !slices.Equal(a, b) {
		return fmt.Errorf("got variables %v, want %v", got.Vars, want.Vars)
	}
	if len(got.Rows) != len(want.Rows) || !rdf.Isomorphic(asGraph(got, ordered), asGraph(want, ordered)) {
		return fmt.Errorf("got %s\nwant %s", show(got), show(want))
	}
	return nil
}

// asGraph writes a table as a graph in which each row is a blank node, so
// that tables are equal up to blank nodes if the graphs are.
func asGraph(t *results.Table, ordered bool) []quad.Quad {
	var out []quad.Quad
	for i, row := range t.Rows {
		node := quad.BNode("row-" + strconv.Itoa(i))
		add := func(p string, v quad.Value) {
			out = append(out, quad.Quad{Subject: node, Predicate: quad.IRI("x:" + p), Object: v})
		}
		add("row", quad.String(""))
		if ordered {
			add("index", quad.String(strconv.Itoa(i)))
		}
		for j, v := range row {
			if b, ok := v.(quad.BNode); ok {
				v = "v-" + b
			}
			if v != nil {
				add("var-"+t.Vars[j], byValue(v))
			}
		}
	}
	return out
}

// byValue brings a numeric literal to one of the many forms in which the
// expected results write it. The datatype stays.
func byValue(v quad.Value) quad.Value {
	t, ok := v.(quad.TypedString)
	if !ok {
		return v
	}
	switch string(t.Type) {
	case term.XSDDecimal:
		if r, ok := new(big.Rat).SetString(string(t.Value)); ok {
			t.Value = quad.String(r.RatString())
		}
	case term.XSDDouble, term.XSDFloat:
		if f, err := strconv.ParseFloat(string(t.Value), 64); err == nil {
			t.Value = quad.String(strconv.FormatFloat(f, 'g', -1, 64))
		}
	}
	return t
}

func show(t *results.Table) string {
	if t.Bool != nil {
		return strconv.FormatBool(*t.Bool)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%d rows of %v", len(t.Rows), t.Vars)
	for i, row := range t.Rows {
		if i == 40 {
			b.WriteString("\n  …")
			break
		}
		b.WriteString("\n ")
		for _, v := range row {
			fmt.Fprintf(&b, " %v", v)
		}
	}
	return b.String()
}

func compareGraphs(c testCase, res *engine.Result) error {
	f, err := os.Open(filepath.Join(suites, c.result))
	if err != nil {
		return err
	}
	defer f.Close()
	format, _ := rdf.FormatOf(c.result)
	want, err := rdf.ReadAll(f, format, &rdf.Options{File: c.result, Base: baseIRI + c.result})
	if err != nil {
		return err
	}
	var got []quad.Quad
	for t, err := range res.Triples {
		if err != nil {
			return err
		}
		got = append(got, quad.Quad{Subject: t[0].QuadValue(), Predicate: t[1].QuadValue(), Object: t[2].QuadValue()})
	}
	if !rdf.Isomorphic(got, want) {
		return fmt.Errorf("got %v\nwant %v", got, want)
	}
	return nil
}

// compareCSV writes the result as CSV and compares what both files hold.
func compareCSV(c testCase, res *engine.Result) error {
	got, err := table(res)
	if err != nil {
		return err
	}
	var buf bytes.Buffer
	if err := got.Write(&buf, results.CSV); err != nil {
		return err
	}
	f, err := os.Open(filepath.Join(suites, c.result))
	if err != nil {
		return err
	}
	defer f.Close()
	read := func(r io.Reader) (*results.Table, error) { return results.Read(r, results.CSV) }
	a, err := read(&buf)
	if err != nil {
		return err
	}
	b, err := read(f)
	if err != nil {
		return err
	}
	return compareTables(a, b, false)
}
