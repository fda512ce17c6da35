package ask

import (
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/cayleygraph/quad"
)

// namedOnly returns a line with the parties among the rows that no record of
// their own, or of an organ, puts there: others name them among those who spoke.
func (r *run) namedOnly(a *Answer) []Note {
	if !r.t.ofParties {
		return nil
	}
	past, err := r.pastStance(r.view)
	if err != nil {
		return nil
	}
	var names []string
	var records []quad.IRI
	for _, row := range a.Rows {
		party, ok := row.keys[self].(quad.IRI)
		if !ok {
			continue
		}
		mark, own := "", false
		for _, iri := range row.Records {
			for _, s := range past.Speakers(iri, r.view.Lens().Spread) {
				switch {
				case s.Party != party:
				case s.Bond != graph.NamedMember:
					own = true
				case mark == "":
					mark, _ = r.speakerMark(past, iri, s)
					records = merge(records, []quad.IRI{iri})
				}
			}
		}
		if name := r.said(party) + " (" + mark + ")"; !own && mark != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []Note{{Name: "named", Text: fmt.Sprintf(phrases[a.Lang].namedOnly, strings.Join(names, ", ")), Records: records}}
}
