package importer_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/internal/importer"
	"github.com/ascribe-graph/ascribe/internal/importer/claimscsv"
)

func ExampleSession() {
	ctx := context.Background()
	g := graph.New(nil)
	table := `claim,by,stance,on,form,subject,subject_class,edge,object
1,Netherlands,asserts,2021-07-19,officialStatement,harbour hack,Incident,attributedTo,China
2,Netherlands,asserts,2021-07-19,officialStatement,harbour hack,,attributedTo,Lebonon
`
	s := importer.NewSession([]importer.Importer{claimscsv.Importer{}}, nil)
	if err := s.Read(ctx, "mine.csv", strings.NewReader(table)); err != nil {
		fmt.Println(err)
		return
	}
	err := g.Update(ctx, func(tx *graph.Tx) error {
		reports, err := s.Write(ctx, tx)
		for _, r := range reports {
			fmt.Println(r.File, r.Format, "read", r.Read, "new", r.New)
			for _, x := range r.Rejected {
				fmt.Println(x.Where, x.Reason)
			}
		}
		return err
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// mine.csv claims read 2 new 1
	// line 3 object: nothing says what "Lebonon" is: give its class in by_class, subject_class or object_class, or a handle such as id:apt31
}
