package results_test

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/ascribe-graph/ascribe/graph/results"
	"github.com/cayleygraph/quad"
)

// A format by its name, extension or media type.
func ExampleFormat() {
	f, ok := results.ParseFormat("application/sparql-results+json; charset=utf-8")
	fmt.Println(f, ok, f.MediaType())
	// Output:
	// srj true application/sparql-results+json
}

// Malformed input: where, and what was wanted.
func ExampleSyntaxError() {
	_, err := results.ReadWith(strings.NewReader("?x\n<https://example.org/\n"), results.TSV, results.Options{File: "x.tsv"})
	if e, ok := errors.AsType[*results.SyntaxError](err); ok {
		fmt.Println(e.File, "line", e.Line)
	}
	// Output:
	// x.tsv line 2
}

// Input that is larger than is allowed.
func ExampleLimitError() {
	_, err := results.ReadWith(strings.NewReader("a,b\n1,2\n"), results.CSV, results.Options{MaxCells: 1})
	if e, ok := errors.AsType[*results.LimitError](err); ok {
		fmt.Println("more than", e.Max, e.Limit)
	}
	// Output:
	// more than 1 cells
}

// A value that the format cannot hold is refused before anything of its row is
// written.
func ExampleValueError() {
	w := results.NewWriter(os.Stdout, results.XML)
	if err := w.Head([]string{"x"}); err != nil {
		fmt.Println(err)
		return
	}
	err := w.Row([]quad.Value{quad.String("\x00")})
	if e, ok := errors.AsType[*results.ValueError](err); ok {
		fmt.Println("row", e.Row, "column", e.Var)
	}
	// Output:
	// row 1 column x
}
