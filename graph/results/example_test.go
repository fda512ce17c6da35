package results_test

import (
	"fmt"
	"os"
	"strings"

	"github.com/ascribe-graph/ascribe/graph/results"
	"github.com/cayleygraph/quad"
)

func ExampleWriter() {
	w := results.NewWriter(os.Stdout, results.TSV)
	_ = w.Head([]string{"state", "date"})
	_ = w.Row([]quad.Value{
		quad.LangString{Value: "China", Lang: "en"},
		quad.TypedString{Value: "2021-07-19", Type: "http://www.w3.org/2001/XMLSchema#date"},
	})
	_ = w.Row([]quad.Value{quad.String("Russia"), nil})
	if err := w.Close(); err != nil {
		fmt.Println(err)
	}
	// Output:
	// ?state	?date
	// "China"@en	"2021-07-19"^^<http://www.w3.org/2001/XMLSchema#date>
	// "Russia"
}

func ExampleRead() {
	t, err := results.Read(strings.NewReader(`{"head":{"vars":["state"]},
	  "results":{"bindings":[{"state":{"type":"literal","value":"China","xml:lang":"en"}}]}}`), results.JSON)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(t.Vars, t.Rows[0][0])
	// Output: [state] "China"@en
}

func ExampleTable_Write() {
	yes := true
	if err := (&results.Table{Bool: &yes}).Write(os.Stdout, results.JSON); err != nil {
		fmt.Println(err)
	}
	// Output: {"head":{},"boolean":true}
}
