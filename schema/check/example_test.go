package check_test

import (
	"context"
	"fmt"

	"github.com/ascribe-graph/ascribe/schema/check"
)

func ExampleGraph() {
	quads := trig(`
id:uk a asc:State ; rdfs:label "UK" .
claim:uk-2021-07-19 a asc:Claim ; asc:by id:uk ; asc:on "2021-07-19"^^xsd:date ; asc:stance asc:supports ; asc:form asc:officialStatement .`)
	report, err := check.Graph(context.Background(), quads, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, v := range report.Violations {
		fmt.Println(v)
	}
	// Output:
	// error [no-re] uk-2021-07-19: the claim supports something that it does not name; add asc:re with the claim that is meant
	// error [no-source] uk-2021-07-19: the record has no source; add asc:source with the document it was taken from
}
