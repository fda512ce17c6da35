package conformance

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/ascribe-graph/ascribe/graph/rdf"
	"github.com/ascribe-graph/ascribe/internal/sparql/algebra"
	"github.com/ascribe-graph/ascribe/internal/sparql/engine"
	"github.com/ascribe-graph/ascribe/internal/sparql/syntax"
	"github.com/ascribe-graph/ascribe/internal/store"
	"github.com/ascribe-graph/ascribe/internal/term"
	"github.com/cayleygraph/quad"
)

// specCase is what a section of the SPARQL 1.1 Query Language recommendation,
// or of Federated Query, says of a query: the rows, cells joined by a blank, "-" where unbound, rows
// in any order unless the query sorts.
type specCase struct{ section, data, query, want string }

const specPrologue = `PREFIX : <http://e/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> `

// openTriG loads a TriG document with the prologue of the cases.
func openTriG(t testing.TB, doc string) engine.Source {
	t.Helper()
	all, err := rdf.ReadAll(strings.NewReader(specPrologue+doc), rdf.TriG, nil)
	if err != nil {
		t.Fatalf("%s\n%v", doc, err)
	}
	st, err := store.Load(func(yield func([4]term.Term, error) bool) {
		for _, q := range all {
			var row [4]term.Term
			for i, v := range []quad.Value{q.Subject, q.Predicate, q.Object, q.Label} {
				row[i], _ = term.FromValue(v)
			}
			if !yield(row, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return source{st.Snapshot()}
}

// shorten writes a term as Turtle would with the prologue's prefixes.
func shorten(x term.Term) string {
	if x.IsZero() {
		return "-"
	}
	if x.Kind == term.Blank {
		return "_:"
	}
	s := x.String()
	for _, p := range []struct{ ns, name string }{{"http://e/", ":"}, {term.XSD, "xsd:"}} {
		if at := strings.Index(s, "<"+p.ns); at >= 0 && strings.HasSuffix(s, ">") {
			s = s[:at] + p.name + strings.TrimSuffix(s[at+1+len(p.ns):], ">")
		}
	}
	if lex, ok := strings.CutSuffix(s, "^^xsd:integer"); ok {
		return strings.Trim(lex, `"`)
	}
	if lex, ok := strings.CutSuffix(s, "^^xsd:boolean"); ok {
		return strings.Trim(lex, `"`)
	}
	return s
}

func specRows(ctx context.Context, run engine.Engine, q *algebra.Query, src engine.Source) ([]string, error) {
	res, err := run(ctx, q, src, engine.Options{DefaultGraph: engine.Unlabelled})
	if err != nil {
		return nil, err
	}
	if res.Rows == nil && res.Triples == nil {
		return []string{fmt.Sprint(res.Bool)}, nil
	}
	out := []string{}
	write := func(row []term.Term) {
		cells := make([]string, len(row))
		for i, x := range row {
			cells[i] = shorten(x)
		}
		out = append(out, strings.Join(cells, " "))
	}
	if res.Triples != nil {
		for x, err := range res.Triples {
			if err != nil {
				return nil, err
			}
			write(x[:])
		}
	} else {
		for row, err := range res.Rows {
			if err != nil {
				return nil, err
			}
			write(row)
		}
	}
	if !hasOrder(q.Op) {
		slices.Sort(out)
	}
	return out, nil
}

// TestSpecification runs the cases on every engine.
func TestSpecification(t *testing.T) {
	for _, c := range slices.Concat(aggregateCases, patternCases, pathCases, functionCases, serviceCases) {
		src := openTriG(t, c.data)
		tree, err := syntax.ParseQuery(specPrologue+c.query, &syntax.Options{Base: "http://e/base/"})
		if err != nil {
			t.Errorf("%s %s\n%v", c.section, c.query, err)
			continue
		}
		q, err := algebra.Translate(tree)
		if err != nil {
			t.Errorf("%s %s\n%v", c.section, c.query, err)
			continue
		}
		var want []string
		if c.want != "" {
			want = strings.Split(c.want, " | ")
			if c.want == "()" {
				want = []string{""} // one row without columns
			}
			if !hasOrder(q.Op) {
				slices.Sort(want)
			}
		}
		for name, run := range engines {
			got, err := specRows(t.Context(), run, q, src)
			if err != nil {
				t.Errorf("%s %s %s\n%v", name, c.section, c.query, err)
				continue
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s, section %s: %s\n got %s\nwant %s", name, c.section, c.query, strings.Join(got, " | "), strings.Join(want, " | "))
			}
		}
	}
}
