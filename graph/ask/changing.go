package ask

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/ascribe-graph/ascribe/graph"
	"github.com/ascribe-graph/ascribe/schema"
	"github.com/cayleygraph/quad"
)

// sameAsID is the template that asks whether two things are one.
const sameAsID = "same-as"

// changing tells, where a question asks which answers change if two things are
// one, which of the questions of the templates have other rows then.
func (a *Answer) changing(ctx context.Context, v *graph.View, words []word, o *Options) error {
	if a.Template != sameAsID || !slices.ContainsFunc(words, saysChange) {
		return nil
	}
	one, two := a.Slots["a"], a.Slots["b"]
	if one == two {
		return nil
	}
	opts := *o
	opts.Langs = []string{a.Lang}
	changed, asked, err := Shifts(ctx, v, []graph.Assumption{{Subject: one, Predicate: quad.IRI(schema.SameAs), Object: two}}, nil, &opts)
	if err != nil {
		return err
	}
	w := phrases[a.Lang]
	if len(changed) == 0 {
		a.Notes = append(a.Notes, Note{Name: "changes", Text: fmt.Sprintf(w.nothingChanges, asked)})
		return nil
	}
	list := make([]string, 0, len(changed))
	for _, s := range changed {
		list = append(list, fmt.Sprintf("%s (+%d, -%d, ~%d)", strings.TrimSuffix(s.Question, "?"), len(s.Gained), len(s.Lost), len(s.Altered)))
	}
	a.Notes = append(a.Notes, Note{Name: "changes", Text: fmt.Sprintf(w.changes, len(changed), asked, strings.Join(list, "; "))})
	return nil
}

// saysChange reports whether a word is one of those that ask what changes.
func saysChange(w word) bool {
	return slices.ContainsFunc([]string{"chang", "shift", "alter", "different", "verander", "wijzig", "verschui"}, func(stem string) bool {
		return strings.HasPrefix(w.fold, stem) && w.fold != "alternative"
	})
}
